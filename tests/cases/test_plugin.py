"""The plugin for pytest, in a process of its own as other people's repositories have it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .tiny import CASES, written

ROOT = Path(__file__).resolve().parents[2]


def pytest_in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "welfare_rules.cases.plugin", "-p", "no:cacheprovider", *words]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def test_each_case_is_a_test_and_failures_are_readable(tmp_path: Path) -> None:
    file = written(tmp_path, CASES.replace("expect.help = 100", "expect.help = 99"))
    (tmp_path / "pytest.ini").write_text("[pytest]\nwelfare_policies = policies\n", encoding="utf-8")
    (file.parent / "mutants.reviewed.toml").write_text('format = "welfare-mutants/1"\n', encoding="utf-8")
    done = pytest_in(tmp_path, "-q")
    assert "1 failed, 12 passed" in done.stdout, done.stdout + done.stderr
    assert "help amount: 应为 99.00" in done.stdout
    assert "Traceback" not in done.stdout


def test_files_elsewhere_name_their_jurisdiction(tmp_path: Path) -> None:
    file = written(tmp_path, CASES.replace('month = "2021-03"\n', 'month = "2021-03"\njurisdiction = "tiny"\n', 1))
    other = tmp_path / "tests" / "small.cases.toml"
    other.parent.mkdir()
    file.rename(other)
    (tmp_path / "pytest.ini").write_text("[pytest]\nwelfare_policies = policies\n", encoding="utf-8")
    assert "13 passed" in pytest_in(tmp_path, "-q").stdout
    (tmp_path / "pytest.ini").write_text("[pytest]\nwelfare_policies = policies\nwelfare_cases = off\n", encoding="utf-8")
    assert "no tests ran" in pytest_in(tmp_path, "-q").stdout


def test_a_file_with_mistakes_is_told_without_a_traceback(tmp_path: Path) -> None:
    written(tmp_path, CASES.replace("expect.help = 100", "expect.halp = 100"))
    (tmp_path / "pytest.ini").write_text("[pytest]\nwelfare_policies = policies\n", encoding="utf-8")
    done = pytest_in(tmp_path, "-q")
    assert "WR317" in done.stdout
    assert "Traceback" not in done.stdout


def test_nothing_heavy_is_imported_at_the_start() -> None:
    code = "import sys, welfare_rules.cases.plugin; print([each for each in ('pydantic', 'tomli', 'rich') if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
