"""Months in which nothing is answered otherwise than in the month before, of many households.

As `lasting` says of one household what the months bring it, found by the engine for many of them:
whatever a watch looks at by the month is worked out with bounds, month by month. Behind rights an
open answer is taken to be another one in every month.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from welfare_rules.alerts.lasting import Laws
from welfare_rules.answer.starts import Starts
from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import Engine, Wanted, Worths, worths_of
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
        before: _Answers | None = None
        for each, worths in zip(asked, worths_of(self.engine, cases, asked), strict=True):
            firsts = [0, *accumulate(len(cases[place].members) for place in each.places)]
            answers = _Answers(
                each.month, {place: row for row, place in enumerate(each.places)}, firsts, worths
            )
            yield self._alike(cases, before, answers)
            before = answers

    def _alike(self, cases: Sequence[Case], before: _Answers | None, now: _Answers) -> Steadily:
        """The cases for which the questions of each watch are answered as in the month before."""
        if before is None or before.month.after(1) != now.month:
            return {}
        both = [place for place in now.rows if place in before.rows]
        if self.program.starting:
            both = [
                place
                for place in both
                if Starts.of(self.program, cases[place], before.month).by_kind
                == Starts.of(self.program, cases[place], now.month).by_kind
            ]
        rows = {each: (before.of(each, both), now.of(each, both)) for each in Entity}
        otherwise: dict[tuple[str, bool], Set[int]] = {}
        for each in self.engine.program.benefits:
            one, other = rows[each.payee]
            was, left = before.worths.of[each.id], before.worths.left[each.id]
            found, more = now.worths.of[each.id], now.worths.left[each.id]
            apart: set[int] = set()
            open_: set[int] = set()
            for (place, earlier), (_, later) in zip(one, other, strict=True):
                if was[earlier] != found[later] or earlier in left or later in more:
                    apart.add(place)
                elif found[later] is None:
                    open_.add(place)
            otherwise[each.id, False], otherwise[each.id, True] = apart, apart | open_
        return {
            watch: set(both).difference(*(otherwise[each] for each in own))
            for watch, own in self.questions.items()
        }


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is answered in a month: `rows` are those of the cases by their places, `firsts` the rows
    of their first members.
    """

    month: Month
    rows: Mapping[int, int]
    firsts: Sequence[int]
    worths: Worths

    def of(self, entity: Entity, places: Sequence[int]) -> list[tuple[int, int]]:
        """Some cases with the rows of their answers, one after the other."""
        if entity is Entity.HOUSEHOLD:
            return [(place, self.rows[place]) for place in places]
        return [
            (place, row)
            for place in places
            for row in range(self.firsts[self.rows[place]], self.firsts[self.rows[place] + 1])
        ]
