"""What an operating system says of a file that it does not give, in both languages."""

from __future__ import annotations

import errno
import os

from welfare_rules.basics.reading import DesertedPipe
from welfare_rules.basics.text import Words

_WORDS: tuple[tuple[type[OSError], Words], ...] = (
    (DesertedPipe, Words("管道的另一端没有程序", "nobody is at the other end of the pipe")),
    (FileNotFoundError, Words("没有这个文件", "there is no such file")),
    (PermissionError, Words("没有权限", "permission is refused")),
    (IsADirectoryError, Words("这是一个文件夹", "it is a folder")),
    (NotADirectoryError, Words("路径中有一段不是文件夹", "a part of the path is no folder")),
    (FileExistsError, Words("已有同名文件", "a file of this name exists")),
)
_HELD = Words(
    "没有权限，或正被别的程序打开（先在那里关掉它）",
    "permission is refused, or another program has it open: close it there",
)
_NOT_OPEN = Words("它没有打开", "it is not open")


def system_words(error: Exception) -> Words:
    """Why a file cannot be read or written; what has no words here as the system says it.

    >>> system_words(FileNotFoundError())
    Words(zh='没有这个文件', en='there is no such file')
    """
    if str(os.name) == "nt" and isinstance(error, PermissionError):
        return _HELD  # Windows says the same of what another program has open
    for kind, words in _WORDS:
        if isinstance(error, kind):
            return words
    if isinstance(error, OSError) and error.errno == errno.EBADF:
        return _NOT_OPEN
    said = (
        (error.strerror if isinstance(error, OSError) else None)
        or str(error)
        or type(error).__name__
    )
    return Words(said, said)
