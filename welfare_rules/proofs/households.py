"""Households from a solver's model: whole numbers, tried by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from welfare_rules.findings import CaseError
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.law.values import plain
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.promises.examine import Broken, Examined
from welfare_rules.promises.kept import ALONE, failing, seen_by
from welfare_rules.promises.others import changed, written_change
from welfare_rules.proofs.encoding import Facts
from welfare_rules.proofs.solver import z3
from welfare_rules.proofs.statements import Question
from welfare_rules.receipts.canonical_case import written_case
from welfare_rules.rules import Rules
from welfare_rules.samples.plain import Plain


def broken_by(examined: Examined, question: Question, model: Any) -> Broken | None:
    """The household of a model with its change, where the rules themselves say that it breaks the
    promise; or a change of the same household that does.
    """
    case = case_of_model(examined.rules, question.facts, question.before.members, model)
    if case is None:
        return None
    found = _as_it_stands(examined, question, model, case)
    return found or examined.broken(case)


def case_of_model(rules: Rules, facts: Facts, members: range, model: Any) -> Case | None:
    """The household of a model, its amounts cut to whole fen; None where no case can be like it."""
    special = {
        (payee, facts.fact(payee, name).column): _kept(facts.fact(payee, name), _value(model, term))
        for (payee, name), term in facts.terms.items()
        if payee in (HOUSEHOLD, *members)
    }
    made = Plain.of(rules).case(len(members)).but(special)
    written = written_case(rules.program.law, made)
    for (payee, benefit), term in facts.paid.items():
        if payee in members and z3.is_true(model.eval(term)):
            receiving = rules.program.receiving
            assert receiving is not None
            fact = rules.program.facts[receiving].id
            written["members"][payee].setdefault(fact, []).append(benefit)
    return _read(rules, written)


def _as_it_stands(examined: Examined, question: Question, model: Any, case: Case) -> Broken | None:
    promise, rules = examined.promise, examined.rules
    before = seen_by(promise, rules, case)
    if promise.about in ALONE:
        said = failing(promise, before)
        return None if said is None else Broken(promise, case, case, {}, said)
    if question.after is None:
        return None
    change = _change(examined, question, model, case)
    try:
        other = changed(rules, written_case(rules.program.law, case), change)
    except CaseError:
        return None
    said = failing(promise, before, other)
    return None if said is None else Broken(promise, case, other.case, change, said)


def _change(examined: Examined, question: Question, model: Any, case: Case) -> dict[str, Any]:
    """What the model changes, as a policy file writes it."""
    rules, after = examined.rules, question.after
    assert after is not None
    special: dict[tuple[int, int], int] = {}
    for (payee, name), term in after.changed.items():
        fact = question.facts.fact(payee, name)
        special[payee, fact.column] = _kept(fact, _value(model, term))
    made: dict[str, Any] = dict(written_change(rules, case, special))
    for key, term in after.figures.items():
        value = _value(model, term)
        figure = rules.program.figures[key].figure
        if figure.id in examined.promise.figures:
            whole = figure.type.kind in (Kind.MONEY, Kind.INT)
            made[figure.id] = plain(figure.type, value.__ceil__() if whole else value)
    for place in after.members:
        if place not in question.before.members:
            made["members[new]"] = _person(examined, question, model, place)
    return made


def _person(examined: Examined, question: Question, model: Any, place: int) -> Mapping[str, Any]:
    rules = examined.rules
    special = {
        (0, question.facts.fact(payee, name).column): _kept(
            question.facts.fact(payee, name), _value(model, term)
        )
        for (payee, name), term in question.facts.terms.items()
        if payee == place
    }
    row = written_case(rules.program.law, Plain.of(rules).case(1).but(special))["members"][0]
    return {key: value for key, value in row.items() if key != "id"}


def _value(model: Any, term: Any) -> Any:
    """The value of a term in a model: a bool, or an exact number."""
    if isinstance(term, (bool, int, Fraction)):
        return term
    found = model.eval(term, model_completion=True)
    if z3.is_bool(found):
        return z3.is_true(found)
    if z3.is_algebraic_value(found):
        found = found.approx(10)
    return Fraction(found.numerator_as_long(), found.denominator_as_long())


def _kept(fact: Fact, value: Any) -> int:
    """A value as a case keeps it, within the bounds of the fact."""
    if isinstance(value, bool):
        return int(value)
    low, high = fact.reach
    whole = min(max(Fraction(value).__floor__(), int(low)), int(high))
    return fact.kept(whole)


def _read(rules: Rules, written: Mapping[str, Any]) -> Case | None:
    try:
        return rules.read(written)
    except CaseError:
        return None
