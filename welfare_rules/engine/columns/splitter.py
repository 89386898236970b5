"""A program printed so that comparisons may be supposed, and what it is asked for.

Comparisons are numbered as the reference engine numbers them, so that what is supposed of one is
supposed of the same; of each it is told what of a fact it cuts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from welfare_rules.engine.columns.code import Lines, bounds_of, compiled_lines
from welfare_rules.engine.columns.kinds import Array, words_of
from welfare_rules.engine.columns.open_ways import Ways, ways_of
from welfare_rules.engine.columns.printer import (
    compared_in,
    decide_lines,
    name_of_circle,
    name_of_due,
)
from welfare_rules.engine.columns.splits import Cutting
from welfare_rules.engine.columns.supposing import compared, of_step
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.integer.operations import Numbered, Side
from welfare_rules.engine.reference import Reference
from welfare_rules.engine.reference.bearing import Ends
from welfare_rules.engine.reference.day_cuts import cuts_by
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Fact
from welfare_rules.program.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class Goals:
    """What is decided: the benefits of households, those of members, and the circles, in order.

    `below` says which comparisons each is worked out from, and `able` whether all of these are told
    here; `of_facts` and `of_comparisons` how many operations rest on each: once, and once a member.
    """

    of_member: Array
    place: Array
    service: Array
    circle: Array
    below: Array
    of_facts: Array
    of_comparisons: Array
    able: Array


@dataclass(frozen=True, slots=True, eq=False)
class Splitter:
    """A program printed so that comparisons may be supposed, and what these cut."""

    lines: Lines
    words: int
    made_in: Mapping[int, str]
    """The names of the lines in which comparisons are made, by their numbers."""
    facts: Sequence[Fact]
    cuttings: Mapping[int, Cutting]
    of_member: Mapping[int, bool]
    goals: Goals
    ways: Ways

    def asked(self, goal: int) -> str:
        """The name of what is asked for of a goal."""
        place = int(self.goals.place[goal])
        if self.goals.circle[goal]:
            return name_of_circle(place)
        return name_of_due(place, of_member=bool(self.goals.of_member[goal]))


def splitter_of(program: Program, reference: Reference) -> Splitter:
    """The splitter of a program, whose comparisons are numbered as the reference engine does."""
    columns = {(each.entity, each.id): each.column for each in program.facts}
    found = [cuts_by(program, each) for each in reference.comparisons]
    cuts = [next(iter(each), None) for each in found]
    by_node: dict[int, tuple[int, Side | None]] = {}
    for number, (node, by) in enumerate(zip(reference.comparisons, cuts, strict=True)):
        by_node[id(node)] = number, None if by is None else "left" if by.on_the_left else "right"
    ways, conditions = ways_of(reference, _ends_of(program))
    numbered = Numbered(by_node, reference.bearing.place, conditions)
    made = lowered(program, "dues", within_bounds=True, numbered=numbered)
    marked = compared_in(made)
    cuttings = {
        number: Cutting(
            node, by, columns[by.fact.entity, by.fact.id], marked[number], len(found[number]) > 1
        )
        for number, (node, by) in enumerate(zip(reference.comparisons, cuts, strict=True))
        if by is not None and number in marked
    }
    lines, made_in = decide_lines(made)
    algebra = {**bounds_of(made), "compared": compared, "of_step": of_step}
    return Splitter(
        compiled_lines(lines, algebra),
        words_of(len(made.holes)),
        made_in,
        program.facts,
        cuttings,
        {number: each.of_member for number, each in marked.items()},
        _goals(program, reference, frozenset(numbered.said)),
        ways,
    )


def _ends_of(program: Program) -> list[Ends]:
    """The steps that are asked for of each goal."""
    return [
        *(
            each.ends
            for entity in (Entity.HOUSEHOLD, Entity.MEMBER)
            for each in program.benefits
            if each.payee is entity
        ),
        *((each.step,) for each in program.circles),
    ]


def _goals(program: Program, reference: Reference, said: frozenset[int]) -> Goals:
    ends = _ends_of(program)
    of_member: list[bool] = []
    place: list[int] = []
    service: list[bool] = []
    for entity in (Entity.HOUSEHOLD, Entity.MEMBER):
        some = [each for each in program.benefits if each.payee is entity]
        of_member.extend([entity is Entity.MEMBER] * len(some))
        place.extend(range(len(some)))
        service.extend(each.service for each in some)
    of_member.extend([False] * len(program.circles))
    place.extend(range(len(program.circles)))
    service.extend([True] * len(program.circles))
    below = np.zeros((len(ends), len(reference.comparisons)), np.bool_)
    looked = [reference.compared_below(each) for each in ends]
    for row, each in enumerate(looked):
        below[row, list(each)] = True
    sizes = [reference.sizes_below(each) for each in ends]
    return Goals(
        np.array(of_member, np.bool_),
        np.array(place, np.intp),
        np.array(service, np.bool_),
        np.arange(len(ends)) >= len(ends) - len(program.circles),
        below,
        np.array([facts for facts, _ in sizes], np.int64),
        np.array([comparisons for _, comparisons in sizes], np.int64),
        np.array([each <= said for each in looked], np.bool_),
    )
