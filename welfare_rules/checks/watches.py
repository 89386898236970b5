"""Watches that look at what nobody may be watched for, or at benefits that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from welfare_rules.checks import named_benefits
from welfare_rules.checks.dependencies import Uses
from welfare_rules.findings import Finding, finding
from welfare_rules.language.nodes import Node
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Fact, Watch
from welfare_rules.program.program import facts_in, references

_NAMED = ("民族", "种族", "宗教", "信仰", "国籍", "籍贯")
_NAMED_EN = ("ethnic", "race", "racial", "religion", "religious", "faith", "nationality")


def protected(law: Law) -> Iterable[Finding]:
    """Facts for which nobody may be watched, in a watch: named there, or below what it names.

    A fact is one that its file calls `protected`, or that is named like one.
    """
    shielded = {each.id: each for each in law.facts if is_protected(each)}
    if not shielded:
        return
    uses = Uses.of(law)
    for rule in law.rules():
        if not isinstance(rule.item, Watch):
            continue
        for place, name in enumerate(rule.item.facts):
            if name in shielded:
                yield _told(rule, shielded[name], "facts", place)
        for each in rule.formulas():
            for name in sorted(_below(uses, each.formula.node) & shielded.keys()):
                yield _told(rule, shielded[name], each.role)


def is_protected(fact: Fact) -> bool:
    """Whether nobody may be watched for a fact, such as ethnicity or faith."""
    words = fact.id.split("_")
    named = any(each in fact.label.zh for each in _NAMED) or any(
        each in words for each in _NAMED_EN
    )
    return fact.protected or named


def idle(law: Law) -> Iterator[Finding]:
    """Benefits that a watch looks at and that no month of it has."""
    for (rule, where, name), _ in named_benefits.idle(law, Watch):
        yield finding("WR361", where, name=rule.label.both(rule.id), got=name)


def _below(uses: Uses, node: Node) -> frozenset[str]:
    return facts_in([node]) | uses.facts_below(references(node))


def _told(rule: LawRule, fact: Fact, *path: str | int) -> Finding:
    name = rule.label.both(rule.id)
    return finding("WR360", rule.origin.place(*path), name=name, got=fact.label.both(fact.id))
