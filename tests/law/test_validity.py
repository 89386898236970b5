"""Which version is the law: nothing that is added changes what was before it or what was known
before it, whatever the layers, days and files.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.marked import CITE, HEAD, LABEL, county, found, nation, written
from welfare_rules.basics.days import LAST, Period, day_text
from welfare_rules.law.validity import Corrects, Dated, candidates, in_force, ties, visible

DAYS = tuple(
    year * 10000 + month * 100 + 1 for year in (2020, 2021, 2022) for month in (1, 4, 7, 10)
)
day = st.sampled_from(DAYS)


@st.composite
def dated(draw: st.DrawFn, depth: int | None = None) -> Dated:
    """One version of a name in some layer."""
    first, last = sorted((draw(day), draw(st.sampled_from((*DAYS, LAST)))))
    return Dated(
        period=Period(first, last, draw(day)),
        depth=draw(st.integers(0, 2)) if depth is None else depth,
        document=draw(st.sampled_from("abcd")),
        dropped=draw(st.booleans()),
    )


versions = st.lists(dated(), max_size=6)


def law(held: Sequence[Dated], when: int, known: int) -> Dated | None:
    return in_force(held, when, known)


@given(versions, dated(), day, day)
def test_what_is_added_leaves_what_was_before_it_and_what_was_known_before_it(
    held: list[Dated], more: Dated, when: int, known: int
) -> None:
    if when < more.period.first or known < more.period.announced or when > more.period.last:
        assert law([*held, more], when, known) == law(held, when, known)


@given(versions, day, day)
def test_what_is_known_does_not_rest_on_what_is_announced_later(
    held: list[Dated], when: int, known: int
) -> None:
    then = [each for each in held if each.period.announced <= known]
    assert law(held, when, known) == law(then, when, known)


@given(versions, day, day)
def test_the_order_in_which_versions_are_read_changes_nothing(
    held: list[Dated], when: int, known: int
) -> None:
    if not ties(held):
        found = {str(law(each, when, known)) for each in itertools.permutations(held[:4])}
        assert len(found) == 1


@given(st.lists(dated(depth=0), max_size=4), dated(depth=1), day)
def test_a_replacement_that_ends_gives_way_to_what_it_replaced(
    held: list[Dated], more: Dated, when: int
) -> None:
    found = law([*held, more], when, LAST)
    if more.period.contains(when):
        assert found == (None if more.dropped else more)
    else:
        assert found == law(held, when, LAST)


@given(dated(depth=0), day, st.sampled_from((*DAYS, LAST)), st.integers(1, 9))
def test_a_correction_replaces_a_version_whole_once_it_is_known(
    wrong: Dated, when: int, last: int, later: int
) -> None:
    wrong = replace(wrong, dropped=False)
    period = Period(
        wrong.period.first, max(last, wrong.period.first), wrong.period.announced + later
    )
    right = Dated(period=period, document="z", corrects=Corrects(wrong.period.announced))
    held = [wrong, right]
    assert law(held, when, LAST) == (right if period.contains(when) else None)
    before = period.announced - 1
    assert law(held, when, before) == law([wrong], when, before)


def test_a_correction_has_the_rank_of_what_it_corrects() -> None:
    """Announced last and beginning first, it does not overtake what begins later."""
    old = Dated(period=Period(20210701, announced=20210601))
    new = Dated(period=Period(20220701, announced=20220601))
    right = Dated(period=Period(20210401, announced=20230101), corrects=Corrects(20210601))
    held = [old, new, right]
    assert [law(held, each, LAST) for each in (20210501, 20220101, 20220801)] == [right, right, new]
    assert visible(held, LAST) == [new, right]
    assert law(held, 20210501, 20221231) is None


def test_what_is_for_some_cases_comes_before_what_is_for_all_of_the_same_day() -> None:
    from welfare_rules.document.source import Origin, Source
    from welfare_rules.language.nodes import TRUE
    from welfare_rules.law.terms import Formula

    some = Formula(TRUE, "", Origin(Source("", ""), ()))
    general = Dated(period=Period(20210701))
    special = Dated(period=Period(20210701), only_for=some)
    later = Dated(period=Period(20220701))
    held = [general, special, later]
    assert candidates(held, 20210801, LAST) == (special, general)
    assert candidates(held, 20220801, LAST) == (later,)


# --- the same of files ---

REQUIRE = '[[benefit.help.require]]\nid = "{id}"\n{more}'
BECAUSE = 'because = { zh = "一", en = "one" }\n'
SOUND = 'when = "stock >= 0元"\n' + BECAUSE + CITE


def layer(id: str, kind: str, first: int, announced: int) -> str:
    """A document of the county that changes one thing of the nation's benefit from a day on."""
    dates = f"from = {day_text(first)}\n"
    head = HEAD.format(id=id).replace("in_force = 2020-01-01", "in_force = 2019-01-01")
    head += f"announced = {day_text(announced)}\n"
    replaces = 'replaces = "cn.nation"\n'
    match kind:
        case "drop":
            body = REQUIRE.format(id="poor", more=dates + replaces + "drop = true\n")
        case "replace":
            when = 'when = "together < 50元"\n'
            body = REQUIRE.format(id="poor", more=dates + replaces + when + BECAUSE + CITE)
        case "add":
            body = REQUIRE.format(
                id=f"more-{id[-1]}", more=dates + 'when = "rural"\n' + BECAUSE + CITE
            )
        case "amount":
            body = f'[benefit.help]\n{dates}{replaces}amount = "12元"\n' + CITE
        case "rounding":
            body = f'[benefit.help]\n{dates}{replaces}rounding = {{ step = "100", direction = "up" }}\n'
        case "formula":
            body = (
                f'[derived.together]\n{replaces}[[derived.together.version]]\n{dates}formula = "1元"\n'
            ) + CITE
        case "exemption":
            body = f'[[exemption]]\nid = "x"\nincome = "pay"\nshare = "50%"\n{dates}{LABEL}{CITE}'
        case _:
            body = f"[benefit.help]\n{replaces}{dates}drop = true\n"
    return head + body


KINDS = ("drop", "replace", "add", "amount", "rounding", "formula", "exemption", "no benefit")
change = st.tuples(st.sampled_from(KINDS), day, day)


def digests(folder: Path, files: dict[str, str], points: Sequence[tuple[int, int]]) -> list[str]:
    policy = wr.load("cn/county", written(folder, files))
    made: list[str] = []
    for when, known in points:
        month = f"{when // 10000}-{when // 100 % 100:02d}"
        made.append(policy.at(month, day_text(known)).program.digest)
    return made


@settings(max_examples=25, deadline=None)
@given(st.lists(change, max_size=2), change, st.lists(st.tuples(day, day), min_size=4, max_size=8))
def test_a_document_that_is_added_leaves_digests_of_before(
    tmp_path_factory: pytest.TempPathFactory,
    old: list[tuple[str, int, int]],
    new: tuple[str, int, int],
    points: list[tuple[int, int]],
) -> None:
    before = {**nation(), **county("")}
    for place, (kind, first, announced) in enumerate(old):
        before[f"cn/county/z{place}.toml"] = layer(f"cn.z{place}", kind, first, announced)
    after = {**before, "cn/county/a.toml": layer("cn.y", *new)}
    if anything_wrong(tmp_path_factory, before) or anything_wrong(tmp_path_factory, after):
        return
    points = [each for each in points if each[0] < new[1] or each[1] < new[2]]
    folders = [tmp_path_factory.mktemp("law") for _ in range(3)]
    assert digests(folders[0], before, points) == digests(folders[1], after, points)
    renamed = {
        name.replace("county/a", "county/zz").replace("county/z0", "county/b"): text
        for name, text in after.items()
    }
    anywhere = [(when, known) for when in DAYS[::3] for known in DAYS[::4]]
    assert digests(folders[1], after, anywhere) == digests(folders[2], renamed, anywhere)


def anything_wrong(made: pytest.TempPathFactory, files: dict[str, str]) -> bool:
    return bool(found(written(made.mktemp("law"), files)))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_change_is_one_that_can_be_made(tmp_path: Path, kind: str) -> None:
    files = {**nation(), **county(""), "cn/county/a.toml": layer("cn.y", kind, 20210701, 20210801)}
    assert found(written(tmp_path, files)) == set()
    points = [(20210601, 20211231), (20210701, 20210731), (20210701, 20210801)]
    before, unknown, known = digests(tmp_path, files, points)
    assert before == unknown != known
