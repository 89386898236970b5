"""Syntax to typed nodes: names are resolved, types and scopes checked, and everything wrong in a formula is reported at once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import cast

from welfare_rules.language import nodes as n
from welfare_rules.language import types as t
from welfare_rules.language.lexer import Problem, problem
from welfare_rules.language.names import ChoiceList, Names, Symbol
from welfare_rules.language.parser import Syntax, parse
from welfare_rules.language.types import Entity, Kind, Type
from welfare_rules.language.words import ARITIES, BUILT_IN, DIRECTIONS, FUNCTIONS


def formula(text: str, names: Names, scope: Entity, want: Type | None) -> tuple[n.Node | None, list[Problem]]:
    """The typed tree of a formula written for this scope, of the type asked for; or None and all its problems.

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


class _Checker:
    """Walks one syntax tree; a part that is wrong becomes None and silences what would only follow from it."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.wrong: list[Problem] = []

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

    def wanted(self, tree: Syntax, scope: Entity, want: Type) -> n.Node | None:
        node = self.node(tree, scope, want)
        return None if node is None else self.as_wanted(node, want)

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
        if want is not None and want.kind is Kind.CHOICE:
            choices = self.names.choices[want.choice]
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
                return n.Const(value=0, type=t.CODE, at=at)  # a layer that is no county yet: nobody's division is 0
            return n.Const(value=self.names.home_division, type=t.CODE, at=at)
        return n.Clock(which="month_start" if which == "month_start" else "month_end", type=t.DATE, at=at)

    def symbol(self, tree: Syntax) -> Symbol | None:
        found = self.names.by_word.get(tree.text, ())
        if not found:
            self.bad("WR205", tree, got=tree.text, nearest=self.names.nearest(tree.text))
            return None
        if len(found) > 1:
            self.bad("WR213", tree, got=tree.text, among=", ".join(sorted(each.id for each in found)))
            return None
        return found[0]

    def reference(self, symbol: Symbol, tree: Syntax, scope: Entity) -> n.Node | None:
        at = (tree.start, tree.end)
        if symbol.what == "figure" or symbol.entity is None:
            return n.FigureRef(id=symbol.id, type=symbol.type, at=at)
        if symbol.entity is Entity.MEMBER and scope is Entity.HOUSEHOLD and not symbol.both:
            return self.bad("WR208", tree, got=tree.text)
        match symbol.what:
            case "fact":
                whose = scope if symbol.both else symbol.entity
                return n.FactRef(id=symbol.id, type=symbol.type, entity=whose, flow=symbol.flow, at=at)
            case "derived":
                return n.DerivedRef(id=symbol.id, type=symbol.type, entity=symbol.entity, at=at)
            case _:
                return n.Entitled(id=symbol.id, entity=symbol.entity, at=at)

    def no_such_choice(self, tree: Syntax, choices: ChoiceList) -> None:
        import difflib

        words = [word for value in choices.values for word in (value.id, value.zh)]
        close = difflib.get_close_matches(tree.text, words, 1, 0.4)
        self.bad("WR212", tree, got=tree.text, list=choices.id, nearest=close[0] if close else "")

    def compare(self, tree: Syntax, scope: Entity) -> n.Node | None:
        """`a < b <= c` is one condition of two comparisons. A choice on one side tells what the words of the other side are."""
        parts = self.compared(tree.parts, scope)
        if any(part is None for part in parts):
            return None
        known = cast(list[n.Node], parts)
        made: list[n.Node] = []
        for op, left, right in zip(tree.text.split(" "), known, known[1:], strict=False):
            left, right = self.zero_like(left, right), self.zero_like(right, left)
            if not t.comparable(left.type, right.type, order=op not in ("==", "!=")):
                (left_zh, left_en), (right_zh, right_en) = left.type.words(), right.type.words()
                self.bad("WR207", tree, op=op, left_zh=left_zh, left_en=left_en, right_zh=right_zh, right_en=right_en)
                return None
            made.append(n.Compare(op=cast(n.Comparison, op), left=left, right=right, at=(left.at[0], right.at[1])))
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
        found = self.names.by_word.get(tree.text, ()) if tree.op == "name" else ()
        if len(found) == 1 and found[0].type.kind is Kind.CHOICE:
            return found[0].type
        return None

    @staticmethod
    def zero_like(node: n.Node, other: n.Node) -> n.Node:
        if isinstance(node, n.Const) and node.value == 0 and node.type == t.INT and other.type == t.MONEY:
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
                self.bad("WR203", part, got=part.text or part.op, want_zh="一个固定的值", want_en="a fixed value")
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
        rule = {"+": t.sum_type, "-": t.sum_type, "*": t.product_type, "/": t.quotient_type}[tree.op]
        made = {"+": n.Add, "-": n.Sub, "*": n.Mul, "/": n.Div}[tree.op]
        result = rule(left.type, right.type)
        if result is None:
            (left_zh, left_en), (right_zh, right_en) = left.type.words(), right.type.words()
            return self.bad("WR207", tree, op=tree.op, left_zh=left_zh, left_en=left_en, right_zh=right_zh, right_en=right_en)
        return made(left=left, right=right, type=result, at=(tree.start, tree.end))

    def call(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        name = FUNCTIONS.get(tree.text, tree.text)
        if name not in ARITIES:
            known = [*ARITIES, *FUNCTIONS]
            import difflib

            close = difflib.get_close_matches(tree.text, known, 1, 0.5)
            return self.bad("WR211", tree, got=tree.text, nearest=close[0] if close else "")
        low, high = ARITIES[name]
        if not low <= len(tree.parts) <= high:
            return self.bad("WR210", tree, got=tree.text, want=low if low == high else f"{low}-{high}", count=len(tree.parts))
        return getattr(self, f"call_{name}")(tree, scope, want)

    def call_if(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        test = self.wanted(tree.parts[0], scope, t.BOOL)
        parts = self.alike(tree.parts[1:], scope, want)
        if test is None or parts is None:
            return None
        return n.If(test=test, yes=parts[0], no=parts[1], type=_widest(parts), at=(tree.start, tree.end))

    def call_min(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        parts = self.alike(tree.parts, scope, want)
        return parts and n.Least(parts=parts, type=_widest(parts), at=(tree.start, tree.end))

    def call_max(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        parts = self.alike(tree.parts, scope, want)
        return parts and n.Greatest(parts=parts, type=_widest(parts), at=(tree.start, tree.end))

    def alike(self, trees: tuple[Syntax, ...], scope: Entity, want: Type | None) -> tuple[n.Node, ...] | None:
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
            return self.bad("WR203", tree.parts[1], got=tree.parts[1].text, want_zh="一个大于 0 的固定值", want_en="a fixed value above 0")
        if t.sum_type(part.type, step.type) is None:
            return self.mismatch(step.at, part.type, step.type)
        return n.Rounded(part=part, step=Fraction(step.value), direction=cast(n.Direction, direction), type=part.type, at=(tree.start, tree.end))

    def call_years(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        start, end = (self.wanted(part, scope, t.DATE) for part in tree.parts)
        return None if start is None or end is None else n.Years(start=start, end=end, at=(tree.start, tree.end))

    def call_calendar_months(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        start, end = (self.wanted(part, scope, t.DATE) for part in tree.parts)
        return None if start is None or end is None else n.CalendarMonths(start=start, end=end, at=(tree.start, tree.end))

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
        return found and n.Total(value=found[0], among=found[1], type=found[0].type, at=(tree.start, tree.end))

    def call_largest(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        found = self.valued(tree)
        return found and n.Largest(value=found[0], among=found[1], type=found[0].type, at=(tree.start, tree.end))

    def call_smallest(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        found = self.valued(tree)
        return found and n.Smallest(value=found[0], among=found[1], type=found[0].type, at=(tree.start, tree.end))

    def call_count(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        among = self.wanted(tree.parts[0], Entity.MEMBER, t.BOOL)
        return among and n.Count(among=among, at=(tree.start, tree.end))

    def conditions(self, tree: Syntax) -> list[n.Node] | None:
        parts = [self.wanted(part, Entity.MEMBER, t.BOOL) for part in tree.parts]
        return None if any(part is None for part in parts) else cast(list[n.Node], parts)

    def call_any(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        parts = self.conditions(tree)
        return parts and n.Exists(among=n.both(*reversed(parts)), at=(tree.start, tree.end))

    def call_all(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        """All members (for whom the second condition holds): there is none for whom the first does not hold."""
        parts = self.conditions(tree)
        if parts is None:
            return None
        failing = n.both(*reversed(parts[1:]), n.Not(part=parts[0], at=parts[0].at))
        return n.Not(part=n.Exists(among=failing, at=(tree.start, tree.end)), at=(tree.start, tree.end))

    def call_receives(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        benefit = self.benefit(tree)
        fact = next((each for each in self.names.symbols.values() if each.type.kind is Kind.BENEFITS), None)
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
            self.bad("WR205", part, got=part.text or part.op, nearest=self.names.nearest(part.text, only="benefit"))
            return None
        return found[0]

    def call_amount(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        return self.money_of(tree, scope, gross=False)

    def call_gross(self, tree: Syntax, scope: Entity, want: Type | None) -> n.Node | None:
        return self.money_of(tree, scope, gross=True)

    def money_of(self, tree: Syntax, scope: Entity, *, gross: bool) -> n.Node | None:
        symbol = self.benefit(tree)
        if symbol is None or symbol.entity is None:
            return None
        if symbol.entity is Entity.MEMBER and scope is Entity.HOUSEHOLD:
            return self.bad("WR208", tree, got=tree.parts[0].text)
        return n.Amount(id=symbol.id, entity=symbol.entity, gross=gross, at=(tree.start, tree.end))


def _widest(parts: tuple[n.Node, ...]) -> Type:
    """The type of parts that are alike: the one that holds them all."""
    result = parts[0].type
    for part in parts[1:]:
        result = result if part.type == result else (t.sum_type(result, part.type) or result)
    return result


def _plain(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value


def _is_day(year: int, month: int, day: int) -> bool:
    import datetime

    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
