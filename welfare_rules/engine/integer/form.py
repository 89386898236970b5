"""An integer program: assignments in loops over the members, and household values between them.

Phase after phase: first the loop over the members, then the household. An aggregate is gathered in
the loop of its phase and is a household value behind it. What a later loop needs of a member is
kept. Whatever stands behind a requirement is worked out only for those who meet it.

A ratio of more than one number is two assignments: the numerator, and the changing denominator
under the same name with a `d`. Columns work a loop out as arrays over all members and an aggregate
as a segment sum over the households; nothing of what is due or its reasons depends on the order of
members.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from welfare_rules.engine.integer.expressions import Expr, Name, Open
from welfare_rules.program.program import BenefitInForce, CircleInForce

Gathering = Literal["total", "count", "exists", "largest", "smallest", "union", "first"]


NO_END = 1 << 62
"""What stands, as much or as little, for an end that an amount has not, where some figure is open:
more than any such amount.
"""


@dataclass(frozen=True, slots=True)
class Assign:
    """A named value: of the household, or one for each member."""

    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class Guarded:
    """Assignments that are made only where the test holds; elsewhere `otherwise` holds.

    Of the names that are assigned inside only those in `otherwise` are looked at outside.
    """

    test: Expr
    body: tuple[Assign, ...]
    otherwise: tuple[Assign, ...]


Statement = Assign | Guarded


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One number gathered over the members for whom a condition holds.

    The largest or smallest value of no members at all is 0. `value` is None where members are
    counted, or it is only asked whether there is one. Sets are joined, or that of the first member
    is taken, who is known to be there: only this rests on the order of members.
    """

    name: Name
    how: Gathering
    among: Expr
    value: Expr | None


@dataclass(frozen=True, slots=True)
class Output:
    """What the program says of a benefit: whether it is due and how much (fen), or its reasons.

    `place` counts the benefits of the same kind of payee in the program's order. `truths` are the
    conditions in the order of `benefit.reasons`, where they are asked for.
    """

    benefit: BenefitInForce
    place: int
    entitled: Expr
    amount: Expr
    truths: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """One loop over the members, and what the household comes to behind it.

    `carried` are the member values of earlier loops that this one looks at, `kept` those of its own
    that later ones look at.
    """

    carried: tuple[Name, ...]
    members: tuple[Statement, ...]
    kept: tuple[Name, ...]
    aggregates: tuple[Aggregate, ...]
    outputs: tuple[Output, ...]
    household: tuple[Statement, ...]

    @property
    def has_loop(self) -> bool:
        return bool(self.members or self.aggregates or self.outputs)


@dataclass(frozen=True, slots=True)
class CircleTest:
    """A circle and its condition; the first circle in order that holds is the household's."""

    circle: CircleInForce
    test: Expr


@dataclass(frozen=True, slots=True)
class IntegerProgram:
    """What a program comes to for complete cases, as integer arithmetic.

    `holes` are the figures and formulas that nobody has found, by their numbers, where it is
    lowered for bounds.
    """

    phases: tuple[Phase, ...]
    household: tuple[Output, ...]
    circles: tuple[CircleTest, ...]
    holes: tuple[str, ...] = ()

    @property
    def always_open(self) -> bool:
        """Whether some answer needs an open figure whatever the case: no printer can help then."""
        found = [each.test for each in self.circles]
        for output in self.outputs():
            found.extend((output.entitled, output.amount, *output.truths))
        return any(isinstance(each, Open) for each in found)

    def outputs(self) -> Iterator[Output]:
        """The household's benefits in the program's order, then those of members by phase."""
        yield from self.household
        for phase in self.phases:
            yield from phase.outputs

    def expressions(self) -> Iterator[tuple[str, Expr]]:
        """Every expression of the program, and the name of what it is worked out for."""
        for phase in self.phases:
            for statement in (*phase.members, *phase.household):
                if isinstance(statement, Guarded):
                    yield statement.body[0].name.id if statement.body else "", statement.test
                    for each in (*statement.otherwise, *statement.body):
                        yield each.name.id, each.value
                else:
                    yield statement.name.id, statement.value
            for gathered in phase.aggregates:
                yield gathered.name.id, gathered.among
                if gathered.value is not None:
                    yield gathered.name.id, gathered.value
                yield gathered.name.id, gathered.name
        for output in self.outputs():
            for each in (output.entitled, output.amount, *output.truths):
                yield output.benefit.id, each
        for circle in self.circles:
            yield circle.circle.circle.id, circle.test
