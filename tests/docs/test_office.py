"""The month in an office that docs/watch.md tells of runs as it is told, and alike for a seed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.office import office


def test_the_month_runs_as_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("xlsxwriter")
    monkeypatch.chdir(tmp_path)
    office.main(["month", "--households", "150", "--seed", "7"])
    told = capsys.readouterr().out
    open_before, open_after = [int(line.split()[0]) for line in told.splitlines() if "待办" in line]
    assert open_after <= open_before - 3
    assert "已核实" in told
    assert "已排除" in told
    assert "没有事件告知过" in told
    assert (tmp_path / "month" / "worklist.xlsx").stat().st_size > 5000
    events = (tmp_path / "month" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    sources = {json.loads(line)["source"] for line in events}
    assert sources == {"公安", "残联", "医保"}
    assert "WR474" in told  # the register has people whom nobody knows
    people = office.county(tmp_path / "again", 150, 7)
    again = [json.dumps(each, ensure_ascii=False) for each in office.month_of_events(people, 7)]
    assert again == events
    assert people[0].row["id_number"] not in told
