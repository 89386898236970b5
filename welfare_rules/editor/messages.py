"""The messages that an editor sends, none longer than one can be; and the log, a line each."""

from __future__ import annotations

import io
import logging

from welfare_rules.basics.harmless import plain

MOST_OF_A_MESSAGE = 64_000_000
"""Bytes of one message: the largest policy file, with room for how JSON writes it."""
_MOST_OF_A_HEAD = 10_000  # bytes of one line before a message
_log = logging.getLogger("welfare_rules.editor")


class Messages(io.BufferedReader):
    """A stream of messages, which ends before one that is too long.

    >>> sent = Messages(io.BytesIO(b"Content-Length: 2"))  # type: ignore[arg-type]
    >>> sent.readline(), sent.read(MOST_OF_A_MESSAGE + 1)
    (b'Content-Length: 2', b'')
    """

    def readline(self, size: int | None = -1, /) -> bytes:
        """A line of a head; what follows after too many bytes counts as another."""
        return super().readline(_MOST_OF_A_HEAD)

    def read(self, size: int | None = -1, /) -> bytes:
        """A message of a stated size in bytes; nothing, as at the end, where it is too long."""
        if size is None or not 0 <= size <= MOST_OF_A_MESSAGE:
            _log.error("a message of %s bytes; at most %d are read", size, MOST_OF_A_MESSAGE)
            return b""
        return super().read(size)


class OneLine(logging.Formatter):
    """Writes what is logged as a line, of an exception its kind.

    >>> OneLine().format(logging.makeLogRecord({"msg": "one\\ntwo"}))
    'one\\\\ntwo'
    """

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0] if record.exc_info else None
        text = record.getMessage()
        return plain(text if kind is None else f"{text}: {kind.__name__}")
