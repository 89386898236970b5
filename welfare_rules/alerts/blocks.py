"""The alerts of many events at once: the same as of each by itself, sooner.

What watches look at is decided for all households of a block together, month by month; whoever no
watch may speak of is left out, and of the others only the watches that are left are asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TypeVar

from welfare_rules.alerts.alerts import Alert, alerts_of_hits
from welfare_rules.alerts.asking import Asking, Watches
from welfare_rules.alerts.decided import each_once
from welfare_rules.alerts.hits import (
    Hit,
    Spoken,
    Turned,
    benefits_of,
    hits_among,
    hits_of,
    looked_at,
    place_of,
    resting_on_change,
    spoken,
)
from welfare_rules.alerts.lasting import Lasting, Laws
from welfare_rules.alerts.looks import Look, Moment
from welfare_rules.alerts.sieve import Sieve, Sifted, Sought
from welfare_rules.alerts.steady import Steady
from welfare_rules.basics.days import month_of
from welfare_rules.law.model import Watch
from welfare_rules.program.case import Case
from welfare_rules.rules import Compiled, CompiledLaw, Rules
from welfare_rules.seen import Seen

FEW = 40
"""Fewer households than these in one month are looked at one by one, and fewer than four times as
many looks, where several are at one household.
"""
_MOST_KEPT = 100  # of what is compiled for watches
_WORTH_FINDING = 5  # times the fewest households: moments like those before
_SHARED = 4  # looks at one state, from which on they are found out about together
Key = TypeVar("Key", bound=tuple[object, ...])
Made = TypeVar("Made")
_Places = list[tuple[int, int]]  # moments: of which look, and which of its moments


@dataclass(frozen=True, slots=True)
class Blocks:
    """Makes the alerts of a law, block by block. `engine` is one for many households.

    `sieves` are the watches as they were compiled so far, `laws` what they look at.
    """

    policy: CompiledLaw
    engine: str
    few: int = FEW
    sieves: dict[tuple[object, ...], Sieve] = field(default_factory=dict[tuple[object, ...], Sieve])
    steady: dict[tuple[int, ...], Steady] = field(default_factory=dict[tuple[int, ...], Steady])
    laws: Laws = field(default_factory=Laws)

    def alerts(self, looks: Sequence[Look]) -> Iterator[tuple[Alert, ...]]:
        """The alerts of each look, as `alerts_of` makes them. Raises EngineMissing."""
        asking = Asking(self.policy.law, Lasting(self.laws))
        asked = self._asked(looks, asking)
        found: list[dict[int, Sifted]] = [{} for _ in looks]
        for months in self._groups(looks, asked):
            self._forget(looks, asking, asked, months)
            left = [[(place, at) for place, at in some if asked[place][at]] for some in months]
            if any(left):
                self._sift(looks, asked, [each for each in left if each], found)
        for look, watches, left in zip(looks, asked, found, strict=True):
            yield alerts_of_hits(look, self.policy.law, _of_moments(look, left, watches))

    def _asked(self, looks: Sequence[Look], asking: Asking) -> list[list[Watches]]:
        """The watches that are asked of each look, moment by moment.

        To find out whether a watch says what it said before takes longer than to decide a household
        at once with others, and is done where several looks are at one state.
        """
        every = [asking.all_of(each) for each in looks]
        groups = self._groups(looks, every)
        at_once = {each for months in groups for some in months for each in some}
        told = Counter(id(each.moments[0].states[0]) for each in looks if each.moments)
        asked: list[list[Watches]] = []
        for place, (look, watches) in enumerate(zip(looks, every, strict=True)):
            alone = [(place, at) not in at_once for at in range(len(look.moments))]
            if look.moments and told[id(look.moments[0].states[0])] >= self.few:
                watches = asking.left_of(look)
            elif any(alone):
                left = asking.left_of(look)
                watches = [
                    some if by_itself else whole
                    for whole, some, by_itself in zip(watches, left, alone, strict=True)
                ]
            asked.append([*watches])
        return asked

    def _groups(
        self, looks: Sequence[Look], asked: Sequence[Sequence[Watches]]
    ) -> list[list[_Places]]:
        """The moments of which any watch is asked and that are enough to be decided at once: of one
        program together, month by month.
        """
        groups: dict[tuple[int, ...], dict[int, _Places]] = {}
        for place, (look, some) in enumerate(zip(looks, asked, strict=True)):
            for at, (moment, left) in enumerate(zip(look.moments, some, strict=True)):
                if left and _is_of_many(moment):
                    one, other = moment.rules
                    key = id(one.compiled), id(other.compiled), one is other
                    months = groups.setdefault(key, {})
                    months.setdefault(other.month.first, []).append((place, at))
        many = (
            [each for each in months.values() if self._is_many(looks, each)]
            for months in groups.values()
        )
        return [each for each in many if each]

    def _is_many(self, looks: Sequence[Look], places: _Places) -> bool:
        """Whether moments of one month are enough to be decided at once."""
        if len(places) >= _SHARED * self.few:
            return True
        return len({id(looks[place].moments[at].states[0]) for place, at in places}) >= self.few

    def _forget(
        self,
        looks: Sequence[Look],
        asking: Asking,
        asked: list[list[Watches]],
        months: list[_Places],
    ) -> None:
        """Asks no watch in a month that says what it said in the month before of the same states.

        The months are those of one program.
        """
        every = {each for some in months for each in some}
        later = sorted(each for each in every if _is_alike(looks, every, *each))
        if len(later) < _WORTH_FINDING * self.few:
            return
        pairs = [moment for place, at in later for moment in looks[place].moments[at - 1 : at + 1]]
        cases, states = each_once(case for each in pairs for case in each.states)
        wanted: dict[int, set[int]] = {}
        for each in pairs:
            month = wanted.setdefault(each.rules[1].month.first, set())
            month.update(states[id(case)] for case in each.states)
        asked_in = {first: sorted(wanted[first]) for first in sorted(wanted)}
        place, at = months[0][0]
        compiled = looks[place].moments[at].rules[1].compiled
        watches = {id(each): each for place, at in later for each in asked[place][at]}
        found = self._steady([*watches.values()], compiled).lasting(
            cases, [(month_of(first), places) for first, places in asked_in.items()]
        )
        lasting = dict(zip(asked_in, found, strict=True))
        for place, at in later:
            moment = looks[place].moments[at]
            own = {states[id(case)] for case in moment.states}
            lasts = lasting[moment.rules[1].month.first]
            before = set(map(id, asking.watches(looks[place].moments[at - 1])))
            asked[place][at] = tuple(
                each
                for each in asked[place][at]
                if id(each) not in before or not own <= lasts.get(id(each), frozenset())
            )

    def _steady(self, watches: Sequence[Watch], compiled: Compiled) -> Steady:
        """What watches ask of the month in a compiled law."""
        key = id(compiled), *map(id, watches)
        return _kept(self.steady, key, lambda: Steady.of(watches, compiled, self.laws, self.engine))

    def _sift(
        self,
        looks: Sequence[Look],
        asked: Sequence[Sequence[Watches]],
        months: list[_Places],
        found: Sequence[dict[int, Sifted]],
    ) -> None:
        """Finds what is left of households, in months of one program."""
        homes: dict[tuple[int, int], int] = {}  # by the states of the two sides
        states: list[tuple[Case, Case]] = []
        touched: list[frozenset[str] | None] = []
        benefits: dict[tuple[int, ...], frozenset[str]] = {}
        watches: dict[int, Watch] = {}
        sought: list[Sought] = []
        for places in months:
            rows: list[int] = []
            turning: list[frozenset[str]] = []
            whom = [asked[place][at] for place, at in places]
            for (place, at), some in zip(places, whom, strict=True):
                moment = looks[place].moments[at]
                home = homes.setdefault((id(moment.states[0]), id(moment.states[1])), len(states))
                if home == len(states):
                    states.append(moment.states)
                    touched.append(resting_on_change(moment.rules, moment.states))
                key = tuple(map(id, some))
                if key not in benefits:
                    watches |= {id(each): each for each in some}
                    benefits[key] = benefits_of(moment.rules, some)
                of_change = touched[home]
                looked = benefits[key]
                turning.append(looked if of_change is None else looked & of_change)
                rows.append(home)
            one, other = looks[places[0][0]].moments[places[0][1]].rules
            sought.append(Sought((one.month, other.month), rows, whom, turning))
        place, at = months[0][0]
        sieve = self._sieve([*watches.values()], looks[place].moments[at].rules)
        sides = [one for one, _ in states], [other for _, other in states]
        for places, some in zip(months, sieve.sifted(*sides, sought), strict=True):
            for (place, at), each in zip(places, some, strict=True):
                found[place][at] = each

    def _sieve(self, watches: Sequence[Watch], rules: tuple[Rules, Rules]) -> Sieve:
        """The sieve of some watches for the programs of the rules of both sides."""
        order = {id(each): place for place, each in enumerate(self.policy.law.watches)}
        watches = sorted(watches, key=lambda each: order.get(id(each), len(order)))
        # the watches and programs are kept as long as the policy
        key = (*(id(each.compiled) for each in rules), *map(id, watches))
        programs = rules[0].program, rules[1].program
        return _kept(self.sieves, key, lambda: Sieve.of(watches, programs, self.engine))


def _kept(known: dict[Key, Made], key: Key, make: Callable[[], Made]) -> Made:
    """What is kept under a key, made where it is not there; before there are too many, all go."""
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_KEPT:
            known.clear()
        found = known[key] = make()
    return found


def _is_alike(looks: Sequence[Look], places: Set[tuple[int, int]], place: int, at: int) -> bool:
    """Whether the moment before is one of some places, of the month before and the same change."""
    if (place, at - 1) not in places:
        return False
    earlier, later = looks[place].moments[at - 1 : at + 1]
    return (
        earlier.changed is not None
        and earlier.changed == later.changed
        and earlier.rules[1].month.after(1) == later.rules[1].month
        and earlier.states[0] is later.states[0]
        and earlier.states[1] is later.states[1]
    )


def _is_of_many(moment: Moment) -> bool:
    """Whether a moment can be looked at with others; one that is not must be by itself: where not
    the same people are there, or what changed is not only what was told.
    """
    (one, other), (before, after) = moment.rules, moment.states
    same = moment.changed is None or one is other or one == other
    return same and before.member_ids == after.member_ids


def _of_moments(
    look: Look, sifted: Mapping[int, Sifted], asked: Iterable[Watches]
) -> Iterator[tuple[Moment, Sequence[Hit]]]:
    """What the watches say month by month; who has spoken of somebody is not asked again."""
    done: set[tuple[str, str]] = set()
    for at, (moment, watches) in enumerate(zip(look.moments, asked, strict=True)):
        left = sifted.get(at)
        watches = watches if left is None else _both(watches, left.watches)
        if not watches:
            continue
        case, changed = moment.states[1], moment.changed
        still = [
            each
            for each in watches
            if any((each.id, who) not in done for who in looked_at(each, case, changed))
        ]
        if not still:
            continue
        if left is None:
            found = [*hits_among(moment.before, moment.after, changed, still)]
        else:
            spoke = hits_of(_speaking(left, moment, still), left.turned)
            found = [_in_full(each, moment) for each in spoke]
        done |= {(each.watch.id, each.person) for each in found}
        yield moment, found


def _both(asked: Watches, left: Watches) -> Watches:
    """The watches that are asked and left, in their order."""
    kept = frozenset(map(id, left))
    return tuple(each for each in asked if id(each) in kept)


def _in_full(hit: Hit, moment: Moment) -> Hit:
    """A hit with all that is told of the rights after a change, also where that cannot be said."""
    if all(each.after is None or each.after.settled for each in hit.turned):
        return hit
    return replace(hit, turned=tuple(_told(each, moment.after) for each in hit.turned))


def _told(turned: Turned, after: Seen) -> Turned:
    outcome = turned.after
    if outcome is None or outcome.settled:
        return turned
    return replace(turned, after=after.evaluation.outcome(outcome.benefit, outcome.payee))


def _speaking(left: Sifted, moment: Moment, watches: Iterable[Watch]) -> Iterator[Spoken]:
    """The watches whose conditions hold or may hold of somebody; those are asked of whom it was not
    found out with others.
    """
    case = moment.states[1]
    for watch in watches:
        told = left.told.get(watch.id)
        if told is None:
            yield from spoken(moment.before, moment.after, moment.changed, [watch])
            continue
        for person in looked_at(watch, case, moment.changed):
            place = place_of(case, person)
            certain = None if place is None else told.get(place)
            if certain is not None:
                yield watch, person, certain
