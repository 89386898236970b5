"""docs/threats.md names every limit with its value, and above each it ends as the page says."""

from __future__ import annotations

import ast
import importlib
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import welfare_rules as wr
from tests.support.marked import (
    benefit,
    clause,
    derived,
    fact,
    figure,
    found,
    nation,
    version,
    written,
)
from welfare_rules.cases import build
from welfare_rules.checks import growth, tables
from welfare_rules.cli.main import main
from welfare_rules.curves import sweep
from welfare_rules.document.source import Source
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.reference import state as states
from welfare_rules.findings import CaseError, RequestError
from welfare_rules.synthetic.reading import read_source

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "threats.md").read_text(encoding="utf-8")
ROWS = {
    (match["module"], match["name"]): (match["value"], match["above"])
    for match in re.finditer(
        r"^\| `(?P<name>\w+)` \| `(?P<module>[\w.]+)` \| (?P<value>.*?) \| (?P<above>.*) \|$",
        PAGE,
        re.MULTILINE,
    )
}
BOUNDS = {  # where work is cut, or how much is told
    (match["module"], match["name"]): match["value"]
    for match in re.finditer(
        r"^\| `(?P<name>\w+)` \| `(?P<module>[\w.]+)` \| (?P<value>[^|]*) \|$", PAGE, re.MULTILINE
    )
}
LIMIT = re.compile(r"_?(MOST|LARGEST|DEEPEST|LONGEST|WORK|LIMIT|CROWD|SMALL_RANGE)(_[A-Z_]+)?")
PACKAGE = Path(wr.__file__).parent
MODEL = wr.load("cn/model").at("2021-08", "2021-12-31")
MANY = fact('type = "int"', "min = 0", "max = 100", header="[fact.many]")
MANY = MANY.replace("新项", "件数").replace('"new"', '"many"')


def value(name: str, formula: str) -> str:
    return derived(
        'entity = "household"',
        'type = "int"',
        f'formula = "{formula}"',
        header=f"[derived.{name}]",
        label=f'label = {{ zh = "{name}", en = "{name}" }}\n',
    )


def chain(count: int, step: str) -> str:
    return MANY + "".join(
        value(f"d{place}", step.replace("d", f"d{place - 1}") if place else "many + 1")
        for place in range(count)
    )


def shares() -> str:
    made = [MANY]
    for place in range(12):
        text = figure('type = "money"', header=f"[figure.f{place}]")
        made.append(text.replace("新项", f"数{place}").replace('"new"', f'"f{place}"'))
        for condition in ([f'only_for = "many < {place + 1}"'], []):
            says = ["value = 100"] if place == 0 else ['share = "99%"', f'of = "f{place - 1}"']
            made.append(version(*condition, *says, of=f"f{place}"))
    return "\n".join(made)


def ring() -> str:
    """One more benefit than a ring may have, each gives way to the next."""
    made: list[str] = []
    for place in range(33):
        text = benefit('amount = "1元"', header=f"[benefit.b{place}]")
        text = text.replace("新项", f"待遇{place}").replace('"new"', f'"b{place}"')
        keys = (f'with = "gross(b{(place + 1) % 33})"', 'keep = "higher"')
        made.append(text + "\n" + clause("exclude", *keys, of=f"benefit.b{place}"))
    return "\n".join(made)


def wide_table(truths: int, rows: int = 1) -> str:
    facts = "".join(
        fact('type = "bool"', header=f"[fact.b{place}]")
        .replace("新项", f"真{place}")
        .replace('"new"', f'"b{place}"')
        for place in range(truths)
    )
    when = " and ".join(f"b{place}" for place in range(truths))
    made = (
        clause("row", f'when = "{when}"', 'amount = "1元"', name=f"r{place}")
        for place in range(rows)
    )
    return facts + benefit('hit = "first"', "gaps = true") + "\n" + "\n".join(made)


LAWS: dict[tuple[str, str], Callable[[], str]] = {
    ("document.source", "MOST_BYTES"): lambda: "#" * 4_000_001,
    ("document.library", "MOST_LAYERS"): lambda: "# a folder too deep",
    ("language.lexer", "MOST_CHARACTERS"): lambda: MANY + value("d", "many" + " + many" * 600),
    ("language.parser", "DEEPEST"): lambda: MANY + value("d", "(" * 61 + "many" + ")" * 61),
    ("law.dating", "MOST_VERSIONS"): lambda: (
        figure('type = "money"')
        + "\n".join(
            version("value = 100", since=f"{year}-01-{day:02}")
            for year in range(1950, 1986)
            for day in range(1, 29)
        )
    ),
    ("law.values", "MOST"): lambda: (
        figure('type = "money"') + "\n" + version(f"value = {10**15 + 1}")
    ),
    ("checks.growth", "MOST_DIGITS"): lambda: chain(12, "d * d"),
    ("checks.growth", "MOST_NESTED"): lambda: chain(200, "d + 1"),
    ("checks.growth", "MOST_OF_A_LAW"): lambda: chain(3, "d + 1"),
    ("checks.growth", "MOST_BRANCHES"): shares,
    ("checks.growth", "MOST_OF_A_RING"): ring,
    ("checks.tables", "MOST_CELLS"): lambda: wide_table(15),
    ("checks.tables", "MOST_LOOKS"): lambda: wide_table(3, rows=6),
}


def people(count: int, name: str = "p") -> dict[str, Any]:
    return {"id": "h", "members": [{"id": f"{name}{place}"} for place in range(count)]}


def different(count: int) -> dict[str, Any]:
    """People of whom each has another income."""
    members = [{"id": f"p{place}", "wage": place} for place in range(count)]
    return {"id": "h", "members": members}


def nested(depth: int) -> list[Any]:
    made: list[Any] = []
    for _ in range(depth):
        made = [made]
    return made


def months() -> object:
    history = {"case": people(1), "changes": []}
    return wr.load("cn/model").timeline(history, "2020-01", "2120-01", known="2021-12-31")


def changes() -> object:
    """As many facts in each of some changes, one change too many."""
    said = {f"members[p{place}].wage": 1 for place in range(200)}
    change = {"from": "2021-01-01", "learned": "2021-01-01", "set": said}
    history = {"case": people(200), "changes": [change] * 16}
    return wr.load("cn/model").timeline(history, "2021-01", "2021-01", known="2021-12-31")


def member_months() -> object:
    """Twenty people who differ, over six years: one month too many."""
    history = {"case": different(20), "changes": []}
    return wr.load("cn/model").timeline(history, "2017-12", "2023-12", known="2023-12-31")


def county(more: str, kinds: int = 1) -> object:
    """A description of a made-up county."""
    kind = """[[household]]
id = "k"
label = { zh = "户", en = "home" }
weight = 1
member = [{ role = "adult", age = [30, 40], set = { relation = "head" } }]
"""
    head = """format = "welfare-population/1"
[population]
id = "small"
label = { zh = "小县", en = "small" }
jurisdiction = "cn/model"
month = "2021-08"
households = 1000
born = "birth_date"
"""
    return read_source(Source("small.toml", head + kind * kinds + more))


DRAW = '[[draw]]\nfact = "wage"\nof = "member"\nvalue = 1\n'


def targets(count: int, months: Sequence[str] = ("2021-08",)) -> str:
    return "".join(
        f'[[target]]\nid = "t{place}"\nlabel = {{ zh = "人", en = "people" }}\npublished = 1\n'
        f'within = 0.1\ncounts = "payees"\nbenefit = "dibao"\nmonths = {json.dumps(months)}\n'
        'source = "s"\n'
        for place in range(count)
    )


YEARS = [f"{year}-{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]

ASKED: dict[tuple[str, str], Callable[[], object]] = {
    ("synthetic.models", "MOST_KINDS"): lambda: county("", 201),
    ("synthetic.models", "MOST_DRAWS"): lambda: county(DRAW * 1001),
    ("synthetic.models", "MOST_TARGETS"): lambda: county(targets(101)),
    ("synthetic.models", "MOST_MONTHS"): lambda: county(targets(1, YEARS[:25])),
    ("facts.json_text", "MOST_CHARACTERS"): lambda: MODEL.determine(
        json.dumps(people(1)) + " " * 5_000_000
    ),
    ("history.facts", "DEEPEST"): lambda: wr.load("cn/model").timeline(
        {"case": people(1), "changes": nested(51)}, "2021-01", "2021-01"
    ),
    ("facts.values", "MOST_OF_MONEY"): lambda: MODEL.determine(
        {"id": "h", "members": [{"id": "p0", "wage": 10**12}]}
    ),
    ("language.declaration", "MOST_MEMBERS"): lambda: MODEL.determine(people(201)),
    ("facts.values", "MOST_LETTERS"): lambda: MODEL.determine(people(1, "x" * 200)),
    ("curves.sweep", "MOST_PIECES"): lambda: MODEL.curve(people(1), "members[p0].wage", 0, 100),
    ("curves.sweep", "MOST_LINES"): lambda: MODEL.curve(people(1), "members[p0].wage", 0, 100),
    ("curves.asking", "MOST_VALUES"): lambda: MODEL.curve(
        people(1), "members[p0].wage", 0, 10_000_000
    ),
    ("curves.needed", "MOST_FOLLOWED"): lambda: MODEL.change(different(30), "dibao"),
    ("history.facts", "MOST_CHANGES"): changes,
    ("history.timeline", "MOST_MONTHS"): months,
    ("history.timeline", "MOST_MEMBER_MONTHS"): member_months,
}
SHAPES = {
    ("engine.integer.operations", "MOST_OPERATIONS"),
    ("engine.reference.state", "MOST_STATES"),
    ("engine.reference.state", "MOST_WORKED"),
    ("engine.reference.missing", "MOST_TOLD"),
    ("basics.nearest", "MOST_COMPARED"),
    ("cli.commands.prove", "LARGEST"),
    ("answer.questions", "MOST_ASKED"),
    ("answer.large", "MOST_IN_FULL"),
    ("answer.large", "MOST_TOLD_OF_EACH"),
    ("program.case", "CROWD"),
    ("basics.harmless", "MOST_INDENTED"),
    ("cases.build", "MOST_BASES"),
    ("cases.build", "MOST_DRAWN"),
    ("curves.forms", "MOST_DEGREE"),
}


def limit(row: tuple[str, str]) -> int:
    return getattr(importlib.import_module(f"welfare_rules.{row[0]}"), row[1])


def test_every_limit_of_the_page_is_tried_here() -> None:
    assert set(ROWS) == {*LAWS, *ASKED, *SHAPES}


def constants() -> set[tuple[str, str]]:
    """The limits that stand in the modules of the package, by their names."""
    return {
        (".".join(path.relative_to(PACKAGE).with_suffix("").parts), name.id)
        for path in PACKAGE.rglob("*.py")
        for line in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(line, (ast.Assign, ast.AnnAssign))
        for target in (line.targets if isinstance(line, ast.Assign) else [line.target])
        for name in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(name, ast.Name) and LIMIT.fullmatch(name.id)
    }


def test_every_limit_of_the_code_stands_on_the_page() -> None:
    """Whoever adds a constant of this kind gives it a row in docs/threats.md."""
    assert constants() == {*ROWS, *BOUNDS}


STATED = {
    row: number.group()
    for row, value in [*((row, value) for row, (value, _) in ROWS.items()), *BOUNDS.items()]
    if (number := re.match(r"[\d,]+", value))
}


def test_every_limit_is_stated_but_those_that_are_a_matter_of_speed() -> None:
    assert {row for row in {*ROWS, *BOUNDS} - {*STATED} if "columns" not in row[0]} == set()


@pytest.mark.parametrize("row", STATED, ids=".".join)
def test_a_limit_is_what_the_page_says(row: tuple[str, str]) -> None:
    assert limit(row) == int(STATED[row].replace(",", ""))


@pytest.mark.parametrize("row", LAWS, ids=".".join)
def test_a_law_above_a_limit_gives_its_finding(
    row: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if row[1] == "MOST_LOOKS":
        monkeypatch.setattr(tables, "MOST_LOOKS", 5)
    if row[1] == "MOST_OF_A_LAW":
        monkeypatch.setattr(growth, "MOST_OF_A_LAW", 5)
    files = nation(LAWS[row]())
    if row[1] == "MOST_LAYERS":
        files = {f"cn{'/x' * 12}/deep.toml": LAWS[row]()}
    told = {code for code, *_ in found(written(tmp_path, files))}
    assert told & {*re.findall(r"WR\d+", ROWS[row][1])}, told


@pytest.mark.parametrize("row", ASKED, ids=".".join)
def test_a_request_above_a_limit_gives_its_finding(
    row: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if row[0] == "curves.sweep":
        monkeypatch.setattr(sweep, row[1], 0)
    with pytest.raises((CaseError, RequestError)) as refused:
        ASKED[row]()
    assert {each.code for each in refused.value.findings} == {*re.findall(r"WR\d+", ROWS[row][1])}


def test_expressions_names_and_questions_stay_within_their_limits() -> None:
    sizes = [each.size for _, each in lowered(MODEL.program, "dues").expressions()]
    assert max(sizes) <= limit(("engine.integer.operations", "MOST_OPERATIONS"))
    answer = MODEL.determine(people(60))
    told = [len(each.missing_facts) for each in answer]
    assert max(told) <= limit(("engine.reference.missing", "MOST_TOLD"))
    assert len(answer.to_ask) <= limit(("answer.questions", "MOST_ASKED"))
    assert len(answer.case.members) > limit(("answer.large", "MOST_IN_FULL"))
    of_each = [len(each.missing_facts) for each in answer if each.payee != answer.case.id]
    assert max(of_each) <= limit(("answer.large", "MOST_TOLD_OF_EACH"))
    state = answer.evaluation._state  # pyright: ignore
    assert state.budget <= limit(("engine.reference.state", "MOST_STATES"))


def test_what_was_worked_out_enough_is_left_undetermined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing turns on the fact: found out only by trying, and wider but right without it."""
    law = MANY + benefit('hit = "first"', "gaps = true")
    law += clause("row", 'when = "many < 50 or many >= 50"', 'amount = "1元"', name="r")
    folder = written(tmp_path, nation(law))

    def status() -> str:
        rules = wr.load("cn", policies=folder).at("2021-08", "2021-12-31")
        return [each.status for each in rules.determine({"id": "h", "members": []})][-1]

    assert status() == "eligible"
    monkeypatch.setattr(states, "MOST_WORKED", 0)
    assert status() == "undetermined"


def test_prove_refuses_households_above_its_limit() -> None:
    most = limit(("cli.commands.prove", "LARGEST"))
    with pytest.raises(SystemExit) as refused:
        main(["prove", ".", "--up-to", str(most + 1)])
    assert refused.value.code == 2


def test_bases_that_build_on_one_another_too_often_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The number that the page gives is let through, one more is not."""
    most = limit(("cases.build", "MOST_BASES"))

    def told(bases: int) -> str:
        base = 'builds_on = "x{}"'
        made = [f"[base.x{each}]\n{base.format(each - 1) if each else ''}" for each in range(bases)]
        case = f'[[case]]\nname = "c"\ncite = "1"\n{base.format(bases - 1)}\nexpect.new = 1'
        head = 'format = "welfare-cases/1"\nmonth = "2021-08"'
        cases = tmp_path / "cn" / "cases" / "c.toml"
        cases.parent.mkdir(parents=True, exist_ok=True)
        cases.write_text("\n".join([head, *made, case]), encoding="utf-8")
        with pytest.raises(SystemExit):
            main(["test", str(cases), "--policies", str(tmp_path), "--lang", "en"])
        return capsys.readouterr().err

    written(tmp_path, nation(benefit('amount = "1元"')))
    assert "WR362" not in told(most)
    assert "WR362" in told(most + 1)


def test_a_curve_of_too_high_a_power_is_refused(tmp_path: Path) -> None:
    """Of five squares of one another no piece is followed."""
    small = MANY.replace("max = 100", "max = 9") + "".join(
        value(f"d{place}", f"d{place - 1} * d{place - 1}" if place else "many * many")
        for place in range(5)
    )
    pays = benefit('amount = "1元 * d4"')
    rules = wr.load("cn", policies=written(tmp_path, nation(small + pays))).at("2021-08")
    with pytest.raises(RequestError) as refused:
        rules.curve({"id": "h", "members": []}, "many", 0, 9)
    assert [each.code for each in refused.value.findings] == ["WR524"]


def test_a_file_of_cases_draws_no_more_members_than_the_page_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line may build on a base of two hundred members, and a file has thousands of lines."""
    written(tmp_path, nation(benefit('amount = "1元"')))
    one = '[[case]]\nname = "{}"\nbuilds_on = "b"\ncite = "1"\nexpect.once = 0'
    lines = [
        'format = "welfare-cases/1"',
        'month = "2021-08"',
        "[base.b.members]",
        "a = {}\nb = {}",
    ]
    cases = tmp_path / "cn" / "cases" / "c.toml"
    cases.parent.mkdir(parents=True)
    cases.write_text("\n".join([*lines, *map(one.format, range(3))]), encoding="utf-8")
    for most, told in ((6, False), (5, True)):
        monkeypatch.setattr(build, "MOST_DRAWN", most)
        with pytest.raises(SystemExit):
            main(["test", str(cases), "--policies", str(tmp_path), "--lang", "en"])
        assert ("WR412" in capsys.readouterr().err) is told
