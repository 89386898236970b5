"""Cases, histories and receipts from and to the disk of the person, as texts of files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import welfare_rules as wr
from welfare_rules.basics.harmless import json_text, table
from welfare_rules.basics.text import Words
from welfare_rules.workbench.household import Place, another, member_ids, members
from welfare_rules.workbench.state import Case, Download, State, problems
from welfare_rules.workbench.words import SAID


def opened(state: State, text: str) -> State:
    """The state with what a file has: a case, a history, or a receipt that is made again.

    What cannot be read changes nothing and is told.
    """
    try:
        given = json.loads(text, parse_float=str)
    except (ValueError, RecursionError):
        return replace(state, notice=SAID["no_json"], warning=True)
    if not isinstance(given, dict):
        return replace(state, notice=SAID["no_case"], warning=True)
    data = cast(dict[str, Any], given)
    try:
        if "format" in data:
            return _receipt(state, data)
        if "case" in data:
            return _history(state, data, text)
        if "members" in data:
            made = another(replace(state, history=None), data, SAID["was_opened"])
            return replace(made, notice=SAID["case_opened"])
    except wr.FindingsError as error:
        return replace(state, notice=problems(error), warning=True)
    return replace(state, notice=SAID["no_case"], warning=True)


def _history(state: State, data: Mapping[str, Any], text: str) -> State:
    """The household of the month out of a history, which is kept to be added to."""
    wr.read_history(text)
    [answer] = state.policy.timeline(dict(data), state.month, state.month, state.known)
    made = replace(state, history=dict(data))
    after = another(made, _case_of(answer), SAID["was_opened"])
    return replace(after, notice=SAID["history_opened"])


def _receipt(state: State, data: Mapping[str, Any]) -> State:
    """The household of a receipt, with whether its decision comes out again."""
    receipt = wr.read_receipt(dict(data))
    there = str(data.get("jurisdiction", ""))
    if there != state.policy.jurisdiction:
        words = SAID.words("other_jurisdiction", there=there)
        return replace(state, notice=words, warning=True)
    found = wr.replay(receipt, state.policy, today=state.known)
    told = found.to_dict(state.lang)
    if found.again is None:
        return replace(state, notice=SAID["not_reproduced"], warning=True)
    when = str(data.get("month")), str(data.get("known"))
    made = replace(state, month=when[0], known=when[1], history=None)
    after = another(made, _case_of(found.again), SAID["was_opened"])
    words = SAID["reproduced" if found.reproduced else "not_reproduced"]
    documents = [f"{each['id']} {each['change']}" for each in told["documents"]]
    if documents:
        more = ", ".join(documents)
        words = Words(f"{words.zh} {more}", f"{words.en} {more}")
    return replace(after, notice=words, warning=not found.reproduced)


def _case_of(answer: wr.Answer) -> Case:
    """The case of an answer as a case file has it, with the names that it has."""
    receipt = wr.write_receipt(answer)
    names = {each["commitment"]: each["value"] for each in receipt["names"]}
    return cast(Case, _named(receipt["facts"], names))


def _named(value: Any, names: Mapping[str, str]) -> Any:
    """A value of a receipt with the names that its commitments stand for."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, Mapping):
        items = cast(Mapping[str, Any], value)
        return {key: _named(each, names) for key, each in items.items()}
    if isinstance(value, list):
        return [_named(each, names) for each in cast(list[Any], value)]
    return value


# --- to disk ---


def _name(state: State, kind: str, ending: str) -> str:
    """A name of a file that no file system stumbles over."""
    case = "".join(each if each.isalnum() else "-" for each in str(state.case.get("id", "")))
    return f"{case or 'household'}-{state.month}-{kind}.{ending}"


def saved(state: State, kind: str) -> State:
    """The state with a text to be saved: `case`, `history`, `receipt`, `diff`, `toml` or `list`."""
    made: tuple[str, str] | None = None
    if kind == "case":
        made = _name(state, "case", "json"), json_text(dict(state.case)) + "\n"
    elif kind == "history":
        made = _name(state, "history", "json"), json_text(_history_now(state)) + "\n"
    elif kind == "receipt" and state.answer is not None:
        receipt = wr.write_receipt(state.answer)
        made = _name(state, "receipt", "json"), json_text(receipt) + "\n"
    elif kind == "diff" and state.tried is not None:
        made = _name(state, "figures", "patch"), state.tried.diff
    elif kind == "toml" and state.tried is not None:
        made = state.tried.path.rpartition("/")[2], state.tried.after
    elif kind == "list" and state.tried is not None and state.tried.report is not None:
        made = "households.csv", _list(state.tried.report)
    return state if made is None else replace(state, download=Download(*made))


def _history_now(state: State) -> dict[str, Any]:
    """The history that was opened with what is different now, or a new one of the household."""
    if state.history is None:
        return {"case": dict(state.case), "changes": []}
    [answer] = state.policy.timeline(dict(state.history), state.month, state.month, state.known)
    change = _differences(_case_of(answer), state.case)
    changes = list(state.history.get("changes") or [])
    if change:
        first = {"from": f"{state.month}-01", "learned": state.known, "set": change}
        changes.append(first)
    return {**state.history, "changes": changes}


def _differences(old: Case, new: Case) -> dict[str, Any]:
    """The facts that the new case says otherwise, by their paths; what it says no more is unknown.

    >>> _differences({"id": "h", "vehicles": 1, "members": []}, {"id": "h", "members": []})
    {'vehicles': {'unknown': True}}
    """
    before, after = _facts(old), _facts(new)
    made: dict[str, Any] = {}
    for path in dict.fromkeys([*before, *after]):
        if before.get(path) != after.get(path):
            made[path] = after.get(path, {"unknown": True})
    return made


def _facts(case: Case) -> dict[str, Any]:
    found = {key: each for key, each in case.items() if key not in ("id", "members")}
    for name, member in zip(member_ids(case), members(case), strict=True):
        found |= {Place(name, key).path: each for key, each in member.items() if key != "id"}
    return found


def _list(report: Mapping[str, Any]) -> str:
    """The households that change as a CSV file that spreadsheet programs open."""
    found = cast(list[Mapping[str, Any]], report["rows"] or [])
    rows = [
        (each["household"], each.get("town") or "", *(each["total"][side] for side in _SIDES))
        for each in found
    ]
    return table(("household", "town", *_SIDES), rows).decode("utf-8")


_SIDES = ("before", "after", "difference")
