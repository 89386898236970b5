"""A share of a figure follows the version that the case comes under, however long the chain."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import welfare_rules as wr
from tests.support.engines import engines_here
from tests.support.laws import county, document, written


def figure(id: str, *versions: str) -> str:
    head = f'[figure.{id}]\nlabel = {{ zh = "数{id}", en = "{id}" }}\ntype = "money"\ncite = {{ article = "1" }}\n'
    common = 'announced = 2020-01-01\nstatus = "published"\n'
    return head + "".join(f"[[figure.{id}.version]]\n{each}\n{common}" for each in versions)


def benefit(figure: str) -> str:
    return f"""
[benefit.of_{figure}]
label = {{ zh = "发{figure}", en = "of {figure}" }}
payee = "household"
amount = "{figure}"
rounding = {{ step = "0.01", direction = "half-up" }}
cite = {{ article = "1" }}
"""


LAW = (
    document("t", place=county(more="covers_from = 2000-01-01"), in_force="2000-01-01")
    + """
[fact.applied]
label = { zh = "申请日", en = "applied" }
entity = "household"
type = "date"
[fact.rural]
label = { zh = "农村", en = "rural" }
entity = "household"
type = "bool"
"""
    + figure(
        "std",
        "from = 2020-01-01\nvalue = 700",
        'from = 2021-01-01\nvalue = 1000\nonly_for = "applied >= 2021-01-01"',
    )
    + figure("tek", 'from = 2020-01-01\nshare = "130%"\nof = "std"')
    + figure("half", 'from = 2020-01-01\nshare = "50%"\nof = "tek"')
    + figure(
        "country",
        "from = 2020-01-01\nvalue = 10",
        'from = 2021-01-01\nshare = "10%"\nof = "tek"\nonly_for = "rural"',
    )
    + "".join(benefit(each) for each in ("std", "tek", "half", "country"))
)


def amounts(tmp_path: Path, **facts: object) -> dict[str, tuple[str, object, object]]:
    policy = wr.load("cn", written(tmp_path, {"cn/t.toml": LAW}))
    rules = policy.at("2021-02", "2021-12-31")
    answers = [
        rules.determine({"id": "h", "members": [], **facts}, engine=each) for each in engines_here()
    ]
    assert all(each.benefits == answers[0].benefits for each in answers)
    return {each.benefit: (each.status, each.at_least, each.at_most) for each in answers[0]}


def exact(yuan: str) -> tuple[str, Decimal, Decimal]:
    return "eligible", Decimal(yuan), Decimal(yuan)


def test_a_share_follows_the_transitional_version_of_its_base(tmp_path: Path) -> None:
    late = amounts(tmp_path, applied="2021-01-05", rural=True)
    assert late == {
        "of_std": exact("1000.00"),
        "of_tek": exact("1300.00"),
        "of_half": exact("650.00"),
        "of_country": exact("130.00"),
    }
    early = amounts(tmp_path, applied="2020-12-31", rural=True)
    assert [early[key] for key in ("of_tek", "of_half", "of_country")] == [
        exact("910.00"),
        exact("455.00"),
        exact("91.00"),
    ]
    assert amounts(tmp_path, applied="2021-01-05", rural=False)["of_country"] == exact("10.00")


def test_while_the_condition_is_unknown_both_stay_possible(tmp_path: Path) -> None:
    open_ = amounts(tmp_path, rural=True)
    assert open_["of_tek"] == ("eligible", Decimal("910.00"), Decimal("1300.00"))
    assert open_["of_country"] == ("eligible", Decimal("91.00"), Decimal("130.00"))
    nothing = amounts(tmp_path)
    assert nothing["of_country"] == ("eligible", Decimal("10.00"), Decimal("130.00"))


def test_the_explanation_and_the_register_say_which_base(tmp_path: Path) -> None:
    policy = wr.load("cn", written(tmp_path, {"cn/t.toml": LAW}))
    case = {"id": "h", "members": [], "applied": "2021-01-05", "rural": True}
    text = policy.at("2021-02", "2021-12-31").determine(case).explain("en")
    assert "130% × std 1000.00 yuan" in text
    assert "50% × tek 1300.00 yuan" in text
