"""Terms for the solver: numbers and truths that stay plain Python values while they are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from welfare_rules.basics.numbers import Number
from welfare_rules.proofs.solver import z3

Num = Any  # an int or Fraction, or a real term of the solver
Bool = Any  # a bool, or a truth of the solver

MOST_CASES = 40  # values of a number that a product or quotient is taken apart by


def real(value: Num) -> Any:
    """A number as a term of the solver."""
    if isinstance(value, int):
        return z3.RealVal(value)
    if isinstance(value, Fraction):
        return z3.Q(value.numerator, value.denominator)
    return value


def truth(value: Bool) -> Any:
    """A truth as a term of the solver."""
    return z3.BoolVal(value) if isinstance(value, bool) else value


def is_known(value: Num) -> bool:
    """Whether a number is known, and no term."""
    return isinstance(value, (int, Fraction))


def same(one: Any, other: Any) -> bool:
    """Whether both are written alike, so that they are equal whatever the facts are."""
    if isinstance(one, z3.AstRef) and isinstance(other, z3.AstRef):
        return bool(one.eq(other))
    return not isinstance(one, z3.AstRef) and not isinstance(other, z3.AstRef) and one == other


def add(parts: Iterable[Num]) -> Num:
    """The sum."""
    known: Number = 0
    terms: list[Any] = []
    for each in parts:
        if is_known(each):
            known += each
        else:
            terms.append(each)
    if not terms:
        return known
    if known:
        terms.append(real(known))
    return terms[0] if len(terms) == 1 else z3.Sum(*terms)


def minus(value: Num) -> Num:
    """The number with the other sign."""
    return -value


def times(one: Num, other: Num) -> Num:
    """The product; a number of few values is taken apart by them, so that it stays linear."""
    if is_known(one) and is_known(other):
        return one * other
    for factor, rest in ((one, other), (other, one)):
        if is_known(factor):
            return 0 if factor == 0 else rest if factor == 1 else real(factor) * rest
    for factor, rest in ((one, other), (other, one)):
        cases = values_of(factor)
        if cases is not None:
            return by_cases([(condition, times(value, rest)) for condition, value in cases])
    return one * other


def over(one: Num, other: Num) -> Num:
    """The quotient by what is above 0."""
    if is_known(other):
        return times(one, 1 / Fraction(other))
    cases = values_of(other)
    if cases is not None:
        return by_cases(
            [(condition, over(one, value) if value > 0 else 0) for condition, value in cases]
        )
    return real(one) / other


def by_cases(cases: Sequence[tuple[Any, Num]]) -> Num:
    """The value of the first condition that holds; of the last one, else."""
    value = cases[-1][1]
    for condition, each in reversed(cases[:-1]):
        value = choose(condition, each, value)
    return value


def choose(test: Bool, yes: Any, no: Any) -> Any:
    """One of two values by a condition."""
    if isinstance(test, bool):
        return yes if test else no
    if same(yes, no):
        return yes
    if isinstance(yes, (bool, z3.BoolRef)):
        return z3.If(test, truth(yes), truth(no))
    return z3.If(test, real(yes), real(no))


def all_of(parts: Iterable[Bool]) -> Bool:
    """Whether all hold."""
    terms: list[Any] = []
    for each in parts:
        if isinstance(each, bool):
            if not each:
                return False
        else:
            terms.append(each)
    return True if not terms else terms[0] if len(terms) == 1 else z3.And(*terms)


def any_of(parts: Iterable[Bool]) -> Bool:
    """Whether one holds."""
    terms: list[Any] = []
    for each in parts:
        if isinstance(each, bool):
            if each:
                return True
        else:
            terms.append(each)
    return False if not terms else terms[0] if len(terms) == 1 else z3.Or(*terms)


def negated(value: Bool) -> Bool:
    """Whether it does not hold."""
    return not value if isinstance(value, bool) else z3.Not(value)


def values_of(term: Any) -> list[tuple[Any, Number]] | None:
    """The values that a term can have, each with its condition, where it has few by its form.

    A choice among numbers, and a sum of such: what shares and counts are.
    """
    if is_known(term):
        return [(z3.BoolVal(True), term)]
    found = _values(term)
    if found is None:
        return None
    return [(term == real(each), each) for each in sorted(found)]


def _values(term: Any) -> set[Number] | None:
    if z3.is_rational_value(term):
        return {Fraction(term.numerator_as_long(), term.denominator_as_long())}
    if z3.is_app_of(term, z3.Z3_OP_ITE):
        parts = [_values(each) for each in term.children()[1:]]
        return None if None in parts else _few({one for each in parts for one in each or ()})
    if z3.is_add(term) or z3.is_sub(term):
        sign = -1 if z3.is_sub(term) else 1
        total: set[Number] | None = None
        for each in term.children():
            values = _values(each)
            if values is None:
                return None
            if total is None:
                total = values
            else:
                total = _few({a + sign * b for a in total for b in values})
                if total is None:
                    return None
        return total
    if z3.is_mul(term):
        parts = [_values(each) for each in term.children()]
        if None in parts or len(parts) != 2:
            return None
        return _few({a * b for a in parts[0] or set() for b in parts[1] or set()})
    return None


def _few(values: set[Number]) -> set[Number] | None:
    return values if len(values) <= MOST_CASES else None
