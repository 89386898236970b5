"""Promises of the model county proved, faults of copies of it refuted, and laws held equal."""

from __future__ import annotations

import json
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from random import Random
from typing import Any

import pytest

import welfare_rules as wr
from tests.support.command import run
from tests.support.copies import with_file
from tests.support.marked import CITE, HEAD, nation
from tests.testing.test_faults import FAULTS, MONTH
from welfare_rules.law.model import Promise
from welfare_rules.program.day import promises_of_day
from welfare_rules.promises.examine import Examined
from welfare_rules.promises.kept import failing, seen_by
from welfare_rules.promises.others import changed
from welfare_rules.samples.drawing import Drawer

pytest.importorskip("z3")

from welfare_rules.proofs import prove as module
from welfare_rules.proofs import solver
from welfare_rules.proofs.idle import first_difference, idle_parts
from welfare_rules.proofs.prove import Proof, proof
from welfare_rules.proofs.solver import z3
from welfare_rules.proofs.workers import finished

POLICIES = Path("policies")
SIZE = 2


def made(rules: wr.Rules) -> dict[str, Promise]:
    found = promises_of_day(rules.program.law, rules.month.first, rules.known)
    return {each.id: each for each in found}


def rules_of(root: Path = POLICIES, place: str = "cn/model") -> wr.Rules:
    return wr.load(place, root).at(MONTH)


@pytest.fixture(scope="module")
def model() -> wr.Rules:
    return rules_of()


@pytest.mark.slow
def test_every_promise_of_the_model_county_is_proved_or_reviewed(model: wr.Rules) -> None:
    for promise in made(model).values():
        found = proof(model, promise, SIZE)
        assert found.passes, (promise.id, found.said)
        assert found.reviewed is (promise.refuted is not None)


def test_what_is_proved_no_household_breaks(model: wr.Rules) -> None:
    drawer, random = Drawer.of(model), Random(20)
    examined = [Examined.of(model, each) for each in made(model).values() if not each.refuted]
    for _ in range(20):
        case = drawer.household(random.randrange, (1, SIZE))
        assert [each.promise.id for each in examined if each.broken(case)] == []


# Without households that are drawn first: the solver alone must find them.
@pytest.mark.parametrize(
    "name",
    [
        "no line of income",
        "at the line instead of below it",
        "a cliff",
        "more for more income",
        "a saw of hundreds",
        "a right from an income on",
        "illness lowers",
        "a child lowers",
        "a higher standard lowers",
        "tekun is counted",
        "two at once",
    ],
)
def test_a_fault_is_refuted_by_the_solver_with_a_household(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    text, law = FAULTS[name]
    head = HEAD.format(id="cn.model.fault") + "announced = 2019-12-01\n\n"
    rules = rules_of(with_file(tmp_path, "cn/model/fault.toml", head + text))
    monkeypatch.setattr(module, "DRAWN", 0)
    promise = made(rules)[law]
    found = proof(rules, promise, SIZE)
    assert (found.status, found.reviewed) == ("refuted", False), found.said
    assert found.case is not None
    assert found.change is not None
    case, other = rules.read(found.case), changed(rules, found.case, found.change)
    assert failing(promise, seen_by(promise, rules, case), other) is not None


def test_a_refuted_household_is_always_the_same_and_as_plain_as_it_can_be(tmp_path: Path) -> None:
    text, law = FAULTS["a cliff"]
    head = HEAD.format(id="cn.model.fault") + "announced = 2019-12-01\n\n"
    root = with_file(tmp_path, "cn/model/fault.toml", head + text)
    one, other = (proof(each, made(each)[law], SIZE) for each in (rules_of(root), rules_of(root)))
    assert one == other
    assert one.case is not None
    assert len(one.case["members"]) == 1


def test_what_was_asked_before_changes_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, law = FAULTS["a saw of hundreds"]
    head = HEAD.format(id="cn.model.fault") + "announced = 2019-12-01\n\n"
    rules = rules_of(with_file(tmp_path, "cn/model/fault.toml", head + text))
    monkeypatch.setattr(module, "DRAWN", 0)
    first = proof(rules, made(rules)[law], SIZE)
    other = [z3.Real(f"other {place}") * place for place in range(700)]
    del other[::2]
    assert proof(rules, made(rules)[law], SIZE) == first


def test_a_law_equals_itself_and_differs_where_a_figure_does(model: wr.Rules) -> None:
    assert first_difference(model, rules_of(), SIZE) is None
    higher = wr.load("cn/model").what_if({"dibao_standard": "800"}, start=MONTH).at(MONTH)
    found = first_difference(model, higher, 1)
    assert found is not None
    assert found.case is not None
    before, after = model.determine(found.case), higher.determine(found.case)
    assert (before.circle, before.total, before.once) != (after.circle, after.total, after.once)


def test_what_never_matters_is_told(tmp_path: Path) -> None:
    dead = (
        '[[benefit.dibao.require]]\nid = "dead"\nwhen = "家庭金融资产 >= 0元"\n'
        'because = { zh = "总成立", en = "always so" }\ncite = { article = "1" }\n'
    )
    head = HEAD.format(id="cn.model.fault") + "announced = 2019-12-01\n\n"
    rules = rules_of(with_file(tmp_path, "cn/model/fault.toml", head + dead))
    told = {(each.what, each.kind) for each in idle_parts(rules, 1)}
    assert ("dibao/dead", "never fails") in told
    assert not [each for each in told if each[0] == "dibao/income-below-standard"]


def test_what_can_be_at_all_is_said_alike_with_and_without_haste() -> None:
    """Of questions asked of one solver, each is answered as if it were the only one."""
    first, second = z3.Ints("first second")
    chance, quick = Random(7), solver.Quick()
    for _ in range(25):
        numbers = [chance.randrange(-9, 10) for _ in range(4)]
        asked = [
            first * numbers[0] + second >= numbers[1],
            z3.Or(first < numbers[2], second * numbers[0] == numbers[3]),
            second * second <= numbers[3],
        ]
        found = quick.possible(asked, 1_000_000)
        assert found is not None
        assert found is (solver.Answers().model_of(asked, 1_000_000) is not None)
    assert quick.possible([first**3 + second**3 == 2**31 - 1, first > 10], 1) is None


CUBES = """
[fact.{name}]
label = {{ zh = "{name}", en = "{name}" }}
entity = "household"
type = "int"
min = 1
max = 10000
"""


def of_three(always: str) -> wr.Rules:
    """A law with three numbers and a promise about them."""
    promise = f"""
[[promise]]
id = "numbers"
label = {{ zh = "数", en = "numbers" }}
kind = "always"
always = "{always}"
{CITE}
"""
    facts = "".join(CUBES.format(name=each) for each in ("n0", "n1", "n2"))
    return wr.loads(nation(facts + promise)).at(MONTH)


def test_products_of_three_are_open_before_long_or_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """And where households of all sizes are alike in a question it is worked out once."""
    asked: list[int] = []
    usual = solver._answer

    def counted(text: str, work: int) -> Any:
        asked.append(work)
        return usual(text, work)

    monkeypatch.setattr(solver, "_answer", counted)
    cubes = of_three("n0*n0*n0 + n1*n1*n1 != n2*n2*n2")
    assert proof(cubes, made(cubes)["numbers"], 6).status == "open"
    assert asked == [solver.OF_PRODUCTS]
    means = of_three("n0*n0*n0 + n1*n1*n1 + n2*n2*n2 >= 3*n0*n1*n2")
    assert proof(means, made(means)["numbers"], 6).status == "proved"


def test_the_longest_product_counts() -> None:
    x, y, whole = z3.Real("x"), z3.Real("y"), z3.Int("whole")
    for degree, term in (
        (0, z3.RealVal(3) > 2),
        (1, z3.And(x > 3, y + 2 * x < 1)),
        (2, z3.Implies(x > 0, y * y > 2)),
        (3, z3.If(x > 0, x * z3.ToReal(whole) / y, 1) > 2),
        (4, (x * y) * (x * y) == x),
    ):
        assert solver.degree([x > 0, term]) == max(degree, 1)


def test_a_process_that_is_ended_leaves_its_promise_open() -> None:
    ended: Future[Proof] = Future()
    ended.set_exception(BrokenProcessPool())
    assert finished(ended) is None


def test_the_command_says_what_is_proved_and_what_is_not() -> None:
    usual = [
        "prove",
        "--policies",
        str(POLICIES),
        "--in",
        "cn/model",
        "--month",
        MONTH,
        "--up-to",
        "1",
        "--processes",
        "1",
    ]
    one = run(*usual, "--promise", "tekun-not-counted", "--format", "json")
    (told,) = json.loads(one.stdout)
    assert (one.exit_code, told["status"], told["up_to"]) == (0, "proved", 1)
    wrong = run(*usual, "--promise", "tekun-not-countd")
    assert wrong.exit_code == 2
    assert "WR531" in wrong.stderr
    assert "tekun-not-counted" in wrong.stderr


def test_without_the_solver_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import importlib

    usual = importlib.import_module

    def missing(name: str, *more: Any) -> Any:
        if name == "z3":
            raise ImportError(name)
        return usual(name, *more)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(wr.RequestError, match="welfare-rules\\[prove\\]"):
        solver._solver()
