"""Benchmarks of rights over time: a timeline of sixty months, and settling a whole caseload for a year."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import welfare_rules as wr
from benchmarks.yardstick import CASE
from welfare_rules.history.facts import History, read_history
from welfare_rules.history.ledger import Ledger, Payment
from welfare_rules.history.settle import settle
from welfare_rules.history.timeline import timeline
from welfare_rules.program.case import Month

KNOWN = 20260101
Row = tuple[str, str, str]
Median = Callable[..., float]


def changing_history(changes: int) -> History:
    """Wages and grades that change every half-year."""
    made: list[dict[str, Any]] = []
    for place in range(changes):
        day = f"{2019 + (place + 1) // 2}-{'03' if place % 2 else '09'}-10"
        fact = {"members[p1].wage": f"{600 + 150 * place}.00"} if place % 2 else {"members[p2].disability_grade": 1 + place % 4}
        made.append({"from": day, "learned": day, "source": "office", "set": fact})
    return read_history({"case": CASE, "changes": made})


def timeline_of_sixty(median_of: Median) -> Iterator[Row]:
    policy = wr.load("cn/model")
    first, last = Month.of(2019, 7), Month.of(2024, 6)
    history = changing_history(10)
    rules = policy.at("2021-08", KNOWN)
    read = rules.read(CASE)
    single = median_of(lambda: rules.determine(read))
    whole = median_of(lambda: timeline(policy, history, first, last, KNOWN), rounds=5, times=5)

    def cold() -> None:
        policy.compiled.clear()
        timeline(policy, history, first, last, KNOWN)

    compiled = median_of(cold, rounds=3, times=1)
    allowed = 2 * 60 * single + 0.020
    yield "timeline of 60 months, 10 changes / 60 single ones twice + 20 ms", f"{whole / allowed:.2f} x", "at most 1"
    yield "  (warm, and with every program of the five years compiled)", f"{whole * 1e3:.1f}, {compiled * 1e3:.0f} ms", ""


def settling(long: bool) -> Iterator[Row]:
    """Households a second; each was paid a year as known then, and some of it wrongly."""
    policy = wr.load("cn/model")
    first, last = Month.of(2021, 1), Month.of(2021, 12)
    history = changing_history(4)
    speeds: list[float] = []
    for count in (100, 1_000, *((10_000, 100_000) if long else ())):
        start = time.perf_counter()
        for place in range(count):
            settle(policy, history, ledger_of(place, first), first, last, 20211231)
        speeds.append(count / (time.perf_counter() - start))
        yield f"settling {count:,} households x 12 months", f"{speeds[-1]:.0f} a second", "linear"


def ledger_of(place: int, first: Month) -> Ledger:
    """Twelve payments of dibao, a few fen apart from household to household."""
    return tuple(Payment(first.after(month), "dibao", "h1", 120_900 - place % 7, first.after(month).first + 4) for month in range(12))
