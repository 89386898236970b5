"""What a watch must say is asked for, what it names must exist, and nobody is watched for who he is."""

from __future__ import annotations

from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.marked import CITE, LABEL, county, found, marked, nation, written
from welfare_rules.basics.days import LAST
from welfare_rules.program.day import watches_of_day

FAITH = '[fact.{name}]\nlabel = {{ zh = "{zh}", en = "x" }}\nentity = "member"\ntype = "bool"\n'
BELOW = (
    '[derived.near]\nlabel = { zh = "靠近", en = "near" }\nentity = "member"\nformula = "secret"\ntype = "bool"\n'
    + CITE
)
SECRET = FAITH.format(name="secret", zh="内情") + "protected = true\n"


def watch(*lines: str, mark: str = "", more: str = "", kind: str = 'kind = "核查"') -> str:
    return "\n".join((f"[[{mark}watch]]", 'id = "seen"', kind, *lines, LABEL + CITE, more))


WRONG: dict[str, str] = {
    "no kind": watch('when = "age > 3"', kind="", mark="«WR111»"),
    "nothing to look at": watch(mark="«WR119»"),
    "benefits of no turn": watch('when = "age > 3"', '«WR119»benefits = ["help"]'),
    "no such benefit": watch('turns = ["lost"]', 'benefits = ["help", «WR317»"halp"]'),
    "no such fact": watch('turns = ["lost"]', 'facts = [«WR317»"aje"]'),
    "no such turn": watch('turns = [«WR113»"gone"]'),
    "no such kind": watch('turns = ["lost"]', kind='kind = «WR113»"停发"'),
    "a formula of the other entity": watch('entity = "household"', 'when = "«WR208»age > 3"'),
    "a condition that is no condition": watch('was = "«WR206»age"', 'turns = ["lost"]'),
    "no day at all": watch('turns = ["lost"]', "within_days = «WR117»0"),
    "a protected fact": SECRET + watch('when = «WR360»"secret"'),
    "below a name": SECRET + BELOW + watch('when = «WR360»"near"'),
    "when it changes": SECRET + watch('facts = [«WR360»"secret"]', 'turns = ["lost"]'),
    "by its name": FAITH.format(name="ethnic_group", zh="族")
    + watch('when = «WR360»"ethnic_group"'),
    "by its label": FAITH.format(name="mz", zh="民族成分")
    + watch('was = «WR360»"mz"', 'when = "age > 3"'),
    "a benefit that is no more": '[benefit.care]\nlabel = { zh = "照料", en = "care" }\n'
    'payee = "member"\nservice = true\nends = 2020-12-31\ncite = { article = "9" }\n'
    + watch("from = 2021-01-01", 'turns = ["lost"]', 'benefits = [«WR361»"care"]'),
}


RIGHT: dict[str, str] = {
    "of members": watch('was = "age < 9"', 'when = "age > 3"'),
    "of the household": watch('entity = "household"', 'when = "together > 3元"', "urgent = true"),
    "a turn": watch('turns = ["lost", "doubtful"]', 'benefits = ["help"]', 'facts = ["age"]'),
}


@pytest.mark.parametrize("name", [*WRONG, *RIGHT])
def test_what_is_wrong_with_a_watch_is_told_in_its_place(tmp_path: Path, name: str) -> None:
    files = nation({**WRONG, **RIGHT}[name])
    assert bool(marked(files)) == (name in WRONG)
    assert found(written(tmp_path, files)) == marked(files)


def test_a_county_may_replace_a_watch_or_do_without_it(tmp_path: Path) -> None:
    above = nation(watch('turns = ["lost"]'))
    instead = 'replaces = "cn.nation"'
    for below, turns in (
        ("", [("lost",)]),
        (watch('turns = ["gained"]', instead), [("gained",)]),
        (watch("drop = true", instead), []),
        (watch('turns = ["gained"]', instead, "from = 2023-01-01"), [("lost",)]),
    ):
        root = written(tmp_path, above | county(below))
        law = wr.load("cn/county", root).law
        assert [each.turns for each in watches_of_day(law, 20220101, LAST)] == turns
