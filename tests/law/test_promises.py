"""What a promise must say is asked for, what it names must exist, and layers change it like all else."""

from __future__ import annotations

from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.marked import LABEL, county, found, marked, nation, written
from welfare_rules.basics.days import LAST
from welfare_rules.law.promises import KEYS
from welfare_rules.law.terms import PROMISE_WORDS
from welfare_rules.program.day import promises_of_day

SERVICE = (
    '[benefit.care]\nlabel = { zh = "照料", en = "care" }\npayee = "member"\nservice = true\n'
    'cite = { article = "9" }\n'
)
REASON = 'refuted_because = { zh = "本来如此", en = "meant so" }\n'
HOUSEHOLD = '[promise.refuted]\nmonth = "2021-03"\ncase = { stock = 1 }\n'


def promise(*lines: str, mark: str = "", more: str = "") -> str:
    return "\n".join((f"[[{mark}promise]]", 'id = "kept"', *lines, LABEL, more))


WRONG: dict[str, str] = {
    "no kind": promise(mark="«WR111»"),
    "no such benefit": promise('kind = "order"', 'benefits = ["help", «WR317»"halp"]'),
    "no such fact": promise('kind = "more income"', 'facts = [«WR317»"wage"]'),
    "a fact that is no money": promise('kind = "more income"', 'facts = [«WR119»"age"]'),
    "a fact of the household": promise('kind = "more income"', 'facts = [«WR119»"stock"]'),
    "no such figure": promise('kind = "higher figure"', 'figures = [«WR317»"lime"]'),
    "no figure": promise('kind = "higher figure"', mark="«WR111»"),
    "nothing that is always so": promise('kind = "always"', mark="«WR111»"),
    "no most": promise('kind = "no cliff"', mark="«WR111»"),
    "a key of another kind": promise('kind = "order"', '«WR119»most = "1元"'),
    "a need that nobody states": promise('kind = "more need"', mark="«WR119»"),
    "two needs": promise(
        'kind = "more need"', "set = { age = 3 }", "adds = { age = 3 }", mark="«WR119»"
    ),
    "one of one": promise('kind = "only one"', 'benefits = «WR119»["help"]'),
    "a need of an unknown fact": promise('kind = "more need"', "set = { «WR317»agee = 3 }"),
    "a need of two entities": promise('kind = "more need"', "set = { age = 3, «WR119»stock = 3 }"),
    "a further household": promise('kind = "more need"', "adds = { «WR119»stock = 3 }"),
    "no such choice": promise('kind = "more need"', 'set = { kind = «WR317»"heavi" }'),
    "no such value": promise('kind = "more need"', "set = { age = «WR323»151 }"),
    "a value of another kind": promise('kind = "more need"', "set = { age = «WR112»true }"),
    "a formula of members": promise('kind = "always"', 'always = "«WR208»age > 3"'),
    "a condition that is no condition": promise('kind = "order"', 'when = "«WR206»together"'),
    "a reason without a household": promise('kind = "order"', REASON, mark="«WR119»"),
    "a household without a reason": promise('kind = "order"', more=HOUSEHOLD, mark="«WR119»"),
    "two of one name": promise('kind = "order"')
    + promise('kind = "bounds"').replace('"kept"', '«WR321»"kept"'),
    "an amount of a service": SERVICE
    + promise('kind = "never negative"', 'benefits = ["help", «WR353»"care"]'),
    "a benefit that is no more": SERVICE.replace("service", "ends = 2020-12-31\nservice")
    + promise('kind = "order"', "from = 2021-01-01", 'benefits = [«WR353»"care"]'),
}
RIGHT: dict[str, str] = {
    "by labels": promise('kind = "more need"', 'set = { "类别" = "重度", "岁数" = 3 }'),
    "reviewed": promise('kind = "order"', REASON, more=HOUSEHOLD),
    "of members": promise('kind = "always"', 'entity = "member"', 'always = "age > 3"'),
    "a right to a service": SERVICE + promise('kind = "order"', 'benefits = ["care"]'),
    "while there was the benefit": SERVICE.replace("service", "ends = 2020-12-31\nservice")
    + promise('kind = "order"', 'benefits = ["care"]'),
}


@pytest.mark.parametrize("name", [*WRONG, *RIGHT])
def test_what_a_promise_lacks_is_told_in_its_place(tmp_path: Path, name: str) -> None:
    files = nation({**WRONG, **RIGHT}[name])
    assert bool(marked(files)) == (name in WRONG)
    assert found(written(tmp_path, files)) == marked(files)


def test_every_kind_has_its_keys_and_its_words() -> None:
    assert KEYS.keys() == PROMISE_WORDS.keys()


def test_values_are_exact_and_read_by_id_or_label(tmp_path: Path) -> None:
    root = written(tmp_path, nation(RIGHT["by labels"]))
    (made,) = wr.load("cn", root).law.promises
    assert made.sets == (("kind", 1), ("age", 3))


def test_a_county_may_replace_a_promise_or_do_without_it(tmp_path: Path) -> None:
    above = nation(promise('kind = "order"'))
    instead = 'replaces = "cn.nation"\n'
    for below, kinds in (
        ("", ["order"]),
        (promise('kind = "bounds"', instead), ["bounds"]),
        (promise("drop = true", instead), []),
        (promise('kind = "bounds"', instead, "from = 2023-01-01"), ["order"]),
    ):
        root = written(tmp_path, above | county(below))
        law = wr.load("cn/county", root).law
        assert [each.about for each in promises_of_day(law, 20220101, LAST)] == kinds
