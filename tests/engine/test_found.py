"""Laws that an engine once decided wrongly, or not at all, each as small as it could be made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import welfare_rules as wr
from tests.support.engines import engines_here
from tests.support.laws import county, document, written

FACTS = """
[fact.n]
label = { zh = "数", en = "n" }
entity = "household"
type = "int"
min = 0
max = 9
[fact.ill]
label = { zh = "病", en = "ill" }
entity = "member"
type = "bool"
"""


def decided(root: Path, law: str, case: dict[str, Any]) -> dict[str, tuple[str, object]]:
    """Status and amount by benefit, on which all engines agree."""
    text = document("t", place=county(more="covers_from = 2000-01-01")) + FACTS + law
    rules = wr.load("cn", written(root, {"cn/t.toml": text})).at("2021-01", "2021-12-31")
    answers = [rules.determine(case, engine=each) for each in engines_here()]
    made = [{each.benefit: (each.status, each.amount) for each in answer} for answer in answers]
    assert all(each == made[0] for each in made)
    return made[0]


def test_a_formula_names_the_amount_of_a_service_that_counts_the_members(tmp_path: Path) -> None:
    """What a service pays is nothing, known before the members whom its requirement counts."""
    law = """
[benefit.care]
label = { zh = "照料", en = "care" }
payee = "household"
service = true
cite = { article = "1" }
[[benefit.care.require]]
id = "r"
when = "count(ill) == n"
because = { zh = "因", en = "because" }
cite = { article = "1" }
[benefit.help]
label = { zh = "补助", en = "help" }
payee = "household"
amount = "amount(care) + 1元"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "1" }
"""
    case = {"id": "h", "n": 1, "members": [{"id": "m", "ill": True}]}
    assert decided(tmp_path, law, case) == {"care": ("eligible", None), "help": ("eligible", 1)}
