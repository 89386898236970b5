"""What rests on what, over all versions of a law.

From a figure to the formulas that name it and the benefits that are paid by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from welfare_rules.basics.graph import with_reached
from welfare_rules.law.law import Law
from welfare_rules.program import program as core
from welfare_rules.program.lowering import formulas_by_step
from welfare_rules.program.program import facts_in, figures_in, references


@dataclass(frozen=True, slots=True)
class Uses:
    """The names that each name rests on, and the figures and facts of its own formulas."""

    needs: Mapping[str, frozenset[str]]
    figures: Mapping[str, frozenset[str]]
    facts: Mapping[str, frozenset[str]]
    benefits: tuple[str, ...]
    shares: Mapping[str, frozenset[str]]

    @staticmethod
    def of(law: Law) -> Uses:
        nodes = formulas_by_step(law)
        needs = {
            name: frozenset(one for node in found for one in references(node))
            for name, found in nodes.items()
        }
        return Uses(
            needs,
            {name: figures_in(found) for name, found in nodes.items()},
            {name: facts_in(found) for name, found in nodes.items()},
            tuple(each.id for each in law.benefits),
            {
                each.id: frozenset(version.of for version in each.versions if version.of)
                for each in law.figures.values()
            },
        )

    def below(self, names: Iterable[str]) -> frozenset[str]:
        """These names and everything that they rest on."""
        return with_reached(self.needs, names)

    def of_benefit(self, benefit: str) -> frozenset[str]:
        """Everything that a benefit's conditions and amount rest on."""
        return self.below((core.entitled_step(benefit), core.net_step(benefit)))

    def with_shares(self, figures: Iterable[str]) -> frozenset[str]:
        """These figures and those of which they are shares."""
        return with_reached(self.shares, figures)

    def facts_below(self, names: Iterable[str]) -> frozenset[str]:
        """The facts that these names and all that they rest on look at."""
        return frozenset(fact for name in self.below(names) for fact in self.facts.get(name, ()))

    def figures_below(self, names: Iterable[str]) -> frozenset[str]:
        return self.with_shares(
            figure for name in self.below(names) for figure in self.figures.get(name, ())
        )

    def paid_by(self) -> dict[str, tuple[str, ...]]:
        """For each figure the benefits that rest on it, in the order of the law."""
        found: dict[str, list[str]] = {each: [] for each in self.shares}
        for benefit in self.benefits:
            for figure in self.figures_below(self.of_benefit(benefit)):
                found.setdefault(figure, []).append(benefit)
        return {figure: tuple(benefits) for figure, benefits in found.items()}

    def named_by(self) -> dict[str, tuple[str, ...]]:
        """For each figure the names whose own formulas name it."""
        found: dict[str, list[str]] = {each: [] for each in self.shares}
        for name, figures in self.figures.items():
            for figure in sorted(figures):
                found.setdefault(figure, []).append(name)
        return {figure: tuple(names) for figure, names in found.items()}
