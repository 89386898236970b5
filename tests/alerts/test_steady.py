"""What the months bring many households is what they bring each of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.little_said import homes_with_gaps
from welfare_rules.alerts.blocks import Blocks
from welfare_rules.alerts.hits import watches_asked
from welfare_rules.alerts.lasting import Lasting, Laws
from welfare_rules.alerts.looks import Look, look_at_event
from welfare_rules.alerts.sieve import Sieve, Sought
from welfare_rules.alerts.steady import Steady
from welfare_rules.events.event import EventReader
from welfare_rules.history.facts import read_history
from welfare_rules.runs.run import usual_engine

PLACES = ("cn/model", "cn/jiangsu/yancheng/binhai")
POLICIES = {place: wr.load(place) for place in PLACES}
READERS = {place: EventReader.of(policy.law) for place, policy in POLICIES.items()}
LAWS = {place: Laws() for place in PLACES}


def look(place: str, case: dict[str, Any], said: dict[str, Any], time: str) -> Look:
    """A household around an event of its first member, heard of in October 2021."""
    told = {"source": "a", "id": "1", "type": "t", "time": time, "received": "2021-10-08"}
    event = READERS[place].read({**told, "person": {"id_number": "1"}, "set": said})
    return look_at_event(
        POLICIES[place], read_history({"case": case}), event, case["members"][0]["id"], 1
    )


@pytest.mark.parametrize("place", PLACES)
def test_what_lasts_for_many_lasts_for_each(place: str) -> None:
    policy, laws = POLICIES[place], LAWS[place]
    compiled: dict[tuple[int, ...], Steady] = {}

    @settings(max_examples=examples(60), deadline=None)
    @given(
        homes_with_gaps(),
        st.sampled_from(({"wage": "800.00"}, {"disability_grade": 2}, {"dwellings": 3})),
        st.sampled_from(("2021-04-03", "2020-10-03")),
    )
    def same(case: dict[str, Any], said: dict[str, Any], time: str) -> None:
        made, lasting = look(place, case, said, time), Lasting(laws)
        for earlier, later in zip(made.moments, made.moments[1:], strict=False):
            one, other = earlier.rules[1], later.rules[1]
            same_states = all(
                one is two for one, two in zip(earlier.states, later.states, strict=True)
            )
            if one.compiled is not other.compiled or not same_states:
                continue
            watches = watches_asked(policy.law, other, set(said))
            key = id(other.compiled), *map(id, watches)
            if key not in compiled:
                compiled[key] = Steady.of(watches, other.compiled, laws, usual_engine())
            wanted = [(one.month, [0, 1]), (other.month, [0, 1])]
            _, found = compiled[key].lasting(later.states, wanted)
            for watch in watches:
                if found.get(id(watch), set()) == {0, 1}:
                    assert lasting.lasts(watch, earlier, later), (watch.id, other.month)

    same()


def test_months_that_bring_nothing_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many people, of each of whom another event tells, and of whom hardly anything is said."""
    sought: list[Sought] = []
    right = Sieve.sifted

    def counted(sieve: Sieve, before: Any, after: Any, wanted: Any) -> Any:
        sought.extend(wanted)
        return right(sieve, before, after, wanted)

    monkeypatch.setattr(Sieve, "sifted", counted)
    place = PLACES[0]
    people = [
        {"id": "p", "relation": "head", "birth_date": f"{1930 + each}-05-15"} for each in range(12)
    ]
    looks = [
        look(place, {"id": f"h{at}", "members": [each]}, {"wage": "10.00"}, "2019-11-03")
        for at, each in enumerate(people)
    ]
    made = [*Blocks(POLICIES[place], usual_engine(), few=4).alerts(looks)]
    assert all(made)
    moments = sum(len(each.moments) for each in looks)
    assert sum(len(each.homes) for each in sought) < moments / 2
