"""The facts of a month against a plain fold over all changes, and who is in the household."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from welfare_rules.basics.days import Month
from welfare_rules.history.course import Course
from welfare_rules.history.facts import Change, Events, read_history

EVENTS = Events(frozenset({"moved", "died"}), frozenset({"died"}))
IDS = st.sampled_from("abc")
DAYS = st.sampled_from(["2021-01-01", "2021-01-15", "2021-02-01", "2021-03-01"])
SET = st.one_of(
    st.tuples(IDS.map("members[{}].wage".format), st.integers(0, 2)),
    st.tuples(IDS.map("members[{}].moved".format), st.booleans()),
    st.tuples(IDS.map("members[{}]".format), st.none()),
    st.tuples(IDS.map("members[{}]".format), st.fixed_dictionaries({"wage": st.integers(0, 2)})),
    st.tuples(st.just("rooms"), st.integers(0, 2)),
)
CHANGES = st.builds(
    lambda first, learned, said: {"from": first, "learned": learned, "set": dict([said])},
    DAYS,
    DAYS,
    SET,
)


@st.composite
def histories(draw: st.DrawFn) -> dict[str, Any]:
    """A household whose members all belong to it at some time, one source, no events twice."""
    there = draw(st.lists(IDS, unique=True))
    case = {"id": "h", "rooms": 1, "members": [{"id": each, "wage": 9} for each in there]}
    joins = [
        {"from": "2021-01-01", "learned": "2021-01-01", "set": {f"members[{each}]": {"wage": 7}}}
        for each in "abc"
        if each not in there
    ]
    return {"case": case, "changes": [*joins, *draw(st.lists(CHANGES, max_size=8))]}


def folded(case: dict[str, Any], changes: list[Change]) -> dict[str, Any]:
    """The case after the changes, each made in turn by looking through all the members."""
    members = [dict(each) for each in case["members"]]
    made, waiting = {**case}, dict[str, dict[str, Any]]()
    for each in changes:
        if not each.path.startswith("members["):
            made[each.path] = each.value
            continue
        whose, _, fact = each.path.removeprefix("members[").partition("]")
        person = next((one for one in members if one["id"] == whose), None)
        if fact:
            (person if person is not None else waiting.setdefault(whose, {}))[fact[1:]] = each.value
            continue
        members = [one for one in members if one["id"] != whose]
        if each.value is not None:
            members.append({**waiting.pop(whose, {}), **each.value, "id": whose})
    return {**made, "members": members}


@settings(max_examples=examples(200))
@given(histories(), st.integers(1, 4), st.sampled_from([20210101, 20210215, 20211231]))
def test_a_state_is_the_fold_of_the_changes_that_hold(
    written: dict[str, Any], month: int, known: int
) -> None:
    history = read_history(written)
    holding = Course(history, known, EVENTS).holding(Month.of(2021, month))
    in_order = sorted(
        (
            each
            for each in history.changes
            if each.learned <= known
            and each.first
            <= getattr(Month.of(2021, month), "last" if each.fact == "moved" else "first")
        ),
        key=lambda each: (each.first, each.learned, not each.path.endswith("]"), each.place),
    )
    assert list(holding) == in_order
    state = history.state(holding, EVENTS)
    if not any(each.path.endswith("]") for each in state.conflicts):  # then nobody is left out
        assert state.case == folded(written["case"], in_order)
    assert history.people == frozenset("abc") | {each["id"] for each in written["case"]["members"]}


SPOKEN = st.tuples(CHANGES, st.sampled_from("xy")).map(lambda each: {**each[0], "source": each[1]})
DIED = st.builds(
    lambda learned, day, source: {
        "from": "2021-01-01",
        "learned": learned,
        "source": source,
        "set": {"members[a].died": day},
    },
    DAYS,
    DAYS,
    st.sampled_from("xy"),
)


@settings(max_examples=examples(300))
@given(
    st.lists(SPOKEN | DIED, max_size=12),
    st.integers(1, 4),
    st.sampled_from([20210101, 20210215, 20211231]),
    st.none() | st.integers(0, 11),
)
def test_what_is_overtaken_makes_no_month_another(
    said: list[dict[str, Any]], month: int, known: int, without: int | None
) -> None:
    """Neither its facts nor the conflicts of the sources, nor who has left."""
    case = {"id": "h", "rooms": 1, "members": [{"id": each, "wage": 9} for each in "abc"]}
    history = read_history({"case": case, "changes": said})
    left_out = next((each for each in history.changes if each.place == without), None)
    course, when = Course(history, known, EVENTS, left_out), Month.of(2021, month)
    holding, standing = course.holding(when), course.standing(when)
    assert left_out not in holding
    assert {each.place for each in standing} <= {each.place for each in holding}
    assert history.state(standing, EVENTS) == history.state(holding, EVENTS)
    assert history.left(standing) == history.left(holding)


@settings(max_examples=examples(300))
@given(st.lists(SPOKEN | DIED, max_size=6), st.integers(0, 4), st.integers(0, 3))
def test_the_same_stands_in_months_between_which_nothing_turns(
    said: list[dict[str, Any]], month: int, later: int
) -> None:
    case = {"id": "h", "rooms": 1, "members": [{"id": each} for each in "abc"]}
    course = Course(read_history({"case": case, "changes": said}), 20211231, EVENTS)
    one = Month.of(2020, 12).after(month)
    other = one.after(later)
    same = course.standing(one) == course.standing(other)
    assert same or course.turns_between(one, other)
    assert not course.turns_between(Month.of(2021, 4), Month.of(2021, 6))


def test_what_a_history_says_is_not_shared_with_its_states() -> None:
    said = {"case": {"id": "h", "members": [{"id": "a", "receiving": ["x"]}]}, "changes": []}
    history = read_history(said)
    state = history.state((), EVENTS)
    state.case["members"][0]["receiving"].append("y")
    assert history.case["members"][0]["receiving"] == ["x"]
