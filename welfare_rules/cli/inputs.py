"""What a command reads: the law of a jurisdiction, and cases, histories and ledgers as bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from welfare_rules.basics.reading import opened
from welfare_rules.cli.output import is_there
from welfare_rules.cli.where import KEY, policies_folder

if TYPE_CHECKING:
    from welfare_rules.api import Policy
    from welfare_rules.findings import Finding
    from welfare_rules.law.law import Law

STDIN = "-"


def load(jurisdiction: str, policies: str | None, option: str = KEY) -> Policy:
    """The law of a jurisdiction, in the folder that `--policies` or another `option` names, or else
    is set.

    Raises PolicyError, and RequestError when there is no such folder or jurisdiction.
    """
    from welfare_rules import api
    from welfare_rules.findings import Place, RequestError

    folder = policies_folder(policies, option)
    try:
        return api.load(jurisdiction.replace("\\", "/").strip("/"), folder)
    except RequestError as error:  # of the folder, which another option may name
        told = [
            replace(each, place=Place(option)) if each.place == Place(KEY) else each
            for each in error.findings
        ]
        raise RequestError(told) from None


def refuse_input(
    option: str, output: str | None, inputs: Iterable[str | None], law: Law | None = None
) -> None:
    """Refuses to write over what is read: files that the command line names, and policy files.

    Raises RequestError.
    """
    from welfare_rules.findings import Place, RequestError, finding

    if output is None or output == STDIN or not is_there(output):
        return
    read = [each for each in inputs if each is not None and each != STDIN and is_there(each)]
    read += [] if law is None else [each.origin.source.name for each in law.instruments]
    if any(is_there(each) and os.path.samefile(each, output) for each in read):
        raise RequestError([finding("WR514", Place(option), got=output[:200])])


def left_over(option: str, outputs: Iterable[str | None]) -> list[Finding]:
    """Removes what an ended run left beside where one writes now; tells each in a notice."""
    from welfare_rules.basics.writing import remove_left_over
    from welfare_rules.findings import Place, finding

    names = (name for each in outputs if each is not None for name in remove_left_over(each))
    return [finding("WR550", Place(option), got=name) for name in names]


def read_case(case: str, name: str) -> bytes:
    """The bytes of the case file or of standard input, no more than a case may have.

    Raises CaseError.
    """
    from welfare_rules.facts.json_text import MOST_CHARACTERS
    from welfare_rules.findings import CaseError, Place, finding, system_words

    try:
        if case == STDIN:
            return cast(bytes, sys.stdin.buffer.read(MOST_CHARACTERS + 1))
        with opened(case) as stream:
            return stream.read(MOST_CHARACTERS + 1)
    except (OSError, ValueError) as error:
        raise CaseError([finding("WR414", Place(name), why=system_words(error))]) from None
