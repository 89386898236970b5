"""The engines by name: the one place where an engine is registered.

An engine of another package is found by the entry-point group `welfare_rules.engines`: its name,
and a function that makes the engine of a program and the reference engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

# Types alone: the command line reads the names here before it imports the rest of the library.
if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from welfare_rules.engine.contract import Engine
    from welfare_rules.engine.reference import Reference
    from welfare_rules.findings import EngineMissing
    from welfare_rules.program.program import Program


class Maker(Protocol):
    """Makes an engine over a program. It may hand to the reference engine what it cannot decide."""

    def __call__(self, program: Program, reference: Reference, /) -> Engine: ...


GROUP = "welfare_rules.engines"


def _reference(program: Program, reference: Reference) -> Engine:
    return reference


# The others are imported when they are first used: reading a policy needs none of them.
def _native(program: Program, reference: Reference) -> Engine:
    from welfare_rules.engine.native.native import Native

    return Native(program, reference)


def _durable(program: Program, reference: Reference) -> Engine:
    from welfare_rules.engine.durable.durable import Durable

    return Durable(program, reference)


def _columns(program: Program, reference: Reference) -> Engine:
    from importlib.util import find_spec

    if find_spec("numpy") is None:
        raise _without_numpy()
    from welfare_rules.engine.columns.columns import Columns

    return Columns(program, reference)


ENGINES: Mapping[str, Maker] = {
    "native": _native,
    "reference": _reference,
    "durable": _durable,
    "columns": _columns,
}
"""The engines of this package, the usual one first."""


def _without_numpy() -> EngineMissing:
    """Why the columns engine cannot be had, and what to install."""
    from welfare_rules.basics.text import Words
    from welfare_rules.findings import EngineMissing

    command = "pip install 'welfare-rules[columns]'"
    return EngineMissing(
        Words(
            f"columns 引擎需要 NumPy，请运行 `{command}`；没有 NumPy 时可用 native 引擎逐户计算。",
            f"The columns engine needs NumPy: run `{command}`; without it the native engine "
            "decides one household after the other.",
        )
    )


def names() -> tuple[str, ...]:
    """The names of all engines, those of this package first.

    >>> names()[:3]
    ('native', 'reference', 'durable')
    """
    return tuple(dict.fromkeys((*ENGINES, *_others())))


def maker_of(name: str) -> Maker | None:
    """The function that makes the engine of that name; None for a name that is none."""
    found = ENGINES.get(name)
    return found if found is not None or name not in (others := _others()) else others[name].load()


def _others() -> dict[str, EntryPoint]:
    """The engines that other installed packages bring."""
    from importlib.metadata import entry_points

    return {each.name: each for each in entry_points(group=GROUP)}


def visitors() -> dict[str, type | str]:
    """For each engine the class with a method for each operation, or why it has none.

    A test holds that every engine is here and every method is there.
    """
    from welfare_rules.engine.integer.operations import Operations
    from welfare_rules.engine.reference.operations import Operations as Judging

    return {
        "reference": Judging,
        "native": Operations,
        "columns": "is printed from the integer program that native's operations make",
        "durable": "matches conditions over what the reference engine has worked out",
    }
