"""The terms for the solver say of a household what the rules say of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.oracle.households import random_situation
from tests.random_laws import generator
from tests.random_laws.trying import trials
from tests.support.effort import examples
from welfare_rules.basics.money import per_month
from welfare_rules.engine.contract import Outcome
from welfare_rules.language.types import Kind
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.rules import Rules

z3: Any = pytest.importorskip("z3")

from welfare_rules.proofs.encoding import Facts, NotEncoded, World  # noqa: E402
from welfare_rules.proofs.terms import real, truth  # noqa: E402

SEEDS = st.integers(0, 10**9)


def household(facts: Facts, case: Case) -> list[Any]:
    """That the facts are those of a case."""
    said: list[Any] = []
    for (payee, name), term in facts.terms.items():
        fact = facts.fact(payee, name)
        row = case.household if payee == HOUSEHOLD else case.members[payee]
        value = row[fact.column]
        assert value is not None
        if fact.type.kind is Kind.BOOL:
            said.append(term == bool(value))
        else:
            said.append(term == real(per_month(value) if fact.flow else value))
    for (payee, benefit), term in facts.paid.items():
        said.append(term == (benefit in case.receiving[payee]))
    return said


def wrong(rules: Rules, case: Case, *, exact: bool) -> Iterable[object]:
    """Outcomes of the rules that the terms exclude, and, of exact terms, others that they allow."""
    facts = Facts(rules.program, rules.month, rules.known, len(case.members), exact)
    world = World(facts, range(len(case.members)))
    decision = rules.reference.decide(case, rules.month)
    for outcome in decision.outcomes:
        if not outcome.settled or outcome.entitled is None:
            continue
        benefit = outcome.benefit
        world.work_out([benefit.entitled, benefit.net])
        right = truth(world.step(benefit.entitled, outcome.payee)) == outcome.entitled
        due = real(world.step(benefit.net, outcome.payee)) == real(due_of(outcome))
        solver = z3.Solver()
        solver.set("rlimit", 5_000_000)
        solver.add(*household(facts, case), *facts.limits)
        if solver.check(z3.And(right, due)) == z3.unsat:
            yield "excluded", benefit.id, outcome.payee, outcome.due
        if exact and solver.check(z3.Not(z3.And(right, due))) == z3.sat:
            yield "allowed otherwise", benefit.id, outcome.payee, outcome.due


def due_of(outcome: Outcome) -> int | Fraction:
    assert isinstance(outcome.due, int)
    return outcome.due


def complete(case: Case, rules: Rules) -> bool:
    return not case.unknown and all(
        value is not None or fact.entity == "member"
        for fact, value in zip(rules.program.facts, case.household, strict=True)
    )


@settings(max_examples=examples(20), deadline=None)
@given(SEEDS, st.booleans())
def test_terms_of_random_laws_say_what_the_rules_say(seed: int, exact: bool) -> None:
    for made in trials(seed):
        for _ in range(3):
            month, known = generator.random_month(made.random), generator.random_day(made.random)
            rules = made.compared.rules(month, known)
            case = rules.read(generator.random_case(made.random, made.law))
            if complete(case, rules):
                with contextlib.suppress(NotEncoded):
                    assert list(wrong(rules, case, exact=exact)) == []


@settings(max_examples=examples(20), deadline=None)
@given(SEEDS, st.booleans())
def test_terms_of_the_model_county_say_what_the_rules_say(seed: int, exact: bool) -> None:
    case, month, known = random_situation(Random(seed))
    rules = wr.load("cn/model").at(month, known=known)
    read = rules.read(case)
    if complete(read, rules):
        assert list(wrong(rules, read, exact=exact)) == []
