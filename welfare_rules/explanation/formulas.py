"""Formulas as text in Chinese or English.

With names only, with numbers only, or with both. Brackets stand only where they are needed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, cast

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.known import Known
from welfare_rules.basics.text import Lang
from welfare_rules.explanation.case_values import FAR, Numbers
from welfare_rules.explanation.forms import NAMED, PLAIN, addends, negated
from welfare_rules.explanation.phrasebook import Names, Phrasebook
from welfare_rules.language import nodes as n
from welfare_rules.language.declaration import NoEntry
from welfare_rules.language.operations import OPERATIONS
from welfare_rules.language.types import NUMBERS as NUMBER_KINDS
from welfare_rules.language.types import Entity, Kind
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Program, step_of

Style = Literal["names", "numbers", "both"]
Said = tuple[str, int]
# how tightly an operation binds, the loosest first
IF, OR, AND, NOT, COMPARE, ADD, MUL, ATOM = range(8)
LONG_SUM = 4
"""A sum of more parts than these is written without its zeros when numbers are set in."""
FEW_MEMBERS = 8
"""A sum over more members than these is written as its result alone."""

_COUNTS = frozenset({Kind.INT, Kind.MONTHS})
_HOUSEHOLD = Entity.HOUSEHOLD
_DIGITS = frozenset("0123456789")


def render(
    node: n.Node,
    program: Program,
    lang: Lang,
    numbers: Numbers | None = None,
    payee: int = HOUSEHOLD,
    style: Style = "both",
) -> str:
    """A formula in words.

    With `numbers`, those of a payee are set in, beside the names or (style `numbers`) in their
    place.
    """
    return Renderer(Phrasebook(program, lang), numbers).say(
        node, payee, "names" if numbers is None else style
    )


class Renderer:
    """Says formulas in one language by the names of a law, or of one program of it with the numbers
    of one case.
    """

    __slots__ = ("_both", "book", "marks", "numbers", "phrases", "wording")

    def __init__(self, book: Names, numbers: Numbers | None) -> None:
        self.book = book
        self.wording = book.wording
        self.phrases = book.wording.phrases
        self.marks = book.wording.marks
        self.numbers = cast(Numbers, numbers)  # without a case only names are asked for
        people = 0 if numbers is None else len(numbers.case.members)
        # names with numbers; those of the household last
        self._both: list[dict[tuple[str, str], str]] = [{} for _ in range(people + 1)]

    def formula(self, node: n.Node) -> str:
        """A formula with names only. It is the same for every case."""
        known = self.book.formulas.get(id(node))
        if known is None or known[0] is not node:
            known = self.book.formulas[id(node)] = (node, self.say(node))
        return known[1]

    def say(self, node: n.Node, payee: int = HOUSEHOLD, style: Style = "names") -> str:
        return self.marks.tightened(_HOW[type(node)](self, node, payee, style)[0])

    def result(self, node: n.Node, payee: int) -> str:
        """What a formula comes to, with its unit."""
        return self.known(node, self.numbers.of(node, payee), payee)

    def known(self, node: n.Node, value: Known, payee: int, *, unit: bool = True) -> str:
        """A value, or in words that it says nothing.

        A fact that does not count, a number of months since never.
        """
        low, kind = value.value, node.type
        if low is None:
            return (
                self.phrases["unknown"]
                if type(node) is n.FactRef
                else self.wording.value(kind, value.ends, unit=unit)
            )
        if kind.kind in _COUNTS:
            if not -FAR < low < FAR and self.numbers.never(node, payee):
                return self.phrases["none"]
            if type(node) is n.FactRef and self.numbers.ignored(node, payee):
                return self.phrases["ignored"]
        return self.wording.number(kind, low, unit=unit)

    def name(self, node: n.Node) -> str:
        """The name of a fact, figure, step or benefit."""
        match node:
            case n.DerivedRef():
                return self.book.step(node.id)
            case n.FactRef():
                return self.book.fact(node.id)
            case n.FigureRef():
                return self.book.figure(node.id)
            case n.Entitled() | n.Amount():
                word = (
                    "entitled"
                    if isinstance(node, n.Entitled)
                    else "gross"
                    if node.gross
                    else "amount"
                )
                return self.phrases[word].format(benefit=self.book.step(step_of(node)))
            case _:
                return self.phrases[cast(n.Clock, node).which]

    def _say(self, node: n.Node, payee: int, style: Style) -> Said:
        return _HOW[type(node)](self, node, payee, style)

    def _inside(self, node: n.Node, payee: int, style: Style, least: int) -> str:
        """An operand, in brackets where it binds less tightly than its place asks for."""
        text, level = _HOW[type(node)](self, node, payee, style)
        return text if level >= least else self.marks.bracketed(text)

    # --- names and numbers ---

    def _on_Const(self, node: n.Const, payee: int, style: Style) -> Said:
        return self.wording.number(node.type, node.value, unit=style != "numbers"), ATOM

    def _named(self, node: n.Node, payee: int, style: Style) -> Said:
        if style == "names":
            return self.name(node), ATOM
        if style == "numbers":
            text = self.known(node, self.numbers.of(node, payee), payee, unit=False)
            bare = text[0] in _DIGITS or node.type.kind not in NUMBER_KINDS
            return (text if bare else self.marks.bracketed(text)), ATOM
        name = self.name(node)
        said = self._both[HOUSEHOLD if getattr(node, "entity", None) is _HOUSEHOLD else payee]
        key = (getattr(node, "id", ""), name)  # English names may be alike
        text = said.get(key)
        if text is None:
            text = self.known(node, self.numbers.of(node, payee), payee)
            number = node.type.kind in NUMBER_KINDS and (text[0] in _DIGITS or text[0] == "-")
            phrase = self.phrases["named_number" if number else "named_value"]
            text = said[key] = phrase.format(name=name, value=text)
        return text, ATOM

    def _beside(self, name: str, text: str) -> str:
        """A name with its value in brackets."""
        return self.phrases["named_value"].format(name=name, value=text)

    _on_FactRef = _on_FigureRef = _on_DerivedRef = _on_Entitled = _on_Amount = _on_Clock = _named

    def _on_Receives(self, node: n.Receives, payee: int, style: Style) -> Said:
        name = self.phrases["receives"].format(benefit=self.book.benefit(node.benefit))
        return (name if style == "names" else self._beside(name, self.result(node, payee))), ATOM

    # --- arithmetic ---

    def _pair(
        self, node: n.Binary, payee: int, style: Style, sign: str, left: int, right: int
    ) -> str:
        """Two operands with a sign between them, each in brackets where it binds less tightly."""
        one = self._inside(node.left, payee, style, left)
        return f"{one} {sign} {self._inside(node.right, payee, style, right)}"

    def _on_Add(self, node: n.Add, payee: int, style: Style) -> Said:
        if style != "names":
            parts = addends(node)
            if len(parts) > LONG_SUM:
                return self._long_sum(parts, payee), ADD
        return self._pair(node, payee, style, "+", ADD, ADD), ADD

    def _long_sum(self, parts: list[n.Node], payee: int) -> str:
        shown = [part for part in parts if self.numbers.of(part, payee).value != 0]
        rest = len(parts) - len(shown)
        if not shown:
            return self.wording.number(parts[0].type, 0)
        text = " + ".join(self._inside(part, payee, "both", ADD) for part in shown)
        return (
            self.marks.aside(text, self.phrases["rest_zero"].format(count=rest)) if rest else text
        )

    def _on_Sub(self, node: n.Sub, payee: int, style: Style) -> Said:
        return self._pair(node, payee, style, "−", ADD, MUL), ADD

    def _on_Mul(self, node: n.Mul, payee: int, style: Style) -> Said:
        return self._pair(node, payee, style, "×", MUL, MUL), MUL

    def _on_Div(self, node: n.Div, payee: int, style: Style) -> Said:
        return self._pair(node, payee, style, "÷", MUL, ATOM), MUL

    def _call(self, word: str, *parts: str) -> Said:
        return self.marks.aside(self.phrases[word], self.marks.comma.join(parts)), ATOM

    def _called(self, node: n.Node, payee: int, style: Style) -> Said:
        """An operation said as its phrase with all its operands behind it."""
        parts = [self.say(part, payee, style) for part in n.children(node)]
        return self._call(_phrase(node), *parts)

    def _on_Rounded(self, node: n.Rounded, payee: int, style: Style) -> Said:
        return self._call(_phrase(node), self.say(node.part, payee, style), self.rounding(node))

    def rounding(self, node: n.Rounded) -> str:
        return self.wording.rounding(node.type, node.step, node.direction)

    # --- conditions ---

    def _on_Compare(self, node: n.Compare, payee: int, style: Style) -> Said:
        op = node.op
        left, right = (
            self._side(node.left, payee, style, op),
            self._side(node.right, payee, style, op),
        )
        return f"{left} {op.shown} {right}", COMPARE

    def _side(self, node: n.Node, payee: int, style: Style, op: Comparison) -> str:
        if type(node) in PLAIN:
            # "grade 2 = 2" would be no sentence
            if style == "both" and not op.orders and type(node) in NAMED:
                return self._beside(self.name(node), self.result(node, payee))
            return _HOW[type(node)](self, node, payee, style)[0]
        text = self._inside(node, payee, "names" if isinstance(node, n.AGGREGATES) else style, ADD)
        return text if style == "names" else f"{text} = {self.result(node, payee)}"

    def _on_In(self, node: n.In, payee: int, style: Style, word: str = "in") -> Said:
        if style == "both" and type(node.item) in NAMED:
            item = self._beside(self.name(node.item), self.result(node.item, payee))
        else:
            item = self._inside(node.item, payee, style, ADD)
        return self.phrases[word].format(value=item, values=self.book.listed(node)), COMPARE

    def _on_Not(self, node: n.Not, payee: int, style: Style) -> Said:
        match node.part:
            case n.Compare() | n.Not():
                return self._say(negated(node.part), payee, style)
            case n.In():
                return self._on_In(node.part, payee, style, "not_in")
            case n.Exists(among=n.Not(part=part)):
                text, level = self._call("all", self.say(part))
                return (
                    text if style == "names" else self._beside(text, self.result(node, payee))
                ), level
            case _:
                part = self._inside(node.part, payee, style, ATOM)
                return self.phrases["not"].format(test=part), NOT

    def _on_And(self, node: n.And, payee: int, style: Style) -> Said:
        if len(node.parts) == 2 and style == "names":
            one, other = node.parts
            # a < b <= c
            if (
                isinstance(one, n.Compare)
                and isinstance(other, n.Compare)
                and one.right is other.left
            ):
                bound = self._inside(other.right, payee, style, ADD)
                return f"{self.say(one)} {other.op.shown} {bound}", COMPARE
        return self.phrases["and"].join(
            [self._inside(part, payee, style, AND) for part in node.parts]
        ), AND

    def _on_Or(self, node: n.Or, payee: int, style: Style) -> Said:
        return self.phrases["or"].join(
            [self._inside(part, payee, style, NOT) for part in node.parts]
        ), OR

    def _on_If(self, node: n.If, payee: int, style: Style) -> Said:
        if style == "numbers":
            test = self.numbers.truth(node.test, payee)
            if test is not None:  # only the branch that is taken has numbers to reckon with
                return self._say(node.yes if test else node.no, payee, style)
        test, yes, no = [
            self._inside(part, payee, style, OR) for part in (node.test, node.yes, node.no)
        ]
        return self.phrases["if"].format(test=test, yes=yes, no=no), IF

    # --- over the members ---

    def _among(self, node: n.Total | n.Largest | n.Smallest) -> str:
        value = self.say(node.value)
        return (
            value
            if node.among == n.TRUE
            else self.phrases["among"].format(value=value, test=self.say(node.among))
        )

    def _on_Total(self, node: n.Total, payee: int, style: Style) -> Said:
        if style == "numbers":
            counted = self.numbers.among(node.among)
            if 1 < len(counted) <= FEW_MEMBERS and all(truth for _, truth in counted):
                return " + ".join(
                    [self._inside(node.value, each, style, ADD) for each, _ in counted]
                ), ADD
        return self._aggregate(node, payee, style, self._among(node))

    def _on_Largest(self, node: n.Largest, payee: int, style: Style) -> Said:
        return self._aggregate(node, payee, style, self._among(node))

    def _on_Smallest(self, node: n.Smallest, payee: int, style: Style) -> Said:
        return self._aggregate(node, payee, style, self._among(node))

    def _on_Count(self, node: n.Count, payee: int, style: Style) -> Said:
        return self._aggregate(node, payee, style, self._who(node.among))

    def _on_Exists(self, node: n.Exists, payee: int, style: Style) -> Said:
        text, level = self._call("any", self._who(node.among))
        if style == "names":
            return text, level
        case = self.numbers.case
        found = [case.member_ids[each] for each, truth in self.numbers.among(node.among) if truth]
        return self._beside(
            text, self.wording.names(found, FEW_MEMBERS) if found else self.result(node, payee)
        ), ATOM

    def _who(self, among: n.Node) -> str:
        return self.phrases["everyone"] if among == n.TRUE else self.say(among)

    def _aggregate(self, node: n.Node, payee: int, style: Style, inside: str) -> Said:
        text, level = self._call(_phrase(node), inside)
        if style == "names":
            return text, level
        value = self.numbers.of(node, payee)
        said = self.wording.value(node.type, value.ends, unit=style == "both")
        if style == "numbers":
            return (said if value.settled and said[0] != "-" else self.marks.bracketed(said)), ATOM
        return self._beside(text, said), ATOM


def _phrase(node: n.Node) -> str:
    """The key of the first phrase of an operation."""
    phrases = OPERATIONS[type(node)].phrases
    assert not isinstance(phrases, NoEntry), node
    return phrases[0]


_HOW: dict[type[n.Node], Callable[[Renderer, Any, int, Style], Said]] = {
    each: getattr(Renderer, f"_on_{each.__name__}", Renderer._called)  # pyright: ignore[reportPrivateUsage]
    for each in n.NODE_CLASSES
}
"""How each operation is said: by a method of its own, or as its phrase with its operands."""
