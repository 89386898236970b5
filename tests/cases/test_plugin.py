"""The plugin for pytest, as other people's repositories have it.

In this process, and once in one of its own.
"""

from __future__ import annotations

import builtins
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.tiny import BASES, CASES, LAW, STORY, written
from welfare_rules.cases import plugin, report, run
from welfare_rules.cases import suite as bench

pytest_plugins = ["pytester"]
ROOT = Path(__file__).resolve().parents[2]
INI = "[pytest]\nwelfare_policies = policies\n"


class Small:
    """A repository with the tiny law, its cases and pytest."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.folder = pytester.path

    def said(self, cases: str = CASES, ini: str = INI, *words: str) -> str:
        if not (self.folder / "policies").exists():
            written(self.folder, cases)
        (self.folder / "pytest.ini").write_text(ini, encoding="utf-8")
        return str(
            self.pytester.runpytest_inprocess(
                "-p", plugin.__name__, "-p", "no:cacheprovider", "-q", *words
            ).stdout
        )


@pytest.fixture
def small(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_ADDOPTS", "")
    return Small(pytester)


def test_each_case_is_a_test_and_failures_are_readable(small: Small) -> None:
    said = small.said(CASES.replace("expect.help = 100", "expect.help = 99"))
    assert "1 failed, 12 passed" in said
    assert "help amount：应为 99.00" in said
    assert "旧标准" in said
    assert "Traceback" not in said
    english = small.said(
        CASES.replace("expect.help = 100", "expect.help = 99"), INI + "welfare_lang = en\n"
    )
    assert "help amount: expected 99.00, got 100.00" in english
    assert "why: " in english


def test_each_story_is_a_test(small: Small) -> None:
    file = written(small.folder, BASES, LAW)
    again = (
        STORY[STORY.index("[[story]]") :].replace("晚知", "迟知").replace("net = -19", "net = 1")
    )
    (file.parent / "stories.toml").write_text(STORY + again, encoding="utf-8")
    said = small.said()
    assert "1 failed, 1 passed" in said
    assert "net：应为 1.00，实为 -19.00" in said
    assert "Traceback" not in said


def test_what_lies_beside_the_cases_is_none_of_them(small: Small) -> None:
    file = written(small.folder)
    (file.parent / "mutants.reviewed.toml").write_text(
        'format = "welfare-mutants/1"\n', encoding="utf-8"
    )
    (file.parent / "readme.txt").write_text('format = "welfare-cases/1"\n', encoding="utf-8")
    (small.folder / "elsewhere.toml").write_text('format = "welfare-cases/1"\n', encoding="utf-8")
    assert "13 passed" in small.said()
    folder = file.parent / "folder.cases.toml"
    folder.mkdir()
    assert not plugin.declares(folder)
    assert not plugin.declares(file.parent / "nowhere.toml")


def test_policies_around_the_cases_are_found_without_being_told(small: Small) -> None:
    assert "13 passed" in small.said(CASES, "[pytest]\n")


def test_files_elsewhere_name_their_jurisdiction(small: Small) -> None:
    file = written(
        small.folder,
        CASES.replace('month = "2021-03"\n', 'month = "2021-03"\njurisdiction = "tiny"\n', 1),
    )
    other = small.folder / "tests" / "small.cases.toml"
    other.parent.mkdir()
    file.rename(other)
    assert "13 passed" in small.said()
    for word in ("off", "False", "0"):
        assert "no tests ran" in small.said(CASES, INI + f"welfare_cases = {word}\n")


def test_a_file_with_mistakes_is_told_without_a_traceback(small: Small) -> None:
    said = small.said(CASES.replace("expect.help = 100", "expect.halp = 100"))
    assert "WR317" in said
    assert "Traceback" not in said


def test_a_fault_that_is_no_cases_is_shown_as_pytest_shows_it(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("broken runner")

    monkeypatch.setattr(run, "run_case", broken)
    said = small.said()
    assert "13 failed" in said
    assert "RuntimeError: broken runner" in said


def test_in_a_process_of_its_own(tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "pytest.ini").write_text(INI, encoding="utf-8")
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "",
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        plugin.__name__,
        "-p",
        "no:cacheprovider",
        "-q",
    ]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "13 passed" in done.stdout, done.stdout + done.stderr


def test_nothing_of_the_library_is_imported_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the library installed and no cases pays nothing in each run of pytest."""
    asked: list[str] = []
    real = builtins.__import__

    def watched(name: str, *more: Any, **others: Any) -> Any:
        asked.append(name)
        return real(name, *more, **others)

    monkeypatch.setattr(builtins, "__import__", watched)
    runpy.run_path(str(Path(plugin.__file__)))
    monkeypatch.undo()
    assert {"pathlib", "pytest"} <= set(asked)
    assert [
        each
        for each in asked
        if each.split(".")[0] in ("welfare_rules", "pydantic", "tomli", "rich", "click")
    ] == []
    # loaded, so that pytester keeps them
    assert all(each.__name__.startswith("welfare_rules.cases.") for each in (bench, report, run))
