"""Which watches of a law speak between two states of a household.

A watch speaks of whom its conditions hold before the change and after it, where a right goes one
of its ways. A condition that cannot be said, since a fact is unknown, is no "no": where the watch
names the fact that changed, or what should be so now is so for certain, it speaks, and says that
it is not certain.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from welfare_rules.engine.contract import Outcome
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Watch
from welfare_rules.law.terms import Turn
from welfare_rules.program.case import HOUSEHOLD, Case, differing
from welfare_rules.program.day import watches_of_day
from welfare_rules.program.program import facts_in, references
from welfare_rules.rules import Rules
from welfare_rules.seen import Right, Seen

THE_HOUSEHOLD = ""  # whose: of nobody, of the household itself
Changed = frozenset[tuple[str, str]]
"""Whose fact changed (the id of a member, `THE_HOUSEHOLD`), and which."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A right that was not the same before and after; None where there was no such right."""

    benefit: str
    payee: str
    turn: Turn
    before: Outcome | None
    after: Outcome | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A watch that speaks, of whom, and the rights that turned in a way that it looks at.

    `certain` says that its conditions are known to hold.
    """

    watch: Watch
    person: str
    certain: bool
    turned: tuple[Turned, ...]


Spoken = tuple[Watch, str, bool]
"""A watch, of whom its conditions may hold, and whether they are known to."""
Speaking = Callable[[Seen, Seen, Changed | None, Sequence[Watch]], Iterable[Spoken]]


def hits(
    before: Seen,
    after: Seen,
    changed: Changed | None = None,
    law: Law | None = None,
    speaking: Speaking | None = None,
) -> Iterator[Hit]:
    """What the watches in force after a change say of it, in the order of the law.

    Without `changed` nothing changed but the month, the law, or what is known. The watches are
    those of a law that may have others than the rules by which the household was decided.
    `speaking` finds those whose conditions hold (`spoken` if not given).

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> person = {"id": "p1", "relation": "head", "disability_kind": "physical"}
    >>> one, other = (
    ...     Seen(rules, rules.read({"id": "h", "members": [{**person, "disability_grade": grade}]}))
    ...     for grade in (1, 4)
    ... )
    >>> [each.watch.id for each in hits(one, other, frozenset({("p1", "disability_grade")}))]
    ['disability-changed']
    """
    rules = after.rules
    watched = rules.program.law if law is None else law
    facts = None if changed is None else {fact for _, fact in changed}
    asked = watches_asked(watched, rules, facts)
    if speaking is None:
        yield from hits_among(before, after, changed, asked)
        return
    turned = _turning(before, after, asked)
    asked = [each for each in asked if is_asked(each, turned)]
    if asked:  # what was compiled for all watches of a day is asked for all of them
        every = watches_of_day(watched, rules.month.first, rules.known)
        told = speaking(before, after, changed, every)
        yield from hits_of((each for each in told if each[0] in asked), turned)


def watches_asked(law: Law, rules: Rules, facts: Collection[str] | None) -> list[Watch]:
    """The watches of a law that may speak of a change of some facts (None: of no change but the
    month), in their order.
    """
    watches = watches_of_day(law, rules.month.first, rules.known)
    return [each for each in watches if may_speak(each, rules, facts)]


def hits_among(
    before: Seen, after: Seen, changed: Changed | None, watches: Sequence[Watch]
) -> Iterator[Hit]:
    """What some watches say of a change, in their order."""
    turned = _turning(before, after, watches)
    asked = [each for each in watches if is_asked(each, turned)]
    yield from hits_of(spoken(before, after, changed, asked), turned)


def hits_of(found: Iterable[Spoken], turned: Sequence[Turned]) -> Iterator[Hit]:
    """Those of the watches that are found to speak, with the rights that turned as they look for.

    `turned` are at least those of the benefits that they look at.
    """
    for watch, person, certain in found:
        turning = tuple(each for each in turned if _speaks_of(watch, person, each))
        if turning or not watch.turns:
            yield Hit(watch, person, certain, turning)


def spoken(
    before: Seen, after: Seen, changed: Changed | None, watches: Sequence[Watch]
) -> Iterator[Spoken]:
    """The watches whose conditions hold or may hold of somebody, by evaluating each."""
    for watch in watches:
        for person in looked_at(watch, after.case, changed):
            said = [*_said(watch, before, after, person)]
            if speaks(watch, said):
                yield watch, person, None not in said


def speaks(watch: Watch, said: Sequence[bool | None]) -> bool:
    """Whether a watch speaks of somebody by what is said of its conditions, in their order. One
    that names the facts that changed speaks also where that cannot be said, every other where the
    condition after the change holds, whatever was before.
    """
    came_true = watch.when is not None and said[-1] is True
    return False not in said and (None not in said or bool(watch.facts) or came_true)


def may_speak(watch: Watch, rules: Rules, facts: Collection[str] | None) -> bool:
    """Whether a watch may speak of a change of some facts (None: only a month has come), as far as
    that is seen without deciding anything: one that only a month brings is asked only where its
    conditions rest on what changed.
    """
    if facts is None or watch.facts:
        return not watch.facts if facts is None else any(each in facts for each in watch.facts)
    return bool(watch.turns) or _rests_on(watch, rules, facts)


def is_asked(watch: Watch, turned: Sequence[Turned]) -> bool:
    """Whether a right turned in one of the ways of a watch, or it looks at none."""
    return not watch.turns or any(_looks_at(watch, each) for each in turned)


def _looks_at(watch: Watch, turned: Turned) -> bool:
    """Whether a right turned in one of the ways of a watch, and is one of its benefits."""
    return turned.turn in watch.turns and (not watch.benefits or turned.benefit in watch.benefits)


def _rests_on(watch: Watch, rules: Rules, facts: Collection[str]) -> bool:
    """Whether the conditions of a watch rest on any of some facts, or it has none."""
    nodes = [each.node for each in (watch.was, watch.when) if each is not None]
    if not nodes or not facts_in(nodes).isdisjoint(facts):
        return True
    bearing = rules.reference.bearing
    return any(
        fact in facts
        for each in nodes
        for name in references(each)
        for _, fact in bearing.resting[bearing.place[name]]
    )


def may_turn(before: Seen, after: Seen, watches: Iterable[Watch]) -> frozenset[str]:
    """The benefits that watches look at, but for those that the same law decides of the same facts
    in the same month before and after.
    """
    rules = before.rules, after.rules
    looked = benefits_of(rules, watches)
    touched = resting_on_change(rules, (before.case, after.case)) if looked else None
    return looked if touched is None else looked & touched


def benefits_of(rules: tuple[Rules, Rules], watches: Iterable[Watch]) -> frozenset[str]:
    """The benefits that watches look at, by the laws before and after."""
    return frozenset(
        name
        for each in watches
        if each.turns
        for name in each.benefits or (one.id for of in rules for one in of.program.benefits)
    )


def resting_on_change(
    rules: tuple[Rules, Rules], states: tuple[Case, Case]
) -> frozenset[str] | None:
    """The benefits that rest on a fact of which two states do not say the same; None where any may
    turn: by another law, in another month, or of other people.
    """
    one, other = rules
    if one.compiled is not other.compiled or one.month != other.month:
        return None
    program, rest_on = other.program, other.compiled.dependencies
    places = differing(*states)
    if places is None:
        return None
    columns = {column for _, column in places}
    if not columns.isdisjoint((program.receiving, *program.starting.values())):
        return None  # it may be the day from which rights run
    facts = {program.facts[each].id for each in columns}
    return frozenset(name for name, of in rest_on.items() if not facts.isdisjoint(of.facts))


def turns(before: Seen, after: Seen, benefits: frozenset[str] = frozenset()) -> Iterator[Turned]:
    """Every right to some benefits (empty: to any) that is not the same before and after, in the
    order of the answer after.
    """
    was = before.rights(benefits)
    return turned_rights(before.case, was, after.case, after.rights(benefits, before))


def _turning(before: Seen, after: Seen, watches: Iterable[Watch]) -> list[Turned]:
    """The rights that turned, as far as watches look at them."""
    benefits = may_turn(before, after, watches)
    return [*turns(before, after, benefits)] if benefits else []


def turned_rights(
    before: Case, was: Mapping[Right, Outcome], after: Case, now: Mapping[Right, Outcome]
) -> Iterator[Turned]:
    """The same of rights that were decided, by benefit and place of the payee."""
    ones, others = _by_id(before, was), _by_id(after, now)
    for right in (*others, *(each for each in ones if each not in others)):
        one, other = ones.get(right), others.get(right)
        turn = turn_of(one, other)
        if turn is not None:
            yield Turned(*right, turn, one, other)


def turn_of(before: Outcome | None, after: Outcome | None) -> Turn | None:
    """How a right goes from one decision to another; None where it is the same.

    A right to nothing is none, and one that is not there is none either.
    """
    was, now = (0 if each is None else each.worth for each in (before, after))
    return turn_from(was, now)


def turn_from(was: int | None, now: int | None) -> Turn | None:
    """How a right goes from what it was worth to what it is worth; None where it is the same."""
    if was is None or now is None:
        if was is None and now is None:
            return None
        if now is None:
            return "doubtful" if was else "possible"
        return "gained" if now else "lost"
    if was == now:
        return None
    if not was:
        return "gained"
    if not now:
        return "lost"
    return "more" if now > was else "less"


def _by_id(case: Case, rights: Mapping[Right, Outcome]) -> Mapping[tuple[str, str], Outcome]:
    """The outcomes by the benefit and the id of its payee; the household's id stands for nobody."""
    return {(benefit, person_of(case, payee)): each for (benefit, payee), each in rights.items()}


def person_of(case: Case, payee: int) -> str:
    """Whose a place in a case is: the id of a member, or that of the household itself."""
    return THE_HOUSEHOLD if payee == HOUSEHOLD else case.member_ids[payee]


def looked_at(watch: Watch, case: Case, changed: Changed | None) -> Iterator[str]:
    """Those of whom a watch asks its conditions."""
    if changed is None and watch.facts:
        return
    whose = {person for person, fact in changed or () if fact in watch.facts}
    if watch.entity is Entity.HOUSEHOLD:
        if whose or not watch.facts:
            yield THE_HOUSEHOLD
        return
    for person in case.member_ids:
        if not watch.facts or person in whose or THE_HOUSEHOLD in whose:
            yield person


def _said(watch: Watch, before: Seen, after: Seen, person: str) -> Iterator[bool | None]:
    """Whether the conditions of a watch hold of somebody; None for one that cannot be said."""
    for formula, seen in ((watch.was, before), (watch.when, after)):
        if formula is None:
            continue
        payee = place_of(seen.case, person)
        if payee is None:  # who was not there was nothing
            yield False
        else:
            value = seen.value(formula, payee)
            yield None if value is None else value == 1


def place_of(case: Case, person: str) -> int | None:
    """The place of somebody, or of the household, in a case; None where he or she is not there."""
    if person == THE_HOUSEHOLD:
        return HOUSEHOLD
    return case.member_ids.index(person) if person in case.member_ids else None


def _speaks_of(watch: Watch, person: str, turned: Turned) -> bool:
    """Whether a right that turned is one that a watch looks at: of a member his own, and those of
    the household; of the household everybody's.
    """
    whose = person == THE_HOUSEHOLD or turned.payee in (person, THE_HOUSEHOLD)
    return whose and _looks_at(watch, turned)
