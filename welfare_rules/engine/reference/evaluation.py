"""One evaluation of one case by the reference engine, to be asked for any value.

It gives the value of a step or formula, outcomes, and what these rest on.

It is what the rest of the library sees of the reference engine. Values come as `Known`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol, cast

from welfare_rules.basics.days import Month
from welfare_rules.basics.due import due_of
from welfare_rules.basics.known import Known, Provenance
from welfare_rules.basics.numbers import Number
from welfare_rules.engine.contract import NO_CIRCLE, Decision, Outcome
from welfare_rules.engine.reference.case_splitting import CaseSplitter
from welfare_rules.engine.reference.interpreter import Interpreter
from welfare_rules.engine.reference.missing import MissingFacts, Naming
from welfare_rules.engine.reference.operations import Computation
from welfare_rules.engine.reference.values import BitLayout, bits_set, exact, truth_of
from welfare_rules.language.nodes import Node
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case, differing
from welfare_rules.program.program import BenefitInForce, FigureInForce, Program, Step

Prepared = Callable[["Evaluation", int], Known]
"""A formula made ready to be asked of any evaluation of its program, for a payee."""


class Rests(NamedTuple):
    """What an outcome rests on, as an answer says it: whether on anything that no published
    document confirms, and the facts that were presumed.
    """

    provisional: bool
    presumed: MissingFacts


class Grounds(Protocol):
    """Says of every outcome of a case what it rests on: an evaluation, or what is quicker."""

    def rests(self, benefit: BenefitInForce, payee: int) -> Rests: ...


class Evaluation:
    """What is known of one case in one month.

    A step is worked out when it is first asked for, and then kept; asking never changes an answer.

    A payee is the place of a member, or `HOUSEHOLD`.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> case = rules.read({"id": "h1", "members": [{"id": "p1", "birth_date": "1950-03-01"}]})
    >>> evaluation = rules.reference.evaluate(case, rules.month)
    >>> evaluation.step("age", 0).value
    71
    >>> wage = evaluation.step("countable_wage", 0)
    >>> wage.settled, "members[p1].wage" in evaluation.missing_facts(wage.missing)
    (False, True)
    """

    __slots__ = (
        "_formulas",
        "_interpreter",
        "_layout",
        "_naming",
        "_outcomes",
        "_state",
        "case",
        "month",
        "program",
    )

    def __init__(self, interpreter: Interpreter, case: Case, month: Month) -> None:
        self.program: Program = interpreter.program
        self.case = case
        self.month = month
        self._interpreter = interpreter
        self._layout = interpreter.layout
        self._naming = Naming(interpreter.layout, case)
        self._state = interpreter.state(case, month)
        self._formulas: dict[int, tuple[Node, Computation]] = {}
        self._outcomes: dict[tuple[str, int], Outcome] = {}

    # --- values ---

    def step(self, name: str, payee: int) -> Known:
        """The value of a step of the program."""
        return Known(*self._interpreter.value(self._state, name, payee))

    def formula(self, node: Node, payee: int) -> Known:
        """The value of any formula over the facts, figures and steps of the program."""
        found = self._formulas.get(id(node))
        if found is None:
            found = self._formulas[id(node)] = (node, self._interpreter.work(node))
        return Known(*found[1](self._state, payee))

    @staticmethod
    def prepare(interpreter: Interpreter, node: Node) -> Prepared:
        """Prepares a formula once, for many evaluations of the interpreter's program."""
        work = interpreter.work(node)
        return lambda evaluation, payee: Known(*work(evaluation._state, payee))

    def worked_out(self) -> frozenset[str]:
        """The names of the steps that have been worked out so far, for any payee."""
        rows = tuple(self._state.memo.values())
        return frozenset(
            name
            for name, place in self._interpreter.place.items()
            if any(row[place] is not None for row in rows)
        )

    def so_far(self, name: str, payee: int) -> Known | None:
        """The value of a step if it has been worked out already, else None."""
        found = self._state.memo[payee][self._interpreter.place[name]]
        return None if found is None else Known(*found)

    def put(self, name: str, payee: int, value: Number) -> None:
        """Sets the value of a step that another engine found; what it rests on is unknown then."""
        self._state.memo[payee][self._interpreter.place[name]] = exact(value)

    def take(self, other: Evaluation) -> None:
        """Takes what was worked out of nearly the same case, as far as it rests on nothing that
        differs.
        """
        places = differing(other.case, self.case)
        if places is not None:
            payees = range(HOUSEHOLD, len(self.case.members))
            bearing = self._interpreter.bearing
            self._state.take(other._state, bearing.resting_on(places, payees))

    # --- outcomes ---

    def outcome(self, benefit: BenefitInForce, payee: int) -> Outcome:
        """One benefit for one payee, with everything that is still missing.

        A benefit whose amount rests on an open figure is undetermined even if its conditions hold.
        A crowd of whom the same is said is decided once.
        """
        key = benefit.id, payee
        found = self._outcomes.get(key)
        if found is None:
            like = self._state.like.get(payee, payee)
            found = self._outcomes[key] = (
                self._outcome(benefit, payee)
                if like == payee
                else in_place_of(self.outcome(benefit, like), payee)
            )
        return found

    def _outcome(self, benefit: BenefitInForce, payee: int) -> Outcome:
        amount = None if benefit.service else benefit.net
        verdict = CaseSplitter(
            self._interpreter, self._state, benefit.entitled, amount, payee
        ).verdict()
        value, state = self._interpreter.value, self._state
        truths = tuple([truth_of(value(state, rule.step, payee)) for rule in benefit.reasons])
        facts: Sequence[str] = ()
        figures: tuple[str, ...] = ()
        if verdict.missing:
            facts = self.missing_facts(verdict.missing)
            figures = self.missing_figures(verdict.missing)
        entitled, low, high = verdict.entitled, verdict.low, verdict.high
        if entitled and figures and not verdict.settled:
            entitled, low = None, 0 if low is None else low
        due = due_of(entitled, low, high)
        return Outcome(benefit, payee, entitled, due, truths, facts, figures)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Every benefit of the program for everyone who may be paid it."""
        return tuple([each for one in self.program.benefits for each in self.outcomes_of(one)])

    def outcomes_of(self, benefit: BenefitInForce) -> list[Outcome]:
        """One benefit for everyone who may be paid it."""
        return [self.outcome(benefit, payee) for payee in benefit.payees(self.case)]

    def circle(self) -> str | None:
        """The first circle that holds, `none` for no circle; None while an earlier one is open."""
        for each in self.program.circles:
            verdict = CaseSplitter(
                self._interpreter, self._state, each.step, None, HOUSEHOLD
            ).verdict()
            if verdict.entitled is None:
                return None
            if verdict.entitled:
                return each.circle.id
        return NO_CIRCLE

    # --- what values rest on, and what is missing ---

    def rests_on(self, benefit: BenefitInForce, payee: int) -> Provenance:
        """All figures, unconfirmed rules and presumptions that the answer for a payee rests on."""
        like = self._state.like.get(payee, payee)
        used = self._interpreter.value(self._state, benefit.entitled, like)[2]
        if not benefit.service:
            used |= self._interpreter.value(self._state, benefit.net, like)[2]
        return used if like == payee else self._layout.exchanged(used, like, payee)

    def rests(self, benefit: BenefitInForce, payee: int) -> Rests:
        """The same as an answer says it."""
        found = self.rests_on(benefit, payee)
        return Rests(self.provisional(found), self.missing_facts(found))

    def joined(self, parts: Iterable[Provenance]) -> Provenance:
        """Everything that is in any of these sets; of none, nothing."""
        found = 0
        for each in parts:
            found |= _bits(each)
        return found

    def figures(self, provenance: Provenance) -> tuple[FigureInForce, ...]:
        """The figures in a set, in the order of the program."""
        figures = self._layout.figures
        places = bits_set(_bits(provenance) & (1 << len(figures)) - 1)
        return tuple([figures[place] for place in places])

    def rules(self, provenance: Provenance) -> tuple[Step, ...]:
        """The steps in a set that are unconfirmed, or have no formula."""
        bits = self._layout.only_rules(_bits(provenance)) >> len(self._layout.figures)
        return tuple([self._layout.steps[place] for place in bits_set(bits)])

    def facts(self, provenance: Provenance) -> tuple[tuple[Fact, tuple[int, ...]], ...]:
        """The facts in a set, as the vocabulary orders them, each with whose they are."""
        found: dict[int, list[int]] = {}
        for payee, row in self._layout.rows(_bits(provenance)):
            for column in bits_set(int.from_bytes(row, "little")):
                found.setdefault(column, []).append(payee)
        facts = self.program.facts
        return tuple([(facts[column], tuple(found[column])) for column in sorted(found)])

    def provisional(self, provenance: Provenance) -> bool:
        """Whether a figure or rule that no published document confirms is in a set."""
        return bool(_bits(provenance) & self._layout.unconfirmed)

    def missing_facts(self, provenance: Provenance) -> MissingFacts:
        """The facts in a set as an answer names them, `members[p1].wage`."""
        return MissingFacts(self._naming, self._layout.only_facts(_bits(provenance)))

    def missing_figures(self, provenance: Provenance) -> tuple[str, ...]:
        """The ids of the figures in a set, and of the steps that have no formula."""
        formulas = [step.id for step in self.rules(provenance) if step.node is None]
        return tuple(sorted([*(each.id for each in self.figures(provenance)), *formulas]))


def in_place_of(outcome: Outcome, payee: int) -> Outcome:
    """The outcome of a member for another one of whom the same is said."""
    missing = outcome.missing_facts
    if isinstance(missing, MissingFacts):
        missing = missing.exchanged(outcome.payee, payee)
    return replace(outcome, payee=payee, missing_facts=missing)


def under(case: Case, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes of a case for the same case under other names."""
    namings: dict[BitLayout, Naming] = {}
    for each in outcomes:
        missing = each.missing_facts
        if isinstance(missing, MissingFacts):
            yield replace(each, missing_facts=missing.under(case, namings))
        else:
            yield each


def evaluation_behind(decision: Decision) -> Evaluation | None:
    """The evaluation behind a decision or part of it; None where another engine decided."""
    return getattr(decision, "evaluation", None)


def grounds_of(decision: Decision) -> Grounds | None:
    """What says what the outcomes of a decision rest on; None where its engine does not."""
    found: Grounds | None = getattr(decision, "grounds", None)
    return evaluation_behind(decision) if found is None else found


def _bits(provenance: Provenance) -> int:
    """A set of what values rest on, as this engine keeps it."""
    return cast(int, provenance)
