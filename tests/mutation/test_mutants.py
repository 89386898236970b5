"""The mutants of a law with everything in it.

Each differs from it in the one thing that its name says, where that stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cases.test_said import LAW, named
from tests.support.marked import (
    CITE,
    LABEL,
    benefit,
    clause,
    derived,
    figure,
    nation,
    version,
    written,
)
from welfare_rules.document.library import read_library
from welfare_rules.language import nodes as n
from welfare_rules.language.types import BOOL, DATE, INT, MONEY, RATE, Entity
from welfare_rules.law.law import Law
from welfare_rules.loading import check
from welfare_rules.mutation.formulas import moved, shown, whole
from welfare_rules.mutation.law import mutants

PERIODS = derived('entity = "household"\ntype = "money"', header="[derived.extra]").replace(
    "新项", "分期"
) + (
    '[[derived.extra.version]]\nlast_day = 2020-12-31\nformula = "7元"\n[[derived.extra.version]]\nfrom = 2021-01-15\nformula = "8元"\n'
)
MORE = (
    LAW
    + PERIODS
    + named(figure('type = "money"', header="[figure.part_of]"), "一份")
    + version('share = "50%"', 'of = "line"', of="part_of")
    + named(figure('type = "money"', header="[figure.for_some]"), "过渡")
    + version("value = 3", of="for_some")
    + version(
        "value = 4", 'only_for = "rural"', of="for_some", since="2022-01-01", announced="2021-12-01"
    )
    + named(benefit('amount = "分期 + 一份 + 过渡"', header="[benefit.uses]"), "用到")
    + clause("exclude", 'with = "paid_before"', 'keep = "higher"', of="benefit.uses")
    + named(
        benefit("amount = '1元'", 'supplement_for = "age > 3"', header="[benefit.added]"), "增发"
    )
    + clause("supplement", 'when = "age > 9"', "amount = '2元'", of="benefit.added")
    + clause("supplement", 'when = "age > 8"', "amount = '3元'", of="benefit.added", name="two")
    + '[[exemption]]\nid = "x"\nincome = "pay"\nwhen = "age > 60"\ndeduct = "5元"\ncap = "pay * 50%"\nshare = "100%"\nfrom = 2021-03-01\n'
    + LABEL
    + CITE
)


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    head = 'level = "nation"'
    folder = written(
        tmp_path_factory.mktemp("law"), nation(MORE, (head, head + "\ncovers_from = 2020-01-01"))
    )
    checked = check(read_library(folder), "cn")
    assert [each.line("en") for each in checked.findings if each.severity == "error"] == []
    return checked.law


@pytest.fixture(scope="module")
def made(law: Law) -> dict[str, Law]:
    found = [(each.id.split(": ", 1)[1], each.make(), each.place.file) for each in mutants(law)]
    assert len({name for name, _, _ in found}) == len(found)
    assert all(Path(file).name == "nation.toml" for _, _, file in found)
    return {name: changed for name, changed, _ in found}


def changes(one: Law, other: Law) -> Iterator[str]:
    return (
        each.name for each in fields(Law) if getattr(one, each.name) != getattr(other, each.name)
    )


def test_every_mutant_differs_from_the_law_in_the_thing_that_it_names(
    law: Law, made: dict[str, Law]
) -> None:
    sections = {
        "figure": "figures",
        "derived": "derived",
        "income": "incomes",
        "exemption": "exemptions",
        "circle": "circles",
    }
    for name, changed in made.items():
        assert list(changes(law, changed)) == [sections.get(name.split(".")[0], "benefits")], name


@pytest.mark.parametrize(
    "name",
    [
        "circle.near: dropped",
        "circle.near: “together < line * 2” < -> <=",
        "derived.extra: “7元” 7.01",
        "derived.extra@20210115: first day a month earlier",
        "derived.extra@20210115: first day a month later",
        "figure.part_of@20210101: share 0.5000 -> 0.5001",
        "figure.cut@20210101: 0.1250 -> 0.1249",
        "figure.weeks@20210101: 3 -> 4",
        "figure.for_some@20220101: for everybody",
        "exemption.pay.x.cap: dropped",
        "exemption.pay.x.when: dropped",
        "exemption.pay.x.share: “100%” 0.9999",
        "exemption.pay.x: first day a month earlier",
        "benefit.less.month: “1” 2",
        "benefit.uses.exclude.one: keep higher -> other",
        "benefit.added.supplement.one: value exchanged with that of two",
        "benefit.added.supplement_for: “age > 3” > -> >=",
        "benefit.rows.row.one: value exchanged with that of two",
        "benefit.gone: last day a month later",
    ],
)
def test_there_is_a_mutant(made: dict[str, Law], name: str) -> None:
    assert any(each.startswith(name) for each in made), [
        each for each in made if each.split(":")[0] == name.split(":")[0]
    ]


def test_what_makes_no_difference_is_no_mutant(made: dict[str, Law]) -> None:
    assert not any("share: “100%” 1.0001" in each for each in made)  # nothing counts below 0
    assert not any(each.startswith("figure.lost") for each in made)


STOCK = n.FactRef(id="stock", type=MONEY, entity=Entity.HOUSEHOLD)
PAY = n.FactRef(id="pay", type=MONEY, entity=Entity.MEMBER, flow=True)
ROOMS = n.FactRef(id="rooms", type=INT, entity=Entity.HOUSEHOLD)
POOR = n.FactRef(id="poor", type=BOOL, entity=Entity.HOUSEHOLD)


def yuan(amount: str) -> n.Const:
    return n.Const(value=int(Fraction(amount) * 100), type=MONEY)


@pytest.mark.parametrize(
    ("node", "step", "is_whole"),
    [
        (yuan("5"), 100, True),
        (yuan("5.50"), 100, False),
        (n.FigureRef(id="line", type=MONEY), 100, True),
        (n.FigureRef(id="part_of", type=MONEY), 1, False),
        (n.Add(left=yuan("5"), right=yuan("6"), type=MONEY), 100, True),
        (n.Sub(left=yuan("5"), right=yuan("0.5"), type=MONEY), 100, False),
        (n.Least(parts=(yuan("5"), yuan("6")), type=MONEY), 100, True),
        (n.Greatest(parts=(yuan("5"), yuan("0.1")), type=MONEY), 100, False),
        (n.If(test=POOR, yes=yuan("5"), no=yuan("6"), type=MONEY), 100, True),
        (n.If(test=POOR, yes=yuan("5"), no=PAY, type=MONEY), 100, False),
        (n.Mul(left=yuan("5"), right=ROOMS, type=MONEY), 100, True),
        (n.Mul(left=ROOMS, right=yuan("5"), type=MONEY), 100, True),
        (
            n.Mul(left=yuan("5"), right=n.Const(value=Fraction(1, 3), type=RATE), type=MONEY),
            1,
            False,
        ),
        (n.Rounded(part=PAY, step=Fraction(1000), direction="up", type=MONEY), 100, True),
        (n.Rounded(part=PAY, step=Fraction(10), direction="up", type=MONEY), 100, False),
        (STOCK, 1, True),
        (STOCK, 100, False),
        (PAY, 1, False),
        (n.Div(left=yuan("5"), right=ROOMS, type=MONEY), 1, False),
    ],
)
def test_amounts_that_are_whole_anyhow_need_no_rounding(
    law: Law, node: n.Node, step: int, is_whole: bool
) -> None:
    assert whole(node, Fraction(step), law.figures) is is_whole


@pytest.mark.parametrize(
    ("value", "kind", "texts"),
    [
        (150, MONEY, ["1.51", "1.49"]),
        (3, INT, ["4", "2"]),
        (Fraction(1, 2), RATE, ["0.5001", "0.4999"]),
        (20240301, DATE, ["20240302", "20240229"]),
        (1, BOOL, []),
    ],
)
def test_a_number_moves_by_one_unit_of_its_kind(
    value: int | Fraction, kind: n.Type, texts: list[str]
) -> None:
    assert [text for text, _ in moved(value, kind)] == texts
    assert shown(value, kind) not in texts
