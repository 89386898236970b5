"""Slips of the pen that are well-formed.

Each is told at the word that looks wrong, and what lies just inside is not told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.marked import (
    CITE,
    LABEL,
    TODAY,
    figure,
    found,
    marked,
    more_of_the_nation,
    nation,
    version,
    written,
)

SECOND = LABEL.replace("新项", "另一项").replace('"new"', '"other"')


def recovery(*lines: str, name: str = "back", label: str = LABEL) -> str:
    return "\n".join(("[[recovery]]", f'id = "{name}"', *lines, label + CITE))


SERVICE = f'[benefit.care]\n{SECOND}payee = "household"\nservice = true\n{CITE}'
PERIODS = (
    'cite = {{ article = "2" }}\n[[derived.together.version]]\nlast_day = {}\nformula = "合计(own_countable_income, 真)"\n'
    '[[derived.together.version]]\nfrom = 2022-01-01\nformula = {}"合计(own_countable_income, 真)"\n'
)
TOLD: dict[str, dict[str, str]] = {
    "a rate without its percent sign": nation(
        figure('type = "rate"') + version("value = «WR336»20")
    ),
    "a rise of prices without its percent sign": nation(
        figure('type = "rate"') + version("value = «WR336»2.1")
    ),
    "a share beyond ten times the whole": nation(
        figure('type = "money"') + version('share = «WR336»"3500%"', 'of = "line"')
    ),
    "a row's share without its percent sign": nation("", ('share = "20%"', 'share = «WR336»"20"')),
    "a row's share below nothing": nation("", ('share = "20%"', 'share = "«WR323»0 - 1"')),
    "a step of rounding of nothing": nation(
        "", ('step = "1", direction', 'step = «WR116»"0", direction')
    ),
    "a step of rounding of no fen": nation(
        "", ('step = "1", direction', 'step = «WR116»"0.00", direction')
    ),
    "a version of another century": nation(
        figure('type = "money"') + version("value = 2", since="«WR337»2121-01-01")
    ),
    "a version of another decade": nation(
        figure('type = "money"') + version("value = 2", since="«WR337»2031-01-01")
    ),
    "a version of antiquity": nation(
        figure('type = "money"') + version("value = 2", since="«WR337»0221-01-01")
    ),
    "an announcement that is to come": nation(
        figure('type = "money"') + version("value = 2", announced="«WR337»2026-03-11")
    ),
    "a figure of every year announced a year early": nation(
        figure('type = "money"', "review_by = 7")
        + version("value = 2", since="2020-07-01", announced="2020-06-20")
        + version("value = 3", since="2025-07-01", announced="«WR337»2024-06-20")
    ),
    "a document that is to come": nation(
        "", ("in_force = 2020-01-01\n", "in_force = 2020-01-01\nissued = «WR337»2026-03-11\n")
    ),
    "a document in force in another century": nation(
        "", ("in_force = 2020-01-01\n", "in_force = «WR337»2120-01-01\nissued = 2019-12-01\n")
    ),
    "a document in force in another century that nobody issued": more_of_the_nation("")
    | {
        "cn/zz.toml": more_of_the_nation("")["cn/zz.toml"].replace(
            "in_force = 2020-01-01", "in_force = «WR337»2120-01-01"
        )
    },
    "a number that a fact never has": nation(
        "",
        ('when = "age >= 80"', 'when = "«WR342»age >= 180"'),
        ('when = "age < 80"', 'when = "age < 180"'),
    ),
    "a number below all that a fact has": nation(
        "", ('when = "together < line"', 'when = "together < line 且 «WR342»0元 > stock"')
    ),
    "a list with a number that a fact never has": nation(
        "",
        (
            'when = "together < line"',
            'when = "together < line 且 人数(«WR342»age 属于 [3, 300]) > 0"',
        ),
    ),
    "days without a formula": nation(
        "",
        (
            'formula = "合计(own_countable_income, 真)"\ncite = { article = "2" }\n',
            PERIODS.format("2021-12-30", "«WR343»"),
        ),
    ),
    "a yearly payment in every month": nation(
        "", ("[benefit.help]\n", '[benefit.help]\npayable = «WR344»"yearly"\n')
    ),
    "withheld from whom nothing is recovered": nation(
        recovery('benefits = ["help"]', 'withhold = [«WR338»"old"]', 'share = "20%"')
    ),
    "withheld from a service": nation(
        SERVICE + recovery('withhold = ["help", «WR338»"care"]', 'share = "20%"')
    ),
    "a way behind one that speaks of everything": nation(
        recovery("waived = true")
        + recovery("set_off = true", 'benefits = ["help"]', name="late", label=SECOND).replace(
            '"late"', '«WR339»"late"'
        )
    ),
    "a way of fewer causes behind one of more": nation(
        recovery("waived = true", 'causes = ["figure", "late_fact"]')
        + recovery("set_off = true", 'causes = ["figure"]', name="late", label=SECOND).replace(
            '"late"', '«WR339»"late"'
        )
    ),
}
NOT_TOLD: dict[str, dict[str, str]] = {
    "a yearly payment in its month": nation(
        "",
        ("[benefit.help]\n", '[benefit.help]\npayable = "yearly"\n'),
        (
            'when = "together < line"',
            'when = "together < line 且 相隔月数(2020-01-01, 本月首日) == 12"',
        ),
    ),
    "ten times the whole": nation(figure('type = "rate"') + version('value = "1000%"')),
    "versions of a formula that meet": nation(
        "",
        (
            'formula = "合计(own_countable_income, 真)"\ncite = { article = "2" }\n',
            PERIODS.format("2021-12-31", ""),
        ),
    ),
    "the highest number that a fact has": nation(
        "", ('when = "together < line"', 'when = "together < line 且 人数(age >= 150) == 0"')
    ),
    "twice the whole": nation(figure('type = "rate"') + version("value = 2")),
    "ten years later": nation(figure('type = "money"') + version("value = 2", since="2030-12-31")),
    "thirty years before": nation(
        figure('type = "money"') + version("value = 2", since="1990-01-01")
    ),
    "announced today": nation(
        figure('type = "money"') + version("value = 2", announced="2026-03-10")
    ),
    "in force later than today": more_of_the_nation("")
    | {
        "cn/zz.toml": more_of_the_nation("")["cn/zz.toml"].replace(
            "in_force = 2020-01-01", "in_force = 2027-01-01"
        )
    },
    "withheld from the same payee": nation(
        recovery('benefits = ["old"]', 'withhold = ["old"]', 'share = "20%"')
    ),
    "withheld where all is recovered": nation(
        recovery('withhold = ["old", "help"]', 'share = "20%"')
    ),
    "a narrower way before a wider one": nation(
        recovery("set_off = true", 'benefits = ["help"]', name="first")
        + recovery("waived = true", label=SECOND)
    ),
    "ways of different causes": nation(
        recovery("waived = true", 'causes = ["figure"]')
        + recovery("set_off = true", name="late", label=SECOND)
    ),
    "a way behind one whose days are over": nation(
        recovery("waived = true", "last_day = 2022-12-31")
        + recovery("set_off = true", name="late", label=SECOND)
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_slip_of_the_pen_is_told_at_its_word(tmp_path: Path, name: str) -> None:
    assert marked(TOLD[name])
    assert found(written(tmp_path, TOLD[name])) == marked(TOLD[name])


@pytest.mark.parametrize("name", NOT_TOLD)
def test_what_may_well_be_is_not_told(tmp_path: Path, name: str) -> None:
    assert TODAY == 20260310
    told = found(written(tmp_path, NOT_TOLD[name]))
    # that a day lies inside a month is told of every day
    assert {each for each in told if each[0] != "WR356"} == set()
