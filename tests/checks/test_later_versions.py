"""What is wrong of a law because of a version that begins later, ends, or replaces another: told in
the stretch in which it is so, and not where the parts of a mistake never meet.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support import laws
from tests.support.effort import examples
from tests.support.marked import (
    CITE,
    LABEL,
    TODAY,
    benefit,
    clause,
    county,
    derived,
    figure,
    found,
    marked,
    nation,
    version,
    written,
)
from welfare_rules.basics.days import Month, day_text, month_starts
from welfare_rules.checks.structure import find_cycle
from welfare_rules.document.library import read_library
from welfare_rules.findings import errors_of
from welfare_rules.law.elaborate import build_law
from welfare_rules.loading import check_all
from welfare_rules.program.resolve import Cycle, resolve

OTHER = LABEL.replace("新项", "另一项").replace('"new"', '"other"')
LEAST = figure('type = "money"', header="[figure.least]", label=OTHER)
RISING = version("value = 0.5", since="2020-01-01") + version(
    "value = 1.5", since="2022-01-01", announced="2021-12-01"
)


def exemption(share: str, *lines: str) -> str:
    keys = ('id = "part"', 'income = "pay"', f"share = {share}", *lines, OTHER + CITE)
    return "\n".join(("[[exemption]]", *keys))


def way(*lines: str, name: str = "first", mark: str = "") -> str:
    return "\n".join(("[[recovery]]", f'id = {mark}"{name}"', *lines, LABEL + CITE))


def value(name: str, before: str, after: str, mark: str = "") -> str:
    """A derived value with one formula until the end of 2021 and another from then on."""
    return f"""
[derived.{name}]
label = {{ zh = "{name}值", en = "{name}" }}
entity = "household"
type = "money"
cite = {{ article = "3" }}
[[derived.{name}.version]]
last_day = 2021-12-31
formula = "{before}"
[[derived.{name}.version]]
from = 2022-01-01
{mark}formula = "{after}"
"""


TOLD: dict[str, dict[str, str]] = {
    "a divisor that a later version makes nothing": nation(
        derived(
            'entity = "household"\ntype = "rate"',
            'formula = "1 / «WR209»extra"',
            header="[derived.part]",
            label=OTHER,
        )
        + figure('type = "rate"', "min = 0.5")
        + version("value = 1", since="2020-01-01")
        + version("value = «WR319»0", since="2022-01-01", announced="2021-12-01")
    ),
    "a share that a later version makes more than all": nation(
        exemption('"«WR323»extra"') + figure('type = "rate"') + RISING
    ),
    "values that need each other from a day on": nation(
        value("first", "1元", "second", mark="«WR308»") + value("second", "1元", "first")
    ),
    "shares of each other from a day on": nation(
        figure('type = "money"')
        + version("value = 50", since="2020-01-01")
        + version('share = "50%"', 'of = «WR308»"least"', since="2022-01-01")
        + LEAST
        + version('share = "50%"', 'of = "extra"', of="least", since="2020-01-01")
    ),
    "a yearly payment that loses its month": nation(
        clause(
            "require",
            'when = "相隔月数(2020-01-01, 本月首日) == 12"',
            "last_day = 2021-12-31",
            of="benefit.help",
            name="in-one-month",
        ),
        ("[benefit.help]\n", '[benefit.help]\npayable = «WR344»"yearly"\n'),
    ),
    "a payment that becomes yearly and names no month": {
        **nation(),
        **county(
            '[benefit.help]\nreplaces = "cn.nation"\nfrom = 2022-01-01\npayable = «WR344»"yearly"\n'
        ),
    },
    "a value without a formula from a day on while it is needed": nation(
        "",
        (
            'formula = "合计(own_countable_income, 真)"\ncite = { article = "2" }\n',
            'cite = { article = "2" }\n[[derived.together.version]]\nlast_day = 2022-12-31\n'
            'formula = «WR343»"合计(own_countable_income, 真)"\n',
        ),
    ),
    "a value that gets its formula after it is needed": nation(
        "",
        (
            'formula = "合计(own_countable_income, 真)"\ncite = { article = "2" }\n',
            'cite = { article = "2" }\n[[derived.together.version]]\nfrom = 2020-07-01\n'
            'formula = «WR343»"合计(own_countable_income, 真)"\n',
        ),
    ),
    "a way of recovery behind one that speaks of everything on all its days": nation(
        way("waived = true", "from = 2021-01-01")
        + way("set_off = true", "from = 2022-01-01", name="late", mark="«WR339»").replace(
            "新项", "后项"
        )
    ),
    "withheld from a benefit that has ended": nation(
        way('withhold = [«WR338»"extra", "help"]', 'share = "20%"', "from = 2022-01-01")
        + benefit('amount = "1元"', "ends = 2021-12-31").replace("新项", "旧补助")
    ),
    "a rule announced in another century": {
        **nation(),
        **county(
            clause(
                "require",
                'when = "rural"',
                "announced = 1920-12-01",
                "from = «WR337»2021-01-01",
                of="benefit.help",
                name="more",
            )
        ),
    },
}
NOT_TOLD: dict[str, dict[str, str]] = {
    "values that need each other on different days": nation(
        value("first", "1元", "second") + value("second", "first", "1元")
    ),
    "shares of each other on different days": nation(
        figure('type = "money"')
        + version("value = 50", since="2020-01-01", announced="2020-01-01")
        + version('share = "50%"', 'of = "least"', since="2022-01-01", announced="2020-01-01")
        + LEAST
        + version(
            'share = "50%"', 'of = "extra"', of="least", since="2020-01-01", announced="2020-01-01"
        )
        + version("value = 30", of="least", since="2022-01-01", announced="2020-01-01")
    ),
    "a share of more than all when its formula is the law no more": nation(
        exemption('"extra"', "last_day = 2021-12-31") + figure('type = "rate"') + RISING
    ),
    "a rate without its percent sign that is corrected": nation(
        figure('type = "rate"')
        + version("value = 20")
        + version('value = "20%"', "corrects = 2020-12-01", announced="2020-12-20")
    ),
    "a way of recovery that is another version of the one before it": nation(
        way("waived = true", "last_day = 2021-12-31") + way("set_off = true", "from = 2022-01-01")
    ),
    "withheld from a benefit that begins later": nation(
        way('withhold = ["extra", "help"]', 'share = "20%"')
        + benefit('amount = "1元"', "begins = 2022-01-01").replace("新项", "新补助")
    ),
    "a value that nobody needs before it has a formula": nation(
        derived(
            'entity = "household"\ntype = "money"',
            'cite = { article = "3" }\n[[derived.extra.version]]\nfrom = 2022-01-01',
            'formula = "1元"',
        ).replace('"1元"\ncite = { article = "1" }', '"1元"')
        + benefit('amount = "extra"', "begins = 2022-01-01", header="[benefit.new]").replace(
            "新项", "新补助"
        )
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_a_later_version_makes_wrong_is_told_at_its_word(tmp_path: Path, name: str) -> None:
    assert marked(TOLD[name])
    assert found(written(tmp_path, TOLD[name])) == marked(TOLD[name])


@pytest.mark.parametrize("name", NOT_TOLD)
def test_parts_of_a_mistake_that_never_meet_are_none(tmp_path: Path, name: str) -> None:
    assert found(written(tmp_path, NOT_TOLD[name])) == set()


@pytest.mark.parametrize("name", [each for each in NOT_TOLD if "each other" in each])
def test_a_law_whose_parts_never_meet_has_a_program_for_every_day_and_knowledge(
    tmp_path: Path, name: str
) -> None:
    law, wrong = build_law(read_library(written(tmp_path, NOT_TOLD[name])), "cn")
    assert not wrong
    days = month_starts(20191101, 20220301)
    assert all(resolve(law, day, known).digest for day in days for known in (*days, 99991231))


DAYS = (20200101, 20200401, 20200701, 20201001)
AFTER = 20211001
turn = st.sampled_from(DAYS)
# from, last day, announced, and whether the formula needs the other value
Written = tuple[int, int, int, bool]
formulas = st.lists(
    st.tuples(turn, st.sampled_from((0, 3, 20)), turn, st.booleans()).map(
        lambda drawn: (
            drawn[0],
            Month.of(2020, drawn[0] // 100 % 100).after(drawn[1]).last,
            *drawn[2:],
        )
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda each: each[0],
)


def values(name: str, other: str, versions: list[Written]) -> str:
    head = value(name, "1元", "1元").split(f"[[derived.{name}")[0]
    return head + "".join(
        f"[[derived.{name}.version]]\nfrom = {day_text(first)}\nlast_day = {day_text(last)}\n"
        f'announced = {day_text(announced)}\nformula = "{other if needs else "1元"}"\n'
        for first, last, announced, needs in versions
    )


@settings(max_examples=examples(30), deadline=None)
@given(formulas, formulas)
# only as it was known from April to June
@example(
    [(20200401, 20211231, 20200401, True)],
    [(20200101, 20211231, 20200101, True), (20200401, 20211231, 20200701, False)],
)
# of versions that never meet
@example(
    [(20200101, 20200331, 20200101, True), (20200401, 20211231, 20200101, False)],
    [(20200101, 20200331, 20200101, False), (20200401, 20211231, 20200101, True)],
)
def test_a_cycle_is_told_if_and_only_if_some_month_as_known_on_some_day_has_no_program(
    tmp_path_factory: pytest.TempPathFactory, one: list[Written], other: list[Written]
) -> None:
    text = values("first", "second", one) + values("second", "first", other)
    library = read_library(written(tmp_path_factory.mktemp("law"), nation(text)))
    law, wrong = build_law(library, "cn")
    if errors_of(wrong):  # such as a day before another, or two of which nobody knows which counts
        return

    def has_a_program(day: int, known: int) -> bool:
        try:
            return bool(resolve(law, day, known).digest)
        except Cycle:
            return False

    points = [(day, known) for day in (*DAYS, AFTER) for known in (20191231, *DAYS, AFTER)]
    told = [each.code for each in find_cycle(law)]
    assert (told == []) == all(has_a_program(day, known) for day, known in points)


def test_a_figure_is_unused_if_only_what_never_is_the_law_uses_it(tmp_path: Path) -> None:
    def unused(last_day: str) -> bool:
        short = clause(
            "require",
            'when = "stock < extra"',
            f"from = 2021-01-02\nlast_day = {last_day}",
            of="benefit.help",
            name="short",
        )
        text = figure('type = "money"') + version("value = 1") + short
        folder = written(tmp_path / last_day, nation(text))
        return "WR311" in [each.code for each in check_all(read_library(folder), TODAY)]

    assert unused("2021-01-31")
    assert not unused("2021-02-01")


def test_a_document_that_another_replaces_is_not_expired_without_a_word(tmp_path: Path) -> None:
    old = county("")["cn/county/county.toml"]
    new = old.split("[jurisdiction]")[0].replace("cn.county", "cn.new", 1)
    new = new.replace("in_force = 2020-01-01", "in_force = 2022-01-01")
    files = {"cn/county/county.toml": old, "cn/county/new.toml": new}
    assert found(written(tmp_path / "a", files)) == set()
    files["cn/county/new.toml"] = new + 'replaces = ["cn.county"]\n'
    assert found(written(tmp_path / "b", files)) == set()


HEAD_DAYS = "in_force = 2020-01-01\n"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (HEAD_DAYS, 1),
        (HEAD_DAYS + "issued = 2019-12-01\n", 0),
        (HEAD_DAYS + "announced = 2019-12-01\n", 0),
    ],
)
def test_a_document_that_dates_clauses_and_was_never_announced_is_told_once(
    tmp_path: Path, head: str, told: int
) -> None:
    files = nation("", (HEAD_DAYS, head))
    every = check_all(read_library(written(tmp_path, {**files, **county("")})), TODAY)
    places = [each.place for each in every if each.code == "WR349"]
    assert [(Path(each.file).name, each.line) for each in places] == [("nation.toml", 6)] * told


def test_what_states_its_own_day_needs_none_of_its_document(tmp_path: Path) -> None:
    def told(day: str) -> int:
        more = clause("require", 'when = "rural"', day, of="benefit.help", name="more")
        folder = written(
            tmp_path / day[:4],
            {**nation("", (HEAD_DAYS, HEAD_DAYS + "issued = 2019-12-01\n")), **county(more)},
        )
        return sum(each.code == "WR349" for each in check_all(read_library(folder), TODAY))

    assert told("announced = 2021-01-01") == 0
    assert told("from = 2021-01-01") == 1


def test_a_way_of_recovery_that_a_layer_above_overtakes_is_looked_at_all_the_same(
    tmp_path: Path,
) -> None:
    """It stays in force, though nobody has confirmed it."""
    ended = benefit('amount = "1元"', "ends = 2020-03-31").replace("新项", "旧补助")
    own = way(
        'withhold = [«WR338»"extra", "help"]',
        'share = "20%"',
        "from = 2020-07-01",
        "announced = 2020-01-01",
    )
    files = {**nation(ended + way("set_off = true", "announced = 2020-06-01")), **county(own)}
    told = found(written(tmp_path, files))
    assert marked(files) <= told
    assert {code for code, *_ in told} == {"WR338", "WR347"}


def in_a_ring(name: str, other: str, *lines: str, when: str = "") -> str:
    """A benefit that gives way to another one that is not lower."""
    words = f'label = {{ zh = "{name}补助", en = "{name}" }}\npayee = "household"\nstarts = "not stated"\n'
    rounding = 'rounding = { step = "1", direction = "up", cite = { article = "1" } }\n'
    said = 'because = { zh = "因", en = "so" }\ncite = { article = "1" }\n'
    head = "\n".join((f"[benefit.{name}]", *lines, ""))
    made = f'{head}{words}amount = "5元"\n{rounding}cite = {{ article = "1" }}\n'
    made += (
        f'[[benefit.{name}.exclude]]\nid = "x"\nwith = "gross({other})"\nkeep = "higher"\n{said}'
    )
    return made + (f'[[benefit.{name}.require]]\nid = "r"\nwhen = "{when}"\n{said}' if when else "")


@pytest.mark.parametrize("begins", ["", "2022-01-01"])
def test_a_ring_that_a_later_benefit_closes_makes_a_circle_from_then_on(
    tmp_path: Path, begins: str
) -> None:
    """The third benefit needs to be there for the first and the second to be settled together."""
    later = (f"begins = {begins}",) if begins else ()
    law = laws.document(place=laws.county(more="covers_from = 2020-01-01"))
    law += f'[fact.poor]\n{LABEL}entity = "household"\ntype = "bool"\n'
    law += in_a_ring("one", "two") + in_a_ring("two", "three", *later)
    law += in_a_ring("three", "one", when="one")
    laws.written(tmp_path, {"c/law.toml": law})
    told = [
        each for each in errors_of(check_all(read_library(tmp_path), TODAY)) if each.code == "WR308"
    ]
    assert len(told) == 1
    assert ("2022" in told[0].message("zh")) is bool(begins)
