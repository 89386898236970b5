"""From a folder of policy files to the checked law of a jurisdiction, and what of it may be asked.

`load_law` reads, builds and checks; `parse_month`, `parse_day` and `refuse_uncovered` refuse what
no law can answer. It stands above `law` and `checks`, because a law knows nothing of its checks.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from welfare_rules.basics.days import (
    FIRST_YEAR,
    LAST_YEAR,
    Month,
    date_of,
    day_number,
    day_of_text,
    month_of,
)
from welfare_rules.basics.scalars import plain
from welfare_rules.checks.checks import check_law, check_state
from welfare_rules.document.library import Library, library_of, read_library, shipped_policies
from welfare_rules.document.shipped import SKIPPED
from welfare_rules.document.tree import listed
from welfare_rules.findings import (
    Finding,
    Hint,
    Place,
    PolicyError,
    RequestError,
    errors_of,
    finding,
    in_order,
    nearest,
    shortened,
)
from welfare_rules.law.cascades import without_cascades
from welfare_rules.law.elaborate import build_law
from welfare_rules.law.law import Law

_JURISDICTION = re.compile(r"[a-z0-9_-]+(/[a-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Checked:
    """The law of one jurisdiction and everything that was found in its files."""

    law: Law
    findings: tuple[Finding, ...]


def load_law(jurisdiction: str, root: Path | None = None) -> Law:
    """The checked law of a jurisdiction.

    Raises RequestError for a jurisdiction that does not exist, PolicyError with every finding when
    its files have errors.
    """
    jurisdiction = str(jurisdiction).replace("\\", "/").removesuffix("/")
    folder = _folder(root)
    library = (
        read_library(folder, jurisdiction)
        if _JURISDICTION.fullmatch(jurisdiction)
        else Library(folder, {}, {})
    )
    if jurisdiction not in library.documents:
        near = nearest(jurisdiction, folders_of_law(folder))
        raise _no_such(jurisdiction, near)
    return law_of(library, jurisdiction)


def _no_such(got: str, near: str | Hint) -> RequestError:
    return RequestError([finding("WR501", Place("jurisdiction"), got=got, nearest=near)])


def _folder(root: Path | None) -> Path:
    folder = root if root is not None else shipped_policies()
    if not folder.is_dir():
        raise RequestError([finding("WR506", Place("policies"), got=folder)])
    return folder


def folders_of_law(root: Path | None = None) -> tuple[str, ...]:
    """The jurisdictions that a folder of policies, or the one that ships, has files of.

    Raises RequestError where there is no such folder, or no file in it.
    """
    folder = _folder(root)
    there = listed(folder, skipped=SKIPPED).files
    found = sorted({each.parent.relative_to(folder).as_posix() for each in there} - {"."})
    if not found:
        raise RequestError([finding("WR507", Place("policies"), got=folder)])
    return tuple(found)


def law_of(library: Library, jurisdiction: str) -> Law:
    """The checked law of a jurisdiction of a library. Raises PolicyError with every error."""
    # Each layer as the law of its own folder, too: what a deeper one replaces is read by nobody
    # else, and is wrong all the same.
    layers = [check(library, layer) for layer in library.chain(jurisdiction)]
    errors = errors_of(each for layer in layers for each in layer.findings)
    if errors:
        raise PolicyError(errors)
    return layers[-1].law


def law_of_texts(files: Mapping[str, str], jurisdiction: str | None = None) -> Law:
    """The checked law of texts by their paths; of the deepest jurisdiction where none is named.

    Raises PolicyError with every error, RequestError where no or no single jurisdiction is meant.
    """
    library = library_of(files)
    there = library.jurisdictions
    if jurisdiction is None:
        deepest = [each for each in there if not any(one.startswith(each + "/") for one in there)]
        if len(deepest) != 1:
            raise _no_such("", ", ".join(deepest) or "-")
        jurisdiction = deepest[0]
    if jurisdiction not in library.documents:
        raise _no_such(jurisdiction, nearest(jurisdiction, there))
    return law_of(library, jurisdiction)


def check(library: Library, jurisdiction: str) -> Checked:
    """One jurisdiction of a library with every finding of its chain of files."""
    law, found = build_law(library, jurisdiction)
    found = without_cascades(found, library.unread_words)
    found = (
        *(
            each
            for layer in library.chain(jurisdiction)
            for each in library.troubles.get(layer, ())
        ),
        *found,
    )
    if not errors_of(found):
        found = (*found, *check_law(law))
    return Checked(law, in_order(found))


def check_all(library: Library, today: int | None = None) -> tuple[Finding, ...]:
    """Every finding of every jurisdiction of a library, each once. What has errors keeps no other
    jurisdiction from being looked at.

    What no jurisdiction uses and how the law stands today among them.
    """
    return checked_all(library, today)[1]


def checked_all(
    library: Library, today: int | None = None
) -> tuple[Mapping[str, Checked], tuple[Finding, ...]]:
    """Every jurisdiction of a library with what was found in its files, and all that `check_all`
    finds.
    """
    checked = {each: check(library, each) for each in library.jurisdictions}
    found: list[Finding] = list(library.findings)
    for each in checked.values():
        found.extend(each.findings)
    laws = {key: each.law for key, each in checked.items() if not errors_of(each.findings)}
    day = parse_day(None) if today is None else today
    found.extend(check_state(laws, day, complete=not errors_of(found)))
    return checked, in_order(found)


MonthInput = str | datetime.date | Month
DayInput = str | datetime.date | int | None


def parse_month(given: MonthInput, where: str = "month") -> Month:
    """The month of a text `YYYY-MM` or of a date. Raises RequestError.

    >>> parse_month("2021-08") == parse_month(datetime.date(2021, 8, 31))
    True
    """
    read = plain(given)
    month: Month | None = None
    if isinstance(read, Month):
        month = read
    elif isinstance(read, datetime.date):
        month = month_of(day_number(read))
    elif isinstance(read, str):
        with contextlib.suppress(ValueError):
            month = Month.of_text(read)
    if month is None or not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise RequestError([finding("WR502", Place(where), got=shortened(given))])
    return month


def latest_day(known: int, month: Month) -> int:
    """The last day of which a case of a month can know: a birth after it is a typing error.

    >>> latest_day(20991231, Month.of(2021, 8))
    20991231
    """
    return max(known, month.last, parse_day(None))


def parse_day(given: DayInput, where: str = "known") -> int:
    """The day of a text `YYYY-MM-DD`, of a date, or of a whole number YYYYMMDD; today when nothing
    is given. Raises RequestError.

    >>> parse_day("2021-12-31"), parse_day(datetime.date(2021, 12, 31)), parse_day(2021_12_31)
    (20211231, 20211231, 20211231)
    """
    if given is None:
        return day_number(datetime.date.today())
    read = plain(given)
    if isinstance(read, datetime.date):
        return day_number(read)
    try:
        if isinstance(read, int) and not isinstance(read, bool):
            return day_number(date_of(read))
        if isinstance(read, str):
            return day_of_text(read)
    except (ValueError, OverflowError):
        pass
    raise RequestError([finding("WR504", Place(where), got=shortened(given))])


def refuse_uncovered(law: Law, month: Month) -> None:
    """Raises RequestError for a month outside the jurisdiction's law."""
    if month.first < law.covers_from:
        first = month_of(law.covers_from).text
        raise RequestError(
            [finding("WR503", Place("month"), got=month.text, name=law.jurisdiction, first=first)]
        )
