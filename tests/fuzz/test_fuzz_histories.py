"""Spoilt histories, ledgers and receipts.

Each is worked through or refused with findings that say where, and nothing else happens.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import spoilt_structure, spoilt_text
from tests.fuzz.readers import HISTORY, LAST_RESORT, LEDGER, receipt, receipts, sealed, settled
from tests.support.command import findings, run
from tests.support.effort import examples

MONTHS = ("--in", "cn/model", "--from", "2021-08", "--to", "2021-09", "--known", "2021-12-31")


@given(spoilt_structure(HISTORY), st.booleans())
@settings(max_examples=examples(50))
def test_spoilt_histories(history: Any, as_text: bool) -> None:
    settled(json.dumps(history) if as_text else history, LEDGER)


@given(spoilt_structure(LEDGER), st.booleans())
@settings(max_examples=examples(50))
def test_spoilt_ledgers(ledger: Any, as_text: bool) -> None:
    settled(HISTORY, json.dumps(ledger) if as_text else ledger)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(st.sampled_from(receipts()).flatmap(spoilt_structure), st.booleans())
@settings(max_examples=examples(25))
def test_forged_receipts(forged: Any, again: bool) -> None:
    """They are refused, or the replay says what differs; also those whose digest fits again."""
    if again and isinstance(forged, dict):
        try:
            forged = sealed(forged)
        except UnicodeEncodeError:
            return
    receipt(json.dumps(forged))


@given(
    spoilt_structure(HISTORY) | spoilt_text(json.dumps(HISTORY)),
    spoilt_structure(LEDGER),
    st.sampled_from(["timeline", "settle", "replay"]),
)
@settings(max_examples=examples(10))
def test_spoilt_files_at_the_command(
    tmp_path_factory: Any, history: Any, ledger: Any, command: str
) -> None:
    folder: Path = tmp_path_factory.mktemp("spoilt")
    text = history if isinstance(history, str) else json.dumps(history)
    (folder / "history.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    (folder / "ledger.json").write_text(json.dumps(ledger), encoding="utf-8")
    files = [str(folder / "history.json"), str(folder / "ledger.json")]
    words = {
        "timeline": [files[0], *MONTHS],
        "settle": [*files, *MONTHS, "--plan"],
        "replay": [files[0]],
    }[command]
    result = run(command, *words, "--format", "json")
    assert result.exit_code in (0, 1, 2)
    if result.exit_code == 2:
        assert all(each["code"] != LAST_RESORT for each in findings(result))
