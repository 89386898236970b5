"""How texts and cases are spoilt: as slips of the hand would, and worse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from hypothesis import strategies as st

# What a Chinese keyboard, a careless copy or malice puts into a file.
ODD = (
    "＝“”，：（）［］｛｝　０９％。、'\"\\#[]{}=.,-+*/()<>!\n\r\t\0\ufeff\u202e\ud7ff\U0001f600aZ0_"
)
NUMBERS = (
    "0",
    "-1",
    "1.234",
    "nan",
    "inf",
    "1e400",
    "0x10",
    "9" * 400,
    "9" * 5000,
    "true",
    "2021-02-30",
    "2021-07-01",
    "9999-12-31",
    '"35%"',
    '""',
    "[]",
    "{}",
)
_NUMBER = re.compile(r"\d[\d.-]*")
_STRING = re.compile(r'"[^"\n]*"')
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[一-鿿]+")

Pick = Callable[[int], int]
"""A number from 0 to below another: made by a search, or by chance."""
Edit = Callable[[str, Pick], str]


def _lines(change: Callable[[list[str], int, int], None]) -> Edit:
    def edit(text: str, pick: Pick) -> str:
        lines = text.splitlines(keepends=True)
        if lines:
            change(lines, pick(len(lines)), pick(len(lines)))
        return "".join(lines)

    return edit


def _delete(lines: list[str], first: int, second: int) -> None:
    del lines[first]


def _double(lines: list[str], first: int, second: int) -> None:
    lines.insert(second, lines[first])


def _swap(lines: list[str], first: int, second: int) -> None:
    lines[first], lines[second] = lines[second], lines[first]


def _cut(lines: list[str], first: int, second: int) -> None:
    del lines[min(first, second) : max(first, second)]


def _end(lines: list[str], first: int, second: int) -> None:
    lines[first] = lines[first][: len(lines[first]) // 2]
    del lines[first + 1 :]


def replacing(pattern: re.Pattern[str], more: Sequence[str]) -> Edit:
    """One thing of a kind by another one of the same text, or by one of these."""

    def edit(text: str, pick: Pick) -> str:
        found = list(pattern.finditer(text))
        if not found:
            return text
        match = found[pick(len(found))]
        others = [*more, *dict.fromkeys(each.group() for each in found)]
        return text[: match.start()] + others[pick(len(others))] + text[match.end() :]

    return edit


def _character(text: str, pick: Pick) -> str:
    place = pick(len(text) + 1)
    return text[:place] + ["", *ODD][pick(len(ODD) + 1)] + text[place + pick(2) :]


EDITS: tuple[Edit, ...] = (
    _lines(_delete),
    _lines(_double),
    _lines(_swap),
    _lines(_cut),
    _lines(_end),
    replacing(_NUMBER, NUMBERS),
    replacing(
        _STRING, ('""', '"x"', "1", "true", "[]", '"' + "（" * 500 + '"', '"' + "非 " * 200 + '真"')
    ),
    replacing(WORD, ("zz", "x", "", "真", "years", "sum", "当月")),
    _character,
)


@st.composite
def spoilt_text(draw: Callable[[st.SearchStrategy[Any]], Any], text: str) -> str:
    """A text after one to three edits."""
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.sampled_from(EDITS))(text, lambda below: draw(st.integers(0, below - 1)))
    return text


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(
        [
            "none",
            "p1",
            "1.234",
            "-5",
            "９",
            "2021-02-30",
            "2199-01-01",
            "0001-01-01",
            10**40,
            -(10**40),
            "\ud800",
            "",
        ]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=9) | st.just("per_year"), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def spoilt_case(draw: Callable[[st.SearchStrategy[Any]], Any], case: dict[str, Any]) -> Any:
    """A case after one to four changes of its structure: values, keys, members."""
    case = json.loads(json.dumps(case))
    for _ in range(draw(st.integers(1, 4))):
        listed = case.get("members")
        members = cast(list[Any], listed) if isinstance(listed, list) else None
        people = [cast(dict[str, Any], each) for each in members or () if isinstance(each, dict)]
        where: dict[str, Any] = draw(st.sampled_from([case, *people]))
        key = draw(st.sampled_from([*where, "", "zz", "工资", "members"]))
        match draw(st.sampled_from(["set", "drop", "rename", "double", "swap"])):
            case "drop":
                where.pop(key, None)
            case "rename":
                where[draw(st.text(max_size=9))] = where.pop(key, None)
            case "double" if members is not None:
                members.append(draw(st.sampled_from(members)) if members else {})
            case "swap":
                other = draw(st.sampled_from([case, *people]))
                where[key] = json.loads(json.dumps(other.get(draw(st.sampled_from([*other, "x"])))))
            case _:
                where[key] = draw(VALUES)
        if len(json.dumps(case)) > 200_000:
            break
    return case


def _places(data: Any) -> list[tuple[Any, Any]]:
    """Every place inside lists and objects, as the container and the key or index."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        each = waiting.pop()
        inner: Iterable[tuple[Any, Any]] = (
            each.items()
            if isinstance(each, dict)
            else enumerate(each)
            if isinstance(each, list)
            else ()
        )
        for key, value in list(inner):
            found.append((each, key))
            waiting.append(value)
    return found


@st.composite
def spoilt_structure(draw: Callable[[st.SearchStrategy[Any]], Any], data: Any) -> Any:
    """Any lists and objects after one to three changes at any depth.

    A value, a key, one too few, one twice, one from elsewhere.
    """
    made: Any = json.loads(json.dumps(data))
    for _ in range(draw(st.integers(1, 3))):
        places = _places(made)
        if not places:
            return draw(VALUES)
        where, key = draw(st.sampled_from(places))
        match draw(st.sampled_from(["set", "set", "drop", "rename", "double", "swap", "whole"])):
            case "drop":
                del where[key]
            case "rename" if isinstance(where, dict):
                where[
                    draw(
                        st.text(max_size=9)
                        | st.sampled_from(
                            ["\ud800", "members[p1].wage", "members[p2]", "members[]"]
                        )
                    )
                ] = where.pop(key)
            case "double" if isinstance(where, list):
                where.append(json.loads(json.dumps(where[key])))
            case "swap":
                other, there = draw(st.sampled_from(places))
                where[key] = (
                    json.loads(json.dumps(other[there]))
                    if there in other or (isinstance(other, list) and there < len(other))
                    else None
                )
            case "whole" if draw(st.integers(0, 9)) == 0:
                made = draw(VALUES)
            case _:
                where[key] = draw(VALUES)
        if len(json.dumps(made)) > 200_000:
            break
    return made
