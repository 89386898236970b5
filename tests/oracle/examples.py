"""What the examples by hand ask and answer with."""

from datetime import date
from typing import Any

from .county import determine
from .households import EVERYTHING_KNOWN
from .plain import Case, household, person

NO = ("not_eligible", 0)


def yes(fen: int) -> tuple[str, int]:
    """Eligible for so many fen."""
    return ("eligible", fen)


def row(benefit: str, case: Case, payee: str = "h1", month: str = "2024-03", known: date = EVERYTHING_KNOWN) -> Any:
    """The status and amount of one benefit."""
    return determine(case, month, known)["benefits"][benefit, payee]


def circle(case: Case, month: str = "2024-03") -> str:
    """The household's circle."""
    return determine(case, month, EVERYTHING_KNOWN)["circle"]


def family(*others: Case, **facts: Any) -> Case:
    """A plain head "a" and others."""
    return household(person("a"), *others, **facts)
