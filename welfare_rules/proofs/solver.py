"""The solver, which an extra brings; its own module has no types."""

from __future__ import annotations

import importlib
from typing import Any

from welfare_rules.findings import Place, RequestError, finding


def _solver() -> Any:
    """The module of the solver. Raises RequestError where it is not installed."""
    try:
        return importlib.import_module("z3")
    except ImportError:
        raise RequestError([finding("WR530", Place("prove"))]) from None


z3: Any = _solver()
