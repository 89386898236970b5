"""The mutants that only a watch has: its disposition, what it looks at, and conditions negated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import get_args

from welfare_rules.language.nodes import Not
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Watch
from welfare_rules.law.terms import Disposition
from welfare_rules.mutation.mutant import Affects, Mutant, mutant_id

_MANY = ("facts", "benefits", "turns")
"""What a watch names several of. A list of one is left alone: without it the watch would look at
everything, and that it is dropped is a mutant of its own."""
_KINDS = get_args(Disposition)


def of_watch(law: Law, rule: LawRule, watch: Watch) -> Iterator[Mutant]:
    """Another disposition; a fact, benefit or turn that is not looked at; urgent or not; a day more
    or less to look into it; a condition that holds where it does not.
    """
    affects = Affects(watch=watch.id)

    def one(what: str, *at: str | int, **changes: object) -> Mutant:
        name, make = mutant_id(rule.origin, rule.name, what), partial(law.amended, rule, **changes)
        return Mutant(name, rule.origin.place(*at), make, affects)

    other = _KINDS[(_KINDS.index(watch.disposition) + 1) % len(_KINDS)]
    yield one(f"{watch.disposition} -> {other}", "kind", disposition=other)
    for key in _MANY:
        named: tuple[str, ...] = getattr(watch, key)
        for place, each in enumerate(named if len(named) > 1 else ()):
            yield one(f"{key} without {each}", key, place, **{key: _without(named, each)})
    yield one("not urgent" if watch.urgent else "urgent", "urgent", urgent=not watch.urgent)
    for by in () if watch.within_days is None else (1, -1):
        days = (watch.within_days or 0) + by
        yield one(f"within {days} days", "within_days", within_days=days)
    for each in rule.formulas("mutation"):
        node = Not(part=each.formula.node, type=each.formula.node.type)
        negated = replace(each.formula, node=node)
        yield one(f"{each.role} negated", each.role, **{each.role: negated})


def _without(named: Iterable[str], dropped: str) -> tuple[str, ...]:
    return tuple(each for each in named if each != dropped)
