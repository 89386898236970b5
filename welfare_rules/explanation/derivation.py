"""An explained decision as a tree, in no language yet: what decided each condition, how amounts
came about, and what all of it rests on.

Named tuples rather than frozen dataclasses: an explanation is made of some hundreds of them, and
they are made three times as fast.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from welfare_rules.basics.interval import Interval
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import Outcome
from welfare_rules.explanation.wording import Unit
from welfare_rules.language.nodes import Node, Rounded
from welfare_rules.law.model import Exemption, Fact, FigureVersion, Income
from welfare_rules.law.terms import Citation, Status
from welfare_rules.program.program import BenefitInForce, CircleInForce, FigureInForce, Rule, Step


class Gap(NamedTuple):
    """How far the two sides of a comparison lie apart.

    `side` says what is wrong with the left one; `margin`: nothing is.
    """

    side: Literal["above", "below", "apart", "equal_less", "equal_more", "margin"]
    unit: Unit
    size: Number


class Leaf(NamedTuple):
    """A part of a condition that decided it.

    With `negated` its opposite is asked for; `holds` is of what is asked for.
    """

    node: Node
    payee: int
    negated: bool
    holds: bool | None
    gap: Gap | None
    because: tuple[Leaf, ...] = ()


class Case(NamedTuple):
    """A condition for one payee: whether it holds, and the parts that decided it."""

    payee: int
    holds: bool | None
    leaves: tuple[Leaf, ...]


class Condition(NamedTuple):
    """A requirement, row or exclusion for the payees of a group.

    `cases` is empty where it is only named.
    """

    rule: Rule
    holds: bool | None
    cases: tuple[Case, ...]
    left_out: int = 0


class RowAmount(NamedTuple):
    """What a row of a table or a step of a phase-out gives."""

    condition: Condition
    value: Node | None


class Extra(NamedTuple):
    """One supplement: for which members it holds or may hold, and its formula."""

    condition: Condition
    value: Node
    members: tuple[int, ...]


class Amounts(NamedTuple):
    """How the amount for one payee came about: a formula or rows, then what supplements come to for
    each member (`counted`).

    `whole` is the sum of these; `due` rounds it, never below 0.
    """

    payee: int
    formula: Node | None
    rows: tuple[RowAmount, ...]
    other_rows: tuple[Condition, ...]
    extras: tuple[Extra, ...]
    counted: tuple[tuple[int, Interval], ...]
    whole: Node | None
    due: Rounded | None
    gross: Interval


EVERYONE = -2
"""In place of a payee: all members of the household."""


class Missing(NamedTuple):
    """A missing fact, figure or formula, and what it would decide.

    An `unknown_fact` is one that is said to be unknown; a `missing_fact` is left out. `whom` tells
    who can say a fact.
    """

    kind: Literal["missing_fact", "unknown_fact", "missing_figure", "missing_formula"]
    label: Words
    id: str
    payee: int
    decides: tuple[tuple[BenefitInForce, int], ...]
    whom: Words | None = None


class Group(NamedTuple):
    """Payees for whom a benefit was decided in the same way.

    `amounts` is there where conditions hold or may hold.
    """

    benefit: BenefitInForce
    payees: tuple[int, ...]
    outcome: Outcome
    provisional: bool
    conditions: tuple[Condition, ...]
    no_row: tuple[Condition, ...]
    excludes: tuple[Condition, ...]
    amounts: Amounts | None
    missing: tuple[Missing, ...]
    brief: bool = False


class Exempted(NamedTuple):
    """What one exemption did to an income.

    Whether it applied, what was declared and capped, the share, and what was left.
    """

    exemption: Exemption
    case: Case | None
    declared: Interval | None
    cap: Interval | None
    taken: Interval | None
    share: Interval | None
    left: Interval


class Counted(NamedTuple):
    """One income of one member: what there was, each exemption, and what counts."""

    member: int
    income: Income
    formula: Node
    exempted: tuple[Exempted, ...]
    value: Interval


class Working(NamedTuple):
    """One derived value, for the payees for whom it is shown.

    `cases`: why a condition holds, or which branch a formula takes.
    """

    step: Step
    payees: tuple[int, ...]
    cases: tuple[Case, ...] = ()
    incomes: tuple[Counted, ...] = ()
    left_out: int = 0


class FigureUsed(NamedTuple):
    """A figure that took part, and the earlier versions of the same day that the one in force
    corrects.
    """

    figure: FigureInForce
    corrected: tuple[FigureVersion, ...]


class Unconfirmed(NamedTuple):
    """A rule that took part and that no published document confirms.

    With `rounding` it is how the benefit is rounded.
    """

    words: Words
    id: str
    status: Status
    source: Citation | None
    rounding: bool = False


class Presumed(NamedTuple):
    """A fact of which nothing was said, what was presumed, and of whom."""

    fact: Fact
    payees: tuple[int, ...]


class CircleReason(NamedTuple):
    """The circle that holds, or the first that cannot be said; None when none of them holds."""

    circle: CircleInForce | None
    case: Case | None


class Derivation(NamedTuple):
    """The whole of an explanation. Its parts stand in the order in which they are read."""

    circle: CircleReason
    groups: tuple[Group, ...]
    nobody: tuple[BenefitInForce, ...]
    workings: tuple[Working, ...]
    figures: tuple[FigureUsed, ...]
    rules: tuple[Unconfirmed, ...]
    missing: tuple[Missing, ...]
    presumed: tuple[Presumed, ...]
    provisional: bool
