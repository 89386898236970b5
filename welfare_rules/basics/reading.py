"""Opens what is read, which may be a pipe: it is waited for, but not for ever.

`determine <(jq . case.json)` reads a pipe to which a program writes as long as it likes. A pipe to
which nobody writes would be waited for until somebody ends the command.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import time
from pathlib import Path
from typing import Any, BinaryIO, cast

SECONDS = 5.0  # in which somebody has to open a pipe at its other end
PAUSE = 0.02


class DesertedPipe(OSError):
    """Nobody is at the other end of a pipe."""


def opened(path: str | Path) -> BinaryIO:
    """A file or a pipe, opened to be read. Raises OSError, DesertedPipe among them.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.txt").write_bytes(b"text")
    ...     with opened(Path(folder) / "a.txt") as stream:
    ...         stream.read()
    b'text'
    """
    if not is_pipe(path):
        return Path(path).open("rb")
    stream = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        first = _first(stream, path)
        os.set_blocking(stream, True)
    except BaseException:
        os.close(stream)
        raise
    pipe = _Pipe(first, os.fdopen(stream, "rb", buffering=0))
    return cast(BinaryIO, io.BufferedReader(pipe))


class _Pipe(io.RawIOBase):
    """A pipe of which something may have been read already."""

    def __init__(self, first: bytes, rest: io.RawIOBase) -> None:
        super().__init__()
        self._first, self._rest = first, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._first:
            buffer[:1], self._first = self._first, b""
            return 1
        return self._rest.readinto(buffer)

    def close(self) -> None:
        self._rest.close()
        super().close()


def _first(stream: int, path: str | Path) -> bytes:
    """The first byte of a pipe, where it is there already when somebody has opened the other end;
    he may take his time for it.
    """
    until = time.monotonic() + SECONDS
    while True:
        try:
            found = os.read(stream, 1)
        except BlockingIOError:
            return b""
        if found:
            return found
        if time.monotonic() > until:
            raise DesertedPipe(errno.EPIPE, os.strerror(errno.EPIPE), str(path))
        time.sleep(PAUSE)


def is_pipe(path: str | Path) -> bool:
    """Whether a path is that of a pipe."""
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):  # whoever opens it tells why
        return False
