"""Syntax to typed nodes.

Names are resolved, types and scopes checked, and everything wrong in a formula is reported at once.
How the operands of an operation are typed is declared in `operations.py`; each type rule has one
method here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, repeat
from typing import cast

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import day_of_text
from welfare_rules.basics.money import fen_of
from welfare_rules.basics.nearest import Hint, nearest
from welfare_rules.basics.text import Words
from welfare_rules.language import nodes as n
from welfare_rules.language import types as t
from welfare_rules.language.declaration import Alike, Arithmetic, Fixed, OverMembers, Own
from welfare_rules.language.lexer import Problem, problem
from welfare_rules.language.names import ALIKE, ChoiceList, Names, Symbol
from welfare_rules.language.operations import FUNCTIONS, OPERATORS, Written
from welfare_rules.language.parser import Syntax, parse
from welfare_rules.language.slips import slips
from welfare_rules.language.types import Entity, Kind, Type
from welfare_rules.language.words import BUILT_IN, DIRECTIONS, KEYWORDS


def formula(
    text: str, names: Names, scope: Entity, want: Type | None
) -> tuple[n.Node | None, list[Problem]]:
    """The typed tree of a formula for this scope and type; or None and all its problems.

    >>> formula("1 + 2 * 3", Names.of([], {}, None), Entity.HOUSEHOLD, None)[0].type.kind.value
    'int'
    """
    tree, wrong = parse(text)
    node: n.Node | None = None
    if tree is not None:
        checker = _Checker(names)
        node = checker.node(tree, scope, want)
        if node is not None and want is not None:
            node = checker.as_wanted(node, want)
        wrong = checker.wrong
    if not wrong:
        return node, []
    meant = slips(text, names, want)
    left = (
        each
        for each in wrong
        if all(each.end <= one.start or one.end <= each.start for one in meant)
    )
    return None, [*meant, *left]


class _Checker:
    """Walks one syntax tree.

    A part that is wrong becomes None and silences what would only follow from it.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self.wrong: list[Problem] = []

    def bad(
        self, code: str, at: Syntax | n.Span, *, nearest: str | Hint = "", **details: object
    ) -> None:
        start, end = at if isinstance(at, tuple) else (at.start, at.end)
        self.wrong.append(problem(code, start, end, nearest=nearest, **details))

    def mismatch(self, at: n.Span, want: Type, got: Type) -> None:
        self.bad("WR206", at, want=want.words(), got=got.words())

    def apart(self, tree: Syntax, op: str, left: Type, right: Type) -> None:
        """Two operands that have nothing to do with each other."""
        self.bad("WR207", tree, op=op, left=left.words(), right=right.words())

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

    def node(self, tree: Syntax, scope: Entity, want: Type | None = None) -> n.Node | None:
        """The typed node of a tree, or None when something in it is wrong."""
        match tree.op:
            case "number" | "percent" | "money" | "date":
                return self.literal(tree)
            case "name":
                return self.name(tree, scope, want)
            case "call":
                return self.call(tree, scope, want)
            case "compare":
                return self.compare(tree, scope)
            case "negative":
                return self.negative(tree, scope)
            case _:
                return self.operation(OPERATORS[tree.op], tree, scope, want)

    def literal(self, tree: Syntax) -> n.Node | None:
        at = (tree.start, tree.end)
        match tree.op:
            case "date":
                try:
                    day = day_of_text(tree.text)
                except ValueError:
                    return self.bad("WR214", tree, got=tree.text)
                return n.Const(value=day, type=t.DATE, at=at)
            case "money":
                yuan = Fraction(tree.text.removesuffix("yuan").removesuffix("元").strip())
                return n.Const(value=fen_of(yuan), type=t.MONEY, at=at)
            case "percent":
                return n.Const(value=Fraction(tree.text[:-1]) / 100, type=t.RATE, at=at)
            case _:
                if "." in tree.text:
                    return n.Const(value=Fraction(tree.text), type=t.RATE, at=at)
                return n.Const(value=int(tree.text), type=t.INT, at=at)

    def name(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        word, at = tree.text, (tree.start, tree.end)
        if word in KEYWORDS:  # any other keyword is no name
            return n.Const(value=int(KEYWORDS[word] == "true"), type=t.BOOL, at=at)
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
        self.bad(
            "WR212", tree, got=tree.text, list=choices.id, nearest=nearest(tree.text, words, ALIKE)
        )

    def compare(self, tree: Syntax, scope: Entity) -> n.Node | None:
        """`a < b <= c` is one condition of two comparisons.

        A choice on one side tells what the words of the other side are.
        """
        parts = self.compared(tree.parts, scope)
        if any(part is None for part in parts):
            return None
        known, whole = cast(list[n.Node], parts), (tree.start, tree.end)
        made: list[n.Node] = []
        for op, left, right in zip(tree.text.split(" "), known, known[1:], strict=False):
            left, right = self.zero_like(left, right), self.zero_like(right, left)
            if not t.comparable(left.type, right.type, order=Comparison(op).orders):
                return self.apart(tree, op, left.type, right.type)
            at = whole if len(known) == 2 else (left.at[0], right.at[1])
            made.append(n.Compare(op=Comparison(op), left=left, right=right, at=at))
        return made[0] if len(made) == 1 else n.And(parts=tuple(made), at=whole)

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

    # --- operations, by the rules that they declare ---

    def call(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        written = FUNCTIONS.get(tree.text)
        if written is None:
            return self.bad(
                "WR211", tree, got=tree.text, nearest=nearest(tree.text, FUNCTIONS, ALIKE)
            )
        low, high = written.form.fewest, written.form.most
        if not low <= len(tree.parts) <= high:
            counts = low if low == high else f"{low}-{high}"
            return self.bad("WR210", tree, got=tree.text, want=counts, count=len(tree.parts))
        return self.operation(written, tree, scope, want)

    def operation(
        self, written: Written, tree: Syntax, scope: Entity, want: Type | None
    ) -> n.Node | None:
        match written.form.rule:
            case Fixed() as rule:
                return self.fixed(written, rule, tree, scope)
            case Alike() as rule:
                return self.alike(written, rule, tree, scope, want)
            case Arithmetic() as rule:
                return self.arithmetic(written, rule, tree, scope)
            case OverMembers():
                return self.over_members(written, tree)
            case Own.COMPARISON:
                return self.compare(tree, scope)
            case Own.MEMBERSHIP:
                return self.membership(tree, scope)
            case Own.ROUNDING:
                return self.rounding(tree, scope)
            case Own.RECEIVING:
                return self.receiving(tree, scope)
            case Own.PAYMENT:
                return self.payment(tree, scope, gross=written.form.en == "gross")

    def fixed(self, written: Written, rule: Fixed, tree: Syntax, scope: Entity) -> n.Node | None:
        if rule.of_members:
            scope = Entity.MEMBER
        types = chain(rule.types, repeat(rule.types[-1]))
        found = [
            self.wanted(part, scope, want) for part, want in zip(tree.parts, types, strict=False)
        ]
        operands = [each for each in found if each is not None]
        if len(operands) < len(found):
            return None
        at = (tree.start, tree.end)
        build = written.form.build
        return n.made(written.node, operands, at=at) if build is None else build(operands, at)

    def alike(
        self, written: Written, rule: Alike, tree: Syntax, scope: Entity, want: Type | None
    ) -> n.Node | None:
        """Operands of one type (a bare 0 fits money); the result's type holds all of them."""
        count = len(rule.before)
        before = [
            self.wanted(part, scope, each)
            for part, each in zip(tree.parts, rule.before, strict=False)
        ]
        parts = self.of_one_type(tree.parts[count:], scope, want)
        operands = [each for each in before if each is not None]
        if parts is None or len(operands) < count:
            return None
        at = (tree.start, tree.end)
        return n.made(written.node, [*operands, *parts], at=at, type=_widest(parts))

    def of_one_type(
        self, trees: tuple[Syntax, ...], scope: Entity, want: Type | None
    ) -> tuple[n.Node, ...] | None:
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

    def arithmetic(
        self, written: Written, rule: Arithmetic, tree: Syntax, scope: Entity
    ) -> n.Node | None:
        left, right = self.node(tree.parts[0], scope), self.node(tree.parts[1], scope)
        if left is None or right is None:
            return None
        if rule.result is t.sum_type:
            left, right = self.zero_like(left, right), self.zero_like(right, left)
        result = rule.result(left.type, right.type)
        if result is None:
            return self.apart(tree, tree.op, left.type, right.type)
        return n.made(written.node, (left, right), at=(tree.start, tree.end), type=result)

    def negative(self, tree: Syntax, scope: Entity) -> n.Node | None:
        """`-x` is `0 - x`."""
        part, at = self.node(tree.parts[0], scope), (tree.start, tree.end)
        if part is None:
            return None
        if part.type.kind not in t.NUMBERS:
            return self.mismatch(at, t.RATE, part.type)
        zero = n.Const(value=0, type=part.type)
        return n.Sub(left=zero, right=part, type=part.type, at=at)

    def over_members(self, written: Written, tree: Syntax) -> n.Node | None:
        value = self.node(tree.parts[0], Entity.MEMBER)
        among = self.wanted(tree.parts[1], Entity.MEMBER, t.BOOL)
        if value is None or among is None:
            return None
        if value.type.kind not in t.NUMBERS:
            return self.mismatch(value.at, t.MONEY, value.type)
        at = (tree.start, tree.end)
        return n.made(written.node, (value, among), at=at, type=value.type)

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
                    want=Words("一个固定的值", "a fixed value"),
                )
                continue
            values.append(value.value)
        made = n.In(item=item, values=tuple(sorted(set(values))), at=(tree.start, tree.end))
        return n.Not(part=made, at=(tree.start, tree.end)) if tree.op == "not in" else made

    def rounding(self, tree: Syntax, scope: Entity) -> n.Node | None:
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
                want=Words("一个大于 0 的固定值", "a fixed value above 0"),
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

    def receiving(self, tree: Syntax, scope: Entity) -> n.Node | None:
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

    def payment(self, tree: Syntax, scope: Entity, *, gross: bool) -> n.Node | None:
        symbol = self.benefit(tree)
        if symbol is None:
            return None
        assert symbol.entity is not None  # a benefit is paid to somebody
        if symbol.entity is Entity.MEMBER and scope is Entity.HOUSEHOLD:
            return self.bad("WR208", tree, got=tree.parts[0].text)
        return n.Amount(id=symbol.id, entity=symbol.entity, gross=gross, at=(tree.start, tree.end))


def _widest(parts: Sequence[n.Node]) -> Type:
    """The type of parts that are alike: the one that holds them all."""
    result = parts[0].type
    for part in parts[1:]:
        result = t.sum_type(result, part.type) or result
    return result
