"""Made-up counties: the same for a seed, coherent, told from real ones, and read without a finding."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.command import findings, run
from welfare_rules.basics.days import completed_years, day_of_text
from welfare_rules.document.source import Source
from welfare_rules.facts.doubts import doubts, values_of_one
from welfare_rules.findings import RequestError
from welfare_rules.language.types import Entity, Kind
from welfare_rules.synthetic import files, targets
from welfare_rules.synthetic.county import Column, County
from welfare_rules.synthetic.draws import NOTHING, YES
from welfare_rules.synthetic.people import Drawn, households
from welfare_rules.synthetic.reading import read, read_source, shipped

SEEDS = st.integers(0, 2**63 - 1)
COUNTIES = {name: read(name) for name in shipped()}
SMALL = """
format = "welfare-population/1"
[population]
id = "small"
label = { zh = "小县", en = "small" }
jurisdiction = "cn/model"
month = "2021-08"
households = 1000
born = "birth_date"
[[household]]
id = "one"
label = { zh = "一人", en = "one" }
weight = 1
member = [{ role = "adult", age = [30, 40], set = { relation = "head" } }]
"""


def case_of(county: County, each: Drawn) -> dict[str, Any]:
    """A household as a case."""
    facts = county.facts
    whole = (*county.columns, *county.members)
    return {
        "id": "h1",
        **_facts(whole, each.row, facts[Entity.HOUSEHOLD]),
        "members": [
            {"id": f"p{place}", **_facts(whole, row, facts[Entity.MEMBER])}
            for place, (_, _, row) in enumerate(each.members, 1)
        ],
    }


def _facts(columns: Sequence[Column], row: Sequence[str], places: Iterable[int]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for place in places:
        column, text = columns[place], row[place]
        if column.type is None or text == NOTHING:
            continue
        match column.type.kind:
            case Kind.BOOL:
                made[column.id] = text == YES
            case Kind.INT | Kind.MONTHS:
                made[column.id] = int(text)
            case Kind.BENEFITS:
                made[column.id] = text.split(";")
            case _:
                made[column.id] = text
    return made


@given(SEEDS, st.integers(1, 20), st.integers(0, 20), st.sampled_from(sorted(COUNTIES)))
@settings(max_examples=20)
def test_a_seed_makes_the_same_households_and_fewer_are_the_first_of_more(
    seed: int, few: int, more: int, name: str
) -> None:
    county = COUNTIES[name]
    one = list(households(county, seed, few))
    assert one == list(itertools.islice(households(county, seed, few + more), few))


@pytest.mark.parametrize("name", sorted(COUNTIES))
@given(seed=SEEDS)
@settings(max_examples=10)
def test_people_are_coherent_and_are_read_without_a_finding(name: str, seed: int) -> None:
    county = COUNTIES[name]
    rules = wr.load(county.jurisdiction).at(county.month)
    for each in households(county, seed, 25):
        case = case_of(county, each)
        assert not list(doubts(values_of_one(rules.program.law), rules.read(case)))
        head = [one for one in case["members"] if one["relation"] == "head"]
        assert len(head) == 1
        for one in case["members"]:
            born = day_of_text(one["birth_date"])
            age = completed_years(born, county.month.first)
            assert 0 <= age <= 120
            assert age >= 60 or "0.00" == one["resident_pension_central"] == one["employee_pension"]
            assert 7 <= age <= 22 or not one["full_time_student"]
            assert 18 <= age <= 62 or not one["employed"]
            assert one["wage"] == "0.00" or one["employed"]
            assert ("disability_grade" in one) == (one["disability_kind"] != "none")
            assert ("child_choice" in one) == (one["child_category"] != "none")
            assert age < 18 or one["child_category"] == "none"
            days = [key for key in one if key.endswith(("_since", "_until"))]
            assert all(born <= day_of_text(one[key]) < county.month.first for key in days)
        spouses = [one for one in case["members"] if one["relation"] == "spouse"]
        assert all(one["sex"] != head[0]["sex"] for one in spouses)
        parents = {
            "child": head[0]["birth_date"],
            "head": max(
                (one["birth_date"] for one in case["members"] if one["relation"] == "parent"),
                default="0000",
            ),
        }
        for one in case["members"]:
            older = parents.get(one["relation"], "0000")
            assert int(one["birth_date"][:4]) - int(older[:4]) >= 14 or older == "0000"


def _tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {
        name: list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text("utf-8-sig"))))
        for name in (files.HOUSEHOLDS, files.MEMBERS)
    }


def test_every_file_and_every_row_says_that_it_is_made_up(tmp_path: Path) -> None:
    for name in ("one", "other"):
        done = run("synth", "--like", "model-county", "--households", "40", "--seed", "7", "-o", str(tmp_path / name))  # fmt: skip
        assert done.exit_code == 0, done.stderr
    one, other = (tmp_path / name for name in ("one", "other"))
    for each in sorted(one.iterdir()):
        assert each.read_bytes() == (other / each.name).read_bytes()
    tables = _tables(one)
    assert all(row["id"].startswith("synthetic-7-") for row in tables[files.HOUSEHOLDS])
    assert all(row["household"].startswith("synthetic-7-") for row in tables[files.MEMBERS])
    assert "虚构" in (one / files.PAGE).read_text(encoding="utf-8")
    manifest = json.loads((one / files.MANIFEST).read_text(encoding="utf-8"))
    assert manifest["synthetic"] is True
    assert manifest["households"] == len(tables[files.HOUSEHOLDS]) == 40
    assert manifest["members"] == len(tables[files.MEMBERS])
    # each member of a household that is there, numbered from 1
    homes = Counter(row["household"] for row in tables[files.MEMBERS])
    assert set(homes) == {row["id"] for row in tables[files.HOUSEHOLDS]}


def test_in_parquet_the_households_are_the_same_with_facts_in_their_types(tmp_path: Path) -> None:
    arrow_io = pytest.importorskip("arro3.io")
    pytest.importorskip("numpy")
    for name, parquet in (("text", False), ("typed", True)):
        files.write(COUNTIES["model-county"], 40, 7, tmp_path / name, parquet=parquet)
    made = sorted(each.name for each in (tmp_path / "typed").iterdir())
    assert made == ["README.md", "households.parquet", "manifest.json", "members.parquet"]
    types = arrow_io.read_parquet(tmp_path / "typed" / "members.parquet").schema
    kinds = {name: str(types.field(name).type) for name in ("id", "wage", "birth_date", "employed")}
    assert [next(iter(re.findall(r"Utf8|Decimal|Date|Bool", each))) for each in kinds.values()] == [
        "Utf8",
        "Decimal",
        "Date",
        "Bool",
    ]
    rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    of_text, typed = (
        rules.run(*(tmp_path / folder / f"{name}.{kind}" for name in ("households", "members")))
        for folder, kind in (("text", "csv"), ("typed", "parquet"))
    )
    assert len(typed.findings) == 0
    assert typed.households.to_pydict() == of_text.households.to_pydict()
    assert typed.members.to_pydict() == of_text.members.to_pydict()


def test_the_folder_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = COUNTIES["model-county"]
    (tmp_path / "there").mkdir()
    with pytest.raises(RequestError) as refused:
        files.write(county, 3, 1, tmp_path / "there")
    assert [each.code for each in refused.value.findings] == ["WR528"]

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.write(county, 3, 1, tmp_path / "new", told=stop)
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def small(more: str = "") -> County:
    return read_source(Source("small.toml", SMALL + more))


@given(st.lists(st.integers(0, 9), min_size=2, max_size=6).filter(any), SEEDS)
@settings(max_examples=20)
def test_what_is_drawn_has_a_weight(weights: list[int], seed: int) -> None:
    among = ", ".join(f"{place} = {weight}" for place, weight in enumerate(weights))
    county = small(f'[[draw]]\nfact = "vehicles"\nof = "household"\namong = {{ {among} }}\n')
    place = county.places(county.columns[0].entity)["vehicles"]
    found = {int(each.row[place]) for each in households(county, seed, 100)}
    assert found <= {place for place, weight in enumerate(weights) if weight}


@given(st.lists(st.integers(0, 5000), min_size=2, max_size=6).map(sorted), SEEDS)
@settings(max_examples=20)
def test_an_amount_lies_between_its_quantiles(points: list[int], seed: int) -> None:
    more = f'[[draw]]\nfact = "wage"\nof = "member"\nquantiles = {points}\n'
    county = small(more)
    place = county.places(county.members[0].entity)["wage"]
    for each in households(county, seed, 50):
        ((_, age, row),) = each.members
        assert 30 <= age <= 40
        assert points[0] * 100 <= round(float(row[place]) * 100) <= points[-1] * 100


def test_a_target_that_households_show_is_counted_over_all_of_them() -> None:
    more = """
[[draw]]
fact = "vehicles"
of = "household"
value = 2
[[target]]
id = "cars"
label = { zh = "有车", en = "with cars" }
published = 1000
within = 0
counts = "households"
when = { vehicles = 2 }
source = "?"
[[target]]
id = "old"
label = { zh = "老人", en = "old" }
published = 5
within = 0.1
counts = "members"
when = { age = [60, 120] }
source = "?"
"""
    counting = targets.Counting(small(more))
    for each in households(counting.county, 3, 50):
        counting.add(each)
    cars, old = counting.measured()
    assert (cars.wanted, cars.low, cars.high, cars.hit) == (50, 50, 50, True)
    assert (old.wanted, old.low, old.hit) == (0.25, 0, False)


def test_a_target_of_the_law_is_what_determine_says() -> None:
    more = """
[[target]]
id = "poor"
label = { zh = "低保", en = "dibao" }
published = 1000
within = 0
counts = "payees"
benefit = "dibao"
months = ["2021-08"]
source = "?"
[[target]]
id = "yuan"
label = { zh = "低保金", en = "dibao" }
published = 1
within = 0
counts = "amount a person"
benefit = "dibao"
months = ["2021-08"]
source = "?"
"""
    county = small(more)
    counting = targets.Counting(county)
    for each in households(county, 3, 20):
        counting.add(each)
    poor, yuan = counting.measured()
    rules = wr.load("cn/model").at("2021-08")
    answers = [rules.determine(case_of(county, each)) for each in counting.first]
    assert poor.low == sum(each["dibao"].status == "eligible" for each in answers)
    assert yuan.low == float(sum(each["dibao"].amount or 0 for each in answers)) / poor.low


def test_a_mean_leaves_out_months_in_which_nobody_is_paid_for_certain() -> None:
    """Else a household on dibao would have fewer than one person."""
    counting = targets.Counting(COUNTIES["binhai-2021"])
    for each in households(counting.county, 7, 60):
        counting.add(each)
    means = [each for each in counting.measured() if each.target.counts == "persons a household"]
    assert means
    assert all(each.low >= 1 for each in means)


WRONG = {
    "unknown fact": ('[[draw]]\nfact = "wagf"\nof = "member"\nvalue = 1\n', "WR402", "wage"),
    "unknown value": ('[[draw]]\nfact = "area"\nof = "household"\nvalue = "city"\n', "WR405", ""),
    "two ways": (
        '[[draw]]\nfact = "wage"\nof = "member"\nvalue = 1\nquantiles = [1, 2]\n',
        "WR119",
        "",
    ),
    "no way": ('[[draw]]\nfact = "wage"\nof = "member"\n', "WR119", ""),
    "chance of money": ('[[draw]]\nfact = "wage"\nof = "member"\nchance = 0.5\n', "WR119", ""),
    "unknown helper": (
        '[[draw]]\nfact = "wage"\nof = "member"\nwhen = { mens = "poor" }\nvalue = 1\n'
        '[[draw]]\nhelper = "means"\nof = "household"\nvalue = "poor"\n',
        "WR402",
        "means",
    ),
    "unknown kind": (
        '[[draw]]\nfact = "wage"\nof = "member"\nwhen = { kind = "ones" }\nvalue = 1\n',
        "WR317",
        "one",
    ),
    "no order": ('[[draw]]\nfact = "wage"\nof = "member"\nquantiles = [2, 1]\n', "WR117", ""),
    "out of bounds": ('[[draw]]\nfact = "vehicles"\nof = "household"\nvalue = -1\n', "WR406", ""),
    "unknown key": ('[[draw]]\nfact = "wage"\nof = "member"\nvalu = 1\n', "WR110", "value"),
    "no weight": (
        '[[draw]]\nfact = "area"\nof = "household"\namong = { urban = 0 }\n',
        "WR117",
        "",
    ),
    "unknown benefit": (
        '[[target]]\nid = "x"\nlabel = { zh = "x", en = "x" }\npublished = 1\nwithin = 0\n'
        'counts = "payees"\nbenefit = "dibo"\nmonths = ["2021-08"]\nsource = "?"\n',
        "WR317",
        "dibao",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_a_description_is_told_in_its_place(name: str, tmp_path: Path) -> None:
    more, code, nearest = WRONG[name]
    path = tmp_path / "small.toml"
    path.write_text(SMALL + more, encoding="utf-8")
    done = run("synth", "--like", str(path), "--households", "1", "--seed", "1", "-o", str(tmp_path / "out"), "--format", "json")  # fmt: skip
    assert done.exit_code == 2
    found = findings(done)
    assert code in [each["code"] for each in found]
    first = next(each for each in found if each["code"] == code)
    assert first["line"] > SMALL.count("\n")
    assert nearest in first["message"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('relation = "head"', 'relation = "child"', "WR119"),
        ("age = [30, 40]", "age = [40, 30]", "WR112"),
        ('born = "birth_date"', 'born = "birthdate"', "WR402"),
        ("weight = 1", "weight = 0", "WR117"),
        ('role = "adult"', 'role = "adult", than = "elder", years = [1, 2]', "WR317"),
        ('month = "2021-08"', 'month = "2021-8"', "WR502"),
        ('id = "small"', 'id = "Small"', "WR117"),
        ("welfare-population/1", "welfare-population/9", "WR107"),
    ],
)
def test_a_household_that_cannot_be_is_refused(old: str, new: str, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        read_source(Source("small.toml", SMALL.replace(old, new, 1)))
    assert code in [each.code for each in refused.value.findings]
    assert all(each.place.line for each in refused.value.findings)


def test_an_unknown_county_is_told_the_nearest() -> None:
    with pytest.raises(RequestError) as refused:
        read("binhai")
    assert "binhai-2021" in refused.value.findings[0].message("en")


def test_what_is_wrong_in_two_kinds_alike_is_told_of_both() -> None:
    """Kinds of household that say the same are still two, each at its own lines."""
    place = SMALL.index("[[household]]")
    head, kind = SMALL[:place], SMALL[place:].replace("[30, 40]", "[40, 30]")
    with pytest.raises(RequestError) as refused:
        read_source(Source("small.toml", head + kind + kind))
    lines = [each.place.line for each in refused.value.findings if each.code == "WR112"]
    assert len(set(lines)) == 2


def test_a_list_that_is_too_long_is_told_in_both_languages() -> None:
    draw = f'[[draw]]\nfact = "wage"\nof = "member"\nquantiles = {list(range(1001))}\nstep = 1\n'
    with pytest.raises(RequestError) as refused:
        read_source(Source("small.toml", SMALL + draw))
    (found,) = refused.value.findings
    assert "最多 1000 项" in found.message("zh")
    assert "at most 1000 entries" in found.message("en")


def test_the_page_about_a_county_is_steered_by_no_label(tmp_path: Path) -> None:
    """A description may come from anybody: its labels are text on the page, whatever they say."""
    evil = "<script>x</script> | a\\u001b[31m\\u202e\\nb"
    head = SMALL.replace('en = "small"', f'en = "{evil}"')
    target = f"""[[target]]
id = "t"
label = {{ zh = "人", en = "{evil}" }}
published = 5
within = 0.1
counts = "members"
source = "s"
"""
    files.write(read_source(Source("small.toml", head + target)), 3, 1, tmp_path / "made")
    page = (tmp_path / "made" / "README.md").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert not {"\x1b", "\u202e"} & set(page)
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {9}


def test_what_is_off_by_chance_is_told_apart_from_what_is_missed() -> None:
    """Of a count, by the spread that many counties of so few households really have."""
    more = """
[[target]]
id = "old"
label = { zh = "老人", en = "old" }
published = 5
within = 0.1
counts = "members"
when = { age = [60, 120] }
source = "?"
"""
    county = small(more)
    found: list[targets.Measured] = []
    for seed in range(40):
        counting = targets.Counting(county)
        for each in households(county, seed, 60):
            counting.add(each)
        found.append(next(each for each in counting.measured() if each.target.id == "old"))
    mean = sum(each.low for each in found) / len(found)
    far = [each for each in found if abs(each.low - mean) > each.chance]
    assert len(far) <= 6  # of forty, where two are to be expected
    for each in found:
        assert not (each.hit and each.by_chance)
        off = abs(each.low - each.wanted) - each.wanted * each.target.within
        assert each.by_chance == (0 < off <= each.chance)
