"""Every check of a law, declared once: what it finds, and when it is run.

A check is a function from a law to findings. It is entered in `CHECKS` with the codes that it may
give; nothing else calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from welfare_rules.checks import health, payments, plausible, promises, silent, structure, watches
from welfare_rules.checks.growth import check_circles, check_growth, check_length, check_rings
from welfare_rules.checks.tables import check_tables
from welfare_rules.findings import Finding
from welfare_rules.law.law import Law
from welfare_rules.law.model import Figure

Laws = Mapping[str, Law]  # by their jurisdictions
Stage = Literal["sound", "law", "state", "all"]
"""When a check is run. "sound": first, and a law with such a finding is looked at no further,
because the other checks would not come to an end. "law": for every law before it is used. "state":
only when asked for, for all jurisdictions together as they stand on a day. "all": the same, where
every law of the folder is right: a wrong one may be what uses a thing or states it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `run` gets the laws by jurisdiction and the day YYYYMMDD that is today."""

    name: str
    stage: Stage
    codes: tuple[str, ...]
    run: Callable[[Laws, int], Iterable[Finding]]


def _law(check: Callable[[Law], Iterable[Finding]]) -> Callable[[Laws, int], Iterable[Finding]]:
    """A check of each law by itself."""
    return lambda laws, today: (found for law in laws.values() for found in check(law))


def _day(
    check: Callable[[Law, int], Iterable[Finding]],
) -> Callable[[Laws, int], Iterable[Finding]]:
    """A check of each law as it stands today."""
    return lambda laws, today: (found for law in laws.values() for found in check(law, today))


def _figure(
    check: Callable[[Law, Figure], Iterable[Finding]],
) -> Callable[[Law], Iterable[Finding]]:
    """A check of each figure of a law."""
    return lambda law: (found for each in law.figures.values() for found in check(law, each))


def _stale(law: Law, today: int) -> Iterable[Finding]:
    return (found for each in law.figures.values() for found in health.stale(each, today))


CHECKS: tuple[Check, ...] = (
    Check("length", "sound", ("WR219",), _law(check_length)),
    Check("rings", "sound", ("WR218",), _law(check_rings)),
    Check("cycle", "sound", ("WR308",), _law(structure.find_cycle)),
    Check("circle of shares", "sound", ("WR308",), _law(structure.find_circle_of_shares)),
    Check("growth", "sound", ("WR215", "WR216", "WR217"), _law(check_growth)),
    Check("circles", "law", ("WR216",), _law(check_circles)),
    Check("divisors", "law", ("WR209",), _law(structure.check_divisors)),
    Check("ranges", "law", ("WR323",), _law(structure.check_ranges)),
    Check("floors", "law", ("WR307",), _law(structure.check_floors)),
    Check("tables", "law", ("WR309", "WR310", "WR340"), _law(check_tables)),
    Check("protected", "law", ("WR360",), _law(watches.protected)),
    Check("unused", "all", ("WR311",), lambda laws, today: structure.unused(laws)),
    Check("stale", "state", ("WR330",), _day(_stale)),
    Check("unannounced", "state", ("WR349",), _law(health.unannounced)),
    Check("unasked", "state", ("WR351",), lambda laws, today: health.unasked(laws)),
    Check("unsure refusals", "state", ("WR352",), health.unsure_refusals),
    Check("expired", "state", ("WR331",), _day(health.expired)),
    Check("successors", "state", ("WR363",), lambda laws, today: health.unknown_successors(laws)),
    Check("provisional", "state", ("WR332",), health.provisional),
    Check("jumps", "state", ("WR333",), _law(_figure(health.jumps))),
    Check("out of order", "state", ("WR334",), _law(health.out_of_order)),
    Check(
        "conflicts", "state", ("WR335",), _law(_figure(lambda law, each: health.conflicts(each)))
    ),
    Check("rates", "state", ("WR336",), _law(plausible.rates)),
    Check("days", "state", ("WR337",), _day(plausible.days)),
    Check("recoveries", "state", ("WR338", "WR339"), _law(plausible.recoveries)),
    Check("conditions", "state", ("WR342",), _law(plausible.conditions)),
    Check("contradictions", "state", ("WR355",), _law(silent.contradictions)),
    Check("within months", "state", ("WR356",), lambda laws, today: silent.within_months(laws)),
    Check("late figures", "state", ("WR357",), lambda laws, today: silent.late_figures(laws)),
    Check("unsaid facts", "state", ("WR358",), lambda laws, today: silent.unsaid_facts(laws)),
    Check("labels", "state", ("WR359",), lambda laws, today: silent.unspeakable(laws)),
    Check("gaps", "all", ("WR343",), lambda laws, today: plausible.gaps(laws)),
    Check("payments", "state", ("WR344",), _law(payments.payments)),
    Check("circles of exclusions", "state", ("WR345",), _law(payments.circles_of_exclusions)),
    Check("promises", "state", ("WR353",), _law(promises.idle)),
    Check("watches", "state", ("WR361",), _law(watches.idle)),
    Check("carries", "state", ("WR350",), _law(payments.carried)),
)


def check_law(law: Law) -> Iterable[Finding]:
    """Everything that is wrong with a law as a whole, whatever the day."""
    laws = {law.jurisdiction: law}
    for each in CHECKS:
        if each.stage == "sound":
            found = [*each.run(laws, 0)]
            if found:
                yield from found
                return
    for each in CHECKS:
        if each.stage == "law":
            yield from each.run(laws, 0)


def check_state(laws: Laws, today: int, *, complete: bool = True) -> Iterable[Finding]:
    """What there is to say of all jurisdictions as they stand on a day, mostly warnings.

    What several of them share may come several times. `complete` says that no law of the folder is
    left out because it has errors.
    """
    for each in CHECKS:
        if each.stage == "state" or (each.stage == "all" and complete):
            yield from each.run(laws, today)
