"""Conditions of the reference engine: true, false, or undecided while something is unknown."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from welfare_rules.basics import interval
from welfare_rules.engine.reference.evaluation import Atom, Cut, Scene, Value, ends, known, truth
from welfare_rules.engine.reference.working import Maker, Work
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity


class Truths(Maker):
    def on_Compare(self, node: n.Compare) -> Work:
        left, right, op = self.work(node.left), self.work(node.right), node.op
        atom, holds = object(), _HOLDS[op]
        cut = self._cut(node)

        def compare(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            used = a[2] | b[2]
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                return (1, 1, used, 0) if holds(a[0], b[0]) else (0, 0, used, 0)
            said = interval.compare(op, ends(a), ends(b))
            if said is not None:
                return truth(said, used, 0)
            return self._undecided(
                scene, (atom, payee), used, a[3] | b[3], cut(a, b) if cut else None
            )

        return compare

    def on_In(self, node: n.In) -> Work:
        item, values = self.work(node.item), node.values
        atom = object()

        def member(scene: Scene, payee: int) -> Value:
            low, high, used, missing = item(scene, payee)
            if low is high is not None:
                return truth(low in values, used, 0)
            if low is None or high is None:
                return self._undecided(scene, (atom, payee), used, missing, None)
            inside = [each for each in values if low <= each <= high]
            if not inside:
                return truth(False, used, 0)
            if len(inside) == high - low + 1:
                return truth(True, used, 0)
            return self._undecided(scene, (atom, payee), used, missing, None)

        return member

    def _cut(self, node: n.Compare) -> Callable[[Value, Value], Cut | None] | None:
        """Where a comparison of a plain fact with something known cuts that fact's range in two."""
        if isinstance(node.left, n.FactRef):
            return self._cut_of(node.left, node.op, other_is_left=False)
        if isinstance(node.right, n.FactRef):
            return self._cut_of(node.right, _SWAPPED[node.op], other_is_left=True)
        return None

    def _cut_of(
        self, fact: n.FactRef, op: str, *, other_is_left: bool
    ) -> Callable[[Value, Value], Cut | None]:
        column = self.columns[fact.entity, fact.id]
        of_household = fact.entity is Entity.HOUSEHOLD

        def cut(left: Value, right: Value) -> Cut | None:
            other = left if other_is_left else right
            if other[0] is None or other[0] is not other[1]:
                return None
            return column, of_household, other[0], op

        return cut

    def _undecided(
        self, scene: Scene, key: Atom, used: int, missing: int, cut: Cut | None
    ) -> Value:
        if scene.supposed is not None and key in scene.supposed:
            return truth(scene.supposed[key], used, 0)
        scene.leave_open(key, missing, cut)
        return 0, 1, used, missing

    def on_Not(self, node: n.Not) -> Work:
        part = self.work(node.part)

        def negate(scene: Scene, payee: int) -> Value:
            low, high, used, missing = part(scene, payee)
            return 1 - high, 1 - low, used, missing

        return negate

    def on_And(self, node: n.And) -> Work:
        return self._junction(node.parts, settles=0)

    def on_Or(self, node: n.Or) -> Work:
        return self._junction(node.parts, settles=1)

    def _junction(self, parts: Sequence[n.Node], *, settles: int) -> Work:
        """`and` is settled by the first part that is false, `or` by the first that is true.

        Else what is unknown stays so.
        """
        works = [self.work(part) for part in parts]

        def junction(scene: Scene, payee: int) -> Value:
            used = missing = 0
            undecided = False
            for work in works:
                low, high, part_used, part_missing = work(scene, payee)
                if low != high:
                    undecided = True
                    missing |= part_missing
                elif low == settles:
                    return settles, settles, part_used, 0
                used |= part_used
            if undecided:
                return 0, 1, used, missing
            return 1 - settles, 1 - settles, used, 0

        return junction

    def on_If(self, node: n.If) -> Work:
        test, yes, no = self.work(node.test), self.work(node.yes), self.work(node.no)

        def choose(scene: Scene, payee: int) -> Value:
            low, high, used, missing = test(scene, payee)
            if low == high:
                one, other, chosen_used, chosen_missing = (yes if low else no)(scene, payee)
                return one, other, used | chosen_used, chosen_missing
            a, b = yes(scene, payee), no(scene, payee)
            return known(
                *interval.hull((ends(a), ends(b))), used | a[2] | b[2], missing | a[3] | b[3]
            )

        return choose


_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
