"""The one walk over a law: every table of the file format is in it or says why not, and who reads the walk reads what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import welfare_rules as wr
from welfare_rules.basics.days import LAST, Period
from welfare_rules.cases.catalogue import ITEM
from welfare_rules.document import models
from welfare_rules.document.models import PolicyFile
from welfare_rules.document.parts import Formula as FormulaText
from welfare_rules.language.nodes import Const
from welfare_rules.law.law import Law, LawRule, RuleFormula
from welfare_rules.law.months import binds, formula_reachable, reachable
from welfare_rules.law.sections import NOT_RULES, SECTIONS, Section
from welfare_rules.law.terms import Formula
from welfare_rules.program.lowering import step_of
from welfare_rules.program.resolve import resolve
from welfare_rules.program.validity import ChangePoints

LAW: Law = wr.load("cn/model").law


def every_section(sections: Iterable[Section] = SECTIONS) -> Iterator[Section]:
    for each in sections:
        yield each
        yield from every_section(each.inner)


def tables(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, type[BaseModel] | None]]:
    """Every table that a policy file may have, and what stands in it, as far as the format itself defines it."""
    for name, field in model.model_fields.items():
        inner = next(
            (each for each in _classes(field.annotation) if each.__module__ == models.__name__),
            None,
        )
        if inner is not None or not above:
            yield above + name, inner
        if inner is not None:
            yield from tables(inner, f"{above}{name}.")


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _classes(each)


def test_every_table_of_the_format_is_registered_or_says_why_not() -> None:
    registered = [name for each in every_section() for name in each.tables]
    assert sorted({*registered, *NOT_RULES}) == sorted(name for name, _ in tables(PolicyFile))
    assert not set(registered) & set(NOT_RULES)


def test_every_formula_of_the_format_is_a_part_of_its_section() -> None:
    keys = {
        name: {key for part in each.parts for key in part.keys}
        for each in every_section()
        for name in each.tables
    }
    found = 0
    for name, model in tables(PolicyFile):
        if model is not None and name in keys:
            written = {
                field.alias or key
                for key, field in model.model_fields.items()
                if FormulaText in get_args(field.annotation)
                or field.description == "公式 / a formula"
            }
            found += len(written)
            assert written <= keys[name], name
    assert found > 25


def test_whatever_takes_no_part_says_why() -> None:
    for each in every_section():
        for reasons in (each.absent, *(part.absent for part in each.parts)):
            assert all(len(reason) > 20 for reason in reasons.values()), each.kind


# --- who reads the walk ---


def samples() -> list[Any]:
    """Of each part of each section one formula of the model county."""
    found: dict[tuple[str, str], RuleFormula] = {}
    for each in LAW.formulas():
        day = day_of(each.rule)
        if day is None or not binds(LAW, each.rule, day, LAST, each.role):
            continue
        if formula_reachable(LAW, each, [day]):
            found.setdefault((each.rule.kind, each.role), each)
    return [pytest.param(each, id="-".join(key)) for key, each in found.items()]


def day_of(rule: LawRule) -> int | None:
    """The first day of the latest month on which a rule is the law, if there is one."""
    first = max(LAW.covers_from, *(each.first for each in rule.periods))
    last = min(20301231, *(each.last for each in rule.periods)) // 100 * 100 + 1
    return last if first <= last and reachable(LAW, rule, [last]) else None


def test_what_coverage_counts_has_a_word_for_people() -> None:
    counted = {each.kind for each in every_section() if "coverage" not in each.absent}
    assert counted <= ITEM.entries.keys()


def test_the_model_county_shows_nearly_every_part() -> None:
    shown = {(each.rule.kind, each.role) for each in LAW.formulas()}
    assert {(each.kind, part.role) for each in every_section() for part in each.parts} - shown <= {
        ("figure", "only_for"),
        ("benefit", "supplement_for"),
        *(("amendment", key) for key in ("amount", "base", "month", "review_months")),
    }


@pytest.mark.parametrize("each", samples())
def test_the_digest_covers_the_formulas_that_take_part_in_it_and_no_other(
    each: RuleFormula,
) -> None:
    day = day_of(each.rule)
    assert day is not None
    old = each.formula.node
    other = Const(value=0 if isinstance(old, Const) and old.value == 1 else 1, type=old.type)
    changed = LAW.amended(each.rule, **{each.role: Formula(other, "…", each.formula.origin)})
    covered = "digest" not in each.part.absent and "digest" not in each.rule.section.absent
    assert (resolve(changed, day, LAST).digest != resolve(LAW, day, LAST).digest) is covered


def test_every_day_of_a_rule_is_a_day_of_change_unless_its_section_says_why_not() -> None:
    turns = set(ChangePoints.of(LAW).turns)
    for rule in LAW.rules("dates"):
        assert rule.period.first in turns, rule.name
    recovery = next(each for each in LAW.rules() if each.kind == "recovery")
    moved = LAW.amended(recovery, period=Period(20170101, 20170202))
    assert 20170101 not in ChangePoints.of(moved).turns


# --- one rule changed, or left out ---


@pytest.mark.parametrize("kind", [each.kind for each in every_section()])
def test_a_rule_can_be_changed_and_left_out(kind: str) -> None:
    rules = [each for each in LAW.rules() if each.kind == kind]
    assert rules
    for rule in rules[:3]:
        assert LAW.amended(rule) == LAW
        if rule.section.named:
            with pytest.raises(ValueError, match=rule.id):
                LAW.without(rule)
        else:
            left = [each for each in LAW.without(rule).rules() if each.kind == kind]
            assert [each.item for each in left] == [each.item for each in rules if each is not rule]


def test_rules_are_named_as_people_ask_for_them() -> None:
    names = {each.name for each in LAW.rules()}
    assert "benefit.dibao.require.income-below-standard" in names
    assert {"circle.dibao", "benefit.dibao.rounding"} <= names
    formula = next(
        each
        for each in LAW.formulas()
        if each.name == "benefit.dibao.require.income-below-standard.when"
    )
    assert formula.entity == "household"
    assert formula.rule.owner == "dibao"


def test_what_a_program_works_out_is_the_step_of_a_rule() -> None:
    """Whoever follows a rule to what it makes of a household asks for the step of the rule."""
    of_rules: dict[str, set[str]] = {}
    for each in LAW.rules():
        of_rules.setdefault(step_of(each), set()).add(type(each.item).__name__)
    for month in ("2020-03", "2021-08", "2024-03"):
        program = wr.load("cn/model").at(month, "2025-12-31").program
        for benefit in program.benefits:
            assert of_rules[benefit.gross] >= {"Benefit"} | (
                {"Rounding"} if benefit.rounding else set()
            )
            assert {rule.step for rule in benefit.reasons} <= of_rules.keys()
            assert all(of_rules[rule.step] == {"Clause"} for rule in benefit.reasons)
        assert {each.step for each in program.circles} <= of_rules.keys()
        named = {step.id for step in program.steps if step.id in LAW.derived}
        assert len(named) > 20
        assert named <= of_rules.keys()
