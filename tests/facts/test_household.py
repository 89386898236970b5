"""Households in Python: immutable, equal when their facts are, and changed only into another."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.command import ROOT
from welfare_rules.facts.python_code import python_code

HEAD = wr.Member(id="a", wage="1200.00")
HOUSE = wr.Household(id="h", members=[HEAD, {"id": "b"}])


def test_nothing_of_a_household_can_be_changed() -> None:
    for each in (HEAD, HOUSE):
        with pytest.raises(
            AttributeError, match=r"is immutable; make a new one with \.but\(id=…\)"
        ):
            each.id = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        _ = HEAD._private


def test_a_fact_that_is_not_said_is_none() -> None:
    assert (HEAD.wage, HEAD.birth_date, HOUSE.members[1]["id"]) == ("1200.00", None, "b")


def test_another_household_is_made_with_some_facts_changed() -> None:
    other = HOUSE.but(members=[HEAD.but(wage="0.00")], area="urban")
    assert other.to_dict() == {"id": "h", "members": [{"id": "a", "wage": "0.00"}], "area": "urban"}
    assert HOUSE.to_dict() == {"id": "h", "members": [{"id": "a", "wage": "1200.00"}, {"id": "b"}]}


def test_households_are_equal_by_their_facts_and_go_through_copies() -> None:
    again = wr.Household(members=[wr.Member(wage="1200.00", id="a"), {"id": "b"}], id="h")
    assert again == HOUSE
    assert len({again, HOUSE}) == 1
    assert HOUSE.but(id="i") != HOUSE
    assert wr.Member(id="h") != HOUSE
    assert repr(HEAD) == "Member(id='a', wage='1200.00')"
    assert pickle.loads(pickle.dumps(HOUSE)) == copy.deepcopy(HOUSE) == HOUSE


CASE: dict[str, Any] = json.loads((ROOT / "docs/examples/household.json").read_bytes())
POLICY = wr.load("cn/model")
RULES = POLICY.at("2021-08", known="2021-12-31")
NAMES = sorted(POLICY.facts)


def typed(case: dict[str, Any]) -> wr.Household:
    people = [wr.Member(**each) for each in case["members"]]
    return wr.Household(**(case | {"members": people}))


def test_a_household_is_read_as_its_dict_wherever_a_case_is_taken() -> None:
    home = typed(CASE)
    assert home.to_dict() == CASE
    assert {**home}.keys() == CASE.keys()
    read = RULES.read(CASE)
    for each in (home, dict(home), home.to_dict(), {**CASE, "members": list(home.members)}):
        assert RULES.read(each) == read
    asked = ("2021-07", "2021-09", "2021-12-31")
    plain = POLICY.timeline({"case": CASE}, *asked)
    for history in (
        {"case": home},
        {"case": {"id": "h1", **home}},
        wr.History(case=home),
        {"case": home, "changes": []},
    ):
        made = POLICY.timeline(history, *asked)
        assert [each.to_dict() for each in made] == [each.to_dict() for each in plain]
    joined = {
        "from": "2021-08-01",
        "learned": "2021-08-01",
        "set": {"members[p9]": wr.Member(id="p9")},
    }
    (_, late, _) = POLICY.timeline({"case": home, "changes": [joined]}, *asked)
    assert "p9" in late.case.member_ids
    assert POLICY.upcoming(home, "2021-08", 0).now.case == read


@given(st.sampled_from(NAMES), st.integers(0, 30), st.sampled_from("aexz_"))
def test_a_name_that_is_no_fact_is_refused_at_once_with_the_nearest(
    name: str, place: int, letter: str
) -> None:
    wrong = name[:place] + letter + name[place:]
    if wrong in NAMES:
        return
    for kind in (wr.Member, wr.Household):
        with pytest.raises(wr.CaseError) as caught:
            kind(id="a", **{wrong: 1})
        (found,) = caught.value.findings
        assert (found.code, found.place.file, found.place.path) == ("WR402", kind.__name__, wrong)
        with pytest.raises(AttributeError, match=wrong):
            getattr(kind(id="a"), wrong)
        assert not hasattr(kind(id="a"), wrong)
    with pytest.raises(wr.CaseError, match="did you mean 'wage'"):
        wr.Member(id="a", wgae=1)  # type: ignore[call-arg]


def test_the_classes_that_ship_have_the_facts_that_ship() -> None:
    source = ROOT / "welfare_rules" / "facts" / "household.py"
    made = python_code(wr.load("cn").law, shipped=True)
    assert source.read_text(encoding="utf-8") == made, "run: make household"
    for place in wr.jurisdictions():
        facts = wr.load(place).facts
        for entity, kind in (("member", wr.Member), ("household", wr.Household)):
            own = {key for key, each in facts.items() if entity in [one.of for one in each]}
            assert own <= set(kind.__annotations__)


def checked(folder: Path, code: str) -> str:
    """What a strict type checker says of some code."""
    file = folder / "code.py"
    file.write_text(code, encoding="utf-8")
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    asked = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(folder)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


USED = """
import datetime
from decimal import Decimal
import welfare_rules as wr
{imports}
one = Member(id="p1", relation="head", wage={{"per_year": "20005.00"}}, birth_date=datetime.date(1990, 1, 1))
two = one.but(wage=Decimal("5.00"), serious_illness=wr.UNKNOWN)
home = Household(id="h1", vehicles=0, members=[one, two])
answer = wr.load("cn/model").at("2021-08").determine(home)
print(answer["dibao"].amount, two.wage, answer.to_dict()["benefits"][0]["amount"])
facts: wr.MemberFacts = {{"id": "p1", "wage": 5}}
"""
WRONG = """
Member(id="p1", wgae=1)
Member(id="p1", relation="haed")
Member(relation="head")
one.but(wgae=1)
print(home.vehicels)
answer.to_dict()["benefit"]
from welfare_rules import Setlement
wr.Payment("2021-08", "dibao", "h1", 1.5)
"""


@pytest.mark.slow
@pytest.mark.parametrize("own", [False, True], ids=["shipped", "written by the command"])
def test_a_type_checker_takes_what_is_right_and_refuses_each_slip(
    tmp_path: Path, own: bool
) -> None:
    if own:
        code = python_code(wr.load("cn/model").law)
        (tmp_path / "county.py").write_text(code, encoding="utf-8")
    imports = f"from {'county' if own else 'welfare_rules'} import Household, Member"
    right = USED.format(imports=imports)
    assert "0 errors" in checked(tmp_path, right)
    said = checked(tmp_path, right + WRONG)
    first = len(right.splitlines()) + 2
    for line in range(first, first + len(WRONG.strip().splitlines())):
        assert f"code.py:{line}:" in said, (line, said)


# --- values of other libraries ---


def test_scalars_of_numpy_and_pandas_are_what_they_are() -> None:
    np = pytest.importorskip("numpy")
    pd = pytest.importorskip("pandas")
    plain = {"id": "a", "birth_date": "1990-02-03", "wage": "1200.50", "disability_grade": 2}
    plain |= {"employed": True, "relation": "head"}
    forms: dict[str, list[Any]] = {
        "birth_date": [
            datetime.date(1990, 2, 3),
            datetime.datetime(1990, 2, 3),
            np.datetime64("1990-02-03"),
            np.datetime64("1990-02-03T00:00:00", "ns"),
            pd.Timestamp("1990-02-03"),
        ],
        "wage": [
            1200.5,
            np.float64(1200.5),
            np.float32(1200.5),
            Decimal("1200.50"),
            np.str_("1200.5"),
        ],
        "disability_grade": [2.0, np.int64(2), np.uint8(2), np.float64(2)],
        "employed": [np.bool_(True)],
        "relation": [np.str_("head")],
    }
    want = RULES.read({"id": "h", "members": [plain]})
    for key, values in forms.items():
        for value in values:
            assert RULES.read({"id": "h", "members": [plain | {key: value}]}) == want, (key, value)
    without = {key: value for key, value in plain.items() if key != "wage"}
    want = RULES.read({"id": "h", "members": [without]})
    for missing in (None, pd.NA, pd.NaT, np.datetime64("NaT", "D"), np.ma.masked):
        given = {"id": "h", "members": [without | {"wage": missing}]}
        if missing is np.ma.masked:  # no value, and no zero either
            with pytest.raises(wr.CaseError):
                RULES.read(given)
        else:
            assert RULES.read(given) == want, missing
    for key, wrong in {
        "birth_date": datetime.datetime(1990, 2, 3, 9, 30),
        "wage": float("nan"),
        "disability_grade": 2.5,
        "employed": np.int64(1),
    }.items():
        with pytest.raises(wr.CaseError) as caught:
            RULES.read({"id": "h", "members": [plain | {key: wrong}]})
        assert [each.place.path for each in caught.value.findings] == [f"members[0].{key}"]


def test_what_contradicts_itself_is_told_together_with_what_cannot_be_read() -> None:
    one = {"id": "a", "birth_date": "2190-01-01", "wage": "x"}
    two = {"id": "a", "birth_date": "2021-02-01", "wgae": 1, "death_date": "2021-01-01"}
    with pytest.raises(wr.CaseError) as caught:
        RULES.read({"id": "h", "members": [one, two]})
    assert {(each.code, each.place.path) for each in caught.value.findings} == {
        ("WR410", "members[0].birth_date"),
        ("WR404", "members[0].wage"),
        ("WR408", "members[1].id"),
        ("WR402", "members[1].wgae"),
        ("WR411", "members[1].death_date"),
    }
