"""The judge: every formula worked out over exact fractions, with what is unknown, presumed or
provisional carried along.

Each kind of node has one method, which returns a function of a scene and a payee. It is slow and
plainly right; other engines are measured against it. `HOUSEHOLD` as payee means the household
itself.
"""

from __future__ import annotations

from fractions import Fraction

from welfare_rules.basics.days import Month
from welfare_rules.engine.reference.arithmetic import Arithmetic
from welfare_rules.engine.reference.evaluation import Scene, Tokens, Value, exact, known, truth
from welfare_rules.engine.reference.gathering import Gathering
from welfare_rules.engine.reference.truths import Truths
from welfare_rules.engine.reference.working import Work
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Entity
from welfare_rules.law.terms import Number
from welfare_rules.program import program as core
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import Program, Step


class Workings(Arithmetic, Truths, Gathering):
    """A program made into functions, step by step. Immutable once made; holds nothing of any case."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tokens = Tokens(program)
        self.place: dict[str, int] = {step.id: place for place, step in enumerate(program.steps)}
        self.columns: dict[tuple[str, str], int] = {
            (fact.entity, fact.id): fact.column for fact in program.facts
        }
        figure_places = {key: place for place, key in enumerate(program.figures)}
        rule_places = {
            step.id: len(self.tokens.figures) + place
            for place, step in enumerate(self.tokens.steps)
        }
        self._figure_bits = {key: 1 << place for key, place in figure_places.items()}
        self._rule_bits = {key: 1 << place for key, place in rule_places.items()}
        self.works: tuple[Work, ...] = tuple(self._step(step) for step in program.steps)

    def scene(self, case: Case, month: Month) -> Scene:
        return Scene(case, month, len(self.works), self.tokens)

    def value(self, scene: Scene, step: str, payee: int) -> Value:
        """The value of a step for a payee; worked out once a scene."""
        place = self.place[step]
        if self.program.steps[place].entity is Entity.HOUSEHOLD:
            payee = HOUSEHOLD
        found = scene.memo[payee][place]
        return found if found is not None else self._found(scene, place, payee)

    def _found(self, scene: Scene, place: int, payee: int) -> Value:
        found = None if scene.base is None else scene.inherited(place, payee)
        if found is None:
            found = self.works[place](scene, payee)
        scene.memo[payee][place] = found
        return found

    def work(self, node: n.Node) -> Work:
        """The function that works out a node."""
        return getattr(self, f"on_{type(node).__name__}")(node)

    def _step(self, step: Step) -> Work:
        bit = self._rule_bits.get(step.id, 0)
        if step.node is None:
            low, high = (0, 1) if step.type == n.BOOL else (None, None)
            return lambda scene, payee: (low, high, 0, bit)
        work = self.work(step.node)
        if not bit:
            return work
        sure = None if step.confirmed is None else self.work(step.confirmed)

        def unpublished(scene: Scene, payee: int) -> Value:
            low, high, used, missing = work(scene, payee)
            if (
                sure is not None
                and low is not None
                and low == high
                and sure(scene, payee)[:2] == (low, low)
            ):
                return low, high, used, missing  # what is not confirmed makes no difference here
            return low, high, used | bit, missing

        return unpublished

    # --- what formulas name ---

    def on_Const(self, node: n.Const) -> Work:
        value = exact(node.value)
        return lambda scene, payee: value

    def on_Clock(self, node: n.Clock) -> Work:
        if node.which == "month_start":
            return lambda scene, payee: exact(scene.month.first)
        return lambda scene, payee: exact(scene.month.last)

    def on_FigureRef(self, node: n.FigureRef) -> Work:
        figure, bit = self.program.figures[node.id], self._figure_bits[node.id]
        open_range = known(figure.figure.low, figure.figure.high, 0, bit)
        value = open_range if figure.value is None else exact(figure.value, bit)
        return lambda scene, payee: value

    def on_FactRef(self, node: n.FactRef) -> Work:
        column = self.columns[node.entity, node.id]
        fact = self.program.facts[column]
        of_household, flow = node.entity is Entity.HOUSEHOLD, node.flow

        def look(scene: Scene, payee: int) -> Value:
            if of_household:
                payee = HOUSEHOLD
            raw = scene.household[column] if of_household else scene.case.members[payee][column]
            if raw is None:
                low, high = scene.lows.get((payee, column), (fact.low, fact.high))
                return known(low, high, 0, scene.tokens.fact(payee, column))
            value: Number = raw
            if flow:  # kept per twelve months
                value = raw // 12 if raw % 12 == 0 else Fraction(raw, 12)
            if (payee, column) in scene.case.presumed:
                return value, value, scene.tokens.fact(payee, column), 0
            return value, value, 0, 0

        return look

    def on_DerivedRef(self, node: n.DerivedRef) -> Work:
        return self._named(node.id, node.entity)

    def on_Entitled(self, node: n.Entitled) -> Work:
        return self._named(core.entitled_step(node.id), node.entity)

    def on_Amount(self, node: n.Amount) -> Work:
        return self._named(
            core.gross_step(node.id) if node.gross else core.net_step(node.id), node.entity
        )

    def _named(self, step: str, entity: Entity) -> Work:
        place = self.place[step]
        of_household = entity is Entity.HOUSEHOLD

        def look(scene: Scene, payee: int) -> Value:
            if of_household:
                payee = HOUSEHOLD
            found = scene.memo[payee][place]
            return found if found is not None else self._found(scene, place, payee)

        return look

    def on_Receives(self, node: n.Receives) -> Work:
        column, benefit = self.columns[Entity.MEMBER, node.fact], node.benefit

        def look(scene: Scene, payee: int) -> Value:
            if scene.case.members[payee][column] is None:  # sources differ on what is received
                return 0, 1, 0, scene.tokens.fact(payee, column)
            presumed = (payee, column) in scene.case.presumed
            return truth(
                benefit in scene.case.receiving[payee],
                scene.tokens.fact(payee, column) if presumed else 0,
                0,
            )

        return look
