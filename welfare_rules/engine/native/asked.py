"""Steps of a program worked out for one case by generated code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from welfare_rules.basics.days import Month
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.native.code import compiled, days_of, source_of
from welfare_rules.engine.native.hidden import Unknown, facts_of
from welfare_rules.engine.native.printer import reasons_source
from welfare_rules.program import resolve
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program


class Asked:
    """Steps that are asked by the benefits of households.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> case = rules.read({"id": "h", "members": []})
    >>> sizes = Asked(rules.program, {"dibao": ["household_size"]})
    >>> sizes.values(case, rules.month)
    {'dibao': [Fraction(0, 1)]}
    """

    def __init__(self, program: Program, steps: Mapping[str, Sequence[str]]) -> None:
        made = lowered(program, steps)
        self._places = {
            each.benefit.id: each.place for each in made.household if each.benefit.id in steps
        }
        below = program.below(name for names in steps.values() for name in names)
        self._needed = resolve.facts_of(each for each in program.steps if each.id in below)
        self._work = compiled(source_of(made, reasons_source), "reasons")

    def values(self, case: Case, month: Month) -> dict[str, list[Fraction]] | None:
        """What each step comes to, by benefits; None where something is unknown or open."""
        if self._work is None or not case.unknown.isdisjoint(self._needed):
            return None
        try:
            found, _ = self._work(*facts_of(case), *days_of(month))
        except Unknown:
            return None
        pairs = {name: found[place] for name, place in self._places.items()}
        return {name: [*map(Fraction, each[::2], each[1::2])] for name, each in pairs.items()}
