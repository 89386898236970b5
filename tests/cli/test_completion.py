"""Shell completion: commands, options and their values, jurisdictions from the folders on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import copied, run
from welfare_rules.cli import commands as commands_room

SHIPPED = ["cn", "cn/jiangsu", "cn/jiangsu/yancheng", "cn/jiangsu/yancheng/binhai", "cn/model"]


def offered(line: str) -> list[str]:
    """What bash would offer for the last word of a line."""
    words = line.split(" ")
    result = run(
        env={
            "_WELFARE_RULES_COMPLETE": "bash_complete",
            "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - 1),
        }
    )
    return [line.partition(",")[2] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("welfare-rules ex", ["explain"]),
        ("welfare-rules de", ["determine"]),
        (
            "welfare-rules schema ",
            [
                "answer",
                "case",
                "derivation",
                "finding",
                "history",
                "ledger",
                "policy",
                "python",
                "receipt",
                "settlement",
                "table",
            ],
        ),
        ("welfare-rules determine --in ", SHIPPED),
        ("welfare-rules explain x.json --in cn/m", ["cn/model"]),
        (
            "welfare-rules schema case --in cn/jiangsu/y",
            ["cn/jiangsu/yancheng", "cn/jiangsu/yancheng/binhai"],
        ),
        ("welfare-rules determine --engine ", ["native", "reference", "durable", "columns"]),
        ("welfare-rules determine --lang ", ["zh", "en"]),
        ("welfare-rules check --format g", ["github"]),
        ("welfare-rules determine --mon", ["--month"]),
    ],
)
def test_values_are_offered(line: str, words: list[str]) -> None:
    assert offered(line) == words


def test_jurisdictions_of_another_folder(tmp_path: Path) -> None:
    root = copied(tmp_path)
    assert offered(f"welfare-rules determine --policies {root} --in ") == ["cn", "cn/model"]
    assert offered("welfare-rules determine --policies no/such/folder --in ") in ([], [""])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_help_says_how_a_shell_learns_it(shell: str) -> None:
    assert f"_WELFARE_RULES_COMPLETE={shell}_source welfare-rules" in run("--help").stdout


def test_every_command_stands_in_a_file_named_after_it() -> None:
    folder = Path(commands_room.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    made = {make().name: make.__module__.rpartition(".")[2] for make in commands_room.COMMANDS}
    assert made == {name: name for name in files}
