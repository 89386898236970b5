"""Whatever a table may be given as, made a table: a dict of columns, a stream, a data frame, a
file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, cast

from welfare_rules.basics.text import Words
from welfare_rules.findings import Place, finding, shortened
from welfare_rules.tables.arrow import open_parquet, table_of_stream
from welfare_rules.tables.delimited import open_csv
from welfare_rules.tables.mapping import TableMap
from welfare_rules.tables.table import BATCH, Batch, Table, Unreadable

TableInput = Mapping[str, Sequence[Any]] | str | PathLike[str] | Any
"""A dict of columns, anything with the Arrow stream interface, a data frame of pandas, or the path
of a `.csv`, `.parquet` or `.xlsx` file."""
FILES = (".csv", ".parquet", ".xlsx")


def table_of(given: TableInput, name: str, mapping: TableMap) -> Table:
    """The table that was given; `name` is what places call one in memory. Raises Unreadable."""
    if isinstance(given, Mapping):
        return _of_columns(cast(Mapping[object, Any], given), name)
    if isinstance(given, (str, PathLike)):
        return _of_file(Path(cast("str | PathLike[str]", given)), str(cast(object, given)), mapping)
    of_pandas = getattr(given, "to_dict", None) if hasattr(given, "iloc") else None
    if of_pandas is not None:  # its own stream needs pyarrow
        return _of_columns(of_pandas("list"), name)
    if hasattr(given, "__arrow_c_stream__"):
        return table_of_stream(given, name)
    want = Words(
        "列的字典、带 Arrow 流接口的表、或文件路径",
        "a dict of columns, a table with the Arrow stream interface, or the path of a file",
    )
    got = type(cast(object, given)).__name__
    raise Unreadable(finding("WR403", Place(name), want=want, got=got))


def _of_file(path: Path, name: str, mapping: TableMap) -> Table:
    match path.suffix.lower():
        case ".csv":
            return open_csv(path, name, mapping)
        case ".parquet":
            return open_parquet(path, name)
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
        for first in rows[::BATCH]:
            some = rows[first : first + BATCH]
            yield Batch(tuple(each[some.start : some.stop] for each in columns), some)

    return Table(name, heads, batches)


def _cells(column: Any) -> Sequence[object]:
    """The cells of a column: a list, or what becomes one, such as an array."""
    if isinstance(column, (list, tuple)):
        return cast("Sequence[object]", column)
    as_list = getattr(column, "tolist", None) or getattr(column, "to_pylist", None)
    return cast("list[object]", as_list() if as_list is not None else list(column))
