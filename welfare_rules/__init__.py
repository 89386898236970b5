"""welfare_rules: written welfare policy to decisions that are right to the fen and that anyone can
check.

>>> import welfare_rules as wr
>>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer, Determination, Reason
    from welfare_rules.api import Policy, load
    from welfare_rules.comparison.upcoming import Upcoming
    from welfare_rules.facts.household import Household, Member
    from welfare_rules.findings import CaseError, Finding, Place, PolicyError, RequestError
    from welfare_rules.history.facts import History, read_history
    from welfare_rules.rules import Rules
    from welfare_rules.settlement.ledger import Payment, read_ledger
    from welfare_rules.settlement.recovery_plan import Plan
    from welfare_rules.settlement.settlement import Line, Settlement

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "CaseError",
    "Determination",
    "Finding",
    "History",
    "Household",
    "Line",
    "Member",
    "Payment",
    "Place",
    "Plan",
    "Policy",
    "PolicyError",
    "Reason",
    "RequestError",
    "Rules",
    "Settlement",
    "Upcoming",
    "load",
    "read_history",
    "read_ledger",
]

_HOMES = {
    "Answer": "welfare_rules.answer.answer",
    "Determination": "welfare_rules.answer.answer",
    "Reason": "welfare_rules.answer.answer",
    "Policy": "welfare_rules.api",
    "Rules": "welfare_rules.rules",
    "load": "welfare_rules.api",
    "Household": "welfare_rules.facts.household",
    "Member": "welfare_rules.facts.household",
    "CaseError": "welfare_rules.findings",
    "Finding": "welfare_rules.findings",
    "Place": "welfare_rules.findings",
    "PolicyError": "welfare_rules.findings",
    "RequestError": "welfare_rules.findings",
    "History": "welfare_rules.history.facts",
    "read_history": "welfare_rules.history.facts",
    "Payment": "welfare_rules.settlement.ledger",
    "read_ledger": "welfare_rules.settlement.ledger",
    "Plan": "welfare_rules.settlement.recovery_plan",
    "Line": "welfare_rules.settlement.settlement",
    "Settlement": "welfare_rules.settlement.settlement",
    "Upcoming": "welfare_rules.comparison.upcoming",
}


def __getattr__(name: str) -> object:
    """Public names are imported when they are first used, so that `import welfare_rules` stays
    light.
    """
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'welfare_rules' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
