"""Every formula of a law, wherever it stands: for checks that look at all of them alike."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.law.model import Benefit, Law
from welfare_rules.law.terms import Formula


def of_benefit(benefit: Benefit) -> Iterable[Formula]:
    for formula in (
        benefit.amount,
        benefit.share_of,
        benefit.base,
        benefit.month,
        benefit.supplement_for,
        benefit.review_months,
    ):
        if formula is not None:
            yield formula
    for clause in benefit.clauses:
        for formula in (clause.when, clause.value):
            if formula is not None:
                yield formula


def formulas(law: Law) -> Iterable[Formula]:
    """All formulas of all versions of everything that binds in a jurisdiction."""
    for derived in law.derived.values():
        yield from (version.formula for version in derived.versions)
    for income in law.incomes:
        yield income.value
    for exemption in law.exemptions:
        yield from (
            each
            for each in (exemption.when, exemption.deduct, exemption.cap, exemption.share)
            if each is not None
        )
    for benefit in law.benefits:
        yield from of_benefit(benefit)
    yield from (circle.when for circle in law.circles)
    for recovery in law.recoveries:
        yield from (each for each in (recovery.share, recovery.keep) if each is not None)
