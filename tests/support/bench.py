"""The workbench as tests open it: the teaching county, its example household, a fixed day."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.support.command import CASE, POLICIES
from welfare_rules.workbench.state import NOBODY, Office, State, office_of, start

HOUSEHOLD: dict[str, Any] = json.loads(CASE.read_text("utf-8"))
WHEN = "2021-08", "2021-12-31"


@cache
def office() -> Office:
    """All shipped policies."""
    files = sorted(POLICIES.rglob("*.toml"))
    return office_of(
        {
            path.relative_to(POLICIES).as_posix(): path.read_text("utf-8")
            for path in files
            if "cases" not in path.parts
        }
    )


@cache
def full() -> State:
    """The example household of the teaching county, of whom everything is said."""
    return start(office(), "cn/model", *WHEN, case=HOUSEHOLD)


@cache
def empty() -> State:
    """A household of whom nothing is said."""
    return start(office(), "cn/model", *WHEN, case=NOBODY)
