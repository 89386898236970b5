"""A program: the law of one day as it is known on another, reduced to named steps in an order in
which each can be worked out.

Engines see only steps, figures and facts. What is a requirement, a row or a benefit matters to the
answer, not to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from welfare_rules.language.nodes import Amount, DerivedRef, Entitled, Node
from welfare_rules.language.types import Entity, Type
from welfare_rules.law.model import (
    Circle,
    Clause,
    Exemption,
    Fact,
    Figure,
    FigureVersion,
    Law,
    Rounding,
)
from welfare_rules.law.terms import Citation, Number, Status, Words


@dataclass(frozen=True, slots=True)
class Step:
    """One named value.

    A derived fact, a clause's condition, an amount. Without a node no formula is in force: unknown.
    """

    id: str
    entity: Entity
    type: Type
    node: Node | None
    label: Words
    text: str = ""
    status: Status = "published"
    source: Citation | None = None
    # the formula without the parts of it that no published document confirms, where it makes sense
    # alone
    confirmed: Node | None = None
    # the formula with its figures, where some of them are values of the case in `node`
    as_written: Node | None = None


@dataclass(frozen=True, slots=True)
class FigureInForce:
    """A figure on the program's day.

    `value` is None while it is open; `chain` has every version that made the value.
    """

    figure: Figure
    value: Number | None
    chain: tuple[FigureVersion, ...]
    # under which a program knows it, when one figure has versions for different cases
    key: str = ""

    @property
    def id(self) -> str:
        return self.figure.id

    @property
    def provisional(self) -> bool:
        """Whether it rests on anything but a published document."""
        return any(each.status != "published" for each in self.chain)


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause in force and the step that says whether it holds."""

    clause: Clause
    step: str


@dataclass(frozen=True, slots=True)
class BenefitInForce:
    """A benefit in force, with the names of the steps that decide it."""

    id: str
    label: Words
    payee: Entity
    service: bool
    requires: tuple[Rule, ...]
    rows: tuple[Rule, ...]
    supplements: tuple[Rule, ...]
    excludes: tuple[Rule, ...]
    qualified: str
    entitled: str
    gross: str
    net: str
    rounding: Rounding | None
    status: Status
    source: Citation | None
    starts: str = ""

    @property
    def reasons(self) -> tuple[Rule, ...]:
        """Everything that an answer gives as a reason, in its order."""
        return (*self.requires, *self.rows, *self.excludes)


@dataclass(frozen=True, slots=True)
class CircleInForce:
    circle: Circle
    step: str


@dataclass(frozen=True, slots=True)
class Program:
    """The law of a day as known on a day. Immutable; two programs of one digest decide alike."""

    law: Law
    figures: Mapping[str, FigureInForce]
    steps: tuple[Step, ...]
    benefits: tuple[BenefitInForce, ...]
    circles: tuple[CircleInForce, ...]
    exemptions: Mapping[str, tuple[Exemption, ...]]
    needed: frozenset[str]
    digest: str

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.law.facts


# Names of the steps that a benefit is made of. No id of a policy file has these signs in it.
def entitled_step(benefit: str) -> str:
    return f"{benefit}!entitled"


def gross_step(benefit: str) -> str:
    return f"{benefit}!gross"


def net_step(benefit: str) -> str:
    return f"{benefit}!net"


def base_step(benefit: str) -> str:
    return f"{benefit}!base"


def part_step(benefit: str, part: str) -> str:
    return f"{benefit}!{part}"


def step_of(node: DerivedRef | Entitled | Amount) -> str:
    """The name of the step that a reference means."""
    if type(node) is Entitled:
        return entitled_step(node.id)
    if type(node) is Amount:
        return gross_step(node.id) if node.gross else net_step(node.id)
    return node.id


def named_step(node: Node) -> str | None:
    """The name of the step that a node refers to; None for a node that is no reference to one."""
    return step_of(node) if isinstance(node, (DerivedRef, Entitled, Amount)) else None


def clause_step(benefit: str, kind: str, clause: str) -> str:
    return f"{benefit}/{kind}/{clause}"


def circle_step(circle: str) -> str:
    return f"circle/{circle}"


def figure_step(figure: str) -> str:
    """The step that chooses among the versions of a figure."""
    return f"{figure}!figure"
