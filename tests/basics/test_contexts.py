"""Every public function gives the same bytes whatever the program around it has set: how decimals
are rounded and trapped, how strings hash, which language the machine speaks.
"""

from __future__ import annotations

import decimal
import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support import tiny
from tests.support.effort import examples
from welfare_rules.answer.answer import yuan
from welfare_rules.basics.due import due_text
from welfare_rules.receipts.receipt import read_receipt, write_receipt
from welfare_rules.receipts.replay import replay
from welfare_rules.register.entries import register
from welfare_rules.register.listing import as_csv, as_json
from welfare_rules.settlement.letter import sentences

EXAMPLE = Path("docs/examples")
CASE = {
    "id": "h",
    "vehicles": 0,
    "dwellings": 1,
    "financial_assets": Decimal("12345.67"),
    "members": [
        {
            "id": "a",
            "relation": "head",
            "birth_date": "1950-01-01",
            "wage": Decimal("1234.56"),
            "disability_kind": "none",
            "division": "999999",
        }
    ],
}
TEXT = json.dumps(CASE, default=float)
HISTORY = {"case": CASE}
PAID = [{"month": "2021-08", "benefit": "dibao", "payee": "h", "amount": "123456789.67"}]

HOSTILE: dict[str, Context] = {
    "two digits": Context(prec=2),
    "six digits": Context(prec=6),
    "every trap": Context(prec=3, traps=list(Context().flags)),
    "no trap": Context(prec=1, traps=[], rounding=decimal.ROUND_UP),
    "small letters and little room": Context(prec=4, Emax=3, Emin=-3, capitals=0, clamp=1),
    "rounded down": Context(prec=5, rounding=decimal.ROUND_DOWN),
}


def _receipt(policy: wr.Policy) -> object:
    answer = policy.at("2021-08", "2021-12-31").determine(TEXT)
    written = write_receipt(answer, salt=lambda: "ab" * 32)
    read = read_receipt(json.dumps(written, ensure_ascii=False))
    return written, [str(each) for each in replay(read, policy, today="2026-01-01").differences]


def _refused(policy: wr.Policy) -> object:
    wrong = ["1e30", "1E+30", 1e-9, Decimal("1E-9"), "0.001", "inf", "nan", "x", "1_0", "１", 1e300]
    made: list[object] = []
    for each in wrong:
        try:
            policy.at("2021-08", "2021-12-31").read({**CASE, "financial_assets": each})
        except wr.CaseError as error:
            made.append([each.message("en") for each in error.findings])
    return made


USES: dict[str, Callable[[wr.Policy], object]] = {
    "determine": lambda p: p.at("2021-08", "2021-12-31").determine(CASE).to_dict(),
    "from text": lambda p: p.at("2021-08", "2021-12-31").determine(TEXT).to_dict(),
    "repr": lambda p: repr(p.at("2021-08", "2021-12-31").determine(TEXT)["dibao"]),
    "explain": lambda p: p.at("2021-08", "2021-12-31").determine(TEXT).explain("en"),
    "timeline": lambda p: [
        each.to_dict() for each in p.timeline(HISTORY, "2021-07", "2021-09", "2021-12-31")
    ],
    "settle": lambda p: p.settle(HISTORY, PAID, "2021-08", "2021-08", "2021-12-31").to_dict(),
    "letter": lambda p: list(
        sentences(p.law, p.settle(HISTORY, PAID, "2021-08", "2021-09", "2021-12-31"), "zh")
    ),
    "plan": lambda p: p.plan(
        HISTORY, p.settle(HISTORY, PAID, "2021-08", "2021-08", "2021-12-31")
    ).to_dict(),
    "receipt": _receipt,
    "refused": _refused,
    "upcoming": lambda p: p.upcoming(CASE, "2021-08", within=3, known="2021-12-31").to_dict(),
}


def told(use: str, context: Context) -> str:
    """What a use comes to under a context, in one text; loaded anew, so that nothing is kept."""
    with decimal.localcontext(context):
        return json.dumps(USES[use](wr.load("cn/model")), ensure_ascii=False, default=str)


@pytest.mark.parametrize("use", USES)
def test_no_context_of_decimals_changes_a_byte(use: str) -> None:
    plain = told(use, Context())
    assert len(plain) > 2
    for name, context in HOSTILE.items():
        assert told(use, context) == plain, name


def test_a_law_is_read_and_listed_alike(tmp_path: Path) -> None:
    """Read anew under each context, from a folder of its own."""

    def read(folder: str) -> tuple[str, object, bytes]:
        root = tiny.root(tiny.written(tmp_path / folder))
        policy = wr.load("tiny", root)
        found = register(policy.law)
        case = {"id": "h", "stock": 0, "members": [{"id": "a", "pay": "100.33", "age": 70}]}
        answer = policy.at("2021-03", "2021-12-31").determine(case).to_dict()
        return json.dumps(answer), as_json(found), as_csv(found)

    plain = read("plain")
    for name, context in HOSTILE.items():
        with decimal.localcontext(context):
            assert read(name) == plain, name


@settings(max_examples=examples(60))
@given(st.integers(-(10**40), 10**40), st.sampled_from(list(HOSTILE.values())))
def test_an_amount_of_any_size_is_exact(fen: int, context: Context) -> None:
    with decimal.localcontext(context):
        made = yuan(fen)
        assert made is not None
        assert (str(made), due_text(fen)) == (due_text(fen), due_text(fen))
    assert made * 100 == fen or abs(fen) > 10**26  # where the usual context still tells


@pytest.mark.slow
def test_no_hash_seed_and_no_locale_changes_a_byte() -> None:
    script = (
        "import json, welfare_rules as wr\n"
        "policy = wr.load('cn/jiangsu/yancheng/binhai')\n"
        f"answer = policy.at('2021-08', '2021-12-31').determine({TEXT!r})\n"
        "print(json.dumps(answer.to_dict()), answer.explain('zh').encode(), policy.law.documents)\n"
    )
    outputs: set[bytes] = set()
    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("4242", "tr_TR.UTF-8")):
        environment: dict[str, Any] = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", script],
            env=environment,
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
