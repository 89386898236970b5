"""Promises proved for every household up to a size, or refuted by one.

First households that are drawn are held against the promise. Where all keep it the solver is asked,
size by size, whether any can break it. What it finds is decided by the rules themselves; only a
household that they agree on refutes anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Any, Literal

from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Words, listed
from welfare_rules.findings import CaseError
from welfare_rules.law.model import Promise
from welfare_rules.program.day import promises_of_day
from welfare_rules.promises.examine import Broken, Examined
from welfare_rules.promises.kept import failing, seen_by
from welfare_rules.promises.others import changed
from welfare_rules.proofs.encoding import NotEncoded
from welfare_rules.proofs.households import broken_by
from welfare_rules.proofs.solver import Answers
from welfare_rules.proofs.statements import STATEMENTS, Asked, Question
from welfare_rules.receipts.canonical_case import written_case
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import Drawer

DRAWN = 200  # households that are held against a promise before a solver is asked
WORK = 40_000_000  # what the solver may do for one question, in its own unit: no time, so that a
# question has the same answer on every machine
GAPS = (100_000, 10_000, 1_000, 100)  # fen by which a promise is first sought to be broken
UP_TO = 6
MOST_NAMED = 5  # figures in a sentence
Verdict = Literal["proved", "refuted", "open"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a promise in a month.

    `proved` for every household of up to `up_to` members; `refuted` by `case`, which becomes
    `other` by `change` and breaks it so; `open` where neither could be shown. `reviewed` says that
    the policy file itself gives a household that breaks it, and why that is the law.
    """

    promise: str
    label: Words
    status: Verdict
    up_to: int
    month: Month
    said: Words
    reviewed: bool = False
    case: dict[str, Any] | None = None
    other: dict[str, Any] | None = None
    change: dict[str, Any] | None = None

    @property
    def passes(self) -> bool:
        """Whether nothing is left to do: it is proved, or refuted and that was reviewed."""
        return self.status == "proved" or self.reviewed

    def to_dict(self, lang: Literal["zh", "en"] = "zh") -> dict[str, Any]:
        """As the contract writes it."""
        return {
            "promise": self.promise,
            "status": self.status,
            "up_to": self.up_to,
            "reviewed": self.reviewed,
            "month": self.month.text,
            "case": self.case,
            "other": self.other,
            "said": self.said.say(lang),
        }


_BY_FORM = {
    "order": Words(
        "由公式的形式得出：成员只被求和、计数、比较大小，没有次序",
        "by the form of formulas: members are summed, counted and compared, and have no order",
    ),
    "unnamed facts": Words(
        "由公式的形式得出：没有公式用到这些事项",
        "by the form of formulas: none of them looks at these facts",
    ),
    "bounds": Words(
        "由引擎的构造得出：每种运算的上下限包含其中各值的结果",
        "by the construction of the engine: the bounds of each operation contain its values",
    ),
}


def proofs(
    rules: Rules, names: frozenset[str] = frozenset(), up_to: int = UP_TO
) -> Iterator[Proof]:
    """What becomes of each promise that is made in the month, in the order of the law.

    `names` are ids of promises; none means all.
    """
    law = rules.program.law
    for promise in promises_of_day(law, rules.month.first, rules.known):
        if not names or promise.id in names:
            yield proof(rules, promise, up_to)


def proof(rules: Rules, promise: Promise, up_to: int = UP_TO) -> Proof:
    """What becomes of one promise."""
    reviewed = _reviewed(rules, promise, up_to)
    if reviewed is not None:
        return reviewed
    examined = Examined.of(rules, promise)
    found = _drawn(examined, up_to)
    if found is not None:
        return _refuted(examined, found, up_to)
    if promise.about not in STATEMENTS:
        return _proof(rules, promise, "proved", up_to, _BY_FORM[promise.about])
    open_at: Words | None = None
    answers = Answers()
    for size in range(1, up_to + 1):
        asked = _asked(examined, size, answers)
        if isinstance(asked, Broken):
            return _refuted(examined, asked, up_to)
        open_at = open_at or asked
    if open_at is not None:
        return _proof(rules, promise, "open", up_to, open_at)
    said = Words(
        f"对不超过 {up_to} 人的每一户都已证明", f"proved for every household of up to {up_to}"
    )
    return _proof(rules, promise, "proved", up_to, said)


def _drawn(examined: Examined, up_to: int) -> Broken | None:
    """A household among those drawn that breaks the promise; always the same ones are drawn."""
    drawer, random = Drawer.of(examined.rules), Random(1)
    for _ in range(DRAWN):
        found = examined.broken(drawer.household(random.randrange, (1, up_to)))
        if found is not None:
            return found
    return None


def _asked(examined: Examined, size: int, answers: Answers) -> Broken | Words | None:
    """A household of a size that breaks the promise, why that is open, or None: there is none."""
    try:
        asked = ((each, _check(answers, each)) for each in Asked(examined, size).questions())
        left = [(question, model) for question, model in asked if model is not None]
        for question, model in left:
            found = _found(examined, question, model, answers)
            if found is not None:
                return found
        return _exactly(examined, size, answers) if left else None
    except NotEncoded as error:
        return Words(f"公式中有求解器不会的运算：{error}", f"no words for a solver: {error}")


def _exactly(examined: Examined, size: int, answers: Answers) -> Broken | Words | None:
    """The same with amounts and roundings as whole numbers, where bounds did not decide."""
    left: Words | None = None
    for question in Asked(examined, size, exact=True).questions():
        model = _check(answers, question)
        if model is None:
            continue
        found = None if model == "open" else broken_by(examined, question, model)
        if found is not None:
            return found
        left = left or _why_open(examined, question, size)
    return left


def _why_open(examined: Examined, question: Question, size: int) -> Words:
    """Why neither a proof nor a household was found."""
    figures = examined.rules.program.figures
    labels = [figures[key].figure.label for key in question.facts.figures][:MOST_NAMED]
    if labels:
        among = listed(labels)
        return Words(
            f"{size} 人的家庭：取决于没有找到的数值，其中有：{among.zh}",
            f"households of {size}: it rests on figures that nobody found, among them {among.en}",
        )
    return Words(
        f"{size} 人的家庭：求解器没有得出结论，按规则也没有找到反例",
        f"households of {size}: the solver came to no end, and no household breaks it",
    )


def _found(examined: Examined, question: Question, model: Any, answers: Answers) -> Broken | None:
    """A household that the solver finds and the rules agree on: plain ones are looked for first,
    that of the model last.
    """
    plainly = [] if question.gap is None else [question.gap >= each for each in GAPS]
    for tried in chain((_check(answers, question, each) for each in plainly), [model]):
        if tried is not None and tried != "open":
            found = broken_by(examined, question, tried)
            if found is not None:
                return found
    return None


def _check(answers: Answers, question: Question, *more: Any) -> Any:
    """A model of what breaks a promise; None where there is none, "open" without an end."""
    return None if question.broken is False else answers.model_of(question.terms(*more), WORK)


def _refuted(examined: Examined, broken: Broken, up_to: int) -> Proof:
    plain = examined.plainest(broken)
    law = examined.rules.program.law
    return Proof(
        examined.promise.id,
        examined.promise.label,
        "refuted",
        up_to,
        examined.rules.month,
        plain.said,
        examined.promise.refuted is not None,
        written_case(law, plain.case),
        written_case(law, plain.other),
        dict(plain.change),
    )


def _reviewed(rules: Rules, promise: Promise, up_to: int) -> Proof | None:
    """A promise that its own file refutes, where its household breaks it by these rules too."""
    review = promise.refuted
    if review is None:
        return None
    try:
        case, other = rules.read(review.case), changed(rules, review.case, review.change)
    except (
        CaseError
    ):  # of a month in which other facts are known; `check` tells what is out of date
        return None
    if failing(promise, seen_by(promise, rules, case), other) is None:
        return None
    law = rules.program.law
    said, written = review.because, written_case(law, other.case)
    return Proof(
        promise.id,
        promise.label,
        "refuted",
        up_to,
        rules.month,
        said,
        True,
        dict(review.case),
        written,
        dict(review.change),
    )


def _proof(rules: Rules, promise: Promise, status: Verdict, up_to: int, said: Words) -> Proof:
    return Proof(promise.id, promise.label, status, up_to, rules.month, said)
