"""What adds to a thing finds it, in whatever order the files of a layer are read, and before a
deeper layer says anything of it.
"""

from __future__ import annotations

from pathlib import Path

import welfare_rules as wr
from tests.support.copies import copied
from tests.support.laws import document


def head(id: str) -> str:
    return document(id, ("甲", "a"), "2019-07-01")


FIRST = """
[benefit.rice]
label = { zh = "米", en = "rice" }
payee = "household"
amount = "10元"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "1" }
[derived.rice_open]
label = { zh = "发米", en = "rice is given" }
entity = "household"
type = "bool"
[[derived.rice_open.version]]
last_day = 2019-12-31
formula = "真"
cite = { article = "1" }
"""
MORE = """
[[benefit.rice.require]]
id = "given"
when = "发米"
because = { zh = "本月发米", en = "rice is given this month" }
cite = { article = "2" }
[[derived.rice_open.version]]
from = 2020-01-01
formula = "假"
cite = { article = "2" }
"""
CHILD = """
[[benefit.rice.require]]
id = "given"
replaces = "x.more"
drop = true
"""


def written(tmp_path: Path, first: str, more: str, child: str = "") -> wr.Policy:
    root = copied(tmp_path / f"{first}-{more}")
    (root / "cn" / f"{first}.toml").write_text(head("x.first") + FIRST, encoding="utf-8")
    (root / "cn" / f"{more}.toml").write_text(head("x.more") + MORE, encoding="utf-8")
    if child:
        (root / "cn" / "model" / "rice.toml").write_text(head("x.child") + child, encoding="utf-8")
    return wr.load("cn/model", root)


def amounts(policy: wr.Policy) -> list[str]:
    case = {"id": "h", "members": [{"id": "a", "relation": "head", "birth_date": "1990-01-01"}]}
    return [
        str(policy.at(month, "2021-12-31").determine(case)["rice"].amount)
        for month in ("2019-12", "2020-01")
    ]


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    early, late = written(tmp_path, "aa", "zz"), written(tmp_path, "zz", "aa")
    assert amounts(early) == amounts(late) == ["10.00", "0.00"]


def test_a_deeper_layer_can_replace_what_was_read_before_its_head(tmp_path: Path) -> None:
    assert amounts(written(tmp_path, "zz", "aa", CHILD)) == ["10.00", "10.00"]
