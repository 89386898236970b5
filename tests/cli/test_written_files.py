"""Files that commands write: for whom they are, and never over what is read."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.copies import copied
from welfare_rules.caseload.store import Caseload
from welfare_rules.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "binhai.json"
OF_MODEL = ("--in", "cn/model", "--month", "2021-08", "--known", "2021-12-31")


def run(*given: str) -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *given])


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "case.json"))


def test_a_receipt_never_takes_the_place_of_its_case(case: Path) -> None:
    before = case.read_bytes()
    result = run("determine", str(case), *OF_MODEL, "--receipt", str(case))
    assert (result.exit_code, "--receipt: error WR514" in result.stderr) == (2, True)
    assert case.read_bytes() == before


def test_nor_by_a_link_to_it(case: Path, tmp_path: Path) -> None:
    link = tmp_path / "receipt.json"
    link.symlink_to(case)
    assert "WR514" in run("determine", str(case), *OF_MODEL, "--receipt", str(link)).stderr


def test_a_handbook_never_takes_the_place_of_a_policy_file(tmp_path: Path) -> None:
    policies = copied(tmp_path)
    file = policies / "cn" / "model" / "dibao.toml"
    before = file.read_bytes()
    result = run(
        *("handbook", "--in", "cn/model", "--month", "2025-08", "--known", "2025-12-31"),
        *("-o", str(file), "--policies", str(policies)),
    )
    assert (result.exit_code, "WR514" in result.stderr) == (2, True)
    assert file.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_receipt_with_names_is_for_its_owner_alone(case: Path, tmp_path: Path) -> None:
    named, masked = tmp_path / "named.json", tmp_path / "masked.json"
    for name, more in ((named, ()), (masked, ("--masked",))):
        assert run("determine", str(case), *OF_MODEL, "--receipt", str(name), *more).exit_code == 0
    assert stat.S_IMODE(named.stat().st_mode) == 0o600
    assert stat.S_IMODE(masked.stat().st_mode) != 0o600


def test_a_receipt_that_cannot_be_written_is_what_the_message_names(case: Path) -> None:
    result = run("determine", str(case), *OF_MODEL, "--receipt", str(case.parent / "no" / "r.json"))
    assert (result.exit_code, "r.json: error WR508" in result.stderr) == (2, True)


def test_a_work_list_never_takes_the_place_of_what_is_read(tmp_path: Path) -> None:
    """Neither of the events or the mapping, nor of the caseload itself under another name."""
    events, mapping = tmp_path / "events.jsonl", tmp_path / "map.jsonl"
    events.write_text("{}\n", encoding="utf-8")
    mapping.write_text("", encoding="utf-8")
    caseload = tmp_path / "office.db"
    Caseload.open(caseload, new=True).close()
    link = tmp_path / "list.jsonl"
    link.symlink_to(caseload)
    office = ("--caseload", str(caseload), "--in", "cn/model")
    before = {each: each.read_bytes() for each in (events, mapping, caseload)}
    for command in (
        ("watch", str(events), "-o", str(events)),
        ("watch", str(events), "--map", str(mapping), "-o", str(mapping)),
        ("watch", "-o", str(link)),
        ("screen", "--month", "2021-08", "-o", str(link)),
    ):
        result = run(*command, *office)
        assert (result.exit_code, "-o: error WR514" in result.stderr) == (2, True), command
    assert {each: each.read_bytes() for each in before} == before
