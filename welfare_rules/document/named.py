"""The ids of what policy files define, by the labels that people call it by, as they stand in the
text: a file that cannot be read defines something too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from welfare_rules.basics.nearest import closest
from welfare_rules.findings import Finding, Hint

_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?")
_ID = re.compile(r'\s*id\s*=\s*"([a-z0-9_-]+)"')
_LABEL = re.compile(r'\s*label\s*=\s*\{\s*zh\s*=\s*"([^"]*)"\s*,\s*en\s*=\s*"([^"]*)"')
_CODES = ("WR104", "WR115")  # a key without quotes, and an id with signs that ids have not


def ids_in(text: str) -> dict[str, str]:
    """The ids of what a text defines, by its labels in both languages.

    >>> ids_in('[figure.standard]\\nlabel = { zh = "标准", en = "the standard" }')
    {'标准': 'standard', 'the standard': 'standard'}
    """
    made: dict[str, str] = {}
    id_ = ""
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            header = _HEADER.fullmatch(line)
            id_ = header[1].rpartition(".")[2] if header and "." in header[1] else ""
        elif stated := _ID.match(line):
            id_ = stated[1]
        elif id_ and (label := _LABEL.match(line)):
            for each in label.groups():
                made.setdefault(each, id_)
    return made


def naming_ids(found: Sequence[Finding], texts: Iterable[str]) -> list[Finding]:
    """The findings, those about a label in the place of an id with that id as what was meant."""
    if not any(each.code in _CODES for each in found):
        return [*found]

    @cache
    def ids() -> Mapping[str, str]:
        return {label: each for text in texts for label, each in ids_in(text).items()}

    def near(got: str) -> Hint:
        foreign = [each for each in got.split(".") if not each.isascii()]
        return lambda: ids().get(closest((foreign or [got])[0], ids()), "")

    return [
        replace(each, hint=near(each.detail("got")))
        if each.code in _CODES and each.hint is None and not each.detail("nearest")
        else each
        for each in found
    ]
