"""Of whom an answer rests on what no published document confirms, as conditions of the program.

What a value rests on turns on which way its conditions went: of a choice the branch that was taken,
of several conditions the first that settled the matter. So it is a condition itself, which an
engine works out like any other. Two are made of each value, since of several members of whom
something holds it is not said which one the answer names: whether it surely rests on something
unconfirmed, and whether it perhaps does. Where nothing is unknown they differ by that alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.text import Words
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import FALSE, TRUE, Node
from welfare_rules.language.types import BOOL, Entity
from welfare_rules.program.program import BenefitInForce, Program, Step, step_of
from welfare_rules.program.resolve import unconfirmed_below, with_steps

SURELY, PERHAPS = "surely", "perhaps"


@dataclass(frozen=True, slots=True)
class Doubts:
    """A program with conditions beside its steps; `asked` names for each benefit that may rest on
    something unconfirmed whether it surely does, and whether it perhaps does.
    """

    program: Program
    asked: Mapping[str, tuple[str, str]]


def doubts_of(program: Program) -> Doubts:
    """The conditions for every benefit below which anything lies that is not confirmed.

    >>> import welfare_rules as wr
    >>> program = wr.load("cn/model").at("2021-08", known="2021-12-31").program
    >>> "dibao" in doubts_of(program).asked
    True
    """
    asked: dict[str, tuple[str, str]] = {}
    sides = _Side(program, SURELY), _Side(program, PERHAPS)
    made: list[Step] = []
    for benefit in program.benefits:
        if unconfirmed_below(program, benefit):
            steps = [each.of_benefit(benefit) for each in sides]
            made.extend(steps)
            asked[benefit.id] = steps[0].id, steps[1].id
    for each in sides:
        made.extend(each.made.values())
    return Doubts(with_steps(program, made), asked)


@dataclass(slots=True)
class _Side:
    """The conditions of one kind, while they are made."""

    program: Program
    kind: str
    made: dict[str, Step] = field(default_factory=dict[str, Step])
    found: dict[str, Node] = field(default_factory=dict[str, Node])

    def of_benefit(self, benefit: BenefitInForce) -> Step:
        """Whether the answer about a benefit rests on something unconfirmed."""
        names = [benefit.entitled] if benefit.service else [benefit.entitled, benefit.net]
        node = _any(self.of_step(each) for each in names)
        return self._step(benefit.id, benefit.payee, node, benefit.label)

    def _step(self, name: str, entity: Entity, node: Node, label: Words) -> Step:
        return Step(f"{self.kind}:{name}", entity, BOOL, node, label)

    def of_step(self, name: str) -> Node:
        """Whether a step does: always, never, or a condition under a name."""
        for each in self._waiting(name):
            self.found[each] = self._of_step(self.program.by_id[each])
        return self.found[name]

    def _waiting(self, name: str) -> Iterable[str]:
        """The steps below one of which nothing is said yet, each behind all that it rests on."""
        below = self.program.below([name])
        return [
            each.id for each in self.program.steps if each.id in below and each.id not in self.found
        ]

    def _of_step(self, step: Step) -> Node:
        if step.node is None:  # what nobody has found is missing, and nothing rests on it
            return FALSE
        node = self.of(step.node)
        if step.status != "published":
            if step.confirmed is None:
                return TRUE
            alike = n.Compare(left=step.node, right=step.confirmed, op=Comparison.EQUAL)
            node = _choose(alike, node, TRUE)
        if isinstance(node, n.Const):
            return node
        if isinstance(node, n.DerivedRef) and node.entity is step.entity:
            return node  # of a step that only names another one
        made = self.made[step.id] = self._step(step.id, step.entity, node, step.label)
        return n.DerivedRef(id=made.id, entity=step.entity, type=BOOL)

    def of(self, node: Node) -> Node:
        """Whether a formula rests on something unconfirmed."""
        match node:
            case n.FigureRef():
                figure = self.program.figures[node.id]
                return TRUE if figure.value is not None and figure.provisional else FALSE
            case n.DerivedRef() | n.Entitled() | n.Amount():
                return self.found[step_of(node)]
            case n.And():
                return self._junction(node.parts, lambda part: n.Not(part=part))
            case n.Or():
                return self._junction(node.parts, lambda part: part)
            case n.If():
                chosen = _choose(node.test, self.of(node.yes), self.of(node.no))
                return _any((self.of(node.test), chosen))
            case n.Mul():
                return self._product(node)
            case n.Exists():
                return self._somebody(node.among)
            case n.Count():
                return _exists(self.of(node.among))
            case n.Total() | n.Largest() | n.Smallest():
                inside = _all((node.among, self.of(node.value)))
                return _exists(_any((self.of(node.among), inside)))
            case _:
                return _any(self.of(each) for each in n.children(node))

    def _junction(self, parts: tuple[Node, ...], settles: Callable[[Node], Node]) -> Node:
        """The first part that settles the matter, else all of them."""
        doubts = [self.of(each) for each in parts]
        made = _any(doubts)
        if made != FALSE:
            for part, doubt in zip(reversed(parts), reversed(doubts), strict=True):
                made = _choose(settles(part), doubt, made)
        return made

    def _product(self, node: n.Mul) -> Node:
        """Of a factor that is nothing the other may be unknown, and the product rests on the one
        alone.
        """
        one, other = self.of(node.left), self.of(node.right)
        made = _any((one, other))
        if self.kind == PERHAPS or one == other:
            return made
        for factor, doubt, beside in ((node.left, one, node.right), (node.right, other, node.left)):
            if not isinstance(factor, (n.Const, n.FigureRef)) and not isinstance(
                beside, (n.Const, n.FigureRef)
            ):
                zero = n.Const(value=0, type=factor.type)
                nothing = n.Compare(left=factor, right=zero, op=Comparison.EQUAL)
                made = _choose(nothing, doubt, made)
        return made

    def _somebody(self, among: Node) -> Node:
        """What the first member of whom it holds rests on, or all where it holds of nobody."""
        doubt = self.of(among)
        if isinstance(doubt, n.Const):
            return _exists(doubt)
        there = n.Exists(among=among)
        if self.kind == PERHAPS:
            found = n.Exists(among=_all((among, doubt)))
        else:
            found = n.Not(part=n.Exists(among=_all((among, n.Not(part=doubt)))))
        return _choose(there, found, _exists(doubt))


def _any(parts: Iterable[Node]) -> Node:
    """Whether any of some conditions holds."""
    found: list[Node] = []
    for part in parts:
        for each in part.parts if isinstance(part, n.Or) else (part,):
            if each == TRUE:
                return TRUE
            if each != FALSE and each not in found:
                found.append(each)
    if not found:
        return FALSE
    return found[0] if len(found) == 1 else n.Or(parts=tuple(found))


def _all(parts: Iterable[Node]) -> Node:
    found = [each for each in parts if each != TRUE]
    return FALSE if FALSE in found else n.both(*found)


def _choose(test: Node, yes: Node, no: Node) -> Node:
    return yes if yes == no else n.If(test=test, yes=yes, no=no, type=BOOL)


def _exists(among: Node) -> Node:
    return FALSE if among == FALSE else n.Exists(among=among)
