"""What the examples by hand ask and answer with."""

from datetime import date
from typing import Any

from benchmarks.handwritten import benefits, prepare, read

from .county import ISSUE_2, Answer, determine
from .households import EVERYTHING_KNOWN
from .plain import Case, household, person

NO = ("not_eligible", 0)


def yes(fen: int) -> tuple[str, int]:
    """Eligible for so many fen."""
    return ("eligible", fen)


def worked_out_twice(case: Case, month: str, known: date) -> Answer:
    """The page's answer, once the handwritten rules over integers have given the same rows and the
    same circle.
    """
    answer = determine(case, month, known)
    facts = read(case)
    decision = prepare(month, known)(facts)
    wanted = {key: status for key, status in answer["benefits"].items() if key[0] in ISSUE_2}
    assert (decision[0], benefits(facts, decision)) == (answer["circle"], wanted)
    return answer


def row(
    benefit: str,
    case: Case,
    payee: str = "h1",
    month: str = "2024-03",
    known: date = EVERYTHING_KNOWN,
) -> Any:
    """The status and amount of one benefit."""
    return worked_out_twice(case, month, known)["benefits"][benefit, payee]


def circle(case: Case, month: str = "2024-03") -> str:
    """The household's circle."""
    return worked_out_twice(case, month, EVERYTHING_KNOWN)["circle"]


def family(*others: Case, **facts: Any) -> Case:
    """A plain head "a" and others."""
    return household(person("a"), *others, **facts)
