"""Values to a validated document.

Every complaint of the models becomes a finding at the value that caused it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from welfare_rules.basics.text import Words, listed
from welfare_rules.document.models import BEFORE, FORMAT, PolicyFile
from welfare_rules.document.parts import Status
from welfare_rules.document.source import Source, read_toml
from welfare_rules.findings import Finding, Place, finding, nearest, shortened
from welfare_rules.findings.validation import (
    KeyPath,
    Refusals,
    about_key,
    existing,
    keys_at,
    limit_words,
)


@dataclass(frozen=True, slots=True)
class Document:
    """One validated policy file of one jurisdiction."""

    jurisdiction: str
    source: Source
    content: PolicyFile

    @property
    def id(self) -> str:
        return self.content.document.id

    def status(self, own: Status | None) -> Status | None:
        """How far a rule is confirmed: as the rule states, else the document, else None."""
        return own or self.content.document.status

    def announced(self, own: datetime.date | None) -> datetime.date | None:
        """The day a version was announced: as the version states, else the document, else None."""
        return own or self.content.document.announced


LIFE = Words(
    "定义待遇的地方，起止写 begins、ends；from、last_day 是修改的起止",
    "where a benefit is defined its life is written begins and ends; "
    "from and last_day date an amendment",
)
_LANGUAGES = {"zh": Words("中文", "Chinese"), "en": Words("英文", "English")}
_TYPE_WORDS: dict[str, Words] = {
    "string_type": Words("文字（加引号）", "a quoted text"),
    "date_type": Words(
        "日期（如 2021-07-01，不加引号）", "a date (such as 2021-07-01, without quotes)"
    ),
    "date_from_datetime_inexact": Words("日期", "a date"),
    "int_type": Words("整数", "a whole number"),
    "bool_type": Words("true 或 false", "true or false"),
    "decimal_type": Words("数", "a number"),
    "is_instance_of": Words("数", "a number"),
    "finite_number": Words("数", "a number"),
    "string_too_short": Words("非空的文字", "a text that is not empty"),
    "string_too_long": Words("较短的文字", "a shorter text"),
    "model_type": Words("一个表 { … }", "a table { … }"),
    "model_attributes_type": Words("一个表 { … }", "a table { … }"),
    "mapping_type": Words("一个表 [ … ]", "a table"),
    "dict_type": Words("一个表 [ … ]", "a table"),
    "tuple_type": Words(
        '列表 ["…"] 或表的数组 [[ … ]]', 'a list ["…"] or an array of tables [[ … ]]'
    ),
}
_NUMBER = Words(
    '数（只写数字，不加引号和单位）、日期（不加引号）、true 或 false；百分比加引号，如 "35%"',
    "a number (digits alone, no quotes, no unit), a date (no quotes), true or false; a percentage "
    'in quotes, such as "35%"',
)
_PATTERN_WORDS: dict[str, Words] = {
    "[1-9][0-9]{5}": Words("六位区划代码", "a division code of six digits"),
    "%?$": Words("数或百分比", "a number or a percentage"),
    r"\.[0-9]{1,2}": Words(
        "只写数字的元，最多两位小数，如 0.01",
        "yuan in digits alone, with at most two decimals, such as 0.01",
    ),
    "_]": Words("小写英文字母、数字、下划线", "lower-case letters, digits and _"),
    "-]": Words("小写英文字母、数字、连字符", "lower-case letters, digits, - and ."),
}


def read_document(source: Source, jurisdiction: str) -> tuple[Document | None, list[Finding]]:
    """The document in a file, or everything that is wrong with its form."""
    data, wrong = read_toml(source)
    if data is None:
        return None, wrong
    if data.get("format") == BEFORE:
        old = finding("WR109", source.place(("format",)), got=BEFORE, want=FORMAT)
        return None, [old, *_lives(source)]
    if data.get("format") != FORMAT:
        return None, [finding("WR107", source.place(("format",)), want=FORMAT)]
    try:
        return Document(jurisdiction, source, PolicyFile.model_validate(data)), []
    except ValidationError as error:
        return None, _findings(source, data, error.errors(include_url=False))
    except RecursionError:
        return None, [finding("WR108", Place(source.name, 1, 1))]


def _lives(source: Source) -> Iterable[Finding]:
    """Where a file of the format before dates the life of a benefit."""
    keys = source.spans.keys
    for path in keys:
        dates = len(path) == 3 and path[0] in ("benefit", "phase_out")
        if dates and path[2] in ("from", "last_day") and (*path[:2], "replaces") not in keys:
            yield finding("WR119", source.place(path, key=True), why=LIFE)


def _findings(
    source: Source, data: Mapping[str, Any], details: Iterable[ErrorDetails]
) -> list[Finding]:
    """One finding a place: a union of types complains once for each of its types."""
    complaints: dict[KeyPath, list[ErrorDetails]] = {}
    paths: dict[KeyPath, KeyPath] = {}
    for each in details:
        missing = each["type"] == "missing"
        path = existing(data, each["loc"][:-1] if missing else each["loc"])
        key = (*path, each["loc"][-1]) if missing else path
        paths[key] = path
        complaints.setdefault(key, []).append(each)
    found: list[Finding] = []
    for key, several in complaints.items():
        value = several[0].get("input")
        if isinstance(value, Decimal) and not value.is_finite():
            found.append(
                finding(
                    "WR116",
                    source.place(paths[key]),
                    got=_short(value),
                    why=Words("不是有限的数", "it is not a finite number"),
                )
            )
            continue
        wanted = dict.fromkeys(
            _TYPE_WORDS[each["type"]] for each in several if each["type"] in _TYPE_WORDS
        )
        if len(wanted) > 1 and isinstance(value, str):
            wanted = dict.fromkeys([_NUMBER])
        if len(wanted) > 1 or _NUMBER in wanted:
            place, got = source.place(paths[key]), _as_typed(value)
            found.append(finding("WR112", place, got=got, want=listed(wanted)))
        else:
            found.append(_finding(source, paths[key], several[0]))
    return found


def _finding(source: Source, path: KeyPath, each: ErrorDetails) -> Finding:
    kind, last = each["type"], str(each["loc"][-1])
    if kind == "missing" and last in _LANGUAGES and path:
        return finding("WR114", source.place(path), lang=_LANGUAGES[last])
    place = source.place(path, key=about_key(each))
    found = _REFUSALS.finding(each, place, lambda: keys_at(PolicyFile, path[:-1]))
    if found is not None:
        return found
    got = _short(each.get("input"))
    if kind in ("literal_error", "enum"):
        want = str(each.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        return finding("WR113", place, got=got, want=want, nearest=nearest(got, want.split(", ")))
    if kind == "string_pattern_mismatch":
        pattern = str(each.get("ctx", {}).get("pattern", ""))
        words = next(
            (words for part, words in _PATTERN_WORDS.items() if part in pattern),
            Words("合规的编号", "a well-formed id"),
        )
        return finding("WR115", place, got=got, want=words)
    return finding("WR117", place, why=limit_words(each))


def _short(value: object) -> str:
    return shortened(
        value
        if isinstance(value, (str, int, Decimal, datetime.date, datetime.time))
        else repr(value)
    )


def _as_typed(value: object) -> str:
    """A value as it stands in the file: what is wrong with it may be its quotes."""
    match value:
        case str():
            return f'"{shortened(value)}"'
        case bool():
            return "true" if value else "false"
        case Mapping():
            return "{…}"
        case list():
            return "[…]"
        case _:
            return _short(value)


_REFUSALS = Refusals("WR110", "WR111", "WR112", _TYPE_WORDS, _as_typed)
