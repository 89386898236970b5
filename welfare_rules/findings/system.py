"""What an operating system says of a file that it does not give, in both languages."""

from __future__ import annotations

_WORDS: tuple[tuple[type[OSError], str, str], ...] = (
    (FileNotFoundError, "没有这个文件", "there is no such file"),
    (PermissionError, "没有权限", "permission is refused"),
    (IsADirectoryError, "这是一个文件夹", "it is a folder"),
    (NotADirectoryError, "路径中有一段不是文件夹", "a part of the path is no folder"),
    (FileExistsError, "已有同名文件", "a file of this name exists"),
)


def system_words(error: Exception) -> dict[str, str]:
    """Why it does not, as the details of a finding; what has no words here as the system says it.

    >>> system_words(FileNotFoundError())
    {'why_zh': '没有这个文件', 'why_en': 'there is no such file'}
    """
    for kind, zh, en in _WORDS:
        if isinstance(error, kind):
            return {"why_zh": zh, "why_en": en}
    said = (
        (error.strerror if isinstance(error, OSError) else None)
        or str(error)
        or type(error).__name__
    )
    return {"why_zh": said, "why_en": said}
