"""What is said of every household before any is looked for is true of every household."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.random_laws.trying import trials
from tests.support.effort import examples
from tests.support.marked import CITE, LABEL, clause, nation, written
from welfare_rules.basics.text import Words
from welfare_rules.program.case import Case
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import Drawer
from welfare_rules.testing.distance import Looked, Ruler
from welfare_rules.testing.goals import Goal, goals_of
from welfare_rules.testing.impossible import Impossible

MODEL = wr.load("cn/model").at("2024-03")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai").at("2025-10")


class Told:
    """What is told of the rules of a month: values of steps, and goals that nothing shows."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.impossible = Impossible.of(rules)
        asked = [(each, self.impossible.narrowed(each)) for each in goals_of(rules.program)]
        self.never = [(each, found) for each, found in asked if isinstance(found, Words)]
        self.narrowed = [(each, found) for each, found in asked if isinstance(found, Goal)]
        self.ruler = Ruler(rules)

    def wrong(self, case: Case) -> list[object]:
        """What a household shows to be false."""
        looked = self.ruler.look(case)
        shown = [
            (each.name, each.way.en, why.en) for each, why in self.never if _shows(looked, each)
        ]
        lost = [
            each.name
            for each, found in self.narrowed
            if _shows(looked, each) != _shows(looked, found)
        ]
        return [*shown, *lost, *self._values(looked)]

    def _values(self, looked: Looked) -> list[object]:
        found: list[object] = []
        possible = self.impossible.possible
        for step in self.rules.program.steps:
            if step.node is None:
                continue
            told = possible.of(step.node)
            for payee in looked.case.payees(step.entity):
                value = looked.evaluation.step(step.id, payee).value
                if value is None:
                    wrong = not told.open
                else:
                    low, high = told.bounds
                    wrong = (
                        not told.known
                        or (low is not None and value < low)
                        or (high is not None and value > high)
                        or (told.values is not None and value not in told.values)
                        or not _multiple(value, told.step)
                    )
                if wrong:
                    found.append((step.id, payee, value, told))
        return found


def _shows(looked: Looked, goal: Goal) -> bool:
    return looked.distance(goal).far == 0


def _multiple(value: Any, step: Any) -> bool:
    return step is None or (value == 0 if step == 0 else (Fraction(value) / step).denominator == 1)


TOLD = [Told(MODEL), Told(BINHAI)]


@settings(max_examples=examples(20))
@given(st.integers(0, 10**9))
def test_no_household_of_a_county_shows_otherwise(seed: int) -> None:
    for told in TOLD:
        case = Drawer.of(told.rules).household(Random(seed).randrange, (1, 4))
        assert told.wrong(case) == []


@settings(max_examples=examples(25))
@given(st.integers(0, 10**9))
def test_no_household_of_a_random_law_shows_otherwise(seed: int) -> None:
    for made in trials(seed):
        for month, known, case in made.situations(1, 6):
            rules = made.compared.rules(month, known)
            told = Told(rules)
            assert told.wrong(rules.read(case)) == []


def why_never(rules: Rules, name: str) -> set[str]:
    told = Told(rules)
    return {why.en for goal, why in told.never if goal.name == name}


@pytest.mark.parametrize(
    ("more", "name", "said"),
    [
        (
            clause("require", 'when = "stock >= 0元"', of="benefit.help"),
            "help/require/one",
            "so of every household",
        ),
        (
            clause("row", 'when = "age >= 80 and age < 70"', 'share = "3%"', of="benefit.old"),
            "old/row/one",
            "never together",
        ),
        (
            '[[exemption]]\nid = "x"\nincome = "pay"\nwhen = "age > 3 and age < 4"\nshare = "50%"\n'
            + LABEL
            + CITE,
            "countable_pay/x",
            "never together",
        ),
        (
            '[figure.gone]\ntype = "bool"\n'
            + LABEL
            + CITE
            + clause("require", 'when = "gone"', of="benefit.help"),
            "help/require/one",
            "figures that are open: gone",
        ),
    ],
    ids=["always", "two ages", "no year between", "an open figure"],
)
def test_why_nothing_shows_it_is_told(tmp_path: Path, more: str, name: str, said: str) -> None:
    rules = wr.load("cn", written(tmp_path, nation(more))).at("2022-03")
    assert any(said in each for each in why_never(rules, name))


def test_amounts_that_are_whole_are_never_rounded() -> None:
    assert why_never(MODEL, "old_age_allowance/rounding") == {
        "the amount is only ever 50, 100, 300 yuan"
    }
