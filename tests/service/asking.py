"""Requests that are right, and such as somebody spoilt: for each transport the same."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.support.command import CASE, ROOT
from welfare_rules.service.policies import Policies, read_policies
from welfare_rules.service.requests import ACTIONS

LATE = ROOT / "docs" / "examples" / "late-standard"
OF_CASE: dict[str, Any] = {
    "jurisdiction": "cn/model",
    "month": "2021-08",
    "known": "2021-12-31",
    "case": json.loads(CASE.read_bytes()),
}
OF_HISTORY: dict[str, Any] = {
    "jurisdiction": "cn/model",
    "from": "2021-06",
    "to": "2021-08",
    "known": "2021-12-05",
    "history": json.loads((LATE / "history.json").read_bytes()),
}
RIGHT: dict[str, dict[str, Any]] = {
    "determine": OF_CASE,
    "explain": OF_CASE,
    "next": OF_CASE | {"within": 2},
    "timeline": OF_HISTORY,
    "settle": OF_HISTORY
    | {"ledger": json.loads((LATE / "ledger.json").read_bytes()), "plan": True},
    "jurisdictions": {},
    "names": {"jurisdiction": "cn/model"},
    "benefits": {"jurisdiction": "cn/model"},
}
assert RIGHT.keys() == ACTIONS.keys()


@cache
def shipped() -> Policies:
    """The policies that ship, read once for all tests of a process."""
    return read_policies()


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(["2021-08", "cn/model", "zh", "\ud800", "members[p1].wage", {}, []])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, Any]:
    """A request in which one thing, however deep, is another, is gone, or is there besides."""
    do = draw(st.sampled_from([*RIGHT]))
    return do, _spoilt(draw, RIGHT[do])


def _spoilt(draw: st.DrawFn, value: Any) -> Any:
    inner: list[Any] = (
        [*value]
        if isinstance(value, dict)
        else [*range(len(value))]
        if isinstance(value, list)
        else []
    )
    if not inner or draw(st.integers(0, 5)) == 0:
        return draw(ANYTHING)
    key = draw(st.sampled_from(inner))
    if isinstance(value, list):
        return [_spoilt(draw, each) if place == key else each for place, each in enumerate(value)]
    match draw(st.sampled_from(["inside", "inside", "inside", "gone", "more"])):
        case "gone":
            return {name: each for name, each in value.items() if name != key}
        case "more":
            return {**value, draw(st.text(max_size=8)): draw(ANYTHING)}
        case _:
            return {**value, key: _spoilt(draw, value[key])}
