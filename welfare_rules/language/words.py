"""The words of the formula language in both languages, and look-alikes of its signs.

A formula may mix both spellings; they make one tree. Chinese words need a space around them, since
names have none inside.
"""

from __future__ import annotations

from welfare_rules.language.operations import OPERATORS

KEYWORDS: dict[str, str] = {
    **{word: each.form.en for word, each in OPERATORS.items() if word.isidentifier()},
    "true": "true",
    "false": "false",
    "真": "true",
    "假": "false",
}

# Mathematical signs, which stand for one thing only, and what programs write for them.
SIGNS: dict[str, str] = {
    word: each.form.en
    for word, each in OPERATORS.items()
    if word != each.form.en and not word.isidentifier()
}

DIRECTIONS: dict[str, str] = {
    "half_up": "half-up",
    "half_even": "half-even",
    "up": "up",
    "down": "down",
    "四舍五入": "half-up",
    "四舍六入": "half-even",
    "进位": "up",
    "舍去": "down",
}

BUILT_IN: dict[str, str] = {
    "month_start": "month_start",
    "month_end": "month_end",
    "home_division": "home_division",
    "本月首日": "month_start",
    "本月末日": "month_end",
    "本地区划": "home_division",
}

MONEY_UNITS = ("元", "yuan")

LOOK_ALIKES: dict[str, str] = {
    "（": "(",
    "）": ")",
    "，": ",",
    "、": ",",
    "；": ";",
    "：": ":",
    "。": ".",
    "．": ".",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "＋": "+",
    "－": "-",
    "—": "-",
    "–": "-",
    "−": "-",
    "＊": "*",
    "✕": "*",
    "／": "/",
    "＜": "<",
    "＞": ">",
    "＝": "=",
    "％": "%",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "　": " ",
    "\u00a0": " ",
    "\u200b": "",
    "\ufeff": "",
    "\u202e": "",
    "\u202d": "",
    # letters of other alphabets that look Latin
    "а": "a",
    "е": "e",
    "о": "o",
    "р": "p",
    "с": "c",
    "х": "x",
    "у": "y",
    "і": "i",
    "ѕ": "s",
    "ο": "o",
    "α": "a",
    "ν": "v",
    "ρ": "p",
    "А": "A",
    "В": "B",
    "Е": "E",
    "К": "K",
    "М": "M",
    "Н": "H",
    "О": "O",
    "Р": "P",
    "С": "C",
    "Т": "T",
    "Х": "X",
}


def look_alike(character: str) -> str | None:
    """What a full-width or foreign character should have been; None when it is as it should be."""
    if character in LOOK_ALIKES:
        return LOOK_ALIKES[character]
    code = ord(character)
    if 0xFF01 <= code <= 0xFF5E:  # the full-width forms stand at a fixed distance from ASCII
        return chr(code - 0xFEE0)
    return None
