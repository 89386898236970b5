"""Which mutants are known to change nothing that matters, and what a mutant changes.

`reviewed.toml` names each by its function and the line as it was and as it becomes, so that it is
still the same one when other lines of the function change.
"""

from __future__ import annotations

import ast
import difflib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REVIEWED = Path(__file__).parent / "reviewed.toml"
NEXT_LINE = " ⏎ "


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What a mutant does: the lines of a function that it takes away, and those in their place."""

    function: str  # "welfare_rules.language.lexer.tokens"
    was: str
    now: str

    def __str__(self) -> str:
        """As an entry of `reviewed.toml`."""
        values = (self.function, self.was, self.now)
        one, was, now = (f"'{text}'" if "'" not in text else f"'''{text}'''" for text in values)
        return f"  {{ in = {one}, was = {was}, now = {now} }},"


def reviewed() -> dict[Change, str]:
    """Every mutant that somebody looked at, with the reason why no test need notice it."""
    kept = tomllib.loads(REVIEWED.read_text(encoding="utf-8"))
    return {
        Change(one["in"], one["was"], one["now"]): each["because"]
        for each in kept["equal"]
        for one in each["mutants"]
    }


def changes(path: Path, code: str) -> Iterator[tuple[str, Change]]:
    """Each mutant in a file as mutmut writes it, with what it changes."""
    module = ".".join(path.with_suffix("").parts)
    lines = code.splitlines()
    functions = {
        each.name: [line.strip() for line in lines[each.lineno - 1 : each.end_lineno]]
        for each in ast.walk(ast.parse(code))
        if isinstance(each, ast.FunctionDef) and "__mutmut_" in each.name
    }
    for name, now in functions.items():
        kept, _, number = name.rpartition("__mutmut_")
        if number != "orig":
            was = functions[f"{kept}__mutmut_orig"]
            own = (
                kept.removeprefix("x")
                .replace("ǁ", ".")
                .removeprefix("_" if "ǁ" not in kept else ".")
            )
            plain = own.rpartition(".")[2]
            yield (
                name,
                Change(
                    f"{module}.{own}",
                    *_different(
                        [line.replace(f"{kept}__mutmut_orig", plain) for line in was],
                        [line.replace(name, plain) for line in now],
                    ),
                ),
            )


def _different(was: list[str], now: list[str]) -> tuple[str, str]:
    parts = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    changed = [each for each in parts if each[0] != "equal"]
    return (
        NEXT_LINE.join(line for _, start, end, _, _ in changed for line in was[start:end]),
        NEXT_LINE.join(line for _, _, _, start, end in changed for line in now[start:end]),
    )
