"""Tries random laws from a seed on, for so many minutes: `python -m tests.random_laws 0 25`; with
a third number not more than so many complete cases: `python -m tests.random_laws 0 600 100000`.

What was tried is printed at the end: how many cases, what was said of rights, and in how many
complete cases each part of a law had an effect. Exit status 1 when anything was found wrong.
"""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.random_laws.trying import Tried, small, trial

EVERY = 25  # the durable engine is slow to make, and tries every so manieth law
PAUSE = 300  # seconds between two reports


def report(seed: int, begun: float, tried: Tried) -> None:
    print(
        f"\nup to seed {seed}, {time.monotonic() - begun:.0f} s, {time.process_time():.0f} s of CPU"
    )
    _table("tried", tried.counts)
    _table("said of rights", tried.outcomes)
    _table("complete cases in which this had an effect", tried.effects)
    for each in tried.unseen[:5]:
        print("listed without need?", each[:1500])
    sys.stdout.flush()


def _table(title: str, counts: Counter[str]) -> None:
    print(f"\n{title}")
    for what, count in sorted(counts.items()):
        print(f"{count:9,} {what}")


def complete(tried: Tried) -> int:
    return tried.counts["complete cases"] + tried.counts["complete cases of small laws"]


if __name__ == "__main__":
    seed, minutes = int(sys.argv[1]), float(sys.argv[2])
    most = float(sys.argv[3]) if len(sys.argv) > 3 else float("inf")
    begun, tried = time.monotonic(), Tried()
    told = begun
    while time.monotonic() - begun < 60 * minutes and complete(tried) < most:
        durable = ["durable"] if seed % EVERY == 0 else []
        try:
            with tempfile.TemporaryDirectory() as folder:
                small(seed, Path(folder), ("native", "reference", *durable), 2, 15, tried)
            with tempfile.TemporaryDirectory() as folder:
                made = trial(seed, Path(folder))
                if made is None:
                    tried.counts["laws that a check refuses"] += 1
                else:
                    tried.counts["laws"] += 1
                    made.exact(("native", "reference", *durable), 6, 25, tried)
                    made.bounds(4, 5, 9, tried)
                    made.alike(("native", *durable), 3, 5, tried)
                    made.single(1, 16, tried)
                    made.months(2, tried)
        except Exception as error:  # whatever it is, it is no answer
            tried.wrong.append((f"seed {seed}", traceback.format_exc()[-600:]))
            tried.counts[f"WRONG {type(error).__name__}"] += 1
        seed += 1
        for what, wrong in tried.wrong[:1]:
            print("WRONG", what, wrong, sep="\n  ", flush=True)
        tried.counts["WRONG"] += len(tried.wrong)
        tried.wrong.clear()
        if time.monotonic() - told > PAUSE:
            report(seed, begun, tried)
            told = time.monotonic()
    report(seed, begun, tried)
    sys.exit(1 if tried.counts["WRONG"] else 0)
