"""How long the workbench takes to answer a change, in processor milliseconds.

`python benchmarks/workbench.py [TIMES]` changes the wage of the example household, of whom everything is said, and of the same
household with more and more of it unknown, and prints the best and the median of what `respond` takes: the answer with what
moved, and the derivation that the page asks for behind it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from welfare_rules.document.library import shipped_policies
from welfare_rules.workbench.respond import respond
from welfare_rules.workbench.state import State, office_of, start

ROOT = shipped_policies()
CASE = Path(__file__).parents[1] / "docs" / "examples" / "household.json"
UNSAID = {
    "everything is said": (),
    "five facts a person unknown": (
        "wage",
        "disability_kind",
        "serious_illness",
        "supporter",
        "birth_date",
    ),
    "nothing but who is there": None,
}


def household(unsaid: tuple[str, ...] | None) -> dict[str, Any]:
    """The example without some facts of its members, or without all."""
    case = json.loads(CASE.read_text("utf-8"))
    if unsaid is None:
        members = [{"id": each["id"], "relation": each["relation"]} for each in case["members"]]
        return {"id": case["id"], "members": members}
    people = [
        {key: value for key, value in each.items() if key not in unsaid} for each in case["members"]
    ]
    return {**case, "members": people}


def spent(state: State, action: Mapping[str, str], times: int) -> list[float]:
    made: list[float] = []
    for _ in range(times):
        begun = time.process_time()
        respond(state, action)
        made.append(1000 * (time.process_time() - begun))
    return made


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in sorted(ROOT.rglob("*.toml"))
        if "cases" not in path.parts
    }
    office = office_of(texts)
    for name, unsaid in UNSAID.items():
        state = start(office, "cn/model", "2021-08", "2021-12-31", case=household(unsaid))
        change = {"do": "set", "path": "members[p1].wage", "value": "800"}
        after, _ = respond(state, change)
        for what, took in (
            ("answer", spent(state, change, times)),
            ("reasons", spent(after, {"do": "view", "view": "why"}, times)),
        ):
            print(f"{name}: {what} best {min(took):.1f} ms, median {median(took):.1f} ms")


if __name__ == "__main__":
    main()
