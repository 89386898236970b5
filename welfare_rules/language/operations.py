"""Every operation of the formula language, declared once.

An entry has the names of an operation in both languages, the types of its operands, the range of
its value, its words in an explanation, the unit of its value, and the slips that a test of the law
must notice. The type checker, the proofs of ranges, the explanation and the mutation of laws read
this table. An engine has one method for each node class, by its name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from welfare_rules.basics import interval
from welfare_rules.basics.days import calendar_months, completed_years, day_index
from welfare_rules.language import declaration as d
from welfare_rules.language import nodes as n
from welfare_rules.language import types as t
from welfare_rules.language.nodes import Node

# --- nodes of forms that are not simply their class with its operands ---


def _any(parts: Sequence[Node], at: n.Span) -> Node:
    """Some member (for whom the second condition holds) is so."""
    return n.Exists(among=n.both(*reversed(parts)), at=at)


def _all(parts: Sequence[Node], at: n.Span) -> Node:
    """No member (for whom the second condition holds) is not so."""
    failing = n.both(*reversed(parts[1:]), n.Not(part=parts[0], at=parts[0].at))
    return n.Not(part=n.Exists(among=failing, at=at), at=at)


# --- the table ---

_NAMED = d.NoEntry("a name: formulas write its id or its label")
_DECLARED = d.NoEntry("a name: its range is what the law declares of it")
_LABEL = d.NoEntry("said by the label of what it names")
_ROUNDING_WAYS = ("half-up", "half-even", "up", "down")
_SIGN = d.NoEntry("said by its sign")
_OTHER_NAME = d.NoEntry("no name stands in for another: a wrong name is most often a wrong type")
_OPERANDS = d.NoEntry("a slip in it is a slip in one of its operands")
_TWO_DAYS = d.Fixed((t.DATE, t.DATE))
_A_CONDITION, _MORE = d.Fixed((t.BOOL,), of_members=True), 20


def _sign(en: str, zh: str, rule: d.TypeRule, *examples: str, fewest: int = 2) -> d.Form:
    return d.Form(
        en=en,
        zh=zh,
        rule=rule,
        fewest=fewest,
        most=fewest,
        function=False,
        example=d.Example(*examples),
    )


def _function(
    en: str,
    zh: str,
    rule: d.TypeRule,
    *examples: str,
    of: tuple[int, int] = (2, 2),
    build: d.Build | None = None,
) -> d.Form:
    return d.Form(
        en=en, zh=zh, rule=rule, fewest=of[0], most=of[1], build=build, example=d.Example(*examples)
    )


def _comparison(en: str, zh: str, value: str) -> d.Form:
    return _sign(en, zh, d.Own.COMPARISON, f"住房套数 {zh} 2", f"dwellings {en} 2", value)


_ENTRIES: tuple[d.Operation, ...] = (
    d.Operation(
        node=n.Const,
        forms=d.NoEntry("a literal, a word of a closed list or a built-in name"),
        range=lambda node, of: interval.exact(node.value),
        phrases=d.NoEntry("said as a value of its type"),
        unit="type",
        slips=d.NoEntry("moved by its unit, as the number of a figure is: mutation/formulas"),
    ),
    d.Operation(
        node=n.FactRef,
        forms=_NAMED,
        range=_DECLARED,
        phrases=_LABEL,
        unit="type",
        slips=_OTHER_NAME,
    ),
    d.Operation(
        node=n.FigureRef,
        forms=_NAMED,
        range=_DECLARED,
        phrases=_LABEL,
        unit="type",
        slips=_OTHER_NAME,
    ),
    d.Operation(
        node=n.DerivedRef,
        forms=_NAMED,
        range=_DECLARED,
        phrases=_LABEL,
        unit="name",
        slips=_OTHER_NAME,
    ),
    d.Operation(
        node=n.Entitled,
        forms=_NAMED,
        range=d.any_truth,
        phrases=("entitled",),
        unit="type",
        slips=_OTHER_NAME,
    ),
    d.Operation(
        node=n.Amount,
        forms=(
            _function(
                "amount",
                "金额",
                d.Own.PAYMENT,
                "金额(最低生活保障)",
                "amount(dibao)",
                "0.00",
                of=(1, 1),
            ),
            _function(
                "gross",
                "应发额",
                d.Own.PAYMENT,
                "应发额(最低生活保障)",
                "gross(dibao)",
                "0.00",
                of=(1, 1),
            ),
        ),
        range=lambda node, of: (0, None),
        phrases=("amount", "gross"),
        unit="type",
        slips=_OTHER_NAME,
    ),
    d.Operation(
        node=n.Clock,
        forms=d.NoEntry("a built-in name"),
        range=d.NoEntry("any day of the calendar, or those of the month that is decided"),
        phrases=("month_start", "month_end"),
        unit="type",
        slips=_OTHER_NAME,
    ),
    d.Operation(
        node=n.Add,
        forms=(_sign("+", "+", d.Arithmetic(t.sum_type), "住房套数 + 1", "dwellings + 1", "4"),),
        range=lambda node, of: interval.add(of[0], of[1]),
        phrases=_SIGN,
        unit="operands",
        slips=d.becomes("+ -> -", n.Sub),
    ),
    d.Operation(
        node=n.Sub,
        forms=(_sign("-", "-", d.Arithmetic(t.sum_type), "住房套数 - 1", "dwellings - 1", "2"),),
        range=lambda node, of: interval.subtract(of[0], of[1]),
        phrases=_SIGN,
        unit="operands",
        slips=d.becomes("- -> +", n.Add),
    ),
    d.Operation(
        node=n.Mul,
        forms=(
            _sign("*", "×", d.Arithmetic(t.product_type), "120元 × 30%", "120 yuan * 30%", "36.00"),
        ),
        range=lambda node, of: interval.multiply(of[0], of[1]),
        phrases=_SIGN,
        unit="type",
        slips=_OPERANDS,
    ),
    d.Operation(
        node=n.Div,
        forms=(
            _sign(
                "/",
                "÷",
                d.Arithmetic(t.quotient_type),
                "家庭金融资产 ÷ 4",
                "financial_assets / 4",
                "375.00",
            ),
        ),
        range=lambda node, of: interval.divide(of[0], of[1]),
        phrases=_SIGN,
        unit="type",
        slips=_OPERANDS,
    ),
    d.Operation(
        node=n.Compare,
        forms=(
            _comparison("<", "<", "false"),
            _comparison("<=", "≤", "false"),
            _comparison(">", ">", "true"),
            _comparison(">=", "≥", "true"),
            _comparison("==", "==", "false"),
            _comparison("!=", "≠", "true"),
        ),
        range=d.compared,
        phrases=_SIGN,
        unit="type",
        slips=d.other_sign,
    ),
    d.Operation(
        node=n.In,
        forms=(
            _sign(
                "in",
                "属于",
                d.Own.MEMBERSHIP,
                "住房套数 属于 [2, 3]",
                "dwellings in [2, 3]",
                "true",
            ),
            _sign(
                "not in",
                "不属于",
                d.Own.MEMBERSHIP,
                "住房套数 不属于 [2, 3]",
                "dwellings not in [2, 3]",
                "false",
            ),
        ),
        range=d.listed,
        phrases=("in", "not_in"),
        unit="type",
        slips=d.one_value_less,
    ),
    d.Operation(
        node=n.Not,
        forms=(
            _sign(
                "not",
                "非",
                d.Fixed((t.BOOL,)),
                "非 住房套数 > 2",
                "not dwellings > 2",
                "false",
                fewest=1,
            ),
        ),
        range=d.opposite,
        phrases=("not",),
        unit="type",
        slips=lambda node: [(node.at, "not dropped", node.part)],
    ),
    d.Operation(
        node=n.And,
        forms=(
            _sign(
                "and",
                "且",
                d.Fixed((t.BOOL,)),
                "住房套数 > 2 且 车辆数 > 2",
                "dwellings > 2 and vehicles > 2",
                "false",
            ),
        ),
        range=d.all_true,
        phrases=("and",),
        unit="type",
        slips=d.one_part_less,
    ),
    d.Operation(
        node=n.Or,
        forms=(
            _sign(
                "or",
                "或",
                d.Fixed((t.BOOL,)),
                "住房套数 > 2 或 车辆数 > 2",
                "dwellings > 2 or vehicles > 2",
                "true",
            ),
        ),
        range=d.one_true,
        phrases=("or",),
        unit="type",
        slips=d.one_part_less,
    ),
    d.Operation(
        node=n.If,
        forms=(
            _function(
                "if",
                "如果",
                d.Alike(before=(t.BOOL,)),
                "如果(车辆数 > 0, 300元, 100元)",
                "if(vehicles > 0, 300 yuan, 100 yuan)",
                "300.00",
                of=(3, 3),
            ),
        ),
        range=lambda node, of: interval.hull(of[1:]),
        phrases=("if",),
        unit="type",
        slips=d.one_branch,
    ),
    d.Operation(
        node=n.Least,
        forms=(
            _function(
                "min",
                "取小",
                d.Alike(),
                "取小(住房套数, 车辆数)",
                "min(dwellings, vehicles)",
                "1",
                of=(2, _MORE),
            ),
        ),
        range=lambda node, of: interval.least(of),
        phrases=("least",),
        unit="type",
        slips=d.becomes("min -> max", n.Greatest),
    ),
    d.Operation(
        node=n.Greatest,
        forms=(
            _function(
                "max",
                "取大",
                d.Alike(),
                "取大(住房套数, 车辆数)",
                "max(dwellings, vehicles)",
                "3",
                of=(2, _MORE),
            ),
        ),
        range=lambda node, of: interval.greatest(of),
        phrases=("greatest",),
        unit="type",
        slips=d.becomes("max -> min", n.Least),
    ),
    d.Operation(
        node=n.Rounded,
        forms=(
            _function(
                "round",
                "舍入",
                d.Own.ROUNDING,
                "舍入(家庭金融资产 ÷ 7, 1元, 进位)",
                "round(financial_assets / 7, 1 yuan, up)",
                "215.00",
                of=(3, 3),
            ),
        ),
        range=d.rounded,
        phrases=("rounding", *_ROUNDING_WAYS),
        unit="type",
        slips=d.other_direction,
    ),
    d.Operation(
        node=n.Years,
        forms=(
            _function(
                "years",
                "周岁",
                _TWO_DAYS,
                "周岁(2004-02-29, 申请日)",
                "years(2004-02-29, applied_on)",
                "17",
            ),
        ),
        range=d.between(completed_years),
        phrases=("years_between",),
        unit="years",
        slips=_OPERANDS,
    ),
    d.Operation(
        node=n.CalendarMonths,
        forms=(
            _function(
                "calendar_months",
                "相隔月数",
                _TWO_DAYS,
                "相隔月数(2020-12-31, 申请日)",
                "calendar_months(2020-12-31, applied_on)",
                "8",
            ),
        ),
        range=d.between(calendar_months),
        phrases=("months_between",),
        unit="type",
        slips=_OPERANDS,
    ),
    d.Operation(
        node=n.Days,
        forms=(
            _function(
                "days",
                "相隔天数",
                _TWO_DAYS,
                "相隔天数(申请日, 2021-09-01) ≤ 15",
                "days(applied_on, 2021-09-01) <= 15",
                "false",
            ),
        ),
        range=d.between(lambda start, end: day_index(end) - day_index(start)),
        phrases=("days_between",),
        unit="days",
        slips=d.exchanged,
    ),
    d.Operation(
        node=n.Receives,
        forms=(
            _function(
                "receives",
                "正在领取",
                d.Own.RECEIVING,
                "任一(正在领取(最低生活保障))",
                "any(receives(dibao))",
                "false",
                of=(1, 1),
            ),
        ),
        range=d.any_truth,
        phrases=("receives",),
        unit="type",
        slips=_OTHER_NAME,
    ),
    d.Operation(
        node=n.Total,
        forms=(
            _function(
                "sum", "合计", d.OverMembers(), "合计(年龄, 年龄 > 5)", "sum(age, age > 5)", "80"
            ),
        ),
        range=d.total,
        phrases=("total",),
        unit="type",
        slips=_OPERANDS,
    ),
    d.Operation(
        node=n.Count,
        forms=(
            _function(
                "count", "人数", _A_CONDITION, "人数(年龄 > 5)", "count(age > 5)", "2", of=(1, 1)
            ),
        ),
        range=lambda node, of: (0, d.MOST_MEMBERS),
        phrases=("count",),
        unit="persons",
        slips=_OPERANDS,
    ),
    d.Operation(
        node=n.Exists,
        forms=(
            _function(
                "any",
                "任一",
                _A_CONDITION,
                "任一(年龄 > 60, 年龄 > 5)",
                "any(age > 60, age > 5)",
                "true",
                of=(1, 2),
                build=_any,
            ),
            _function(
                "all",
                "全部",
                _A_CONDITION,
                "全部(年龄 > 60, 年龄 > 5)",
                "all(age > 60, age > 5)",
                "false",
                of=(1, 2),
                build=_all,
            ),
        ),
        range=d.any_truth,
        phrases=("any", "all"),
        unit="type",
        slips=_OPERANDS,
    ),
    d.Operation(
        node=n.Largest,
        forms=(
            _function(
                "largest",
                "最高",
                d.OverMembers(),
                "最高(年龄, 年龄 > 5)",
                "largest(age, age > 5)",
                "71",
            ),
        ),
        range=d.one_of_members,
        phrases=("largest",),
        unit="type",
        slips=_OPERANDS,
    ),
    d.Operation(
        node=n.Smallest,
        forms=(
            _function(
                "smallest",
                "最低",
                d.OverMembers(),
                "最低(年龄, 年龄 > 5)",
                "smallest(age, age > 5)",
                "9",
            ),
        ),
        range=d.one_of_members,
        phrases=("smallest",),
        unit="type",
        slips=_OPERANDS,
    ),
)
OPERATIONS: Mapping[type[Node], d.Operation] = {each.node: each for each in _ENTRIES}


class Written(NamedTuple):
    """What a function or sign of a formula stands for."""

    node: type[Node]
    form: d.Form


def _written(*, functions: bool) -> Mapping[str, Written]:
    return {
        word: Written(each.node, form)
        for each in _ENTRIES
        if not isinstance(each.forms, d.NoEntry)
        for form in each.forms
        if form.function is functions
        for word in (form.en, form.zh)
    }


FUNCTIONS = _written(functions=True)
"""The functions by their names in both languages."""

OPERATORS = _written(functions=False)
"""The signs and words that stand between or before operands, in both languages."""
