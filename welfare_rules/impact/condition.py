"""The expression of a review gate, over the report as data: `total.difference > 100000`.

It is read by the lexer and parser of the formula language. A name is the path of a number of the
report; whatever is wrong is a finding at its place in the expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from welfare_rules.basics.comparison import Comparison as Relation
from welfare_rules.basics.text import Words
from welfare_rules.findings import Finding, Place, RequestError, finding, nearest
from welfare_rules.language.parser import Syntax, parse

Value = Fraction | bool
_NUMBER = Words("数", "a number")
_CONDITION = Words("条件", "a condition")
_LITERALS = ("number", "money", "percent")
_ARITHMETIC = ("+", "-", "*", "/")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over a report. Its text is as it was written.

    >>> Condition.read("total.difference > 100元").holds({"total": {"difference": "100.01"}})
    True
    """

    text: str
    tree: Syntax
    place: str = "--fail-if"

    @classmethod
    def read(cls, text: str, place: str = "--fail-if") -> Condition:
        """The condition that is written. Raises RequestError for what is none."""
        tree, wrong = parse(text, paths=True)
        if tree is None:
            raise RequestError(
                finding(
                    each.code,
                    Place(place, 1, each.start + 1),
                    **{"nearest": each.hint, **dict(each.details)},
                )
                for each in wrong
            )
        return cls(text, tree, place)

    def holds(self, report: Mapping[str, Any]) -> bool:
        """Whether the condition holds. Raises RequestError with everything that is wrong in it: an
        unknown name, a number that cannot be said, one type in place of another.
        """
        reading = _Reading(dict(_numbers(report, "")), self.place)
        found = reading.value(self.tree)
        if found is not None and not isinstance(found, bool):
            reading.say("WR206", self.tree, want=_CONDITION, got=_NUMBER)
        if reading.found or not isinstance(found, bool):
            raise RequestError(reading.found)
        return found


def _numbers(value: object, path: str) -> Iterable[tuple[str, Fraction | None]]:
    """The numbers of a report by their paths; None where one cannot be said."""
    if isinstance(value, Mapping):
        for key, each in cast(Mapping[str, object], value).items():
            yield from _numbers(each, f"{path}.{key}" if path else key)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path, Fraction(value)
    elif value is None:
        yield path, None
    elif isinstance(value, str):
        try:
            yield path, Fraction(value)
        except ValueError:
            return


@dataclass(slots=True)
class _Reading:
    names: Mapping[str, Fraction | None]
    place: str
    found: list[Finding] = field(default_factory=list[Finding])

    def say(self, code: str, at: Syntax, **details: Any) -> None:
        self.found.append(finding(code, Place(self.place, 1, at.start + 1), **details))

    def value(self, tree: Syntax) -> Value | None:
        """What a part comes to; None where it is wrong, which is told."""
        if tree.op in _LITERALS:
            digits = tree.text.rstrip("%元 yuan")
            return Fraction(digits) / (100 if tree.op == "percent" else 1)
        match tree.op:
            case "name":
                return self._named(tree)
            case "and" | "or":
                parts = [self._condition(each) for each in tree.parts]
                if None in parts:
                    return None
                return all(parts) if tree.op == "and" else any(parts)
            case "not":
                found = self._condition(tree.parts[0])
                return None if found is None else not found
            case "compare":
                return self._compared(tree)
            case "negative":
                number = self._number(tree.parts[0])
                return None if number is None else -number
            case op if op in _ARITHMETIC:
                return self._worked(tree)
            case _:
                self.say("WR206", tree, want=_NUMBER, got=tree.text or tree.op)
                return None

    def _named(self, tree: Syntax) -> Value | None:
        if tree.text in ("true", "false", "真", "假"):
            return tree.text in ("true", "真")
        if tree.text not in self.names:
            hint = nearest(tree.text, self.names)
            self.say("WR205", tree, got=tree.text[:60], nearest=hint)
            return None
        found = self.names[tree.text]
        if found is None:
            self.say("WR533", tree, got=tree.text)
        return found

    def _condition(self, tree: Syntax) -> bool | None:
        found = self.value(tree)
        if found is None or isinstance(found, bool):
            return found
        self.say("WR206", tree, want=_CONDITION, got=_NUMBER)
        return None

    def _number(self, tree: Syntax) -> Fraction | None:
        found = self.value(tree)
        if isinstance(found, bool):
            self.say("WR206", tree, want=_NUMBER, got=_CONDITION)
            return None
        return found

    def _compared(self, tree: Syntax) -> bool | None:
        numbers = [self._number(each) for each in tree.parts]
        known = [each for each in numbers if each is not None]
        if len(known) < len(numbers):
            return None
        return all(
            Relation(op).holds(one, other)
            for op, one, other in zip(tree.text.split(), known, known[1:], strict=False)
        )

    def _worked(self, tree: Syntax) -> Fraction | None:
        one, other = (self._number(each) for each in tree.parts)
        if one is None or other is None:
            return None
        match tree.op:
            case "+":
                return one + other
            case "-":
                return one - other
            case "*":
                return one * other
            case _:
                if not other:
                    self.say("WR209", tree)
                    return None
                return one / other
