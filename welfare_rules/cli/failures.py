"""Whatever goes wrong becomes findings and an exit status. A person never sees a traceback."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from click.exceptions import Abort, Exit

from welfare_rules.basics.text import Lang, Words
from welfare_rules.cli.output import STDOUT, TO_OUTPUT, write_findings
from welfare_rules.cli.where import notes

if TYPE_CHECKING:
    from welfare_rules.findings import Finding, RequestError

POLICIES_WRONG, REQUEST_WRONG = 1, 2
FAILED = 1  # a case that comes out otherwise than expected, a decision that is not reproduced
INTERRUPTED, CLOSED_PIPE = 130, 141  # as a shell counts a process that a signal ended
Made = TypeVar("Made")


class Refused(Exception):
    """Findings of several kinds together, with the exit status that they come to."""

    def __init__(self, found: Iterable[Finding], status: int) -> None:
        super().__init__()
        self.found = tuple(found)
        self.status = status


@dataclass(slots=True)
class Attempts:
    """Tries the steps of a command one by one and gathers the findings of all of them.

    >>> from welfare_rules.findings import Place, RequestError, finding
    >>> tried = Attempts()
    >>> tried(lambda: 1 + 1)
    2
    >>> def wrong() -> int:
    ...     raise RequestError([finding("WR506", Place("PATH"), got="nowhere")])
    >>> tried(wrong) is None, [each.code for each in tried.found]
    (True, ['WR506'])
    >>> tried.refused().status
    2
    """

    found: list[Finding] = field(default_factory=list["Finding"])
    status: int = REQUEST_WRONG  # that of policies as soon as they are what is wrong

    def __call__(self, step: Callable[[], Made]) -> Made | None:
        """What the step returns; None if it raises findings, which are kept."""
        from welfare_rules.findings import FindingsError, PolicyError

        try:
            return step()
        except FindingsError as error:
            self.found.extend(error.findings)
            if isinstance(error, PolicyError):
                self.status = POLICIES_WRONG
            return None

    def refused(self) -> Refused:
        """The error to raise when a step failed."""
        return Refused(self.found, self.status)


def missing_extra(extra: str) -> RequestError:
    """The refusal of a command whose extra is not installed."""
    from welfare_rules.findings import Place, RequestError, finding

    return RequestError([finding("WR545", Place("welfare-rules"), extra=extra)])


@dataclass(slots=True)
class Stage:
    """What a command is at.

    Where trouble that nobody foresaw is told, and which exit status it has.
    """

    what: str
    status: int


@contextmanager
def reporting(form: str, lang: Lang, stage: Stage) -> Generator[None, None, None]:
    """Runs a command; on failure writes the findings and exits with their status."""
    try:
        yield
        _tell_notes(form, lang)
        with TO_OUTPUT:
            sys.stdout.flush()
    except Exit:
        _tell_notes(form, lang)
        raise
    except (click.ClickException, Abort):
        raise
    except KeyboardInterrupt:
        raise Exit(INTERRUPTED) from None
    except Exception as error:
        if isinstance(error, OSError) and _closed(error):
            _let_go_of_output()
            raise Exit(CLOSED_PIPE) from None
        found, status = told(error, stage)
        if isinstance(error, OSError):
            _let_go_of_output()
        write_findings((*notes(), *found), form, lang)
        raise Exit(status) from None


@contextmanager
def leaving(lang: Lang) -> Generator[None, None, None]:
    """Runs the whole program; help that cannot be written ends it with a finding."""
    try:
        with reporting("text", lang, Stage(STDOUT, REQUEST_WRONG)):
            yield
    except Exit as error:
        sys.exit(error.exit_code)


def _tell_notes(form: str, lang: Lang) -> None:
    if found := notes():
        write_findings(found, form, lang)


def told(error: Exception, stage: Stage) -> tuple[tuple[Finding, ...], int]:
    """The findings that an exception comes to, and the exit status."""
    from welfare_rules.findings import (
        FindingsError,
        Place,
        PolicyError,
        finding,
        in_order,
        system_words,
    )

    place = Place(stage.what)
    match error:
        case Refused():
            return in_order(error.found), error.status
        case FindingsError():
            return error.findings, POLICIES_WRONG if isinstance(
                error, PolicyError
            ) else REQUEST_WRONG
        case RecursionError() if stage.status == POLICIES_WRONG:
            return (finding("WR108", place),), stage.status
        case MemoryError():
            return (
                finding("WR508", place, text=Words("内存不足", "there is not enough memory")),
            ), stage.status
        case OSError():
            why, where = (
                system_words(error),
                place if error.filename is None else Place(str(error.filename) or '""'),
            )
            return (
                finding(
                    "WR508",
                    where,
                    text=Words(f"读写失败：{why.zh}", f"cannot be read or written: {why.en}"),
                ),
            ), stage.status
        case _:
            return (_fault(error, place),), stage.status


def _fault(error: Exception, place: object) -> Finding:
    """A fault of the program itself, told in one line with what a report of it needs."""
    from welfare_rules.findings import Place, finding

    steps = traceback.extract_tb(error.__traceback__)
    where = f"{Path(steps[-1].filename).name}:{steps[-1].lineno}" if steps else "?"
    what = f"{type(error).__name__}: {str(error)[:200]} ({where})"
    assert isinstance(place, Place)
    text = Words(
        "程序内部错误，请连同输入一起报告：{what}",
        "internal error, please report it together with the input: {what}",
    )
    return finding("WR508", place, text=text.fill(what=what))


def _closed(error: OSError) -> bool:
    """Whether the reader of the output has gone, such as `head`.

    Windows calls it an invalid argument.
    """
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def _let_go_of_output() -> None:
    """What is still to be written goes nowhere, so that leaving does not fail once more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
