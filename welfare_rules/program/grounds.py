"""What values rest on, followed down the formulas of a program.

Which figures, rules and facts those are turns on which way the conditions went: of a choice the
branch that was taken, of several conditions the first that settled the matter, of several members
the first of whom it held. So what a value rests on is a value itself, made of the same conditions:
an engine works it out step by step, as it does amounts. How it is told is up to each kind of it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from welfare_rules.basics.comparison import Comparison
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node
from welfare_rules.language.types import Entity
from welfare_rules.program.program import BenefitInForce, Program, Step, references, step_of


@dataclass(slots=True)
class Grounds(ABC):
    """What the values of a program rest on, told in one way, while it is made.

    `nothing` are the grounds of what rests on nothing, `unconfirmed` those of what no published
    document confirms. `made` are the steps that have grounds, named after what they tell (`kind`)
    and the step whose grounds they are; `found` has the grounds of each step that was asked for.
    """

    program: Program
    kind: str
    nothing: n.Const
    unconfirmed: n.Const
    made: list[Step] = field(default_factory=list[Step])
    found: dict[str, Node] = field(default_factory=dict[str, Node])

    @abstractmethod
    def fact(self, entity: Entity, fact: str) -> Node:
        """What a fact rests on."""

    @abstractmethod
    def open(self, node: n.FigureRef | n.DerivedRef) -> Node:
        """What that rests on which nobody has found."""

    @abstractmethod
    def union(self, parts: Iterable[Node]) -> Node:
        """All that is in any of some grounds."""

    @abstractmethod
    def everybodys(self, own: Node) -> Node:
        """All that is in the grounds of the members."""

    @abstractmethod
    def firsts(self, among: Node, own: Node) -> Node:
        """The grounds of the first member of whom something holds; that there is one is sure."""

    def product(self, node: n.Mul) -> Node:
        """What a product rests on."""
        return self.union(map(self.of, n.children(node)))

    def chosen(self, test: Node, yes: Node, no: Node, unsaid: Node) -> Node:
        """The one or the other, as a condition holds; `unsaid` where that cannot be said."""
        return yes if yes == no else n.If(test=test, yes=yes, no=no, type=self.nothing.type)

    def absorbing(self, node: n.And, made: Node) -> Node:
        """What several conditions rest on, also where one by itself excludes what is unsaid."""
        return made

    def of_benefit(self, benefit: BenefitInForce) -> str:
        """The name of the step that has what the answer about a benefit rests on."""
        node = self.union(map(self.of_step, benefit.ends))
        return self._add(benefit.id, benefit.payee, node)

    def of_step(self, name: str) -> Node:
        """The grounds of a step: the same for every case, or worked out under a name."""
        for step in self.program.in_order(self._left_below(name)):
            self.found[step.id] = self._named(step, self._of_step(step))
        return self.found[name]

    def _left_below(self, name: str) -> set[str]:
        """A step and those that it rests on, as far as their grounds are not there yet."""
        waiting, left = [name], set[str]()
        while waiting:
            each = waiting.pop()
            if each not in self.found and each not in left:
                left.add(each)
                node = self.program.step(each).node
                waiting.extend([] if node is None else references(node))
        return left

    def of(self, node: Node) -> Node:
        """The grounds of a formula."""
        match node:
            case n.FactRef():
                return self.fact(node.entity, node.id)
            case n.Receives():
                return self.fact(Entity.MEMBER, node.fact)
            case n.FigureRef():
                if self._is_open(node):
                    return self.open(node)
                provisional = self.program.figures[node.id].provisional
                return self.unconfirmed if provisional else self.nothing
            case n.DerivedRef() | n.Entitled() | n.Amount():
                return self.found[step_of(node)]
            case n.Compare():  # against an open figure: its bounds may settle it
                sides = node.left, node.right
                return self.union(self.of(each) for each in sides if not self._is_open(each))
            case n.And():
                made = self._junction(
                    node.parts, lambda part, on, own: self.chosen(part, on, own, on)
                )
                return self.absorbing(node, made)
            case n.Or():
                return self._junction(
                    node.parts, lambda part, on, own: self.chosen(part, own, on, on)
                )
            case n.If():
                yes, no = self.of(node.yes), self.of(node.no)
                branch = self.chosen(node.test, yes, no, self.union((yes, no)))
                return self.union((self.of(node.test), branch))
            case n.Mul():
                return self.product(node)
            case n.Exists():
                return self._somebodys(node.among)
            case n.Count():
                return self.everybodys(self.of(node.among))
            case n.Total() | n.Largest() | n.Smallest():
                own = self.of(node.value)
                inside = self.chosen(node.among, own, self.nothing, own)
                return self.everybodys(self.union((self.of(node.among), inside)))
            case _:
                return self.union(map(self.of, n.children(node)))

    def _of_step(self, step: Step) -> Node:
        own = n.DerivedRef(id=step.id, type=step.type, entity=step.entity)
        if step.node is None:
            return self.open(own)
        node = self.of(step.node)
        if step.status == "published":
            return node
        marked = self.union((node, self.unconfirmed))
        if step.confirmed is None:
            return marked
        alike = n.Compare(left=own, right=step.confirmed, op=Comparison.EQUAL)
        return self.chosen(alike, node, marked, marked)

    def _named(self, step: Step, node: Node) -> Node:
        """Grounds under a name of their own, unless they are no more than a name already."""
        same = isinstance(node, n.DerivedRef) and node.entity is step.entity
        if same or isinstance(node, (n.Const, n.Presumed)):
            return node
        made = self._add(step.id, step.entity, node)
        return n.DerivedRef(id=made, type=self.nothing.type, entity=step.entity)

    def _add(self, name: str, entity: Entity, node: Node) -> str:
        label = self.program.steps[0].label
        self.made.append(Step(f"{self.kind}:{name}", entity, self.nothing.type, node, label))
        return self.made[-1].id

    def _is_open(self, node: Node) -> bool:
        return isinstance(node, n.FigureRef) and self.program.figures[node.id].value is None

    def _junction(self, parts: Sequence[Node], step: Callable[[Node, Node, Node], Node]) -> Node:
        """The grounds of the first part that settles the matter; where none does, of all parts."""
        each = [self.of(part) for part in parts]
        made = self.union(each)
        for part, own in zip(reversed(parts), reversed(each), strict=True):
            made = step(part, made, own)
        return made

    def _somebodys(self, among: Node) -> Node:
        """Those of the first member of whom it holds; where it holds of nobody, of everybody."""
        own = self.of(among)
        everybodys = self.everybodys(own)
        if isinstance(own, n.Const):
            return everybodys
        first = self.firsts(among, own)
        return self.chosen(n.Exists(among=among), first, everybodys, everybodys)
