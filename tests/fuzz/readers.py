"""What must hold of everything that the library reads, whatever is in it: one function a reader,
which takes bytes. They are worked through, or refused by findings that say where; nothing else.

The tests spoil good inputs and try these; `coverage_guided.py` looks for inputs of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

import welfare_rules as wr
from tests.support.command import CASE, ROOT
from tests.support.households import couple
from welfare_rules.basics.canonical import digest_of
from welfare_rules.document.library import library_of
from welfare_rules.findings import CATALOGUE, RequestError, errors_of
from welfare_rules.language.check import formula
from welfare_rules.language.names import Names
from welfare_rules.language.types import Entity
from welfare_rules.loading import check_all
from welfare_rules.receipts.receipt import read_receipt, write_receipt
from welfare_rules.receipts.replay import replay
from welfare_rules.samples.drawing import Drawer
from welfare_rules.settlement.chart import draw
from welfare_rules.settlement.letter import sentences
from welfare_rules.settlement.plan_letter import plan_sentences

LAST_RESORT = "WR508"  # what the program says of its own faults
STORY = ROOT / "docs" / "examples" / "late-standard"
HOUSEHOLD: dict[str, Any] = json.loads(CASE.read_text(encoding="utf-8"))
HISTORY: dict[str, Any] = json.loads((STORY / "history.json").read_text(encoding="utf-8"))
HISTORY["changes"].append(
    {"from": "2021-09-01", "learned": "2021-09-03", "source": "公安", "set": {"members[p2]": None}}
)
LEDGER: list[dict[str, Any]] = json.loads((STORY / "ledger.json").read_text(encoding="utf-8"))


@cache
def model() -> wr.Policy:
    return wr.load("cn/model")


@cache
def rules() -> wr.Rules:
    return model().at("2021-08", known="2021-12-31")


@cache
def receipts() -> tuple[dict[str, Any], ...]:
    """A receipt with all that was said of a household, and one that hides who they are."""
    answer = model().at("2021-08", "2021-08-31").determine(couple())
    return write_receipt(answer), write_receipt(answer, masked=True)


def told(found: Sequence[wr.Finding]) -> None:
    """Findings that can be written down in both languages, each with its place."""
    for each in found:
        assert each.code in CATALOGUE
        assert each.code != LAST_RESORT, each.message("en")
        assert each.place.path or each.place.line >= 1 or each.place.file
        for lang in ("zh", "en"):
            assert 0 < len(each.line(lang).encode()) < 5000


def refused(error: wr.CaseError | RequestError) -> None:
    assert error.findings
    told(error.findings)


# --- what is decided ---


def case(given: Any) -> None:
    """Decided and explained, or refused in words that are complete in both languages."""
    try:
        answer = rules().determine(given)
    except wr.CaseError as error:
        refused(error)
        for each in error.findings:
            assert each.code in {"WR103", "WR105"} or each.code.startswith("WR4")
            assert each.place.path or each.place.line >= 1
            assert len(each.message("en")) < 1000
        return
    json.dumps(answer.to_dict())
    assert answer.explain("zh")
    assert answer.explain("en")


def settled(history: Any, ledger: Any) -> None:
    """Settled and told with its plan and its chart, or refused."""
    policy = model()
    try:
        found = policy.settle(history, ledger, "2021-08", "2021-09", "2021-12-31")
        plan = policy.plan(history, found)
    except (wr.CaseError, RequestError) as error:
        refused(error)
        return
    told(found.findings)
    assert found.net_fen == sum(
        line.due_fen - line.paid_fen for line in found.lines if isinstance(line.due_fen, int)
    )
    assert json.dumps([found.to_dict(), plan.to_dict()], ensure_ascii=False).encode()
    for lang in ("zh", "en"):
        assert draw(policy.law, found, lang).encode()
        said = (*sentences(policy.law, found, lang), *plan_sentences(policy.law, plan, lang))
        assert "\n".join(said).encode() or not found.lines


def history(given: Any) -> None:
    settled(given, LEDGER)


def ledger(given: Any) -> None:
    settled(HISTORY, given)


def receipt(given: str | bytes) -> None:
    """Replayed, or refused."""
    try:
        found = replay(read_receipt(given), model(), today="2021-12-31")
    except (wr.CaseError, RequestError) as error:
        refused(error)
        return
    told(found.trouble)
    for lang in ("zh", "en"):
        assert json.dumps(found.to_dict(lang), ensure_ascii=False).encode()


def sealed(forged: dict[str, Any]) -> dict[str, Any]:
    """A receipt whose digest fits again, as somebody would make it who knows how.

    Raises UnicodeEncodeError for text that has no digest.
    """
    unsealed = ("digest", "names", "signature")
    kept = {key: value for key, value in forged.items() if key not in unsealed}
    return {**forged, "digest": digest_of(kept)}


def resealed(data: bytes) -> None:
    """A receipt as it is, and once more with a digest that fits: what is behind the seal is read
    only then.
    """
    receipt(data)
    try:
        forged = json.loads(data)
        receipt(json.dumps(sealed(forged)) if isinstance(forged, dict) else data)
    except (ValueError, RecursionError):
        return


# --- what is law ---


def policy(data: bytes) -> None:
    """A file of policy: checked; and where that finds no error, households are decided alike by
    both engines.
    """
    text = data.decode("utf-8", "replace")
    files = {"cn/law.toml": text}
    found = check_all(library_of(files), 2026_01_01)
    told(found)
    for each in found:
        if CATALOGUE[each.code].severity != "notice" and each.place.line:
            assert each.place.line <= text.count("\n") + text.count("\r") + 1
            assert each.place.column >= 1
    if errors_of(found):
        return
    try:
        rules = wr.loads(files).at("2024-03", known="2024-06-30")
    except (wr.PolicyError, RequestError) as error:
        told(error.findings)
        return
    drawer = Drawer.of(rules)
    for seed in range(3):
        given = drawer.written(drawer.household(Random(seed).randrange, (1, 3), unknown=seed))
        one, other = (rules.determine(given, engine=each) for each in ("native", "reference"))
        assert {**one.to_dict(), "engine": ""} == {**other.to_dict(), "engine": ""}
        assert one.explain("zh")
        assert other.explain("en")


@cache
def names() -> Names:
    """The names that formulas of the model county use."""
    return model().law.names


def written(data: bytes) -> None:
    """A formula: typed, or refused at places that it has."""
    text = data.decode("utf-8", "replace")
    for scope in Entity:
        node, wrong = formula(text, names(), scope, None)
        assert (node is None) == bool(wrong)
        for each in wrong:
            assert each.code in CATALOGUE
            assert 0 <= each.start < each.end <= len(text) + 1  # one behind: what is missing


READERS: Mapping[str, Callable[[bytes], None]] = {
    "policy": policy,
    "formula": written,
    "case": case,
    "history": history,
    "ledger": ledger,
    "receipt": resealed,
}
