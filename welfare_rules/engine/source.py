"""A whole program as the text of one Python function: loops over the members in phases, household values between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from welfare_rules.engine.codegen import OPEN, Code, Emitter, is_member
from welfare_rules.engine.schedule import Gathered, Schedule, direct_references, schedule
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.program.core import BenefitInForce, Program, Step

UNUSABLE = ""  # some answer always needs an open figure: the reference engine decides every case
DEEPEST = 40  # brackets in one expression; Python refuses two hundred
HEAD = "def decide(household, members, receiving, first, last, month_index):"


def generate(program: Program) -> str:
    """The source of `decide`, or UNUSABLE."""
    return _Writer(program).write()


@dataclass
class _Writer:
    """Writes phase after phase; a step becomes a variable, unless it is used once and can stand where it is used."""

    program: Program
    steps: dict[str, Step] = field(init=False)
    plan: Schedule = field(init=False)
    codes: dict[str, Code] = field(default_factory=dict[str, Code])  # steps already written: how they are named
    kept: set[str] = field(default_factory=set[str])  # member steps that a later phase needs
    uses: Counter[str] = field(default_factory=Counter[str])
    facts: dict[str, str] = field(default_factory=dict[str, str])  # loads at the head of the block being written
    phase: int = 0
    usable: bool = True

    def __post_init__(self) -> None:
        self.steps = {step.id: step for step in self.program.steps if step.id in self.program.needed}
        self.plan = schedule(self.program, self.steps.values())
        self.variables = {name: f"s{place}" for place, name in enumerate(self.steps)}
        self.columns = {(fact.entity, fact.id): fact.column for fact in self.program.facts}
        self.emitter = Emitter(self.program, self._step_code, self._fact_name, self._gathered_code)
        self._count_uses()

    # --- what is needed where ---

    def _outputs(self, benefit: BenefitInForce) -> list[str]:
        return [benefit.entitled, *([] if benefit.service else [benefit.net]), *(rule.step for rule in benefit.reasons)]

    def _result_phase(self, benefit: BenefitInForce) -> int:
        return max(self.plan.phases[name] for name in self._outputs(benefit))

    def _count_uses(self) -> None:
        for step in self.steps.values():
            if step.node is None:
                continue
            phase, of_member = self.plan.phases[step.id], step.entity is Entity.MEMBER
            for name in direct_references(step.node):
                self._use(name, phase, of_member)
        for gathered in self.plan.gathered.values():
            for child in n.children(gathered.node):
                for name in direct_references(child):
                    self._use(name, gathered.phase, True)
        for benefit in self.program.benefits:
            for name in self._outputs(benefit):
                self._use(name, self._result_phase(benefit), benefit.payee is Entity.MEMBER, output=True)
        for each in self.program.circles:
            self._use(each.step, self.plan.last, False, output=True)

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
        lines = [HEAD]
        for phase in range(self.plan.last + 1):
            self.phase = phase
            if phase:
                lines.extend(self._loop(phase))
            for step in self._steps_of(phase, Entity.HOUSEHOLD):
                lines.extend(f"    {line}" for line in self._assign(step))
        lines.append(f"    return {self._circle()}, {self._household_rows()}, {self._member_rows()}")
        return "\n".join(lines) + "\n" if self.usable else UNUSABLE

    def _steps_of(self, phase: int, entity: Entity) -> Iterable[Step]:
        return [step for step in self.steps.values() if step.entity is entity and self.plan.phases[step.id] == phase]

    def _assign(self, step: Step) -> list[str]:
        code = Code(OPEN) if step.node is None else self.emitter.emit(step.node)
        if code.text == OPEN or code.const is not None or code.text in ("True", "False"):
            self.codes[step.id] = code
            return []
        if self.uses[step.id] <= 1 and step.id not in self.kept and _depth(code.text) < DEEPEST:
            self.codes[step.id] = code
            return []
        name = self.variables[step.id]
        self.codes[step.id] = Code(name, code.den, f"{name}d" if code.dyn else "")
        return [f"{name} = {_bare(code.text)}", *([f"{name}d = {code.dyn}"] if code.dyn else [])]

    def _loop(self, phase: int) -> list[str]:
        """One loop over the members: what earlier loops kept is read again, what later ones need is kept, sums are gathered."""
        self.facts = {}
        body: list[str] = []
        before: list[str] = []
        carried = self._carried(phase)
        for step in self._steps_of(phase, Entity.MEMBER):
            body.extend(self._assign(step))
            if step.id in self.kept and self.codes[step.id].text == self.variables[step.id]:
                before.append(f"k{self.variables[step.id]} = []")
                body.append(f"k{self.variables[step.id]}.append({self.variables[step.id]})")
                if self.codes[step.id].dyn:
                    before.append(f"k{self.variables[step.id]}d = []")
                    body.append(f"k{self.variables[step.id]}d.append({self.variables[step.id]}d)")
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
        loads = [f"{name} = {place}" for name, place in self.facts.items()]
        names = ["m", *(["paid"] if any("paid" in line for line in body) else []), *carried]
        sources = ["members", *(["receiving"] if len(names) > 1 and names[1] == "paid" else []), *(f"k{name}" for name in carried)]
        head = f"for {names[0]} in members:" if len(names) == 1 else f"for {', '.join(names)} in zip({', '.join(sources)}):"
        return [*(f"    {line}" for line in before), f"    {head}", *(f"        {line}" for line in (*loads, *body))]

    def _carried(self, phase: int) -> list[str]:
        """Variables of earlier loops that this one needs."""
        needed: set[str] = set()
        for step in self._steps_of(phase, Entity.MEMBER):
            if step.node is not None:
                needed.update(direct_references(step.node))
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
        node, name = gathered.node, gathered.name
        among = self.emitter.emit(getattr(node, "among")).text  # noqa: B009  # every aggregate has one
        if among == OPEN:
            self.codes[name] = Code(OPEN)
            return [], []
        if isinstance(node, n.Count):
            self.codes[name] = Code(name)
            return [f"{name} = 0"], [f"if {among}:", f"    {name} += 1"]
        if isinstance(node, n.Exists):
            self.codes[name] = Code(name)
            return [f"{name} = False"], [f"if not {name} and {among}:", f"    {name} = True"]
        value = self.emitter.emit(getattr(node, "value"))  # noqa: B009
        if value.dyn:  # a sum of quotients with changing denominators: left to the reference engine
            self.codes[name] = Code(OPEN)
            return [], []
        self.codes[name] = Code(name, value.den)
        if isinstance(node, n.Total):
            return [f"{name} = 0"], [f"if {among}:", f"    {name} += {_bare(value.text)}"]
        sign = ">" if isinstance(node, n.Largest) else "<"
        return [f"{name} = 0", f"{name}n = True"], [
            f"if {among}:",
            f"    {name}v = {_bare(value.text)}",
            f"    if {name}n or {name}v {sign} {name}:",
            f"        {name} = {name}v",
            f"        {name}n = False",
        ]

    def _member_benefits(self) -> list[BenefitInForce]:
        return [each for each in self.program.benefits if each.payee is Entity.MEMBER]

    def _row(self, benefit: BenefitInForce) -> str:
        entitled = self.codes[benefit.entitled].text
        amount = "0" if benefit.service else self._whole_fen(self.codes[benefit.net])
        truths = [self.codes[rule.step].text for rule in benefit.reasons]
        if OPEN in (entitled, amount, *truths):
            self.usable = False
        return f"({_bare(entitled)}, {_bare(amount)}, ({''.join(f'{_bare(each)}, ' for each in truths)}))"

    @staticmethod
    def _whole_fen(code: Code) -> str:
        """A rounded amount is a whole number of fen; its denominator is one unless an open branch widened it."""
        return code.text if code.den == 1 and not code.dyn else f"({code.text}//{code.den}{f'//{code.dyn}' if code.dyn else ''})"

    def _circle(self) -> str:
        text = "-1"
        for place, each in reversed(list(enumerate(self.program.circles))):
            test = self.codes[each.step].text
            if test == OPEN:
                self.usable = False
            text = f"{place} if {_bare(test)} else {text}"
        return f"({text})"

    def _household_rows(self) -> str:
        rows = [self._row(each) for each in self.program.benefits if each.payee is Entity.HOUSEHOLD]
        return f"({''.join(f'{row}, ' for row in rows)})"

    def _member_rows(self) -> str:
        return f"({''.join(f'r{place}, ' for place, _ in enumerate(self._member_benefits()))})"


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _bare(text: str) -> str:
    """Without the outer brackets when they hold the whole expression."""
    if not text.startswith("("):
        return text
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return text[1:-1] if place == len(text) - 1 and ":=" not in text.split("(", 2)[1] else text
    return text
