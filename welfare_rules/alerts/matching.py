"""The conditions of watches matched by durable-rules: one changed fact finds its rules.

What changed is put to the rules engine as one flat fact, and the watches that name it fire. What
their conditions look at is worked out then, before and after, as exact whole numbers, and put to it
as another. A condition of which something is unknown, and a fact at which the rules engine falters,
are left to `spoken`, which is the judge: the two say the same of every household.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from welfare_rules.alerts.hits import THE_HOUSEHOLD, Changed, Spoken, spoken
from welfare_rules.engine.durable.conditions import All, AnyOf, Clause, Compare, Condition
from welfare_rules.engine.durable.durable import ALWAYS, Conditions, Field, fields_in
from welfare_rules.engine.durable.matcher import EngineFault, Matcher
from welfare_rules.language.types import Entity
from welfare_rules.law.model import Watch
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.transition import rewritten, stand_ins
from welfare_rules.rules import Rules
from welfare_rules.seen import Seen

_CHANGED, _FOUND = "changed:", "found:"


class Matching:
    """The watches of one program, compiled into rulesets; close it, or let it go.

    Raises EngineMissing where durable-rules cannot be loaded.

    >>> import welfare_rules as wr
    >>> from welfare_rules.alerts.hits import hits
    >>> from welfare_rules.findings import EngineMissing
    >>> from welfare_rules.program.day import watches_of_day
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> head = {"id": "p1", "relation": "head", "disability_kind": "physical"}
    >>> one, other = (
    ...     Seen(rules, rules.read({"id": "h", "members": [{**head, "disability_grade": grade}]}))
    ...     for grade in (1, 4)
    ... )
    >>> watches = watches_of_day(rules.program.law, rules.month.first, rules.known)
    >>> changed = frozenset({("p1", "disability_grade")})
    >>> try:
    ...     speaking = Matching(rules, watches).spoken
    ... except EngineMissing:
    ...     speaking = spoken
    >>> [each.watch.id for each in hits(one, other, changed, speaking=speaking)]
    ['disability-changed']
    """

    def __init__(self, rules: Rules, watches: Sequence[Watch]) -> None:
        self.program = rules.program
        self.watches = tuple(watches)
        self.faults = 0
        self._groups = tuple(
            _Group.of(rules, entity, [each for each in watches if each.entity is entity])
            for entity in Entity
            if any(each.entity is entity for each in watches)
        )
        matchers = [one for each in self._groups for one in (each.naming, each.holding)]
        weakref.finalize(self, _close, matchers)

    def spoken(
        self, before: Seen, after: Seen, changed: Changed | None, watches: Sequence[Watch]
    ) -> Iterable[Spoken]:
        """As `spoken` of `hits`, with which it agrees; other months and watches are left to it."""
        same = before.rules.program is after.rules.program is self.program
        same = same and before.case.member_ids == after.case.member_ids
        if changed is None or not same or tuple(watches) != self.watches:
            return spoken(before, after, changed, watches)
        found: dict[tuple[str, str], Spoken] = {}
        for group in self._groups:
            whole = group.entity is Entity.HOUSEHOLD
            for person in (THE_HOUSEHOLD,) if whole else after.case.member_ids:
                try:
                    said = [*group.spoken(before, after, changed, person)]
                except EngineFault:
                    self.faults += 1
                    said = [
                        each
                        for each in spoken(before, after, changed, group.watches)
                        if each[1] == person
                    ]
                found |= {(each[0].id, each[1]): each for each in said}
        people = (THE_HOUSEHOLD, *after.case.member_ids)
        keys = ((watch.id, person) for watch in watches for person in people)
        return [found[key] for key in keys if key in found]


@dataclass(frozen=True, slots=True)
class _Group:
    """The watches of households, or of members: what finds them, and what says that they hold."""

    entity: Entity
    watches: tuple[Watch, ...]
    facts: frozenset[str]
    naming: Matcher
    holding: Matcher
    before: Mapping[str, tuple[Field, ...]]
    after: Mapping[str, tuple[Field, ...]]

    @staticmethod
    def of(rules: Rules, entity: Entity, watches: Sequence[Watch]) -> _Group:
        instead = stand_ins(rules.program.figures.values())
        sides = Conditions(rules.reference, "was:"), Conditions(rules.reference, "when:")
        naming: list[Clause] = []
        holding: list[Clause] = []
        fields: tuple[dict[str, tuple[Field, ...]], ...] = ({}, {})
        for watch in watches:
            named = tuple(Compare("eq", _CHANGED + each, 1) for each in watch.facts)
            naming.append(Clause(watch.id, AnyOf(named) if named else Compare("eq", ALWAYS, 1)))
            parts: list[Condition] = [Compare("eq", _FOUND + watch.id, 1)]
            for side, kept, formula in zip(sides, fields, (watch.was, watch.when), strict=True):
                read = frozenset[str]()
                if formula is not None:
                    condition = side.clause(rewritten(formula.node, instead))
                    parts.append(condition)
                    read = fields_in(condition)
                kept[watch.id] = tuple(
                    each for each in side.fields.values() if read.intersection(each.names)
                )
            holding.append(Clause(watch.id, All(tuple(parts))))
        facts = frozenset(each for watch in watches for each in watch.facts)
        name = f"watches.{rules.program.digest[7:23]}.{entity.value}"
        return _Group(
            entity,
            tuple(watches),
            facts,
            Matcher(f"{name}.named", naming),
            Matcher(f"{name}.held", holding),
            *fields,
        )

    def spoken(self, before: Seen, after: Seen, changed: Changed, person: str) -> Iterator[Spoken]:
        """Those that speak of somebody; raises EngineFault."""
        whole = person == THE_HOUSEHOLD
        names = {name for who, name in changed if whole or who in (person, THE_HOUSEHOLD)}
        flags = {_CHANGED + each: 1 for each in names & self.facts}
        found = self.naming.fired({ALWAYS: 1, **flags})
        if not found:
            return
        fact = {ALWAYS: 1} | {_FOUND + each: 1 for each in found}
        unknown: list[Watch] = []
        asked: list[Watch] = []
        for watch in self.watches:
            if watch.id not in found:
                continue
            for side, fields in ((before, self.before), (after, self.after)):
                whose = HOUSEHOLD if whole else side.case.member_ids.index(person)
                for field in fields[watch.id]:
                    if field.names[0] not in fact:
                        fact.update(field.numbers(side.evaluation, whose))
            read = (*self.before[watch.id], *self.after[watch.id])
            known = all(each.names[0] in fact for each in read)
            (asked if known else unknown).append(watch)
        holds = self.holding.fired(fact) if asked else frozenset[str]()
        yield from ((each, person, True) for each in asked if each.id in holds)
        yield from (each for each in spoken(before, after, changed, unknown) if each[1] == person)


def _close(matchers: Iterable[Matcher]) -> None:
    for matcher in matchers:
        matcher.close()
