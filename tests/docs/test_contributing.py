"""What CONTRIBUTING.md names is there, and the tasks are those that everything is checked by."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commit_message import mistakes

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
RECIPES = {
    name: recipe.replace("\t", "").replace("$$", "$").splitlines()
    for name, recipe in re.findall(r"^([a-z-]+):.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)
}


def test_every_task_that_is_named_is_one() -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", GUIDE, re.MULTILINE))
    assert {"setup", "quick", "test", "check", "long", "schema", "messages", "format"} <= named
    assert named <= RECIPES.keys()
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"make -s ([a-z-]+)", hooks)) <= RECIPES.keys()


def test_every_path_that_is_named_is_there() -> None:
    paths = set(
        re.findall(r"`((?:welfare_rules|tests|policies|docs|tools)/[\w./-]+|\.[\w/-]+)`", GUIDE)
    )
    assert len(paths) > 8
    assert [
        each
        for each in paths
        if not (ROOT / each.replace("/x.py", "/check.py")).exists() and each not in (".venv", ".po")
    ] == []


def test_everything_is_checked_by_the_same_commands() -> None:
    everything = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for task in ("lint", "types", "layers", "policies", "cases", "editors"):
        assert RECIPES[task]
        assert [line for line in RECIPES[task] if line not in everything] == []


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_alone_lists_the_tasks() -> None:
    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in told.splitlines()} == RECIPES.keys()


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("Round the share once\n\nTwice gave a fen too much.\n", 0),
        ("Merge branch 'a'\n", 0),
        ("x" * 73 + "\n\nWhy.\n", 1),
        ("Round\nTwice gave a fen too much.\n", 1),
        ("Round\n\n# On branch main\n", 1),
        ("", 2),
    ],
)
def test_the_hook_tells_what_is_wrong_with_a_message(
    message: str, count: int, tmp_path: Path
) -> None:
    assert len(list(mistakes(message))) == count
    (tmp_path / "message").write_text(message, encoding="utf-8")
    hook = [
        sys.executable,
        str(ROOT / "tests" / "support" / "commit_message.py"),
        str(tmp_path / "message"),
    ]
    assert subprocess.run(hook, capture_output=True, check=False).returncode == bool(count)
