"""Says what is wrong with a commit message: `python tests/support/commit_message.py FILE`, as a hook does.

A subject of at most 72 characters, an empty line, and a body that says why.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

LONGEST_SUBJECT = 72
# git writes these itself, or folds them into another commit
MADE_BY_GIT = ("Merge ", "Revert ", "fixup! ", "squash! ", "amend! ")


def mistakes(message: str) -> Iterator[str]:
    """What to change in a message, a sentence each; none if it is right.

    >>> list(mistakes("Round to the fen once\\n\\nTwo roundings gave a fen too much.\\n"))
    []
    >>> list(mistakes("Round to the fen once"))
    ['Say why in a body: an empty line after the subject, then a sentence or more.']
    """
    lines = [line.rstrip() for line in message.splitlines() if not line.startswith("#")]
    subject = lines[0] if lines else ""
    if subject.startswith(MADE_BY_GIT):
        return
    if not subject:
        yield "Write a subject in the first line."
    if len(subject) > LONGEST_SUBJECT:
        yield f"The subject has {len(subject)} characters; shorten it to {LONGEST_SUBJECT}."
    if len(lines) > 1 and lines[1]:
        yield "Leave the second line empty."
    if not any(lines[1:]):
        yield "Say why in a body: an empty line after the subject, then a sentence or more."


if __name__ == "__main__":
    wrong = list(mistakes(Path(sys.argv[1]).read_text(encoding="utf-8")))
    for each in wrong:
        print(each, file=sys.stderr)
    sys.exit(1 if wrong else 0)
