"""The operations of the language over exact fractions, as functions of an evaluation and a payee.

They carry along what is unknown, presumed or provisional. Each kind of node has one method. It is
slow and plainly right; other engines are measured against it. `HOUSEHOLD` as payee means the
household itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from welfare_rules.basics import interval
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.money import per_month
from welfare_rules.basics.numbers import Number, rounded, simplest
from welfare_rules.engine.reference import day_cuts
from welfare_rules.engine.reference.calendar import calendar_months, completed_years, days_between
from welfare_rules.engine.reference.state import OpenComparison, RangeSplit, State
from welfare_rules.engine.reference.values import BitLayout, Value, ends, exact, known, truth
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.program import program as core
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Program

Cut = Callable[[State, Value, Value], RangeSplit | None]
Computation = Callable[[State, int], Value]
"""Works a formula out in a state of an evaluation, for a payee."""


class Operations:
    """Makes functions of the formulas of one program; `step` gives that of a step by its name.

    Those of the program's own formulas are made once and kept, with the comparisons in them, until
    it is `complete`; of any other formula nothing is kept.
    """

    def __init__(
        self, program: Program, layout: BitLayout, step: Callable[[str, Entity], Computation]
    ) -> None:
        self.program = program
        self.step = step
        self.columns: dict[tuple[str, str], int] = {
            (fact.entity, fact.id): fact.column for fact in program.facts
        }
        self._figure_bits = {key: 1 << place for place, key in enumerate(program.figures)}
        self.rule_bits = {  # of the steps that are unconfirmed or have no formula
            step.id: 1 << len(layout.figures) + place for place, step in enumerate(layout.steps)
        }
        # of the program's own formulas and all their parts, which live as long as it does
        self._parts: dict[int, Computation] = {}
        self.complete = False
        self.order: dict[object, int] = {}  # of the comparisons of the program
        self.comparisons: dict[object, n.Node] = {}  # of the program, with the nodes that make them

    def work(self, node: n.Node) -> Computation:
        """The function that works out a node; for the nodes of the program it is made once."""
        found = self._parts.get(id(node))
        if found is None:
            found = getattr(self, f"on_{type(node).__name__}")(node)
            if not self.complete:
                self._parts[id(node)] = found
        return found

    # --- what formulas name: figures, facts, other steps ---

    def on_Const(self, node: n.Const) -> Computation:
        value = exact(simplest(node.value))
        return lambda state, payee: value

    def on_Clock(self, node: n.Clock) -> Computation:
        if node.which == "month_start":
            return lambda state, payee: exact(state.month.first)
        return lambda state, payee: exact(state.month.last)

    def on_FigureRef(self, node: n.FigureRef) -> Computation:
        figure, bit = self.program.figures[node.id], self._figure_bits[node.id]
        open_range = known(figure.figure.low, figure.figure.high, 0, bit)
        value = open_range if figure.value is None else exact(figure.value, bit)
        return lambda state, payee: value

    def on_FactRef(self, node: n.FactRef) -> Computation:
        column = self.columns[node.entity, node.id]
        fact = self.program.facts[column]
        of_household, flow, reach = node.entity is Entity.HOUSEHOLD, node.flow, fact.reach

        def look(state: State, payee: int) -> Value:
            if of_household:
                payee = HOUSEHOLD
            raw = state.household[column] if of_household else state.case.members[payee][column]
            if raw is None:
                low, high = state.ranges.get((payee, column), reach)
                return known(low, high, 0, state.layout.fact(payee, column))
            value: Number = per_month(raw) if flow else raw
            if (payee, column) in state.case.presumed:
                return value, value, state.layout.fact(payee, column), 0
            return value, value, 0, 0

        return look

    def on_DerivedRef(self, node: n.DerivedRef) -> Computation:
        return self.step(node.id, node.entity)

    def on_Entitled(self, node: n.Entitled) -> Computation:
        return self.step(core.entitled_step(node.id), node.entity)

    def on_Amount(self, node: n.Amount) -> Computation:
        return self.step(
            core.gross_step(node.id) if node.gross else core.net_step(node.id), node.entity
        )

    def on_Receives(self, node: n.Receives) -> Computation:
        column, benefit = self.columns[Entity.MEMBER, node.fact], node.benefit
        comparison = self._comparison(node)

        def look(state: State, payee: int) -> Value:
            bit = state.layout.fact(payee, column)
            if state.case.members[payee][column] is None:  # sources differ on what is received
                return self._undecided(state, (comparison, payee), 0, bit, None)
            presumed = (payee, column) in state.case.presumed
            return truth(benefit in state.case.receiving[payee], bit if presumed else 0, 0)

        return look

    # --- arithmetic ---

    def on_Add(self, node: n.Add) -> Computation:
        left, right = self.work(node.left), self.work(node.right)

        def add(state: State, payee: int) -> Value:
            a, b = left(state, payee), right(state, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                total = a[0] + b[0]
                return total, total, a[2] | b[2], 0
            return known(*interval.add(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return add

    def on_Sub(self, node: n.Sub) -> Computation:
        left, right = self.work(node.left), self.work(node.right)

        def subtract(state: State, payee: int) -> Value:
            a, b = left(state, payee), right(state, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                rest = a[0] - b[0]
                return rest, rest, a[2] | b[2], 0
            return known(*interval.subtract(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return subtract

    def on_Mul(self, node: n.Mul) -> Computation:
        left, right = self.work(node.left), self.work(node.right)

        def multiply(state: State, payee: int) -> Value:
            a, b = left(state, payee), right(state, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                product = simplest(a[0] * b[0])
                return product, product, a[2] | b[2], 0
            for factor in (a, b):  # nothing times anything unknown is nothing
                if factor[0] == 0 == factor[1]:
                    return exact(0, factor[2])
            return known(*interval.multiply(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return multiply

    def on_Div(self, node: n.Div) -> Computation:
        left, right = self.work(node.left), self.work(node.right)

        def divide(state: State, payee: int) -> Value:
            a, b = left(state, payee), right(state, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                quotient = Fraction(a[0]) / b[0]
                return quotient, quotient, a[2] | b[2], 0
            return known(*interval.divide(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return divide

    def on_Least(self, node: n.Least) -> Computation:
        return self._extreme(node.parts, lowest=True)

    def on_Greatest(self, node: n.Greatest) -> Computation:
        return self._extreme(node.parts, lowest=False)

    def _extreme(self, parts: Sequence[n.Node], *, lowest: bool) -> Computation:
        works = [self.work(part) for part in parts]
        pick = min if lowest else max
        join = interval.least if lowest else interval.greatest

        def extreme(state: State, payee: int) -> Value:
            found = [work(state, payee) for work in works]
            used = 0
            for each in found:
                used |= each[2]
            if all(each[0] is each[1] is not None for each in found):
                best = pick(each[0] for each in found)
                return best, best, used, 0
            low, high = join([ends(each) for each in found])
            missing = 0
            for each in found:  # a part that can no longer be the extreme one is not missed
                one, other = (each[0], high) if lowest else (low, each[1])
                if each[3] and (one is None or other is None or one < other):
                    missing |= each[3]
            return known(low, high, used, missing)

        return extreme

    def on_Rounded(self, node: n.Rounded) -> Computation:
        part, step, direction = self.work(node.part), simplest(node.step), node.direction

        def round_part(state: State, payee: int) -> Value:
            low, high, used, missing = part(state, payee)
            if low is high and low is not None:
                return exact(rounded(low, step, direction), used)
            return known(
                *interval.monotone(lambda each: rounded(each, step, direction), (low, high)),
                used,
                missing,
            )

        return round_part

    def on_Years(self, node: n.Years) -> Computation:
        return self._between(node.start, node.end, completed_years)

    def on_CalendarMonths(self, node: n.CalendarMonths) -> Computation:
        return self._between(node.start, node.end, calendar_months)

    def on_Days(self, node: n.Days) -> Computation:
        return self._between(node.start, node.end, days_between)

    def _between(
        self, first: n.Node, second: n.Node, count: Callable[[int, int], int]
    ) -> Computation:
        start, end = self.work(first), self.work(second)

        def between(state: State, payee: int) -> Value:
            a, b = start(state, payee), end(state, payee)
            if None in a[:2] or None in b[:2]:
                return None, None, a[2] | b[2], a[3] | b[3]
            low, high = count(int(a[1]), int(b[0])), count(int(a[0]), int(b[1]))
            return known(low, high, a[2] | b[2], a[3] | b[3])

        return between

    # --- conditions: true, false, or undecided while something is unknown ---

    def on_Compare(self, node: n.Compare) -> Computation:
        left, right, op = self.work(node.left), self.work(node.right), node.op
        if (said := node.of_itself) is not None:
            return lambda state, payee: truth(said, left(state, payee)[2], 0)
        comparison, holds = self._comparison(node), op.test
        cut = self._cut(node)

        def compare(state: State, payee: int) -> Value:
            a, b = left(state, payee), right(state, payee)
            used = a[2] | b[2]
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                return (1, 1, used, 0) if holds(a[0], b[0]) else (0, 0, used, 0)
            said = interval.compare(op, ends(a), ends(b))
            if said is not None:
                return truth(said, used, 0)
            return self._undecided(
                state, (comparison, payee), used, a[3] | b[3], cut(state, a, b) if cut else None
            )

        return compare

    def on_In(self, node: n.In) -> Computation:
        item, values = self.work(node.item), frozenset(node.values)
        whole, comparison = node.item.type.whole, self._comparison(node)
        cut = self._cut(node)

        def member(state: State, payee: int) -> Value:
            low, high, used, missing = item(state, payee)
            if low is high is not None:
                return truth(low in values, used, 0)
            if low is None or high is None:
                return self._undecided(state, (comparison, payee), used, missing, None)
            inside = [each for each in values if low <= each <= high]
            if not inside:
                return truth(False, used, 0)
            if whole and len(inside) == high - low + 1:  # no number between them is left out
                return truth(True, used, 0)
            one = exact(min(inside))
            where = cut(state, one, one) if cut else None
            return self._undecided(state, (comparison, payee), used, missing, where)

        return member

    def _cut(self, node: n.Node) -> Cut | None:
        """Where a comparison of a plain fact, or of what is counted from its day, with something
        known cuts that fact's range in two. Of two facts it is the one that is not known.
        """
        cuts = [self._cut_of(each) for each in day_cuts.cuts_by(self.program, node)]
        if len(cuts) < 2:
            return cuts[0] if cuts else None
        one, other = cuts
        return lambda state, left, right: one(state, left, right) or other(state, left, right)

    def _cut_of(self, by: day_cuts.CutBy) -> Cut:
        column, op, count = self.columns[by.fact.entity, by.fact.id], by.op, by.count
        of_household, on_the_left = by.fact.entity is Entity.HOUSEHOLD, by.on_the_left
        fact = self.program.facts[column]

        def cut(state: State, left: Value, right: Value) -> RangeSplit | None:
            own, other = (left, right) if on_the_left else (right, left)
            if other[0] is None or other[0] is not other[1]:
                return None
            if count is None:
                return column, of_household, other[0], op
            reach = int(fact.low), int(fact.high)
            day = day_cuts.cut_at(partial(count.of, state.month), reach, ends(own), op, other[0])
            return None if day is None else (column, of_household, day, Comparison.AT_LEAST)

        return cut

    def _comparison(self, node: n.Node) -> object:
        """An object that stands for a comparison; for one of the program it is known which."""
        made = object()
        if not self.complete:
            self.comparisons[made] = node
            self.order[made] = len(self.order)
        return made

    def _undecided(
        self, state: State, key: OpenComparison, used: int, missing: int, cut: RangeSplit | None
    ) -> Value:
        if state.supposed is not None and key in state.supposed:
            return truth(state.supposed[key], used, 0)
        state.leave_open(key, missing, cut)
        return 0, 1, used, missing

    def on_Not(self, node: n.Not) -> Computation:
        return _negated(self.work(node.part))

    def on_And(self, node: n.And) -> Computation:
        junction = _junction([self.work(part) for part in node.parts], settles=0)
        more = tuple(self._absorbing(node))
        if not more:
            return junction

        def absorbing(state: State, payee: int) -> Value:
            found = junction(state, payee)
            if found[0] != found[1]:
                for each, bit in more:
                    _, holds, used, _ = each(state, payee)
                    if not holds:
                        return 0, 0, used | bit, 0
            return found

        return absorbing

    def _absorbing(self, node: n.And) -> Iterator[tuple[Computation, int]]:
        """What else has to hold, so that who is excluded for certain is not paid whether or not he
        would be otherwise: with each condition the bit of the rule that says it.
        """
        for part, rest in core.absorbed(node, self.program.by_id):
            if rest:
                bit = self.rule_bits.get(core.named_step(part) or "", 0)
                yield _negated(_junction([self.work(each) for each in rest], settles=0)), bit

    def on_Or(self, node: n.Or) -> Computation:
        return _junction([self.work(part) for part in node.parts], settles=1)

    def on_If(self, node: n.If) -> Computation:
        test, yes, no = self.work(node.test), self.work(node.yes), self.work(node.no)

        def choose(state: State, payee: int) -> Value:
            low, high, used, missing = test(state, payee)
            if low == high:
                one, other, chosen_used, chosen_missing = (yes if low else no)(state, payee)
                return one, other, used | chosen_used, chosen_missing
            a, b = yes(state, payee), no(state, payee)
            return known(
                *interval.hull((ends(a), ends(b))), used | a[2] | b[2], missing | a[3] | b[3]
            )

        return choose

    # --- aggregates: over the members of whom a condition holds, or may hold ---

    def on_Total(self, node: n.Total) -> Computation:
        value, among = self.work(node.value), self.work(node.among)

        def total(state: State, payee: int) -> Value:
            low: Number | None = 0
            high: Number | None = 0
            used = missing = 0
            for member in range(len(state.case.members)):
                test = among(state, member)
                used |= test[2]
                if test[1] == 0:
                    continue
                part = value(state, member)
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

    def on_Count(self, node: n.Count) -> Computation:
        among = self.work(node.among)

        def count(state: State, payee: int) -> Value:
            low = high = used = missing = 0
            for member in range(len(state.case.members)):
                test = among(state, member)
                low += int(test[0] or 0)
                high += int(test[1] or 0)
                used |= test[2]
                missing |= test[3]
            return known(low, high, used, missing)

        return count

    def on_Exists(self, node: n.Exists) -> Computation:
        among = self.work(node.among)

        def exists(state: State, payee: int) -> Value:
            used = missing = 0
            undecided = False
            for member in range(len(state.case.members)):
                test = among(state, member)
                if test[0] == 1:
                    return 1, 1, test[2], 0
                used |= test[2]
                if test[1] == 1:
                    undecided = True
                    missing |= test[3]
            return (0, 1, used, missing) if undecided else (0, 0, used, 0)

        return exists

    def on_Largest(self, node: n.Largest) -> Computation:
        return self._extreme_among(node.value, node.among, lowest=False)

    def on_Smallest(self, node: n.Smallest) -> Computation:
        return self._extreme_among(node.value, node.among, lowest=True)

    def _extreme_among(
        self, value_node: n.Node, among_node: n.Node, *, lowest: bool
    ) -> Computation:
        """The extreme value among those for whom the condition holds.

        0 when there is nobody, which stays possible while unknown.
        """
        value, among = self.work(value_node), self.work(among_node)
        join = interval.least if lowest else interval.greatest

        def extreme(state: State, payee: int) -> Value:
            sure: list[interval.Interval] = []
            perhaps: list[interval.Interval] = []
            used = missing = 0
            for member in range(len(state.case.members)):
                test = among(state, member)
                used |= test[2]
                if test[1] == 0:
                    continue
                part = value(state, member)
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


def _negated(part: Computation) -> Computation:
    def negate(state: State, payee: int) -> Value:
        low, high, used, missing = part(state, payee)
        return 1 - high, 1 - low, used, missing

    return negate


def _junction(works: Sequence[Computation], *, settles: int) -> Computation:
    """`and` is settled by the first part that is false, `or` by the first that is true.

    Else what is unknown stays so.
    """

    def junction(state: State, payee: int) -> Value:
        used = missing = 0
        undecided = False
        for work in works:
            low, high, part_used, part_missing = work(state, payee)
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
