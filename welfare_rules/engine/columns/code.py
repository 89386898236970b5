"""An integer program as code: printed once, and run over known values or over bounds."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from welfare_rules.basics.days import Month, month_index
from welfare_rules.engine.columns import bounded, holes, known
from welfare_rules.engine.columns.gaps import Looked
from welfare_rules.engine.columns.printer import DAYS, GIVEN, Line, has_open
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer.form import IntegerProgram
from welfare_rules.language.types import Entity

Printed = Callable[..., Any]
Print = Callable[[IntegerProgram], str]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the program, the facts that it looks at, and its code over known values."""

    program: IntegerProgram
    source: str
    facts: frozenset[Looked]
    open: bool
    plain: Printed


def form_of(program: IntegerProgram, printed: Print, name: str) -> Form:
    """One form of a program, printed and compiled."""
    source = printed(program)
    plain = function_of(source, name, vars(known))
    return Form(program, source, facts_of(program), has_open(program), plain)


def bounds_of(program: IntegerProgram) -> Mapping[str, Any]:
    """The operations over values of a program that are known within bounds only."""
    return vars(holes) if program.holes else vars(bounded)


def bounded_of(program: IntegerProgram, printed: Print, name: str) -> Printed:
    """The code of a program that is lowered for bounds, over values of which some are known within
    these only.
    """
    return function_of(printed(program), name, bounds_of(program))


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


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A line of printed code, and the names of other lines that it looks at.

    It may be `over` a denominator that is not known of somebody, whose ends are multiplied with
    both parts of a quotient: then its value is another one where more is known of all.
    """

    line: Line
    code: CodeType
    looks: frozenset[str]
    over: bool

    @property
    def name(self) -> str:
        return self.line.name


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Printed code of which some lines alone can be worked out: those that something rests on."""

    lines: Sequence[Compiled]
    algebra: Mapping[str, Any]

    def work(self, asked: Iterable[str], given: Mapping[str, Any], space: dict[str, Any]) -> None:
        """Works out what some names rest on, in a space of names, but for names that are given."""
        space |= self.algebra
        for each in self._below(asked, given):
            # the text is made of numbers and our own names only
            known_there = each.name in given
            space[each.name] = given[each.name] if known_there else eval(each.code, space)

    def _below(self, asked: Iterable[str], given: Container[str]) -> list[Compiled]:
        """The lines that some names rest on in their order, but for names that are given."""
        wanted, found = set(asked), list[Compiled]()
        for each in reversed(self.lines):
            if each.name in wanted:
                found.append(each)
                if each.name not in given:
                    wanted |= each.looks
        return found[::-1]


def compiled_lines(lines: Sequence[Line], algebra: Mapping[str, Any]) -> Lines:
    """Printed lines as code over the operations of an algebra."""
    names = {each.name for each in lines}
    over, made = {"top", "bottom"}, list[Compiled]()
    for line in lines:
        code = compile(line.text, "<program>", "eval")
        found = _names_in(code)
        if not over.isdisjoint(found):
            over.add(line.name)
        made.append(Compiled(line, code, found & names, line.name in over))
    return Lines(made, algebra)


def _names_in(code: CodeType) -> frozenset[str]:
    """All names that code looks at, also in functions within."""
    inside = (each for each in code.co_consts if isinstance(each, CodeType))
    return frozenset(code.co_names).union(*map(_names_in, inside))


def days_of(month: Month) -> tuple[int, int, int]:
    """The days of a month for printed code, by the names of `DAYS`."""
    return month.first, month.last, month_index(month.first)


def space_of(given: Sequence[Any], month: Month) -> dict[str, Any]:
    """What printed lines look at in some rows in a month, by its names."""
    space: dict[str, Any] = dict(zip((*GIVEN, *DAYS), (*given, *days_of(month)), strict=True))
    return {**space, "count_": len(space["bounds"]) - 1, "people_count": len(space["home"])}


def function_of(source: str, name: str, algebra: Mapping[str, Any]) -> Printed:
    """The function of printed source with the operations of an algebra."""
    space: dict[str, Any] = dict(algebra)
    # the source is made of numbers and our own names only
    exec(compile(source, "<program>", "exec"), space)
    return space[name]
