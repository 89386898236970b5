"""Each schema accepts exactly what its reader accepts, for two validators of different make."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, is_typeddict

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.command import run
from tests.support.effort import examples
from welfare_rules.schemas.catalogue import NAMES, OF_A_LAW
from welfare_rules.written import derivation

DOCS = Path(__file__).parents[2] / "docs" / "examples"
POLICY = wr.load("cn/model")
RULES = POLICY.at("2021-08", known="2021-12-31")
CASE = json.loads((DOCS / "household.json").read_bytes())
HISTORY = json.loads((DOCS / "late-standard" / "history.json").read_bytes())
LEDGER = json.loads((DOCS / "late-standard" / "ledger.json").read_bytes())
# What only several values together show, or a whole law.
TOGETHER = {"WR408", "WR410", "WR411", "WR421", "WR428", "WR435"}


def validators(name: str) -> tuple[Callable[[Any], bool], Callable[[Any], bool]]:
    schema = wr.schema(name, POLICY)
    jsonschema.Draft202012Validator.check_schema(schema)
    one = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    other = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return one.is_valid, other.is_valid


VALID = {name: validators(name) for name in NAMES}


def accepted(name: str, data: Any) -> bool:
    """What both validators say."""
    one, other = (each(data) for each in VALID[name])
    assert one == other, data
    return one


def codes(read: Callable[[], object]) -> set[str]:
    try:
        read()
    except wr.CaseError as error:
        return {each.code for each in error.findings} - TOGETHER
    return set()


CENTS = st.integers(-5, 10**9 + 200).map(lambda fen: fen / 100)
AMOUNTS = (
    CENTS
    | CENTS.map(lambda yuan: f"{yuan:.2f}")
    | st.integers(-2, 10**7 + 2)
    | st.sampled_from(
        [
            0.07,
            0.14,
            0.28,
            100.0,
            1.0,
            "5",
            "5.",
            ".5",
            "+5",
            "-0",
            "-1",
            " 5 ",
            "5.120",
            "5.123",
            "007",
            "10000000",
            "10000000.00",
            "10000000.01",
            "1e3",
            "五",
            "",
            ".",
            "5,00",
            "1_0",
            "120000000",
            "120000000.01",
            "0.1.2",
            "٣",
            "９",
            "0" * 20 + "1",
            10**12,
            -(10**12),
        ]
    )
)
DAYS = st.dates().map(str) | st.sampled_from(
    [
        "2024-02-29",
        "2023-02-29",
        "1900-01-01",
        "1899-12-31",
        "2199-12-31",
        "2200-01-01",
        "none",
        "2021-8-1",
        "2021-08-32",
        "2021-13-01",
        "2021-08-01T00:00",
        "20210801",
        "2000-02-29",
        "1900-02-29",
        "0001-01-01",
        "0000-01-01",
        "2021-04-31",
        "２021-08-01",
        "2021-08",
    ]
)
WORDS = st.sampled_from(
    [
        "none",
        "head",
        "户主",
        "urban",
        "城镇",
        "able",
        "有履行能力",
        "female",
        "x",
        "visual",
        "视力",
        "320922",
        "032092",
        "3209220",
        "dibao",
        "最低生活保障",
    ]
)
ANY = (
    AMOUNTS
    | DAYS
    | WORDS
    | st.booleans()
    | st.none()
    | AMOUNTS.map(lambda each: {"per_year": each})
    | st.sampled_from([{"unknown": True}, {"unknown": False}, {"unknown": 1}, {}, {"per_month": 1}])
    | st.lists(WORDS, max_size=2)
    | st.integers(-1, 1001)
)
FACTS = sorted(POLICY.facts)
KEYS = st.sampled_from(FACTS) | st.sampled_from(FACTS).map(
    lambda fact: POLICY.facts[fact][0].label.zh
)
KEYS |= st.sampled_from(["id", "members", "wgae", ""])


def changed(draw: st.DrawFn, whose: dict[str, Any]) -> None:
    key = draw(KEYS)
    if draw(st.booleans()) or key not in whose:
        whose[key] = draw(ANY)
    else:
        del whose[key]


@settings(max_examples=examples(400), deadline=None)
@given(st.data())
def test_a_case_is_accepted_by_the_schema_where_the_reader_takes_it(data: st.DataObject) -> None:
    case = copy.deepcopy(CASE)
    for _ in range(data.draw(st.integers(1, 2))):
        people = case.get("members")
        whole = [case, *(people if isinstance(people, list) else [])]
        each = data.draw(st.sampled_from(whole))
        if isinstance(each, dict):
            changed(data.draw, each)
    text = json.dumps(case)
    assert accepted("case", case) == (not codes(lambda: RULES.read(text))), text


PATHS = st.sampled_from(
    [
        "members[p2].wage",
        "members[p2].工资性收入",
        "area",
        "城乡",
        "members[p2]",
        "wage",
        "members",
        "members[p2].area",
        "members[p2].disability_kind",
        "members[p2].birth_date",
        "vehicles",
        "members[p2].id",
        "members[].wage",
        "members[p2].serious_illness",
        "id",
        "death_date",
        "",
    ]
)
PERSON = st.fixed_dictionaries(
    {}, optional={"wage": AMOUNTS, "relation": WORDS, "id": WORDS, "wgae": st.just(1)}
)


@settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_a_history_is_accepted_where_the_reader_takes_it(data: st.DataObject) -> None:
    draw = data.draw
    path = draw(PATHS)
    change: dict[str, Any] = {
        "from": draw(st.just("2021-07-01") | st.sampled_from(["2021-7-1", "2021-02-29", 3, None])),
        "learned": "2021-07-02",
        "set": {path: draw(PERSON | ANY if path == "members[p2]" else ANY)},
    }
    for key in draw(
        st.sets(st.sampled_from(["from", "learned", "set", "source", "more"]), max_size=1)
    ):
        change.pop(key, None)
        if key in ("source", "more"):
            change[key] = draw(st.sampled_from(["残联", 3, None]))
    history: dict[str, Any] = {"case": copy.deepcopy(CASE), "changes": [change]}
    if draw(st.booleans()):
        history["learned"] = draw(st.sampled_from(["2021-07-01", None, 5, "soon"]))

    def read() -> None:
        POLICY.timeline(json.dumps(history), "2021-08", "2021-08", "2021-12-31")

    assume(not (path == "members[p2]" and "p2" not in {each["id"] for each in CASE["members"]}))
    assert accepted("history", history) == (not codes(read)), json.dumps(history)


@settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_a_ledger_is_accepted_where_the_reader_takes_it(data: st.DataObject) -> None:
    row = dict(LEDGER[0])
    key = data.draw(st.sampled_from([*row, "more"]))
    months = st.sampled_from(
        ["2021-07", "1900-12", "1901-01", "2199-12", "2200-01", "2021-13", 202107]
    )
    row[key] = data.draw(ANY | months)
    if data.draw(st.integers(0, 9)) == 0:
        del row[key]

    def read() -> None:
        POLICY.settle(HISTORY, json.dumps([row]), "2021-07", "2021-07", "2021-12-31")

    found = codes(read)
    assert accepted("ledger", [row]) == (not found - {"WR428", "WR435"}), (row, found)


def outputs() -> Iterator[tuple[str, Any]]:
    for place in ("cn/model", "cn/jiangsu/yancheng/binhai"):
        rules = wr.load(place).at("2021-08", known="2021-12-31")
        for case in (CASE, {"id": "h", "members": [{"id": "a"}, {"id": "b"}]}):
            answer = rules.determine(case)
            yield "answer", answer.to_dict()
            yield "derivation", answer.derivation("en")
            yield "receipt", wr.write_receipt(answer)
            yield "receipt", wr.write_receipt(answer, masked=True)
    found = POLICY.settle(HISTORY, LEDGER, known="2021-12-05")
    yield "settlement", found.to_dict()
    with pytest.raises(wr.CaseError) as caught:
        RULES.read({"id": 3, "members": [{"wgae": 1}]})
    for lang in ("zh", "en"):
        for each in (*found.findings, *caught.value.findings):
            yield "finding", each.to_dict(lang)


def places(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
        for each in data.values():
            yield from places(each)
    elif isinstance(data, list) and data:
        yield from places(data[0])


OPTIONAL = {"document", "article", "quote", "source", "missing_count", "presumed_count", "path"}
OPTIONAL |= {"names", "signature"}
FREE = {"answer", "facts", "details"}  # what a receipt keeps as it was, and the holes of a message


@pytest.mark.parametrize(("name", "made"), [*outputs()])
def test_what_is_written_fits_its_schema_and_nothing_else_does(name: str, made: Any) -> None:
    assert accepted(name, made)
    text, parts = (
        json.dumps(made),
        [each for each in vars(derivation).values() if is_typeddict(each)],
    )
    needed, optional = (
        {key for each in parts for key in getattr(each, keys)}
        for keys in ("__required_keys__", "__optional_keys__")
    )
    closed = {key: each for key, each in made.items() if key not in FREE}
    tried: set[tuple[frozenset[str], str]] = set()  # of what is written alike one place will do
    for count, each in enumerate(places(closed)):
        for key in each:
            if (frozenset(each), key) in tried:
                continue
            tried.add((frozenset(each), key))
            other = json.loads(text)
            spot = [*places({k: v for k, v in other.items() if k not in FREE})][count]
            (other if spot.keys() == closed.keys() else spot).pop(key)
            if name != "derivation":
                assert accepted(name, other) == (key in OPTIONAL), key
            elif (key in needed) != (
                key in optional
            ):  # a key may be needed in one part of it alone
                assert accepted(name, other) == (key in optional), key
    assert not accepted(name, made | {"more": 1})


def test_every_schema_is_printed_and_a_name_that_is_none_is_refused() -> None:
    for name in NAMES:
        asked = ("--in", "cn/model") if name in OF_A_LAW else ()
        assert json.loads(run("schema", name, *asked).stdout) == wr.schema(name, "cn/model")
    with pytest.raises(wr.RequestError, match=r"WR517.*'case'"):
        wr.schema("csae")
    assert wr.schema("case")["$comment"] == "cn"


def test_the_whole_examples_fit() -> None:
    assert accepted("case", CASE)
    assert accepted("history", HISTORY)
    assert accepted("ledger", LEDGER)
