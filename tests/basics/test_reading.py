"""A pipe is waited for as long as somebody has its other end, and no longer."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from tests.support.command import ROOT, run
from welfare_rules.basics import reading
from welfare_rules.basics.reading import DesertedPipe, opened
from welfare_rules.basics.writing import to_be_written

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have names")
CASE, COUNTY = ROOT / "docs/examples/household.json", ROOT / "docs/examples/county"
LATE = ROOT / "docs/examples/late-standard"
IN = ("--in", "cn/model")
MONTH = (*IN, "--month", "2021-08")
SPAN = (*IN, "--from", "2021-05", "--to", "2021-09")
HOMES, PEOPLE = (f"--{name}={COUNTY / name}.csv" for name in ("households", "members"))
PIPE = "PIPE"


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    made = tmp_path / "pipe.json"
    os.mkfifo(made)
    return made


def test_whoever_writes_late_or_slowly_is_read_whole(pipe: Path) -> None:
    def write() -> None:
        time.sleep(0.1)
        with pipe.open("wb", buffering=0) as stream:
            for part in (b"a", b"bc", b""):
                time.sleep(0.05)
                stream.write(part)

    writer = threading.Thread(target=write)
    writer.start()
    with opened(pipe) as stream:
        assert stream.read() == b"abc"
    writer.join()


def test_whoever_reads_late_is_written_to(pipe: Path) -> None:
    found: list[bytes] = []

    def read() -> None:
        time.sleep(0.1)
        found.append(pipe.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    with to_be_written(pipe) as stream:
        stream.write(b"all" * 100_000)
    reader.join()
    assert found == [b"all" * 100_000]


def test_a_deserted_pipe_is_not_waited_for(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.02)
    for work in (opened, to_be_written):
        with pytest.raises(DesertedPipe):
            work(pipe)


@pytest.mark.parametrize(
    ("suffix", "line", "code"),
    [
        ("json", ("determine", PIPE, *MONTH), "WR414"),
        ("json", ("timeline", PIPE, *SPAN), "WR414"),
        ("json", ("settle", str(LATE / "history.json"), PIPE, *SPAN), "WR414"),
        ("json", ("replay", PIPE), "WR414"),
        ("json", ("determine", str(CASE), *MONTH, "--receipt", PIPE), "WR508"),
        ("csv", ("run", f"--households={PIPE}", PEOPLE, *MONTH, "-o", "nowhere"), "WR452"),
        ("xlsx", ("run", f"--households={PIPE}", *MONTH, "-o", "nowhere"), "WR452"),
        ("parquet", ("run", HOMES, f"--members={PIPE}", *MONTH, "-o", "nowhere"), "WR452"),
        ("toml", ("run", HOMES, PEOPLE, f"--map={PIPE}", *MONTH, "-o", "nowhere"), "WR101"),
        ("toml", ("synth", "--like", PIPE, "--households=3", "--seed=1", "-o", "no"), "WR101"),
        ("txt", ("serve", "--token-file", PIPE, "--port", "0"), "WR548"),
        ("db", ("screen", "--caseload", PIPE, *MONTH), "WR478"),
    ],
)
def test_no_command_waits_for_a_pipe_that_nobody_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, line: tuple[str, ...], code: str
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.02)
    made = tmp_path / f"pipe.{suffix}"
    os.mkfifo(made)
    told = run(*(each.replace(PIPE, str(made)) for each in line), "--lang", "en")
    assert told.exit_code in (1, 2), told.stdout
    assert f"error {code}" in told.stderr
    assert "internal error" not in told.stderr


def test_a_table_is_no_device(tmp_path: Path) -> None:
    (tmp_path / "homes.csv").symlink_to("/dev/zero")
    for options in (("run", *MONTH, "-o", "x"), ("compare", *MONTH, "--to-month", "2021-09")):
        told = run(*options, f"--households={tmp_path / 'homes.csv'}", "--lang", "en")
        assert (told.exit_code, "error WR452" in told.stderr) == (2, True)
