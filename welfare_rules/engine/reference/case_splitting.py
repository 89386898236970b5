"""What can be said of a payee's benefit while facts are unknown: by supposing each possibility in
turn where that settles it.

Working a formula out over ranges forgets that two of its parts rest on the same unknown fact.
Splitting that fact's range, or an undecided comparison, into its possibilities remembers it: what
all of them agree on is decided, and a fact on which nothing turns is not missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from welfare_rules.engine.reference.evaluation import Atom, Cut, Lows, Scene, Supposed
from welfare_rules.engine.reference.interpreter import Interpreter
from welfare_rules.language.types import Kind
from welfare_rules.law.terms import Number
from welfare_rules.program.case import HOUSEHOLD

# with more unknown facts than these in play, supposing would take long and settle little
FEW_FACTS = 8
MOST_TRIED = 160  # evaluations a benefit and payee, for a household of up to ten
SMALL_RANGE = 12  # a fact of so few values is tried value by value

Range = tuple[Number, Number]
# the facts on which a split rests, its branches, and what it is
Choice = tuple[int, list[tuple[Lows, Supposed]], object]


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a condition and an amount, and the tokens of what is missing for more.

    `by` says how it turns on what was supposed: two that are alike in it say the same whatever the
    facts turn out to be. What was not settled to its end is like nothing else.
    """

    entitled: bool | None
    low: Number | None
    high: Number | None
    missing: int
    by: object = field(default_factory=object, compare=False)

    @property
    def settled(self) -> bool:
        return self.entitled is not None and self.low is not None and self.low == self.high


class Settling:
    """One attempt to settle one benefit for one payee, with a bound on the work it may take."""

    def __init__(
        self, workings: Interpreter, scene: Scene, condition: str, amount: str | None, payee: int
    ) -> None:
        self.workings = workings
        self.scene = scene
        self.condition = condition
        self.amount = amount
        self.payee = payee
        self.left = max(8, MOST_TRIED * 10 // max(10, len(scene.case.members)))

    def said(self) -> Said:
        first, _ = self._look(self.scene)
        if first.settled or self.workings.tokens.count_facts(first.missing) > FEW_FACTS:
            return first
        return self._split(self.scene, {}, {})

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
        if here.settled:
            return replace(here, by=(here.entitled, here.low))
        if self.left <= 0 or self.scene.left <= 0:
            return here
        choice = self._choose(scene, missing, lows)
        # only a figure that nobody found would say more
        if choice is None and not self.workings.tokens.count_facts(missing):
            return replace(here, by=(here.entitled, here.low, here.high, here.missing))
        if choice is None:
            return here
        bits, branches, split = choice
        said: list[Said] = []
        for more_lows, more_supposed in branches:
            self.left -= 1
            other = scene.narrowed({**lows, **more_lows}, {**supposed, **more_supposed}, bits)
            said.append(self._split(other, other.lows, other.supposed or {}))
        return _together(here, said, bits, split)

    def _choose(self, scene: Scene, missing: int, lows: Lows) -> Choice | None:
        """What to split next.

        The smallest closed range first, then a fact at a threshold, then any undecided comparison.
        """
        best: tuple[int, int, int] | None = None
        for kind, column, payee in self.workings.tokens.of(missing):
            if kind != "fact":
                continue
            fact = self.workings.program.facts[column]
            low, high = lows.get((payee, column), (fact.low, fact.high))
            count = int(high - low) + 1
            closed = (
                fact.type.kind in (Kind.BOOL, Kind.CHOICE, Kind.INT, Kind.MONTHS)
                and 1 < count <= SMALL_RANGE
            )
            if closed and (best is None or count < best[0]):
                best = (count, column, payee)
        if best is not None:
            count, column, payee = best
            low = lows.get((payee, column), (self.workings.program.facts[column].low,))[0]
            bit = self.workings.tokens.fact(payee, column)
            return _narrowing(
                bit, [{(payee, column): (low + each, low + each)} for each in range(count)]
            )
        return self._comparison(scene, missing, lows)

    def _comparison(self, scene: Scene, missing: int, lows: Lows) -> Choice | None:
        """One that cuts the range of a fact before one that can only be supposed.

        The payee's own and the household's before all others.
        """
        whose = [payee for payee, _ in self.workings.tokens.rows(missing)]
        near = dict.fromkeys((self.payee, HOUSEHOLD, *whose))
        first: tuple[int, Atom] | None = None
        for payees in (near, (each for each in range(len(scene.case.members)) if each not in near)):
            if payees is not near and first is not None and HOUSEHOLD not in whose:
                # a member's comparison cuts a fact of that member or of the household: nothing that
                # is missing here
                break
            for key, (bits, cut) in scene.undecided(missing, payees):
                parts = None if cut is None else self._parts(key[1], cut, lows)
                if parts is not None:
                    return _narrowing(bits, parts)
                first = first or (bits, key)
        if first is None:
            return None
        bits, key = first
        return bits, [({}, {key: True}), ({}, {key: False})], (key, *self._bearing(scene, key))

    def _bearing(self, scene: Scene, key: Atom) -> list[object]:
        """What is supposed already and has a bearing on a comparison.

        It is not the same one where that differs.
        """
        rests_on = self.scene.left_open(key)
        lows = [
            each for each in scene.lows.items() if rests_on & self.workings.tokens.fact(*each[0])
        ]
        return [
            *lows,
            *(
                each
                for each in (scene.supposed or {}).items()
                if rests_on & self.scene.left_open(each[0])
            ),
        ]

    def _parts(self, payee: int, cut: Cut, lows: Lows) -> list[Lows] | None:
        """The parts into which a comparison cuts what is left of the range of a fact."""
        column, of_household, at, op = cut
        payee = HOUSEHOLD if of_household else payee
        fact = self.workings.program.facts[column]
        low, high = lows.get((payee, column), (fact.low, fact.high))
        parts = _cut(low, high, at, op, whole=not fact.flow)
        return None if parts is None else [{(payee, column): part} for part in parts]


def _narrowing(bits: int, parts: list[Lows]) -> Choice:
    """A split of the range of a fact: the same wherever the parts are."""
    return bits, [(part, {}) for part in parts], tuple(tuple(part.items()) for part in parts)


def _cut(low: Number, high: Number, at: Number, op: str, *, whole: bool) -> list[Range] | None:
    """The parts of a range on both sides of a threshold.

    A flow is any fraction, so its parts share the threshold itself.
    """
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
    made = [
        part
        for part in parts
        if part[0] <= part[1]
        and (part[0] < part[1] or part != (at, at) or op in ("==", "!=") or whole)
    ]
    return made if len(made) > 1 and all(part != (low, high) for part in made) else None


def _together(here: Said, said: list[Said], bits: int, split: object) -> Said:
    """What holds in every branch. What is missing in some branch is missing; what was split on,
    unless it makes no difference to anything.

    Branches that leave the same open may still differ: it may be what decides once the rest is
    known.
    """
    entitled = said[0].entitled if all(each.entitled == said[0].entitled for each in said) else None
    lows, highs = [each.low for each in said], [each.high for each in said]
    low = (
        None
        if any(each is None for each in lows)
        else min(each for each in lows if each is not None)
    )
    high = (
        None
        if any(each is None for each in highs)
        else max(each for each in highs if each is not None)
    )
    if here.low is not None and (low is None or here.low > low):
        low = here.low
    if here.high is not None and (high is None or here.high < high):
        high = here.high
    missing = 0
    for each in said:
        missing |= each.missing
    by = said[0].by
    if any(each.by != by or each != said[0] for each in said):
        missing |= bits
        by = (split, *(each.by for each in said))
    # Where the branches contradict what is said before them no household is like that, and whatever
    # they agree on may be said of it.
    return Said(here.entitled if entitled is None else entitled, low, high, missing, by)
