"""Measures a caseload: a register against it, screening, a full pass, and events by the million.

Run it from the checkout: `python -m benchmarks.people [HOUSEHOLDS] [--rows N] [--events N]`. All is
made up, in a folder that goes again. Seconds are of the processor; memory is the most that one
process took. Of the rows of the register a third are strangers, most others say what is on record,
and one in twenty says something else; with `--all-new` all of them do.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import welfare_rules as wr
from tests.support.office import office
from welfare_rules.basics.days import Month
from welfare_rules.caseload.importing import import_tables
from welfare_rules.caseload.nightly import nightly
from welfare_rules.caseload.screening import screen
from welfare_rules.caseload.store import Caseload
from welfare_rules.caseload.watch import settle_all, take_in
from welfare_rules.events.event import EventReader, read_lines
from welfare_rules.events.register import Register
from welfare_rules.runs.run import usual_engine

LAW, MONTH, KNOWN = "cn/model", Month.of(2021, 9), 20211231
STAGES = ("import", "register", "screen", "run", "nightly", "events")


def make(folder: Path, households: int, rows: int, new: float) -> None:
    """The tables of a county, without names for `run`, and a register of pensions."""
    people = office.county(folder / "county", households, 7)
    chance = Random(3)
    with (folder / "register.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["证件号码", "姓名", "月养老金（元）"])
        for order in range(rows):
            who = people[chance.randrange(len(people))]
            if new < 1 and chance.random() < 1 / 3:
                writer.writerow([office.number("1955-01-01", order), "外乡人", "1000.00"])
                continue
            said = f"{chance.randrange(300, 3000)}.00"
            if chance.random() >= new:
                said = who.row["employee_pension"]
            writer.writerow([who.row["id_number"], who.row["name"], said])
    (folder / "register.toml").write_text(office.PENSIONS, encoding="utf-8")
    plain = [key for key in people[0].row if key not in ("name", "id_number")]
    with (folder / "members.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, plain, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(each.row for each in people)
    with (folder / "people.jsonl").open("w", encoding="utf-8") as stream:
        for each in people[:1000]:
            told = {"person": each.identity, "pension": each.row["employee_pension"]}
            stream.write(json.dumps(told) + "\n")


def million(folder: Path, count: int) -> Iterator[str]:
    """So many events, which say what is on record, or of people whom nobody knows."""
    with (folder / "people.jsonl").open(encoding="utf-8") as stream:
        known = [json.loads(line) for line in stream]
    for order in range(count):
        who = known[order % len(known)]
        person: Any = who["person"]
        if order % 2:
            person = {"id_number": office.number("1955-01-01", order), "name": "外乡人"}
        told = {"source": "社保", "id": f"m{order}", "type": "pension", "time": "2021-09-01"}
        told |= {"received": "2021-10-08", "person": person, "covers": "2021-09"}
        yield json.dumps({**told, "set": {"employee_pension": who["pension"]}})


def stage(name: str, folder: Path, events: int) -> str:
    """Does one stage; what came out of it."""
    policy = wr.load(LAW)
    tables = folder / "county" / "households.csv", folder / "county" / "members.csv"
    if name == "run":
        rules = policy.at("2021-09", known="2021-12-31")
        return f"{rules.run(tables[0], folder / 'members.csv').summary()['households']} households"
    store = Caseload.open(folder / "office.db", new=True)
    reader = EventReader.of(policy.law)
    match name:
        case "import":
            made = import_tables(store, policy.at("2021-09"), *tables)
            return f"{made.households} households"
        case "register":
            path = folder / "register.csv"
            mapping = folder / "register.toml"
            register = Register.open(path, mapping, reader, 20211008, store.secret)
            assert not list(take_in(store, register.lines()))
            done = sum(1 for _ in settle_all(store, policy))
            return f"{done} rows, {sum(1 for _ in store.alerts('open'))} alerts"
        case "screen":
            found = sum(1 for _ in screen(store, policy, MONTH, KNOWN, usual_engine()))
            return f"{found} rights"
        case "nightly":
            found = sum(1 for _ in nightly(store, policy, MONTH, KNOWN, usual_engine()))
            return f"{found} differences"
        case _:
            lines, done, told = read_lines(million(folder, events), reader), 0, list[str]()
            for mark in (events // 10, events // 2, events):  # memory on the way
                assert not list(take_in(store, islice(lines, mark - done)))
                done += sum(1 for _ in settle_all(store, policy))
                told.append(f"{done} events {memory()} MB")
            return ", ".join(told)


def memory() -> int:
    """The most memory that this process took so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measured(work: Callable[[], str]) -> str:
    start = time.process_time()
    what = work()
    seconds = time.process_time() - start
    return f"{seconds:8.1f} s {memory():6} MB   {what}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("households", nargs="?", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=None)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--all-new", action="store_true")
    parser.add_argument("--stage", choices=STAGES)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.stage:
        print(measured(lambda: stage(asked.stage, asked.folder, asked.events)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = asked.households if asked.rows is None else asked.rows
        make(folder, asked.households, rows, 1.0 if asked.all_new else 0.05)
        for each in STAGES:  # in a process of its own, for its memory
            words = ["--stage", each, "--folder", name, "--events", str(asked.events)]
            print(f"{each:<10}", end="", flush=True)
            subprocess.run([sys.executable, "-m", "benchmarks.people", *words], check=True)


if __name__ == "__main__":
    main()
