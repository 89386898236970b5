"""Laws that an engine once decided wrongly, or not at all, each as small as it could be made."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

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
    made: list[dict[str, tuple[str, object]]] = [
        {each.benefit: (each.status, each.amount) for each in answer} for answer in answers
    ]
    assert all(each == made[0] for each in made)
    unsure = [[each.provisional for each in answer] for answer in answers]
    assert all(each == unsure[0] for each in unsure)
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


def test_a_ring_of_which_one_requires_another_is_a_cycle(tmp_path: Path) -> None:
    """Who of a ring is paid rests on all of it; the check looked at the exclusions as written."""

    def benefit(id: str, other: str, more: str = "") -> str:
        return f"""
[benefit.{id}]
label = {{ zh = "待遇{id}", en = "{id}" }}
payee = "household"
amount = "10元"
rounding = {{ step = "0.01", direction = "half-up" }}
cite = {{ article = "1" }}
[[benefit.{id}.exclude]]
id = "x"
with = "gross({other})"
keep = "higher"
because = {{ zh = "因", en = "because" }}
cite = {{ article = "1" }}
{more}"""

    require = """
[[benefit.c.require]]
id = "r"
when = "a"
because = { zh = "因", en = "because" }
cite = { article = "1" }
"""
    law = benefit("a", "b") + benefit("b", "c") + benefit("c", "a", require)
    text = document("t", place=county()) + FACTS + law
    with pytest.raises(wr.PolicyError) as refused:
        wr.load("cn", written(tmp_path, {"cn/t.toml": text}))
    assert [each.code for each in refused.value.findings] == ["WR308"]


@pytest.mark.parametrize("status", ["published", "unverified"])
def test_who_is_excluded_for_certain_is_not_paid_however_little_is_known_else(
    tmp_path: Path, status: str
) -> None:
    """More facts are unknown here than can be tried one after the other."""
    names = [f"k{place}" for place in range(24)]
    facts = "".join(
        f'[fact.{each}]\nlabel = {{ zh = "{each}", en = "{each} given" }}\n'
        'entity = "household"\ntype = "int"\nmin = 0\nmax = 9\n'
        for each in names
    )
    law = facts + "".join(
        f"""
[benefit.{name}]
label = {{ zh = "{name}", en = "aid {name}" }}
payee = "household"
amount = "1元"
rounding = {{ step = "0.01", direction = "half-up" }}
cite = {{ article = "1" }}
[[benefit.{name}.require]]
id = "r"
when = "{" and ".join(f"{one} * {one} > {other}" for one, other in itertools.pairwise(names))}"
because = {{ zh = "因", en = "because" }}
cite = {{ article = "1" }}
[[benefit.{name}.exclude]]
id = "x"
with = "n > {more}"
keep = "other"
status = "{status}"
because = {{ zh = "不可兼得", en = "not both" }}
cite = {{ article = "1" }}
"""
        for name, more in (("out", 4), ("open", 5))
    )
    case: dict[str, Any] = {"id": "h", "n": 5, "members": []}
    found = decided(tmp_path, law, case)
    assert found == {"out": ("not_eligible", 0), "open": ("undetermined", None)}
