"""A watch is asked again in a later month only where something that it looks at is otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from welfare_rules.alerts.alerts import alerts_of
from welfare_rules.alerts.blocks import Blocks
from welfare_rules.alerts.hits import hits_of, spoken, turns, watches_asked
from welfare_rules.alerts.lasting import Lasting, Laws
from welfare_rules.alerts.looks import Look, Moment, Sights, look_at_event
from welfare_rules.events.event import EventReader
from welfare_rules.history.facts import read_history
from welfare_rules.runs.run import usual_engine
from welfare_rules.seen import Part, Seen
from welfare_rules.testing import households

PLACES = ("cn/model", "cn/jiangsu/yancheng/binhai")
POLICIES = {place: wr.load(place) for place in PLACES}
READERS = {place: EventReader.of(policy.law) for place, policy in POLICIES.items()}
BLOCKS = {place: Blocks(POLICIES[place], usual_engine(), few=1000) for place in PLACES}
LAWS = {place: Laws() for place in PLACES}


def look(
    place: str, member: dict[str, Any], said: dict[str, Any], time: str, sights: Sights
) -> Look:
    """A household of one around an event of a day, heard of in October 2021."""
    told = {"source": "a", "id": "1", "type": "t", "time": time, "received": "2021-10-08"}
    event = READERS[place].read({**told, "person": {"id_number": "1"}, "set": said})
    history = read_history({"case": {"id": "h", "members": [{"id": "p", **member}]}})
    return look_at_event(POLICIES[place], history, event, "p", 1, sights)


@pytest.mark.parametrize("place", PLACES)
def test_what_the_months_bring_between_is_told_of_everybody_of_whom_it_is_told_alone(
    place: str,
) -> None:
    """Birthdays of every age that a law names, and certificates that run out on the way."""
    sights, member = Sights(POLICIES[place]), {"relation": "head"}
    certificate = {"disability_kind": "physical", "disability_grade": 1}
    looks = [
        look(place, {**member, **more, "birth_date": f"{year}-{month:02}-15"}, said, day, sights)
        for year in (1931, 1941, 1961, 2003, 2005)
        for month in (3, 7, 11)
        for day in ("2021-05-03", "2020-12-01")
        for more, said in (
            ({}, {"wage": "100.00"}),
            ({}, {"employee_pension": "5000.00"}),
            ({**certificate, "disability_certificate_until": "2021-08-01"}, {"wage": "10.00"}),
            ({**certificate, "receiving": ["disability_living_subsidy"]}, {"wage": "9000.00"}),
        )
    ]
    together = [*BLOCKS[place].alerts(looks)]
    assert together == [alerts_of(each, POLICIES[place].law) for each in looks]
    first = [each.moments[0].after.rules.month for each in looks]
    late = [
        each for some, at in zip(together, first, strict=True) for each in some if each.month != at
    ]
    assert late


@pytest.mark.parametrize("place", PLACES)
def test_a_watch_that_lasts_would_say_the_same_again(place: str) -> None:
    policy, rules = POLICIES[place], POLICIES[place].at("2021-09", known="2021-10-31")

    def said(moment: Moment, watch: Any) -> Any:
        before, after = moment.before, moment.after
        turned = [*turns(before, after, frozenset(watch.benefits) if watch.turns else frozenset())]
        found = hits_of(spoken(before, after, moment.changed, [watch]), turned)
        return [
            (each.person, each.certain, [(one.benefit, one.payee, one.turn) for one in each.turned])
            for each in found
        ]

    @settings(max_examples=examples(15), deadline=None)
    @given(
        households(rules, unknown=3, members=(1, 3)),
        st.sampled_from(({"wage": "800.00"}, {"employee_pension": "10.00"}, {"dwellings": 3})),
        st.sampled_from(("2021-04-03", "2020-10-03")),
    )
    def same(case: Any, told: dict[str, Any], time: str) -> None:
        who = case["members"][0]["id"]
        day = {"source": "a", "id": "1", "type": "t", "time": time, "received": "2021-10-08"}
        event = READERS[place].read({**day, "person": {"id_number": "1"}, "set": told})
        made = look_at_event(policy, read_history({"case": case}), event, who, 1)
        lasting = Lasting(LAWS[place])
        for earlier, later in zip(made.moments, made.moments[1:], strict=False):
            asked = watches_asked(policy.law, later.after.rules, set(told))
            for watch in asked:
                if lasting.lasts(watch, earlier, later):
                    assert said(earlier, watch) == said(later, watch), (watch.id, later)

    same()


def test_months_in_which_nothing_is_otherwise_are_decided_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place, decided = PLACES[0], list[Seen]()
    right = Seen._part

    def counted(seen: Seen, *given: Any) -> Part:
        decided.append(seen)
        return right(seen, *given)

    monkeypatch.setattr(Seen, "_part", counted)
    sights = Sights(POLICIES[place])
    looks = [
        look(place, {"birth_date": "1930-01-01"}, {"wage": f"{each}"}, "2021-07-10", sights)
        for each in range(1, 21)
    ]
    assert all(len(each.moments) >= 6 for each in looks)
    assert any([*BLOCKS[place].alerts(looks)])
    months = {each.rules.month for each in decided}
    assert len(months) <= 2
    assert len(decided) <= len(months) * (len(looks) + 1) * 2


def test_what_is_on_record_is_read_once_for_all_who_tell_of_it() -> None:
    sights = Sights(POLICIES[PLACES[0]])
    history = read_history({"case": {"id": "h", "members": [{"id": "p"}]}})
    readings = {id(sights.reading(history)) for _ in range(3)}
    assert len(readings) == 1
