"""What rights are worth is said without more than that asks for, and comes to the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numpy")

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.little_said import homes_with_gaps
from welfare_rules.engine.columns.columns import Columns
from welfare_rules.engine.contract import Wanted, worths_of
from welfare_rules.engine.reference import Reference
from welfare_rules.program.case import HOUSEHOLD, Case

PLACES = ("cn/model", "cn/jiangsu/yancheng/binhai")
RULES = {place: wr.load(place).at("2021-09", known="2021-10-31") for place in PLACES}
ENGINES = {place: Columns(rules.program, rules.reference) for place, rules in RULES.items()}


def cases(place: str) -> st.SearchStrategy[Case]:
    return homes_with_gaps().map(RULES[place].read)


@pytest.mark.parametrize("place", PLACES)
def test_rights_are_worth_what_the_whole_decision_says(place: str) -> None:
    rules, engine = RULES[place], ENGINES[place]
    benefits = [each.id for each in rules.program.benefits]

    @settings(max_examples=examples(150), deadline=None)
    @given(
        st.lists(
            st.tuples(cases(place), st.frozensets(st.sampled_from(benefits), max_size=3)),
            min_size=1,
            max_size=3,
        )
    )
    def same(drawn: list[tuple[Case, frozenset[str]]]) -> None:
        homes = [case for case, _ in drawn]
        wanted = Wanted(rules.month, range(len(homes)), [rights for _, rights in drawn])
        (told,) = engine.worths(homes, [wanted])
        first = 0
        for row, (case, rights) in enumerate(drawn):
            evaluation = rules.reference.evaluate(case, rules.month)
            asked = [each for each in rules.program.benefits if each.id in rights]
            for each in (one for benefit in asked for one in evaluation.outcomes_of(benefit)):
                name = each.benefit.id
                at = row if each.payee == HOUSEHOLD else first + each.payee
                assert told.of[name][at] == each.worth, (case, name)
                assert at not in told.left[name]
                if each.settled:
                    found = told.outcome(row, name, each.payee)
                    assert (found.entitled, found.due) == (each.entitled, each.due)
            first += len(case.members)

    same()


@pytest.mark.parametrize("place", PLACES)
def test_bounds_are_what_is_known_before_anything_is_tried(place: str) -> None:
    """As whoever looks at a condition by itself finds it."""
    rules, engine = RULES[place], ENGINES[place]
    services = [each for each in rules.program.benefits if each.service]
    names = frozenset(each.id for each in services)

    @settings(max_examples=examples(200), deadline=None)
    @given(cases(place))
    def same(case: Case) -> None:
        (told,) = engine.worths([case], [Wanted(rules.month, [0], [frozenset()], bounds=names)])
        evaluation = rules.reference.evaluate(case, rules.month)
        for each in services:
            for row, payee in enumerate(each.payees(case)):
                known = evaluation.step(each.entitled, payee)
                if row not in told.left[each.id]:
                    worth = None if known.value is None else int(known.value)
                    assert told.of[each.id][row] == worth

    same()


def test_an_engine_without_a_quicker_way_says_what_it_decides() -> None:
    rules = RULES["cn/model"]
    old = {"relation": "head", "birth_date": "1930-01-01", "division": "999999"}
    people = [{"id": "p", **old}, {"id": "q"}]
    case = rules.read({"id": "h", "members": people})
    wanted = Wanted(rules.month, [0], [frozenset({"old_age_allowance", "dibao"})])
    (told,) = worths_of(Reference(rules.program), [case], [wanted])
    (quick,) = ENGINES["cn/model"].worths([case], [wanted])
    for name in ("old_age_allowance", "dibao"):
        assert [*told.of[name]] == [*quick.of[name]]
    assert told.of["old_age_allowance"][0]
    bounded = Wanted(rules.month, [0], [frozenset()], bounds=frozenset({"old_age_allowance"}))
    (told,) = worths_of(Reference(rules.program), [case], [bounded])
    assert told.left["old_age_allowance"] == {0}  # which may have been found by trying
