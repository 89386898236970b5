"""The household of the page: paths of facts, what a person writes as a value, and changes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import welfare_rules as wr
from welfare_rules.basics.days import is_day_text
from welfare_rules.basics.text import MARKS, Words
from welfare_rules.workbench.state import (
    MOST_UNDONE,
    Case,
    Moved,
    State,
    Unread,
    Vocabulary,
    decided,
    problems,
)
from welfare_rules.workbench.words import SAID

YEARLY, A_YEAR = "per_year", "/年"
MEMBER = re.compile(r"members\[([^\]]*)\]\.(\w+)")
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?")
_A_YEAR = re.compile(r"(.+?)\s*元?\s*(?:/|每|a )\s*(?:年|year)")
_YES = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Place:
    """A fact of the household, or of the member of that id, as answers name it."""

    member: str | None
    fact: str

    @property
    def path(self) -> str:
        """The fact as answers name it.

        >>> Place("p1", "wage").path, Place(None, "area").path
        ('members[p1].wage', 'area')
        """
        return self.fact if self.member is None else f"members[{self.member}].{self.fact}"

    @staticmethod
    def of(path: str) -> Place:
        """The place that a path names.

        >>> Place.of("members[p1].wage")
        Place(member='p1', fact='wage')
        """
        found = MEMBER.fullmatch(path)
        return Place(None, path) if found is None else Place(found[1], found[2])


def members(case: Case) -> Sequence[Mapping[str, Any]]:
    """The members of a case."""
    return cast(Sequence[Mapping[str, Any]], case.get("members") or ())


def member_ids(case: Case) -> list[str]:
    """The ids of the members, in their order."""
    return [str(each.get("id", "")) for each in members(case)]


def said(case: Case, place: Place) -> Any:
    """What a case says of a fact; None where it says nothing."""
    if place.member is None:
        return case.get(place.fact)
    ids = member_ids(case)
    return members(case)[ids.index(place.member)].get(place.fact) if place.member in ids else None


def saying(case: Case, place: Place, value: Any) -> Case:
    """The case with another value of one fact; None takes it out.

    >>> saying({"id": "h", "members": [{"id": "a"}]}, Place("a", "wage"), "5")
    {'id': 'h', 'members': [{'id': 'a', 'wage': '5'}]}
    """
    if place.member is None:
        return _with(case, place.fact, value)
    changed = [
        _with(each, place.fact, value) if str(each.get("id", "")) == place.member else each
        for each in members(case)
    ]
    return {**case, "members": changed}


def _with(facts: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    rest = {name: each for name, each in facts.items() if name != key}
    if value is None:
        return rest
    return {name: value if name == key else each for name, each in {**facts, key: value}.items()}


def fact_at(vocabulary: Vocabulary, place: Place) -> wr.FactInfo | None:
    """The fact of the vocabulary at a place, None where there is none."""
    of = "household" if place.member is None else "member"
    return next((each for each in vocabulary.facts.get(place.fact, ()) if each.of == of), None)


def expanded(case: Case, path: str) -> Iterator[Place]:
    """The facts that a path of an answer names: `members[*].wage` is one of every member."""
    place = Place.of(path)
    if place.member != "*":
        yield place
    else:
        yield from (Place(each, place.fact) for each in member_ids(case))


def label(state: State, place: Place) -> Words:
    """The label of a fact, with whose it is."""
    fact = fact_at(state.vocabulary, place)
    words = Words(place.path, place.path) if fact is None else fact.label
    if place.member is None:
        return words
    who = person(state, place.member)
    return Words(MARKS["zh"].aside(words.zh, who.zh), MARKS["en"].aside(words.en, who.en))


def person(state: State, member: str) -> Words:
    """A member by its id, with the relation to the head where it is said.

    The id stands alone where nobody said how the person is related.
    """
    relation = fact_at(state.vocabulary, Place(member, "relation"))
    value = said(state.case, Place(member, "relation"))
    found = (
        next((each.label for each in relation.choices if each.id == value), None)
        if (relation is not None)
        else None
    )
    if found is None:
        return Words(member, member)
    return Words(f"{found.zh} {member}", f"{found.en} {member}")


# --- what a person writes ---


def written(fact: wr.FactInfo, text: str) -> Any:
    """The value of a case that a text stands for, None for nothing said.

    Signs of full width, commas between thousands and days such as 1978年3月5日 are taken as they
    are meant; anything else is left to the reader of cases, which says what is wrong with it.

    >>> facts = wr.load("cn/model").facts
    >>> written(facts["birth_date"][0], "1978年3月5日"), written(facts["vehicles"][0], "２")
    ('1978-03-05', 2)
    >>> written(facts["wage"][0], "12,000/年"), written(facts["wage"][0], " ")
    ({'per_year': '12000'}, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    if plain == SAID["none"].zh:
        plain = "none"
    match fact.type:
        case "bool":
            return _YES.get(plain, plain)
        case "int":
            return int(plain) if re.fullmatch(r"-?\d{1,12}", plain) else plain
        case "money":
            amount = re.sub(r"(?<=\d),(?=\d{3})", "", plain)
            yearly = _A_YEAR.fullmatch(amount) if fact.flow else None
            return amount.removesuffix("元").strip() if yearly is None else {YEARLY: yearly[1]}
        case "date":
            found = _DAY.fullmatch(plain)
            day = "" if found is None else f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"
            return day if is_day_text(day) else plain
        case "benefits":
            return [each for each in plain.split(",") if each != "none"]
        case _:
            return plain


def shown(value: Any) -> str:
    """The text in a field for a value of a case, which `written` reads back.

    >>> shown({"per_year": "20005.00"}), shown(True), shown(None)
    ('20005.00/年', 'true', '')
    """
    if value is None or (isinstance(value, Mapping) and "unknown" in value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        amount = cast(Mapping[str, Any], value).get(YEARLY)
        return "" if amount is None else f"{amount}{A_YEAR}"
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, cast(Sequence[Any], value))) or "none"
    return str(value)


def monthly(value: Any) -> str:
    """The amount of a value as it is written, without the sign of a year's total.

    >>> monthly({"per_year": "12000"}), monthly("5.00")
    ('12000', '5.00')
    """
    return shown(value).removesuffix(A_YEAR)


def value_words(fact: wr.FactInfo, value: Any) -> Words:
    """A value as a person reads it.

    >>> value_words(wr.load("cn/model").facts["wage"][0], {"per_year": "12000"})
    Words(zh='每年 12000 元', en='12000 yuan a year')
    """
    if shown(value) == "":
        return SAID["unknown"]
    for each in fact.choices:
        if each.id == value:
            return each.label
    if isinstance(value, bool):
        return SAID["yes" if value else "no"]
    if value == "none":
        return SAID["none"]
    text = monthly(value)
    if fact.type == "money":
        unit = "a_year" if isinstance(value, Mapping) else "a_month" if fact.flow else "yuan"
        return SAID.words(unit, amount=text)
    return Words(text, text)


# --- changes ---


def with_value(state: State, place: Place, text: str) -> State:
    """The state after a person wrote a value; what is none stays in its field and counts nowhere.

    What counts goes on to be decided, so the answer is that of what could be read.
    """
    fact = fact_at(state.vocabulary, place)
    if fact is None or (place.member is not None and place.member not in member_ids(state.case)):
        return state
    value = written(fact, text)
    changed = saying(state.case, place, value)
    try:
        state.rules.read(dict(changed))
    except wr.CaseError as error:
        unread = {**state.unread, place.path: Unread(text, problems(error))}
        return replace(state, unread=unread)
    unread = {key: each for key, each in state.unread.items() if key != place.path}
    if changed == state.case:
        return replace(state, unread=unread)
    before = value_words(fact, said(state.case, place))
    words = SAID.words(
        "was_changed", fact=label(state, place), before=before, after=value_words(fact, value)
    )
    return changed_to(replace(state, unread=unread), changed, words)


def changed_to(state: State, case: Case, what: Words) -> State:
    """The state with another household, its answer, and what moved.

    Raises CaseError for one that cannot be read.
    """
    past = (*state.past, state.case)[-MOST_UNDONE:]
    after = decided(replace(state, case=case, past=past, stopped=False, notice=None))
    return replace(after, moved=moved(state, after, what))


def another(state: State, case: Case, what: Words) -> State:
    """The state with another household altogether, which is compared with nothing.

    Raises CaseError for one that cannot be read.
    """
    past = (*state.past, state.case)[-MOST_UNDONE:]
    made = replace(state, case=case, past=past, unread={}, charted=None, coming=None, tried=None)
    return decided(replace(made, moved=Moved(what, None), stopped=False))


def moved(before: State, after: State, what: Words) -> Moved:
    """What a step did to the answer."""
    if before.answer is None or after.answer is None:
        return Moved(what, None)
    return Moved(what, wr.compare(before.answer, after.answer))


def without_member(state: State, member: str) -> State:
    """The state with one member fewer."""
    left = [each for each in members(state.case) if str(each.get("id", "")) != member]
    unread = {key: each for key, each in state.unread.items() if Place.of(key).member != member}
    words = SAID.words("was_removed", who=person(state, member))
    return changed_to(replace(state, unread=unread), {**state.case, "members": left}, words)


def with_member(state: State) -> State:
    """The state with one member more, of whom nothing is said."""
    ids = set(member_ids(state.case))
    new = next(f"p{place}" for place in range(1, len(ids) + 2) if f"p{place}" not in ids)
    changed = {**state.case, "members": [*members(state.case), {"id": new}]}
    return changed_to(state, changed, SAID.words("was_added", who=new))


def undone(state: State) -> State:
    """The state with the household as it was a step ago."""
    if not state.past:
        return state
    *rest, last = state.past
    words = SAID["was_undone"]
    after = changed_to(replace(state, unread={}), last, words)
    return replace(after, past=tuple(rest))


def missing(state: State) -> dict[str, wr.Question]:
    """The facts that are still missing, by their paths, in the order of the answer."""
    found: dict[str, wr.Question] = {}
    if state.answer is not None:
        for each in state.answer.to_ask:
            for place in expanded(state.case, each.fact):
                if shown(said(state.case, place)) == "":
                    found.setdefault(place.path, each)
    return found
