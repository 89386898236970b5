"""Pictures of curves: well formed, in one language, with every cliff and turn of the curve."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import welfare_rules as wr
from tests.support.command import CASE, MONTH, run
from welfare_rules.basics.text import Lang
from welfare_rules.register.handbook.curve import curves, drawn
from welfare_rules.register.handbook.picture import curve_page, curve_svg

HOUSEHOLD: dict[str, Any] = json.loads(CASE.read_text("utf-8"))
SVG = "{http://www.w3.org/2000/svg}"


def rules() -> wr.Rules:
    return wr.load("cn/model").at("2021-08", known="2021-12-31")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_drawing_is_xml_and_shades_every_cliff(lang: Lang) -> None:
    found = rules().curve(HOUSEHOLD, "members[p1].wage", 0, 3500)
    root = ElementTree.fromstring(curve_svg(rules(), found, lang))
    shades = [each for each in root.iter(f"{SVG}rect") if each.get("class") == "shade"]
    marked = [each for each in root.iter(f"{SVG}g") if each.get("class") == "cliff"]
    assert len(shades) == len(marked) == 1
    assert "3401.67" in curve_page(rules(), found, lang)


def test_a_drawing_has_both_ends_of_every_piece() -> None:
    found = rules().curve(HOUSEHOLD, "members[p1].wage", 0, 3500)
    ends = {int(each * 100) for piece in found.pieces for each in (piece.first, piece.last)}
    made = drawn(found, "k", 3, wr.Words("", ""), wr.Words("", ""), adds=True)
    assert {each.income for each in made.points} == ends
    assert made.cliffs
    assert all(cliff.high.income - cliff.low.income == 1 for cliff in made.cliffs)


def test_the_handbook_draws_every_example_of_the_law() -> None:
    made = curves(rules())
    assert [each.key for each in made] == [
        f"home-{each.id}" for each in rules().program.law.examples
    ]
    assert all(len(each.points) > 1 for each in made)


def test_only_amounts_have_a_picture(tmp_path: Path) -> None:
    usual = ["curve", str(CASE), *MONTH, "--vary", "vehicles", "--to", "2"]
    refused = run(*usual, "--format", "svg", "-o", str(tmp_path / "c.svg"))
    assert refused.exit_code == 2
    assert "WR524" in refused.stderr
    assert not (tmp_path / "c.svg").exists()


@pytest.mark.parametrize(
    "command", [("curve", "--vary", "area", "--to", "2"), ("change", "--benefit", "dibao")]
)
def test_all_that_is_wrong_with_a_request_is_told_at_once(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    name, *more = command
    missing = str(tmp_path / "none.json")
    refused = run(name, missing, "--in", "cn/modell", "--month", "2021-13", *more)
    assert refused.exit_code == 2
    assert all(code in refused.stderr for code in ("WR501", "WR502", "WR414"))
