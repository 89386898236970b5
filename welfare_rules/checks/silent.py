"""What is well-formed, and does quietly something else than was meant."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from fractions import Fraction

from welfare_rules.basics.days import FIRST, day_text, month_of
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words, listed
from welfare_rules.checks.dependencies import Uses
from welfare_rules.checks.stretches import ever
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, finding
from welfare_rules.language.nodes import And, Compare, Const, In, Node, spell, walk
from welfare_rules.language.types import Kind
from welfare_rules.law.law import Law

_WHOLE = frozenset({Kind.INT, Kind.MONTHS, Kind.CHOICE, Kind.DATE, Kind.BOOL, Kind.CODE})


def contradictions(law: Law) -> Iterable[Finding]:
    """Conditions that never hold whatever the case, and values compared with themselves."""
    for each in law.formulas():
        formula = each.formula
        for node in walk(formula.node):
            why = _self_compared(node) or _never_together(node)
            if why is None:
                continue
            if not ever(law, each.rule, each.role):  # a mistake that has been corrected
                break
            place = formula.origin.source.place_inside(formula.origin.path, node.at[0])
            got = formula.text[slice(*node.at)] or formula.text
            yield finding("WR355", place, got=got, why=why)


def _self_compared(node: Node) -> Words | None:
    if not isinstance(node, Compare) or isinstance(node.left, Const):
        return None
    same = spell(node.left) == spell(node.right)
    return Words("两边是同一个", "both sides are the same") if same else None


def _never_together(node: Node) -> Words | None:
    """Whether conditions that must all hold leave no value for what they compare with numbers."""
    if not isinstance(node, And):
        return None
    tests: dict[str, list[Compare | In]] = {}
    for part in node.parts:
        if isinstance(part, Compare) and isinstance(part.right, Const):
            tests.setdefault(spell(part.left), []).append(part)
        elif isinstance(part, In):
            tests.setdefault(spell(part.item), []).append(part)
    for several in tests.values():
        if len(several) > 1 and not any(
            all(_holds(test, value) for test in several) for value in _tried(several)
        ):
            return Words("没有一个数能同时满足", "no number meets all of it")
    return None


def _holds(test: Compare | In, value: Number) -> bool:
    if isinstance(test, In):
        return value in test.values
    assert isinstance(test.right, Const)
    return test.op.holds(value, test.right.value)


def _tried(tests: Iterable[Compare | In]) -> Iterable[Number]:
    """Numbers among which one meets all tests if any number does."""
    whole, found = True, set[Number]()
    for test in tests:
        if isinstance(test, In):
            found.update(test.values)
            whole = whole and test.item.type.kind in _WHOLE
        else:
            assert isinstance(test.right, Const)
            found.add(test.right.value)
            whole = whole and test.left.type.kind in _WHOLE
    ends = sorted(found)
    beside = {each + step for each in ends for step in (-1, 1)}
    if not whole:
        beside |= {Fraction(one + other, 2) for one, other in itertools.pairwise(ends)}
    return sorted(found | beside)


def within_months(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """Values that begin inside a month: months are decided as of their first day."""
    said: set[Origin] = set()
    for law in laws.values():
        for figure in law.figures.values():
            for each in figure.versions:
                first = each.period.first
                if first > month_of(first).first and each.origin not in said:
                    said.add(each.origin)
                    yield finding(
                        "WR356",
                        each.origin.place("from"),
                        name=figure.label.both(figure.id),
                        day=day_text(first),
                        month=month_of(first).after(1).text,
                    )


def late_figures(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """Figures whose first value begins after a benefit that rests on it, in the same document:
    until then what the benefit comes to cannot be said.
    """
    said: set[Origin] = set()
    for law in laws.values():
        benefits = {each.id: each for each in law.benefits}
        for key, paying in Uses.of(law).paid_by().items():
            figure = law.figures.get(key)
            if figure is None or not figure.versions or figure.origin in said:
                continue
            first = min(figure.versions, key=lambda each: each.period.first)
            early = [
                benefits[each]
                for each in paying
                if benefits[each].document == first.document
                and max(benefits[each].period.first, law.covers_from, FIRST) < first.period.first
            ]
            if early:
                said.add(figure.origin)
                yield finding(
                    "WR357",
                    first.origin.place("from"),
                    name=figure.label.both(key),
                    day=day_text(first.period.first),
                    benefits=listed(each.label.both(each.id) for each in early),
                )


def unsaid_facts(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """Facts that a county adds and of which nothing is presumed: cases written before do not say
    them, and what rests on them cannot be decided there.
    """
    said: set[Origin] = set()
    for place, law in laws.items():
        uses: Uses | None = None
        own = {each.origin.source.name for each in law.instruments if each.jurisdiction == place}
        for fact in law.facts:
            origin = fact.origin
            if origin is None or origin.source.name not in own or "/" not in place:
                continue
            if fact.presumed is not None or origin in said:
                continue
            uses = Uses.of(law) if uses is None else uses
            resting = [
                each.label.both(each.id)
                for each in law.benefits
                if fact.id in uses.facts_below(uses.of_benefit(each.id))
            ]
            if resting:
                said.add(origin)
                name, benefits = fact.label.both(fact.id), listed(resting)
                yield finding("WR358", origin.place(key=True), name=name, benefits=benefits)


def unspeakable(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """Labels with a space in them: a formula cannot name them in Chinese."""
    said: set[Origin] = set()
    for law in laws.values():
        for each in (*law.figures.values(), *law.derived.values(), *law.facts, *law.benefits):
            origin = each.origin
            if origin is None or origin in said or " " not in each.label.zh.strip():
                continue
            said.add(origin)
            got = each.label.zh
            yield finding("WR359", origin.place("label", "zh"), got=got, want=got.replace(" ", ""))
