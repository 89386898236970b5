"""What `Answer.derivation` gives, as types: the explanation as data, each value beside its words.

Texts are in the language that was asked for; ids, values and marks are the same in both.
"""

from __future__ import annotations

from typing import Literal, NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

from welfare_rules.written.records import CLOSED, Amount, Day, Digest, Month

Status = Literal["published", "reported", "unverified", "placeholder"]
Per = Literal["month", "quarter", "year", "once", "service"]
Scalar = str | int | bool


@with_config(CLOSED)
class ValueDict(TypedDict):
    """What is known of a value: exactly, or its bounds; null is what nobody knows.

    Money is yuan as text with two decimals, a rate a decimal as text, each a fraction (`1/3`) where
    no decimals can say it; a day is YYYY-MM-DD, `never` or `always`, a choice the id of its value.
    """

    type: Literal["bool", "int", "money", "rate", "months", "date", "code", "choice", "benefits"]
    value: Scalar | None
    at_least: NotRequired[Scalar | None]
    at_most: NotRequired[Scalar | None]
    text: str


@with_config(CLOSED)
class CitedDict(TypedDict):
    """Where something is written, and what is known of it."""

    status: Status
    document: NotRequired[str]
    title: NotRequired[str]
    article: NotRequired[str]
    quote: NotRequired[str]
    url: NotRequired[str]


@with_config(CLOSED)
class OperandDict(TypedDict):
    """A fact, figure or value of another formula that a formula names, whose it is, and its value;
    `aggregate` is a sum, count or the like over the members.
    """

    kind: Literal["fact", "figure", "value", "benefit", "calendar", "aggregate"]
    id: str
    label: str
    payee: str
    value: ValueDict


@with_config(CLOSED)
class ReckoningDict(TypedDict):
    """A formula for one payee: with its names, with its numbers, what it names, and its result."""

    payee: str
    formula: str
    numbers: str
    operands: list[OperandDict]
    result: ValueDict


@with_config(CLOSED)
class GapDict(TypedDict):
    """How far two sides lie apart; money in yuan."""

    side: Literal["above", "below", "apart", "equal_less", "equal_more", "margin"]
    size: str
    unit: Literal["yuan", "percent", "years", "months", "persons", "days", "plain"]
    text: str


@with_config(CLOSED)
class PartDict(TypedDict):
    """A part of a condition that decided it, and what decided that part."""

    payee: str
    holds: bool | None
    text: str
    operands: list[OperandDict]
    gap: GapDict | None
    because: list[PartDict]


@with_config(CLOSED)
class DecidedDict(TypedDict):
    """A condition for one payee."""

    payee: str
    holds: bool | None
    parts: list[PartDict]


@with_config(CLOSED)
class ConditionDict(TypedDict):
    """A requirement, row, supplement or exclusion, and how it is written. `decided` is empty where
    it is only named; `left_out` are payees who are not shown.
    """

    rule: str
    label: str
    formula: str | None
    holds: bool | None
    decided: list[DecidedDict]
    left_out: int
    source: CitedDict | None


@with_config(CLOSED)
class RowDict(TypedDict):
    """A row that applies or may apply, and what it gives."""

    condition: ConditionDict
    amount: ReckoningDict | None


@with_config(CLOSED)
class SupplementDict(TypedDict):
    """A supplement: for which members it holds or may hold, and what it gives."""

    condition: ConditionDict
    members: list[str]
    amounts: list[ReckoningDict]


@with_config(CLOSED)
class CountedDict(TypedDict):
    """What the supplements come to for one member."""

    member: str
    amount: ValueDict


@with_config(CLOSED)
class RoundingDict(TypedDict):
    """The amount before and after it is rounded; never below zero."""

    text: str
    whole: ValueDict
    not_below_zero: ValueDict
    rounded: ValueDict
    source: CitedDict | None


@with_config(CLOSED)
class AmountsDict(TypedDict):
    """How an amount came about: a formula or rows, then supplements, then rounding."""

    formula: ReckoningDict | None
    rows: list[RowDict]
    other_rows: list[ConditionDict]
    supplements: list[SupplementDict]
    counted: list[CountedDict]
    whole: ReckoningDict | None
    rounding: RoundingDict | None


@with_config(CLOSED)
class StartsDict(TypedDict):
    """From when a right is paid; `begun` is null while that cannot be said."""

    rule: str
    begun: bool | None
    first: Month | None


@with_config(CLOSED)
class LackDict(TypedDict):
    """A missing fact, figure or formula, and who can say it."""

    kind: Literal["missing_fact", "unknown_fact", "missing_figure", "missing_formula"]
    id: str
    label: str
    payee: str | None
    whom: str | None


@with_config(CLOSED)
class RightDict(TypedDict):
    """A benefit for one payee."""

    benefit: str
    payee: str


@with_config(CLOSED)
class MissingDict(LackDict):
    """What is missing, and what it would decide."""

    decides: list[RightDict]


@with_config(CLOSED)
class GroupDict(TypedDict):
    """Payees for whom a benefit was decided in the same way; `as_above` where it is not shown how.

    `no_row` are the rows of a table where none applies, `ring` the benefits of which one is paid.
    """

    benefit: str
    label: str
    payees: list[str]
    status: Literal["eligible", "not_eligible", "undetermined"]
    amount: Amount | None
    at_least: Amount | None
    at_most: Amount | None
    per: Per
    provisional: bool
    as_above: bool
    starts: StartsDict | None
    requirements: list[ConditionDict]
    no_row: list[ConditionDict]
    exclusions: list[ConditionDict]
    ring: list[str]
    amounts: AmountsDict | None
    missing: list[LackDict]


@with_config(CLOSED)
class ExemptedDict(TypedDict):
    """What one exemption took of an income."""

    id: str
    label: str
    decided: DecidedDict | None
    declared: ValueDict | None
    cap: ValueDict | None
    taken: ValueDict | None
    share: ValueDict | None
    left: ValueDict
    source: CitedDict | None


@with_config(CLOSED)
class IncomeDict(TypedDict):
    """One member's income: what there was, each exemption, and what counts."""

    member: str
    reckoning: ReckoningDict
    exemptions: list[ExemptedDict]
    counts: ValueDict


@with_config(CLOSED)
class WorkingDict(TypedDict):
    """A value that the benefits rest on, worked out for those for whom it is shown."""

    id: str
    label: str
    formula: str | None
    reckonings: list[ReckoningDict]
    decided: list[DecidedDict]
    incomes: list[IncomeDict]
    left_out: int
    source: CitedDict | None


@with_config(CLOSED)
class VersionDict(TypedDict):
    """A version of a figure: a value, or a share of another figure."""

    value: ValueDict | None
    share: ValueDict | None
    of: str | None
    first: Day
    until: Day | None
    announced: Day
    only_for: str | None
    note: str
    source: CitedDict


@with_config(CLOSED)
class CorrectedDict(TypedDict):
    """What a correction replaced."""

    announced: Day
    value: ValueDict


@with_config(CLOSED)
class ConflictDict(TypedDict):
    """What another source says of a figure."""

    value: ValueDict | None
    source: CitedDict


@with_config(CLOSED)
class FigureDict(TypedDict):
    """A figure that took part: the version in force, and behind a share that of which it is one."""

    id: str
    label: str
    per: str | None
    value: ValueDict
    versions: list[VersionDict]
    corrects: list[CorrectedDict]
    conflicts: list[ConflictDict]


@with_config(CLOSED)
class UnconfirmedDict(TypedDict):
    """A rule, or the rounding of a benefit, that no published document confirms."""

    id: str
    label: str
    rounding: bool
    source: CitedDict


@with_config(CLOSED)
class PresumedDict(TypedDict):
    """A fact of which nothing was said, and what was presumed; null: that a right has begun."""

    fact: str
    label: str
    payees: list[str]
    value: ValueDict | None


@with_config(CLOSED)
class CircleReasonDict(TypedDict):
    """The circle that holds, or the first that cannot be said."""

    id: str
    label: str
    decided: DecidedDict
    source: CitedDict | None


@with_config(CLOSED)
class DerivationDict(TypedDict):
    """The derivation of an answer; what `Answer.explain` says, as data."""

    case: str
    """Id of the household."""
    month: Month
    """The month."""
    jurisdiction: str
    """The jurisdiction whose law it is."""
    place: str
    """What that is called."""
    known: Day
    """The day whose knowledge counts."""
    policy_digest: Digest
    """Digest of the rules."""
    lang: Literal["zh", "en"]
    """The language of the texts."""
    circle: CircleReasonDict | None
    """The circle and the conditions that decided it."""
    total: Amount | None
    """What is due each month."""
    once: Amount | None
    """What else is due in this month."""
    provisional: bool
    """Whether anything rests on what no published document confirms."""
    benefits: list[GroupDict]
    """Every benefit with its conditions and its amount."""
    without_payees: list[str]
    """Benefits that nobody here can be paid."""
    workings: list[WorkingDict]
    """The values on the way, each with its formula and numbers."""
    figures: list[FigureDict]
    """The figures with their versions and sources."""
    unconfirmed: list[UnconfirmedDict]
    """Rules that no published document confirms."""
    missing: list[MissingDict]
    """What is missing."""
    presumed: list[PresumedDict]
    """What was presumed."""
