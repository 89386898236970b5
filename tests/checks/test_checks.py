"""The list of checks: each gives the codes that it declares, and no check is outside the list."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import welfare_rules as wr
from welfare_rules import checks
from welfare_rules.checks.checks import CHECKS, Check, check_law
from welfare_rules.findings import CATALOGUE

LAW = wr.load("cn/model").law
ROOM = Path(checks.__file__).parent


def test_every_code_that_a_check_can_give_is_declared_by_one_and_is_in_the_catalogue() -> None:
    given = {
        code
        for file in ROOM.glob("*.py")
        if file.name != "checks.py"
        for code in re.findall(r'"(WR\d{3})"', file.read_text(encoding="utf-8"))
    }
    declared = [code for each in CHECKS for code in each.codes]
    assert given == set(declared)
    assert given <= set(CATALOGUE)
    twice = {code for code, times in Counter(declared).items() if times > 1}
    assert twice == {"WR216", "WR308"}


@pytest.mark.parametrize("check", CHECKS, ids=[each.name for each in CHECKS])
def test_a_check_gives_only_the_codes_that_it_declares(check: Check) -> None:
    found = [*check.run({"cn/model": LAW}, 21991231)]
    assert {each.code for each in found} <= set(check.codes)


def test_a_law_of_the_house_has_nothing_wrong_with_it() -> None:
    assert [*check_law(LAW)] == []
