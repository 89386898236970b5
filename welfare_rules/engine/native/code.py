"""Generated text made into a function, with the few names that it uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from welfare_rules.basics.days import Month, month_index
from welfare_rules.engine.integer.folding import nearest_even
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.engine.native.hidden import HIDDEN, Unknown, in_, joined


def source_of(program: IntegerProgram, printed: Callable[[IntegerProgram], str]) -> str:
    """The text of the function, or nothing where every case needs an open figure."""
    return "" if program.always_open else printed(program)


def compiled(source: str, name: str) -> Callable[..., Any] | None:
    """The function of a text; None where there is no text."""
    return function_of(source, name) if source else None


def function_of(source: str, name: str) -> Callable[..., Any]:
    """The function of that name in a text."""
    space: dict[str, Any] = {
        "_open": _open,
        "_half_even": nearest_even,
        "_hidden": HIDDEN,
        "_unknown": Unknown,
        "_in": in_,
        "_joined": joined,
    }
    # the source is made of numbers and our own names only
    exec(compile(source, "<program>", "exec"), space)
    return space[name]


def days_of(month: Month) -> tuple[int, int, int]:
    """What every function is told of the month: its first and last day, and its number."""
    return month.first, month.last, month_index(month.first)


def _open() -> int:
    raise Unknown
