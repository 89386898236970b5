"""Under what conditions a part of a formula matters to it, while its value is open.

Behind a condition that settles a junction nothing matters, nor does the branch that is not taken,
what a member has who does not count, or what can no longer be the least or the greatest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from welfare_rules.language import nodes as n


@dataclass(frozen=True, slots=True)
class Condition:
    """That a part may hold (`truth`), or may fail to; or where it is one of several numbers, that
    it may be the least or the greatest of them, which is the `whole`.

    It is asked for each member where it is `of_all`, for whom their aggregate looks at.
    """

    part: n.Node
    of_all: bool
    truth: bool = True
    whole: n.Least | n.Greatest | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A part of a formula, whether it is worked out for all members, and where it matters."""

    part: n.Node
    of_all: bool
    where: tuple[Condition, ...]


def looks(formula: n.Node) -> Iterator[Look]:
    """All parts of a formula, as they matter while it is open.

    >>> from welfare_rules.language.types import BOOL
    >>> one, other = (n.Receives(benefit=each, fact="receiving", type=BOOL) for each in "ab")
    >>> [len(each.where) for each in looks(n.And(parts=(one, other)))]
    [0, 0, 0]
    >>> inner = n.Or(parts=(n.And(parts=(one, other)), one))
    >>> [(type(each.part).__name__, len(each.where)) for each in looks(inner)]
    [('Or', 0), ('And', 0), ('Receives', 1), ('Receives', 1), ('Receives', 0)]
    """
    return _looks(Look(formula, False, ()), is_open=True)


def _looks(here: Look, *, is_open: bool) -> Iterator[Look]:
    """A part and all below it; where the first conditions hold it may be known to be open."""
    yield here
    node, of_all = here.part, here.of_all or isinstance(here.part, n.AGGREGATES)
    parts = n.children(node)
    moving = [each for each in parts if not isinstance(each, n.Const)]
    alone = is_open and len(moving) == 1 and not isinstance(node, n.AGGREGATES)
    for each in parts:
        where = () if alone else _conditions(node, each, moving, here.of_all, is_open=is_open)
        yield from _looks(Look(each, of_all, (*here.where, *where)), is_open=alone)


def _conditions(
    node: n.Node, part: n.Node, moving: Sequence[n.Node], of_all: bool, *, is_open: bool
) -> tuple[Condition, ...]:
    """Where one operand matters to what it is an operand of."""
    match node:
        case n.And() if not is_open:
            return (Condition(node, of_all),)
        case n.Or() | n.Exists() if not is_open:
            return (Condition(node, of_all, truth=False),)
        case n.If() if part is not node.test:
            other = node.no if part is node.yes else node.yes
            if is_open and isinstance(other, n.Const):
                return ()  # which was not taken for certain
            return (Condition(node.test, of_all, truth=part is node.yes),)
        case n.Least() | n.Greatest() if len(moving) > 1:
            return (Condition(part, of_all, whole=node),)
        case n.Total() | n.Largest() | n.Smallest() if part is node.value:
            return () if isinstance(node.among, n.Const) else (Condition(node.among, True),)
        case _:
            return ()
