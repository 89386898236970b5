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


def model_of(terms: Iterable[Any], work: int) -> Any:
    """Values of the facts with which all terms hold: None where there are none, "open" where the
    solver came to no end within so much work. The same question has the same answer every time:
    it is asked by its text and apart, since a search follows the order in which terms were made.
    """
    question = z3.Solver()
    question.add(*terms)
    solver = z3.Solver(ctx=z3.Context())
    solver.set("rlimit", work)
    solver.set("random_seed", 1)
    solver.from_string(question.to_smt2())
    said = solver.check()
    if said == z3.unsat:
        return None
    return solver.model().translate(z3.main_ctx()) if said == z3.sat else "open"
