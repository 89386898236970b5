"""Work lists into files: a workbook to print, or JSON lines."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from welfare_rules.basics.harmless import json_line
from welfare_rules.basics.text import Lang
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli.output import write_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from welfare_rules.caseload.nightly import Difference
    from welfare_rules.caseload.screened import Screened
    from welfare_rules.caseload.store import Caseload, KeptAlert
    from welfare_rules.findings import Finding

Listed = TypeVar("Listed", "Screened", "Difference")
_WORKBOOK, _LINES = ".xlsx", ".jsonl"
_TOGETHER = 1000  # lines


def as_json(alert: KeptAlert) -> dict[str, Any]:
    """An alert as the contract writes it, with its town."""
    return {**alert.told, "town": alert.town}


def of_town(
    found: Iterable[Listed | Finding], town: str | None, form: str, lang: Lang
) -> Iterator[Listed]:
    """What was found of a town, or of all; what is wrong with a household is told at once."""
    from welfare_rules.findings import Finding

    for each in found:
        if isinstance(each, Finding):
            write_findings([each], form, lang)
        elif town is None or each.town == town:
            yield each


def refuse_kind(output: str | None) -> None:
    """Raises RequestError for a file of a kind that is not written."""
    from welfare_rules.findings import Place, RequestError, finding

    if output is not None and Path(output).suffix.lower() not in (_WORKBOOK, _LINES):
        want = f"{_WORKBOOK}, {_LINES}"
        raise RequestError([finding("WR534", Place("-o"), got=output[:200], want=want)])


def write_list_of_alerts(output: str, alerts: Iterable[KeptAlert], lang: Lang) -> None:
    """Alerts of a caseload."""
    from welfare_rules.caseload.worklist import lines_of_alerts, workbook

    if Path(output).suffix.lower() == _WORKBOOK:
        write_whole(output, workbook(lines_of_alerts(alerts, lang), lang), private=True)
    else:
        write_whole(output, _lines(map(as_json, alerts)), private=True)


def write_list_of_rights(
    output: str, store: Caseload, found: Iterable[Screened], lang: Lang
) -> None:
    """What a screening found."""
    from welfare_rules.caseload.worklist import MOST_LINES, lines_of_screening, workbook

    if Path(output).suffix.lower() == _WORKBOOK:
        some = islice(found, MOST_LINES + 1)  # with one too many it is refused
        write_whole(output, workbook(lines_of_screening(store, some, lang), lang), private=True)
    else:
        write_whole(output, _lines(each.to_dict() for each in found), private=True)


def _lines(values: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """JSON lines, some at a time."""
    waiting = iter(values)
    while some := [*islice(waiting, _TOGETHER)]:
        yield "".join(f"{json_line(each)}\n" for each in some).encode()
