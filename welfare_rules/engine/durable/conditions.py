"""Conditions over one flat fact of whole numbers, and their form as engine rules.

Rule of use: a test of an absent field is false, `ne` as well. There is no negation: callers push it
down to the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, assert_never

from welfare_rules.basics.comparison import Comparison

Op = Literal["lt", "le", "gt", "ge", "eq", "ne"]

BOUND = 2**62
"""No constant and no value reaches this size: the engine silently clamps beyond 64 bits."""

MAX_TERMS = 512
"""The most alternatives that one condition may come to; nested choices multiply."""

MAX_DEPTH = 64
"""The deepest nesting of groups; deeper ones, by mistake or attack, would end in a crash."""


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """The field is there and stands in this relation to the constant."""

    op: Op
    field: str
    value: int


@dataclass(frozen=True, slots=True)
class CompareFields:
    """Both fields are there and stand in this relation."""

    op: Op
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Has:
    """The field is there, whatever its value."""

    field: str


Test = Compare | CompareFields | Has
Condition = All | AnyOf | Test
Term = frozenset[Test]


@dataclass(frozen=True, slots=True)
class Clause:
    """A named condition; several clauses of one name are alternatives."""

    name: str
    when: Condition


COMPARISONS: dict[Op, Comparison] = {
    "lt": Comparison.LESS,
    "le": Comparison.AT_MOST,
    "gt": Comparison.GREATER,
    "ge": Comparison.AT_LEAST,
    "eq": Comparison.EQUAL,
    "ne": Comparison.NOT_EQUAL,
}

_ENGINE_OPS: dict[Op, str] = {
    "lt": "$lt",
    "le": "$lte",
    "gt": "$gt",
    "ge": "$gte",
    "eq": "$eq",
    "ne": "$neq",
}


def holds(condition: Condition, fact: Mapping[str, int]) -> bool:
    """What the condition means, in plain Python and for numbers of any size.

    An entry that is None counts as absent.
    """
    match condition:
        case All(parts):
            return all(holds(part, fact) for part in parts)
        case AnyOf(parts):
            return any(holds(part, fact) for part in parts)
        case Compare(op, field, value):
            found = fact.get(field)
            return found is not None and COMPARISONS[op].holds(found, value)
        case CompareFields(op, left, right):
            first, second = fact.get(left), fact.get(right)
            return first is not None and second is not None and COMPARISONS[op].holds(first, second)
        case Has(field):
            return fact.get(field) is not None
        case _:
            assert_never(condition)


def fields_of(tests: Iterable[Test]) -> list[str]:
    """The fields that these tests read, each once, in the order of first use."""
    found: dict[str, None] = {}
    for test in tests:
        for field in (test.left, test.right) if isinstance(test, CompareFields) else (test.field,):
            found[field] = None
    return list(found)


def terms_of(condition: Condition) -> list[Term]:
    """The condition as alternatives, each a set of tests that must all hold.

    Raises ValueError where that cannot be.

    Written out, because the engine fires a rule once for every true branch of a choice, two to the
    power k times where k choices meet, and takes some fifteen groups at most. A plain conjunction
    fires once or not at all: activations can be counted, and the alternatives of a wide condition
    can be spread over several rulesets.
    """
    return _terms(condition, 0)


def _terms(condition: Condition, depth: int) -> list[Term]:
    if depth > MAX_DEPTH:
        raise ValueError(f"groups are nested more than {MAX_DEPTH} deep")
    match condition:
        case All(parts) | AnyOf(parts) if not parts:
            # The engine takes an empty conjunction for "always", and its own bookkeeping fact then
            # matches for ever.
            raise ValueError("a group without parts has no meaning here; leave it out")
        case All(parts):
            found = [Term()]
            for part in parts:
                more = _terms(part, depth + 1)
                _check_width(len(found) * len(more))
                found = _smallest(one | other for one in found for other in more)
            return found
        case AnyOf(parts):
            found: list[Term] = []
            for part in parts:
                found += _terms(part, depth + 1)
                _check_width(len(found))
            return _smallest(found)
        case Compare() | CompareFields() | Has():
            _check_test(condition)
            return [Term((condition,))]
        case _:
            assert_never(condition)


def _check_width(width: int) -> None:
    if width > MAX_TERMS:
        raise ValueError(
            f"the condition comes to more than {MAX_TERMS} alternatives; work a part of it out "
            f"beforehand"
        )


def _check_test(test: Test) -> None:
    if isinstance(test, Has):
        return
    if test.op not in COMPARISONS:
        raise ValueError(f"{test.op!r} is not one of {', '.join(COMPARISONS)}")
    if isinstance(test, Compare):
        _check_constant(test.field, test.value)


# an object: files are not bound by type hints
def _check_constant(field: str, value: object) -> None:
    if not isinstance(value, int):
        raise ValueError(
            f"{field!r} is compared with {value!r}: only whole numbers are exact in the engine"
        )
    if not -BOUND < value < BOUND:
        raise ValueError(
            f"{field!r} is compared with a number of {value.bit_length()} bits: the engine has too "
            f"few"
        )


def _smallest(terms: Iterable[Term]) -> list[Term]:
    """Without the terms that another one already covers: fewer alternatives, the same meaning."""
    kept: list[Term] = []
    for term in sorted(dict.fromkeys(terms), key=len):
        if not any(other <= term for other in kept):
            kept.append(term)
    return kept


def in_order(term: Term) -> list[Test]:
    """Presence first, then constants, then pairs of fields.

    Guards come first, and rules share their beginnings.
    """
    return sorted(
        term, key=lambda test: ((Has, Compare, CompareFields).index(type(test)), repr(test))
    )


def engine_tests(term: Term, internal: Mapping[str, str]) -> Iterator[object]:
    """The tests in the engine's notation, under the field names that it is given."""
    guarded: set[str] = set()
    for test in in_order(term):
        match test:
            case Has(field):
                guarded.add(field)
                yield {"$ex": {internal[field]: 1}}
            case Compare(op, field, value):
                yield {_ENGINE_OPS[op]: {internal[field]: int(value)}}
            case CompareFields(op, left, right):
                # an absent field on the right is read from memory that nobody has written
                for field in (left, right):
                    if field not in guarded:
                        guarded.add(field)
                        yield {"$ex": {internal[field]: 1}}
                yield {_ENGINE_OPS[op]: {internal[left]: {"$m": internal[right]}}}
            case _:
                assert_never(test)


def name_hash(name: str) -> int:
    """The 32 bits by which the engine tells names apart (FNV-1a); it never compares the text."""
    value = 0x811C9DC5
    for byte in name.encode("ascii"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value
