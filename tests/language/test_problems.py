"""Slips in formulas.

Each is told where it stands, marked «WR…» below, and nothing else is; and what is right has the
type it should.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_rules.basics import interval
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.interval import Interval
from welfare_rules.basics.numbers import rounded
from welfare_rules.basics.text import Words, holes_of
from welfare_rules.findings.catalogue import CATALOGUE
from welfare_rules.language import nodes as n
from welfare_rules.language.check import formula
from welfare_rules.language.declaration import NoEntry
from welfare_rules.language.lexer import MOST_CHARACTERS, tokens
from welfare_rules.language.names import ChoiceList, ChoiceValue, Names, Symbol
from welfare_rules.language.nodes import TRUE, And, Const, FactRef, Node, Sub, both, walk
from welfare_rules.language.operations import OPERATIONS
from welfare_rules.language.parser import parse
from welfare_rules.language.types import BOOL, DATE, INT, MONEY, MONTHS, RATE, Entity, Kind, Type
from welfare_rules.language.words import DIRECTIONS, LOOK_ALIKES, look_alike

HOUSEHOLD, MEMBER = Entity.HOUSEHOLD, Entity.MEMBER
KIND, RANK, BENEFITS = Type(Kind.CHOICE, "kind"), Type(Kind.CHOICE, "rank"), Type(Kind.BENEFITS)
LISTS = {
    "kind": ChoiceList(
        "kind", (ChoiceValue("plain", "普通", "plain"), ChoiceValue("heavy", "重度", "heavy"))
    ),
    "rank": ChoiceList("rank", (ChoiceValue("low", "低", "low"),)),
}
SYMBOLS = [
    Symbol("stock", "fact", MONEY, "存款", "savings", HOUSEHOLD),
    Symbol("rooms", "fact", INT, "房间", "rooms", HOUSEHOLD),
    Symbol("moved", "fact", DATE, "迁入日", "moved", HOUSEHOLD),
    Symbol("poor", "fact", BOOL, "困难", "poor", HOUSEHOLD),
    Symbol("home", "fact", KIND, "住所", "home", HOUSEHOLD),
    Symbol("rank", "fact", RANK, "级别", "rank", HOUSEHOLD),
    Symbol("part", "figure", RATE, "比例", "part"),
    Symbol("span", "figure", MONTHS, "期限", "span"),
    Symbol("pay", "fact", MONEY, "工资", "pay", MEMBER, flow=True),
    Symbol("age", "fact", INT, "岁数", "age", MEMBER),
    Symbol("old", "derived", BOOL, "年老", "old", MEMBER),
    Symbol("grant", "benefit", BOOL, "补助", "grant", HOUSEHOLD),
    Symbol("care", "benefit", BOOL, "护理", "care", MEMBER),
    Symbol("one", "fact", INT, "双关", "one", HOUSEHOLD),
    Symbol("two", "fact", INT, "双关", "two", HOUSEHOLD),
    Symbol("both", "fact", BOOL, "各有", "both", MEMBER, both=True),
]
RECEIVING = Symbol("receiving", "fact", BENEFITS, "在领", "receiving", MEMBER)
NAMES = Names.of([*SYMBOLS, RECEIVING], LISTS, None)
MARK = re.compile("«(WR[0-9]{3})»")

SLIPS = [
    # what stands in a number, a truth, a list
    "«WR206»-poor",
    "-(«WR205»rum)",
    "非 «WR206»rooms",
    "«WR206»rooms 且 poor",
    "poor 或 «WR205»por",
    "«WR207»poor < poor",
    "«WR207»stock > rooms",
    "«WR207»stock == moved",
    "1 < «WR205»room < 3",
    "home == «WR212»plan",
    "home != «WR212»低",
    "«WR207»home == rank",
    "«WR207»home < plain",
    "«WR205»hme 属于 [plain]",
    "home 属于 [plain, «WR212»havy, «WR212»低]",
    "rooms 属于 [1, «WR206»1元]",
    "rooms 属于 [1, «WR203»one]",
    "rooms 属于 «WR203»1",
    "rooms «WR203»not 3",
    "«WR213»双关 > 1",
    # arithmetic
    "«WR207»stock + rooms",
    "«WR207»stock * stock",
    "«WR207»part / stock",
    "«WR207»moved + 1",
    "«WR207»span * poor",
    "«WR207»moved / 2",
    "stock + «WR205»stok",
    # functions
    "«WR211»取中(1, 2)",
    "«WR210»人数()",
    "«WR210»取大(1)",
    "如果(«WR206»rooms, 1, 2)",
    "如果(poor, 1, «WR205»too)",
    "如果(poor, stock, «WR206»rooms)",
    "如果(poor, rooms, «WR206»poor)",
    "取小(stock, «WR206»2)",
    "取大(1, «WR205»too)",
    "取大(rooms, «WR206»moved)",
    "取小(span, «WR206»part)",
    "舍入(stock, 1元, «WR113»向上)",
    "舍入(stock, 1元, «WR113»3)",
    "舍入(stock, 1元, «WR113»进位(1))",
    "舍入(«WR205»stok, 1元, 进位)",
    "舍入(stock, «WR203»stock, 进位)",
    "舍入(stock, «WR203»0, 进位)",
    "舍入(stock, «WR206»1, 进位)",
    "周岁(moved, «WR206»3)",
    "相隔月数(«WR205»mved, 本月首日)",
    "相隔天数(moved, «WR206»3)",
    "相隔天数(moved, 本月首日) > «WR205»rom",
    "«WR210»相隔天数(moved)",
    "合计(«WR206»old, 真)",
    "合计(«WR205»pai, 真)",
    "合计(pay, «WR206»age)",
    "最高(«WR206»old, 真)",
    "最低(pay, «WR205»odl)",
    "人数(«WR206»age)",
    "任一(«WR206»age)",
    "全部(old, «WR206»age)",
    # whose something is
    "«WR208»pay",
    "«WR208»old",
    "«WR208»护理",
    "取大(«WR208»age, 1)",
    "«WR208»正在领取(grant)",
    "«WR208»金额(care)",
    "金额(«WR205»poor)",
    "应发额(«WR205»1)",
    "任一(正在领取(«WR205»stock))",
    "moved == «WR214»2021-02-29",
]


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_told_where_it_stands(text: str) -> None:
    expected: list[tuple[str, int]] = []
    for match in MARK.finditer(text):
        expected.append((match.group(1), match.start() - 7 * len(expected)))
    plain = MARK.sub("", text)
    node, wrong = formula(plain, NAMES, HOUSEHOLD, None)
    assert node is None
    assert [(each.code, each.start) for each in wrong] == expected
    for each in wrong:  # with all that its sentence says, and what is quoted stands there
        details = dict(each.details)
        assert set(details) - {"nearest"} == holes_of(CATALOGUE[each.code].words.en)
        assert not {"", "None"} & set(details.values())
        if isinstance(details.get("got"), str):
            assert details["got"] in plain[each.start : each.end] or details["got"] == "receiving"


RIGHT: list[tuple[str, Type]] = [
    ("-stock", MONEY),
    ("-rooms", INT),
    ("stock > 0 且 0 < stock", BOOL),
    ("stock == 0", BOOL),
    ("0 + stock", MONEY),
    ("stock - 0", MONEY),
    ("rooms + part", RATE),
    ("rooms + span", MONTHS),
    ("rooms * span", MONTHS),
    ("rooms * rooms", INT),
    ("rooms * part", RATE),
    ("part * stock", MONEY),
    ("stock / rooms", MONEY),
    ("stock / stock", RATE),
    ("rooms / 2", RATE),
    ("如果(poor, 0, stock)", MONEY),
    ("如果(poor, rooms, part)", RATE),
    ("取大(rooms, span)", MONTHS),
    ("取大(part, rooms)", RATE),
    ("取大(rooms, part)", RATE),
    ("取小(part, 1, 0.5)", RATE),
    ("舍入(stock, 0.5元, 四舍六入)", MONEY),
    ("舍入(part, 0.1, half_up)", RATE),
    ("周岁(moved, 本月末日)", INT),
    ("相隔月数(moved, month_start)", MONTHS),
    ("days(moved, 本月末日)", INT),
    ("0 <= days(moved, 2021-07-01) <= 15", BOOL),
    ("合计(pay, old)", MONEY),
    ("最高(age, 真)", INT),
    ("最低(pay, old 且 age > 3)", MONEY),
    ("人数(old)", INT),
    ("任一(old, age > 3)", BOOL),
    ("全部(old, age > 3)", BOOL),
    ("全部(old)", BOOL),
    ("任一(正在领取(grant))", BOOL),
    ("任一(护理)", BOOL),
    ("补助 且 各有", BOOL),
    ("合计(金额(care), 真) + 应发额(grant)", MONEY),
    ("home == 重度", BOOL),
    ("heavy != home", BOOL),
    ("home not in [plain]", BOOL),
    ("home 不属于 [普通, heavy]", BOOL),
    ("rooms 属于 [1, 2, 2]", BOOL),
    ("home_division == 本地区划", BOOL),
    ("moved >= 2021-02-28", BOOL),
]


@pytest.mark.parametrize(("text", "kind"), RIGHT)
def test_a_right_formula_has_its_type(text: str, kind: Type) -> None:
    node, wrong = formula(text, NAMES, HOUSEHOLD, None)
    assert [each.code for each in wrong] == []
    assert node is not None
    assert node.type.kind in ({Kind.INT, Kind.MONTHS} if "相隔" in text else {kind.kind})


@pytest.mark.parametrize(
    ("text", "want", "code"),
    [
        ("heavy", KIND, None),
        ("如果(poor, plain, 重度)", KIND, None),
        ("home", KIND, None),
        ("havy", KIND, "WR212"),
        ("rank", KIND, "WR206"),
        ("0", MONEY, None),
        ("1", MONEY, "WR225"),
        ("3", RATE, None),
        ("3", MONTHS, None),
        ("span", INT, None),
        ("part", INT, "WR206"),
    ],
)
def test_a_formula_is_of_the_type_that_its_place_asks_for(
    text: str, want: Type, code: str | None
) -> None:
    node, wrong = formula(text, NAMES, HOUSEHOLD, want)
    assert [each.code for each in wrong] == ([] if code is None else [code])
    assert node is None if code else node is not None
    assert node is None or node.type == want or want in (RATE, MONTHS, INT)


def test_nobody_receives_anything_where_no_fact_says_so() -> None:
    node, wrong = formula("任一(正在领取(grant))", Names.of(SYMBOLS, LISTS, None), HOUSEHOLD, BOOL)
    assert node is None
    assert [(each.code, each.details) for each in wrong] == [("WR205", (("got", "receiving"),))]


def test_the_division_of_no_county_is_nobodys() -> None:
    for home in (None, 320922):
        node, _ = formula("本地区划", Names.of(SYMBOLS, LISTS, home), HOUSEHOLD, None)
        assert isinstance(node, Const)
        assert node.value == (home or 0)


def test_a_member_formula_means_the_members_own_of_what_both_have() -> None:
    for scope in (HOUSEHOLD, MEMBER):
        node, _ = formula("各有", NAMES, scope, BOOL)
        assert isinstance(node, FactRef)
        assert node.entity is scope
    for text in ("人数(各有)", "合计(pay, 各有)", "最高(pay, 各有)"):
        node, _ = formula(text, NAMES, HOUSEHOLD, INT if text.startswith("人数") else MONEY)
        assert node is not None
        assert [
            each.entity for each in walk(node) if isinstance(each, FactRef) and each.id == "both"
        ] == [MEMBER]


@pytest.mark.parametrize(
    ("word", "only", "near"),
    [
        ("补住", "benefit", "补助"),
        ("stok", None, "stock"),
        ("stok", "benefit", ""),
        ("月末日", None, "本月末日"),
    ],
)
def test_the_nearest_name_is_of_the_kind_that_was_meant(
    word: str, only: str | None, near: str
) -> None:
    assert NAMES.nearest(word, only=only)() == near  # type: ignore[arg-type]


def test_all_of_several_conditions_is_flat_and_leaves_out_what_is_always_so() -> None:
    one, two, three = (FactRef(id=each, type=BOOL, entity=HOUSEHOLD) for each in ("a", "b", "c"))
    cases: list[tuple[list[Node], Node]] = [
        ([], TRUE),
        ([TRUE], TRUE),
        ([one, TRUE], one),
        ([And(parts=(one, two)), TRUE, three], And(parts=(one, two, three))),
    ]
    for parts, whole in cases:
        assert both(*parts) == whole
    assert both(Const(value=1, type=BOOL), one) == one


# --- what is known of numbers ---

NUMBERS = st.integers(-50, 50).map(lambda each: Fraction(each, 4))


@st.composite
def known(draw: st.DrawFn) -> tuple[Fraction, Interval]:
    """A number, and an interval that holds it."""
    value = draw(NUMBERS)
    low, high = draw(st.none() | st.integers(0, 20)), draw(st.none() | st.integers(0, 20))
    return value, (None if low is None else value - low, None if high is None else value + high)


def holds(within: Interval, value: Fraction | int) -> bool:
    return (within[0] is None or within[0] <= value) and (within[1] is None or value <= within[1])


@given(known(), known())
def test_what_is_known_of_a_result_holds_the_result(
    one: tuple[Fraction, Interval], other: tuple[Fraction, Interval]
) -> None:
    (a, first), (b, second) = one, other
    assert holds(interval.add(first, second), a + b)
    assert holds(interval.subtract(first, second), a - b)
    assert holds(interval.multiply(first, second), a * b)
    assert holds(interval.least([first, second]), min(a, b))
    assert holds(interval.greatest([first, second]), max(a, b))
    assert holds(interval.hull([first, second]), a)
    assert holds(interval.monotone(lambda each: rounded(each, 1, "up"), first), rounded(a, 1, "up"))
    if b:
        assert holds(interval.divide(first, second), a / b)


@given(known(), known(), st.sampled_from(Comparison))
def test_a_comparison_is_decided_only_when_it_is_so_for_every_value(
    one: tuple[Fraction, Interval], other: tuple[Fraction, Interval], op: Comparison
) -> None:
    (a, first), (b, second) = one, other
    truth = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a == b, "!=": a != b}[op]
    assert interval.compare(op, first, second) in (None, truth)
    assert interval.compare(op, (a, a), (b, b)) is truth


@pytest.mark.parametrize(
    ("made", "known"),
    [
        (interval.hull([]), (0, 0)),
        (interval.divide((1, 2), (0, 5)), (None, None)),
        (interval.divide((1, 2), (None, 5)), (None, None)),
        (interval.divide((1, 2), (2, None)), (0, 1)),
        (interval.multiply((0, 0), (None, None)), (0, 0)),
        (interval.multiply((2, None), (3, 4)), (6, None)),
        (interval.multiply((-2, None), (3, 4)), (None, None)),
        (interval.least([(1, None), (0, 4)]), (0, 4)),
        (interval.least([(1, None), (None, None)]), (None, None)),
    ],
)
def test_open_ends(made: Interval, known: Interval) -> None:
    assert made == known


KIND_WORDS, RANK_WORDS = "a choice (kind)", "a choice (rank)"
DIRECTIONS_WORDS = " | ".join(DIRECTIONS)
TOLD = [
    ("sume(pay, true)", "sume(pay, true)", {"got": "sume"}, "sum"),
    ("years(moved)", "years(moved)", {"got": "years", "want": "2", "count": "1"}, None),
    ("max(1)", "max(1)", {"got": "max", "want": "2-20", "count": "1"}, None),
    ("pay in home", "home", {"got": "home", "want": "a list in square brackets"}, None),
    ("1 +", "", {"got": "（结尾 / end）", "want": "a name, a number or a bracket"}, None),
    ("(1", "", {"got": "（结尾 / end）", "want": "')'"}, None),
    ("pay and true", "pay", {"got": "an amount of money", "want": "true or false"}, None),
    ("sum(pay, 1)", "1", {"got": "a whole number", "want": "true or false"}, None),
    ("round(pay, 0, up)", "0", {"got": "0", "want": "a fixed value above 0"}, None),
    ('home == "heavy"', '"heavy"', {"got": '"heavy"', "want": "heavy"}, None),
    ("home in [heavi]", "heavi", {"got": "heavi", "list": "kind"}, "heavy"),
    ("pay ； 1", "；", {"got": "；", "want": ";"}, None),
    ("pay ! 1", "!", {"got": "!", "nearest": "非 / not"}, None),
    ("stokc + 1", "stokc", {"got": "stokc"}, "stock"),
    # of two letters one is wrong
    ("舍人(pay, 1元, 进位)", "舍人(pay, 1元, 进位)", {"got": "舍人"}, "舍入"),
    ("home == 普痛", "普痛", {"got": "普痛", "list": "kind"}, "普通"),
    ("gross(grnt)", "grnt", {"got": "grnt"}, "grant"),
    ("gross(stokc)", "stokc", {"got": "stokc"}, ""),  # no benefit is called so
    ("gross(1 + 2)", "1 + 2", {"got": "+"}, ""),
    ("moved == 2021-02-30", "2021-02-30", {"got": "2021-02-30"}, None),
    ("双关 > 1", "双关", {"got": "双关", "among": "one, two"}, None),
    (
        "pay + rooms",
        "pay + rooms",
        {"op": "+", "left": "an amount of money", "right": "a whole number"},
        None,
    ),
    (
        "moved < rooms",
        "moved < rooms",
        {"op": "<", "left": "a date", "right": "a whole number"},
        None,
    ),
    ("home == rank", "home == rank", {"op": "==", "left": KIND_WORDS, "right": RANK_WORDS}, None),
    ("rooms in [1, rooms + 1]", "rooms + 1", {"got": "+", "want": "a fixed value"}, None),
    ("rooms in [rooms]", "rooms", {"got": "rooms", "want": "a fixed value"}, None),
    ("round(pay, pay, up)", "pay", {"got": "pay", "want": "a fixed value above 0"}, None),
    ("round(pay, 1元, upp)", "upp", {"got": "upp", "want": DIRECTIONS_WORDS}, None),
    ("round(pay, 1元, -1)", "-1", {"got": "?", "want": DIRECTIONS_WORDS}, None),
    ("round(pay, 1, up)", "1", {"got": "a whole number", "want": "an amount of money"}, None),
    ("-poor", "-poor", {"got": "true or false", "want": "a rate"}, None),
    ("sum(old, true)", "old", {"got": "true or false", "want": "an amount of money"}, None),
    ("pay \u200b", "\u200b", {"got": "\u200b", "want": "（删去 / delete）"}, None),
    ("pаy", "а", {"got": "а", "want": "a"}, None),
    ("pay ~ 1", "~", {"got": "~"}, None),
    ("pay.old", ".", {"got": "."}, None),
    ("1" + "+1" * 70, "1" + "+1" * 60, {"limit": "60"}, None),
    ("(" * 31 + "1", "(", {"limit": "60"}, None),
    ("1" + "+1" * 2000, "1", {"limit": "4000"}, None),
]


@pytest.mark.parametrize(("text", "place", "details", "meant"), TOLD)
def test_a_problem_says_what_was_written_what_is_expected_and_what_was_meant(
    text: str, place: str, details: dict[str, str], meant: str | None
) -> None:
    _, wrong = formula(text, NAMES, MEMBER, None)
    (found,) = wrong
    assert text[found.start : found.end] == place
    assert {
        key: value.en if isinstance(value, Words) else value for key, value in found.details
    } == details
    assert (found.hint() if callable(found.hint) else found.hint) == meant


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("1 +", "一个名称、数或括号", "a name, a number or a bracket"),
        ("1 2", "一个运算符或公式结尾", "an operator or the end of the formula"),
        ("rooms in 1", "方括号列表 [ … ]", "a list in square brackets"),
        ("(1", "“)”", "')'"),
        ("rooms in [rooms]", "一个固定的值", "a fixed value"),
        ("round(pay, pay, up)", "一个大于 0 的固定值", "a fixed value above 0"),
    ],
)
def test_what_is_expected_is_said_in_both_languages(text: str, zh: str, en: str) -> None:
    (wrong,) = formula(text, NAMES, MEMBER, None)[1]
    assert dict(wrong.details)["want"] == Words(zh, en)


@pytest.mark.parametrize("text", ["month_start", "month_end", "-pay", "- rooms"])
def test_a_node_knows_where_it_was_written(text: str) -> None:
    node, wrong = formula(text, NAMES, MEMBER, None)
    assert node is not None
    assert not wrong
    assert node.at == (0, len(text))


def test_a_minus_takes_from_nothing() -> None:
    node, _ = formula("-rooms", NAMES, MEMBER, None)
    assert isinstance(node, Sub)
    assert isinstance(node.left, Const)
    assert (node.left.value, node.left.type) == (0, INT)


# --- where a part of a formula stands ---


def misplaced(node: Node, text: str, scope: Entity) -> list[str]:
    """The parts of a formula that do not stand where they say: read alone, it is the same part."""
    found: list[str] = []
    turned = isinstance(node, n.Not) and node.part.at == node.at  # as `all` turns its conditions
    if node.at != (0, 0) and not turned:
        there = text[slice(*node.at)]
        again, _ = formula(there, NAMES, scope, node.type)
        whole = [] if again is None else [each for each in walk(again) if each.at == again.at]
        if n.spell(node) not in map(n.spell, whole):
            found.append(there)
    inner = MEMBER if isinstance(node, n.AGGREGATES) else scope
    return found + [one for each in n.children(node) for one in misplaced(each, text, inner)]


PLACED = [
    *(text for text, _ in RIGHT),
    "-stock + 合计(pay * 2, not old and pay > 0) / (rooms + 1)",
    "如果(poor 或 rooms > 1, 舍入(stock * 30%, 0.5元, up), 0)",
    "rooms < 2 <= 3 或 poor",
    "取大(stock, 1元, 2.50 yuan, 0)",
    "home == plain 且 home != 重度",
    "home_division == 本地区划 且 假",
]


@pytest.mark.parametrize("text", PLACED)
def test_every_part_of_a_formula_stands_where_it_says(text: str) -> None:
    for written in (text, f"  {text}", f"({text})"):
        node, _ = formula(written, NAMES, HOUSEHOLD, None)
        assert node is not None
        assert written[slice(*node.at)] == text
        assert misplaced(node, written, HOUSEHOLD) == []
        unwritten = {type(each) for each in walk(node) if each.at == (0, 0)}
        # the 0 of `-x`, and the conditions of all and any together
        assert unwritten <= ({Const} if text[0] == "-" else {And} if "age > 3" in text else set())


# --- slips of the hand that policies are tested with ---

CHANGED = {
    "poor 且 rooms > 1 且 各有": [
        ("dropped", "rooms > 1 且 各有"),
        ("dropped", "poor 且 各有"),
        ("dropped", "poor 且 rooms > 1"),
    ],
    "poor 或 各有": [("dropped", "各有"), ("dropped", "poor")],
    "rooms 属于 [1, 2, 4]": [
        ("without 1", "rooms 属于 [2, 4]"),
        ("without 2", "rooms 属于 [1, 4]"),
        ("without 4", "rooms 属于 [1, 2]"),
    ],
    "rooms 属于 [1, 2]": [("without 1", "rooms 属于 [2]"), ("without 2", "rooms 属于 [1]")],
    "rooms 属于 [1]": [],
    "rooms > 1": [("> -> >=", "rooms >= 1")],
    "rooms <= 1": [("<= -> <", "rooms < 1")],
    "如果(poor, 1, 2)": [("always the first branch", "1"), ("always the second branch", "2")],
    "rooms - 1": [("- -> +", "rooms + 1")],
    "rooms + 1": [("+ -> -", "rooms - 1")],
    "非 poor": [("not dropped", "poor")],
    "取小(rooms, age)": [("min -> max", "取大(rooms, age)")],
    "相隔天数(moved, 2021-07-01)": [("operands exchanged", "相隔天数(2021-07-01, moved)")],
    "舍入(stock, 1元, 进位)": [
        ("up -> half-up", "舍入(stock, 1元, 四舍五入)"),
        ("up -> down", "舍入(stock, 1元, 舍去)"),
    ],
}


@pytest.mark.parametrize("text", CHANGED)
def test_the_slips_of_an_operation_are_these(text: str) -> None:
    node, _ = formula(text, NAMES, MEMBER, None)
    assert node is not None
    slips = OPERATIONS[type(node)].slips
    assert not isinstance(slips, NoEntry)
    made = [(what, n.spell(other)) for _, what, other in slips(node)]
    assert all(text[slice(*at)] for at, _, _ in slips(node))
    assert {other.at for _, _, other in slips(node)} <= {each.at for each in walk(node)}
    assert made == [
        (what, n.spell(other))
        for what, changed in CHANGED[text]
        if (other := formula(changed, NAMES, MEMBER, None)[0]) is not None
    ]


# --- characters ---


def test_full_width_forms_are_told_with_what_they_look_like() -> None:
    said = {each: look_alike(each) for each in map(chr, range(0x11000)) if each not in LOOK_ALIKES}
    ascii_signs = map(chr, range(ord("!"), ord("~") + 1))
    full_width = {chr(ord(each) + 0xFEE0): each for each in ascii_signs}
    assert {each: like for each, like in said.items() if like is not None} == {
        each: like for each, like in full_width.items() if each not in LOOK_ALIKES
    }
    assert {normalize("NFKC", each) == like for each, like in full_width.items()} == {True}


@given(st.text(alphabet=" \t\r\nXx1.元%<=!，ａ（", max_size=40))
def test_nothing_of_a_formula_is_skipped_but_spaces(text: str) -> None:
    made, wrong = tokens(text)
    seen = {place for each in (*made, *wrong) for place in range(each.start, each.end)}
    assert {text[place] for place in range(len(text)) if place not in seen} <= set(" \t\r\n")
    assert all(one.end <= other.start for one, other in pairwise(made))
    assert (made[-1].kind, made[-1].start, made[-1].text) == ("end", len(text), "")


def test_a_name_has_points_in_it_where_paths_are_read() -> None:
    tree, wrong = parse("total.more > 1", paths=True)
    assert tree is not None
    assert (tree.parts[0].op, tree.parts[0].text, wrong) == ("name", "total.more", [])


@pytest.mark.parametrize(
    ("deepest", "deeper"),
    [("1" + "+1" * 59, "1" + "+1" * 60), ("(" * 29 + "1" + ")" * 29, "(" * 30 + "1" + ")" * 30)],
)
def test_a_formula_may_be_as_deep_as_is_said(deepest: str, deeper: str) -> None:
    assert parse(deepest)[1] == []
    assert [each.code for each in parse(deeper)[1]] == ["WR204"]


def test_a_formula_may_be_as_long_as_is_said() -> None:
    assert parse("1".ljust(MOST_CHARACTERS))[1] == []
    (wrong,) = parse("1".ljust(MOST_CHARACTERS + 1))[1]
    assert (wrong.code, wrong.start, wrong.end) == ("WR204", 0, 1)
