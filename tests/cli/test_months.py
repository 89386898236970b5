"""`timeline` and `settle` on the command line.

The forms of the contract, the story of the docs, and input that cannot be used.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

import welfare_rules as wr
from welfare_rules.basics.days import Month
from welfare_rules.cli.main import main
from welfare_rules.history.facts import read_history
from welfare_rules.settlement.chart import draw
from welfare_rules.settlement.ledger import read_ledger
from welfare_rules.settlement.letter import sentences
from welfare_rules.settlement.settlement import settle

STORY = Path(__file__).parent.parent.parent / "docs" / "examples" / "late-standard"
HISTORY, LEDGER = str(STORY / "history.json"), str(STORY / "ledger.json")
MONTHS = ("--in", "cn/model", "--from", "2021-07", "--to", "2021-12", "--known", "2021-12-31")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_story_of_the_standard_announced_late() -> None:
    """Three months of 66.00 and 10.50 are owed, and November's price subsidy.

    Two months of the old grade come back.
    """
    made = json.loads(run("settle", HISTORY, LEDGER, *MONTHS, "--format", "json").stdout)
    assert (made["arrears"], made["recovery"], made["net"]) == ("280.60", "698.00", "-417.40")
    assert set(made) <= {"lines", "arrears", "recovery", "net", "plan"}
    first = made["lines"][0]
    assert set(first) == {
        "month",
        "benefit",
        "payee",
        "due",
        "paid",
        "arrears",
        "recovery",
        "causes",
    }
    assert first["causes"] == [{"kind": "figure", "what": "dibao_standard", "known": "2021-09-15"}]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            (
                "3 × 66.00 = 198.00",
                "730.00 元，而非 700.00 元",
                "2021-09-15 公布",
                "2021-12-03 才获知",
                "应追回 417.40 元",
            ),
        ),
        (
            "en",
            (
                "3 × 66.00 = 198.00",
                "730.00 yuan",
                "instead of 700.00 yuan",
                "announced on 2021-09-15",
                "417.40 yuan to be recovered",
            ),
        ),
    ],
)
def test_the_sentences_name_amounts_figures_and_days(lang: str, words: tuple[str, ...]) -> None:
    text = run("settle", HISTORY, LEDGER, *MONTHS, "--lang", lang).stdout
    assert [each for each in words if each not in text] == []


def test_a_case_given_for_a_history_is_told_as_one() -> None:
    case = str(STORY.parent / "household.json")
    made = run("timeline", case, *MONTHS, "--lang", "zh")
    assert made.exit_code == 2
    assert len(made.stderr.strip().splitlines()) == 1
    assert "这是一个案例，写在 case 之下" in made.stderr


def test_a_line_of_a_timeline_names_some_payees_and_counts_the_others(tmp_path: Path) -> None:
    """In a large household a line stays one that can be read; the data have everybody."""
    old = [
        {"id": f"p{place}", "birth_date": "1930-01-01", "division": "999999"} for place in range(15)
    ]
    history = tmp_path / "history.json"
    history.write_text(json.dumps({"case": {"id": "h1", "members": old}}), encoding="utf-8")
    text = run("timeline", str(history), *MONTHS, "--lang", "zh").stdout
    said = "".join(text.split())
    assert "高龄津贴（p11）" in said
    assert "高龄津贴（p12）" not in said
    assert "高龄津贴另有3人" in said


def test_a_timeline_is_a_list_of_answers() -> None:
    made = json.loads(run("timeline", HISTORY, *MONTHS, "--format", "json").stdout)
    assert [each["month"] for each in made] == [f"2021-{month:02d}" for month in range(7, 13)]
    assert set(made[0]) == {
        "case",
        "month",
        "jurisdiction",
        "known",
        "policy_digest",
        "engine",
        "circle",
        "benefits",
        "once",
        "total",
        "to_ask",
        "papers",
    }
    assert made[0]["benefits"][0]["amount"] == "1006.00"


def test_tables_open_in_a_spreadsheet() -> None:
    text = run("timeline", HISTORY, *MONTHS, "--format", "csv").stdout
    assert text.startswith("\ufeffmonth,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {row["month"] for row in rows} == {f"2021-{month:02d}" for month in range(7, 13)}
    lines = run("settle", HISTORY, LEDGER, *MONTHS, "--format", "csv").stdout
    assert sum(1 for _ in csv.reader(io.StringIO(lines))) > 6


@pytest.mark.parametrize("command", ["timeline", "settle", "settle --plan"])
def test_a_chinese_table_has_no_english_word(command: str) -> None:
    name, *more = command.split()
    inputs = (HISTORY,) if name == "timeline" else (HISTORY, LEDGER)

    def rows(lang: str) -> list[list[str]]:
        asked = (name, *inputs, *MONTHS, *more, "--format", "csv", "--lang", lang)
        return list(csv.reader(io.StringIO(run(*asked).stdout.removeprefix("\ufeff"))))

    zh, en = rows("zh"), rows("en")
    assert [len(each) for each in zh] == [len(each) for each in en]
    assert len(zh) > 1
    for said in (cell for row in zh for cell in row):
        assert not re.search(r"[A-Za-z]{3}", said)


def test_the_chart_of_the_docs_is_up_to_date(tmp_path: Path) -> None:
    made = tmp_path / "chart.svg"
    run("settle", HISTORY, LEDGER, *MONTHS[:-1], "2021-12-05", "--lang", "zh", "--chart", str(made))
    assert made.read_text(encoding="utf-8") == (STORY / "chart.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(made.read_text(encoding="utf-8"))
    assert root.get("role") == "img"
    assert "http" not in made.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")


def test_a_chart_and_sentences_of_nothing() -> None:
    policy = wr.load("cn/model")
    month = Month.of(2021, 8)
    found = settle(
        policy,
        read_history({"case": {"id": "h<1>", "members": []}}),
        read_ledger([]),
        month,
        month,
        20211231,
    )
    ElementTree.fromstring(draw(policy.law, found, "en"))
    assert list(sentences(policy.law, found, "en"))[-1].startswith("In all")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (
            ("settle", HISTORY, LEDGER, "--in", "cn/model", "--from", "2021-12", "--to", "2021-07"),
            "WR509",
        ),
        (
            ("settle", HISTORY, LEDGER, "--in", "cn/model", "--from", "2021-13", "--to", "2021-07"),
            "WR502",
        ),
        (
            (
                "settle",
                HISTORY,
                LEDGER,
                "--in",
                "cn/nowhere",
                "--from",
                "2021-07",
                "--to",
                "2021-07",
            ),
            "WR501",
        ),
        (("settle", HISTORY, HISTORY, *MONTHS), "WR403"),
        (("settle", LEDGER, LEDGER, *MONTHS), "WR4"),
        (("timeline", "no-such-file.json", *MONTHS), "WR414"),
        (
            ("timeline", HISTORY, "--in", "cn/model", "--from", "2010-01", "--to", "2010-02"),
            "WR503",
        ),
        (
            ("timeline", HISTORY, "--in", "cn/model", "--from", "2019-07", "--to", "2199-12"),
            "WR510",
        ),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], code: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert code in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[" * 10_000,
        '{"case": 3}',
        '{"case": {"id": "h", "members": [1]}}',
        "\x00",
        '{"case": {}, "changes": [3]}',
    ],
)
def test_garbage_is_refused_without_a_traceback(tmp_path: Path, text: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(text, encoding="utf-8")
    for arguments in (
        ("timeline", str(bad)),
        ("settle", str(bad), LEDGER),
        ("settle", HISTORY, str(bad)),
    ):
        result = run(*arguments, *MONTHS)
        assert result.exit_code == 2
        assert "internal error" not in result.stderr
