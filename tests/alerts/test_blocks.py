"""Events looked at together come to the alerts that each comes to by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.little_said import homes_with_gaps
from welfare_rules.alerts import blocks
from welfare_rules.alerts.alerts import alerts_of
from welfare_rules.alerts.blocks import Blocks
from welfare_rules.alerts.looks import Look, Sights, look_at_event
from welfare_rules.events.event import EventReader
from welfare_rules.history.facts import read_history
from welfare_rules.runs.run import usual_engine
from welfare_rules.testing import households

PLACES = ("cn/model", "cn/jiangsu/yancheng/binhai")
POLICIES = {place: wr.load(place) for place in PLACES}
READERS = {place: EventReader.of(policy.law) for place, policy in POLICIES.items()}
RULES = {place: POLICIES[place].at("2021-09", known="2021-10-31") for place in PLACES}
BLOCKS = {place: Blocks(POLICIES[place], usual_engine(), few=1) for place in PLACES}
SAID: tuple[dict[str, Any], ...] = (
    {"employee_pension": "2000.00"},
    {"employee_pension": "10.00"},
    {"disability_grade": 1},
    {"disability_grade": 4},
    {"death_date": "2021-09-08"},
    {"receiving": ["disability_living_subsidy", "tekun"]},
    {"rigid_medical": "9000.00"},
    {"wage": "800.00"},
    {"serious_illness": True, "business_income": "100.00"},
    {"child_category": "orphan_scattered"},
    {"co_resident": False},
    {"employed": False},
    {"financial_assets": "90000.00"},
    {"disability_kind": "mental"},
)


def look(
    place: str,
    case: Any,
    said: dict[str, Any],
    other: dict[str, Any] | None,
    time: str = "2021-09-03",
    sights: Sights | None = None,
) -> Look | None:
    """A household around an event of its first member; of `other` another source spoke before."""
    head = case["members"][0]["id"]
    told = {"source": "a", "id": "1", "type": "t", "time": time, "received": "2021-10-08"}
    event = READERS[place].read({**told, "person": {"id_number": "1"}, "set": said})
    history: dict[str, Any] = {"case": case}
    if other is not None:
        paths = READERS[place].read({**told, "person": {"id_number": "1"}, "set": other})
        changed = paths.paths(POLICIES[place].law, head)
        day = {"from": "2021-09-03", "learned": "2021-09-05"}
        history["changes"] = [{**day, "source": "b", "set": changed}]
    try:
        return look_at_event(POLICIES[place], read_history(history), event, head, 1, sights)
    except wr.CaseError:  # such as a death before a birth
        return None


@pytest.mark.parametrize("place", PLACES)
def test_a_block_comes_to_what_each_event_comes_to(place: str) -> None:
    @settings(max_examples=examples(10), deadline=None)
    @given(
        st.lists(
            st.tuples(
                households(RULES[place], unknown=2, members=(1, 3)),
                st.sampled_from(SAID),
                st.sampled_from((None, None, *SAID)),
                st.sampled_from(("2021-09-03", "2021-10-01", "2021-04-03", "2019-11-03")),
            ),
            min_size=2,
            max_size=5,
        )
    )
    def same(drawn: list[Any]) -> None:
        told: list[Any] = [*drawn, (drawn[0][0], *drawn[1][1:])]  # two events of the first
        sights = Sights(POLICIES[place])
        looks = [each for one in told if (each := look(place, *one, sights=sights)) is not None]
        several = replace(BLOCKS[place], few=1 + len(drawn) % 2)  # with what is compiled already
        together = [*several.alerts(looks)]
        looks = [each for one in told if (each := look(place, *one)) is not None]
        assert together == [alerts_of(each, POLICIES[place].law) for each in looks]

    same()


@pytest.mark.parametrize("place", PLACES)
def test_many_events_of_one_household_come_to_what_each_comes_to(place: str) -> None:
    """Of years ago, so that the law changes on the way, and with values around every threshold."""

    @settings(max_examples=examples(4), deadline=None)
    @given(
        households(RULES[place], unknown=4, members=(1, 3)),
        st.sampled_from(("wage", "employee_pension", "financial_assets")),
        st.lists(st.integers(0, 6000), min_size=6, max_size=8),
        st.sampled_from(("2020-11-03", "2021-04-03")),
    )
    def same(case: Any, fact: str, values: list[int], time: str) -> None:
        sights = Sights(POLICIES[place])
        told = [({fact: f"{each}"}, None, time) for each in values]
        looks = [look(place, case, *each, sights=sights) for each in told]
        together = [*replace(BLOCKS[place], few=2).alerts([each for each in looks if each])]
        alone = [each for one in told if (each := look(place, case, *one)) is not None]
        assert together == [alerts_of(each, POLICIES[place].law) for each in alone]

    same()


@pytest.mark.parametrize("place", PLACES)
def test_a_block_of_gaps_comes_to_what_each_event_comes_to(place: str) -> None:
    """Of households of which much is not said, with several events of each, in months of which the
    law is not the same.
    """

    @settings(max_examples=examples(20), deadline=None)
    @given(
        st.lists(homes_with_gaps(), min_size=1, max_size=4),
        st.lists(
            st.tuples(
                st.integers(0, 3),
                st.sampled_from(SAID),
                st.sampled_from((None, None, *SAID)),
                st.sampled_from(("2021-09-03", "2021-10-01", "2021-08-20", "2021-04-03")),
            ),
            min_size=2,
            max_size=8,
        ),
    )
    def same(homes: list[Any], told: list[Any]) -> None:
        cases = [(homes[who % len(homes)], *rest) for who, *rest in told]
        sights = Sights(POLICIES[place])
        looks = [each for one in cases if (each := look(place, *one, sights=sights)) is not None]
        together = [*BLOCKS[place].alerts(looks)]
        alone = [each for one in cases if (each := look(place, *one)) is not None]
        assert together == [alerts_of(each, POLICIES[place].law) for each in alone]

    same()


def test_a_condition_that_needs_every_possibility_to_be_settled_is_open_in_a_block_too() -> None:
    """By itself a watch supposes nothing of what is unknown when it looks at its conditions."""
    place = PLACES[0]
    facts = ("employee_pension", "resident_pension_local", "support_received", "wage")
    person = {"id": "p", "relation": "head", "supporter": "able", "unemployment_benefit": "0.00"}
    incomes = {"other_income": "482.23", "property_income": "39.64"}
    case = {"id": "h", "members": [person | incomes | dict.fromkeys(facts, "0.00")]}
    said = {"disability_kind": "mental", "business_income": "100"}
    looks = [
        each
        for time in ("2021-07-15", "2021-08-15")
        if (each := look(place, case, said, None, time)) is not None
    ]
    alone = [alerts_of(each, POLICIES[place].law) for each in looks]
    assert any(each.watch == "edge-household" for some in alone for each in some)
    assert [*BLOCKS[place].alerts(looks)] == alone


def test_many_events_of_one_household_are_decided_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[Any]()
    monkeypatch.setattr(blocks, "hits_among", lambda *given: asked.append(given) or iter(()))
    monkeypatch.setattr(blocks, "spoken", lambda *given: asked.append(given) or iter(()))
    place, sights = PLACES[0], Sights(POLICIES[PLACES[0]])
    case = {"id": "h", "members": [{"id": "p", "relation": "head", "birth_date": "1930-01-01"}]}
    looks = [
        look(place, case, {"wage": f"{each}"}, None, "2019-11-03", sights) for each in range(1, 11)
    ]
    seen = [each for each in looks if each is not None]
    made = [*replace(BLOCKS[place], few=2).alerts(seen)]
    assert all(made)
    assert not asked
    assert len(sights.seen) < len(seen[0].moments) * 2 + len(seen)  # hardly anybody by himself
