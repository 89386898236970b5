"""Labels and names that would steer a terminal, a spreadsheet or a picture are shown by number."""

from __future__ import annotations

import ast
import json
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import welfare_rules
from tests.support.marked import nation, written
from welfare_rules.cli.main import main

HOSTILE = "\x1b[31m\u202e\x9b\u2066"
LABEL = "".join(f"\\u{ord(each):04x}" for each in HOSTILE)
MONTHS = ("--in", "cn", "--from", "2021-01", "--to", "2021-03", "--known", "2021-12-31")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A law and a case whose labels and ids are hostile, a history and a ledger of the same."""
    law = nation("", ('zh = "补助", en = "help"', f'zh = "补助{LABEL}", en = "help{LABEL}"'))
    written(tmp_path / "policies", law)
    member = {"id": f"a{HOSTILE}", "pay": "30", "age": 85, "born": "1936-01-01", "kind": "plain"}
    case = {"id": f"h{HOSTILE}", "stock": 0, "rural": True, "paid_before": 0, "members": [member]}
    ledger = [{"month": "2021-01", "benefit": "old", "payee": member["id"], "amount": "1.00"}]
    for name, value in (
        ("case", case),
        ("history", {"case": case, "changes": []}),
        ("ledger", ledger),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [
        "determine case --month 2021-03 --in cn",
        "determine case --month 2021-03 --in cn --format json",
        "explain case --month 2021-03 --in cn",
        "next case --month 2021-03 --in cn",
        *(f"timeline history MONTHS --format {each}" for each in ("text", "json", "csv")),
        *(f"settle history ledger MONTHS --format {each}" for each in ("text", "json", "csv")),
        *(f"sources --in cn --format {each}" for each in ("text", "json", "csv")),
    ],
)
def test_nothing_that_is_written_steers(files: Path, command: str, lang: str) -> None:
    given = [
        part
        for each in command.split()
        for part in (MONTHS if each == "MONTHS" else (_file(files, each),))
    ]
    result = CliRunner().invoke(
        main, ["--lang", lang, *given, "--policies", str(files / "policies")]
    )
    assert result.exit_code == 0, result.stderr
    shown = result.stdout.removeprefix("\ufeff") + result.stderr
    assert {each for each in shown if unicodedata.category(each) in ("Cc", "Cf")} <= {"\n"}
    assert shown.count("x1b") or shown.count("u001b") or "u202e" in shown


def _file(files: Path, name: str) -> str:
    path = files / f"{name}.json"
    return str(path) if path.exists() else name


def test_a_chart_can_be_read_by_any_xml_reader(files: Path) -> None:
    chart = files / "chart.svg"
    given = ["settle", *(_file(files, each) for each in ("history", "ledger")), *MONTHS]
    result = CliRunner().invoke(
        main, [*given, "--policies", str(files / "policies"), "--chart", str(chart)]
    )
    assert result.exit_code == 0, result.stderr
    ElementTree.parse(chart)
    assert not set(HOSTILE) - {"[", "3", "1", "m"} & set(chart.read_text(encoding="utf-8"))


def test_text_reaches_the_terminal_through_one_door() -> None:
    """`click.echo` stands in `cli/output` alone, but for the version."""
    root = Path(welfare_rules.__file__).parent / "cli"
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("echo", "secho")
    }
    assert found == {"output.py", "main.py"}
