"""Who of a caseload may have a right that he does not receive, and the other way round.

Every household is decided as it is on record in a month. What is received already is never offered,
neither to the household nor to one of its members. What cannot be said is told with what must still
be asked; nothing is left out because it is not sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from welfare_rules.answer.answer import Answer, Determination
from welfare_rules.answer.questions import fact_words
from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Words, aside, listed
from welfare_rules.caseload.catalogue import SAID
from welfare_rules.caseload.store import Caseload
from welfare_rules.engine.contract import Standing
from welfare_rules.findings import CaseError, Finding
from welfare_rules.history.facts import read_history
from welfare_rules.history.timeline import timeline
from welfare_rules.law.law import Law
from welfare_rules.law.terms import Disposition
from welfare_rules.program.case import Case
from welfare_rules.rules import CompiledLaw

Sort = Literal["offer", "ask", "review"]
MOST_NAMED = 5
"""As many missing facts as a sentence names; `missing` has them all."""
_ORDER: tuple[Sort, ...] = ("offer", "review", "ask")


@dataclass(frozen=True, slots=True)
class Screened:
    """One right that somebody should look at.

    An `offer` is certain and not received; a `review` is received and not due; an `ask` cannot be
    said before what is missing is known, whether it is `received` or not. Amounts in yuan, None for
    a service or where nothing is known of them.
    """

    sort: Sort
    received: bool
    case: str
    town: str
    person: str | None
    benefit: str
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
            "status": self.status,
            **amounts,
            "missing_facts": list(self.missing),
            "said_zh": self.said.zh,
            "said_en": self.said.en,
        }


def screen(
    caseload: Caseload, policy: CompiledLaw, month: Month, known: int
) -> Iterator[Screened | Finding]:
    """Every right of a caseload that somebody should look at in a month, household after household,
    and what is wrong with a household that cannot be decided.
    """
    for household, town in caseload.households():
        history = read_history(caseload.history(household), household)
        try:
            answers = timeline(policy, history, month, month, known, name=household)
        except CaseError as error:
            yield from error.findings
            continue
        for answer in answers:
            yield from screened(answer, town)


def screened(answer: Answer, town: str = "") -> Iterator[Screened]:
    """The rights of one household that somebody should look at, in the order of its answer."""
    case, law = answer.case, answer.program.law
    for each in answer:
        payee = None if each.payee == case.id else each.payee
        received = _is_received(case, payee, each.benefit)
        sort = _sort(each, received=received)
        if sort is not None:
            missing = each.missing_facts
            yield Screened(
                sort,
                received,
                case.id,
                town,
                payee,
                each.benefit,
                each.status,
                each.amount,
                each.at_least,
                each.at_most,
                missing,
                _said(law, each, "doubt" if received and sort == "ask" else sort, payee),
            )


def in_order(found: Iterable[Screened]) -> list[Screened]:
    """By town, the sure offers first and then what must be looked into, by how much it may be."""
    return sorted(
        found,
        key=lambda each: (
            each.town,
            _ORDER.index(each.sort),
            -(each.amount if each.amount is not None else each.at_most or 0),
        ),
    )


def _is_received(case: Case, payee: str | None, benefit: str) -> bool:
    """Whether a payee is recorded as being paid a benefit: the household, if one of it is."""
    of = range(len(case.member_ids)) if payee is None else (case.member_ids.index(payee),)
    return any(benefit in case.receiving[place] for place in of)


def _sort(each: Determination, *, received: bool) -> Sort | None:
    """What is to be done about a right; None where everything is as it should be."""
    due = _is_due(each)
    if due is None:
        return "ask"
    if due == received:
        return None
    return "offer" if due else "review"


def _is_due(each: Determination) -> bool | None:
    """Whether anything is due; None while that cannot be said. A right to nothing is none."""
    if each.status == "not_eligible" or (each.per != "service" and each.at_most == 0):
        return False
    return True if each.status == "eligible" else None


def _said(law: Law, each: Determination, key: str, payee: str | None) -> Words:
    benefit = law.benefit(each.benefit)
    label = benefit.label.both(benefit.id)
    if payee is not None:
        label = aside(label, payee)
    said = SAID.words(key, right=label, amount=_amount(each))
    if each.missing_facts:
        facts = [
            Words(fact_words(law, one, "zh"), fact_words(law, one, "en"))
            for one in each.missing_facts[:MOST_NAMED]
        ]
        asked = SAID.words("missing", facts=listed(facts))
        said = Words(said.zh + asked.zh, said.en + asked.en)
    return said


def _amount(each: Determination) -> Words:
    if each.per == "service":
        return Words("", "")
    if each.amount is not None:
        return SAID.words("amount", amount=each.amount)
    low, high = each.at_least, each.at_most
    if high is None:
        return SAID["unsaid"]
    return SAID.words("between", low=low if low is not None else 0, high=high)
