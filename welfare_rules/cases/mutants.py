"""The mutants of a law: everything that differs from it in one thing, each with its place, its words and what it can affect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from welfare_rules.cases.coverage import deciding_figures
from welfare_rules.cases.formulas import moved, other_directions, shown, variants, whole
from welfare_rules.cases.reach import held_in, month_of, months_of, reachable
from welfare_rules.document.source import Origin
from welfare_rules.findings import Place
from welfare_rules.language.nodes import Const, FigureRef, Mul, Node
from welfare_rules.language.types import RATE
from welfare_rules.program.core import circle_step, clause_step, gross_step, net_step
from welfare_rules.program.elaborate import countable
from welfare_rules.program.law import FIRST, LAST, Benefit, Clause, Exemption, Figure, FigureVersion, Formula, Law, Period, Rounding


@dataclass(frozen=True, slots=True)
class Affects:
    """Which cases can notice: those that look at one of these steps or at this figure, while the rule is (or would be) in force."""

    steps: tuple[str, ...] = ()
    figure: str = ""
    version: int = -1
    periods: tuple[Period, ...] = ()
    moved: tuple[Period, Period] | None = None


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. `id` names it the same way whatever the lines of the file are, for the list of reviewed ones."""

    id: str
    place: Place
    make: Callable[[], Law]
    affects: Affects


def mutants(law: Law) -> Iterable[Mutant]:
    """Every mutant of a law. What cannot make a difference in any month is left out by rule (docs/cases.md)."""
    for figure in deciding_figures(law):
        yield from _of_figure(law, figure)
    for key, derived in law.derived.items():
        for place, version in enumerate(derived.versions):
            name = f"derived.{key}" + (f"@{version.period.first}" if len(derived.versions) > 1 else "")

            def put(formula: Formula, key: str = key, place: int = place) -> Law:
                old = law.derived[key]
                versions = tuple(replace(each, formula=formula) if at == place else each for at, each in enumerate(old.versions))
                return replace(law, derived={**law.derived, key: replace(old, versions=versions)})

            yield from _of_formula(name, version.formula, put, Affects((key,), periods=(version.period,)))

            def shift(period: Period, key: str = key, place: int = place) -> Law:
                old = law.derived[key]
                versions = tuple(replace(each, period=period) if at == place else each for at, each in enumerate(old.versions))
                return replace(law, derived={**law.derived, key: replace(old, versions=versions)})

            if len(derived.versions) > 1:
                yield from _of_period(law, name, version.formula.origin, version.period, shift)
    for place, income in enumerate(law.incomes):

        def put_income(formula: Formula, place: int = place) -> Law:
            return replace(law, incomes=_with(law.incomes, place, replace(law.incomes[place], value=formula)))

        step = countable(income.id)
        yield from _of_formula(f"income.{income.id}", income.value, put_income, Affects((step,), periods=(income.period,)))
    for place, exemption in enumerate(law.exemptions):
        yield from _of_exemption(law, place, exemption)
    for place, circle in enumerate(law.circles):
        name, affects = f"circle.{circle.id}", Affects((circle_step(circle.id),), periods=(circle.period,))

        def put_circle(formula: Formula, place: int = place) -> Law:
            return replace(law, circles=_with(law.circles, place, replace(law.circles[place], when=formula)))

        def shift_circle(period: Period, place: int = place) -> Law:
            return replace(law, circles=_with(law.circles, place, replace(law.circles[place], period=period)))

        yield from _of_formula(name, circle.when, put_circle, affects)
        yield Mutant(_id(circle.origin, name, "dropped"), circle.origin.place(), lambda place=place: replace(law, circles=_without(law.circles, place)), affects)  # fmt: skip
        yield from _of_period(law, name, circle.origin, circle.period, shift_circle)
    for place, benefit in enumerate(law.benefits):
        yield from _of_benefit(law, place, benefit)


def _id(origin: Origin, name: str, what: str) -> str:
    return f"{origin.source.name}: {name}: {what}"


def _with(items: Sequence[Any], place: int, item: Any) -> tuple[Any, ...]:
    return (*items[:place], item, *items[place + 1 :])


def _without(items: Sequence[Any], place: int) -> tuple[Any, ...]:
    return (*items[:place], *items[place + 1 :])


# --- formulas, periods, figures ---


def _any(node: Node) -> bool:
    return True


def _not_beyond_all(node: Node) -> bool:
    """A share above 100 % takes no more than all of an income, because what counts is never below 0."""
    return not (isinstance(node, Const) and node.value > 1)


def _of_formula(
    name: str, formula: Formula, put: Callable[[Formula], Law], affects: Affects, keep: Callable[[Node], bool] = _any
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
        yield Mutant(_id(formula.origin, name, what), place, lambda node=node: put(replace(formula, node=node)), affects)


def _of_period(law: Law, name: str, origin: Origin, period: Period, put: Callable[[Period], Law]) -> Iterable[Mutant]:
    """The first and the last day a month earlier and later, where some month of the jurisdiction sees the difference."""
    for part in ("first", "last"):
        day = getattr(period, part)
        if not FIRST < day < LAST:
            continue
        for months in (-1, 1):
            other = month_of(day).after(months)
            new = replace(period, **{part: min(other.first + day % 100 - 1, other.last) if part == "first" else _same_day(day, other)})
            if new.first <= new.last and _in_force(law, period) != _in_force(law, new):
                what = f"{part} day a month {'later' if months > 0 else 'earlier'}"
                yield Mutant(_id(origin, name, what), origin.place(), lambda new=new: put(new), Affects(moved=(period, new)))


def _same_day(day: int, other: Any) -> int:
    """The same day of another month; the last day of a month becomes the last of the other."""
    here = month_of(day)
    return other.last if day == here.last else min(other.first + day % 100 - 1, other.last)


def _in_force(law: Law, period: Period) -> tuple[int, ...]:
    return tuple(month for month in months_of(law) if period.first <= month <= period.last)


def _of_figure(law: Law, figure: Figure) -> Iterable[Mutant]:
    for place, version in enumerate(figure.versions):
        if not reachable(law, figure, version):
            continue

        def put(new: FigureVersion, place: int = place) -> Law:
            return replace(law, figures={**law.figures, figure.id: replace(figure, versions=_with(figure.versions, place, new))})

        same = sum(1 for each in figure.versions[:place] if each.period.first == version.period.first)
        name = f"figure.{figure.id}@{version.period.first}" + (f"#{same + 1}" if same else "")
        affects = Affects(figure=figure.id, version=place)
        numbers = moved(version.value, figure.type) if version.value is not None else ()
        for text, value in numbers:
            what = f"{shown(version.value or 0, figure.type)} -> {text}"
            yield Mutant(_id(version.origin, name, what), version.origin.place(), lambda put=put, new=replace(version, value=value): put(new), affects)
        if version.share is not None:
            for text, share in moved(version.share, RATE):
                what = f"share {shown(version.share, RATE)} -> {text}"
                new = replace(version, share=share)
                yield Mutant(_id(version.origin, name, what), version.origin.place(), lambda put=put, new=new: put(new), affects)
        for each in _of_period(law, name, version.origin, version.period, lambda period, put=put, version=version: put(replace(version, period=period))):
            changed = each.make().figures[figure.id]
            if _held(law, figure) != _held(law, changed):
                yield each


def _held(law: Law, figure: Figure) -> frozenset[tuple[int, int, int]]:
    """Which version is in force in which month, as known when."""
    return frozenset((place, month, day) for place, each in enumerate(figure.versions) for month, day in held_in(law, figure, each))


# --- families ---


def _of_exemption(law: Law, place: int, exemption: Exemption) -> Iterable[Mutant]:
    name = f"exemption.{exemption.income}.{exemption.id}"
    affects = Affects((countable(exemption.income),), periods=(exemption.period,))

    def put(new: Exemption) -> Law:
        return replace(law, exemptions=_with(law.exemptions, place, new))

    yield Mutant(_id(exemption.origin, name, "dropped"), exemption.origin.place(), lambda: replace(law, exemptions=_without(law.exemptions, place)), affects)  # fmt: skip
    for part in ("when", "deduct", "cap", "share"):
        formula: Formula | None = getattr(exemption, part)
        if formula is None:
            continue
        keep = _not_beyond_all if part == "share" else _any
        yield from _of_formula(f"{name}.{part}", formula, lambda new, part=part: put(replace(exemption, **{part: new})), affects, keep)
        if part in ("when", "cap"):
            without = replace(exemption, **{part: None})
            yield Mutant(_id(formula.origin, f"{name}.{part}", "dropped"), formula.origin.place(), lambda new=without: put(new), affects)
    yield from _of_period(law, name, exemption.origin, exemption.period, lambda period: put(replace(exemption, period=period)))


def _of_benefit(law: Law, place: int, benefit: Benefit) -> Iterable[Mutant]:
    name = f"benefit.{benefit.id}"
    gross = (gross_step(benefit.id), net_step(benefit.id))
    affects = Affects(gross, periods=(benefit.period,))

    def put(**changes: Any) -> Law:
        return replace(law, benefits=_with(law.benefits, place, replace(benefit, **changes)))

    for part in ("amount", "share_of", "base", "month", "supplement_for"):
        formula: Formula | None = getattr(benefit, part)
        if formula is not None:
            yield from _of_formula(f"{name}.{part}", formula, lambda new, part=part: put(**{part: new}), affects)
    yield from _of_period(law, name, benefit.origin, benefit.period, lambda period: put(period=period))
    if benefit.rounding is not None:
        for what, rounding in _roundings(law, benefit, benefit.rounding):
            yield Mutant(_id(benefit.origin, f"{name}.rounding", what), benefit.origin.place("rounding"), lambda new=rounding: put(rounding=new), affects)
    for at, clause in enumerate(benefit.clauses):
        yield from _of_clause(law, benefit, at, clause, put)
    yield from _swapped(law, benefit, put, affects)


def _roundings(law: Law, benefit: Benefit, rounding: Rounding) -> Iterable[tuple[str, Rounding]]:
    """Another direction, or a step ten times as large; not where every amount is whole in both anyhow."""
    parts = _amounts(benefit)
    for direction in other_directions(rounding.direction):
        if not all(whole(each, rounding.step, law.figures) for each in parts):
            yield f"{rounding.direction} -> {direction}", replace(rounding, direction=direction)
    wider = rounding.step * 10
    if not all(whole(each, wider, law.figures) for each in parts):
        yield f"step {float(rounding.step) / 100} -> {float(wider) / 100}", replace(rounding, step=wider)


def _amounts(benefit: Benefit) -> list[Node]:
    """The formulas that an amount is added together from."""
    found = [benefit.amount.node] if benefit.amount is not None else []
    for each in benefit.clauses:
        if each.kind in ("row", "step", "supplement") and each.value is not None:
            base = benefit.base or benefit.share_of
            found.append(each.value.node if not each.is_share or base is None else _share(base.node, each.value.node))
    return found


def _share(base: Node, share: Node) -> Node:
    return Mul(left=base, right=share, type=base.type)


def _of_clause(law: Law, benefit: Benefit, at: int, clause: Clause, put: Callable[..., Law]) -> Iterable[Mutant]:
    name = f"benefit.{benefit.id}.{clause.kind}.{clause.id}"
    steps = (clause_step(benefit.id, clause.kind, clause.id), gross_step(benefit.id))
    affects = Affects(steps, periods=(benefit.period, clause.period))
    if not _in_force(law, replace(clause.period, first=max(clause.period.first, benefit.period.first), last=min(clause.period.last, benefit.period.last))):
        return

    def change(**changes: Any) -> Law:
        return put(clauses=_with(benefit.clauses, at, replace(clause, **changes)))

    yield Mutant(_id(clause.origin, name, "dropped"), clause.origin.place("id"), lambda: put(clauses=_without(benefit.clauses, at)), affects)
    for part in ("when", "value"):
        formula: Formula | None = getattr(clause, part)
        if formula is not None:
            yield from _of_formula(f"{name}.{part}", formula, lambda new, part=part: change(**{part: new}), affects)
    if clause.keep_higher:
        yield Mutant(_id(clause.origin, name, "keep higher -> other"), clause.origin.place("keep"), lambda: change(keep_higher=False), affects)
    for each in _of_period(law, name, clause.origin, clause.period, lambda period: change(period=period)):
        yield each


def _swapped(law: Law, benefit: Benefit, put: Callable[..., Law], affects: Affects) -> Iterable[Mutant]:
    """The values of two rows (steps, supplements) that stand one after the other, exchanged."""
    for kind in ("row", "step", "supplement"):
        places = [at for at, each in enumerate(benefit.clauses) if each.kind == kind and each.value is not None]
        for one, other in zip(places, places[1:], strict=False):
            first, second = benefit.clauses[one], benefit.clauses[other]
            if first.value is None or second.value is None or _same_value(law, first, second):
                continue
            clauses = _with(benefit.clauses, one, replace(first, value=second.value, is_share=second.is_share))
            clauses = _with(clauses, other, replace(second, value=first.value, is_share=first.is_share))
            what = f"value exchanged with that of {second.id}"
            yield Mutant(_id(first.origin, f"benefit.{benefit.id}.{kind}.{first.id}", what), first.origin.place("id"), lambda new=clauses: put(clauses=new), affects)  # fmt: skip


def _same_value(law: Law, first: Clause, second: Clause) -> bool:
    """Whether two clauses give the same whatever the month: one formula, or two figures of the same versions."""
    if first.value is None or second.value is None or first.is_share != second.is_share:
        return False
    one, other = first.value.node, second.value.node
    if isinstance(one, FigureRef) and isinstance(other, FigureRef):
        versions = [[(each.period, each.value, each.share, each.of) for each in law.figures[node.id].versions] for node in (one, other)]
        return one == other or (versions[0] == versions[1] and bool(versions[0]))
    return one == other

Grouped = Mapping[str, Sequence[tuple[str, Mutant]]]


def grouped(laws: Mapping[str, Law], root: Path) -> Grouped:
    """Mutants of several laws by their id: one change of a national rule is a change in every county below.

    Ids name files below the policies folder, so that they are the same wherever it lies.
    """
    found: dict[str, list[tuple[str, Mutant]]] = {}
    names: dict[str, str] = {}
    for jurisdiction, law in laws.items():
        for each in mutants(law):
            file, rest = each.id.split(": ", 1)
            if file not in names:
                path = Path(file).resolve()
                names[file] = path.relative_to(root.resolve()).as_posix() if path.is_relative_to(root.resolve()) else file
            found.setdefault(f"{names[file]}: {rest}", []).append((jurisdiction, each))
    return found
