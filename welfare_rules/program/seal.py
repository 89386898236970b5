"""The seal of a program: its digest, worked out when somebody first asks for it. Most programs
decide a case and are never shown to anybody, or are only asked whether they are those of before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from welfare_rules.language.nodes import spell
from welfare_rules.law.law import Law
from welfare_rules.program.program import (
    BenefitInForce,
    CircleInForce,
    FigureInForce,
    Step,
    facts_in,
    figures_in,
)


@dataclass(frozen=True, eq=False)
class Seal:
    """Says the digest of everything that makes an answer or stands in it: what the month's law
    rests on, and of facts, figures and choices those alone.

    `needed` names the steps that some benefit or circle rests on. Never of layout, comments, or the
    language of a formula.
    """

    law: Law
    figures: Mapping[str, FigureInForce]
    steps: Sequence[Step]
    needed: Collection[str]
    benefits: Sequence[BenefitInForce]
    circles: Sequence[CircleInForce]

    def __call__(self) -> str:
        return self._digest

    def __eq__(self, other: object) -> bool:
        """Whether both say the same digest: line by line, until one differs."""
        if not isinstance(other, Seal):
            return NotImplemented
        return self is other or all(
            one == another for one, another in zip_longest(self._lines(), other._lines())
        )

    def __hash__(self) -> int:
        return hash(self._digest)

    @cached_property
    def _digest(self) -> str:
        written = "\n".join(self._lines()).encode()
        return "sha256:" + hashlib.sha256(written).hexdigest()

    def _lines(self) -> Iterator[str]:
        """What the digest is of; figures come early, since they change most."""
        return map(str, self._told())

    def _told(self) -> Iterator[object]:
        law, figures = self.law, self.figures
        yield from (law.jurisdiction, law.division)
        steps = [each for each in self.steps if each.id in self.needed]
        nodes = [each.node for each in steps if each.node is not None]
        asked = facts_in(nodes)
        facts = [each for each in law.facts if each.id in asked]
        for fact in facts:
            bounds = fact.low, fact.high, fact.presumed, fact.ignored_when
            yield ("fact", fact.id, fact.entity, fact.type, fact.flow, *bounds, fact.label)
        listed = {each.type.choice for each in (*facts, *steps)}
        for key in sorted(key for key in law.choices if key in listed):
            yield ("choice", key, law.choices[key].values)
        for key in sorted(figures_in(nodes)):
            versions = [
                (each.period, each.value, each.share, each.of, each.status, each.source)
                for each in figures[key].chain
            ]
            figure, value = figures[key].figure, figures[key].value
            bounds = figure.low, figure.high
            yield ("figure", key, figure.type, *bounds, figure.label, value, versions)
        for step in sorted(steps, key=lambda each: each.id):
            node = "open" if step.node is None else spell(step.node)
            what = step.id, step.entity, step.type, node
            yield ("step", *what, step.label, step.status, step.source)
        for benefit in self.benefits:
            rules = [
                (rule.clause.id, rule.clause.kind, rule.step)
                for rule in (*benefit.reasons, *benefit.supplements)
            ]
            paid_as = benefit.payee, benefit.service, benefit.per, benefit.starts
            yield ("benefit", benefit.id, benefit.label, *paid_as, rules, benefit.source)
        yield from (("circle", each.circle.id) for each in self.circles)
