"""Functions of the formula language.

How many arguments, of which types, and what node each becomes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from fractions import Fraction
from typing import cast

from welfare_rules.language import nodes as n
from welfare_rules.language import types as t
from welfare_rules.language.lexer import Problem, problem
from welfare_rules.language.names import Names, Symbol, closest
from welfare_rules.language.parser import Syntax
from welfare_rules.language.types import Entity, Kind, Type
from welfare_rules.language.words import ARITIES, DIRECTIONS, FUNCTIONS


class Calls(ABC):
    """The part of a checker that knows the functions; `node` is its other part's."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.wrong: list[Problem] = []

    @abstractmethod
    def node(self, tree: Syntax, scope: Entity, want: Type | None = None) -> n.Node | None:
        """The typed node of a tree, or None when something in it is wrong."""

    def bad(self, code: str, at: Syntax | n.Span, **details: object) -> None:
        start, end = at if isinstance(at, tuple) else (at.start, at.end)
        self.wrong.append(problem(code, start, end, **details))

    def mismatch(self, at: n.Span, want: Type, got: Type) -> None:
        (want_zh, want_en), (got_zh, got_en) = want.words(), got.words()
        self.bad("WR206", at, want_zh=want_zh, want_en=want_en, got_zh=got_zh, got_en=got_en)

    def as_wanted(self, node: n.Node, want: Type) -> n.Node | None:
        """The node as a value of this type; a bare 0 is also no money."""
        if t.fits(node.type, want):
            return node
        if isinstance(node, n.Const) and node.value == 0 and node.type == t.INT and want == t.MONEY:
            return replace(node, type=t.MONEY)
        self.mismatch(node.at, want, node.type)
        return None

    def wanted(self, tree: Syntax, scope: Entity, want: Type) -> n.Node | None:
        node = self.node(tree, scope, want)
        return None if node is None else self.as_wanted(node, want)

    def call(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        name = FUNCTIONS.get(tree.text, tree.text)
        if name not in ARITIES:
            return self.bad(
                "WR211", tree, got=tree.text, nearest=closest(tree.text, [*ARITIES, *FUNCTIONS])
            )
        low, high = ARITIES[name]
        if not low <= len(tree.parts) <= high:
            return self.bad(
                "WR210",
                tree,
                got=tree.text,
                want=low if low == high else f"{low}-{high}",
                count=len(tree.parts),
            )
        return getattr(self, f"call_{name}")(tree, scope, want)

    def call_if(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        test = self.wanted(tree.parts[0], scope, t.BOOL)
        parts = self.alike(tree.parts[1:], scope, want)
        if test is None or parts is None:
            return None
        return n.If(
            test=test, yes=parts[0], no=parts[1], type=_widest(parts), at=(tree.start, tree.end)
        )

    def call_min(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        parts = self.alike(tree.parts, scope, want)
        return (
            None
            if parts is None
            else n.Least(parts=parts, type=_widest(parts), at=(tree.start, tree.end))
        )

    def call_max(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        parts = self.alike(tree.parts, scope, want)
        return (
            None
            if parts is None
            else n.Greatest(parts=parts, type=_widest(parts), at=(tree.start, tree.end))
        )

    def alike(
        self, trees: tuple[Syntax, ...], scope: Entity, want: Type | None
    ) -> tuple[n.Node, ...] | None:
        """Parts that must be of one type, a bare 0 fitting money."""
        made = [self.node(tree, scope, want) for tree in trees]
        if any(part is None for part in made):
            return None
        parts = cast(list[n.Node], made)
        if any(part.type == t.MONEY for part in parts):
            money = [self.as_wanted(part, t.MONEY) for part in parts]
            return None if any(part is None for part in money) else tuple(cast(list[n.Node], money))
        first = parts[0].type
        for part in parts[1:]:
            if part.type != first and t.sum_type(part.type, first) is None:
                self.mismatch(part.at, first, part.type)
                return None
        return tuple(parts)

    def call_round(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        part, step = self.node(tree.parts[0], scope), self.node(tree.parts[1], scope)
        direction = DIRECTIONS.get(tree.parts[2].text) if tree.parts[2].op == "name" else None
        if direction is None:
            words = " | ".join(DIRECTIONS)
            self.bad("WR113", tree.parts[2], got=tree.parts[2].text or "?", want=words)
        if part is None or step is None or direction is None:
            return None
        if not isinstance(step, n.Const) or step.value <= 0:
            return self.bad(
                "WR203",
                tree.parts[1],
                got=tree.parts[1].text,
                want_zh="一个大于 0 的固定值",
                want_en="a fixed value above 0",
            )
        if t.sum_type(part.type, step.type) is None:
            return self.mismatch(step.at, part.type, step.type)
        return n.Rounded(
            part=part,
            step=Fraction(step.value),
            direction=cast(n.Direction, direction),
            type=part.type,
            at=(tree.start, tree.end),
        )

    def call_years(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        start, end = (self.wanted(part, scope, t.DATE) for part in tree.parts)
        return (
            None
            if start is None or end is None
            else n.Years(start=start, end=end, at=(tree.start, tree.end))
        )

    def call_calendar_months(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        start, end = (self.wanted(part, scope, t.DATE) for part in tree.parts)
        return (
            None
            if start is None or end is None
            else n.CalendarMonths(start=start, end=end, at=(tree.start, tree.end))
        )

    def valued(self, tree: Syntax) -> tuple[n.Node, n.Node] | None:
        value = self.node(tree.parts[0], Entity.MEMBER)
        among = self.wanted(tree.parts[1], Entity.MEMBER, t.BOOL)
        if value is None or among is None:
            return None
        if value.type.kind not in t.NUMBERS:
            return self.mismatch(value.at, t.MONEY, value.type)
        return value, among

    def call_sum(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        found = self.valued(tree)
        return found and n.Total(
            value=found[0], among=found[1], type=found[0].type, at=(tree.start, tree.end)
        )

    def call_largest(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        found = self.valued(tree)
        return found and n.Largest(
            value=found[0], among=found[1], type=found[0].type, at=(tree.start, tree.end)
        )

    def call_smallest(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        found = self.valued(tree)
        return found and n.Smallest(
            value=found[0], among=found[1], type=found[0].type, at=(tree.start, tree.end)
        )

    def call_count(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        among = self.wanted(tree.parts[0], Entity.MEMBER, t.BOOL)
        return among and n.Count(among=among, at=(tree.start, tree.end))

    def conditions(self, tree: Syntax) -> list[n.Node] | None:
        parts = [self.wanted(part, Entity.MEMBER, t.BOOL) for part in tree.parts]
        return None if any(part is None for part in parts) else cast(list[n.Node], parts)

    def call_any(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        parts = self.conditions(tree)
        return (
            None
            if parts is None
            else n.Exists(among=n.both(*reversed(parts)), at=(tree.start, tree.end))
        )

    def call_all(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        """All members (for whom the second condition holds).

        There is none for whom the first does not hold.
        """
        parts = self.conditions(tree)
        if parts is None:
            return None
        failing = n.both(*reversed(parts[1:]), n.Not(part=parts[0], at=parts[0].at))
        return n.Not(
            part=n.Exists(among=failing, at=(tree.start, tree.end)), at=(tree.start, tree.end)
        )

    def call_receives(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        benefit = self.benefit(tree)
        fact = next(
            (each for each in self.names.symbols.values() if each.type.kind is Kind.BENEFITS), None
        )
        if benefit is None:
            return None
        if fact is None:
            return self.bad("WR205", tree, got="receiving")
        if scope is Entity.HOUSEHOLD:
            return self.bad("WR208", tree, got=tree.text)
        return n.Receives(fact=fact.id, benefit=benefit.id, at=(tree.start, tree.end))

    def benefit(self, tree: Syntax) -> Symbol | None:
        part = tree.parts[0]
        found = [each for each in self.names.by_word.get(part.text, ()) if each.what == "benefit"]
        if part.op != "name" or len(found) != 1:
            self.bad(
                "WR205",
                part,
                got=part.text or part.op,
                nearest=self.names.nearest(part.text, only="benefit"),
            )
            return None
        return found[0]

    def call_amount(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        return self.money_of(tree, scope, gross=False)

    def call_gross(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        return self.money_of(tree, scope, gross=True)

    def money_of(self, tree: Syntax, scope: Entity, *, gross: bool) -> n.Node | None:
        symbol = self.benefit(tree)
        if symbol is None:
            return None
        assert symbol.entity is not None  # a benefit is paid to somebody
        if symbol.entity is Entity.MEMBER and scope is Entity.HOUSEHOLD:
            return self.bad("WR208", tree, got=tree.parts[0].text)
        return n.Amount(id=symbol.id, entity=symbol.entity, gross=gross, at=(tree.start, tree.end))


def _widest(parts: tuple[n.Node, ...]) -> Type:
    """The type of parts that are alike: the one that holds them all."""
    result = parts[0].type
    for part in parts[1:]:
        result = result if part.type == result else (t.sum_type(result, part.type) or result)
    return result
