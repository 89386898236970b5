"""Each section of the law comes to what its words say, worked out beside by a few lines of Python:
tables by their hit policy, supplements, phase-outs, exemptions, exclusions.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import welfare_rules as wr
from tests.support.engines import engines_here
from tests.support.marked import benefit, clause, fact, found, nation, written
from welfare_rules.language.nodes import spell
from welfare_rules.language.types import Entity
from welfare_rules.program.lowering import formulas_by_step

NUMBER = 'type = "int"', "min = 0", "max = 30"
ROWS = [(4, 10), (2, 40), (6, 25)]  # up to so many rooms so many yuan, and of one share of 200 yuan
GRANTS = [(60, 30), (70, 20), (80, 50)]  # for members above an age
SPANS = {"short": [(2, 50)], "long": [(1, 100), (3, 50), (2, 25)]}  # months, and which share


def named(text: str, name: str) -> str:
    """With a label of its own, since everything that is made here has the same one."""
    return text.replace('"新项"', f'"{name}"').replace('"new"', f'"{name}"')


def table(hit: str, *, share: bool) -> str:
    key = f"{hit}_{'share' if share else 'amount'}"
    text = benefit(
        f'hit = "{hit}"',
        "gaps = true",
        *(['of = "2 * line"'] if share else []),
        header=f"[benefit.{key}]",
    )
    for place, (most, amount) in enumerate(ROWS):
        value = f'share = "{amount}%"' if share else f'amount = "{amount}元"'
        text += clause(
            "row", f'when = "rooms <= {most}"', value, of=f"benefit.{key}", name=f"r{place}"
        )
    return named(text, key)


def supplemented(key: str, *keys: str) -> str:
    text = benefit('amount = "100元 - stock"', *keys, header=f"[benefit.{key}]")
    for place, (above, amount) in enumerate(GRANTS):
        when = f'when = "age > {above}"'
        text += clause(
            "supplement", when, f'amount = "{amount}元"', of=f"benefit.{key}", name=f"s{place}"
        )
    return named(text, key)


def fading(key: str) -> str:
    text = benefit('base = "stock"', 'month = "nth"', header=f"[phase_out.{key}]")
    for place, (months, share) in enumerate(SPANS[key]):
        lines = f"months = {months}", f'share = "{share}%"'
        text += clause("step", *lines, of=f"phase_out.{key}", name=f"p{place}")
    return named(text, key)


def exemption(name: str, *lines: str) -> str:
    head = f'[[exemption]]\nid = "{name}"\nlabel = {{ zh = "{name}", en = "{name}" }}\nincome = "pay"\n'
    return head + "\n".join((*lines, 'cite = { article = "1" }')) + "\n"


def excluded(key: str, *lines: str) -> str:
    text = benefit('amount = "stock"', header=f"[benefit.{key}]")
    return named(text + clause("exclude", *lines, of=f"benefit.{key}"), key)


TEXT = (
    named(fact(*NUMBER, header="[fact.rooms]"), "房间")
    + named(fact(*NUMBER, header="[fact.nth]"), "第几个月")
    + "".join(
        table(hit, share=share) for hit in ("first", "highest", "sum") for share in (False, True)
    )
    + supplemented("for_all", 'supplement_for = "真"')
    + supplemented("for_some", 'supplement_for = "kind == heavy"')
    + "".join(map(fading, SPANS))
    + exemption("capped", 'when = "age >= 70"', 'deduct = "30元"', 'cap = "pay * 0.5"')
    + exemption("shared", 'when = "kind == heavy"', 'share = "40%"')
    + exemption("rest", 'share = "10%"')
    + exemption("taken", 'deduct = "1元"')
    + excluded("not_beside", 'with = "rooms > 4"', 'keep = "other"')
    + excluded("or_higher", 'with = "1元 * rooms"', 'keep = "higher"')
    + named(benefit('amount = "50元"', "begins = 2022-01-01", header="[benefit.later]"), "later")
    + named(benefit('amount = "9元 + 金额(later) + 应发额(later)"', header="[benefit.now]"), "now")
    + clause("require", 'when = "非 later"', of="benefit.now")
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> wr.Rules:
    folder = written(tmp_path_factory.mktemp("sections"), nation(TEXT))
    assert {each[0] for each in found(folder)} == set()
    return wr.load("cn", folder).at("2021-03", "2021-12-31")


def member(age: int, pay: int = 0, kind: str = "plain") -> dict[str, Any]:
    return {"id": f"m{age}{kind}", "pay": str(pay), "age": age, "born": "1950-01-01", "kind": kind}


def decided(rules: wr.Rules, *members: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Of each benefit the status and the amount, on which all engines agree."""
    case = {"id": "h", "stock": "0", "rural": True, "paid_before": "0", "rooms": 0, "nth": 0}
    case |= {**facts, "members": [*members] or [member(30)]}
    answers = [rules.determine(case, engine=each) for each in engines_here()]
    keys = [each for each in rules.program.benefits if each.payee is Entity.HOUSEHOLD]
    first, *others = [
        {each.id: (answer[each.id].status, answer[each.id].amount) for each in keys}
        for answer in answers
    ]
    assert all(each == first for each in others)
    return first


@pytest.mark.parametrize("rooms", range(8))
def test_a_table_comes_to_what_its_hit_policy_says(rules: wr.Rules, rooms: int) -> None:
    holding = [amount for most, amount in ROWS if rooms <= most]
    said = decided(rules, rooms=rooms)
    for hit, amount in (
        ("first", holding[:1]),
        ("highest", [max(holding, default=0)]),
        ("sum", holding),
    ):
        status = "eligible" if holding else "not_eligible"
        assert said[f"{hit}_amount"] == (status, Decimal(sum(amount)).quantize(Decimal("0.01")))
        assert said[f"{hit}_share"] == (status, Decimal(2 * sum(amount)).quantize(Decimal("0.01")))


@pytest.mark.parametrize("stock", [0, 90, 120, 300])
def test_each_member_brings_the_highest_supplement(rules: wr.Rules, stock: int) -> None:
    members = [member(65), member(75, kind="heavy"), member(85), member(50, kind="heavy")]
    brought = [
        max((grant for age, grant in GRANTS if each["age"] > age), default=0) for each in members
    ]
    some = sum(
        grant for each, grant in zip(members, brought, strict=True) if each["kind"] == "heavy"
    )
    said = decided(rules, *members, stock=str(stock))
    assert said["for_all"] == ("eligible", max(Decimal(0), Decimal(100 - stock + sum(brought))))
    assert said["for_some"] == ("eligible", max(Decimal(0), Decimal(100 - stock + some)))


@pytest.mark.parametrize("nth", range(9))
def test_a_phase_out_pays_month_after_month_what_its_steps_say(rules: wr.Rules, nth: int) -> None:
    said = decided(rules, stock="200", nth=nth)
    for key, spans in SPANS.items():
        shares = [share for months, share in spans for _ in range(months)]
        inside = 1 <= nth <= len(shares)
        amount = Decimal(2 * shares[nth - 1] if inside else 0)
        assert said[key] == ("eligible" if inside else "not_eligible", amount)


@pytest.mark.parametrize("pay", [0, 1, 40, 60, 90])
@pytest.mark.parametrize("kind", ["plain", "heavy"])
@pytest.mark.parametrize("age", [69, 70])
def test_exemptions_take_a_sum_and_then_a_share_in_their_order(
    rules: wr.Rules, pay: int, kind: str, age: int
) -> None:
    counted = Decimal(pay) - (min(30, Decimal(pay) / 2) if age >= 70 else 0)
    counted *= Decimal("0.6") if kind == "heavy" else 1
    counted = max(Decimal(0), counted * Decimal("0.9") - 1)
    said = decided(rules, member(age, pay, kind))["help"]
    poor = counted < 100
    up = (100 - counted).to_integral_value("ROUND_CEILING")
    assert said == ("eligible" if poor else "not_eligible", up if poor else 0)


@pytest.mark.parametrize("rooms", [0, 1, 4, 5])
def test_an_exclusion_lets_the_other_or_the_higher_stand(rules: wr.Rules, rooms: int) -> None:
    for stock in (0, 3, 4, 5):
        said = decided(rules, stock=str(stock), rooms=rooms)
        beside, higher = rooms <= 4, not 0 < rooms >= stock
        assert said["not_beside"] == ("eligible" if beside else "not_eligible", stock * beside)
        assert said["or_higher"] == ("eligible" if higher else "not_eligible", stock * higher)


def test_nobody_is_entitled_to_what_is_not_in_force(rules: wr.Rules) -> None:
    assert decided(rules)["now"] == ("eligible", 9)


def test_questions_about_all_versions_ask_the_formulas_of_the_month_too(rules: wr.Rules) -> None:
    program = rules.program
    formulas = formulas_by_step(program.law)
    for each in program.steps:
        if not each.id.startswith("later!"):  # which is not in force
            assert each.node is not None
            assert spell(each.node) in map(spell, formulas[each.id]), each.id
