"""The solver, which an extra brings; its own module has no types."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Any

from welfare_rules.findings import Place, RequestError, finding


def _solver() -> Any:
    """The module of the solver. Raises RequestError where it is not installed."""
    try:
        return importlib.import_module("z3")
    except ImportError:
        raise RequestError([finding("WR530", Place("prove"))]) from None


z3: Any = _solver()
SEEDS = (1, 2, 3)  # of searches that are tried one after the other


def model_of(terms: Iterable[Any], work: int) -> Any:
    """Values of the facts with which all terms hold: None where there are none, "open" where the
    solver came to no end within so much work. The same question has the same answer every time:
    it is asked apart, since the order of the search follows what was written before.
    """
    kept = [*terms]
    for seed in SEEDS:  # what one search comes to no end with, another may find at once
        apart = z3.Context()
        solver = z3.Solver(ctx=apart)
        solver.set("rlimit", work)
        solver.set("random_seed", seed)
        solver.add(*(each.translate(apart) for each in kept))
        said = solver.check()
        if said == z3.unsat:
            return None
        if said == z3.sat:
            return solver.model().translate(z3.main_ctx())
    return "open"
