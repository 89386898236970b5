"""Which steps of a benefit need be worked out only for those who meet its requirements.

Rows, amounts and exclusions matter to few members of few households. They stand behind one `if` in
the generated code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heappop, heappush

from welfare_rules.engine.integer.phases import Schedule, direct_references
from welfare_rules.language.nodes import children
from welfare_rules.program.program import Program, Step, part_step
from welfare_rules.program.resolve import Cycle, order_of

OUTSIDE = "@outside"  # uses that are no step: results, circles, aggregates


@dataclass(frozen=True, slots=True)
class Group:
    """Steps behind one requirement.

    Those of `outward` are used elsewhere as well and are nothing for who does not meet it.
    """

    required: str
    steps: tuple[str, ...]
    outward: frozenset[str]


def groups_of(
    program: Program,
    steps: Mapping[str, Step],
    plan: Schedule,
    outputs: Iterable[str],
    same_as: Mapping[str, str],
) -> list[Group]:
    """A group for each benefit that has one; none at all if they could not be put in order."""
    users = _users(steps, plan, outputs)
    places = {name: place for place, name in enumerate(steps)}
    made: list[Group] = []
    taken: set[str] = set()  # steps of the groups made, with what each requires
    inside: set[str] = set()  # steps of the groups made
    for benefit in program.benefits:
        required = part_step(benefit.id, "required")
        required = same_as.get(required, required)
        stated = [
            name
            for name in (benefit.qualified, benefit.gross, benefit.entitled, benefit.net)
            if name in steps or name in same_as
        ]
        seeds = {same_as.get(name, name) for name in stated}
        seeds = {name for name in seeds if name in steps and name not in inside}
        seeds.discard(required)
        if required not in steps or not seeds or steps[required].entity is not benefit.payee:
            continue
        phase, entity = max(plan.phases[name] for name in seeds), benefit.payee
        if any(plan.phases[name] != phase for name in seeds) or plan.phases[required] > phase:
            continue
        inner = set(seeds)
        for name in _from_the_last(inner, plan, places):
            alike = steps[name].entity is entity and plan.phases[name] == phase
            if name != required and alike and name not in taken and users[name] <= inner:
                inner.add(name)
        ordered = tuple(sorted(inner, key=places.__getitem__))
        made.append(
            Group(
                required, ordered, frozenset(name for name in ordered if not users[name] <= inner)
            )
        )
        taken.update(ordered, (required,))
        inside.update(ordered)
    return made if _orderly(steps, made, plan) else []


def _from_the_last(inner: Set[str], plan: Schedule, places: Mapping[str, int]) -> Iterator[str]:
    """What the steps of a set need, and those that are added to it while this runs, each once and
    from the last to the first: users stand behind what they use.
    """
    waiting: list[tuple[int, str]] = []
    seen: set[str] = set()

    def look(step: str) -> None:
        for name in plan.needs[step]:
            if name not in seen:
                seen.add(name)
                heappush(waiting, (-places[name], name))

    for step in inner:
        look(step)
    while waiting:
        _, name = heappop(waiting)
        yield name
        if name in inner:
            look(name)


def items_in_order(
    steps: Sequence[Step], groups: Sequence[Group], plan: Schedule
) -> list[Step | Group]:
    """Steps and groups so that each stands behind what it needs."""
    by_name: dict[str, Step | Group] = {}
    home: dict[str, str] = {}
    for group in groups:
        by_name[f"group {group.steps[0]}"] = group
        home.update((name, f"group {group.steps[0]}") for name in group.steps)
    own = {step.id: step for step in steps}
    for step in steps:
        if step.id not in home:
            by_name[step.id] = step
    needs: dict[str, list[str]] = {name: [] for name in by_name}
    for step in steps:
        found = [home.get(name, name) for name in plan.needs[step.id]]
        needs[home.get(step.id, step.id)].extend(
            name for name in found if name != home.get(step.id)
        )
    for group in groups:
        needs[f"group {group.steps[0]}"].append(group.required)
    return [
        by_name[name]
        for name in order_of(
            {name: [each for each in found if each in by_name] for name, found in needs.items()}
        )
        if own
    ]


def _orderly(steps: Mapping[str, Step], groups: Sequence[Group], plan: Schedule) -> bool:
    try:
        items_in_order(list(steps.values()), groups, plan)
    except Cycle:
        return False
    return True


def _users(
    steps: Mapping[str, Step], plan: Schedule, outputs: Iterable[str]
) -> dict[str, set[str]]:
    users: dict[str, set[str]] = {name: set() for name in steps}
    for step in steps.values():
        for name in plan.needs[step.id]:
            users[name].add(step.id)
    for gathered in plan.gathered.values():
        for child in children(gathered.node):
            for name in direct_references(child):
                users[name].add(OUTSIDE)
    for name in outputs:
        users[name].add(OUTSIDE)
    return users
