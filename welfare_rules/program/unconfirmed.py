"""Of whom an answer rests on what no published document confirms, as conditions of the program.

Unlike sets, conditions can be worked out where something is unknown. Two are made of each value,
since of several members of whom something holds it is not said which one the answer names: whether
it surely rests on something unconfirmed, and whether it perhaps does. They differ by that alone,
and by products of which a factor is nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from welfare_rules.basics.comparison import Comparison
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import FALSE, TRUE, Node
from welfare_rules.language.types import BOOL, Entity
from welfare_rules.program.grounds import Grounds
from welfare_rules.program.program import Program, absorbed, named_step
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
    >>> doubts_of(program).asked["dibao"]
    ('surely:dibao', 'perhaps:dibao')
    """
    surely, perhaps = (_Conditions(program, each, FALSE, TRUE) for each in (SURELY, PERHAPS))
    asked = {
        each.id: (surely.of_benefit(each), perhaps.of_benefit(each))
        for each in program.benefits
        if unconfirmed_below(program, each)
    }
    return Doubts(with_steps(program, (*surely.made, *perhaps.made)), asked)


@dataclass(slots=True)
class _Conditions(Grounds):
    """Whether anything unconfirmed is among the grounds: surely, or perhaps."""

    def fact(self, entity: Entity, fact: str) -> Node:
        return FALSE

    def open(self, node: n.FigureRef | n.DerivedRef) -> Node:
        return FALSE  # what nobody has found is missing, and nothing rests on it

    def union(self, parts: Iterable[Node]) -> Node:
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

    def everybodys(self, own: Node) -> Node:
        return FALSE if own == FALSE else n.Exists(among=own)

    def firsts(self, among: Node, own: Node) -> Node:
        among = n.Surely(part=among)
        if self.kind == PERHAPS:
            return n.Exists(among=n.both(among, own))
        return n.Not(part=n.Exists(among=n.both(among, n.Not(part=own))))

    def chosen(self, test: Node, yes: Node, no: Node, unsaid: Node) -> Node:
        holds, fails = n.Surely(part=test), n.Surely(part=n.Not(part=test))
        if unsaid == no:
            return _either(holds, yes, no)
        if unsaid == yes:
            return _either(fails, no, yes)
        return _either(holds, yes, _either(fails, no, unsaid))

    def absorbing(self, node: n.And, made: Node) -> Node:
        unsaid = [n.Not(part=n.Surely(part=each)) for each in (node, n.Not(part=node))]
        for part, rest in reversed([*absorbed(node, self.program.by_id)]):
            if rest:
                step = self.program.by_id[named_step(part) or ""]
                own = TRUE if step.status != "published" else self.union(map(self.of, rest))
                every = n.Surely(part=n.both(*rest))
                made = _either(n.both(*unsaid, every), own, made)
        return made

    def product(self, node: n.Mul) -> Node:
        """Of a factor that is nothing the other may be unknown, and the product rests on the one
        alone.
        """
        one, other = self.of(node.left), self.of(node.right)
        made = self.union((one, other))
        if self.kind == PERHAPS or one == other:
            return made
        for factor, doubt, beside in ((node.left, one, node.right), (node.right, other, node.left)):
            if isinstance(beside, (n.Const, n.FigureRef)):
                continue
            if isinstance(factor, (n.Const, n.FigureRef)):
                made = doubt if self._is_nothing(factor) else made
                continue
            zero = n.Const(value=0, type=factor.type)
            nothing = n.Compare(left=factor, right=zero, op=Comparison.EQUAL)
            made = self.chosen(nothing, doubt, made, made)
        return made

    def _is_nothing(self, node: n.Const | n.FigureRef) -> bool:
        """Whether a number of the law is 0."""
        return (
            node.value if isinstance(node, n.Const) else self.program.figures[node.id].value
        ) == 0


def _either(test: Node, yes: Node, no: Node) -> Node:
    """One of two conditions, as one that is always settled holds."""
    if no == FALSE and yes != FALSE:
        return test if yes == TRUE else n.both(test, yes)
    return yes if yes == no else n.If(test=test, yes=yes, no=no, type=BOOL)
