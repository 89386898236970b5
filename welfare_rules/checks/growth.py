"""Whether every value of a law stays of a size that can be worked out.

Values are exact, so products and quotients of what varies have more and more digits: thirty
squares of one another have a thousand million. Before anything is worked out, the digits that each
value of a formula may come to are counted by the declared bounds, over all versions at once, and
never is a number of more than `MOST_DIGITS` digits made for it. What rests on one another in too
long a chain is told as well: it is worked out from the inside, one within the other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from welfare_rules.basics import interval
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.money import MONTHS_OF_A_FLOW
from welfare_rules.basics.numbers import Number
from welfare_rules.checks.bounds import ANYTHING, Bounds
from welfare_rules.checks.stretches import moments
from welfare_rules.checks.structure import inside, place_of
from welfare_rules.findings import Finding, finding
from welfare_rules.language import nodes as n
from welfare_rules.language.declaration import MOST_MEMBERS
from welfare_rules.language.nodes import Node
from welfare_rules.law.law import Law
from welfare_rules.law.validity import candidates
from welfare_rules.program.day import law_of_day
from welfare_rules.program.exclusions import exclusions, rings
from welfare_rules.program.lowering import formulas_by_step
from welfare_rules.program.program import named_step, references
from welfare_rules.program.resolve import Cycle, order_of

MOST_DIGITS = 1000
"""Digits that the numerator or the denominator of any value of a formula may come to."""
MOST_NESTED = 300
"""Operations, one within the other through all names, that a value may be made of."""

MOST_BRANCHES = 64
"""Cases that the transitional versions of a figure, and of what it is a share of, tell apart."""

MOST_OF_A_RING = 32
"""Benefits that exclude one another in a ring; each is compared with each."""

MOST_OF_A_LAW = 100_000
"""Operations, names and values in all formulas of a law; each is read, checked and translated."""

_MOST_BITS = MOST_DIGITS * 10 // 3  # a digit has between three and four
_BITS_OF_MEMBERS = MOST_MEMBERS.bit_length()
_BITS_OF_A_DAY = 32  # of days YYYYMMDD, and of numbers of years, months and days


@dataclass(frozen=True, slots=True)
class Size:
    """How many bits a value may need as an exact fraction that is never made simpler.

    `top` is the numerator. The denominator is `fixed` times what `changing` names: each a part that
    depends on the case, with its bits.
    """

    top: int
    fixed: int = 1
    changing: tuple[tuple[object, int], ...] = ()

    @property
    def below(self) -> int:
        """The bits of the denominator."""
        return self.fixed.bit_length() + self.moving

    @property
    def moving(self) -> int:
        """The bits of what of the denominator depends on the case."""
        return sum(bits for _, bits in self.changing)

    @property
    def bits(self) -> int:
        return max(self.top, self.below)


TRUTH, WHOLE = Size(1), Size(_BITS_OF_A_DAY)


def check_rings(law: Law) -> Iterable[Finding]:
    """The rings of benefits that exclude one another, all versions at once, that are too long."""
    edges = {key: frozenset[str]().union(*each.values()) for key, each in exclusions(law).items()}
    for ring in rings(edges):
        if len(ring) > MOST_OF_A_RING:
            beyond = law.benefit(ring[MOST_OF_A_RING])
            yield finding("WR218", beyond.origin.place(key=True), limit=MOST_OF_A_RING)


def check_length(law: Law) -> Iterable[Finding]:
    """The formula with which all formulas of a law together become too long."""
    count = 0
    for each in law.formulas():
        count += sum(1 for _ in n.walk(each.formula.node))
        if count > MOST_OF_A_LAW:
            yield finding("WR219", each.formula.origin.place(), limit=MOST_OF_A_LAW)
            return


def check_circles(law: Law) -> Iterable[Finding]:
    """The circle that is one too many: they are tried one after the other."""
    if len(law.circles) > MOST_NESTED:
        beyond = law.circles[MOST_NESTED]
        yield finding("WR216", beyond.origin.place("id"), limit=MOST_NESTED)


def check_growth(law: Law) -> Iterable[Finding]:
    """The formulas of which a value may have too many digits, or is nested too deeply.

    All versions of a value are looked at together. Where one needs itself by versions of different
    days, each day is looked at as known on each, until one of them is found to be wrong.
    """
    try:
        yield from _found(law, law)
    except Cycle:
        read = [period for rule in law.rules() for period in rule.dated]
        for day, known in moments(law, read):
            found = [*_found(law, _of_day(law, day, known))]
            if found:
                yield from found
                return


def _of_day(law: Law, day: int, known: int) -> Law:
    """The law of a day as known on another, each figure with the versions that may hold then."""
    figures = {
        each.id: replace(each, versions=tuple(candidates(each.versions, day, known)))
        for each in law.figures.values()
    }
    return replace(law_of_day(law, day, known), figures=figures)


def _steps(law: Law) -> tuple[dict[str, list[Node]], dict[str, dict[str, None]]]:
    """The formulas of every step, and the steps that each needs."""
    nodes = formulas_by_step(law)
    needs = {
        name: dict.fromkeys(need for each in found for need in references(each) if need in nodes)
        for name, found in nodes.items()
    }
    return nodes, needs


def _found(law: Law, then: Law) -> Iterator[Finding]:
    """What is wrong in a law as it is then; raises Cycle where that cannot be put in order."""
    nodes, needs = _steps(then)
    shares = {
        each.id: [version.of for version in each.versions if version.of]
        for each in then.figures.values()
    }
    order, figures = order_of(needs), order_of(shares)
    growth = Growth(then)
    yield from growth.figures(figures)
    wrong = [
        (name, *each) for name in order for node in nodes[name] for each in growth.step(name, node)
    ]
    if not wrong:
        return
    formulas = {
        id(one): each.formula for each in law.formulas() for one in n.walk(each.formula.node)
    }
    for name, code, at, limit in wrong:
        formula, origin = formulas.get(id(at)), place_of(law, name)
        if formula is not None:
            yield finding(code, inside(formula, at.at[0]), limit=limit)
        elif origin is not None:
            yield finding(code, origin.place(key=True), limit=limit)
        else:  # the sum of incomes, which no file lays down
            yield finding(code, law.incomes[-1].origin.place("id"), limit=limit)


class Growth:
    """The sizes of the steps that have been looked at, and how deep they go."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.bounds = Bounds(law)
        self.sizes: dict[str, Size] = {}
        self.ranges: dict[str, Interval] = {}
        self.wrong: set[str] = set()
        self.depths: dict[str, int] = {}
        self.figure_sizes: dict[str, Size] = {}
        self.figure_depths: dict[str, int] = {}
        self.figure_cases: dict[str, int] = {}  # that transitional versions tell apart

    def step(self, name: str, root: Node) -> Iterator[tuple[str, Node, int]]:
        """What is wrong in one formula of a step. Nothing more is said of what rests on it."""
        if name in self.wrong or not self.wrong.isdisjoint(references(root)):
            self.wrong.add(name)
            return
        sizes: dict[int, Size] = {}
        ranges: dict[int, Interval] = {}
        depths: dict[int, int] = {}
        for node in reversed(n.walk(root)):  # operands first
            operands = n.children(node)
            below = named_step(node)
            depth = 1 + max((depths[id(each)] for each in operands), default=0)
            depth += self.depths.get(below or "", 0)
            if isinstance(node, n.FigureRef):
                depth += self.figure_cases[node.id]
            depths[id(node)] = depth
            reach = self._reach(node, [ranges[id(each)] for each in operands])
            size = self._size(node, [sizes[id(each)] for each in operands], reach)
            if depth > MOST_NESTED or size.bits > _MOST_BITS:
                self.wrong.add(name)
                deep = depth > MOST_NESTED
                yield ("WR216", node, MOST_NESTED) if deep else ("WR215", node, MOST_DIGITS)
                return
            sizes[id(node)], ranges[id(node)] = size, reach
        self._keep(name, sizes[id(root)], ranges[id(root)], depths[id(root)])

    def _keep(self, name: str, size: Size, reach: Interval, depth: int) -> None:
        """One version of a step; what stands for all of them is the largest."""
        size = Size(size.top, size.fixed, ((name, size.moving),) if size.changing else ())
        if name in self.sizes:
            size = _either([self.sizes[name], size])
            reach = interval.hull((self.ranges[name], reach))
        self.sizes[name] = size
        self.depths[name] = max(depth, self.depths.get(name, 0))
        self.ranges[name] = reach

    def _reach(self, node: Node, of: Sequence[Interval]) -> Interval:
        """The range of a value, open where its ends would have too many digits."""
        name = named_step(node)
        low, high = self.ranges.get(name, ANYTHING) if name else self.bounds.joined(node, of)
        return _short(low), _short(high)

    def _size(self, node: Node, of: Sequence[Size], reach: Interval) -> Size:
        """The size of a value by its operation; no larger than its range says."""
        made = self._made(node, of, reach)
        if reach[0] is None or reach[1] is None:
            return made
        most = max(_magnitude(each) for each in reach if each is not None)
        return Size(min(made.top, most + made.below), made.fixed, made.changing)

    def _made(self, node: Node, of: Sequence[Size], reach: Interval) -> Size:
        match node:
            case n.Const():
                return _of_number(node.value)
            case n.FactRef():
                most = max(_magnitude(each) for each in reach if each is not None)
                twelfths = MONTHS_OF_A_FLOW if node.flow else 1
                return Size(most + twelfths.bit_length(), twelfths)
            case n.FigureRef():
                return self.figure_sizes[node.id]
            case n.DerivedRef() | n.Amount() | n.Entitled():
                return self.sizes.get(named_step(node) or "", WHOLE)
            case n.Add() | n.Sub():
                whole = _either(of)
                return Size(whole.top + 1, whole.fixed, whole.changing)
            case n.Mul():
                one, other = of
                changing = (*one.changing, *other.changing)
                return Size(one.top + other.top, one.fixed * other.fixed, changing)
            case n.Div():
                one, other = of
                changing = (*one.changing, (id(node), other.top))
                return Size(one.top + other.below, one.fixed, changing)
            case n.If():
                return _either(of[1:])
            case n.Least() | n.Greatest():
                return _either(of)
            case n.Compare():  # multiplied across
                return Size(_either(of).top)
            case n.In():
                most = max((_of_number(each).bits for each in node.values), default=0)
                return Size(most + of[0].bits)
            case n.Rounded():
                step = node.step.numerator.bit_length() + node.step.denominator.bit_length()
                return Size(of[0].top + step + 1, node.step.denominator)
            case n.Total():  # one denominator for all members, unless each has its own
                own = of[0].changing
                times = MOST_MEMBERS if own else 1
                changing = ((id(node), of[0].moving * times),) if own else ()
                top = of[0].top + (times - 1) * of[0].moving + _BITS_OF_MEMBERS
                return Size(top, of[0].fixed, changing)
            case n.Largest() | n.Smallest():
                return of[0]
            case n.Years() | n.CalendarMonths() | n.Days() | n.Count() | n.Clock():
                return WHOLE
            case _:
                return TRUTH

    def figures(self, order: Iterable[str]) -> Iterator[Finding]:
        """The size of each figure: of its largest version, a share being one of what it is of."""
        for name in order:
            figure = self.law.figures[name]
            found = [TRUTH]
            depth = cases = 1
            for each in figure.versions:
                if each.value is not None:
                    found.append(_of_number(each.value))
                elif each.share is not None:
                    base, share = self.figure_sizes[each.of], _of_number(each.share)
                    found.append(Size(base.top + share.top, base.fixed * share.fixed))
                    depth = max(depth, 1 + self.figure_depths[each.of])
                if each.only_for is not None:
                    cases += self.figure_cases.get(each.of, 1)
            of = [self.figure_cases.get(each.of, 1) for each in figure.versions]
            cases += max(of, default=1) - 1
            found.extend(_of_number(each) for each in (figure.low, figure.high) if each is not None)
            size = _either(found)
            code = self._of_figure(size, depth, cases)
            if code is not None:
                yield finding(code[0], figure.origin.place(key=True), limit=code[1])
                size, depth, cases = TRUTH, 1, 1
            self.figure_sizes[name], self.figure_depths[name] = size, depth
            self.figure_cases[name] = cases

    @staticmethod
    def _of_figure(size: Size, depth: int, cases: int) -> tuple[str, int] | None:
        if size.bits > _MOST_BITS:
            return "WR215", MOST_DIGITS
        if depth > MOST_NESTED:
            return "WR216", MOST_NESTED
        return ("WR217", MOST_BRANCHES) if cases > MOST_BRANCHES else None


def _either(of: Sequence[Size]) -> Size:
    """The size of any of some values, brought to one denominator."""
    fixed = math.lcm(*(each.fixed for each in of))
    changing = tuple(dict(one for each in of for one in each.changing).items())
    moving = sum(bits for _, bits in changing)
    tops = [each.top + (fixed // each.fixed).bit_length() + moving - each.moving for each in of]
    return Size(max(tops), fixed, changing)


def _of_number(value: Number) -> Size:
    return Size(abs(value.numerator).bit_length(), value.denominator)


def _magnitude(value: Number) -> int:
    """The bits of a number's whole part."""
    return (abs(value.numerator) // value.denominator + 1).bit_length()


def _short(value: Number | None) -> Number | None:
    """The end of a range; no end where that would have too many digits."""
    if value is None or _of_number(value).bits <= _MOST_BITS:
        return value
    return None
