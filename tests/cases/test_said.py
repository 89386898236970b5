"""What a case may expect of a law with everything in it.

What passes, and what a failing case says, with what decided it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.marked import CITE, LABEL, benefit, clause, derived, figure, nation, version
from tests.support.marked import written as laid
from welfare_rules.cases import run as runner
from welfare_rules.cases.report import failure
from welfare_rules.cases.run import Ran, run_case
from welfare_rules.cases.suite import make_bench
from welfare_rules.findings import FindingsError


def named(text: str, zh: str) -> str:
    return text.replace("新项", zh)


LAW = (
    named(
        derived(
            'entity = "member"\ntype = "choice"\nchoice = "kind"',
            'formula = "如果(age > 60, heavy, kind)"',
            header="[derived.sort]",
        ),
        "种类",
    )
    + named(
        derived(
            'entity = "household"\ntype = "rate"',
            'formula = "如果(rural, 0.5, 1)"',
            header="[derived.part]",
        ),
        "份额",
    )
    + named(
        derived('entity = "member"\ntype = "date"', 'formula = "born"', header="[derived.day]"),
        "哪日",
    )
    + named(
        derived(
            'entity = "household"\ntype = "bool"',
            'formula = "stock > 5元"',
            header="[derived.rich]",
        ),
        "富",
    )
    + named(figure('type = "rate"', header="[figure.cut]"), "减")
    + version('value = "12.5%"', of="cut")
    + named(figure('type = "months"', header="[figure.weeks]"), "几月")
    + version("value = 3", of="weeks")
    + named(figure('type = "money"', header="[figure.lost]"), "没有的")
    + named(benefit('base = "paid_before"', 'month = "1"', header="[phase_out.less]"), "渐退")
    + clause("step", 'months = "几月"', 'share = "减"', of="phase_out.less")
    + named(benefit('hit = "sum"', header="[benefit.rows]"), "分档")
    + clause("row", 'when = "rural"', 'amount = "5元"', of="benefit.rows")
    + clause("row", 'when = "stock > 5元"', 'amount = "6元"', of="benefit.rows", name="two")
    + named(benefit('amount = "9元"', header="[benefit.never]"), "不可兼得")
    + clause("exclude", 'with = "rural"', 'keep = "other"', of="benefit.never")
    + named(benefit('amount = "lost"', header="[benefit.open]"), "没有数额")
    + named(benefit("service = true", rounding="", header="[benefit.visit]"), "探访")
    + named(benefit('amount = "1元"', "ends = 2020-12-31", header="[benefit.gone]"), "过去的")
    + "[[circle]]\nid = 'rich'\nwhen = 'rich'\n"
    + LABEL
    + CITE
)
HEAD = """format = "welfare-cases/1"
month = "2021-03"

[base."一户"]
stock = 0
rural = true
paid_before = 100
a = { pay = 30, age = 70, born = 1951-01-01, kind = "plain" }

[base."两人"]
builds_on = "一户"
b = { pay = 0, age = 9, born = 2012-01-01, kind = "plain" }

"""


def case_file(folder: Path, text: str, base: str = "一户") -> Path:
    laid(folder, nation(LAW))
    file = folder / "cn" / "cases" / "all.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(
        HEAD + f'[[case]]\nname = "甲"\nbuilds_on = "{base}"\ncite = "第一条"\n{text}\n',
        encoding="utf-8",
    )
    return file


def ran(folder: Path, text: str, base: str = "一户") -> Ran:
    bench = make_bench([case_file(folder, text, base)], folder)
    (case,) = bench.cases
    return run_case(case, bench.policies["cn"])


RIGHT = [
    "expect.help = 70",
    "expect.help = true",
    'expect.help = "符合"',
    "expect.help = { amount = 70, at_least = 70, at_most = 70, provisional = false }",
    "expect.old.a = 10",
    "expect.less = 12.5",
    "expect.rows = { amount = 5, holds = ['one'], fails = ['two'] }",
    "expect.never = { status = 'not_eligible', fails = ['one'] }",
    "expect.open = { status = 'undetermined', missing_figures = ['lost'], missing_facts = [] }",
    "expect.visit = true",
    'expect.gone = "未施行"',
    'expect.circle = "边缘"',
    'case.stock = 6\ncase.a.pay = 900\nexpect.circle = "rich"',
    'case.a.pay = 900\nexpect.circle = "none"',
    'unknown = ["a.pay"]\nexpect.circle = "不能确定"',
    'expect.total = "undetermined"',
    'expect.value = { sort = "heavy", part = "50%", day = 1951-01-01, together = 30, rich = false }',
    'expect.value.sort.a = "重度"',
    'unknown = ["stock"]\nexpect.value.rich = "undetermined"',
    'expect.figure = { cut = "12.5%", weeks = 3, line = 100, lost = "undetermined" }',
    'month = "2019-12"\nexpect.error = "WR503"',
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_so_passes(tmp_path: Path, text: str) -> None:
    result = ran(tmp_path, text) if "WR503" not in text else refused(tmp_path, text)
    assert failure(result, "zh") == ""
    assert result.passed


def refused(folder: Path, text: str) -> Ran:
    """The law begins in 2020."""
    file = case_file(folder, text)
    laid(folder, nation(LAW, ('level = "nation"', 'level = "nation"\ncovers_from = 2020-01-01')))
    bench = make_bench([file], folder)
    return run_case(bench.cases[0], bench.policies["cn"])


WRONG: list[tuple[str, str, str, str, str]] = [
    # what is expected, the name of the difference, what was wanted and got, and a line that says
    # why
    (
        "expect.rows = false",
        "rows status",
        "not_eligible",
        "eligible 5.00",
        "适用：one 一|applies: one one",
    ),
    (
        "case.rural = false\nexpect.rows = 5",
        "rows status",
        "eligible",
        "not_eligible",
        "此行不适用：one 一|row does not apply: one one",
    ),
    (
        "expect.never = 9",
        "never status",
        "eligible",
        "not_eligible",
        "排除：one 一|excludes: one one",
    ),
    (
        'unknown = ["rural"]\nexpect.rows = 5',
        "rows status",
        "eligible",
        "undetermined (rural)",
        "不能确定：one 一|cannot be said: one one",
    ),
    (
        "expect.open = 1",
        "open status",
        "eligible",
        "undetermined (lost)",
        "没有数值：没有的 lost|no value: ",
    ),
    ("expect.less = 12", "less amount", "12.00", "12.50", "减 12.5%"),
    (
        "case.paid_before = 7\nexpect.less = 1",
        "less amount",
        "1.00",
        "0.88",
        "适用：one 一|applies: one one",
    ),
    ("expect.visit = false", "visit status", "not_eligible", "eligible", ""),
    ("expect.help.at_least = 1", "help at_least", "1.00", "70.00", "标准 100.00"),
    (
        'unknown = ["a.pay"]\nexpect.help.at_least = 1',
        "help at_least",
        "1.00",
        "0.00",
        "不能确定：poor|cannot be said: poor",
    ),
    ("expect.gone = true", "gone", "eligible", "not_in_force", ""),
    ("expect.gone = { holds = [] }", "gone", "-", "not_in_force", ""),
    ('expect.circle = "rich"', "circle", "rich", "near", "near: "),
    ('case.a.pay = 900\nexpect.circle = "near"', "circle", "near", "none", "near: "),
    ('unknown = ["a.pay"]\nexpect.circle = "rich"', "circle", "rich", "undetermined", "rich: "),
    ("expect.total = 1", "total", "1.00", "undetermined", ""),
    ('expect.value.sort = "plain"', "sort", "plain", "heavy", ""),
    ('expect.value.part = "25%"', "part", "25%", "50%", ""),
    ("expect.value.day = 1951-01-02", "day", "1951-01-02", "1951-01-01", ""),
    ("expect.value.together.a = 3", "together a", "3", "30.00", ""),
    ('unknown = ["stock"]\nexpect.value.rich = true', "rich", "True", "undetermined", ""),
    ('expect.figure.cut = "13%"', "cut", "13%", "12.5%", ""),
    ("expect.figure.line = 101", "line", "101", "100.00", ""),
    ("expect.figure.weeks = 4", "weeks", "4", "3", ""),
    ("expect.figure.lost = 4", "lost", "4", "undetermined", ""),
]


@pytest.mark.parametrize(("text", "what", "want", "got", "why"), WRONG)
def test_what_is_not_so_is_told_with_what_decided(
    tmp_path: Path, text: str, what: str, want: str, got: str, why: str
) -> None:
    result = ran(tmp_path, text)
    (wrong,) = result.mismatches
    assert (wrong.what, wrong.want, wrong.got) == (what, want, got)
    zh, _, en = why.partition("|")
    assert not re.search("[一-龥，：（]", failure(result, "en").partition("\n  why: ")[2])
    for said, words in ((failure(result, "zh"), zh), (failure(result, "en"), en)):
        assert "all.toml:" in said
        assert words in said
        assert "nation.toml:" in said or not why


@pytest.mark.parametrize(
    ("text", "what", "got"),
    [
        ("expect.old = 1", "old", "one of: a, b"),
        ("expect.value.sort = 'plain'", "sort", "one of: a, b"),
        ("expect.total = 1", "total", "undetermined"),
    ],
)
def test_of_two_members_the_case_must_say_which(
    tmp_path: Path, text: str, what: str, got: str
) -> None:
    (wrong,) = ran(tmp_path, text, "两人").mismatches
    assert (wrong.what, wrong.got) == (what, got)


def test_a_total_is_the_sum_of_what_is_due_without_services(tmp_path: Path) -> None:
    laid(tmp_path, nation())
    file = tmp_path / "cn" / "cases" / "all.toml"
    file.parent.mkdir()
    text = '[[case]]\nname = "甲"\nbuilds_on = "两人"\ncite = "x"\nexpect.total = {}\n'
    for total, passed in ((90, True), (91, False)):  # 70, and 10 for each of two
        file.write_text(HEAD + text.format(total), encoding="utf-8")
        bench = make_bench([file], tmp_path)
        result = run_case(bench.cases[0], bench.policies["cn"])
        assert result.passed is passed
        assert [(each.want, each.got) for each in result.mismatches] == (
            [] if passed else [("91.00", "90.00")]
        )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('expect.value.sort = "heavi"', "WR405"),
        ('expect.value.part = "viel"', "WR112"),
        ("expect.value.rich = 3", "WR112"),
        ("expect.value.day = 3", "WR112"),
        ("expect.value.sort.b = 'plain'", "WR317"),
        ("expect.figure.lin = 3", "WR317"),
        ('expect.figure.line = "viel"', "WR112"),
        ("expect.figure.line = 1.005", "WR112"),
        ("expect.help.status = 'elegible'", "WR113"),
        ("expect.help.amount = true", "WR112"),
    ],
)
def test_what_cannot_be_expected_is_told_at_its_line(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(FindingsError) as raised:
        make_bench([case_file(tmp_path, text)], tmp_path)
    assert [(each.code, each.place.line) for each in raised.value.findings] == [
        (code, HEAD.count("\n") + 5)
    ]


def test_a_fault_of_the_library_fails_the_case_that_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(runner, "_compare", broken)
    (wrong,) = ran(tmp_path, "expect.help = 70").mismatches
    assert (wrong.what, wrong.got) == ("fault", "RuntimeError: broken")
    assert wrong.origin.place().line == HEAD.count("\n") + 2
