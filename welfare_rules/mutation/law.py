"""The mutants of a law.

Everything that differs from it in one thing, each with its place, its words and what it can affect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from welfare_rules.cases.items import deciding_figures
from welfare_rules.language.nodes import Const, Node
from welfare_rules.language.types import RATE
from welfare_rules.law.model import (
    Circle,
    Derived,
    Exemption,
    Figure,
    FigureVersion,
    Law,
    countable,
)
from welfare_rules.law.months import held_in, reachable
from welfare_rules.law.terms import Formula, Period
from welfare_rules.mutation.benefits import of_benefit
from welfare_rules.mutation.formulas import moved, shown
from welfare_rules.mutation.mutant import (
    Affects,
    Mutant,
    anything,
    mutant_id,
    of_formula,
    of_period,
    with_item,
    without_item,
)
from welfare_rules.program.program import circle_step, figure_step


def mutants(law: Law) -> Iterable[Mutant]:
    """Every mutant of a law.

    What cannot make a difference in any month is left out by rule (docs/cases.md).
    """
    for figure in deciding_figures(law):
        yield from _of_figure(law, figure)
    for derived in law.derived.values():
        for place in range(len(derived.versions)):
            yield from _of_derived(law, derived, place)
    for place in range(len(law.incomes)):
        yield from _of_income(law, place)
    for place, exemption in enumerate(law.exemptions):
        yield from _of_exemption(law, place, exemption)
    for place, circle in enumerate(law.circles):
        yield from _of_circle(law, place, circle)
    for place, benefit in enumerate(law.benefits):
        yield from of_benefit(law, place, benefit)


def _of_derived(law: Law, derived: Derived, place: int) -> Iterable[Mutant]:
    version = derived.versions[place]
    name = f"derived.{derived.id}" + (
        f"@{version.period.first}" if len(derived.versions) > 1 else ""
    )

    def put(formula: Formula = version.formula, period: Period = version.period) -> Law:
        versions = with_item(
            derived.versions, place, replace(version, formula=formula, period=period)
        )
        return replace(
            law, derived={**law.derived, derived.id: replace(derived, versions=versions)}
        )

    yield from of_formula(
        name, version.formula, put, Affects((derived.id,), periods=(version.period,))
    )
    if len(derived.versions) > 1:
        others = [each.period for at, each in enumerate(derived.versions) if at != place]
        for each in of_period(
            law, name, version.formula.origin, version.period, lambda period: put(period=period)
        ):
            new = each.affects.moved[1] if each.affects.moved else version.period
            # `check` refuses an overlap
            if not any(new.first <= one.last and one.first <= new.last for one in others):
                yield each


def _of_income(law: Law, place: int) -> Iterable[Mutant]:
    income = law.incomes[place]

    def put(formula: Formula) -> Law:
        return replace(law, incomes=with_item(law.incomes, place, replace(income, value=formula)))

    yield from of_formula(
        f"income.{income.id}",
        income.value,
        put,
        Affects((countable(income.id),), periods=(income.period,)),
    )


def _of_circle(law: Law, place: int, circle: Circle) -> Iterable[Mutant]:
    name, affects = (
        f"circle.{circle.id}",
        Affects((circle_step(circle.id),), periods=(circle.period,)),
    )

    def put(formula: Formula = circle.when, period: Period = circle.period) -> Law:
        return replace(
            law, circles=with_item(law.circles, place, replace(circle, when=formula, period=period))
        )

    def without() -> Law:
        return replace(law, circles=without_item(law.circles, place))

    yield from of_formula(name, circle.when, put, affects)
    yield Mutant(mutant_id(circle.origin, name, "dropped"), circle.origin.place(), without, affects)
    yield from of_period(law, name, circle.origin, circle.period, lambda period: put(period=period))


def _of_figure(law: Law, figure: Figure) -> Iterable[Mutant]:
    for place, version in enumerate(figure.versions):
        if reachable(law, figure, version):
            yield from _of_version(law, figure, place, version)


def _of_version(law: Law, figure: Figure, place: int, version: FigureVersion) -> Iterable[Mutant]:
    same = sum(1 for each in figure.versions[:place] if each.period.first == version.period.first)
    name = f"figure.{figure.id}@{version.period.first}" + (f"#{same + 1}" if same else "")
    affects = Affects(figure=figure.id, version=place)

    def put(new: FigureVersion) -> Law:
        return replace(
            law,
            figures={
                **law.figures,
                figure.id: replace(figure, versions=with_item(figure.versions, place, new)),
            },
        )

    def one(what: str, new: FigureVersion) -> Mutant:
        return Mutant(
            mutant_id(version.origin, name, what), version.origin.place(), lambda: put(new), affects
        )

    if version.value is not None:
        for text, value in moved(version.value, figure.type):
            yield one(
                f"{shown(version.value, figure.type)} -> {text}", replace(version, value=value)
            )
    if version.share is not None:
        for text, share in moved(version.share, RATE):
            yield one(
                f"share {shown(version.share, RATE)} -> {text}",
                replace(version, share=Fraction(share)),
            )
    if version.only_for is not None:
        change = partial(_only_for, put, version)
        yield from of_formula(
            f"{name}.only_for",
            version.only_for,
            change,
            Affects((figure_step(figure.id),), periods=(version.period,)),
        )
        yield one("for everybody", replace(version, only_for=None))
    before = _held(law, figure)
    for each in of_period(
        law,
        name,
        version.origin,
        version.period,
        lambda period: put(replace(version, period=period)),
    ):
        if _held(law, each.make().figures[figure.id]) != before:
            yield each


def _only_for(put: Callable[[FigureVersion], Law], version: FigureVersion, formula: Formula) -> Law:
    return put(replace(version, only_for=formula))


def _held(law: Law, figure: Figure) -> frozenset[tuple[int, int, int]]:
    """Which version is in force in which month, as known when."""
    return frozenset(
        (place, month, day)
        for place, each in enumerate(figure.versions)
        for month, day in held_in(law, figure, each)
    )


def _not_beyond_all(node: Node) -> bool:
    """A share above 100 % takes no more than all of an income, because what counts is never below
    0.
    """
    return not (isinstance(node, Const) and node.value > 1)


def _of_exemption(law: Law, place: int, exemption: Exemption) -> Iterable[Mutant]:
    name = f"exemption.{exemption.income}.{exemption.id}"
    affects = Affects((countable(exemption.income),), periods=(exemption.period,))

    def put(new: Exemption) -> Law:
        return replace(law, exemptions=with_item(law.exemptions, place, new))

    def without() -> Law:
        return replace(law, exemptions=without_item(law.exemptions, place))

    yield Mutant(
        mutant_id(exemption.origin, name, "dropped"), exemption.origin.place(), without, affects
    )
    for part in ("when", "deduct", "cap", "share"):
        formula: Formula | None = getattr(exemption, part)
        if formula is None:
            continue
        keep = _not_beyond_all if part == "share" else anything
        yield from of_formula(
            f"{name}.{part}", formula, _setter(put, exemption, part), affects, keep
        )
        if part in ("when", "cap"):
            dropped = replace(exemption, **{part: None})
            yield Mutant(
                mutant_id(formula.origin, f"{name}.{part}", "dropped"),
                formula.origin.place(),
                partial(put, dropped),
                affects,
            )
    yield from of_period(
        law,
        name,
        exemption.origin,
        exemption.period,
        lambda period: put(replace(exemption, period=period)),
    )


def _setter(
    put: Callable[[Exemption], Law], exemption: Exemption, part: str
) -> Callable[[Formula], Law]:
    return lambda formula: put(replace(exemption, **{part: formula}))


Grouped = Mapping[str, Sequence[tuple[str, Mutant]]]


def grouped(laws: Mapping[str, Law], root: Path) -> Grouped:
    """Mutants of several laws by their id: one change of a national rule is a change in every
    county below.

    Ids name files below the policies folder, so that they are the same wherever it lies.
    """
    found: dict[str, list[tuple[str, Mutant]]] = {}
    names: dict[str, str] = {}
    for jurisdiction, law in laws.items():
        for each in mutants(law):
            file, rest = each.id.split(": ", 1)
            if file not in names:
                path = Path(file).resolve()
                names[file] = (
                    path.relative_to(root.resolve()).as_posix()
                    if path.is_relative_to(root.resolve())
                    else file
                )
            found.setdefault(f"{names[file]}: {rest}", []).append((jurisdiction, each))
    return found
