"""What the answers of a program rest on, as formulas of the program itself.

An answer names the presumptions that it rests on, and says whether it rests on anything that no
published document confirms. Which those are turns on which way its conditions went: of a choice the
branch that was taken, of several conditions the first that settled the matter. So a set of them is
a value like any other, worked out step by step as amounts are, and generated code can do that.

It holds for cases of which every fact is known. Where an open figure would be looked at, so is the
set open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from welfare_rules.basics.comparison import Comparison
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node
from welfare_rules.language.types import INT, Entity
from welfare_rules.program.program import Program, Step, step_of
from welfare_rules.program.resolve import in_order

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
    sets = _Sets(program)
    asked: dict[str, tuple[str]] = {}
    for each in program.benefits:
        names = [each.entitled] if each.service else [each.entitled, each.net]
        node = union([sets.of_step(name) for name in names])
        asked[each.id] = (sets.add(each.id, each.payee, node),)
    return Provenance(replace(program, steps=in_order((*program.steps, *sets.made))), asked)


@dataclass(slots=True)
class _Sets:
    """The sets of a program, while they are made."""

    program: Program
    made: list[Step] = field(default_factory=list[Step])
    found: dict[str, Node] = field(default_factory=dict[str, Node])
    columns: dict[tuple[str, str], int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {(each.entity, each.id): each.column for each in self.program.facts}

    def add(self, name: str, entity: Entity, node: Node) -> str:
        """A set as a step of its own, and the name of that."""
        step = Step(f"sources:{name}", entity, INT, node, self.program.steps[0].label)
        self.made.append(step)
        return step.id

    def of_step(self, name: str) -> Node:
        """The set of a step: nothing, the same for every case, or worked out under a name."""
        if name not in self.found:
            below = self.program.below([name])
            for step in self.program.steps:  # each stands behind all that it rests on
                if step.id in below and step.id not in self.found:
                    self.found[step.id] = self._named(step, self._of_step(step))
        return self.found[name]

    def _of_step(self, step: Step) -> Node:
        if step.node is None:
            return n.DerivedRef(id=step.id, type=step.type, entity=step.entity)  # open
        node = self.of(step.node)
        if step.status == "published":
            return node
        if step.confirmed is None:
            return union([node, UNCONFIRMED])
        own = n.DerivedRef(id=step.id, type=step.type, entity=step.entity)
        alike = n.Compare(left=own, right=step.confirmed, op=Comparison.EQUAL)
        return chosen(alike, node, union([node, UNCONFIRMED]))

    def _named(self, step: Step, node: Node) -> Node:
        same = isinstance(node, n.DerivedRef) and node.entity is step.entity
        if same or isinstance(node, (n.Const, n.Presumed)):
            return node
        return n.DerivedRef(id=self.add(step.id, step.entity, node), type=INT, entity=step.entity)

    def of(self, node: Node) -> Node:
        """The set of a formula."""
        match node:
            case n.FactRef():
                return self._fact(node.entity, node.id)
            case n.Receives():
                return self._fact(Entity.MEMBER, node.fact)
            case n.FigureRef():
                if self._open(node):
                    return node
                return UNCONFIRMED if self.program.figures[node.id].provisional else NOTHING
            case n.DerivedRef() | n.Entitled() | n.Amount():
                return self.found[step_of(node)]
            case n.Compare():  # against an open figure: its bounds may settle it
                known = [each for each in (node.left, node.right) if not self._open(each)]
                return union([self.of(each) for each in known])
            case n.And():
                return self._junction(node.parts, lambda test, on, end: chosen(test, on, end))
            case n.Or():
                return self._junction(node.parts, lambda test, on, end: chosen(test, end, on))
            case n.If():
                branch = chosen(node.test, self.of(node.yes), self.of(node.no))
                return union([self.of(node.test), branch])
            case n.Exists():
                return self._somebody(node.among)
            case n.Count():
                return everybodys(self.of(node.among))
            case n.Total() | n.Largest() | n.Smallest():
                inside = chosen(node.among, self.of(node.value), NOTHING)
                return everybodys(union([self.of(node.among), inside]))
            case _:
                return union([self.of(each) for each in n.children(node)])

    def _open(self, node: Node) -> bool:
        return isinstance(node, n.FigureRef) and self.program.figures[node.id].value is None

    def _fact(self, entity: Entity, fact: str) -> Node:
        return n.Presumed(entity=entity, columns=FACTS << self.columns[entity, fact])

    def _junction(self, parts: Sequence[Node], step: Callable[[Node, Node, Node], Node]) -> Node:
        """The set of the first part that settles the matter; where none does, of all of them."""
        sets = [self.of(each) for each in parts]
        made = union(sets)
        for part, own in zip(reversed(parts), reversed(sets), strict=True):
            made = step(part, made, own)
        return made

    def _somebody(self, among: Node) -> Node:
        """The set of the first member of whom it holds; where it holds of nobody, of everybody."""
        own = self.of(among)
        if isinstance(own, n.Const):
            return everybodys(own)
        first = n.FirstOf(value=own, among=among, type=INT)
        return chosen(n.Exists(among=among), first, everybodys(own))


def union(parts: Sequence[Node]) -> Node:
    """All that is in any of some sets."""
    found: list[Node] = []
    for part in parts:
        for each in part.parts if isinstance(part, n.Union) else (part,):
            if each != NOTHING and each not in found:
                found.append(each)
    if not found:
        return NOTHING
    return found[0] if len(found) == 1 else n.Union(parts=tuple(found))


def chosen(test: Node, yes: Node, no: Node) -> Node:
    """The one set or the other, as a condition holds."""
    return yes if yes == no else n.If(test=test, yes=yes, no=no, type=INT)


def everybodys(own: Node) -> Node:
    """All that is in the sets of the members."""
    return NOTHING if own == NOTHING else n.UnionOf(value=own, type=INT)
