"""Of many households those for whom a month may bring something by itself, found all at once.

The conditions of watches that name no fact are decided beside the benefits that they look at, by
the engine for many households, in the month before and in the month. Whoever is left out here has
no alert of the month; of the others `alerts_of_month` says what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from welfare_rules.alerts.hits import turn_of
from welfare_rules.answer.starts import decided_many
from welfare_rules.basics.days import Month
from welfare_rules.engine.contract import Decision, Engine, Outcome
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.registry import maker_of
from welfare_rules.law.model import Watch
from welfare_rules.law.terms import Turn
from welfare_rules.program.case import Case
from welfare_rules.program.day import watches_of_day
from welfare_rules.program.program import part_step
from welfare_rules.program.resolve import Asked, asking
from welfare_rules.rules import CompiledLaw

_WAS, _WHEN = "was", "when"
_Rights = Mapping[tuple[str, int], Outcome]


@dataclass(frozen=True, slots=True)
class MonthComes:
    """What a month may bring by itself: the watches that name no fact, and an engine for each of
    the two months, over what these look at.
    """

    watches: tuple[Watch, ...]
    before: Engine
    after: Engine
    earlier: Month
    month: Month

    @classmethod
    def of(cls, policy: CompiledLaw, month: Month, known: int, engine: str) -> Self | None:
        """That of a month; None where the law does not reach the month before, or watches nothing.

        Raises RequestError for a month outside the law, EngineMissing.
        """
        earlier = month.after(-1)
        if earlier.first < policy.law.covers_from:
            return None
        watched = watches_of_day(policy.law, month.first, known)
        watches = tuple(each for each in watched if not each.facts)
        if not watches:
            return None
        engines: list[Engine] = []
        for when, part in ((earlier, _WAS), (month, _WHEN)):
            program = policy.at(when, known).program
            asked = [
                Asked(part_step(each.id, part), each.entity, formula, each.label)
                for each in watches
                if (formula := each.was if part == _WAS else each.when) is not None
            ]
            benefits = {name for each in watches if each.turns for name in each.benefits}
            if any(each.turns and not each.benefits for each in watches):
                benefits |= {each.id for each in program.benefits}
            made = asking(program, asked, benefits)
            maker = maker_of(engine)
            assert maker is not None
            engines.append(maker(made, Reference(made)))
        return cls(watches, engines[0], engines[1], earlier, month)

    def may_concern(self, cases: Sequence[Case]) -> Iterator[bool]:
        """Of each household whether a watch may speak of it."""
        decided = zip(
            decided_many(self.before, cases, self.earlier),
            decided_many(self.after, cases, self.month),
            strict=True,
        )
        for case, (before, after) in zip(cases, decided, strict=True):
            yield self._speaks(case, _rights(before), _rights(after))

    def _speaks(self, case: Case, before: _Rights, after: _Rights) -> bool:
        turned: set[tuple[str, Turn]] = {
            (right[0], turn)
            for right in {*before, *after}
            if (turn := turn_of(before.get(right), after.get(right))) is not None
        }
        return any(
            (not watch.turns or any(_looks_at(watch, *each) for each in turned))
            and any(_holds(watch, before, after, who) for who in case.payees(watch.entity))
            for watch in self.watches
        )


def _rights(decision: Decision) -> _Rights:
    return {(each.benefit.id, each.payee): each for each in decision.dues}


def _looks_at(watch: Watch, benefit: str, turn: Turn) -> bool:
    return turn in watch.turns and (not watch.benefits or benefit in watch.benefits)


def _holds(watch: Watch, before: _Rights, after: _Rights, who: int) -> bool:
    """Whether the conditions of a watch hold of somebody, as far as what was before is known."""
    was = True if watch.was is None else before[part_step(watch.id, _WAS), who].entitled
    if watch.when is None:
        return was is True
    return was is not False and after[part_step(watch.id, _WHEN), who].entitled is True
