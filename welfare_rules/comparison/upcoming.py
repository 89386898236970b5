"""The months in which an answer changes with unchanged facts, and when reviews are due.

The facts stay as they are. Ages, dates that pass, the first month of a right, steps of a phase-out
and figures that are already announced change the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import LAST_YEAR, Month, calendar_months, day_text, month_of
from welfare_rules.basics.scalars import plain
from welfare_rules.basics.text import Lang, Words
from welfare_rules.comparison.compare import Comparison, briefs, compare
from welfare_rules.comparison.sentences import comparison_words
from welfare_rules.engine.reference import Evaluation
from welfare_rules.facts.reader import CaseInput
from welfare_rules.findings import Place, RequestError, finding, shortened
from welfare_rules.history.timeline import MOST_MONTHS, most_months
from welfare_rules.language.types import Entity
from welfare_rules.law.terms import Formula
from welfare_rules.loading import DayInput, MonthInput, parse_day, parse_month
from welfare_rules.program.case import Case
from welfare_rules.rules import CompiledLaw, Rules

WITHIN = 24
NO_WORDS = Words("", "")


@dataclass(frozen=True, slots=True)
class Review:
    """A benefit that is paid now and is looked at again.

    Its policy's words, and the months in which that is due, as far as it says.
    """

    benefit: str
    """Id of the benefit."""
    label: Words
    """What it is called."""
    payee: str
    """Id of the member, or of the household."""
    words: Words
    """What the policy says of its review."""
    every: int | None
    """After how many months it is due again; None where the policy does not say."""
    due: tuple[Month, ...]
    """The months in which it is due."""

    def to_dict(self) -> dict[str, Any]:
        """`benefit`, `payee`, the policy's words under `review`, `every_months` and the months
        `due` (YYYY-MM).
        """
        return {
            "benefit": self.benefit,
            "payee": self.payee,
            "review": self.words.to_dict(),
            "every_months": self.every,
            "due": [each.text for each in self.due],
        }


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The answer of the first month, each later change, and the review calendar."""

    now: Answer
    """The answer of the first month."""
    last: Month
    """The last month that was looked at."""
    changes: tuple[Comparison, ...]
    """What changes later, month by month."""
    reviews: tuple[Review, ...]
    """What is looked at again, and when."""

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """What `next --format json` prints: the answer's `case`, `month` and `circle`, the last
        month looked at (`until`), each of the `changes` with its `month` and `sentences`, and
        `reviews`.
        """
        return {
            "case": self.now.case.id,
            "jurisdiction": self.now.program.law.jurisdiction,
            "known": day_text(self.now.known),
            "month": self.now.month.text,
            "until": self.last.text,
            "circle": self.now.circle,
            "changes": [
                {
                    "month": each.after.month.text,
                    **each.to_dict(),
                    "sentences": list(comparison_words(each, lang)),
                }
                for each in self.changes
            ],
            "reviews": [each.to_dict() for each in self.reviews],
        }


def upcoming(
    policy: CompiledLaw,
    case: CaseInput,
    month: MonthInput,
    within: int = WITHIN,
    known: DayInput = None,
    *,
    name: str = "case",
) -> Upcoming:
    """The changes of a case's answer in the months after `month`, with unchanged facts.

    The law is as known on `known` (default: today). Raises CaseError, and RequestError for a month
    outside the law or more months than are looked at.

    >>> import welfare_rules as wr
    >>> old = {"id": "p1", "relation": "head", "birth_date": "1941-09-10", "division": "999999"}
    >>> case = {"id": "h1", "members": [old]}
    >>> made = upcoming(wr.load("cn/model"), case, "2021-08", 2, "2021-08-31")
    >>> (change,) = [each for each in made.changes if each.after.month.text == "2021-09"]
    >>> "old_age_allowance" in [each.benefit for each in change.changes]
    True
    """
    first, day = parse_month(month), parse_day(known)
    span = plain(within)
    if not isinstance(span, int) or isinstance(span, bool) or not 0 <= span < MOST_MONTHS:
        got = shortened(within)
        raise RequestError([finding("WR515", Place("within"), got=got, limit=MOST_MONTHS - 1)])
    rules = policy.at(first, day)
    read = rules.read(case, name)
    if within >= (limit := most_months(read)):
        raise RequestError([finding("WR510", Place("--within"), limit=limit - 1)])
    now = before = rules.determine(read)
    changes: list[Comparison] = []
    last = first
    seen = before.circle, briefs(before)
    for after in _answers(policy, read, first, span, day):
        last = after.month
        said = after.circle, briefs(after)
        if said != seen:
            changes.append(compare(before, after))
        before, seen = after, said
    return Upcoming(now, last, tuple(changes), tuple(_reviews(now, rules, last)))


def _answers(
    policy: CompiledLaw, case: Case, first: Month, within: int, known: int
) -> Iterable[Answer]:
    for count in range(1, within + 1):
        month = first.after(count)
        if month.year > LAST_YEAR:
            return
        yield policy.at(month, known).determine(case)


def _reviews(answer: Answer, rules: Rules, last: Month) -> Iterable[Review]:
    """The due months of reviews of what is paid now, where the policy sets an interval."""
    evaluation = answer.evaluate()
    decided = _decided(answer)
    for outcome in sorted(answer.decision.outcomes, key=lambda each: each.payee):
        written = rules.program.law.benefit(outcome.benefit.id)
        if not outcome.entitled or (written.review is None and written.review_months is None):
            continue
        every = _every(evaluation, written.review_months, outcome.payee)
        due = tuple(_due(decided, every, answer.month, last)) if decided and every else ()
        yield Review(
            outcome.benefit.id,
            outcome.benefit.label,
            answer.case.payee_id(outcome.payee),
            written.review or NO_WORDS,
            every,
            due,
        )


def _every(evaluation: Evaluation, months: Formula | None, payee: int) -> int | None:
    """The months between reviews, where the policy states them and the facts settle them."""
    if months is None:
        return None
    value = evaluation.formula(months.node, payee).value
    return None if value is None else int(value)


def _decided(answer: Answer) -> int | None:
    """The day of the decision: the household's fact from which the month after counts."""
    facts = (
        each
        for each in answer.program.facts
        if each.starts == "month after decision" and each.entity is Entity.HOUSEHOLD
    )
    found = next(facts, None)
    return None if found is None else answer.case.household[found.column]


def _due(decided: int, every: int, first: Month, last: Month) -> Iterable[Month]:
    if every < 1:
        return
    passed = calendar_months(decided, first.first)
    month = month_of(decided).after(max(1, -(-passed // every)) * every)
    while month.first <= last.first:
        yield month
        month = month.after(every)
