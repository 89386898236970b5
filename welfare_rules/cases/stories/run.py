"""Running a story.

Its months, its settlement and its plan against what is expected of them. The reference engine
decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import welfare_rules.api as api
from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import Month, day_text, every_month
from welfare_rules.basics.due import UNDETERMINED, added, due_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import LANGUAGES, Words
from welfare_rules.cases.catalogue import STORY
from welfare_rules.cases.difference import Mismatch
from welfare_rules.cases.stories.expected import (
    CausesExpected,
    DueExpected,
    PlanExpected,
    SumExpected,
)
from welfare_rules.cases.stories.model import Story
from welfare_rules.cases.why import of_outcome
from welfare_rules.engine.contract import Outcome
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.history.timeline import Reading, Run
from welfare_rules.settlement.causes import Cause
from welfare_rules.settlement.recovery_plan import Plan, plan
from welfare_rules.settlement.settlement import Line, Settlement, settle

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class RanStory:
    """A story that was run."""

    case: Story
    mismatches: tuple[Mismatch, ...]

    @property
    def passed(self) -> bool:
        return not self.mismatches


def run_story(story: Story, policy: api.Policy, engine: str = "reference") -> RanStory:
    """Decides what the story expects something of, and compares it.

    A fault of the library itself fails the story that shows it.
    """
    try:
        return RanStory(story, tuple(_run(story, policy, engine)))
    except Exception as fault:
        return RanStory(
            story,
            (
                Mismatch(
                    "fault", "-", f"{type(fault).__name__}: {fault}", story.origin.child("name")
                ),
            ),
        )


def _run(story: Story, policy: api.Policy, engine: str) -> Iterable[Mismatch]:
    expect = story.expect
    if expect.due:
        reading = Reading(policy, story.history)
        answers = Run(reading, story.known, engine).months(story.first, story.last)
        months = dict(zip(every_month(story.first, story.last), answers, strict=True))
        for due in expect.due:
            yield from _dues(due, months, partial(_unknown, reading, story.known, due))
    if not (expect.sums or expect.causes or expect.plan or expect.findings):
        return
    found = settle(
        policy, story.history, story.ledger, story.first, story.last, story.known, engine=engine
    )
    for each in expect.sums:
        yield from _sums(each, found)
    for each in expect.causes:
        yield from _causes(each, found)
    if expect.findings is not None:
        want, origin = expect.findings
        got = tuple(sorted({each.code for each in found.findings}))
        if got != want:
            yield Mismatch("findings", _listed(want), _listed(got), origin)
    if expect.plan:
        made = plan(policy, story.history, found, engine=engine)
        for each in expect.plan:
            yield from _planned(each, made)


def _unknown(reading: Reading, known: int, want: DueExpected, answer: Answer | None) -> bool:
    """Whether nothing is known in a month of the household, or of a person who has left it."""
    return answer is None or reading.away(answer, known, want.benefit, want.payee)


def _dues(
    want: DueExpected,
    months: Mapping[Month, Answer | None],
    unknown: Callable[[Answer | None], bool],
) -> Iterable[Mismatch]:
    for month in want.months:
        answer = months[month]
        outcome = None if answer is None else _outcome(answer, want)
        if outcome is not None:
            status, due = outcome.status, outcome.due
        elif unknown(answer):
            status, due = "undetermined", UNDETERMINED
        else:
            status, due = _none(answer, want.benefit), 0
        # a right of an amount that is open is both
        said = {status} if isinstance(due, int) else {status, "undetermined"}
        if want.status in said if want.status is not None else due == want.amount:
            continue
        if isinstance(due, int):
            got = yuan_text(due) if status == "eligible" else status
        else:
            got = _open(outcome)
        grounds = () if answer is None or outcome is None else _grounds(answer, outcome)
        what = f"due {want.benefit} {want.payee} {month.text}"
        yield Mismatch(
            what, want.status or yuan_text(want.amount or 0), got, want.origin, None, grounds
        )


def _open(outcome: Outcome | None) -> str:
    """What stands beside an amount that cannot be said: what is missing for it."""
    missing = () if outcome is None else (*outcome.missing_figures, *outcome.missing_facts)
    return f"undetermined ({', '.join(missing)})" if missing else "undetermined"


def _outcome(answer: Answer, want: DueExpected) -> Outcome | None:
    for each in answer.decision.dues:
        if each.benefit.id == want.benefit and answer.case.payee_id(each.payee) == want.payee:
            return each
    return None


def _none(answer: Answer | None, benefit: str) -> str:
    """Why there is no outcome of a benefit for a payee, who may not belong to the household yet."""
    in_force = answer is not None and any(each.id == benefit for each in answer.program.benefits)
    return "not_eligible" if in_force else "not_in_force"


def _grounds(answer: Answer, outcome: Outcome) -> tuple[Words, ...]:
    numbers = Numbers(answer.evaluation)
    lines = (of_outcome(numbers, outcome, lang) for lang in LANGUAGES)
    return tuple(Words(*each) for each in zip(*lines, strict=True))


def _sums(want: SumExpected, found: Settlement) -> Iterable[Mismatch]:
    lines = [
        each
        for each in found.lines
        if (want.benefit is None or each.benefit == want.benefit)
        and (want.payee is None or each.payee == want.payee)
    ]
    what = " ".join(each for each in (want.kind, want.benefit, want.payee) if each)
    if not want.months:
        yield from _sum(want, lines, what)
    for month in want.months:
        yield from _sum(
            want, [each for each in lines if each.month == month], f"{what} {month.text}"
        )


def _sum(want: SumExpected, lines: Sequence[Line], what: str) -> Iterable[Mismatch]:
    arrears = added(each.arrears_fen for each in lines)
    recovery = added(each.recovery_fen for each in lines)
    got = {"arrears": arrears, "recovery": recovery, "net": arrears - recovery}[want.kind]
    if got != want.amount:
        yield Mismatch(
            what, yuan_text(want.amount), yuan_text(got), want.origin, None, _differing(lines)
        )


def _causes(want: CausesExpected, found: Settlement) -> Iterable[Mismatch]:
    lines = {
        each.month: each
        for each in found.lines
        if (each.benefit, each.payee) == (want.benefit, want.payee)
    }
    months = want.months or tuple(month for month, line in lines.items() if line.causes)
    what = f"causes {want.benefit} {want.payee}"
    for month in months:
        line = lines.get(month)
        got = () if line is None else tuple(sorted({_cause(each) for each in line.causes}))
        if got != want.want:
            yield Mismatch(
                f"{what} {month.text}",
                _listed(want.want),
                _listed(got),
                want.origin,
                None,
                _differing([line] if line else []),
            )
    if not months and want.want:
        yield Mismatch(
            what,
            _listed(want.want),
            _listed(()),
            want.origin,
            None,
            _differing(tuple(lines.values())),
        )


def _planned(want: PlanExpected, made: Plan) -> Iterable[Mismatch]:
    instalments = [each for way in made.ways for each in way.instalments]
    grounds = tuple(
        STORY.words(
            "instalment",
            line=f"{each.month.text} {each.benefit} {each.payee}",
            due=yuan_text(each.due_fen),
            withheld=yuan_text(each.withheld_fen),
            left=yuan_text(each.left_fen),
        )
        for each in instalments[:MOST_LINES]
    )
    for month in want.months:
        got = sum(each.withheld_fen for each in instalments if each.month == month)
        if got != want.amount:
            yield Mismatch(
                f"plan withheld {month.text}",
                yuan_text(want.amount),
                yuan_text(got),
                want.origin,
                None,
                grounds,
            )
    if not want.months:
        got = made.fen_of(want.part)
        if got != want.amount:
            yield Mismatch(
                f"plan {want.part}",
                yuan_text(want.amount),
                yuan_text(got),
                want.origin,
                None,
                grounds,
            )


def _cause(cause: Cause) -> str:
    """A cause as a story writes it: the kind and the name, a member's fact by id and name."""
    path = (
        cause.what.removeprefix("members[").replace("].", ".").removesuffix("]")
        if cause.what.startswith("members[")
        else cause.what
    )
    return f"{cause.kind} {path}"


def _differing(lines: Sequence[Line]) -> tuple[Words, ...]:
    """At most MOST_LINES lines that differ: what is due, what was paid, and why."""
    return tuple(
        STORY.words(
            "line",
            line=f"{each.month.text} {each.benefit} {each.payee}",
            due=due_text(each.due_fen) or "?",
            paid=yuan_text(each.paid_fen),
            causes=", ".join(_cause(one) + _day(one.known) for one in each.causes),
        )
        for each in [each for each in lines if each.causes][:MOST_LINES]
    )


def _day(known: int) -> str:
    return f" {day_text(known)}" if known else ""


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(names) + "]"
