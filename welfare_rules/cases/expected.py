"""What a case expects, as it is written and as it is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from pydantic_core import PydanticCustomError

from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words
from welfare_rules.document.source import Origin
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.values import choice_words, fen_of
from welfare_rules.findings import Finding, finding, nearest
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.law import Law
from welfare_rules.law.values import NotAValue, WrongKind, number

Said = Literal["eligible", "not_eligible", "undetermined", "not_in_force"]
STATUSES: dict[str, Said] = {
    "eligible": "eligible",
    "符合": "eligible",
    "not_eligible": "not_eligible",
    "不符合": "not_eligible",
    "undetermined": "undetermined",
    "不能确定": "undetermined",
    "not_in_force": "not_in_force",
    "未施行": "not_in_force",
}
DETAILS = (
    "status",
    "amount",
    "at_least",
    "at_most",
    "missing_figures",
    "missing_facts",
    "holds",
    "fails",
    "provisional",
)
OTHERS = ("circle", "total", "once", "value", "figure", "error", "alerts")


@dataclass(frozen=True, slots=True)
class Expectation:
    """One benefit for one payee.

    What is None is not asked for. Amounts in fen. Without a payee it is the only one there is.
    """

    benefit: str
    payee: str | None
    origin: Origin
    status: Said | None = None
    amount: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    missing_figures: tuple[str, ...] | None = None
    missing_facts: tuple[str, ...] | None = None
    holds: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    provisional: bool | None = None


@dataclass(frozen=True, slots=True)
class ValueExpected:
    """A named value of the law, for the household or a member."""

    id: str
    payee: str | None
    want: Number | None  # None: it cannot be said
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Expected:
    benefits: tuple[Expectation, ...] = ()
    values: tuple[ValueExpected, ...] = ()
    figures: tuple[ValueExpected, ...] = ()
    circle: tuple[str, Origin] | None = None
    total: tuple[int | None, Origin] | None = None
    once: tuple[int | None, Origin] | None = None
    error: tuple[str, Origin] | None = None

    @property
    def nothing(self) -> bool:
        return self == Expected()


class Reader:
    """Reads what is expected by one law's names; complaints are gathered."""

    def __init__(self, law: Law, labels: Labels, members: Iterable[str]) -> None:
        self.law = law
        self.labels = labels
        self.members = tuple(members)
        self.found: list[Finding] = []

    def read(self, given: Mapping[str, tuple[Any, Origin]]) -> Expected:
        benefits: list[Expectation] = []
        values: list[ValueExpected] = []
        figures: list[ValueExpected] = []
        circle = error = None
        sums: dict[str, tuple[int | None, Origin]] = {}
        for key, (value, origin) in given.items():
            if key == "circle":
                circle = self._circle(value, origin)
            elif key in ("total", "once"):
                unsaid = STATUSES.get(str(value)) == "undetermined"
                sums[key] = None if unsaid else self._fen(value, origin), origin
            elif key == "error":
                error = (str(value), origin)
            elif key == "value":
                values.extend(self._values(value, origin))
            elif key == "figure":
                figures.extend(self._figures(value, origin))
            elif key in self.labels.benefits:
                benefits.extend(self._benefit(self.labels.benefits[key], value, origin))
            else:
                hint = nearest(key, [*self.labels.benefits, *OTHERS])
                self.found.append(finding("WR317", origin.place(key=True), got=key, nearest=hint))
        return Expected(
            tuple(benefits),
            tuple(values),
            tuple(figures),
            circle,
            sums.get("total"),
            sums.get("once"),
            error,
        )

    def _circle(self, value: Any, origin: Origin) -> tuple[str, Origin]:
        known = {each.label.zh: each.id for each in self.law.circles} | {
            each.id: each.id for each in self.law.circles
        }
        known |= {
            "none": "none",
            "无": "none",
            "不能确定": "undetermined",
            "undetermined": "undetermined",
        }
        if str(value) not in known:
            self.found.append(
                finding("WR317", origin.place(), got=value, nearest=nearest(str(value), known))
            )
        return known.get(str(value), ""), origin

    def _values(self, value: Any, origin: Origin) -> Iterable[ValueExpected]:
        for word, want in table(value).items():
            here = origin.child(word)
            key = self.labels.derived.get(word)
            if key is None:
                hint = nearest(word, self.labels.derived)
                self.found.append(finding("WR317", here.place(key=True), got=word, nearest=hint))
                continue
            several = table(want)
            for payee, one in several.items() if isinstance(want, Mapping) else [(None, want)]:
                place = here if payee is None else here.child(payee)
                if payee is not None:
                    self._member(payee, place)
                unsaid = STATUSES.get(str(one)) == "undetermined"
                exact = None if unsaid else self._number(key, one, place)
                if exact is not None or unsaid:
                    yield ValueExpected(key, payee, exact, str(one), place)

    def _figures(self, value: Any, origin: Origin) -> Iterable[ValueExpected]:
        """Figures in force this month, written as a policy file writes them."""
        for word, want in table(value).items():
            here = origin.child(word)
            key = self.labels.figures.get(word, word)
            figure = self.law.figures.get(key)
            if figure is None:
                hint = nearest(word, self.labels.figures)
                self.found.append(finding("WR317", here.place(key=True), got=word, nearest=hint))
                continue
            unsaid = STATUSES.get(str(want)) == "undetermined"
            yield ValueExpected(
                key,
                None,
                None if unsaid else self._written(want, figure.type, here),
                str(want),
                here,
            )

    def _number(self, derived: str, value: Any, origin: Origin) -> Number | None:
        kind = self.law.derived[derived].type
        if kind.kind is Kind.MONEY:
            return self._fen(value, origin)
        if kind.kind is Kind.CHOICE:
            choices = self.law.choices[kind.choice]
            code = choices.code(str(value))
            if code is None:
                words = [word for each in choices.values for word in (each.id, each.zh)]
                self.found.append(
                    finding(
                        "WR405",
                        origin.place(),
                        got=value,
                        want=choice_words(choices),
                        nearest=nearest(str(value), words),
                    )
                )
            return code
        return self._written(value, kind, origin)

    def _written(self, value: Any, kind: Type, origin: Origin) -> Number | None:
        """A value as a policy file writes one of this type."""
        try:
            return number(value, kind.kind)
        except (NotAValue, WrongKind):
            words = kind.words()
            self.found.append(finding("WR112", origin.place(), want=words, got=value))
            return None

    def _benefit(self, benefit: str, value: Any, origin: Origin) -> Iterable[Expectation]:
        if not isinstance(value, Mapping) or set(table(value)) & set(DETAILS):
            yield self._one(benefit, None, value, origin)
            return
        for payee, each in table(value).items():
            here = origin.child(payee)
            if payee not in self.members:
                hint = nearest(payee, [*self.members, *DETAILS])
                self.found.append(finding("WR317", here.place(key=True), got=payee, nearest=hint))
            else:
                yield self._one(benefit, payee, each, here)

    def _member(self, payee: str, origin: Origin) -> None:
        if payee not in self.members:
            self.found.append(
                finding(
                    "WR317", origin.place(key=True), got=payee, nearest=nearest(payee, self.members)
                )
            )

    def _one(self, benefit: str, payee: str | None, value: Any, origin: Origin) -> Expectation:
        """The short forms are an amount, true or false, or a status.

        The long one is a table of details.
        """
        if isinstance(value, Mapping):
            return self._details(benefit, payee, table(value), origin)
        if isinstance(value, bool):
            return Expectation(benefit, payee, origin, "eligible" if value else "not_eligible")
        if isinstance(value, str) and value in STATUSES:
            return Expectation(benefit, payee, origin, STATUSES[value])
        if isinstance(value, str) and not any(each.isdigit() for each in value):
            self._wrong_status(value, origin)
            return Expectation(benefit, payee, origin)
        return Expectation(benefit, payee, origin, "eligible", self._fen(value, origin))

    def _details(
        self, benefit: str, payee: str | None, given: Mapping[str, Any], origin: Origin
    ) -> Expectation:
        made: dict[str, Any] = {}
        for key, value in given.items():
            here = origin.child(key)
            if key not in DETAILS:
                self.found.append(
                    finding(
                        "WR110",
                        here.place(key=True),
                        got=key,
                        nearest=nearest(key, [*DETAILS, *self.members]),
                    )
                )
            elif key == "status":
                if str(value) not in STATUSES:
                    self._wrong_status(value, here)
                made[key] = STATUSES.get(str(value))
            elif key in ("amount", "at_least", "at_most"):
                made[key] = self._fen(value, here)
            elif key == "provisional":
                made[key] = value is True
            else:
                made[key] = self._names(benefit, key, value, here)
        if made.get("amount") is not None:
            made.setdefault("status", "eligible")
        return Expectation(benefit, payee, origin, **made)

    def _names(self, benefit: str, key: str, value: Any, origin: Origin) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.found.append(
                finding(
                    "WR112", origin.place(), want=Words("一个列表 [ … ]", "a list [ … ]"), got=value
                )
            )
            return ()
        names = [str(each) for each in cast(list[Any], value)]
        if key == "missing_facts":
            names = [self.labels.path(each) for each in names]
        else:
            names = [
                self.labels.figures.get(each) or self.labels.derived.get(each, each)
                for each in names
            ]
            known: set[str] = {*self.law.figures, *self.law.derived}
            if key != "missing_figures":
                known = {
                    one.id
                    for each in self.law.benefits
                    if each.id == benefit
                    for one in each.clauses
                }
            for place, name in enumerate(names):
                if name not in known:
                    self.found.append(
                        finding(
                            "WR317",
                            origin.child(place).place(),
                            got=name,
                            nearest=nearest(name, known),
                        )
                    )
        return tuple(sorted(names))

    def _wrong_status(self, value: Any, origin: Origin) -> None:
        want = ", ".join(STATUSES)
        self.found.append(
            finding(
                "WR113", origin.place(), got=value, want=want, nearest=nearest(str(value), STATUSES)
            )
        )

    def _fen(self, value: Any, origin: Origin) -> int | None:
        return fen_at(value, origin, self.found)


def fen_at(value: Any, origin: Origin, found: list[Finding]) -> int | None:
    """Yuan in fen; what is wrong with an amount is told where it stands."""
    try:
        return fen_of(value)
    except PydanticCustomError as error:
        context = dict(error.context or {})
        code, hole = ("WR404", "why") if error.type == "WR404" else ("WR112", "want")
        details = {each: context.get(each, "") for each in (hole, "got")}
        found.append(finding(code, origin.place(), **details))
        return None


def table(value: Any) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], value) if isinstance(value, Mapping) else {}
