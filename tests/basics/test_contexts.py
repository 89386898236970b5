"""Every public function gives the same bytes whatever the program around it has set: how decimals
are rounded and trapped, how strings hash, which language the machine speaks.
"""

from __future__ import annotations

import decimal
import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support import tiny
from tests.support.effort import examples
from welfare_rules.answer.answer import yuan
from welfare_rules.basics.due import due_text
from welfare_rules.basics.text import LANGUAGES
from welfare_rules.cli.main import main
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

EVENT = {
    "source": "s",
    "id": "1",
    "type": "death",
    "time": "2021-08-01",
    "received": "2021-08-10",
    "person": {"name": "A", "birth_date": "1950-01-01"},
    "set": {"death_date": "2021-07-20"},
}
TABLES = (
    {"id": ["h"], "financial_assets": ["12345.67"], "vehicles": [0], "dwellings": [1]},
    {"household": ["h", "h"], "id": ["a", "b"], "wage": ["333.33", "0"]},
)

HOSTILE: dict[str, Context] = {
    "two digits": Context(prec=2),
    "six digits": Context(prec=6),
    "every trap": Context(prec=3, traps=list(Context().flags)),
    "no trap": Context(prec=1, traps=[], rounding=decimal.ROUND_UP),
    "small letters and little room": Context(prec=4, Emax=3, Emin=-3, capitals=0, clamp=1),
    "rounded down": Context(prec=5, rounding=decimal.ROUND_DOWN),
}


def _answer(policy: wr.Policy, known: str = "2021-12-31") -> wr.Answer:
    return policy.at("2021-08", known).determine(TEXT)


def _decided(policy: wr.Policy) -> object:
    return _answer(policy).to_dict(), _answer(policy).explain("zh"), _answer(policy).digest


def _compared(policy: wr.Policy) -> object:
    answers = _answer(policy, "2021-08-05"), _answer(policy)
    return wr.compare(*answers).to_dict(), [wr.compare_words(*answers, each) for each in LANGUAGES]


def _receipt(policy: wr.Policy) -> object:
    answer = _answer(policy)
    written = write_receipt(answer, salt=lambda: "ab" * 32)
    read = read_receipt(json.dumps(written, ensure_ascii=False))
    masked = wr.mask_receipt(written), wr.mask_answer(answer).explain("en")
    return (
        written,
        masked,
        [str(each) for each in replay(read, policy, today="2026-01-01").differences],
    )


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
    "what if": lambda p: _decided(p.what_if({"dibao_standard": Decimal("760.35")}, "2021-07")),
    "curve": lambda p: (
        p.at("2021-08", "2021-12-31").curve(CASE, "members[a].wage", "0", "1500.05").to_dict()
    ),
    "change": lambda p: repr(p.at("2021-08", "2021-12-31").change(CASE, "dibao")),
    "read": lambda p: (
        repr(wr.read_history(json.dumps({"case": json.loads(TEXT)}))),
        repr(wr.read_ledger(json.dumps(PAID))),
    ),
    "compare": _compared,
    "asked": lambda p: repr([(each.to_ask, each.papers) for each in [_answer(p)]]),
    "alerts": lambda p: [each.to_dict() for each in p.alerts(HISTORY, EVENT, "a")],
    "watches": lambda p: [each.to_dict() for each in p.watches.values()],
    "tables": lambda p: wr.compare_runs(
        p.at("2021-08", "2021-12-31"), p.at("2021-09", "2021-12-31"), *TABLES
    ).to_dict(),
    "names": lambda p: repr((p.names, p.digest)),
    "metadata": lambda p: repr(
        [dict(each) for each in (p.benefits, p.facts, p.figures, p.circles)]
    ),
    "schemas": lambda p: [wr.schema(each, p) for each in ("case", "history", "ledger")],
    "sources": lambda p: (as_json(register(p.law)), repr(as_csv(register(p.law)))),
}
COMMANDS = {
    "check against": ("check", "POLICIES", "--against", "OLDER", "--format", "json"),
    "sources": ("sources", "--in", "tiny", "--format", "csv", "--policies", "POLICIES"),
    "names": ("names", "--in", "tiny", "--policies", "POLICIES"),
    "test": ("test", "--policies", "POLICIES", "--format", "json"),
    "schema": ("schema", "policy"),
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


def commands(folder: Path) -> dict[str, str]:
    """What each command writes of a small law, older and newer; for a process of its own too."""
    older, newer = (tiny.root(tiny.written(folder / each)) for each in ("older", "newer"))
    for each in sorted(newer.rglob("*.toml")):
        text = each.read_text(encoding="utf-8")
        if "value = 120.50" in text:
            each.write_text(text.replace("value = 120.50", "value = 120.55"), encoding="utf-8")
    places = {"POLICIES": str(newer), "OLDER": str(older)}
    made: dict[str, str] = {}
    for name, words in COMMANDS.items():
        given = ["--lang", "zh", *(places.get(each, each) for each in words)]
        result = CliRunner().invoke(main, given)
        made[name] = f"{result.exit_code} {result.output}".replace(str(folder), "")
    return made


def test_commands_write_the_same_under_each_context(tmp_path: Path) -> None:
    plain = commands(tmp_path / "plain")
    assert "120.55" in plain["check against"]
    for place, (name, context) in enumerate(HOSTILE.items()):
        with decimal.localcontext(context):
            assert commands(tmp_path / str(place)) == plain, name


ELSEWHERE = {  # that name what there is, read a key, or hand out what the others are made of
    *("jurisdictions", "loads", "signing_key", "public_key"),
    *("at", "at_but_for", "compiled", "engine", "jurisdiction", "known", "law", "month", "of"),
    *("policy", "program", "reader", "reference"),
}


def test_every_public_function_is_among_the_uses() -> None:
    functions = {each for each in wr.__all__ if inspect.isfunction(getattr(wr, each))}
    methods = {each for kind in (wr.Policy, wr.Rules) for each in vars(kind) if each[0] != "_"}
    text = Path(__file__).read_text(encoding="utf-8")
    unused = {
        each
        for each in (functions | methods) - ELSEWHERE
        if re.search(rf"(?<!\w){each}\(|\.{each}\b", text) is None
    }
    assert unused == set()


@settings(max_examples=examples(60))
@given(st.integers(-(10**40), 10**40), st.sampled_from(list(HOSTILE.values())))
def test_an_amount_of_any_size_is_exact(fen: int, context: Context) -> None:
    with decimal.localcontext(context):
        made = yuan(fen)
        assert made is not None
        assert (str(made), due_text(fen)) == (due_text(fen), due_text(fen))
    assert made * 100 == fen or abs(fen) > 10**26  # where the usual context still tells


@pytest.mark.slow
def test_no_hash_seed_no_locale_and_no_time_zone_changes_a_byte() -> None:
    script = (
        "import sys, tempfile; from decimal import Context; from pathlib import Path\n"
        "from tests.basics import test_contexts as t\n"
        "made = [t.told(each, Context()) for each in t.USES]\n"
        "made += [str(t.commands(Path(tempfile.mkdtemp())))]\n"
        "sys.stdout.buffer.write('\\n'.join(made).encode())\n"
    )
    outputs: set[bytes] = set()
    for seed, locale, zone in (
        ("0", "C", "UTC"),
        ("1", "C.UTF-8", "Pacific/Kiritimati"),
        ("4242", "tr_TR.UTF-8", "Pacific/Pago_Pago"),
    ):
        own = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        environment: dict[str, Any] = {**os.environ, **own}
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", script],
            env=environment,
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000
