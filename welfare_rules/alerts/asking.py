"""Which watches are asked in which of the months that are looked at.

A watch that says what it said in the month before is not asked again. Of a household of which many
events tell that is found once for all of them, as long as it turns on what is on record alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from welfare_rules.alerts.hits import watches_asked
from welfare_rules.alerts.lasting import Lasting
from welfare_rules.alerts.looks import Look, Moment
from welfare_rules.law.law import Law
from welfare_rules.law.model import Watch

Watches = tuple[Watch, ...]
_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Finds the watches that are asked of looks. What it finds is kept for the looks for which it
    is made.
    """

    law: Law
    lasting: Lasting
    watched: dict[_Key, Watches] = field(default_factory=dict[_Key, Watches])
    alike: dict[tuple[int, ...], Watches] = field(default_factory=dict[tuple[int, ...], Watches])
    plans: dict[_Key, Sequence[Watches]] = field(default_factory=dict[_Key, Sequence[Watches]])

    def watches(self, moment: Moment) -> Watches:
        """The watches that may speak of a moment; the same ones are one tuple."""
        rules, changed = moment.rules[1], moment.changed
        key = id(rules), changed
        found = self.watched.get(key)
        if found is None:
            facts = None if changed is None else {fact for _, fact in changed}
            made = tuple(watches_asked(self.law, rules, facts))
            found = self.alike.setdefault(tuple(map(id, made)), made)
            self.watched[key] = found
        return found

    def all_of(self, look: Look) -> Sequence[Watches]:
        """All watches that may speak, moment by moment."""
        return [*map(self.watches, look.moments)]

    def left_of(self, look: Look) -> Sequence[Watches]:
        """The watches that may say what they did not say in the moment before."""
        key = self._key(look)
        found = self.plans.get(key)
        if found is None:
            found, for_all = self._plan(look)
            if for_all:
                self.plans[key] = found
        return found

    def _plan(self, look: Look) -> tuple[Sequence[Watches], bool]:
        """The watches that are left of a look, and whether that turns on its key alone."""
        made: list[Watches] = []
        earlier: Moment | None = None
        for_all = True
        for moment in look.moments:
            left = list[Watch]()
            before = () if earlier is None else self.watches(earlier)
            for each in self.watches(moment):
                if earlier is None or not any(each is one for one in before):
                    left.append(each)
                    continue
                lasts = self.lasting.lasts_by_the_record(each, earlier, moment)
                if lasts is None:
                    for_all, lasts = False, self.lasting.lasts(each, earlier, moment)
                if not lasts:
                    left.append(each)
            made.append(tuple(left))
            earlier = moment
        return made, for_all

    def _key(self, look: Look) -> _Key:
        """All that the watches which are left turn on, but for what is known after the change."""
        key: list[object] = []
        last: Moment | None = None
        for each in look.moments:
            key.append(id(each.rules[0]))
            key.append(id(each.rules[1]))
            if last is None or last.states is not each.states or last.changed is not each.changed:
                same = last is not None and last.states[1] is each.states[1]
                key += (id(each.states[0]), same, each.changed, self.lasting.apart_of(each))
            last = each
        return tuple(key)
