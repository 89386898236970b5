"""How many households are decided at once: as many as fit, whatever they are like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

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
    assert all(sum(each**2 for each in block[:-1]) <= run.MOST_AT_ONCE for block in blocks)
