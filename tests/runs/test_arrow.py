"""Columns of Arrow of every kind, read all at once, mean what they mean row by row."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.runs.test_by_columns import disordered, told
from tests.runs.test_run import DRAWERS, RULES
from tests.support.effort import examples

pytest.importorskip("numpy")
pytest.importorskip("arro3.core")

import numpy as np

from welfare_rules.runs import clean
from welfare_rules.runs import homes as module
from welfare_rules.tables import arrow as batches

arrow: Any = import_module("arro3.core")
KINDS = arrow.DataType
TEXTS = (KINDS.utf8(), KINDS.large_utf8(), KINDS.string_view())
INDICES = (KINDS.int8(), KINDS.int32(), KINDS.uint16(), KINDS.int64())
WHOLE = (KINDS.int8(), KINDS.int16(), KINDS.int64(), KINDS.uint8(), KINDS.uint64())
SMALL = 128  # no more fit the shortest of these
IDS = ("合计", " h1 ", "'h2", "户3", "h\u200b4", "h\x005", "h\n6", "Sum", "x" * 128, "x" * 129)
IDS = (
    *IDS,
    "y" * 201,
    "",
    None,
    "id",
    "32092219500101102X",
    "320922195001011",
    "11111111",
    "h1",
    "h2",
)
ODD = (
    "none",
    "x",
    "-5",
    "12.345",
    "2099-01-01",
    "",
    " rural ",
    "a text that is longer than a view",
    None,
)


def dirty(random: Random, columns: dict[str, list[Any]]) -> None:
    """Puts something else into some cells: of ids anything, of others a text."""
    for _ in range(random.choice((0, 0, 1, 3))):
        name = random.choice(["id", "household" if "household" in columns else "id", *columns])
        cells = columns[name]
        cells[random.randrange(len(cells))] = random.choice(
            IDS if name in ("id", "household") else ODD
        )


def of_arrow(random: Random, columns: dict[str, list[Any]]) -> Any:
    """The columns in types that hold them, the rows in pieces of larger arrays."""
    made = {name: column(random, cells) for name, cells in columns.items()}
    table = arrow.Table.from_pydict(made)
    ends = sorted(random.randrange(table.num_rows + 1) for _ in range(random.choice((0, 0, 2))))
    pieces = zip([0, *ends], [*ends, table.num_rows], strict=True)
    parts = [batch for a, b in pieces for batch in table.slice(a, b - a).to_batches()]
    return arrow.Table.from_batches(parts, schema=table.schema)


def column(random: Random, cells: Sequence[Any]) -> Any:
    cells = [";".join(each) if isinstance(each, list) else each for each in cells]
    choices = [arrow.Array(texts(cells), KINDS.utf8()).cast(random.choice(TEXTS))]
    said = [each for each in cells if each is not None]
    if all(isinstance(each, bool) for each in said):
        choices += [arrow.Array(cells, KINDS.bool())] * 4
    elif all(type(each) is int for each in said):
        whole = WHOLE if all(0 <= each < SMALL for each in said) else WHOLE[2:3]
        choices += [arrow.Array(cells, random.choice(whole))] * 2
        choices += [arrow.Array(cells, KINDS.int64()).cast(KINDS.float64())] * 2
    elif all(_is_amount(each) for each in said):
        money = [None if each is None else Decimal(each) for each in cells]
        binary = [None if each is None else float(each) for each in money]
        choices += [arrow.Array(binary, KINDS.float64())] * 2
        choices += [arrow.Array(texts(cells), KINDS.utf8()).cast(KINDS.decimal128(18, 2))] * 2
    elif all(_is_day(each) for each in said):
        choices += [choices[0].cast(KINDS.date32())] * 4
    elif len(choices[0]):
        coded = KINDS.dictionary(random.choice(INDICES), KINDS.utf8())
        choices.append(choices[0].cast(KINDS.utf8()).cast(coded))
    return random.choice(choices)


def texts(cells: Sequence[Any]) -> list[str | None]:
    words = {True: "true", False: "false"}
    return [
        words[each] if isinstance(each, bool) else None if each is None else str(each)
        for each in cells
    ]


def _is_amount(cell: Any) -> bool:
    return isinstance(cell, str) and cell.replace(".", "", 1).isdigit() and "." in cell


def _is_day(cell: Any) -> bool:
    return isinstance(cell, str) and len(cell) == 10 and cell[4] == cell[7] == "-"


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(range(len(RULES))), seed=st.integers(0, 2**32))
def test_arrow_is_read_alike_by_columns_and_by_rows(
    monkeypatch: pytest.MonkeyPatch, place: int, seed: int
) -> None:
    random, drawer = Random(seed), DRAWERS[place]
    monkeypatch.setattr(module, "size_of", lambda *_: random.choice((2, 3, 100)))
    monkeypatch.setattr(module, "AT_ONCE", random.choice((1, 2, 50)))
    monkeypatch.setattr(batches, "WIDE", random.choice((1, 3, 50)))
    monkeypatch.setattr(clean, "BATCH", random.choice((1, 3, 50)))
    tables = disordered(random, drawer)
    for each in tables:
        dirty(random, each)
        if random.random() < 0.3:
            each["town" if "household" not in each else "ethnic"] = []
    tables[1].pop("ethnic", None)
    if "town" in tables[0]:
        tables[0]["town"] = random.choices(["东坎街道", "b", " b", None, "z" * 201], k=5)
    given = [of_arrow(random, each) for each in tables]
    said: list[Any] = []
    for engine in ("columns", "native"):
        try:
            said.append(told(RULES[place].run(*given, engine=engine)))
        except wr.TableError as error:
            said.append([(each.code, each.place, each.details) for each in error.findings])
    assert said[0] == said[1]


@pytest.mark.parametrize("engine", ["columns", "native"])
def test_arrays_of_numbers_are_read_as_lists_of_them(engine: str) -> None:
    homes: dict[str, Any] = {
        "id": np.array([7, 8, 9, 10**15]),
        "financial_assets": np.array([0.1, np.nan, 12.345, 1e6]),
        "vehicles": np.array([1, 0, 2, 0], np.uint8),
        "income_unstable": np.array([True, False, True, False]),
        "applied_on": np.array(["2021-08-01", "NaT", "2021-08-02", "2099-01-01"], "M8[D]"),
        "dwellings": np.arange(8)[::2],
    }
    people = {
        "household": np.array([7, 8, 8, 9]),
        "id": ["p1", "p1", "p2", "p1"],
        "relation": np.array(["head", "head", "child", "head"]),
        "wage": np.array([1200.5, 0.0, 7.25, -1.0], np.float32),
    }
    as_lists = [
        {
            name: cells.tolist() if hasattr(cells, "tolist") else cells
            for name, cells in each.items()
        }
        for each in (homes, people)
    ]
    assert told(RULES[0].run(homes, people, engine=engine)) == told(
        RULES[0].run(*as_lists, engine=engine)
    )


def test_a_stream_that_cannot_be_read_is_told() -> None:
    """Polars gives a column of nothing as the library that reads it does not take it."""
    polars: Any = pytest.importorskip("polars")
    homes = polars.DataFrame({"id": ["h1"], "area": [None]})
    with pytest.raises(wr.TableError) as caught:
        RULES[0].run(homes, None)
    (told_of_it,) = caught.value.findings
    assert (told_of_it.code, told_of_it.place.file) == ("WR452", "households")
    assert "Null" in str(dict(told_of_it.details)["why"])


@settings(max_examples=examples(100))
@given(st.lists(st.text(max_size=20) | st.sampled_from(IDS) | st.none() | st.integers()))
def test_plain_texts_are_those_that_mean_themselves(cells: list[Any]) -> None:
    from welfare_rules.tables.cells import identity
    from welfare_rules.tables.texts import LONGEST, plain_texts_of

    made, plain = plain_texts_of(cells)
    assert len(made) == len(plain) == len(cells)
    for cell, text, own in zip(cells, made, plain.tolist(), strict=True):
        visible = isinstance(cell, str) and cell.isascii() and cell.isprintable()
        if own:
            assert text == cell == identity(cell)
        else:
            assert text == ""
            long = isinstance(cell, str) and len(cell) > LONGEST
            assert not visible or long or not cell or " " in cell or cell.startswith("'")


@settings(max_examples=examples(100))
@given(st.lists(st.text(max_size=40).filter(lambda text: "\0" not in text and text.isprintable())))
def test_texts_of_words_are_the_texts(given: list[str]) -> None:
    from welfare_rules.tables.texts import Texts, joined_texts

    some = Texts.of(given)
    assert some == given
    assert some.tolist() == [*some] == [some[place] for place in range(len(given))]
    numbers = some.numbers().tolist()
    assert len(set(zip(given, numbers, strict=True))) == len(set(given))
    twice = joined_texts([some, Texts.of(["a" * 60])])
    assert twice.numbers().tolist()[:-1] == numbers
    if given:
        changed = some.put([0], ["z" * 50])
        assert changed.tolist() == ["z" * 50, *given[1:]]
        assert some.tolist() == given
        assert changed.same(some).tolist() == [False, *[True] * (len(given) - 1)]


@settings(max_examples=examples(100))
@given(st.lists(st.integers(0, 5) | st.integers(0, 2**64 - 1)), st.lists(st.integers(0, 9)))
def test_numbers_are_found_where_they_stand(given: list[int], asked: list[int]) -> None:
    from welfare_rules.tables.places import Places

    shift = np.uint64(61)  # so that many share a slot
    numbers = np.array(given, np.uint64)
    for own in (numbers, numbers << shift | numbers >> np.uint64(3)):
        found = Places.of(own)
        assert own[found.same].tolist() == own.tolist()
        assert len({*found.same.tolist()}) == len({*own.tolist()})
        wanted = np.concatenate((own, np.array(asked, np.uint64)))
        for number, place in zip(wanted.tolist(), found.at(wanted).tolist(), strict=True):
            assert (place == -1) == (number not in own.tolist())
            assert place == -1 or own[place] == number


@settings(max_examples=examples(100))
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 1)), min_size=1), st.integers(1, 20))
def test_each_value_is_found_once(rows: list[tuple[int, int]], few: int) -> None:
    from welfare_rules.tables import coded

    keys = [np.array(each, np.uint64) for each in zip(*rows, strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coded, "FEW", few)
        first, codes = coded.once_each(keys)
    assert [rows[each] for each in first[codes]] == rows
    assert len(first) == len(set(rows))
