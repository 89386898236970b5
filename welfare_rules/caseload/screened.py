"""What of a household somebody should look at: rights that are due and not received, that are
received and not due, or that cannot be said before more is known.

What is received already is never offered, neither to the household nor to one of its members. What
cannot be said is told with what must still be asked; nothing is left out because it is not sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, Self

from welfare_rules.answer.answer import Answer, amounts_of
from welfare_rules.answer.large import told
from welfare_rules.answer.questions import FactLabels
from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.text import Words, aside, listed
from welfare_rules.caseload.catalogue import SAID
from welfare_rules.engine.contract import Outcome, Standing
from welfare_rules.engine.reference import MissingFacts, under
from welfare_rules.law.law import Law
from welfare_rules.law.terms import Disposition
from welfare_rules.program.case import HOUSEHOLD, Case

Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]
Sort = Literal["offer", "ask", "review"]
MOST_NAMED = 5
"""As many missing facts, or benefits, as a sentence names; a row has them all."""
MOST_ASKED = 10
"""As many rights as are asked about one by one of a household. Of one that may have more, so little
is known that they are told together: somebody asks a household, not a right.
"""
SORTS: tuple[Sort, ...] = ("offer", "review", "ask")
"""In the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Screened:
    """One right that somebody should look at, or many rights of a household that is to be asked.

    An `offer` is certain and not received; a `review` is received and not due; an `ask` cannot be
    said before what is missing is known, whether it is `received` or not. `person` is None for a
    right of the household, `benefit` for many rights. Amounts in yuan, None for a service, for many
    rights, or where nothing is known of them.
    """

    sort: Sort
    received: bool
    case: str
    town: str
    person: str | None
    benefit: str | None
    benefits: tuple[str, ...]
    status: Standing
    amount: Decimal | None
    at_least: Decimal | None
    at_most: Decimal | None
    missing: tuple[str, ...]
    said: Words

    @property
    def kind(self) -> Disposition:
        """What follows from it, in the words of the office."""
        return "核查" if self.received else "分类推送"

    def to_dict(self) -> dict[str, Any]:
        """Its fields as JSON gives them; amounts in yuan as texts."""
        amounts = {
            key: None if (found := getattr(self, key)) is None else str(found)
            for key in ("amount", "at_least", "at_most")
        }
        return {
            "sort": self.sort,
            "kind": self.kind,
            "received": self.received,
            "case": self.case,
            "town": self.town,
            "person": self.person,
            "benefit": self.benefit,
            "benefits": list(self.benefits),
            "status": self.status,
            **amounts,
            "missing_facts": list(self.missing),
            "said_zh": self.said.zh,
            "said_en": self.said.en,
        }


def screened(answer: Answer, town: str = "") -> Iterator[Screened]:
    """What somebody should look at of one household, in the order of its answer, and at last what
    is told together.
    """
    found = Noticed.of(answer.case, answer.decision.outcomes)
    return Teller.of(answer.program.law).rows(answer.case, found, town)


@dataclass(frozen=True, slots=True)
class Together:
    """Rights of a household that are told together: of which benefits, how many, and what is
    missing for any of them.
    """

    benefits: tuple[str, ...]
    count: int
    missing: MissingFacts | None

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Self:
        """Those of some outcomes of one household."""
        benefits = dict.fromkeys(each.benefit.id for each in outcomes)
        missing = None
        for each in outcomes:
            lacked = each.missing_facts
            if lacked:
                assert isinstance(lacked, MissingFacts), "no engine names facts itself"
                missing = lacked if missing is None else missing.with_facts(lacked.facts)
        return cls(tuple(benefits), len(outcomes), missing)


@dataclass(frozen=True, slots=True)
class Noticed:
    """What somebody should look at of a household, before it is said: rights one by one, each with
    what is to be done about it and whether it is received, and rights that are told together.
    """

    singly: tuple[tuple[Outcome, Sort, bool], ...]
    together: Together | None

    @classmethod
    def of(cls, case: Case, outcomes: Iterable[Outcome]) -> Self:
        """The rights of a household that are not as they should be."""
        found: list[tuple[Outcome, Sort, bool]] = []
        for each in outcomes:
            received = _is_received(case, each.payee, each.benefit.id)
            sort = _sort(each, received=received)
            if sort is not None:
                found.append((each, sort, received))
        asked = [each for each, sort, received in found if sort == "ask" and not received]
        if len(asked) <= MOST_ASKED:
            return cls(tuple(found), None)
        singly = tuple(each for each in found if each[1] != "ask" or each[2])
        return cls(singly, Together.of(asked))

    def of_alike(self, case: Case) -> Self:
        """The same of another household of which the same is said but for the ids."""
        outcomes = under(case, [outcome for outcome, *_ in self.singly])
        singly = [(named, *rest) for named, (_, *rest) in zip(outcomes, self.singly, strict=True)]
        together = self.together
        if together is not None and together.missing is not None:
            together = replace(together, missing=together.missing.under(case, {}))
        return replace(self, singly=tuple(singly), together=together)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what somebody should look at, in the words of a law."""

    law: Law
    labels: FactLabels

    @classmethod
    def of(cls, law: Law) -> Self:
        """Who tells it of a law."""
        return cls(law, FactLabels.of(law))

    def rows(self, case: Case, found: Noticed, town: str) -> Iterator[Screened]:
        """What is told of a household."""
        asked: dict[tuple[str, ...], Words] = {}  # of many members the same is missing
        for each, sort, received in found.singly:
            amounts = (None, None, None) if each.benefit.service else amounts_of(each.due)
            missing = told(each.missing_facts)
            payee = None if each.payee == HOUSEHOLD else case.member_ids[each.payee]
            key = "doubt" if received and sort == "ask" else sort
            named = missing[:MOST_NAMED]
            if named not in asked:
                asked[named] = self._asked(named)
            name = each.benefit.id
            said = self._said(name, key, payee, _amount(each, amounts))
            whole = _joined(said, asked[named])
            who = case.id, town, payee, name, (name,)
            yield Screened(sort, received, *who, each.status, *amounts, missing, whole)
        if found.together is not None:
            yield self._together(found.together, case.id, town)

    def _together(self, found: Together, case: str, town: str) -> Screened:
        """The row of many rights of a household."""
        missing = () if found.missing is None else found.missing.told
        rights = listed(map(self._benefit, found.benefits[:MOST_NAMED]))
        if len(found.benefits) > MOST_NAMED:
            rights = SAID.words("others", rights=rights)
        said = SAID.words("together", count=found.count, rights=rights)
        whole = _joined(said, self._asked(missing[:MOST_NAMED]))
        who = case, town, None, None, found.benefits
        nothing = None, None, None
        return Screened("ask", False, *who, "undetermined", *nothing, missing, whole)

    def _said(self, name: str, key: str, payee: str | None, amount: Words) -> Words:
        label = self._benefit(name)
        if payee is not None:
            label = aside(label, payee)
        return SAID.words(key, right=label, amount=amount)

    def _benefit(self, name: str) -> Words:
        return self.law.benefit(name).label.both(name)

    def _asked(self, missing: Sequence[str]) -> Words:
        """What is said of missing facts; nothing of none."""
        if not missing:
            return Words("", "")
        return SAID.words("missing", facts=listed(map(self.labels.words, missing)))


def _joined(said: Words, asked: Words) -> Words:
    return Words(said.zh + asked.zh, said.en + asked.en)


def _is_received(case: Case, payee: int, benefit: str) -> bool:
    """Whether a payee is recorded as being paid a benefit: the household, if one of it is."""
    of = range(len(case.member_ids)) if payee == HOUSEHOLD else (payee,)
    return any(benefit in case.receiving[place] for place in of)


def _sort(each: Outcome, *, received: bool) -> Sort | None:
    """What is to be done about a right; None where everything is as it should be."""
    due = _is_due(each)
    if due is None:
        return "ask"
    if due == received:
        return None
    return "offer" if due else "review"


def _is_due(each: Outcome) -> bool | None:
    """Whether anything is due; None while that cannot be said. A right to nothing is none."""
    if each.entitled is False or (not each.benefit.service and bounds_of(each.due)[1] == 0):
        return False
    return each.entitled


def _amount(each: Outcome, amounts: Amounts) -> Words:
    if each.benefit.service:
        return Words("", "")
    amount, low, high = amounts
    if amount is not None:
        return SAID.words("amount", amount=amount)
    if high is None:
        return SAID["unsaid"]
    return SAID.words("between", low=low if low is not None else 0, high=high)
