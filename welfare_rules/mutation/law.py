"""The mutants of a law: every law that differs from it in one thing.

Each with its place, its words and what it can affect. All of it comes from the walk over the law's
rules: a new kind of rule has mutants of its formulas, of its days and of its absence by itself.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from welfare_rules.basics.days import LAST, Period
from welfare_rules.cases.items import deciding_figures
from welfare_rules.findings import Place
from welfare_rules.language.nodes import Const, Node
from welfare_rules.language.types import RATE
from welfare_rules.law.law import Law, LawRule, RuleFormula
from welfare_rules.law.model import (
    Amendment,
    Benefit,
    Clause,
    Derived,
    DerivedVersion,
    FigureVersion,
    Income,
    Rounding,
    Watch,
)
from welfare_rules.law.months import (
    formula_reachable,
    held,
    months_of,
    reachable,
    stated,
    versions_of,
)
from welfare_rules.law.terms import Formula
from welfare_rules.mutation.benefits import exchanged, roundings
from welfare_rules.mutation.formulas import moved, shown
from welfare_rules.mutation.mutant import (
    Affects,
    Mutant,
    anything,
    mutant_id,
    of_formula,
    of_period,
)
from welfare_rules.mutation.watches import of_watch
from welfare_rules.program.lowering import step_of
from welfare_rules.program.program import base_step, entitled_step, gross_step, net_step

_UNMOVED = {"income": "its definition holds always", "rounding": "it lives with its benefit"}
"""Rules whose first and last day are not moved, and why."""
_UNDROPPED = {"rounding": "it is always stated"}
_UNDECIDING = {
    "starts": "it decides when a right begins, which a case of one month does not say",
    "review": "it says when a right is looked at again",
    "review_months": "it says when a right is looked at again",
    "monotone": "it is for `check`",
}
"""Keys of a benefit on which no decision of a month rests, and why."""
_OPTIONAL = frozenset(
    {("exemption", "when"), ("exemption", "cap"), ("watch", "was"), ("watch", "when")}
)
"""Formulas without which a rule still makes sense."""


def mutants(law: Law) -> Iterable[Mutant]:
    """Every mutant of a law.

    What cannot make a difference in any month is left out by rule (docs/cases.md).
    """
    deciding = {each.id for each in deciding_figures(law)}
    months = months_of(law)
    for rule in law.rules("mutation"):
        if isinstance(rule.item, Watch):
            yield from of_watch(law, rule, rule.item)
        if _in_reach(law, rule, deciding, months):
            yield from _of_formulas(law, rule, months)
            yield from _of_values(law, rule)
            yield from _dropped(law, rule)
            yield from _of_days(law, rule, months)
    for benefit in law.rules("mutation"):
        if isinstance(benefit.item, Benefit):
            yield from exchanged(law, benefit.item, affects_of(benefit), months)


def _in_reach(law: Law, rule: LawRule, deciding: Container[str], months: Sequence[int]) -> bool:
    """Whether a month can see the rule at all; a figure that decides nothing is only a floor."""
    match rule.item:
        case FigureVersion():
            return rule.id in deciding and reachable(law, rule, months)
        case Amendment() as amendment if amendment.group in _UNDECIDING:
            return False
        case Income():
            return True
        case _:
            return reachable(law, rule, months)


def affects_of(rule: LawRule) -> Affects:
    """Which cases can notice that a rule is another."""
    match rule.item:
        case FigureVersion():
            return Affects(figure=rule.id, version=int(rule.path[-1]))
        case Clause() as clause:
            owner = rule.owner
            more = (base_step(owner), entitled_step(owner)) if clause.dropped else ()
            return Affects((step_of(rule), gross_step(owner), *more), periods=rule.periods)
        case Watch() as watch:
            return Affects(watch=watch.id)
        case Amendment(group="life"):  # every case of its days may look at the benefit
            never = Period(LAST, LAST, rule.period.announced)
            return Affects(moved=(rule.period, never))
        case Amendment():
            owner = rule.owner
            steps = (gross_step(owner), net_step(owner), entitled_step(owner))
            return Affects(steps, periods=(rule.period,))
        case Benefit() | Rounding():
            paid = rule.owner or rule.id
            span = rule.item.span if isinstance(rule.item, Benefit) else rule.periods[0]
            return Affects((gross_step(paid), net_step(paid)), periods=(span,))
        case _:
            return Affects((step_of(rule),), periods=rule.periods)


def _of_formulas(law: Law, rule: LawRule, months: Sequence[int]) -> Iterable[Mutant]:
    affects = affects_of(rule)
    if isinstance(rule.item, FigureVersion):  # its condition is a step of its own
        affects = Affects((step_of(rule),), periods=rule.periods)
    for each in rule.formulas("mutation"):
        if isinstance(rule.item, Benefit) and not formula_reachable(law, each, months):
            continue
        keep = anything
        if (each.rule.kind, each.role) == ("exemption", "share"):
            keep = _not_beyond_all
        put = partial(_reformed, law, each)
        yield from of_formula(each.name, each.formula, put, affects, keep)


def _reformed(law: Law, each: RuleFormula, formula: Formula | None) -> Law:
    return law.amended(each.rule, **{each.role: formula})


def _not_beyond_all(node: Node) -> bool:
    """A share above 100 % takes no more than all of an income, because what counts is never below
    0.
    """
    return not (isinstance(node, Const) and node.value > 1)


def _of_values(law: Law, rule: LawRule) -> Iterable[Mutant]:
    """What a rule says beside its formulas: a value, a rounding, which of two payments is kept."""

    def one(what: str, place: Place, **changes: object) -> Mutant:
        make = partial(law.amended, rule, **changes)
        return Mutant(mutant_id(rule.origin, rule.name, what), place, make, affects_of(rule))

    match rule.item:
        case FigureVersion() as version:
            kind, place = law.figures[rule.id].type, version.origin.place()
            for text, value in () if version.value is None else moved(version.value, kind):
                yield one(f"{shown(version.value or 0, kind)} -> {text}", place, value=value)
            for text, share in () if version.share is None else moved(version.share, RATE):
                what = f"share {shown(version.share or 0, RATE)} -> {text}"
                yield one(what, place, share=Fraction(share))
            if version.only_for is not None:
                yield one("for everybody", place, only_for=None)
        case Rounding() as rounding:
            assert isinstance(rule.head, Benefit)
            for what, other in roundings(law, rule.head, rounding):
                changes = {"step": other.step, "direction": other.direction}
                yield one(what, rule.origin.place(), **changes)
        case Amendment(rounding=Rounding() as rounding):
            assert isinstance(rule.head, Benefit)
            for what, other in roundings(law, rule.head, rounding):
                yield one(what, rule.origin.place("rounding"), rounding=other)
        case Clause(keep_higher=True):
            yield one("keep higher -> other", rule.origin.place("keep"), keep_higher=False)
        case _:
            pass


def _dropped(law: Law, rule: LawRule) -> Iterable[Mutant]:
    """The law without the rule, or without a formula that it can do without."""
    kind = rule.id if isinstance(rule.item, Amendment) else rule.kind
    if not rule.section.named and kind not in _UNDROPPED:
        place = rule.origin.place("id") if isinstance(rule.item, Clause) else rule.origin.place()
        name = mutant_id(rule.origin, rule.name, "dropped")
        yield Mutant(name, place, partial(law.without, rule), affects_of(rule))
    for each in rule.formulas("mutation"):
        if (rule.kind, each.role) in _OPTIONAL:
            name = mutant_id(each.formula.origin, each.name, "dropped")
            make = partial(_reformed, law, each, None)
            yield Mutant(name, each.formula.origin.place(), make, affects_of(rule))


def _of_days(law: Law, rule: LawRule, months: Sequence[int]) -> Iterable[Mutant]:
    """The rule from and to other days, where that is a law and makes a difference."""
    if rule.kind in _UNMOVED or (isinstance(rule.head, Derived) and len(rule.head.versions) == 1):
        return
    item = rule.item
    if isinstance(item, Benefit) and not stated(item, "life", months):
        return
    if isinstance(item, Amendment) and item.life is not None:
        life = item.life
        yield from of_period(
            months, rule.name, rule.origin, life, partial(_lasting, law, rule), parts=_WRITTEN
        )
    of_its_own = isinstance(item, (Clause, Amendment, DerivedVersion, Watch))
    parts = _own(rule) if of_its_own else _WRITTEN
    versions = versions_of(law, rule)
    before = held(versions, months)

    def put(period: Period) -> Law:
        return law.amended(rule, period=period)

    for each in of_period(months, rule.name, rule.origin, rule.period, put, parts=parts):
        new = each.affects.moved[1] if each.affects.moved else rule.period
        after = [replace(one, period=new) if one is item else one for one in versions]
        if not versions or held(after, months) != before:
            watch = item.id if isinstance(item, Watch) else ""
            yield replace(each, affects=replace(each.affects, watch=watch))


_WRITTEN: Mapping[str, str] = {"first": "from", "last": "last_day"}


def _own(rule: LawRule) -> Mapping[str, str]:
    """The days that a rule states itself; others are those of its document."""
    path = rule.origin.path
    if isinstance(rule.item, DerivedVersion) and path[-1] == "formula":
        path = path[:-1]
    spans = rule.origin.source.spans.keys
    return {part: key for part, key in _WRITTEN.items() if (*path, key) in spans}


def _lasting(law: Law, rule: LawRule, life: Period) -> Law:
    return law.amended(rule, life=life)


Grouped = Mapping[str, Sequence[tuple[str, Mutant]]]


def grouped(laws: Mapping[str, Law], root: Path) -> Grouped:
    """Mutants of several laws by their id: one change of a national rule is a change in every
    county below.

    Ids name files below the policies folder, so that they are the same wherever it lies.
    """
    found: dict[str, list[tuple[str, Mutant]]] = {}
    names: dict[str, str] = {}
    for jurisdiction, law in laws.items():
        for each in mutants(law):
            file, rest = each.id.split(": ", 1)
            if file not in names:
                path = Path(file).resolve()
                names[file] = (
                    path.relative_to(root.resolve()).as_posix()
                    if path.is_relative_to(root.resolve())
                    else file
                )
            found.setdefault(f"{names[file]}: {rest}", []).append((jurisdiction, each))
    return found
