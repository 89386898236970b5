"""Why a value changed: from the steps of a benefit or circle down to their causes.

A cause is a day, a figure, a fact, or the law itself.

Two answers are compared step by step over the reference engine. Only steps whose value differs are
followed, so what is found at the ends of these paths is what made the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import FIRST, LAST, Month, every_day, shift
from welfare_rules.basics.known import Known
from welfare_rules.comparison.amendments import Amendment, amendments
from welfare_rules.comparison.causes import DayTurn, Ends, FactTurn, FigureTurn, LawTurn, Turn, Who
from welfare_rules.engine.reference import Evaluation
from welfare_rules.language.nodes import (
    AGGREGATES,
    Amount,
    Clock,
    DerivedRef,
    Entitled,
    FactRef,
    FigureRef,
    Node,
    Years,
    children,
    spell,
    walk,
)
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Step, StepName, figure_of, figure_step, references
from welfare_rules.program.transition import as_plain_figures


@dataclass
class Side:
    """One of the two answers, with the reference engine's values of its steps."""

    answer: Answer
    evaluation: Evaluation = field(init=False)
    on_days: dict[tuple[int, int], Evaluation] = field(
        default_factory=dict[tuple[int, int], Evaluation]
    )

    def __post_init__(self) -> None:
        self.evaluation = self.answer.evaluate()

    @property
    def steps(self) -> Mapping[str, Step]:
        return self.answer.program.by_id

    def payee(self, who: Who) -> int | None:
        if who is None:
            return HOUSEHOLD
        ids = self.answer.case.member_ids
        return ids.index(who) if who in ids else None

    def value(self, step: str, who: Who) -> Known | None:
        """The value of a step. None where there is no such step or person."""
        payee = self.payee(who)
        if payee is None or step not in self.steps:
            return None
        return self.evaluation.step(step, payee)

    def ends(self, step: str, who: Who, at: Evaluation | None = None) -> Ends | None:
        """The lowest and the highest of a step's value. None where there is no such step or person.

        A figure that needs no choosing is its own value. `at` is another evaluation of the same
        case than the answer's.
        """
        payee = self.payee(who)
        if payee is None:
            return None
        if step in self.steps:
            return (at or self.evaluation).step(step, payee).ends
        figure = self.answer.program.figures.get(StepName.of(step).owner)
        if figure is not None and step == figure_step(figure.id):
            return figure.value, figure.value
        return None

    def moved(self, first: int, last: int) -> Evaluation:
        """The same case on other days of the calendar; what is found is kept for all benefits."""
        made = self.on_days.get((first, last))
        if made is None:
            moved = Month(self.answer.month.text, first, last)
            made = self.on_days[first, last] = self.answer.evaluate(moved)
        return made

    def used_figures(self, step: str, who: Who) -> set[str]:
        """Keys of the figures that the value of a step rests on or lacks."""
        value = self.value(step, who)
        if value is None:
            return set()
        found = self.evaluation.figures(value.rests_on | value.missing)
        return {each.key or each.id for each in found}


class Tracing:
    """Follows differences between two answers of one jurisdiction."""

    def __init__(self, before: Answer, after: Answer) -> None:
        self.before = Side(before)
        self.after = Side(after)
        self.clock_moves = before.month != after.month
        self.people = dict.fromkeys((*before.case.member_ids, *after.case.member_ids))

    def changed(self, step: str, who: Who) -> bool:
        return self.before.ends(step, who) != self.after.ends(step, who)

    def _open(self, step: str, who: Who) -> bool:
        ends = self.after.ends(step, who)
        return ends is None or ends[0] != ends[1]

    def turns(self, names: Iterable[str], who: Who) -> tuple[Turn, ...]:
        """The causes below these steps, without days that alone change none of the steps.

        An answer may be settled where the steps alone are not, because every possibility agrees.
        Where no step that differs leads anywhere, those that are undecided on both sides are
        followed as well.
        """
        return self._turns(names, who, undecided=False) or self._turns(names, who, undecided=True)

    def _turns(self, names: Iterable[str], who: Who, *, undecided: bool) -> tuple[Turn, ...]:
        tops = [(name, who) for name in names]
        found: dict[Turn, None] = {}
        seen: set[tuple[str, Who]] = set()
        waiting = list(reversed(tops))
        while waiting:
            step, whose = waiting.pop()
            if (step, whose) in seen or not (
                self.changed(step, whose) or (undecided and self._open(step, whose))
            ):
                continue
            seen.add((step, whose))
            found |= dict.fromkeys(self._own(step, whose))
            waiting.extend(reversed(list(self._below(step, whose))))
        days = [each for each in found if isinstance(each, DayTurn)]
        idle = [each for each in days if not self._matters(each.day, tops)]
        if len(idle) < len(found):
            days = [each for each in days if each not in idle]
            for each in idle:
                del found[each]
        reckoned = {each.day for each in days if each.dates}
        return tuple(
            each
            for each in found
            if not isinstance(each, DayTurn) or each.dates or each.day not in reckoned
        )

    def _nodes(self, step: str) -> tuple[Node | None, Node | None]:
        one, other = self.before.steps.get(step), self.after.steps.get(step)
        return (None if one is None else one.node), (None if other is None else other.node)

    def _below(self, step: str, who: Who) -> Iterable[tuple[str, Who]]:
        """The steps that a step's formulas name, for whom they name them."""
        for node in self._nodes(step):
            if node is not None:
                yield from self._named(node, who)

    def _named(self, node: Node, who: Who) -> Iterable[tuple[str, Who]]:
        if isinstance(node, AGGREGATES):
            for child in children(node):
                for person in self.people:
                    yield from self._named(child, person)
            return
        if isinstance(node, (DerivedRef, Entitled, Amount)):
            for name in references(node):
                yield name, None if node.entity is Entity.HOUSEHOLD else who
            return
        for child in children(node):
            yield from self._named(child, who)

    def _own(self, step: str, who: Who) -> Iterable[Turn]:
        """What of a step's own formula is another."""
        one, other = self._nodes(step)
        here = [each for node in (one, other) if node is not None for each in walk(node)]
        used = self.before.used_figures(step, who) | self.after.used_figures(step, who)
        for key in dict.fromkeys(each.id for each in here if isinstance(each, FigureRef)):
            turn = self._figure(key) if key in used else None
            if turn is not None:
                yield turn
        for node in (one, other):
            if node is not None:
                yield from self._facts(node, who)
        if self.clock_moves and any(isinstance(each, Clock) for each in here):
            day = self._day(step, who)
            if day is not None:
                yield day
        if (
            _normalised(one) != _normalised(other)
            and (one is not None or other is not None)
            and not self._of_a_clause(step)
        ):
            yield self._law(step)

    def _of_a_clause(self, step: str) -> bool:
        """Whether the step is a clause's that is in force on one side alone.

        The benefit's own steps tell that it begins or has ended.
        """
        return StepName.of(step).is_condition and (
            (step in self.before.steps) != (step in self.after.steps)
        )

    def _law(self, step: str) -> LawTurn:
        return LawTurn(self.before.steps.get(step), self.after.steps.get(step), self.begun(step))

    def begun(self, step: str) -> tuple[Amendment, ...]:
        """The rules of a step that begin or have ended."""
        one, other = self.before.answer, self.after.answer
        return amendments(
            one.program,
            other.program,
            step,
            (one.month.first, other.month.first),
            (one.known, other.known),
        )

    def _figure(self, key: str) -> FigureTurn | None:
        """A figure by the key under which formulas know it.

        A version for some cases comes in place of the one for all.
        """
        plain = figure_of(key)
        before, after = (
            side.answer.program.figures.get(key) or side.answer.program.figures.get(plain)
            for side in (self.before, self.after)
        )
        if before is not None and after is not None and before.value == after.value:
            return None
        return FigureTurn(before, after)

    def _facts(self, node: Node, who: Who) -> Iterable[FactTurn]:
        if self.before.answer.case is self.after.answer.case:
            return
        if isinstance(node, AGGREGATES):
            for child in children(node):
                for person in self.people:
                    yield from self._facts(child, person)
        elif isinstance(node, FactRef):
            whose = None if node.entity is Entity.HOUSEHOLD else who
            fact = next(
                (
                    each
                    for each in self.after.answer.program.facts
                    if (each.id, each.entity) == (node.id, node.entity)
                ),
                None,
            )
            one, other = _raw(self.before, node, whose), _raw(self.after, node, whose)
            if fact is not None and one != other:
                yield FactTurn(fact, whose, one, other)
        else:
            for child in children(node):
                yield from self._facts(child, who)

    # --- days ---

    def _day(self, step: str, who: Who) -> DayTurn | None:
        """The first day on which the step changes by the calendar alone."""
        side = self.before if step in self.before.steps else self.after
        made = side.steps[step]
        if made.node is None:
            return None
        month = self.before.answer.month
        start = side.ends(step, who, side.moved(month.first, month.last))
        for which in ("first", "last"):
            for day, moved in self._moves(side, which):
                value = side.ends(step, who, moved)
                if value != start:
                    dates = self._dates(side, made.node, who)
                    years = any(isinstance(each, Years) for each in walk(made.node))
                    return DayTurn(
                        day, made, who, start or (None, None), value or (None, None), dates, years
                    )
        return None

    def _moves(
        self, side: Side, which: Literal["first", "last"] | str
    ) -> Iterable[tuple[int, Evaluation]]:
        """Each day from one month to the other, as the first or as the last day of the month."""
        one, other = self.before.answer.month, self.after.answer.month
        if which == "first":
            for day in every_day(shift(one.first, 1), other.first):
                yield day, side.moved(day, one.last)
        else:
            for day in every_day(shift(one.last, 1), other.last):
                yield day, side.moved(other.first, day)

    def _dates(self, side: Side, node: Node, who: Who) -> tuple[tuple[Fact, int], ...]:
        """The dates of the case that a formula names for one payee."""
        found: dict[Fact, int] = {}
        for each in walk(node):
            if isinstance(each, FactRef) and each.type.kind is Kind.DATE:
                value = _raw(side, each, None if each.entity is Entity.HOUSEHOLD else who)
                fact = next(
                    one
                    for one in side.answer.program.facts
                    if (one.id, one.entity) == (each.id, each.entity)
                )
                if value is not None and FIRST < value < LAST:
                    found[fact] = value
        return tuple(found.items())

    def _matters(self, day: int, tops: list[tuple[str, Who]]) -> bool:
        """Whether the top steps differ between that day and the day before, by either law."""
        eve = shift(day, -1)
        one, other = self.before.answer.month, self.after.answer.month
        for side in (self.before, self.after):
            for before, after in (
                ((eve, one.last), (day, one.last)),
                ((other.first, eve), (other.first, day)),
                ((one.first, eve), (one.first, day)),
            ):
                eve_of, day_of = side.moved(*before), side.moved(*after)
                for step, who in tops:
                    if side.ends(step, who, eve_of) != side.ends(step, who, day_of):
                        return True
        return False


def _normalised(node: Node | None) -> str:
    """The canonical spelling, with figures that depend on the case as plain figures.

    Choosing among versions is no change of a rule.
    """
    return "" if node is None else spell(as_plain_figures(node))


def _raw(side: Side, node: FactRef, who: Who) -> int | None:
    payee = side.payee(who)
    if payee is None:
        return None
    facts = side.answer.program.facts
    fact = next(each for each in facts if (each.id, each.entity) == (node.id, node.entity))
    case = side.answer.case
    return (case.household if payee == HOUSEHOLD else case.members[payee])[fact.column]
