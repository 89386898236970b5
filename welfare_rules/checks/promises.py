"""Promises that speak of what is not there in any month in which they are made."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.days import LAST
from welfare_rules.basics.text import Words
from welfare_rules.checks.stretches import days_beside
from welfare_rules.findings import Finding, finding
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Benefit, Promise
from welfare_rules.program.day import benefit_of_day

_OF_AMOUNTS = ("never negative", "no cliff")
_NO_MONTH = Words("没有一个月发放这项待遇", "it is paid in no such month")
_NO_AMOUNT = Words("服务没有金额", "a service has no amount")


def idle(law: Law) -> Iterable[Finding]:
    """Benefits that a promise names and that no month of it has, or that have no amount."""
    for rule in law.rules():
        if not isinstance(rule.item, Promise):
            continue
        for place, name in enumerate(rule.item.benefits):
            why = _why(law, rule, rule.item, law.benefit(name))
            if why is not None:
                where = rule.origin.place("benefits", place)
                yield finding("WR353", where, name=rule.item.label.both(rule.id), got=name, why=why)


def _why(law: Law, rule: LawRule, promise: Promise, benefit: Benefit) -> Words | None:
    """Why a promise says nothing of a benefit; None where it does, or is never made itself."""
    days = days_beside(law, rule, benefit)
    there = [day for day in days if benefit.lives(day, LAST)]
    if not days or (there and promise.about not in _OF_AMOUNTS):
        return None
    if not there:
        return _NO_MONTH
    paid = (not benefit_of_day(benefit, day).service for day in there)
    return None if any(paid) else _NO_AMOUNT
