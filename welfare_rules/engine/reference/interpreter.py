"""The interpreter: every formula worked out over exact fractions, with what is unknown, presumed or
provisional carried along.

Each kind of node has one method, which returns a function of an evaluation and a payee. It is slow
and plainly right; other engines are measured against it. `HOUSEHOLD` as payee means the household
itself.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from welfare_rules.basics import interval
from welfare_rules.basics.days import Month
from welfare_rules.engine.reference.evaluation import (
    Atom,
    Cut,
    Scene,
    Tokens,
    Value,
    ends,
    exact,
    known,
    truth,
)
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.law.terms import Number
from welfare_rules.program import program as core
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import Program, Step

Work = Callable[[Scene, int], Value]


class Interpreter:
    """A program made into functions, step by step. Immutable once made; holds nothing of any case."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tokens = Tokens(program)
        self.place: dict[str, int] = {step.id: place for place, step in enumerate(program.steps)}
        self.columns: dict[tuple[str, str], int] = {
            (fact.entity, fact.id): fact.column for fact in program.facts
        }
        figure_places = {key: place for place, key in enumerate(program.figures)}
        rule_places = {
            step.id: len(self.tokens.figures) + place
            for place, step in enumerate(self.tokens.steps)
        }
        self._figure_bits = {key: 1 << place for key, place in figure_places.items()}
        self._rule_bits = {key: 1 << place for key, place in rule_places.items()}
        self.works: tuple[Work, ...] = tuple(self._step(step) for step in program.steps)

    def scene(self, case: Case, month: Month) -> Scene:
        return Scene(case, month, len(self.works), self.tokens)

    def value(self, scene: Scene, step: str, payee: int) -> Value:
        """The value of a step for a payee; worked out once a scene."""
        place = self.place[step]
        if self.program.steps[place].entity is Entity.HOUSEHOLD:
            payee = HOUSEHOLD
        found = scene.memo[payee][place]
        return found if found is not None else self._found(scene, place, payee)

    def _found(self, scene: Scene, place: int, payee: int) -> Value:
        found = None if scene.base is None else scene.inherited(place, payee)
        if found is None:
            found = self.works[place](scene, payee)
        scene.memo[payee][place] = found
        return found

    def work(self, node: n.Node) -> Work:
        """The function that works out a node."""
        return getattr(self, f"on_{type(node).__name__}")(node)

    def _step(self, step: Step) -> Work:
        bit = self._rule_bits.get(step.id, 0)
        if step.node is None:
            low, high = (0, 1) if step.type == n.BOOL else (None, None)
            return lambda scene, payee: (low, high, 0, bit)
        work = self.work(step.node)
        if not bit:
            return work
        sure = None if step.confirmed is None else self.work(step.confirmed)

        def unpublished(scene: Scene, payee: int) -> Value:
            low, high, used, missing = work(scene, payee)
            if (
                sure is not None
                and low is not None
                and low == high
                and sure(scene, payee)[:2] == (low, low)
            ):
                return low, high, used, missing  # what is not confirmed makes no difference here
            return low, high, used | bit, missing

        return unpublished

    # --- what formulas name: figures, facts, other steps ---

    def on_Const(self, node: n.Const) -> Work:
        value = exact(node.value)
        return lambda scene, payee: value

    def on_Clock(self, node: n.Clock) -> Work:
        if node.which == "month_start":
            return lambda scene, payee: exact(scene.month.first)
        return lambda scene, payee: exact(scene.month.last)

    def on_FigureRef(self, node: n.FigureRef) -> Work:
        figure, bit = self.program.figures[node.id], self._figure_bits[node.id]
        open_range = known(figure.figure.low, figure.figure.high, 0, bit)
        value = open_range if figure.value is None else exact(figure.value, bit)
        return lambda scene, payee: value

    def on_FactRef(self, node: n.FactRef) -> Work:
        column = self.columns[node.entity, node.id]
        fact = self.program.facts[column]
        of_household, flow = node.entity is Entity.HOUSEHOLD, node.flow

        def look(scene: Scene, payee: int) -> Value:
            if of_household:
                payee = HOUSEHOLD
            raw = scene.household[column] if of_household else scene.case.members[payee][column]
            if raw is None:
                low, high = scene.lows.get((payee, column), (fact.low, fact.high))
                return known(low, high, 0, scene.tokens.fact(payee, column))
            value: Number = raw
            if flow:  # kept per twelve months
                value = raw // 12 if raw % 12 == 0 else Fraction(raw, 12)
            if (payee, column) in scene.case.presumed:
                return value, value, scene.tokens.fact(payee, column), 0
            return value, value, 0, 0

        return look

    def on_DerivedRef(self, node: n.DerivedRef) -> Work:
        return self._named(node.id, node.entity)

    def on_Entitled(self, node: n.Entitled) -> Work:
        return self._named(core.entitled_step(node.id), node.entity)

    def on_Amount(self, node: n.Amount) -> Work:
        return self._named(
            core.gross_step(node.id) if node.gross else core.net_step(node.id), node.entity
        )

    def _named(self, step: str, entity: Entity) -> Work:
        place = self.place[step]
        of_household = entity is Entity.HOUSEHOLD

        def look(scene: Scene, payee: int) -> Value:
            if of_household:
                payee = HOUSEHOLD
            found = scene.memo[payee][place]
            return found if found is not None else self._found(scene, place, payee)

        return look

    def on_Receives(self, node: n.Receives) -> Work:
        column, benefit = self.columns[Entity.MEMBER, node.fact], node.benefit

        def look(scene: Scene, payee: int) -> Value:
            if scene.case.members[payee][column] is None:  # sources differ on what is received
                return 0, 1, 0, scene.tokens.fact(payee, column)
            presumed = (payee, column) in scene.case.presumed
            return truth(
                benefit in scene.case.receiving[payee],
                scene.tokens.fact(payee, column) if presumed else 0,
                0,
            )

        return look

    # --- arithmetic ---

    def on_Add(self, node: n.Add) -> Work:
        left, right = self.work(node.left), self.work(node.right)

        def add(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                total = a[0] + b[0]
                return total, total, a[2] | b[2], 0
            return known(*interval.add(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return add

    def on_Sub(self, node: n.Sub) -> Work:
        left, right = self.work(node.left), self.work(node.right)

        def subtract(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                rest = a[0] - b[0]
                return rest, rest, a[2] | b[2], 0
            return known(*interval.subtract(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return subtract

    def on_Mul(self, node: n.Mul) -> Work:
        left, right = self.work(node.left), self.work(node.right)

        def multiply(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                product = a[0] * b[0]
                return product, product, a[2] | b[2], 0
            for factor in (a, b):  # nothing times anything unknown is nothing
                if factor[0] == 0 == factor[1]:
                    return exact(0, factor[2])
            return known(*interval.multiply(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return multiply

    def on_Div(self, node: n.Div) -> Work:
        left, right = self.work(node.left), self.work(node.right)

        def divide(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                quotient = Fraction(a[0]) / b[0]
                return quotient, quotient, a[2] | b[2], 0
            return known(*interval.divide(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return divide

    def on_Least(self, node: n.Least) -> Work:
        return self._extreme(node.parts, lowest=True)

    def on_Greatest(self, node: n.Greatest) -> Work:
        return self._extreme(node.parts, lowest=False)

    def _extreme(self, parts: Sequence[n.Node], *, lowest: bool) -> Work:
        works = [self.work(part) for part in parts]
        pick = min if lowest else max
        join = interval.least if lowest else interval.greatest

        def extreme(scene: Scene, payee: int) -> Value:
            found = [work(scene, payee) for work in works]
            used = 0
            for each in found:
                used |= each[2]
            if all(each[0] is each[1] is not None for each in found):
                best = pick(each[0] for each in found)
                return best, best, used, 0
            low, high = join([ends(each) for each in found])
            missing = 0
            for each in found:  # a part that can no longer be the extreme one is not missed
                reaches = (
                    interval.compare("<", ends(each), (high, high))
                    if lowest
                    else interval.compare(">", ends(each), (low, low))
                )
                if reaches is not False:
                    missing |= each[3]
            return known(low, high, used, missing)

        return extreme

    def on_Rounded(self, node: n.Rounded) -> Work:
        part, step, direction = self.work(node.part), node.step, node.direction

        def rounded(scene: Scene, payee: int) -> Value:
            low, high, used, missing = part(scene, payee)
            if low is high and low is not None:
                return exact(interval.rounded(low, step, direction), used)
            return known(
                *interval.monotone(
                    lambda each: interval.rounded(each, step, direction), (low, high)
                ),
                used,
                missing,
            )

        return rounded

    def on_Years(self, node: n.Years) -> Work:
        return self._between(node.start, node.end, interval.completed_years)

    def on_CalendarMonths(self, node: n.CalendarMonths) -> Work:
        return self._between(node.start, node.end, interval.calendar_months)

    def _between(self, first: n.Node, second: n.Node, count: Callable[[int, int], int]) -> Work:
        start, end = self.work(first), self.work(second)

        def between(scene: Scene, payee: int) -> Value:
            a, b = start(scene, payee), end(scene, payee)
            if None in a[:2] or None in b[:2]:
                return None, None, a[2] | b[2], a[3] | b[3]
            low, high = count(int(a[1]), int(b[0])), count(int(a[0]), int(b[1]))
            return known(low, high, a[2] | b[2], a[3] | b[3])

        return between

    # --- conditions: true, false, or undecided while something is unknown ---

    def on_Compare(self, node: n.Compare) -> Work:
        left, right, op = self.work(node.left), self.work(node.right), node.op
        atom, holds = object(), _HOLDS[op]
        cut = self._cut(node)

        def compare(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            used = a[2] | b[2]
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                return (1, 1, used, 0) if holds(a[0], b[0]) else (0, 0, used, 0)
            said = interval.compare(op, ends(a), ends(b))
            if said is not None:
                return truth(said, used, 0)
            return self._undecided(
                scene, (atom, payee), used, a[3] | b[3], cut(a, b) if cut else None
            )

        return compare

    def on_In(self, node: n.In) -> Work:
        item, values = self.work(node.item), node.values
        atom = object()

        def member(scene: Scene, payee: int) -> Value:
            low, high, used, missing = item(scene, payee)
            if low is high is not None:
                return truth(low in values, used, 0)
            if low is None or high is None:
                return self._undecided(scene, (atom, payee), used, missing, None)
            inside = [each for each in values if low <= each <= high]
            if not inside:
                return truth(False, used, 0)
            if len(inside) == high - low + 1:
                return truth(True, used, 0)
            return self._undecided(scene, (atom, payee), used, missing, None)

        return member

    def _cut(self, node: n.Compare) -> Callable[[Value, Value], Cut | None] | None:
        """Where a comparison of a plain fact with something known cuts that fact's range in two."""
        if isinstance(node.left, n.FactRef):
            return self._cut_of(node.left, node.op, other_is_left=False)
        if isinstance(node.right, n.FactRef):
            return self._cut_of(node.right, _SWAPPED[node.op], other_is_left=True)
        return None

    def _cut_of(
        self, fact: n.FactRef, op: str, *, other_is_left: bool
    ) -> Callable[[Value, Value], Cut | None]:
        column = self.columns[fact.entity, fact.id]
        of_household = fact.entity is Entity.HOUSEHOLD

        def cut(left: Value, right: Value) -> Cut | None:
            other = left if other_is_left else right
            if other[0] is None or other[0] is not other[1]:
                return None
            return column, of_household, other[0], op

        return cut

    def _undecided(
        self, scene: Scene, key: Atom, used: int, missing: int, cut: Cut | None
    ) -> Value:
        if scene.supposed is not None and key in scene.supposed:
            return truth(scene.supposed[key], used, 0)
        scene.leave_open(key, missing, cut)
        return 0, 1, used, missing

    def on_Not(self, node: n.Not) -> Work:
        part = self.work(node.part)

        def negate(scene: Scene, payee: int) -> Value:
            low, high, used, missing = part(scene, payee)
            return 1 - high, 1 - low, used, missing

        return negate

    def on_And(self, node: n.And) -> Work:
        return self._junction(node.parts, settles=0)

    def on_Or(self, node: n.Or) -> Work:
        return self._junction(node.parts, settles=1)

    def _junction(self, parts: Sequence[n.Node], *, settles: int) -> Work:
        """`and` is settled by the first part that is false, `or` by the first that is true.

        Else what is unknown stays so.
        """
        works = [self.work(part) for part in parts]

        def junction(scene: Scene, payee: int) -> Value:
            used = missing = 0
            undecided = False
            for work in works:
                low, high, part_used, part_missing = work(scene, payee)
                if low != high:
                    undecided = True
                    missing |= part_missing
                elif low == settles:
                    return settles, settles, part_used, 0
                used |= part_used
            if undecided:
                return 0, 1, used, missing
            return 1 - settles, 1 - settles, used, 0

        return junction

    def on_If(self, node: n.If) -> Work:
        test, yes, no = self.work(node.test), self.work(node.yes), self.work(node.no)

        def choose(scene: Scene, payee: int) -> Value:
            low, high, used, missing = test(scene, payee)
            if low == high:
                one, other, chosen_used, chosen_missing = (yes if low else no)(scene, payee)
                return one, other, used | chosen_used, chosen_missing
            a, b = yes(scene, payee), no(scene, payee)
            return known(
                *interval.hull((ends(a), ends(b))), used | a[2] | b[2], missing | a[3] | b[3]
            )

        return choose

    # --- aggregates: over the members of whom a condition holds, or may hold ---

    def on_Total(self, node: n.Total) -> Work:
        value, among = self.work(node.value), self.work(node.among)

        def total(scene: Scene, payee: int) -> Value:
            low: Number | None = 0
            high: Number | None = 0
            used = missing = 0
            for member in range(len(scene.case.members)):
                test = among(scene, member)
                used |= test[2]
                if test[1] == 0:
                    continue
                part = value(scene, member)
                used |= part[2]
                missing |= part[3]
                one, other = ends(part)
                if test[0] == 0:
                    missing |= test[3]
                    one, other = interval.hull(((0, 0), (one, other)))
                low = None if low is None or one is None else low + one
                high = None if high is None or other is None else high + other
            return known(low, high, used, missing)

        return total

    def on_Count(self, node: n.Count) -> Work:
        among = self.work(node.among)

        def count(scene: Scene, payee: int) -> Value:
            low = high = used = missing = 0
            for member in range(len(scene.case.members)):
                test = among(scene, member)
                low += int(test[0] or 0)
                high += int(test[1] or 0)
                used |= test[2]
                missing |= test[3]
            return known(low, high, used, missing)

        return count

    def on_Exists(self, node: n.Exists) -> Work:
        among = self.work(node.among)

        def exists(scene: Scene, payee: int) -> Value:
            used = missing = 0
            undecided = False
            for member in range(len(scene.case.members)):
                test = among(scene, member)
                if test[0] == 1:
                    return 1, 1, test[2], 0
                used |= test[2]
                if test[1] == 1:
                    undecided = True
                    missing |= test[3]
            return (0, 1, used, missing) if undecided else (0, 0, used, 0)

        return exists

    def on_Largest(self, node: n.Largest) -> Work:
        return self._extreme_among(node.value, node.among, lowest=False)

    def on_Smallest(self, node: n.Smallest) -> Work:
        return self._extreme_among(node.value, node.among, lowest=True)

    def _extreme_among(self, value_node: n.Node, among_node: n.Node, *, lowest: bool) -> Work:
        """The extreme value among those for whom the condition holds.

        0 when there is nobody, which stays possible while unknown.
        """
        value, among = self.work(value_node), self.work(among_node)
        join = interval.least if lowest else interval.greatest

        def extreme(scene: Scene, payee: int) -> Value:
            sure: list[interval.Interval] = []
            perhaps: list[interval.Interval] = []
            used = missing = 0
            for member in range(len(scene.case.members)):
                test = among(scene, member)
                used |= test[2]
                if test[1] == 0:
                    continue
                part = value(scene, member)
                used |= part[2]
                missing |= part[3] | (test[3] if test[0] == 0 else 0)
                (sure if test[0] == 1 else perhaps).append(ends(part))
            settled = join(sure) if sure else (0, 0)
            outcomes = [settled]
            outcomes.extend(join([settled, each]) if sure else each for each in perhaps)
            if perhaps:
                outcomes.append(join([*sure, *perhaps]))
            return known(*interval.hull(outcomes), used, missing)

        return extreme


_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
