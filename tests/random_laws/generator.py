"""Random laws as policy files, and random cases and histories for them.

Everything comes from one `random.Random`, so a seed tells the whole story. A law has one to three
layers; what a check would refuse is left to the check, whoever uses a law skips one that it refuses.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random
from typing import Any

HOUSEHOLD, MEMBER = "household", "member"
LAYERS = ("cn", "cn/p", "cn/p/c")
LEVELS = ("nation", "province", "county")
HEAD = """format = "welfare-policy/2"
[document]
id = "{id}"
title = {{ zh = "{id}办法", en = "{id}" }}
in_force = {in_force}
{more}
"""
JURISDICTION = """[jurisdiction]
name = {{ zh = "某地", en = "Somewhere" }}
level = "{level}"
division = "99999{depth}"
covers_from = 2020-01-01
"""
CITE = 'cite = { article = "1" }\n'
ROUNDINGS = ("0.01", "0.01", "0.1", "1", "5", "10")
DIRECTIONS = ("half-up", "half-even", "up", "down")
FORMULAS = ("when", "amount", "formula", "share", "of", "base", "month", "with", "deduct", "value")
SETTLED = (
    "true, false",
    "false, true",
    "false, rural",
    "rural, false",
    "true, rural",
    "rural, true",
)
LISTS = ("[0, 1]", "[0, 1]", "[0.25, 0.5]", "[0, 0.25, 0.5, 1]", "[0.5]")
SHARED = "tenure"  # the choice whose list two facts share
CODES = ("999990", "999991", "999992", "320922")  # those of the layers, and another
LISTED = ("own", "let", "none")
CARRIED = ("last_paid", "ran_on")  # the facts that an amount of the month before may become

Pick = Callable[..., Any]


@dataclass(frozen=True)
class Fact:
    """A fact that laws declare, with how a case may give it."""

    id: str
    entity: str
    type: str
    more: str = ""
    low: int = 0
    high: int = 0
    values: tuple[str, ...] = ()
    flow: bool = False
    presumed: object = None
    of_both: bool = False  # it is declared once, and each of the two has one

    def text(self) -> str:
        if self.of_both and self.entity == MEMBER:
            return ""
        lines = [
            f"[fact.{self.id}]",
            f'label = {{ zh = "事{self.id}", en = "{self.id}" }}',
            f'entity = "{"both" if self.of_both else self.entity}"',
            f'type = "{self.type}"',
        ]
        if self.type in ("int", "money"):
            lines += [f"min = {self.low}", f"max = {self.high}"]
        if self.flow:
            lines.append("flow = true")
        if self.type == "choice" and self.id == SHARED:
            lines.append(f'choice = "{SHARED}s"')
        elif self.type == "choice":
            items = ", ".join(
                f'{{ id = "{each}", zh = "项{each}", en = "{each}" }}' for each in self.values
            )
            lines.append(f"values = [{items}]")
        if self.type == "date" and self.values:
            lines += [f"min = {self.values[0]}", f"max = {self.values[-1]}"]
        if self.presumed is not None:
            shown = str(self.presumed).lower() if self.type == "bool" else self.presumed
            lines.append(
                f'presumed = "{shown}"'
                if self.type in ("date", "choice", "benefits")
                else f"presumed = {shown}"
            )
        return "\n".join([*lines, *([self.more] if self.more else [])]) + "\n"


@dataclass
class Made:
    """A law: its files by path, the facts of its cases, and numbers that its thresholds are at."""

    files: dict[str, str]
    jurisdiction: str
    facts: list[Fact]
    marks: list[Fraction]  # in yuan or plain
    named: list[Fact]  # the facts that formulas name
    open_figures: dict[str, tuple[str, int]]  # id: type and the most that it may be
    carries: bool = False


@dataclass
class Names:
    """What formulas may name, by type and scope."""

    money: dict[str, list[str]] = field(default_factory=lambda: {HOUSEHOLD: [], MEMBER: []})
    int: dict[str, list[str]] = field(default_factory=lambda: {HOUSEHOLD: [], MEMBER: []})
    rate: dict[str, list[str]] = field(default_factory=lambda: {HOUSEHOLD: [], MEMBER: []})
    bool: dict[str, list[str]] = field(default_factory=lambda: {HOUSEHOLD: [], MEMBER: []})
    date: dict[str, list[str]] = field(default_factory=lambda: {HOUSEHOLD: [], MEMBER: []})
    months: dict[str, list[str]] = field(default_factory=lambda: {HOUSEHOLD: [], MEMBER: []})

    def of(self, kind: str, scope: str) -> list[str]:
        found: dict[str, list[str]] = getattr(self, kind)
        return found[HOUSEHOLD] if scope == HOUSEHOLD else found[HOUSEHOLD] + found[MEMBER]

    def add(self, kind: str, scope: str, name: str) -> None:
        getattr(self, kind)[scope].append(name)


class Writer:
    """Writes one law."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.names = Names()
        self.marks: list[Fraction] = [Fraction(0), Fraction(1), Fraction(100)]
        self.open_figures: dict[str, tuple[str, int]] = {}
        self.facts = self._facts()
        self.benefits: list[tuple[str, str, bool]] = []  # id, payee, whether it is a service
        self.paid: list[str] = []  # benefits that no formula names
        self.carries = False
        self.plain = self.chance(0.25)  # a few benefits with nothing but thresholds
        self.simple = self.plain or self.chance(0.4)
        # derived values: how each begins, its type, whose it is, and what may be named in it
        self.before: dict[str, tuple[str, str, str, Names]] = {}
        self.laid: dict[str, list[tuple[str, str, bool]]] = {}  # rows of benefits: kind, id, `of`
        self.hits: dict[str, str] = {}
        self.circles: list[str] = []
        self.stated: dict[str, list[str]] = {}  # the documents that have versions of a figure
        self.required: set[str] = set()  # the benefits that have a requirement r0

    # --- choices ---

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def one(self, options: Sequence[Any]) -> Any:
        return self.random.choice(options)

    def mark(self, value: Fraction) -> str:
        """A number that goes into the law, remembered for cases at its threshold."""
        self.marks.append(value)
        return plain(value)

    def yuan(self) -> str:
        cents = self.one((0, 0, 0, 50, 1, 99, 33))
        return self.mark(Fraction(self.random.randrange(0, 900) * 100 + cents, 100))

    def percent(self) -> str:
        return self.one(("30%", "50%", "12.5%", "100%", "33.3%", "110%", "0%"))

    # --- facts ---

    def _facts(self) -> list[Fact]:
        low = self.one((0, 0, 1))
        facts = [
            Fact("n", HOUSEHOLD, "int", low=low, high=low + self.one((3, 6, 30))),
            Fact("rooms", HOUSEHOLD, "int", low=1, high=9),
            Fact("stock", HOUSEHOLD, "money", high=2000),
            Fact("rent", HOUSEHOLD, "money", high=1500, flow=True),
            Fact("rural", HOUSEHOLD, "bool"),
            Fact("since", HOUSEHOLD, "date", presumed=self.one(("never", "always"))),
            Fact("area", HOUSEHOLD, "choice", values=("town", "village", "hills")),
            Fact("applied", HOUSEHOLD, "date", more='starts = "month of application"'),
            Fact("decided", HOUSEHOLD, "date", more='starts = "month after decision"'),
            Fact(
                "moved",
                HOUSEHOLD,
                "date",
                values=("2020-12-30", "2020-12-31", "2021-01-01", "2021-01-02"),
            ),
            Fact("division", HOUSEHOLD, "code"),
            Fact(SHARED, HOUSEHOLD, "choice", values=LISTED),
            Fact("farm", HOUSEHOLD, "money", high=700, of_both=True),
            Fact("farm", MEMBER, "money", high=700, of_both=True),
            Fact("last_paid", HOUSEHOLD, "money", high=3000, presumed=0),
            Fact(
                "ran_on",
                HOUSEHOLD,
                "money",
                high=self.one((50, 3000)),
                flow=True,
                presumed=self.one((0, 7)),
            ),
            Fact("age", MEMBER, "int", high=120),
            Fact("pay", MEMBER, "money", high=5000, flow=True),
            Fact("save", MEMBER, "money", low=self.one((0, -100)), high=900),
            Fact("ill", MEMBER, "bool", presumed=False),
            Fact("born", MEMBER, "date"),
            Fact("kind", MEMBER, "choice", values=("none", "one", "two")),
            Fact(
                "grade",
                MEMBER,
                "int",
                low=1,
                high=4,
                more='ignored_when = { fact = "kind", is = "none" }',
            ),
            Fact("receiving", MEMBER, "benefits", presumed="none"),
        ]
        for each in facts:
            if each.type in ("int", "money", "bool") and (
                each.entity == HOUSEHOLD or not each.of_both
            ):
                self.names.add(each.type, each.entity, each.id)
        return facts

    # --- formulas ---

    def third(self) -> str:
        """A sum that is no whole number of fen."""
        text = self.yuan()
        third = Fraction(int(Fraction(text) * 100 / 3), 100)
        self.marks += [third, third + Fraction(1, 100)]
        return f"{text}元 / 3"

    def money(self, scope: str, depth: int = 2) -> str:
        if self.simple and self.chance(0.6):
            fact = self.one(
                ("stock", "rent", "last_paid") if scope == HOUSEHOLD else ("pay", "save")
            )
            day = self.one(
                ("since", "since", "applied") if scope == HOUSEHOLD else ("born", "since")
            )
            return self.one(
                (
                    f"{self.yuan()}元",
                    f"({fact} * 2)",
                    f"if({self.threshold(scope)}, {fact}, {self.yuan()}元)",
                    f"(years({day}, month_start) * 1元)",
                    f"max(0元, {self.third()} - {fact})",
                )
            )
        if depth <= 0 or self.chance(0.2):
            names = self.names.of("money", scope)
            return self.one(names) if self.chance(0.7) else f"{self.yuan()}元"
        less = depth - 1
        make = self.one(
            (
                *("add", "sub", "mul", "mul", "div", "min", "max", "if", "round", "sum"),
                *("benefit", "minus", "three"),
            )
        )
        a, b = self.money(scope, less), self.money(scope, less)
        if make == "add":
            return f"({a} + {b})"
        if make == "sub":
            return f"({a} - {b})"
        if make == "mul":
            return f"({a} * {self.one((self.rate, self.whole))(scope, less)})"
        if make == "div":
            return f"({a} / {self.divisor(scope, less)})"
        if make in ("min", "max"):
            return f"{make}({a}, {b})"
        if make == "minus":
            return f"({b} + (-{a}))"
        if make == "three":
            return f"{self.one(('min', 'max'))}({a}, {b}, {self.money(scope, 0)})"
        if make == "if":
            return f"if({self.truth(scope, less)}, {a}, {b})"
        if make == "round":
            return f"round({a}, {self.one(ROUNDINGS)}元, {self.one(('half_up', 'half_even', 'up', 'down'))})"
        if make == "sum" and scope == HOUSEHOLD:
            how = self.one(("sum", "sum", "largest", "smallest"))
            return f"{how}({self.money(MEMBER, less)}, {self.truth(MEMBER, less)})"
        return self.payment(scope) or a

    def payment(self, scope: str) -> str:
        """The amount of an earlier benefit; one of members is added up for the household."""
        if not self.benefits:
            return ""
        id, payee, _ = self.one(self.benefits)
        named = f"{self.one(('amount', 'gross'))}({id})"
        return f"sum({named}, true)" if payee == MEMBER and scope == HOUSEHOLD else named

    def divisor(self, scope: str, depth: int) -> str:
        return self.one(
            (
                lambda: "rooms",
                lambda: str(self.random.randrange(2, 13)),
                lambda: f"max(1, {self.whole(scope, depth)})",
                lambda: f"max(1, min(12, {self.whole(scope, depth)}))",
            )
        )()

    def whole(self, scope: str, depth: int = 1) -> str:
        if depth <= 0 or self.chance(0.5):
            names = self.names.of("int", scope)
            return (
                self.one(names)
                if self.chance(0.7)
                else self.mark(Fraction(self.random.randrange(0, 9)))
            )
        less = depth - 1
        made = [
            f"({self.whole(scope, less)} + {self.whole(scope, less)})",
            f"({self.whole(scope, less)} - {self.whole(scope, less)})",
            f"({self.whole(scope, less)} * {self.random.randrange(0, 4)})",
            f"min({self.whole(scope, less)}, {self.whole(scope, less)})",
            f"years({self.day(scope)}, {self.one(('month_start', 'month_end'))})",
            f"calendar_months({self.day(scope)}, month_start)",
            f"days(2020-02-29, {self.day(scope)})",
            f"years({self.day(scope)}, {self.day(scope)})",
            f"days({self.day(scope)}, {self.day(scope)})",
            f"(-{self.whole(scope, less)})",
        ]
        if scope == HOUSEHOLD:
            made += [f"count({self.truth(MEMBER, less)})"] * 2
            how = self.one(("sum", "largest", "smallest"))
            made.append(f"{how}({self.whole(MEMBER, less)}, {self.truth(MEMBER, less)})")
        return self.one(made)

    def rate(self, scope: str, depth: int = 1) -> str:
        if depth <= 0 or self.chance(0.4):
            names = self.names.of("rate", scope)
            return self.one(names) if names and self.chance(0.6) else self.percent()
        less = depth - 1
        made = (
            f"({self.whole(scope, less)} / {self.divisor(scope, less)})",
            f"({self.money(scope, less)} / max(1元, {self.money(scope, less)}))",
            f"min(1, {self.whole(scope, less)} / {self.divisor(scope, less)})",
            f"(1 - {self.rate(scope, less)})",
        )
        return self.one(made)

    def day(self, scope: str) -> str:
        days = ["since", "applied", "month_start", "month_end", "decided", "moved", self.date()]
        days += self.names.of("date", scope)
        return self.one(days if scope == HOUSEHOLD else [*days, "born", "born"])

    def date(self) -> str:
        return self.one(("2020-02-29", "2021-01-01", "2020-12-31", "1960-06-15", "2021-07-01"))

    def truth(self, scope: str, depth: int = 2) -> str:
        if self.simple and self.chance(0.8):  # little of which much may be unknown
            one, other = self.threshold(scope), self.threshold(scope)
            return self.one((one, one, f"({one} and {other})", f"({one} or {other})"))
        if depth <= 0 or self.chance(0.15):
            return self.plain_truth(scope)
        less = depth - 1
        sign = self.one(("<", "<=", ">", ">=", "==", "!="))
        made: list[Callable[[], str]] = [
            lambda: f"({self.money(scope, less)} {sign} {self.money(scope, less)})",
            lambda: f"({self.money(scope, less)} {sign} {self.third()})",
            lambda: f"({self.whole(scope, less)} {sign} {self.whole(scope, less)})",
            lambda: f"({self.whole(scope, less)} {sign} {self.one(('2.5', '0.5', '3.25'))})",
            lambda: f"({self.rate(scope, less)} {self.one(('in', 'not in'))} {self.one(LISTS)})",
            lambda: f"({self.whole(scope, less)} {self.one(('in', 'not in'))} [0, 1, 2, 2, 3])",
            lambda: f"({self.day(scope)} {sign} {self.day(scope)})",
            lambda: f"(1 <= {self.whole(scope, less)} <= 4)",
            lambda: f"({self.day(scope)} {self.one(('in', 'not in'))} [{self.date()}, 2021-01-02])",
            lambda: f"({self.money(scope, less)} in [0元, {self.yuan()}元, {self.yuan()}元])",
            lambda: f"({self.calendar(scope)} {sign} {self.months(scope)})",
            lambda: f"({self.truth(scope, less)} and {self.truth(scope, less)})",
            lambda: f"({self.truth(scope, less)} or {self.truth(scope, less)})",
            lambda: f"(not {self.truth(scope, less)})",
            lambda: f"if({', '.join(self.truth(scope, less) for _ in range(3))})",
            lambda: f"if({self.truth(scope, less)}, {self.one(SETTLED)})",
            lambda: self.plain_truth(scope),
        ]
        if scope == HOUSEHOLD:
            made.append(
                lambda: (
                    f"{self.one(('any', 'all'))}({self.truth(MEMBER, less)}, {self.truth(MEMBER, less)})"
                )
            )
            made.append(lambda: f"{self.one(('any', 'all'))}({self.truth(MEMBER, less)})")
        if self.benefits:
            made.append(lambda: self.entitled(scope))
        return self.one(made)()

    def calendar(self, scope: str) -> str:
        return f"calendar_months({self.day(scope)}, {self.one(('month_start', 'month_end'))})"

    def months(self, scope: str) -> str:
        names = self.names.of("months", scope)
        return self.one(names) if names and self.chance(0.7) else str(self.random.randrange(13))

    def entitled(self, scope: str) -> str:
        id, payee, _ = self.one(self.benefits)
        return f"any({id}, true)" if payee == MEMBER and scope == HOUSEHOLD else id

    def plain_truth(self, scope: str) -> str:
        names = self.names.of("bool", scope)
        area = self.one(
            (
                *("area == village", "area in [town, hills]", "(area != town)"),
                *("tenure == let", "tenure not in [own, none]"),
                *("division == home_division", "(division != home_division)"),
            )
        )
        if scope == MEMBER:
            area = self.one(("kind == one", "kind not in [none, two]", area))
        received = f"receives({self.one(self.benefits)[0]})" if self.benefits else area
        made = (
            self.one(names),
            self.one(names),
            f"any({received}, true)" if scope == HOUSEHOLD and self.benefits else received,
            area,
            self.threshold(scope),
            self.threshold(scope),
        )
        return self.one((*made, "true") if self.chance(0.3) else made)

    def threshold(self, scope: str) -> str:
        """A fact at a threshold, which need not be a number that the fact can have."""
        sign = self.one(("<", "<=", ">", ">=", "==", "!="))
        whole = self.one(("n", "rooms") if scope == HOUSEHOLD else ("n", "age", "grade", "grade"))
        money = self.one(
            ("stock", "rent", "last_paid", "farm")
            if scope == HOUSEHOLD
            else ("pay", "save", "farm")
        )
        day = self.one(
            ("since", "since", "applied", "moved", "decided")
            if scope == HOUSEHOLD
            else ("born", "since")
        )
        low = self.random.randrange(0, 4)
        return self.one(
            (
                f"({whole} {sign} {low}.5)",
                f"({low}.5 < {whole} < {low + 1}.5)",
                f"({whole} in [{low}, {low + 1}, {low + 1}, {low + 2}])",
                f"(min(1, {whole} / {self.one((4, 6, 30))}) {self.one(('in', 'not in'))} {self.one(LISTS)})",
                f"({money} {sign} {self.third()})",
                f"({money} {sign} {self.yuan()}元)",
                f"({day} {sign} {self.date()})",
                f"(years({day}, month_start) {sign} {self.one((1, 2, 60))})",
            )
        )

    def household_facts_only(self) -> str:
        """The condition of a transitional version."""
        return self.one(
            (
                "rural",
                "not rural",
                "applied >= 2021-01-01",
                "n < 2.5",
                "area == village",
                "rent > 100元 / 3",
                "stock >= 500元",
            )
        )

    # --- sections ---

    def law(self) -> Made:
        depth = 0 if self.plain else self.one((0, 1, 1, 2))
        files = {"cn/base.toml": self._nation()}
        if not self.plain and self.chance(0.3):
            files["cn/more.toml"] = self._below(0)
        for layer in range(1, depth + 1):
            files[f"{LAYERS[layer]}/base.toml"] = self._below(layer)
        lines = [line for text in files.values() for line in text.splitlines()]
        words = {
            word
            for line in lines
            if line.partition(" = ")[0] in FORMULAS
            for word in re.findall("[a-z_]+", line.partition(" = ")[2])
        }
        ids = (*(id for id, _, _ in self.benefits), *self.paid)
        facts = [
            replace(each, values=ids) if each.type == "benefits" else each for each in self.facts
        ]
        words |= {"receiving"} if {"receives", "applied"} & words else set()
        named = [each for each in facts if each.id in words]
        return Made(files, LAYERS[depth], facts, self.marks, named, self.open_figures, self.carries)

    def _nation(self) -> str:
        more = self.one(("", "issued = 2019-11-11", 'announced = 2019-12-01\nstatus = "published"'))
        parts = [
            HEAD.format(id="cn.base", in_force="2020-01-01", more=more),
            JURISDICTION.format(level="nation", depth=0),
        ]
        parts += [each.text() for each in self.facts]
        shared = ", ".join(
            f'{{ id = "{each}", zh = "项{each}", en = "{each}" }}' for each in LISTED
        )
        label = f'label = {{ zh = "表{SHARED}", en = "{SHARED}s" }}'
        parts.append(f"[choice.{SHARED}s]\n{label}\nvalues = [{shared}]\n")
        if self.plain:
            return "\n".join([*parts, *(self._at_thresholds(f"t{place}") for place in range(8))])
        parts += self._figures()
        parts += [self._derived(place) for place in range(self.random.randrange(1, 4))]
        parts += self._incomes()
        parts += [self._derived(place) for place in range(4, 4 + self.random.randrange(0, 3))]
        for place in range(self.random.randrange(2, 6)):
            parts.append(self._benefit(f"b{place}"))
        if self.chance(0.35):
            parts.append(self._phase_out("fading"))
        if self.chance(0.45):
            parts += self._ring()
        for place in range(self.random.randrange(0, 3)):
            self.circles.append(f"c{place}")
            parts.append(self._circle(f"c{place}"))
        paid = [id for id, payee, service in self.benefits if payee == HOUSEHOLD and not service]
        if paid and self.chance(0.4):
            self.carries = True
            fact = self.one(CARRIED)
            parts.append(
                f'[[carry]]\nid = "on"\nfact = "{fact}"\nbenefit = "{self.one(paid)}"\n{CITE}'
            )
        return "\n".join(parts)

    def _circle(self, id: str, more: str = "") -> str:
        return f'[[circle]]\nid = "{id}"\nlabel = {{ zh = "圈{id}", en = "{id}" }}\nwhen = "{self.truth(HOUSEHOLD)}"\n{CITE}{more}{self._days()}'

    def _figures(self) -> list[str]:
        made: list[str] = []
        kinds = [
            self.one((*("money",) * 6, "rate", "rate", "int", "int", "bool", "date", "months"))
            for _ in range(self.random.randrange(2, 6))
        ]
        self.figure_kinds: dict[str, str] = {}
        for place, kind in enumerate(kinds):
            id = f"g{place}"
            head = (
                f'[figure.{id}]\nlabel = {{ zh = "数{id}", en = "{id}" }}\ntype = "{kind}"\n{CITE}'
            )
            if kind in ("money", "rate", "int") and self.chance(0.12):
                most = {"money": 900, "rate": 2, "int": 9}[kind]
                self.open_figures[id] = (kind, most)
                head += f"min = 0\nmax = {most}\n"
                made.append(head)
            else:
                made.append(head + self._versions(id, kind, "2020-01-01", ""))
            self.figure_kinds[id] = kind
            self.names.add(kind, HOUSEHOLD, id)
        return made

    def value(self, id: str, kind: str) -> str:
        """The value of a version, or a share of an earlier figure of money."""
        earlier = [
            each
            for each, other in self.figure_kinds.items()
            if other == kind == "money" and int(each[1:]) < int(id[1:])
        ]
        if earlier and self.chance(0.5):
            return f'share = "{self.percent()}"\nof = "{self.one(earlier)}"\n'
        if self.chance(0.15):
            by, kinds = self.one((("area", ("town", "village", "hills")), (SHARED, LISTED)))
            values = ", ".join(f"{each} = {self.one_value(kind)}" for each in kinds)
            return f'by = "{by}"\nvalues = {{ {values} }}\n'
        return f"value = {self.one_value(kind)}\n"

    def one_value(self, kind: str) -> str:
        return {
            "money": self.yuan,
            "rate": lambda: f'"{self.percent()}"',
            "bool": lambda: self.one(("true", "false")),
            "date": self.date,
        }.get(kind, lambda: str(self.random.randrange(0, 9)))()

    def _versions(self, id: str, kind: str, start: str, replaces: str) -> str:
        """Versions in the order of time; some end, some are corrected, some are for some cases."""
        first = datetime.date.fromisoformat(start)
        heard = first - datetime.timedelta(days=self.one((0, 30, 400)))
        parts: list[str] = []
        for _ in range(self.random.randrange(1, 4)):
            general = not parts or self.chance(0.5)
            last = first + datetime.timedelta(days=self.one((100, 250)))
            body = f'from = {first}\nannounced = {heard}\nstatus = "published"\n{replaces}'
            if parts and self.chance(0.2):
                body += f"last_day = {last}\n"
            if not general:
                body += f'only_for = "{self.household_facts_only()}"\n'
            parts.append(f"[[figure.{id}.version]]\n{body}{self.value(id, kind)}")
            if general and self.chance(0.25):
                later = heard + datetime.timedelta(days=self.random.randrange(1, 100))
                parts.append(
                    f'[[figure.{id}.version]]\nfrom = {first}\nannounced = {later}\ncorrects = {heard}\nstatus = "published"\n{replaces}{self.value(id, kind)}'
                )
                heard = later
            first = (first + datetime.timedelta(days=self.one((31, 200, 365)))).replace(
                day=self.one((1, 1, 15))
            )
            heard = max(
                heard + datetime.timedelta(days=1),
                first - datetime.timedelta(days=self.one((-60, 0, 20, 90))),
            )
        return "\n".join(parts)

    def _derived(self, place: int) -> str:
        scope = self.one((HOUSEHOLD, MEMBER))
        kind = self.one((*("money", "int", "bool", "rate") * 2, "money", "date"))
        id = f"d{place}"
        head = f'[derived.{id}]\nlabel = {{ zh = "推{id}", en = "{id}" }}\nentity = "{scope}"\ntype = "{kind}"\n{CITE}'
        if self.chance(0.6):
            made = f'{head}formula = "{self.formula(kind, scope)}"\n'
        else:
            made = head + "".join(
                f'[[derived.{id}.version]]\nfrom = {first}\nannounced = {heard}\nformula = "{self.formula(kind, scope)}"\n'
                for first, heard in (
                    ("2019-01-01", "2018-12-01"),
                    (self.one(("2020-07-01", "2021-01-15")), "2020-12-20"),
                )
            )
        self.before[id] = (head, kind, scope, copy.deepcopy(self.names))
        self.names.add(kind, scope, id)
        return made

    def anew(self, id: str) -> str:
        """A derived value that a lower layer lays down anew, by what came before it."""
        head, kind, scope, names = self.before[id]
        now, self.names, benefits, self.benefits = self.names, names, self.benefits, []
        text = f'{head}replaces = "cn.base"\nformula = "{self.formula(kind, scope)}"\n'
        self.names, self.benefits = now, benefits
        return text

    def formula(self, kind: str, scope: str) -> str:
        if kind == "date":
            return f"if({self.truth(scope, 1)}, {self.day(scope)}, {self.day(scope)})"
        return {"money": self.money, "int": self.whole, "bool": self.truth, "rate": self.rate}[
            kind
        ](scope, 2)

    def _incomes(self) -> list[str]:
        made = [
            f'[[income]]\nid = "i{place}"\nlabel = {{ zh = "入{place}", en = "i{place}" }}\nvalue = "{value}"\n{CITE}'
            for place, value in enumerate(self.one(((), ("pay",), ("pay", "max(save, 10元) / 3"))))
        ]
        if not made:
            return made
        self.first_names = copy.deepcopy(self.names)  # what does not rest on what counts
        for place in range(self.random.randrange(0, 4)):
            made.append(
                self._exemption(f"e{place}", self.random.randrange(len(made) if place == 0 else 1))
            )
        for _ in range(4):  # so that much rests on it
            self.names.add("money", MEMBER, "own_countable_income")
        self.names.add("money", MEMBER, "countable_i0")
        return made

    def _exemption(self, id: str, income: int, more: str = "") -> str:
        body = f'[[exemption]]\nid = "{id}"\nlabel = {{ zh = "免{id}", en = "{id}" }}\nincome = "i{income}"\n{CITE}{more}'
        if self.chance(0.6):
            body += f'when = "{self.truth(MEMBER, 1)}"\n'
        if self.chance(0.6):
            body += f'deduct = "max(0元, {self.money(MEMBER, 1)})"\n'
            if self.chance(0.4):
                body += f'cap = "{self.yuan()}元"\n'
        else:
            body += f'share = "{self.one(("50%", "100%", "12.5%"))}"\n'
        if self.chance(0.2):
            body += f"last_day = {self.one(('2020-06-30', '2021-06-30'))}\n"
        return body

    # --- benefits ---

    def _head(self, id: str, payee: str, section: str = "benefit") -> str:
        lines = [
            f"[{section}.{id}]",
            f'label = {{ zh = "待{id}", en = "{id}" }}',
            f'payee = "{payee}"',
            CITE.strip(),
        ]
        starts = ("not stated", "not stated", "month of application", "month after decision")
        lines.append(f'starts = "{self.one(starts[:3] if self.chance(0.7) else starts)}"')
        if self.chance(0.2):
            lines.append(f"begins = {self.one(('2019-05-01', '2020-08-01'))}")
        if self.chance(0.1):
            lines.append(f"ends = {self.one(('2021-03-31', '2021-12-31'))}")
        return "\n".join(lines) + "\n"

    def rounding(self) -> str:
        return f'rounding = {{ step = "{self.one(ROUNDINGS)}", direction = "{self.one(DIRECTIONS)}" }}\n'

    def _benefit(self, id: str) -> str:
        payee = self.one((HOUSEHOLD, HOUSEHOLD, MEMBER))
        text = self._head(id, payee)
        service = self.chance(0.1)
        clauses: list[str] = []
        if service:
            text += "service = true\n"
        else:
            text += self.rounding()
            if self.chance(0.2):
                text += f'payable = "{self.one(("once", "once", "quarterly", "yearly"))}"\n'
            if self.chance(0.5):
                text += f'of = "{self.money(payee, 0)}"\n'
                has_of = True
            else:
                has_of = False
            if self.chance(0.5):
                text += f'amount = "{self.money(payee, 3)}"\n'
            else:
                text += f"{self._hit()}gaps = true\n"
                self.hits[id] = self.hit
                clauses += self._rows(id, payee, has_of)
            if payee == HOUSEHOLD and self.chance(0.35):
                text += f'supplement_for = "{self.truth(MEMBER, 1)}"\n'
                clauses += [
                    self._row(id, "supplement", f"s{place}", MEMBER, has_of)
                    for place in range(self.random.randrange(1, 4))
                ]
        clauses += [
            self._require(id, payee, f"r{place}") for place in range(self.random.randrange(0, 4))
        ]
        if self.benefits and self.chance(0.4):
            clauses.append(self._exclude(id, payee, "x0"))
        self.random.shuffle(clauses)
        self.benefits.append((id, payee, service))
        return text + "".join(clauses)

    def _at_thresholds(self, id: str) -> str:
        payee = self.one((HOUSEHOLD, HOUSEHOLD, MEMBER))
        one, other = self.threshold(payee), self.threshold(payee)
        when = self.one((one, f"({one} and {other})", f"({one} or {other})"))
        text = self._head(id, payee) + self.rounding() + f'amount = "{self.money(payee, 1)}"\n'
        text += f'[[benefit.{id}.require]]\nid = "r0"\nwhen = "{when}"\n{self._because()}'
        self.paid.append(id)
        return text

    def _hit(self) -> str:
        self.hit = self.one(("first", "unique", "highest", "sum"))
        return f'hit = "{self.hit}"\n'

    def _rows(self, id: str, payee: str, has_of: bool) -> list[str]:
        if self.hit != "unique":
            return [
                self._row(id, "row", f"w{place}", payee, has_of)
                for place in range(self.random.randrange(1, 5))
            ]
        turns = sorted(self.random.sample(range(0, 8), 3))
        whens = [f"n < {turns[0]}.5", f"{turns[0]}.5 <= n < {turns[1]}.5", f"n >= {turns[2]}.5"]
        return [
            self._row(id, "row", f"w{place}", payee, has_of, when)
            for place, when in enumerate(whens)
        ]

    def _row(
        self, id: str, kind: str, row: str, scope: str, has_of: bool, when: str = "", more: str = ""
    ) -> str:
        self.laid.setdefault(id, []).append((kind, row, has_of))
        worth = (
            f'share = "{self.rate(scope, 1)}"\n'
            if has_of and self.chance(0.5)
            else f'amount = "{self.money(scope, 1)}"\n'
        )
        return f'[[benefit.{id}.{kind}]]\nid = "{row}"\nwhen = "{when or self.truth(scope, 1)}"\n{worth}{self._because()}{more}{self._days()}'

    def _require(
        self, id: str, payee: str, name: str, more: str = "", section: str = "benefit"
    ) -> str:
        self.required |= {id} if name == "r0" else set()
        return f'[[{section}.{id}.require]]\nid = "{name}"\nwhen = "{self.truth(payee, 2)}"\n{self._because()}{more}{self._days()}'

    def _exclude(self, id: str, payee: str, name: str) -> str:
        other = self.payment(payee)
        keep = self.one(("other", "higher"))
        if keep == "other" and self.chance(0.4):
            other = self.truth(payee, 1)
        return f'[[benefit.{id}.exclude]]\nid = "{name}"\nwith = "{other}"\nkeep = "{keep}"\n{self._because()}'

    def _because(self) -> str:
        return 'because = { zh = "因", en = "because" }\n' + CITE

    def _days(self) -> str:
        """Days of a clause, mostly none."""
        if self.chance(0.8):
            return ""
        made = self.one(
            (
                "from = 2020-06-01\n",
                "last_day = 2021-02-28\n",
                "from = 2020-03-15\nlast_day = 2021-08-31\n",
            )
        )
        return made + (
            f"announced = {self.one(('2020-05-05', '2021-02-10'))}\n" if self.chance(0.4) else ""
        )

    def _ring(self) -> list[str]:
        """Two or three benefits of one payee that exclude one another by what each would pay."""
        payee, count = self.one((HOUSEHOLD, MEMBER)), self.one((2, 3))
        keep = self.one(("higher", "higher", "other"))
        made: list[str] = []
        names = [f"ring{place}" for place in range(count)]
        for place, id in enumerate(names):
            text = self._head(id, payee) + self.rounding()
            text += f'amount = "{self.one((self.money(payee, 1), "100元", self.yuan() + "元"))}"\n'
            if self.chance(0.5):
                text += self._require(id, payee, "r0")
            following = names[(place + 1) % count]
            others = (
                [f"gross({following})"]
                if count == 2 or self.chance(0.6)
                else [f"gross({each})" for each in names if each != id]
            )
            with_ = others[0] if len(others) == 1 else f"max({', '.join(others)})"
            text += f'[[benefit.{id}.exclude]]\nid = "x"\nwith = "{with_}"\nkeep = "{keep}"\n{self._because()}'
            if self.benefits and self.chance(0.2):
                text += self._exclude(id, payee, "outside")
            made.append(text)
        self.benefits += [(id, payee, False) for id in names]
        return made

    def _phase_out(self, id: str) -> str:
        text = self._head(id, HOUSEHOLD, "phase_out") + self.rounding()
        text += f'base = "{self.one(("last_paid", self.money(HOUSEHOLD, 1)))}"\nmonth = "{self.one(("n", "calendar_months(applied, month_start) + 1"))}"\n'
        if self.chance(0.5):
            text += self._require(id, HOUSEHOLD, "r0", section="phase_out")
        for place, share in enumerate(("100%", "50%", "12.5%")[: self.one((1, 2, 3))]):
            named = self.names.months[HOUSEHOLD]
            months = f'"{self.one(named)}"' if named and self.chance(0.4) else self.one((1, 2, 3))
            text += f'[[phase_out.{id}.step]]\nid = "p{place}"\nmonths = {months}\nshare = "{share}"\n{self._because()}'
        self.benefits.append((id, HOUSEHOLD, False))
        return text

    # --- layers below ---

    def _below(self, layer: int) -> str:
        id = ("cn.more", "cn.p.base", "cn.p.c.base")[layer]
        in_force = self.one(("2020-01-01", "2020-07-01", "2021-03-01"))
        more = self.one(
            ("", "issued = 2020-02-02", "announced = 2020-09-09", "valid_until = 2021-09-30")
        )
        parts = [HEAD.format(id=id, in_force=in_force, more=more)]
        if layer:
            parts.append(JURISDICTION.format(level=LEVELS[layer], depth=layer))
        for figure, kind in self.figure_kinds.items():
            if layer and self.chance(0.4):
                above = self.stated.setdefault(
                    figure, [] if figure in self.open_figures else ["cn.base"]
                )
                replaces = f"replaces = {above}\n".replace("'", '"') if above else ""
                parts.append(
                    f"[figure.{figure}]\n{CITE}" + self._versions(figure, kind, in_force, replaces)
                )
                above.append(id)
        every = list(self.benefits)
        for place, (benefit, payee, service) in enumerate(every):
            if self.chance(0.45):
                self.benefits = every[:place]  # whatever it names comes before it
                parts.append(self._changed(benefit, payee, service))
        self.benefits = every
        parts += [self.anew(each) for each in self.before if layer and self.chance(0.12)]
        for each in self.circles:
            if self.chance(0.2):
                parts.append(self._circle(each, 'replaces = "cn.base"\n'))
        if self.chance(0.15):
            parts.append(self._circle(f"c_local{layer}"))
        if self.chance(0.3) and "own_countable_income" in self.names.money[MEMBER]:
            later, self.names = self.names, self.first_names
            self.benefits = []
            parts.append(self._exemption(f"local{layer}", 0))
            self.names, self.benefits = later, every
        if self.chance(0.4):
            parts.append(self._benefit(f"local{layer}"))
        return "\n".join(parts)

    def _changed(self, id: str, payee: str, service: bool) -> str:
        """What a layer makes of a benefit from above: more clauses, others, or other keys."""
        section = "phase_out" if id == "fading" else "benefit"
        replaces = 'replaces = "cn.base"\n'
        rows = self.laid.get(id, [])
        make = self.one(("require", "replace", "drop", "keys", "end", "row", "no row", "more rows"))
        unique = self.hits.get(id) == "unique"
        if make in ("row", "no row", "more rows") and rows and not unique and "local" not in id:
            kind, row, has_of = self.one(rows)
            scope = MEMBER if kind == "supplement" else payee
            if make == "more rows":
                return self._row(id, kind, f"{row}_{self.random.randrange(1000)}", scope, has_of)
            if make == "row":
                return self._row(id, kind, row, scope, has_of, more=replaces)
            return f'[[{section}.{id}.{kind}]]\nid = "{row}"\n{replaces}drop = true\n'
        make = make if make in ("replace", "drop", "keys", "end") else "require"
        if id.startswith("local") or (make in ("replace", "drop") and id not in self.required):
            make = "require"
        if make == "require":
            return self._require(id, payee, f"more{self.random.randrange(1000)}", section=section)
        if make == "replace":
            return self._require(id, payee, "r0", replaces, section)
        if make == "drop":
            return f'[[{section}.{id}.require]]\nid = "r0"\n{replaces}drop = true\n'
        if make == "end":
            return (
                f"[{section}.{id}]\n{replaces}drop = true\n{self.one(('', 'from = 2021-05-01'))}\n"
            )
        text = f"[{section}.{id}]\n{replaces}{CITE}"
        if service:
            return text + 'starts = "not stated"\n'
        text += self.one((self.rounding(), 'starts = "not stated"\n', self.rounding()))
        if section == "benefit" and self.chance(0.5):
            text += f'amount = "{self.money(payee, 2)}"\n'
        return text


def plain(value: Fraction) -> str:
    """A number as files and cases write it, with at most two decimals."""
    cents = int(value * 100)
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100}" + (f".{cents % 100:02}" if cents % 100 else "")


def random_law(random: Random) -> Made:
    """A law of one to three layers."""
    return Writer(random).law()


# --- cases ---

DATES = ("2020-02-29", "2021-01-01", "2020-12-31", "1960-06-15", "2021-07-01")


def every_value(
    fact: Fact, marks: Sequence[Fraction], case: Mapping[str, Any] | None = None
) -> list[Any]:
    """The values of a fact at all thresholds of a law and at all that a case says, beside them, some
    between, and at its ends.
    """
    said = (
        [] if case is None else [each for one in (case, *case["members"]) for each in one.values()]
    )
    match fact.type:
        case "bool":
            return [False, True]
        case "choice":
            return list(fact.values)
        case "date" if fact.values:
            return list(fact.values)
        case "code":
            return list(CODES)
        case "benefits":
            return [[], *([each] for each in fact.values), list(fact.values)]
        case "date":
            told = [
                each for each in said if isinstance(each, str) and each[4:5] == each[7:8] == "-"
            ]
            days = [
                datetime.date.fromisoformat(each)
                for each in (*DATES, *told, "1900-01-01", "2199-12-31")
            ]
            beside = {min(max(day, days[-2]), days[-1]) for day in days}
            for day in days[:-2]:
                beside |= {day + datetime.timedelta(days=by) for by in (-1, 1)}
            beside |= {datetime.date(year, 1, 1) for year in range(1901, 2200, 7)}
            beside |= {datetime.date(year, 1, 1) for year in range(1955, 2024)}
            beside |= {
                datetime.date(2019 + each // 12, each % 12 + 1, day)
                for each in range(48)
                for day in (1, 28)
            }
            return [*map(str, sorted(beside)), *(["none"] if fact.presumed is not None else [])]
        case "int":
            return list(range(fact.low, fact.high + 1))
        case _:
            sums = {one for each in said if (one := _sum(each)) is not None}
            steps = {fact.low + Fraction(fact.high - fact.low, 60) * each for each in range(61)}
            near = {*marks, *sums, *(Fraction(int(each * 100), 100) for each in steps)}
            return [
                *map(plain, _beside(near, fact)),
                *(
                    {"per_year": plain(each)}
                    for each in (_yearly({*marks, *sums}, fact) if fact.flow else ())
                ),
            ]


def _sum(said: Any) -> Fraction | None:
    """The sum a month that a case says, if it is one."""
    yearly = said.get("per_year") if isinstance(said, Mapping) else None
    text = said if yearly is None else yearly
    if not isinstance(text, str) or re.fullmatch(r"-?\d+(\.\d+)?", text) is None:
        return None
    return Fraction(text) / (1 if yearly is None else 12)


def _beside(marks: Iterable[Fraction], fact: Fact, months: int = 1) -> list[Fraction]:
    """The ends of a sum of money, what it is at marks, and a fen beside them."""
    ends = Fraction(fact.low * months), Fraction(fact.high * months)
    near = {mark + Fraction(by, 100) for mark in marks for by in (-1, 0, 1)}
    return sorted({*ends, *(one for one in near if ends[0] <= one <= ends[1])})


def _yearly(marks: Iterable[Fraction], fact: Fact) -> list[Fraction]:
    """Yearly sums whose twelfth is at a mark or at the third of one, and a fen beside them."""
    return _beside([each * times for each in marks for times in (12, 4)], fact, 12)


def random_value(random: Random, fact: Fact, marks: Sequence[Fraction]) -> Any:
    """A value of a fact, often at a threshold of the law or beside it."""
    match fact.type:
        case "bool":
            return random.random() < 0.5
        case "choice":
            return random.choice(fact.values)
        case "date" if fact.values:
            return random.choice(fact.values)
        case "code":
            return random.choice(CODES)
        case "benefits":
            return [each for each in fact.values if random.random() < 0.3]
        case "date":
            if fact.presumed is not None and random.random() < 0.3:
                return "none"
            near = random.choice(
                ("2020-02-29", "2021-01-01", "2020-12-31", "1960-06-15", "2021-07-01")
            )
            day = datetime.date.fromisoformat(near) + datetime.timedelta(
                days=random.choice((0, 0, -1, 1, 40, -400))
            )
            return str(day)
        case "int":
            near = int(random.choice(marks)) + random.choice((0, -1, 1))
            return min(
                max(
                    near if random.random() < 0.5 else random.randint(fact.low, fact.high), fact.low
                ),
                fact.high,
            )
        case _:
            pass
    near = random.choice(marks) + Fraction(random.choice((0, 0, -1, 1, 33)), 100)
    if random.random() < 0.3:
        near = Fraction(random.randint(fact.low * 100, fact.high * 100), 100)
    yuan = min(max(near, Fraction(fact.low)), Fraction(fact.high))
    if fact.flow and random.random() < 0.1:
        return {"per_year": plain(random.choice(_yearly([random.choice(marks)], fact)))}
    if fact.flow and random.random() < 0.3:
        return {
            "per_year": plain(
                min(yuan * 12 + Fraction(random.randrange(12), 100), Fraction(fact.high * 12))
            )
        }
    return plain(yuan)


def random_case(random: Random, law: Made) -> dict[str, Any]:
    """A complete case of up to four members; presumed facts are often left out."""

    def given(entity: str) -> dict[str, Any]:
        return {
            each.id: random_value(random, each, law.marks)
            for each in law.facts
            if each.entity == entity and (each.presumed is None or random.random() < 0.5)
        }

    members = [given(MEMBER) for _ in range(random.choice((0, 1, 1, 2, 3, 4)))]
    if members and random.random() < 0.04:  # a crowd, many of whom are alike
        members = [random.choice(members) for _ in range(random.choice((9, 10, 12, 14)))]
    people = [{"id": f"p{place}", **each} for place, each in enumerate(members)]
    return {"id": "h", **given(HOUSEHOLD), "members": people}


Gap = tuple[int, Fact]  # the place of a member (-1 is the household) and a fact


def with_gaps(
    random: Random, law: Made, case: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Gap]]:
    """The case with some facts unknown, mostly few and such as formulas name, and which they are."""
    places = [-1, *range(len(case["members"]))]
    facts = law.named if law.named and random.random() < 0.8 else law.facts
    every = [
        (place, fact)
        for place in places
        for fact in facts
        if (fact.entity == HOUSEHOLD) == (place < 0)
    ]
    gaps = random.sample(every, min(len(every), random.choice((1, 1, 1, 2, 2, 3, 4, 7))))
    if len(case["members"]) > 8 and random.random() < 0.7:  # of all who are alike, too
        people = [{**each, "id": ""} for each in case["members"]]
        gaps = [
            gap
            for gap in every
            if any(
                gap[1] is fact
                and (gap[0] == who or (min(gap[0], who) >= 0 and people[gap[0]] == people[who]))
                for who, fact in gaps
            )
        ]
    return filled(case, [(gap, {"unknown": True}) for gap in gaps]), gaps


def filled(case: Mapping[str, Any], values: Sequence[tuple[Gap, Any]]) -> dict[str, Any]:
    """The case with facts given."""
    made: dict[str, Any] = {**case, "members": [dict(each) for each in case["members"]]}
    for (place, fact), given in values:
        (made if place < 0 else made["members"][place])[fact.id] = given
    return made


def completion(
    random: Random, law: Made, case: Mapping[str, Any], gaps: Sequence[Gap]
) -> dict[str, Any]:
    """The case with every gap filled by some value; by none where it is known not to matter."""
    made = filled(case, [(gap, random_value(random, gap[1], law.marks)) for gap in gaps])
    return filled(made, [(gap, None) for gap in gaps if idle(case, gap)])


def idle(case: Mapping[str, Any], gap: Gap) -> bool:
    """Whether a fact does not matter in a case, whatever it is: then it is not unknown."""
    place, fact = gap
    return fact.id == "grade" and case["members"][place]["kind"] == "none"


def random_opened(random: Random, law: Made) -> dict[str, Fraction]:
    """Values for the figures that nobody found, as formulas see them."""
    parts = {"money": 100, "rate": 1000, "int": 1}  # of money fen, of a rate thousandths
    made: dict[str, Fraction] = {}
    for id, (kind, most) in law.open_figures.items():
        top = most * parts[kind]
        value = random.choice((0, top, random.randint(0, top), random.randint(0, top)))
        made[id] = Fraction(value, 1000 if kind == "rate" else 1)
    return made


def random_month(random: Random) -> tuple[int, int]:
    return random.choice((2020, 2020, 2021, 2021, 2022)), random.randint(1, 12)


def random_day(random: Random) -> int:
    """A day of knowledge, as YYYYMMDD."""
    day = datetime.date(2020, 1, 1) + datetime.timedelta(
        days=random.choice((0, 300, 500, 700, 1500, 1500, 1500))
    )
    return day.year * 10000 + day.month * 100 + day.day
