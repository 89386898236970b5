"""Where one applies, and what a short sheet tells of first: read with their dates, and refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.register.conftest import BODY, HEAD
from welfare_rules.program.day import law_of_day

APPLY = """
[[application]]
id = "rice"
benefits = ["rice"]
office = { zh = "村委会", en = "the village committee" }
time = { zh = "十日内", en = "within ten days" }
from = 2024-07-01
announced = 2024-08-01
cite = { article = "10" }
"""
Write = Callable[[str], wr.Policy]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    def write(more: str, first: str = '["care", "rice"]') -> wr.Policy:
        head = HEAD.replace("[jurisdiction]", f"[jurisdiction]\nfirst = {first}")
        (tmp_path / "cn").mkdir(exist_ok=True)
        (tmp_path / "cn" / "small.toml").write_text(head + BODY + more, encoding="utf-8")
        return wr.load("cn", tmp_path)

    return write


def test_where_one_applies_holds_from_its_day_as_known_on_another(written: Write) -> None:
    law = written(APPLY).law
    assert law.first == ("care", "rice")
    (found,) = law_of_day(law, 20240701, 20240801).applications
    assert (found.office.en, found.time and found.time.zh, found.benefits) == (
        "the village committee",
        "十日内",
        ("rice",),
    )
    assert law_of_day(law, 20240601, 20240801).applications == ()
    assert law_of_day(law, 20240701, 20240731).applications == ()


def test_what_names_no_benefit_or_no_office_is_refused(written: Write) -> None:
    wrong = APPLY.replace('["rice"]', '["ricee"]').replace("office =", "note = 'x' #")
    with pytest.raises(wr.PolicyError) as refused:
        written(wrong, first='["car"]')
    said = sorted(each.message("en") for each in refused.value.findings)
    assert len(said) == 3
    assert any("ricee" in each and "rice" in each for each in said)
    assert any("care" in each for each in said)
    assert any("office" in each for each in said)


def test_no_decision_rests_on_where_one_applies(written: Write) -> None:
    asked = ("2024-08", "2025-01-01")
    assert written(APPLY).at(*asked).digest == written("", first="[]").at(*asked).digest
