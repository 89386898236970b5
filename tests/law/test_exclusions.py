"""Benefits that exclude one another: of those that qualify exactly one is paid, and a highest one,
whatever the amounts, the order of the files, the engine, and what is unknown.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.engines import engines_here
from tests.support.laws import document, jurisdiction, written
from welfare_rules.checks.checks import check_state

CITE = 'cite = { article = "1" }\n'
Excludes = Sequence[tuple[str, str]]  # what with, and what is kept
NAMES = "甲乙丙"


def pieces(place: int, excludes: Excludes) -> str:
    """A benefit of as much as the household's fact says, with what excludes it."""
    name = f"aid{place}"
    text = (
        f'[fact.of{place}]\nlabel = {{ zh = "{NAMES[place]}额", en = "of {place}" }}\n'
        'entity = "household"\ntype = "money"\nmin = 0\nmax = 3\n'
        f'[benefit.{name}]\nlabel = {{ zh = "{NAMES[place]}", en = "aid {place}" }}\npayee = "household"\n'
        f'amount = "of{place}"\n{CITE}'
        f'rounding = {{ step = "1", direction = "down", {CITE.strip()} }}\n'
        f'[[benefit.{name}.require]]\nid = "some"\nwhen = "of{place} > 0"\n'
        f'because = {{ zh = "有额", en = "some" }}\n{CITE}'
    )
    for number, (against, keep) in enumerate(excludes):
        text += (
            f'[[benefit.{name}.exclude]]\nid = "e{number}"\nwith = "{against}"\nkeep = "{keep}"\n'
            f'because = {{ zh = "不可兼得", en = "not both" }}\n{CITE}'
        )
    return text


@lru_cache
def rules(*laws: tuple[tuple[str, str], ...], more: str = "") -> wr.Rules:
    return policy(*laws, more=more).at("2021-08", "2021-12-31")


@lru_cache
def policy(*laws: tuple[tuple[str, str], ...], more: str = "") -> wr.Policy:
    text = document("cn.rings", ("互斥（试验）", "rings (trial)")) + jurisdiction(
        ("国", "nation"), "nation"
    )
    text += "".join(pieces(place, each) for place, each in enumerate(laws)) + more
    return wr.load("cn", written(Path(mkdtemp()), {"cn/rings.toml": text}))


def gross(*places: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"应发额({NAMES[place]})", "higher") for place in places)


def other(*places: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"应发额({NAMES[place]})", "other") for place in places)


GREATEST = (("取大(应发额(乙), 应发额(丙))", "higher"),)
SUM = (("应发额(乙) + 应发额(丙)", "higher"),)
RINGS: dict[str, tuple[tuple[tuple[str, str], ...], ...]] = {
    "two that keep the higher": (gross(1), gross(0)),
    "two that keep the other": (other(1), other(0)),
    "one keeps the higher, one the other": (gross(1), other(0)),
    "three that name each other": (gross(1, 2), gross(0, 2), gross(0, 1)),
    "three in a ring": (gross(1), gross(2), gross(0)),
    "three in a ring the other way": (gross(2), gross(0), gross(1)),
    "the greatest of the two others": (GREATEST, gross(0, 2), gross(0, 1)),
    "three that keep any other": (other(1, 2), other(0, 2), other(0, 1)),
}
AMOUNTS = st.lists(st.integers(0, 3), min_size=3, max_size=3)


def paid(answer: Any) -> dict[str, str]:
    return {each.benefit: str(each.amount) for each in answer if each.amount}


@given(st.sampled_from(sorted(RINGS)), AMOUNTS, st.sampled_from(engines_here()))
def test_exactly_one_is_paid_and_it_is_a_highest_one(
    name: str, amounts: list[int], engine: str
) -> None:
    laws = RINGS[name]
    case = {"id": "h", "members": []} | {f"of{place}": amounts[place] for place in range(len(laws))}
    answer = rules(*laws).determine(case, engine)
    most = max(amounts[: len(laws)])
    first = amounts.index(most)
    assert paid(answer) == ({f"aid{first}": f"{most}.00"} if most else {})


@given(st.sampled_from(sorted(RINGS)), AMOUNTS, st.sets(st.integers(0, 2)))
def test_what_is_said_while_amounts_are_unknown_holds_for_all_of_them(
    name: str, amounts: list[int], unknown: set[int]
) -> None:
    laws = RINGS[name]
    facts = {f"of{place}": amounts[place] for place in range(len(laws))}
    case = {"id": "h", "members": []} | facts
    unsure = rules(*laws).determine(
        {key: each for key, each in case.items() if key not in {f"of{one}" for one in unknown}}
    )
    sure = rules(*laws).determine(case)
    for one, whole in zip(unsure, sure, strict=True):
        assert one.status in (whole.status, "undetermined")
        assert one.at_least is not None
        assert one.at_most is not None
        assert one.at_least <= whole.amount <= one.at_most


@given(AMOUNTS)
def test_what_is_excluded_otherwise_excludes_nobody_in_its_ring(amounts: list[int]) -> None:
    barred = (*gross(1), ("of2 > 0", "other"))
    laws = (barred, gross(0), ())
    case = {"id": "h", "members": []} | {f"of{place}": each for place, each in enumerate(amounts)}
    found = paid(rules(*laws).determine(case))
    found.pop("aid2", None)
    first = {} if not amounts[0] or amounts[2] else {"aid0": f"{amounts[0]}.00"}
    second = {} if not amounts[1] else {"aid1": f"{amounts[1]}.00"}
    assert found == (first if first and amounts[0] >= amounts[1] else second)


@given(AMOUNTS)
def test_of_a_ring_with_a_sum_somebody_is_paid(amounts: list[int]) -> None:
    laws = (SUM, gross(0), gross(0))
    case = {"id": "h", "members": []} | {f"of{place}": each for place, each in enumerate(amounts)}
    assert bool(paid(rules(*laws).determine(case))) == any(amounts)


@given(AMOUNTS)
def test_one_that_alone_gives_way_does_not_take_away_the_other(amounts: list[int]) -> None:
    laws = (gross(1), ())
    case = {"id": "h", "members": [], "of0": amounts[0], "of1": amounts[1]}
    found = paid(rules(*laws).determine(case))
    assert ("aid1" in found) == (amounts[1] > 0)
    assert ("aid0" in found) == (amounts[0] > amounts[1])


@pytest.mark.parametrize("name", sorted(RINGS))
def test_a_circle_that_keeps_others_is_told(name: str) -> None:
    law = policy(*RINGS[name]).law
    codes = [each.code for each in check_state({"cn": law}, 20211231) if each.code == "WR345"]
    assert codes == (
        ["WR345"] if "other" in {keep for each in RINGS[name] for _, keep in each} else []
    )


def test_the_rule_is_explained() -> None:
    case = {"id": "h", "members": [], "of0": 2, "of1": 2}
    text = rules(*RINGS["two that keep the higher"]).determine(case).explain("zh")
    assert text.count("甲、乙互不兼得，只发给应发额最高的一项，相等的发给排在前面的一项") == 2
    assert list(itertools.chain(rules(*RINGS["three in a ring"]).program.benefits[0].ring)) == [
        "aid0",
        "aid1",
        "aid2",
    ]
