"""A plain reading of policy files: one case in one month, decided as docs/format.md tells it.

Of the library it uses parsed formulas alone, given by where they stand. What is open or unknown has
to be given a value: a decision here is always exact.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.random_laws import formulas
from tests.random_laws.dating import NO_END, Version, in_force, in_order
from tests.random_laws.formulas import Value, holds, rounded, value

Place = tuple[Any, ...]
Nodes = Mapping[Place, Any]
Case = Mapping[str, Any]

KEYS = {
    "amount": ("service", "amount", "hit", "gaps"),
    "of": ("of",),
    "rounding": ("rounding",),
    "starts": ("starts",),
    "payable": ("payable",),
    "supplement_for": ("supplement_for",),
    "base": ("base",),
    "month": ("month",),
}
LISTS = ("require", "row", "step", "supplement", "exclude")
ALWAYS, NEVER = Fraction(1_01_01), Fraction(9999_12_31)


class Open(Exception):
    """A figure that nobody found would have to be known."""


def number(day: Any) -> int:
    """A day of a file as YYYYMMDD."""
    return day.year * 10000 + day.month * 100 + day.day


@dataclass(frozen=True)
class File:
    """One policy file: its layer, its values, its head."""

    depth: int
    content: dict[str, Any]

    @property
    def id(self) -> str:
        return self.content["document"]["id"]

    @property
    def in_force(self) -> int:
        return number(self.content["document"]["in_force"])

    @property
    def until(self) -> int:
        until = self.content["document"].get("valid_until")
        return NO_END if until is None else number(until)

    @property
    def announced(self) -> int:
        """Since when what has no day of its own is known: 0, always, where the file says none."""
        head = self.content["document"]
        day = head.get("announced") or head.get("issued")
        return 0 if day is None else number(day)

    def version(self, item: dict[str, Any], place: Place, living: str) -> Version:
        """An entry that lives, where it says nothing else, `always`, `benefit` or `document`; a
        `figure` states its own days.
        """
        if living != "figure" and (item.get("replaces") is not None or item.get("drop")):
            living = "document"
        of_document = living == "document"
        first = item.get("from")
        last = item.get("last_day")
        own = item.get("announced")
        corrects = item.get("corrects")
        return Version(
            item,
            (self.id, *place),
            self.depth,
            number(first) if first else self.in_force if of_document else 0,
            number(last) if last else self.until if of_document else NO_END,
            number(own) if own else self.announced if living in ("document", "figure") else 0,
            number(corrects) if corrects else 0,
            "only_for" in item,
            bool(item.get("drop")),
        )


@dataclass
class Benefit:
    """A benefit over all layers."""

    id: str
    section: str
    item: dict[str, Any]
    file: File
    keys: dict[str, list[Version]] = field(default_factory=dict[str, list[Version]])
    lives: list[Version] = field(default_factory=list[Version])  # other lives, and ends of it
    clauses: dict[str, dict[str, list[Version]]] = field(
        default_factory=dict[str, dict[str, list[Version]]]
    )

    @property
    def payee(self) -> str:
        return self.item["payee"]


class PlainLaw:
    """The files of a jurisdiction and of those above it, by name and version."""

    def __init__(self, root: Path, jurisdiction: str, nodes: Nodes) -> None:
        self.nodes = nodes
        self.facts: dict[tuple[str, str], dict[str, Any]] = {}
        self.choices: dict[str, list[dict[str, Any]]] = {}
        self.figures: dict[str, tuple[dict[str, Any], list[Version]]] = {}
        self.derived: dict[str, list[Version]] = {}
        self.incomes: dict[str, list[Version]] = {}
        self.exemptions: dict[str, list[Version]] = {}
        self.circles: dict[str, list[Version]] = {}
        self.benefits: dict[str, Benefit] = {}
        self.carries: list[dict[str, Any]] = []
        self.days: dict[tuple[int, int], dict[Any, Any]] = {}
        for file in files(root, jurisdiction):
            self._read(file)

    def _read(self, file: File) -> None:
        content = file.content
        for id, item in content.get("choice", {}).items():
            self.choices[id] = item["values"]
        for id, item in content.get("fact", {}).items():
            both = item["entity"] == "both"
            for entity in ("household", "member") if both else (item["entity"],):
                self.facts[entity, id] = item
        for id, item in content.get("figure", {}).items():
            _, versions = self.figures.setdefault(id, (item, []))
            for place, each in enumerate(item.get("version", [])):
                version = file.version(each, ("figure", id, "version", place), "figure")
                versions.append(version)
        for id, item in content.get("derived", {}).items():
            living = "document" if id in self.derived else "always"
            versions = self.derived.setdefault(id, [])
            if "formula" in item:
                versions.append(file.version(item, ("derived", id), living))
            for place, each in enumerate(item.get("version", [])):
                above = {"replaces": item["replaces"]} if "replaces" in item else {}
                where = ("derived", id, "version", place)
                versions.append(file.version({**above, **each}, where, living))
        for section, found, living in (
            ("income", self.incomes, "always"),
            ("exemption", self.exemptions, "document"),
            ("circle", self.circles, "document"),
        ):
            for place, item in enumerate(content.get(section, [])):
                versions = found.setdefault(item["id"], [])
                versions.append(
                    file.version(item, (section, place), "document" if versions else living)
                )
        for section in ("benefit", "phase_out"):
            for id, item in content.get(section, {}).items():
                if id not in self.benefits:
                    self.benefits[id] = Benefit(id, section, item, file)
                self._benefit(self.benefits[id], file, item)
        self.carries.extend(content.get("carry", []))

    def _benefit(self, benefit: Benefit, file: File, item: dict[str, Any]) -> None:
        defines = file is benefit.file
        place = (benefit.section, benefit.id)
        for group, keys in KEYS.items():
            if any(key in item for key in keys):
                living = "always" if defines else "document"
                made = file.version({**item, "drop": False} if defines else item, place, living)
                benefit.keys.setdefault(group, []).append(made)
        if item.get("drop") or (not defines and ("begins" in item or "ends" in item)):
            benefit.lives.append(file.version(item, place, "document"))
        for kind in LISTS:
            for number_, each in enumerate(item.get(kind, [])):
                where = (*place, kind, number_)
                versions = benefit.clauses.setdefault(kind, {}).setdefault(each["id"], [])
                versions.append(file.version(each, where, "benefit" if defines else "document"))

    def node(self, version: Version, key: str) -> Any:
        """The parsed formula under a key of a version."""
        return self.nodes[(*version.place, key)]


def files(root: Path, jurisdiction: str) -> list[File]:
    """The files of a jurisdiction from the nation down, those of one layer by their first day."""
    found: list[File] = []
    parts = jurisdiction.split("/")
    for depth in range(len(parts)):
        folder = root.joinpath(*parts[: depth + 1])
        layer = [
            File(depth, tomllib.loads(each.read_text(encoding="utf-8"), parse_float=Decimal))
            for each in sorted(folder.glob("*.toml"))
        ]
        found.extend(sorted(layer, key=lambda each: (each.in_force, each.id)))
    return found


def figure_value(kind: str, written: Any) -> Value:
    """A written figure: money in fen, a percentage as a fraction, a day as YYYYMMDD."""
    if kind == "date":
        return Fraction(number(written))
    if kind == "bool":
        return Fraction(int(written))
    if isinstance(written, str):
        return Fraction(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    return Fraction(written) * (100 if kind == "money" else 1)


@dataclass(frozen=True)
class Said:
    """What is due to one payee: status, fen (None for a service), and each rule with its truth.

    The truth is None for the exclusions of a ring: which of them takes a right away is nowhere told.
    """

    status: str
    amount: Value | None
    reasons: tuple[tuple[str, bool | None], ...]


@dataclass(frozen=True)
class PlainAnswer:
    circle: str
    benefits: Mapping[tuple[str, str], Said]
    total: Value
    once: Value
    effects: frozenset[str]


class Decision:
    """One case in one month; values are worked out when they are asked for, and kept."""

    def __init__(
        self,
        law: PlainLaw,
        case: Case,
        month: tuple[int, int],
        known: int,
        opened: Mapping[str, Value] | None = None,
    ) -> None:
        self.law, self.case, self.known = law, case, known
        year, which = month
        self.first = year * 10000 + which * 100 + 1
        after = (year + 1, 1) if which == 12 else (year, which + 1)
        ends = formulas.date(Fraction(after[0] * 10000 + after[1] * 100 + 1)).toordinal() - 1
        self.last = number(formulas.datetime.date.fromordinal(ends))
        self.opened = opened or {}
        self.household = Who(self, -1)
        self.people = [Who(self, place) for place in range(len(case["members"]))]
        self.memo: dict[tuple[Any, ...], Any] = {}
        self.effects: set[str] = set()  # the parts of a law that had an effect, in words
        # what is the same for all cases of the month
        self.of_day = law.days.setdefault((self.first, known), {})
        self.rings, self.ring_clauses = self._once(lambda: _rings(self), "rings")

    def _once(self, work: Callable[[], Any], *key: Any) -> Any:
        if key not in self.of_day:
            self.of_day[key] = work()
        return self.of_day[key]

    def note(self, effect: str) -> None:
        """Remembers that a part of the law had an effect; whoever tries laws counts them."""
        self.effects.add(effect)

    def node(self, version: Version, key: str) -> Any:
        """The parsed formula under a key of a version that is used."""
        if version.depth:
            self.note("words of a lower layer")
        if version.item.get("replaces") is not None:
            self.note("words that replace others")
        return self.law.node(version, key)

    def live(self, versions: Sequence[Version]) -> Version | None:
        return self._once(lambda: in_force(versions, self.first, self.known), id(versions))

    def alive(self, benefit: Benefit) -> bool:
        """Whether there is the benefit in the month: in its own life, and not done without."""
        return not self.absence(benefit)

    def absence(self, benefit: Benefit) -> str:
        """Why there is no such benefit in the month, in a word; nothing where there is."""
        return self._once(lambda: self._absence(benefit), "alive", benefit.id)

    def _absence(self, benefit: Benefit) -> str:
        item, file = benefit.item, benefit.file
        begins = number(item["begins"]) if "begins" in item else file.in_force
        ends = number(item["ends"]) if "ends" in item else file.until
        own = item.get("announced")
        since = number(own) if own else file.announced
        amended = in_order(benefit.lives, self.first, self.known)
        if amended:
            if amended[0].dropped:
                return "done without"
            later, since = amended[0].item, 0
            begins = number(later["begins"]) if "begins" in later else begins
            ends = number(later["ends"]) if "ends" in later else ends
        if since > self.known:
            return "not announced"
        return "" if begins <= self.first <= ends else "not begun or ended"

    def key(self, benefit: Benefit, group: str) -> Version | None:
        return self.live(benefit.keys[group]) if group in benefit.keys else None

    def clauses(self, benefit: Benefit, kind: str) -> list[Version]:
        """The clauses of a kind in force; whoever states the amount anew shuts out rows above."""
        return self._once(lambda: self._clauses(benefit, kind), "clauses", benefit.id, kind)

    def _clauses(self, benefit: Benefit, kind: str) -> list[Version]:
        found = [self.live(each) for each in benefit.clauses.get(kind, {}).values()]
        made = [each for each in found if each is not None]
        table = self.key(benefit, "amount")
        if kind not in ("row", "step") or table is None or table.place[0] == benefit.file.id:
            return made
        replaced = table.item.get("replaces") or []
        gone = [replaced] if isinstance(replaced, str) else replaced
        return [
            each
            for each in made
            if each.depth > table.depth
            or each.place[0] == table.place[0]
            or (each.depth == table.depth and each.place[0] not in gone)
        ]

    def payees(self, benefit: Benefit) -> list[Who]:
        return [self.household] if benefit.payee == "household" else self.people

    def answer(self) -> PlainAnswer:
        said: dict[tuple[str, str], Said] = {}
        if len(self.people) > 8:
            self.note("a crowd")
        sums = {True: Fraction(0), False: Fraction(0)}
        for benefit in self.law.benefits.values():
            if why := self.absence(benefit):
                self.note(f"life: {why}")
            else:
                for who in self.payees(benefit):
                    made = said[benefit.id, who.id] = who.said(benefit)
                    if made.amount is not None:
                        sums[self.payable(benefit) == "monthly"] += made.amount
        circle = self.circle()
        return PlainAnswer(circle, said, sums[True], sums[False], frozenset(self.effects))

    def payable(self, benefit: Benefit) -> str:
        found = self.key(benefit, "payable")
        return "monthly" if found is None else found.item["payable"]

    def circle(self) -> str:
        for id, versions in self.law.circles.items():
            found = self.live(versions)
            if found is not None and holds(self.node(found, "when"), self.household):
                self.note("circle: one")
                return id
        return "none"

    def begun(self, benefit: Benefit, who: Who) -> bool:
        """Whether the first month of a right has come; it has where its day is not stated, and for
        whoever receives it already.
        """
        found = self.key(benefit, "starts")
        kind = "not stated" if found is None else found.item["starts"]
        for (entity, id), fact in self.law.facts.items():
            if entity == "household" and fact.get("starts") == kind and self.case.get(id):
                day = int(self.case[id].replace("-", ""))
                first = day // 100 + (kind == "month after decision")
                first += 88 if first % 100 == 13 else 0
                if self.first // 100 >= first:
                    return True
                received = who.paid_already(benefit.id)
                if received:
                    self.note("start: not yet, but it is received")
                return received
        return True


class Who:
    """The household (-1) or a member, as formulas speak of it."""

    def __init__(self, decision: Decision, place: int) -> None:
        self.decision, self.place = decision, place
        case = decision.case
        self.id: str = case["id"] if place < 0 else case["members"][place]["id"]

    @property
    def members(self) -> list[Who]:
        return self.decision.people

    def _one(self, entity: str) -> Who:
        return self.decision.household if entity == "household" else self

    def _kept(self, work: Any, *key: Any) -> Any:
        memo, name = self.decision.memo, (self.place, *key)
        if name not in memo:
            memo[name] = work()
        return memo[name]

    # --- names ---

    def fact(self, id: str, entity: str) -> Value:
        who = self._one(entity)
        return who._kept(lambda: who._fact(id, entity), "fact", id)

    def _fact(self, id: str, entity: str) -> Value:
        case = self.decision.case
        given = (case if self.place < 0 else case["members"][self.place]).get(id)
        declared = self.decision.law.facts[entity, id]
        if given is None:
            if "presumed" in declared:
                presumed = declared["presumed"]
                days = {"never": NEVER, "always": ALWAYS}
                return days[presumed] if presumed in days else self._read(declared, presumed)
            ignored = declared.get("ignored_when")
            if ignored and self.fact(ignored["fact"], entity) == self._code(ignored, entity):
                return self._least(declared)
            raise KeyError(f"{self.id}.{id} is not given")
        if given == "none" and declared["type"] == "date":
            return {"never": NEVER, "always": ALWAYS}[declared["presumed"]]
        return self._read(declared, given)

    def _code(self, ignored: Mapping[str, Any], entity: str) -> Value:
        return self._read(self.decision.law.facts[entity, ignored["fact"]], ignored["is"])

    def _read(self, declared: Mapping[str, Any], given: Any) -> Value:
        choices = declared.get("values") or self.decision.law.choices.get(declared.get("choice"))
        return fact_value(declared["type"], given, choices or [])

    def _least(self, declared: Mapping[str, Any]) -> Value:
        """Stands for what does not matter."""
        return self._read(declared, declared["min"]) if "min" in declared else Fraction(0)

    def receives(self, fact: str, benefit: str) -> bool:
        case = self.decision.case
        received = benefit in (case["members"][self.place].get(fact) or ())
        if received:
            self.note("receives: what is recorded")
        return received

    def paid_already(self, benefit: str) -> bool:
        """Whether a right is recorded as being paid: of a household, to any member."""
        facts = [
            id for (_, id), each in self.decision.law.facts.items() if each["type"] == "benefits"
        ]
        people = self.members if self.place < 0 else [self]
        return any(each.receives(fact, benefit) for each in people for fact in facts)

    def figure(self, id: str) -> Value:
        home = self.decision.household
        return home._kept(lambda: home._figure(id), "figure", id)

    def _figure(self, id: str) -> Value:
        decision = self.decision
        head, versions = decision.law.figures[id]
        try:
            for each in in_order(versions, decision.first, decision.known):
                if each.conditional and not holds(self._limit(each), self):
                    self.note("figure: a transitional version for others")
                    continue
                self._note_version(each, versions)
                if "values" in each.item:
                    self.note("figure: by a kind of household")
                    return figure_value(head["type"], self._by_kind(each.item))
                if "value" in each.item:
                    return figure_value(head["type"], each.item["value"])
                return figure_value("rate", each.item["share"]) * self.figure(each.item["of"])
            raise Open(id)
        except Open:
            if id in decision.opened:
                return decision.opened[id]
            raise

    def _limit(self, version: Version) -> Any:
        """For which cases a version is. Of one with a value for each kind of household the library
        has a formula for each, in which the kind stands behind that.
        """
        node = self.decision.node(version, "only_for")
        return node.parts[0] if "values" in version.item else node

    def _by_kind(self, item: Mapping[str, Any]) -> Any:
        """What is written of the kind that the household is of."""
        declared = self.decision.law.facts["household", item["by"]]
        kinds = declared.get("values") or self.decision.law.choices[declared["choice"]]
        return item["values"][kinds[int(self.fact(item["by"], "household"))]["id"]]

    def _note_version(self, used: Version, versions: Sequence[Version]) -> None:
        first, known = self.decision.first, self.decision.known
        self.note("figure: of a lower layer" if used.depth else "figure: of the nation")
        if used.conditional:
            self.note("figure: a transitional version")
        if used.corrects:
            self.note("figure: a correction")
        if "share" in used.item:
            self.note("figure: a share of another")
        if any(each.first <= first <= each.last and each.announced > known for each in versions):
            self.note("figure: another one is not announced yet")
        if any(each.last < first for each in versions):
            self.note("figure: an earlier one has ended")

    def derived(self, id: str, entity: str) -> Value:
        who, law = self._one(entity), self.decision.law
        if id == "own_countable_income":
            parts = [who.derived(f"countable_{each}", "member") for each in law.incomes]
            return sum(parts, Fraction(0))
        return who._kept(lambda: who._derived(id), "derived", id)

    def _derived(self, id: str) -> Value:
        decision = self.decision
        if id not in decision.law.derived:
            return self._countable(id.removeprefix("countable_"))
        found = decision.live(decision.law.derived[id])
        if found is None:
            raise Open(id)
        if len(decision.law.derived[id]) > 1:
            self.note("derived: one of several versions")
        return value(decision.node(found, "formula"), self)

    def _countable(self, income: str) -> Value:
        """What counts of an income: each exemption takes a sum, then a share of what remains."""
        decision, law = self.decision, self.decision.law
        found = decision.live(law.incomes[income])
        if found is None:
            return Fraction(0)
        counted = value(decision.node(found, "value" if "value" in found.item else "id"), self)
        for versions in law.exemptions.values():
            each = decision.live(versions)
            if each is None or each.item["income"] != income:
                continue
            if "when" in each.item and not holds(decision.node(each, "when"), self):
                continue
            if "deduct" in each.item:
                taken = value(decision.node(each, "deduct"), self)
                if "cap" in each.item:
                    cap = value(decision.node(each, "cap"), self)
                    if cap < taken:
                        self.note("exemption: a cap binds")
                    taken = min(taken, cap)
                if taken:
                    self.note("exemption: a deduction")
                if 0 < counted < taken:
                    self.note("exemption: a deduction beyond the income")
                counted = max(Fraction(0), counted - taken)
            if "share" in each.item:
                if counted:
                    self.note("exemption: a share")
                counted *= 1 - value(decision.node(each, "share"), self)
        return max(Fraction(0), counted)

    def note(self, effect: str) -> None:
        self.decision.note(effect)

    def clock(self, which: str) -> Value:
        return Fraction(self.decision.first if which == "month_start" else self.decision.last)

    def entitled(self, id: str, entity: str) -> bool:
        who, benefit = self._one(entity), self.decision.law.benefits[id]
        if not self.decision.alive(benefit):
            return False
        return who._kept(lambda: who._entitled(benefit), "entitled", id)

    def amount(self, id: str, entity: str, gross: bool) -> Value:
        who, benefit = self._one(entity), self.decision.law.benefits[id]
        if not self.decision.alive(benefit) or not (gross or self.entitled(id, entity)):
            return Fraction(0)
        return who._kept(lambda: who._gross(benefit), "gross", id)

    # --- benefits ---

    def _gross(self, benefit: Benefit) -> Value:
        """What a benefit comes to before exclusions: never below 0, rounded once, at the end."""
        table = self.decision.key(benefit, "amount")
        if (table is not None and table.item.get("service")) or not self._qualified(benefit):
            return Fraction(0)
        whole = self._whole(benefit) + self._supplements(benefit)
        rounding = self.decision.key(benefit, "rounding")
        assert rounding is not None
        how = rounding.item["rounding"]
        step = Fraction(how["step"]) * 100
        made = rounded(max(Fraction(0), whole), step, how["direction"])
        if whole < 0:
            self.note("amount: below 0")
        elif made != whole:
            half = whole % step == step / 2
            self.note(f"rounding: {how['direction']}" + (", just half" if half else ""))
        return made

    def _qualified(self, benefit: Benefit) -> bool:
        return self._kept(lambda: self._qualifies(benefit), "qualified", benefit.id)

    def _qualifies(self, benefit: Benefit) -> bool:
        rows = self._rows(benefit)
        return all(self._held(benefit).values()) and (
            rows is None or any(holding for _, holding in rows)
        )

    def _held(self, benefit: Benefit) -> dict[str, bool]:
        """Each requirement with whether it holds."""
        return self._kept(
            lambda: {
                each.item["id"]: holds(self.decision.node(each, "when"), self)
                for each in self.decision.clauses(benefit, "require")
            },
            "held",
            benefit.id,
        )

    def _rows(self, benefit: Benefit) -> list[tuple[Version, bool]] | None:
        """The rows or steps, each with whether it holds; None for a benefit without a table."""
        return self._kept(lambda: self._table(benefit), "rows", benefit.id)

    def _table(self, benefit: Benefit) -> list[tuple[Version, bool]] | None:
        decision = self.decision
        if benefit.section == "phase_out":
            month_version = decision.key(benefit, "month")
            assert month_version is not None
            month, start, made = value(decision.node(month_version, "month"), self), Fraction(0), []
            for step in decision.clauses(benefit, "step"):
                months = step.item["months"]
                last = start + (
                    Fraction(months)
                    if isinstance(months, int)
                    else value(decision.node(step, "months"), self)
                )
                made.append((step, start < month <= last))
                start = last
            self.note("phase-out: " + ("a step" if any(held for _, held in made) else "over"))
            return made
        table = decision.key(benefit, "amount")
        rows = decision.clauses(benefit, "row")
        if not rows and (table is None or "hit" not in table.item):
            return None
        return [(each, holds(decision.node(each, "when"), self)) for each in rows]

    def _whole(self, benefit: Benefit) -> Value:
        table, rows = self.decision.key(benefit, "amount"), self._rows(benefit)
        if not rows:
            assert table is not None
            return value(self.decision.node(table, "amount"), self)
        values = [self._worth(benefit, each) for each, holding in rows if holding]
        hit = "first" if table is None else table.item.get("hit", "first")
        if benefit.section != "phase_out":
            self.note(f"table: {hit}" + (", several hold" if len(values) > 1 else ""))
        if hit == "highest":
            return max([Fraction(0), *values])
        return sum(values, Fraction(0)) if hit == "sum" else (values or [Fraction(0)])[0]

    def _worth(self, benefit: Benefit, row: Version) -> Value:
        decision = self.decision
        if "amount" in row.item:
            return value(decision.node(row, "amount"), self)
        key = "base" if benefit.section == "phase_out" else "of"
        of = decision.key(benefit, key)
        assert of is not None
        return value(decision.node(row, "share"), self) * value(decision.node(of, key), self)

    def _supplements(self, benefit: Benefit) -> Value:
        """For each member for whom they are meant the highest one that holds."""
        decision = self.decision
        rows, whom = (
            decision.clauses(benefit, "supplement"),
            decision.key(benefit, "supplement_for"),
        )
        total = Fraction(0)
        for member in self.members if rows and whom is not None else ():
            assert whom is not None
            if holds(decision.node(whom, "supplement_for"), member):
                held = [each for each in rows if holds(decision.node(each, "when"), member)]
                most = max([Fraction(0), *(member._worth(benefit, each) for each in held)])
                if most:
                    self.note("supplement: " + ("one of several" if len(held) > 1 else "one"))
                total += most
        return total

    # --- exclusions ---

    def _raw(self, benefit: Benefit, clause: Version) -> bool:
        """Whether a benefit would give way to what an exclusion names."""
        node = self.decision.node(clause, "with")
        found = value(node, self)
        if str(node.type.kind) != "money":
            return found == 1
        if clause.item["keep"] == "higher":
            return found > 0 and found >= self.amount(benefit.id, benefit.payee, True)
        return found > 0

    def _entitled(self, benefit: Benefit) -> bool:
        return self._qualified(benefit) and all(self._not_excluded(benefit).values())

    def _not_excluded(self, benefit: Benefit) -> dict[str, bool]:
        """Each exclusion with whether it leaves the right alone."""
        return self._kept(lambda: self._left_alone(benefit), "left alone", benefit.id)

    def _left_alone(self, benefit: Benefit) -> dict[str, bool]:
        decision = self.decision
        ring = decision.rings.get(benefit.id, ())
        made: dict[str, bool] = {}
        for clause in decision.clauses(benefit, "exclude"):
            inside = clause.place in decision.ring_clauses
            if inside:
                paid = self._paid_in_ring(ring)
                others = paid is not None if self._one_of(ring) else self._gives_way(benefit)
                excluded = others and paid is not benefit and bool(self._taking_part(ring))
            else:
                excluded = self._raw(benefit, clause)
            if excluded and self._qualified(benefit):
                where = "of a ring" if inside else "outside a ring"
                self.note(f"exclusion: keeps {clause.item['keep']}, {where}")
            made[clause.item["id"]] = not (self._qualified(benefit) and excluded)
        return made

    def _inside(self, benefit: Benefit) -> list[Version]:
        decision = self.decision
        return [
            each
            for each in decision.clauses(benefit, "exclude")
            if each.place in decision.ring_clauses
        ]

    def _gives_way(self, benefit: Benefit) -> bool:
        return self._qualified(benefit) and any(
            self._raw(benefit, each) for each in self._inside(benefit)
        )

    def _takes_part(self, benefit: Benefit) -> bool:
        """Something would be paid, and nothing outside the ring excludes it."""
        inside = self._inside(benefit)
        outside = [each for each in self.decision.clauses(benefit, "exclude") if each not in inside]
        return self.amount(benefit.id, benefit.payee, True) > 0 and not any(
            self._raw(benefit, each) for each in outside
        )

    def _taking_part(self, ring: Sequence[str]) -> list[Benefit]:
        """Those of a ring that are still in question; where there are none nobody gives way."""
        law = self.decision.law
        there = [law.benefits[each] for each in ring if self.decision.alive(law.benefits[each])]
        return [each for each in there if self._takes_part(each)]

    def _one_of(self, ring: Sequence[str]) -> bool:
        """Whether all of a ring keep the higher: then exactly one is paid."""
        benefits = [self.decision.law.benefits[each] for each in ring]
        return all(
            each.item["keep"] == "higher"
            for one in benefits
            if self.decision.alive(one)
            for each in self._inside(one)
        )

    def _paid_in_ring(self, ring: Sequence[str]) -> Benefit | None:
        """The one that is paid because all would give way; of those that keep the higher always."""
        part = self._taking_part(ring)
        if not part or not (self._one_of(ring) or all(self._gives_way(each) for each in part)):
            return None
        return max(part, key=lambda each: self.amount(each.id, each.payee, True))

    def said(self, benefit: Benefit) -> Said:
        """The answer on one benefit, with its reasons in their order."""
        reasons: list[tuple[str, bool | None]] = [*self._held(benefit).items()]
        rows = self._rows(benefit) or []
        no_row = not any(holding for _, holding in rows)
        reasons += [(row.item["id"], held) for row, held in rows if held or no_row]
        inside = {each.item["id"] for each in self._inside(benefit)}
        reasons += [
            (rule, None if rule in inside else held)
            for rule, held in self._not_excluded(benefit).items()
        ]
        entitled = self.entitled(benefit.id, benefit.payee)
        amount = self.amount(benefit.id, benefit.payee, False)
        if entitled and not self.decision.begun(benefit, self):
            entitled, amount = False, Fraction(0)
            reasons.insert(0, ("starts", False))
            self.note("start: not yet")
        table = self.decision.key(benefit, "amount")
        service = table is not None and table.item.get("service")
        if service and entitled:
            self.note("service: due")
        if amount and self.decision.payable(benefit) == "once":
            self.note("amount: payable once")
        if [held for _, held in reasons].count(False) == 1:
            self.note("requirement or exclusion: the only one that fails")
        status = "eligible" if entitled else "not_eligible"
        return Said(status, None if service else amount, tuple(reasons))


def fact_value(kind: str, given: Any, choices: Sequence[Mapping[str, Any]] = ()) -> Value:
    """A fact as formulas see it: fen (of a flow a month's), days as YYYYMMDD, places in a list."""
    if kind == "money":
        if isinstance(given, Mapping):
            return Fraction(str(given["per_year"])) * 100 / 12
        return Fraction(str(given)) * 100
    if kind == "date":
        return Fraction(str(given).replace("-", ""))
    if kind == "choice":
        return Fraction([each["id"] for each in choices].index(given))
    return Fraction(int(given))


# --- what runs on from month to month ---


def month_after(month: tuple[int, int], count: int = 1) -> tuple[int, int]:
    year, place = divmod(month[0] * 12 + month[1] - 1 + count, 12)
    return year, place + 1


def run(
    law: PlainLaw, case: Case, first: tuple[int, int], last: tuple[int, int], known: int
) -> dict[tuple[int, int], PlainAnswer]:
    """The answers of the months in turn, for a household whose facts stay as they are.

    The amount of the last month with a right becomes the fact of the next, where the case says
    nothing of it. They end before a month into which more is carried than the fact may be.
    """
    made: dict[tuple[int, int], PlainAnswer] = {}
    carried: dict[str, Value] = {}
    month = first
    while month <= last:
        given = {fact: amount for fact, amount in carried.items() if case.get(fact) is None}
        if any(not _may_be(law.facts["household", fact], each) for fact, each in given.items()):
            break
        texts = {fact: f"{int(each) // 100}.{int(each) % 100:02}" for fact, each in given.items()}
        decision = Decision(law, {**case, **texts}, month, known)
        if any(given.values()):
            decision.note("carry: an amount of the month before")
        made[month] = decision.answer()
        for carry in law.carries:
            said = made[month].benefits.get((carry["benefit"], case["id"]))
            if said is not None and said.status == "eligible" and said.amount is not None:
                carried[carry["fact"]] = said.amount
        month = month_after(month)
    return made


def _may_be(declared: Mapping[str, Any], amount: Value) -> bool:
    return declared["min"] * 100 <= amount <= declared["max"] * 100


# --- benefits that exclude one another ---


def _rings(decision: Decision) -> tuple[dict[str, tuple[str, ...]], frozenset[Place]]:
    """For each benefit of a ring all of it, and the clauses by which they belong together."""
    law = decision.law
    alive = {id: each for id, each in law.benefits.items() if decision.alive(each)}
    edges: dict[str, dict[str, list[Place]]] = {id: {} for id in alive}
    for id, benefit in alive.items():
        for clause in decision.clauses(benefit, "exclude"):
            for name in _gross_in(decision, law.node(clause, "with")):
                if name in alive and alive[name].payee == benefit.payee:
                    edges[id].setdefault(name, []).append(clause.place)
    reach = {id: _reached(edges, id) for id in edges}
    rings = {
        id: tuple(each for each in edges if each in reach[id] and id in reach[each])
        for id in edges
        if id in reach[id]
    }
    rings = {id: ring for id, ring in rings.items() if len(ring) > 1}
    places = [
        place
        for id, ring in rings.items()
        for name, found in edges[id].items()
        if name in ring
        for place in found
    ]
    return rings, frozenset(places)


def _reached(edges: Mapping[str, Iterable[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for each in edges[waiting.pop()]:
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def _gross_in(decision: Decision, node: Any) -> set[str]:
    """The benefits whose amounts before exclusions a formula names, by derived values too."""
    law = decision.law
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        for each in parts(waiting.pop()):
            name = type(each).__name__
            if name == "Amount" and each.gross:
                found.add(each.id)
            elif name == "DerivedRef" and each.id in law.derived and each.id not in seen:
                seen.add(each.id)
                version = decision.live(law.derived[each.id])
                waiting.extend([law.node(version, "formula")] if version else [])
    return found


def parts(node: Any) -> Iterable[Any]:
    """A formula and all that it is made of."""
    yield node
    for each in fields(node):
        held = getattr(node, each.name)
        for one in held if isinstance(held, tuple) else (held,):
            if is_dataclass(one) and hasattr(one, "at"):
                yield from parts(one)
