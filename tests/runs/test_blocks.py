"""How many households are decided at once: as many as fit, whatever they are like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_rules.program.at_once import MOST_AT_ONCE
from welfare_rules.runs import run


@dataclass
class Row:
    people: int


@given(st.lists(st.integers(0, 200), max_size=60))
def test_blocks_are_all_households_in_order_and_none_is_too_large(sizes: list[int]) -> None:
    rows: Any = iter([Row(each) for each in sizes])
    blocks: list[list[int]] = []
    while some := run.some_at_once(rows):
        blocks.append([each.people for each in some])
    assert [each for block in blocks for each in block] == sizes
    assert all(sum(each**2 for each in block[:-1]) <= MOST_AT_ONCE for block in blocks)


@given(st.lists(st.integers(0, 200), max_size=60), st.sampled_from((1, 7, 100)))
def test_blocks_of_columns_are_all_households_in_order_and_none_is_too_large(
    sizes: list[int], most: int
) -> None:
    homes = pytest.importorskip("welfare_rules.runs.homes", exc_type=ImportError)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(homes, "AT_ONCE", most)
        blocks = [*homes.some_at_once(homes.np.array(sizes, homes.np.intp))]
    ends = [0, *(end for _, end in blocks)]
    assert [begin for begin, _ in blocks] == ends[:-1]
    assert ends[-1] == len(sizes)
    for begin, end in blocks:
        assert 0 < end - begin <= most
        squares = sum(each**2 for each in sizes[begin:end])
        assert end - begin == 1 or squares <= homes.MOST_SQUARES
