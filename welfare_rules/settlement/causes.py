"""Why a line of a settlement differs: knowledge on the day of decision against now.

The decision is made again as it should have been on its own day; then with today's law and that
day's facts; then with today's law and facts. What changes between the first two comes from figures,
between the last two from facts learned late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from welfare_rules.answer.answer import Answer
from welfare_rules.answer.large import told
from welfare_rules.basics.days import Month, day_text
from welfare_rules.basics.due import Due, without_bounds
from welfare_rules.engine.contract import Outcome
from welfare_rules.history.facts import Change
from welfare_rules.history.timeline import Reading, Run, carries_of
from welfare_rules.program.day import carries_of_day
from welfare_rules.written.kinds import CauseKind


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of a difference, and the day on which it became known (0: none recorded).

    `what` is a figure (new, or corrected), a benefit whose rules were announced later, a fact by
    its path (learned late, or recorded wrongly before, or in conflict, or missing) or, for a
    payment that is not what the decision of its day should have been, the benefit.

    >>> Cause("figure", "dibao_standard", 20210915).to_dict()["known"]
    '2021-09-15'
    """

    kind: CauseKind
    """What sort of cause it is, such as `figure`, `late_fact` or `payment`."""
    what: str
    """The figure, benefit or fact that it is."""
    known: int = 0
    """The day on which it became known, YYYYMMDD; 0 where none is recorded."""

    def to_dict(self) -> dict[str, Any]:
        """The cause as the contract writes it."""
        return {
            "kind": self.kind,
            "what": self.what,
            "known": day_text(self.known) if self.known else None,
        }


MOST_ALONE = 12
Key = tuple[str, str]  # benefit and payee
Dues = Mapping[Key, Due]


class Causes:
    """Finds causes for the lines of one history.

    What was known earlier is decided once for each state of law and facts.
    """

    def __init__(self, reading: Reading, known: int, engine: str = "native") -> None:
        self.reading = reading
        self.known = known
        self.engine = engine
        self._carried = frozenset(each.fact for each in carries_of(reading))
        self._decided: dict[tuple[object, ...], Dues] = {}

    def of(
        self, month: Month, key: Key, due: Due, paid: int, decided: int, outcome: Outcome | None
    ) -> tuple[Cause, ...]:
        """The causes of one line, in the order.

        What is missing, figures, facts, the payment. `outcome` is None where none is in force.
        """
        day = min(decided or month.first, self.known)
        due = without_bounds(due)
        found: list[Cause] = []
        if not isinstance(due, int):
            found.extend(self._unsaid(month, outcome, key[1]))
            # nothing is said and nothing was paid: what is missing is all there is to say
            if found and not paid and not decided:
                return tuple(found)
        before = self._due(month, key, day, day)
        if before != due:
            late = list(self._late_facts(month, key, day, due))
            found.extend(
                self._figures(month, key, day, due)
                or ([] if late else self._rules(month, key, day))
            )
            found.extend(late)
        if not found or (isinstance(before, int) and before != paid):
            found.append(Cause("payment", key[0], decided))
        return tuple(dict.fromkeys(found))

    def away(self, answer: Answer, benefit: str, payee: str) -> bool:
        """Whether nothing is known of a payee's right, who has left the household."""
        return self.reading.away(answer, self.known, benefit, payee)

    def _unsaid(self, month: Month, outcome: Outcome | None, payee: str) -> Iterable[Cause]:
        """Why the due amount is undetermined: facts in conflict, missing facts and figures.

        As many missing facts as an answer tells, one that everybody lacks once for all. Or the
        person does not belong to the household, and nothing is known meanwhile.
        """
        if outcome is None and payee in self._left(month):
            yield Cause("missing_fact", f"members[{payee}]")
            return
        conflicts = self.reading.conflicts(month, self.known)
        missing = outcome.missing_facts if outcome is not None and conflicts else ()
        torn = {
            each.path: Cause("conflict", each.path, each.learned)
            for each in conflicts
            if outcome is None
            or each.path in missing
            or any(one.startswith(each.path + ".") for one in missing)
        }
        yield from torn.values()
        if outcome is not None:
            yield from (
                Cause("missing_fact", each)
                for each in told(outcome.missing_facts)
                if not any(each == one or each.startswith(one + ".") for one in torn)
            )
            yield from (Cause("missing_figure", each) for each in outcome.missing_figures)

    def _left(self, month: Month) -> frozenset[str]:
        return self.reading.history.left(self.reading.standing(month, self.known))

    def _due(
        self,
        month: Month,
        key: Key,
        law_known: int,
        facts_known: int,
        without: Change | None = None,
    ) -> Due:
        """What was due with the law known on one day and the facts known on another.

        0 where nothing of it was in force or known.
        """
        rules = self.reading.policy.at(month, law_known)
        state: tuple[object, ...]
        carries = self._carries(month, key)
        if carries or self.reading.restarts:  # the months before play a part
            state = (month.text, law_known, facts_known, -1 if without is None else without.place)
        elif self.reading.history.learned > facts_known:
            state = ()
        else:  # the same law and the same facts decide alike, on whatever day
            state = (
                month.text,
                rules.compiled,
                *(each.place for each in self.reading.standing(month, facts_known, without)),
            )
        if state not in self._decided:
            run = Run(self.reading, law_known, self.engine, facts_known, without, alone=not carries)
            answer = next(iter(run.months(month, month)))
            self._decided[state] = {} if answer is None else answer.dues_fen
        return without_bounds(self._decided[state].get(key, 0))

    def _carries(self, month: Month, key: Key) -> bool:
        """Whether a benefit rests on what runs on from the months before."""
        if not self._carried:
            return False
        grounds = self.reading.policy.at(month, self.known).compiled.dependencies.get(key[0])
        return grounds is None or not self._carried.isdisjoint(grounds.facts)

    def _figures(self, month: Month, key: Key, day: int, due: Due) -> list[Cause]:
        """Figures below the benefit that had another version, or none, on the day of decision.

        Of several, those without which today's answer would be another; if none alone, all of them.
        """
        then, now = self.reading.policy.at(month, day), self.reading.policy.at(month, self.known)
        grounds = now.compiled.dependencies.get(key[0])
        changed: list[Cause] = []
        for figure in (
            grounds.figures if grounds is not None and then.compiled is not now.compiled else ()
        ):
            old, new = then.program.figures[figure], now.program.figures[figure]
            if new.chain == old.chain or not new.chain:
                continue
            latest = max(new.chain, key=lambda each: each.period.announced)
            same_day = bool(old.chain) and old.chain[0].period.first == new.chain[0].period.first
            changed.append(
                Cause("correction" if same_day else "figure", figure, latest.period.announced)
            )
        if len(changed) < 2:
            return changed
        return [
            each for each in changed if self._but_for(each.what, month, key, day) != due
        ] or changed

    def _but_for(self, figure: str, month: Month, key: Key, day: int) -> Due:
        """What would be due today if one figure were still as it was on a day."""
        rules = self.reading.policy.at_but_for(figure, month, self.known, day)
        state = ("but for", figure, month.text, rules.compiled, self._carries(month, key))
        if state not in self._decided:
            run = Run(
                self.reading,
                self.known,
                self.engine,
                instead=rules,
                alone=not self._carries(month, key),
            )
            answer = next(iter(run.months(month, month)))
            self._decided[state] = {} if answer is None else answer.dues_fen
        return without_bounds(self._decided[state].get(key, 0))

    def _rules(self, month: Month, key: Key, day: int) -> list[Cause]:
        """The benefit, where its rules and not its figures were announced after the decision."""
        then, now = self.reading.policy.at(month, day), self.reading.policy.at(month, self.known)
        law = self.reading.policy.law
        ran_on = carries_of_day(law, month.first, day) == carries_of_day(
            law, month.first, self.known
        )
        if ran_on and (then.compiled is now.compiled or then.digest == now.digest):
            return []
        announced = [
            each
            for each in self.reading.policy.change_points.announcements
            if day < each <= self.known
        ]
        return [Cause("rule", key[0], announced[-1] if len(announced) == 1 else 0)]

    def _late_facts(self, month: Month, key: Key, day: int, due: Due) -> Iterable[Cause]:
        """Facts learned after the decision without which today's answer would be another.

        If none alone, all that bear on it.
        """
        if day < self.reading.history.learned <= self.known:
            yield Cause("late_fact", "case", self.reading.history.learned)
        grounds = self.reading.policy.at(month, self.known).compiled.dependencies.get(key[0])
        late = [
            each
            for each in self.reading.holding(month, self.known)
            if each.learned > day
            and ((grounds is not None and each.fact in grounds.facts) or each.path.endswith("]"))
        ]
        late.sort(key=lambda each: (each.first, each.learned, each.path))
        # of more, whether each matters alone is not asked
        few = late if len(late) <= MOST_ALONE else []
        alone = [each for each in few if self._due(month, key, self.known, self.known, each) != due]
        for each in alone or (
            late if late and self._due(month, key, self.known, day) != due else []
        ):
            yield Cause(
                "wrong_fact" if self._corrects(each, day) else "late_fact", each.path, each.learned
            )

    def _corrects(self, change: Change, day: int) -> bool:
        """Whether an earlier record of the same fact and day had another value.

        Of an event that happens once, a record of any day counts that the decision already had.
        """
        single = change.fact in self.reading.events.single
        same = (
            each
            for each in self.reading.history.changes
            if each.path == change.path and (single or each.first == change.first)
        )
        before = min(change.learned, day + 1) if single else change.learned
        return any(each.learned < before and each.spelled != change.spelled for each in same)
