"""What a mutant is, and the mutants that any formula and any period has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from welfare_rules.basics.days import FIRST, LAST, Month, Period, day_parts, month_of
from welfare_rules.document.source import Origin
from welfare_rules.findings import Place
from welfare_rules.language.nodes import Node
from welfare_rules.law.law import Law
from welfare_rules.law.terms import Formula
from welfare_rules.mutation.formulas import variants


@dataclass(frozen=True, slots=True)
class Affects:
    """Which cases can notice.

    Those that look at one of these steps or at this figure, while the rule is (or would be) in
    force; of a watch those that expect alerts.
    """

    steps: tuple[str, ...] = ()
    figure: str = ""
    version: int = -1
    periods: tuple[Period, ...] = ()
    moved: tuple[Period, Period] | None = None
    watch: str = ""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. `id` names it the same way whatever the lines of the file are, for the list of
    reviewed ones.
    """

    id: str
    place: Place
    make: Callable[[], Law]
    affects: Affects


def mutant_id(origin: Origin, name: str, what: str) -> str:
    return f"{origin.source.name}: {name}: {what}"


# --- formulas, periods, figures ---


def anything(node: Node) -> bool:
    return True


def _reformed(put: Callable[[Formula], Law], formula: Formula, node: Node) -> Law:
    return put(replace(formula, node=node))


def of_formula(
    name: str,
    formula: Formula,
    put: Callable[[Formula], Law],
    affects: Affects,
    keep: Callable[[Node], bool] = anything,
) -> Iterable[Mutant]:
    seen: dict[str, int] = {}
    for at, what, node in variants(formula.node):
        if not keep(node):
            continue
        snippet = " ".join(formula.text[slice(*at)].split()) or formula.text
        what = f"“{snippet}” {what}"
        seen[what] = seen.get(what, 0) + 1
        if seen[what] > 1:
            what += f" #{seen[what]}"
        place = formula.origin.source.place_inside(formula.origin.path, at[0])
        yield Mutant(
            mutant_id(formula.origin, name, what),
            place,
            partial(_reformed, put, formula, node),
            affects,
        )


def of_period(
    months: Sequence[int],
    name: str,
    origin: Origin,
    period: Period,
    put: Callable[[Period], Law],
    parts: Iterable[str] = ("first", "last"),
) -> Iterable[Mutant]:
    """The first and the last day a month earlier and later, where some month of the jurisdiction
    sees the difference.
    """
    for part in parts:
        day = getattr(period, part)
        if not FIRST < day < LAST:
            continue
        for by in (-1, 1):
            other = month_of(day).after(by)
            new = replace(
                period,
                **{
                    part: other.day(day_parts(day)[2]) if part == "first" else _same_day(day, other)
                },
            )
            if new.first <= new.last and in_force(period, months) != in_force(new, months):
                what = f"{part} day a month {'later' if by > 0 else 'earlier'}"
                yield Mutant(
                    mutant_id(origin, name, what),
                    origin.place(),
                    partial(put, new),
                    Affects(moved=(period, new)),
                )


def _same_day(day: int, other: Month) -> int:
    """The same day of another month; the last day of a month becomes the last of the other."""
    return other.last if day == month_of(day).last else other.day(day_parts(day)[2])


def in_force(period: Period, months: Sequence[int]) -> tuple[int, ...]:
    """Those of the months, by their first days, that lie in a period."""
    return tuple(month for month in months if period.contains(month))
