"""The one command of docs/compare.md, from nothing to a workbook and a page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_one_command_makes_a_county_its_month_and_what_a_raised_standard_does(
    tmp_path: Path,
) -> None:
    calamine = pytest.importorskip("python_calamine")
    pytest.importorskip("xlsxwriter")
    made = tmp_path / "county"
    command = [
        "make",
        "county",
        "HOUSEHOLDS=120",
        f"COUNTY={made}",
        f"BIN={Path(sys.executable).parent}",
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads((made / "august" / "summary.json").read_text("utf-8"))
    assert (summary["households"], summary["refused"]) == (120, 0)
    page = (made / "raised.html").read_text("utf-8")
    book = calamine.CalamineWorkbook.from_path(str(made / "raised.xlsx"))
    cells = {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}
    raised = re.search(r"\+([\d,]+\.\d\d)", page)
    assert raised is not None
    amount = float(raised[1].replace(",", ""))
    assert amount > 0
    assert amount in cells
    assert "make county" in (ROOT / "docs" / "compare.md").read_text("utf-8")
