"""A program: the law of one day as it is known on another, reduced to named steps in an order in
which each can be worked out.

Engines see only steps, figures and facts. What is a requirement, a row or a benefit matters to the
answer, not to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from welfare_rules.basics.numbers import Number, simplest
from welfare_rules.basics.text import Words
from welfare_rules.language.nodes import (
    Amount,
    And,
    DerivedRef,
    Entitled,
    FactRef,
    FigureRef,
    Node,
    Not,
    Receives,
    walk,
)
from welfare_rules.language.types import Entity, Kind, Type
from welfare_rules.law.law import Law
from welfare_rules.law.model import Circle, Clause, Exemption, Fact, Figure, FigureVersion, Rounding
from welfare_rules.law.terms import Citation, Per, Status
from welfare_rules.program.case import Case


@dataclass(frozen=True, slots=True)
class StepName:
    """The parts of a step's name.

    `age` is a derived value; `dibao!gross` a part of a benefit, `standard!figure` the choice among
    the versions of a figure; `dibao/require/income` a clause of a benefit, `circle/tekun` a circle.
    No id of a policy file has these signs. Names are made and taken apart here and nowhere else.

    >>> StepName.of("dibao!gross")
    StepName(owner='dibao', part='gross', kind='', clause='')
    >>> StepName.of("dibao/require/income").is_condition, StepName.of("age").is_derived
    (True, True)
    >>> str(StepName.of("dibao/require/income"))
    'dibao/require/income'
    """

    owner: str
    part: str = ""
    kind: str = ""
    clause: str = ""

    @classmethod
    def of(cls, name: str) -> Self:
        """The parts of a name."""
        head, *clause = name.split("/")
        if len(clause) == 1:
            return cls(clause[0], kind=head)
        owner, _, part = head.partition("!")
        return cls(owner, part, *clause)

    @property
    def is_derived(self) -> bool:
        """Whether it is a value that the law names, or a figure that depends on the case."""
        return not self.kind and self.part in ("", "figure")

    @property
    def is_condition(self) -> bool:
        """Whether it is what the policy calls a condition: a clause, or a circle."""
        return bool(self.kind)

    @property
    def last(self) -> str:
        """What a person calls it by: the clause, else the benefit, circle or value."""
        return self.clause or self.owner

    def __str__(self) -> str:
        if self.clause:
            return f"{self.owner}/{self.kind}/{self.clause}"
        if self.kind:
            return f"{self.kind}/{self.owner}"
        return f"{self.owner}!{self.part}" if self.part else self.owner


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
    name: StepName = field(init=False, compare=False, repr=False)  # the parts of its id

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", StepName.of(self.id))


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
    def values(self) -> tuple[Number | None, ...]:
        """What each version of the chain comes to: behind a share, that of which it is a share."""
        made: list[Number | None] = []
        value = self.chain[-1].value if self.chain else None
        for version in reversed(self.chain):
            if version.share is not None:
                value = None if value is None else simplest(version.share * value)
            made.append(value)
        return tuple(reversed(made))

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
    """A benefit in force, with the names of the steps that decide it.

    `qualified` says whether its requirements hold and a row of its table does, before exclusions;
    `entitled` whether no exclusion takes the right away; `gross` is the amount before, `net` after
    exclusions.
    """

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
    per: Per = "month"
    # all that exclude one another with it, in the order of the law; and whether one alone is paid
    ring: tuple[str, ...] = ()
    one_of_ring: bool = False

    @property
    def reasons(self) -> tuple[Rule, ...]:
        """Everything that an answer gives as a reason, in its order."""
        return (*self.requires, *self.rows, *self.excludes)

    @property
    def ends(self) -> tuple[str, ...]:
        """The steps that say what is due: whether there is a right, and of what amount."""
        return (self.entitled,) if self.service else (self.entitled, self.net)

    def payees(self, case: Case) -> range:
        """Who may be paid it: the household, or each member, by their places."""
        return case.payees(self.payee)


@dataclass(frozen=True, slots=True)
class CircleInForce:
    circle: Circle
    step: str


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """The law of a day as known on a day. Immutable; two programs of one digest decide alike.

    `law` holds of every rule but figures the version in force. The digest covers what some benefit
    or circle rests on.

    Steps stand behind those that they rest on. `starting` has for each `starts` of its benefits the
    column of the household's day from which it is counted, `receiving` is the column of the fact of
    a member that says what he or she is paid already.

    >>> import welfare_rules as wr
    >>> program = wr.load("cn/model").at("2021-08", known="2021-12-31").program
    >>> program.step("age").label.en
    'age'
    >>> "dibao_standard" in program.below(["dibao!gross"]), "age" in program.below(["dibao!gross"])
    (False, True)
    """

    law: Law
    figures: Mapping[str, FigureInForce]
    steps: tuple[Step, ...]
    benefits: tuple[BenefitInForce, ...]
    circles: tuple[CircleInForce, ...]
    exemptions: Mapping[str, tuple[Exemption, ...]]
    needed: frozenset[str]
    seal: Callable[[], str] = field(repr=False)  # what says the digest, once it is asked for
    by_id: Mapping[str, Step] = field(init=False, repr=False)
    order: Mapping[str, int] = field(init=False, repr=False)  # of the steps, by their ids
    starting: Mapping[str, int] = field(init=False, repr=False)
    receiving: int | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {step.id: step for step in self.steps})
        order = {step.id: place for place, step in enumerate(self.steps)}
        object.__setattr__(self, "order", order)
        used = {each.starts for each in self.benefits}
        starting = {
            fact.starts: fact.column
            for fact in self.law.facts
            if fact.starts in used and fact.starts and fact.entity is Entity.HOUSEHOLD
        }
        object.__setattr__(self, "starting", starting)
        received = (
            each.column
            for each in self.law.facts
            if each.type.kind is Kind.BENEFITS and each.entity is Entity.MEMBER
        )
        object.__setattr__(self, "receiving", next(received, None))

    @property
    def digest(self) -> str:
        """Of everything that makes an answer or stands in it."""
        return self.seal()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.law.facts

    def step(self, name: str) -> Step:
        """The step of that id. Raises KeyError where there is none."""
        return self.by_id[name]

    def in_order(self, names: Iterable[str]) -> list[Step]:
        """Some steps in the order of the program, each behind all that it rests on."""
        return [self.by_id[each] for each in sorted(names, key=self.order.__getitem__)]

    def below(self, names: Iterable[str]) -> frozenset[str]:
        """The ids of these steps and of all that they rest on."""
        return _below(self.by_id, names)


def closure(steps: Iterable[Step], names: Iterable[str]) -> frozenset[str]:
    """The ids of the named steps and of all that they rest on."""
    return _below({step.id: step for step in steps}, names)


def _below(steps: Mapping[str, Step], names: Iterable[str]) -> frozenset[str]:
    waiting = list(names)
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        node = steps[name].node
        if node is not None:
            waiting.extend(references(node))
    return frozenset(found)


def entitled_step(benefit: str) -> str:
    """Whether a payee is entitled to a benefit."""
    return f"{benefit}!entitled"


def gross_step(benefit: str) -> str:
    """What a benefit comes to before exclusions."""
    return f"{benefit}!gross"


def net_step(benefit: str) -> str:
    """What of a benefit is due."""
    return f"{benefit}!net"


def base_step(benefit: str) -> str:
    """Whether the requirements and a row of a benefit hold, exclusions aside."""
    return f"{benefit}!base"


def part_step(benefit: str, part: str) -> str:
    """Another part of a benefit: `required`, `supplement`, `month`."""
    return f"{benefit}!{part}"


def figure_step(figure: str) -> str:
    """The step that chooses among the versions of a figure."""
    return f"{figure}!figure"


def figure_key(figure: str, place: int) -> str:
    """The key of a version of a figure that is only for some cases."""
    return f"{figure}@{place}"


def figure_of(key: str) -> str:
    """The id of the figure that a formula knows under a key.

    >>> figure_of(figure_key("dibao_standard", 0)), figure_of("dibao_standard")
    ('dibao_standard', 'dibao_standard')
    """
    return key.partition("@")[0]


def clause_step(benefit: str, kind: str, clause: str) -> str:
    """Whether a clause of a benefit holds."""
    return f"{benefit}/{kind}/{clause}"


def circle_step(circle: str) -> str:
    """Whether a circle holds."""
    return f"circle/{circle}"


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


def references(node: Node) -> list[str]:
    """The ids of the steps that a formula names."""
    return [name for each in walk(node) if (name := named_step(each)) is not None]


def absorbed(node: And, steps: Mapping[str, Step]) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """The parts of a condition, each with what it excludes: b of `a and not (a and b)`, where the
    latter is a step of its own; nothing of any other part.

    That is `a and not b`, which is false wherever b is true, however little is known of a.
    """
    own = {part.id for part in node.parts if isinstance(part, DerivedRef)}
    for part in node.parts:
        named = steps[part.id].node if isinstance(part, DerivedRef) else None
        inner = named.part if isinstance(named, Not) else None
        first, *rest = inner.parts if isinstance(inner, And) else (None,)
        yield part, tuple(rest) if isinstance(first, DerivedRef) and first.id in own else ()


def facts_in(nodes: Iterable[Node]) -> frozenset[str]:
    """The ids of the facts that formulas look at by themselves, what is received among them."""
    return frozenset(
        each.id if isinstance(each, FactRef) else each.fact
        for node in nodes
        for each in walk(node)
        if isinstance(each, (FactRef, Receives))
    )


def figures_in(nodes: Iterable[Node]) -> frozenset[str]:
    """The ids of the figures that formulas name by themselves."""
    return frozenset(
        each.id for node in nodes for each in walk(node) if isinstance(each, FigureRef)
    )
