"""Tries random laws from a seed on, for so many minutes: `python -m tests.random_laws 0 25`."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.random_laws.trying import Tried, trial

EVERY = 25  # the durable engine is slow to make, and tries every so manieth law

if __name__ == "__main__":
    seed, minutes = int(sys.argv[1]), float(sys.argv[2])
    begun, tried = time.monotonic(), Tried()
    while time.monotonic() - begun < 60 * minutes:
        with tempfile.TemporaryDirectory() as folder:
            made = trial(seed, Path(folder))
            seed += 1
            if made is None:
                tried.counts["laws that a check refuses"] += 1
                continue
            tried.counts["laws"] += 1
            durable = seed % EVERY == 0
            try:
                made.exact(("native", "reference", *(["durable"] if durable else [])), 20, tried)
                made.bounds(8, 12, tried)
                made.alike(("native", *(["durable"] if durable else [])), 20, tried)
                made.single(60, tried)
                made.months(3, tried)
            except Exception as error:  # whatever it is, it is no answer
                tried.wrong.append((f"seed {made.seed}", traceback.format_exc()[-600:]))
                tried.counts[f"WRONG {type(error).__name__}"] += 1
        for what, wrong in tried.wrong[:1]:
            print("WRONG", what, wrong, sep="\n  ", flush=True)
        tried.counts["WRONG"] += len(tried.wrong)
        tried.wrong.clear()
    print(f"up to seed {seed}, {time.monotonic() - begun:.0f} s")
    for what, count in sorted(tried.counts.items()):
        print(f"{count:9,} {what}")
