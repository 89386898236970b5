"""Writes a file whole: whoever looks sees the old one or the new one, never a part.

What is written stands beside the file until it is complete and is then moved into its place. A full
disk, an end of the process at any write, and two writers at once leave one of the two.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

_PRIVATE, _USUAL = 0o600, 0o666  # of a new file; the usual one less what the user's mask takes
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write_whole(path: str | Path, data: bytes, *, private: bool = False) -> None:
    """Writes a file, or replaces the one that is there, whole.

    A link is followed. `private` leaves it to its owner alone; otherwise a file that is there keeps
    its permissions. What is no file, such as a pipe, is written to directly. Raises OSError with
    the name of the file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "a.txt", b"new")
    ...     (Path(folder) / "a.txt").read_bytes()
    b'new'
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("wb") as stream:
                stream.write(data)
            return
        _replace(target, data, mode, private)
    except OSError as error:  # of the file that was asked for, not of the one beside it
        raise type(error)(error.errno, error.strerror, str(path)) from None


def _replace(target: Path, data: bytes, mode: int | None, private: bool) -> None:
    beside = target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}.part")
    try:
        stream = os.open(beside, _FLAGS, _PRIVATE if private else _USUAL)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(stream, rest) :]
            os.fsync(stream)
        finally:
            os.close(stream)
        if mode is not None and not private:
            beside.chmod(stat.S_IMODE(mode))
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
