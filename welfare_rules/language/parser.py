"""Tokens to a plain syntax tree.

Who binds whom, not yet what anything means. Depth and length are bounded, so it always ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.text import Words
from welfare_rules.language.lexer import Problem, Token, problem, tokens

DEEPEST = 60

_EXPECTED = {
    "operand": Words("一个名称、数或括号", "a name, a number or a bracket"),
    "operator": Words("一个运算符或公式结尾", "an operator or the end of the formula"),
    "list": Words("方括号列表 [ … ]", "a list in square brackets"),
}


@dataclass(frozen=True, slots=True)
class Syntax:
    """One piece of a formula.

    `op` says what it is: a literal kind, `name`, `call`, or an operator with its parts.
    """

    op: str
    start: int
    end: int
    text: str = ""
    parts: tuple[Syntax, ...] = ()
    height: int = 1


class _Stop(Exception):
    def __init__(self, found: Problem) -> None:
        self.found = found


def parse(text: str, *, paths: bool = False) -> tuple[Syntax | None, list[Problem]]:
    """The syntax tree of a formula, or None with the problems that keep it from having one.

    With `paths` a name may have points in it, `total.difference`.
    """
    found, wrong = tokens(text, paths=paths)
    if wrong:
        return None, wrong
    try:
        reader = _Reader(found)
        tree = reader.disjunction(0)
        reader.expect_end()
    except _Stop as stop:
        return None, [stop.found]
    return tree, []


class _Reader:
    """Recursive descent over the tokens; every method returns the tree of one level of binding."""

    def __init__(self, found: list[Token]) -> None:
        self.found = found
        self.place = 0

    @property
    def next(self) -> Token:
        return self.found[self.place]

    def take(self) -> Token:
        token = self.found[self.place]
        self.place += 1
        return token

    def at(self, *ops: str) -> bool:
        return self.next.kind == "op" and self.next.text in ops

    def stop(self, want: str) -> _Stop:
        token = self.next
        words = _EXPECTED.get(want, Words(f"“{want}”", repr(want)))
        return _Stop(
            problem(
                "WR203",
                token.start,
                max(token.end, token.start + 1),
                got=token.text or "（结尾 / end）",
                want=words,
            )
        )

    def expect(self, op: str) -> Token:
        if not self.at(op):
            raise self.stop(op)
        return self.take()

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise self.stop("operator")

    def make(self, op: str, parts: tuple[Syntax, ...], start: int, text: str = "") -> Syntax:
        """A piece that ends with the token before, which may be a bracket around its last part."""
        end = self.found[self.place - 1].end
        height = 1 + max((part.height for part in parts), default=0)
        if height > DEEPEST:
            raise _Stop(problem("WR204", start, end, limit=DEEPEST))
        return Syntax(op, start, end, text, parts, height)

    def deeper(self, depth: int) -> int:
        if depth >= DEEPEST:
            raise _Stop(problem("WR204", self.next.start, self.next.end, limit=DEEPEST))
        return depth + 1

    def disjunction(self, depth: int) -> Syntax:
        return self.chain_of("or", self.conjunction, self.deeper(depth))

    def conjunction(self, depth: int) -> Syntax:
        return self.chain_of("and", self.negation, depth)

    def chain_of(self, op: str, part: Callable[[int], Syntax], depth: int) -> Syntax:
        start = self.next.start
        parts: list[Syntax] = [part(depth)]
        while self.at(op):
            self.take()
            parts.append(part(depth))
        if len(parts) == 1:
            return parts[0]
        return self.make(op, tuple(parts), start)

    def negation(self, depth: int) -> Syntax:
        if self.at("not"):
            token = self.take()
            part = self.negation(self.deeper(depth))
            return self.make("not", (part,), token.start)
        return self.comparison(depth)

    def comparison(self, depth: int) -> Syntax:
        start = self.next.start
        first = self.sum(depth)
        parts, ops = [first], list[str]()
        while self.at(*Comparison):
            ops.append(self.take().text)
            parts.append(self.sum(depth))
        if ops:
            return self.make("compare", tuple(parts), start, " ".join(ops))
        negated = False
        if self.at("not") and self.found[self.place + 1].text == "in":
            self.take()
            negated = True
        if not negated and not self.at("in", "not in"):
            return first
        negated = self.take().text == "not in" or negated
        return self.membership(first, start, negated, depth)

    def membership(self, item: Syntax, start: int, negated: bool, depth: int) -> Syntax:
        if not self.at("["):
            raise self.stop("list")
        self.take()
        parts = [item, self.sum(depth)]
        while self.at(","):
            self.take()
            parts.append(self.sum(depth))
        self.expect("]")
        return self.make("not in" if negated else "in", tuple(parts), start)

    def sum(self, depth: int) -> Syntax:
        start = self.next.start
        made = self.product(depth)
        while self.at("+", "-"):
            op = self.take().text
            right = self.product(depth)
            made = self.make(op, (made, right), start)
        return made

    def product(self, depth: int) -> Syntax:
        start = self.next.start
        made = self.operand(depth)
        while self.at("*", "/"):
            op = self.take().text
            right = self.operand(depth)
            made = self.make(op, (made, right), start)
        return made

    def operand(self, depth: int) -> Syntax:
        depth = self.deeper(depth)
        token = self.next
        if self.at("-"):
            self.take()
            part = self.operand(depth)
            return self.make("negative", (part,), token.start)
        if self.at("("):
            self.take()
            inner = self.disjunction(depth)
            self.expect(")")
            return inner
        if token.kind in ("op", "end"):
            raise self.stop("operand")
        self.take()
        if token.kind == "name" and self.at("("):
            return self.call(token, depth)
        return Syntax(token.kind, token.start, token.end, token.text)

    def call(self, name: Token, depth: int) -> Syntax:
        self.expect("(")
        parts: list[Syntax] = []
        if not self.at(")"):
            parts.append(self.disjunction(depth))
            while self.at(","):
                self.take()
                parts.append(self.disjunction(depth))
        self.expect(")")
        return self.make("call", tuple(parts), name.start, name.text)
