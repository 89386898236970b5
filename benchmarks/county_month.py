"""Times the columns engine on one policy beside programs that were written for that policy by hand.

    python -m benchmarks.county_month PEERS [--households N …] [--peers NAME …]

PEERS is a folder of such programs, not part of this project: `gen.py N FOLDER` there writes a
population as NumPy files, `worker.py bulk --peer NAME …` runs one of them over it and prints what it
took. The policy in `county-month/` says the same as they do: that is proved to the fen before
anything is timed. Each runs in a process of its own, in turn, so that all meet the same machine;
seconds are those of the processor, memory is what the run takes over the loaded columns.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import welfare_rules as wr
from welfare_rules.engine.columns.columns import Columns
from welfare_rules.engine.columns.population import Column, Population, population_of
from welfare_rules.engine.columns.results import Results
from welfare_rules.language.types import Entity

MONTH, KNOWN = "2025-11", "2025-11-30"
OURS = "columns"
HOUSEHOLD = {
    "savings": "savings",
    "vehicles": "vehicles",
    "rural": "rural",
    "second_home": "second",
    "was_recipient": "was",
    "months_since": "k",
    "previous_amount": "prev",
}
MEMBER = {
    "birth_date": "birth",
    "deceased": "deceased",
    "kind": "kind",
    "grade": "grade",
    "serious_illness": "ill",
    "student": "student",
    "employed": "employed",
    "wage": "wage",
    "business": "selfemp",
    "property": "prop",
    "transfer": "transfer",
    "not_counted": "excl",
    "pension": "pension",
}
RECEIVED = {"dibao": 1, "single": 2, "living": 4, "nursing": 8, "old_age": 16}
AMOUNTS = {
    "pc": "per_head_income",
    "dibao": "dibao",
    "phase": "phase_out",
    "total": "household_total",
    "single": "single",
    "living": "living",
    "nursing": "nursing",
    "oaa": "old_age",
}


def rules() -> wr.Rules:
    """The policy of this benchmark in its month."""
    return wr.load("county", Path(__file__).parent / "county-month").at(MONTH, KNOWN)


def population_in(folder: Path, made: wr.Rules) -> Population:
    """The population that was written to a folder, in columns."""
    given = {each.stem: np.load(each) for each in folder.glob("*.npy")}
    facts = {(fact.entity, fact.id): fact.column for fact in made.program.facts}
    households, members = len(given["off"]) - 1, int(given["off"][-1])
    receiving = {name: given["cur"] & bit > 0 for name, bit in RECEIVED.items()}
    return population_of(
        made.program,
        range_of_names(households),
        range_of_names(members),
        given["off"],
        {facts[Entity.HOUSEHOLD, name]: Column(given[each]) for name, each in HOUSEHOLD.items()},
        {
            **{facts[Entity.MEMBER, name]: Column(given[each]) for name, each in MEMBER.items()},
            facts[Entity.MEMBER, "receiving"]: Column(np.zeros(members, np.int8)),
        },
        receiving,
    )


def range_of_names(count: int) -> list[str]:
    return [""] * count


def outputs(results: Results) -> Mapping[str, Any]:
    """What the peers say, of the columns of the engine."""
    found: dict[str, Any] = {name: results.benefits[of].amount for name, of in AMOUNTS.items()}
    found["new"] = sum(
        results.benefits[f"new_{name}"].entitled * bit for name, bit in RECEIVED.items()
    )
    return found


def ours(folder: Path, repeat: int, threads: int) -> Mapping[str, Any]:
    """Runs this engine over a population, and says what it took."""
    begin = time.process_time()
    made = rules()
    engine = made.engine("columns")
    assert isinstance(engine, Columns)
    compiled = time.process_time() - begin
    population = population_in(folder, made)
    loaded = _status("VmRSS")
    _forget_peak()
    processor: list[float] = []
    wall: list[float] = []
    results = None
    for _ in range(repeat):
        results = None  # not two at once
        start = time.process_time(), time.perf_counter()
        results = engine.run(population, made.month, threads=threads)
        processor.append(time.process_time() - start[0])
        wall.append(time.perf_counter() - start[1])
    assert results is not None
    peak = _status("VmHWM")
    return {
        "cpu_s": median(processor),
        "best_cpu_s": min(processor),
        "min_s": min(wall),
        "loaded_mb": loaded,
        "peak_mb": peak,
        "compile_s": compiled,
        "first_s": processor[0],
    }


def _status(key: str) -> float:
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            if line.startswith(f"{key}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _forget_peak() -> None:
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        pass


def _run(arguments: list[str], folder: Path) -> Any:
    made = subprocess.run(arguments, cwd=folder, check=True, capture_output=True, text=True)
    return json.loads(made.stdout.splitlines()[-1])


def timed(peers: Path, name: str, data: Path, households: int, threads: int = 1) -> Any:
    """What one program took, in a process of its own."""
    if name == OURS:
        here = ["-m", "benchmarks.county_month", "--child", str(data), "--threads", str(threads)]
        return _run([sys.executable, *here], Path(__file__).parent.parent)
    given = ["bulk", "--peer", name, "--n", str(households), "--data", str(data), "--repeat", "5"]
    return _run([sys.executable, "worker.py", *given], peers)


def proved_equal(peers: Path, data: Path) -> int:
    """Fails unless every figure of every household is that of the peer that is written plainly."""
    made = rules()
    population = population_in(data, made)
    engine = made.engine("columns")
    assert isinstance(engine, Columns)
    found = outputs(engine.run(population, made.month))
    with TemporaryDirectory() as folder:
        out = str(Path(folder) / "python.npz")
        given = ["bulk", "--peer", "python", "--data", str(data), "--repeat", "1", "--out", out]
        _run([sys.executable, "worker.py", *given], peers)
        with np.load(out) as wanted:
            for name, values in found.items():
                wrong = np.flatnonzero(values != wanted[name])
                assert not len(wrong), (name, wrong[:5])
    return len(population)


def rows(peers: Path, households: list[int], names: list[str]) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        data = {count: Path(folder) / str(count) for count in {100_000, *households}}
        for count, where in data.items():
            made = [sys.executable, "gen.py", str(count), str(where)]
            subprocess.run(made, cwd=peers, check=True)
        yield f"equal to the fen on {proved_equal(peers, data[100_000]):,} households"
        yield f"{'households':>10}  {'program':<14} {'cpu s':>8} {'/ first peer':>12} {'MiB':>8}"
        for count in households:
            first = None
            for name in (*names, OURS):
                took = timed(peers, name, data[count], count)
                seconds, memory = took["cpu_s"], took["peak_mb"] - took["loaded_mb"]
                first = first or seconds
                yield f"{count:>10,}  {name:<14} {seconds:8.3f} {seconds / first:12.2f} {memory:8.0f}"
            both = timed(peers, OURS, data[count], count, threads=2)["min_s"]
            alone = took["min_s"]
            yield f"{count:>10,}  on two threads {both:8.3f} s on the clock, {alone / both:.2f} x"
            told = f"{took['compile_s']:8.3f} s; first run {took['first_s']:.3f} s"
            yield f"{count:>10,}  to read and compile the policy {told}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--households", nargs="*", type=int, default=[1_000_000])
    parser.add_argument("--peers", nargs="*", default=["numpy_opt", "numpy"])
    parser.add_argument("--child", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    if given.child is not None:
        print(json.dumps(ours(given.child, 5, given.threads)))
        return
    if given.folder is None:
        parser.error("a folder of peers")
    for row in rows(given.folder.resolve(), given.households, given.peers):
        print(row, flush=True)


if __name__ == "__main__":
    main()
