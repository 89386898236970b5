"""Months in which nothing is answered otherwise than in the month before, of many households.

As `lasting` says of one household what the months bring it, found by the engine for many of them:
whatever a watch looks at by the month is worked out with bounds, month by month. Behind rights an
open answer is taken to be another one in every month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Self

from welfare_rules.alerts.decided import Decided
from welfare_rules.alerts.lasting import Laws
from welfare_rules.answer.starts import Starts
from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import Engine, Wanted
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.registry import maker_of
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Watch
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program
from welfare_rules.program.resolve import Asked, asking
from welfare_rules.rules import Compiled

_UNTITLED = Words("", "")
Steadily = Mapping[int, Set[int]]
"""For each watch, by its id in memory, the places of the cases for which it lasts."""


@dataclass(frozen=True, slots=True)
class Steady:
    """The questions of watches that look at the month, compiled for many households: for each watch
    the ids of its own, and whether they must be answered for certain. A watch that is not there
    looks at what goes with the month itself.
    """

    engine: Engine
    program: Program
    questions: Mapping[int, frozenset[tuple[str, bool]]]

    @classmethod
    def of(cls, watches: Sequence[Watch], compiled: Compiled, laws: Laws, engine: str) -> Self:
        """Those of watches in a compiled law. Raises EngineMissing."""
        asked: dict[tuple[int, Entity], Asked] = {}
        questions: dict[int, frozenset[tuple[str, bool]]] = {}
        for watch in watches:
            looked = laws.looked_at(watch, compiled)
            if looked is None:
                continue
            own: list[tuple[str, bool]] = []
            for each, certain in looked.asked:
                key = id(each.node), each.entity
                made = Asked(f"question:{len(asked)}", each.entity, each.node, _UNTITLED)
                own.append((asked.setdefault(key, made).id, certain))
            questions[id(watch)] = frozenset(own)
        program = asking(compiled.program, asked.values(), ())
        maker = maker_of(engine)
        assert maker is not None
        return cls(maker(program, Reference(program)), compiled.program, questions)

    def lasting(
        self, cases: Sequence[Case], wanted: Sequence[tuple[Month, Sequence[int]]]
    ) -> Iterator[Steadily]:
        """Month after month, of the cases that are wanted by their places in rising order: those
        for which all is answered as in the month before, where they were wanted as well.
        """
        names = frozenset(each.id for each in self.engine.program.benefits)
        asked = [
            Wanted(month, places, [frozenset[str]()] * len(places), bounds=names)
            for month, places in wanted
        ]
        before: tuple[Month, Decided] | None = None
        for each, now in zip(asked, Decided.each(self.engine, cases, asked), strict=True):
            if before is None or before[0].after(1) != each.month:
                yield {}
            else:
                both = [place for place in each.places if id(cases[place]) in before[1].rows]
                yield self._alike(cases, both, before, (each.month, now))
            before = each.month, now

    def _alike(
        self,
        cases: Sequence[Case],
        both: Sequence[int],
        before: tuple[Month, Decided],
        after: tuple[Month, Decided],
    ) -> Steadily:
        """Of the cases that were asked in two months those for which the questions of each watch
        are answered as in the month before.
        """
        (earlier, was), (later, now) = before, after
        if self.program.starting:
            both = [
                place
                for place in both
                if Starts.of(self.program, cases[place], earlier).by_kind
                == Starts.of(self.program, cases[place], later).by_kind
            ]
        rows = {
            each: [
                (place, was.row(cases[place], who), now.row(cases[place], who))
                for place in both
                for who in cases[place].payees(each)
            ]
            for each in Entity
        }
        otherwise: dict[tuple[str, bool], Set[int]] = {}
        for each in self.engine.program.benefits:
            worths, found = was.worths.of[each.id], now.worths.of[each.id]
            left, more = was.worths.left[each.id], now.worths.left[each.id]
            apart: set[int] = set()
            open_: set[int] = set()
            for place, one, other in rows[each.payee]:
                if worths[one] != found[other] or one in left or other in more:
                    apart.add(place)
                elif found[other] is None:
                    open_.add(place)
            otherwise[each.id, False], otherwise[each.id, True] = apart, apart | open_
        return {
            watch: set(both).difference(*(otherwise[each] for each in own))
            for watch, own in self.questions.items()
        }
