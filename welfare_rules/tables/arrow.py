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
from welfare_rules.tables.table import BATCH, Batch, Cells, Table, Unreadable, listed

if TYPE_CHECKING:
    from welfare_rules.tables.coded import Coded, Typed

_OF_MONEY = tuple(f"Decimal128({digits}, {scale})" for digits in range(1, 39) for scale in range(3))
"""Decimal numbers of at most two decimals."""
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
    """The table of an Arrow stream. Raises EngineMissing."""
    kept = _arrow().Table.from_arrow(given)  # whoever gives a stream need not give it twice
    return Table(name, tuple(kept.column_names), lambda: _batches(kept.to_batches()))


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
    return import_module("arro3.io").read_parquet(path, batch_size=BATCH)


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
def _telling(name: str) -> Generator[None, None, None]:
    """Tells what the library that reads says of a spoilt file; its panics are no Exceptions."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, Unreadable) or not (
            isinstance(error, Exception) or type(error).__name__ == "PanicException"
        ):
            raise
        why = Words(f"文件损坏：{error}", f"the file is damaged: {error}")
        raise Unreadable(finding("WR452", Place(name), why=why)) from None


def _batches(given: Iterable[Any]) -> Iterator[Batch]:
    first = 0
    for batch in given:
        for begins in range(0, batch.num_rows, BATCH):
            some = batch.slice(begins, min(BATCH, batch.num_rows - begins))
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
    def __getitem__(self, place: slice) -> list[object]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return self.tolist()[place]

    def __iter__(self) -> Iterator[object]:
        return iter(self.tolist())

    def coded(self) -> Coded | None:
        """Each value once, with the places of all; None where that is no quicker."""
        return _coded(self._array)

    def typed(self) -> Typed | None:
        """Amounts or days as NumPy has them; None for a column of anything else."""
        return _typed(self._array)


def _typed(array: Any) -> Typed | None:
    from welfare_rules.tables.coded import Typed

    name = str(array.type)
    if not _is_of(name, ("Int8", "Int16", "Int32", "Int64", "Float64", "Date32", *_OF_MONEY)):
        return None
    if array.null_count == 0:
        return Typed(_in_numpy(array, name), array.to_pylist)
    arrow = _arrow()
    made = array.cast(arrow.DataType.dictionary(arrow.DataType.int32(), array.type))
    values = arrow.dictionary_dictionary(made)
    places = arrow.dictionary_indices(made).to_pylist()
    numpy = cast(Any, import_module("numpy"))
    codes = numpy.array([-1 if each is None else each for each in places], numpy.intp)
    return Typed(_in_numpy(values, name), values.to_pylist, codes)


def _in_numpy(array: Any, name: str) -> Any:
    """Numbers, none of them missing; what is decimal becomes the nearest binary number."""
    types = _arrow().DataType
    if "Date32" in name:
        return array.cast(types.int32()).to_numpy().astype("datetime64[D]")
    return (array.cast(types.float64()) if "Decimal" in name else array).to_numpy()


def _coded(array: Any) -> Coded | None:
    from welfare_rules.tables.coded import Coded

    arrow = _arrow()
    numpy, name = cast(Any, import_module("numpy")), str(array.type)
    if "Dictionary" in name:
        if not _is_of(name, ("Int8", "Int16", "Int32", "Int64"), "Dictionary("):
            return None
    elif _is_of(name, ("Utf8", "LargeUtf8", "Utf8View")):
        text = arrow.DataType.utf8()
        array = array.cast(text).cast(arrow.DataType.dictionary(arrow.DataType.int32(), text))
    elif array.null_count == 0 and _is_of(
        name, ("Int8", "Int16", "Int32", "Int64", "Float32", "Float64", "Boolean")
    ):
        found, codes = numpy.unique(array.to_numpy(), return_inverse=True)
        return Coded(listed(found), codes)
    else:
        return None
    values: list[object] = arrow.dictionary_dictionary(array).to_pylist()
    indices = arrow.dictionary_indices(array)
    if indices.null_count == 0:
        return Coded(values, indices.to_numpy())
    nothing = len(values)
    places = [nothing if each is None else each for each in indices.to_pylist()]
    return Coded([*values, None], numpy.array(places, numpy.int64))


def _is_of(name: str, kinds: Iterable[str], before: str = "<") -> bool:
    """Whether the text of a type names one of some kinds."""
    return any(f"{before}{kind}" in name for kind in kinds)


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
