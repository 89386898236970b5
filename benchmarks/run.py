"""Measures what the project promises of its speed, as ratios within one run; see README.md beside
this file.

Run it from the checkout: `python benchmarks/run.py [--long]`. It proves that what it compares is
equal before it times anything.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from hypothesis import Phase, given, settings

import welfare_rules as wr
from benchmarks.county_months import settling, timeline_of_sixty
from benchmarks.yardstick import CASE, equal_on, hand, same_benefits
from welfare_rules.program.case import Case
from welfare_rules.rules import Compiled
from welfare_rules.samples.drawing import Drawer
from welfare_rules.testing import covering, households

MONTH, KNOWN = "2021-08", "2021-12-31"


def median_of(work: Callable[[], object], *, rounds: int = 9, times: int = 200) -> float:
    """Seconds for one call: the median over rounds of many calls each."""
    found: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(times):
            work()
        found.append((time.perf_counter() - start) / times)
    return statistics.median(found)


def process_seconds(code: str, rounds: int = 9) -> float:
    """Seconds of a fresh interpreter that runs some code."""
    found: list[float] = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def row(what: str, figure: str, promise: str) -> None:
    print(f"{what:<62} {figure:>16}   {promise}")


def one_case() -> None:
    rules = wr.load("cn/model").at(MONTH, KNOWN)
    assert equal_on(rules, Random(1), 2000), "the hand-written function and the engine differ"
    read = rules.read(CASE)
    same = same_benefits(rules)
    native = median_of(lambda: rules.determine(read))
    alike = median_of(lambda: rules.determine(read, same))
    by_hand = median_of(hand(CASE, MONTH, KNOWN))
    reading = median_of(lambda: rules.determine(rules.read(CASE))) - native
    of_program = Compiled(same.program)
    of_same = median_of(lambda: explained_by(of_program, rules, read), rounds=5, times=20)
    all_sixteen = median_of(
        lambda: rules.determine(read, engine="reference").explain("zh"), rounds=5, times=20
    )
    row(
        "native, one complete household of three / by hand", f"{alike / by_hand:.2f} x", "at most 3"
    )
    row(
        "  (that; by hand; native with all sixteen benefits)",
        f"{alike * 1e6:.1f}, {by_hand * 1e6:.1f}, {native * 1e6:.1f} us",
        "",
    )
    row("reading and validating its JSON besides", f"{reading * 1e6:.0f} us", "under 100")
    answer = rules.determine(read)
    row(
        "reading an amount of an answer again",
        f"{median_of(lambda: answer['dibao'].amount) * 1e6:.1f} us",
        "a few",
    )
    judged = processor_seconds(lambda: rules.determine(read, engine="reference").decision, times=20)
    every = processor_seconds(lambda: all_determinations(rules.determine(read)), times=20)
    written = processor_seconds(lambda: rules.determine(read).to_dict(), times=20)
    row(
        "all determinations of an answer / the judge's decision",
        f"{every / judged:.2f} x",
        "at most 1",
    )
    row("  (that; the decision)", f"{every * 1e3:.2f}, {judged * 1e3:.2f} ms", "")
    row("a whole answer as JSON has it, decided anew", f"{written * 1e3:.2f} ms", "under 1")
    row(
        "reference with the full explanation, the same benefits",
        f"{of_same * 1e3:.2f} ms",
        "under 3",
    )
    row("  (all sixteen benefits)", f"{all_sixteen * 1e3:.2f} ms", "")


def all_determinations(answer: wr.Answer) -> object:
    """Every field of every determination."""
    return [[getattr(each, one.name) for one in fields(each)] for each in answer]


INCOMES = (
    *((0, "wage"), (0, "business_income"), (1, "wage")),
    *((1, "property_income"), (2, "other_income")),
)


def all_said(answer: wr.Answer) -> object:
    """Everything that an engine decides, worked out."""
    return answer.circle, answer.total, answer.once, answer.decision.outcomes


def unknown_facts() -> None:
    """What a missing fact costs: one of which nothing turns, and five incomes of three people."""
    rules = wr.load("cn/model").at(MONTH, KNOWN)
    example = Path(__file__).parents[1] / "docs" / "examples" / "household.json"
    given = json.loads(example.read_text(encoding="utf-8"))
    not_said = rules.read({key: each for key, each in given.items() if key != "applied_on"})
    for member, income in INCOMES:
        del given["members"][member][income]
    poor = rules.read(given)
    for what, case, promise in (
        ("one household without the day of its application", not_said, "under 60 us"),
        ("the same with five unknown incomes, all its outcomes", poor, "under 3000 us"),
    ):
        assert wr.Answer.to_dict(rules.determine(case)) | {"engine": ""} == wr.Answer.to_dict(
            rules.determine(case, engine="reference")
        ) | {"engine": ""}
        one = case is not_said
        seconds = processor_seconds(
            lambda case=case, one=one: (
                rules.determine(case).circle if one else all_said(rules.determine(case))
            ),
            times=100 if one else 5,
        )
        row(what, f"{seconds * 1e6:.0f} us", promise)


def processor_seconds(work: Callable[[], object], *, rounds: int = 9, times: int) -> float:
    """Seconds of the processor for one call: the best of several rounds."""
    found: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - start) / times)
    return min(found)


def explained_by(compiled: Compiled, rules: wr.Rules, read: Case) -> str:
    reference = compiled.reference
    decision = reference.decide(read, rules.month)
    return wr.Answer(
        read, rules.month, rules.known, reference.name, decision, reference, compiled
    ).explain("zh")


def start_up() -> None:
    bare = process_seconds("pass")
    pydantic = process_seconds("from pydantic import BaseModel") - bare
    ours = process_seconds("import welfare_rules") - bare
    used = process_seconds("import welfare_rules; welfare_rules.load") - bare
    row(
        "import welfare_rules / from pydantic import BaseModel",
        f"{ours / pydantic:.2f} x",
        "at most 1.5",
    )
    row("  the same with everything that load needs", f"{used / pydantic:.2f} x", "")


def loading() -> None:
    place = "cn/jiangsu/yancheng/binhai"
    wr.load(place)

    def first() -> None:
        wr.load(place).at(MONTH, KNOWN).determine(CASE)

    policy = wr.load(place)
    months = iter(f"{year}-{month:02d}" for year in range(2015, 2099) for month in range(1, 13))

    def another() -> None:
        policy.compiled.clear()
        policy.at(next(months), KNOWN).determine(CASE)

    row(
        "load and compile a county for one month, first decision",
        f"{median_of(first, rounds=5, times=2) * 1e3:.0f} ms",
        "under 300",
    )
    row(
        "a second month, compiled anew",
        f"{median_of(another, rounds=5, times=5) * 1e3:.0f} ms",
        "under 30",
    )


def page() -> None:
    from welfare_rules.register.handbook import handbook

    rules = wr.load("cn/jiangsu/yancheng/binhai").at(MONTH, KNOWN)
    handbook(rules)
    seconds = median_of(lambda: handbook(rules), rounds=3, times=1)
    row("the handbook of a county", f"{seconds:.1f} s", "under 2")


def drawing() -> None:
    """Complete households of up to six, as the strategy of the testing kit draws and writes them."""
    rules, random = wr.load("cn/model").at(MONTH, KNOWN), Random(1)
    drawer = Drawer.of(rules)
    start = time.process_time()
    for _ in range(500):
        assert not rules.read(drawer.written(drawer.household(random.randrange))).unknown
    drawn = (time.process_time() - start) / 500
    seconds: list[float] = []

    @settings(max_examples=300, deadline=None, database=None, phases=[Phase.generate])
    @given(households(rules))
    def drawn_by_a_search(case: object) -> None:
        seconds.append(time.process_time())

    drawn_by_a_search()
    each = (seconds[-1] - seconds[0]) / (len(seconds) - 1)
    row("a household of the testing kit, by hypothesis", f"{each * 1e3:.1f} ms", "below 10")
    row("  (by a plain random generator, read again)", f"{drawn * 1e3:.1f} ms", "")


def covering_sets() -> None:
    """Households that show every rule of a month both ways, and why others cannot be shown."""
    for place, promise in (("cn/model", "under 4"), ("cn/jiangsu/yancheng/binhai", "under 30")):
        rules = wr.load(place).at(MONTH, KNOWN)
        start = time.process_time()
        found = covering(rules)
        seconds = time.process_time() - start
        row(f"a covering set of {place}: {len(found.cases)} cases", f"{seconds:.1f} s", promise)


def curves() -> None:
    rules = wr.load("cn/model").at(MONTH, KNOWN)
    path = f"members[{CASE['members'][0]['id']}].wage"
    seconds = median_of(lambda: rules.curve(CASE, path, 0, 3000), rounds=5, times=5)
    row("a curve over 3,000 yuan", f"{seconds * 1e3:.0f} ms", "under 100")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--long", action="store_true", help="settle 100,000 households as well")
    long = parser.parse_args().long
    one_case()
    unknown_facts()
    start_up()
    loading()
    page()
    drawing()
    covering_sets()
    curves()
    for what, figure, promise in (*timeline_of_sixty(median_of), *settling(long)):
        row(what, figure, promise)


if __name__ == "__main__":
    main()
