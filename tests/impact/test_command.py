"""`compare` on the command line: what it prints and writes, and with which exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support.command import POLICIES, codes, findings, run

GATE = "total.difference > 100"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county") / "made-up"
    done = run("synth", "--like", "model-county", "--households", "60", "--seed", "7", "-o", str(folder))  # fmt: skip
    assert done.exit_code == 0, done.stderr
    return folder


def asked(county: Path, *more: str, month: str = "2022-06") -> list[str]:
    return ["compare", "--households", str(county / "households.csv"), "--members", str(county / "members.csv"), "--in", "cn/model", "--month", month, "--known", "2022-12-31", *more]  # fmt: skip


def test_the_report_has_the_keys_of_the_contract(county: Path) -> None:
    done = run(*asked(county, "--to-month", "2022-08", "--format", "json"))
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    for each in data["benefits"].values():
        assert {"enter", "leave", "more", "less", "same", "before", "after", "difference"} <= set(each)  # fmt: skip
    assert {"more", "less", "same"} <= set(data["households"])
    assert {"before", "after", "difference"} <= set(data["total"])
    assert data["why_nothing"] is None
    assert [each["month"] for each in data["sides"]] == ["2022-06", "2022-08"]
    assert data["benefits"]["dibao"]["more"] > 0


def test_a_gate_fails_when_its_condition_holds(county: Path) -> None:
    more = ("--to-month", "2022-08", "--fail-if", GATE)
    done = run(*asked(county, *more))
    assert done.exit_code == 1
    assert GATE in done.stderr
    assert run(*asked(county, *more[:3], "total.difference > 100 and households.less > 59")).exit_code == 0  # fmt: skip
    wrong = run(*asked(county, *more[:3], "totl.difference > 1", "--format", "json"))
    assert wrong.exit_code == 2
    assert [each["code"] for each in findings(wrong)] == ["WR205"]


def test_another_folder_of_policies_is_another_side(county: Path, tmp_path: Path) -> None:
    root = tmp_path / "policies"
    shutil.copytree(POLICIES, root)
    same = run(*asked(county, "--to-policies", str(root), "--format", "json"))
    assert json.loads(same.stdout)["why_nothing"]["reason"] == "same_rules"
    path = root / "cn/model/old-age.toml"
    text = path.read_text(encoding="utf-8")
    assert "value = 50\n" in text
    path.write_text(text.replace("value = 50\n", "value = 80\n"), encoding="utf-8")
    data = json.loads(run(*asked(county, "--to-policies", str(root), "--format", "json")).stdout)
    allowance = data["benefits"]["old_age_allowance"]
    assert allowance["more"] > 0
    assert allowance["difference"] == f"{30 * allowance['more']}.00"
    assert data["benefits"]["dibao"]["difference"] == "0.00"


def test_everything_that_is_wrong_is_told_at_once(county: Path, tmp_path: Path) -> None:
    done = run(*asked(county, "--to-month", "2022-13", "--fail-if", "1 +", "-o", str(tmp_path / "x.doc"), "--format", "json", month="22"))  # fmt: skip
    assert done.exit_code == 2
    assert codes(done) == {"WR502", "WR203", "WR534"}
    assert run(*asked(county)).exit_code == 2
    assert run(*asked(county, "--to-month", "2022-08", "--to-known", "2022-01-01")).exit_code == 2


def test_nothing_is_written_over_what_is_read(county: Path, tmp_path: Path) -> None:
    table = shutil.copy(county / "households.csv", tmp_path / "households.json")
    done = run("compare", "--households", str(table), "--in", "cn/model", "--month", "2022-06", "--to-month", "2022-08", "-o", str(table), "--format", "json")  # fmt: skip
    assert codes(done) == {"WR514"}


def test_why_nothing_changes_stands_in_place_of_zeros(county: Path) -> None:
    done = run(*asked(county, "--to-month", "2022-06"))
    assert "Nothing changes, because both sides have the same rules" in done.stdout
    assert "dibao" not in done.stdout
