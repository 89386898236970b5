"""Runs a case: compares what was expected with what the law decides, one by one.

The reference engine decides, since it knows what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import welfare_rules.api as api
from welfare_rules.answer.answer import sum_of_payments
from welfare_rules.answer.large import told
from welfare_rules.answer.starts import Starts
from welfare_rules.basics.due import bounds_of, due_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.cases.build import PolicyCase
from welfare_rules.cases.difference import Mismatch
from welfare_rules.cases.expected import Expectation, ValueExpected
from welfare_rules.cases.watches.run import compared
from welfare_rules.engine.contract import Outcome
from welfare_rules.engine.reference import Evaluation
from welfare_rules.findings import RequestError
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.values import plain
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce, Program

MOST_LISTED = 50  # missing facts of a list that differs


@dataclass(frozen=True, slots=True)
class Ran:
    """A case that was run, and its evaluation (None where its month is refused)."""

    case: PolicyCase
    mismatches: tuple[Mismatch, ...]
    rules: api.Rules | None = None
    evaluation: Evaluation | None = None
    outcomes: tuple[Outcome, ...] = ()
    circle: str | None = None
    looked_at_circle: bool = False

    @property
    def passed(self) -> bool:
        return not self.mismatches


def run_case(case: PolicyCase, policy: api.Policy) -> Ran:
    """Decides what the case expects something of, and compares it.

    A fault of the library itself fails the case that shows it.
    """
    try:
        return _run(case, policy)
    except Exception as fault:
        return Ran(
            case,
            (
                Mismatch(
                    "fault", "-", f"{type(fault).__name__}: {fault}", case.origin.child("name")
                ),
            ),
        )


def _run(case: PolicyCase, policy: api.Policy) -> Ran:
    try:
        rules = policy.at(case.month, case.known)
    except RequestError as error:
        codes = ", ".join(each.code for each in error.findings)
        if case.expect.error is not None and case.expect.error[0] in codes:
            return Ran(case, ())
        origin = (
            case.expect.error[1] if case.expect.error is not None else case.origin.child("month")
        )
        want = case.expect.error[0] if case.expect.error is not None else "-"
        messages = tuple(Words(each.message("zh"), each.message("en")) for each in error.findings)
        return Ran(case, (Mismatch("error", want, codes, origin, None, messages),))
    assert case.case is not None
    evaluation = rules.reference.evaluate(case.case, case.month)
    program = evaluation.program
    wrong: list[Mismatch] = []
    if case.expect.error is not None:
        wrong.append(Mismatch("error", case.expect.error[0], "-", case.expect.error[1]))
    seen: dict[tuple[str, int], Outcome] = {}
    in_force = {each.id: each for each in program.benefits}
    starts = Starts.of(program, case.case, case.month)
    for each in case.expect.benefits:
        wrong.extend(_compare(each, _outcome(each, in_force, evaluation, seen, starts), evaluation))
    for value in case.expect.values:
        wrong.extend(_value(value, evaluation))
    for figure in case.expect.figures:
        wrong.extend(_figure_in_force(figure, program))
    circle: str | None = None
    if case.expect.circle is not None:
        circle = evaluation.circle()
        want, origin = case.expect.circle
        if (circle or "undetermined") != want:
            wrong.append(Mismatch("circle", want, circle or "undetermined", origin))
    if case.expect.total is not None or case.expect.once is not None:
        wrong.extend(_sums(case, evaluation, seen, starts))
    if case.watched is not None:
        wrong.extend(compared(case.watched, case.watched.look(policy), policy.law))
    return Ran(
        case,
        tuple(wrong),
        rules,
        evaluation,
        tuple(seen.values()),
        circle,
        case.expect.circle is not None,
    )


def _outcome(
    want: Expectation,
    in_force: dict[str, BenefitInForce],
    evaluation: Evaluation,
    seen: dict[tuple[str, int], Outcome],
    starts: Starts,
) -> Outcome | None:
    """The outcome that is spoken of.

    None for a benefit that is not in force, or where the payee must be named.
    """
    benefit = in_force.get(want.benefit)
    if benefit is None:
        return None
    payee = payee_of(want.payee, benefit.payee, evaluation.case)
    if payee is None:
        return None
    key = (benefit.id, payee)
    if key not in seen:
        seen[key] = starts.applied(evaluation.outcome(benefit, payee))
    return seen[key]


def payee_of(name: str | None, entity: Entity, case: Case) -> int | None:
    """A payee's place; without a name the household, or the only member."""
    if entity is Entity.HOUSEHOLD:
        return HOUSEHOLD
    if name is not None:
        return case.member_ids.index(name)
    return 0 if len(case.members) == 1 else None


def _compare(want: Expectation, got: Outcome | None, evaluation: Evaluation) -> Iterable[Mismatch]:
    what = want.benefit + (f" {want.payee}" if want.payee else "")
    if got is None:
        in_force = any(each.id == want.benefit for each in evaluation.program.benefits)
        if in_force or want.status != "not_in_force":
            said = (
                f"one of: {', '.join(evaluation.case.member_ids)}" if in_force else "not_in_force"
            )
            yield Mismatch(what, want.status or "-", said, want.origin)
        return

    def differs(part: str, wanted: object, found: object) -> Mismatch:
        return Mismatch(f"{what} {part}", str(wanted), str(found), want.origin, got)

    if want.status is not None and want.status != got.status:
        yield differs("status", want.status, got.status + _figure(got))
    elif want.amount is not None and bounds_of(got.due) != (want.amount, want.amount):
        yield differs("amount", yuan_text(want.amount), _range(got))
    low, high = bounds_of(got.due)
    if want.at_least is not None and _floor(low) != want.at_least:
        yield differs("at_least", yuan_text(want.at_least), _money(_floor(low)))
    if want.at_most is not None and _ceil(high) != want.at_most:
        yield differs("at_most", yuan_text(want.at_most), _money(_ceil(high)))
    if want.missing_figures is not None and want.missing_figures != got.missing_figures:
        yield differs("missing_figures", list(want.missing_figures), list(got.missing_figures))
    if want.missing_facts is not None and want.missing_facts != got.missing_facts:
        yield differs("missing_facts", _named(want.missing_facts), _named(got.missing_facts))
    truths = {
        rule.clause.id: truth for rule, truth in zip(got.benefit.reasons, got.truths, strict=True)
    }
    for rules, wanted in ((want.holds, True), (want.fails, False)):
        for rule in rules:
            if truths.get(rule) is not wanted:
                yield differs(
                    rule, _truth(wanted), _truth(truths[rule]) if rule in truths else "not_in_force"
                )
    if want.provisional is not None:
        provisional = evaluation.provisional(evaluation.rests_on(got.benefit, got.payee))
        if provisional is not want.provisional:
            yield differs("provisional", _truth(want.provisional), _truth(provisional))


def _value(want: ValueExpected, evaluation: Evaluation) -> Iterable[Mismatch]:
    case, program = evaluation.case, evaluation.program
    derived = program.law.derived[want.id]
    payee = payee_of(want.payee, derived.entity, case)
    if payee is None:
        yield Mismatch(want.id, want.text, f"one of: {', '.join(case.member_ids)}", want.origin)
        return
    value = evaluation.step(want.id, payee).value
    if value != want.want:
        names: dict[Kind, Callable[[Number], str]] = {
            Kind.CHOICE: _namer(program, derived.type.choice),
            Kind.MONEY: _money,
        }
        name = names.get(derived.type.kind, partial(plain, derived.type))
        got = "undetermined" if value is None else name(value)
        yield Mismatch(f"{want.id} {want.payee or ''}".strip(), want.text, got, want.origin)


def _figure_in_force(want: ValueExpected, program: Program) -> Iterable[Mismatch]:
    figure = program.figures[want.id]
    if figure.value != want.want:
        got = "undetermined" if figure.value is None else plain(figure.figure.type, figure.value)
        yield Mismatch(want.id, want.text, got, want.origin)


def _namer(program: Program, choice: str) -> Callable[[Number], str]:
    values = program.law.choices[choice].values if choice else ()
    return lambda code: values[int(code)].id


def _sums(
    case: PolicyCase, evaluation: Evaluation, seen: dict[tuple[str, int], Outcome], starts: Starts
) -> Iterable[Mismatch]:
    """What is due each month, and what else in this month, where something is expected of them."""
    for benefit in evaluation.program.benefits:
        for payee in benefit.payees(evaluation.case):
            if (benefit.id, payee) not in seen:
                seen[benefit.id, payee] = starts.applied(evaluation.outcome(benefit, payee))
    for what, expected in (("total", case.expect.total), ("once", case.expect.once)):
        if expected is None:
            continue
        want, origin = expected
        due = sum_of_payments(
            each for each in seen.values() if (each.benefit.per == "month") == (what == "total")
        )
        if (due if isinstance(due, int) else None) != want:
            said = "undetermined" if want is None else yuan_text(want)
            yield Mismatch(what, said, due_text(due) or "undetermined", origin)


def _named(facts: Sequence[str]) -> str:
    """A list of missing facts; of very many the first ones, and how many there are."""
    listed = list(facts[:MOST_LISTED])
    return str(listed) if len(facts) <= MOST_LISTED else f"{listed} … ({len(facts)})"


def _figure(got: Outcome) -> str:
    """What stands beside an unexpected status: the amount, or what is missing for it."""
    if got.entitled is None:
        return " (" + ", ".join([*got.missing_figures, *told(got.missing_facts)]) + ")"
    return f" {_range(got)}" if got.entitled and not got.benefit.service else ""


def _range(got: Outcome) -> str:
    low, high = bounds_of(got.due)
    return _money(low) if low == high else f"{_money(_floor(low))} … {_money(_ceil(high))}"


def _money(fen: Number | None) -> str:
    return "open" if fen is None else yuan_text(fen) if fen == int(fen) else f"{fen}/100"


def _floor(fen: Number | None) -> int | None:
    return None if fen is None else fen.__floor__()


def _ceil(fen: Number | None) -> int | None:
    return None if fen is None else fen.__ceil__()


def _truth(truth: bool | None) -> str:
    return {True: "true", False: "false", None: "undetermined"}[truth]
