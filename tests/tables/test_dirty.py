"""Tables as they really arrive: everything wrong in them is told with its address, nothing guessed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.households import couple
from tests.support.tables import csv_of, tables_of
from welfare_rules.basics.harmless import table
from welfare_rules.tables.rows import looks_like_id_number

RULES = wr.load("cn/model").at("2021-08", known="2021-12-31")
HOMES: dict[str, list[Any]] = {"id": ["h1", "h2"]}


def told(result: wr.RunResult) -> list[tuple[str, str]]:
    """Address and code of every error, without the name of the file."""
    found = result.findings.to_pydict()
    addresses = [each.rpartition("/")[2] for each in found["address"]]
    errors = zip(addresses, found["code"], found["severity"], strict=True)
    return [(address, code) for address, code, severity in errors if severity == "error"]


def people(**columns: list[Any]) -> dict[str, list[Any]]:
    return {"household": ["h1", "h2"], "id": ["p1", "p1"], **columns}


def refused(error: type[wr.FindingsError], *given: Any, **options: Any) -> list[str]:
    with pytest.raises(error) as caught:
        RULES.run(*given, **options)
    return [each.code for each in caught.value.findings]


# --- cells ---


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("wage", "1,326.00元", "WR404"),
        ("wage", "1326元", "WR404"),
        ("wage", "１３２６", "WR404"),
        ("wage", 0.1 + 0.2, "WR404"),
        ("wage", -1, "WR404"),
        ("wage", True, "WR403"),
        ("birth_date", 18264, "WR447"),
        ("birth_date", "19500101", "WR447"),
        ("birth_date", "1950.1.1", "WR407"),
        ("birth_date", "1950年1月1日", "WR407"),
        ("birth_date", "1950-02-30", "WR407"),
        ("disability_grade", "一级", "WR403"),
        ("disability_grade", 9, "WR406"),
        ("disability_grade", 1.5, "WR403"),
        ("sex", 1, "WR403"),
        ("sex", "M", "WR405"),
        ("employed", "1", "WR403"),
        ("employed", 0, "WR403"),
        ("receiving", "dibao;dibaoo", "WR317"),
        ("unknown", "wage;wgae", "WR402"),
        ("unknown", ";".join(f"f{place}" for place in range(1000)), "WR412"),
        ("unknown", 7, "WR403"),
        ("division", "32092", "WR403"),
        ("id", 3.20922195001011e17, "WR443"),
        ("id", 320922195001011234, "WR443"),
        ("id", "", "WR409"),
        ("household", "", "WR409"),
        ("household", "h9", "WR446"),
    ],
)
def test_what_is_no_value_is_told_at_its_cell(column: str, cell: Any, code: str) -> None:
    table = people(**{column: [cell, None]} if column not in ("id", "household") else {})
    if column in ("id", "household"):
        table[column][0] = cell
    result = RULES.run(HOMES, table)
    assert told(result) == [(f"members:{column}[0]", code)]
    assert result.summary()["refused"] == (0 if column == "household" else 1)


@pytest.mark.parametrize(
    ("column", "cell", "same"),
    [
        ("wage", " 1326.00 ", "1326"),
        ("wage", "\u30001326\t", 1326),
        ("wage", 1326.0, "1326.00"),
        ("disability_grade", "2", 2),
        ("disability_grade", 2.0, 2),
        ("employed", "是", True),
        ("employed", "FALSE", False),
        ("division", 999999.0, "999999"),
        ("receiving", "dibao； old_age_allowance", ["dibao", "old_age_allowance"]),
        ("birth_date", "\ufeff1950-01-01", "1950-01-01"),
        ("wage", float("nan"), None),
    ],
)
def test_what_has_one_reading_is_read(column: str, cell: Any, same: Any) -> None:
    made = [RULES.run(HOMES, people(**{column: [each, each]})) for each in (cell, same)]
    assert told(made[0]) == []
    assert made[0].members.to_pydict() == made[1].members.to_pydict()


def test_a_fact_is_said_once_in_a_row() -> None:
    twice = {"wage": ["100", None], "wage.per_year": ["1200", "1200"]}
    assert told(RULES.run(HOMES, people(**twice))) == [("members:wage.per_year[0]", "WR456")]
    both = {"wage": ["100", None], "unknown": ["wage", ["wage", "sex"]]}
    assert told(RULES.run(HOMES, people(**both))) == [("members:unknown[0]", "WR454")]


def test_a_household_stands_once() -> None:
    result = RULES.run({"id": ["h1", "h2", "h1"]}, people())
    assert told(result) == [("households:id[0]", "WR445"), ("households:id[2]", "WR445")]
    assert result.households.column("id") == ["h2"]
    twice = people()
    twice["household"] = ["h1", "h1"]
    assert told(RULES.run(HOMES, twice)) == [("members:id[1]", "WR408")]


def test_what_no_row_can_make_good_refuses_the_table() -> None:
    assert refused(wr.TableError, {"id": ["h1"], "工次": [1], "sum": [2]}) == ["WR440", "WR440"]
    assert refused(wr.TableError, {"area": ["rural"]}) == ["WR442"]
    assert refused(wr.TableError, HOMES, {"id": ["p1"]}) == ["WR442"]
    assert refused(wr.TableError, HOMES, people(wage=[1, 2], 工资性收入=[1, 2])) == ["WR416"]
    assert refused(wr.TableError, {"id": ["h1"], "area": []}) == ["WR452"]
    assert refused(wr.TableError, 7) == ["WR403"]


def test_members_are_not_called_by_their_id_numbers() -> None:
    number = "11010519491231002X"
    assert looks_like_id_number(number)
    table = {"household": ["h1"], "id": [number]}
    with pytest.raises(wr.TableError) as caught:
        RULES.run(HOMES, table)
    assert [each.code for each in caught.value.findings] == ["WR444"]
    assert number not in str(caught.value)
    said = RULES.run(HOMES, table, mapping={"members": {"id_numbers": True}})
    assert said.members.column("id") == [number]


def test_findings_show_no_id_number() -> None:
    number = "11010519491231002X"
    homes = {"id": [number, number, "h1"]}
    table = {"household": ["h1", "h1", "11010519491231003X"], "id": [number, number, "p"]}
    result = RULES.run(homes, table, mapping={"members": {"id_numbers": True}})
    codes = [code for _, code in told(result)]
    assert sorted(codes) == ["WR408", "WR445", "WR445", "WR446"]
    said = "".join(result.findings.column("message_zh") + result.findings.column("message_en"))
    assert "1949" not in said
    assert "110105************" in said


# --- files ---


def test_a_file_of_a_chinese_spreadsheet_keeps_rare_characters(tmp_path: Path) -> None:
    homes = {"id": ["h1", "h2"], "town": ["㙍头镇", "𠀀镇"]}
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        path = csv_of(tmp_path / f"{encoding}.csv", homes, encoding)
        assert RULES.run(path).households.column("town") == homes["town"]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00\x00\xff", b"id,area\nh1\nh2,rural,x\n", b'id\n"h1\n', b"\x00\x01"]
)
def test_a_file_that_is_no_table_is_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "homes.csv"
    path.write_bytes(data)
    assert codes_of(path) <= {"WR440", "WR442", "WR452"}
    for other in ("homes.parquet", "homes.xlsx"):
        (tmp_path / other).write_bytes(data)
        assert codes_of(tmp_path / other) <= {"WR452", "WR508"}
    assert refused(wr.TableError, tmp_path / "none.csv") == ["WR452"]


def codes_of(path: Path) -> set[str]:
    """What is wrong with a file; none where an open quote is closed by its end."""
    try:
        RULES.run(path)
    except wr.FindingsError as error:
        return {each.code for each in error.findings}
    return set()


def test_lines_are_counted_as_a_spreadsheet_counts_rows(tmp_path: Path) -> None:
    path = tmp_path / "homes.csv"
    path.write_text('id,town,area\nh1,"a\nb",rural\n\nh2,c,farm\n', encoding="utf-8")
    assert told(RULES.run(path)) == [("homes.csv:5:3", "WR405")]


def test_sum_rows_are_told_and_never_decided(tmp_path: Path) -> None:
    table = {"id": ["h1", "合 计", "h2"], "financial_assets": [1, 2, 1]}
    result = RULES.run(csv_of(tmp_path / "homes.csv", table))
    assert told(result) == [("homes.csv:3:1", "WR451")]
    assert result.households.column("id") == ["h1", "h2"]
    skipped = RULES.run(table, mapping={"households": {"skip": ["合 计"]}})
    assert told(skipped) == []
    assert "WR457" in skipped.findings.column("code")


# --- workbooks ---


def workbook(path: Path, cells: Mapping[str, Any], merged: str = "") -> Path:
    """A workbook whose one sheet has these cells; an empty formula is left without its value."""
    writer = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    book = writer.Workbook(str(path))
    sheet = book.add_worksheet("在册家庭")
    for address, value in cells.items():
        if isinstance(value, str) and value.startswith("=NA"):
            sheet.write_formula(address, value, None, "#N/A")
        else:
            sheet.write(address, value)
    if merged:
        sheet.merge_range(merged, "rural")
    book.close()
    with zipfile.ZipFile(path) as made:
        parts = {each: made.read(each) for each in made.namelist()}
    with zipfile.ZipFile(path, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data.replace(b"</f><v>0</v>", b"</f>"))
    return path


def test_a_workbook_is_told_cell_by_cell(tmp_path: Path) -> None:
    cells = {
        "A1": "2021年8月在册家庭",
        "A2": "填报单位：某县民政局",
        **{
            "A3": "户号",
            "B3": "area",
            "C3": "financial_assets",
            "D3": "vehicles",
            "E3": "applied_on",
        },
        **{"A4": "h1", "B4": "rural", "C4": "=NA()", "D4": 1},
        **{"A5": "h2", "B5": "urban", "C5": 100, "D5": "=1+1"},
        **{"A6": 320922195001011234, "B6": "urban"},
        **{"A7": "h4", "E7": 18264, "C7": "1,326.00元"},
        **{"A8": "h5", "D8": 1, "C8": 1326.5},
        "A11": "合计",
    }
    path = workbook(tmp_path / "book.xlsx", cells, merged="B9:B10")
    mapping = {"households": {"header": 3, "columns": {"户号": "id"}}}
    result = RULES.run(path, mapping=mapping)
    assert told(result) == [
        ("book.xlsx:在册家庭!C4", "WR448"),
        ("book.xlsx:在册家庭!D5", "WR449"),
        ("book.xlsx:在册家庭!A6", "WR443"),
        ("book.xlsx:在册家庭!C7", "WR404"),
        ("book.xlsx:在册家庭!E7", "WR447"),
        ("book.xlsx:在册家庭!B9", "WR450"),
        ("book.xlsx:在册家庭!B10", "WR450"),
        ("book.xlsx:在册家庭!A11", "WR451"),
    ]
    assert result.households.column("id") == ["h5"]
    assert "WR440" in refused(wr.TableError, path)  # the title is no row of headings
    elsewhere = {"households": {"sheet": "家庭"}}
    assert refused(wr.TableError, path, mapping=elsewhere) == ["WR453"]


def sheets(path: Path, fill: Mapping[str, Callable[[Any], None]], **states: str) -> Path:
    """A workbook with sheets as they are filled; `states` calls methods of some of them."""
    writer = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    book = writer.Workbook(str(path))
    for name, put in fill.items():
        sheet = book.add_worksheet(name)
        put(sheet)
        if name in states:
            getattr(sheet, states[name])()
    book.close()
    return path


def filled(*rows: Sequence[Any], **also: Any) -> Callable[[Any], None]:
    """Fills a sheet with rows, and has its methods called: `set_row=(3, None, None, HIDDEN)`."""

    def put(sheet: Any) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for name, values in also.items():
            getattr(sheet, name.rstrip("_"))(*values)

    return put


HIDDEN = {"hidden": True}


def warned(result: wr.RunResult) -> list[tuple[str, str]]:
    """Address and code of what the source of a table tells of it as a whole."""
    found = result.findings.to_pydict()
    addresses = [each.rpartition("/")[2] for each in found["address"]]
    own = ("WR458", "WR459", "WR460")
    return [each for each in zip(addresses, found["code"], strict=True) if each[1] in own]


HOMES_ROWS = (
    ("id", "area", "vehicles"),
    ("h1", "rural", 0),
    ("h2", "urban", 1),
    ("h3", "rural", 0),
)


@pytest.mark.parametrize("engine", ["columns", "native"])
def test_what_is_hidden_is_read_and_told(tmp_path: Path, engine: str) -> None:
    plain = sheets(tmp_path / "plain.xlsx", {"家庭": filled(*HOMES_ROWS)})
    want = RULES.run(plain, engine=engine)
    assert warned(want) == []
    assert want.households.column("id") == ["h1", "h2", "h3"]
    hidden = filled(
        *HOMES_ROWS,
        set_row=(2, None, None, HIDDEN),
        set_row_=(9, None, None, HIDDEN),  # nothing stands there
        set_column=(1, 1, None, None, HIDDEN),
        set_column_=(7, 16000, None, None, HIDDEN),
    )
    path = sheets(tmp_path / "book.xlsx", {"说明": filled(), "家庭": hidden}, 家庭="hide")
    result = RULES.run(path, engine=engine)
    assert warned(result) == [
        ("book.xlsx:家庭", "WR460"),
        ("book.xlsx:家庭!B1", "WR459"),
        ("book.xlsx:家庭!A3", "WR458"),
    ]
    assert result.households.to_pydict() == want.households.to_pydict()
    passed = RULES.run(path, mapping={"households": {"ignore": ["area"]}}, engine=engine)
    assert ("book.xlsx:家庭!B1", "WR459") not in warned(passed)


def test_rows_that_a_filter_hides_are_read_and_told(tmp_path: Path) -> None:
    def put(sheet: Any) -> None:
        filled(*HOMES_ROWS, *((f"h{each}", "rural", 0) for each in range(4, 40)))(sheet)
        sheet.autofilter(0, 0, 39, 2)
        sheet.filter_column("B", "area == rural")
        for row in (2, 3, 4, *range(6, 39, 2)):
            sheet.set_row(row, None, None, HIDDEN)

    result = RULES.run(sheets(tmp_path / "book.xlsx", {"家庭": put}))
    assert result.summary()["households"] == 39
    assert warned(result) == [("book.xlsx:家庭!A3", "WR458")]
    said = next(each for each in result.findings.column("message_en") if "hidden" in each)
    assert "20 rows (3:5, 7, 9," in said
    assert said.count(", ") < 20


def test_a_heading_in_merged_cells_is_that_of_every_column_below(tmp_path: Path) -> None:
    def two_rows(sheet: Any) -> None:
        filled((), ("", "", "", "备注"), ("h1", "rural", 0, "甲", "乙"))(sheet)
        sheet.merge_range("A1:A2", "户编号")
        sheet.merge_range("B1:C1", "情况")
        sheet.merge_range("D2:E2", "备注")
        sheet.write_row(1, 1, ["area", "vehicles"])

    mapping = {"households": {"header": 2, "ignore": ["备注"]}}
    path = sheets(tmp_path / "book.xlsx", {"家庭": two_rows})
    result = RULES.run(path, mapping=mapping)
    assert told(result) == []
    assert result.households.column("id") == ["h1"]
    assert refused(wr.TableError, path) == ["WR440", "WR440"]  # 情况, twice

    def wide(sheet: Any) -> None:
        filled((), ("h1", "", 1, 2))(sheet)
        sheet.write_string("A1", "id")
        sheet.merge_range("C1:D1", "vehicles")

    again = sheets(tmp_path / "wide.xlsx", {"家庭": wide})
    assert refused(wr.TableError, again) == ["WR416"]


@pytest.mark.parametrize("engine", ["columns", "native"])
def test_rows_of_headings_are_no_households(tmp_path: Path, engine: str) -> None:
    table = {"id": ["家庭编号", "h1", "id", "h2"], "town": ["乡镇", "甲", "town", "乙"]}
    path = csv_of(tmp_path / "homes.csv", table)
    result = RULES.run(path, engine=engine)
    assert told(result) == [("homes.csv:2:1", "WR461"), ("homes.csv:4:1", "WR461")]
    assert result.households.column("id") == ["h1", "h2"]
    skipped = RULES.run(path, mapping={"households": {"skip": ["家庭编号", "id"]}}, engine=engine)
    assert told(skipped) == []
    assert skipped.findings.column("code").count("WR457") == 2


def test_a_value_without_a_heading_is_never_dropped(tmp_path: Path) -> None:
    homes = {"id": ["h1", "h2"], "": [None, 7]}
    ignored = {"households": {"ignore": [""]}}
    book = sheets(tmp_path / "b.xlsx", {"家庭": filled(("id", ""), ("h1", "  "), ("h2", 7))})
    for source in (homes, csv_of(tmp_path / "homes.csv", homes), book):
        for engine in ("columns", "native"):
            assert refused(wr.TableError, source, engine=engine) == ["WR462"]
            said = RULES.run(source, mapping=ignored, engine=engine)
            assert said.households.column("id") == ["h1", "h2"]
    assert told(RULES.run({"id": ["h1"], " ": ["\u3000"]})) == []


def test_numbers_that_are_kept_as_text_are_the_numbers(tmp_path: Path) -> None:
    people_rows = [("household", "id", "wage", "disability_grade", "birth_date")]
    text = [*people_rows, ("h1", "p1", "'1326.00", "'2", "1950-01-02"), ("'h1", "02", "7", "", "")]
    plain = [*people_rows, ("h1", "p1", 1326, 2, "1950-01-02"), ("h1", "02", 7, "", "")]
    homes = filled(("id",), ("h1",))
    made = [
        RULES.run(sheets(tmp_path / f"{name}.xlsx", {"家庭": homes, "成员": filled(*rows)}))
        for name, rows in (("text", text), ("plain", plain))
    ]
    assert told(made[0]) == []
    assert made[0].members.to_pydict() == made[1].members.to_pydict()
    assert made[0].members.column("id") == ["p1", "02"]
    assert refused(
        wr.TableError, {"id": ["h1"]}, {"household": ["h1"], "id": ["'11010519491231002X"]}
    ) == ["WR444"]


def test_rows_of_blanks_are_none(tmp_path: Path) -> None:
    last = filled(("id",), ("h1",), write_string=(200_000, 0, " "), write_blank=(300_000, 0, None))
    path = sheets(tmp_path / "book.xlsx", {"家庭": last})
    text = tmp_path / "homes.csv"
    text.write_text("id,area\nh1,rural\n ,\u3000\n" + ",\n" * 9000, encoding="utf-8")
    for source in (path, text):
        result = RULES.run(source)
        assert (told(result), result.households.column("id")) == ([], ["h1"])


def test_a_sheet_whose_cells_stand_too_far_apart_is_refused(tmp_path: Path) -> None:
    far = filled(("id",), ("h1",), write_string=(1_048_575, 16_383, "x"))
    path = sheets(tmp_path / "book.xlsx", {"家庭": far})
    assert refused(wr.TableError, path) == ["WR412"]


def test_two_sheets_of_one_kind_are_told(tmp_path: Path) -> None:
    both = {"家庭": filled(*HOMES_ROWS), "households": filled(*HOMES_ROWS)}
    path = sheets(tmp_path / "book.xlsx", both)
    assert refused(wr.TableError, path) == ["WR452"]
    assert told(RULES.run(path, mapping={"households": {"sheet": "households"}})) == []


# --- mappings ---


def test_a_mapping_says_what_an_export_means(tmp_path: Path) -> None:
    case = couple()
    homes, members = tables_of([case])
    export: dict[str, list[Any]] = {
        "户号": members["household"],
        "人员编号": members["id"],
        "性别代码": [2.0, "2"],
        "出生日期": ["19800301", "19810301"],
        "月工资（分）": ["60,000", "0"],
        "备注": ["x", "y"],
    }
    text = tmp_path / "map.toml"
    text.write_text(
        '[members]\ncolumns = { "户号" = "household", "人员编号" = "id", "性别代码" = "sex", '
        '"出生日期" = "birth_date", "月工资（分）" = "wage" }\nignore = ["备注"]\n'
        'dates = "YYYYMMDD"\nmoney = "fen"\nthousands = true\n'
        'codes."性别代码" = { "1" = "male", "2" = "female" }\n',
        encoding="utf-8",
    )
    taken = ("sex", "birth_date", "wage", "household", "id")
    rest = {name: cells for name, cells in members.items() if name not in taken}
    money = {name: [None, None] for name, cells in rest.items() if cells == [0, 0]}
    plain = {name: members[name] for name in ("household", "id", "sex", "birth_date", "wage")}
    mapped = RULES.run(homes, {**export, **rest, **money}, mapping=text)
    assert told(mapped) == []
    said = RULES.run(homes, {**plain, **rest, **money})
    assert mapped.members.to_pydict() == said.members.to_pydict()


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("YYYY/MM/DD", "1950/1/2"),
        ("YYYY.MM.DD", "1950.1.2"),
        ("YYYYMMDD", 19500102),
        ("YYYY年MM月DD日", "1950年01月2日"),
        ("serial", 18265),
        ("serial", "18265"),
    ],
)
def test_days_are_read_in_the_form_that_is_stated(form: str, cell: Any) -> None:
    mapping = {"members": {"dates": form}}
    made = RULES.run(HOMES, people(birth_date=[cell, None]), mapping=mapping)
    same = RULES.run(HOMES, people(birth_date=["1950-01-02", None]))
    assert told(made) == []
    assert made.members.to_pydict() == same.members.to_pydict()
    wrong = RULES.run(HOMES, people(birth_date=["1950+1+2", None]), mapping=mapping)
    assert told(wrong) == [("members:birth_date[0]", "WR407")]


def test_amounts_are_read_in_the_unit_that_is_stated() -> None:
    for mapping, cell in (
        ({"money": "wan"}, "0.1326"),
        ({"money": "fen"}, 132600),
        ({"thousands": True, "suffix": "元"}, "1,326.00元"),
        ({"suffix": "元"}, "1326 元"),
    ):
        made = RULES.run(HOMES, people(wage=[cell, None]), mapping={"members": mapping})
        same = RULES.run(HOMES, people(wage=["1326", None]))
        assert told(made) == []
        assert made.members.to_pydict() == same.members.to_pydict()
    broken = RULES.run(HOMES, people(wage=["0.5", "x"]), mapping={"members": {"money": "fen"}})
    assert [code for _, code in told(broken)] == ["WR404", "WR404"]


def test_a_mapping_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    wrong = {"members": {"dates": "DMY", "heder": 2, "header": "3", "codes": []}}
    codes = refused(wr.RequestError, HOMES, mapping=wrong)
    assert sorted(codes) == ["WR110", "WR112", "WR112", "WR112"]
    path = tmp_path / "map.toml"
    path.write_text("[members\n", encoding="utf-8")
    assert refused(wr.RequestError, HOMES, mapping=path) == ["WR102"]
    path.write_text('[members]\nheader = 0\nskips = ["合计"]\n', encoding="utf-8")
    with pytest.raises(wr.RequestError) as caught:
        RULES.run(HOMES, mapping=path)
    places = [
        (each.place.line, each.code, each.detail("nearest")) for each in caught.value.findings
    ]
    assert places == [(2, "WR112", ""), (3, "WR110", "skip")]
    assert refused(wr.RequestError, HOMES, mapping=tmp_path / "none.toml") == ["WR101"]


# --- anything at all ---

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.binary(max_size=3),
    st.text(max_size=6),
    st.sampled_from(
        ["h1", "h2", "p1", "dibao;", "wage", "2021-08-01", "是", "合计", "1e400", "-0"]
    ),
    st.lists(st.one_of(st.text(max_size=3), st.integers(), st.none()), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=1),
)
HEADS = [
    "wage",
    "wage.per_year",
    "birth_date",
    "sex",
    "employed",
    "receiving",
    "unknown",
    "division",
]
HEADS += ["disability_grade", "disability_kind", "death_date", "relation"]


@settings(max_examples=examples(100))
@given(data=st.data(), rows=st.integers(0, 3))
def test_whatever_stands_in_a_table_ends_in_results_or_findings(
    data: st.DataObject, rows: int
) -> None:
    heads = data.draw(st.lists(st.sampled_from(HEADS), unique=True, max_size=4))
    columns = st.lists(CELLS, min_size=rows, max_size=rows)
    ids = data.draw(
        st.lists(st.one_of(CELLS, st.sampled_from(["h1", "h2"])), min_size=2, max_size=2)
    )
    people = {head: data.draw(columns) for head in ["household", "id", *heads]}
    result = RULES.run({"id": ids}, people)
    summary = result.summary()
    assert summary["households"] == summary["refused"] + len(result.households)
    assert summary["refused"] == 0 or told(result)
    sums = [code for _, code in told(result) if code == "WR451"]
    assert summary["households"] + len(sums) >= 2
    assert all(result.findings.column("address"))
    csv_cells(result)


def csv_cells(result: wr.RunResult) -> None:
    """Everything can be written down."""
    for frame in (result.households, result.members, result.findings):
        table(frame.columns, frame.rows())
