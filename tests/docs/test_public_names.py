"""What is public: one list, and everything in it explained where it is read."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import welfare_rules as wr

STUB = Path(wr.__file__).with_name("__init__.pyi")
CLASSES = [name for name in wr.__all__ if inspect.isclass(getattr(wr, name))]


def fields_home(name: str) -> list[str]:
    return getattr(wr, name).__module__.split(".")[:2]


def test_what_can_be_imported_is_what_type_checkers_see() -> None:
    imports = [
        each
        for each in ast.parse(STUB.read_text(encoding="utf-8")).body
        if isinstance(each, ast.ImportFrom)
    ]
    named = {(each.module, alias.name, alias.asname) for each in imports for alias in each.names}
    assert {name for _, name, _ in named} == set(wr.__all__) == {shown for *_, shown in named}
    assert {*wr.__all__} <= {*dir(wr)}
    assert [name for name in wr.__all__ if name.startswith("_")] == []


@pytest.mark.parametrize("name", wr.__all__)
def test_a_public_name_is_what_its_home_has_and_says_what_it_is(name: str) -> None:
    found = getattr(wr, name)
    if inspect.isclass(found) or inspect.isfunction(found):
        assert inspect.getdoc(found), name
        assert found.__module__.startswith("welfare_rules.")


def members(kind: type) -> Iterator[tuple[str, object]]:
    """Its own, whatever the tests put in their place while they run."""
    for name, each in vars(kind).items():
        inner = each.__func__ if isinstance(each, (classmethod, staticmethod)) else each
        if getattr(inner, "__module__", "welfare_rules").startswith("tests."):
            continue
        if not name.startswith("_") and (inspect.isfunction(inner) or isinstance(inner, property)):
            yield name, inner


@pytest.mark.parametrize("name", CLASSES)
def test_every_property_and_method_of_a_public_class_says_what_it_gives(name: str) -> None:
    """`to_dict` among them: its keys, and the unit of its amounts."""
    kind = getattr(wr, name)
    assert [each for each, inner in members(kind) if not inspect.getdoc(inner)] == []


def not_public() -> dict[str, list[str]]:
    """The table of docs/api.md: attributes by their classes."""
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    rows = page.partition("| class | not public |")[2].partition("\n\n")[0].splitlines()[2:]
    named = [re.findall(r"`(\w+)`", row) for row in rows]
    return {kind: inner for kind, *inner in named}


def test_what_is_named_as_not_public_is_there() -> None:
    """The table names no attribute that has gone."""
    rows = not_public()
    assert rows
    for kind, inner in rows.items():
        assert [each for each in inner if each not in dir(getattr(wr, kind))] == []


@pytest.mark.parametrize("name", [each for each in CLASSES if "facts" not in fields_home(each)])
def test_every_field_of_a_public_class_says_what_it_is(name: str) -> None:
    """In the text behind it, which editors and the API reference show; facts have their labels."""
    [kind] = [
        each
        for each in ast.walk(ast.parse(inspect.getsource(getattr(wr, name))))
        if isinstance(each, ast.ClassDef) and each.name == name
    ]
    silent = [
        one.target.id
        for one, then in pairwise([*kind.body, ast.Pass()])
        if isinstance(one, ast.AnnAssign)
        and isinstance(one.target, ast.Name)
        and not one.target.id.startswith("_")
        and not (isinstance(then, ast.Expr) and isinstance(then.value, ast.Constant))
    ]
    assert set(silent) <= {*not_public().get(name, ())}
