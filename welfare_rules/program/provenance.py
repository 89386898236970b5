"""What the answers of a program rest on, as sets that are worked out beside its amounts.

An answer names the presumptions that it rests on, and says whether it rests on anything that no
published document confirms. A set of these is a value like any other, a whole number in bits, and
generated code can have it.

It holds for cases of which every fact is known. Where an open figure would be looked at, so is the
set open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node
from welfare_rules.language.types import INT, Entity
from welfare_rules.program.grounds import Grounds
from welfare_rules.program.program import Program
from welfare_rules.program.resolve import with_steps

NOTHING = n.Const(value=0, type=INT)
UNCONFIRMED = n.Const(value=1, type=INT)
"""The set of what no published document confirms: it is not said which figure or rule that is."""
FACTS = 2
"""The bit of the first fact; the others follow by their columns."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """A program with sets beside its steps; `asked` names for each benefit the step that has what
    its answer rests on.
    """

    program: Program
    asked: Mapping[str, tuple[str]]


def provenance_of(program: Program) -> Provenance:
    """The sets of every benefit.

    >>> import welfare_rules as wr
    >>> program = wr.load("cn/model").at("2021-08", known="2021-12-31").program
    >>> provenance_of(program).asked["dibao"]
    ('sources:dibao',)
    """
    sets = _Sets(program, "sources", NOTHING, UNCONFIRMED)
    asked = {each.id: (sets.of_benefit(each),) for each in program.benefits}
    return Provenance(with_steps(program, sets.made), asked)


@dataclass(slots=True)
class _Sets(Grounds):
    """Sets of facts and of what is unconfirmed."""

    columns: dict[tuple[str, str], int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {(each.entity, each.id): each.column for each in self.program.facts}

    def fact(self, entity: Entity, fact: str) -> Node:
        return n.Presumed(entity=entity, columns=FACTS << self.columns[entity, fact])

    def open(self, node: n.FigureRef | n.DerivedRef) -> Node:
        return node

    def union(self, parts: Iterable[Node]) -> Node:
        found: list[Node] = []
        for part in parts:
            for each in part.parts if isinstance(part, n.Union) else (part,):
                if each != NOTHING and each not in found:
                    found.append(each)
        if not found:
            return NOTHING
        return found[0] if len(found) == 1 else n.Union(parts=tuple(found))

    def everybodys(self, own: Node) -> Node:
        return NOTHING if own == NOTHING else n.UnionOf(value=own, type=INT)

    def firsts(self, among: Node, own: Node) -> Node:
        return n.FirstOf(value=own, among=among, type=INT)
