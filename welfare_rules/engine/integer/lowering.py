"""A program to its integer program: phase after phase, each step a named value or inside another.

A step becomes a name, unless it is looked at once and can stand where it is looked at. What only
repeats another step is left out. Steps behind a benefit's requirement are guarded by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Literal

from welfare_rules.basics import interval
from welfare_rules.engine.integer import folding
from welfare_rules.engine.integer.aliases import simplified
from welfare_rules.engine.integer.expressions import Expr, Name, Open
from welfare_rules.engine.integer.folding import FALSE, ONE, OPEN, TRUE, ZERO, whole
from welfare_rules.engine.integer.form import (
    NO_END,
    Aggregate,
    Assign,
    CircleTest,
    Gathering,
    Guarded,
    IntegerProgram,
    Output,
    Phase,
    Statement,
)
from welfare_rules.engine.integer.guards import Group, groups_of, items_in_order
from welfare_rules.engine.integer.operations import Numbered, Operations, unfound
from welfare_rules.engine.integer.phases import Gathered, Schedule, direct_references, schedule
from welfare_rules.engine.integer.ratios import UNKNOWN, Ratio
from welfare_rules.language import nodes as n
from welfare_rules.language.types import BOOL, Entity
from welfare_rules.program.program import BenefitInForce, Program, Step

Asked = Mapping[str, Sequence[str]]
"""By benefits steps for its payees: what is worked out beside it."""
Wanted = Literal["dues", "reasons"] | Asked

MOST_MEMBERS = 1000  # for households of up to so many members the range of an aggregate is proved
DEEPEST = 40  # operands below operands in one expression; Python refuses two hundred brackets
LARGEST = 200  # operations of a step that stands inside what looks at it

_GATHERING: dict[type[n.Node], Gathering] = {
    n.Total: "total",
    n.Count: "count",
    n.Exists: "exists",
    n.Largest: "largest",
    n.Smallest: "smallest",
    n.UnionOf: "union",
    n.FirstOf: "first",
}
_VALUED = (n.Total, n.Largest, n.Smallest, n.UnionOf, n.FirstOf)
_AMONG = (n.Total, n.Count, n.Exists, n.Largest, n.Smallest, n.FirstOf)


def lowered(
    program: Program,
    wanted: Wanted,
    *,
    within_bounds: bool = False,
    numbered: Numbered | None = None,
) -> IntegerProgram:
    """The integer program of what is due and the circle, or of the reasons of every benefit; or of
    steps that are asked, as the numerator and the denominator of each.

    Reasons are lowered apart because they are asked for seldom, and guards would hide them. For
    values that are known `within_bounds` only every step is worked out for everybody, as the
    reference engine does, and quotients are exact: behind a guard that its requirement holds is
    taken for granted. Where comparisons are `numbered` each is marked by its number, and so is
    every step: those that repeat others are kept.
    """
    return _Lowering(program, wanted, within_bounds, numbered).lowered()


@dataclass
class _Lowering:
    """One lowering under way."""

    program: Program
    wanted: Wanted
    within_bounds: bool
    numbered: Numbered | None = None
    steps: dict[str, Step] = field(init=False)
    plan: Schedule = field(init=False)
    ratios: dict[str, Ratio] = field(default_factory=dict[str, Ratio])  # by step or aggregate
    kept: set[str] = field(default_factory=set[str])  # member steps that a later phase looks at
    uses: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        self.circles = self.program.circles if self.wanted == "dues" else ()
        outputs = [name for benefit in self.program.benefits for name in self._stated(benefit)]
        outputs.extend(each.step for each in self.circles)
        needed = self.program.below(outputs)
        steps = {
            step.id: step if step.node is None else replace(step, node=_settled(step.node))
            for step in self.program.steps
            if step.id in needed
        }
        self.steps, self.same_as = simplified(steps, alike=self.numbered is None)
        outputs = [self._real(name) for name in outputs]
        self.plan = schedule(self.program, list(self.steps.values()), outputs)
        self.variables = {name: f"s{place}" for place, name in enumerate(self.steps)}
        self.operations = Operations(
            self.program,
            self._step,
            self._aggregated,
            self.numbered,
            within_bounds=self.within_bounds,
        )
        self.groups = (
            groups_of(self.program, self.steps, self.plan, outputs, self.same_as)
            if self.wanted == "dues" and not self.within_bounds
            else []
        )
        self._count_uses()

    def lowered(self) -> IntegerProgram:
        phases = tuple(self._phase(phase) for phase in range(self.plan.last + 1))
        household = tuple(
            self._output(each, place) for place, each in enumerate(self._paid_to(Entity.HOUSEHOLD))
        )
        circles = tuple(CircleTest(each, self._value(each.step).top) for each in self.circles)
        holes = tuple(unfound(self.program).values()) if self.within_bounds else ()
        return IntegerProgram(phases, household, circles, holes)

    # --- what is looked at where ---

    def _real(self, name: str) -> str:
        """The step that a name stands for, when it only repeats another one."""
        return self.same_as.get(name, name)

    def _stated(self, benefit: BenefitInForce) -> list[str]:
        """The steps that an output is made of."""
        if isinstance(self.wanted, Mapping):
            return [*self.wanted.get(benefit.id, ())]
        if self.wanted == "reasons":
            return [rule.step for rule in benefit.reasons]
        return [*benefit.ends]

    def _outputs(self, benefit: BenefitInForce) -> list[str]:
        return [self._real(name) for name in self._stated(benefit)]

    def _paid_to(self, entity: Entity) -> list[BenefitInForce]:
        return [each for each in self.program.benefits if each.payee is entity]

    def _result_phase(self, benefit: BenefitInForce) -> int:
        return max((self.plan.phases[name] for name in self._outputs(benefit)), default=1)

    def _count_uses(self) -> None:
        for step in self.steps.values():
            for name in self.plan.needs[step.id]:
                self._use(name, self.plan.phases[step.id], step.entity is Entity.MEMBER)
        for gathered in self.plan.gathered.values():
            for name in _looked_at(gathered):
                self._use(name, gathered.phase, True)
        for benefit in self.program.benefits:
            for name in self._outputs(benefit):
                phase, in_loop = self._result_phase(benefit), benefit.payee is Entity.MEMBER
                self._use(name, phase, in_loop, twice=self.wanted == "dues")
        for each in self.circles:
            self._use(self._real(each.step), self.plan.last, False, twice=True)

    def _use(self, name: str, phase: int, in_loop: bool, *, twice: bool = False) -> None:
        self.uses[name] += 2 if twice else 1
        if self.steps[name].entity is Entity.MEMBER:
            if self.plan.phases[name] < phase:
                self.kept.add(name)
        elif in_loop:
            self.uses[name] += 1  # a household value used in a loop is worked out before it
        if self.plan.phases[name] != phase:
            self.uses[name] += 1

    # --- values by name ---

    def _step(self, name: str) -> Ratio:
        return self.ratios[name]

    def _value(self, name: str) -> Ratio:
        return self.ratios[self._real(name)]

    def _aggregated(self, node: n.Node) -> Ratio:
        return self.ratios[self.plan.gathered[n.spell(node)].name]

    # --- phases ---

    def _phase(self, phase: int) -> Phase:
        members: list[Statement] = []
        kept: list[Name] = []
        carried = self._carried(phase) if phase else ()
        for item in self._items(phase, Entity.MEMBER) if phase else ():
            members.extend(self._statements(item))
            for name in item.steps if isinstance(item, Group) else (item.id,):
                if name in self.kept:
                    kept.extend(self._names_of(name))
        gathered = [each for each in self.plan.gathered.values() if each.phase == phase]
        aggregates = [made for each in gathered if (made := self._gather(each)) is not None]
        outputs = [
            self._output(each, place)
            for place, each in enumerate(self._paid_to(Entity.MEMBER))
            if self._result_phase(each) == phase
        ]
        household: list[Statement] = []
        for item in self._items(phase, Entity.HOUSEHOLD):
            household.extend(self._statements(item))
        return Phase(
            carried,
            tuple(members),
            tuple(kept),
            tuple(aggregates),
            tuple(outputs),
            tuple(household),
        )

    def _steps_of(self, phase: int, entity: Entity) -> list[Step]:
        return [
            step
            for step in self.steps.values()
            if step.entity is entity and self.plan.phases[step.id] == phase
        ]

    def _items(self, phase: int, entity: Entity) -> Iterable[Step | Group]:
        steps = self._steps_of(phase, entity)
        there = {step.id for step in steps}
        groups = [group for group in self.groups if group.steps[0] in there]
        return items_in_order(steps, groups, self.plan)

    def _carried(self, phase: int) -> tuple[Name, ...]:
        """The names of earlier loops that this one looks at."""
        needed: set[str] = set()
        for step in self._steps_of(phase, Entity.MEMBER):
            needed.update(self.plan.needs[step.id])
        for gathered in self.plan.gathered.values():
            if gathered.phase == phase:
                needed.update(_looked_at(gathered))
        for benefit in self._paid_to(Entity.MEMBER):
            if self._result_phase(benefit) == phase:
                needed.update(self._outputs(benefit))
        earlier = [each for each in self.steps if each in needed and each in self.kept]
        return tuple(
            name
            for each in earlier
            if self.plan.phases[each] < phase
            for name in self._names_of(each)
        )

    def _names_of(self, step: str) -> list[Name]:
        """The names that a step was assigned: none where it is a constant or open."""
        ratio = self.ratios[step]
        found = [ratio.top, *ratio.changing]
        return [each for each in found if isinstance(each, Name) and each.of_member]

    # --- statements ---

    def _statements(self, item: Step | Group) -> list[Statement]:
        return self._guarded(item) if isinstance(item, Group) else [*self._assigned(item)]

    def _lowered(self, step: Step) -> Ratio:
        self.operations.of_member = step.entity is Entity.MEMBER
        if step.node is None:
            ends = (0, 1) if step.type == BOOL else (None, None)
            return self.operations.hole(step.id, step.type, *ends)
        return self.operations.ratio(step.node)

    def _assigned(self, step: Step) -> list[Assign]:
        """A step as a name of its own, or nothing where it stands inside what looks at it."""
        ratio = self._lowered(step)
        small = ratio.top.depth < DEEPEST and ratio.size < LARGEST
        once = self.uses[step.id] <= 1 and step.id not in self.kept and small
        once &= self.numbered is None or not ratio.changing
        named = isinstance(ratio.top, Name) and not ratio.top.of_member and not ratio.changing
        if once or named or ratio.open or ratio.constant is not None:
            self.ratios[step.id] = replace(ratio, top=self._told(step, ratio.top))
            return []
        return self._named(step, ratio)

    def _named(self, step: Step, ratio: Ratio) -> list[Assign]:
        """A step as a name of its own: one for the numerator, one for a changing denominator."""
        variable, of_member = self.variables[step.id], step.entity is Entity.MEMBER
        made = [Assign(_name(variable, of_member, ratio.top), self._told(step, ratio.top))]
        if ratio.changing:
            below = reduce(folding.times, ratio.changing)
            told = self._told(step, below)
            made.append(Assign(_name(f"{variable}d", of_member, below), told))
        self.ratios[step.id] = Ratio(
            made[0].name, ratio.fixed, tuple(each.name for each in made[1:])
        )
        return made

    def _told(self, step: Step, value: Expr) -> Expr:
        """A value of a step, with its number and its conditions where steps have these."""
        if self.numbered is None:
            return value
        of_member, conditions = step.entity is Entity.MEMBER, list[tuple[int, bool, Expr]]()
        for number, each in self.numbered.conditions.get(step.id, {}).items():
            self.operations.of_member = of_member or each.of_all
            condition = self.operations.condition(replace(each, part=_settled(each.part)))
            conditions.append((number, each.of_all, condition))
        number = self.numbered.steps[step.id]
        return folding.of_step(value, number, conditions, of_member=of_member)

    def _guarded(self, group: Group) -> list[Statement]:
        """Steps behind their requirement.

        Outside it they are nothing, and a figure that is open is not looked at.
        """
        required = self.ratios[group.required]
        known = folding.settled(required.top)
        if known is False:
            for name in group.steps:
                self.ratios[name] = Ratio(FALSE if self.steps[name].type == BOOL else ZERO)
            return []
        if known is True:
            return [made for name in group.steps for made in self._assigned(self.steps[name])]
        self.ratios[group.required] = Ratio(TRUE)  # inside
        body: list[Assign] = []
        otherwise: list[Assign] = []
        for name in group.steps:
            step = self.steps[name]
            if name not in group.outward:
                body.extend(self._assigned(step))
                continue
            made = self._named(step, self._lowered(step))
            body.extend(made)
            nothing = (FALSE if step.type == BOOL else ZERO, ONE)
            otherwise.extend(
                Assign(each.name, value) for each, value in zip(made, nothing, strict=False)
            )
            self._widen(name, made)
        self.ratios[group.required] = required
        return [Guarded(required.top, tuple(body), tuple(otherwise))]

    def _widen(self, step: str, made: list[Assign]) -> None:
        """What is looked at outside a guard is also what it is where the guard fails."""
        ratio = self.ratios[step]
        names = [each.name for each in made]
        top = _name(names[0].id, names[0].of_member, made[0].value, ZERO)
        below = tuple(
            _name(each.name.id, each.name.of_member, each.value, ONE) for each in made[1:]
        )
        self.ratios[step] = Ratio(top, ratio.fixed, below)

    # --- aggregates and results ---

    def _gather(self, gathered: Gathered) -> Aggregate | None:
        """An aggregate under a name of its own.

        Open where its parts are, or where quotients with changing denominators would be summed.
        """
        node = gathered.node
        valued = isinstance(node, _VALUED)
        self.operations.of_member = True
        among = self.operations.truth(node.among) if isinstance(node, _AMONG) else TRUE
        value = self.operations.ratio(node.value) if valued else Ratio(ONE)
        if isinstance(among, Open) or value.open or value.changing:
            self.ratios[gathered.name] = UNKNOWN
            return None
        how, holed = _GATHERING[type(node)], among.holed or value.top.holed
        if how == "exists":
            name = Name(gathered.name, False, low=0, high=1, truth=True, holed=holed)
        elif how in ("union", "first"):
            name = Name(gathered.name, False)
        else:
            times = folding.ends(whole(MOST_MEMBERS)) if how in ("total", "count") else (1, 1)
            low, high = interval.hull(((0, 0), interval.multiply(folding.ends(value.top), times)))
            name = Name(gathered.name, False, **{**folding.ranged(low, high), "holed": holed})
        self.ratios[gathered.name] = Ratio(name, value.fixed)
        return Aggregate(name, how, among, value.top if valued else None)

    def _output(self, benefit: BenefitInForce, place: int) -> Output:
        if isinstance(self.wanted, Mapping):
            ratios = [self._value(name) for name in self.wanted.get(benefit.id, ())]
            values = tuple(part for each in ratios for part in (each.top, _below(each)))
            return Output(benefit, place, FALSE, ZERO, values)
        if self.wanted == "reasons":
            truths = tuple(self._value(rule.step).top for rule in benefit.reasons)
            return Output(benefit, place, FALSE, ZERO, truths)
        entitled = self._value(benefit.entitled).top
        amount = ZERO if benefit.service else _whole_fen(self._value(benefit.net))
        if amount.holed and not _below_no_end(amount):
            amount = OPEN
        return Output(benefit, place, entitled, amount, ())


def _looked_at(gathered: Gathered) -> Iterable[str]:
    """The steps that an aggregate looks at."""
    for child in n.children(gathered.node):
        yield from direct_references(child)


def _name(variable: str, of_member: bool, *values: Expr) -> Name:
    """A name with the range of all the values that it may have."""
    there = [each for each in values if not isinstance(each, Open)]
    low, high = interval.hull(folding.ends(each) for each in there)
    made = {**folding.ranged(low, high), "holed": any(each.holed for each in there)}
    return Name(variable, of_member, **made, truth=all(each.truth for each in there))


def _below_no_end(amount: Expr) -> bool:
    """Whether an amount is never taken for an end that is not there."""
    low, high = amount.low, amount.high
    return low is not None and high is not None and low > -NO_END and high < NO_END


def _below(ratio: Ratio) -> Expr:
    """The whole denominator."""
    return reduce(folding.times, ratio.changing, whole(ratio.fixed))


def _whole_fen(ratio: Ratio) -> Expr:
    """A rounded amount is a whole number of fen; only an open branch widens its denominator."""
    if ratio.open:
        return OPEN
    return reduce(
        folding.floor_div, ratio.changing, folding.floor_div(ratio.top, whole(ratio.fixed))
    )


def _settled(node: n.Node) -> n.Node:
    """A formula in which what is compared with itself is replaced by what that says: before two
    steps are seen to be alike, of which the reference engine does not know.
    """
    said = {id(each): each.of_itself for each in n.walk(node) if isinstance(each, n.Compare)}
    said = {key: each for key, each in said.items() if each is not None}
    if not said:
        return node
    truths = {True: n.TRUE, False: n.FALSE}
    return n.transform(
        node,
        lambda each: truths[said[id(each)]] if id(each) in said else each,
        lambda each: id(each) not in said,
    )
