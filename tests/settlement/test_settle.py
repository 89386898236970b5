"""Arrears and recoveries add up, whatever happened in whatever order.

And each difference has its cause.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple
from welfare_rules.basics.days import Month
from welfare_rules.basics.due import UNDETERMINED, added
from welfare_rules.findings import CaseError, RequestError
from welfare_rules.history.facts import History, read_history
from welfare_rules.history.timeline import timeline
from welfare_rules.settlement.ledger import Ledger, Payment, payment_of, read_ledger
from welfare_rules.settlement.settlement import Settlement, settle

MODEL = wr.load("cn/model")
FIRST, LAST = Month.of(2021, 7), Month.of(2021, 12)


def paid_as_known(history: History, months: list[Month], *benefits: str) -> list[dict[str, Any]]:
    """A ledger that pays each month on its 5th what was known to be due on that day."""
    rows: list[dict[str, Any]] = []
    for month in months:
        day = month.first + 4
        for each in timeline(MODEL, history, month, month, day)[0].benefits:
            if each.benefit in benefits and each.amount:
                decided = f"{month.text}-05"
                rows.append(
                    {
                        "month": month.text,
                        "benefit": each.benefit,
                        "payee": each.payee,
                        "amount": str(each.amount),
                        "decided": decided,
                    }
                )
    return rows


def test_a_standard_announced_late_is_owed_month_by_month() -> None:
    """July to September were paid at 700 (940.00), 730 makes 1006.00.

    Three times 66.00, because of the figure announced 2021-09-15.
    """
    history = read_history({"case": couple()})
    rows = paid_as_known(
        history,
        [FIRST, FIRST.after(1), FIRST.after(2)],
        "dibao",
        "disability_living_subsidy",
        "disability_nursing_subsidy",
    )
    found = settle(MODEL, history, read_ledger(rows), FIRST, FIRST.after(2), 20211001)
    dibao = [each for each in found.lines if each.benefit == "dibao"]
    assert [each.to_dict()["arrears"] for each in dibao] == ["66.00"] * 3
    assert {cause.to_dict()["what"] for each in dibao for cause in each.causes} == {
        "dibao_standard"
    }
    assert dibao[0].causes[0].to_dict() == {
        "kind": "figure",
        "what": "dibao_standard",
        "known": "2021-09-15",
    }
    # 35 % of 30 yuan is 10.50 a month for the living subsidy as well
    assert found.to_dict()["arrears"] == "229.50"
    assert (found.to_dict()["recovery"], found.to_dict()["net"]) == ("0.00", "229.50")


def test_a_correction_is_told_from_a_new_figure() -> None:
    """760 from 2022-07-01 was corrected to 765 on 2022-08-10."""
    history = read_history({"case": couple()})
    month = Month.of(2022, 7)
    found = settle(
        MODEL,
        history,
        read_ledger(paid_as_known(history, [month], "dibao")),
        month,
        month,
        20220901,
    )
    line = next(each for each in found.lines if each.benefit == "dibao")
    assert [each.kind for each in line.causes] == ["correction"]
    assert line.to_dict()["arrears"] == "11.00"  # 2 x 5 and 20 % of 5


def test_a_downgrade_found_in_december_is_recovered() -> None:
    change = {
        "from": "2021-09-10",
        "learned": "2021-12-03",
        "source": "disability federation",
        "set": {"members[p2].disability_grade": 3},
    }
    history = read_history({"case": couple(), "changes": [change]})
    # December is decided on the 5th, when it is known
    months = [Month.of(2021, 10), Month.of(2021, 11), Month.of(2021, 12)]
    rows = paid_as_known(history, months, "disability_living_subsidy")
    found = settle(MODEL, history, read_ledger(rows), months[0], months[-1], 20211204)
    lines = [each for each in found.lines if each.benefit == "disability_living_subsidy"]
    assert [each.to_dict()["recovery"] for each in lines] == ["73.00", "73.00", "0.00"]
    assert [[cause.kind for cause in each.causes] for each in lines] == [
        ["late_fact"],
        ["late_fact"],
        [],
    ]
    assert lines[0].causes[0].to_dict()["what"] == "members[p2].disability_grade"


def test_a_payment_that_no_decision_supports() -> None:
    history = read_history({"case": couple()})
    rows = [
        {
            "month": "2021-10",
            "benefit": "tekun",
            "payee": "p1",
            "amount": "1300.00",
            "decided": "2021-10-05",
        }
    ]
    found = settle(
        MODEL, history, read_ledger(rows), Month.of(2021, 10), Month.of(2021, 10), 20211231
    )
    line = next(each for each in found.lines if each.benefit == "tekun")
    assert (line.to_dict()["due"], line.to_dict()["recovery"]) == ("0.00", "1300.00")
    assert [each.kind for each in line.causes] == ["payment"]


def test_a_month_that_cannot_be_decided_takes_no_part_in_the_sums() -> None:
    both = [
        {
            "from": "2021-09-01",
            "learned": "2021-09-02",
            "source": source,
            "set": {"members[p2].disability_grade": grade},
        }
        for source, grade in (("a", 2), ("b", 3))
    ]
    history = read_history({"case": couple(), "changes": both})
    rows = [
        {
            "month": "2021-10",
            "benefit": "disability_living_subsidy",
            "payee": "p2",
            "amount": "255.50",
        }
    ]
    found = settle(
        MODEL, history, read_ledger(rows), Month.of(2021, 10), Month.of(2021, 10), 20211231
    )
    line = next(each for each in found.lines if each.benefit == "disability_living_subsidy")
    assert not line.determined
    assert (line.arrears_fen, line.recovery_fen) == (UNDETERMINED, UNDETERMINED)
    assert [each.kind for each in line.causes] == ["conflict"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"benefit": "dibaoo"}, "WR425"),
        ({"payee": "p7"}, "WR428"),
        ({"month": "2021-13"}, "WR502"),
        ({"amount": "1.005"}, "WR404"),
        ({"amounts": "1.00"}, "WR402"),
    ],
)
def test_a_ledger_that_cannot_be_settled(row: dict[str, str], code: str) -> None:
    whole = {"month": "2021-10", "benefit": "dibao", "payee": "h1", "amount": "1.00", **row}
    with pytest.raises(CaseError) as caught:
        settle(MODEL, read_history({"case": couple()}), read_ledger([whole]), FIRST, LAST, 20211231)
    assert code in {each.code for each in caught.value.findings}


def test_a_benefit_that_is_mistyped_is_offered_as_it_was_typed() -> None:
    for got, near in (("dibaoo", "dibao"), ("最低生活", "最低生活保障")):
        row = {"month": "2021-10", "benefit": got, "payee": "h1", "amount": "1.00"}
        with pytest.raises(CaseError) as caught:
            settle(
                MODEL, read_history({"case": couple()}), read_ledger([row]), FIRST, LAST, 20211231
            )
        (each,) = caught.value.findings
        assert each.message("zh").endswith(f"是否指“{near}”？")


def test_two_payments_of_one_month_are_added_up_and_told() -> None:
    rows = [
        {
            "month": "2021-10",
            "benefit": "dibao",
            "payee": "h1",
            "amount": "503.00",
            "decided": "2021-10-05",
        }
    ] * 2
    found = settle(
        MODEL,
        read_history({"case": couple()}),
        read_ledger(rows),
        Month.of(2021, 10),
        Month.of(2021, 10),
        20211231,
    )
    assert [each.code for each in found.findings] == ["WR426"]
    assert next(each for each in found.lines if each.benefit == "dibao").paid_fen == 1006_00


def test_a_knowledge_day_before_any_announcement_is_told() -> None:
    found = settle(MODEL, read_history({"case": couple()}), (), FIRST, FIRST, 20100101)
    assert "WR427" in {each.code for each in found.findings}
    assert not any(each.determined for each in found.lines)


def test_a_month_that_lies_ahead_is_owed_nothing_and_what_is_strange_is_told() -> None:
    """Asked for to March as known in December.

    January to March had not begun; February was paid before its time, and is kept.
    """
    history = read_history({"case": couple()})
    rows = [
        {
            "month": "2021-12",
            "benefit": "dibao",
            "payee": "h1",
            "amount": "1006.00",
            "decided": "2021-12-05",
        },
        {
            "month": "2022-02",
            "benefit": "dibao",
            "payee": "h1",
            "amount": "1006.00",
            "decided": "2022-02-05",
        },
        {"month": "2023-02", "benefit": "dibao", "payee": "h1", "amount": "9.00"},
    ]
    found = MODEL.settle(history, rows, "2021-12", "2022-03", known="2021-12-20")
    assert {each.month.text for each in found.lines} == {"2021-12", "2022-02"}
    assert [each.arrears_fen for each in found.lines if each.benefit == "dibao"] == [0, 0]
    assert [each.code for each in found.findings] == ["WR430", "WR432", "WR431"]
    assert [each.place.path for each in found.findings[1:]] == ["[1].decided", "[2].month"]


def test_a_plan_begins_after_all_that_is_paid_and_is_of_its_own_settlement() -> None:
    history = read_history({"case": couple()})
    rows = [
        {
            "month": f"2021-{month}",
            "benefit": "dibao",
            "payee": "h1",
            "amount": amount,
            "decided": f"2021-{month}-05",
        }
        for month, amount in ((10, "1106.00"), (11, "1006.00"), (12, "1006.00"))
    ]
    found = MODEL.settle(history, rows, "2021-10", "2021-10", known="2021-12-20")
    (way,) = MODEL.plan(history, found).ways
    assert [(each.month.text, each.withheld_fen) for each in way.instalments] == [
        ("2022-01", 10000)
    ]
    for other, whose in (
        (wr.load("cn/jiangsu/yancheng/binhai"), history),
        (MODEL, read_history({"case": {**couple(), "id": "h2"}})),
    ):
        with pytest.raises(RequestError, match="WR433"):
            other.plan(whose, found)


@pytest.mark.parametrize("given", [None, 3, Payment(FIRST, "dibao", "h1", 1), {"month": "2021-10"}])
def test_what_is_no_ledger_or_history_is_told(given: Any) -> None:
    with pytest.raises(CaseError, match="WR403"):
        MODEL.settle({"case": couple()}, given, "2021-07", "2021-07")
    with pytest.raises(CaseError, match=r"WR403|WR409|WR402"):
        MODEL.settle(given, [], "2021-07", "2021-07")
    with pytest.raises(CaseError, match=r"WR403|WR402"):
        MODEL.at("2021-07").determine(given)


def test_an_empty_ledger_needs_its_months() -> None:
    with pytest.raises(RequestError, match="WR434"):
        MODEL.settle({"case": couple()}, [])
    with pytest.raises(RequestError, match=r"first.*WR502"):
        MODEL.settle({"case": couple()}, [], "2021-7", "2021-08")


def after(ledger: Ledger, found: Settlement) -> Ledger:
    """The ledger once the settlement is carried out: arrears paid, recoveries taken back."""
    return (
        *ledger,
        *(
            payment_of(
                each.month,
                each.benefit,
                each.payee,
                added([each.arrears_fen]) - added([each.recovery_fen]),
            )
            for each in found.lines
        ),
    )


class Office(RuleBasedStateMachine):
    """Changes, corrections and payments in any order, with law that is announced on the way.

    The sums always agree.
    """

    @initialize()
    def begin(self) -> None:
        self.changes: list[dict[str, Any]] = []
        self.payments: list[dict[str, Any]] = []

    days = st.sampled_from(
        [
            "2021-07-05",
            "2021-08-10",
            "2021-09-01",
            "2021-09-14",
            "2021-09-15",
            "2021-10-31",
            "2021-11-02",
            "2021-12-20",
        ]
    )

    @rule(
        first=days,
        learned=days,
        wage=st.sampled_from(["0", "600.00", "859.99", "1460.00", "1500.00"]),
    )
    def wage_changes(self, first: str, learned: str, wage: str) -> None:
        self.changes.append(
            {"from": first, "learned": learned, "source": "tax", "set": {"members[p1].wage": wage}}
        )

    @rule(first=days, learned=days, source=st.sampled_from(["a", "b"]), grade=st.integers(1, 4))
    def grade_changes(self, first: str, learned: str, source: str, grade: int) -> None:
        self.changes.append(
            {
                "from": first,
                "learned": learned,
                "source": source,
                "set": {"members[p2].disability_grade": grade},
            }
        )

    @rule(day=days, learned=days)
    def somebody_dies(self, day: str, learned: str) -> None:
        self.changes.append(
            {
                "from": day,
                "learned": learned,
                "source": "police",
                "set": {"members[p2].death_date": day},
            }
        )

    @rule(
        month=st.integers(7, 12), day=days, amount=st.integers(0, 200_000),
        benefit=st.sampled_from([("dibao", "h1"), ("disability_living_subsidy", "p2"), ("disability_nursing_subsidy", "p2")]),
    )  # fmt: skip
    def something_is_paid(
        self, month: int, day: str, amount: int, benefit: tuple[str, str]
    ) -> None:
        row = {
            "month": f"2021-{month:02d}",
            "benefit": benefit[0],
            "payee": benefit[1],
            "decided": day,
        }
        self.payments.append({**row, "amount": f"{amount // 100}.{amount % 100:02d}"})

    @invariant()
    def the_sums_agree(self) -> None:
        if not hasattr(self, "changes"):
            return
        history, ledger = (
            read_history({"case": couple(), "changes": self.changes}),
            read_ledger(self.payments),
        )
        for known in (20210801, 20210920, 20220101):
            found = settle(MODEL, history, ledger, FIRST, LAST, known)
            for line in found.lines:
                arrears, recovery = added([line.arrears_fen]), added([line.recovery_fen])
                assert not line.determined or line.paid_fen + arrears - recovery == line.due_fen
                assert bool(line.causes) == (line.due_fen != line.paid_fen)
            assert found.net_fen == sum(
                line.due_fen - line.paid_fen
                for line in found.lines
                if isinstance(line.due_fen, int)
            )
            assert sum(each.paid_fen for each in found.lines) == sum(
                each.amount_fen for each in ledger
            )
            again = settle(MODEL, history, after(ledger, found), FIRST, LAST, known)
            assert (again.arrears_fen, again.recovery_fen) == (0, 0)


Office.TestCase.settings = settings(max_examples=examples(6), stateful_step_count=8, deadline=None)
TestOffice = Office.TestCase


def test_yuan_are_written_with_two_decimals() -> None:
    assert (
        Decimal(
            settle(MODEL, read_history({"case": couple()}), (), FIRST, FIRST, 20211231).to_dict()[
                "net"
            ]
        )
        > 0
    )
