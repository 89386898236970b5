"""`check --against`: a folder or a revision, what is written, and what goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support import tiny
from tests.support.command import findings, run
from welfare_rules import loading
from welfare_rules.document.library import Library
from welfare_rules.findings import Finding
from welfare_rules.law.law import Law

RAISED = tiny.POLICY.replace("value = 120.50", "value = 121.50")
LATER = (
    tiny.POLICY
    + """
[[figure.line.version]]
from = 2030-07-01
value = 130
announced = 2021-06-20
status = "published"
cite = { article = "1" }
"""
)
_WHO = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str) -> str:
    around = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    around |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    made = subprocess.run(
        ["git", *_WHO, *words], cwd=folder, env=around, capture_output=True, text=True, check=True
    )
    return made.stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of policies within a repository, committed once as `old` and edited since."""
    file = tiny.written(tmp_path / "repo" / "inner")
    repository = tmp_path / "repo"
    (repository / "README").write_text("nothing of the law\n", encoding="utf-8")
    git(repository, "init", "-q", "-b", "main")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "old")
    git(repository, "tag", "old")
    return edited(tiny.root(file), RAISED)


def edited(root: Path, policy: str) -> Path:
    (root / "tiny" / "law.toml").write_text(policy, encoding="utf-8")
    return root


def copied(folder: Path, policy: str = tiny.POLICY) -> Path:
    return tiny.root(tiny.written(folder, policy=policy))


def asked(root: Path, old: Path | str, *more: str) -> tuple[int, dict[str, Any]]:
    result = run("check", str(root), "--against", str(old), "--format", "json", *more)
    return result.exit_code, json.loads(result.stdout)


def test_each_law_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `check` has read and checked is what is compared."""
    made: list[tuple[Path, str]] = []

    def counting(library: Library, jurisdiction: str) -> tuple[Law, tuple[Finding, ...]]:
        made.append((library.root, jurisdiction))
        return build_law(library, jurisdiction)

    build_law = loading.build_law
    monkeypatch.setattr(loading, "build_law", counting)
    old, new = copied(tmp_path / "old"), copied(tmp_path / "new", RAISED)
    assert run("check", str(new), "--against", str(old), "--format", "json").exit_code == 0
    assert sorted(made) == sorted([(old, "tiny"), (new, "tiny")])


def test_a_folder_and_a_revision_tell_the_same(root: Path, tmp_path: Path) -> None:
    other = copied(tmp_path / "other")
    status, found = asked(root, other)
    assert status == 0
    assert [each["what"] for each in found["changes"]] == ["figure.line"]
    assert found["changes"][0]["said_zh"] == "小县：标准 自 2021-01-01：120.50 元 → 121.50 元"
    assert found["past"]
    before = git(root, "status", "--porcelain")
    for old in ("old", "main", "HEAD", "HEAD^{commit}", git(root, "rev-parse", "HEAD").strip()):
        assert asked(root, old) == (0, found)
    assert git(root, "status", "--porcelain") == before


def test_a_whole_checkout_may_be_named(root: Path, tmp_path: Path) -> None:
    other = copied(tmp_path / "other")
    (other / "policy.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "other" / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    for folder in (other, other / "tiny", tmp_path / "other"):
        assert len(asked(root, folder)[1]["changes"]) == 1


def test_a_hook_may_run_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells its hooks of the repository by paths that hold only where it runs them."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert asked(root, "old")[0] == 0


def test_the_root_of_a_repository_may_be_the_folder_of_policies(tmp_path: Path) -> None:
    root = copied(tmp_path)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "old")
    assert len(asked(edited(root, RAISED), "HEAD")[1]["changes"]) == 1


def test_the_exit_status_says_whether_the_past_is_another(root: Path) -> None:
    assert asked(root, "old")[0] == 0
    assert asked(root, "old", "--fail-on-past")[0] == 1
    edited(root, LATER)
    status, found = asked(root, "old", "--fail-on-past")
    assert (status, found["past"]) == (0, [])
    assert found["changes"][0]["from"] == "2030-07-01"


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            (
                "没有错误或警告：1 个文件、1 个辖区",
                "与 old 相比",
                "规定改变 1 处：",
                "  标准 自 2021-01-01：120.50 元 → 121.50 元（改动，2021-01-01 公布）",
                "    figure.line",
                "  2021-03 补助 / 没有收入（tiny）",
                "    补助：符合 121.00 元 → 符合 122.00 元",
            ),
        ),
        (
            "en",
            (
                "No errors or warnings: 1 file, 1 jurisdiction",
                "Compared with old",
                "1 change in the law:",
                "  line from 2021-01-01: 120.50 yuan → 121.50 yuan (changed, announced 2021-01-01)",
                "    help: eligible 121.00 yuan → eligible 122.00 yuan",
            ),
        ),
    ],
)
def test_a_person_reads_it_line_by_line(root: Path, lang: str, lines: tuple[str, ...]) -> None:
    result = run("check", str(root), "--against", "old", "--lang", lang)
    assert result.exit_code == 0
    for line in lines:
        assert line in result.stdout, result.stdout
    nothing = run("check", str(root), "--against", str(root), "--lang", lang)
    said = {"zh": "规定没有改变。", "en": "Nothing changes in the law."}
    assert said[lang] in nothing.stdout


def test_a_path_below_narrows_what_is_told(root: Path) -> None:
    """A jurisdiction that lies elsewhere is compared, not told."""
    other = root / "small" / "law.toml"
    other.parent.mkdir()
    other.write_text(tiny.POLICY.replace('id = "tiny"', 'id = "small"'), encoding="utf-8")
    everything = asked(root, "old")[1]["changes"]
    assert {each["what"] for each in everything} > {"figure.line", "document.small"}
    only = asked(root / "tiny", "old")[1]["changes"]
    assert [each["what"] for each in only] == ["figure.line"]
    assert asked(root / "tiny" / "law.toml", "old")[1]["changes"] == only


def test_files_with_errors_are_not_compared(root: Path) -> None:
    edited(root, RAISED + "nonsense = 1\n")
    result = run("check", str(root), "--against", "old", "--format", "json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert [each["code"] for each in findings(result)] == ["WR110"]


def test_warnings_do_not_hide_what_changes(root: Path) -> None:
    edited(
        root, RAISED.replace('payee = "household"', 'payee = "household"\npayable = "yearly"', 1)
    )
    result = run("check", str(root), "--against", "old", "--format", "json")
    assert result.exit_code == 1
    assert "WR344" in {each["code"] for each in findings(result)}
    whats = [each["what"] for each in json.loads(result.stdout)["changes"]]
    assert whats == ["figure.line", "benefit.help.payable"]


def test_annotations_stand_beside_the_text(root: Path) -> None:
    yearly = 'payee = "household"\npayable = "yearly"'
    edited(root, RAISED.replace('payee = "household"', yearly, 1))
    result = run("check", str(root), "--against", "old", "--format", "github")
    assert result.stderr.startswith("::")
    assert "Compared with old" in result.stdout


# --- what cannot be compared with ---


def refused(*words: str, env: Mapping[str, str] | None = None) -> str:
    """The one finding of a comparison that is no comparison, in both languages."""
    said: list[str] = []
    for lang in ("zh", "en"):
        result = run("check", *words, "--format", "json", "--lang", lang, env=env)
        assert (result.exit_code, result.stdout) == (2, "")
        (found,) = findings(result)
        assert (found["code"], found["file"]) == ("WR511", "--against")
        said.append(found["message"])
    return said[1]


def test_a_revision_that_nobody_knows(root: Path) -> None:
    for name in ("", "nowhere", "--help", "x" * 5000, "old:inner", "-"):
        assert "no such revision" in refused(str(root), f"--against={name}")


def test_a_folder_outside_any_repository(tmp_path: Path) -> None:
    assert "no git repository" in refused(str(copied(tmp_path)), "--against", "main")


def test_no_git_at_all(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "without git" in refused(str(root), "--against", "old")
    assert asked(root, copied(tmp_path / "other"))[0] == 0


def test_a_revision_or_folder_without_policies(root: Path, tmp_path: Path) -> None:
    git(root, "rm", "-rqf", ".")
    git(root, "commit", "-q", "-m", "gone")
    (root / "tiny").mkdir(parents=True)
    edited(root, RAISED)
    assert "main:inner/policies/" in refused(str(root), "--against", "main")
    (tmp_path / "empty").mkdir()
    assert "no policy files" in refused(str(root), "--against", str(tmp_path / "empty"))
    assert asked(root, "old")[0] == 0


def test_a_file_is_no_folder(root: Path) -> None:
    assert "no folder" in refused(str(root), "--against", str(root / "tiny" / "law.toml"))


def test_old_policies_with_errors_of_their_own(root: Path, tmp_path: Path) -> None:
    bad = tiny.POLICY.replace('when = "age >= 60"', 'when = "aeg >= 60"', 1)
    said = refused(str(root), "--against", str(copied(tmp_path / "bad", bad)))
    assert "1 error" in said
    assert "WR205" in said
    edited(root, bad)
    git(root, "commit", "-qam", "bad")
    edited(root, RAISED)
    assert "HEAD:inner/policies/tiny/law.toml:" in refused(str(root), "--against", "HEAD")


def test_old_policies_of_the_format_before(root: Path, tmp_path: Path) -> None:
    before = tiny.POLICY.replace("welfare-policy/2", "welfare-policy/1")
    said = refused(str(root), "--against", str(copied(tmp_path / "before", before)))
    assert "welfare-policy/1" in said
    assert "docs/format.md" in said


def test_paths_of_two_folders_of_policies(root: Path, tmp_path: Path) -> None:
    other = copied(tmp_path / "other")
    assert "one at a time" in refused(str(root), str(other), "--against", "old")


def test_what_asks_for_the_past_asks_for_a_comparison(root: Path) -> None:
    result = run("check", str(root), "--fail-on-past")
    assert result.exit_code == 2
    assert "--against" in result.stderr
