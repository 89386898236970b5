"""Mutation: what a case holds fast is noticed, what none holds fast survives, and the list of
reviewed survivors may only shrink.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.command import run
from tests.support.tiny import CASES, POLICY, root, written
from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.days import shift
from welfare_rules.cases.suite import make_bench
from welfare_rules.language import nodes as n
from welfare_rules.language.types import BOOL, DATE, INT, MONEY, RATE
from welfare_rules.law.law import Law
from welfare_rules.mutation.formulas import variants
from welfare_rules.mutation.run import Failing, Mutator, Tried, mutate
from welfare_rules.program.program import Program
from welfare_rules.program.resolve import resolve


def tried(folder: Path, cases: str = CASES, policy: str = POLICY) -> dict[str, Tried]:
    file = written(folder, cases, policy)
    found = mutate([], root(file), 1)
    assert not isinstance(found, Failing)
    return {each.id.split(": ", 1)[1]: each for each in found}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tried]:
    return tried(tmp_path_factory.mktemp("small"))


@pytest.mark.parametrize(
    "mutant",
    [
        "figure.line@20210101: 120.50 -> 120.51",
        "figure.line@20210101: 120.50 -> 120.49",
        "benefit.help.require.poor.when: “together < line” < -> <=",
        "benefit.help.require.no-stock.when: “stock <= 1000元” <= -> <",
        "benefit.help.require.no-stock.when: “1000元” 1000.01",
        "benefit.help.require.poor: dropped",
        "benefit.help.rounding: up -> down",
        "benefit.help.rounding: step 1.0 -> 10.0",
        "benefit.help.amount: “if(stock > 0, line - together - 1元, line - together)” always the first branch",
        "exemption.pay.half: dropped",
        "exemption.pay.half.when: “age >= 60” >= -> >",
        "exemption.pay.half.when: dropped",
        "benefit.old.row.from-80: dropped",
        "benefit.old.row.from-80: value exchanged with that of others",
        "benefit.old.row.from-80.when: “80” 79",
        "benefit.old.require.sixty: dropped",
        "benefit.old.row.from-80.value: “20元” 20.01",
        "figure.line@20210101: first day a month earlier",
    ],
)
def test_what_a_case_holds_fast_is_noticed(small: dict[str, Tried], mutant: str) -> None:
    assert small[mutant].killed_by


@pytest.mark.parametrize(
    "mutant",
    [
        "exemption.pay.half.share: “50%” 0.5001",
        "figure.line@20200101: 100.00 -> 99.99",
        "benefit.old: first day a month later",
    ],
)
def test_what_no_case_holds_fast_survives(small: dict[str, Tried], mutant: str) -> None:
    assert not small[mutant].killed_by
    assert small[mutant].place.file.endswith("law.toml")


def test_what_cannot_matter_is_no_mutant(small: dict[str, Tried]) -> None:
    assert not any(each.startswith("benefit.old.rounding") for each in small)  # whole yuan anyhow
    # before the first month of the law
    assert not any("first day a month earlier" in each and "@20200101" in each for each in small)


def test_a_moved_day_that_changes_no_decision_is_recognised(tmp_path: Path) -> None:
    policy = POLICY.replace(
        '[[benefit.old.row]]\nid = "from-80"',
        '[[benefit.old.row]]\nfrom = 2020-06-01\nid = "from-80"',
    )
    policy = policy.replace(
        'label = { zh = "老人津贴", en = "allowance for the old" }',
        'begins = 2020-06-01\nlabel = { zh = "老人津贴", en = "old" }',
    )
    found = tried(tmp_path, policy=policy)
    assert found["benefit.old.row.from-80: first day a month earlier"].equivalent
    assert not found["benefit.old.row.from-80: first day a month later"].equivalent


def test_a_moved_day_is_looked_at_once_for_all_days_of_knowledge_between_two_announcements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many days the cases name, the same is found by as many programs."""
    days = [f"2021-04-{day:02d}" for day in range(1, 31)]
    asked = "".join(
        f'[[case]]\nname = "{day}"\nknown = {day}\nbuilds_on = "一个人"\ncite = "6"\n'
        "expect.old.a = false\n"
        for day in days
    )
    made: list[tuple[int, int]] = []

    def counting(law: Law, day: int, known: int) -> Program:
        made.append((day, known))
        return resolve(law, day, known)

    monkeypatch.setattr("welfare_rules.mutation.run.resolve", counting)
    counts: list[int] = []
    for name, cases in (("none", ""), ("many", asked)):
        made.clear()
        found = tried(tmp_path / name, CASES + cases)
        equivalent = {key for key, each in found.items() if each.equivalent}
        assert "benefit.old: first day a month later" not in equivalent
        counts.append(len(made))
    assert counts[0] == counts[1] > 0


def test_failing_cases_are_told_first(tmp_path: Path) -> None:
    file = written(tmp_path, CASES.replace("expect.help = 100", "expect.help = 99"))
    assert isinstance(mutate([], root(file), 1), Failing)
    assert (
        run(
            "mutate", str(file.parents[1]), "--policies", str(root(file)), "--processes", "1"
        ).exit_code
        == 1
    )


def test_only_the_files_asked_for_are_changed(tmp_path: Path) -> None:
    file = written(tmp_path)
    mutator = Mutator(make_bench([file], root(file)))
    assert mutator.mutants([file.parent]) == []
    assert len(mutator.mutants([file.parents[1] / "law.toml"])) == len(mutator.mutants())


def test_the_command_and_its_list(tmp_path: Path) -> None:
    file = written(tmp_path)
    words = (
        "mutate",
        str(file.parents[1]),
        "--policies",
        str(root(file)),
        "--processes",
        "1",
        "--format",
        "json",
    )
    first = run(*words)
    said = json.loads(first.stdout)
    assert first.exit_code == 1
    assert said["killed"] + len(said["survivors"]) == said["mutants"]
    entries = [
        *(each["mutant"] for each in said["survivors"]),
        "tiny/law.toml: benefit.help.require.poor: dropped",
    ]
    text = "".join(f"[[reviewed]]\nmutant = '{each}'\nreason = 'tried'\n" for each in entries)
    listed = file.parent / "mutants.reviewed.toml"
    listed.write_text('format = "welfare-mutants/1"\n' + text, encoding="utf-8")
    second = run(*words)
    assert second.exit_code == 1
    assert json.loads(second.stdout)["survivors"] == []
    (stale,) = json.loads(second.stdout)["stale"]
    assert stale["mutant"] == entries[-1]
    listed.write_text(
        'format = "welfare-mutants/1"\n'
        + text.replace(f"[[reviewed]]\nmutant = '{entries[-1]}'\nreason = 'tried'\n", ""),
        encoding="utf-8",
    )
    assert (
        run(
            "mutate", str(file.parents[1]), "--policies", str(root(file)), "--processes", "2"
        ).exit_code
        == 0
    )
    listed.write_text(
        'format = "welfare-mutants/1"\n[[reviewed]]\nmutant = "x"\n', encoding="utf-8"
    )
    assert "WR111" in run(*words).stderr


X = n.FactRef(id="x", type=INT, entity=n.Entity.HOUSEHOLD)


@pytest.mark.parametrize(
    ("node", "count"),
    [
        (n.Compare(op=Comparison.LESS, left=X, right=n.Const(value=5, type=INT)), 3),
        (n.In(item=X, values=(1, 2, 3)), 3),
        (n.And(parts=(n.Compare(op=Comparison.EQUAL, left=X, right=X), n.Not(part=n.Compare(op=Comparison.GREATER, left=X, right=X)))), 5),
        (n.If(test=n.Compare(op=Comparison.NOT_EQUAL, left=X, right=X), yes=X, no=n.Add(left=X, right=X, type=INT), type=INT), 4),
        (n.Add(left=X, right=X, type=INT), 1),
        (n.Sub(left=X, right=n.Const(value=20210101, type=DATE), type=INT), 3),
        (n.Least(parts=(X, n.Const(value=Fraction(1, 2), type=RATE)), type=RATE), 3),
        (n.Greatest(parts=(X, n.Const(value=100, type=MONEY)), type=MONEY), 3),
        (n.Rounded(part=X, step=Fraction(1), direction="up", type=MONEY), 2),
        (n.Const(value=1, type=BOOL), 0),
    ],
)  # fmt: skip
def test_variants_differ_in_one_place(node: n.Node, count: int) -> None:
    found = [each.node for each in variants(node)]
    assert len(found) == len({n.spell(each) for each in found}) == count
    assert node not in found


def test_days_follow_the_calendar() -> None:
    assert shift(20240228, 1) == 20240229
    assert shift(20210101, -1) == 20201231
