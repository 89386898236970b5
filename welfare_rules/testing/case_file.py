"""A household as a case file that can be kept: what is expected of it is left to the reviewer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from welfare_rules.basics.days import day_text, is_day_text
from welfare_rules.cases.models import FORMAT
from welfare_rules.facts.writing import fact_value
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Fact
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.rules import Rules
from welfare_rules.samples.drawing import BELONGING
from welfare_rules.samples.plain import Plain, value_at

EVERYONE = "*"


def case_file(rules: Rules, case: Mapping[str, Any], name: str = "反例", note: str = "") -> str:
    """A case file with one household: `[base]` what is plain of all, `[[case]]` what is not.

    The expectation is what a reviewer works out by hand; a line of comment stands in its place.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2024-03")
    >>> case = {"id": "h1", "members": [{"id": "p1", "relation": "head", "wage": "600.00"}]}
    >>> print(case_file(rules, case).splitlines()[0])
    format = "welfare-cases/1"
    """
    return case_files(rules, [(name, note, rules.read(case))])


def case_files(rules: Rules, named: Iterable[tuple[str, str, Case]]) -> str:
    """A case file of several households, each with its name and a note, on one plain base."""
    plain = Plain.of(rules)
    lines = [f"format = {_text(FORMAT)}", f"month = {_text(rules.month.text)}"]
    lines += [f"known = {day_text(rules.known)}", "", f"[base.{_text('平常')}]"]
    lines += _rows(rules, plain, plain.case(1), HOUSEHOLD, {})
    everyone = _rows(rules, plain, plain.case(1), 0, {})
    lines += [f'"{EVERYONE}" = {{ {", ".join(everyone)} }}', ""]
    for name, note, case in named:
        lines += ["[[case]]", f"name = {_text(name)}", f"builds_on = {_text('平常')}"]
        lines += [f"note = {_text(note)}"] if note else []
        lines += ['arithmetic = "…"', "# expect = { … }  # 由审阅者填写 / for the reviewer", ""]
        own = _rows(rules, plain, case, HOUSEHOLD, _plain_values(plain, HOUSEHOLD))
        lines += [f"case.{each}" for each in own]
        for place, member in enumerate(case.member_ids):
            row = _rows(rules, plain, case, place, _plain_values(plain, place), keep=(BELONGING,))
            lines.append(f"case.{_text(member)} = {{ {', '.join(row)} }}")
        unknown = [
            case.path(payee, rules.program.facts[column].id)
            for payee, column in sorted(case.said_unknown)
        ]
        if unknown:
            lines.append(f"unknown = [{', '.join(map(_text, unknown))}]")
        lines.append("")
    return "\n".join(lines)


def change_text(rules: Rules, change: Mapping[str, Any]) -> str:
    """A change as one line: paths with what they become; of a member more only what is special.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2024-03")
    >>> change_text(rules, {"members[p1].wage": "600.00", "members[p1].serious_illness": True})
    'members[p1].wage → 600.00, members[p1].serious_illness → true'
    >>> change_text(rules, {"members[p2]": {"relation": "child", "wage": "0.00"}})
    'members[p2] → { relation = child }'
    """
    said: list[str] = []
    for path, value in change.items():
        if path.endswith("]"):
            value = _person(rules, value)
        said.append(f"{path} → {_inline(value)}")
    return ", ".join(said)


def _person(rules: Rules, written: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is special of a member, and how he or she belongs to the household."""
    facts, choices = Plain.of(rules), rules.program.law.choices
    plain = {
        fact.id: fact_value(fact, value, choices)
        for fact in rules.program.facts
        if (value := facts.member[fact.column]) is not None and fact.type.kind is not Kind.BENEFITS
    }
    return {
        key: value for key, value in written.items() if key == BELONGING or plain.get(key) != value
    }


def _inline(value: Any) -> str:
    """A value as a policy file writes it in one line."""
    if isinstance(value, Mapping):
        parts = cast(Mapping[str, Any], value).items()
        return "{ " + ", ".join(f"{key} = {_inline(each)}" for key, each in parts) + " }"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain_values(plain: Plain, payee: int) -> Mapping[int, int | None]:
    row = plain.household if payee == HOUSEHOLD else plain.member
    return dict(enumerate(row))


def _rows(
    rules: Rules,
    plain: Plain,
    case: Case,
    payee: int,
    without: Mapping[int, int | None],
    keep: tuple[str, ...] = (),
) -> list[str]:
    """The facts of a household or a member as lines of TOML, without those that are plain."""
    entity = Entity.HOUSEHOLD if payee == HOUSEHOLD else Entity.MEMBER
    made: list[str] = []
    for fact in rules.program.facts:
        value = value_at(case, (payee, fact.column))
        if fact.entity is not entity or value is None or (payee, fact.column) in case.presumed:
            continue
        if fact.type.kind is Kind.BENEFITS:
            if case.receiving[payee]:
                made.append(f"{fact.id} = [{', '.join(map(_text, sorted(case.receiving[payee])))}]")
            continue
        if without.get(fact.column) == value and fact.id not in keep:
            continue
        made.append(
            f"{fact.id} = {_toml(fact, fact_value(fact, value, rules.program.law.choices))}"
        )
    return made


def _toml(fact: Fact, value: Any) -> str:
    """A value of a fact as TOML writes it: money as a number, a day without quotes."""
    if isinstance(value, Mapping):
        return _inline(cast(Mapping[str, Any], value))
    if isinstance(value, bool):
        return _inline(value)
    if fact.type.kind is Kind.MONEY:
        return str(value).removesuffix(".00")
    if fact.type.kind is Kind.DATE and is_day_text(str(value)):
        return str(value)
    if isinstance(value, (int, Decimal, datetime.date)):
        return str(value)
    return _text(str(value))


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
