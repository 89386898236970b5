"""The policies that are served now, and how others take their place.

New ones are read beside the old ones and take their place by one assignment, so that every answer
is of one reading. What cannot be used takes nobody's place.
"""

from __future__ import annotations

import datetime
import logging
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from welfare_rules.document.library import shipped_policies
from welfare_rules.document.shipped import SKIPPED
from welfare_rules.document.tree import listed
from welfare_rules.findings import Finding, FindingsError
from welfare_rules.service.policies import Policies, read_policies

_log = logging.getLogger("welfare_rules.service")

Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is served since when, and what was wrong with the files that were read since."""

    policies: Policies
    since: str
    signature: Signature
    refused: tuple[Finding, ...] = ()
    refused_at: str | None = None


@dataclass(slots=True)
class Serving:
    """The policies of a folder as they are served. Requests read `standing` once and keep to it."""

    folder: Path | None
    standing: Standing
    _seen: Signature = ()
    _alone: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, folder: Path | None) -> Serving:
        """What is served at first. Raises RequestError where there is no policy file."""
        signature = signature_of(folder)
        return cls(folder, Standing(read_policies(folder), _now(), signature), signature)

    def look(self) -> None:
        """Reads the files anew once they have changed and since then stood still from one look to
        the next: whoever copies a folder is not overtaken.
        """
        signature = signature_of(self.folder)
        still, self._seen = signature == self._seen, signature
        if still and signature != self.standing.signature:
            self.reload()

    def reload(self) -> None:
        """Reads the files anew, and serves what they say if no jurisdiction is lost by it. Files
        that change meanwhile are left for the next time.
        """
        with self._alone:
            before, signature = self.standing, signature_of(self.folder)
            try:
                read = read_policies(self.folder)
            except FindingsError as error:
                refused = error.findings
            else:
                lost = before.policies.usable.keys() & read.troubles.keys()
                refused = read.findings if lost else ()
                if not lost and signature_of(self.folder) == signature:
                    self.standing = Standing(read, _now(), signature)
                    _log.info("policies read: %s", read.digest)
            if refused:
                self.standing = replace(
                    before, signature=signature, refused=refused, refused_at=_now()
                )
                _log.warning("policies kept: %d findings in what was read", len(refused))


def signature_of(folder: Path | None) -> Signature:
    """What tells that a file came, went or was written."""
    made: list[tuple[str, int, int, int]] = []
    for path in listed(folder or shipped_policies(), skipped=SKIPPED).files:
        try:
            about = path.stat()
        except OSError:
            continue
        made.append((str(path), about.st_mtime_ns, about.st_size, about.st_ino))
    return tuple(made)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
