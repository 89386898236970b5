"""The alerts that a case expects, as they are written and as they are compared."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from welfare_rules.alerts.alerts import Step
from welfare_rules.basics.days import Month, day_number
from welfare_rules.basics.nearest import closest
from welfare_rules.basics.text import Words
from welfare_rules.cases.expected import fen_at, table
from welfare_rules.document.source import Origin
from welfare_rules.facts.labels import Labels
from welfare_rules.findings import Finding, FindingsError, finding, nearest
from welfare_rules.law.law import Law
from welfare_rules.law.terms import Disposition
from welfare_rules.loading import parse_month

Follows = Step | Literal["nothing"]
FOLLOWS: Mapping[str, Follows] = MappingProxyType(
    {
        "stop": "stop",
        "停发": "stop",
        "reduce": "reduce",
        "减发": "reduce",
        "grant": "grant",
        "纳入": "grant",
        "raise": "raise",
        "增发": "raise",
        "nothing": "nothing",
        "无": "nothing",
    }
)
KINDS = get_args(Disposition)
KEYS = ("kind", "if_confirmed", "from", "monthly", "benefits", "contested", "urgent", "by")


@dataclass(frozen=True, slots=True)
class AlertExpected:
    """One alert of a watch, of the household or of a member. What is None is not asked for.

    `follows` is "nothing" where nothing may be proposed; `monthly` is in fen.
    """

    watch: str
    person: str | None
    origin: Origin
    kind: Disposition | None = None
    follows: Follows | None = None
    first: Month | None = None
    monthly: int | None = None
    benefits: tuple[str, ...] | None = None
    contested: tuple[str, ...] | None = None
    urgent: bool | None = None
    by: int | None = None


class AlertReader:
    """Reads expected alerts by one law's names; complaints are gathered."""

    def __init__(self, law: Law, labels: Labels, members: Iterable[str]) -> None:
        self.labels = labels
        self.members = tuple(members)
        self.watches = {each.id: each.id for each in law.watches} | {
            each.label.zh: each.id for each in law.watches
        }
        self.found: list[Finding] = []

    def read(self, value: Any, origin: Origin) -> tuple[AlertExpected, ...]:
        """Every alert that is expected; an empty table says that there is none."""
        if not isinstance(value, Mapping):
            self._wrong(_A_TABLE, value, origin)
            return ()
        return tuple(
            one
            for word, want in cast(Mapping[str, Any], value).items()
            for one in self._watch(word, want, origin.child(word))
        )

    def _watch(self, word: str, want: Any, origin: Origin) -> Iterable[AlertExpected]:
        watch = self.watches.get(word)
        if watch is None:
            self._unknown(word, self.watches, origin)
        elif isinstance(want, Mapping) and want and not set(table(want)) & set(KEYS):
            for person, one in table(want).items():
                if person in self.members:
                    yield self._one(watch, person, one, origin.child(person))
                else:
                    self._unknown(person, [*self.members, *KEYS], origin.child(person))
        else:
            yield self._one(watch, None, want, origin)

    def _one(self, watch: str, person: str | None, want: Any, origin: Origin) -> AlertExpected:
        """The short form is the disposition, the long one a table of details."""
        given = table(want) if isinstance(want, Mapping) else {"kind": want}
        made: dict[str, Any] = {}
        for key, value in given.items():
            here = origin.child(key) if isinstance(want, Mapping) else origin
            match key:
                case "kind":
                    made["kind"] = self._chosen(value, {each: each for each in KINDS}, here)
                case "if_confirmed":
                    made["follows"] = self._chosen(value, FOLLOWS, here)
                case "from":
                    made["first"] = self._month(value, here)
                case "monthly":
                    made["monthly"] = fen_at(value, here, self.found)
                case "benefits":
                    names = self._names(value, here)
                    made["benefits"] = tuple(sorted(self._benefits(names, here)))
                case "contested":
                    names = self._names(value, here)
                    made["contested"] = tuple(sorted(self._path(each) for each in names))
                case "urgent":
                    made["urgent"] = self._bool(value, here)
                case "by":
                    made["by"] = self._day(value, here)
                case _:
                    hint = nearest(key, [*KEYS, *self.members])
                    self.found.append(finding("WR110", here.place(key=True), got=key, nearest=hint))
        return AlertExpected(watch, person, origin, **made)

    def _chosen(self, value: Any, among: Mapping[str, Any], origin: Origin) -> Any:
        found = among.get(str(value))
        if found is None:
            hint, want = nearest(str(value), among), ", ".join(among)
            self.found.append(finding("WR113", origin.place(), got=value, want=want, nearest=hint))
        return found

    def _month(self, value: Any, origin: Origin) -> Month | None:
        try:
            return parse_month(str(value))
        except FindingsError as error:
            self.found.extend(
                Finding(each.code, origin.place(), each.details) for each in error.findings
            )
            return None

    def _names(self, value: Any, origin: Origin) -> list[str]:
        if isinstance(value, list):
            return [str(each) for each in cast(list[Any], value)]
        self._wrong(Words("一个列表 [ … ]", "a list [ … ]"), value, origin)
        return []

    def _benefits(self, names: Iterable[str], origin: Origin) -> Iterable[str]:
        for place, name in enumerate(names):
            if name in self.labels.benefits:
                yield self.labels.benefits[name]
            else:
                here = origin.child(place).place()
                hint = nearest(name, self.labels.benefits)
                self.found.append(finding("WR317", here, got=name, nearest=hint))

    def _path(self, name: str) -> str:
        """A fact as an alert names it: `members[a].wage`, which a case may write as `a.wage`."""
        member, _, word = name.rpartition(".")
        return self.labels.path(f"members[{member}].{word}" if member in self.members else name)

    def _bool(self, value: Any, origin: Origin) -> bool | None:
        if isinstance(value, bool):
            return value
        self._wrong(Words("true 或 false", "true or false"), value, origin)
        return None

    def _day(self, value: Any, origin: Origin) -> int | None:
        if isinstance(value, datetime.date):
            return day_number(value)
        want = Words(
            "日期（如 2021-07-01，不加引号）", "a date (such as 2021-07-01, without quotes)"
        )
        self._wrong(want, value, origin)
        return None

    def _unknown(self, word: str, known: Iterable[str], origin: Origin) -> None:
        place, hint = origin.place(key=True), partial(closest, word, tuple(known))
        self.found.append(finding("WR317", place, got=word, nearest=hint))

    def _wrong(self, want: Words, got: Any, origin: Origin) -> None:
        self.found.append(finding("WR112", origin.place(), want=want, got=got))


_A_TABLE = Words("一个表 { … }", "a table { … }")
