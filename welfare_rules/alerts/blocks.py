"""The alerts of many events at once: the same as of each by itself, sooner.

What watches look at is decided for all households of a block together, month by month; whoever no
watch may speak of is left out, and of the others only the watches that are left are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from welfare_rules.alerts.alerts import Alert, alerts_of_hits
from welfare_rules.alerts.hits import (
    Hit,
    hits_among,
    hits_of,
    looked_at,
    spoken,
    turned_rights,
    watches_asked,
)
from welfare_rules.alerts.lasting import Lasting, Laws
from welfare_rules.alerts.looks import Look, Moment
from welfare_rules.alerts.sieve import Sieve, Sifted
from welfare_rules.law.model import Watch
from welfare_rules.rules import CompiledLaw

FEW = 40
"""Fewer households than these around a change of the same facts are looked at one by one; many
events of one are, since what is on record is decided once for all of them.
"""
_MOST_KEPT = 100  # sieves
_Group = tuple[int, int, int, frozenset[str]]  # a program, month, day of knowledge, and facts


@dataclass(frozen=True, slots=True)
class Blocks:
    """Makes the alerts of a law, block by block. `engine` is one for many households.

    `sieves` are the watches as they were compiled so far, `laws` what they look at.
    """

    policy: CompiledLaw
    engine: str
    few: int = FEW
    sieves: dict[tuple[int, ...], Sieve] = field(default_factory=dict[tuple[int, ...], Sieve])
    laws: Laws = field(default_factory=Laws)

    def alerts(self, looks: Sequence[Look]) -> Iterator[tuple[Alert, ...]]:
        """The alerts of each look, as `alerts_of` makes them. Raises EngineMissing."""
        groups: dict[_Group, list[tuple[int, int]]] = {}
        for place, look in enumerate(looks):
            for at, moment in enumerate(look.moments):
                group = _group_of(moment)
                if group is not None:
                    groups.setdefault(group, []).append((place, at))
        found: list[dict[int, Sifted]] = [{} for _ in looks]
        watches: dict[_Group, Sequence[Watch]] = {}
        for group, places in groups.items():
            moments = [looks[place].moments[at] for place, at in places]
            watches[group] = self._watches(moments[0])
            if len({id(each.before) for each in moments}) >= self.few:
                sifted = self._sifted(watches[group], moments)
                for (place, at), each in zip(places, sifted, strict=True):
                    found[place][at] = each
        lasting = Lasting(self.laws)
        for look, left in zip(looks, found, strict=True):
            asked = self._asked(look, left, watches, lasting)
            yield alerts_of_hits(look, self.policy.law, _of_moments(look, left, asked))

    def _watches(self, moment: Moment) -> Sequence[Watch]:
        """The watches that may speak of a moment."""
        changed = moment.changed
        facts = None if changed is None else {fact for _, fact in changed}
        return watches_asked(self.policy.law, moment.after.rules, facts)

    def _asked(
        self,
        look: Look,
        sifted: Mapping[int, Sifted],
        watches: Mapping[_Group, Sequence[Watch]],
        lasting: Lasting,
    ) -> Iterator[Sequence[Watch]]:
        """The watches that may say of each month what none before it said."""
        earlier, before = None, frozenset[int]()
        for at, moment in enumerate(look.moments):
            group, left = _group_of(moment), sifted.get(at)
            found = self._watches(moment) if group is None else watches[group]
            if left is not None:
                yield left.watches
            elif earlier is None:
                yield found
            else:
                yield [
                    each
                    for each in found
                    if id(each) not in before or not lasting.lasts(each, earlier, moment)
                ]
            earlier, before = moment, frozenset(map(id, found))

    def _sifted(self, watches: Sequence[Watch], moments: Sequence[Moment]) -> Iterator[Sifted]:
        """What is left of households around a change of the same facts in one month."""
        rules = moments[0].after.rules
        key = (id(rules.compiled), *map(id, watches))  # these are kept as long as the policy
        sieve = self.sieves.get(key)
        if sieve is None:
            if len(self.sieves) >= _MOST_KEPT:
                self.sieves.clear()
            sieve = Sieve.of(watches, rules.program, rules.program, self.engine)
            self.sieves[key] = sieve
        before, after = (
            [each.before.case for each in moments],
            [each.after.case for each in moments],
        )
        return sieve.sifted(before, after, (rules.month, rules.month))


def _group_of(moment: Moment) -> _Group | None:
    """With which others a moment can be looked at; None where it must be by itself."""
    before, after = moment.before, moment.after
    same = before.rules == after.rules and before.case.member_ids == after.case.member_ids
    if moment.changed is None or not same:
        return None
    rules = after.rules
    facts = frozenset(fact for _, fact in moment.changed)
    return id(rules.compiled), rules.month.first, rules.known, facts


def _of_moments(
    look: Look, sifted: Mapping[int, Sifted], asked: Iterable[Sequence[Watch]]
) -> Iterator[tuple[Moment, Sequence[Hit]]]:
    """What the watches say month by month; who has spoken of somebody is not asked again."""
    done: set[tuple[str, str]] = set()
    for at, (moment, watches) in enumerate(zip(look.moments, asked, strict=True)):
        before, after, changed = moment.before, moment.after, moment.changed
        left = sifted.get(at)
        still = [
            each
            for each in watches
            if any((each.id, who) not in done for who in looked_at(each, after.case, changed))
        ]
        if left is None:
            found = [*hits_among(before, after, changed, still)]
        else:
            turned = [*turned_rights(before.case, left.before, after.case, left.after)]
            found = [*hits_of(spoken(before, after, changed, still), turned)] if still else []
        done |= {(each.watch.id, each.person) for each in found}
        yield moment, found
