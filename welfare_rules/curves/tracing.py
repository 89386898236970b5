"""Works a program out while one fact of a case runs through a range.

Whatever does not rest on that fact is asked of the reference engine once. The rest is a function of
the fact, by one method for each kind of node; each value says over which span it is what it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.known import Known
from welfare_rules.basics.numbers import Number, rounded
from welfare_rules.curves.forms import Form, Span, T
from welfare_rules.curves.values import Exact, Traced, Truth, extreme_form, sign_of_difference
from welfare_rules.engine.reference import Evaluation
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.moving import Moving
from welfare_rules.program.program import Program, named_step

Place = tuple[str, int]  # a step and a payee
SIGNS: dict[Comparison, frozenset[int]] = {
    each: frozenset(sign for sign in (-1, 0, 1) if each.holds(sign, 0)) for each in Comparison
}


class Tracer:
    """One case in which one fact of one payee runs through a span of whole numbers.

    Values are asked for at one place `t` of it at a time, and kept for as long as they hold.
    """

    def __init__(self, evaluation: Evaluation, fact: Fact, payee: int, within: Span) -> None:
        self.evaluation = evaluation
        self.program: Program = evaluation.program
        self.fact = fact
        self.payee = payee
        self.within = within
        self.t = within.first
        self._moving = Moving(self.program, self._members(), self._runs)
        self._still: dict[tuple[int, int], Traced | Truth] = {}
        self._kept: dict[Place, Traced | Truth] = {}

    # --- steps ---

    def amount(self, step: str, payee: int) -> Traced:
        """The value of a step at the present place."""
        found = self._step(step, payee)
        assert isinstance(found, Traced), step
        return found

    def truth(self, step: str, payee: int) -> Truth:
        """Whether a step holds at the present place."""
        found = self._step(step, payee)
        assert isinstance(found, Truth), step
        return found

    def _step(self, name: str, payee: int) -> Traced | Truth:
        step = self.program.step(name)
        place = (name, HOUSEHOLD if step.entity is Entity.HOUSEHOLD else payee)
        found = self._kept.get(place)
        if found is not None and self._holds_here(found):
            return found
        if step.node is None or not self._moving.step(*place):
            made = self._known(self.evaluation.step(*place), step.type.kind)
        else:
            made = self._of(step.node, place[1])
        self._kept[place] = made
        return made

    def _holds_here(self, value: Traced | Truth) -> bool:
        exact = value.exact if isinstance(value, Traced) else None
        return _in(value.span, self.t) and (exact is None or _in(exact.span, self.t))

    def moves(self, name: str, payee: int) -> bool:
        """Whether the value of a step can rest on the fact."""
        return self._moving.step(name, payee)

    def _runs(self, node: n.Node, payee: int) -> bool | None:
        """Whether a node is the fact that runs; None where its operands say so."""
        if not isinstance(node, n.FactRef):
            return None
        whose = HOUSEHOLD if node.entity is Entity.HOUSEHOLD else payee
        return (node.id, whose) == (self.fact.id, self.payee)

    # --- nodes ---

    def _of(self, node: n.Node, payee: int) -> Traced | Truth:
        key = (id(node), payee)
        still = self._still.get(key)
        if still is not None:
            return still
        if named_step(node) is None and not self._moving.node(node, payee):
            known = self.evaluation.formula(node, payee)
            found = self._still[key] = self._known(known, node.type.kind)
            return found
        return self._methods[type(node)](node, payee)

    def _known(self, known: Known, kind: Kind) -> Traced | Truth:
        """What the reference engine says of a value that does not move."""
        if kind is Kind.BOOL:
            return Truth(known.truth, self.within)
        low, high = known.ends
        if low is not None and low == high:
            return self._fixed(low)
        ends = (None if low is None else Form((low,)), None if high is None else Form((high,)))
        return Traced(*ends, None, self.within)

    def _fixed(self, value: Number) -> Traced:
        form = Form((value,))
        return Traced(form, form, Exact(form, self.within), self.within)

    def _value(self, node: n.Node, payee: int) -> Traced:
        found = self._of(node, payee)
        assert isinstance(found, Traced), type(node)
        return found

    def _truth(self, node: n.Node, payee: int) -> Truth:
        found = self._of(node, payee)
        assert isinstance(found, Truth), type(node)
        return found

    @cached_property
    def _methods(self) -> dict[type[n.Node], Callable[[n.Node, int], Traced | Truth]]:
        return {each: getattr(self, f"on_{each.__name__}") for each in n.NODE_CLASSES}

    def _never(self, node: n.Node, payee: int) -> Traced:
        raise AssertionError(f"{type(node).__name__} does not move")

    # what is fixed in a case and month, or rests on days and lists, which no fact that runs is
    on_Const = on_FigureRef = on_Clock = on_Receives = _never
    on_Years = on_CalendarMonths = on_Days = _never

    def on_FactRef(self, node: n.FactRef, payee: int) -> Traced:
        """The fact that runs: all others are at rest."""
        return Traced(T, T, Exact(T, self.within), self.within)

    def _named(self, node: n.Node, payee: int) -> Traced | Truth:
        step = named_step(node)
        assert step is not None
        return self._step(step, payee)

    on_DerivedRef = on_Entitled = on_Amount = _named

    # --- arithmetic ---

    def on_Add(self, node: n.Add, payee: int) -> Traced:
        return _combined(self._value(node.left, payee), self._value(node.right, payee), Form.plus)

    def on_Sub(self, node: n.Sub, payee: int) -> Traced:
        one, other = self._value(node.left, payee), self._value(node.right, payee)
        turned = Traced(other.high, other.low, other.exact, other.span)
        return _combined(one, turned, Form.minus)

    def on_Mul(self, node: n.Mul, payee: int) -> Traced:
        one, other = self._value(node.left, payee), self._value(node.right, payee)
        for factor in (one, other):  # nothing times anything unknown is nothing
            if factor.constant == 0:
                return _limited(self._fixed(0), factor.span)
        return self._scaled(one, other, Form.times)

    def on_Div(self, node: n.Div, payee: int) -> Traced:
        one, other = self._value(node.left, payee), self._value(node.right, payee)
        if other.low is not None:
            sign, span = other.low.sign(self.t, other.span)
            if sign > 0:
                positive = Traced(other.low, other.high, other.exact, span)
                return self._scaled(one, positive, Form.over)
        exact = _exactly(one, other, Form.over)
        if exact is None:
            return Traced(None, None, None, one.span.common(other.span))
        return Traced(exact.form, exact.form, exact, exact.span)

    def _scaled(self, one: Traced, other: Traced, join: Callable[[Form, Form], Form]) -> Traced:
        """A product or quotient: the least and the greatest of those of the ends."""
        span = one.span.common(other.span)
        exact = _exactly(one, other, join)
        pointed = one.low == one.high and other.low == other.high
        if pointed and one.low is not None and other.low is not None:
            form = join(one.low, other.low)
            return Traced(form, form, exact, span)
        if None in (one.low, one.high, other.low, other.high):
            return Traced(None, None, exact, span)
        ends = [
            join(a, b)
            for a in (one.low, one.high)
            for b in (other.low, other.high)
            if a is not None and b is not None
        ]
        low, span = extreme_form(ends, self.t, span, -1)
        high, span = extreme_form(ends, self.t, span, 1)
        return Traced(low, high, exact, span)

    def on_Least(self, node: n.Least, payee: int) -> Traced:
        return self._extreme([self._value(part, payee) for part in node.parts], -1)

    def on_Greatest(self, node: n.Greatest, payee: int) -> Traced:
        return self._extreme([self._value(part, payee) for part in node.parts], 1)

    def _extreme(self, parts: Sequence[Traced], direction: int) -> Traced:
        """The least (-1) or greatest (1) of some values."""
        if len(parts) == 1:
            return parts[0]
        low, span = self._bound([each.low for each in parts], direction, needs_all=direction < 0)
        high, here = self._bound([each.high for each in parts], direction, needs_all=direction > 0)
        span = span.common(here)
        for each in parts:
            span = span.common(each.span)
        return Traced(low, high, self._exact_extreme(parts, direction), span)

    def _bound(
        self, bounds: Sequence[Form | None], direction: int, *, needs_all: bool
    ) -> tuple[Form | None, Span]:
        """A bound of the least or greatest of some values; None where one is needed and open."""
        there = [each for each in bounds if each is not None]
        if not there or (needs_all and len(there) < len(bounds)):
            return None, self.within
        return extreme_form(there, self.t, self.within, direction)

    def _exact_extreme(self, parts: Sequence[Traced], direction: int) -> Exact | None:
        best = parts[0]
        for each in parts[1:]:
            sign, _ = sign_of_difference(each, best, self.t)
            if sign is None:
                return None
            if sign == direction:
                best = each
        if best.exact is None:
            return None
        span = best.exact.span
        for each in parts:
            if each is not best:
                _, here = sign_of_difference(each, best, self.t)
                span = span.common(here)
        return Exact(best.exact.form, span)

    def on_Rounded(self, node: n.Rounded, payee: int) -> Traced:
        part = self._value(node.part, payee)
        fixed = part.constant
        if fixed is not None:
            return _limited(self._fixed(rounded(fixed, node.step, node.direction)), part.span)
        below, above = {"up": (Fraction(0), node.step), "down": (-node.step, Fraction(0))}.get(
            node.direction, (-node.step / 2, node.step / 2)
        )
        return Traced(
            None if part.low is None else part.low.raised(below),
            None if part.high is None else part.high.raised(above),
            None if part.exact is None else self._stair(part.exact, node),
            part.span,
        )

    def _stair(self, exact: Exact, node: n.Rounded) -> Exact:
        """The step of the rounding on which the present place lies."""
        value = rounded(exact.form.at(self.t), node.step, node.direction)
        span = exact.span
        half = node.step / 2
        edges = {"up": (-node.step, 0), "down": (0, node.step)}.get(node.direction, (-half, half))
        for edge in edges:
            sign, here = exact.form.raised(-value - edge).sign(self.t, span)
            if sign:
                span = here
            elif exact.form.constant is None:  # on the very edge: what comes beside it is not asked
                span = Span(self.t, self.t)
        return Exact(Form((value,)), span)

    # --- conditions ---

    def on_Compare(self, node: n.Compare, payee: int) -> Truth:
        left, right = self._of(node.left, payee), self._of(node.right, payee)
        if isinstance(left, Truth) or isinstance(right, Truth):  # two truths: alike or not
            assert isinstance(left, Truth)
            assert isinstance(right, Truth)
            span = left.span.common(right.span)
            if left.holds is None or right.holds is None:
                return Truth(None, span)
            return Truth(node.op.holds(left.holds, right.holds), span)
        sign, span = sign_of_difference(left, right, self.t)
        return Truth(None if sign is None else sign in SIGNS[node.op], span)

    def on_In(self, node: n.In, payee: int) -> Truth:
        item = self._value(node.item, payee)
        span, unsure = item.span, False
        for value in node.values:
            sign, here = sign_of_difference(item, self._fixed(value), self.t)
            if sign == 0:
                return Truth(True, here)
            unsure |= sign is None
            span = span.common(here)
        return Truth(None if unsure else False, span)

    def on_Not(self, node: n.Not, payee: int) -> Truth:
        part = self._truth(node.part, payee)
        return Truth(None if part.holds is None else not part.holds, part.span)

    def on_And(self, node: n.And, payee: int) -> Truth:
        return self._junction(node.parts, payee, settles=False)

    def on_Or(self, node: n.Or, payee: int) -> Truth:
        return self._junction(node.parts, payee, settles=True)

    def _junction(self, parts: Sequence[n.Node], payee: int, *, settles: bool) -> Truth:
        """Settled by any part that settles it: by the one that does so over the longest span."""
        return _joined((self._truth(part, payee) for part in parts), self.within, settles=settles)

    def on_If(self, node: n.If, payee: int) -> Traced | Truth:
        test = self._truth(node.test, payee)
        if test.holds is not None:
            chosen = self._of(node.yes if test.holds else node.no, payee)
            return _narrowed(chosen, test.span)
        yes, no = self._of(node.yes, payee), self._of(node.no, payee)
        if isinstance(yes, Truth) or isinstance(no, Truth):
            assert isinstance(yes, Truth)
            assert isinstance(no, Truth)
            span = test.span.common(yes.span).common(no.span)
            return Truth(yes.holds if yes.holds == no.holds else None, span)
        return _limited(self._either([yes, no]), test.span)

    def _either(self, parts: Sequence[Traced]) -> Traced:
        """What is known of a value that is one of these."""
        span = self.within
        for each in parts:
            span = span.common(each.span)
        constant = parts[0].constant
        if constant is not None and all(each.constant == constant for each in parts):
            return _limited(parts[0], span)
        low, here = self._bound([each.low for each in parts], -1, needs_all=True)
        high, there = self._bound([each.high for each in parts], 1, needs_all=True)
        return Traced(low, high, None, span.common(here).common(there))

    # --- over the members ---

    def _members(self) -> range:
        return range(len(self.evaluation.case.members))

    def on_Total(self, node: n.Total, payee: int) -> Traced:
        total = self._fixed(0)
        for member in self._members():
            test = self._truth(node.among, member)
            if test.holds is False:
                total = _limited(total, test.span)
                continue
            part = self._value(node.value, member)
            if test.holds is None:
                part = self._either([self._fixed(0), part])
            total = _limited(_combined(total, part, Form.plus), test.span)
        return total

    def on_Count(self, node: n.Count, payee: int) -> Traced:
        low = high = 0
        span = self.within
        for member in self._members():
            test = self._truth(node.among, member)
            low += test.holds is True
            high += test.holds is not False
            span = span.common(test.span)
        if low == high:
            return _limited(self._fixed(low), span)
        return Traced(Form((low,)), Form((high,)), None, span)

    def on_Exists(self, node: n.Exists, payee: int) -> Truth:
        found = (self._truth(node.among, member) for member in self._members())
        return _joined(found, self.within, settles=True)

    def on_Largest(self, node: n.Largest, payee: int) -> Traced:
        return self._extreme_among(node.value, node.among, 1)

    def on_Smallest(self, node: n.Smallest, payee: int) -> Traced:
        return self._extreme_among(node.value, node.among, -1)

    def _extreme_among(self, value: n.Node, among: n.Node, direction: int) -> Traced:
        sure: list[Traced] = []
        perhaps: list[Traced] = []
        span = self.within
        for member in self._members():
            test = self._truth(among, member)
            span = span.common(test.span)
            if test.holds is not False:
                (perhaps if test.holds is None else sure).append(self._value(value, member))
        settled = self._extreme(sure, direction) if sure else self._fixed(0)
        possible = [settled]
        possible += [
            self._extreme([settled, each], direction) if sure else each for each in perhaps
        ]
        if perhaps:
            possible.append(self._extreme([*sure, *perhaps], direction))
        return _limited(possible[0] if len(possible) == 1 else self._either(possible), span)


def _in(span: Span, t: int) -> bool:
    return span.first <= t <= span.last


def _combined(one: Traced, other: Traced, join: Callable[[Form, Form], Form]) -> Traced:
    """A sum, of the lows, of the highs, and exactly; of the second the ends are given in order."""
    return Traced(
        None if one.low is None or other.low is None else join(one.low, other.low),
        None if one.high is None or other.high is None else join(one.high, other.high),
        _exactly(one, other, join),
        one.span.common(other.span),
    )


def _exactly(one: Traced, other: Traced, join: Callable[[Form, Form], Form]) -> Exact | None:
    if one.exact is None or other.exact is None:
        return None
    span = one.exact.span.common(other.exact.span)
    return Exact(join(one.exact.form, other.exact.form), span)


def _narrowed(value: Traced | Truth, span: Span) -> Traced | Truth:
    if isinstance(value, Truth):
        return Truth(value.holds, value.span.common(span))
    return _limited(value, span)


def _limited(value: Traced, span: Span) -> Traced:
    """The same over no more than a span."""
    exact = value.exact
    if exact is not None:
        exact = Exact(exact.form, exact.span.common(span))
    return Traced(value.low, value.high, exact, value.span.common(span))


def _joined(parts: Iterable[Truth], within: Span, *, settles: bool) -> Truth:
    """All of these conditions (settled by one that is false), or any (by one that is true).

    Of those that settle it the one that does so over the longest span speaks.
    """
    span = within
    unsure = False
    settled: Truth | None = None
    for each in parts:
        if each.holds is settles:
            if each.span == within:
                return each
            if settled is None or _length(each.span) > _length(settled.span):
                settled = each
        unsure |= each.holds is None
        span = span.common(each.span)
    if settled is not None:
        return settled
    return Truth(None if unsure else not settles, span)


def _length(span: Span) -> int:
    return span.last - span.first
