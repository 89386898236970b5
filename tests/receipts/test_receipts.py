"""Receipts: what one has in it, that no change of it passes, that it can be shown without names,
signed, and made again.
"""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.copies import copied
from tests.support.effort import examples
from tests.support.households import couple, household, person
from tests.support.laws import document
from welfare_rules.basics.canonical import canonical, digest_of
from welfare_rules.basics.days import Month
from welfare_rules.cli.main import main
from welfare_rules.comparison.sentences import compare_words
from welfare_rules.findings import CaseError, RequestError
from welfare_rules.history.facts import read_history
from welfare_rules.history.timeline import timeline
from welfare_rules.history.unknown import unknown_at
from welfare_rules.receipts import signing
from welfare_rules.receipts.canonical_case import read_again, said_unknown, written_case
from welfare_rules.receipts.commitments import commitment, named_codes
from welfare_rules.receipts.receipt import mask_answer, mask_receipt, read_receipt, write_receipt
from welfare_rules.receipts.replay import check_signature, replay

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "docs" / "examples" / "household.json"
MODEL = wr.load("cn/model")
EARLY = MODEL.at("2021-08", known="2021-08-31")
ANSWER = EARLY.determine(CASE.read_bytes())
WHOLE = write_receipt(ANSWER)
TODAY = "2022-01-31"
signs = pytest.mark.skipif(not signing.available(), reason="the extra `sign` is not installed")


def run(*words: str, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(
        main, list(words), input=stdin, env={"LANG": "C", "LC_ALL": None, "LANGUAGE": None}
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


# --- what is in it ---


def test_a_receipt_has_all_that_is_needed_to_make_it_again() -> None:
    made = {
        key: WHOLE[key]
        for key in (
            "format",
            "library",
            "engine",
            "jurisdiction",
            "month",
            "known",
            "program",
            "begun_only",
            "unknown",
        )
    }
    assert made == {
        "format": "welfare-receipt/1",
        "library": wr.__version__,
        "engine": "native",
        "jurisdiction": "cn/model",
        "month": "2021-08",
        "known": "2021-08-31",
        "program": EARLY.digest,
        "begun_only": True,
        "unknown": [],
    }
    assert {each["id"] for each in WHOLE["documents"]} == {
        each.id for each in MODEL.law.instruments
    }
    assert (WHOLE["answer"]["circle"], WHOLE["answer"]["total"]) == (
        ANSWER.circle,
        ANSWER.to_dict()["total"],
    )
    assert [each["amount"] for each in WHOLE["answer"]["benefits"]] == [
        each["amount"] for each in ANSWER.to_dict()["benefits"]
    ]
    body = {
        key: value for key, value in WHOLE.items() if key not in ("digest", "names", "signature")
    }
    assert WHOLE["digest"] == digest_of(body)


def test_the_facts_of_a_receipt_are_read_to_the_same_numbers() -> None:
    special = person(
        "p9",
        "other",
        "2020-02-29",
        disability_kind="mental",
        disability_grade=3,
        wage={"per_year": "100.01"},
        receiving=["tekun", "dibao"],
        disability_certificate_until="none",
        absence="monastery",
        absence_since="2019-05-05",
        division="320922",
        other_income=None,
    )
    for data in (
        json.loads(CASE.read_bytes()),
        couple(),
        household(special, phase_out_since="2021-01-01", emergency=None),
    ):
        case = EARLY.read(data)
        written = written_case(MODEL.law, case)
        assert read_again(EARLY, json.loads(json.dumps(written)), (), "again") == case
        assert written_case(MODEL.law, EARLY.read(written)) == written


def test_facts_that_sources_leave_open_stay_open() -> None:
    column = next(fact.column for fact in MODEL.law.facts if fact.id == "death_date")
    case = unknown_at(MODEL.law, EARLY.read(couple()), [(0, column)])
    assert said_unknown(MODEL.law, case) == ("members[p1].death_date",)
    receipt = read_receipt(write_receipt(EARLY.determine(case)))
    found = replay(receipt, MODEL, today="2021-08-31")
    assert found.reproduced
    assert found.again is not None
    assert found.again.case.unknown == case.unknown


# --- tampering ---


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value that is no list or object."""
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    found = False
    for key, each in pairs:
        found = True
        yield from places(each, (*path, key))
    if not found:
        yield path


def other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case str():
            return value[:-1] + ("0" if value[-1:] != "0" else "1")
        case None:
            return False
        case list() | dict():
            return ["x"]
        case _:
            return value + 1


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    made = copy.copy(data)
    made[path[0]] = value if len(path) == 1 else changed(data[path[0]], path[1:], value)
    return made


def without(data: Any, path: tuple[Any, ...]) -> Any:
    made = copy.copy(data)
    if len(path) == 1:
        del made[path[0]]
    else:
        made[path[0]] = without(data[path[0]], path[1:])
    return made


def test_every_change_of_a_single_field_is_refused() -> None:
    paths = list(places(WHOLE))
    assert len(paths) > 500
    for path in paths:
        value = WHOLE
        for key in path:
            value = value[key]
        for made in (changed(WHOLE, path, other(value)), without(WHOLE, path)):
            with pytest.raises(CaseError) as caught:
                read_receipt(made)
            assert {each.code for each in caught.value.findings} == {"WR429"}, path


def test_what_is_added_or_moved_is_refused() -> None:
    name = WHOLE["names"][0]
    for made in (
        {**WHOLE, "note": "x"},
        {**WHOLE, "facts": {**WHOLE["facts"], "vehicles": 1}},
        {**WHOLE, "names": [*WHOLE["names"], name]},
        {
            **WHOLE,
            "names": [
                {**name, "commitment": commitment(name["kind"], "q", name["salt"]), "value": "q"}
            ],
        },
        {**WHOLE, "answer": {**WHOLE["answer"], "benefits": WHOLE["answer"]["benefits"][::-1]}},
    ):
        with pytest.raises(CaseError, match="WR429"):
            read_receipt(made)
    # layout is no change
    assert read_receipt(json.dumps(WHOLE, indent=3, ensure_ascii=True)).digest == WHOLE["digest"]
    assert read_receipt(dict(reversed(WHOLE.items()))).digest == WHOLE["digest"]


def test_a_receipt_that_was_made_up_is_told_from_one_that_is_true() -> None:
    """Its digest can be made anew by anybody; then the decision does not come out as it says."""
    body = {
        key: value for key, value in copy.deepcopy(WHOLE).items() if key not in ("digest", "names")
    }
    body["answer"]["benefits"][0]["amount"] = "1228.00"
    found = replay(read_receipt({**body, "digest": digest_of(body)}), MODEL, today=TODAY)
    assert not found.reproduced
    assert [each.to_dict() for each in found.differences] == [
        {"path": "benefits[0].amount", "receipt": "1228.00", "now": "1227.00"}
    ]


def test_canonical_json() -> None:
    assert (
        canonical({"b": 1, "a": ["低保", None, True]}) == '{"a":["低保",null,true],"b":1}'.encode()
    )


# --- made again ---


@pytest.mark.parametrize("engine", ["reference", "native"])
@pytest.mark.parametrize("masked", [False, True])
def test_a_receipt_is_made_again(engine: str, masked: bool) -> None:
    receipt = read_receipt(
        json.dumps(write_receipt(EARLY.determine(couple(), engine), masked=masked))
    )
    found = replay(receipt, MODEL, today="2021-08-31")
    assert (found.reproduced, found.same_program, found.documents, found.differences) == (
        True,
        True,
        (),
        (),
    )
    assert found.today is not None
    assert not found.today.differs


def test_what_today_would_answer_and_why() -> None:
    found = replay(read_receipt(WHOLE), MODEL, today=TODAY)
    assert found.today is not None
    assert found.reproduced
    dibao = found.today.changes[0]
    assert (
        dibao.benefit,
        dibao.before and dibao.before.amount,
        dibao.after and dibao.after.amount,
    ) == ("dibao", 1227, 1326)
    figure = found.to_dict()["today"]["benefits"][0]["causes"][0]
    assert (figure["what"], figure["before"]["value"], figure["after"]["value"]) == (
        "dibao_standard",
        "700.00",
        "730.00",
    )
    assert (figure["before"]["announced"], figure["after"]["announced"]) == (
        "2020-06-20",
        "2021-09-15",
    )
    zh, en = (found.to_dict(lang)["today"]["sentences"][0] for lang in ("zh", "en"))
    assert (
        "1326 元而非 1227 元，因为 2021-09-15 公布的低保标准为 730 元（原为 2020-06-20 公布的 700 元）"
        in zh
    )
    assert (
        "1326 yuan instead of 1227 yuan, because dibao standard announced on 2021-09-15 is 730 yuan"
        in en
    )


def test_what_todays_facts_would_answer_rule_by_rule() -> None:
    richer = {**json.loads(CASE.read_bytes()), "financial_assets": "100000.00"}
    found = replay(read_receipt(WHOLE), MODEL, today="2021-08-31", case=richer)
    assert found.facts is not None
    first = found.facts.to_dict()["benefits"][0]
    assert (first["before"]["status"], first["after"]["status"]) == ("eligible", "not_eligible")
    assert [(each["rule"], each["before"], each["after"]) for each in first["rules"]] == [
        ("property-within-limits", True, False)
    ]
    assert first["causes"] == [
        {"kind": "fact", "what": "financial_assets", "before": "8600.00", "after": "100000.00"}
    ]
    assert "“家庭财产符合" in compare_words(found.facts.before, found.facts.after)[0]


def test_an_answer_of_a_timeline_has_a_receipt_too() -> None:
    history = read_history({"case": couple(decided_on="2021-08-05"), "changes": []})
    history = replace(history, case={**history.case, "phase_out_since": "2022-01-01"})
    for answer in timeline(MODEL, history, Month.of(2021, 7), Month.of(2021, 9), 20211231):
        found = replay(read_receipt(write_receipt(answer)), MODEL, today=TODAY)
        assert found.reproduced, found.differences


# --- changed policies ---


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return copied(tmp_path)


def edit(policies: Path, name: str, old: str, new: str) -> wr.Policy:
    path = policies / "cn" / "model" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return wr.load("cn/model", policies)


def test_layout_and_comments_are_no_change(policies: Path) -> None:
    policy = edit(policies, "standards.toml", "value = 700\n", "value =    700   # as announced\n")
    found = replay(read_receipt(WHOLE), policy, today="2021-08-31")
    assert (found.documents, found.same_program, found.reproduced) == ((), True, True)


def test_a_figure_announced_since_changes_the_file_but_not_the_law_of_that_day(
    policies: Path,
) -> None:
    last = "value = 783.50\nannounced = 2023-06-20\n"
    later = "\n[[figure.dibao_standard.version]]\nfrom = 2024-07-01\nvalue = 800\nannounced = 2024-06-20\n"
    policy = edit(policies, "standards.toml", last, last + later)
    found = replay(read_receipt(WHOLE), policy, today="2021-08-31")
    assert [(each.id, each.kind) for each in found.documents] == [("cn.model.standards", "changed")]
    assert (found.same_program, found.reproduced) == (True, True)


def test_a_figure_rewritten_since_is_found_out(policies: Path) -> None:
    policy = edit(policies, "standards.toml", "value = 700\n", "value = 705\n")
    found = replay(read_receipt(WHOLE), policy, today=TODAY)
    assert [(each.id, each.kind) for each in found.documents] == [("cn.model.standards", "changed")]
    assert (found.same_program, found.reproduced) == (False, False)
    assert {"benefits[0].amount", "benefits[0].at_least"} <= {
        each.path for each in found.differences
    }


def test_a_document_that_came_or_went_is_named(policies: Path) -> None:
    folder = policies / "cn" / "model"
    (folder / "more.toml").write_text(
        document("cn.model.more", ("补充", "more"), "2021-01-01"), encoding="utf-8"
    )
    grown = wr.load("cn/model", policies)
    found = replay(read_receipt(WHOLE), grown, today=TODAY)
    assert [(each.id, each.kind) for each in found.documents] == [("cn.model.more", "added")]
    receipt = read_receipt(
        write_receipt(grown.at("2021-08", known="2021-08-31").determine(couple()))
    )
    assert [(each.id, each.kind) for each in replay(receipt, MODEL, today=TODAY).documents] == [
        ("cn.model.more", "removed")
    ]


def test_facts_that_the_law_no_longer_knows_are_told() -> None:
    body = {key: value for key, value in WHOLE.items() if key not in ("digest", "names")}
    body["facts"] = {**body["facts"], "pigs": 3}
    found = replay(read_receipt({**body, "digest": digest_of(body)}), MODEL, today=TODAY)
    assert not found.reproduced
    assert [each.code for each in found.trouble] == ["WR402"]
    assert found.to_dict()["reproduced"] is False


# --- without names ---


def test_a_masked_receipt_names_nobody_and_is_the_same_receipt() -> None:
    case = couple(id="张三一家", division="320923")
    case["members"][0]["id"] = "320922198003011234"
    case["members"][1]["division"] = "320981"
    case["members"][0]["disability_kind"] = None  # the answer names what is missing, and of whom
    whole = write_receipt(EARLY.determine(case))
    masked = mask_receipt(whole)
    text = json.dumps(masked, ensure_ascii=False)
    for name in ("张三一家", "320922198003011234", '"p2"', "320923", "320981"):
        assert name in json.dumps(whole, ensure_ascii=False)
        assert name not in text
    assert masked["digest"] == whole["digest"]
    found = [replay(read_receipt(each), MODEL, today=TODAY) for each in (whole, masked)]
    assert [each.reproduced for each in found] == [True, True]
    said = [each.to_dict()["today"]["benefits"] for each in found]
    assert [(one["benefit"], one["after"]) for one in said[0]] == [
        (one["benefit"], one["after"]) for one in said[1]
    ]
    assert found[0].again is not None
    assert found[0].again.case.id == "张三一家"


def test_what_is_received_that_is_no_benefit_of_the_law_is_refused_and_never_told_on() -> None:
    case = json.loads(CASE.read_bytes())
    case["members"][0]["receiving"] = ["tekun", "tekum"]
    with pytest.raises(CaseError) as caught:
        MODEL.at("2021-08", TODAY).determine(case)
    (found,) = caught.value.findings
    assert (found.code, found.place.path) == ("WR317", "members[0].receiving")
    assert found.detail("nearest") == "tekun"


def test_a_receipt_that_shows_another_month_than_the_one_it_proves_is_not_reproduced() -> None:
    for key, value in (
        ("month", "2031-01"),
        ("known", "1999-01-01"),
        ("jurisdiction", "cn/elsewhere"),
        ("case", "h9"),
    ):
        receipt = json.loads(
            json.dumps(write_receipt(MODEL.at("2021-08", TODAY).determine(CASE.read_bytes())))
        )
        receipt["answer"][key] = value
        del receipt["names"]
        receipt["digest"] = digest_of(
            {
                each: receipt[each]
                for each in receipt
                if each not in ("digest", "names", "signature")
            }
        )
        assert not replay(read_receipt(receipt), MODEL, today=TODAY).reproduced


def test_one_name_can_be_shown_without_the_others() -> None:
    name = next(each for each in WHOLE["names"] if each["value"] == "p2")
    shown = mask_receipt(WHOLE, keep=[name["commitment"]])
    found = replay(read_receipt(shown), MODEL, today=TODAY)
    assert found.again is not None
    assert found.again.case.member_ids[1] == "p2"
    assert "p1" not in found.again.case.member_ids


def test_the_countys_own_code_stays_as_it_is_and_decides() -> None:
    """An old-age allowance is for people of the county: masking other codes leaves it as it was."""
    assert 999999 in named_codes(MODEL.law)
    for code, amount in (("999999", "50.00"), ("320981", "0.00")):
        answer = EARLY.determine(household(person("p1", "head", "1940-01-01", division=code)))
        assert f"{answer['old_age_allowance', 'p1'].amount}" == amount
        masked = write_receipt(answer, masked=True)
        assert masked["facts"]["members"][0]["division"].startswith(
            "9" if code == "999999" else "#"
        )
        assert replay(read_receipt(masked), MODEL, today=TODAY).reproduced


def test_salts_are_never_used_twice() -> None:
    again = write_receipt(ANSWER)
    assert again["digest"] != WHOLE["digest"]
    salts = [each["salt"] for made in (WHOLE, again) for each in made["names"]]
    assert len(set(salts)) == len(salts) == 8
    assert {len(each) for each in salts} == {64}
    count = itertools.count()
    same = [write_receipt(ANSWER, salt=lambda: f"{next(count) % 4}") for _ in range(2)]
    assert same[0] == same[1]


def test_an_explanation_can_be_had_without_names() -> None:
    case = json.loads(CASE.read_bytes())
    case["id"] = "张三一家"
    case["members"][0] |= {"id": "张三", "disability_kind": None}
    text = mask_answer(EARLY.determine(case)).explain("zh")
    assert "张三" not in text
    assert "M2" in text


@settings(max_examples=examples(15), deadline=None)
@given(
    ids=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
        min_size=2,
        max_size=2,
        unique=True,
    ),
    grade=st.integers(1, 4),
    wage=st.integers(0, 300000),
    code=st.sampled_from(["999999", "320922", None]),
    kind=st.sampled_from(["none", "mental", None]),
)
def test_whole_and_masked_receipts_of_any_household_are_made_again(
    ids: list[str], grade: int, wage: int, code: str | None, kind: str | None
) -> None:
    head = person(
        ids[0],
        "head",
        "1950-01-31",
        wage={"per_year": f"{wage // 100}.{wage % 100:02d}"},
        employed=True,
        division=code,
    )
    rest = person(
        ids[1],
        "spouse",
        "1951-02-28",
        disability_kind=kind,
        disability_grade=grade,
        division="320981",
    )
    whole = write_receipt(EARLY.determine(household(head, rest, id=ids[1])))
    for made in (whole, mask_receipt(whole)):
        found = replay(read_receipt(json.dumps(made)), MODEL, today="2021-08-31")
        assert found.reproduced, found.differences
        assert found.today is not None
        assert not found.today.differs


# --- signatures ---


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A private and a public key as files."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    secret, public = tmp_path / "key.pem", tmp_path / "pub.pem"
    encoding = serialization.Encoding.PEM
    secret.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public.write_bytes(
        key.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return secret, public


@signs
def test_a_signature_is_verified_and_outlives_masking(keys: tuple[Path, Path]) -> None:
    made = write_receipt(ANSWER, key=signing.signing_key(keys[0]))
    trusted = signing.public_key(keys[1])
    for each in (made, mask_receipt(made)):
        assert check_signature(read_receipt(each), trusted) == "verified"
        assert check_signature(read_receipt(each)) == "valid"
        assert replay(read_receipt(each), MODEL, today=TODAY, trusted=trusted).signed == "verified"


EIGHTH = int.from_bytes(  # y of a point of order 8
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
WEAK = {  # points of small order, in all their spellings: y, y + 2²⁵⁵ − 19, either sign of x
    ((value + times * (2**255 - 19)) | sign << 255).to_bytes(32, "little").hex()
    for value in (0, 1, 2**255 - 20, EIGHTH, 2**255 - 19 - EIGHTH)
    for times in ((0, 1) if value < 2 else (0,))
    for sign in (0, 1)
}


@signs
def test_a_key_with_which_anybody_signs_signed_nothing() -> None:
    """Of the point with y = 1 a signature of the same point and of zeros fits everything."""
    zeros = "00" * 32
    for key in WEAK:
        for first in (key, zeros):
            forged = {"algorithm": "ed25519", "key": key, "value": first + zeros}
            with pytest.raises(CaseError) as refused:
                check_signature(read_receipt({**WHOLE, "signature": forged}))
            assert [each.code for each in refused.value.findings] == ["WR429"]


@signs
def test_wrong_signatures_are_refused(keys: tuple[Path, Path]) -> None:
    made = write_receipt(ANSWER, key=signing.signing_key(keys[0]))
    trusted = signing.public_key(keys[1])
    forged = {
        **made,
        "signature": {**made["signature"], "value": other(made["signature"]["value"])},
    }
    foreign = {**made, "signature": {**made["signature"], "key": other(made["signature"]["key"])}}
    with pytest.raises(CaseError, match="WR429"):
        check_signature(
            read_receipt({key: value for key, value in made.items() if key != "signature"}), trusted
        )
    for each in (forged, foreign):
        for key in (None, trusted):
            with pytest.raises(CaseError, match="WR429"):
                check_signature(read_receipt(each), key)
    later = write_receipt(EARLY.determine(couple()), key=signing.signing_key(keys[0]))
    with pytest.raises(CaseError, match="WR429"):
        check_signature(read_receipt({**later, "signature": made["signature"]}), trusted)


@signs
def test_a_key_file_that_is_none_is_told_in_a_sentence(
    keys: tuple[Path, Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("-----BEGIN PRIVATE KEY-----\n", encoding="utf-8")
    for path in (broken, tmp_path / "none.pem", keys[1]):
        with pytest.raises(RequestError, match="WR508"):
            signing.signing_key(path)
    for path in (broken, tmp_path / "none.pem", keys[0]):
        with pytest.raises(RequestError, match="WR508"):
            signing.public_key(path)


@signs
def test_signing_on_the_command_line(keys: tuple[Path, Path], tmp_path: Path) -> None:
    file = str(tmp_path / "receipt.json")
    month = ("--in", "cn/model", "--month", "2021-08", "--known", "2021-08-31")
    assert (
        run(
            "determine", str(CASE), *month, "--receipt", file, "--sign-with", str(keys[0])
        ).exit_code
        == 0
    )
    result = run("replay", file, "--verify-with", str(keys[1]), "--today", TODAY)
    assert result.exit_code == 0
    assert "signed with the key that was given" in result.stdout
    Path(file).write_text(json.dumps(WHOLE), encoding="utf-8")
    assert run("replay", file, "--verify-with", str(keys[1])).exit_code == 2


def test_without_the_extra_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    key = tmp_path / "key.pem"
    key.write_text("x", encoding="utf-8")
    result = run(
        "determine",
        str(CASE),
        "--in",
        "cn/model",
        "--month",
        "2021-08",
        "--receipt",
        str(tmp_path / "r.json"),
        "--sign-with",
        str(key),
    )
    assert result.exit_code == 2
    assert "pip install 'welfare-rules[sign]'" in result.stderr
    signed = {**WHOLE, "signature": {"algorithm": "ed25519", "key": "ab", "value": "cd"}}
    assert check_signature(read_receipt(signed)) == "unchecked"
    assert (
        run("replay", "-", "--verify-with", str(key), stdin=json.dumps(signed).encode()).exit_code
        == 2
    )


# --- the command ---


def test_from_determine_to_replay(tmp_path: Path) -> None:
    file, masked = str(tmp_path / "receipt.json"), str(tmp_path / "masked.json")
    month = ("--in", "cn/model", "--month", "2021-08", "--known", "2021-08-31")
    plain = run("determine", str(CASE), *month, "--format", "json").stdout
    assert (
        run("determine", str(CASE), *month, "--format", "json", "--receipt", file).stdout == plain
    )
    assert run("determine", str(CASE), *month, "--receipt", masked, "--masked").exit_code == 0
    assert "names" not in json.loads(Path(masked).read_text(encoding="utf-8"))
    for each in (file, masked):
        result = run("replay", each, "--format", "json", "--today", TODAY)
        made = json.loads(result.stdout)
        assert (result.exit_code, made["reproduced"], made["program"]["same"]) == (0, True, True)
        assert made["today"]["known"] == TODAY
        assert made["todays_facts"] is None
        assert {each["benefit"] for each in made["today"]["benefits"]} >= {
            "dibao",
            "disability_living_subsidy",
        }
    text = run("replay", file, "--lang", "zh", "--today", TODAY, "--case", str(CASE)).stdout
    assert "重算一致：同样的政策得出同样的结果" in text
    assert "按今天的政策和今天的事项" in text


def test_the_exit_status_tells_a_bad_receipt_from_one_that_is_not_reproduced(
    tmp_path: Path, policies: Path
) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps({**WHOLE, "month": "2021-09"}), encoding="utf-8")
    result = run("replay", str(file))
    assert result.exit_code == 2
    assert "WR429" in result.stderr
    file.write_text(json.dumps(WHOLE), encoding="utf-8")
    edit(policies, "standards.toml", "value = 700\n", "value = 705\n")
    result = run("replay", str(file), "--policies", str(policies), "--today", TODAY)
    assert result.exit_code == 1
    assert "cn.model.standards" in result.stdout
    assert "1227.00" in result.stdout
    edit_text = (policies / "cn" / "model" / "standards.toml").read_text(encoding="utf-8")
    (policies / "cn" / "model" / "standards.toml").write_text(
        edit_text + "\nx = 1\n", encoding="utf-8"
    )
    assert run("replay", str(file), "--policies", str(policies)).exit_code == 1
    assert run("replay", str(tmp_path / "nothing.json")).exit_code == 2
    assert run("replay", str(file), "--case", str(tmp_path / "nothing.json")).exit_code == 2
    assert run("replay", str(file), "--today", "soon").exit_code == 2


garbage = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.text(max_size=5)
    | st.just("sha256:" + "0" * 64)
    | st.just("#" + "0" * 64),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(WHOLE)) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=examples(60), deadline=None)
@given(data=garbage, at=st.sampled_from([*sorted(WHOLE), ""]), sealed=st.booleans())
def test_garbage_is_refused_or_not_reproduced_and_never_shows_a_traceback(
    data: Any, at: str, sealed: bool
) -> None:
    made: Any = {**WHOLE, at: data} if at else data
    if sealed and isinstance(made, dict):
        body = {
            key: value for key, value in made.items() if key not in ("digest", "names", "signature")
        }
        made = {**made, "digest": digest_of(body)}
    assert run("replay", "-", "--today", TODAY, stdin=json.dumps(made).encode()).exit_code in (
        0,
        1,
        2,
    )


def sealed_anew(**changes: Any) -> dict[str, Any]:
    """The receipt with other contents and the digest that fits them, as anybody can make it."""
    body = {key: each for key, each in WHOLE.items() if key not in ("digest", "names")}
    body |= changes
    return {**body, "digest": digest_of(body)}


@settings(max_examples=examples(60), deadline=None)
@given(data=garbage, at=st.sampled_from(["benefits", "total", "once", "circle", "case", "more"]))
def test_whatever_stands_in_the_answer_of_a_receipt_is_a_difference_and_no_fault(
    data: Any, at: str
) -> None:
    made = sealed_anew(answer={**WHOLE["answer"], at: data})
    found = replay(read_receipt(made), MODEL, today=TODAY)
    assert found.reproduced is (data == WHOLE["answer"].get(at))
    assert {each.path.partition("[")[0].partition(".")[0] for each in found.differences} <= {at}


def test_an_unknown_fact_that_nobody_has_is_no_part_of_what_is_reproduced() -> None:
    """Whatever a receipt says beyond what is worked out again must not pass for reproduced."""
    assert replay(read_receipt(sealed_anew()), MODEL, today=TODAY).reproduced
    made = sealed_anew(unknown=[*WHOLE["unknown"], "members[nobody].wage"])
    found = replay(read_receipt(made), MODEL, today=TODAY)
    assert not found.reproduced
    assert [each.code for each in found.trouble] == ["WR402"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a": 1, "a": 2}',
        b"1e999",
        b'{"format": "\\ud800"}',
        b"null",
    ],
)
def test_what_is_no_json_is_refused(text: bytes) -> None:
    assert run("replay", "-", stdin=text).exit_code == 2


def test_dates_and_decimals_of_a_policy_file_are_not_texts(policies: Path) -> None:
    policy = edit(policies, "standards.toml", "value = 783.50\n", "value = 783.5\n")
    assert replay(read_receipt(WHOLE), policy, today=TODAY).documents == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [("note", "paid in full"), ("engine", "oracle"), ("policy_digest", "sha256:" + "0" * 64)],
)
def test_an_unsigned_receipt_proves_nothing_that_was_not_worked_out(key: str, value: str) -> None:
    more = {each: WHOLE[each] for each in WHOLE if each not in ("digest", "names", "signature")}
    more["answer"] = {**more["answer"], key: value}
    made = {**more, "digest": digest_of(more), "names": WHOLE["names"]}
    found = replay(read_receipt(made), MODEL, today=TODAY)
    assert [each.path for each in found.differences] == [key]
    assert not found.reproduced


def test_an_explanation_without_names_has_no_codes_of_people_in_it() -> None:
    case = json.loads(CASE.read_bytes())
    case["division"] = "654321"
    case["members"][0]["division"] = "654321"
    case["members"][1]["division"] = "123456"
    answer = EARLY.determine(case)
    assert "654321" in answer.explain("zh")
    text = mask_answer(answer).explain("zh")
    assert "654321" not in text
    assert "123456" not in text
    assert "C1" in text
