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
    """Id of the document."""
    article: NotRequired[str]
    """The article."""
    quote: NotRequired[str]
    """Its words."""


@with_config(CLOSED)
class ReasonDict(TypedDict):
    """One requirement, row or exclusion, and whether it holds; null where that cannot be said."""

    rule: str
    """Id of the clause."""
    holds: bool | None
    """Whether it holds; null while that cannot be said."""
    source: NotRequired[SourceDict]
    """Where it is written."""


@with_config(CLOSED)
class DeterminationDict(TypedDict):
    """One benefit for one payee."""

    benefit: str
    """Id of the benefit."""
    payee: str
    """Id of the member, or of the household."""
    status: Literal["eligible", "not_eligible", "undetermined"]
    """Whether there is a right."""
    amount: Amount | None
    """What is due, in yuan; null while it cannot be said, and for a service."""
    provisional: bool
    """Whether it rests on what no published document confirms."""
    missing_facts: list[str]
    """Paths of the facts that would settle it; at most 50."""
    missing_figures: list[str]
    """Ids of the figures that would settle it."""
    presumed_facts: list[str]
    """Paths of the facts that were presumed; at most 50."""
    at_least: Amount | None
    """The least that it may be, in yuan."""
    at_most: Amount | None
    """The most that it may be, in yuan."""
    per: Literal["month", "quarter", "year", "once", "service"]
    """How it is paid."""
    reasons: list[ReasonDict]
    """The clauses, each with whether it holds; empty where `reasons_of` says whose they are."""
    reasons_of: NotRequired[str]
    """Of more than 20 members: the payee with whom the same reasons of the benefit are told."""
    missing_count: NotRequired[int]
    """How many facts are missing, where more than are named."""
    presumed_count: NotRequired[int]
    """How many were presumed, where more than are named."""


@with_config(CLOSED)
class QuestionDict(TypedDict):
    """One missing fact, who can say it, and the registers that keep it."""

    fact: str
    """Path of the missing fact."""
    label: WordsDict
    """What it is called."""
    judged_by: Literal["register", "applicant", "visit", "officer"] | None
    """Whose judgement it is."""
    registers: list[WordsDict]
    """Where it is kept."""


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
    """Id of the household."""
    month: Month
    """The month."""
    jurisdiction: str
    """The jurisdiction whose law it is."""
    known: Day
    """The day whose knowledge counts."""
    policy_digest: Digest
    """Digest of the rules."""
    engine: str
    """The engine that decided."""
    circle: str | None
    """Id of the circle, `none`, or null while it cannot be said."""
    benefits: list[DeterminationDict]
    """Every benefit for every payee."""
    total: Amount | None
    """What is due each month, in yuan; null while a part cannot be said."""
    once: Amount | None
    """What else is due in this month, in yuan; null while a part cannot be said."""
    to_ask: list[QuestionDict]
    """What must still be learned."""
    papers: list[PaperDict]
    """The papers that an application needs."""


@with_config(CLOSED)
class CauseDict(TypedDict):
    """Why what was paid is not what is due."""

    kind: CauseKind
    """What sort of cause it is."""
    what: str
    """The figure, benefit or fact."""
    known: Day | None
    """The day on which it became known; null where none is recorded."""


@with_config(CLOSED)
class LineDict(TypedDict):
    """One benefit for one payee in one month; null is what cannot be said."""

    month: Month
    """The month."""
    benefit: str
    """Id of the benefit."""
    payee: str
    """Id of the member, or of the household."""
    due: Amount | None
    """What was due, in yuan."""
    paid: Amount
    """What was paid, in yuan."""
    arrears: Amount | None
    """What is owed, in yuan."""
    recovery: Amount | None
    """What was paid too much, in yuan."""
    causes: list[CauseDict]
    """Why the two differ."""


@with_config(CLOSED)
class SettlementDict(TypedDict):
    """What is owed and what was paid too much."""

    lines: list[LineDict]
    """Every line."""
    arrears: Amount
    """What is owed in all, in yuan."""
    recovery: Amount
    """What was paid too much in all, in yuan."""
    net: Amount
    """Arrears less recovery, in yuan."""


@with_config(CLOSED)
class FindingDict(TypedDict):
    """One thing that is wrong."""

    file: str
    """The file, or the part of a request."""
    line: Annotated[int, Field(ge=1)] | None
    """The line, from 1."""
    column: Annotated[int, Field(ge=1)] | None
    """The column, from 1."""
    severity: Literal["error", "warning", "notice"]
    """How bad it is."""
    code: Annotated[str, Field(pattern=r"^WR[0-9]{3}$")]
    """The stable code."""
    message: str
    """What is wrong, in the language that was asked for."""
    path: NotRequired[str]
    """Where in a case or request."""
    details: dict[str, str]
    """What the message says, by name: `got`, `want`, `nearest` and others."""
