"""The command as tests run it: in this process, with no locale but the one that a test gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from tests.support import copies
from welfare_rules.cli.main import main
from welfare_rules.findings import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
CASE = ROOT / "docs" / "examples" / "household.json"
MONTH = ("--in", "cn/model", "--month", "2021-08", "--known", "2021-12-31")
NO_LOCALE: dict[str, str | None] = {
    "LC_ALL": None,
    "LC_MESSAGES": None,
    "LANG": "C",
    "LANGUAGE": None,
    "COLUMNS": None,
}


def run(
    *words: str, stdin: str | bytes | None = None, env: Mapping[str, str] | None = None
) -> Result:
    """Runs the command; whatever it is given, it ends by itself and shows no traceback."""
    result = CliRunner().invoke(main, list(words), input=stdin, env={**NO_LOCALE, **(env or {})})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def findings(result: Result) -> list[dict[str, Any]]:
    """The findings of a run with `--format json`, each looked at for its form."""
    found: list[dict[str, Any]] = json.loads(result.stderr)
    for each in found:
        assert each["code"] in CATALOGUE
        assert each["severity"] == CATALOGUE[each["code"]].severity
        assert each["message"]
        assert "\n" not in each["message"]
        assert each["file"]
    return found


def codes(result: Result) -> set[str]:
    """Codes of the errors and warnings; notices tell of the world, not of the file."""
    return {each["code"] for each in findings(result) if each["severity"] != "notice"}


def copied(folder: Path) -> Path:
    """A copy of the nation and the model county, to be spoilt."""
    return copies.copied(folder, "jiangsu")
