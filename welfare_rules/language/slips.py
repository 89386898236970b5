"""What people write in formulas out of habit, and what is written here in its place.

Looked at only where a formula is wrong, so that the message says the way out and not where a
parser gave up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from welfare_rules.language.lexer import Problem, problem
from welfare_rules.language.names import Names
from welfare_rules.language.types import MONEY, Type
from welfare_rules.language.words import KEYWORDS

_DIGITS = {each: place for place, each in enumerate("一二三四五六七八九", 1)}
_UNITS = "周岁|岁|级|个月|年|人|户|天"
_AND_OR = "".join(each for each in KEYWORDS if len(each) == 1 and not each.isascii())
_NAME = re.compile(r"[^\W\d]\w*")
_DIGIT = f"[{''.join(_DIGITS)}]"
_NUMBER = re.compile(rf"({_DIGIT}?十{_DIGIT}?|{_DIGIT})(?:{_UNITS})?")


def slips(text: str, names: Names, want: Type | None) -> list[Problem]:
    """The slips of a formula, each with what was written and what to write."""
    found: list[Problem] = []
    for look in _LOOKS:
        for start, end, instead in look(text, names):
            if all(end <= each.start or each.end <= start for each in found):
                found.append(problem("WR225", start, end, got=text[start:end], want=instead))
    if want == MONEY and re.fullmatch(r"\s*\d+(\.\d+)?\s*", text):
        found.append(problem("WR225", 0, len(text), got=text.strip(), want=f"{text.strip()}元"))
    return found


Slip = tuple[int, int, str]
Look = Callable[[str, Names], Iterable[Slip]]


def _of_pattern(pattern: str, instead: Callable[[re.Match[str]], str]) -> Look:
    compiled = re.compile(pattern)

    def look(text: str, names: Names) -> Iterable[Slip]:
        for match in compiled.finditer(text):
            made = instead(match)
            if made != match.group():
                yield match.start(), match.end(), made

    return look


def _day(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _either(match: re.Match[str]) -> str:
    name, first, others = match.group("name"), match.group("first"), match.group("others")
    values = [first, *re.findall(r"(?:或|or)\s+([^\W_]\w*|\d+)", others)]
    return f"{name} 属于 [{', '.join(values)}]"


def _words(text: str, names: Names) -> Iterable[Slip]:
    """Words that are no names: numbers in Chinese, and two names grown together."""
    for match in _NAME.finditer(text):
        word = match.group()
        if word in names.by_word or word in KEYWORDS:
            continue
        number = _NUMBER.fullmatch(word)
        if number is not None:
            yield match.start(), match.end(), str(_value(number.group(1)))
            continue
        for place, sign in enumerate(word):
            before, after = word[:place], word[place + 1 :]
            known = after in names.by_word and (not before or before in names.by_word)
            if sign in _AND_OR and known:
                parts = (part for part in (before, sign, after) if part)
                yield match.start(), match.end(), " ".join(parts)
                break


def _value(digits: str) -> int:
    tens, ten, ones = digits.partition("十")
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0) if ten else _DIGITS[digits]


_LOOKS: tuple[Look, ...] = (
    _of_pattern(r"['\"‘’“”]([^'\"‘’“”]*)['\"‘’“”]", lambda match: match.group(1)),
    _of_pattern(
        r"(\d+(?:\.\d+)?\s*(?:元|yuan))\s*/\s*(?:人|户|月|年|季|天|month|year|person|household)",
        lambda match: match.group(1),
    ),
    _of_pattern(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)", _day),
    _of_pattern(rf"(?<![\w.])(\d+)\s*(?:{_UNITS})(?!\w)", lambda match: match.group(1)),
    _of_pattern(r"(?<!\w)(月|month)\s*\([^()]*\)", lambda match: "月份"),
    _of_pattern(
        r"(?P<name>[^\W\d]\w*)\s*==\s*(?P<first>\w+)(?P<others>(?:\s+(?:或|or)\s+(?:\w+)"
        r"(?=\s*(?:$|\)|且|或|and\b|or\b)))+)",
        _either,
    ),
    _words,
)
