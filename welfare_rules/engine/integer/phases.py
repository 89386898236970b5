"""Schedules steps for all members at once: member loops, and household sums between.

Phase 0 is the household before any member is looked at. Member steps of phase k run in the k-th
loop over the members; household steps of phase k run after that loop. An aggregate is gathered
inside the loop in which its parts are ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from welfare_rules.language.nodes import AGGREGATES, Node, children, spell
from welfare_rules.language.types import Entity
from welfare_rules.program.program import Program, Step, named_step


@dataclass
class Gathered:
    """An aggregate over the members, gathered once however often it is written."""

    node: Node
    phase: int
    name: str


@dataclass
class Schedule:
    phases: dict[str, int] = field(default_factory=dict[str, int])
    gathered: dict[str, Gathered] = field(default_factory=dict[str, Gathered])
    # what each step names outside its aggregates
    needs: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    last: int = 0


def aggregates_of(node: Node) -> Iterable[Node]:
    """The outermost aggregates of a formula; those inside another one belong to its own loop."""
    left = [node]
    while left:
        each = left.pop()
        if isinstance(each, AGGREGATES):
            yield each
        else:
            left.extend(reversed(children(each)))


def direct_references(node: Node) -> list[str]:
    """Names that a formula needs outside its aggregates, in the order in which they are written."""
    found: list[str] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        name = named_step(each)
        if name is not None:
            found.append(name)
        elif not isinstance(each, AGGREGATES):
            waiting.extend(reversed(children(each)))
    return found


def schedule(program: Program, steps: Sequence[Step], outputs: Iterable[str]) -> Schedule:
    """The phase of every step and aggregate.

    Steps come in the order in which each stands behind what it needs.
    """
    made = Schedule()
    entities = {step.id: step.entity for step in program.steps}
    made.needs = {
        step.id: [] if step.node is None else direct_references(step.node) for step in steps
    }
    for step in steps:
        if step.node is None:
            made.phases[step.id] = 1 if step.entity is Entity.MEMBER else 0
            continue
        made.phases[step.id] = _phase(step.node, step.entity, entities, made)
    made.last = max([1, *made.phases.values(), *(each.phase for each in made.gathered.values())])
    _put_off(steps, made, frozenset(outputs))
    return made


def _put_off(steps: Sequence[Step], made: Schedule, outputs: frozenset[str]) -> None:
    """Moves a member's step that only later loops need to the loop that needs it.

    There a requirement may stand before it.
    """
    earliest: dict[str, int] = {name: made.phases[name] for name in outputs}

    def needed(name: str, phase: int) -> None:
        earliest[name] = min(earliest.get(name, phase), phase)

    for gathered in made.gathered.values():
        for child in children(gathered.node):
            for name in direct_references(child):
                needed(name, gathered.phase)
    for step in reversed(steps):  # users first
        if step.entity is Entity.MEMBER and step.id not in outputs:
            made.phases[step.id] = max(
                made.phases[step.id], earliest.get(step.id, made.phases[step.id])
            )
        for name in made.needs[step.id]:
            needed(name, made.phases[step.id])


def _phase(node: Node, entity: Entity, entities: dict[str, Entity], made: Schedule) -> int:
    of_member = entity is Entity.MEMBER
    phase = 1 if of_member else 0
    for name in direct_references(node):
        theirs = made.phases[name]
        if of_member and entities[name] is Entity.HOUSEHOLD:
            theirs += 1
        phase = max(phase, theirs)
    for aggregate in aggregates_of(node):
        gathered = _gather(aggregate, entities, made)
        phase = max(phase, gathered.phase + 1 if of_member else gathered.phase)
    return phase


def _gather(node: Node, entities: dict[str, Entity], made: Schedule) -> Gathered:
    key = spell(node)
    if key not in made.gathered:
        phase = max(
            [1, *(_phase(child, Entity.MEMBER, entities, made) for child in children(node))]
        )
        made.gathered[key] = Gathered(node, phase, f"g{len(made.gathered)}")
    return made.gathered[key]
