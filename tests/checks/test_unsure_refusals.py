"""A benefit that may be refused by what nobody has confirmed is told, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.marked import found, marked, nation, written

MARK = ("[benefit.help]", "[benefit.«WR352»help]")
POOR = 'id = "poor"\n'
RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "a requirement": (MARK, (POOR, POOR + 'status = "unverified"\n')),
    "what a requirement rests on": (
        MARK,
        ("[derived.together]\n", '[derived.together]\nstatus = "unverified"\n'),
    ),
    "a requirement that is only reported": ((POOR, POOR + 'status = "reported"\n'),),
    "a requirement that has ended": (
        (POOR, POOR + 'status = "unverified"\nlast_day = 2020-12-31\n'),
    ),
    "a row of a table in which some row holds": (
        ('id = "others"\n', 'id = "others"\nstatus = "unverified"\n'),
    ),
    "a row of a table in which no row may hold": (
        ("[benefit.old]", "[benefit.«WR352»old]"),
        ('hit = "first"', 'hit = "highest"'),
        ('id = "others"\n', 'id = "others"\nstatus = "unverified"\n'),
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_a_refusal_that_rests_on_it_is_told_at_the_benefit(tmp_path: Path, name: str) -> None:
    files = nation("", *RULES[name])
    assert found(written(tmp_path, files)) == marked(files)
