"""The command `workbench`: what it refuses, each with a way out, and the file that it writes."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.command import run
from welfare_rules.workbench.single import INTERPRETER, WHEELS

MODEL = ("workbench", "--in", "cn/model", "--lang", "en")


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    named = run("workbench", "--in", "cn/modle", "--lang", "en")
    assert named.exit_code == 2
    assert "'cn/model'" in named.stderr
    empty = run(*MODEL, "--population", str(tmp_path))
    assert empty.exit_code == 2
    assert "households.csv" in empty.stderr
    without = run(*MODEL, "-o", str(tmp_path / "page.html"))
    assert without.exit_code == 2
    assert "--runtime" in without.stderr
    lacking = run(*MODEL, "-o", str(tmp_path / "page.html"), "--runtime", str(tmp_path))
    assert lacking.exit_code == 2
    assert "pyodide.mjs" in lacking.stderr
    assert not (tmp_path / "page.html").exists()


def test_the_file_holds_all_that_it_needs_and_leads_nowhere(tmp_path: Path) -> None:
    runtime, page = tmp_path / "runtime", tmp_path / "page.html"
    runtime.mkdir()
    for name in (*INTERPRETER, *(f"{each}-1-py3-none-any.whl" for each in WHEELS)):
        (runtime / name).write_bytes(name.encode())
    for _ in range(2):
        made = run(*MODEL, "-o", str(page), "--runtime", str(runtime))
        assert made.exit_code == 0, made.stderr
    text = page.read_text("utf-8")
    assert '<html lang="en">' in text
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert "default-src &#x27;none&#x27;" in policy[1]
    assert "http" not in policy[1]
    assert "unsafe-inline" not in policy[1]
    assert re.findall(r'(?:src|href|action)="', text) == []
    assert '"library.zip"' in text
    assert run(*MODEL[:3], "-o", str(page), "--runtime", str(runtime)).exit_code == 0
    assert '<html lang="zh-Hans">' in page.read_text("utf-8")  # whatever the locale
