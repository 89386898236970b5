"""Measures tables on their way in and through: reading beside the bare readers, the first row, and a
run without NumPy beside a loop over the native engine.

Run it from the checkout: `python -m benchmarks.tables [MEMBERS]`. It makes up a county, writes it as
CSV and as a workbook, and proves that both read alike and that the loop decides as the run does.
Seconds of the processor, the best of three.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import welfare_rules as wr
from welfare_rules.answer.answer import reasons_of
from welfare_rules.answer.starts import decided_many
from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.money import yuan_text
from welfare_rules.cli.main import main as command
from welfare_rules.engine.columns.columns import Columns
from welfare_rules.engine.contract import Decision, Outcome
from welfare_rules.engine.reference import grounds_of
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.runs.overview import band_of, lines_of
from welfare_rules.runs.run import Run
from welfare_rules.runs.writing import book_at
from welfare_rules.tables.mapping import AS_IT_IS
from welfare_rules.tables.sources import TableInput

calamine: Any = import_module("python_calamine")
polars: Any = import_module("polars")
WHEN = "2021-08", "2021-12-31"
LIKE, SIZE = "model-county", 1.7  # persons of a household that is made up
LOOPED, FIRST = 4000, 1000  # households
SUMS: Counter[tuple[str, str | None]] = Counter()  # of what a loop adds up
_FIRST_ROW = """
import sys, time
began = time.process_time()
import welfare_rules as wr
policy = wr.load("cn/model")
loaded = time.process_time()
from welfare_rules.runs.run import Run
from welfare_rules.tables.mapping import AS_IT_IS
rules = policy.at(*sys.argv[3:5])
run = Run.of([rules], sys.argv[1], sys.argv[2], AS_IT_IS, None, "columns")
next(iter(run.blocks()))
print(loaded - began, time.process_time() - loaded)
"""


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The best of some runs, in seconds of the processor."""
    found: list[float] = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def made_up(folder: Path, households: int) -> tuple[Path, Path]:
    """The two files of a made-up county."""
    out = str(folder / f"people{households}")
    words = ["synth", "--like", LIKE, "--households", str(households), "--seed", "7", "-o", out]
    command(words, standalone_mode=False)
    return Path(out) / "households.csv", Path(out) / "members.csv"


def workbook(files: tuple[Path, Path], path: Path) -> Path:
    """The two files as the sheets of one workbook, amounts as numbers."""
    with book_at(path) as book:
        for name, file in zip(("家庭", "成员"), files, strict=True):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows_of(file)):
                for place, each in enumerate(cells):
                    if row and "." in each and each.replace(".", "").isdigit():
                        sheet.write_number(row, place, float(each))
                    elif each:
                        sheet.write_string(row, place, each)
    return path


def rows_of(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.reader(stream)


def opened(
    rules: wr.Rules, homes: TableInput, people: TableInput | None, engine: str = "columns"
) -> Run:
    return Run.of([rules], homes, people, AS_IT_IS, None, engine)


def loop(rules: wr.Rules, files: tuple[Path, Path], out: Path, *, whole: bool = False) -> int:
    """What a skilled engineer writes over the native engine: rows to cases, decisions to rows.

    `whole` it says all that a run says: bounds, what is provisional and missing, and the sums.
    """

    def facts(file: Path) -> Iterator[dict[str, Any]]:
        head, *rows = rows_of(file)
        words = {"true": True, "false": False}
        whole = {each.id for each in rules.program.facts if each.type.kind.value == "int"}
        for row in rows:
            yield {
                name: int(cell) if name in whole else words.get(cell, cell)
                for name, cell in zip(head, row, strict=True)
                if cell and name != "town"
            }

    people: dict[str, list[dict[str, Any]]] = {}
    for each in facts(files[1]):
        people.setdefault(each.pop("household"), []).append(each)
    cases = [rules.read({**each, "members": people[each["id"]]}) for each in facts(files[0])]
    total = 0
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        made = decided_many(rules.engine("native"), cases, rules.month)
        for case, decision in zip(cases, made, strict=True):
            more = further(rules, case, decision) if whole else None
            for each in decision.outcomes:
                payee = "" if each.payee == HOUSEHOLD else case.member_ids[each.payee]
                due = each.due if isinstance(each.due, int) else None
                failed = ";".join(one.rule for one in reasons_of(each) if one.holds is False)
                yuan = "" if due is None else yuan_text(due)
                row = case.id, payee, each.benefit.id, each.status, yuan, failed
                writer.writerow(row if more is None else (*row, *more(each)))
                if each.benefit.per == "month":
                    total += due or 0
    return total


def further(rules: wr.Rules, case: Case, decision: Decision) -> Callable[[Outcome], list[str]]:
    """What a run says of each outcome beside status, amount and clauses; adds up on the way."""
    evaluation = rules.reference.evaluate(case, rules.month)
    grounds = grounds_of(decision) or evaluation
    SUMS["circle", decision.circle] += 1
    for line in lines_of(rules.program):
        SUMS[line.name, band_of(line.distance(evaluation))] += 1

    def told(each: Outcome) -> list[str]:
        bounds = ["" if one is None else yuan_text(int(one)) for one in bounds_of(each.due)]
        SUMS[each.benefit.id, each.status] += 1
        for name, bound in zip(("low", "high"), bounds_of(each.due), strict=True):
            SUMS[each.benefit.id, name] += int(bound or 0)
        provisional = grounds.rests(each.benefit, each.payee).provisional
        missing = (";".join(one) for one in (each.missing_figures, each.missing_facts))
        return [*bounds, str(provisional), *missing]

    return told


def typed(rules: wr.Rules, files: tuple[Path, Path]) -> Iterator[tuple[str, str, str]]:
    """Both tables with typed columns, and what is decided of them."""
    divisions = {"division": polars.String}
    frames = [
        polars.read_csv(
            each, try_parse_dates=True, infer_schema_length=None, schema_overrides=divisions
        )
        for each in files
    ]
    engine = rules.engine("columns")
    assert isinstance(engine, Columns)
    reading = seconds(lambda: [*opened(rules, *frames).homes()])
    found = [each.population for each in opened(rules, *frames).homes()]
    deciding = seconds(lambda: [engine.run(each, rules.month, reasons=True) for each in found])
    yield "the same as typed Arrow columns", f"{reading:.2f} s", ""
    yield "  / deciding them with the clauses", f"{reading / deciding:.1f} x", "2"


def rows(members: int) -> Iterator[tuple[str, str, str]]:
    rules = wr.load("cn/model").at(*WHEN)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = made_up(folder, round(members / SIZE))
        book = workbook(files, folder / "county.xlsx")
        count = sum(1 for _ in rows_of(files[1])) - 1

        def sheets() -> None:
            for each in ("家庭", "成员"):
                calamine.CalamineWorkbook.from_path(book).get_sheet_by_name(each).to_python()

        texts = seconds(lambda: [sum(1 for _ in rows_of(each)) for each in files])
        cells = seconds(sheets)
        of_text = seconds(lambda: [*opened(rules, *files).homes()])
        of_cells = seconds(lambda: [*opened(rules, book, None).homes()])
        one, other = (
            [each.population.ids for each in run.homes()]
            for run in (opened(rules, *files), opened(rules, book, None))
        )
        assert one == other
        yield f"{count:,} members and their households from CSV, checked", f"{of_text:.2f} s", ""
        yield "  the reader of CSV alone", f"{texts:.2f} s", ""
        yield "the same from Excel", f"{of_cells:.2f} s", ""
        yield "  the reader of Excel alone", f"{cells:.2f} s", ""
        yield from typed(rules, files)
        few = made_up(folder, FIRST)
        words = [sys.executable, "-c", _FIRST_ROW, *map(str, few), *WHEN]
        told = [subprocess.run(words, check=True, capture_output=True).stdout for _ in range(3)]
        loading, first = (
            min(each) for each in zip(*(map(float, one.split()) for one in told), strict=True)
        )
        yield f"a month of loaded law to the first row of {FIRST:,}", f"{first:.2f} s", "under 1 s"
        yield "  importing and loading the law before", f"{loading:.2f} s", ""
        some = made_up(folder, LOOPED)
        run = opened(rules, *some, "native")
        assert all(run.blocks())
        assert run.summaries[WHEN[0]].total == loop(rules, some, folder / "loop.csv")

        def streamed() -> None:
            out = folder / f"out{time.perf_counter_ns()}"
            files_ = ("--households", str(some[0]), "--members", str(some[1]))
            words = ["run", *files_, "--in", "cn/model", "--month", WHEN[0], "--known", WHEN[1]]
            command(
                [*words, "--engine", "native", "-o", str(out), "--format", "json"],
                standalone_mode=False,
            )

        by_hand = seconds(lambda: loop(rules, some, folder / "loop.csv"))
        load = seconds(lambda: wr.load("cn/model").at(*WHEN).engine("native"))
        ratio = (seconds(streamed) - load) / by_hand
        yield f"{LOOPED:,} households without NumPy, CSV to CSV, / a loop", f"{ratio:.2f} x", "1.3"
        whole = seconds(lambda: loop(rules, some, folder / "loop.csv", whole=True))
        ratio *= by_hand / whole
        yield "  / a loop that says all that the run says", f"{ratio:.2f} x", "1.3"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("members", nargs="?", type=int, default=100_000)
    for what, figure, promise in rows(parser.parse_args().members):
        print(f"{what:<66} {figure:>10}   {promise}", file=sys.stderr)


if __name__ == "__main__":
    main()
