"""Households of which nothing has changed: their one state is the case of any month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from welfare_rules.basics.days import Month
from welfare_rules.events.event import Event
from welfare_rules.facts.forms import IDENTITY
from welfare_rules.history.facts import people_of
from welfare_rules.history.normalise import spelled
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact
from welfare_rules.program.case import Case
from welfare_rules.program.day import carries_of_day
from welfare_rules.rules import CompiledLaw, Rules


@dataclass(frozen=True, slots=True)
class Plain:
    """Reads plain households for a month. `carried` are words of facts with whom an amount of the
    month before runs on; `all_carried` says that it does for everybody.
    """

    rules: Rules
    carried: frozenset[str]
    all_carried: bool

    @classmethod
    def of(cls, policy: CompiledLaw, month: Month, known: int) -> Self:
        """The reader of a month as known on a day. Raises RequestError."""
        with_ = {each.only_with for each in carries_of_day(policy.law, month.first, known)}
        words = policy.reader.labels.facts
        carried = {
            word for entity in Entity for word, fact in words[entity].items() if fact in with_
        }
        return cls(policy.at(month, known), frozenset(carried), "" in with_)

    def case(self, history: Mapping[str, Any], name: str) -> Case | None:
        """The case of a household; None where its history must be gone through. Raises CaseError.

        `history` is as it was written.
        """
        case = history["case"]
        if history.get("changes") or history.get("learned") or self.all_carried:
            return None
        if not self.carried.isdisjoint(case):
            return None
        if any(not self.carried.isdisjoint(each) for each in people_of(case)):
            return None
        return self.rules.read(case, name)


def says_the_same(
    history: Mapping[str, Any], person: str, event: Event, facts: Mapping[str, Fact]
) -> bool:
    """Whether all that an event says of somebody is on record of a plain household already, so that
    nothing changes by it. False where that would have to be looked at more closely.
    """
    if history.get("changes"):
        return False
    case = history["case"]
    own = next((each for each in people_of(case) if each.get(IDENTITY) == person), None)
    for fact, value in event.facts.items():
        state = case if facts[fact].entity is Entity.HOUSEHOLD else own
        if state is None or fact not in state or spelled(state[fact]) != spelled(value):
            return False
    return True
