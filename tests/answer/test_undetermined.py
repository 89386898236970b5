"""What cannot be said is nowhere nothing: not in a total, a settlement, or a plan of recovery."""

from __future__ import annotations

from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.engines import ENGINES, usable
from tests.support.laws import county, document, written
from welfare_rules.basics.due import UNDETERMINED, Undetermined

LAW = (
    document("t", place=county(more="covers_from = 2000-01-01"), in_force="2000-01-01")
    + """
[fact.rooms]
label = { zh = "房间", en = "rooms" }
entity = "household"
type = "int"
min = 1
max = 9
[fact.save]
label = { zh = "积蓄", en = "save" }
entity = "member"
type = "money"
min = 0
max = 50000
[figure.open]
label = { zh = "没有数", en = "open" }
type = "money"
cite = { article = "1" }
[benefit.a]
label = { zh = "待遇甲", en = "a" }
payee = "household"
amount = "sum(save / rooms, true)"
rounding = { step = "0.01", direction = "half-up" }
starts = "not stated"
cite = { article = "1" }
[benefit.b]
label = { zh = "待遇乙", en = "b" }
payee = "household"
amount = "open"
rounding = { step = "0.01", direction = "half-up" }
starts = "not stated"
cite = { article = "1" }
[[benefit.b.require]]
id = "r"
when = "open > 10元"
because = { zh = "因", en = "because" }
cite = { article = "1" }
"""
)
CASE = {"id": "h", "rooms": 3, "members": [{"id": "m", "save": "30.00"}]}
PAID = [{"month": "2021-01", "benefit": "b", "payee": "h", "amount": "50.00"}]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_open_figure_beside_a_sum_of_quotients(tmp_path: Path, engine: str) -> None:
    """The native engine hands such a sum over, and once counted the open right as nothing due."""
    usable(engine)
    policy = wr.load("cn", written(tmp_path, {"cn/t.toml": LAW}))
    answer = policy.at("2021-01", "2021-12-31").determine(CASE, engine=engine)
    assert (answer["a"].status, str(answer["a"].amount)) == ("eligible", "10.00")
    assert (answer["b"].status, answer.total) == ("undetermined", None)
    assert not isinstance(answer.dues_fen["b", "h"], int)
    history = {"case": CASE}
    found = policy.settle(history, PAID, "2021-01", "2021-01", "2021-12-31", engine=engine)
    line = next(each for each in found.lines if each.benefit == "b")
    assert (line.arrears, line.recovery, line.paid_fen) == (UNDETERMINED, UNDETERMINED, 5000)
    assert [line.to_dict()[key] for key in ("due", "arrears", "recovery")] == [None] * 3
    assert (found.arrears_fen, found.recovery_fen) == (1000, 0)
    plan = policy.plan(history, found, engine=engine)
    assert (plan.ways, plan.withheld, plan.left) == ((), 0, 0)


def test_what_cannot_be_said_is_no_number() -> None:
    for use in (
        lambda due: due or 0,
        lambda due: not due,
        lambda due: due + 1,
        lambda due: 1 - due,
        lambda due: max(0, due),
        lambda due: sum([1, due]),
        lambda due: due < 1,
        int,
    ):
        with pytest.raises(TypeError):
            use(Undetermined(0, 0))
