"""The form of a case file. What its facts and benefits are called is the business of the jurisdiction's law, checked in `build`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

FORMAT = "welfare-cases/1"

Text = Annotated[str, StringConstraints(strict=True, min_length=1, strip_whitespace=True)]
MonthText = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseForm(Form):
    """One case, a line of a series, or what a whole series shares."""

    name: Text
    month: MonthText | None = None
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


class SeriesForm(CaseForm):
    """Cases that share everything but a few facts: one line a case."""

    cases: tuple[CaseForm, ...]


class CasesForm(Form):
    """A whole file. `base` is read as it stands: household facts, members, and a few reserved keys."""

    format: Literal["welfare-cases/1"]
    jurisdiction: Text | None = None
    month: MonthText | None = None
    known: datetime.date | None = None
    note: Text | None = None
    base: Mapping[Text, Mapping[str, Any]] = Field(default_factory=dict[str, Mapping[str, Any]])
    case: tuple[CaseForm, ...] = ()
    series: tuple[SeriesForm, ...] = ()
