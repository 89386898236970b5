"""Text of a formula to tokens.

Nothing is skipped but spaces; a character that is not of the language is a problem with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from welfare_rules.basics.nearest import Hint
from welfare_rules.basics.text import Hole, hole
from welfare_rules.language.words import KEYWORDS, SIGNS, look_alike

MOST_CHARACTERS = 4000

TokenKind = Literal["date", "money", "percent", "number", "name", "op", "end"]

_TOKEN = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2}(?![\w.]))"
    r"|(?P<money>\d+(?:\.\d+)?[ ]*(?:元|yuan\b))"
    r"|(?P<percent>\d+(?:\.\d+)?%)"
    r"|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[^\W\d]\w*)"
    rf"|(?P<op><=|>=|==|!=|[-+*/<>()\[\],{''.join(SIGNS)}])",
    re.ASCII,
)
# Names are CJK words as well as ASCII ones, so they are matched without the ASCII flag that keeps
# full-width digits out of numbers.
_NAME = re.compile(r"[^\W\d]\w*")
_PATH = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a formula, from one character to another.

    The catalogue has the words for the code.
    """

    code: str
    start: int
    end: int
    details: tuple[tuple[str, Hole], ...] = ()
    hint: Hint | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    kind: TokenKind
    text: str
    start: int
    end: int


def problem(
    code: str, start: int, end: int, *, nearest: str | Hint = "", **details: object
) -> Problem:
    made = tuple((key, hole(value)) for key, value in details.items() if value != "")
    if isinstance(nearest, str):
        return Problem(code, start, end, (*made, ("nearest", nearest)) if nearest else made)
    return Problem(code, start, end, made, nearest)


def tokens(text: str, *, paths: bool = False) -> tuple[list[Token], list[Problem]]:
    """Tokens of a formula, ended by one of kind `end`, and everything in it that is no token.

    With `paths` a name may have points in it, `total.difference`.
    """
    names = _PATH if paths else _NAME
    if len(text) > MOST_CHARACTERS:
        return [], [problem("WR204", 0, 1, limit=MOST_CHARACTERS)]
    made: list[Token] = []
    wrong: list[Problem] = []
    place = 0
    while place < len(text):
        if text[place] in " \t\r\n":
            place += 1
            continue
        match = _TOKEN.match(text, place)
        if match is None:
            match = names.match(text, place)
            if match is None:
                wrong.append(_stranger(text, place))
                place += 1
                continue
            kind: TokenKind = "name"
        else:
            kind = match.lastgroup  # type: ignore[assignment]  # the groups are the kinds
            if kind == "name":
                match = names.match(text, place) or match
        word = match.group()
        if kind == "name":
            wrong.extend(_strange_letters(word, place))
            if word in KEYWORDS and KEYWORDS[word] not in ("true", "false"):
                kind, word = "op", KEYWORDS[word]
        elif kind == "op":
            word = SIGNS.get(word, word)
        made.append(Token(kind, word, place, match.end()))
        place = match.end()
    made.append(Token("end", "", len(text), len(text)))
    return made, wrong


# What other notations write, and what stands for it here.
_MEANT = {"=": "==", "&": "且 / and", "|": "或 / or", "!": "非 / not"}


def _stranger(text: str, place: int) -> Problem:
    character = text[place]
    want = look_alike(character)
    if want is None:
        return problem("WR201", place, place + 1, got=character, nearest=_MEANT.get(character, ""))
    return problem("WR202", place, place + 1, got=character, want=want or "（删去 / delete）")


def _strange_letters(word: str, start: int) -> list[Problem]:
    """Full-width digits and letters of other alphabets inside a name.

    They look right and never match.
    """
    found: list[Problem] = []
    for index, character in enumerate(word):
        want = look_alike(character)
        if want is not None:
            found.append(
                problem("WR202", start + index, start + index + 1, got=character, want=want)
            )
    return found
