"""A work list that somebody has filled in, read back: what was decided of each alert, and why.

All of it is put down or nothing: whoever made a slip mends the cell that is named and hands the
list in again. A row that says what was put down already is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from welfare_rules.caseload.catalogue import HEADS, LISTS
from welfare_rules.caseload.decisions import Records, not_open
from welfare_rules.caseload.store import AlertState, Caseload, KeptAlert
from welfare_rules.findings import Finding, Place, TableError, finding, shortened
from welfare_rules.rules import CompiledLaw
from welfare_rules.tables.cells import BLANKS, said
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.sources import table_of_file
from welfare_rules.tables.table import Table

_COLUMNS = ("id", "decision", "reason")
_SHEETS = (LISTS["list"].zh, LISTS["list"].en)
_STATES: Sequence[tuple[str, AlertState]] = (("confirm", "confirmed"), ("dismiss", "dismissed"))
_WORDS: Mapping[str, AlertState] = {
    word: state for key, state in _STATES for word in (LISTS[key].zh, LISTS[key].en)
}


@dataclass(frozen=True, slots=True)
class Decided:
    """The alerts of which something was put down, how many rows say nothing, and what is strange
    about the list.
    """

    alerts: tuple[KeptAlert, ...]
    left: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row says, and the place of each of its cells by the key of the column."""

    alert: str
    decision: str
    reason: str
    at: Mapping[str, Place]


def decide_list(caseload: Caseload, policy: CompiledLaw, path: Path, day: int) -> Decided:
    """Puts down everything that a filled-in work list says.

    Raises TableError with all that is wrong with it, at its cells; nothing is put down then.
    """
    table = table_of_file(path, str(path), _SHEETS, TableMap(ignore=[""]))
    columns = _columns(table)
    wrong = [*_troubles(table, columns)]
    rows = [*_rows(table, columns)]
    filled = [each for each in rows if each.decision or each.reason]
    with caseload.step():  # nobody else decides meanwhile
        seen: set[str] = set()
        waiting: list[_Row] = []
        records = Records.of(caseload, policy)
        for each in filled:
            kept = caseload.alert(each.alert)
            wrong.extend(_wrong(each, kept, seen, records))
            seen.add(each.alert)
            if kept is not None and kept.state == "open":
                waiting.append(each)
        if wrong:
            raise TableError(wrong)
        records.write()
        made = [
            caseload.put_decision(each.alert, _WORDS[each.decision], each.reason, day)
            for each in waiting
        ]
    strange = tuple(each.finding for each in table.told)
    return Decided(tuple(made), len(rows) - len(filled), strange)


def _columns(table: Table) -> Mapping[str, int]:
    """Where the columns stand; headings may be in either language. Raises TableError."""
    heads = [each.strip(BLANKS) for each in table.heads]
    found: dict[str, int] = {}
    wrong: list[Finding] = []
    for key in _COLUMNS:
        words = HEADS[key]
        place = next((at for at, head in enumerate(heads) if head in (words.zh, words.en)), None)
        if place is None:
            wrong.append(finding("WR442", table.place(1, 0), want=words))
        else:
            found[key] = place
    if wrong:
        raise TableError(wrong)
    return found


def _troubles(table: Table, columns: Mapping[str, int]) -> Iterator[Finding]:
    """Cells that hold no value, such as a formula."""
    for row in table.troubles:
        yield from (told for _, told in table.without_value(row, [*columns.values()]))


def _rows(table: Table, columns: Mapping[str, int]) -> Iterator[_Row]:
    for batch in table.batches():
        cells = (batch.columns[columns[key]] for key in _COLUMNS)
        for number, *values in zip(batch.rows, *cells, strict=True):
            alert, decision, reason = (_text(each) for each in values)
            if alert or decision or reason:
                at = {key: table.place(number, place) for key, place in columns.items()}
                yield _Row(alert, decision, reason, at)


def _text(cell: object) -> str:
    found = said(cell)
    return "" if found is None else str(found)


def _wrong(
    row: _Row, kept: KeptAlert | None, seen: set[str], records: Records
) -> Iterator[Finding]:
    """What is wrong with a row in which something is filled in; what it confirms is put beside the
    records.
    """
    state = _WORDS.get(row.decision)
    if not row.decision:
        yield finding("WR486", row.at["decision"])
    elif state is None:
        yield finding("WR485", row.at["decision"], got=shortened(row.decision))
    if not row.reason:
        yield finding("WR480", row.at["reason"])
    if row.alert in seen:
        yield finding("WR487", row.at["id"], got=shortened(row.alert))
        return
    if kept is not None and (kept.state, kept.because) == (state, row.reason):
        return  # this was put down already
    why = not_open(kept)
    if kept is not None and why is None and state == "confirmed":
        why = records.confirm(kept)
    if why is not None:
        yield finding("WR479", row.at["id"], got=shortened(row.alert), why=why)
