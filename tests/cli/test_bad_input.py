"""Everything that can be wrong with a case or a policy file.

A finding with its code, the right exit status, soon, and no traceback.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import CASE, MONTH, codes, copied, findings, run
from tests.support.laws import document

HOUSEHOLD: dict[str, Any] = json.loads(CASE.read_text(encoding="utf-8"))


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    case = json.loads(json.dumps(HOUSEHOLD))
    change(case)
    return json.dumps(case, ensure_ascii=False)


def member(place: int = 0, **facts: Any) -> str:
    return changed(lambda case: case["members"][place].update(facts))


def escaped(case: str) -> str:
    """The same case as a system writes it, every Chinese letter and every half character as `\\u`
    and four digits.
    """
    return json.dumps(json.loads(case))


def with_number(text: str) -> str:
    return json.dumps(HOUSEHOLD).replace('"1200.00"', text)


CASES: list[tuple[str, str | bytes, str, str]] = [
    # name, case, code, place
    ("negative money", member(wage=-5), "WR404", "members[0].wage"),
    ("negative money as text", member(wage="-5.00"), "WR404", "members[0].wage"),
    ("three decimals", member(wage="1.234"), "WR404", "members[0].wage"),
    ("three decimals as a number", with_number("1.234"), "WR404", "members[0].wage"),
    ("three decimals a year", member(wage={"per_year": "1.234"}), "WR404", "members[0].wage"),
    ("an unknown period", member(wage={"per_week": "1"}), "WR403", "members[0].wage"),
    ("money that is no number", member(wage="abc"), "WR404", "members[0].wage"),
    ("empty money", member(wage=""), "WR404", "members[0].wage"),
    ("full-width digits", member(wage="９００"), "WR404", "members[0].wage"),
    ("digits with underscores", member(wage="9_00"), "WR404", "members[0].wage"),
    ("true as money", member(wage=True), "WR403", "members[0].wage"),
    ("a list as money", member(wage=[1]), "WR403", "members[0].wage"),
    ("NaN as text", member(wage="NaN"), "WR404", "members[0].wage"),
    ("NaN", with_number("NaN"), "WR401", "$"),
    ("Infinity", with_number("-Infinity"), "WR401", "$"),
    ("a number beyond all bounds", with_number("1e99999"), "WR404", "members[0].wage"),
    ("a number below all bounds", with_number("1e-99999"), "WR404", "members[0].wage"),
    ("a huge whole number", with_number("9" * 4000), "WR404", "members[0].wage"),
    ("a whole number of too many digits", with_number("9" * 5000), "WR401", "$"),
    ("money above its bound", member(wage=10**9), "WR406", "members[0].wage"),
    ("a count below zero", changed(lambda case: case.update(vehicles=-1)), "WR406", "vehicles"),
    ("half a car", changed(lambda case: case.update(vehicles=0.5)), "WR403", "vehicles"),
    ("yes for true", member(co_resident="yes"), "WR403", "members[0].co_resident"),
    ("one for true", member(co_resident=1), "WR403", "members[0].co_resident"),
    ("a birth in the future", member(1, birth_date="2199-01-01"), "WR410", "members[1].birth_date"),
    ("dead before birth", member(1, death_date="1901-01-01"), "WR411", "members[1].death_date"),
    (
        "a day that does not exist",
        member(birth_date="2021-02-30"),
        "WR407",
        "members[0].birth_date",
    ),
    ("a day in another form", member(birth_date="2021/02/03"), "WR407", "members[0].birth_date"),
    (
        "a day of full-width digits",
        member(birth_date="２０２１-02-03"),
        "WR407",
        "members[0].birth_date",
    ),
    ("a day out of bounds", member(birth_date="0001-01-01"), "WR407", "members[0].birth_date"),
    ("a number for a day", member(birth_date=20210203), "WR403", "members[0].birth_date"),
    ("a choice that is none", member(sex="femal"), "WR405", "members[0].sex"),
    ("a code that is none", member(division="３２０９２２"), "WR403", "members[0].division"),
    ("a misspelt fact", member(wgae=1), "WR402", "members[0].wgae"),
    ("a Chinese fact", member(**{"工资": 1}), "WR402", "members[0].工资"),
    ("one id for two people", member(1, id="p1"), "WR408", "members[1].id"),
    ("no id", changed(lambda case: case.pop("id")), "WR409", "id"),
    ("an id that is no text", changed(lambda case: case.update(id=7)), "WR403", "id"),
    ("an empty id", changed(lambda case: case.update(id="")), "WR403", "id"),
    ("an id of half a character", '{"id": "h\\ud800", "members": []}', "WR403", "id"),
    (
        "a division of half a character",
        escaped(changed(lambda case: case.update(division="\ud800"))),
        "WR403",
        "division",
    ),
    ("an amount of half a character", escaped(member(wage="\udfff")), "WR404", "members[0].wage"),
    (
        "a day of half a character",
        escaped(member(birth_date="\ud800")),
        "WR407",
        "members[0].birth_date",
    ),
    ("a choice of half a character", escaped(member(sex="fe\ud800")), "WR405", "members[0].sex"),
    (
        "a benefit of half a character",
        escaped(member(receiving=["dibao", "\ud800"])),
        "WR317",
        "members[0].receiving",
    ),
    ("a fact of half a character", escaped(member(**{"\udfff": 1})), "WR403", "members[0]"),
    ("no members", changed(lambda case: case.pop("members")), "WR409", "members"),
    ("members that are no list", changed(lambda case: case.update(members={})), "WR403", "members"),
    ("members that are null", changed(lambda case: case.update(members=None)), "WR403", "members"),
    (
        "a member that is no object",
        changed(lambda case: case.update(members=["p1"])),
        "WR403",
        "members[0]",
    ),
    ("a list of benefits that is none", member(receiving="dibao"), "WR403", "members[0].receiving"),
    (
        "10,000 members",
        json.dumps({"id": "h", "members": [{"id": f"p{each}"} for each in range(10_000)]}),
        "WR412",
        "members",
    ),
    ("a string of 50 MB", '{"id": "' + "x" * 50_000_000 + '", "members": []}', "WR412", "$"),
    ("a string of 4 MB", '{"id": "' + "x" * 4_000_000 + '", "members": []}', "WR412", "id"),
    ("arrays nested 10,000 deep", "[" * 10_000 + "]" * 10_000, "WR413", "$"),
    ("objects nested 10,000 deep", '{"a":' * 10_000 + "1" + "}" * 10_000, "WR413", "$"),
    (
        "a member nested 10,000 deep",
        '{"id": "h", "members": ' + "[" * 10_000 + "]" * 10_000 + "}",
        "WR413",
        "$",
    ),
    ("a key written twice", '{"id": "h", "id": "g", "members": []}', "WR415", "$"),
    ("a list", "[]", "WR403", "$"),
    ("null", "null", "WR403", "$"),
    ("an empty file", "", "WR401", ""),
    ("nothing but space", " \n\n", "WR401", ""),
    ("half a file", json.dumps(HOUSEHOLD)[:500], "WR401", ""),
    ("a trailing comma", '{"id": "h", "members": [],}', "WR401", ""),
    ("a full-width colon", '{"id"： "h", "members": []}', "WR103", ""),
    ("full-width quotes", "{“id”: 1}", "WR103", ""),
    ("GBK", changed(lambda case: case.update(id="户一")).encode("gbk"), "WR105", ""),
    ("UTF-16", json.dumps(HOUSEHOLD).encode("utf-16"), "WR105", ""),
    ("a binary file", bytes(range(256)) * 400, "WR105", ""),
]


@pytest.mark.parametrize(
    ("case", "code", "place"), [each[1:] for each in CASES], ids=[each[0] for each in CASES]
)
def test_a_bad_case(case: str | bytes, code: str, place: str, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(case.encode("utf-8", "surrogatepass") if isinstance(case, str) else case)
    result = run("determine", str(path), *MONTH, "--format", "json")
    assert result.exit_code == 2
    assert result.stdout == ""
    found = findings(result)
    assert [(each["code"], each["file"], each.get("path", "")) for each in found] == [
        (code, str(path), place)
    ]
    if not place:
        assert found[0]["line"] >= 1
        assert found[0]["column"] >= 1


@pytest.mark.parametrize(
    "name", ["three decimals", "GBK", "a trailing comma", "one id for two people"]
)
def test_a_bad_case_in_words(name: str) -> None:
    case = next(each[1] for each in CASES if each[0] == name)
    for lang in ("zh", "en"):
        shown = run("determine", "-", *MONTH, "--lang", lang, stdin=case)
        assert shown.exit_code == 2
        assert shown.stderr.startswith("<stdin>:")
        assert shown.stderr.count("\n") == 1


def test_all_that_is_wrong_comes_at_once() -> None:
    case = {
        "id": "h",
        "aera": "rural",
        "members": [{"id": "p", "wage": "1.234"}, {"sex": "x", "birth_date": "1999-13-01"}],
    }
    result = run("determine", "-", *MONTH, "--format", "json", stdin=json.dumps(case))
    assert codes(result) == {"WR402", "WR404", "WR405", "WR407", "WR409"}


@pytest.mark.parametrize(
    "accepted",
    [
        json.dumps(HOUSEHOLD),
        "\ufeff" + json.dumps(HOUSEHOLD),
        json.dumps(HOUSEHOLD, indent=1).replace("\n", "\r\n"),
    ],
)
def test_what_windows_writes_is_read(accepted: str) -> None:
    result = run("determine", "-", *MONTH, stdin=accepted.encode())
    assert result.exit_code == 0
    assert "1326.00" in result.stdout


def test_signs_that_steer_a_terminal_are_shown_and_not_sent() -> None:
    case = {"id": "h\x1b[2J", "members": [{"id": "p\u202e\x00"}]}
    for command in ("determine", "explain"):
        result = run(command, "-", *MONTH, stdin=json.dumps(case))
        assert result.exit_code == 0
        assert not {"\x1b", "\x00", "\u202e"} & set(result.stdout)
        assert "h\\x1b[2J" in result.stdout


@pytest.mark.parametrize("case", ["nothing.json", ".", "x" * 5000, "nothing.json/more"])
def test_a_case_that_is_no_file(case: str) -> None:
    result = run("determine", case, *MONTH, "--format", "json")
    assert result.exit_code == 2
    assert codes(result) == {"WR414"}


HEAD = document("zz", ("试", "trial"), "2021-01-01")


def figure(value: str, kind: str = "money", more: str = "") -> str:
    return (
        f'{HEAD}[figure.zz]\nlabel = {{ zh = "试数", en = "trial" }}\ntype = "{kind}"\ncite = {{ article = "1" }}\n'
        f'[[figure.zz.version]]\nfrom = 2021-01-01\nannounced = 2021-01-01\nstatus = "placeholder"\nvalue = {value}\n{more}'
    )


def derived(formula: str) -> str:
    head = 'label = { zh = "试项", en = "trial" }\nentity = "household"\ntype = "bool"\ncite = { article = "1" }\n'
    return f'{HEAD}[derived.zz]\n{head}formula = "{formula}"\n'


VALUE, FORMULA = 13, 11  # the lines on which these stand
FILES: list[tuple[str, str | bytes, str, int]] = [
    # name, file, code, line
    ("an empty file", "", "WR107", 1),
    ("a binary file", bytes(range(256)) * 40, "WR105", 2),
    ("GBK", HEAD.encode("gbk"), "WR105", 4),
    ("UTF-16", HEAD.encode("utf-16"), "WR105", 1),
    ("broken TOML", HEAD + "[figure", "WR102", 6),
    ("a string that does not end", HEAD + 'x = "', "WR102", 6),
    ("a key written twice", HEAD + "in_force = 2021-01-01\n", "WR102", 6),
    ("old line ends", HEAD.replace("\n", "\r"), "WR102", 1),
    ("a full-width equals sign", HEAD.replace("=", "＝", 1), "WR103", 1),
    ("full-width quotes", HEAD.replace('"zz"', "“zz”"), "WR103", 3),
    ("an ideographic space", HEAD.replace("id =", "id\u3000="), "WR103", 3),
    ("a bare Chinese key", HEAD + "备注 = 1\n", "WR104", 6),
    ("a bare Chinese table", HEAD + "[标准]\n", "WR104", 6),
    ("another format", HEAD.replace("policy/2", "policy/9"), "WR107", 1),
    ("arrays nested 10,000 deep", HEAD + "x = " + "[" * 10_000 + "]" * 10_000, "WR108", 1),
    ("tables nested 10,000 deep", HEAD + "x = " + "{a=" * 10_000 + "1" + "}" * 10_000, "WR108", 1),
    ("a key of 10,000 parts", HEAD + "x" + ".a" * 10_000 + " = 1", "WR108", 1),
    ("arrays nested 100 deep", HEAD + "x = " + "[" * 100 + "]" * 100, "WR110", 6),
    ("a huge whole number", figure("9" * 5000), "WR102", 1),
    ("a file of 5 MB", HEAD + "#" + "x" * 5_000_000, "WR106", 1),
    ("a key of 1 MB", HEAD + "x" * 1_000_000 + " = 1", "WR110", 6),
    ("no document", 'format = "welfare-policy/2"\n', "WR111", 1),
    ("a misspelt key", HEAD + "isued = 2021-01-01\n", "WR110", 6),
    ("a text for a date", HEAD.replace("2021-01-01", '"2021-01-01"'), "WR112", 5),
    ("a time for a date", HEAD.replace("2021-01-01", "2021-01-01T00:00:00"), "WR112", 5),
    ("a label in one language", HEAD.replace(', en = "trial"', ""), "WR114", 4),
    ("a malformed id", figure("1").replace("figure.zz", "figure.Zz"), "WR115", 6),
    ("an id that is taken", HEAD.replace('"zz"', '"cn.dibao-2021"'), "WR118", 3),
    ("three decimals", figure("1.234"), "WR116", VALUE + 1),
    ("NaN", figure("nan"), "WR116", VALUE + 1),
    ("Infinity", figure("-inf"), "WR116", VALUE + 1),
    ("a number beyond all bounds", figure("1e999999999"), "WR116", VALUE + 1),
    ("a number below all bounds", figure("1e-999999999"), "WR116", VALUE + 1),
    ("a percentage for money", figure('"35%"'), "WR112", VALUE + 1),
    ("a text for a number", figure('"abc"'), "WR112", VALUE + 1),
    ("full-width digits", figure('"３５%"', "rate"), "WR112", VALUE + 1),
    ("half a person", figure("1.5", "int"), "WR112", VALUE + 1),
    (
        "an end before the beginning",
        figure("1", more="last_day = 2020-01-01\n"),
        "WR304",
        VALUE + 2,
    ),
    ("a formula nested 5,000 deep", derived("(" * 5000 + "真" + ")" * 5000), "WR204", FORMULA),
    ("a formula nested 300 deep", derived("(" * 300 + "真" + ")" * 300), "WR204", FORMULA),
    ("5,000 negations", derived("非 " * 1300 + "真"), "WR204", FORMULA),
    ("a formula of 5,000 parts", derived("真 且 " * 5000 + "真"), "WR204", FORMULA),
    ("a full-width comparison", derived("1 ＞ 0"), "WR202", FORMULA),
    ("an unknown character", derived("1 ? 0"), "WR201", FORMULA),
    ("an unknown name", derived("家庭可计算收人 > 0"), "WR205", FORMULA),
    ("a formula that breaks off", derived("1 >"), "WR203", FORMULA),
    ("an empty formula", derived(""), "WR112", FORMULA),
    ("a date that does not exist", derived("2021-02-30 > 2021-01-01"), "WR214", FORMULA),
    ("a division by zero", derived("1 / 0 > 1"), "WR209", FORMULA),
    ("a formula that needs itself", derived("非 zz"), "WR308", FORMULA),
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("bad"))


@pytest.mark.parametrize(
    ("text", "code", "line"), [each[1:] for each in FILES], ids=[each[0] for each in FILES]
)
def test_a_bad_policy_file(text: str | bytes, code: str, line: int, root: Path) -> None:
    path = root / "cn" / "model" / "zz.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    result = run("check", str(root), "--format", "json")
    assert result.exit_code == 1
    found = [each for each in findings(result) if each["severity"] == "error"]
    assert {each["code"] for each in found} == {code}
    assert all(len(each["message"]) < 1000 for each in found)
    assert [(each["file"], each["line"]) for each in found] == [(str(path), line)]
    assert found[0]["column"] >= 1
    path.unlink()


@pytest.mark.parametrize(
    "name",
    [
        "arrays nested 10,000 deep",
        "a formula nested 5,000 deep",
        "GBK",
        "a formula that needs itself",
    ],
)
def test_a_bad_policy_file_decides_nothing(name: str, root: Path) -> None:
    _, text, code, _ = next(each for each in FILES if each[0] == name)
    path = root / "cn" / "model" / "zz.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    decided = run("determine", str(CASE), *MONTH, "--policies", str(root), "--format", "json")
    assert decided.exit_code == 1
    assert decided.stdout == ""
    assert codes(decided) == {code}
    path.unlink()


@pytest.mark.parametrize("text", ["\ufeff" + HEAD, HEAD.replace("\n", "\r\n")], ids=["BOM", "CRLF"])
def test_what_windows_writes_is_checked(text: str, root: Path) -> None:
    path = root / "cn" / "model" / "zz.toml"
    path.write_bytes(text.encode())
    assert run("check", str(root)).exit_code == 0
    path.unlink()


def test_a_file_in_another_encoding_brings_no_flood(tmp_path: Path) -> None:
    root = copied(tmp_path)
    path = root / "cn" / "dibao-2021.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    result = run("check", str(root), "--format", "json")
    assert result.exit_code == 1
    assert codes(result) == {"WR105"}


def test_links_that_lead_nowhere_are_told_and_a_folder_named_like_a_file_is_none(
    root: Path,
) -> None:
    folder, loop, nowhere = (
        root / "cn" / "model" / f"zz-{each}.toml" for each in ("folder", "loop", "nowhere")
    )
    folder.mkdir()
    assert run("check", str(root)).exit_code == 0
    loop.symlink_to(loop)
    nowhere.symlink_to("no such file")
    result = run("check", str(root), "--format", "json")
    assert (result.exit_code, codes(result)) == (1, {"WR101"})
    folder.rmdir()
    loop.unlink()
    nowhere.unlink()
