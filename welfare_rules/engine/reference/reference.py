"""The reference engine.

The plain meaning of a program, with unknown facts, open figures and bounds.
"""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.days import Month
from welfare_rules.engine.contract import NO_CIRCLE, Decided, Decision, Outcome
from welfare_rules.engine.reference.case_splitting import Settling
from welfare_rules.engine.reference.evaluation import Scene, Value, exact, places
from welfare_rules.engine.reference.interpreter import Interpreter
from welfare_rules.language.types import Entity
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce, Program


class Reference:
    """Decides any case, complete or not.

    A status is decided whenever every possibility agrees; else the answer says which facts and
    figures would settle it. A benefit whose amount rests on a figure that nobody found is
    undetermined even when its conditions hold.
    """

    name = "reference"

    def __init__(self, program: Program) -> None:
        self.program = program
        self.workings = Interpreter(program)

    def decide(self, case: Case, month: Month) -> Decision:
        scene = self.scene(case, month)
        return Decided(
            self.circle(scene),
            tuple(
                self.outcome(scene, benefit, payee)
                for benefit in self.program.benefits
                for payee in payees(benefit, case)
            ),
            scene,
        )

    def scene(self, case: Case, month: Month) -> Scene:
        return self.workings.scene(case, month)

    def told(self, scene: Scene, outcomes: Iterable[Outcome]) -> Scene:
        """The scene with what is decided already put into it, for whoever asks for amounts alone.

        What that rests on is not in it.
        """
        for each in outcomes:
            benefit = each.benefit
            for step, value in (
                (benefit.entitled, int(each.entitled is True)),
                (benefit.net, each.low),
            ):
                if value is not None:
                    scene.memo[each.payee][self.workings.place[step]] = exact(value)
        return scene

    def outcome(self, scene: Scene, benefit: BenefitInForce, payee: int) -> Outcome:
        """One benefit for one payee, with everything that is still missing."""
        said = Settling(
            self.workings, scene, benefit.entitled, None if benefit.service else benefit.net, payee
        ).said()
        truths = tuple(
            truth_of(self.workings.value(scene, rule.step, payee)) for rule in benefit.reasons
        )
        facts, figures = self.missing(scene, said.missing)
        entitled, low, high = said.entitled, said.low, said.high
        if entitled and figures and not said.settled:
            entitled, low = None, 0 if low is None else low
        return Outcome(benefit, payee, entitled, low, high, truths, facts, figures)

    def missing(self, scene: Scene, bits: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of missing facts (as the answer writes them) and of open figures and formulas."""
        tokens = self.workings.tokens
        figures = [
            tokens.figures[place].id if kind == "figure" else tokens.steps[place].id
            for kind, place, _ in tokens.of(tokens.only_rules(bits))
            if kind == "figure" or tokens.steps[place].node is None
        ]
        return self.named(scene, bits), tuple(sorted(figures))

    def named(self, scene: Scene, bits: int) -> tuple[str, ...]:
        """The names of the facts of a set.

        In a large household most sets are alike for most members, so each row is named once.
        """
        found: list[str] = []
        for row in self.workings.tokens.rows(bits):
            names = scene.names.get(row)
            if names is None:
                payee, columns = row[0], places(int.from_bytes(row[1], "little"))
                names = scene.names[row] = tuple(
                    [scene.case.path(payee, self.program.facts[column].id) for column in columns]
                )
            found.extend(names)
        return tuple(sorted(found))

    def circle(self, scene: Scene) -> str | None:
        """The first circle that holds; None while an earlier one cannot be said."""
        for each in self.program.circles:
            said = Settling(self.workings, scene, each.step, None, HOUSEHOLD).said()
            if said.entitled is None:
                return None
            if said.entitled:
                return each.circle.id
        return NO_CIRCLE

    def presumed(self, scene: Scene, benefit: BenefitInForce, payee: int) -> tuple[str, ...]:
        """The presumptions on which the answer for a payee rests."""
        return self.named(scene, self._used(scene, benefit, payee))

    def provisional(self, scene: Scene, benefit: BenefitInForce, payee: int) -> bool:
        """Whether the answer rests on a figure or a rule that no published document confirms."""
        tokens = self.workings.tokens
        used = tokens.only_rules(self._used(scene, benefit, payee))
        return any(
            kind == "step" or tokens.figures[place].provisional
            for kind, place, _ in tokens.of(used)
        )

    def _used(self, scene: Scene, benefit: BenefitInForce, payee: int) -> int:
        used = self.workings.value(scene, benefit.entitled, payee)[2]
        if not benefit.service:
            used |= self.workings.value(scene, benefit.net, payee)[2]
        return used


def payees(benefit: BenefitInForce, case: Case) -> range:
    """Who may be paid a benefit: the household, or each member."""
    return range(HOUSEHOLD, 0) if benefit.payee is Entity.HOUSEHOLD else range(len(case.members))


def truth_of(value: Value) -> bool | None:
    return bool(value[0]) if value[0] == value[1] else None
