"""Values of the right kind that are too small, too large, too short or too long, told in both
languages.
"""

from __future__ import annotations

from pydantic_core import ErrorDetails

_WORDS: dict[str, tuple[str, str]] = {
    "greater_than_equal": ("应不小于 {ge}", "at least {ge} is expected"),
    "less_than_equal": ("应不大于 {le}", "at most {le} is expected"),
    "string_too_short": ("不能是空的", "it must not be empty"),
    "string_too_long": ("最多 {max_length} 个字符", "at most {max_length} characters are allowed"),
    "string_type": ("应为加引号的文字", "a quoted text is expected"),
}


def limit_words(each: ErrorDetails) -> dict[str, str]:
    """What is allowed, as the details of a finding.

    A rule without words of its own as the validation library says it.
    """
    words = _WORDS.get(each["type"])
    if words is None:
        return {"why_zh": each["msg"], "why_en": each["msg"]}
    zh, en = (text.format(**each.get("ctx", {})) for text in words)
    return {"why_zh": zh, "why_en": en}
