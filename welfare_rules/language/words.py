"""The words of the formula language in both languages, and the characters that look like its signs
but are not.

A formula may mix both spellings; they make one tree. Chinese words need a space around them, since
names have none inside.
"""

from __future__ import annotations

KEYWORDS: dict[str, str] = {
    "and": "and",
    "or": "or",
    "not": "not",
    "in": "in",
    "true": "true",
    "false": "false",
    "且": "and",
    "或": "or",
    "非": "not",
    "属于": "in",
    "不属于": "not in",
    "真": "true",
    "假": "false",
}

FUNCTIONS: dict[str, str] = {
    "如果": "if",
    "取小": "min",
    "取大": "max",
    "舍入": "round",
    "周岁": "years",
    "相隔月数": "calendar_months",
    "合计": "sum",
    "人数": "count",
    "任一": "any",
    "全部": "all",
    "最高": "largest",
    "最低": "smallest",
    "正在领取": "receives",
    "金额": "amount",
    "应发额": "gross",
}

ARITIES: dict[str, tuple[int, int]] = {
    "if": (3, 3),
    "min": (2, 20),
    "max": (2, 20),
    "round": (3, 3),
    "years": (2, 2),
    "calendar_months": (2, 2),
    "sum": (2, 2),
    "count": (1, 1),
    "any": (1, 2),
    "all": (1, 2),
    "largest": (2, 2),
    "smallest": (2, 2),
    "receives": (1, 1),
    "amount": (1, 1),
    "gross": (1, 1),
}

DIRECTIONS: dict[str, str] = {
    "half_up": "half-up", "half_even": "half-even", "up": "up", "down": "down",
    "四舍五入": "half-up", "四舍六入": "half-even", "进位": "up", "舍去": "down",
}  # fmt: skip

BUILT_IN: dict[str, str] = {
    "month_start": "month_start", "month_end": "month_end", "home_division": "home_division",
    "本月首日": "month_start", "本月末日": "month_end", "本地区划": "home_division",
}  # fmt: skip

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
    "×": "*",
    "✕": "*",
    "／": "/",
    "÷": "/",
    "＜": "<",
    "＞": ">",
    "＝": "=",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
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


RESERVED = (
    frozenset(KEYWORDS)
    | frozenset(FUNCTIONS)
    | frozenset(ARITIES)
    | frozenset(BUILT_IN)
    | frozenset(MONEY_UNITS)
)
