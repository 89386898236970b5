"""Small numbers are hidden, and none that is hidden can be worked out from what is shown."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.impact.test_compare import found
from welfare_rules.impact.hiding import Sum, hidden, worked_out
from welfare_rules.impact.report import ImpactReport
from welfare_rules.impact.text import blocks, named

Table = list[list[int]]


def rank(rows: list[list[Fraction]]) -> int:
    """The rank of a matrix, by elimination over fractions."""
    rows, found_ = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found_, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found_], rows[pivot] = rows[pivot], rows[found_]
        for n, row in enumerate(rows):
            if n != found_ and row[column]:
                factor = row[column] / rows[found_][column]
                rows[n] = [a - factor * b for a, b in zip(row, rows[found_], strict=True)]
        found_ += 1
    return found_


def follows(gone: list[Any], sums: list[Sum[Any]]) -> list[Any]:
    """The hidden numbers that the sums fix: a number does when to say it adds no rank."""
    rows = [
        [Fraction((-1 if key == each[0] else 1) if key in each else 0) for key in gone]
        for each in sums
    ]
    before = rank(rows)
    return [
        key
        for place, key in enumerate(gone)
        if rank([*rows, [Fraction(int(n == place)) for n in range(len(gone))]]) == before
    ]


def laid_out(table: Table) -> tuple[dict[Any, int], list[Sum[Any]]]:
    """A table with its margins, and the sums that hold in it."""
    rows, columns = range(len(table)), range(len(table[0]))
    counts: dict[Any, int] = {(r, c): table[r][c] for r in rows for c in columns}
    counts |= {("row", r): sum(table[r]) for r in rows}
    counts |= {("column", c): sum(row[c] for row in table) for c in columns}
    sums: list[Sum[Any]] = [(("row", r), *((r, c) for c in columns)) for r in rows]
    sums += [(("column", c), *((r, c) for r in rows)) for c in columns]
    sums += [(("all",), *(("row", r) for r in rows)), (("all",), *(("column", c) for c in columns))]
    return counts, sums


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=1, max_size=5
        )
    ),
    st.integers(2, 10),
)
@settings(max_examples=100)
def test_no_hidden_number_follows_from_what_is_shown(table: Table, least: int) -> None:
    counts, sums = laid_out(table)
    gone = hidden(counts, sums, least)
    assert gone >= {key for key, count in counts.items() if 0 < count < least}
    assert all(counts[key] for key in gone)  # a zero hides nothing
    fixed = follows(sorted(gone, key=str), sums)
    assert set(fixed) == worked_out(set(gone), sums)
    if fixed:  # only where nothing is left that could be hidden besides
        assert not [
            key
            for each in sums
            if set(fixed) & set(each)
            for key in each
            if counts.get(key) and key not in gone
        ]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    counts, sums = laid_out([[10, 0, 25], [0, 90, 7]])
    assert not hidden(counts, sums, 5)


@given(st.integers(0, 2**30), st.integers(2, 6))
@settings(max_examples=4)
def test_a_report_for_publication_tells_no_small_number_and_no_household(
    seed: int, least: int
) -> None:
    made = found(seed, "2021-08", "2022-08", 30)
    whole, told = ImpactReport(made).data, ImpactReport(made, least).data
    assert "rows" not in told
    assert not ImpactReport(made, least).rows
    gone = set(told["hidden"])

    def walk(one: Any, other: Any, path: str) -> None:
        if isinstance(one, dict):
            for key in one:
                if key not in ("rows", "sides"):
                    walk(one[key], other[key], f"{path}.{key}" if path else key)
        elif path in gone:
            assert other is None
        else:
            assert one == other
            if isinstance(one, int) and not path.startswith("population"):
                assert one == 0 or one >= least

    walk(whole, told, "")
    texts = [each for each in blocks(ImpactReport(made, least), "en") if not isinstance(each, str)]
    assert "list" not in [each.id for each in texts]
    assert not named(ImpactReport(made, least), ImpactReport(made, least).rows, "zh").rows
