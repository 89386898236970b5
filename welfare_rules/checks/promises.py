"""Promises that speak of what is not there in any month in which they are made."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.text import Words
from welfare_rules.checks import named_benefits
from welfare_rules.findings import Finding, finding
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Benefit, Promise
from welfare_rules.program.day import benefit_of_day

_OF_AMOUNTS = ("never negative", "no cliff")
_NO_MONTH = Words("没有一个月发放这项待遇", "it is paid in no such month")
_NO_AMOUNT = Words("服务没有金额", "a service has no amount")


def idle(law: Law) -> Iterable[Finding]:
    """Benefits that a promise names and that no month of it has, or that have no amount."""
    for (rule, where, name), there in named_benefits.idle(law, Promise, _says_something):
        why = _NO_AMOUNT if there else _NO_MONTH
        yield finding("WR353", where, name=rule.label.both(rule.id), got=name, why=why)


def _says_something(rule: LawRule, benefit: Benefit, day: int) -> bool:
    """Whether the promise speaks of what the benefit has on a day."""
    assert isinstance(rule.item, Promise)
    return rule.item.about not in _OF_AMOUNTS or not benefit_of_day(benefit, day).service
