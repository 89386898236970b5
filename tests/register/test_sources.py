"""The register of sources says everything.

Each figure, each version, each quoted word, in all three forms.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from click.testing import CliRunner

import welfare_rules as wr
from tests.support.laws import document
from welfare_rules.cli.main import main
from welfare_rules.document.library import read_library, shipped_policies
from welfare_rules.register.entries import quotes, register
from welfare_rules.register.listing import COLUMNS, as_csv, as_json, as_text

Small = Callable[..., Path]
PLACES = ("cn/model", "cn/jiangsu/yancheng/binhai")


def quoted(value: Any) -> Iterator[str]:
    """Every `quote` of a file."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "quote":
                yield each
            else:
                yield from quoted(each)
    elif isinstance(value, list):
        for each in value:
            yield from quoted(each)


@pytest.mark.parametrize("place", PLACES)
def test_every_figure_and_version_is_there(place: str) -> None:
    law = wr.load(place).law
    said = as_json(register(law))
    assert [each["figure"] for each in said["figures"]] == list(law.figures)
    for each in said["figures"]:
        figure = law.figures[each["figure"]]
        assert len(each["versions"]) == len(figure.versions)
        assert each["open"] == (not figure.versions)
    text = as_text(register(law), "zh")
    for figure in law.figures.values():
        assert figure.label.zh in text
    assert text.count("!!") == sum(not each.versions for each in law.figures.values())


@pytest.mark.parametrize("place", PLACES)
def test_every_quoted_word_is_in_every_form(place: str) -> None:
    """What a deeper layer replaced binds nobody there.

    It stands in the register of the layer that laid it down.
    """
    library = read_library(shipped_policies(), place)
    said: set[str] = set()
    for layer in library.chain(place):
        found = register(wr.load(layer).law)
        words = quotes(found)
        data, text, table = (
            json.dumps(as_json(found), ensure_ascii=False),
            as_text(found, "en"),
            as_csv(found).decode("utf-8-sig"),
        )
        assert [
            quote for quote in words if json.dumps(quote, ensure_ascii=False)[1:-1] not in data
        ] == []
        assert [quote for quote in words if quote not in text] == []
        figures = [each.source for entry in found.figures for each in entry.figure.versions]
        assert [
            each.quote
            for each in figures
            if each is not None and each.quote.replace('"', '""') not in table
        ] == []
        said |= set(words)
    written = {
        quote
        for documents in library.documents.values()
        for each in documents
        for quote in quoted(tomli.loads(each.source.text))
    }
    assert written <= said


def test_what_rests_on_a_figure_is_followed_to_the_benefits(small: Small) -> None:
    (entry,) = register(wr.load("cn", small()).law).figures
    assert [name for name, _ in entry.named_by] == ["rice/require/poor", "rice", "care"]
    assert [name for name, _ in entry.benefits] == ["rice", "care"]


def test_the_table_for_spreadsheets(small: Small) -> None:
    root = small(("value = 550", 'value = 550\nnote = "=1+1"'))
    (root / "cn" / "more.toml").write_text(
        document("cn.more", ("另", "more"))
        + '[figure.lost]\nlabel = { zh = "失", en = "lost" }\ntype = "rate"\ncite = { article = "1" }\n',
        encoding="utf-8",
    )
    rows = list(
        csv.DictReader(
            io.StringIO(as_csv(register(wr.load("cn", root).law)).decode("utf-8-sig"), newline="")
        )
    )
    assert list(rows[0]) == list(COLUMNS)
    assert [(each["figure"], each["status"], each["value"]) for each in rows] == [
        ("lost", "open", ""),
        ("standard", "published", "500.00"),
        ("standard", "published", "550.00"),
    ]
    assert rows[2]["note"] == "'=1+1"
    assert rows[1]["quote"] == "标准由县定"


def test_the_command(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["sources", "--in", "cn/model", "--format", "csv"])
    assert run.exit_code == 0
    assert run.stdout_bytes.startswith("\ufefffigure,".encode())
    said = json.loads(
        CliRunner().invoke(main, ["sources", "--in", "cn/model", "--format", "json"]).stdout
    )
    assert said["jurisdiction"] == "cn/model"
    assert (
        "来源登记"
        in CliRunner().invoke(main, ["sources", "--in", "cn/model", "--lang", "zh"]).stdout
    )
    assert CliRunner().invoke(main, ["sources", "--in", "cn/modle"]).exit_code == 2
    assert (
        CliRunner()
        .invoke(main, ["sources", "--in", "cn", "--policies", str(tmp_path / "no")])
        .exit_code
        == 2
    )
