"""Months in which a watch says what it said in the month before, so that it is not asked again.

A household of whom the same is said in both months is decided alike where the law that a watch
looks at is the same, and whatever in it looks at the month is answered alike and for certain: an
age that stays below a line, a day that has come long ago.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from welfare_rules.alerts.looks import Moment
from welfare_rules.answer.starts import Starts
from welfare_rules.engine.reference import Evaluation, Prepared
from welfare_rules.language.nodes import Node
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Watch
from welfare_rules.program.case import HOUSEHOLD, Case, differing
from welfare_rules.program.clock import ByTheMonth, Question
from welfare_rules.program.program import BenefitInForce, Program, facts_in, figures_in, references
from welfare_rules.program.transition import rewritten, stand_ins
from welfare_rules.rules import Compiled, Rules
from welfare_rules.seen import Seen

Answers = tuple[object, ...] | None
"""What is answered in a month; None where an answer that must be certain is open."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a watch looks at in a law: all of it, and the questions in it that look at the month.

    Those behind rights must be answered for certain, since what is unknown is tried there. `facts`
    are those on which the answers rest; `asked` are the same questions as they stand in the law.
    """

    law: tuple[object, ...]
    questions: tuple[tuple[Prepared, Entity, bool], ...]
    asked: tuple[tuple[Question, bool], ...]
    facts: frozenset[str]

    @classmethod
    def at(cls, watch: Watch, compiled: Compiled, by_the_month: ByTheMonth) -> Looked | None:
        """That of a watch; None where a right itself goes with the month."""
        program, reference = compiled.program, compiled.reference
        rights = [
            each
            for each in program.benefits
            if watch.turns and (not watch.benefits or each.id in watch.benefits)
        ]
        decided = [name for each in rights for name in _steps_of(each)]
        instead = stand_ins(program.figures.values())
        formulas = [each.node for each in (watch.was, watch.when) if each is not None]
        conditions = [rewritten(each, instead) for each in formulas]
        named = [name for each in conditions for name in references(each)]
        behind = by_the_month.below(decided)
        beside = by_the_month.below(each for each in named if not by_the_month.is_carried(each))
        own = [by_the_month.of_formula(each, watch.entity) for each in conditions]
        if behind is None or beside is None or None in own:
            return None
        compared = [*beside, *(question for some in own for question in some or ())]
        asked = [*((each, True) for each in behind), *((each, False) for each in compared)]
        questions = tuple(
            (reference.formula(each.node), each.entity, certain) for each, certain in asked
        )
        below = program.below([*decided, *named])
        figures = figures_in([*conditions, *_nodes(program, below)])
        law = (
            *rights,
            *program.in_order(below),
            *(program.figures[each] for each in sorted(figures)),
        )
        nodes = [each.node for each, _ in asked]
        resting = program.below(name for each in nodes for name in references(each))
        facts = facts_in([*nodes, *_nodes(program, resting)])
        return cls(law, questions, tuple(asked), facts)


@dataclass(frozen=True, slots=True)
class Laws:
    """What the watches of a policy look at in its compiled laws, which are kept as long as it."""

    questions: dict[int, ByTheMonth] = field(default_factory=dict[int, ByTheMonth])
    looked: dict[tuple[int, int], Looked | None] = field(
        default_factory=dict[tuple[int, int], "Looked | None"]
    )

    def looked_at(self, watch: Watch, compiled: Compiled) -> Looked | None:
        """What a watch looks at in a compiled law, as `Looked.at` says."""
        law, key = id(compiled), (id(compiled), id(watch))
        if key not in self.looked:
            if law not in self.questions:
                self.questions[law] = ByTheMonth.of(compiled.program)
            self.looked[key] = Looked.at(watch, compiled, self.questions[law])
        return self.looked[key]


@dataclass(frozen=True, slots=True)
class Lasting:
    """Says of watches whether anything that they look at is otherwise than in a month before.

    What it finds is kept for the looks for which it is made.
    """

    laws: Laws
    same_law: dict[tuple[int, int, int], bool] = field(
        default_factory=dict[tuple[int, int, int], bool]
    )
    evaluations: dict[int, Evaluation] = field(default_factory=dict[int, Evaluation])
    answers: dict[tuple[int, int], Answers] = field(default_factory=dict[tuple[int, int], Answers])
    apart: dict[tuple[int, int], frozenset[str] | None] = field(
        default_factory=dict[tuple[int, int], "frozenset[str] | None"]
    )

    def lasts(self, watch: Watch, earlier: Moment, later: Moment) -> bool:
        """Whether a watch says of the same change in a later month what it says in an earlier."""
        found = self.lasts_by_the_record(watch, earlier, later)
        return self._answered_alike(watch, earlier.after, later.after) if found is None else found

    def lasts_by_the_record(self, watch: Watch, earlier: Moment, later: Moment) -> bool | None:
        """The same as far as that is told by what was before the change; None where it turns on how
        what looks at the month is answered after it.
        """
        if earlier.changed is None or earlier.changed != later.changed:
            return False
        for side in (0, 1):
            states = earlier.states[side], later.states[side]
            if states[0] is not states[1] and states[0] != states[1]:
                return False
            if not self._same_law(watch, earlier.rules[side], later.rules[side]):
                return False
        if not self._answered_alike(watch, earlier.before, later.before):
            return False
        return True if self._untouched(watch, later) else None

    def apart_of(self, moment: Moment) -> frozenset[str] | None:
        """The facts in which the two sides of a moment differ; None where not the same people are
        there, or a day from which rights run is another.
        """
        (before, after), program = moment.states, moment.rules[1].program
        key = id(before), id(after)
        if key not in self.apart:
            self.apart[key] = _apart(program, before, after)
        return self.apart[key]

    def _same_law(self, watch: Watch, one: Rules, other: Rules) -> bool:
        """Whether the same law counts for a household, as far as a watch looks at it."""
        compiled, another = one.compiled, other.compiled
        key = id(compiled), id(another), id(watch)
        found = self.same_law.get(key)
        if found is None:
            before, after = (self.laws.looked_at(watch, each) for each in (compiled, another))
            same = compiled is another or (before and before.law) == (after and after.law)
            found = self.same_law[key] = after is not None and same
        return found

    def _untouched(self, watch: Watch, moment: Moment) -> bool:
        """Whether what looks at the month rests on nothing that changed, so that it is answered
        after the change as before it.
        """
        before, after = moment.rules
        looked, apart = self.laws.looked_at(watch, after.compiled), self.apart_of(moment)
        return (
            looked is not None
            and apart is not None
            and before.compiled is after.compiled
            and looked.facts.isdisjoint(apart)
        )

    def _answered_alike(self, watch: Watch, one: Seen, other: Seen) -> bool:
        was = self._answers(watch, one)
        return was is not None and was == self._answers(watch, other)

    def _answers(self, watch: Watch, seen: Seen) -> Answers:
        key = id(seen.parts), id(watch)  # the parts are one for all who are decided alike
        if key not in self.answers:
            self.answers[key] = self._asked(watch, seen)
        return self.answers[key]

    def _asked(self, watch: Watch, seen: Seen) -> Answers:
        rules, case = seen.rules, seen.case
        looked = self.laws.looked_at(watch, rules.compiled)
        if looked is None:
            return None
        evaluation = self.evaluations.get(id(seen.parts))
        if evaluation is None:
            evaluation = self.evaluations[id(seen.parts)] = seen.evaluation
        answers: list[object] = []
        if rules.program.starting:
            answers.append(Starts.of(rules.program, case, rules.month).by_kind)
        for question, entity, certain in looked.questions:
            for payee in case.payees(entity):
                said = question(evaluation, payee)
                if not said.settled and certain:
                    return None
                answers.append(said.value if said.settled else (id(rules.compiled), said))
        return tuple(answers)


def _steps_of(benefit: BenefitInForce) -> list[str]:
    return [*benefit.ends, *(each.step for each in benefit.reasons)]


def _nodes(program: Program, names: frozenset[str]) -> list[Node]:
    return [node for each in names if (node := program.step(each).node) is not None]


def _apart(program: Program, one: Case, other: Case) -> frozenset[str] | None:
    """The facts in which two cases differ; None where not the same people are there."""
    places = differing(one, other)
    if places is None or not places.isdisjoint(_days(program)):
        return None
    return frozenset(program.facts[column].id for _, column in places)


def _days(program: Program) -> list[tuple[int, int]]:
    """The days of the household from which rights run."""
    return [(HOUSEHOLD, column) for column in program.starting.values()]
