"""Engines are registered in one place, and those of other packages are found by their entry point."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any

import pytest

import welfare_rules as wr
from tests.support.command import CASE, MONTH, run
from welfare_rules.engine import registry
from welfare_rules.engine.contract import Decided, Decision, decide_many
from welfare_rules.engine.reference import Reference
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program

MODEL = wr.load("cn/model").at("2021-08", known="2021-12-31")
HOUSEHOLD: dict[str, Any] = {
    "id": "h",
    "members": [{"id": "a", "birth_date": "1950-03-01", "wage": "0"}, {"id": "b"}],
}


class Shy:
    """An engine of another package: it says the circle, and of benefits nothing."""

    name = "shy"

    def __init__(self, program: Program, reference: Reference) -> None:
        self.program = program
        self.reference = reference

    def decide(self, case: Case, month: Any) -> Decision:
        return Decided(self.reference.decide(case, month).circle, ())


@pytest.fixture
def shy(monkeypatch: pytest.MonkeyPatch) -> None:
    def entry_points(*, group: str) -> list[EntryPoint]:
        assert group == registry.GROUP
        return [EntryPoint("shy", f"{__name__}:Shy", group)]

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    monkeypatch.setattr(EntryPoint, "load", lambda each: Shy)


@pytest.mark.usefixtures("shy")
def test_an_engine_of_another_package_decides_by_its_name() -> None:
    rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    answer = rules.determine(HOUSEHOLD, engine="shy")
    assert (answer.engine, answer.benefits) == ("shy", ())
    assert answer.circle == rules.determine(HOUSEHOLD, engine="reference").circle
    assert rules.engine("shy") is rules.engine("shy")
    assert registry.names() == (*registry.ENGINES, "shy")


@pytest.mark.usefixtures("shy")
@pytest.mark.parametrize("command", ["determine"])
def test_the_command_line_takes_it(command: str) -> None:
    result = run(command, str(CASE), *MONTH, "--engine", "shy", "--format", "json")
    assert '"engine": "shy"' in result.stdout
    assert result.exit_code == 0


def test_an_engine_that_there_is_not_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(wr.RequestError) as caught:
        MODEL.engine("nativ")
    (found,) = caught.value.findings
    assert found.code == "WR505"
    assert "native, reference" in found.message("en")


class InTurn(Shy):
    """An engine with a way of its own for many cases."""

    def decide_many(self, cases: Any, month: Any) -> list[Decision]:
        return [Decided(f"{len(tuple(cases))} cases", ())]


def test_many_cases_are_decided_in_their_order_or_in_the_engines_own_way() -> None:
    cases = [
        MODEL.read({"id": f"h{count}", "members": [{"id": "a"}] * min(count, 1)})
        for count in range(3)
    ]
    reference = MODEL.reference
    made = decide_many(reference, cases, MODEL.month)
    assert [each.outcomes for each in made] == [
        reference.decide(each, MODEL.month).outcomes for each in cases
    ]
    own = InTurn(MODEL.program, reference)
    assert [each.circle for each in decide_many(own, cases, MODEL.month)] == ["3 cases"]
