"""Random formulas, written in either language, mean to every engine what they mean to a few lines
of Python over fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.laws import document
from welfare_rules.language.check import formula
from welfare_rules.language.lexer import MOST_CHARACTERS
from welfare_rules.language.names import ChoiceList, ChoiceValue, Names, Symbol
from welfare_rules.language.nodes import spell
from welfare_rules.language.parser import parse
from welfare_rules.language.types import INT, MONEY, Entity

Value = Fraction | bool
Facts = Mapping[str, Value]


@dataclass(frozen=True)
class Term:
    """A formula as text, its kind, and its meaning in fen, numbers and truth."""

    text: str
    means: Callable[[Facts], Any]


MONEY_FACTS, NUMBERS, TRUTHS = ("m1", "m2", "m3"), ("n1", "n2"), ("b1", "b2")


def leaf(name: str) -> Term:
    return Term(name, lambda facts: facts[name])


def rounding(amount: Fraction, step: Fraction, way: str) -> Fraction:
    places = amount / step
    low = places.numerator // places.denominator
    rest = places - low
    up = {
        "up": rest > 0,
        "down": False,
        "half_up": rest >= Fraction(1, 2),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2 == 1),
    }
    return (low + up[way]) * step


def two(sign: str, left: Term, right: Term, work: Callable[[Any, Any], Any]) -> Term:
    return Term(
        f"({left.text} {sign} {right.text})",
        lambda facts: work(left.means(facts), right.means(facts)),
    )


DEEPEST = 4
Terms = st.SearchStrategy[Term]


def terms() -> tuple[Terms, Terms]:
    """Money formulas and truth formulas, each made of less deep ones.

    With no end to it, most examples would grow too large to be used.
    """
    fixed = st.integers(0, 99_999).map(
        lambda fen: Term(f"{fen // 100}.{fen % 100:02d}元", lambda _: Fraction(fen))
    )
    rate = st.sampled_from(["30%", "0.125", "2", "1.5"]).map(
        lambda text: Term(
            text, lambda _: Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
        )
    )
    number = st.sampled_from(NUMBERS).map(leaf) | rate
    base = st.sampled_from(MONEY_FACTS).map(leaf) | fixed
    money, truth = base, st.sampled_from(TRUTHS).map(leaf)
    for _ in range(DEEPEST):
        money, truth = base | money_of(money, truth, number), truth_of(money, truth)
    return money, truth


def money_of(money: Terms, truth: Terms, number: Terms) -> Terms:
    step = st.sampled_from(
        [("0.01元", Fraction(1)), ("1元", Fraction(100)), ("0.10 yuan", Fraction(10))]
    )
    return st.one_of(
        st.builds(lambda a, b: two("+", a, b, lambda x, y: x + y), money, money),
        st.builds(lambda a, b: two("-", a, b, lambda x, y: x - y), money, money),
        st.builds(lambda a, b: two("*", a, b, lambda x, y: x * y), money, number),
        st.builds(
            lambda a, b: Term(
                f"({a.text} / max(1, {b.text}))", lambda f: a.means(f) / max(1, b.means(f))
            ),
            money,
            number,
        ),
        st.builds(
            lambda a, b: Term(f"min({a.text}, {b.text})", lambda f: min(a.means(f), b.means(f))),
            money,
            money,
        ),
        st.builds(
            lambda a, b: Term(f"取大({a.text}, {b.text})", lambda f: max(a.means(f), b.means(f))),
            money,
            money,
        ),
        st.builds(
            lambda c, a, b: Term(
                f"如果({c.text}, {a.text}, {b.text})", lambda f: (a if c.means(f) else b).means(f)
            ),
            truth,
            money,
            money,
        ),
        st.builds(
            lambda a, s, way: Term(
                f"round({a.text}, {s[0]}, {way})",
                lambda f: rounding(Fraction(a.means(f)), s[1], way),
            ),
            money,
            step,
            st.sampled_from(["up", "down", "half_up", "half_even"]),
        ),
    )


def truth_of(money: Terms, truth: Terms) -> Terms:
    signs: list[tuple[str, Callable[[Any, Any], bool]]] = [
        ("<", lambda x, y: x < y), ("<=", lambda x, y: x <= y), (">", lambda x, y: x > y),
        (">=", lambda x, y: x >= y), ("==", lambda x, y: x == y), ("!=", lambda x, y: x != y),
    ]  # fmt: skip
    plain = st.sampled_from(TRUTHS).map(leaf) | st.builds(
        lambda a, sign, b: two(sign[0], a, b, sign[1]), money, st.sampled_from(signs), money
    )
    compound = st.one_of(
        st.builds(lambda a, b: two("且", a, b, lambda x, y: bool(x and y)), truth, truth),
        st.builds(lambda a, b: two("or", a, b, lambda x, y: bool(x or y)), truth, truth),
        st.builds(lambda a: Term(f"(非 {a.text})", lambda f: not a.means(f)), truth),
    )
    return plain | compound


MONEY_TERMS, TRUTH_TERMS = terms()

POLICY = """\
{facts}
[benefit.sum]
label = {{ zh = "款", en = "sum" }}
payee = "household"
amount = "{amount}"
rounding = {{ step = "0.01", direction = "half-up" }}
cite = {{ article = "1" }}
[[benefit.sum.require]]
id = "truth"
when = "{truth}"
because = {{ zh = "一", en = "one" }}
cite = {{ article = "1" }}
"""


def declared() -> str:
    """A vocabulary of three flows, two counts and two truths."""
    form = '[fact.{0}]\nlabel = {{ zh = "项{0}", en = "{0}" }}\nentity = "household"\n{1}'
    kinds = {
        MONEY_FACTS: 'type = "money"\nflow = true\nmin = 0\nmax = 9999999',
        NUMBERS: 'type = "int"\nmin = 0\nmax = 50',
        TRUTHS: 'type = "bool"',
    }
    return "\n".join(form.format(name, kind) for names, kind in kinds.items() for name in names)


@settings(
    max_examples=examples(40),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    MONEY_TERMS,
    TRUTH_TERMS,
    st.lists(st.integers(0, 200_000), min_size=3, max_size=3),
    st.lists(st.integers(0, 5), min_size=2, max_size=2),
    st.lists(st.booleans(), min_size=2, max_size=2),
)
def test_a_formula_means_the_same_everywhere(
    tmp_path: Path,
    amount: Term,
    truth: Term,
    yearly: list[int],
    numbers: list[int],
    truths: list[bool],
) -> None:
    if len(amount.text) > 1500 or len(truth.text) > 1500:
        return
    folder = tmp_path / "policies"
    (folder / "cn").mkdir(parents=True, exist_ok=True)
    text = document("cn.test", ("测", "test"), "2016-01-01") + POLICY.format(
        facts=declared(), amount=amount.text, truth=truth.text
    )
    (folder / "cn" / "test.toml").write_text(text, encoding="utf-8")
    # nested deeper than a formula may be
    if any(parse(text)[1] for text in (amount.text, truth.text)):
        with pytest.raises(wr.PolicyError):
            wr.load("cn", folder)
        return
    rules = wr.load("cn", folder).at("2021-08", "2021-08-31")
    case: dict[str, Any] = {"id": "h", "members": []}
    facts: dict[str, Value] = {}
    for name, fen in zip(MONEY_FACTS, yearly, strict=True):
        case[name] = {"per_year": f"{fen // 100}.{fen % 100:02d}"}
        facts[name] = Fraction(fen, 12)
    for name, number in zip(NUMBERS, numbers, strict=True):
        case[name], facts[name] = number, Fraction(number)
    for name, one in zip(TRUTHS, truths, strict=True):
        case[name], facts[name] = one, one
    entitled = bool(truth.means(facts))
    expected = (
        rounding(max(Fraction(0), Fraction(amount.means(facts))), Fraction(1), "half_up")
        if entitled
        else Fraction(0)
    )
    for engine in ("reference", "native"):
        said = rules.determine(case, engine=engine)["sum"]
        assert (said.status == "eligible", said.amount) == (
            entitled,
            (Decimal(int(expected)) / 100).quantize(Decimal("0.01")),
        )
    for name in case:  # and with any one fact unknown, the truth stays within what is said
        if name not in ("id", "members"):
            unsure = rules.determine({key: value for key, value in case.items() if key != name})[
                "sum"
            ]
            assert unsure.at_least is not None
            assert unsure.at_least * 100 <= expected
            assert unsure.at_most is None or unsure.at_most * 100 >= expected
            assert unsure.status in ("undetermined", "eligible" if entitled else "not_eligible")


NAMES = Names.of(
    [
        Symbol("n1", "fact", INT, "数", "n", Entity.HOUSEHOLD),
        Symbol("m1", "fact", MONEY, "额", "m", Entity.HOUSEHOLD),
    ],
    {"kind": ChoiceList("kind", (ChoiceValue("a", "甲", "a"), ChoiceValue("b", "乙", "b")))},
    None,
)


@given(
    st.text(max_size=60) | st.text(alphabet="()[],<>=+-*/.%元且或非属于 数额n1m20３", max_size=60)
)
def test_no_text_is_a_crash(text: str) -> None:
    node, wrong = formula(text, NAMES, Entity.HOUSEHOLD, None)
    assert (node is None) == bool(wrong)
    assert all(0 <= each.start <= each.end <= len(text) + 1 for each in wrong)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "1" + "+1" * 1999,
        "非 " * 900 + "真",
        "-" * 3000 + "1",
        "1" * (MOST_CHARACTERS + 1),
    ],
)
def test_what_is_too_deep_or_too_long_is_said(text: str) -> None:
    tree, wrong = parse(text)
    assert tree is None
    assert [each.code for each in wrong] == ["WR204"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("数 + 1 >= 2 且 额 > 0", "n1 + 1 >= 2 and m1 > 0"),
        ("如果(数 属于 [1, 2], 额, 100元)", "if(n1 in [2, 1, 1], m1, 100.00 yuan)"),
        ("取小(额, 额 * 30%)", "min( m1,m1*0.30 )"),
        ("1 <= 数 <= 3", "1 <= n1 and n1 <= 3"),
    ],
)
def test_both_spellings_are_one_formula(one: str, other: str) -> None:
    first, second = (formula(each, NAMES, Entity.HOUSEHOLD, None)[0] for each in (one, other))
    assert first is not None
    assert second is not None
    assert spell(first) == spell(second)
