"""What can be said of a payee's benefit while facts are unknown: by supposing each possibility in turn where that settles it.

Working a formula out over ranges forgets that two of its parts rest on the same unknown fact. Splitting that fact's range, or an
undecided comparison, into its possibilities remembers it: what all of them agree on is decided, and a fact on which nothing turns
is not missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from welfare_rules.engine.values import Scene
from welfare_rules.engine.workings import Workings
from welfare_rules.language.types import Kind
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.law import Number

FEW_FACTS = 8  # with more unknown facts than these in play, supposing would take long and settle little
MOST_SUPPOSED = 160  # evaluations a benefit and payee, for a household of up to ten
SMALL_RANGE = 12  # a fact of so few values is tried value by value

Range = tuple[Number, Number]
Lows = dict[tuple[int, int], Range]
Supposed = dict[tuple[int, int], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a condition and an amount, and the tokens of what is missing for more."""

    entitled: bool | None
    low: Number | None
    high: Number | None
    missing: int

    @property
    def settled(self) -> bool:
        return self.entitled is not None and self.low is not None and self.low == self.high


class Settling:
    """One attempt to settle one benefit for one payee, with a bound on the work it may take."""

    def __init__(self, workings: Workings, scene: Scene, condition: str, amount: str | None, payee: int) -> None:
        self.workings = workings
        self.scene = scene
        self.condition = condition
        self.amount = amount
        self.payee = payee
        self.left = max(8, MOST_SUPPOSED * 10 // max(10, len(scene.case.members)))

    def said(self) -> Said:
        first, _ = self._look(self.scene)
        if first.settled or self.workings_open(first.missing) > FEW_FACTS:
            return first
        return self._split(self.scene, {}, {})

    def workings_open(self, missing: int) -> int:
        return sum(1 for kind, _, _ in self.workings.tokens.of(missing) if kind == "fact")

    def _look(self, scene: Scene) -> tuple[Said, int]:
        low, high, _, missing = self.workings.value(scene, self.condition, self.payee)
        entitled = None if low != high else bool(low)
        if self.amount is None:
            return Said(entitled, 0, 0, missing), missing
        if entitled is False:
            return Said(False, 0, 0, 0), 0
        least, most, _, lacking = self.workings.value(scene, self.amount, self.payee)
        missing = lacking | (missing if entitled is None else 0)
        return Said(entitled, least, most, missing), missing

    def _split(self, scene: Scene, lows: Lows, supposed: Supposed) -> Said:
        here, missing = self._look(scene)
        if here.settled or self.left <= 0:
            return here
        choice = self._choose(scene, missing, lows)
        if choice is None:
            return here
        bits, branches = choice
        said: list[Said] = []
        for more_lows, more_supposed in branches:
            self.left -= 1
            other = scene.narrowed({**lows, **more_lows}, {**supposed, **more_supposed})
            said.append(self._split(other, other.lows, other.supposed or {}))
        return _together(here, said, bits)

    def _choose(self, scene: Scene, missing: int, lows: Lows) -> tuple[int, list[tuple[Lows, Supposed]]] | None:
        """What to split next: the smallest closed range first, then a fact at a threshold, then any undecided comparison."""
        best: tuple[int, int, int] | None = None
        for kind, column, payee in self.workings.tokens.of(missing):
            if kind != "fact":
                continue
            fact = self.workings.program.facts[column]
            low, high = lows.get((payee, column), (fact.low, fact.high))
            count = int(high - low) + 1
            closed = fact.type.kind in (Kind.BOOL, Kind.CHOICE, Kind.INT, Kind.MONTHS) and 1 < count <= SMALL_RANGE
            if closed and (best is None or count < best[0]):
                best = (count, column, payee)
        if best is not None:
            count, column, payee = best
            low = lows.get((payee, column), (self.workings.program.facts[column].low,))[0]
            bit = self.workings.tokens.fact(payee, column)
            return bit, [({(payee, column): (low + each, low + each)}, {}) for each in range(count)]
        return self._comparison(scene, missing, lows)

    def _comparison(self, scene: Scene, missing: int, lows: Lows) -> tuple[int, list[tuple[Lows, Supposed]]] | None:
        atoms = [(key, bits, cut) for key, (bits, cut) in scene.open.items() if bits & missing]
        for key, bits, cut in atoms:
            if cut is None:
                continue
            column, of_household, at, op = cut
            payee = HOUSEHOLD if of_household else key[1]
            fact = self.workings.program.facts[column]
            low, high = lows.get((payee, column), (fact.low, fact.high))
            parts = _cut(low, high, at, op, whole=not fact.flow)
            if parts is not None:
                return bits, [({(payee, column): part}, {}) for part in parts]
        for key, bits, _ in atoms:
            return bits, [({}, {key: True}), ({}, {key: False})]
        return None


def _cut(low: Number, high: Number, at: Number, op: str, *, whole: bool) -> list[Range] | None:
    """The parts of a range on both sides of a threshold. A flow is any fraction, so its parts share the threshold itself."""
    if not low <= at <= high or low == high:
        return None
    step = 1 if whole else 0
    match op:
        case "==" | "!=":
            parts = [(low, at - step), (at, at), (at + step, high)]
        case "<" | ">=":
            parts = [(low, at - step), (at, high)]
        case _:
            parts = [(low, at), (at + step, high)]
    made = [part for part in parts if part[0] <= part[1] and (part[0] < part[1] or part != (at, at) or op in ("==", "!=") or whole)]
    return made if len(made) > 1 and all(part != (low, high) for part in made) else None


def _together(here: Said, said: list[Said], bits: int) -> Said:
    """What holds in every branch. What is missing in some branch is missing; what was split on, only if the branches differ."""
    entitled = said[0].entitled if all(each.entitled == said[0].entitled for each in said) else None
    lows, highs = [each.low for each in said], [each.high for each in said]
    low = None if any(each is None for each in lows) else min(each for each in lows if each is not None)
    high = None if any(each is None for each in highs) else max(each for each in highs if each is not None)
    if here.low is not None and (low is None or here.low > low):
        low = here.low
    if here.high is not None and (high is None or here.high < high):
        high = here.high
    missing = 0
    for each in said:
        missing |= each.missing
    if any((each.entitled, each.low, each.high) != (said[0].entitled, said[0].low, said[0].high) for each in said):
        missing |= bits
    return Said(entitled if here.entitled is None else here.entitled, low, high, missing)
