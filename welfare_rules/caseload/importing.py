"""Households of two tables into a caseload, with the number and name of each member beside.

`id_number` (身份证号码) and `name` (姓名) of the members are columns for matching, and no facts of
the law: they are taken out of the table before anything else reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from welfare_rules.caseload.store import Caseload, put_all
from welfare_rules.events.identity import Identity
from welfare_rules.events.register import NAMES, NUMBERS
from welfare_rules.facts.labels import Labels
from welfare_rules.findings import Finding
from welfare_rules.history.facts import day_of
from welfare_rules.language.types import Entity
from welfare_rules.program.case import Case
from welfare_rules.rules import Rules
from welfare_rules.tables.cases import pair_of
from welfare_rules.tables.cells import NotRead, identity
from welfare_rules.tables.headings import OTHERS
from welfare_rules.tables.mapping import read_mapping
from welfare_rules.tables.sources import TableInput, tables_of
from welfare_rules.tables.table import Batch, Spotted, Table


@dataclass(frozen=True, slots=True)
class Imported:
    """How many households were put down, how many were refused, and what is wrong with those."""

    households: int
    refused: int
    findings: tuple[Finding, ...]


def import_tables(
    caseload: Caseload,
    rules: Rules,
    households: TableInput,
    members: TableInput | None = None,
    mapping: Any = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Imported:
    """Puts the households of two tables into a caseload, each as a history that begins with it.

    All that can be read are put down in one step; a household with anything wrong is refused whole.
    Raises TableError for what no row can make good.
    """
    law = rules.program.law
    mapped = read_mapping({} if mapping is None else mapping)
    spotted: list[Spotted] = []
    homes, people = tables_of(households, members, mapped)
    who: dict[tuple[str, str], tuple[str, str]] = {}
    if people is not None:
        who, people = _identities(people), _without(people, (*NUMBERS, *NAMES))
    pair = pair_of(
        law, Labels.of(law), mapped, homes, people, lambda table, each: spotted.append(each)
    )
    written: dict[str, Mapping[str, Any]] = {}

    def read(facts: Any) -> Case:
        made = rules.read(facts)
        written[made.id] = facts
        return made

    refused = done = 0
    count = sum(len(each.rows) for each in homes.batches())

    def rows() -> Iterator[tuple[Mapping[str, Any], str, Mapping[str, Identity]]]:
        nonlocal refused, done
        for row in pair.rows(read):
            progress(done := done + 1, count)
            facts = written.pop(row.id, None)
            if row.case is None or facts is None:
                refused += 1
                continue
            yield {"case": facts}, row.town, dict(_people(facts, row.id, who))

    put = put_all(caseload, rows())
    return Imported(put, refused, tuple(each.finding for each in spotted))


def _people(
    facts: Mapping[str, Any], household: str, who: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[tuple[str, Identity]]:
    for each in facts["members"]:
        number, name = who.get((household, each["id"]), ("", ""))
        yield each["id"], Identity.of(number, name, day_of(each.get("birth_date")))


def _identities(table: Table) -> dict[tuple[str, str], tuple[str, str]]:
    """The number and name of each row by household and id, empty where a cell says nothing."""
    roles = OTHERS[Entity.MEMBER].items()
    households, ids = (
        [word for word, each in roles if each == role] for role in ("household", "id")
    )
    places = [_place(table, words) for words in (households, ids, NUMBERS, NAMES)]
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for batch in table.batches():
        columns = [[""] * len(batch.rows) if at is None else batch.columns[at] for at in places]
        for cells in zip(*columns, strict=True):
            household, id, number, name = (_text(each) for each in cells)
            found[household, id] = number, name
    return found


def _text(cell: object) -> str:
    """A cell that is an id or a name as text; empty where it is none (a number is never one)."""
    made = identity(cell)
    return "" if made is None or isinstance(made, NotRead) else str(made)


def _place(table: Table, words: Sequence[str]) -> int | None:
    return next((at for at, head in enumerate(table.heads) if head.strip() in words), None)


def _without(table: Table, words: tuple[str, ...]) -> Table:
    """The table without some columns."""
    kept = [at for at, head in enumerate(table.heads) if head.strip() not in words]

    def batches() -> Iterator[Batch]:
        for each in table.batches():
            yield Batch(tuple(each.columns[at] for at in kept), each.rows)

    return replace(table, heads=tuple(table.heads[at] for at in kept), batches=batches)
