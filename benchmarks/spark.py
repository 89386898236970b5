"""A run on Spark beside the same run in one process, and what a lost worker costs.

    python -m benchmarks.spark [HOUSEHOLDS] [--partitions N]

Prints seconds of the wall clock and of the processor: those of Spark are of the driver, its Java and
its Python workers together. Everything is proved equal in every column first, on fewer households.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import welfare_rules as wr
from welfare_rules.spark import local_session, run
from welfare_rules.synthetic.files import write
from welfare_rules.synthetic.reading import read

TICKS = os.sysconf("SC_CLK_TCK")
PROVED = 2000  # households of which every column is compared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("households", nargs="?", type=int, default=20_000)
    parser.add_argument("--partitions", type=int, default=8)
    asked = parser.parse_args()
    rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = local_session(cores=2)
        session.sparkContext.setLogLevel("OFF")
        prove(session, rules, made(folder, PROVED))
        homes, people = made(folder, asked.households)
        print(f"{asked.households} households, {asked.partitions} partitions, two cores")
        told("one process", lambda: len(rules.run(homes, people).households))
        for what in ("Spark, first time", "Spark, again"):
            told(what, lambda: spark_once(session, rules, homes, people, asked.partitions))
        wall = told(
            "Spark, once more", lambda: spark_once(session, rules, homes, people, asked.partitions)
        )
        threading.Timer(wall / 2, kill_a_worker).start()
        told(
            "with a worker killed half-way",
            lambda: spark_once(session, rules, homes, people, asked.partitions),
        )
        session.stop()


def made(folder: Path, count: int) -> tuple[Path, Path]:
    """The tables of a made-up county of so many households."""
    own = folder / str(count)
    write(read("model-county"), count, 7, own)
    return own / "households.csv", own / "members.csv"


def frames(session: Any, homes: Path, people: Path) -> tuple[Any, Any]:
    reader = session.read.option("header", True)
    return reader.csv(str(homes)), reader.csv(str(people))


def spark_once(session: Any, rules: wr.Rules, homes: Path, people: Path, partitions: int) -> int:
    result = run(*frames(session, homes, people), rules, partitions=partitions)
    result.rows.write.format("noop").mode("overwrite").save()
    return 0


def prove(session: Any, rules: wr.Rules, tables: tuple[Path, Path]) -> None:
    alone = rules.run(*tables)
    result = run(*frames(session, *tables), rules, partitions=3)
    for name, keys in (("households", ("id",)), ("members", ("household", "id"))):
        found = getattr(result, name).toArrow().sort_by([(key, "ascending") for key in keys])
        wanted = sorted_by(getattr(alone, name).to_pydict(), keys)
        assert found.to_pydict() == wanted, name
    print(f"equal in every column: {PROVED} households")


def sorted_by(columns: dict[str, list[Any]], keys: tuple[str, ...]) -> dict[str, list[Any]]:
    named = [*zip(*(columns[key] for key in keys), strict=True)]
    order = sorted(range(len(named)), key=named.__getitem__)
    return {name: [cells[place] for place in order] for name, cells in columns.items()}


def told(what: str, work: Callable[[], object]) -> float:
    """The seconds that some work took, printed with those of the processor; a worker that is
    killed takes its own with it."""
    wall, cpu = time.perf_counter(), processor()
    work()
    taken = time.perf_counter() - wall
    print(
        f"{what:32} {taken:8.1f} s   processor {processor() - cpu:8.1f} s   largest worker {largest():6.0f} MB"
    )
    return taken


def family() -> Iterator[tuple[int, list[str]]]:
    """This process and all below it: the id, and what the system says of each."""
    said: dict[int, list[str]] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                said[int(each.name)] = (each / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
    own = {os.getpid()}
    while more := {pid for pid, stat in said.items() if int(stat[1]) in own} - own:
        own |= more
    yield from ((pid, said[pid]) for pid in own if pid in said)


def processor() -> float:
    """Seconds of the processor of this process and all below it, those that ended among them."""
    return sum(sum(map(int, stat[11:15])) for _, stat in family()) / TICKS


def workers() -> list[int]:
    """The Python workers of Spark: those below its daemon."""
    there = dict(family())
    daemons = {pid for pid in there if "pyspark.daemon" in command(pid)}
    return [pid for pid, stat in there.items() if pid in daemons and int(stat[1]) in daemons]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def largest() -> float:
    """The most memory that any worker has held, in MB."""
    return max((peak(pid) for pid in workers()), default=0)


def peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(each.split()[1]) / 1024 for each in lines if each.startswith("VmHWM")), 0)


def kill_a_worker() -> None:
    """Ends one Python worker as a machine that runs out of memory would."""
    for pid in workers()[:1]:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
