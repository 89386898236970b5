"""Syntax to typed nodes.

Names are resolved, types and scopes checked, and everything wrong in a formula is reported at once.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from fractions import Fraction
from typing import cast

from welfare_rules.language import nodes as n
from welfare_rules.language import types as t
from welfare_rules.language.calls import Calls
from welfare_rules.language.lexer import Problem
from welfare_rules.language.names import ChoiceList, Names, Symbol, closest
from welfare_rules.language.parser import Syntax, parse
from welfare_rules.language.types import Entity, Kind, Type
from welfare_rules.language.words import BUILT_IN


def formula(
    text: str, names: Names, scope: Entity, want: Type | None
) -> tuple[n.Node | None, list[Problem]]:
    """The typed tree of a formula written for this scope, of the type asked for; or None and all
    its problems.

    >>> formula("1 + 2 * 3", Names.of([], {}, None), Entity.HOUSEHOLD, None)[0].type.kind.value
    'int'
    """
    tree, wrong = parse(text)
    if tree is None:
        return None, wrong
    checker = _Checker(names)
    node = checker.node(tree, scope, want)
    if node is not None and want is not None:
        node = checker.as_wanted(node, want)
    return (None, checker.wrong) if checker.wrong else (node, [])


class _Checker(Calls):
    """Walks one syntax tree.

    A part that is wrong becomes None and silences what would only follow from it.
    """

    def node(self, tree: Syntax, scope: Entity, want: Type | None = None) -> n.Node | None:
        match tree.op:
            case "number" | "percent" | "money" | "date":
                return self.literal(tree)
            case "name":
                return self.name(tree, scope, want)
            case "call":
                return self.call(tree, scope, want)
            case "and" | "or":
                parts = [self.wanted(part, scope, t.BOOL) for part in tree.parts]
                if any(part is None for part in parts):
                    return None
                made = n.And if tree.op == "and" else n.Or
                return made(parts=tuple(cast(list[n.Node], parts)), at=(tree.start, tree.end))
            case "not":
                part = self.wanted(tree.parts[0], scope, t.BOOL)
                return part and n.Not(part=part, at=(tree.start, tree.end))
            case "compare":
                return self.compare(tree, scope)
            case "in" | "not in":
                return self.membership(tree, scope)
            case "negative":
                part = self.node(tree.parts[0], scope)
                if part is None:
                    return None
                if part.type.kind not in t.NUMBERS:
                    return self.mismatch((tree.start, tree.end), t.RATE, part.type)
                zero = n.Const(value=0, type=part.type)
                return n.Sub(left=zero, right=part, type=part.type, at=(tree.start, tree.end))
            case _:
                return self.arithmetic(tree, scope)

    def literal(self, tree: Syntax) -> n.Node | None:
        at = (tree.start, tree.end)
        match tree.op:
            case "date":
                year, month, day = (int(part) for part in tree.text.split("-"))
                if not _is_day(year, month, day):
                    return self.bad("WR214", tree, got=tree.text)
                return n.Const(value=year * 10000 + month * 100 + day, type=t.DATE, at=at)
            case "money":
                yuan = Fraction(tree.text.removesuffix("yuan").removesuffix("元").strip())
                return n.Const(value=_plain(yuan * 100), type=t.MONEY, at=at)
            case "percent":
                return n.Const(value=Fraction(tree.text[:-1]) / 100, type=t.RATE, at=at)
            case _:
                if "." in tree.text:
                    return n.Const(value=Fraction(tree.text), type=t.RATE, at=at)
                return n.Const(value=int(tree.text), type=t.INT, at=at)

    def name(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        word, at = tree.text, (tree.start, tree.end)
        if word in ("true", "false", "真", "假"):
            return n.Const(value=int(word in ("true", "真")), type=t.BOOL, at=at)
        choices = (
            self.names.choices.get(want.choice)
            if want is not None and want.kind is Kind.CHOICE
            else None
        )
        # a list that could not be read is told where it stands
        if want is not None and choices is not None:
            code = choices.code(word)
            if code is not None:
                return n.Const(value=code, type=want, at=at)
            if word not in self.names.by_word:
                return self.no_such_choice(tree, choices)
        if word in BUILT_IN:
            return self.built_in(BUILT_IN[word], tree)
        symbol = self.symbol(tree)
        return None if symbol is None else self.reference(symbol, tree, scope)

    def built_in(self, which: str, tree: Syntax) -> n.Node | None:
        at = (tree.start, tree.end)
        if which == "home_division":
            if self.names.home_division is None:
                # a layer that is no county yet: nobody's division is 0
                return n.Const(value=0, type=t.CODE, at=at)
            return n.Const(value=self.names.home_division, type=t.CODE, at=at)
        return n.Clock(
            which="month_start" if which == "month_start" else "month_end", type=t.DATE, at=at
        )

    def symbol(self, tree: Syntax) -> Symbol | None:
        found: tuple[Symbol, ...] = self.names.by_word.get(tree.text, ())
        if not found:
            self.bad("WR205", tree, got=tree.text, nearest=self.names.nearest(tree.text))
            return None
        if len(found) > 1:
            self.bad(
                "WR213", tree, got=tree.text, among=", ".join(sorted(each.id for each in found))
            )
        return found[0] if len(found) == 1 else None

    def reference(self, symbol: Symbol, tree: Syntax, scope: Entity) -> n.Node | None:
        at = (tree.start, tree.end)
        if symbol.what == "figure" or symbol.entity is None:
            return n.FigureRef(id=symbol.id, type=symbol.type, at=at)
        if symbol.entity is Entity.MEMBER and scope is Entity.HOUSEHOLD and not symbol.both:
            return self.bad("WR208", tree, got=tree.text)
        match symbol.what:
            case "fact":
                whose = scope if symbol.both else symbol.entity
                return n.FactRef(
                    id=symbol.id, type=symbol.type, entity=whose, flow=symbol.flow, at=at
                )
            case "derived":
                return n.DerivedRef(id=symbol.id, type=symbol.type, entity=symbol.entity, at=at)
            case _:
                return n.Entitled(id=symbol.id, entity=symbol.entity, at=at)

    def no_such_choice(self, tree: Syntax, choices: ChoiceList) -> None:
        words = [word for value in choices.values for word in (value.id, value.zh)]
        self.bad("WR212", tree, got=tree.text, list=choices.id, nearest=closest(tree.text, words))

    def compare(self, tree: Syntax, scope: Entity) -> n.Node | None:
        """`a < b <= c` is one condition of two comparisons.

        A choice on one side tells what the words of the other side are.
        """
        parts = self.compared(tree.parts, scope)
        if any(part is None for part in parts):
            return None
        known = cast(list[n.Node], parts)
        made: list[n.Node] = []
        for op, left, right in zip(tree.text.split(" "), known, known[1:], strict=False):
            left, right = self.zero_like(left, right), self.zero_like(right, left)
            if not t.comparable(left.type, right.type, order=op not in ("==", "!=")):
                (left_zh, left_en), (right_zh, right_en) = left.type.words(), right.type.words()
                self.bad(
                    "WR207",
                    tree,
                    op=op,
                    left_zh=left_zh,
                    left_en=left_en,
                    right_zh=right_zh,
                    right_en=right_en,
                )
                return None
            made.append(
                n.Compare(
                    op=cast(n.Comparison, op), left=left, right=right, at=(left.at[0], right.at[1])
                )
            )
        return made[0] if len(made) == 1 else n.And(parts=tuple(made), at=(tree.start, tree.end))

    def compared(self, trees: tuple[Syntax, ...], scope: Entity) -> list[n.Node | None]:
        parts: list[n.Node | None] = []
        want: Type | None = None
        for tree in trees:
            guess = self.choice_of(tree)
            want = guess or want
        for tree in trees:
            parts.append(self.node(tree, scope, want))
        return parts

    def choice_of(self, tree: Syntax) -> Type | None:
        """The choice type of a plain name, seen before its neighbours are read."""
        found: tuple[Symbol, ...] = (
            self.names.by_word.get(tree.text, ()) if tree.op == "name" else ()
        )
        types = [symbol.type for symbol in found if symbol.type.kind is Kind.CHOICE]
        return types[0] if len(types) == 1 and len(found) == 1 else None

    @staticmethod
    def zero_like(node: n.Node, other: n.Node) -> n.Node:
        if (
            isinstance(node, n.Const)
            and node.value == 0
            and node.type == t.INT
            and other.type == t.MONEY
        ):
            return replace(node, type=t.MONEY)
        return node

    def membership(self, tree: Syntax, scope: Entity) -> n.Node | None:
        item = self.node(tree.parts[0], scope)
        if item is None:
            return None
        values: list[int | Fraction] = []
        for part in tree.parts[1:]:
            value = self.wanted(part, scope, item.type)
            if value is None:
                continue
            if not isinstance(value, n.Const):
                self.bad(
                    "WR203",
                    part,
                    got=part.text or part.op,
                    want_zh="一个固定的值",
                    want_en="a fixed value",
                )
                continue
            values.append(value.value)
        made = n.In(item=item, values=tuple(sorted(set(values))), at=(tree.start, tree.end))
        return n.Not(part=made, at=(tree.start, tree.end)) if tree.op == "not in" else made

    def arithmetic(self, tree: Syntax, scope: Entity) -> n.Node | None:
        left, right = self.node(tree.parts[0], scope), self.node(tree.parts[1], scope)
        if left is None or right is None:
            return None
        if tree.op in "+-":
            left, right = self.zero_like(left, right), self.zero_like(right, left)
        rule = {"+": t.sum_type, "-": t.sum_type, "*": t.product_type, "/": t.quotient_type}[
            tree.op
        ]
        made = {"+": n.Add, "-": n.Sub, "*": n.Mul, "/": n.Div}[tree.op]
        result = rule(left.type, right.type)
        if result is None:
            (left_zh, left_en), (right_zh, right_en) = left.type.words(), right.type.words()
            return self.bad(
                "WR207",
                tree,
                op=tree.op,
                left_zh=left_zh,
                left_en=left_en,
                right_zh=right_zh,
                right_en=right_en,
            )
        return made(left=left, right=right, type=result, at=(tree.start, tree.end))


def _plain(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
