"""What `to_dict` gives, as types: for annotations, for other services, and for their schemas.

Amounts are yuan as text with two decimals, days YYYY-MM-DD, months YYYY-MM.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from welfare_rules.written.kinds import CauseKind

Amount = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$")]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]

CLOSED = ConfigDict(extra="forbid")


@with_config(CLOSED)
class WordsDict(TypedDict):
    """A text in two languages."""

    zh: str
    en: str


@with_config(CLOSED)
class SourceDict(TypedDict):
    """Where a rule is written."""

    document: NotRequired[str]
    article: NotRequired[str]
    quote: NotRequired[str]


@with_config(CLOSED)
class ReasonDict(TypedDict):
    """One requirement, row or exclusion, and whether it holds; null where that cannot be said."""

    rule: str
    holds: bool | None
    source: NotRequired[SourceDict]


@with_config(CLOSED)
class DeterminationDict(TypedDict):
    """One benefit for one payee."""

    benefit: str
    payee: str
    status: Literal["eligible", "not_eligible", "undetermined"]
    amount: Amount | None
    provisional: bool
    missing_facts: list[str]
    missing_figures: list[str]
    presumed_facts: list[str]
    at_least: Amount | None
    at_most: Amount | None
    per: Literal["month", "quarter", "year", "once", "service"]
    reasons: list[ReasonDict]
    missing_count: NotRequired[int]
    presumed_count: NotRequired[int]


@with_config(CLOSED)
class QuestionDict(TypedDict):
    """One missing fact, who can say it, and the registers that keep it."""

    fact: str
    label: WordsDict
    judged_by: Literal["register", "applicant", "visit", "officer"] | None
    registers: list[WordsDict]


@with_config(CLOSED)
class PaperDict(TypedDict):
    """A paper that an application needs, the facts that it shows, and what keeps them."""

    paper: str
    label: WordsDict
    benefits: list[str]
    shows: list[str]
    registers: list[WordsDict]


@with_config(CLOSED)
class AnswerDict(TypedDict):
    """The answer for one case in one month."""

    case: str
    month: Month
    jurisdiction: str
    known: Day
    policy_digest: Digest
    engine: str
    circle: str | None
    benefits: list[DeterminationDict]
    total: Amount | None
    once: Amount | None
    to_ask: list[QuestionDict]
    papers: list[PaperDict]


@with_config(CLOSED)
class CauseDict(TypedDict):
    """Why what was paid is not what is due."""

    kind: CauseKind
    what: str
    known: Day | None


@with_config(CLOSED)
class LineDict(TypedDict):
    """One benefit for one payee in one month; null is what cannot be said."""

    month: Month
    benefit: str
    payee: str
    due: Amount | None
    paid: Amount
    arrears: Amount | None
    recovery: Amount | None
    causes: list[CauseDict]


@with_config(CLOSED)
class SettlementDict(TypedDict):
    """What is owed and what was paid too much."""

    lines: list[LineDict]
    arrears: Amount
    recovery: Amount
    net: Amount


@with_config(CLOSED)
class FindingDict(TypedDict):
    """One thing that is wrong."""

    file: str
    line: Annotated[int, Field(ge=1)] | None
    column: Annotated[int, Field(ge=1)] | None
    severity: Literal["error", "warning", "notice"]
    code: Annotated[str, Field(pattern=r"^WR[0-9]{3}$")]
    message: str
    path: NotRequired[str]
    details: dict[str, str]
