"""Months and days that are asked for.

Written with the digits of ASCII, or refused with the place that said them.
"""

from __future__ import annotations

import datetime
import pickle
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

import welfare_rules as wr
from tests.support.effort import examples
from welfare_rules.basics.days import Month, day_number
from welfare_rules.basics.scalars import plain
from welfare_rules.basics.text import Words
from welfare_rules.cases.models import MonthText
from welfare_rules.facts.values import fen_of
from welfare_rules.findings import RequestError
from welfare_rules.loading import parse_day, parse_month

ASCII = re.compile(r"[0-9.-]*")
MONTH = TypeAdapter[str](MonthText)
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@st.composite
def written(draw: st.DrawFn, plain: str) -> str:
    """A text in which some digits are those of another script; `int` takes them all."""
    other = draw(st.sampled_from([FULL_WIDTH, ARABIC]))
    return "".join(each.translate(other) if draw(st.booleans()) else each for each in plain)


@given(written("2021-08"), written("2021-08-31"), written("783.50"))
def test_only_plain_digits_are_months_days_and_money(month: str, day: str, money: str) -> None:
    for read, text, wrong in (
        (parse_month, month, RequestError),
        (MONTH.validate_python, month, ValidationError),
    ):
        if ASCII.fullmatch(text):
            assert read(text)
        else:
            with pytest.raises(wrong):
                read(text)
    for read, text, wrong in ((parse_day, day, RequestError), (fen_of, money, PydanticCustomError)):
        if ASCII.fullmatch(text):
            assert read(text) in (20210831, 78350)
        else:
            with pytest.raises(wrong):
                read(text)


# --- what Python callers have in hand ---


class Scalar:
    """A single value as numpy has it: a type, no shape, and the value of Python."""

    shape = ()

    def __init__(self, kind: str, value: object) -> None:
        self.dtype = type("dtype", (), {"kind": kind})
        self.value = value

    def astype(self, unit: str) -> Scalar:
        assert unit == "datetime64[us]"
        return self

    def item(self) -> object:
        return self.value


class Moment(datetime.datetime):
    """A timestamp as pandas has it."""

    nanosecond = 0


DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2199, 12, 31))
FORMS: tuple[Callable[[datetime.date], object], ...] = (
    lambda day: day,
    lambda day: day.isoformat(),
    lambda day: Scalar("M", datetime.datetime(day.year, day.month, day.day)),
    lambda day: Moment(day.year, day.month, day.day),
    lambda day: datetime.datetime(day.year, day.month, day.day, 9, 30),
    lambda day: day_number(day),
    lambda day: Scalar("i", day_number(day)),
)


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_is_that_day_in_whatever_form(day: datetime.date, form: Callable[..., Any]) -> None:
    assert parse_day(form(day)) == day_number(day)
    if not isinstance(plain(form(day)), (int, str)):
        assert parse_month(form(day)) == Month.of(day.year, day.month)


JUNK = (
    st.integers(-(10**12), 10**12)
    | st.booleans()
    | st.text(max_size=12)
    | st.floats()
    | st.none()
    | st.binary(max_size=4)
    | st.lists(st.integers(), max_size=2)
)
POLICY = wr.load("cn/model")
CASE = {"id": "h", "members": [{"id": "p"}]}
PAID = [{"month": "2021-08", "benefit": "dibao", "payee": "h", "amount": 1}]
ASKED: tuple[Callable[[Any, Any], object], ...] = (
    lambda month, day: POLICY.at(month, day),
    lambda month, day: POLICY.timeline({"case": CASE}, month, "2021-09", day),
    lambda month, day: POLICY.timeline({"case": CASE}, "2021-08", month, day),
    lambda month, day: POLICY.settle({"case": CASE}, PAID, month, "2021-09", day),
    lambda month, day: POLICY.upcoming(CASE, month, 0, day),
    lambda month, day: POLICY.what_if({"dibao_standard": "1"}, start=month),
)


@settings(max_examples=examples(60))
@given(JUNK | st.just("2021-08"), JUNK | st.just("2021-12-31"), st.sampled_from(ASKED))
def test_whatever_is_asked_is_answered_or_refused_by_the_name_of_the_argument(
    month: object, day: object, ask: Callable[[Any, Any], object]
) -> None:
    found: tuple[wr.Finding, ...] = ()
    try:
        ask(month, day)
    except wr.FindingsError as error:
        found = error.findings
    names = {"month", "first", "last", "known", "start"}
    assert {each.place.file for each in found} <= names


@pytest.mark.parametrize("lang", ["fr", "ZH", ""])
def test_a_language_that_there_is_not_is_refused(lang: Any) -> None:
    answer = POLICY.at("2021-08", "2021-12-31").determine(CASE)
    finding = wr.Finding("WR501", wr.Place("jurisdiction"), (("got", "x"),))
    for say in (answer.explain, finding.message, finding.line, finding.to_dict):
        with pytest.raises(wr.RequestError, match="WR516"):
            say(lang)


def test_every_error_has_one_base_and_keeps_its_findings_when_pickled() -> None:
    for kind in (wr.CaseError, wr.PolicyError, wr.RequestError):
        error = kind([wr.Finding("WR501", wr.Place("x"), (("got", "x"),))])
        assert isinstance(error, wr.FindingsError)
        assert pickle.loads(pickle.dumps(error)).findings == error.findings
    missing = wr.EngineMissing(Words("没有", "none"))
    assert isinstance(missing, wr.FindingsError)
    again = pickle.loads(pickle.dumps(missing))
    assert (again.words, again.findings) == (missing.words, missing.findings)


def test_what_is_loaded_and_compiled_is_told_to_the_logger_and_nothing_of_a_case(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("DEBUG", logger="welfare_rules"):
        policy = wr.load("cn/model")
        policy.at("2021-08", "2021-12-31").determine({"id": "SECRET", "members": []})
    said = [each.getMessage() for each in caplog.records]
    assert any("cn/model" in each and "sha256:" in each for each in said)
    assert not any("SECRET" in each for each in said)
