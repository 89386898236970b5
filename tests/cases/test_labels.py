"""Cases and stories in Chinese labels say what those in ids say, wherever a name may stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.tiny import CASES, LAW, POLICY, STORY, bench_of, root, written
from welfare_rules.cases.run import run_case
from welfare_rules.cases.stories.run import run_story
from welfare_rules.cases.suite import make_bench
from welfare_rules.findings import CaseError

LABELS = dict(
    re.findall(r'\[(?:fact|figure|derived|benefit)\.(\w+)\]\nlabel = \{ zh = "([^"]+)"', LAW)
)
NAMED = re.compile(r"(?<![\w-])(?:" + "|".join(LABELS) + r")(?![\w-])")


def in_labels(text: str) -> str:
    """The text with labels in place of ids: in quotes where they are keys."""
    parts = text.split('"')
    for place, part in enumerate(parts):
        word = "{}" if place % 2 else '"{}"'
        parts[place] = NAMED.sub(lambda match, word=word: word.format(LABELS[match[0]]), part)
    return '"'.join(parts)


def test_cases_in_labels_pass_as_those_in_ids(tmp_path: Path) -> None:
    text = in_labels(CASES)
    assert text.count("收入") > 3
    assert not NAMED.search(text)
    file = written(tmp_path, text, POLICY)
    bench = make_bench([file], root(file))
    assert len(bench.cases) == CASES.count("name = ") - 2  # two lines name a series
    ran = [run_case(each, bench.policies[each.jurisdiction]) for each in bench.cases]
    assert all(each.passed for each in ran)


def test_a_story_in_labels_passes_as_that_in_ids(tmp_path: Path) -> None:
    text = in_labels(STORY)
    assert not NAMED.search(text)
    (story,) = (bench := bench_of(tmp_path, text)).stories
    assert run_story(story, bench.policies[story.jurisdiction]).mismatches == ()
    assert [each.benefit for each in story.ledger] == ["help"] * 4


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("case.a.pay = 120.49", 'case.a."收人" = 120.49', "WR402", 14),
        ("case.stock = 1000,", 'case.stock = 1000, case."存款" = 5,', "WR416", 16),
        ("expect.help = 1 }", 'expect."补助金" = 1 }', "WR317", 14),
    ],
)
def test_a_label_that_is_none_is_told_in_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    assert CASES.count(old) == 1
    file = written(tmp_path, CASES.replace(old, new), POLICY)
    with pytest.raises(CaseError) as caught:
        make_bench([file], root(file))
    assert [(each.code, each.place.line) for each in caught.value.findings] == [(code, line)]
