"""Proofs in processes of their own, which can be ended without harm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from welfare_rules.basics.text import Words
from welfare_rules.law.model import Promise
from welfare_rules.proofs.prove import Proof, proof
from welfare_rules.rules import Rules

ENDED = Words("求解进程被终止", "the process of the solver was ended")


def proofs_in_processes(
    rules: Rules, promises: Sequence[Promise], up_to: int, processes: int
) -> Iterator[Proof]:
    """What becomes of each promise, in their order; one whose process is ended stays open."""
    waiting = list(promises)
    while waiting:
        with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            begun = [pool.submit(proof, rules, each, up_to) for each in waiting]
            for place, (promise, future) in enumerate(zip(waiting, begun, strict=True)):
                made = finished(future)
                yield made or Proof(promise.id, promise.label, "open", up_to, rules.month, ENDED)
                if made is None:  # the pool went with it: the others begin anew
                    waiting = waiting[place + 1 :]
                    break
            else:
                return


def finished(future: Future[Proof]) -> Proof | None:
    """What came of a proof; None where its process was ended."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None
