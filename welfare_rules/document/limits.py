"""Values of the right kind that are too small, too large, too short or too long, told in both
languages.
"""

from __future__ import annotations

from pydantic_core import ErrorDetails

from welfare_rules.basics.text import Words

_WORDS: dict[str, Words] = {
    "greater_than_equal": Words("应不小于 {ge}", "at least {ge} is expected"),
    "less_than_equal": Words("应不大于 {le}", "at most {le} is expected"),
    "string_too_short": Words("不能是空的", "it must not be empty"),
    "string_too_long": Words(
        "最多 {max_length} 个字符", "at most {max_length} characters are allowed"
    ),
    "string_type": Words("应为加引号的文字", "a quoted text is expected"),
}


def limit_words(each: ErrorDetails) -> Words:
    """What is allowed; a rule without words of its own as the validation library says it."""
    words = _WORDS.get(each["type"])
    return Words(each["msg"], each["msg"]) if words is None else words.fill(**each.get("ctx", {}))
