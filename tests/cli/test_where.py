"""Which policies a command reads is never left to guess: set once, or told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.tiny import CASES, POLICY, root, written
from welfare_rules.cli.main import main
from welfare_rules.document.shipped import shipped_policies

CASE = Path("docs/examples/household.json").resolve()
ASKED = ("determine", str(CASE), "--in", "cn/model", "--month", "2021-08", "--known", "2021-12-31")


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which edited policies stand, and the person in it."""
    shutil.copytree(shipped_policies(), tmp_path / "policies")
    figures = tmp_path / "policies/cn/model/standards.toml"
    text = figures.read_text(encoding="utf-8")
    assert text.count("value = 730\n") == 1
    figures.write_text(text.replace("value = 730\n", "value = 999\n"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WELFARE_RULES_POLICIES", raising=False)
    return tmp_path


def run(*more: str) -> Result:
    return CliRunner().invoke(main, [*ASKED, "--lang", "zh", *more])


def edited(result: Result) -> bool:
    assert result.exit_code == 0, result.stderr
    assert ("2214.00" in result.stdout) != ("1326.00" in result.stdout)
    return "1326.00" not in result.stdout


def test_an_edit_that_is_not_read_is_told_once(beside: Path) -> None:
    result = run()
    assert not edited(result)
    assert result.stderr.count("WR527") == 1
    assert "--policies policies" in result.stderr
    assert [each["code"] for each in json.loads(run("--format", "json").stderr)] == ["WR527"]


def test_it_is_told_beside_what_is_wrong(beside: Path) -> None:
    result = CliRunner().invoke(main, [*ASKED[:-1], "2021-13-31", "--format", "json"])
    assert {each["code"] for each in json.loads(result.stderr)} == {"WR504", "WR527"}


def test_the_option_the_variable_and_the_file_choose_in_this_order(
    beside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = run("--policies", "policies")
    assert edited(named)
    assert named.stderr == ""
    (beside / "welfare-rules.toml").write_text('policies = "policies"\n', encoding="utf-8")
    assert edited(run())
    (beside / "below").mkdir()
    monkeypatch.chdir(beside / "below")
    assert edited(run())  # relative to where the file lies
    monkeypatch.chdir(beside)
    monkeypatch.setenv("WELFARE_RULES_POLICIES", str(shipped_policies()))
    other = run()
    assert not edited(other)
    assert "WELFARE_RULES_POLICIES" in other.stderr
    assert edited(run("--policies", "policies"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('policies = "no-such-folder"', "WR506"),
        ("policies = 1", "WR112"),
        ("policy = 1", "WR110"),
        ("policies = ", "WR102"),
        ("", "WR112"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_nothing_else_is_taken(
    beside: Path, text: str, code: str
) -> None:
    (beside / "welfare-rules.toml").write_text(text, encoding="utf-8")
    result = run()
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "welfare-rules.toml:1:" in result.stderr
    assert code in result.stderr


def test_other_commands_read_what_is_set(beside: Path) -> None:
    (beside / "welfare-rules.toml").write_text('policies = "policies"\n', encoding="utf-8")
    broken = beside / "policies/cn/model/standards.toml"
    broken.write_text("format = ", encoding="utf-8")
    for words in (
        ("check",),
        ("names", "--in", "cn/model"),
        ("sources", "--in", "cn/model"),
        ("schema", "case", "--in", "cn/model"),
        ("next", str(CASE), "--in", "cn/model", "--month", "2021-08"),
    ):
        result = CliRunner().invoke(main, list(words))
        assert result.exit_code == 1, words
        assert "WR102" in result.stderr


def test_nothing_is_told_where_the_policies_beside_are_those_that_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shipped_policies().parent)
    assert run().stderr == ""
    monkeypatch.chdir(tmp_path)
    assert run().stderr == ""


def test_a_folder_that_is_not_there_is_told_at_the_option_that_names_it(tmp_path: Path) -> None:
    county = Path("docs/examples/county")
    tables = ["--households", str(county / "households.csv"), "--in", "cn/model"]
    month = ["--month", "2021-08", "--lang", "en"]
    for option, line in {
        "--policies": [
            "compare",
            *tables,
            *month,
            "--to-month",
            "2021-09",
            "--policies",
            "nowhere",
        ],
        "--to-policies": ["compare", *tables, *month, "--to-policies", "nowhere"],
        "--equal": ["prove", "--in", "cn/model", *month, "--equal", "nowhere", "policies"],
    }.items():
        if option == "--equal":
            pytest.importorskip("z3")
        for name, code in (("nowhere", "WR506"), (str(tmp_path), "WR507")):
            made = CliRunner().invoke(main, [each.replace("nowhere", name) for each in line])
            assert (made.exit_code, made.stdout) == (2, "")
            assert made.stderr.startswith(f"{option}: error {code}"), made.stderr


def test_a_path_without_cases_passes_no_test(tmp_path: Path) -> None:
    made = CliRunner().invoke(main, ["test", str(tmp_path), "--lang", "en"])
    assert (made.exit_code, made.stdout) == (2, "")
    assert made.stderr.startswith("PATH: error WR551"), made.stderr


def test_policies_without_cases_pass_no_test(tmp_path: Path) -> None:
    for command in ("test", "mutate"):
        made = CliRunner().invoke(main, [command, "--policies", str(tmp_path), "--lang", "en"])
        assert (made.exit_code, made.stdout) == (2, "")
        assert made.stderr.startswith("--policies: error WR551"), made.stderr


def test_what_cannot_be_changed_is_not_mutated(tmp_path: Path) -> None:
    file = written(tmp_path, CASES, POLICY)
    empty = file.parent / "empty"
    empty.mkdir()
    for path in (file, empty):
        asked = ["mutate", str(path), "--policies", str(root(file)), "--lang", "en"]
        made = CliRunner().invoke(main, asked)
        assert (made.exit_code, made.stdout) == (2, "")
        assert made.stderr.startswith("PATH: error WR552"), made.stderr
