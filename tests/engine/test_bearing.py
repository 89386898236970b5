"""What steps have to do with each other is what their formulas name, and each formula is read once
for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

import welfare_rules as wr
from welfare_rules.engine.reference import Reference, bearing
from welfare_rules.language.looking import Look, looks
from welfare_rules.language.nodes import Node
from welfare_rules.program.program import Program

PLACES = ("cn/model", "cn/jiangsu/yancheng/binhai")


def program_of(place: str) -> Program:
    return wr.load(place).at("2022-08", known="2022-12-31").program


@pytest.mark.parametrize("place", PLACES)
def test_below_a_step_is_all_that_it_is_worked_out_from(place: str) -> None:
    program = program_of(place)
    found = Reference(program).bearing
    for each in program.steps:
        below = {found.place[name] for name in program.below([each.id])}
        assert found.below((each.id,)) == sum(1 << step for step in below), each.id


def test_each_formula_of_a_step_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the ways to the steps that it names, and for those to its comparisons."""
    read = Counter[int]()

    def counting(formula: Node) -> Iterator[Look]:
        read[id(formula)] += 1
        return looks(formula)

    monkeypatch.setattr(bearing, "looks", counting)
    program = program_of("cn/model")
    reference = Reference(program)
    found = reference.bearing
    assert any(found.ways_to(found.comparison(each)) for each in reference.comparisons)
    assert len(found.ways) == len(program.steps)
    assert read == Counter(id(each.node) for each in program.steps if each.node is not None)


def test_a_case_that_is_clear_needs_no_table() -> None:
    """They are for trying possibilities, of which there are none where nothing is open."""
    law = wr.load("cn/model")
    rules = law.at("2021-08", known="2021-12-31")
    program = rules.program
    known = {"id": "h1", "members": [{"id": "p1", "birth_date": "1950-03-01"}]}
    evaluation = Reference(program).evaluate(rules.read(known), rules.month)
    settled = [each for each in evaluation.outcomes() if each.settled]
    assert settled
    afresh = Reference(program)
    again = afresh.evaluate(rules.read(known), rules.month)
    for each in settled:
        if not each.missing_facts:
            again.outcome(each.benefit, each.payee)
    assert "_all_ways" not in vars(afresh.bearing)
