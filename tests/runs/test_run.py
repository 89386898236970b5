"""A run over tables decides as `determine` decides each of their households."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple, household, person
from tests.support.tables import csv_of, tables_of
from welfare_rules.runs.columns import OF_BENEFIT
from welfare_rules.runs.writing import book_at
from welfare_rules.samples.drawing import Drawer

pytest.importorskip("numpy")

MODEL = wr.load("cn/model")
BINHAI = wr.load("cn/jiangsu/yancheng/binhai")
RULES = (
    MODEL.at("2021-08", known="2021-12-31"),
    BINHAI.at("2021-08", known="2021-12-31"),
    MODEL.at("2024-03", known="2024-12-31"),
)
DRAWERS = [Drawer.of(each) for each in RULES]


def drawn(place: int, seed: int, count: int) -> list[dict[str, Any]]:
    """Some households for one of the rules, with facts unknown in every second."""
    drawer, pick = DRAWERS[place], Random(seed).randrange
    cases = [drawer.household(pick, (1, 4), unknown=each % 2 * 2) for each in range(count)]
    return [drawer.written(each) for each in cases]


def expected(rules: wr.Rules, cases: Sequence[dict[str, Any]]) -> tuple[Any, Any]:
    """The columns that the answers of the cases come to."""
    homes: dict[str, list[Any]] = {}
    people: dict[str, list[Any]] = {}
    for place, case in enumerate(cases):
        answer = rules.determine({**case, "id": f"h{place}"})
        own = {"id": f"h{place}", "circle": answer.circle}
        put(homes, answer, f"h{place}", {**own, "total": answer.total, "once": answer.once})
        for member in case["members"]:
            put(people, answer, member["id"], {"household": f"h{place}", "id": member["id"]})
    return homes, people


def put(columns: dict[str, list[Any]], answer: wr.Answer, payee: str, own: dict[str, Any]) -> None:
    missing: dict[str, None] = {}
    of_member = "household" in own
    for each in answer.benefits:
        info = BENEFITS[answer.program.law.jurisdiction][each.benefit].payee
        if each.payee != payee or (info == "member") is not of_member:
            continue
        failed = [reason.rule for reason in each.reasons if reason.holds is False]
        parts = each.status, each.amount, each.at_least, each.at_most, failed, each.provisional
        told = dict(zip(OF_BENEFIT, (*parts, list(each.missing_figures)), strict=True))
        own |= {f"{each.benefit}.{part}": value for part, value in told.items()}
        missing |= dict.fromkeys(each.missing_facts)
    for name, value in {**own, "missing_facts": list(missing)}.items():
        columns.setdefault(name, []).append(value)


BENEFITS = {each.jurisdiction: each.benefits for each in (MODEL, BINHAI)}


@pytest.mark.parametrize("engine", ["columns", "native"])
@settings(max_examples=examples(20))
@given(place=st.sampled_from(range(len(RULES))), seed=st.integers(0, 2**32))
def test_a_run_says_what_determine_says_of_each_household(
    engine: str, place: int, seed: int
) -> None:
    cases = drawn(place, seed, 4)
    result = RULES[place].run(*tables_of(cases), engine=engine)
    assert result.findings.column("code") == []
    homes, people = expected(RULES[place], cases)
    assert result.households.to_pydict() == homes
    assert result.members.to_pydict() == people


@settings(max_examples=examples(20))
@given(place=st.sampled_from(range(len(RULES))), seed=st.integers(0, 2**32))
def test_a_table_of_text_is_read_like_one_of_values(
    tmp_path_factory: pytest.TempPathFactory, place: int, seed: int
) -> None:
    tables = tables_of(drawn(place, seed, 3))
    folder = tmp_path_factory.mktemp("csv")
    encoding = ("utf-8", "utf-8-sig", "gb18030")[seed % 3]
    files = [csv_of(folder / f"{name}.csv", each, encoding) for name, each in enumerate(tables)]
    of_values, of_text = RULES[place].run(*tables), RULES[place].run(*files)
    assert of_text.findings.to_pydict() == of_values.findings.to_pydict()
    assert of_text.households.to_pydict() == of_values.households.to_pydict()
    assert of_text.members.to_pydict() == of_values.members.to_pydict()


def test_labels_stand_for_facts_choices_and_yes() -> None:
    case = couple()
    labels = {each.id: each.label for each in RULES[0].program.law.facts}
    homes, people = tables_of([case])
    zh = {(labels[name].zh if name in labels else name): cells for name, cells in people.items()}
    zh["残疾等级"], zh["残疾类别"] = people["disability_grade"], ["无", "肢体"]
    assert set(zh) != set(people)
    by_labels, by_ids = RULES[0].run(homes, zh), RULES[0].run(homes, people)
    assert by_labels.members.to_pydict() == by_ids.members.to_pydict()
    assert by_ids.summary()["benefits"]["disability_living_subsidy"]["eligible"] == 1


def test_the_summary_counts_everybody_and_adds_up_what_is_decided() -> None:
    cases = [couple(), household(person("p1", "head", "1980-01-01"), vehicles={"unknown": True})]
    homes, people = tables_of(cases)
    homes["area"][1] = "farm"  # refused
    homes["id"].append("h9")
    for name, cells in homes.items():
        if name != "id":
            cells.append(cells[0])
    result = RULES[0].run(homes, people)
    summary, answer = result.summary(), RULES[0].determine(cases[0])
    assert (summary["households"], summary["members"], summary["refused"]) == (3, 3, 1)
    assert sum(summary["circles"].values()) == 2
    assert summary["total"] == str(sum(each for each in result.households.column("total") if each))
    assert summary["benefits"]["dibao"]["amount"] == str(answer["dibao"].amount)
    assert result.findings.column("address") == ["households:area[1]", "households:[2]"]
    assert result.findings.column("code") == ["WR405", "WR417"]  # and one without a head


def test_with_strict_nothing_is_decided_while_anything_is_wrong() -> None:
    homes, people = tables_of([couple(), couple(area="farm")])
    with pytest.raises(wr.TableError) as caught:
        RULES[0].run(homes, people, strict=True)
    assert [each.code for each in caught.value.findings] == ["WR405"]


def test_only_the_benefits_that_are_asked_for_are_told() -> None:
    homes, people = tables_of([couple()])
    result = RULES[0].run(
        homes, people, benefits=[MODEL.benefits["dibao"].label.zh, "old_age_allowance"], money="fen"
    )
    assert list(result.summary()["benefits"]) == ["old_age_allowance", "dibao"]
    assert [each for each in result.households.columns if each.endswith(".amount")] == [
        "dibao.amount"
    ]
    assert result.households.column("dibao.amount") == [100600]
    assert result.households.column("total") == [139150]  # of all that is due
    assert result.summary()["total"] == "1391.50"
    with pytest.raises(wr.RequestError) as caught:
        RULES[0].run(homes, people, benefits=["dibaoo"])
    assert caught.value.findings[0].detail("nearest") == "dibao"


def test_results_speak_arrow() -> None:
    arrow = pytest.importorskip("arro3.core")
    result = RULES[0].run(*tables_of([couple(), couple(area="farm"), couple()]))
    table = arrow.Table.from_arrow(result.households)
    read = {name: table.column(name).to_pylist() for name in table.column_names}
    assert read == result.households.to_pydict()
    assert read["dibao.amount"] == [Decimal("1006.00")] * 2
    again = RULES[0].run(arrow.Table.from_arrow(result_tables(arrow)), None)
    assert again.summary()["households"] == 1


def result_tables(arrow: Any) -> Any:
    return arrow.Table.from_pydict({"id": arrow.Array(["h1"], arrow.DataType.utf8())})


def test_a_file_of_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(wr.TableError) as caught:
        RULES[0].run(tmp_path / "homes.doc")
    assert [each.code for each in caught.value.findings] == ["WR452"]


@settings(max_examples=examples(10))
@given(place=st.sampled_from(range(len(RULES))), seed=st.integers(0, 2**32))
def test_the_schema_of_tables_accepts_what_is_read(place: int, seed: int) -> None:
    schema = wr.schema("table", (MODEL, BINHAI, MODEL)[place])
    jsonschema.Draft202012Validator.check_schema(schema)
    valid = jsonschema.Draft202012Validator(schema).is_valid
    homes, people = tables_of(drawn(place, seed, 2))
    columns = {
        name: [[] if each is None and name == "unknown" else each for each in cells]
        for name, cells in people.items()
    }
    assert valid({"households": homes, "members": columns})
    assert not valid({"households": homes, "members": {**columns, "wgae": [1]}})
    assert not valid({"households": {**homes, "area": ["farm", None]}})


def test_a_workbook_on_a_full_disk_is_told_as_the_system_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a fault of the disk, not of the program."""
    xlsxwriter = pytest.importorskip("xlsxwriter")

    def full(book: Any) -> None:
        book.fileclosed = True
        raise xlsxwriter.exceptions.FileCreateError(OSError(errno.ENOSPC, "No space left"))

    monkeypatch.setattr(xlsxwriter.Workbook, "close", full)
    with pytest.raises(OSError, match="No space left"), book_at(tmp_path / "a.xlsx"):
        pass
