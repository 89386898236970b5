"""Exact numbers back to the words of a case file: the reader's inverse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from welfare_rules.basics.days import day_text
from welfare_rules.basics.money import per_month, yuan_text
from welfare_rules.language.names import ChoiceList
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact

Code = Callable[[int], str]


def code_text(code: int) -> str:
    return f"{code:06d}"


def fact_value(
    fact: Fact, value: int, choices: Mapping[str, ChoiceList], code: Code = code_text
) -> Any:
    """One known value as a case file writes it."""
    match fact.type.kind:
        case Kind.MONEY if fact.flow:
            month = per_month(value)
            return yuan_text(month) if isinstance(month, int) else {"per_year": yuan_text(value)}
        case Kind.MONEY:
            return yuan_text(value)
        case Kind.BOOL:
            return bool(value)
        case Kind.DATE:
            return (
                "none" if fact.presumed is not None and value == fact.presumed else day_text(value)
            )
        case Kind.CHOICE:
            return choices[fact.type.choice].values[value].id
        case Kind.CODE:
            return code(value)
        case _:
            return value
