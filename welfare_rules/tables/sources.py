"""Whatever a table may be given as, made a table: a dict of columns, a stream, a data frame, a
file."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any, cast

from welfare_rules.basics.text import Words
from welfare_rules.findings import Place, finding, shortened
from welfare_rules.language.types import Entity
from welfare_rules.tables.arrow import of_numpy, open_parquet, table_of_stream
from welfare_rules.tables.cells import BLANKS, said
from welfare_rules.tables.delimited import open_csv
from welfare_rules.tables.mapping import Mapped, TableMap
from welfare_rules.tables.table import WIDE, Batch, Table, Unreadable
from welfare_rules.tables.workbook import SHEETS, has_members, open_workbook

TableInput = Mapping[str, Sequence[Any]] | str | PathLike[str] | Any
"""A dict of columns, anything with the Arrow stream interface, a data frame of pandas, or the path
of a `.csv`, `.parquet` or `.xlsx` file."""
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
FILES = (".csv", ".parquet", *WORKBOOKS)


def tables_of(
    households: TableInput, members: TableInput | None, mapped: Mapped
) -> tuple[Table, Table | None]:
    """Both tables; a workbook of households may have the members on a sheet of its own.

    Raises Unreadable.
    """
    path = path_of(households)
    if members is None and path is not None and path.suffix.lower() in WORKBOOKS:
        _no_device(path, str(households))
        members = path if has_members(path, mapped.members) else None
    homes = table_of(households, Entity.HOUSEHOLD, mapped.households)
    people = None if members is None else table_of(members, Entity.MEMBER, mapped.members)
    return homes, people


def table_of(given: TableInput, entity: Entity, mapping: TableMap) -> Table:
    """The table that was given. Raises Unreadable."""
    path = path_of(given)
    if path is not None:
        return table_of_file(path, str(given), SHEETS[entity], mapping)
    return _with_headings(_in_memory(given, f"{entity}s"), mapping)


def _in_memory(given: TableInput, name: str) -> Table:
    if isinstance(given, Mapping):
        return _of_columns(cast(Mapping[object, Any], given), name)
    of_pandas = getattr(given, "to_dict", None) if hasattr(given, "iloc") else None
    if of_pandas is not None:  # its own stream needs pyarrow
        return _of_columns(of_pandas("list"), name)
    if hasattr(given, "__arrow_c_stream__"):
        return table_of_stream(cast(Any, given), name)
    want = Words(
        "列的字典、带 Arrow 流接口的表、或文件路径",
        "a dict of columns, a table with the Arrow stream interface, or the path of a file",
    )
    got = type(cast(object, given)).__name__
    raise Unreadable(finding("WR403", Place(name), want=want, got=got))


def path_of(given: object) -> Path | None:
    """The path that a table was given as; None where it was given as something else."""
    return Path(cast(Any, given)) if isinstance(given, (str, PathLike)) else None


def table_of_file(path: Path, name: str, sheets: Sequence[str], mapping: TableMap) -> Table:
    """The table in a file; of a workbook that on one of these sheets. Raises Unreadable."""
    return _with_headings(_of_file(path, name, sheets, mapping), mapping)


def _with_headings(table: Table, mapping: TableMap) -> Table:
    """The table, in which reading a value that stands under no heading raises Unreadable."""
    bare = [place for place, head in enumerate(table.heads) if not head.strip(BLANKS)]
    if not bare or "" in mapping.ignore:
        return table

    def batches() -> Iterator[Batch]:
        for batch in table.batches():
            for place in bare:
                for row, cell in zip(batch.rows, batch.columns[place], strict=True):
                    if said(cell) is not None:
                        raise Unreadable(finding("WR462", table.place(row, place)))
            yield batch

    return replace(table, batches=batches)


def _no_device(path: Path, name: str) -> None:
    """A table is read more than once, and from its end: a pipe or a device is none."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):  # whoever opens it tells why
        return
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        why = Words("不是普通文件", "it is no ordinary file")
        raise Unreadable(finding("WR452", Place(name), why=why))


def _of_file(path: Path, name: str, sheets: Sequence[str], mapping: TableMap) -> Table:
    _no_device(path, name)
    match path.suffix.lower():
        case ".csv":
            return open_csv(path, name, mapping)
        case ".parquet":
            return open_parquet(path, name)
        case other if other in WORKBOOKS:
            return open_workbook(path, name, sheets, mapping)
        case other:
            want = ", ".join(FILES)
            why = Words(
                f"认不出文件种类“{other}”，可用：{want}", f"no table is read of {other!r}: {want}"
            )
            raise Unreadable(finding("WR452", Place(name), why=why))


def _of_columns(given: Mapping[object, Any], name: str) -> Table:
    heads = tuple(str(each) for each in given)
    columns = [_cells(each) for each in given.values()]
    sizes = {len(each) for each in columns}
    if len(sizes) > 1:
        counts = ", ".join(
            f"{shortened(head)} {len(column)}" for head, column in zip(heads, columns, strict=True)
        )
        why = Words(f"各列行数不同：{counts}", f"the columns differ in length: {counts}")
        raise Unreadable(finding("WR452", Place(name), why=why))

    def batches() -> Iterator[Batch]:
        rows = range(next(iter(sizes), 0))
        for first in rows[::WIDE]:
            some = rows[first : first + WIDE]
            yield Batch(tuple(each[some.start : some.stop] for each in columns), some)

    return Table(name, heads, batches)


def _cells(column: Any) -> Sequence[object]:
    """The cells of a column: a list, or what becomes one, such as an array."""
    if isinstance(column, (list, tuple)):
        return cast("Sequence[object]", column)
    numbers = of_numpy(column)
    if numbers is not None:
        return numbers
    as_list = getattr(column, "tolist", None) or getattr(column, "to_pylist", None)
    return cast("list[object]", as_list() if as_list is not None else list(column))
