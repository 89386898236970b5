"""Explains TOML syntax errors to authors of policies: what is wrong, what to type instead.

The parser says where it gave up and why, in English and in its own terms. What stands there usually
tells what was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import tomli

from welfare_rules.basics.text import Words
from welfare_rules.findings import Finding, Place, finding, shortened
from welfare_rules.language.words import look_alike

_BARE_KEY = re.compile(
    r"\s*\[{0,2}\s*((?:[A-Za-z0-9_.-]*[^\x00-\x7f=\[\]\"'#\s][^=\[\]\"'#\s]*))\s*[=\]]"
)
_BARE_KEY_WITHIN = re.compile(  # of an inline table
    r"[{,]\s*((?:[A-Za-z0-9_.-]*[^\x00-\x7f={},\[\]\"'#\s][^={},\[\]\"'#\s]*))\s*="
)
_WITH_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')
_ONLY_A_KEY = re.compile(r"\s*[A-Za-z0-9_.-]+\s*")
_OUTSIDE_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*|(?P<odd>[^\x00-\x7f])')
_KEY = re.compile(r"\s*\[{0,2}\s*([^=\]]*?)\s*(?:[=\]]|$)")

LONGEST = 1000  # characters of a line that are looked at: patterns take the square of that


@dataclass(frozen=True, slots=True)
class Slip:
    """One kind of syntax error: the parser's message, the text around it, and our words.

    `at_key`: it is told at the key of the line. `{rest}` is what stands behind the place, `{key}`
    the key of the line, `{word}` what the pattern `rest` found.
    """

    said: str
    words: Words
    rest: str = ""
    before: str = ""
    at_key: bool = False


_STRAY = "Expected newline or end of document"
_VALUE = "Invalid value"
# The first that fits is told.
SLIPS: tuple[Slip, ...] = (
    Slip(
        _STRAY,
        Words('百分数要加引号，如 "30%"', 'put a percentage in quotes, such as "30%"'),
        rest=r"\s*[%％]",
    ),
    Slip(
        _STRAY,
        Words(
            "数字里不写千位逗号：1,000 写作 1000",
            "no thousands comma in a number: write 1,000 as 1000",
        ),
        rest=r",\d{3}",
        before=r"\d$",
    ),
    Slip(
        _STRAY,
        Words("小数点写作 .，不写逗号", "a decimal point is written ., not a comma"),
        rest=r",\d{1,2}\s*(?:#|$)",
        before=r"\d$",
    ),
    Slip(_STRAY, Words("行末不写逗号", "no comma at the end of a line"), rest=r"\s*,\s*(?:#|$)"),
    Slip(
        _STRAY,
        Words(
            "日期写作 2021-07-01：年四位，月、日各两位，而且要有这一天",
            "write a day that exists as 2021-07-01: year, month, day with all digits",
        ),
        rest=r"[-/.年]\d",
        before=r"=\s*\d{4}(?:[-.]\d{1,2})?$",
    ),
    Slip(
        _STRAY,
        Words(
            "单位不写在数字后面；这里多出“{word}”", "no unit behind a number; {word!r} is too much"
        ),
        rest=r"\s*(元|万元|分|岁|周岁|人|个月|月|年|倍)",
    ),
    Slip(
        _STRAY,
        Words("数字前面不写多余的 0", "no needless zero before a number"),
        rest=r"\d",
        before=r"=\s*[+-]?0$",
    ),
    Slip(_STRAY, Words("一行只写一项；这里多出“{rest}”", "one entry a line; {rest!r} is too much")),
    Slip(_VALUE, Words("这里没有写值", "no value is written here"), rest=r"\s*(?:#|$)"),
    Slip(
        _VALUE,
        Words(
            "是写作 true，否写作 false，不加引号",
            "write true or false, in small letters and without quotes",
        ),
        rest=r"(?i:yes|no|true|false|是|否|真|假|有|无)\b",
    ),
    Slip(
        _VALUE,
        Words("小数点前要写数字，如 0.5", "write a digit before the point, such as 0.5"),
        rest=r"[+-]?\.\d",
    ),
    Slip(_VALUE, Words("两个逗号之间没有值", "no value stands between two commas"), rest=r","),
    Slip(
        _VALUE,
        Words('文字要加引号："{word}"', 'put text in quotes: "{word}"'),
        rest=r"([^\W\d][^,\]}#=]*)",
    ),
    Slip(
        _VALUE,
        Words(
            "这里不是值：文字加引号，数字照写，日期写作 2021-07-01，是否写作 true 或 false",
            "this is no value: text stands in quotes, a number as it is, a day as 2021-07-01, yes "
            "and no as true and false",
        ),
    ),
    Slip(
        "Unterminated string",
        Words(
            "引号没有成对：文字到文件末尾也没有结束", "a quote is not closed: the text never ends"
        ),
    ),
    Slip("Expected [\"']['\"]", Words("引号没有成对", "a quote is not closed")),
    Slip(
        r"Illegal character '\\n'",
        Words("引号没有成对：文字要在同一行结束", "a quote is not closed: a text ends on its line"),
    ),
    Slip(
        "Illegal character|Found invalid character",
        Words(
            "这里有一个看不见的控制字符，请删去",
            "an invisible control character stands here; delete it",
        ),
    ),
    Slip(
        "Unescaped",
        Words(
            r"双引号里的反斜杠 \ 要写两次，或改用单引号",
            r"inside double quotes write a backslash \ twice, or use single quotes",
        ),
    ),
    Slip(
        "Invalid hex value|Escaped character",
        Words(
            r"\u 后面要有四位十六进制数",
            r"\u needs four hexadecimal digits of a character behind it",
        ),
    ),
    Slip("Invalid date", Words("没有这一天或这一刻", "there is no such day or hour")),
    Slip(
        "Unclosed array",
        Words(
            "方括号 [ 没有闭合，或者两项之间少了逗号",
            "a bracket [ is not closed, or a comma is missing between two entries",
        ),
    ),
    Slip(
        "Unclosed inline table",
        Words(
            "花括号 {{ 没有闭合，或者两项之间少了逗号",
            "a brace {{ is not closed, or a comma is missing between two entries",
        ),
    ),
    Slip(
        "Duplicate inline table key",
        Words("花括号里有一个键写了两次", "a key stands twice inside the braces"),
    ),
    Slip(
        "Cannot declare",
        Words(
            "这一段 [{key}] 已经写过；若是并列的几项，写作 [[{key}]]",
            "the section [{key}] stands above already; of several alike, each is written [[{key}]]",
        ),
        at_key=True,
    ),
    Slip(
        "Cannot overwrite|Cannot mutate|Cannot redefine",
        Words(
            "“{key}”在上面已经写过；每个键只写一次",
            "{key!r} stands above already; each key is written once",
        ),
        at_key=True,
    ),
    Slip(
        "Expected '=' after a key",
        Words(
            "键后面要有等号 =；若是说明，行首加 #", "a key is followed by =; a remark begins with #"
        ),
    ),
    Slip(
        r"Expected '\]+' at the end",
        Words("段名的方括号没有闭合", "the bracket of the section's name is not closed"),
    ),
    Slip(
        "Invalid initial character|Invalid statement",
        Words(
            "这里应写一个键或 [段名]；若是说明，行首加 #",
            "a key or a [section] belongs here; if this is a remark, begin it with #",
        ),
    ),
)


def syntax_finding(name: str, text: str, error: tomli.TOMLDecodeError) -> Finding:
    """The finding for a text that the parser refuses.

    A character of a Chinese keyboard, a key without quotes, else what its words mean.
    """
    line_number = getattr(error, "lineno", 1) or 1
    column = getattr(error, "colno", 1) or 1
    lines = text.split("\n")
    line = lines[line_number - 1] if line_number <= len(lines) else ""
    seen = line[:LONGEST]
    for match in _OUTSIDE_STRINGS.finditer(seen):
        odd = match.group("odd")
        want = look_alike(odd) if odd else None
        if want == ":" and _ONLY_A_KEY.fullmatch(seen[: match.start()]):
            want = "="
        if odd and want is not None:
            return finding(
                "WR103",
                Place(name, line_number, match.start() + 1),
                got=odd,
                want=want or "（删去 / delete）",
            )
    plain = _WITH_QUOTES.sub(lambda quoted: " " * len(quoted.group()), seen)
    bare = _BARE_KEY.match(seen) or _BARE_KEY_WITHIN.search(plain)
    if bare:
        return finding("WR104", Place(name, line_number, bare.start(1) + 1), got=bare.group(1))
    said = re.sub(r" \(at .*\)$", "", getattr(error, "msg", "") or str(error))
    return _told(name, line_number, column, line, said)


def _told(name: str, line_number: int, column: int, line: str, said: str) -> Finding:
    start = column - 1
    before, rest = line[max(0, start - LONGEST) : start], line[start : start + LONGEST]
    key = _KEY.match(line[:LONGEST])
    for slip in SLIPS:
        found = re.match(slip.rest, rest)
        if re.match(slip.said, said) and found and re.search(slip.before, before):
            word = found.group(1).strip() if found.re.groups else ""
            holes = {
                "rest": shortened(rest.strip(), 30),
                "key": shortened(key.group(1), 60) if key else "",
                "word": shortened(word, 30),
            }
            at = key.start(1) + 1 if slip.at_key and key else column
            return finding("WR102", Place(name, line_number, at), why=slip.words.fill(**holes))
    return finding("WR102", Place(name, line_number, column), why=Words(said, said))
