"""The explanation.

Names what took part, lists what failed and by how much, reckons right, and says the same in both
languages.
"""

from __future__ import annotations

import copy
import re
import tempfile
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import FLOWS
from tests.support.laws import county, document
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.text import Lang
from welfare_rules.engine.contract import Decided, Start
from welfare_rules.engine.reference.interpreter import Interpreter
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.derive import derive
from welfare_rules.explanation.formulas import Style, render
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.explanation.wording import Wording, decimals
from welfare_rules.language import nodes as n
from welfare_rules.language.types import MONEY, Entity
from welfare_rules.law.terms import PER_WORDS
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Rule

Answer = wr.Answer
LANGS: tuple[Lang, Lang] = ("zh", "en")
NOTHING = dict.fromkeys((*FLOWS, "self_care_items_failed"), 0)
PERSON: dict[str, Any] = {
    **NOTHING,
    "relation": "child",
    "sex": "female",
    "birth_date": "2010-01-01",
    "division": "999999",
    "co_resident": True,
    "dependent": True,
    "education": "compulsory",
    "full_time_student": False,
    "employed": False,
    "can_live_independently": False,
    "disability_kind": "none",
    "kept_by_aged_parent": False,
    "serious_illness": False,
    "supporter": "able",
    "child_category": "none",
    "risk_guardianship": "none",
    "risk_physical": "none",
    "risk_behaviour": "none",
}


def person(name: str, **facts: Any) -> dict[str, Any]:
    return {**PERSON, "id": name, **facts}


def household(*members: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """A household of three that is in dibao unless facts say otherwise.

    Wages of 1200 yuan, one member of disability grade 2.
    """
    grown: dict[str, Any] = {"birth_date": "1980-01-01", "can_live_independently": True}
    people = members or (
        person("p1", relation="head", employed=True, wage=1200, **grown),
        person("p2", relation="spouse", disability_kind="physical", disability_grade=2, **grown),
        person("p3"),
    )
    return {
        "id": "h1",
        "division": "999999",
        "area": "rural",
        "financial_assets": 0,
        "vehicles": 0,
        "dwellings": 1,
        "disposable_income_line": 2000,
        "rigid_medical": 0,
        "rigid_education": 0,
        "rigid_rehabilitation": 0,
        "rigid_other": 0,
        "applied_on": "2021-08-01",
        "decided_on": "2021-08-05",
        **facts,
        "members": list(members or people),
    }


def changed(**facts: Any) -> dict[str, Any]:
    """The household with facts set: `p1__wage=1300` for a member, `vehicles=1` for the household."""
    case = household()
    for name, value in facts.items():
        member, _, fact = name.rpartition("__")
        place = next(each for each in case["members"] if each["id"] == member) if member else case
        place[fact] = value
    return case


@cache
def model() -> wr.Policy:
    return wr.load("cn/model")


def model_rules() -> wr.Rules:
    """Not a fixture: property tests print their arguments, and a program is long."""
    return model().at("2021-08", known="2021-12-31")


@cache
def binhai_rules() -> wr.Rules:
    return wr.load("cn/jiangsu/yancheng/binhai").at("2021-08", known="2021-12-31")


def decided(rules: wr.Rules, case: dict[str, Any]) -> Answer:
    return rules.determine(case, engine="reference")


def blocks(text: str, heading: str) -> list[str]:
    """The entries of one section: a line at the margin with the lines that are set in below it."""
    section = text.split(f"== {heading} ==\n", 1)[1].split("\n\n", 1)[0]
    return re.split(r"\n(?! )", section)


def denial(text: str, label: str, name: str = "") -> str:
    """The block of one benefit (and payee)."""
    found = [
        each
        for each in text.split("\n\n")
        if each.startswith(f"{label} · ") and name in each.split("：" if "：" in each else ":")[0]
    ]
    assert len(found) == 1, (label, name, found)
    return found[0]


def numbers_of(answer: Answer) -> Numbers:
    return Numbers(answer.evaluate())


# --- figures ---


def figures_in(answer: Answer) -> set[str]:
    """Every figure on which an answer rests, as the reference engine says."""
    evaluation = answer.evaluate()
    return {
        figure.id
        for each in answer.decision.outcomes
        for figure in evaluation.figures(evaluation.rests_on(each.benefit, each.payee))
    }


def test_every_figure_that_took_part_is_named_with_its_document() -> None:
    for policy in (model_rules(), binhai_rules()):
        answer = decided(policy, household())
        wording = Wording.of("zh", answer.program.law.choices, ())
        entries = {
            each.split("：", 1)[0]: each
            for each in blocks(answer.explain("zh"), PHRASES["figures"].zh)
        }
        assert figures_in(answer)
        for name in figures_in(answer):
            figure = answer.program.figures[name]
            entry = entries[figure.figure.label.zh]
            assert figure.value is not None
            assert wording.number(figure.figure.type, figure.value) in entry
            for version in figure.chain:
                assert version.source is not None
                assert f"《{version.source.document}》" in entry
                assert PHRASES[version.status].zh in entry


def test_a_corrected_figure_says_what_it_corrects() -> None:
    before = decided(model().at("2022-07", known="2022-07-31"), household()).explain("zh")
    after = decided(model().at("2022-07", known="2022-08-31"), household()).explain("zh")
    assert "低保标准：760.00 元" in before
    assert "低保标准：765.00 元" in after
    assert "更正了 2022-06-20 公布的 760.00 元" in after
    assert "更正了" not in before


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    """Households near the thresholds of the model county, complete."""
    case = household()
    standard = draw(st.sampled_from([0, 729, 730, 731, 2189, 2190, 2191, 3285]))
    for place, each in enumerate(case["members"]):
        each["wage"] = draw(st.sampled_from([0, 1, standard, "2190.01"])) if place == 0 else 0
        each["employment_cost"] = draw(st.sampled_from([0, 100, 400]))
        each["birth_date"] = draw(
            st.sampled_from(
                [
                    "1931-08-31",
                    "1941-08-31",
                    "1961-08-01",
                    "1985-02-28",
                    "2003-08-02",
                    "2007-08-01",
                    "2015-05-05",
                ]
            )
        )
        each["disability_kind"] = draw(st.sampled_from(["none", "physical", "mental", "visual"]))
        if each["disability_kind"] != "none":
            each["disability_grade"] = draw(st.integers(1, 4))
        each["supporter"] = draw(st.sampled_from(["none", "able"]))
        each["serious_illness"] = draw(st.booleans())
        each["aged_nursing_subsidy"] = draw(st.sampled_from([0, 129, 130, 131]))
        each["self_care_items_failed"] = draw(st.integers(0, 6))
    case["financial_assets"] = draw(st.sampled_from([0, 52560, "52560.01"]))
    if draw(st.booleans()):
        case["phase_out_since"] = draw(st.sampled_from(["2021-08-01", "2021-05-01", "2021-02-01"]))
        case["last_dibao_amount"] = "1000.01"
    return case


@settings(max_examples=examples(30))
@given(cases())
def test_both_languages_mention_the_same_figures_and_rules(case: dict[str, Any]) -> None:
    answer = decided(model_rules(), case)
    derivation = derive(answer, numbers_of(answer))
    texts = {lang: answer.explain(lang) for lang in LANGS}
    entries = {lang: len(blocks(texts[lang], PHRASES["figures"].say(lang))) for lang in LANGS}
    assert entries["zh"] == entries["en"] == len(derivation.figures)
    for used in derivation.figures:
        label = used.figure.figure.label
        assert f"\n{label.zh}：" in texts["zh"]
        assert f"\n{label.en}: " in texts["en"]
    for group in derivation.groups:
        for each in (*group.conditions, *group.no_row, *group.excludes):
            because = each.rule.clause.because
            assert because.zh in texts["zh"]
            assert because.en in texts["en"]
    assert texts["zh"].count("[不成立]") == texts["en"].count("[does not hold]")


# --- denials ---


@pytest.mark.parametrize(
    ("facts", "label", "said"),
    [
        ({"p1__wage": 2190}, "最低生活保障", "正好相等，须低于"),
        ({"p1__wage": "2190.01"}, "最低生活保障", "2190.00 元：不成立，超出 0.01 元"),
        ({"financial_assets": "60000.5"}, "最低生活保障", "= 52560.00 元：不成立，超出 7440.50 元"),
        ({"vehicles": 2, "p1__wage": 3000}, "最低生活保障", "车辆数 2 ≤ 允许车辆数 0：不成立，超出 2"),
        ({"p1__wage": 2300, "phase_out_since": "2021-01-01"}, "低保渐退期救助", "不成立，超出 2 个月"),
    ],
)  # fmt: skip
def test_a_failed_requirement_says_how_far_off_it_is(
    facts: dict[str, Any], label: str, said: str
) -> None:
    block = denial(decided(model_rules(), changed(**facts)).explain("zh"), label, "h1")
    assert "不符合" in block.splitlines()[0]
    assert said in block


def test_distances_in_years_persons_and_days() -> None:
    case = changed(p1__birth_date="1951-01-01", p1__death_date="2021-07-30")
    text = decided(model_rules(), case).explain("zh")
    assert "月末年龄 70 ≥ 80：不成立，还差 10 年" in denial(text, "高龄津贴", "p1")
    assert "死亡日期（2021-07-30）≥ 本月首日（2021-08-01）：不成立，相差 2 天" in text
    outside = decided(
        model_rules(), changed(p1__wage=3200, vehicles=1, p2__disability_grade=3)
    ).explain("en")
    assert "short by 1 person" in outside


@settings(max_examples=examples(30))
@given(cases())
def test_a_denial_lists_every_requirement_that_failed(case: dict[str, Any]) -> None:
    answer = decided(model_rules(), case)
    text = answer.explain("zh")
    for outcome in answer.decision.outcomes:
        if outcome.entitled is not False:
            continue
        block = denial(text, outcome.benefit.label.zh, answer.case.payee_id(outcome.payee))
        reasons: tuple[Rule, ...] = outcome.benefit.reasons
        for rule, holds in zip(reasons, outcome.truths, strict=True):
            if holds is False and rule.clause.kind in ("require", "exclude"):
                assert rule.clause.because.zh in block
                mark = "[不成立] " if rule.clause.kind == "require" else ""
                assert f"{mark}{rule.clause.because.zh}\n" in block
        numbers = numbers_of(answer)
        # a plain comparison shows both sides and their difference
        for rule in outcome.benefit.requires:
            node = numbers.step(rule.step).node
            if (
                isinstance(node, n.Compare)
                and node.left.type == MONEY
                and numbers.truth(node, outcome.payee) is False
            ):
                left, right = (
                    numbers.of(node.left, outcome.payee).low,
                    numbers.of(node.right, outcome.payee).low,
                )
                assert left is not None
                assert right is not None
                gap = Wording.of("zh", {}, ()).money(abs(left - right))
                assert (f"超出 {gap}" if left != right else "正好相等，须低于") in block


# --- numbers ---

OPERATIONS = {"×": "*", "÷": "/", "−": "-", "+": "+", "（": "(", "）": ")"}


def reckon(text: str) -> Fraction:
    """A line of arithmetic worked out by somebody who has only the paper."""
    made = re.sub(r"(\d+(?:\.\d+)?)%", r"(F('\1')/100)", text)
    made = re.sub(r"(?<![\d.'])(\d+(?:\.\d+)?)(?![\d.']|'\))", r"F('\1')", made)
    for sign, python in OPERATIONS.items():
        made = made.replace(sign, python)
    # only digits and signs, as the pattern that found it says
    return cast(Fraction, eval(made, {"F": Fraction}))


@settings(max_examples=examples(40))
@given(cases())
def test_the_reckoning_can_be_followed_with_a_pencil(case: dict[str, Any]) -> None:
    for formula, result in equations(decided(model_rules(), case).explain("zh")):
        assert reckon(formula) == Fraction(result), (formula, result)


def equations(text: str) -> list[tuple[str, str]]:
    """Every line of arithmetic, and what it says it comes to."""
    return re.findall(
        r"(?:= |^ +|：)([\d.%（）×÷−+ ]*[×÷−+][\d.%（）×÷−+ ]*) ?= (-?[\d.]+) 元$", text, re.M
    )


def test_there_are_reckonings_to_follow() -> None:
    found = equations(decided(model_rules(), household()).explain("zh"))
    assert {"730.00 × 3 − 1200.00", "730.00 × 20%", "730.00 × 35%", "1200.00 + 0.00 + 0.00"} <= {
        formula.strip() for formula, _ in found
    }


@settings(max_examples=examples(30))
@given(cases())
def test_the_amounts_are_those_of_the_answer(case: dict[str, Any]) -> None:
    answer = decided(model_rules(), case)
    text = answer.explain("zh")
    assert answer.total is not None
    assert f"合计：每月 {answer.total:.2f} 元" in text
    assert answer.once is not None
    assert (f"本月另发：{answer.once:.2f} 元" in text) is (answer.once != 0)
    for each in answer.benefits:
        block = denial(text, label_of(answer, each.benefit), each.payee)
        assert ("（暂定）" in block.splitlines()[0]) is each.provisional
        if each.status == "eligible" and each.amount is not None:
            assert f"符合，{PER_WORDS[each.per].zh} {each.amount:.2f} 元" in block.splitlines()[0]
            assert re.search(rf"取整：.*→ {each.amount:.2f} 元", block)


def label_of(answer: Answer, benefit: str) -> str:
    return next(each.label.zh for each in answer.program.benefits if each.id == benefit)


@settings(max_examples=examples(20))
@given(cases(), st.data())
def test_numbers_are_those_of_the_reference_engine(
    case: dict[str, Any], data: st.DataObject
) -> None:
    fact = data.draw(st.sampled_from(["wage", "disability_grade", "birth_date", "supporter"]))
    case["members"][0].pop(fact, None)
    answer = decided(model_rules(), case)
    numbers, interpreter = numbers_of(answer), Interpreter(answer.program)
    state = interpreter.state(answer.case, answer.month)
    for step in answer.program.steps:
        payees = (HOUSEHOLD,) if step.entity is Entity.HOUSEHOLD else (0, 1, 2)
        for node in n.walk(step.node) if step.node is not None else ():
            if not _speaks_of_others(step.node, node):
                work = interpreter.work(node)
                for payee in payees:
                    assert numbers.of(node, payee).ends == work(state, payee)[:2]


def _speaks_of_others(top: n.Node | None, node: n.Node) -> bool:
    """Whether a node stands inside an aggregate, where it is asked of each member."""
    return top is not None and any(
        node is not each
        and isinstance(each, n.AGGREGATES)
        and any(node is inner for inner in n.walk(each))
        for each in n.walk(top)
    )


# --- what is not known ---

PATHS = [
    *(("", name) for name in household() if name not in ("id", "members")),
    *((each["id"], name) for each in household()["members"] for name in each if name != "id"),
]


@settings(max_examples=examples(60))
@given(st.lists(st.sampled_from(PATHS), min_size=1, max_size=4, unique=True), st.booleans())
def test_any_fact_may_be_missing(paths: list[tuple[str, str]], dear: bool) -> None:
    case = changed(p1__wage=2500) if dear else household()
    for member, fact in paths:
        place = next(each for each in case["members"] if each["id"] == member) if member else case
        place.pop(fact, None)
    answer = decided(model_rules(), case)
    for lang in LANGS:
        words = PHRASES.templates(lang)
        text = answer.explain(lang)
        missing = {each for outcome in answer.decision.outcomes for each in outcome.missing_facts}
        assert (words["nothing_missing"] in text) is not bool(missing)
        assert text.count(f"{words['missing_fact']}{'）' if lang == 'zh' else ')'}") >= len(missing)
        assert "None" not in text
        assert "Fraction" not in text
        assert "!" not in text


def test_bounds_and_presumptions_are_said() -> None:
    case = household()
    del case["members"][0]["wage"]
    text = decided(model_rules(), case).explain("zh")
    assert "最低生活保障 · 本户 h1：不能确定，至少 0.00 元，至多 2409.00 元（暂定）" in text
    assert "p1 · 工资性收入（未填写）：决定 " in text
    assert "p1、p2、p3：死亡日期未填写，推定为无" in text
    assert "合计：不能确定" in text
    assert "month" not in text.replace("2021", "")


def test_a_figure_that_nobody_found_is_named() -> None:
    text = decided(binhai_rules(), household()).explain("zh")
    block = denial(text, "价格临时补贴", "p2")
    assert "不能确定" in block.splitlines()[0]
    assert "尚缺：本市价格同比涨幅" in block
    assert "本市价格同比涨幅：没有找到任何数值" in text
    assert re.search(r"本市价格同比涨幅（缺数值）：决定 .*价格临时补贴 · p2", text)


# --- languages ---


@settings(max_examples=examples(20))
@given(cases(), st.booleans())
def test_no_word_of_ours_is_of_the_other_language(case: dict[str, Any], gap: bool) -> None:
    if gap:
        del case["members"][1]["birth_date"]
    answer = decided(model_rules(), case)
    names = (answer.program.law.jurisdiction, "sha256", answer.program.digest[7:19])
    zh = re.sub(r"“.*”|《[^》]*》|\b(?:p|h)\d\b", "", answer.explain("zh"))
    for each in names:
        zh = zh.replace(each, "")
    assert re.findall(r"[A-Za-z]+", re.sub(r"https?://\S+", "", zh)) == []
    en = re.sub(r"“.*”|《[^》]*》", "", answer.explain("en"))
    assert re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+", en) == []


# --- formulas ---

STYLES: tuple[Style, ...] = ("names", "numbers", "both")
WAGE = n.FactRef(id="wage", type=MONEY, entity=Entity.MEMBER, flow=True)
STANDARD = n.FigureRef(id="dibao_standard", type=MONEY)
AGE = n.DerivedRef(id="age", type=n.INT, entity=Entity.MEMBER)
HEADS = n.DerivedRef(id="counted_members", type=n.INT, entity=Entity.HOUSEHOLD)
ADULT = n.Compare(op=Comparison.AT_LEAST, left=AGE, right=n.Const(value=18, type=n.INT))
ILL = n.FactRef(id="serious_illness", type=n.BOOL, entity=Entity.MEMBER)


def add(left: n.Node, right: n.Node) -> n.Node:
    return n.Add(left=left, right=right, type=MONEY)


def sub(left: n.Node, right: n.Node) -> n.Node:
    return n.Sub(left=left, right=right, type=MONEY)


def mul(left: n.Node, right: n.Node) -> n.Node:
    return n.Mul(left=left, right=right, type=MONEY)


@pytest.mark.parametrize(
    ("node", "zh", "en"),
    [
        (mul(add(WAGE, STANDARD), HEADS), "（工资性收入 + 低保标准）× 计入人数", "(wage + dibao standard) × number of persons counted"),
        (sub(WAGE, sub(STANDARD, WAGE)), "工资性收入 −（低保标准 − 工资性收入）", "wage − (dibao standard − wage)"),
        (sub(sub(WAGE, STANDARD), WAGE), "工资性收入 − 低保标准 − 工资性收入", "wage − dibao standard − wage"),
        (
            n.Div(left=STANDARD, right=mul(WAGE, HEADS), type=MONEY),
            "低保标准 ÷（工资性收入 × 计入人数）",
            "dibao standard ÷ (wage × number of persons counted)",
        ),
        (n.Not(part=ADULT), "年龄 < 18", "age < 18"),
        (n.Not(part=n.Or(parts=(ADULT, ILL))), "非（年龄 ≥ 18 或 患重特大疾病）", "not (age ≥ 18 or serious illness)"),
        (
            n.Or(parts=(n.And(parts=(ADULT, ILL)), ILL)),
            "（年龄 ≥ 18 且 患重特大疾病）或 患重特大疾病",
            "(age ≥ 18 and serious illness) or serious illness",
        ),
        (n.Not(part=n.Exists(among=n.Not(part=ILL))), "全部成员（患重特大疾病）", "all members (serious illness)"),
        (n.In(item=AGE, values=(1, 2)), "年龄 属于 1、2", "age is one of 1, 2"),
        (n.Count(among=n.TRUE), "人数（每名成员）", "number of members (every member)"),
        (
            n.If(test=ILL, yes=WAGE, no=STANDARD, type=MONEY),
            "如果 患重特大疾病，则 工资性收入，否则 低保标准",
            "if serious illness then wage else dibao standard",
        ),
        (n.Least(parts=(WAGE, STANDARD), type=MONEY), "取小（工资性收入，低保标准）", "smallest of (wage, dibao standard)"),
        (
            n.Rounded(part=WAGE, step=Fraction(100), direction="up", type=MONEY),
            "取整（工资性收入，向上进到 1.00 元的整数倍）",
            "Rounding (wage, up to a multiple of 1.00 yuan)",
        ),
    ],
)  # fmt: skip
def test_formulas_have_brackets_only_where_they_are_needed(node: n.Node, zh: str, en: str) -> None:
    assert render(node, model_rules().program, "zh") == zh
    label = next(fact.label.en for fact in model_rules().program.facts if fact.id == "wage")
    assert render(node, model_rules().program, "en").replace(label, "wage") == en


def test_numbers_are_set_in() -> None:
    answer = decided(model_rules(), household())
    numbers = numbers_of(answer)
    node = n.Compare(op=Comparison.GREATER, left=mul(STANDARD, HEADS), right=WAGE)
    said = {style: render(node, model_rules().program, "zh", numbers, 0, style) for style in STYLES}
    assert said == {
        "names": "低保标准 × 计入人数 > 工资性收入",
        "numbers": "730.00 × 3 = 2190.00 元 > 1200.00",
        "both": "低保标准 730.00 元 × 计入人数 3 = 2190.00 元 > 工资性收入 1200.00 元",
    }
    assert (
        render(
            n.Total(value=WAGE, among=n.TRUE, type=MONEY),
            model_rules().program,
            "en",
            numbers,
            style="numbers",
        )
        == "1200.00 + 0.00 + 0.00"
    )


@pytest.mark.parametrize(
    ("value", "least", "text", "exact"),
    [
        (Fraction(1250, 3), 2, "416.67", False), (Fraction(1, 8), 2, "0.125", True), (5, 2, "5.00", True),
        (Fraction(-1, 2), 0, "-0.5", True), (Fraction(1, 10**7), 2, "0.00", False), (Fraction(-1250, 3), 2, "-416.67", False),
        (35, 0, "35", True), (Fraction(25, 2), 0, "12.5", True),
    ],
)  # fmt: skip
def test_decimals_are_exact_or_say_so(
    value: int | Fraction, least: int, text: str, exact: bool
) -> None:
    assert decimals(value, least) == (text, exact)


def test_a_sum_that_is_no_whole_fen_is_written_as_a_fraction_too() -> None:
    wording = Wording.of("zh", {}, ())
    assert wording.money(Fraction(125000, 3)) == "416.67（1250/3） 元".replace(
        "） 元", "）元"
    ) or "1250/3" in wording.money(Fraction(125000, 3))
    assert wording.rate(Fraction(1, 3)) == "33.33%（1/3）"


# --- households of every size, policies of every kind ---


def test_a_household_of_nobody_and_one_of_two_hundred() -> None:
    empty: dict[str, Any] = {**household(), "members": []}
    crowd = household(
        *(
            person(f"p{place}", birth_date=f"{1930 + place % 80}-01-01", wage=place % 3 * 100)
            for place in range(200)
        )
    )
    for lang in LANGS:
        assert decided(model_rules(), empty).explain(lang)
        text = decided(model_rules(), crowd).explain(lang)
        assert len(text) < 120_000
        assert "p199" in text or re.search(r"\b\d{3} (人|more)", text)


TINY = (
    document(
        "t.all",
        ("小县办法", "Rules of a small county"),
        place=county(),
        more='checked_with = "虚构"',
    )
    + """\
[fact.assets]
label = { zh = "资产", en = "assets" }
entity = "household"
type = "money"
min = 0
max = 1000000
[fact.applied]
label = { zh = "申请日期", en = "day of application" }
entity = "household"
type = "date"
[fact.pay]
label = { zh = "工资", en = "pay" }
entity = "member"
type = "money"
flow = true
min = 0
max = 1000000
[fact.old]
label = { zh = "老人", en = "old" }
entity = "member"
type = "bool"
[figure.line]
label = { zh = "基准", en = "line" }
type = "money"
cite = { article = "1", quote = "基准为三百元" }
[[figure.line.version]]
from = 2020-01-01
value = 300
announced = 2020-01-01
status = "published"
[[figure.line.version]]
from = 2021-01-01
value = 400
announced = 2020-12-01
status = "reported"
only_for = "申请日期 >= 2021-01-01"
[[figure.line.conflict]]
value = 310
cite = { document = "另一文件", article = "2" }
[figure.extra]
label = { zh = "加发额", en = "extra sum" }
type = "money"
cite = { article = "2" }
[[figure.extra.version]]
from = 2020-01-01
share = "50%"
of = "base_wage"
announced = 2020-01-01
status = "published"
[figure.base_wage]
label = { zh = "基本工资", en = "basic wage" }
type = "money"
cite = { article = "2" }
[[figure.base_wage.version]]
from = 2020-01-01
value = 1000
announced = 2020-01-01
status = "unverified"
[derived.heads]
label = { zh = "人口", en = "heads" }
entity = "household"
type = "int"
cite = { article = "3" }
formula = "人数(真)"
[derived.lost]
label = { zh = "失传的规定", en = "lost rule" }
entity = "household"
type = "bool"
cite = { article = "3" }
[[derived.lost.version]]
from = 2030-01-01
formula = "资产 > 0 元"
[derived.best_pay]
label = { zh = "最高的工资", en = "best pay" }
entity = "household"
type = "money"
cite = { article = "3" }
formula = "最高(工资, 非 老人)"
[benefit.visit]
label = { zh = "上门服务", en = "visits" }
payee = "member"
service = true
cite = { article = "4" }
[[benefit.visit.require]]
id = "old"
when = "老人"
because = { zh = "是老人", en = "is old" }
cite = { article = "4" }
[benefit.grant]
label = { zh = "补助", en = "grant" }
payee = "household"
hit = "sum"
gaps = true
rounding = { step = "0.01", direction = "half-up", cite = { article = "5", quote = "算到分" } }
starts = "month after decision"
cite = { article = "5" }
[[benefit.grant.require]]
id = "poor"
when = "资产 / 3 < 基准"
because = { zh = "资产少", en = "few assets" }
cite = { article = "5" }
[[benefit.grant.row]]
id = "low"
when = "最高的工资 < 基准"
amount = "基准 / 7"
because = { zh = "工资低", en = "low pay" }
cite = { article = "5(1)" }
[[benefit.grant.row]]
id = "more"
when = "全部(老人)"
amount = "加发额"
because = { zh = "都是老人", en = "all are old" }
cite = { article = "5(2)" }
[fact.since]
label = { zh = "起始日", en = "start" }
entity = "household"
type = "date"
presumed = "never"
[fact.getting]
label = { zh = "在领", en = "getting" }
entity = "member"
type = "benefits"
presumed = "none"
[[income]]
id = "pay"
label = { zh = "工薪", en = "wages" }
cite = { article = "7" }
[[exemption]]
id = "old-pay"
label = { zh = "老人的工资扣减并减半", en = "pay of the old is cut and halved" }
income = "pay"
when = "老人"
deduct = "加发额"
share = "50%"
cite = { article = "8" }
status = "reported"
[benefit.loan]
label = { zh = "借款", en = "loan" }
payee = "household"
amount = "取大(最低(工资, 真), 取小(基准, 资产 / 2), 合计(本人可计算收入, 真))"
rounding = { step = "1", direction = "down", status = "unverified", cite = { article = "9" } }
starts = "month of application"
cite = { article = "9" }
[[benefit.loan.require]]
id = "begun"
when = "如果(资产 > 1000 元, 假, 起始日 < 2021-08-01 且 相隔月数(起始日, 本月首日) >= 2)"
because = { zh = "开始已满两个月", en = "began two months ago" }
cite = { article = "9" }
[[benefit.loan.require]]
id = "free"
when = "非 任一(正在领取(补助))"
because = { zh = "没有人在领补助", en = "nobody gets the grant" }
cite = { article = "9" }
[benefit.anybody]
label = { zh = "人人有份", en = "for anybody" }
payee = "household"
service = true
cite = { article = "10" }
[[benefit.anybody.require]]
id = "either"
when = "任一(老人) 或 非 任一(老人)"
because = { zh = "有老人或者没有老人", en = "with or without old people" }
cite = { article = "10" }
[benefit.mystery]
label = { zh = "谜样补贴", en = "mystery" }
payee = "household"
amount = "1 元 - 资产"
rounding = { step = "0.01", direction = "half-up", cite = { article = "6" } }
starts = "not stated"
cite = { article = "6" }
[[benefit.mystery.require]]
id = "lost"
when = "失传的规定"
because = { zh = "合于失传的规定", en = "as the lost rule asks" }
cite = { article = "6" }
"""
)


@cache
def county() -> wr.Policy:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "t").mkdir()
        (Path(folder) / "t" / "all.toml").write_text(TINY, encoding="utf-8")
        return wr.load("t", policies=folder)


def tiny_rules() -> wr.Rules:
    return county().at("2021-08", known="2021-12-31")


SMALL: dict[str, Any] = {
    "id": "h",
    "assets": 500,
    "applied": "2021-05-01",
    "members": [
        {"id": "a", "pay": {"per_year": 1000}, "old": True},
        {"id": "b", "pay": 10, "old": False},
    ],
}


def test_services_sums_transitions_and_rules_that_nobody_found() -> None:
    text = decided(tiny_rules(), SMALL).explain("zh")
    assert "上门服务 · a：符合，服务，无金额" in text
    assert "资产 500.00 元 ÷ 3 = 166.67（500/3）元 < 基准 400.00 元" in text
    assert "基准（自 2021-01-01 起施行）：400.00 元" in text
    assert "只适用于：申请日期 ≥ 2021-01-01" in text
    assert "400.00 ÷ 7 = 57.14（400/7）" in text
    assert "取整：四舍五入到 0.01 元的整数倍：57.14（400/7）" in text
    assert "→ 57.14 元" in text
    assert "另有来源说法不同：《另一文件》第 2 条：310.00 元" in text
    assert "谜样补贴 · 本户 h：不能确定" in text
    assert "失传的规定（缺规定）：决定 谜样补贴 · 本户 h" in text
    before = decided(tiny_rules(), {**SMALL, "applied": "2020-12-31"}).explain("zh")
    assert "300.00 ÷ 7 = 42.86（300/7）" in before
    both = decided(
        tiny_rules(), {**SMALL, "members": [{"id": "a", "pay": 1, "old": True}]}
    ).explain("zh")
    assert "= 50% × 基本工资 1000.00 元" in both
    assert "加发额 500.00 元" in both


def test_conditions_incomes_and_choices_of_every_form() -> None:
    loan = {**SMALL, "since": "2021-07-31"}
    text = decided(tiny_rules(), loan).explain("zh")
    block = denial(text, "借款", "h")
    assert (
        "相隔月数（起始日（2021-07-31），本月首日（2021-08-01））= 1 个月 ≥ 2：不成立，还差 1 个月"
        in block
    )
    assert "成立的条件：没有人在领补助" in block
    assert "起始日（无）< 2021-08-01：不成立\n" in decided(tiny_rules(), SMALL).explain(
        "zh"
    ).replace("；", "\n")
    text = decided(tiny_rules(), {**loan, "since": "2021-05-31"}).explain("zh")
    assert "取大（最低（工资，成员须" not in text
    assert "取大（10.00，取小（400.00，500.00 ÷ 2），0.00 + 10.00）= 250.00 元" in text
    assert "a：工资 83.33（250/3）元" in text
    assert "老人的工资扣减并减半：扣减 500.00 元，豁免其余的 50%，余 0.00 元（老人（是））" in text
    assert "老人的工资扣减并减半：不适用（老人（否））" in text
    rich = decided(tiny_rules(), {**loan, "assets": 2000}).explain("en")
    assert "assets [2000.00 yuan] > 1000.00 yuan" in denial(rich, "loan", "h")
    unknown: dict[str, Any] = copy.deepcopy({**loan, "since": "2021-05-31"})
    del unknown["members"][0]["old"]
    text = decided(tiny_rules(), unknown).explain("zh")
    assert "是否适用不能确定" in text
    assert "未知事项无论如何，各项条件都成立。" in denial(text, "人人有份", "h")


def test_a_month_without_benefits_and_a_right_that_has_not_begun() -> None:
    early = county().at("2019-01", known="2021-12-31")
    assert PHRASES["no_benefits"].zh in decided(early, SMALL).explain("zh")
    answer = decided(tiny_rules(), SMALL)
    waiting = tuple(
        replace(each, entitled=False, due=0, start=Start(False))
        for each in answer.decision.outcomes
    )
    later = answer.for_case(answer.case, Decided(answer.circle, waiting))
    assert "各项条件符合，但还没有到起发的月份：自决定的次月起发给" in denial(
        later.explain("zh"), "补助", "h"
    )


@settings(max_examples=examples(25))
@given(st.sets(st.sampled_from(["assets", "applied", "pay", "old"])), st.integers(0, 2))
def test_the_small_county_is_explained_whatever_is_missing(gone: set[str], people: int) -> None:
    case = copy.deepcopy(SMALL)
    case["members"] = case["members"][:people]
    for place in (case, *case["members"]):
        for name in gone:
            place.pop(name, None)
    for lang in LANGS:
        text = decided(tiny_rules(), case).explain(lang)
        assert text.count("== ") >= 3


def test_an_exclusion_that_denies_is_said_with_both_sums() -> None:
    block = denial(
        decided(model_rules(), changed(p2__aged_nursing_subsidy=130)).explain("zh"),
        "重度残疾人护理补贴",
        "p2",
    )
    assert "不符合" in block.splitlines()[0]
    assert "老年护理补贴 130.00 元 ≥ 重度残疾人护理补贴应发额 130.00 元" in block


def test_whatever_engine_decided_the_explanation_is_the_same() -> None:
    case = household()
    assert model_rules().determine(case, engine="native").explain("en") == decided(
        model_rules(), case
    ).explain("en")
