"""The forms of files of cases and of stories.

What facts and benefits are called is the business of the jurisdiction's law.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FORMAT = "welfare-cases/1"
STORIES = "welfare-stories/1"

Text = Annotated[str, StringConstraints(strict=True, min_length=1, strip_whitespace=True)]
Day = Annotated[datetime.date, Field(strict=True)]
MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"
MonthText = Annotated[str, StringConstraints(strict=True, pattern=MONTH)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HouseholdForm(Form):
    """What cases and stories have in common.

    A household on a base, what is expected of it, and on what ground.
    """

    name: Text
    known: datetime.date | None = None
    builds_on: Text | None = None
    base: Text | None = None
    case: Mapping[str, Any] = Field(default_factory=dict[str, Any])
    without: tuple[Text, ...] = ()
    unknown: tuple[Text, ...] = ()
    expect: Mapping[str, Any] = Field(default_factory=dict[str, Any])
    cite: Text | None = None
    arithmetic: Text | None = None
    note: Text | None = None


class ChangeForm(Form):
    """What became so from a day on; without `learned` it was learned on that day."""

    from_: Annotated[Day, Field(alias="from")]
    learned: Day | None = None
    source: str = ""
    set: Mapping[str, Any] = Field(default_factory=dict[str, Any])
    without: tuple[Text, ...] = ()
    unknown: tuple[Text, ...] = ()


class EventForm(Form):
    """What somebody tells of a member of the household, and how well it agrees with the member.

    `time` is the day on which it happened, `received` that on which it was heard of (the same
    unless it is said). `set` has facts of the member `who`, or of the household.
    """

    time: Day | None = None
    received: Day | None = None
    source: Text = "event"
    who: Text | None = None
    match: Literal[1, 2, 3] = 1
    set: Mapping[str, Any] = Field(default_factory=dict[str, Any])
    covers: Text | None = None


class CaseForm(HouseholdForm):
    """One case, a line of a series, or what a whole series shares.

    `change` and `event` are for cases that expect alerts: what became of the household before, and
    what is then told of it.
    """

    month: MonthText | None = None
    change: tuple[ChangeForm, ...] = ()
    event: EventForm | None = None


class SeriesForm(CaseForm):
    """Cases that share everything but a few facts: one line a case."""

    cases: tuple[CaseForm, ...]


class CasesForm(Form):
    """A whole file of cases.

    `base` is read as it stands: household facts, members, and a few reserved keys.
    """

    format: Literal["welfare-cases/1"]
    jurisdiction: Text | None = None
    month: MonthText | None = None
    known: datetime.date | None = None
    note: Text | None = None
    base: Mapping[Text, Mapping[str, Any]] = Field(default_factory=dict[str, Mapping[str, Any]])
    case: tuple[CaseForm, ...] = ()
    series: tuple[SeriesForm, ...] = ()


class PaidForm(Form):
    """What was paid of one benefit, in one month or in each of several.

    `decided` is a date, or a day of each month.
    """

    month: MonthText | None = None
    from_: Annotated[MonthText | None, Field(alias="from")] = None
    to: MonthText | None = None
    benefit: Text
    payee: Text | None = None
    amount: Any
    decided: Any = None


class StoryForm(HouseholdForm):
    """One household over several months.

    What became of it, what was paid, and what is settled as known on a day.
    """

    from_: Annotated[MonthText, Field(alias="from")]
    to: MonthText
    learned: Day | None = None
    change: tuple[ChangeForm, ...] = ()
    paid: tuple[PaidForm, ...] = ()


class StoriesForm(Form):
    """A whole file of stories.

    Its bases are its own; those of the case files may be used as well.
    """

    format: Literal["welfare-stories/1"]
    jurisdiction: Text | None = None
    known: datetime.date | None = None
    note: Text | None = None
    base: Mapping[Text, Mapping[str, Any]] = Field(default_factory=dict[str, Mapping[str, Any]])
    story: tuple[StoryForm, ...] = ()
