"""Skeletons pass the check as they stand, and say where everything goes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.copies import copied
from welfare_rules.cli.main import main
from welfare_rules.document.library import read_library
from welfare_rules.loading import check_all


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["new", *words, "--lang", "zh"])


@pytest.mark.parametrize(
    ("kind", "place", "name"),
    [
        ("benefit", "cn/model", "new_aid"),
        ("table", "cn/model", "new_aid"),
        ("county", "cn/jiangsu/nantong/haian", "standards"),
        ("county", "cn/elsewhere", "standards"),
    ],
)
def test_a_skeleton_passes_the_check(tmp_path: Path, kind: str, place: str, name: str) -> None:
    policies = copied(tmp_path)
    file = policies / place / f"{name}x.toml"
    asked = (kind, name, "--in", place, "--policies", str(policies), "--label", "某新待遇")
    made = run(*asked, "-o", str(file))
    assert (made.exit_code, made.stdout) == (0, ""), made.stderr
    found = check_all(read_library(policies, place))
    assert [each.line("zh") for each in found if each.severity != "notice"] == []
    text = file.read_text(encoding="utf-8")
    assert text.count("#") > 10
    again = run(*asked, "-o", str(file))
    assert again.exit_code == 2
    assert "WR528" in again.stderr
    assert run(*asked).stdout == text


def test_a_county_is_told_what_is_left_to_it(tmp_path: Path) -> None:
    text = run("county", "standards", "--in", "cn/elsewhere").stdout
    assert "# [figure.dibao_standard]     # 低保标准，每人每月" in text
    assert 'en = "elsewhere" }' in text


def test_what_a_county_is_left_passes_the_check_once_it_is_filled_in(tmp_path: Path) -> None:
    policies = copied(tmp_path)
    text = run("county", "standards", "--in", "cn/elsewhere").stdout
    filled = re.sub(r"^# (?=\[|cite|from|value)", "", text, flags=re.MULTILINE)
    assert "value = false" in filled
    file = policies / "cn" / "elsewhere" / "standards.toml"
    file.parent.mkdir()
    file.write_text(filled, encoding="utf-8")
    found = check_all(read_library(policies, "cn/elsewhere"))
    assert [each.line("zh") for each in found if each.code[2] in "12"] == []


def test_an_id_that_is_none_is_told() -> None:
    result = run("benefit", "New-Aid", "--in", "cn/model")
    assert result.exit_code == 2
    assert "WR115" in result.stderr
