"""An integer program as code: printed once, and run over known values or over bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from welfare_rules.engine.columns import bounded, known
from welfare_rules.engine.columns.gaps import Looked
from welfare_rules.engine.columns.printer import has_open
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.language.types import Entity

Printed = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the program, the facts that it looks at, and its code over known values, and over
    values of which some are known within bounds only.
    """

    program: IntegerProgram
    source: str
    facts: frozenset[Looked]
    open: bool
    plain: Printed
    bounded: Printed


def form_of(
    program: IntegerProgram,
    printed: Callable[[IntegerProgram], str],
    name: str,
    within_bounds: IntegerProgram | None = None,
) -> Form:
    """One form of a program, printed and compiled; also as it is lowered for bounds."""
    source = printed(program)
    other = source if within_bounds is None else printed(within_bounds)
    plain, careful = (
        function_of(text, name, vars(algebra))
        for text, algebra in ((source, known), (other, bounded))
    )
    return Form(program, source, facts_of(program), has_open(program), plain, careful)


def facts_of(program: IntegerProgram) -> frozenset[Looked]:
    """The facts that a program looks at."""
    found: set[Looked] = set()
    for _, root in program.expressions():
        for each in e.walk(root):
            if isinstance(each, e.Fact):
                found.add((each.entity, each.column))
            elif isinstance(each, e.Receives):
                found.add((Entity.MEMBER, each.column))
    return frozenset(found)


def function_of(source: str, name: str, algebra: Mapping[str, Any]) -> Printed:
    """The function of printed source with the operations of an algebra."""
    space: dict[str, Any] = dict(algebra)
    # the source is made of numbers and our own names only
    exec(compile(source, "<program>", "exec"), space)
    return space[name]
