"""What is kept of mutants of the code is still about the code."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from tests.mutants_of_code.reviewed import NEXT_LINE, Change, changes, reviewed

ROOT = Path(__file__).resolve().parents[2]


def lines_of(function: str) -> Counter[str]:
    """The lines of a function, "welfare_rules.language.lexer.tokens", each without its indentation."""
    parts = function.split(".")
    place = next(end for end in range(len(parts), 0, -1) if module(parts[:end]).exists())
    text = module(parts[:place]).read_text(encoding="utf-8")
    found: ast.AST = ast.parse(text)
    for name in parts[place:]:
        found = next(each for each in ast.iter_child_nodes(found) if named(each) == name)
    assert isinstance(found, ast.FunctionDef)
    return Counter(each.strip() for each in text.splitlines()[found.lineno - 1 : found.end_lineno])


def module(parts: list[str]) -> Path:
    return ROOT.joinpath(*parts).with_suffix(".py")


def named(node: ast.AST) -> str:
    return node.name if isinstance(node, (ast.FunctionDef, ast.ClassDef)) else ""


def test_a_reviewed_mutant_changes_what_is_still_there() -> None:
    for each, why in reviewed().items():
        assert len(why) > 20, each
        assert set(each.was.split(NEXT_LINE)) <= {"", *lines_of(each.function)}, each


def test_a_mutant_is_what_it_changes() -> None:
    code = """
class Reader:
    @_mutmut_mutated(mutants)
    def at(self, place):
        return self.at(place)

    def xǁReaderǁat__mutmut_orig(self, place):
        below = self.xǁReaderǁat__mutmut_orig(place - 1)
        return (
            below
        )

    def xǁReaderǁat__mutmut_1(self, place):
        below = self.xǁReaderǁat__mutmut_1(place + 1)
        return (
            below
        )

def x_read__mutmut_orig():
    return 1

def x_read__mutmut_1():
    return 2
"""
    at = Change("p.m.Reader.at", "below = self.at(place - 1)", "below = self.at(place + 1)")
    assert dict(changes(Path("p/m.py"), code)) == {
        "xǁReaderǁat__mutmut_1": at,
        "x_read__mutmut_1": Change("p.m.read", "return 1", "return 2"),
    }
