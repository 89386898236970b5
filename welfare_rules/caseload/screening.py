"""Who of a caseload may have a right that he does not receive, and the other way round.

Every household is decided as it is on record in a month.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from operator import attrgetter, itemgetter
from tempfile import TemporaryFile
from typing import IO

from welfare_rules.answer.starts import decided_many
from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Words
from welfare_rules.caseload.plain import Plain
from welfare_rules.caseload.screened import SORTS, Noticed, Screened, Teller, screened
from welfare_rules.caseload.store import Caseload, Household
from welfare_rules.engine.contract import Engine
from welfare_rules.findings import CaseError, Finding
from welfare_rules.history.facts import read_history
from welfare_rules.history.timeline import timeline
from welfare_rules.program.case import Case
from welfare_rules.rules import CompiledLaw


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
    chosen, teller = plain.rules.engine(engine), Teller.of(plain.rules.program.law)
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
        noticed = _noticed(chosen, [each for each in cases if each is not None], month)
        for place, (each, case) in enumerate(zip(some, cases, strict=True)):
            if case is not None:
                yield from teller.rows(case, next(noticed), each.town)
            elif place in wrong:
                yield from wrong[place]
            else:
                yield from _of_history(policy, each, month, known)
        done += len(some)
        progress(done, count)


def _noticed(engine: Engine, cases: Sequence[Case], month: Month) -> Iterator[Noticed]:
    """What of some households somebody should look at, in their order; of those that are alike but
    for the ids one is decided for all.
    """
    places: dict[object, int] = {}
    alike = [places.setdefault(_but_ids(each), place) for place, each in enumerate(cases)]
    decided = decided_many(engine, [cases[each] for each in places.values()], month)
    times, kept = Counter(alike), dict[int, Noticed]()
    for place, (case, like) in enumerate(zip(cases, alike, strict=True)):
        if like == place:
            found = Noticed.of(case, next(decided).outcomes)
            if times[place] > 1:
                kept[place] = found
            yield found
        else:
            yield kept[like].of_alike(case)


def _but_ids(case: Case) -> object:
    """What is said of a household, without what it and its members are called."""
    said = case.household, case.members, case.receiving
    return said, case.presumed, case.unknown, case.said_unknown


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


def in_order(found: Iterable[Screened]) -> Iterator[Screened]:
    """By town, the sure offers first and then what must be looked into, by how much it may be.

    All of it is found before this returns. It waits in a file without a name, which goes when the
    program ends, however it ends: in a county of which little is known there are millions.
    """
    aside = TemporaryFile()  # noqa: SIM115
    places: list[tuple[str, int, Decimal | int, int]] = []
    for each in found:
        most = each.at_most if each.amount is None else each.amount
        places.append((each.town, SORTS.index(each.sort), most or 0, aside.tell()))
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
