"""What can be shown of Windows on another system: its code page, its modules, its files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import welfare_rules as wr
from tests.support.tiny import POLICY
from welfare_rules.basics import writing
from welfare_rules.findings import system

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

# Python of Windows has none of these
WINDOWS = """
import os, signal, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "readline", "syslog"):
    sys.modules[name] = None
for name in ("fork", "getuid", "geteuid", "mkfifo", "fchmod", "chown", "getpgid", "O_NOFOLLOW"):
    vars(os).pop(name, None)
for name in ("SIGHUP", "SIGPIPE", "SIGKILL", "SIGUSR1"):
    vars(signal).pop(name, None)
from welfare_rules.cli.main import main
for line in sys.argv[1].split("|"):
    try:
        main(line.split(), standalone_mode=True)
    except SystemExit as end:
        sys.stdout.flush()
        sys.stderr.write(f"{end.code or 0} ")
    sys.stdout.buffer.write(b"\\0")
"""
AT = "--in cn/model --month 2021-08 --known 2021-12-31"


def test_commands_run_with_the_code_page_and_the_modules_of_windows() -> None:
    """Text is in the code page, and what programs read in UTF-8, or ASCII."""
    case = str(EXAMPLES / "household.json")
    lines = (
        f"--lang zh determine {case} {AT}",
        f"--lang zh determine {case} {AT} --format json",
        "--lang zh sources --in cn/model --format csv",
        "--lang zh names --in cn/model",
        "--lang zh schema --help",
        f"--lang zh explain {case} {AT}",
        "--lang zh schema python --in cn/model",
    )
    around = {**os.environ, "PYTHONIOENCODING": "cp936", "PYTHONUTF8": "0", "COLUMNS": "100"}
    made = subprocess.run(
        [sys.executable, "-c", WINDOWS, "|".join(lines)],
        capture_output=True,
        env=around,
        check=False,
    )
    *told, rest = made.stdout.split(b"\0")
    assert (made.stderr.decode("cp936").split(), rest) == (["0"] * len(lines), b"")
    text, answer, table, names, help_, explained, code = told
    for each in (text, names, help_, explained):
        each.decode("cp936")
    assert "最低生活保障" in text.decode("cp936")
    assert answer.isascii()
    assert json.loads(answer)["benefits"]
    assert "低保标准" in table.decode("utf-8-sig")
    assert "工资性收入" in code.decode("utf-8")
    compile(code, "facts.py", "exec")


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The modules that write take the system for Windows; gives how long they waited."""
    waited: list[float] = []
    here = {name: getattr(os, name) for name in dir(os)}
    monkeypatch.setattr(writing, "os", SimpleNamespace(**{**here, "name": "nt"}))
    monkeypatch.setattr(writing, "time", SimpleNamespace(sleep=waited.append))
    monkeypatch.setattr(system, "os", SimpleNamespace(name="nt"))
    return waited


@pytest.mark.parametrize("held", [0, 1, 3, 99])
def test_a_file_that_another_program_holds_is_tried_again(
    held: int, windows: list[float], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    move, tries, target = Path.replace, [0], tmp_path / "a.json"
    target.write_bytes(b"old")

    def refused(path: Path, other: Path) -> Path:
        tries[0] += 1
        if tries[0] <= held:
            raise PermissionError(13, "Access is denied")
        return move(path, other)

    monkeypatch.setattr(Path, "replace", refused)
    if held < 99:
        writing.write_whole(target, b"new")
        assert (target.read_bytes(), len(windows)) == (b"new", held)
    else:
        with pytest.raises(PermissionError) as error:
            writing.write_whole(target, b"new")
        assert "another program has it open" in system.system_words(error.value).en
        assert (target.read_bytes(), sum(windows) < 2) == (b"old", True)
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]


def test_paths_are_taken_with_the_separator_of_windows() -> None:
    assert wr.load("cn\\model").jurisdiction == "cn/model"
    assert wr.loads({"tiny\\law.toml": POLICY}).jurisdiction == "tiny"


def test_line_ends_of_windows_change_no_digest(tmp_path: Path) -> None:
    for name, ends in (("one", "\n"), ("other", "\r\n")):
        (tmp_path / name / "tiny").mkdir(parents=True)
        text = POLICY.replace("\n", ends)
        (tmp_path / name / "tiny" / "law.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    one, other = (wr.load("tiny", tmp_path / each) for each in ("one", "other"))
    assert one.digest == other.digest == wr.loads({"tiny/law.toml": POLICY}).digest
    assert one.at("2021-03").digest == other.at("2021-03").digest
