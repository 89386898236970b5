"""Which columns the results of a run have: by benefit, those of households and of members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from welfare_rules.findings import Place, RequestError, finding, nearest
from welfare_rules.language.types import Entity
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.tables.frame import Kind

MONTH, MISSING, TOWN = "month", "missing_facts", "town"
OF_BENEFIT: dict[str, Kind] = {
    "status": "text",
    "amount": "money",
    "at_least": "money",
    "at_most": "money",
    "failed": "texts",
    "provisional": "truth",
    "missing_figures": "texts",
}
FINDINGS: dict[str, Kind] = {
    "file": "text",
    "row": "number",
    "column": "text",
    "address": "text",
    "severity": "text",
    "code": "text",
    "message_zh": "text",
    "message_en": "text",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table of results, and the benefits that they are of."""

    first: tuple[str, ...]
    benefits: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def kinds(self) -> dict[str, Kind]:
        """The kind of each column."""
        money: dict[str, Kind] = {"total": "money", "once": "money"}
        made: dict[str, Kind] = {name: money.get(name, "text") for name in self.first}
        for benefit in self.benefits:
            made.update((f"{benefit}.{part}", kind) for part, kind in OF_BENEFIT.items())
        made.update((name, "texts" if name == MISSING else "text") for name in self.last)
        return made


@dataclass(frozen=True, slots=True)
class Layouts:
    """The columns of both tables of results, in one month or several."""

    households: Layout
    members: Layout

    @classmethod
    def of(cls, benefits: Sequence[BenefitInForce], *, months: bool, town: bool) -> Layouts:
        def named(entity: Entity) -> tuple[str, ...]:
            return tuple(each.id for each in benefits if each.payee is entity)

        month = (MONTH,) if months else ()
        last = (MISSING, TOWN) if town else (MISSING,)
        return cls(
            Layout((*month, "id", "circle", "total", "once"), named(Entity.HOUSEHOLD), last),
            Layout((*month, "household", "id"), named(Entity.MEMBER), (MISSING,)),
        )


def chosen(programs: Iterable[Program], asked: Sequence[str] | None) -> tuple[BenefitInForce, ...]:
    """The benefits that are asked for, by id or label, of those in force in any month; else all.

    Raises RequestError for one that is not there.
    """
    there: dict[str, BenefitInForce] = {}
    for program in programs:
        there |= {each.id: each for each in program.benefits if each.id not in there}
    if asked is None:
        return tuple(there.values())
    words = {each.label.zh: each.id for each in there.values()} | {each: each for each in there}
    wrong = [each for each in asked if each not in words]
    if wrong:
        place, want = Place("benefits"), ", ".join(there)
        raise RequestError(
            finding("WR525", place, got=each[:60], want=want, nearest=nearest(each[:60], words))
            for each in wrong
        )
    named = {words[each] for each in asked}
    return tuple(each for each in there.values() if each.id in named)
