"""Households in Python: immutable, equal when their facts are, and changed only into another."""

from __future__ import annotations

import copy
import pickle

import pytest

import welfare_rules as wr

HEAD = wr.Member(id="a", wage="1200.00")
HOUSE = wr.Household(id="h", members=[HEAD, {"id": "b"}])


def test_nothing_of_a_household_can_be_changed() -> None:
    for each in (HEAD, HOUSE):
        with pytest.raises(
            AttributeError, match=r"is immutable; make a new one with \.but\(id=…\)"
        ):
            each.id = "x"
    with pytest.raises(AttributeError):
        _ = HEAD._private


def test_a_fact_that_is_not_said_is_none() -> None:
    assert (HEAD.wage, HEAD.birth_date, HOUSE.members[1].id) == ("1200.00", None, "b")


def test_another_household_is_made_with_some_facts_changed() -> None:
    other = HOUSE.but(members=[HEAD.but(wage="0.00")], urban=True)
    assert other.to_dict() == {"id": "h", "members": [{"id": "a", "wage": "0.00"}], "urban": True}
    assert HOUSE.to_dict() == {"id": "h", "members": [{"id": "a", "wage": "1200.00"}, {"id": "b"}]}


def test_households_are_equal_by_their_facts_and_go_through_copies() -> None:
    again = wr.Household(members=[{"id": "a", "wage": "1200.00"}, wr.Member(id="b")], id="h")
    assert again == HOUSE
    assert len({again, HOUSE}) == 1
    assert HOUSE.but(id="i") != HOUSE
    assert wr.Member(id="h") != HOUSE
    assert repr(HEAD) == "Member(id='a', wage='1200.00')"
    assert pickle.loads(pickle.dumps(HOUSE)) == copy.deepcopy(HOUSE) == HOUSE
