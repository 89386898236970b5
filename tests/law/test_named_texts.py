"""Texts that stand once, `[text]`, and are named where a figure states its unit and who sets it."""

from __future__ import annotations

from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.marked import county, figure, found, nation, version, written
from welfare_rules.document.library import shipped_policies
from welfare_rules.loading import load_law

TEXTS = '\n[text]\na_month = { zh = "每人每月", en = "person-month" }\n'


@pytest.mark.parametrize("name", ["a_month", "每人每月"])
def test_a_text_is_named_by_its_id_or_its_chinese_by_a_parent_and_a_child(
    tmp_path: Path, name: str
) -> None:
    line = 'label = { zh = "标准", en = "line" }\n'
    of_nation = nation(TEXTS, (line, line + f'per = "{name}"\n'))
    of_county = county(
        '[text]\nmayor = { zh = "县长", en = "the mayor" }\n'
        + figure('type = "money"', f'per = "{name}"', 'set_by = "县长"')
        + version("value = 1")
    )
    law = load_law("cn/county", written(tmp_path, {**of_nation, **of_county}))
    line_per, extra = law.figures["line"].per, law.figures["extra"]
    assert line_per is not None
    assert (line_per.zh, line_per.en) == ("每人每月", "person-month")
    assert extra.per == line_per
    assert extra.set_by is not None
    assert extra.set_by.en == "the mayor"


def test_a_text_that_does_not_stand_anywhere_is_told_with_the_nearest(tmp_path: Path) -> None:
    wrong = figure('type = "money"', 'per = «WR317»"每人每日"') + version("value = 1")
    files = {**nation(TEXTS), **county(wrong)}
    at = {(code, line) for code, _, line, _ in found(written(tmp_path, files))}
    number = files["cn/county/county.toml"].split("«WR317»")[0].count("\n") + 1
    assert at == {("WR317", number)}
    with pytest.raises(wr.PolicyError, match="每人每月"):
        load_law("cn/county", tmp_path)


@pytest.mark.parametrize(
    "twice",
    ['a_month = { zh = "别的", en = "other" }', 'other = { zh = "每人每月", en = "other" }'],
)
def test_neither_an_id_nor_a_chinese_text_stands_for_two_things(tmp_path: Path, twice: str) -> None:
    files = {**nation(TEXTS), **county(f"[text]\n{twice}\n")}
    assert {each[0] for each in found(written(tmp_path, files))} == {"WR314"}


def test_every_unit_that_ships_can_be_read_in_both_languages() -> None:
    """The Chinese has no Latin letters in it, the English no Chinese."""
    figures = load_law("cn/model", shipped_policies()).figures.values()
    texts = [each for figure in figures for each in (figure.per, figure.set_by) if each]
    assert len(texts) > 50
    assert all(each.zh.isascii() is False and each.en.isascii() for each in texts)
    # one word, so that a figure is not told for a text whose file cannot be read
    assert all(each.zh.isalnum() for each in texts)
    assert not any("a" <= letter <= "z" for each in texts for letter in each.zh.lower())
