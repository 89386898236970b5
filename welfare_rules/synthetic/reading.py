"""Reads the description of a made-up county and holds it against its law's vocabulary.

Everything that is wrong is told at once, at its line and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from pydantic_core import PydanticCustomError

from welfare_rules.api import load
from welfare_rules.basics.days import date_of, day_text
from welfare_rules.basics.text import Words
from welfare_rules.cases.files import read_form
from welfare_rules.document.source import Source, read_text
from welfare_rules.document.tree import SUFFIX, shown
from welfare_rules.facts.labels import Labels
from welfare_rules.facts.values import fen_of, reader_of
from welfare_rules.findings import Finding, Place, RequestError, finding, in_order, nearest
from welfare_rules.language.names import ChoiceList
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.loading import parse_month
from welfare_rules.synthetic import draws
from welfare_rules.synthetic.county import (
    Column,
    County,
    HouseholdKind,
    Step,
    Target,
    Template,
    Way,
    When,
)
from welfare_rules.synthetic.models import (
    FORMAT,
    MOST_AGE,
    MOST_MONTHS,
    DrawForm,
    HouseholdForm,
    MemberForm,
    PopulationForm,
    TargetForm,
)

SHIPPED = Path(__file__).parent / "counties"
_HOW = ("value", "among", "chance", "quantiles", "days_ago", "at_age")
_SPECIAL = ("kind", "role", "age")
_NUMBERS = (Kind.MONEY, Kind.INT, Kind.MONTHS)
_UNDECLARED = Words("应先写 fact 或 helper 之一", "name either a fact or a helper")
At = tuple[str | int, ...]


def shipped() -> tuple[str, ...]:
    """The names of the descriptions that come with the library.

    >>> "binhai-2021" in shipped()
    True
    """
    return tuple(sorted(each.stem for each in SHIPPED.glob("*.toml")))


def read(like: str, policies: str | Path | None = None) -> County:
    """The county that a file describes, or one of those that come with the library.

    Raises RequestError with everything that is wrong, PolicyError where its law is wrong.

    >>> read("binhai-2021").label.en
    'Binhai County, 2021 (made up)'
    """
    path = Path(like) if like.endswith(SUFFIX) else _shipped(like, Place("--like"))
    source, wrong = read_text(path, shown(path))
    if source is None:
        raise RequestError(wrong)
    return read_source(source, policies)


def read_source(source: Source, policies: str | Path | None = None) -> County:
    """The county that a text describes (`read`)."""
    form = _form(source)
    if form.population.like is not None:
        path = _shipped(form.population.like, source.place(("population", "like")))
        text, wrong = read_text(path, shown(path))
        if text is None:
            raise RequestError(wrong)
        other = _form(text)
        form = form.model_copy(
            update={
                "household": form.household or other.household,
                "draw": (*form.draw, *other.draw),
            }
        )
    law = load(form.population.jurisdiction, policies).law
    return _Reading(source, form, law, Labels.of(law)).county()


def _form(source: Source) -> PopulationForm:
    form, wrong = read_form(source, PopulationForm, FORMAT)
    if form is None:
        raise RequestError(wrong)
    return form


def _shipped(name: str, place: Place) -> Path:
    """The file of a description that comes with the library. Raises RequestError."""
    if name not in shipped():
        hint = nearest(name, shipped())
        raise RequestError([finding("WR317", place, got=name[:200], nearest=hint)])
    return SHIPPED / f"{name}{SUFFIX}"


@dataclass(slots=True)
class _Reading:
    source: Source
    form: PopulationForm
    law: Law
    labels: Labels
    found: list[Finding] = field(default_factory=list[Finding])
    columns: dict[Entity, dict[str, Column]] = field(
        default_factory=dict[Entity, dict[str, Column]]
    )
    visible: dict[Entity, dict[str, tuple[int, Column]]] = field(
        default_factory=dict[Entity, dict[str, tuple[int, Column]]]
    )
    kinds: set[str] = field(default_factory=set[str])
    roles: set[str] = field(default_factory=set[str])

    def say(self, code: str, *at: str | int, key: bool = False, **details: Any) -> None:
        self.found.append(finding(code, self.source.place(at, key=key), **details))

    def county(self) -> County:
        head = self.form.population
        self._declare()
        month = parse_month(head.month)
        before = date_of(month.first).toordinal()
        ways = [self._way(n, each, before) for n, each in enumerate(self.form.draw)]
        kinds = [self._kind(n, each, ways) for n, each in enumerate(self.form.household)]
        targets = [self._target(n, each) for n, each in enumerate(self.form.target)]
        if len({month for each in targets for month in each.months}) > MOST_MONTHS:
            why = Words(
                f"各项目标合计最多 {MOST_MONTHS} 个不同的月份",
                f"at most {MOST_MONTHS} different months of all targets",
            )
            self.say("WR117", "target", why=why)
        if not any(each.weight for each in kinds):
            why = Words("至少一种家庭要有比重", "at least one kind of household needs a weight")
            self.say("WR117", "household", why=why)
        household, members = (
            tuple(self.columns[each].values()) for each in (Entity.HOUSEHOLD, Entity.MEMBER)
        )
        born = next((n for n, each in enumerate(members) if each.id == head.born), None)
        if born is None:
            hint = nearest(head.born, self.labels.facts[Entity.MEMBER])
            self.say("WR402", "population", "born", got=head.born, nearest=hint)
        if self.found:
            raise RequestError(in_order(self.found))
        return County(
            head.id,
            Words(head.label.zh, head.label.en),
            self.source,
            self.law.jurisdiction,
            month,
            head.households,
            len(household) + (born or 0),
            household,
            members,
            kinds,
            targets,
        )

    # --- columns ---

    def _declare(self) -> None:
        """The columns: facts that need to be said and those that are drawn, then the helpers."""
        drawn = {(each.of, each.fact) for each in self.form.draw}
        drawn |= {
            ("member", key) for one in self.form.household for m in one.member for key in m.set
        }
        facts: dict[Entity, dict[str, Column]] = {Entity.HOUSEHOLD: {}, Entity.MEMBER: {}}
        for fact in self.law.facts:
            if fact.presumed is None or (fact.entity.value, fact.id) in drawn:
                plain = self._plain(fact)
                facts[fact.entity][fact.id] = Column(fact.id, fact.entity, True, fact.type, plain)
        for each in self.form.draw:
            if each.helper is not None:
                entity = Entity(each.of)
                column = Column(each.helper, entity, each.kept, None, draws.NOTHING)
                facts[entity].setdefault(each.helper, column)
        self.columns = facts
        self.visible = {each: self._visible(each) for each in Entity}
        self.kinds = {each.id for each in self.form.household}
        self.roles = {one.role for each in self.form.household for one in each.member}

    def _plain(self, fact: Fact) -> str:
        """What a fact is where nothing is drawn: none, no, nothing."""
        if fact.ignored_when is not None:
            return draws.NOTHING
        choices = self._choices(fact)
        if choices is not None:
            return choices.values[0].id
        match fact.type.kind:
            case Kind.BOOL:
                return draws.NO
            case Kind.MONEY:
                return "0.00"
            case Kind.INT | Kind.MONTHS:
                return str(max(0, int(fact.low)))
            case Kind.CODE:
                return str(self.law.division or "")
            case _:
                return draws.NOTHING

    def _fact(self, entity: Entity, name: str) -> Fact | None:
        return next((f for f in self.law.facts if f.entity is entity and f.id == name), None)

    # --- values ---

    def _text(self, fact: Fact | None, value: Any, *at: str | int) -> str:
        """A value as tables have it; what the fact cannot be is a finding."""
        if fact is None:
            return str(value)
        choices = self._choices(fact)
        read = reader_of(fact, choices, self.labels)
        if fact.type.kind is Kind.MONEY and isinstance(value, (int, Decimal)):
            value = str(value)
        try:
            made = read(value)
        except PydanticCustomError as error:
            self.say(error.type, *at, **(error.context or {}))
            return ""
        match fact.type.kind:
            case Kind.MONEY:
                return draws.money(fen_of(value))
            case Kind.BOOL:
                return draws.YES if made else draws.NO
            case Kind.CHOICE if choices is not None:
                return choices.values[int(made)].id
            case Kind.DATE:
                return day_text(made)
            case Kind.BENEFITS:
                return ";".join(sorted(made))
            case _:
                return str(made)

    def _choices(self, fact: Fact) -> ChoiceList | None:
        return self.law.choices.get(fact.type.choice) if fact.type.choice else None

    # --- conditions ---

    def _when(self, entity: Entity, when: Mapping[str, Any], at: At) -> When:
        columns = self.visible[entity]
        tests: list[tuple[int, frozenset[str]]] = []
        special: dict[str, frozenset[str]] = {}
        age: tuple[int, int] | None = None
        for key, value in when.items():
            several = cast(Sequence[Any], value if isinstance(value, list) else [value])
            if key == "age" and entity is Entity.MEMBER:
                age = self._age(several, (*at, key))
            elif key in _SPECIAL and (key == "kind" or entity is Entity.MEMBER):
                known = self.kinds if key == "kind" else self.roles
                for each in several:
                    if each not in known:
                        hint = nearest(str(each), known)
                        self.say("WR317", *at, key, got=str(each)[:40], nearest=hint)
                special[key] = frozenset(map(str, several))
            elif key in columns:
                place, column = columns[key]
                fact = None if column.type is None else self._fact(column.entity, key)
                texts = (self._text(fact, each, *at, key) for each in several)
                tests.append((place, frozenset(texts)))
            else:
                hint = nearest(key, (*columns, *_SPECIAL))
                self.say("WR402", *at, key, key=True, got=key[:40], nearest=hint)
        nobody = frozenset[str]()
        return When(special.get("kind", nobody), special.get("role", nobody), age, tuple(tests))

    def _visible(self, entity: Entity) -> dict[str, tuple[int, Column]]:
        household = self.columns[Entity.HOUSEHOLD]
        made = {key: (place, each) for place, (key, each) in enumerate(household.items())}
        if entity is Entity.MEMBER:
            own = self.columns[Entity.MEMBER].items()
            made |= {key: (place, each) for place, (key, each) in enumerate(own, len(household))}
        return made

    def _age(self, bounds: Sequence[Any], at: At) -> tuple[int, int]:
        if (
            len(bounds) == 2
            and all(type(each) is int for each in bounds)
            and 0 <= bounds[0] <= bounds[1] <= MOST_AGE
        ):
            return bounds[0], bounds[1]
        want = Words("两个岁数，小的在前", "two ages, the lower first")
        self.say("WR112", *at, want=want, got=str(list(bounds))[:40])
        return 0, MOST_AGE

    # --- draws ---

    def _way(self, n: int, each: DrawForm, before: int) -> tuple[Entity, str, Way]:
        entity, name = Entity(each.of), each.fact or each.helper or ""
        if (each.fact is None) == (each.helper is None):
            self.say("WR119", "draw", n, why=_UNDECLARED)
        fact = None if each.fact is None else self._fact(entity, each.fact)
        if each.fact is not None and fact is None:
            hint = nearest(each.fact, self.labels.facts[entity])
            self.say("WR402", "draw", n, "fact", got=each.fact, nearest=hint)
        when = self._when(entity, each.when, ("draw", n, "when"))
        draw = self._draw(n, each, fact, before)
        return entity, name, Way(when, draws.seldom_said(draw, float(each.unsaid)))

    def _draw(self, n: int, each: DrawForm, fact: Fact | None, before: int) -> draws.Draw:
        said = [key for key in _HOW if getattr(each, key) is not None]
        if len(said) != 1 and not (not said and each.unsaid == 1):
            why = Words(f"{'、'.join(_HOW)} 只写一个", f"write one of {', '.join(_HOW)}")
            self.say("WR119", "draw", n, why=why)
            return draws.always("")
        kind = None if fact is None else fact.type.kind
        how = said[0] if said else ""
        wanted = {"chance": (Kind.BOOL,), "quantiles": _NUMBERS}
        wanted |= dict.fromkeys(("days_ago", "at_age"), (Kind.DATE,))
        if kind is not None and how in wanted and kind not in wanted[how]:
            why = Words(
                f"{how} 只用于{'或'.join(one.value for one in wanted[how])}的事项",
                f"{how} is for facts of {' or '.join(one.value for one in wanted[how])}",
            )
            self.say("WR119", "draw", n, how, key=True, why=why)
            return draws.always("")
        match how:
            case "value":
                return draws.always(self._text(fact, each.value, "draw", n, how))
            case "among":
                return self._among(n, each, fact)
            case "chance":
                return draws.with_chance(float(each.chance or 0))
            case "quantiles":
                return self._spread(n, each, fact)
            case "days_ago":
                low, high = self._ordered(n, how, each.days_ago or (0, 0))
                return draws.days_ago(low, high, before)
            case "at_age":
                low, high = self._ordered(n, how, each.at_age or (0, 0))
                return draws.at_age(low, high, before)
            case _:
                return draws.always("")

    def _among(self, n: int, each: DrawForm, fact: Fact | None) -> draws.Draw:
        weights = each.among or {}
        texts = [
            self._text(fact, _number(one) if fact and fact.type.kind in _NUMBERS else one,
                       "draw", n, "among", one)
            for one in weights
        ]  # fmt: skip
        if not any(weights.values()):
            why = Words("至少一个要有比重", "at least one of them needs a weight")
            self.say("WR117", "draw", n, "among", why=why)
            return draws.always("")
        return draws.among(texts, [float(one) for one in weights.values()])

    def _spread(self, n: int, each: DrawForm, fact: Fact | None) -> draws.Draw:
        points = each.quantiles or ()
        is_money = fact is not None and fact.type.kind is Kind.MONEY
        unit, written = (fen_of, draws.money) if is_money else (int, draws.number)
        for place, one in enumerate(points):
            if fact is not None:
                self._text(fact, one if is_money else _number(str(one)), "draw", n, "quantiles",
                           place)  # fmt: skip
        try:
            made = [unit(one) for one in points]
            step = 1 if each.step is None else unit(each.step)
        except (ValueError, PydanticCustomError):
            return draws.always("")
        if sorted(made) != made or step < 1:
            why = Words("由小到大写，step 大于 0", "write them in order, and a step above 0")
            self.say("WR117", "draw", n, "quantiles", why=why)
            return draws.always("")
        return draws.spread(made, step, written)

    def _ordered(self, n: int, how: str, bounds: tuple[int, int]) -> tuple[int, int]:
        low, high = bounds
        if not 0 <= low <= high <= 40_000:
            why = Words("应为两个数，小的在前", "write two numbers, the lower first")
            self.say("WR117", "draw", n, how, why=why)
            return 0, 0
        return low, high

    # --- households ---

    def _kind(
        self, n: int, each: HouseholdForm, ways: Sequence[tuple[Entity, str, Way]]
    ) -> HouseholdKind:
        at: At = ("household", n)
        roles = [one.role for one in each.member]
        first = each.member[0]
        if first.than is not None or first.chance != 1:
            why = Words("第一个成员一定在，年龄不跟别人", "the first member is always there")
            self.say("WR119", *at, "member", 0, why=why)
        self._one_head(each, at)
        members = tuple(
            self._template((*at, "member", place), each.id, one, roles[:place], ways)
            for place, one in enumerate(each.member)
        )
        steps = _steps(ways, Entity.HOUSEHOLD, each.id, "", self.visible[Entity.HOUSEHOLD], {})
        return HouseholdKind(
            each.id, Words(each.label.zh, each.label.en), float(each.weight), steps, members
        )

    def _one_head(self, each: HouseholdForm, at: At) -> None:
        """Of a value that each household has once, exactly one member must be said to be it."""
        for fact in self.law.facts:
            choices = self._choices(fact)
            if fact.entity is not Entity.MEMBER or choices is None:
                continue
            for value in (one for one in choices.values if one.one):
                said = [one.set.get(fact.id) for one in each.member]
                count = sum(one in (value.id, value.zh) for one in said)
                if count != 1:
                    why = Words(
                        f"成员的 set 里 {fact.id} = {value.id} 应正好一个，写了 {count} 个",
                        f"exactly one member is set to {fact.id} = {value.id}, not {count}",
                    )
                    self.say("WR119", *at, "member", why=why)

    def _template(
        self,
        at: At,
        kind: str,
        each: MemberForm,
        before: Sequence[str],
        ways: Sequence[tuple[Entity, str, Way]],
    ) -> Template:
        """A member of a kind of household; `before` are the roles of those who stand before."""
        low, high = self._age(each.age, (*at, "age"))
        than, years = -1, (0, 0)
        if each.than is not None:
            if each.than in before:
                than = before.index(each.than)
            else:
                hint = nearest(each.than, before)
                self.say("WR317", *at, "than", got=each.than, nearest=hint)
            years = each.years or (0, 0)
        if (each.than is None) != (each.years is None) or years[0] > years[1]:
            why = Words("than 与 years 一起写，小的在前", "than goes with years, the lower first")
            self.say("WR119", *at, why=why)
        fixed: dict[str, str] = {}
        for key, value in each.set.items():
            fact = self._fact(Entity.MEMBER, key)
            if fact is None:
                hint = nearest(key, self.labels.facts[Entity.MEMBER])
                self.say("WR402", *at, "set", key, key=True, got=key, nearest=hint)
            else:
                fixed[key] = self._text(fact, value, *at, "set", key)
        row = tuple(
            fixed.get(column.id, column.plain) for column in self.columns[Entity.MEMBER].values()
        )
        visible = self.visible[Entity.MEMBER]
        steps = _steps(ways, Entity.MEMBER, kind, each.role, visible, fixed)
        return Template(each.role, (low, high), than, years, float(each.chance), row, steps)

    # --- targets ---

    def _target(self, n: int, each: TargetForm) -> Target:
        of_people = each.counts in ("members", "households")
        if of_people == (each.benefit is not None) or of_people == bool(each.months):
            why = Words(
                "members、households 不写 benefit 和 months，其余两样都要写",
                "members and households take no benefit and no months, the others both",
            )
            self.say("WR119", "target", n, why=why)
        known = {one.id for one in self.law.benefits}
        if each.benefit is not None and each.benefit not in known:
            hint = nearest(each.benefit, known)
            self.say("WR317", "target", n, "benefit", got=each.benefit, nearest=hint)
        entity = Entity.HOUSEHOLD if each.counts == "households" else Entity.MEMBER
        return Target(
            each.id,
            Words(each.label.zh, each.label.en),
            float(each.published),
            float(each.within),
            each.counts,
            self._when(entity, each.when, ("target", n, "when")),
            each.benefit or "",
            each.months,
            each.source,
        )


def _number(text: str) -> Any:
    """A whole number that is written as a key."""
    return int(text) if text.isdecimal() else text


def _steps(
    ways: Iterable[tuple[Entity, str, Way]],
    entity: Entity,
    kind: str,
    role: str,
    columns: Mapping[str, tuple[int, Column]],
    fixed: Mapping[str, str],
) -> tuple[Step, ...]:
    """What is drawn for a kind of household or member: in the order of the file, without what is
    for others or is said of this one already.
    """
    made: dict[str, list[Way]] = {}
    for whose, name, way in ways:
        if whose is not entity or name in fixed or name not in columns:
            continue
        when = way.when
        if (when.kinds and kind not in when.kinds) or (when.roles and role not in when.roles):
            continue
        made.setdefault(name, []).append(way)
    return tuple(Step(columns[name][0], tuple(each)) for name, each in made.items())
