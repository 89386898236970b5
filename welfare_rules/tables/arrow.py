"""Arrow in and out, without pyarrow: streams of any library, and Parquet files."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast, overload

from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import Words
from welfare_rules.findings import EngineMissing, Place, finding, system_words
from welfare_rules.language.types import Kind as KindOfFact
from welfare_rules.tables.table import BATCH, WIDE, Batch, Cells, Table, Unreadable, listed

if TYPE_CHECKING:
    from welfare_rules.tables.seen import Seen

_OF_FILE = 1 << 15
"""Rows of a Parquet file that are in memory at once."""
_DAMAGED = Words("文件损坏", "the file is damaged")
_MAGIC, _LEAST = b"PAR1", 12  # how a Parquet file begins and ends, and its least size


class HasStream(Protocol):
    """What offers its rows by the Arrow stream interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class Made(Protocol):
    """A table that was made: columns with their kinds, rows in blocks, its money in yuan or fen."""

    @property
    def kinds(self) -> Mapping[str, str]: ...

    @property
    def money(self) -> str: ...

    @property
    def blocks(self) -> Sequence[Sequence[Cells]]: ...


def there_is_arrow() -> bool:
    """Whether the library that speaks Arrow is installed."""
    return find_spec("arro3") is not None


def _arrow() -> Any:
    """The library that speaks Arrow; its types lean on those of NumPy, which need not be there."""
    if not there_is_arrow():
        command = "pip install 'welfare-rules[tables]'"
        raise EngineMissing(
            Words(
                f"读写 Arrow 和 Parquet 须安装：{command}",
                f"Arrow and Parquet need an extra: run {command}",
            )
        )
    return import_module("arro3.core")


def table_of_stream(given: HasStream, name: str) -> Table:
    """The table of an Arrow stream. Raises EngineMissing, Unreadable."""
    arrow = _arrow()
    with _telling(name, Words("读不出这些列", "its columns cannot be read")):
        kept = arrow.Table.from_arrow(given)  # whoever gives a stream need not give it twice
    return Table(name, tuple(kept.column_names), lambda: _batches(kept.to_batches()))


def of_numpy(column: Any) -> Sequence[object] | None:
    """An array of NumPy with numbers or truths as a column of Arrow; None for anything else, or
    where Arrow is not installed.
    """
    dtype, flags = getattr(column, "dtype", None), getattr(column, "flags", None)
    numbers = getattr(dtype, "kind", "") in tuple("iufb") and getattr(dtype, "isnative", False)
    if not (numbers and getattr(flags, "c_contiguous", False) and there_is_arrow()):
        return None
    return ArrowCells(_arrow().Array.from_numpy(column)) if column.ndim == 1 else None


def open_parquet(path: Path, name: str) -> Table:
    """The table in a Parquet file. Raises EngineMissing, Unreadable."""
    _arrow()
    _refuse_others(path, name)

    def batches() -> Iterator[Batch]:
        with _telling(name):
            yield from _batches(_opened(path))

    with _telling(name):
        heads = tuple(_opened(path).schema.names)
    return Table(name, heads, batches)


def _opened(path: Path) -> Any:
    return import_module("arro3.io").read_parquet(path, batch_size=_OF_FILE)


def _refuse_others(path: Path, name: str) -> None:
    """Raises Unreadable for a file that does not begin and end as Parquet does."""
    try:
        with path.open("rb") as stream:
            begins = stream.read(len(_MAGIC))
            size = stream.seek(0, 2)
            stream.seek(max(0, size - len(_MAGIC)))
            ends = stream.read()
    except OSError as error:
        raise Unreadable(finding("WR452", Place(name), why=system_words(error))) from None
    if size < _LEAST or not begins == ends == _MAGIC:
        why = Words("不是 Parquet 文件", "it is no Parquet file")
        raise Unreadable(finding("WR452", Place(name), why=why))


@contextmanager
def _telling(name: str, what: Words = _DAMAGED) -> Generator[None, None, None]:
    """Tells what the library that reads says of a spoilt file; its panics are no Exceptions."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, Unreadable) or not (
            isinstance(error, Exception) or type(error).__name__ == "PanicException"
        ):
            raise
        why = Words(f"{what.zh}：{error}", f"{what.en}: {error}")
        raise Unreadable(finding("WR452", Place(name), why=why)) from None


def _batches(given: Iterable[Any]) -> Iterator[Batch]:
    first = 0
    for batch in given:
        for begins in range(0, batch.num_rows, WIDE):
            some = batch.slice(begins, min(WIDE, batch.num_rows - begins))
            columns = tuple(ArrowCells(each) for each in some.columns)
            yield Batch(columns, range(first, first + some.num_rows))
            first += some.num_rows


class ArrowCells(Sequence[object]):
    """The cells of a column of Arrow, made Python values when they are looked at one by one."""

    __slots__ = ("_array", "_listed")

    def __init__(self, array: Any) -> None:
        self._array = array
        self._listed: list[object] | None = None

    def tolist(self) -> list[object]:
        """The cells as Python values."""
        found = self._listed
        if found is None:
            found = self._listed = cast("list[object]", self._array.to_pylist())
        return found

    def __len__(self) -> int:
        return len(self._array)

    @overload
    def __getitem__(self, place: int) -> object: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[object]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice) and self._listed is None:
            first, last, _ = place.indices(len(self))
            return ArrowCells(self._array.slice(first, max(last - first, 0)))
        return self.tolist()[place]

    def __iter__(self) -> Iterator[object]:
        return iter(self.tolist())

    def some(self, rows: Sequence[int]) -> list[object]:
        """The cells of some rows as Python values."""
        return self._array.take(_arrow().Array(rows, _arrow().DataType.int64())).to_pylist()

    def seen(self) -> Seen:
        """The column as NumPy sees it."""
        from welfare_rules.tables.seen import Seen

        return Seen.of(self._array, self.some)


def stream_of(frame: Made) -> Any:
    """What was made, as an Arrow table. Raises EngineMissing."""
    arrow = _arrow()
    text = arrow.DataType.utf8()
    types = {
        "text": text,
        "texts": arrow.DataType.list(arrow.Field("item", text, nullable=True)),
        "truth": arrow.DataType.bool(),
        "number": arrow.DataType.int64(),
        "money": arrow.DataType.int64()
        if frame.money == "fen"
        else arrow.DataType.decimal128(18, 2),
    }
    kinds = frame.kinds.items()
    schema = arrow.Schema([arrow.Field(name, types[kind], nullable=True) for name, kind in kinds])
    batches = [
        arrow.RecordBatch.from_arrays(
            [
                _column(arrow, kind, cells, types[kind], frame.money)
                for (_, kind), cells in zip(kinds, block, strict=True)
            ],
            schema=schema,
        )
        for block in frame.blocks
    ]
    return arrow.Table.from_batches(batches, schema=schema)


def _column(arrow: Any, kind: str, cells: Cells, type_: Any, money: str) -> Any:
    """A column; one whose values come again is made of each value once."""
    coded = cast(Any, cells)
    if not hasattr(cells, "codes") or len(coded.values) >= len(cells):
        return _array(arrow, kind, listed(cells), type_, money)
    made = _array(arrow, kind, coded.values, type_, money)
    return made.take(arrow.Array(coded.codes.astype("int64")))


def _array(arrow: Any, kind: str, cells: Cells, type_: Any, money: str) -> Any:
    match kind:
        case "texts":
            sizes = [0, *accumulate(len(each) for each in cells)]
            flat = [one for each in cells for one in each]
            text, number = arrow.DataType.utf8(), arrow.DataType.int32()
            return arrow.list_array(arrow.Array(sizes, number), arrow.Array(flat, text), type=type_)
        case "money" if money == "yuan":
            texts = [None if each is None else yuan_text(each) for each in cells]
            return arrow.Array(texts, arrow.DataType.utf8()).cast(type_)
        case _:
            return arrow.Array(cells, type_)


def write_parquet(frame: Made, path: Path) -> None:
    """Writes what was made into a Parquet file. Raises EngineMissing."""
    made = stream_of(frame)
    import_module("arro3.io").write_parquet(made, path)


def need_arrow() -> None:
    """Raises EngineMissing, with what to install, where Arrow and Parquet are not to be had."""
    _arrow()


def parquet_of_csv(source: Path, types: Mapping[str, KindOfFact | None], into: Path) -> None:
    """Writes a CSV file with these columns as Parquet, piece by piece: amounts, days, numbers and
    yes or no in their types, all else as text. Raises EngineMissing.
    """
    arrow, io = _arrow(), import_module("arro3.io")
    of_kind = {
        KindOfFact.MONEY: arrow.DataType.decimal128(18, 2),
        KindOfFact.DATE: arrow.DataType.date32(),
        KindOfFact.BOOL: arrow.DataType.bool(),
        KindOfFact.INT: arrow.DataType.int64(),
        KindOfFact.MONTHS: arrow.DataType.int64(),
    }
    text = arrow.DataType.utf8()
    fields = [
        arrow.Field(name, text if kind is None else of_kind.get(kind, text), nullable=True)
        for name, kind in types.items()
    ]
    read = io.read_csv(source, arrow.Schema(fields), has_header=True, batch_size=BATCH)
    io.write_parquet(read, into)
