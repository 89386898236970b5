"""Nothing that stands in a folder of policies is left out without a word."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import welfare_rules as wr
from tests.support.marked import CITE, LABEL, county, nation, written
from welfare_rules.cli.main import main
from welfare_rules.document import tree
from welfare_rules.document.library import read_library
from welfare_rules.document.tree import listed

BAD = 'format = "welfare-policy/2"\n[document\n'


def told(folder: Path) -> tuple[int, str]:
    """The exit status of `check` and what it writes."""
    result = CliRunner().invoke(main, ["--lang", "en", "check", str(folder)])
    return result.exit_code, result.stderr


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return written(tmp_path / "policies", {**nation(), **county("")})


def test_a_tree_of_sound_files_has_no_error(policies: Path) -> None:
    assert "error" not in told(policies)[1]


def test_a_link_that_leads_out_of_the_tree_is_checked_as_what_stands_there(
    policies: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "shared" / "s.toml"
    outside.parent.mkdir()
    outside.write_text(BAD, encoding="utf-8")
    (policies / "cn" / "s.toml").symlink_to(outside)
    status, text = told(policies)
    assert (status, "cn/s.toml" in text) == (1, True)
    with pytest.raises(wr.PolicyError):
        wr.load("cn", policies)


def test_a_folder_behind_a_link_is_a_layer_and_a_circle_of_links_ends(
    policies: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "city"
    written(outside, {"town/a.toml": BAD})
    (policies / "cn" / "city").symlink_to(outside)
    (outside / "back").symlink_to(policies / "cn")
    status, text = told(policies)
    assert (status, "cn/city/town/a.toml" in text) == (1, True)


def test_a_folder_that_cannot_be_listed_is_an_error_in_every_way_of_reading(
    policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (policies / "cn" / "county").rename(policies / "cn" / "hidden")
    written(policies, {"cn/hidden/town/t.toml": county("")["cn/county/county.toml"]})
    real = os.scandir

    def scandir(folder: Any) -> Any:
        if Path(folder).name == "hidden":
            raise PermissionError(13, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    assert [each.code for each in read_library(policies).findings] == ["WR120"]
    assert told(policies)[0] == 1
    assert told(policies / "cn" / "hidden" / "town")[0] == 1
    with pytest.raises(wr.PolicyError) as refused:
        wr.load("cn/hidden/town", policies)
    assert {each.code for each in refused.value.findings} >= {"WR120"}


@pytest.mark.skipif(os.name == "nt", reason="names of Windows are text")
def test_a_name_of_another_code_page_is_an_error_wherever_it_is_asked_for(policies: Path) -> None:
    named = os.fsencode(policies / "cn") + b"/" + "低保".encode("gbk") + b".toml"
    Path(os.fsdecode(named)).write_bytes((policies / "cn" / "nation.toml").read_bytes())
    assert "WR121" in told(policies)[1]
    status, text = told(Path(os.fsdecode(named)))
    assert (status, "WR121" in text) == (1, True)


@pytest.mark.parametrize("name", ["standards.toml.txt", "STANDARDS.TOML", "x.Toml"])
def test_a_file_that_was_meant_to_be_read_is_told(policies: Path, name: str) -> None:
    (policies / "cn" / name).write_text(BAD, encoding="utf-8")
    status, text = told(policies)
    assert (status, f"cn/{name}: warning WR122" in text) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="a disk that cannot hold them")
@pytest.mark.parametrize(
    "name", ["con.toml", "Aux.toml", "lpt1.more.toml", "a?.toml", "nation .toml", "Nation.toml"]
)
def test_a_name_that_windows_cannot_hold_is_told(policies: Path, name: str) -> None:
    written(policies, {f"cn/{name}": "#"})
    text = told(policies)[1]
    assert ("warning WR125" in text) == (name != "nation .toml"), text
    (policies / "cn" / "nul").mkdir()
    assert "cn/nul: warning WR125" in told(policies)[1]


def test_a_link_to_nothing_is_an_error_but_the_lock_of_an_editor_is_none(policies: Path) -> None:
    (policies / "cn" / ".#nation.toml").symlink_to("someone@somewhere.1234")
    assert "error" not in told(policies)[1]
    (policies / "cn" / "gone.toml").symlink_to(policies / "nowhere.toml")
    assert "cn/gone.toml: error WR101" in told(policies)[1]


def test_an_error_of_a_layer_above_keeps_a_county_from_passing(policies: Path) -> None:
    (policies / "cn" / "wrong.toml").write_text(BAD, encoding="utf-8")
    status, text = told(policies / "cn" / "county")
    assert (status, "cn/wrong.toml" in text) == (1, True)


def test_an_error_of_one_county_hides_nothing_of_another(policies: Path) -> None:
    never = '[[circle]]\nid = "far"\nwhen = "stock > 200000元"\n' + LABEL + CITE
    written(policies, county(never))
    alone = {line for line in told(policies)[1].splitlines() if "WR342" in line}
    assert alone
    other = county('[figure.x]\ntype = "nothing"\n')["cn/county/county.toml"]
    written(policies, {"cn/other/o.toml": other.replace("cn.county", "cn.other")})
    status, text = told(policies)
    assert (status, alone <= set(text.splitlines())) == (1, True)


def test_cases_that_cannot_be_listed_are_told(
    policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = policies / "cn" / "cases"
    cases.mkdir()
    (cases / "one.toml.txt").write_text("", encoding="utf-8")
    result = CliRunner().invoke(
        main, ["--lang", "en", "test", str(cases), "--policies", str(policies)]
    )
    assert (result.exit_code != 0, "WR122" in result.stderr) == (True, True)


def test_files_come_in_order_whatever_the_disk_says(tmp_path: Path) -> None:
    written(tmp_path, dict.fromkeys(("b/a.toml", "a.toml", "a/z.toml", "cases/x.toml"), ""))
    found = listed(tmp_path, skipped=frozenset({"cases"})).files
    names = [each.relative_to(tmp_path).as_posix() for each in found if "nation" not in each.name]
    assert names == ["a.toml", "a/z.toml", "b/a.toml"]


def test_the_root_of_a_disk_is_no_folder_of_policies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for place in range(3):
            (tmp_path / name / f"{place}.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(tree, "MOST_ENTRIES", 8)
    assert len(listed(tmp_path).files) == 6
    monkeypatch.setattr(tree, "MOST_ENTRIES", 7)
    found = listed(tmp_path)
    assert len(found.files) == 3
    assert [each.code for _, each in found.troubles] == ["WR120"]
