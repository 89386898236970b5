"""Why a line of a settlement differs: what was known when it was decided, against what is known now.

The decision is made again as it should have been on its own day; then with today's law and that day's facts; then with today's law and
facts. What changes between the first two comes from figures, between the last two from facts learned late.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from welfare_rules.answer.answer import Answer
from welfare_rules.api import Policy
from welfare_rules.engine.outcome import Outcome
from welfare_rules.facts.models import day_text
from welfare_rules.history.facts import Change, History
from welfare_rules.history.timeline import Run
from welfare_rules.program.case import Month
from welfare_rules.program.core import BenefitInForce, Program, Step
from welfare_rules.program.resolve import facts_of, figures_of, references

Kind = Literal["figure", "correction", "late_fact", "conflict", "payment"]


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that made a difference: a figure, a fact by its path, or the payment itself; and the day on which it became known."""

    kind: Kind
    what: str
    known: int = 0

    def to_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "what": self.what, "known": day_text(self.known) if self.known else None}


class Causes:
    """Finds causes for the lines of one history; earlier knowledge is worked out once for each day that is asked for."""

    def __init__(self, policy: Policy, history: History, known: int, engine: str = "native") -> None:
        self.policy = policy
        self.history = history
        self.known = known
        self.engine = engine
        self._answers: dict[tuple[int, int, str], Answer | None] = {}

    def of(self, month: Month, key: tuple[str, str], due: int | None, paid: int, decided: int) -> tuple[Cause, ...]:
        """The causes of one line, in the order: figures, facts, the payment."""
        day = min(decided or month.first, self.known)
        before = self._amount(self._answer(month, day, day), key)
        found: list[Cause] = []
        if due is None:
            found.extend(self._conflicts(month))
        if before != due:
            found.extend(self._figures(month, key, day))
            found.extend(self._late_facts(month, key, day, due))
        if not found or (before is not None and before != paid):
            found.append(Cause("payment", key[0], decided))
        return tuple(dict.fromkeys(found))

    def _answer(self, month: Month, law_known: int, facts_known: int) -> Answer | None:
        """The answer of a month with the law known on one day and the facts known on another."""
        wanted = (law_known, facts_known, month.text)
        if wanted not in self._answers:
            run = Run(self.policy, self.history, law_known, self.engine, facts_known=facts_known)
            self._answers[wanted] = next(iter(run.months(month, month)))
        return self._answers[wanted]

    def _amount(self, answer: Answer | None, key: tuple[str, str]) -> int | None:
        outcome = self._outcome(answer, key)
        if outcome is None:
            return 0  # nothing of it was in force, or nobody knew of the household
        if outcome.entitled is None or outcome.low is None or outcome.low != outcome.high:
            return None
        return int(outcome.low)

    @staticmethod
    def _outcome(answer: Answer | None, key: tuple[str, str]) -> Outcome | None:
        if answer is None:
            return None
        found = (each for each in answer.decision.outcomes if (each.benefit.id, answer.case.payee_id(each.payee)) == key)
        return next(found, None)

    def _conflicts(self, month: Month) -> Iterable[Cause]:
        for each in Run(self.policy, self.history, self.known).reading.conflicts(month, self.known):
            yield Cause("conflict", each.path, each.learned)

    def _figures(self, month: Month, key: tuple[str, str], day: int) -> Iterable[Cause]:
        """Figures on which the benefit rests and which were another version, or none, on the day of the decision."""
        then, now = self.policy.at(month, day).program, self.policy.at(month, self.known).program
        for figure in sorted(figures_of(steps_of(now, key[0]))):
            old, new = then.figures[figure], now.figures[figure]
            if new.chain == old.chain or not new.chain:
                continue
            latest = max(new.chain, key=lambda each: each.period.announced)
            same_day = bool(old.chain) and old.chain[0].period.first == new.chain[0].period.first
            yield Cause("correction" if same_day else "figure", figure, latest.period.announced)

    def _late_facts(self, month: Month, key: tuple[str, str], day: int, due: int | None) -> Iterable[Cause]:
        """Facts learned after the decision without which today's answer would be another; if none alone, all that bear on it."""
        if self.history.learned > day:
            yield Cause("late_fact", "case", self.history.learned)
        events = frozenset(fact.id for fact in self.policy.law.facts if fact.event)
        facts = facts_of(steps_of(self.policy.at(month, self.known).program, key[0]))
        late = [
            each
            for each in self.history.changes
            if day < each.learned <= self.known
            and each.first <= (month.last if each.fact in events else month.first)
            and (each.fact in facts or each.path.endswith("]"))
        ]
        alone = [each for each in late if self._without(month, key, each) != due]
        for each in alone or (late if self._amount(self._answer(month, self.known, day), key) != due else []):
            yield Cause("late_fact", each.path, each.learned)

    def _without(self, month: Month, key: tuple[str, str], change: Change) -> int | None:
        rest = tuple(each for each in self.history.changes if each is not change)
        run = Run(self.policy, replace(self.history, changes=rest), self.known, self.engine)
        return self._amount(next(iter(run.months(month, month))), key)


def steps_of(program: Program, benefit: str) -> list[Step]:
    """Every step on which a benefit rests."""
    by_name = {step.id: step for step in program.steps}
    found: dict[str, Step] = {}
    waiting = [name for each in program.benefits if each.id == benefit for name in _ends(each)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = by_name[name]
            node = by_name[name].node
            waiting.extend(references(node) if node is not None else ())
    return list(found.values())


def _ends(benefit: BenefitInForce) -> tuple[str, ...]:
    return benefit.net, benefit.entitled
