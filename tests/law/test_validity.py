"""Which version is the law: nothing that is added changes what was before it or what was known
before it, whatever the layers, days and files.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from welfare_rules.basics.days import LAST, Period
from welfare_rules.law.validity import (
    Corrects,
    Dated,
    candidates,
    corrected,
    corrections,
    in_force,
    ties,
    visible,
)

DAYS = tuple(
    year * 10000 + month * 100 + 1 for year in (2020, 2021, 2022) for month in (1, 4, 7, 10)
)
day = st.sampled_from(DAYS)


@st.composite
def dated(draw: st.DrawFn, depth: int | None = None) -> Dated:
    """One version of a name in some layer."""
    first, last = sorted((draw(day), draw(st.sampled_from((*DAYS, LAST)))))
    return Dated(
        period=Period(first, last, draw(day)),
        depth=draw(st.integers(0, 2)) if depth is None else depth,
        document=draw(st.sampled_from("abcd")),
        dropped=draw(st.booleans()),
    )


versions = st.lists(dated(), max_size=6)


def law(held: Sequence[Dated], when: int, known: int) -> Dated | None:
    return in_force(held, when, known)


@given(versions, dated(), day, day)
def test_what_is_added_leaves_what_was_before_it_and_what_was_known_before_it(
    held: list[Dated], more: Dated, when: int, known: int
) -> None:
    if when < more.period.first or known < more.period.announced or when > more.period.last:
        assert law([*held, more], when, known) == law(held, when, known)


@given(versions, day, day)
def test_what_is_known_does_not_rest_on_what_is_announced_later(
    held: list[Dated], when: int, known: int
) -> None:
    then = [each for each in held if each.period.announced <= known]
    assert law(held, when, known) == law(then, when, known)


@given(versions, day, day)
def test_the_order_in_which_versions_are_read_changes_nothing(
    held: list[Dated], when: int, known: int
) -> None:
    if not ties(held):
        found = {str(law(each, when, known)) for each in itertools.permutations(held[:4])}
        assert len(found) == 1


@given(st.lists(dated(depth=0), max_size=4), dated(depth=1), day)
def test_a_replacement_that_ends_gives_way_to_what_it_replaced(
    held: list[Dated], more: Dated, when: int
) -> None:
    found = law([*held, more], when, LAST)
    if more.period.contains(when):
        assert found == (None if more.dropped else more)
    else:
        assert found == law(held, when, LAST)


@given(dated(depth=0), day, st.sampled_from((*DAYS, LAST)), st.integers(1, 9))
def test_a_correction_replaces_a_version_whole_once_it_is_known(
    wrong: Dated, when: int, last: int, later: int
) -> None:
    wrong = replace(wrong, dropped=False)
    period = Period(
        wrong.period.first, max(last, wrong.period.first), wrong.period.announced + later
    )
    right = Dated(period=period, document="z", corrects=Corrects(wrong.period.announced))
    held = [wrong, right]
    assert law(held, when, LAST) == (right if period.contains(when) else None)
    before = period.announced - 1
    assert law(held, when, before) == law([wrong], when, before)


def test_a_correction_has_the_rank_of_what_it_corrects() -> None:
    """Announced last and beginning first, it does not overtake what begins later."""
    old = Dated(period=Period(20210701, announced=20210601))
    new = Dated(period=Period(20220701, announced=20220601))
    right = Dated(period=Period(20210401, announced=20230101), corrects=Corrects(20210601))
    held = [old, new, right]
    assert [law(held, each, LAST) for each in (20210501, 20220101, 20220801)] == [right, right, new]
    assert visible(held, LAST) == [new, right]
    assert law(held, 20210501, 20221231) is None


def test_what_is_for_some_cases_comes_before_what_is_for_all_of_the_same_day() -> None:
    from welfare_rules.document.source import Origin, Source
    from welfare_rules.language.nodes import TRUE
    from welfare_rules.law.terms import Formula

    some = Formula(TRUE, "", Origin(Source("", ""), ()))
    general = Dated(period=Period(20210701))
    special = Dated(period=Period(20210701), only_for=some)
    later = Dated(period=Period(20220701))
    held = [general, special, later]
    assert candidates(held, 20210801, LAST) == (special, general)
    assert candidates(held, 20220801, LAST) == (later,)


@given(st.lists(dated(), max_size=9), st.data())
def test_corrections_are_found_at_once_as_one_by_one(
    held: list[Dated], data: st.DataObject
) -> None:
    named = st.none() | st.builds(Corrects, st.sampled_from((0, *DAYS)), st.none() | day)
    held = [replace(each, corrects=data.draw(named)) for each in held]
    one_by_one = {id(each): corrected(each, held) for each in held}
    found = corrections(held)
    assert all(found.get(key) is each for key, each in one_by_one.items())


def test_a_thousand_corrections_of_one_another_are_one_line() -> None:
    """However they are written; only the last is the law, and none of them stands beside it."""
    held = [
        Dated(
            period=Period(20200101, announced=20200101 + place),
            corrects=Corrects(20200100 + place) if place else None,
        )
        for place in range(1000)
    ]
    for each in (held, held[::-1]):
        assert ties(each) == []
        assert candidates(each, 20210101, LAST) == (held[-1],)
    assert not ties([replace(each, corrects=None) for each in held])
