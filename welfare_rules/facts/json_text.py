"""JSON read exactly.

Decimals from their digits, no key twice, nothing too large or too deep; what is wrong told in both
languages.
"""

from __future__ import annotations

import json

from welfare_rules.basics.decimals import as_written
from welfare_rules.basics.text import Words
from welfare_rules.document.source import guess_encoding
from welfare_rules.findings import CaseError, Finding, Place, finding, shortened
from welfare_rules.language.words import look_alike

MOST_CHARACTERS = 5_000_000
# What the standard library says (its beginning), and what it means; the first that fits is told.
_WORDS: tuple[tuple[str, Words], ...] = (
    (
        "Expecting ',' delimiter",
        Words(
            "少了逗号，或者括号、引号没有成对",
            "a comma is missing, or a bracket or quote is not closed",
        ),
    ),
    ("Expecting ':' delimiter", Words("名称后面少了冒号", "a colon is missing behind a name")),
    (
        "Expecting property name",
        Words(
            "这里应写加双引号的名称（最后一项后面不写逗号）",
            "a name in double quotes belongs here (no comma follows the last entry)",
        ),
    ),
    ("Illegal trailing comma", Words("最后一项后面不写逗号", "no comma follows the last entry")),
    (
        "Expecting value",
        Words(
            "这里应有一个值（文字要加双引号，是否写作 true 或 false）",
            "a value belongs here (text in double quotes; true or false)",
        ),
    ),
    (
        "Extra data",
        Words(
            "文件在此之前已经写完，后面还有多余的内容",
            "the text is complete before this place; something more follows",
        ),
    ),
    ("Unterminated string", Words("引号没有成对", "a quote is not closed")),
    (
        "Invalid control character",
        Words(
            "引号没有成对，或者文字里有换行等控制字符",
            "a quote is not closed, or a text holds a line end or another control character",
        ),
    ),
    (
        "Invalid \\",
        Words("反斜杠 \\ 后面的写法不对", "what follows the backslash \\ means nothing"),
    ),
    ("Exceeds the limit", Words("一个数太长", "a number is too long")),
)


class _NotJson(ValueError):
    """A key that stands twice."""


class _NoNumber(ValueError):
    """`NaN` or `Infinity`, which JSON does not have."""


def parse_json(text: str | bytes, name: str) -> object:
    """JSON with decimals read from their digits.

    Raises CaseError for anything that is not JSON, or too large or deep.
    """
    place = Place(name, path="$")
    if len(text) > MOST_CHARACTERS:
        raise CaseError(
            [finding("WR412", place, what=Words("字符", "characters"), limit=MOST_CHARACTERS)]
        )
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return _DECODER.decode(text.removeprefix("\ufeff"))
    except RecursionError:
        raise CaseError([finding("WR413", place)]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CaseError(
            [finding("WR105", Place(name, line, 1), found=guess_encoding(error.object))]
        ) from None
    except json.JSONDecodeError as error:
        raise CaseError([_syntax(error, Place(name, error.lineno, error.colno))]) from None
    except _NotJson as error:
        raise CaseError([finding("WR415", place, got=str(error)[:60])]) from None
    except _NoNumber as error:
        raise CaseError(
            [finding("WR401", place, why=Words(f"{error} 不是数", f"{error} is no number"))]
        ) from None
    except ValueError as error:  # a number of thousands of digits
        raise CaseError([_told(str(error).split(";")[0], place)]) from None


def _syntax(error: json.JSONDecodeError, place: Place) -> Finding:
    odd = error.doc[error.pos : error.pos + 1]
    want = look_alike(odd) if odd else None
    return finding("WR103", place, got=odd, want=want) if want else _told(error.msg, place)


def _told(said: str, place: Place) -> Finding:
    words = next((words for start, words in _WORDS if said.startswith(start)), None)
    return finding("WR401", place, why=words or shortened(said))


def _no_constant(word: str) -> object:
    raise _NoNumber(word)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        raise _NotJson(next(key for key, _ in pairs if key in seen or seen.add(key)))
    return made


# made once: a stream of requests has hundreds of thousands of lines
_DECODER = json.JSONDecoder(
    parse_float=as_written, parse_constant=_no_constant, object_pairs_hook=_once
)
