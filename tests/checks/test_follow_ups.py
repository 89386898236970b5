"""Only causes are told.

What other files then lack, because one of them cannot be read, is not a mistake of theirs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.copies import copied, findings, with_file
from welfare_rules.document.library import read_library, shipped_policies
from welfare_rules.findings import errors_of
from welfare_rules.loading import check_all

from .test_findings import FIGURE, HEAD, USE, VERSION, derived, table

FILES = sorted(
    path.relative_to(shipped_policies()).as_posix()
    for path in shipped_policies().rglob("*.toml")
    if "cases" not in path.parts
)

# Others rest on the one, nothing on the other.
QUICK = ("cn/common.toml", "cn/model/standards.toml")


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize(
    "name",
    [each if each in QUICK else pytest.param(each, marks=pytest.mark.slow) for each in FILES],
)
def test_a_file_that_cannot_be_read_is_all_that_is_told(policies: Path, name: str) -> None:
    file = policies / name
    text = file.read_text(encoding="utf-8")
    try:
        for broken in (text + "\n[[", text.replace("[document]", "[document]\nmistake = 1", 1)):
            file.write_text(broken, encoding="utf-8")
            told = check_all(read_library(policies))
            assert told
            others = [each for each in told if not each.place.file.endswith(name)]
            assert [each.line() for each in others if each.severity != "notice"] == []
    finally:
        file.write_text(text, encoding="utf-8")


def test_other_mistakes_are_told_beside_it(tmp_path: Path) -> None:
    root = with_file(
        tmp_path, "cn/model/test.toml", HEAD + FIGURE + VERSION + USE + derived("没有这个名称")
    )
    dibao = root / "cn/dibao-2021.toml"
    dibao.write_text(dibao.read_text(encoding="utf-8") + "\n[[", encoding="utf-8")
    told = {(Path(each.place.file).name, each.code) for each in check_all(read_library(root))}
    assert told >= {("test.toml", "WR205"), ("dibao-2021.toml", "WR102")}


def test_a_row_with_a_wrong_formula_is_a_row(tmp_path: Path) -> None:
    """One mistake is one finding: the table states its amount, however wrongly."""
    told = findings(
        with_file(tmp_path, "cn/model/test.toml", HEAD + table("highest", "没有这个名称"))
    )
    assert [each.code for each in errors_of(told)] == ["WR205"]
