"""Why no household whatever shows a goal: decided from the program, before any is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from welfare_rules.basics.money import short_yuan_text
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import LANGUAGES, MARKS, Lang, Words
from welfare_rules.explanation.formulas import Renderer
from welfare_rules.explanation.phrasebook import Names
from welfare_rules.language.nodes import And, DerivedRef, Entitled, FactRef, Node, Not, Or, walk
from welfare_rules.program.program import StepName, references, step_of
from welfare_rules.rules import Rules
from welfare_rules.testing.contradictions import Contradictions, Need, Way
from welfare_rules.testing.goals import Goal
from welfare_rules.testing.possible import Possibilities, Possible

NAMED = 4  # conditions, figures or amounts in a sentence


@dataclass(frozen=True, slots=True)
class Impossible:
    """Says of goals why no household shows them."""

    rules: Rules
    possible: Possibilities
    contradictions: Contradictions

    @classmethod
    def of(cls, rules: Rules) -> Impossible:
        """For the rules of a month, made once for many goals."""
        possible = Possibilities(rules)
        return cls(rules, possible, Contradictions(rules.program, possible))

    def narrowed(self, goal: Goal) -> Goal | Words:
        """The goal with only the amounts that can be rounded so, or why nothing shows it."""
        why, sought = self._why(goal.needs), goal.rounding
        if why is not None or sought is None:
            return why or goal
        left: list[tuple[Way, Node]] = []
        reasons: dict[Words, None] = {}
        values: set[Number] = set()
        for way, amount in sought.amounts:
            found = self.possible.of(amount)
            some = found.some(sought.node.step)
            if some is not None and not any(sought.of(each) for each in some):
                if found.known and found.values is not None:
                    values |= found.values
                else:
                    reasons[_not_rounded(found)] = None
                continue
            why = self._why((*goal.needs, *way))
            if why is None:
                left.append((way, amount))
            else:
                reasons[why] = None
        if left:
            return replace(goal, rounding=replace(sought, amounts=tuple(left)))
        due = sorted(each for each in values if each > 0)
        return _clauses([*([_only(due)] if due or not reasons else []), *reasons])

    def _why(self, needs: Way) -> Words | None:
        """Why conditions cannot be met together; None where no reason is found."""
        for node, wanted in needs:
            if not self.possible.of(node).can(wanted):
                return self._alone(node, wanted)
        found = self.contradictions.among(needs)
        if not found:
            return None
        for each in needs:  # only those that are needed for it
            fewer = tuple(one for one in needs if one is not each)
            if less := self.contradictions.among(fewer):
                needs, found = fewer, less
        figures = self._open(found)
        if figures:
            return resting_on(figures)
        said = self._said([(self._clause(node), wanted) for node, wanted in needs])
        return Words(f"不能同时如此：{said.zh}", f"never together: {said.en}")

    def _clause(self, node: Node) -> Node:
        """What a clause says in place of its name."""
        if isinstance(node, DerivedRef) and StepName.of(node.id).is_condition:
            return self.rules.program.step(node.id).node or node
        return node

    def _open(self, needs: Way) -> frozenset[str]:
        return frozenset(name for each, _ in needs for name in self.possible.of(each).open)

    def _alone(self, node: Node, wanted: bool) -> Words:
        """Why one condition is never what is wanted."""
        found = tuple(dict.fromkeys(self._causes(node, wanted)))
        figures = self._open(found)
        if figures:
            return resting_on(figures)
        said = self._said(tuple((each, not so) for each, so in found))
        if not any(isinstance(each, FactRef) for one, _ in found for each in self._below(one)):
            return Words(f"这个月固定如此：{said.zh}", f"fixed in this month: {said.en}")
        return Words(f"任何家庭都如此：{said.zh}", f"so of every household: {said.en}")

    def _causes(self, node: Node, wanted: bool) -> Iterator[Need]:
        """The conditions in one by which it is never what is wanted."""
        if self.possible.of(node).can(wanted):
            return
        match node:
            case Not(part=part):
                yield from self._causes(part, not wanted)
            case And(parts=parts) | Or(parts=parts):
                for each in parts:
                    yield from self._causes(each, wanted)
            case DerivedRef() | Entitled() if (
                step := self.rules.program.step(step_of(node))
            ).node is not None:
                yield from self._causes(step.node, wanted)
            case _:
                yield node, wanted

    def _below(self, node: Node) -> Iterator[Node]:
        program = self.rules.program
        yield from walk(node)
        for name in program.below(references(node)):
            if (formula := program.step(name).node) is not None:
                yield from walk(formula)

    def _said(self, needs: Sequence[Need]) -> Words:
        said: dict[Lang, str] = {}
        for lang in LANGUAGES:
            words = Renderer(Names(self.rules.program.law, lang), None)
            said[lang] = MARKS[lang].clauses(
                words.formula(node if wanted else Not(part=node)) for node, wanted in needs[:NAMED]
            )
        return Words(said["zh"], said["en"])


def resting_on(figures: Iterable[str]) -> Words:
    """That something cannot be said for want of figures, by their ids."""
    named = sorted(figures)[:NAMED]
    zh, en = (MARKS[lang].listed(named) for lang in LANGUAGES)
    return Words(f"所依的数值没有找到：{zh}", f"it rests on figures that are open: {en}")


def _not_rounded(amount: Possible) -> Words:
    """Why an amount of very many is never rounded so."""
    if not amount.known:
        return resting_on(amount.open)
    step = short_yuan_text(amount.step or 0)
    return Words(
        f"金额总是 {step} 元的整数倍", f"the amount is always a whole multiple of {step} yuan"
    )


def _only(amounts: Sequence[Number]) -> Words:
    """Why an amount of few is never rounded so."""
    if len(amounts) > NAMED:
        zh, en = (f"{short_yuan_text(each)}" for each in (amounts[0], amounts[-1]))
        return Words(
            f"金额只有 {len(amounts)} 种，自 {zh} 元至 {en} 元，都不这样取整",
            f"the amount is one of {len(amounts)} from {zh} to {en} yuan, none rounded so",
        )
    yuan = [short_yuan_text(each) for each in amounts] or ["0"]
    zh, en = (MARKS[lang].listed(yuan) for lang in LANGUAGES)
    return Words(f"金额只会是 {zh} 元", f"the amount is only ever {en} yuan")


def _clauses(parts: Sequence[Words]) -> Words:
    zh, en = (MARKS[lang].clauses(each.say(lang) for each in parts[:NAMED]) for lang in LANGUAGES)
    return Words(zh, en)
