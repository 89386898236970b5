"""Sets of combinations of values say what looking at each combination says; and the rows that a
check of tables looks at are counted.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from tests.support.marked import benefit, clause, fact, found, marked, nation, written
from welfare_rules.basics.comparison import Comparison
from welfare_rules.checks import tables
from welfare_rules.checks.cells import Cells, pair_of, truth_in
from welfare_rules.language import nodes as n
from welfare_rules.language.nodes import Node, spell
from welfare_rules.language.types import BOOL, INT, Entity

NUMBERS = [n.FactRef(id=each, type=INT, entity=Entity.HOUSEHOLD) for each in "abc"]
TRUTHS = [n.FactRef(id=each, type=BOOL, entity=Entity.HOUSEHOLD) for each in "xy"]
PAIR = (
    n.FactRef(id="left", type=INT, entity=Entity.HOUSEHOLD),
    n.FactRef(id="right", type=INT, entity=Entity.HOUSEHOLD),
)
VALUES = [-1, 0, Fraction(1, 2), 3]

constants = st.sampled_from(VALUES).map(lambda value: n.Const(value=value, type=INT))
signs = st.sampled_from(list(Comparison))
plain: st.SearchStrategy[Node] = st.one_of(
    st.sampled_from(TRUTHS),
    st.sampled_from([n.TRUE, n.FALSE]),
    st.builds(
        lambda op, a, b: n.Compare(op=op, left=a, right=b),
        signs,
        st.sampled_from(NUMBERS),
        constants,
    ),
    st.builds(
        lambda op, a, b: n.Compare(op=op, left=b, right=a),
        signs,
        st.sampled_from(NUMBERS),
        constants,
    ),
    st.builds(lambda op: n.Compare(op=op, left=PAIR[0], right=PAIR[1]), signs),
    st.builds(
        lambda a, values: n.In(item=a, values=tuple(values)),
        st.sampled_from(NUMBERS),
        st.lists(st.sampled_from(VALUES), max_size=3),
    ),
)
conditions = st.recursive(
    plain,
    lambda part: st.one_of(
        part.map(lambda each: n.Not(part=each)),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: n.And(parts=tuple(parts))),
        st.lists(part, min_size=1, max_size=3).map(lambda parts: n.Or(parts=tuple(parts))),
    ),
    max_leaves=8,
)


@settings(max_examples=examples(100))
@given(conditions, st.lists(st.integers(1, 4), min_size=6, max_size=6))
def test_a_set_holds_just_the_combinations_in_which_a_condition_is_true(
    condition: Node, counts: list[int]
) -> None:
    pair = pair_of(n.Compare(op=Comparison.LESS, left=PAIR[0], right=PAIR[1]))
    names = [*map(spell, NUMBERS), pair, *map(spell, TRUTHS)]
    ranges = {
        name: [0, 1] if name in names[4:] else VALUES[:count]
        for name, count in zip(names, counts, strict=True)
    }
    cells = Cells(ranges)
    every = [dict(zip(ranges, each, strict=True)) for each in itertools.product(*ranges.values())]
    assert [*cells.at(cells.all)] == every
    assert [*cells.at(cells.holds(condition))] == [
        each for each in every if truth_in(condition, each)
    ]


def dated(count: int, *, twice: bool = False, mark: str = "") -> str:
    """A table in which a row begins in every month; two of the last hold for the same."""
    rows = [
        clause(
            "row",
            f'when = "many == {place}"',
            'amount = "1元"',
            f"from = {2021 + place // 12}-{place % 12 + 1:02d}-01",
            name=f"r{place}",
        )
        for place in range(count)
    ]
    if twice:
        again = f'when = {mark}"many == {count - 1}"'
        rows.append(clause("row", again, 'amount = "1元"', name="again"))
    many = fact('type = "int"', "min = 0", "max = 1000", header="[fact.many]")
    many = many.replace("新项", "件数").replace('"new"', '"many"')
    return many + benefit('hit = "unique"', "gaps = true") + "\n" + "\n".join(rows)


def test_a_row_that_begins_late_is_looked_at_with_all_others(tmp_path: Path) -> None:
    files = nation(dated(40, twice=True, mark="«WR309»"))
    assert found(written(tmp_path, files)) == marked(files)


def test_of_more_rows_and_stretches_than_the_limit_it_is_told_that_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_LOOKS", 400)
    files = nation(dated(40, twice=True, mark="«WR340»"))
    assert found(written(tmp_path, files)) == marked(files)


def test_a_condition_that_is_the_same_every_day_is_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows times stretches is 40 * 40 / 2; the conditions are looked at a few times each."""
    counted: list[Node] = []
    holds = Cells.holds

    def counting(self: Cells, node: Node) -> int:
        counted.append(node)
        return holds(self, node)

    monkeypatch.setattr(Cells, "holds", counting)
    rows = 40
    text = (
        dated(1)
        + "\n"
        + "\n".join(
            clause(
                "row",
                f'when = "many >= {place} and many < {place + 1}"',
                'amount = "1元"',
                f"from = {2021 + place // 12}-{place % 12 + 1:02d}-01",
                f"last_day = {2031 + place // 12}-{place % 12 + 1:02d}-28",
                name=f"s{place}",
            )
            for place in range(1, rows)
        )
    )
    assert found(written(tmp_path, nation(text))) == set()
    assert 0 < len(counted) <= 3 * rows * rows  # cells change with each row that begins
