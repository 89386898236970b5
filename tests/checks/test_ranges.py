"""A share that is never between nothing and all, and a sum that is always below 0, are told where
they stand.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.copies import with_file
from tests.support.laws import document
from welfare_rules.findings import PolicyError

HEAD = document("cn.model.ranges", ("比例", "shares"), "2021-07-01")
EXEMPTION = """
[[exemption]]
id = "half"
label = { zh = "半", en = "half" }
income = "wage"
KEYS
cite = { article = "1" }
"""
RECOVERY = """
[[recovery]]
id = "some"
label = { zh = "扣", en = "some" }
withhold = ["dibao"]
KEYS
cite = { article = "1" }
"""
STEP = """
[phase_out.slow]
label = { zh = "慢退", en = "slow" }
payee = "household"
base = "100元"
month = "1"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "1" }
[[phase_out.slow.step]]
id = "only"
months = 3
KEYS
because = { zh = "慢", en = "slow" }
cite = { article = "1" }
"""


def codes(tmp_path: Path, text: str) -> list[tuple[str, int, int]]:
    root = with_file(tmp_path, "cn/model/ranges.toml", HEAD + text)
    try:
        wr.load("cn/model", root)
    except PolicyError as error:
        return [(each.code, each.place.line, each.place.column) for each in error.findings]
    return []


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        (EXEMPTION, 'share = "150%"', 'share = "100%"'),
        (EXEMPTION, 'share = "-10%"', 'share = "0%"'),
        (EXEMPTION, 'deduct = "-500元"', 'deduct = "0元"'),
        (EXEMPTION, 'deduct = "500元"\ncap = "-1元"', 'deduct = "500元"\ncap = "就业成本"'),
        (RECOVERY, 'share = "120%"', 'share = "20%"'),
        # above 0 for all that the bounds say
        (RECOVERY, 'keep = "-1元"', 'keep = "低保标准 - 2000元"'),
        (STEP, 'share = "250%"', 'share = "100%"'),
        (STEP, 'share = "-25%"', 'share = "每月扣回比例"'),
    ],
)
def test_a_number_that_can_never_be_right(
    tmp_path: Path, text: str, wrong: str, right: str
) -> None:
    line = (HEAD + text).split("KEYS")[0].count("\n") + 1 + wrong.count("\n")
    column = wrong.splitlines()[-1].index('"') + 2
    assert codes(tmp_path / "wrong", text.replace("KEYS", wrong)) == [("WR323", line, column)]
    assert codes(tmp_path / "right", text.replace("KEYS", right)) == []
