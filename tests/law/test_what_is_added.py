"""A document that is added changes nothing before its day, after its end, or before it was known.

Whatever it lays down, in whatever layer; and whatever the names of the files.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.effort import examples
from tests.support.marked import BECAUSE, CITE, HEAD, LABEL, nation, written
from welfare_rules.basics.days import LAST, day_text, shift
from welfare_rules.document.library import read_library
from welfare_rules.law.model import Benefit
from welfare_rules.loading import check
from welfare_rules.program.day import (
    carries_of_day,
    promises_of_day,
    recoveries_of_day,
    watches_of_day,
)

DAYS = tuple(
    year * 10000 + month * 100 + 1 for year in (2020, 2021, 2022) for month in (1, 4, 7, 10)
)
FIRST_DAY, FIRST_KNOWN = 20200701, 20200601  # of what a correction may correct
LAYERS = ("cn", "cn/province", "cn/province/county")

MORE = """
[fact.paid_last]
label = { zh = "上次", en = "last" }
entity = "household"
type = "money"
min = 0
max = 100000
presumed = 0

[[exemption]]
id = "some"
income = "pay"
label = { zh = "豁免", en = "disregard" }
share = "10%"
cite = { article = "1" }

[derived.by_day]
label = { zh = "分期值", en = "by day" }
entity = "household"
type = "money"
cite = { article = "1" }

[[derived.by_day.version]]
last_day = 2020-06-30
formula = "1元"

[[derived.by_day.version]]
from = 2020-07-01
announced = 2020-06-01
formula = "2元"

[benefit.again]
label = { zh = "再发", en = "again" }
payee = "household"
amount = "paid_last + by_day"
supplement_for = "age > 3"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "4" }

[[benefit.again.supplement]]
id = "small"
when = "age > 9"
amount = "5元"
because = { zh = "增发", en = "more" }
cite = { article = "4" }

[[benefit.again.exclude]]
id = "either"
with = "paid_before"
keep = "higher"
because = { zh = "择高", en = "the higher" }
cite = { article = "4" }

[phase_out.less]
label = { zh = "渐退", en = "phase-out" }
payee = "household"
base = "paid_last"
month = "1"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "4" }

[[phase_out.less.step]]
id = "first"
months = 2
share = "50%"
because = { zh = "第一步", en = "first" }
cite = { article = "4" }

[[carry]]
id = "runs"
fact = "paid_last"
benefit = "help"
cite = { article = "4" }

[[recovery]]
id = "all"
label = { zh = "不追", en = "not recovered" }
waived = true
cite = { article = "4" }

[[promise]]
id = "kept"
label = { zh = "守住", en = "kept" }
kind = "order"

[[watch]]
id = "seen"
label = { zh = "看一看", en = "seen" }
kind = "核查"
turns = ["lost"]
cite = { article = "4" }
"""
FIRST = (
    HEAD.format(id="cn.first").replace("in_force", "announced = 2020-06-01\nin_force")
    + """
[[benefit.help.require]]
id = "settled"
from = 2020-07-01
when = "stock < 90000元"
"""
    + BECAUSE
    + """
[[circle]]
id = "far"
from = 2020-07-01
when = "rural"
label = { zh = "边远", en = "far" }
cite = { article = "1" }
"""
)


def layer(folder: str, level: str, more: str = "") -> dict[str, str]:
    """A layer below the nation that lays nothing down itself."""
    head = HEAD.format(id=folder.replace("/", "."))
    name = f'name = {{ zh = "{folder}", en = "{folder}" }}\nlevel = "{level}"\n'
    return {f"{folder}/{level}.toml": f"{head}\n[jurisdiction]\n{name}{more}"}


BASE = {
    **nation(MORE, ('hit = "first"', 'hit = "first"\ngaps = true')),
    "cn/first.toml": FIRST,
    **layer("cn/province", "province"),
    **layer("cn/province/county", "county", 'division = "320922"\n'),
}
SAY = BECAUSE
REQUIRE = 'when = "together < 50元"\n' + SAY
ROW = 'when = "age >= 85"\nshare = "30%"\n' + SAY
SUPPLEMENT = 'when = "age > 7"\namount = "6元"\n' + SAY
EXCLUDE = 'with = "rural"\nkeep = "other"\n' + SAY
STEP = 'months = 3\nshare = "20%"\n' + SAY
CIRCLE = 'when = "together < 5元"\n' + LABEL + CITE
EXEMPTION = 'income = "pay"\nshare = "50%"\n' + LABEL + CITE
CARRY = 'fact = "paid_last"\nbenefit = "again"\n' + CITE
RECOVERY = "set_off = true\n" + LABEL + CITE
PROMISE = 'kind = "always"\nalways = "together >= 0元"\n' + LABEL
WATCH = 'kind = "落实"\nwhen = "age > 3"\n' + LABEL + CITE
# By the header of a clause that is there: its id, its content, and what it needs to be dropped.
CLAUSES: Mapping[str, tuple[str, str, str]] = {
    "[[benefit.help.require]]": ("poor", REQUIRE, ""),
    "[[benefit.old.row]]": ("from-80", ROW, ""),
    "[[benefit.again.supplement]]": ("small", SUPPLEMENT, ""),
    "[[benefit.again.exclude]]": ("either", EXCLUDE, ""),
    "[[phase_out.less.step]]": ("first", STEP, ""),
    "[[circle]]": ("near", CIRCLE, LABEL),
    "[[exemption]]": ("some", EXEMPTION, 'income = "pay"\n' + LABEL),
    "[[carry]]": ("runs", CARRY, 'fact = "paid_last"\nbenefit = "help"\n'),
    "[[recovery]]": ("all", RECOVERY, ""),
    "[[promise]]": ("kept", PROMISE, ""),
    "[[watch]]": ("seen", WATCH, ""),
}
# By the header of a benefit, what a document may make of its keys.
KEYS: tuple[tuple[str, str], ...] = (
    ("[benefit.help]", 'amount = "12元"\n'),
    ("[benefit.help]", 'rounding = { step = "100", direction = "up" }\n'),
    ("[benefit.help]", 'starts = "month of application"\n'),
    ("[benefit.help]", 'payable = "yearly"\n'),
    ("[benefit.help]", 'review = { zh = "每年", en = "each year" }\n'),
    ("[benefit.help]", "review_months = 6\n"),
    ("[benefit.help]", "ends = 2021-06-30\n"),
    ("[benefit.help]", "drop = true\n"),
    ("[benefit.old]", 'of = "line * 2"\n'),
    ("[benefit.old]", 'hit = "highest"\n'),
    ("[benefit.old]", 'monotone = "rising"\n'),
    ("[benefit.again]", 'supplement_for = "age > 5"\n'),
    ("[phase_out.less]", 'base = "paid_last * 2"\n'),
    ("[phase_out.less]", 'month = "2"\n'),
)
INSTEAD = 'replaces = "cn.nation"\n'


@dataclass(frozen=True)
class Added:
    """One document that lays one thing down: what, in which layer, and from when to when."""

    kind: str
    layer: str
    first: int
    last: int
    announced: int

    @property
    def begins(self) -> int:
        """The first day on which it, or what it corrects, is the law."""
        return min(self.first, FIRST_DAY) if self.kind.startswith("correct") else self.first

    def text(self, id: str) -> str:
        """Its file."""
        ends = f"last_day = {day_text(self.last)}\n" if self.last < LAST else ""
        dates = f"from = {day_text(self.first)}\n{ends}"
        head = HEAD.format(id=id).replace("in_force = 2020-01-01", "in_force = 2019-01-01")
        head += f"announced = {day_text(self.announced)}\n"
        return (
            KINDS[self.kind]
            .replace("%head", head)
            .replace("%dates", dates)
            .replace("%day", day_text(self.first))
            .replace("%id", id.replace(".", ""))
        )


def kinds() -> dict[str, str]:
    """The documents that can be added, by what they do; gaps are filled in by `Added`."""
    made: dict[str, str] = {}
    for header, (name, content, needed) in CLAUSES.items():
        made[f"add {header}"] = f'%head{header}\nid = "%id"\n%dates{content}'
        made[f"replace {header}"] = f'%head{header}\nid = "{name}"\n%dates{INSTEAD}{content}'
        made[f"drop {header}"] = (
            f'%head{header}\nid = "{name}"\n%dates{INSTEAD}drop = true\n{needed}'
        )
    for header, keys in KEYS:
        made[f"amend {header} {keys.split(' = ')[0]}"] = (
            f"%head{header}\n%dates{INSTEAD}{keys}{CITE}"
        )
    version = '[[figure.line.version]]\n%datesvalue = 130\nstatus = "published"\n'
    formula = '[[derived.together.version]]\n%datesformula = "1元"\n'
    made["version of a figure"] = f"%head{version}{INSTEAD}{CITE}"
    made["version of a formula"] = f"%head[derived.together]\n{INSTEAD}{CITE}{formula}"
    made["income"] = f'%head[[income]]\nid = "pay"\n%dates{INSTEAD}value = "pay / 2"\n{LABEL}{CITE}'
    made["document"] = (
        "%head".replace("%head", "%replacing") + '[figure.new]\ntype = "money"\n' + LABEL + CITE
    )
    wrong = "corrects = 2020-06-01\n"
    require = 'id = "settled"\n%dates' + wrong + 'when = "stock < 80000元"\n' + SAY
    made["correct a requirement"] = f"%head[[benefit.help.require]]\n{require}"
    made["correct a formula"] = (
        f'%head[[derived.by_day.version]]\n%dates{wrong}formula = "3元"\n{CITE}'
    )
    made["correct a circle"] = (
        f'%head[[circle]]\nid = "far"\n%dates{wrong}when = "not rural"\n{LABEL}{CITE}'
    )
    replacing = "%head" + 'replaces = "cn.first"\n'
    made["document"] = made["document"].replace("%replacing", replacing)
    return made


KINDS = kinds()
day = st.sampled_from(DAYS)


@st.composite
def documents(draw: st.DrawFn) -> Added:
    kind = draw(st.sampled_from(sorted(KINDS)))
    first, last = draw(day), draw(st.sampled_from((LAST, LAST, 20220630, 20211231)))
    own = kind.startswith("correct") or kind == "document"  # of the nation's own layer
    layer = "cn" if own else draw(st.sampled_from(LAYERS))
    return Added(kind, layer, first, LAST if kind == "document" else max(last, first), draw(day))


def placed(added: Sequence[Added], names: Sequence[str]) -> dict[str, str]:
    """All files, with one for each document that is added, under these names."""
    files = dict(BASE)
    for place, (each, name) in enumerate(zip(added, names, strict=True)):
        text = each.text(f"cn.z{place}")
        if each.kind == "document":
            text = text.replace("2019-01-01", day_text(each.first))
        files[f"{each.layer}/{name}.toml"] = text
    return files


Pairs = list[tuple[str, str]]
State = tuple[str, Pairs, list[tuple[str, bool]], Pairs, Pairs, list[str]]


def law_of(files: Mapping[str, str], points: Sequence[tuple[int, int]]) -> list[State]:
    """What is the law at points of time and knowledge. Raises Wrong where the files are."""
    with tempfile.TemporaryDirectory() as folder:
        root = written(Path(folder), files)
        checked = check(read_library(root), LAYERS[-1])
        errors = [each.line("en") for each in checked.findings if each.severity == "error"]
        if errors:
            raise Wrong("\n".join(errors))
        policy = wr.load(LAYERS[-1], root)
        made: list[State] = []
        for when, known in points:
            month = f"{when // 10000}-{when // 100 % 100:02d}"
            carries = carries_of_day(policy.law, when, known)
            recoveries = recoveries_of_day(policy.law, when, known)
            promises = promises_of_day(policy.law, when, known)
            watches = watches_of_day(policy.law, when, known)
            program = policy.at(month, day_text(known)).program
            benefits = program.law.benefits
            made.append(
                (
                    program.digest,
                    [(each.id, each.benefit) for each in carries],
                    [(each.id, each.waived) for each in recoveries],
                    [(each.id, each.about) for each in promises],
                    [(each.id, each.disposition) for each in watches],
                    [stated(each) for each in benefits],
                )
            )
        return made


def stated(benefit: Benefit) -> str:
    """What is stated of a benefit that no decision rests on."""
    months = benefit.review_months.text if benefit.review_months else ""
    return f"{benefit.id} {benefit.review} {months} {benefit.monotone}"


class Wrong(Exception):
    """Files that `check` refuses: two documents of which nothing says which comes first."""


def before_or_after(added: Added, when: int, known: int) -> bool:
    """Whether a point lies before what is added, before it was known, or behind its end. Behind a
    correction that ends there is nothing: what it corrects is gone, whole.
    """
    ended = when > added.last and not added.kind.startswith("correct")
    return when < added.begins or known < added.announced or ended


@settings(max_examples=examples(30), deadline=None)
@given(
    st.lists(documents(), max_size=2),
    documents(),
    st.lists(st.tuples(day, day), min_size=4, max_size=8),
)
def test_what_is_added_changes_nothing_before_it_after_it_or_before_it_was_known(
    old: list[Added], new: Added, points: list[tuple[int, int]]
) -> None:
    points = [each for each in points if before_or_after(new, *each)]
    before, after = placed(old, "ab"[: len(old)]), placed([*old, new], "abc"[: len(old) + 1])
    try:
        then, now = law_of(before, points), law_of(after, points)
    except Wrong:
        reject()
    assert then == now


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(documents(), min_size=2, max_size=3), st.permutations("abz"))
def test_the_names_of_files_change_nothing(added: list[Added], names: Sequence[str]) -> None:
    points = [(when, known) for when in DAYS[::3] for known in DAYS[::4]]
    try:
        straight = law_of(placed(added, "abc"[: len(added)]), points)
    except Wrong:
        reject()
    assert straight == law_of(placed(added, names[: len(added)]), points)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_of_document_does_change_the_law_from_its_day_on(kind: str) -> None:
    folder = "cn" if kind.startswith("correct") or kind == "document" else LAYERS[-1]
    new = Added(kind, folder, 20210701, 20211231 if kind != "document" else LAST, 20210801)
    files = placed([new], "a")
    points = [(20210601, 20211231), (20210701, shift(20210801, -1)), (20210701, 20210801)]
    early, unknown, known = law_of(files, points)
    base = law_of(BASE, points)
    assert [unknown, known != base[2]] == [base[1], True]
    if not kind.startswith("correct"):  # which begins with what it corrects
        assert early == base[0]
    else:
        assert early != base[0]  # what was wrong is gone, whole
