"""Makes nodes of integer programs: folds constants and proves the range of the rest.

What is open stays open: an operation on an open number is open, a condition is open unless what
stands before it settles the matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from welfare_rules.basics import interval
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.interval import Interval
from welfare_rules.engine.integer.expressions import (
    Both,
    Bottom,
    Choose,
    Either,
    Expr,
    FloorDiv,
    Greatest,
    HalfEven,
    Hole,
    Least,
    Minus,
    Mod,
    Negated,
    OfStep,
    OneOf,
    Open,
    Plus,
    Presumed,
    Product,
    Rising,
    Scaled,
    Surely,
    Test,
    Times,
    Top,
    Union,
    Whole,
)
from welfare_rules.language.types import Entity

OPEN = Open()


def whole(value: int) -> Whole:
    """A constant number."""
    return Whole(value, low=value, high=value)


def truth(holds: bool) -> Whole:
    """A constant condition."""
    return Whole(int(holds), low=int(holds), high=int(holds), truth=True)


ZERO, ONE, TRUE, FALSE = whole(0), whole(1), truth(True), truth(False)


def ranged(low: object, high: object, *parts: Expr) -> dict[str, Any]:
    """The fields that every node has: its range, how deep its operands go and how many they are."""
    return {
        "low": low,
        "high": high,
        "depth": 1 + max((each.depth for each in parts), default=0),
        "size": 1 + sum(each.size for each in parts),
        "holed": any(each.holed for each in parts),
    }


def condition(*parts: Expr) -> dict[str, Any]:
    """The same for a condition."""
    return {**ranged(0, 1, *parts), "truth": True}


def ends(expr: Expr) -> Interval:
    """What is proved of a node as an interval."""
    return expr.low, expr.high


def settled(expr: Expr) -> bool | None:
    """What a condition comes to when that is known beforehand."""
    return bool(expr.value) if isinstance(expr, Whole) else None


def hole(number: int, low: int | None, high: int | None, *, truth: bool) -> Hole:
    """Something that nobody has found, between its ends; None where it has none."""
    least = low if low is not None else 0 if high is None else high
    most = least if high is None else high
    none = low is None, high is None
    return Hole(number, *none, low=least, high=most, truth=truth, holed=True)


# --- numbers ---


def plus(left: Expr, right: Expr) -> Expr:
    """The sum of two numbers."""
    if isinstance(left, Open) or isinstance(right, Open):
        return OPEN
    if isinstance(left, Whole) and isinstance(right, Whole):
        return whole(left.value + right.value)
    if is_zero(right):
        return left
    if is_zero(left):
        return right
    return Plus(left, right, **ranged(*interval.add(ends(left), ends(right)), left, right))


def minus(left: Expr, right: Expr) -> Expr:
    """The difference of two numbers."""
    if isinstance(left, Open) or isinstance(right, Open):
        return OPEN
    if isinstance(left, Whole) and isinstance(right, Whole):
        return whole(left.value - right.value)
    if is_zero(right):
        return left
    return Minus(left, right, **ranged(*interval.subtract(ends(left), ends(right)), left, right))


def times(left: Expr, right: Expr) -> Expr:
    """The product; nothing times anything, open or not, is nothing, and a truth once is a truth."""
    if is_one(right):
        return left
    if is_one(left):
        return right
    if is_zero(left) or is_zero(right):
        return ZERO
    if isinstance(left, Open) or isinstance(right, Open):
        return OPEN
    if isinstance(left, Whole) and isinstance(right, Whole):
        return whole(left.value * right.value)
    if isinstance(left, Times) and isinstance(left.right, Whole) and isinstance(right, Whole):
        return times(left.left, whole(left.right.value * right.value))
    return Times(left, right, **ranged(*interval.multiply(ends(left), ends(right)), left, right))


def product(left: Expr, right: Expr) -> Expr:
    """The product of two numbers of the law, one of which rests on what nobody has found."""
    if is_zero(left) or is_zero(right):
        return ZERO
    if isinstance(left, Open) or isinstance(right, Open):
        return OPEN
    return Product(left, right, **ranged(*interval.multiply(ends(left), ends(right)), left, right))


def scaled(left: Expr, right: Expr) -> Expr:
    """A numerator times a denominator that another one has."""
    if isinstance(left, Open) or isinstance(right, Open):
        return OPEN
    if is_zero(left) or isinstance(right, Whole):
        return times(left, right)
    ends_ = interval.multiply(ends(left), ends(right))
    return Scaled(left, right, **ranged(*ends_, left, right))


def floor_div(left: Expr, right: Expr) -> Expr:
    """The quotient rounded down, by a divisor above 0."""
    return _divided(left, right, FloorDiv, lambda a, b: a // b)


def half_even(left: Expr, right: Expr) -> Expr:
    """The nearest whole quotient, of two as near the even one, by a divisor above 0."""
    return _divided(left, right, HalfEven, nearest_even)


def nearest_even(top: int, bottom: int) -> int:
    """The nearest whole quotient; of two as near, the even one.

    >>> nearest_even(5, 2), nearest_even(7, 2), nearest_even(-5, 2)
    (2, 4, -2)
    """
    quotient, rest = divmod(top, bottom)
    return quotient + (2 * rest > bottom or (2 * rest == bottom and quotient % 2 == 1))


def _divided(
    left: Expr, right: Expr, made: type[FloorDiv | HalfEven], count: Callable[[int, int], int]
) -> Expr:
    if isinstance(left, Open) or isinstance(right, Open):
        return OPEN
    if isinstance(left, Whole) and isinstance(right, Whole):
        return whole(count(left.value, right.value))
    if is_one(right):
        return left
    low = high = None
    if left.low is not None and left.high is not None and (right.low or 0) >= 1:
        divisors = [each for each in (right.low, right.high) if each is not None]
        found = [count(top, each) for top in (left.low, left.high) for each in divisors]
        if right.high is None:  # a quotient by anything larger lies nearer to 0
            found.extend((0, -1) if left.low < 0 else (0,))
        low, high = min(found), max(found)
    return made(left, right, **ranged(low, high, left, right))


def top(left: Expr, right: Expr) -> Expr:
    """The numerator of an exact quotient by something above 0, over `bottom(right)`."""
    if is_zero(left):
        return ZERO
    ends_ = interval.hull((ends(left), interval.multiply(ends(left), ends(right))))
    return Top(left, right, **ranged(*ends_, left, right))


def bottom(part: Expr) -> Expr:
    """The denominator of exact quotients by something above 0."""
    ends_ = interval.hull((ends(part), interval.multiply(ends(part), ends(part))))
    return Bottom(part, **ranged(*ends_, part))


def mod(left: Expr, right: int) -> Expr:
    """What is left of a whole quotient by a constant above 0."""
    if isinstance(left, Open):
        return OPEN
    if isinstance(left, Whole):
        return whole(left.value % right)
    return Mod(left, whole(right), **ranged(0, right - 1, left))


def rising(part: Expr, of: Expr) -> Expr:
    """A number that rests on one other alone, and never falls as that one grows."""
    if isinstance(part, (Open, Whole)):
        return part
    return Rising(part, of, **ranged(part.low, part.high, part))


def of_step(
    part: Expr, number: int, conditions: Sequence[tuple[int, bool, Expr]] = (), *, of_member: bool
) -> Expr:
    """The value of a step, told by its number; what is known beforehand, or open, is not told."""
    if isinstance(part, (Open, Whole)):
        return part
    made = ranged(part.low, part.high, part)
    return OfStep(part, number, of_member, tuple(conditions), **made, truth=part.truth)


def least(parts: Sequence[Expr]) -> Expr:
    """The least of some numbers; a constant that cannot be the least is left out."""
    return _extreme(parts, Least, min, interval.least)


def greatest(parts: Sequence[Expr]) -> Expr:
    """The largest of some numbers; one that cannot be the largest by its range is left out."""
    if (ordered := _highest_first(parts)) is not None:
        return ordered
    return _extreme(parts, Greatest, max, interval.greatest)


def _extreme(
    parts: Sequence[Expr],
    made: type[Least | Greatest],
    pick: Callable[[Iterable[int]], int],
    join: Callable[[Iterable[Interval]], Interval],
) -> Expr:
    if any(isinstance(each, Open) for each in parts):
        return OPEN
    fixed = [each.value for each in parts if isinstance(each, Whole)]
    moving = [each for each in parts if not isinstance(each, Whole)]
    kept = [*([whole(pick(fixed))] if fixed else []), *moving]
    if fixed and moving and any(_beyond(each, pick(fixed), made) for each in moving):
        kept = moving  # the constant is never the extreme one
    if len(kept) == 1:
        return kept[0]
    return made(tuple(kept), **ranged(*join([ends(each) for each in kept]), *kept))


def _beyond(part: Expr, bound: int, made: type[Least | Greatest]) -> bool:
    """Whether a number is at least as extreme as a constant, whatever the case."""
    if part.holed:
        return False
    if made is Greatest:
        return part.low is not None and part.low >= bound
    return part.high is not None and part.high <= bound


def _highest_first(parts: Sequence[Expr]) -> Expr | None:
    """The highest of fixed amounts that each have a condition: the first that holds, from the top.

    None where the parts are of another kind.
    """
    found: list[tuple[int, Expr]] = []
    for part in parts:
        if isinstance(part, Whole) and part.value == 0:
            continue
        if not (isinstance(part, Choose) and isinstance(part.yes, Whole) and is_zero(part.no)):
            return None
        if part.yes.value < 0 or isinstance(part.test, Open):
            return None
        found.append((part.yes.value, part.test))
    if len(found) < 2:
        return None
    made: Expr = ZERO
    for value, test_ in sorted(found, key=lambda each: each[0]):
        made = choose(test_, whole(value), made)
    return made


def choose(test_: Expr, yes: Expr, no: Expr) -> Expr:
    """One of two values; a branch that is never taken is left out."""
    known = settled(test_)
    if known is not None:
        return yes if known else no
    if isinstance(test_, Open) or (isinstance(yes, Open) and isinstance(no, Open)):
        return OPEN
    sides = [each for each in (yes, no) if not isinstance(each, Open)]
    low, high = interval.hull(ends(each) for each in sides)
    return Choose(
        test_, yes, no, **ranged(low, high, test_, yes, no), truth=all(each.truth for each in sides)
    )


def union(parts: Sequence[Expr]) -> Expr:
    """All bits that any of some sets has; those of the facts of one payee are looked up at once."""
    if any(isinstance(each, Open) for each in parts):
        return OPEN
    fixed, found = 0, dict[Entity, int]()
    kept: list[Expr] = []
    for each in parts:
        match each:
            case Whole():
                fixed |= each.value
            case Presumed():
                found[each.entity] = found.get(each.entity, 0) | each.columns
            case _:
                kept.append(each)
    kept.extend(Presumed(entity, columns) for entity, columns in found.items())
    if fixed or not kept:
        kept.append(whole(fixed))
    return kept[0] if len(kept) == 1 else Union(tuple(kept), **ranged(None, None, *kept))


# --- conditions ---


def test(sign: Comparison, left: Expr, right: Expr) -> Expr:
    """A comparison of two numbers."""
    if isinstance(left, Open) or isinstance(right, Open):
        return OPEN
    if isinstance(left, Whole) and isinstance(right, Whole):
        return truth(sign.holds(left.value, right.value))
    return Test(left, right, sign, **condition(left, right))


def one_of(item: Expr, values: Sequence[int]) -> Expr:
    """Whether a number is one of some constants."""
    if isinstance(item, Open):
        return OPEN
    if isinstance(item, Whole):
        return truth(item.value in values)
    if not values:
        return FALSE
    if len(values) == 1:
        return test(Comparison.EQUAL, item, whole(values[0]))
    return OneOf(item, tuple(values), **condition(item))


def negated(part: Expr) -> Expr:
    """Whether a condition does not hold."""
    known = settled(part)
    if known is not None:
        return truth(not known)
    return OPEN if isinstance(part, Open) else Negated(part, **condition(part))


def surely(part: Expr) -> Expr:
    """Whether a condition is known to hold."""
    if isinstance(part, (Open, Whole)):
        return part
    return Surely(part, **condition(part))


def both(parts: Sequence[Expr]) -> Expr:
    """All of some conditions. One that is open matters unless one before it fails."""
    return _joined(parts, Both, stops=False)


def either(parts: Sequence[Expr]) -> Expr:
    """Some of some conditions. One that is open matters unless one before it holds."""
    return _joined(parts, Either, stops=True)


def _joined(parts: Sequence[Expr], made: type[Both | Either], *, stops: bool) -> Expr:
    kept = [each for each in parts if settled(each) is not (not stops)]
    if any(settled(each) is stops for each in kept):
        return truth(stops)
    if not kept:
        return truth(not stops)
    if isinstance(kept[0], Open):  # nothing stands before it that might have settled the matter
        return OPEN
    return kept[0] if len(kept) == 1 else made(tuple(kept), **condition(*kept))


def is_zero(expr: Expr) -> bool:
    """Whether a node is the constant 0."""
    return isinstance(expr, Whole) and expr.value == 0


def is_one(expr: Expr) -> bool:
    """Whether a node is the constant 1."""
    return isinstance(expr, Whole) and expr.value == 1
