"""What the ground floor knows stands nowhere else in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

import welfare_rules

ROOT = Path(welfare_rules.__file__).parent
CUTTING = (ast.FloorDiv, ast.Mod)


@cache
def parsed() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.rglob("*.py"))
    }


def sources(*without: str) -> Iterable[tuple[str, ast.Module]]:
    return ((name, tree) for name, tree in parsed().items() if not name.startswith(without))


def day_sums(tree: ast.AST) -> Iterable[int]:
    """Lines that take a number YYYYMMDD apart or put one together: by 10000, or cut by 100."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, (*CUTTING, ast.Mult)):
            for side in (node.left, node.right):
                by = side.value if isinstance(side, ast.Constant) else None
                if by == 10000 or (by == 100 and isinstance(node.op, CUTTING)):
                    yield node.lineno


@pytest.mark.parametrize(
    "text", ["day // 10000", "day % 100", "day // 100 % 100", "year * 10_000 + 101", "10000 * year"]
)
def test_a_sum_on_a_day_is_seen(text: str) -> None:
    assert list(day_sums(ast.parse(text)))


def test_no_day_is_taken_apart_outside_its_home() -> None:
    """Terms of a solver are no numbers: of them the home knows nothing."""
    homes = "basics/days.py", "proofs/encoding.py"
    found = {name: list(day_sums(tree)) for name, tree in sources(*homes)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def overlaps(tree: ast.AST) -> Iterable[int]:
    """Lines that ask whether two periods share a day, in whatever order and sense."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            asked = {ends for part in node.values if (ends := _ends_compared(part))}
            if any((other, one) in asked for one, other in asked if one != other):
                yield node.lineno


def _ends_compared(node: ast.AST) -> tuple[str, str] | None:
    """`x.first` compared with `y.last`, or the other way round: what x and y are, in that order."""
    if not isinstance(node, ast.Compare) or len(node.comparators) != 1:
        return None
    sides = [each for each in (node.left, node.comparators[0]) if isinstance(each, ast.Attribute)]
    ends = {each.attr: ast.unparse(each.value) for each in sides}
    return (ends["first"], ends["last"]) if set(ends) == {"first", "last"} else None


@pytest.mark.parametrize(
    "text",
    [
        "a.first <= b.last and b.first <= a.last",
        "a.last < b.first or a.first > b.last",
        "a.period.first <= p.last and x and a.period.last >= p.first",
    ],
)
def test_an_overlap_is_seen(text: str) -> None:
    assert list(overlaps(ast.parse(text)))


def test_periods_overlap_in_one_place() -> None:
    found = {name: list(overlaps(tree)) for name, tree in sources("basics/days.py")}
    assert {name: lines for name, lines in found.items() if lines} == {}


def signs(tree: ast.AST) -> Iterable[int]:
    """Lines on which a comparison is written as its sign."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in ("<=", ">=", "!=", "≤", "≥", "≠"):
            yield node.lineno


def test_a_sign_is_seen() -> None:
    assert list(signs(ast.parse('{"<": ">", "<=": ">="}')))


def test_signs_of_comparisons_stand_in_one_place() -> None:
    """Beside it only the formula language lists them, as it lists all names of its operations."""
    homes = ("basics/comparison.py", "language/operations.py")
    found = {name: list(signs(tree)) for name, tree in sources(*homes)}
    assert {name: lines for name, lines in found.items() if lines} == {}


CONTEXT = {"quantize", "normalize", "scaleb", "to_integral_value", "getcontext", "localcontext"}


def decimals_worked_with(tree: ast.AST) -> Iterable[int]:
    """Lines that make a decimal, or ask for what depends on the caller's context of decimals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("Decimal", *CONTEXT):
                yield node.lineno
        elif isinstance(node, ast.Attribute) and node.attr in CONTEXT:
            if not (isinstance(node.value, ast.Name) and node.value.id == "unicodedata"):
                yield node.lineno
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec)
            if re.search(r"[0-9]f", spec):
                yield node.lineno


@pytest.mark.parametrize(
    "text",
    ["Decimal(1)", "x.quantize(y)", "decimal.getcontext()", "f'{x:.2f}'", "amount.scaleb(-2)"],
)
def test_work_with_decimals_is_seen(text: str) -> None:
    assert list(decimals_worked_with(ast.parse(text)))


# made-up counties: shares and means of what was drawn, shown beside what was published
DRAWN = ("synthetic/files.py", "synthetic/targets.py")


def test_decimals_are_worked_with_in_their_home_alone() -> None:
    """Whatever else it is, the context of decimals belongs to the program that calls.

    Pictures and made-up people are drawn with binary numbers, and nothing that is due comes out of
    them.
    """
    home = "basics/decimals.py"
    pictures = ("settlement/chart.py", "register/handbook/plot.py", *DRAWN)
    found = {name: list(decimals_worked_with(tree)) for name, tree in sources(home, *pictures)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_no_test_looks_at_a_clock() -> None:
    """A slow day is no fault: what takes how long is measured by the benchmarks. A command that
    tries random laws for so many minutes is no test.
    """
    clocks = {"process_time", "perf_counter", "monotonic", "thread_time"}
    found = [
        path.name
        for path in sorted(Path(__file__).parents[1].rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in clocks and path.name != "__main__.py"
    ]
    assert found == []
