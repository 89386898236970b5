"""Holds the watches of a law against what a case tells, and compares the alerts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from welfare_rules.alerts.alerts import Alert, alerts_of
from welfare_rules.alerts.looks import Look
from welfare_rules.basics.days import day_text
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words
from welfare_rules.cases.difference import Mismatch
from welfare_rules.cases.watches.expected import AlertExpected
from welfare_rules.cases.watches.model import Watched
from welfare_rules.document.source import Origin
from welfare_rules.law.law import Law


def compared(watched: Watched, look: Look, law: Law) -> Iterator[Mismatch]:
    """What is otherwise than expected of the alerts of a law: of each that is named what it says,
    and every other one, since whoever names alerts names all of them.
    """
    left = list(alerts_of(look, law))
    for want in watched.expect:
        found = [
            each for each in left if each.watch == want.watch and want.person in (None, each.person)
        ]
        if len(found) != 1:
            got = "-" if not found else ", ".join(str(each.person) for each in found)
            yield _differs(want, "", want.kind or "+", got, found)
            continue
        left.remove(found[0])
        yield from _one(want, found[0])
    for each in left:
        yield _more(each, watched.origin)


def _one(want: AlertExpected, got: Alert) -> Iterable[Mismatch]:
    for what, wanted, said in _details(want, got):
        if wanted is not None and wanted != said:
            yield _differs(want, what, wanted, said, [got])


def _details(want: AlertExpected, got: Alert) -> Iterator[tuple[str, str | None, str]]:
    """Each detail: what is expected of it (None: nothing), and what it is."""
    proposes = got.proposes
    yield "kind", want.kind, got.kind
    follows = "nothing" if proposes is None else proposes.if_confirmed
    yield "if_confirmed", want.follows, follows
    first = "-" if proposes is None else proposes.first.text
    yield "from", None if want.first is None else want.first.text, first
    monthly = None if proposes is None else proposes.monthly_fen
    said = "-" if monthly is None else yuan_text(monthly)
    yield "monthly", None if want.monthly is None else yuan_text(want.monthly), said
    yield "benefits", _listed(want.benefits), _listed(sorted(got.benefits)) or ""
    yield "contested", _listed(want.contested), _listed(sorted(got.contested)) or ""
    yield "urgent", None if want.urgent is None else str(want.urgent), str(got.urgent)
    by = "-" if got.by is None else day_text(got.by)
    yield "by", None if want.by is None else day_text(want.by), by


def _listed(names: Iterable[str] | None) -> str | None:
    return None if names is None else f"[{', '.join(names)}]"


def _differs(
    want: AlertExpected, what: str, wanted: str, got: str, found: Iterable[Alert]
) -> Mismatch:
    person = "" if want.person is None else f".{want.person}"
    name = f"alerts.{want.watch}{person} {what}".rstrip()
    return Mismatch(name, wanted, got, want.origin, None, tuple(each.said for each in found))


def _more(alert: Alert, origin: Origin) -> Mismatch:
    """An alert that nobody expected."""
    person = "" if alert.person is None else f".{alert.person}"
    said: Words = alert.said
    return Mismatch(f"alerts.{alert.watch}{person}", "-", alert.kind, origin, None, (said,))
