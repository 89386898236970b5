"""Coverage: what no case looks at is found, by its line; what an open figure keeps undecided counts
as far as it goes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.tiny import CASES, POLICY, root, written
from welfare_rules.cases.coverage import observe
from welfare_rules.cases.items import Coverage
from welfare_rules.cases.report import uncovered
from welfare_rules.cases.run import run_case
from welfare_rules.cases.suite import make_bench


def coverage(folder: Path, cases: str = CASES, policy: str = POLICY) -> Coverage:
    file = written(folder, cases, policy)
    bench = make_bench([file], root(file))
    return observe(
        (run_case(each, bench.policies[each.jurisdiction]) for each in bench.cases), bench.policies
    )


def without(name: str) -> str:
    """The cases without the line of this name."""
    (line,) = [each for each in CASES.splitlines() if f'"{name}"' in each and "name =" in each]
    return CASES.replace(line + "\n", "")


def line_of(words: str) -> int:
    return POLICY[: POLICY.index(words)].count("\n") + 1


def test_everything_of_the_small_law_is_seen(tmp_path: Path) -> None:
    found = coverage(tmp_path)
    assert found.missing == ()
    assert found.percent == 100
    assert len(found.items) == 13


@pytest.mark.parametrize(
    ("gone", "kind", "id", "aspect", "words"),
    [
        ("恰好", "require", "help.poor", "false", ""),
        ("存款高一分", "require", "help.no-stock", "false", ""),
        ("八十岁", "row", "old.from-80", "hit", 'id = "from-80"'),
        ("五十九岁", "require", "old.sixty", "false", ""),
        ("老人减半", "exemption", "half", "hit", 'id = "half"'),
    ],
)
def test_what_no_case_looks_at_is_found(
    tmp_path: Path, gone: str, kind: str, id: str, aspect: str, words: str
) -> None:
    (item,) = coverage(tmp_path, without(gone)).missing
    assert (item.kind, item.id, item.aspect) == (kind, id, aspect)
    assert item.place.file.endswith("law.toml")
    if words:
        assert item.place.line in (line_of(words), line_of(words) - 1)
    assert "没有案例涉及" in uncovered(item, "zh")
    assert "no case exercises" in uncovered(item, "en")


def test_a_version_and_a_branch_that_no_case_looks_at(tmp_path: Path) -> None:
    old = CASES[
        CASES.index('[[case]]\nname = "旧标准"') : CASES.index('[[case]]\nname = "没有数额"')
    ]
    stocked = without("存款恰好")
    found = coverage(tmp_path, stocked.replace(old, "")).missing
    assert [(each.kind, each.id) for each in found] == [
        ("figure", "line"),
        ("branch", "if(stock > 0, line - together "),
    ]
    assert found[0].place.line == line_of("value = 100\n") - 2 or found[0].place.line == line_of(
        "from = 2020-01-01"
    )


def test_a_figure_that_only_is_a_floor_needs_no_case(tmp_path: Path) -> None:
    floor = '\n[figure.floor_of_line]\nlabel = { zh = "下限", en = "floor" }\ntype = "money"\ncite = { article = "1" }\n'
    floor += '\n[[figure.floor_of_line.version]]\nfrom = 2020-01-01\nvalue = 1\nannounced = 2020-01-01\nstatus = "published"\n'
    policy = POLICY.replace(
        'label = { zh = "标准", en = "line" }',
        'floor = "floor_of_line"\nlabel = { zh = "标准", en = "line" }',
    )
    assert coverage(tmp_path, policy=policy + floor).percent == 100


TRANSITION = """
[[figure.line.version]]
from = 2021-02-01
value = 130
announced = 2021-01-15
status = "published"
only_for = "stock > 0"
"""


def test_branches_and_exemptions_of_a_figure_that_depends_on_the_case(tmp_path: Path) -> None:
    """From February 2021 the line is another one for who has savings.

    The formulas that name it are the same ones.
    """
    policy = POLICY.replace("[figure.unfound]", TRANSITION + "\n[figure.unfound]").replace(
        'share = "50%"', 'share = "if(line > 125元, 40%, 50%)"'
    )
    cases = CASES.replace(
        'name = "存款恰好", case.stock = 1000, expect.help = 120',
        'name = "存款恰好", case.stock = 1000, expect.help = 129',
    )
    cases = cases.replace(
        '  { name = "老人不到岁数"',
        '  { name = "有存款的老人", case.a = { pay = 200, age = 60 }, case.stock = 1, expect.help = 9 },\n  { name = "老人不到岁数"',
    )
    found = coverage(tmp_path, cases, policy)
    assert found.missing == ()
    seen = {
        each.aspect: {int(case.split(":")[1]) for case in by}
        for each, by in found.items.items()
        if each.id.startswith("if(line >")
    }
    with_savings = {
        place for place, line in enumerate(cases.splitlines(), 1) if "stock = 1" in line
    }
    assert seen["true"] <= with_savings
    assert seen["false"].isdisjoint(with_savings)
