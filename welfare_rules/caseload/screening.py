"""Who of a caseload may have a right that he does not receive, and the other way round.

Every household is decided as it is on record in a month. What is received already is never offered,
neither to the household nor to one of its members. What cannot be said is told with what must still
be asked; nothing is left out because it is not sure.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter, itemgetter
from tempfile import TemporaryFile
from typing import IO, Any, Literal

from welfare_rules.answer.answer import Answer, amounts_of
from welfare_rules.answer.large import told
from welfare_rules.answer.questions import fact_words
from welfare_rules.answer.starts import decided_many
from welfare_rules.basics.days import Month
from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.text import Words, aside, listed
from welfare_rules.caseload.catalogue import SAID
from welfare_rules.caseload.plain import Plain
from welfare_rules.caseload.store import Caseload, Household
from welfare_rules.engine.contract import Outcome, Standing
from welfare_rules.findings import CaseError, Finding
from welfare_rules.history.facts import read_history
from welfare_rules.history.timeline import timeline
from welfare_rules.law.law import Law
from welfare_rules.law.terms import Disposition
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.rules import CompiledLaw

Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]
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
    caseload: Caseload,
    policy: CompiledLaw,
    month: Month,
    known: int,
    engine: str,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Iterator[Screened | Finding]:
    """Every right of a caseload that somebody should look at in a month, household after household,
    and what is wrong with a household that cannot be decided.
    """
    plain = Plain.of(policy, month, known)
    chosen, law = plain.rules.engine(engine), plain.rules.program.law
    done, count = 0, caseload.count()
    for some in caseload.households():
        cases: list[Case | None] = []
        wrong: dict[int, tuple[Finding, ...]] = {}
        for place, each in enumerate(some):
            try:
                cases.append(plain.case(each.history, each.id))
            except CaseError as error:
                cases.append(None)
                wrong[place] = error.findings
        decided = decided_many(chosen, [each for each in cases if each is not None], month)
        for place, (each, case) in enumerate(zip(some, cases, strict=True)):
            if case is not None:
                yield from of_outcomes(case, law, next(decided).outcomes, each.town)
            elif place in wrong:
                yield from wrong[place]
            else:
                yield from _of_history(policy, each, month, known)
        done += len(some)
        progress(done, count)


def _of_history(
    policy: CompiledLaw, household: Household, month: Month, known: int
) -> Iterator[Screened | Finding]:
    """The same for a household of which something has changed."""
    name = household.id
    history = read_history(household.history, name)
    try:
        answers = timeline(policy, history, month, month, known, name=name)
    except CaseError as error:
        yield from error.findings
        return
    for answer in answers:
        yield from screened(answer, household.town)


def screened(answer: Answer, town: str = "") -> Iterator[Screened]:
    """The rights of one household that somebody should look at, in the order of its answer."""
    yield from of_outcomes(answer.case, answer.program.law, answer.decision.outcomes, town)


def of_outcomes(
    case: Case, law: Law, outcomes: Iterable[Outcome], town: str = ""
) -> Iterator[Screened]:
    """Those of a household by what an engine decided of it."""
    asked: dict[tuple[str, ...], Words] = {}  # of many members the same is missing
    for each in outcomes:
        received = _is_received(case, each.payee, each.benefit.id)
        sort = _sort(each, received=received)
        if sort is not None:
            amounts = (None, None, None) if each.benefit.service else amounts_of(each.due)
            missing = told(each.missing_facts)
            payee = None if each.payee == HOUSEHOLD else case.member_ids[each.payee]
            key = "doubt" if received and sort == "ask" else sort
            named = missing[:MOST_NAMED]
            if named not in asked:
                asked[named] = _asked(law, named)
            said = _said(law, each.benefit.id, key, payee, _amount(each, amounts))
            whole = Words(said.zh + asked[named].zh, said.en + asked[named].en)
            yield Screened(
                sort,
                received,
                case.id,
                town,
                payee,
                each.benefit.id,
                each.status,
                *amounts,
                missing,
                whole,
            )


def in_order(found: Iterable[Screened]) -> Iterator[Screened]:
    """By town, the sure offers first and then what must be looked into, by how much it may be.

    All of it is found before this returns. It waits in a file without a name, which goes when the
    program ends, however it ends: in a county of which little is known there are millions.
    """
    aside = TemporaryFile()  # noqa: SIM115
    places: list[tuple[str, int, Decimal | int, int]] = []
    for each in found:
        most = each.at_most if each.amount is None else each.amount
        places.append((each.town, _ORDER.index(each.sort), most or 0, aside.tell()))
        pickle.dump(_plain(each), aside, pickle.HIGHEST_PROTOCOL)
    places.sort(key=itemgetter(2), reverse=True)  # those that are alike stay in their order
    places.sort(key=itemgetter(0, 1))
    return _taken_back(aside, [place for *_, place in places])


def _taken_back(aside: IO[bytes], places: Iterable[int]) -> Iterator[Screened]:
    with aside:
        for each in places:
            aside.seek(each)
            *values, said = pickle.load(aside)
            yield Screened(*values, said=Words(*said))


def _plain(found: Screened) -> tuple[object, ...]:
    """What was found as plain values: objects of classes take twice as long to be put down."""
    return *_BUT_SAID(found), (found.said.zh, found.said.en)


_BUT_SAID = attrgetter(*(each.name for each in fields(Screened) if each.name != "said"))


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


def _said(law: Law, name: str, key: str, payee: str | None, amount: Words) -> Words:
    benefit = law.benefit(name)
    label = benefit.label.both(benefit.id)
    if payee is not None:
        label = aside(label, payee)
    return SAID.words(key, right=label, amount=amount)


def _asked(law: Law, missing: Sequence[str]) -> Words:
    """What is said of missing facts; nothing of none."""
    if not missing:
        return Words("", "")
    facts = [Words(fact_words(law, each, "zh"), fact_words(law, each, "en")) for each in missing]
    return SAID.words("missing", facts=listed(facts))


def _amount(each: Outcome, amounts: Amounts) -> Words:
    if each.benefit.service:
        return Words("", "")
    amount, low, high = amounts
    if amount is not None:
        return SAID.words("amount", amount=amount)
    if high is None:
        return SAID["unsaid"]
    return SAID.words("between", low=low if low is not None else 0, high=high)
