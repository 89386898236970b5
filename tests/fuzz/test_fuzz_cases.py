"""Spoilt cases: each is decided or refused with findings that say where, and nothing else happens."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import spoilt_case, spoilt_text
from tests.fuzz.readers import HOUSEHOLD, LAST_RESORT
from tests.fuzz.readers import case as read
from tests.support.command import CASE, MONTH, findings, run
from tests.support.effort import examples

TEXT = CASE.read_text(encoding="utf-8")


@given(spoilt_case(HOUSEHOLD))
@settings(max_examples=examples(50))
def test_spoilt_structures_as_text(case: Any) -> None:
    read(json.dumps(case))


@given(spoilt_case(HOUSEHOLD))
@settings(max_examples=examples(25))
def test_spoilt_structures_as_python_objects(case: Any) -> None:
    read(case)


@given(spoilt_text(TEXT))
@settings(max_examples=examples(50))
def test_spoilt_texts(text: str) -> None:
    read(text.encode("utf-8", "surrogatepass"))


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
@settings(max_examples=examples(50))
def test_any_bytes(data: bytes) -> None:
    read(data)


@given(spoilt_case(HOUSEHOLD) | spoilt_text(TEXT))
@settings(max_examples=examples(10))
def test_spoilt_cases_at_the_command(case: Any) -> None:
    text = case if isinstance(case, str) else json.dumps(case)
    result = run(
        "determine", "-", *MONTH, "--format", "json", stdin=text.encode("utf-8", "surrogatepass")
    )
    assert result.exit_code in (0, 2)
    if result.exit_code == 2:
        assert all(each["code"] != LAST_RESORT for each in findings(result))
    else:
        assert json.loads(result.stdout)["benefits"]
