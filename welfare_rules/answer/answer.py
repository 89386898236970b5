"""Answers: what a program decides for a case, in the form of the contract.

With the reasons, bounds, and what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, cast

from welfare_rules.answer.large import told, told_of, written
from welfare_rules.answer.papers import PaperNeeded, papers_needed
from welfare_rules.answer.questions import Question, questions
from welfare_rules.basics.canonical import digest_of
from welfare_rules.basics.days import Month, day_text
from welfare_rules.basics.due import Due, sum_of
from welfare_rules.basics.money import amount_text, decimal_yuan
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Lang
from welfare_rules.engine.contract import Decided, Decision, Outcome, Standing
from welfare_rules.engine.reference import (
    Evaluation,
    Grounds,
    MissingFacts,
    Reference,
    evaluation_behind,
    grounds_of,
)
from welfare_rules.findings import check_language
from welfare_rules.law.terms import Citation, Per
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program

if TYPE_CHECKING:
    from welfare_rules.written.derivation import DerivationDict
    from welfare_rules.written.records import AnswerDict, DeterminationDict


class Explainer(Protocol):
    """Makes the derivation of an answer; given to it, because explanations import answers."""

    def explain(self, answer: Answer, lang: Lang) -> str: ...

    def derivation(self, answer: Answer, lang: Lang) -> DerivationDict: ...


class Reason(NamedTuple):
    """One requirement, row or exclusion.

    Whether it holds (None: cannot be said), and where it is written. A named tuple: an answer has
    hundreds of them.

    >>> Reason("income-below-standard", True, None).to_dict()
    {'rule': 'income-below-standard', 'holds': True}
    """

    rule: str
    """Id of the clause."""
    holds: bool | None
    """Whether it holds; None while that cannot be said."""
    source: Citation | None
    """Where it is written; None where its document names no article."""

    def to_dict(self) -> dict[str, Any]:
        """The reason as the contract writes it."""
        rule, holds, source = self
        if source is None:
            return {"rule": rule, "holds": holds}
        return {"rule": rule, "holds": holds, "source": source.to_dict()}


@dataclass(frozen=True, slots=True)
class Determination:
    """One benefit for one payee.

    Amounts are yuan with two decimals; `per` says how they are paid: each `month`, `quarter` or
    `year`, `once`, or as a `service` without an amount. What is not monthly is due in this month.

    Of facts that are missing or presumed at most 50 are named, what all members lack as
    `members[*].wage` (of each of more than 20 members 20 of those missing); `missing_count` and
    `presumed_count` say how many there are in all.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> answer = rules.determine({"id": "h", "members": [{"id": "a"}]})
    >>> answer["dibao"].status
    'undetermined'
    """

    benefit: str
    """Id of the benefit."""
    payee: str
    """Id of the member, or of the household."""
    status: Standing
    """Whether there is a right: `eligible`, `not_eligible` or `undetermined`."""
    amount: Decimal | None
    """What is due, in yuan; None while it cannot be said, and for a service."""
    at_least: Decimal | None
    """The least that it may be, in yuan; None where there is no bound, and for a service."""
    at_most: Decimal | None
    """The most that it may be, in yuan; None where there is no bound, and for a service."""
    provisional: bool
    """Whether it rests on a figure or rule that no published document confirms."""
    missing_facts: tuple[str, ...]
    """Paths of the facts that would settle it, `members[p1].wage`; at most 50."""
    missing_figures: tuple[str, ...]
    """Ids of the figures that would settle it and that nobody has found."""
    presumed_facts: tuple[str, ...]
    """Paths of the facts that were presumed, since nothing was said; at most 50."""
    reasons: tuple[Reason, ...]
    """Requirements and exclusions, and of a table the rows that hold or may hold."""
    per: Per = "month"
    """How it is paid: each `month`, `quarter` or `year`, `once`, or as a `service`."""
    missing_count: int = 0
    """How many facts are missing in all."""
    presumed_count: int = 0
    """How many facts were presumed in all."""

    def to_dict(self) -> DeterminationDict:
        """As the contract writes it; the counts only where not every fact is named."""
        counts = {
            key: count
            for key, count, named in (
                ("missing_count", self.missing_count, self.missing_facts),
                ("presumed_count", self.presumed_count, self.presumed_facts),
            )
            if count > len(named)
        }
        made: dict[str, Any] = {
            "benefit": self.benefit,
            "payee": self.payee,
            "status": self.status,
            "amount": _text(self.amount),
            "provisional": self.provisional,
            "missing_facts": list(self.missing_facts),
            "missing_figures": list(self.missing_figures),
            "presumed_facts": list(self.presumed_facts),
            "at_least": _text(self.at_least),
            "at_most": _text(self.at_most),
            "per": self.per,
            "reasons": [each.to_dict() for each in self.reasons],
            **counts,
        }
        return cast("DeterminationDict", made)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else amount_text(amount)


def yuan(fen: Number | None) -> Decimal | None:
    """Fen as yuan with two decimals.

    A bound between two fen is widened by `low_bound` and `high_bound` before it comes here.
    """
    if fen is None:
        return None
    assert fen.denominator == 1, fen
    return decimal_yuan(int(fen))


@dataclass(slots=True)
class _WorkedOut:
    """What has been read of an answer: its outcomes, what says what they rest on, and
    determinations by the places of their outcomes.
    """

    outcomes: tuple[Outcome, ...] | None = None
    grounds: Grounds | None = None
    digest: str | None = None
    determinations: dict[int, Determination] = field(default_factory=dict[int, Determination])
    # by benefit, truths and start, which are alike for many
    reasons: dict[object, tuple[Reason, ...]] = field(
        default_factory=dict[object, "tuple[Reason, ...]"]
    )


class Answer:
    """The answer for one case in one month: the circle, and every benefit for every payee.

    Immutable. It can be read like a mapping of benefits, by `"dibao"` or `("tekun", "p1")`, and be
    pickled. What costs time (which presumptions took part, whether a figure is provisional) is
    worked out by the reference engine when it is first read, and once.

    >>> import welfare_rules as wr
    >>> one = {"id": "p1", "relation": "head", "birth_date": "1936-09-10", "division": "999999"}
    >>> rules = wr.load("cn/model").at("2021-09", known="2021-12-31")
    >>> answer = rules.determine({"id": "h1", "members": [one]})
    >>> "old_age_allowance" in answer, answer.get("no such benefit")
    (True, None)
    >>> str(answer["old_age_allowance", "p1"].amount)
    '50.00'
    """

    __slots__ = ("_given", "_worked_out")
    _given: tuple[Case, Month, int, str, Decision, Reference, Explainer]  # one write, read by place
    _worked_out: _WorkedOut  # not there until something is read

    def __init__(
        self,
        case: Case,
        month: Month,
        known: int,
        engine: str,
        decision: Decision,
        reference: Reference,
        explainer: Explainer,
    ) -> None:
        given = case, month, known, engine, decision, reference, explainer
        object.__setattr__(self, "_given", given)

    @property
    def case(self) -> Case:
        """The case as it was read, in exact whole numbers."""
        return self._given[0]

    @property
    def month(self) -> Month:
        """The month that was asked for."""
        return self._given[1]

    @property
    def known(self) -> int:
        """The day whose knowledge counts, YYYYMMDD."""
        return self._given[2]

    @property
    def engine(self) -> str:
        """The name of the engine that decided."""
        return self._given[3]

    @property
    def decision(self) -> Decision:
        """What the engine decided."""
        return self._given[4]

    @property
    def _reference(self) -> Reference:
        return self._given[5]

    @property
    def _explainer(self) -> Explainer:
        return self._given[6]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an answer does not change: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an answer does not change: {name}")

    def __reduce__(self) -> tuple[Any, ...]:
        """A decision worked out in full stands for the one that is worked out as it is read."""
        decided = Decided(self.decision.circle, tuple(self.decision.outcomes))
        given = self.case, self.month, self.known, self.engine, decided
        return Answer, (*given, self._reference, self._explainer)

    def for_case(self, case: Case, decision: Decision) -> Answer:
        """The same answer for the same case under other names."""
        return Answer(
            case, self.month, self.known, self.engine, decision, self._reference, self._explainer
        )

    @property
    def program(self) -> Program:
        """The rules of the month by which it was decided."""
        return self._reference.program

    @property
    def evaluation(self) -> Evaluation:
        """The reference engine's evaluation of this case: the one that decided, or a new one."""
        found = evaluation_behind(self.decision)
        return found if found is not None else self.evaluate()

    def evaluate(self, month: Month | None = None) -> Evaluation:
        """A new evaluation of the case by the reference engine, in this month or another."""
        return self._reference.evaluate(self.case, self.month if month is None else month)

    @property
    def circle(self) -> str | None:
        """Id of the household's circle; `none` for no circle, None while it is undetermined."""
        return self.decision.circle

    @property
    def benefits(self) -> tuple[Determination, ...]:
        """Every benefit in force, household benefits first, then each member's as in the case."""
        outcomes = self._outcomes
        places = sorted(range(len(outcomes)), key=lambda each: outcomes[each].payee)
        return tuple(self._at(each) for each in places)

    @property
    def total(self) -> Decimal | None:
        """What is due each month; None while a part of it is undetermined."""
        return self._sum(each for each in self._dues if each.benefit.per == "month")

    @property
    def once(self) -> Decimal | None:
        """What else is due in this month: single, quarterly and yearly payments; None while a part
        of it is undetermined.
        """
        return self._sum(each for each in self._dues if each.benefit.per != "month")

    @staticmethod
    def _sum(outcomes: Iterable[Outcome]) -> Decimal | None:
        due = sum_of_payments(outcomes)
        return yuan(due) if isinstance(due, int) else None

    @property
    def dues_fen(self) -> dict[tuple[str, str], Due]:
        """What is due by benefit and payee, in fen, or that it cannot be said."""
        return {(each.benefit.id, self.case.payee_id(each.payee)): each.due for each in self._dues}

    def __getitem__(self, key: str | tuple[str, str]) -> Determination:
        """`answer["dibao"]`, or `answer["tekun", "p1"]` for one member.

        Raises KeyError with what there is.
        """
        found = self._found(key)
        if len(found) != 1:
            there = sorted({f"{benefit} / {payee}" for benefit, payee in self.keys()})
            raise KeyError(
                f"{key!r}: {'several payees, name one' if found else 'no such benefit or payee'}; "
                f"there are: {', '.join(there)}"
            )
        return found[0]

    def get(
        self, key: str | tuple[str, str], default: Determination | None = None
    ) -> Determination | None:
        """The determination of a benefit that has one payee, or of a benefit and payee."""
        found = self._found(key)
        return found[0] if len(found) == 1 else default

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Benefit and payee of every determination, in their order."""
        outcomes = sorted(self._outcomes, key=lambda each: each.payee)
        return tuple((each.benefit.id, self.case.payee_id(each.payee)) for each in outcomes)

    def __contains__(self, key: object) -> bool:
        """Whether there is a benefit of that id, or that benefit for that payee."""
        return any(key in (each[0], each) for each in self.keys())

    def __iter__(self) -> Iterator[Determination]:
        return iter(self.benefits)

    def __len__(self) -> int:
        return len(self._outcomes)

    def _found(self, key: str | tuple[str, str]) -> list[Determination]:
        benefit, payee = key if isinstance(key, tuple) else (key, None)
        return [
            self._at(place)
            for place, each in enumerate(self._outcomes)
            if each.benefit.id == benefit and payee in (None, self.case.payee_id(each.payee))
        ]

    @property
    def _kept(self) -> _WorkedOut:
        try:
            return self._worked_out
        except AttributeError:
            object.__setattr__(self, "_worked_out", _WorkedOut())
            return self._worked_out

    @property
    def _outcomes(self) -> Sequence[Outcome]:
        kept = self._kept
        if kept.outcomes is None:
            kept.outcomes = tuple(self.decision.outcomes)
        return kept.outcomes

    @property
    def _dues(self) -> Sequence[Outcome]:
        """The outcomes if they have been worked out, else what is due without its reasons."""
        try:
            return self._worked_out.outcomes or self.decision.dues
        except AttributeError:
            return self.decision.dues

    def _at(self, place: int) -> Determination:
        """The determination of an outcome by its place, worked out once."""
        kept = self._kept
        made = kept.determinations.get(place)
        if made is None:
            outcome = self._outcomes[place]
            if kept.grounds is None:
                kept.grounds = grounds_of(self.decision) or self.evaluate()
            made = kept.determinations[place] = self._determination(outcome, kept.grounds)
        return made

    def _determination(self, outcome: Outcome, grounds: Grounds) -> Determination:
        amount, low, high = (None,) * 3 if outcome.benefit.service else amounts_of(outcome.due)
        rests = grounds.rests(outcome.benefit, outcome.payee)
        presumed = presumed_of(outcome, rests.presumed)
        return Determination(
            benefit=outcome.benefit.id,
            payee=self.case.payee_id(outcome.payee),
            status=outcome.status,
            amount=amount,
            at_least=low,
            at_most=high,
            provisional=rests.provisional,
            missing_facts=told_of(self.case, outcome.payee, outcome.missing_facts),
            missing_figures=outcome.missing_figures,
            presumed_facts=presumed.told,
            missing_count=len(outcome.missing_facts),
            presumed_count=len(presumed),
            reasons=self._reasons(outcome),
            per=outcome.benefit.per,
        )

    def _reasons(self, outcome: Outcome) -> tuple[Reason, ...]:
        kept, key = self._kept.reasons, (outcome.benefit.id, outcome.truths, outcome.start)
        made = kept.get(key)
        if made is None:
            made = kept[key] = reasons_of(outcome)
        return made

    @property
    def to_ask(self) -> tuple[Question, ...]:
        """What must still be learned and of whom: what the benefits name as missing, each once."""
        found = (name for each in self._outcomes for name in told(each.missing_facts))
        return questions(self.program.facts, found)

    @property
    def papers(self) -> tuple[PaperNeeded, ...]:
        """The papers that an application for what the household has or may have a right to needs.

        >>> import welfare_rules as wr
        >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
        >>> answer = rules.determine({"id": "h", "members": [{"id": "a"}]})
        >>> [(each.paper, each.registers[0].en) for each in answer.papers if each.shows]
        [('tekun-disability-certificate', "disability certificates (disabled persons' federation)")]
        """
        return self._papers(self.to_ask)

    def _papers(self, asked: Sequence[Question]) -> tuple[PaperNeeded, ...]:
        return papers_needed(self.program.law.papers, self._outcomes, asked)

    def explain(self, lang: Literal["zh", "en"] = "zh") -> str:
        """The whole derivation as a person would write it, figure by figure, with sources.

        Raises RequestError for a language that is not `zh` or `en`.
        """
        check_language(lang)
        return self._explainer.explain(self, lang)

    def derivation(self, lang: Literal["zh", "en"] = "zh") -> DerivationDict:
        """What `explain` says, as data that JSON can hold: every condition with what decided it,
        every amount with its formula and numbers, and every figure with its versions and sources.

        Labels and texts are in `lang`; ids and values do not depend on it. Amounts are yuan as
        text. The schema is `welfare-rules schema derivation`. Raises RequestError for a language
        that is not `zh` or `en`.

        >>> import welfare_rules as wr
        >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
        >>> answer = rules.determine({"id": "h", "members": [{"id": "a"}]})
        >>> figures = {each["id"]: each for each in answer.derivation("en")["figures"]}
        >>> figures["dibao_standard"]["label"], figures["dibao_standard"]["value"]["value"]
        ('dibao standard', '730.00')
        """
        check_language(lang)
        return self._explainer.derivation(self, lang)

    @property
    def digest(self) -> str:
        """A digest of what the answer says: equal for equal answers, on every machine.

        It is that of `to_dict` as canonical JSON (keys in order, no white space, UTF-8) without
        `engine`, and without `to_ask` and `papers`, which decide nothing. So it covers the case's
        id, month, place, day of knowledge and program, and every benefit with its amounts, bounds,
        reasons and missing facts. The engine, the machine and the context of decimals change
        nothing; what the case says beyond the answer is not in it.

        >>> import welfare_rules as wr
        >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
        >>> case = {"id": "h", "members": [{"id": "a"}]}
        >>> rules.determine(case).digest == rules.determine(case, engine="reference").digest
        True
        """
        kept = self._kept
        if kept.digest is None:
            made = said(self)
            del made["engine"]
            kept.digest = digest_of(made)
        return kept.digest

    def to_dict(self) -> AnswerDict:
        """The answer as the contract writes it.

        Of more than 20 members the reasons of a benefit that are the same for several of them stand
        with the first one alone, whom the others name as `reasons_of`.
        """
        asked = self.to_ask
        made: dict[str, Any] = {
            "case": self.case.id,
            "month": self.month.text,
            "jurisdiction": self.program.law.jurisdiction,
            "known": day_text(self.known),
            "policy_digest": self.program.digest,
            "engine": self.engine,
            "circle": self.circle,
            "benefits": written(self.case, self.benefits),
            "total": _text(self.total),
            "once": _text(self.once),
            "to_ask": [each.to_dict() for each in asked],
            "papers": [each.to_dict() for each in self._papers(asked)],
        }
        return cast("AnswerDict", made)

    def __repr__(self) -> str:
        place, circle = self.program.law.jurisdiction, f"circle={self.circle}"
        sums = f"total={self.total} once={self.once}"
        return f"<Answer {self.case.id} {self.month.text} {place} {circle} {sums}>"


def amounts_of(due: Due) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """What is due, and its bounds, in yuan; a bound between two fen is widened."""
    if isinstance(due, int):
        exact = decimal_yuan(due)
        return exact, exact, exact
    return None, due.at_least, due.at_most


def presumed_of(outcome: Outcome, found: MissingFacts) -> MissingFacts:
    """The presumptions that took part, that on the beginning of the right with them."""
    return found if outcome.start is None else found.plus(outcome.start.presumed)


def sum_of_payments(outcomes: Iterable[Outcome]) -> Due:
    """What outcomes come to in fen, services aside; while one cannot be said, no sum can."""
    return sum_of(each.due for each in outcomes if not each.benefit.service)


def said(answer: Answer) -> dict[str, Any]:
    """What receipts and digests cover of an answer: all but whom to ask and which papers to bring,
    which decides nothing.

    Its lists of facts in an order that does not rest on anybody's name.
    """
    made: dict[str, Any] = {**answer.to_dict()}
    del made["to_ask"], made["papers"]
    for each in made["benefits"]:
        for key in ("missing_facts", "presumed_facts"):
            each[key] = sorted(each[key])
    return made


def reasons_of(outcome: Outcome) -> tuple[Reason, ...]:
    """The reasons that an answer gives for an outcome: requirements and exclusions all.

    Of a table the rows that hold or may hold, or all of them when none does.
    """
    benefit, found = outcome.benefit, list[Reason]()
    if outcome.start is not None and outcome.start.begun is not True:
        found.append(Reason("starts", outcome.start.begun, benefit.source))
    rules = [
        (rule.clause, holds) for rule, holds in zip(benefit.reasons, outcome.truths, strict=True)
    ]
    some_row = any(holds is not False for each, holds in rules if each.kind in _ROWS)
    for each, holds in rules:
        if holds is not False or not some_row or each.kind not in _ROWS:
            found.append(Reason(each.id, holds, each.source))
    return tuple(found)


def failed_of(outcome: Outcome) -> tuple[str, ...]:
    """The clauses of those reasons that do not hold, by their ids."""
    pairs = zip(outcome.benefit.reasons, outcome.truths, strict=True)
    failed = [rule.clause for rule, holds in pairs if holds is False]
    if outcome.start is None and not any(each.kind in _ROWS for each in failed):
        return tuple([each.id for each in failed])
    return tuple(each.rule for each in reasons_of(outcome) if each.holds is False)


_ROWS = ("row", "step")
