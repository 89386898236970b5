"""Case files, histories and ledgers as bytes: from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

STDIN = "-"


def read_case(case: str, name: str) -> bytes:
    """The bytes of the case file or of standard input, no more than a case may have.

    Raises CaseError.
    """
    from welfare_rules.facts.json_text import MOST_CHARACTERS
    from welfare_rules.findings import CaseError, Place, finding, system_words

    try:
        if case == STDIN:
            return cast(bytes, sys.stdin.buffer.read(MOST_CHARACTERS + 1))
        with Path(case).open("rb") as stream:
            return stream.read(MOST_CHARACTERS + 1)
    except (OSError, ValueError) as error:
        raise CaseError([finding("WR414", Place(name), **system_words(error))]) from None
