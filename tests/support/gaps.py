"""Cases of which less is said."""

from __future__ import annotations

from typing import Any

import welfare_rules as wr
from tests.oracle.plain import Case

PRESUMED = {fact.id for fact in wr.load("cn/model").law.facts if fact.presumed is not None}


def places(case: Case) -> list[tuple[int, str]]:
    """Where a fact stands that may be left out without a presumption taking its place."""
    found = [(-1, key) for key in case if key not in ("id", "members") and key not in PRESUMED]
    for place, member in enumerate(case["members"]):
        found.extend((place, key) for key in member if key != "id" and key not in PRESUMED)
    return found


def without(case: Case, gone: list[tuple[int, str]]) -> Case:
    made: dict[str, Any] = {key: value for key, value in case.items() if (-1, key) not in gone}
    made["members"] = [
        {key: value for key, value in member.items() if (place, key) not in gone}
        for place, member in enumerate(case["members"])
    ]
    return made
