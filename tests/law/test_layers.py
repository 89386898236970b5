"""What files of one layer and of layers below make together.

Nothing is lost, whatever the order in which the files are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import welfare_rules as wr
from tests.support.marked import (
    CITE,
    LABEL,
    ROUNDING,
    county,
    found,
    more_of_the_nation,
    nation,
    written,
)


def decided(
    folder: Path, files: Mapping[str, str], month: str = "2021-03", place: str = "cn", **facts: Any
) -> wr.Answer:
    """A household of one of 70 with a pay of 30 and what a test says of it, after its files have
    been found to be right.
    """
    assert found(written(folder, files)) == set()
    member = {"id": "a", "pay": "30", "age": 70, "born": "1951-01-01", "kind": "plain"}
    case = {
        "id": "h",
        "stock": "0",
        "rural": True,
        "paid_before": "50.00",
        "members": [{**member, **facts.pop("a", {})}],
        **facts,
    }
    return wr.load(place, folder).at(month, "2021-12-31").determine(case)


def help_of(answer: wr.Answer) -> Decimal | None:
    return answer["help"].amount


def filled(text: str, *values: object) -> str:
    """A text with values in its gaps `{}`; other braces are TOML's."""
    for each in values:
        text = text.replace("{}", str(each), 1)
    return text


VERSION = (
    '[[figure.line.version]]\nfrom = {}\nvalue = {}\nannounced = 2020-12-01\nstatus = "published"\n'
    + CITE
)
PART = "[figure.line]\n" + VERSION


@pytest.mark.parametrize("names", [("aa", "ab"), ("aa", "zz"), ("zy", "zz")])
def test_versions_in_several_files_of_a_layer_all_count_whichever_is_read_first(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    later = (filled(PART, "2021-01-01", 120), filled(PART, "2021-03-01", 140))
    files = {
        **nation(),
        **more_of_the_nation(later[0], names[0]),
        **more_of_the_nation(later[1], names[1]),
    }
    assert [
        help_of(decided(tmp_path, files, month)) for month in ("2020-12", "2021-02", "2021-03")
    ] == [70, 90, 110]


def test_a_version_read_before_its_definition_is_its_own_layers_and_not_a_deeper_ones(
    tmp_path: Path,
) -> None:
    """A county replaces the formula.

    That the nation's versions were read before their head changes nothing.
    """
    head = '[derived.extra]\nentity = "household"\ntype = "money"\n' + LABEL + CITE
    part = '[derived.extra]\n[[derived.extra.version]]\nformula = "{}元"\n' + CITE
    own = head + 'formula = "7元"\nreplaces = "cn.aa"\n'
    files = {
        **nation(head, ('amount = "line - together"', 'amount = "extra"')),
        **more_of_the_nation(filled(part, 5), "aa"),
        **county(own),
    }
    assert help_of(decided(tmp_path, files)) == 5
    assert help_of(decided(tmp_path, files, place="cn/county")) == 7


def test_clauses_read_before_their_benefit_are_part_of_it(tmp_path: Path) -> None:
    part = (
        '[[benefit.help.require]]\nid = "rural"\nwhen = "rural"\nbecause = { zh = "一", en = "one" }\n'
        + CITE
    )
    files = {**nation(), **more_of_the_nation(part, "aa")}
    assert decided(tmp_path, files)["help"].status == "eligible"
    assert decided(tmp_path, files, rural=False)["help"].status == "not_eligible"


def test_versions_of_a_parents_formula_are_added_where_no_other_holds(tmp_path: Path) -> None:
    head = '[derived.extra]\nentity = "household"\ntype = "money"\n' + LABEL + CITE
    first = head + '[[derived.extra.version]]\nlast_day = 2020-12-31\nformula = "5元"\n'
    then = '[derived.extra]\n[[derived.extra.version]]\nfrom = 2021-01-01\nformula = "6元"\n' + CITE
    files = {**nation(first, ('amount = "line - together"', 'amount = "extra"')), **county(then)}
    assert [
        help_of(decided(tmp_path, files, month, "cn/county")) for month in ("2020-12", "2021-01")
    ] == [5, 6]


def test_a_parents_formula_can_be_replaced_under_its_own_head(tmp_path: Path) -> None:
    own = '[derived.together]\nreplaces = "cn.nation"\nformula = "1元"\n' + CITE
    assert help_of(decided(tmp_path, {**nation(), **county(own)}, place="cn/county")) == 99


@pytest.mark.parametrize(
    ("own", "amount"),
    [
        ('[benefit.help]\nreplaces = "cn.nation"\namount = "12元"\n', 12),
        ('[benefit.help]\nreplaces = "cn.nation"\nhit = "sum"\n{row}', 11),
        (
            '[benefit.help]\nreplaces = "cn.nation"\nrounding = { step = "100", direction = "up" }\n',
            100,
        ),
        ('[[benefit.help.require]]\nid = "poor"\nreplaces = "cn.nation"\ndrop = true\n', 70),
    ],
)
def test_a_county_changes_what_it_names_and_keeps_the_rest(
    tmp_path: Path, own: str, amount: int
) -> None:
    row = (
        '[[benefit.help.row]]\nid = "{}"\nwhen = "{}"\namount = "{}"\nbecause = { zh = "一", en = "one" }\n'
        + CITE
    )
    rows = filled(row, "one", "rural", "5元") + filled(row, "two", "stock == 0", "6元")
    files = {**nation(), **county(own.replace("{row}", rows))}
    assert help_of(decided(tmp_path, files, place="cn/county")) == amount
    assert help_of(decided(tmp_path, files)) == 70


def test_a_countys_amount_takes_the_place_of_a_parents_table(tmp_path: Path) -> None:
    """Rows and an amount do not go together: the rows go with the `hit` that they stood under."""
    drop = '[[benefit.old.row]]\nid = "{}"\nreplaces = "cn.nation"\ndrop = true\n'
    head = '[benefit.old]\nreplaces = "cn.nation"\namount = "3元"\n'
    old = decided(
        tmp_path,
        {**nation(), **county(head + filled(drop, "from-80") + filled(drop, "others"))},
        place="cn/county",
    )["old", "a"]
    assert (old.status, old.amount) == ("eligible", 3)


@pytest.mark.parametrize(("month", "amount"), [("2020-12", 70), ("2021-01", 85)])
def test_an_income_may_count_otherwise_from_a_day_on(
    tmp_path: Path, month: str, amount: int
) -> None:
    entry = '[[income]]\nid = "pay"\nlabel = { zh = "工钱", en = "wages" }\n{}\n' + CITE
    then = filled(entry, 'value = "pay * 50%"\nfrom = 2021-01-01')
    files = nation(
        then,
        (
            'label = { zh = "工钱", en = "wages" }',
            'label = { zh = "工钱", en = "wages" }\nlast_day = 2020-12-31',
        ),
    )
    assert help_of(decided(tmp_path, files, month)) == amount


@pytest.mark.parametrize(
    ("exemption", "amount"),
    [
        ('share = "50%"', 85),
        ('deduct = "12元"', 82),
        ('deduct = "pay * 50%"\ncap = "4元"', 74),
        ('deduct = "10元"\nshare = "50%"', 90),
        ('deduct = "99元"', 100),
        ('deduct = "12元"\nwhen = "age > 70"', 70),
    ],
)
def test_an_exemption_takes_a_sum_then_a_share_of_the_rest(
    tmp_path: Path, exemption: str, amount: int
) -> None:
    files = nation(f'[[exemption]]\nid = "x"\nincome = "pay"\n{exemption}\n' + LABEL + CITE)
    assert help_of(decided(tmp_path, files)) == amount


@pytest.mark.parametrize(
    ("exclude", "amount"),
    [
        ('with = "rural"\nkeep = "other"', 0),
        ('with = "stock > 0"\nkeep = "other"', 70),
        ('with = "paid_before"\nkeep = "other"', 0),
        ('with = "paid_before"\nkeep = "higher"', 70),
        ('with = "paid_before * 2"\nkeep = "higher"', 0),
        ('with = "paid_before * 1.4"\nkeep = "higher"', 0),  # 70 and 70: the other is kept
    ],
)
def test_what_is_not_paid_together(tmp_path: Path, exclude: str, amount: int) -> None:
    because = 'because = { zh = "一", en = "one" }\n' + CITE
    answer = decided(tmp_path, nation(f'[[benefit.help.exclude]]\nid = "x"\n{exclude}\n' + because))
    assert (answer["help"].amount, answer["help"].status) == (
        amount,
        "eligible" if amount else "not_eligible",
    )


PHASE_OUT = f"""[phase_out.extra]
{LABEL}payee = "household"
base = "paid_before"
month = "{{}}"
{ROUNDING}{CITE}
[[phase_out.extra.step]]
id = "first"
months = 2
share = "80%"
because = {{ zh = "一", en = "one" }}
{CITE}
[[phase_out.extra.step]]
id = "then"
months = "1"
share = "50%"
because = {{ zh = "二", en = "two" }}
{CITE}"""


@pytest.mark.parametrize(("month", "amount"), [(0, 0), (1, 40), (2, 40), (3, 25), (4, 0)])
def test_the_steps_of_a_phase_out_follow_one_another(
    tmp_path: Path, month: int, amount: int
) -> None:
    """Its months are numbers in the file or formulas."""
    assert decided(tmp_path, nation(filled(PHASE_OUT, month)))["extra"].amount == amount


@pytest.mark.parametrize(("hit", "amount"), [("sum", 11), ("highest", 6), ("first", 5)])
def test_several_rows_that_hold_are_taken_as_the_table_says(
    tmp_path: Path, hit: str, amount: int
) -> None:
    head = (
        f'[benefit.extra]\n{LABEL}payee = "household"\nhit = "{hit}"\ngaps = true\n{ROUNDING}{CITE}'
    )
    row = (
        '[[benefit.extra.row]]\nid = "{}"\nwhen = "{}"\namount = "{}元"\nbecause = { zh = "一", en = "one" }\n'
        + CITE
    )
    rows = (
        filled(row, "a", "rural", 5)
        + filled(row, "b", "stock == 0", 6)
        + filled(row, "c", "stock > 0", 9)
    )
    assert decided(tmp_path, nation(head + rows))["extra"].amount == amount


def test_the_highest_supplement_of_each_member_is_added(tmp_path: Path) -> None:
    more = '[benefit.help]\nreplaces = "cn.nation"\nsupplement_for = "age >= 60"\n'
    clause = (
        '[[benefit.help.supplement]]\nid = "{}"\nwhen = "{}"\namount = "{}元"\nbecause = { zh = "一", en = "one" }\n'
        + CITE
    )
    files = {
        **nation(),
        **county(
            more
            + filled(clause, "old", "age >= 65", 4)
            + filled(clause, "heavy", "kind == heavy", 9)
        ),
    }
    assert help_of(decided(tmp_path, files, place="cn/county")) == 74
    assert help_of(decided(tmp_path, files, place="cn/county", a={"kind": "heavy"})) == 79
    assert (
        help_of(decided(tmp_path, files, place="cn/county", a={"kind": "heavy", "age": 59})) == 70
    )


def test_a_benefit_whose_days_are_over_is_paid_to_nobody(tmp_path: Path) -> None:
    rest = (
        "[benefit.extra]\n"
        + LABEL
        + 'payee = "household"\namount = "金额(help) + 1元"\n'
        + ROUNDING
        + CITE
    )
    files = nation(
        rest, ('amount = "line - together"', 'amount = "line - together"\nends = 2020-12-31')
    )
    assert decided(tmp_path, files, "2020-12")["extra"].amount == 71
    after = decided(tmp_path, files, "2021-01")
    assert after["extra"].amount == 1
    assert {each.benefit for each in after} == {"old", "extra"}


@pytest.mark.parametrize(
    ("presumed", "status"), [("never", "eligible"), ("always", "not_eligible")]
)
def test_a_day_that_nobody_speaks_of_is_never_or_always(
    tmp_path: Path, presumed: str, status: str
) -> None:
    extra = f'[fact.gone]\n{LABEL}entity = "household"\ntype = "date"\npresumed = "{presumed}"\n'
    files = nation(extra, ('when = "together < line"', 'when = "gone > 本月首日"'))
    assert decided(tmp_path, files)["help"].status == status


@pytest.mark.parametrize(
    ("declared", "condition"),
    [
        ('type = "int"\nmin = 0\nmax = 9\npresumed = 3', "extra == 3"),
        ('type = "bool"\npresumed = true', "extra"),
        (
            'type = "choice"\nvalues = [{ id = "one", zh = "甲", en = "a" }, { id = "two", zh = "乙", en = "b" }]\npresumed = "two"',
            "extra == 乙",
        ),
    ],
)
def test_what_is_presumed_stands_for_a_fact_of_which_nothing_is_said(
    tmp_path: Path, declared: str, condition: str
) -> None:
    extra = f'[fact.extra]\n{LABEL}entity = "household"\n{declared}\n'
    answer = decided(
        tmp_path, nation(extra, ('when = "together < line"', f'when = "{condition}"'))
    )["help"]
    assert answer.status == "eligible"
    assert answer.presumed_facts == ("extra",)


def test_a_law_needs_no_incomes(tmp_path: Path) -> None:
    text = f'[fact.rooms]\n{LABEL}entity = "household"\ntype = "int"\nmin = 0\nmax = 9\n'
    grant = (
        '[benefit.grant]\nlabel = { zh = "补", en = "grant" }\npayee = "household"\namount = "1元 * rooms"\n'
        + ROUNDING
        + CITE
    )
    head = more_of_the_nation(text + grant)["cn/zz.toml"].replace("cn.zz", "xx.zz")
    assert found(written(tmp_path, {"xx/zz.toml": head})) == set()
    answer = (
        wr.load("xx", tmp_path)
        .at("2021-03", "2021-12-31")
        .determine({"id": "h", "rooms": 3, "members": []})
    )
    assert answer["grant"].amount == 3
