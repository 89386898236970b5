"""Arithmetic of the reference engine, over exact values and over ranges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from welfare_rules.basics import interval
from welfare_rules.engine.reference.evaluation import Scene, Value, ends, exact, known
from welfare_rules.engine.reference.working import Maker, Work
from welfare_rules.language import nodes as n


class Arithmetic(Maker):
    def on_Add(self, node: n.Add) -> Work:
        left, right = self.work(node.left), self.work(node.right)

        def add(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                total = a[0] + b[0]
                return total, total, a[2] | b[2], 0
            return known(*interval.add(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return add

    def on_Sub(self, node: n.Sub) -> Work:
        left, right = self.work(node.left), self.work(node.right)

        def subtract(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                rest = a[0] - b[0]
                return rest, rest, a[2] | b[2], 0
            return known(*interval.subtract(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return subtract

    def on_Mul(self, node: n.Mul) -> Work:
        left, right = self.work(node.left), self.work(node.right)

        def multiply(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                product = a[0] * b[0]
                return product, product, a[2] | b[2], 0
            for factor in (a, b):  # nothing times anything unknown is nothing
                if factor[0] == 0 == factor[1]:
                    return exact(0, factor[2])
            return known(*interval.multiply(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return multiply

    def on_Div(self, node: n.Div) -> Work:
        left, right = self.work(node.left), self.work(node.right)

        def divide(scene: Scene, payee: int) -> Value:
            a, b = left(scene, payee), right(scene, payee)
            if a[0] is a[1] is not None and b[0] is b[1] is not None:
                quotient = Fraction(a[0]) / b[0]
                return quotient, quotient, a[2] | b[2], 0
            return known(*interval.divide(ends(a), ends(b)), a[2] | b[2], a[3] | b[3])

        return divide

    def on_Least(self, node: n.Least) -> Work:
        return self._extreme(node.parts, lowest=True)

    def on_Greatest(self, node: n.Greatest) -> Work:
        return self._extreme(node.parts, lowest=False)

    def _extreme(self, parts: Sequence[n.Node], *, lowest: bool) -> Work:
        works = [self.work(part) for part in parts]
        pick = min if lowest else max
        join = interval.least if lowest else interval.greatest

        def extreme(scene: Scene, payee: int) -> Value:
            found = [work(scene, payee) for work in works]
            used = 0
            for each in found:
                used |= each[2]
            if all(each[0] is each[1] is not None for each in found):
                best = pick(each[0] for each in found)
                return best, best, used, 0
            low, high = join([ends(each) for each in found])
            missing = 0
            for each in found:  # a part that can no longer be the extreme one is not missed
                reaches = (
                    interval.compare("<", ends(each), (high, high))
                    if lowest
                    else interval.compare(">", ends(each), (low, low))
                )
                if reaches is not False:
                    missing |= each[3]
            return known(low, high, used, missing)

        return extreme

    def on_Rounded(self, node: n.Rounded) -> Work:
        part, step, direction = self.work(node.part), node.step, node.direction

        def rounded(scene: Scene, payee: int) -> Value:
            low, high, used, missing = part(scene, payee)
            if low is high and low is not None:
                return exact(interval.rounded(low, step, direction), used)
            return known(
                *interval.monotone(
                    lambda each: interval.rounded(each, step, direction), (low, high)
                ),
                used,
                missing,
            )

        return rounded

    def on_Years(self, node: n.Years) -> Work:
        return self._between(node.start, node.end, interval.completed_years)

    def on_CalendarMonths(self, node: n.CalendarMonths) -> Work:
        return self._between(node.start, node.end, interval.calendar_months)

    def _between(self, first: n.Node, second: n.Node, count: Callable[[int, int], int]) -> Work:
        start, end = self.work(first), self.work(second)

        def between(scene: Scene, payee: int) -> Value:
            a, b = start(scene, payee), end(scene, payee)
            if None in a[:2] or None in b[:2]:
                return None, None, a[2] | b[2], a[3] | b[3]
            low, high = count(int(a[1]), int(b[0])), count(int(a[0]), int(b[1]))
            return known(low, high, a[2] | b[2], a[3] | b[3])

        return between
