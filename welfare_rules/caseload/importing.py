"""Households of two tables into a caseload, with the number and name of each member beside.

`id_number` (身份证号码) and `name` (姓名) of the members are columns for matching, and no facts of
the law: whatever else reads the table passes them over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.caseload.store import Caseload, put_all
from welfare_rules.events.identity import Identity
from welfare_rules.events.register import NAMES, NUMBERS
from welfare_rules.facts.labels import Labels
from welfare_rules.findings import Finding, finding
from welfare_rules.history.facts import day_of
from welfare_rules.language.types import Entity
from welfare_rules.program.case import Case
from welfare_rules.rules import Rules
from welfare_rules.tables.cases import pair_of
from welfare_rules.tables.cells import BLANKS, NotRead, identity
from welfare_rules.tables.headings import OTHERS
from welfare_rules.tables.mapping import TableMap, read_mapping
from welfare_rules.tables.sources import TableInput, tables_of
from welfare_rules.tables.table import Spotted, Table


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
    known = _Identities()
    if people is not None:
        known = _identities(people, mapped.members)
        spotted.extend(known.spotted)
        mapped = mapped.model_copy(update={"members": _passing_over(people, mapped.members)})
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
            if row.case is None or facts is None or row.id in known.wrong:
                refused += 1
                continue
            yield {"case": facts}, row.town, dict(_people(facts, row.id, known.who))

    put = put_all(caseload, rows())
    return Imported(put, refused, tuple(each.finding for each in spotted))


def _people(
    facts: Mapping[str, Any], household: str, who: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[tuple[str, Identity]]:
    for each in facts["members"]:
        number, name = who.get((household, each["id"]), ("", ""))
        yield each["id"], Identity.of(number, name, day_of(each.get("birth_date")))


@dataclass(slots=True)
class _Identities:
    """The number and name of each row by household and id, empty where a cell says nothing; and the
    households in which such a cell is none that can be read.
    """

    who: dict[tuple[str, str], tuple[str, str]] = field(
        default_factory=dict[tuple[str, str], tuple[str, str]]
    )
    wrong: set[str] = field(default_factory=set[str])
    spotted: list[Spotted] = field(default_factory=list[Spotted])


def _identities(table: Table, mapping: TableMap) -> _Identities:
    roles = OTHERS[Entity.MEMBER].items()
    households, ids = (
        [word for word, each in roles if each == role] for role in ("household", "id")
    )
    places = [_place(table, mapping, words) for words in (households, ids, NUMBERS, NAMES)]
    found = _Identities()
    for batch in table.batches():
        columns = [[None] * len(batch.rows) if at is None else batch.columns[at] for at in places]
        for row, *cells in zip(batch.rows, *columns, strict=True):
            household, id, number, name = (_text(each) for each in cells)
            found.who[household, id] = number, name
            for at, cell in zip(places[2:], cells[2:], strict=True):
                told = None if at is None else _wrong(table, row, at, cell)
                if told is not None:
                    found.spotted.append(told)
                    found.wrong.add(household)
    return found


def _text(cell: object) -> str:
    """A cell that is an id or a name as text; empty where it is none."""
    made = identity(cell)
    return "" if made is None or isinstance(made, NotRead) else str(made)


def _wrong(table: Table, row: int, at: int, cell: object) -> Spotted | None:
    """What is told of a number or a name that cannot be read; None where nothing is wrong."""
    head = table.heads[at]
    for _, told in table.without_value(row, [at]):
        return Spotted(told, row, head)
    made = identity(cell)
    if not isinstance(made, NotRead):
        return None
    return Spotted(finding(made.code, table.place(row, at), **made.details), row, head)


def _place(table: Table, mapping: TableMap, words: Collection[str]) -> int | None:
    heads = (each.strip(BLANKS) for each in table.heads)
    return next(
        (at for at, head in enumerate(heads) if mapping.columns.get(head, head) in words), None
    )


def _passing_over(table: Table, mapping: TableMap) -> TableMap:
    """The mapping, by which the columns of numbers and names mean nothing."""
    places = {_place(table, mapping, words) for words in (NUMBERS, NAMES)}
    heads = [table.heads[at].strip(BLANKS) for at in places if at is not None]
    return mapping.model_copy(update={"ignore": [*mapping.ignore, *heads]})
