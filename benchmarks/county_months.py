"""Benchmarks of rights over time.

A timeline of sixty months, and settling a whole caseload for a year.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import welfare_rules as wr
from benchmarks.yardstick import CASE
from welfare_rules.basics.days import Month
from welfare_rules.history.facts import History, read_history
from welfare_rules.history.timeline import timeline
from welfare_rules.settlement.ledger import Ledger, Payment, payment_of
from welfare_rules.settlement.settlement import settle

KNOWN = 20260101
HEAD = """format = "welfare-policy/2"
[document]
id = "bench"
title = { zh = "指数", en = "indices" }
in_force = 2020-12-01
"""
Row = tuple[str, str, str]
Median = Callable[..., float]


def changing_history(changes: int) -> History:
    """Wages and grades that change every half-year."""
    made: list[dict[str, Any]] = []
    for place in range(changes):
        day = f"{2019 + (place + 1) // 2}-{'03' if place % 2 else '09'}-10"
        fact = (
            {"members[p1].wage": f"{600 + 150 * place}.00"}
            if place % 2
            else {"members[p2].disability_grade": 1 + place % 4}
        )
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
    yield (
        "timeline of 60 months, 10 changes / 60 single ones twice + 20 ms",
        f"{whole / allowed:.2f} x",
        "at most 1",
    )
    yield (
        "  (warm, and with every program of the five years compiled)",
        f"{whole * 1e3:.1f}, {compiled * 1e3:.0f} ms",
        "",
    )


def settling(long: bool) -> Iterator[Row]:
    """Households a second.

    Each was paid a year as was known then (a standard announced late is owed to all), every tenth
    once wrongly.
    """
    with TemporaryDirectory() as folder:
        policy = wr.load("cn/model", with_every_index(Path(folder)))
    first, last = Month.of(2021, 1), Month.of(2021, 12)
    caseload = [paid_as_known(policy, first, last, place) for place in range(50)]
    for count in (100, 1_000, *((10_000, 100_000) if long else ())):
        start = time.perf_counter()
        for place in range(count):
            history, ledger = caseload[place % 50]
            settle(
                policy,
                history,
                with_error(ledger) if place % 10 == 0 else ledger,
                first,
                last,
                20211231,
            )
        yield (
            f"settling {count:,} households x 12 months",
            f"{count / (time.perf_counter() - start):.0f} a second",
            "linear",
        )
    shipped = wr.load("cn/model")
    for what, law in (
        ("every line in dispute", policy),
        ("the same, nine of twelve indices not published", shipped),
    ):
        start = time.perf_counter()
        for place in range(100):
            settle(law, changing_history(4), disputed(place, first), first, last, 20211231)
        yield f"  ({what})", f"{100 / (time.perf_counter() - start):.0f} a second", ""


def with_every_index(folder: Path) -> Path:
    """The shipped policies, and a price index for every month that has none, so that every line can
    be decided.
    """
    root = Path(shutil.copytree(Path(__file__).parent.parent / "policies", folder / "policies"))
    lines = [
        'format = "welfare-policy/2"',
        "[document]",
        'id = "bench"',
        'title = { zh = "指数", en = "indices" }',
        "in_force = 2020-12-01",
    ]
    for month in (
        "2021-01",
        "2021-02",
        "2021-03",
        "2021-04",
        "2021-05",
        "2021-06",
        "2021-07",
        "2021-09",
        "2021-10",
        "2021-12",
    ):
        for figure in ("cpi_growth", "food_growth"):
            lines += [
                f"[[figure.{figure}.version]]",
                f"from = {month}-01",
                f"last_day = {month}-28",
                'value = "1%"',
            ]
            lines += [
                f"announced = {month}-02",
                'status = "placeholder"',
                'cite = { article = "1" }',
            ]
    (root / "cn" / "model" / "indices.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


def paid_as_known(
    policy: wr.Policy, first: Month, last: Month, place: int
) -> tuple[History, Ledger]:
    """A household with a wage of its own, and what it was paid each month by what was known on the
    fifth.
    """
    members = [
        {**each, "wage": f"{900 + 3 * place}.00"} if each["id"] == "p1" else each
        for each in CASE["members"]
    ]
    history = read_history({"case": {**CASE, "id": f"h{place}", "members": members}})
    paid: list[Payment] = []
    month = first
    while month.first <= last.first:
        for answer in timeline(policy, history, month, month, month.first + 4):
            for each in answer.decision.dues:
                if isinstance(each.due, int) and each.due:
                    paid.append(
                        payment_of(
                            month,
                            each.benefit.id,
                            answer.case.payee_id(each.payee),
                            each.due,
                            month.first + 4,
                        )
                    )
        month = month.after(1)
    return history, tuple(paid)


def with_error(ledger: Ledger) -> Ledger:
    return (replace(ledger[0], amount=ledger[0].amount + 1), *ledger[1:])


def disputed(place: int, first: Month) -> Ledger:
    """Twelve payments of dibao a few fen apart from household to household, and nothing else paid."""
    return tuple(
        payment_of(
            first.after(month), "dibao", "h1", 120_900 - place % 7, first.after(month).first + 4
        )
        for month in range(12)
    )
