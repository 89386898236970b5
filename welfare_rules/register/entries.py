"""The register of sources as data.

Every figure with all its versions, every rule, and what rests on each figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from welfare_rules.basics.numbers import Number, percent_text
from welfare_rules.basics.text import Words
from welfare_rules.checks.dependencies import Uses
from welfare_rules.explanation.phrasebook import step_labels
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.law import Law
from welfare_rules.law.model import Conflict, Figure, FigureVersion
from welfare_rules.law.terms import Citation, Status
from welfare_rules.law.values import plain
from welfare_rules.program.program import StepName

Named = tuple[str, Words]


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """A figure, the formulas that name it, and the benefits that rest on it by whatever way."""

    figure: Figure
    named_by: tuple[Named, ...]
    benefits: tuple[Named, ...]

    @property
    def open(self) -> bool:
        """Whether nobody has found a value of it yet."""
        return not self.figure.versions


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule other than a figure.

    A named formula, an income, an exemption, a benefit, one of its clauses, a circle.
    """

    id: str
    kind: str
    label: Words
    status: Status
    source: Citation | None


@dataclass(frozen=True, slots=True)
class Register:
    law: Law
    figures: tuple[FigureEntry, ...]
    rules: tuple[RuleEntry, ...]


def register(law: Law) -> Register:
    """Everything that a jurisdiction's law says, with where it says it, over all versions."""
    uses = Uses.of(law)
    named, paid = uses.named_by(), uses.paid_by()
    labels = {each.id: each.label for each in law.benefits}
    names = _Names(law)
    figures = tuple(
        FigureEntry(
            figure,
            names.of(named.get(key, ())),
            tuple((each, labels[each]) for each in paid.get(key, ())),
        )
        for key, figure in law.figures.items()
    )
    return Register(law, figures, tuple(_rules(law)))


class _Names:
    """What the steps of a law are called. Several steps of one benefit may come to one name."""

    def __init__(self, law: Law) -> None:
        self.labels = step_labels(law)

    def of(self, steps: Iterable[str]) -> tuple[Named, ...]:
        found: dict[str, Words] = {}
        for step in steps:
            owner = StepName.of(step).owner
            name = owner if StepName.of(step).part and step not in self.labels else step
            label = self.labels.get(name) or self.labels.get(owner) or Words(name, name)
            found.setdefault(name, label)
        return tuple(found.items())


def _rules(law: Law) -> Iterable[RuleEntry]:
    for each in law.rules("register"):
        parts = (each.owner, each.kind, each.id) if each.owner else (each.id,)
        name = "/".join(part for part in parts if part)
        yield RuleEntry(name, each.kind, each.label, each.status, each.source)


# --- values as they stand in the register ---

UNITS: dict[Kind, Words] = {
    Kind.MONEY: Words("元", "yuan"),
    Kind.MONTHS: Words("个月", "months"),
    Kind.BOOL: Words("真假", "true or false"),
}


def unit(kind: Type) -> Words:
    return UNITS.get(kind.kind, Words("", ""))


def written(figure: Figure, version: FigureVersion) -> str:
    """A version's value as the file would write it, or the share of another figure that it is."""
    if version.share is not None:
        return f"{percent_exact(version.share)} × {version.of}"
    return "" if version.value is None else written_value(figure.type, version.value)


def written_value(kind: Type, value: Number) -> str:
    if kind.kind is Kind.BOOL:
        return "true" if value else "false"
    return percent_exact(value) if kind.kind is Kind.RATE else plain(kind, value)


def percent_exact(value: Number) -> str:
    hundred = value * 100
    if isinstance(hundred, int) or hundred.denominator == 1:
        return f"{hundred}%"
    return percent_text(value) if (value * 1000).denominator == 1 else str(value)


def corrected(figure: Figure) -> dict[int, FigureVersion]:
    """For each corrected version (by its place) the version that corrects it.

    That is one of the same day and layer, announced later.
    """
    found: dict[int, FigureVersion] = {}
    for place, version in enumerate(figure.versions):
        later = [
            each
            for each in figure.versions
            if (each.period.first, each.depth) == (version.period.first, version.depth)
            and each.period.announced > version.period.announced
        ]
        if later:
            found[place] = min(later, key=lambda each: each.period.announced)
    return found


def quotes(found: Register) -> Sequence[str]:
    """Every quoted word of the register."""
    sources = [version.source for each in found.figures for version in each.figure.versions]
    sources += [each.figure.source for each in found.figures]
    sources += [conflict.source for each in found.figures for conflict in each.figure.conflicts]
    sources += [each.source for each in found.rules]
    return tuple(dict.fromkeys(each.quote for each in sources if each is not None and each.quote))


def conflict_text(figure: Figure, conflict: Conflict) -> str:
    value = "" if conflict.value is None else written_value(figure.type, conflict.value)
    where = conflict.source.document + (
        f" {conflict.source.article}" if conflict.source.article else ""
    )
    return "：".join(part for part in (where, value) if part) + (
        f"（{conflict.note}）" if conflict.note else ""
    )
