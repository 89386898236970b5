"""The command as a process: how fast it helps, and how it ends when something outside it fails."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command import CASE, MONTH, ROOT, run
from welfare_rules.cli import decision, progress
from welfare_rules.cli.commands import check

COMMAND = [sys.executable, "-m", "welfare_rules"]


def environment(**more: str) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("LC_", "LANG", "COV_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", **more}


def process(*words: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**more),
        timeout=120,
        check=False,
    )


def test_the_module_is_the_command() -> None:
    done = process("determine", str(CASE), *MONTH, "--lang", "zh")
    assert (done.returncode, done.stderr) == (0, "")
    assert "合计：每月" in done.stdout
    assert process("--version").stdout.startswith("welfare-rules ")


@pytest.mark.parametrize(
    "words", [["--help"], ["determine", "--help"], ["check", "--help"], ["chekc"]]
)
def test_help_imports_no_library(words: list[str]) -> None:
    code = (
        "import sys\n"
        "from welfare_rules.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'pydantic', 'rich', 'tomli', 'welfare_rules.findings', 'welfare_rules.api'} & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        env=environment(),
        timeout=60,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that the shell closes")
def test_a_closed_pipe_ends_quietly() -> None:
    with subprocess.Popen(
        [*COMMAND, "explain", str(CASE), *MONTH],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_a_finding() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "explain", str(CASE), *MONTH],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert done.stderr.startswith(b"-: error WR508: ")  # the output, not what was read


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["check", "--help"]])
def test_help_that_a_full_disk_does_not_take_is_a_finding(words: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, *words],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert done.stderr.startswith(b"-: error WR508: ")


DETERMINE = ["determine", str(CASE), *MONTH]


@pytest.mark.skipif(os.name == "nt", reason="closes descriptors before the start")
@pytest.mark.parametrize(
    ("words", "number", "status", "told"),
    [
        (DETERMINE, 1, 2, "-: error WR508: "),
        (["names", "--in", "cn/model"], 1, 1, "-: error WR508: "),
        (["--help"], 1, 2, "-: error WR508: "),
        (["pipe"], 0, 2, "<stdin>: error WR508: "),
        (["lsp"], 0, 2, "lsp: error WR508: "),
        (["determine", "-", *MONTH], 0, 2, "<stdin>: error WR414: "),
        (DETERMINE, 0, 0, ""),
        (DETERMINE, 2, 0, ""),
        (["determine", "nowhere.json", *MONTH], 2, 2, ""),
    ],
)
def test_a_stream_that_was_closed_before_the_start_is_missed_by_whoever_needs_it(
    words: list[str], number: int, status: int, told: str
) -> None:
    done = subprocess.run(
        [*COMMAND, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        timeout=60,
        check=False,
        preexec_fn=lambda: os.close(number),
    )
    assert done.returncode == status
    assert done.stderr.startswith(told)
    assert "internal error" not in done.stderr
    assert done.stderr.count("\n") == bool(told)
    assert bool(done.stdout) == (status == 0 and number != 1)


@pytest.mark.skipif(os.name == "nt", reason="closes descriptors before the start")
def test_no_file_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    """What is opened first would get it, and all that is written to the stream be in that file."""
    words = ["handbook", "--in", "cn/model", "--month", "2021-08", "-o", "h.html", "--lang", "en"]
    texts: list[bytes] = []
    for closed in ((), (0, 1, 2)):
        subprocess.run(
            [*COMMAND, *words],
            cwd=tmp_path,
            env=environment(),
            timeout=60,
            check=True,
            capture_output=True,
            preexec_fn=lambda closed=closed: [os.close(each) for each in closed],
        )
        texts.append((tmp_path / "h.html").read_bytes())
    assert texts[0] == texts[1]


@pytest.mark.skipif(os.name == "nt", reason="the size of files is limited as on POSIX")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_a_disk_takes_in_part_is_a_finding(tmp_path: Path, unbuffered: str) -> None:
    """Without a buffer Python passes over what is left of a text."""
    import resource

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    with (tmp_path / "schema.json").open("wb") as taken:
        done = subprocess.run(
            [*COMMAND, "schema", "case", "--in", "cn/model"],
            stdout=taken,
            stderr=subprocess.PIPE,
            env=environment(PYTHONUNBUFFERED=unbuffered),
            timeout=60,
            check=False,
            preexec_fn=little,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"-: error WR508: ")
    assert (tmp_path / "schema.json").stat().st_size == 8192


@pytest.mark.parametrize(
    "encoding",
    [*(pytest.param(each, marks=pytest.mark.slow) for each in ("ascii", "cp1252")), "gbk"],
)
def test_a_code_page_without_the_characters_is_no_failure(encoding: str) -> None:
    for form in ("text", "json"):
        done = subprocess.run(
            [*COMMAND, "determine", str(CASE), *MONTH, "--lang", "zh", "--format", form],
            capture_output=True,
            env=environment(PYTHONIOENCODING=encoding),
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"1326.00" in done.stdout


def test_half_a_character_in_a_case_can_be_told() -> None:
    done = process(
        "determine",
        "-",
        *MONTH,
        stdin='{"id": "h", "members": [{"id": "p", "\\ud800": 1, "sex": "\\udfff"}]}',
    )
    assert done.returncode == 2
    assert ": error WR4" in done.stderr


FAILURES: list[tuple[Callable[[], BaseException], int, str]] = [
    (RecursionError, 1, "WR108"),
    (MemoryError, 1, "WR508"),
    (
        lambda: PermissionError(13, "Permission denied", "x.toml"),
        1,
        "x.toml: error WR508: cannot be read or written: permission is refused",
    ),
    (lambda: TypeError("no\nsense"), 1, "internal error"),
    (KeyboardInterrupt, 130, ""),
    (BrokenPipeError, 141, ""),
]


@pytest.mark.parametrize(
    ("failure", "status", "said"), FAILURES, ids=lambda each: getattr(each, "__name__", "")
)
def test_what_nobody_foresaw_is_told_in_one_line(
    failure: Callable[[], BaseException], status: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise failure()

    monkeypatch.setattr(check, "checked", fail)
    result = run("check")
    assert result.exit_code == status
    assert said in result.stderr
    assert result.stderr.count("\n") == (1 if said else 0)


def test_where_it_fails_decides_the_status(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(decision, "read_case", fail)
    result = run("determine", str(CASE), *MONTH)
    assert result.exit_code == 2
    assert f"{CASE.name}: error WR508: " in result.stderr


def test_a_long_check_on_a_terminal_shows_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with progress.waiting("Checking the policies…"):
        time.sleep(0.5)
    assert "Checking the policies…" in sys.stderr.getvalue()  # pyright: ignore
    monkeypatch.setattr(sys, "stderr", quick := Terminal())
    monkeypatch.setattr(progress, "PATIENCE", 60.0)
    with progress.waiting("Checking the policies…"):
        pass
    assert quick.getvalue() == ""
