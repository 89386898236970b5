"""The form of a description of a made-up county. What facts are called is its law's business."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from welfare_rules.cases.models import Form, MonthText, Text
from welfare_rules.document.parts import Name, Value
from welfare_rules.document.parts import Text as BothWords

FORMAT = "welfare-population/1"
MOST_AGE = 120
MOST_KINDS = 200  # of households
MOST_DRAWS = 1_000
MOST_TARGETS = 100
MOST_MONTHS = 24  # of all targets together: each is decided

Share = Annotated[int | Decimal, Field(ge=0, le=1)]
Weight = Annotated[int | Decimal, Field(ge=0, le=1_000_000)]
Age = Annotated[int, Field(strict=True, ge=0, le=MOST_AGE)]
Years = Annotated[int, Field(strict=True, ge=-MOST_AGE, le=MOST_AGE)]
Count = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
Amount = int | Decimal | Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]{1,2})?$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]


class PopulationHead(Form):
    """What the description is of, and the month on whose first day its ages hold.

    `households` is how many of them the whole county has: the targets are those of so many.
    `born` is the fact that an age is turned into. `like` names a description that comes with the
    library, whose households and draws stand behind those of this one.
    """

    id: Slug
    label: BothWords
    jurisdiction: Text
    month: MonthText
    households: Count
    born: Name
    like: Text | None = None
    note: Text | None = None


class MemberForm(Form):
    """One member of a kind of household.

    `age` bounds how old he or she is. With `than`, the age is that of another member and so many
    `years` more; who would then be outside the bounds is left out, as not born or grown up.
    """

    role: Name
    age: tuple[Age, Age]
    than: Name | None = None
    years: tuple[Years, Years] | None = None
    chance: Share = 1
    set: Mapping[str, Any] = Field(default_factory=dict[str, Any])


class HouseholdForm(Form):
    """A kind of household, how frequent it is among the others, and who lives in it."""

    id: Name
    label: BothWords
    weight: Weight
    member: Annotated[tuple[MemberForm, ...], Field(min_length=1, max_length=20)]


class DrawForm(Form):
    """How a fact (or a `helper` that only other draws look at) is drawn.

    Of several for one fact the first whose `when` holds counts. `unsaid` is the share that says
    nothing. A helper that is `kept` stands in the files, for lists.
    """

    fact: Name | None = None
    helper: Name | None = None
    kept: bool = False
    of: Literal["household", "member"]
    when: Mapping[str, Any] = Field(default_factory=dict[str, Any])
    value: Value | Text | None = None
    among: Mapping[str, Weight] | None = None
    chance: Share | None = None
    quantiles: Annotated[tuple[Amount, ...], Field(min_length=2, max_length=1000)] | None = None
    step: Amount | None = None
    days_ago: tuple[int, int] | None = None
    at_age: tuple[Age, Age] | None = None
    unsaid: Share = 0


class TargetForm(Form):
    """A number that was published, and what of a made-up county it is to be held against.

    `counts` says what: `members` or `households` for whom `when` holds; of a `benefit` its `payees`
    (whom it is due to), the `persons` of those households, the `amount` in a month, the `amount a
    person`, or the `persons a household`. Over several `months` it is the mean of them.
    """

    id: Slug
    label: BothWords
    published: Annotated[int | Decimal, Field(gt=0)]
    within: Share
    counts: Literal[
        "members",
        "households",
        "payees",
        "persons",
        "amount",
        "amount a person",
        "persons a household",
    ]
    when: Mapping[str, Any] = Field(default_factory=dict[str, Any])
    benefit: Name | None = None
    months: tuple[MonthText, ...] = ()
    source: Text


class PopulationForm(Form):
    """A whole description."""

    format: Literal["welfare-population/1"]
    population: PopulationHead
    household: Annotated[tuple[HouseholdForm, ...], Field(max_length=MOST_KINDS)] = ()
    draw: Annotated[tuple[DrawForm, ...], Field(max_length=MOST_DRAWS)] = ()
    target: Annotated[tuple[TargetForm, ...], Field(max_length=MOST_TARGETS)] = ()
