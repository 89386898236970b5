"""Aggregates of the reference engine: over the members of whom a condition holds, or may hold."""

from __future__ import annotations

from welfare_rules.basics import interval
from welfare_rules.engine.reference.evaluation import Scene, Value, ends, known
from welfare_rules.engine.reference.working import Maker, Work
from welfare_rules.language import nodes as n
from welfare_rules.law.terms import Number


class Gathering(Maker):
    def on_Total(self, node: n.Total) -> Work:
        value, among = self.work(node.value), self.work(node.among)

        def total(scene: Scene, payee: int) -> Value:
            low: Number | None = 0
            high: Number | None = 0
            used = missing = 0
            for member in range(len(scene.case.members)):
                test = among(scene, member)
                used |= test[2]
                if test[1] == 0:
                    continue
                part = value(scene, member)
                used |= part[2]
                missing |= part[3]
                one, other = ends(part)
                if test[0] == 0:
                    missing |= test[3]
                    one, other = interval.hull(((0, 0), (one, other)))
                low = None if low is None or one is None else low + one
                high = None if high is None or other is None else high + other
            return known(low, high, used, missing)

        return total

    def on_Count(self, node: n.Count) -> Work:
        among = self.work(node.among)

        def count(scene: Scene, payee: int) -> Value:
            low = high = used = missing = 0
            for member in range(len(scene.case.members)):
                test = among(scene, member)
                low += int(test[0] or 0)
                high += int(test[1] or 0)
                used |= test[2]
                missing |= test[3]
            return known(low, high, used, missing)

        return count

    def on_Exists(self, node: n.Exists) -> Work:
        among = self.work(node.among)

        def exists(scene: Scene, payee: int) -> Value:
            used = missing = 0
            undecided = False
            for member in range(len(scene.case.members)):
                test = among(scene, member)
                if test[0] == 1:
                    return 1, 1, test[2], 0
                used |= test[2]
                if test[1] == 1:
                    undecided = True
                    missing |= test[3]
            return (0, 1, used, missing) if undecided else (0, 0, used, 0)

        return exists

    def on_Largest(self, node: n.Largest) -> Work:
        return self._extreme_among(node.value, node.among, lowest=False)

    def on_Smallest(self, node: n.Smallest) -> Work:
        return self._extreme_among(node.value, node.among, lowest=True)

    def _extreme_among(self, value_node: n.Node, among_node: n.Node, *, lowest: bool) -> Work:
        """The extreme value among those for whom the condition holds.

        0 when there is nobody, which stays possible while unknown.
        """
        value, among = self.work(value_node), self.work(among_node)
        join = interval.least if lowest else interval.greatest

        def extreme(scene: Scene, payee: int) -> Value:
            sure: list[interval.Interval] = []
            perhaps: list[interval.Interval] = []
            used = missing = 0
            for member in range(len(scene.case.members)):
                test = among(scene, member)
                used |= test[2]
                if test[1] == 0:
                    continue
                part = value(scene, member)
                used |= part[2]
                missing |= part[3] | (test[3] if test[0] == 0 else 0)
                (sure if test[0] == 1 else perhaps).append(ends(part))
            settled = join(sure) if sure else (0, 0)
            outcomes = [settled]
            outcomes.extend(join([settled, each]) if sure else each for each in perhaps)
            if perhaps:
                outcomes.append(join([*sure, *perhaps]))
            return known(*interval.hull(outcomes), used, missing)

        return extreme
