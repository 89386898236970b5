"""The solver, which an extra brings; its own module has no types."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.findings import Place, RequestError, finding


def _solver() -> Any:
    """The module of the solver. Raises RequestError where it is not installed."""
    try:
        return importlib.import_module("z3")
    except ImportError:
        raise RequestError([finding("WR530", Place("prove"))]) from None


z3: Any = _solver()


OF_PRODUCTS = 3_000_000
"""What the solver may do for a question with a product of three unknown numbers or more: of these
it either comes to an end soon or to none, each unit of its work taking longer than the one before.
"""
OF_THREE = 3


@dataclass(slots=True)
class Answers:
    """What the solver said of the questions of one proof: one that is asked again in the same
    words, as where households of several sizes are alike in it, is not worked out again.
    """

    by_text: dict[str, Any] = field(default_factory=dict[str, Any])

    def model_of(self, terms: Iterable[Any], work: int) -> Any:
        """Values of the facts with which all terms hold: None where there are none, "open" where
        the solver came to no end within so much work. The same question has the same answer every
        time: it is asked by its text and apart, since a search follows the order in which terms
        were made.
        """
        asked = list(terms)
        question = z3.Solver()
        question.add(*asked)
        text = question.to_smt2()
        if text not in self.by_text:
            most = min(work, OF_PRODUCTS) if degree(asked) >= OF_THREE else work
            self.by_text[text] = _answer(text, most)
        return self.by_text[text]


@dataclass(slots=True)
class Quick:
    """Whether terms can hold at all, asked of one solver a question after the other: much sooner
    than `Answers`, which makes a solver for each, and without values of the facts.
    """

    solver: Any = field(default_factory=lambda: z3.Solver())

    def possible(self, terms: Iterable[Any], work: int) -> bool | None:
        """None where it comes to no end within so much work."""
        solver = self.solver
        solver.set("rlimit", work)
        solver.push()
        solver.add(*terms)
        said = solver.check()
        solver.pop()
        return None if said == z3.unknown else said == z3.sat


def _answer(text: str, work: int) -> Any:
    solver = z3.Solver(ctx=z3.Context())
    solver.set("rlimit", work)
    solver.set("random_seed", 1)
    solver.from_string(text)
    said = solver.check()
    if said == z3.unsat:
        return None
    return solver.model().translate(z3.main_ctx()) if said == z3.sat else "open"


def degree(terms: Iterable[Any]) -> int:
    """Of how many unknown numbers the longest product in some terms is made; a quotient counts as
    a product.
    """
    found: dict[int, int] = {}
    left: list[Any] = list(terms)
    most = 0
    while left:
        term = left[-1]
        parts = term.children()
        unknown = [each for each in parts if each.get_id() not in found]
        if unknown:
            left += unknown
            continue
        left.pop()
        below = [found[each.get_id()] for each in parts]
        if not parts:
            fixed = z3.is_rational_value(term) or z3.is_int_value(term) or not z3.is_arith(term)
            made = 0 if fixed else 1
        elif term.decl().kind() in _PRODUCTS:
            made = sum(below)
        else:
            made = max(below)
        found[term.get_id()] = made
        most = max(most, made)
    return most


_PRODUCTS = (z3.Z3_OP_MUL, z3.Z3_OP_DIV, z3.Z3_OP_IDIV, z3.Z3_OP_MOD)
