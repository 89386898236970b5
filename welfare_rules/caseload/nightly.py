"""A full pass over a caseload: what events missed, and what no longer stands of what they found.

Events of which nobody could say whose they are are tried again; every open alert is worked out anew
by the law and the record of today; and everybody is looked at for what the month brings by itself:
an age that is reached, a certificate that has run out, a check that is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from welfare_rules.alerts.alerts import Alert
from welfare_rules.alerts.blocks import Blocks
from welfare_rules.alerts.dates import MonthComes
from welfare_rules.alerts.looks import Look, Sights, look_at_event, look_at_month
from welfare_rules.basics.days import Month
from welfare_rules.caseload.plain import Plain
from welfare_rules.caseload.store import Caseload, Household, KeptAlert
from welfare_rules.caseload.watch import settle_all
from welfare_rules.events.event import EventReader
from welfare_rules.findings import CaseError, Finding
from welfare_rules.history.facts import History, read_history
from welfare_rules.loading import parse_month
from welfare_rules.program.case import Case
from welfare_rules.rules import CompiledLaw

AT_ONCE = 1000
"""Grounds of alerts, or households, that are looked at together and written in one step."""
_Ground = tuple[int | None, str, str]  # an event, a household, and the month where there is none
Kind = Literal["late", "missed", "changed", "gone"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a full pass and the events differ.

    `late`: an event whose person was not on record when it came; `missed`: what no event brought
    up; `changed`: an alert that says something else now; `gone`: one whose ground has fallen away.
    """

    kind: Kind
    town: str
    told: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The alert as JSON gives it, with its town and the kind of difference."""
        return {"difference": self.kind, **self.told, "town": self.town}


def nightly(
    caseload: Caseload,
    policy: CompiledLaw,
    month: Month,
    known: int,
    engine: str,
    progress: Progress = lambda done, of: None,
) -> Iterator[Difference | Finding]:
    """Every difference between a full pass for a month and what events found, and what is wrong
    with a household. All of it is put down: another pass finds no difference.
    """
    yield from _late(caseload, policy)
    blocks = Blocks(policy, engine)
    yield from _looked_at_again(caseload, policy, blocks, known)
    yield from _by_the_month(caseload, policy, blocks, month, known, progress)


def _late(caseload: Caseload, policy: CompiledLaw) -> Iterator[Difference | Finding]:
    reader = EventReader.of(policy.law)
    found = [
        each.place
        for each in caseload.unmatched()
        if len(caseload.people_like(reader.kept(each.told).person)) == 1
    ]
    if found:
        with caseload.step():
            for place in found:
                caseload.mark(place, "waiting")
    for settled in settle_all(caseload, policy):
        yield from settled.findings
        kept = caseload.named(*settled.event)
        assert kept is not None
        for each in caseload.alerts_of(kept.place):
            if each.state == "open":
                yield Difference("late", each.town, each.told)


def _looked_at_again(
    caseload: Caseload, policy: CompiledLaw, blocks: Blocks, known: int
) -> Iterator[Difference | Finding]:
    """What open alerts come to now, those of one event at a time, many events in one step."""
    grounds: dict[_Ground, list[str]] = {}
    for each in caseload.alerts("open"):
        month = "" if each.event is not None else each.told["month"]
        grounds.setdefault((each.event, each.household, month), []).append(each.id)
    reader, waiting = EventReader.of(policy.law), iter(grounds)
    while some := list(islice(waiting, AT_ONCE)):
        told: list[Difference | Finding] = []
        with caseload.step():
            sights, histories = Sights(policy), dict[str, History]()
            looks = [_look(caseload, reader, each, known, sights, histories) for each in some]
            for ground, made in zip(some, _alerts(blocks, looks), strict=True):
                if isinstance(made, CaseError):
                    told.extend(made.findings)
                else:
                    told.extend(_differing(caseload, grounds[ground], made, ground[0]))
        yield from told


def _look(
    caseload: Caseload,
    reader: EventReader,
    ground: _Ground,
    known: int,
    sights: Sights,
    histories: dict[str, History],
) -> Look | CaseError:
    """What watches are held against of a ground, or why there is nothing. What is on record of
    households is read once for all their grounds.
    """
    event, household, month = ground
    try:
        if household not in histories:
            histories[household] = read_history(caseload.history(household), household)
        history = histories[household]
        if event is None:
            return look_at_month(sights.policy, history, parse_month(month), known, sights)
        kept = caseload.at(event)
        assert kept.person is not None
        assert kept.match is not None
        said = reader.kept(kept.told)
        return look_at_event(sights.policy, history, said, kept.person, kept.match, sights)
    except CaseError as error:
        return error


def _alerts(
    blocks: Blocks, looks: Sequence[Look | CaseError]
) -> Iterator[tuple[Alert, ...] | CaseError]:
    """The alerts of each look, or why there is none."""
    made = blocks.alerts([each for each in looks if isinstance(each, Look)])
    for each in looks:
        yield next(made) if isinstance(each, Look) else each


def _differing(
    caseload: Caseload, ids: Iterable[str], made: Iterable[Alert], event: int | None
) -> Iterator[Difference]:
    """How the open alerts of one ground differ from what it comes to now; put down."""
    now = {each.id: each for each in made}
    for id in ids:
        before = caseload.alert(id)
        if before is None or before.state != "open":  # somebody decided of it meanwhile
            continue
        alert = now.get(id)
        if alert is None:
            caseload.withdraw_alert(id)
            yield Difference("gone", before.town, before.told)
        elif alert.to_dict() != before.told:
            caseload.raise_alert(alert, event)
            yield Difference("changed", before.town, alert.to_dict())
    for id, alert in now.items():
        if caseload.alert(id) is None and not caseload.stands(alert):
            caseload.raise_alert(alert, event)
            yield _missed(caseload.alert(id))


def _missed(kept: KeptAlert | None) -> Difference:
    assert kept is not None
    return Difference("missed", kept.town, kept.told)


def _by_the_month(
    caseload: Caseload,
    policy: CompiledLaw,
    blocks: Blocks,
    month: Month,
    known: int,
    progress: Progress,
) -> Iterator[Difference | Finding]:
    engine = blocks.engine
    comes, reader = MonthComes.of(policy, month, known, engine), Plain.of(policy, month, known)
    done, count = 0, caseload.count()
    for some in caseload.households() if comes is not None else ():
        assert comes is not None
        concerned: list[Household] = []
        plain: list[tuple[Household, Case]] = []
        for each in some:
            try:
                case = reader.case(each.history, each.id)
            except CaseError as error:
                yield from error.findings
                continue
            if case is None:
                concerned.append(each)
            else:
                plain.append((each, case))
        speaks = comes.may_concern([case for _, case in plain])
        pairs = zip(plain, speaks, strict=True)
        concerned.extend(each for (each, _), may in pairs if may)
        for first in range(0, len(concerned), AT_ONCE):
            part = concerned[first : first + AT_ONCE]
            yield from _of_households(caseload, blocks, part, month, known)
        done += len(some)
        progress(done, count)


def _of_households(
    caseload: Caseload, blocks: Blocks, households: Sequence[Household], month: Month, known: int
) -> Iterator[Difference | Finding]:
    """What a month brings some households, put down in one step."""
    sights, looks = Sights(blocks.policy), list[Look | CaseError]()
    for each in households:
        try:
            history = read_history(each.history, each.id)
            looks.append(look_at_month(blocks.policy, history, month, known, sights))
        except CaseError as error:
            looks.append(error)
    told: list[Difference | Finding] = []
    with caseload.step():
        for household, made in zip(households, _alerts(blocks, looks), strict=True):
            if isinstance(made, CaseError):
                told.extend(made.findings)
                continue
            missed = [each for each in made if not caseload.stands(each)]
            for each in missed:
                caseload.raise_alert(each, None)
            told.extend(Difference("missed", household.town, each.to_dict()) for each in missed)
    yield from told
