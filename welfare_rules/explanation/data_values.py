"""Values, formulas, conditions and sources of an explanation as plain data, each beside the words
with which the text says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, cast

from welfare_rules.basics.days import FIRST, LAST, day_text
from welfare_rules.basics.decimals import decimal_text
from welfare_rules.basics.interval import Interval, settled
from welfare_rules.basics.money import yuan_of
from welfare_rules.basics.numbers import Number
from welfare_rules.explanation.case_values import whose
from welfare_rules.explanation.derivation import EVERYONE, Case, Condition, Gap, Leaf
from welfare_rules.explanation.forms import negated
from welfare_rules.explanation.formulas import FEW_MEMBERS
from welfare_rules.explanation.writer import Pen
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.terms import Citation, Status
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import step_of

if TYPE_CHECKING:
    from welfare_rules.written.derivation import (
        CitedDict,
        ConditionDict,
        DecidedDict,
        GapDict,
        OperandDict,
        PartDict,
        ReckoningDict,
        Scalar,
        ValueDict,
    )


def payee_id(pen: Pen, payee: int) -> str:
    """The id of the household or of a member; `*` for all of its members."""
    return "*" if payee == EVERYONE else pen.numbers.case.payee_id(payee)


def payee_ids(pen: Pen, payees: Iterable[int]) -> list[str]:
    """The ids of several."""
    return [payee_id(pen, each) for each in payees]


# --- values ---


def exact(value: Number, decimals: int = 0) -> str:
    """A number as a decimal with at least so many places, or as a fraction.

    >>> exact(Fraction(1567, 2), 2), exact(Fraction(3, 10)), exact(Fraction(1, 3), 2)
    ('783.50', '0.3', '1/3')
    """
    number = Fraction(value)
    places, rest = 0, number.denominator
    for factor in (10, 5, 2):
        while rest % factor == 0:
            places, rest = places + 1, rest // factor
    return decimal_text(number, max(places, decimals)) if rest == 1 else str(number)


def scalar(pen: Pen, kind: Type, value: Number) -> Scalar:
    """An exact value in the form in which data have it."""
    match kind.kind:
        case Kind.MONEY:
            return exact(yuan_of(value), 2)
        case Kind.BOOL:
            return bool(value)
        case Kind.DATE:
            beyond = "never" if value == LAST else "always"
            return day_text(value) if FIRST < value < LAST else beyond
        case Kind.CHOICE:
            return pen.numbers.program.law.choices[kind.choice].values[int(value)].id
        case Kind.INT | Kind.MONTHS if value.denominator == 1:
            return int(value)
        case _:
            return exact(value)


def value_of(pen: Pen, kind: Type, ends: Interval, text: str | None = None) -> ValueDict:
    """What is known of a value; bounds only where it is not known exactly."""
    low, high = ends
    made: ValueDict = {
        "type": kind.kind.value,
        "value": scalar(pen, kind, low) if low is not None and settled(ends) else None,
        "text": pen.wording.value(kind, ends) if text is None else text,
    }
    if made["value"] is None and kind.kind not in (Kind.BOOL, Kind.CHOICE):
        made["at_least"] = None if low is None else scalar(pen, kind, low)
        made["at_most"] = None if high is None else scalar(pen, kind, high)
    return made


def number_of(pen: Pen, kind: Type, value: Number | None) -> ValueDict | None:
    """An exact value, where there is one."""
    return None if value is None else value_of(pen, kind, (value, value))


# --- sources ---


def cited(pen: Pen, source: Citation | None, status: Status) -> CitedDict:
    """A source with what is known of the rule."""
    made: CitedDict = {"status": status}
    if source is not None:
        made["document"] = source.document
        made["title"] = pen.wording.title(source.document)
        if source.article:
            made["article"] = source.article
        if source.quote:
            made["quote"] = source.quote
        if source.url:
            made["url"] = source.url
    return made


def source_of(pen: Pen, source: Citation | None, status: Status) -> CitedDict | None:
    """A source, unless a published rule names none."""
    return None if source is None and status == "published" else cited(pen, source, status)


# --- formulas ---

_KINDS: dict[type[n.Node], Literal["fact", "figure", "value", "benefit", "calendar"]] = {
    n.FactRef: "fact",
    n.Receives: "fact",
    n.FigureRef: "figure",
    n.DerivedRef: "value",
    n.Entitled: "benefit",
    n.Amount: "benefit",
    n.Clock: "calendar",
}


def operands(pen: Pen, node: n.Node, payee: int) -> list[OperandDict]:
    """What a formula names, each once, in its order; within a sum or the like over the members
    those of each member for whom it is asked, as far as the text shows them.
    """
    found: dict[tuple[str, str, str], OperandDict] = {}
    for each in _operands(pen, node, payee):
        found.setdefault((each["kind"], each["label"], each["payee"]), each)
    return list(found.values())


def _operands(pen: Pen, node: n.Node, payee: int) -> Iterator[OperandDict]:
    kind = _KINDS.get(type(node))
    if kind is not None:
        yield _operand(pen, kind, node, whose(node, payee))
        return
    if isinstance(node, n.Total | n.Count | n.Exists | n.Largest | n.Smallest):
        yield _operand(pen, "aggregate", node, HOUSEHOLD)
        counted = [each for each, _ in pen.numbers.among(node.among)]
        if isinstance(node, n.Total) and len(counted) <= FEW_MEMBERS:
            for member in counted:
                yield from _operands(pen, node.value, member)
        return
    parts = n.children(node)
    if isinstance(node, n.If):  # of the branches only the one that is taken is reckoned
        test = pen.numbers.truth(node.test, payee)
        if test is not None:
            parts = node.test, node.yes if test else node.no
    for each in parts:
        yield from _operands(pen, each, payee)


def _operand(
    pen: Pen,
    kind: Literal["fact", "figure", "value", "benefit", "calendar", "aggregate"],
    node: n.Node,
    payee: int,
) -> OperandDict:
    known = pen.numbers.of(node, payee)
    return {
        "kind": kind,
        "id": _id(node),
        "label": pen.renderer.say(node),
        "payee": payee_id(pen, payee),
        "value": value_of(pen, node.type, known.ends, pen.renderer.known(node, known, payee)),
    }


def _id(node: n.Node) -> str:
    match node:
        case n.Receives():
            return node.fact
        case n.Clock():
            return node.which
        case n.Entitled() | n.Amount():
            return step_of(node)
        case _:
            return cast(str, getattr(node, "id", ""))


def reckoning(pen: Pen, node: n.Node, payee: int, step: str = "") -> ReckoningDict:
    """A formula for a payee; with `step` its value is that of the step."""
    known = pen.numbers.of_step(step, payee) if step else pen.numbers.of(node, payee)
    return {
        "payee": payee_id(pen, payee),
        "formula": pen.renderer.formula(node),
        "numbers": pen.renderer.say(node, payee, "numbers"),
        "operands": operands(pen, node, payee),
        "result": value_of(pen, node.type, known.ends, pen.renderer.known(node, known, payee)),
    }


# --- conditions ---


def _gap(pen: Pen, gap: Gap) -> GapDict:
    size = yuan_of(gap.size) if gap.unit == "yuan" else gap.size
    return {
        "side": gap.side,
        "size": exact(size, 2 if gap.unit == "yuan" else 0),
        "unit": gap.unit,
        "text": pen.gap(gap),
    }


def _part(pen: Pen, leaf: Leaf) -> PartDict:
    node = negated(leaf.node) if leaf.negated else leaf.node
    return {
        "payee": payee_id(pen, leaf.payee),
        "holds": leaf.holds,
        "text": pen.leaf(leaf),
        "operands": operands(pen, node, leaf.payee),
        "gap": None if leaf.gap is None else _gap(pen, leaf.gap),
        "because": [_part(pen, each) for each in leaf.because],
    }


def decided(pen: Pen, case: Case) -> DecidedDict:
    """A condition for one payee with the parts that decided it."""
    return {
        "payee": payee_id(pen, case.payee),
        "holds": case.holds,
        "parts": [_part(pen, each) for each in case.leaves],
    }


def condition(pen: Pen, each: Condition) -> ConditionDict:
    """A clause, and what decided it."""
    clause = each.rule.clause
    node = pen.numbers.step(each.rule.step).node
    return {
        "rule": clause.id,
        "label": pen.book.clause(clause),
        "formula": None if node is None else pen.renderer.formula(node),
        "holds": each.holds,
        "decided": [decided(pen, case) for case in each.cases],
        "left_out": each.left_out,
        "source": source_of(pen, clause.source, clause.status),
    }


def conditions(pen: Pen, found: Iterable[Condition]) -> list[ConditionDict]:
    """Clauses in their order."""
    return [condition(pen, each) for each in found]
