"""Findings that only follow from a file that could not be read.

Told again once that file is mended, if they are still there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from welfare_rules.findings import Finding

# Of findings that a missing definition causes, the details that name what is missing. WR111 and
# WR119 may be about a benefit of which another file states the rest.
_NAMING = {
    "WR111": ("about",),
    "WR119": ("about",),
    "WR205": ("got",),
    "WR225": ("got",),
    "WR302": ("got", "what"),
    "WR313": ("got",),
    "WR317": ("got",),
}
# the detail that says which names are missing in turn, because their own definition names what is
# missing
_DEFINES = "defines"
_NAME = re.compile(r"[^\W\d]\w*")
_COUNTABLE = ("countable_", "可计")  # how the income family names what it makes of an income


def without_cascades(found: Iterable[Finding], unread: frozenset[str]) -> tuple[Finding, ...]:
    """The findings without those that only follow from a file that could not be read.

    They name something that one of the unread words may define.
    """
    left, words = list(found), set(unread)
    while words:
        followed = [each for each in left if _follows(each, words)]
        if not followed:
            break
        left = [each for each in left if each not in followed]
        words.update(name for each in followed for name in each.detail(_DEFINES).split())
    return tuple(left)


def _follows(each: Finding, words: set[str]) -> bool:
    if each.code == "WR320":  # no vocabulary at all
        return True
    return any(name in words for name in _names(each))


def _names(each: Finding) -> Iterator[str]:
    for key in _NAMING.get(each.code, ()):
        name = each.detail(key)
        yield name
        if each.code == "WR225":  # a whole phrase
            yield from _NAME.findall(name)
        for prefix in _COUNTABLE:
            if name.startswith(prefix):
                yield name.removeprefix(prefix)
