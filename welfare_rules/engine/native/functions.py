"""A whole program as the text of Python functions: loops over the members in phases, household
values between them.

`decide` works out the circle and what each payee is due; `reasons` the truth of every requirement,
row and exclusion, and is run only when somebody asks for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from welfare_rules.engine.native.aliases import simplified
from welfare_rules.engine.native.code import OPEN, Code, bare, depth_of
from welfare_rules.engine.native.coded_sums import gather
from welfare_rules.engine.native.expressions import Emitter, is_member
from welfare_rules.engine.native.guards import Group, groups_of, items_in_order
from welfare_rules.engine.native.phases import Gathered, Schedule, direct_references, schedule
from welfare_rules.language import nodes as n
from welfare_rules.language.types import BOOL, Entity
from welfare_rules.program.program import BenefitInForce, Program, Step
from welfare_rules.program.resolve import closure

UNUSABLE = ""  # some answer always needs an open figure: the reference engine decides every case
DEEPEST = 40  # brackets in one expression; Python refuses two hundred
ARGUMENTS = "household, members, receiving, first, last, month_index"
_FACT = re.compile(r"\bf\d+\b")


def decide_source(program: Program) -> str:
    """The source of `decide`.

    Circle, household amounts, members' amounts; None for who is not entitled. Or UNUSABLE.
    """
    return _Writer(program, "decide").write()


def reasons_source(program: Program) -> str:
    """The source of `reasons`.

    Truths of the household's benefits, and of each member's. Or UNUSABLE.
    """
    return _Writer(program, "reasons").write()


@dataclass
class _Writer:
    """Writes phase after phase.

    A step becomes a variable, unless it is used once and can stand where it is used.
    """

    program: Program
    name: str
    steps: dict[str, Step] = field(init=False)
    plan: Schedule = field(init=False)
    # steps already written: how they are named
    codes: dict[str, Code] = field(default_factory=dict[str, Code])
    kept: set[str] = field(default_factory=set[str])  # member steps that a later phase needs
    uses: Counter[str] = field(default_factory=Counter[str])
    # loads at the head of the block being written
    facts: dict[str, str] = field(default_factory=dict[str, str])
    phase: int = 0
    usable: bool = True

    def __post_init__(self) -> None:
        self.circles = list(self.program.circles) if self.name == "decide" else []
        outputs = [name for benefit in self.program.benefits for name in self._stated(benefit)]
        outputs.extend(each.step for each in self.circles)
        needed = closure(self.program.steps, outputs)
        self.steps, self.same_as = simplified(
            {step.id: step for step in self.program.steps if step.id in needed}
        )
        outputs = [self._real(name) for name in outputs]
        self.plan = schedule(self.program, list(self.steps.values()), outputs)
        self.variables = {name: f"s{place}" for place, name in enumerate(self.steps)}
        self.columns = {(fact.entity, fact.id): fact.column for fact in self.program.facts}
        self.emitter = Emitter(self.program, self._step_code, self._fact_name, self._gathered_code)
        self.groups = (
            groups_of(self.program, self.steps, self.plan, outputs, self.same_as)
            if self.name == "decide"
            else []
        )
        self._count_uses()

    # --- what is needed where ---

    def _real(self, name: str) -> str:
        """The step that a name stands for, when it only repeats another one."""
        return self.same_as.get(name, name)

    def _outputs(self, benefit: BenefitInForce) -> list[str]:
        return [self._real(name) for name in self._stated(benefit)]

    def _stated(self, benefit: BenefitInForce) -> list[str]:
        if self.name == "reasons":
            return [rule.step for rule in benefit.reasons]
        return [benefit.entitled, *([] if benefit.service else [benefit.net])]

    def _result_phase(self, benefit: BenefitInForce) -> int:
        return max((self.plan.phases[name] for name in self._outputs(benefit)), default=1)

    def _count_uses(self) -> None:
        for step in self.steps.values():
            if step.node is None:
                continue
            phase, of_member = self.plan.phases[step.id], step.entity is Entity.MEMBER
            for name in self.plan.needs[step.id]:
                self._use(name, phase, of_member)
        for gathered in self.plan.gathered.values():
            for child in n.children(gathered.node):
                for name in direct_references(child):
                    self._use(name, gathered.phase, True)
        for benefit in self.program.benefits:
            for name in self._outputs(benefit):
                self._use(
                    name,
                    self._result_phase(benefit),
                    benefit.payee is Entity.MEMBER,
                    output=self.name == "decide",
                )
        for each in self.circles:
            self._use(self._real(each.step), self.plan.last, False, output=True)

    def _use(self, name: str, phase: int, in_loop: bool, *, output: bool = False) -> None:
        self.uses[name] += 2 if output else 1
        step = self.steps[name]
        if step.entity is Entity.MEMBER:
            if self.plan.phases[name] < phase:
                self.kept.add(name)
        elif in_loop:
            self.uses[name] += 1  # a household value used in a loop is worked out once, before it
        if self.plan.phases[name] != phase:
            self.uses[name] += 1

    # --- names of things in the text ---

    def _step_code(self, name: str) -> Code:
        return self.codes[name]

    def _fact_name(self, node: n.FactRef | n.Receives) -> str:
        if isinstance(node, n.Receives):
            return "paid"
        column = self.columns[node.entity, node.id]
        if is_member(node):
            return self.facts.setdefault(f"f{column}", f"m[{column}]")
        return f"household[{column}]"

    def _gathered_code(self, node: n.Node) -> Code:
        return self.codes[self.plan.gathered[n.spell(node)].name]

    # --- writing ---

    def write(self) -> str:
        lines = [f"def {self.name}({ARGUMENTS}):"]
        for phase in range(self.plan.last + 1):
            self.phase = phase
            if phase:
                lines.extend(self._loop(phase))
            for item in self._items(phase, Entity.HOUSEHOLD):
                lines.extend(f"    {line}" for line in self._written(item))
        results = f"{self._household_rows()}, {self._member_rows()}"
        lines.append(
            f"    return {self._circle()}, {results}"
            if self.name == "decide"
            else f"    return {results}"
        )
        return "\n".join(lines) + "\n" if self.usable else UNUSABLE

    def _steps_of(self, phase: int, entity: Entity) -> list[Step]:
        return [
            step
            for step in self.steps.values()
            if step.entity is entity and self.plan.phases[step.id] == phase
        ]

    def _items(self, phase: int, entity: Entity) -> Iterable[Step | Group]:
        steps = self._steps_of(phase, entity)
        there = {step.id for step in steps}
        return items_in_order(
            steps, [group for group in self.groups if group.steps[0] in there], self.plan
        )

    def _written(self, item: Step | Group) -> list[str]:
        return self._guarded(item) if isinstance(item, Group) else self._assign(item)

    def _guarded(self, group: Group) -> list[str]:
        """Steps behind their requirement.

        Outside it they are nothing, and a figure that is open is not looked at.
        """
        required = self.codes[group.required]
        names = [name for name in group.steps if name in group.outward]
        if required.text in ("False", "0"):
            for name in group.steps:
                self.codes[name] = Code("False") if self.steps[name].type == BOOL else Code("0")
            return []
        self.codes[group.required] = Code("True")  # inside
        lines: list[str] = []
        for name in group.steps:
            step = self.steps[name]
            if name not in group.outward:
                lines.extend(self._assign(step))
                continue
            code = Code(OPEN) if step.node is None else self.emitter.emit(step.node)
            variable = self.variables[name]
            self.codes[name] = Code(variable, code.den, f"{variable}d" if code.dyn else "")
            lines.append(f"{variable} = {bare(code.text)}")
            lines.extend([f"{variable}d = {code.dyn}"] if code.dyn else [])
        self.codes[group.required] = required
        before = [
            f"{self.variables[name]} = {'False' if self.steps[name].type == BOOL else '0'}"
            for name in names
        ]
        before.extend(f"{self.codes[name].dyn} = 1" for name in names if self.codes[name].dyn)
        return [
            *before,
            f"if {bare(required.text)}:",
            *(f"    {line}" for line in lines or ["pass"]),
        ]

    def _assign(self, step: Step) -> list[str]:
        code = Code(OPEN) if step.node is None else self.emitter.emit(step.node)
        if code.text == OPEN or code.const is not None or code.text in ("True", "False"):
            self.codes[step.id] = code
            return []
        if self.uses[step.id] <= 1 and step.id not in self.kept and depth_of(code.text) < DEEPEST:
            self.codes[step.id] = code
            return []
        name = self.variables[step.id]
        self.codes[step.id] = Code(name, code.den, f"{name}d" if code.dyn else "")
        return [f"{name} = {bare(code.text)}", *([f"{name}d = {code.dyn}"] if code.dyn else [])]

    def _loop(self, phase: int) -> list[str]:
        """One loop over the members.

        What earlier loops kept is read again, what later ones need is kept, sums are gathered.
        """
        self.facts = {}
        body: list[str] = []
        before: list[str] = []
        carried = self._carried(phase)
        for item in self._items(phase, Entity.MEMBER):
            body.extend(self._written(item))
            for name in item.steps if isinstance(item, Group) else (item.id,):
                code, variable = self.codes[name], self.variables[name]
                if name in self.kept and code.text == variable:
                    for each in (variable, *([code.dyn] if code.dyn else [])):
                        before.append(f"k{each} = []")
                        body.append(f"k{each}.append({each})")
        for gathered in self.plan.gathered.values():
            if gathered.phase == phase:
                first, lines = self._gather(gathered)
                before.extend(first)
                body.extend(lines)
        for place, benefit in enumerate(self._member_benefits()):
            if self._result_phase(benefit) == phase:
                before.append(f"r{place} = []")
                body.append(f"r{place}.append({self._row(benefit)})")
        if not body:
            return []
        body, loads = self._with_facts(body)
        names = ["m", *(["paid"] if any("paid" in line for line in body) else []), *carried]
        sources = [
            "members",
            *(["receiving"] if len(names) > 1 and names[1] == "paid" else []),
            *(f"k{name}" for name in carried),
        ]
        head = (
            f"for {names[0]} in members:"
            if len(names) == 1
            else f"for {', '.join(names)} in zip({', '.join(sources)}):"
        )
        return [
            *(f"    {line}" for line in before),
            f"    {head}",
            *(f"        {line}" for line in (*loads, *body)),
        ]

    def _with_facts(self, body: list[str]) -> tuple[list[str], list[str]]:
        """A fact that is looked at once is read where it is needed; others at the head of the loop."""
        seen = Counter(found for line in body for found in _FACT.findall(line))
        once = {name: place for name, place in self.facts.items() if seen[name] <= 1}
        loads = [f"{name} = {place}" for name, place in self.facts.items() if name not in once]
        return [
            _FACT.sub(lambda found: once.get(found.group(), found.group()), line) for line in body
        ], loads

    def _carried(self, phase: int) -> list[str]:
        """Variables of earlier loops that this one needs."""
        needed: set[str] = set()
        for step in self._steps_of(phase, Entity.MEMBER):
            needed.update(self.plan.needs[step.id])
        for gathered in self.plan.gathered.values():
            if gathered.phase == phase:
                for child in n.children(gathered.node):
                    needed.update(direct_references(child))
        for benefit in self._member_benefits():
            if self._result_phase(benefit) == phase:
                needed.update(self._outputs(benefit))
        found: list[str] = []
        for name in self.steps:
            if name in needed and name in self.kept and self.plan.phases[name] < phase:
                code = self.codes[name]
                if code.text == self.variables[name]:
                    found.extend((code.text, *([code.dyn] if code.dyn else [])))
        return found

    def _gather(self, gathered: Gathered) -> tuple[list[str], list[str]]:
        made = gather(self.emitter, gathered.node, gathered.name)
        self.codes[gathered.name] = made.code
        return made.before, made.inside

    def _member_benefits(self) -> list[BenefitInForce]:
        return [each for each in self.program.benefits if each.payee is Entity.MEMBER]

    def _row(self, benefit: BenefitInForce) -> str:
        """What the functions give for a payee: the amount or None, or the truths of the reasons."""
        if self.name == "reasons":
            truths = [self.codes[self._real(rule.step)].text for rule in benefit.reasons]
            self.usable = self.usable and OPEN not in truths
            return f"({''.join(f'{bare(each)}, ' for each in truths)})"
        entitled = self.codes[self._real(benefit.entitled)].text
        amount = "0" if benefit.service else self._whole_fen(self.codes[self._real(benefit.net)])
        self.usable = self.usable and OPEN not in (entitled, amount)
        if entitled in ("False", "0"):
            return "None"
        return (
            amount if entitled in ("True", "1") else f"{bare(amount)} if {bare(entitled)} else None"
        )

    @staticmethod
    def _whole_fen(code: Code) -> str:
        """A rounded amount is a whole number of fen.

        Its denominator is one unless an open branch widened it.
        """
        return (
            code.text
            if code.den == 1 and not code.dyn
            else f"({code.text}//{code.den}{f'//{code.dyn}' if code.dyn else ''})"
        )

    def _circle(self) -> str:
        text = "-1"
        for place, each in reversed(list(enumerate(self.circles))):
            test = self.codes[self._real(each.step)].text
            if test == OPEN:
                self.usable = False
            text = f"{place} if {bare(test)} else {text}"
        return f"({text})"

    def _household_rows(self) -> str:
        rows = [self._row(each) for each in self.program.benefits if each.payee is Entity.HOUSEHOLD]
        return f"({''.join(f'({row}), ' for row in rows)})"

    def _member_rows(self) -> str:
        return f"({''.join(f'r{place}, ' for place, _ in enumerate(self._member_benefits()))})"
