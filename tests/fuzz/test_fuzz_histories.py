"""Spoilt histories, ledgers and receipts.

Each is worked through or refused with findings that say where, and nothing else happens.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.fuzz.mutations import spoilt_structure, spoilt_text
from tests.support.command import ROOT, findings, run
from tests.support.effort import examples
from tests.support.households import couple
from welfare_rules.basics.canonical import digest_of
from welfare_rules.findings import RequestError
from welfare_rules.receipts.receipt import read_receipt, write_receipt
from welfare_rules.receipts.replay import replay
from welfare_rules.settlement.chart import draw
from welfare_rules.settlement.letter import sentences
from welfare_rules.settlement.plan_letter import plan_sentences

STORY = ROOT / "docs" / "examples" / "late-standard"
HISTORY: dict[str, Any] = json.loads((STORY / "history.json").read_text(encoding="utf-8"))
HISTORY["changes"].append(
    {"from": "2021-09-01", "learned": "2021-09-03", "source": "公安", "set": {"members[p2]": None}}
)
LEDGER: list[dict[str, Any]] = json.loads((STORY / "ledger.json").read_text(encoding="utf-8"))
MODEL = wr.load("cn/model")
RECEIPT = write_receipt(MODEL.at("2021-08", "2021-08-31").determine(couple()))
MASKED = write_receipt(MODEL.at("2021-08", "2021-08-31").determine(couple()), masked=True)
MONTHS = ("--in", "cn/model", "--from", "2021-08", "--to", "2021-09", "--known", "2021-12-31")


def refused(error: wr.CaseError | RequestError) -> None:
    assert error.findings
    told(error.findings)


def told(found: Sequence[wr.Finding]) -> None:
    """Findings that can be written down in both languages, each with its place."""
    for each in found:
        assert each.place.path or each.place.line >= 1 or each.place.file
        for lang in ("zh", "en"):
            assert 0 < len(each.line(lang).encode()) < 3000


def work(history: Any, ledger: Any) -> None:
    """Settled and told with its plan and its chart, or refused."""
    try:
        found = MODEL.settle(history, ledger, "2021-08", "2021-09", "2021-12-31")
        plan = MODEL.plan(history, found)
    except (wr.CaseError, RequestError) as error:
        refused(error)
        return
    told(found.findings)
    assert found.net_fen == sum(
        line.due_fen - line.paid_fen for line in found.lines if isinstance(line.due_fen, int)
    )
    assert json.dumps([found.to_dict(), plan.to_dict()], ensure_ascii=False).encode()
    for lang in ("zh", "en"):
        assert draw(MODEL.law, found, lang).encode()
        assert (
            "\n".join(
                (*sentences(MODEL.law, found, lang), *plan_sentences(MODEL.law, plan, lang))
            ).encode()
            or not found.lines
        )


@given(spoilt_structure(HISTORY), st.booleans())
@settings(max_examples=examples(50))
def test_spoilt_histories(history: Any, as_text: bool) -> None:
    work(json.dumps(history) if as_text else history, LEDGER)


@given(spoilt_structure(LEDGER), st.booleans())
@settings(max_examples=examples(50))
def test_spoilt_ledgers(ledger: Any, as_text: bool) -> None:
    work(HISTORY, json.dumps(ledger) if as_text else ledger)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(st.sampled_from([RECEIPT, MASKED]).flatmap(spoilt_structure), st.booleans())
@settings(max_examples=examples(25))
def test_forged_receipts(receipt: Any, sealed: bool) -> None:
    """Also those whose digest fits again, as somebody would make it who knows how.

    They are refused, or the replay says what differs.
    """
    if sealed and isinstance(receipt, dict):
        try:
            receipt["digest"] = digest_of(
                {
                    key: value
                    for key, value in receipt.items()
                    if key not in ("digest", "names", "signature")
                }
            )
        except UnicodeEncodeError:
            return
    try:
        found = replay(read_receipt(json.dumps(receipt)), MODEL, today="2021-12-31")
    except (wr.CaseError, RequestError) as error:
        refused(error)
        return
    told(found.trouble)
    for lang in ("zh", "en"):
        assert json.dumps(found.to_dict(lang), ensure_ascii=False).encode()


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
        assert all(each["code"] != "WR508" for each in findings(result))
