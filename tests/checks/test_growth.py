"""Numbers and chains that would grow without an end are told where they are written; what stays
within the limits is worked out.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.marked import benefit, derived, fact, figure, found, marked, nation, written
from welfare_rules.checks.growth import MOST_BRANCHES, MOST_NESTED, Growth
from welfare_rules.engine.integer.lowering import lowered
from welfare_rules.engine.integer.operations import MOST_OPERATIONS
from welfare_rules.program.case import HOUSEHOLD

COUNT = fact('type = "int"', "min = 0", "max = 100", header="[fact.many]").replace("新项", "件数")
ONE_MONTH = ("2021-01", "2021-12-31")


def value(name: str, formula: str, kind: str = "int") -> str:
    return derived(
        'entity = "household"',
        f'type = "{kind}"',
        f'formula = "{formula}"',
        header=f"[derived.{name}]",
        label=f'label = {{ zh = "{name}", en = "{name}" }}\n',
    )


def squares(count: int, mark_at: int | None = None) -> str:
    """Values each of which is the square of the one before."""
    made = [value("d0", "many + 1")]
    for place in range(1, count):
        before = f"d{place - 1}"
        mark = "«WR215»" if place == mark_at else ""
        made.append(value(f"d{place}", f"{mark}{before} * {before}"))
    return "\n".join(made)


def continued(depth: int) -> str:
    """1 / (1 + many / (1 + many / …)): each quotient is written out twice in the next one."""
    made = "max(1, many)"
    for _ in range(depth):
        made = f"(1 + many / {made})"
    return f"1元 / {made}"


def chain(count: int, mark_at: int | None = None) -> str:
    made = [value("d0", "many + 1")]
    for place in range(1, count):
        mark = "«WR216»" if place == mark_at else ""
        made.append(value(f"d{place}", f"{mark}d{place - 1} + 1"))
    return "\n".join(made)


def paid(folder: Path, more: str, many: int) -> str:
    rules = wr.load("cn", written(folder, nation(more))).at(*ONE_MONTH)
    return str(rules.determine({"id": "h", "many": many, "members": []})["extra", "h"].amount)


@pytest.mark.parametrize("used", ['amount = "1元 * min(d29, 5)"', 'amount = "1元 / d29"'])
def test_squares_of_squares_are_told_once_where_they_grow_too_long(
    tmp_path: Path, used: str
) -> None:
    # 101 needs 7 bits, its square of squares 7 * 2**9 = 3584: over a thousand digits
    files = nation(COUNT + squares(30, mark_at=9) + benefit(used))
    assert found(written(tmp_path, files)) == marked(files)


def test_what_is_rounded_or_bounded_on_the_way_may_go_on(tmp_path: Path) -> None:
    made = [COUNT, value("d0", "many + 1")]
    made.extend(value(f"d{each}", f"min(9, d{each - 1} * d{each - 1})") for each in range(1, 30))
    files = nation("\n".join(made) + benefit('amount = "1元 * d29"'))
    assert found(written(tmp_path, files)) == set()


def test_values_as_long_as_the_limit_are_decided_and_explained(tmp_path: Path) -> None:
    more = COUNT + squares(9) + benefit('amount = "1元 * d8"')
    assert found(written(tmp_path, nation(more))) == set()
    rules = wr.load("cn", tmp_path).at(*ONE_MONTH)
    amounts: set[str] = set()
    for engine in ("native", "reference"):
        answer = rules.determine({"id": "h", "many": 100, "members": []}, engine=engine)
        amounts.add(str(answer["extra", "h"].amount))
        assert answer.explain("en")
    assert amounts == {f"{101**256}.00"}
    unknown = rules.determine({"id": "h", "members": []})["extra", "h"]
    assert str(unknown.at_most) == f"{101**256}.00"


@pytest.mark.parametrize("depth", [3, 10, 26])
def test_quotients_of_quotients_are_worked_out_without_being_written_out(
    tmp_path: Path, depth: int
) -> None:
    expected = Fraction(7)
    for _ in range(depth):
        expected = 1 + 7 / expected
    more = COUNT + benefit(f'amount = "{continued(depth)}"')
    fen = 100 / expected
    assert Fraction(paid(tmp_path, more, 7)) == Fraction((fen + Fraction(1, 2)).__floor__(), 100)
    rules = wr.load("cn", tmp_path).at(*ONE_MONTH)
    sizes = [each.size for _, each in lowered(rules.program, "dues").expressions()]
    assert max(sizes) <= MOST_OPERATIONS


def test_a_chain_within_the_limit_is_decided_and_one_beyond_it_is_told_at_its_line(
    tmp_path: Path,
) -> None:
    # a name and an addition each, and one below; the amount's own formula and steps come on top
    most = (MOST_NESTED - 10) // 2
    more = COUNT + chain(most) + benefit(f'amount = "1元 * d{most - 1}"')
    assert paid(tmp_path / "within", more, 7) == f"{7 + most}.00"
    files = nation(
        COUNT + chain(400, mark_at=MOST_NESTED // 2) + benefit('amount = "1元 * min(d399, 5)"')
    )
    assert found(written(tmp_path / "beyond", files)) == marked(files)


def test_a_chain_of_shares_beyond_the_limit_is_told(tmp_path: Path) -> None:
    made: list[str] = []
    for place in range(MOST_NESTED + 5):
        mark = "«WR216»" if place == MOST_NESTED else ""
        text = figure('type = "money"', header=f"[{mark}figure.f{place}]")
        made.append(text.replace("新项", f"数{place}").replace('"new"', f'"f{place}"'))
        says = "value = 100" if place == 0 else f'share = "99%"\nof = "f{place - 1}"'
        made.append(
            f"[[figure.f{place}.version]]\nfrom = 2021-01-01\n{says}\n"
            'announced = 2020-12-01\nstatus = "published"\n'
        )
    told = found(written(tmp_path, nation("\n".join(made))))
    assert {code for code, *_ in told} <= {"WR215", "WR216"}
    assert told


def test_cases_that_transitional_shares_multiply_are_told(tmp_path: Path) -> None:
    made = [COUNT]
    for place in range(12):
        text = figure('type = "money"', header=f"[figure.f{place}]")
        made.append(text.replace("新项", f"数{place}").replace('"new"', f'"f{place}"'))
        for condition in (f'only_for = "many < {place + 1}"\n', ""):
            says = "value = 100" if place == 0 else f'share = "99%"\nof = "f{place - 1}"'
            made.append(
                f"[[figure.f{place}.version]]\nfrom = 2021-01-01\n{condition}{says}\n"
                'announced = 2020-12-01\nstatus = "published"\n'
            )
    told = found(written(tmp_path, nation("\n".join(made))))
    assert [code for code, *_ in told] == ["WR217"]
    assert MOST_BRANCHES == 2**6


@pytest.mark.parametrize("most", [1, 97, 1_000_000])
@pytest.mark.parametrize(
    "formula",
    [
        "d0 * d0 * d0",
        "d0 / (1 + d0)",
        "(1 + d0) / (2 + max(0, d0)) + d0 / 7 - d0 / (3 + max(0, d0))",
        "(1 + d0) / (2 + d0) * (1 + d0) / (2 + d0)",
        "1 / (1 + d0 / (1 + d0 / (1 + d0)))",
        "max(d0 / 3, d0 / 7, d0 / (5 + d0))",
        "if(d0 > 5, d0 / 3, 0.125 - d0)",
        "round(d0 / 7, 0.01, half_up) * d0",
        "d0 * 0.333",
    ],
)
def test_no_value_is_longer_than_its_size_says(tmp_path: Path, formula: str, most: int) -> None:
    more = COUNT.replace("max = 100", f"max = {most}")
    more += value("d0", "many + 0.5", "rate")
    more += "".join(
        value(f"d{each}", formula.replace("d0", f"d{each - 1}"), "rate") for each in (1, 2)
    )
    policy = wr.load("cn", written(tmp_path, nation(more)))
    rules = policy.at(*ONE_MONTH)
    made = Growth(policy.law)
    assert [*made.figures(policy.law.figures)] == []
    for name in ("d0", "d1", "d2"):
        (version,) = policy.law.derived[name].versions
        assert [*made.step(name, version.formula.node)] == []
        size = made.sizes[name]
        for many in {0, 1, most // 2, most}:
            case = rules.read({"id": "h", "many": many, "members": []})
            exact = rules.reference.evaluate(case, rules.month).step(name, HOUSEHOLD).value
            assert exact is not None
            assert abs(exact.numerator).bit_length() <= size.top
            assert exact.denominator.bit_length() <= size.below


def test_circles_beyond_the_limit_are_told_at_the_first_one_too_many(tmp_path: Path) -> None:
    made = [  # the nation has one already
        f'[[circle]]\nid = {"«WR216»" if place == MOST_NESTED - 1 else ""}"c{place}"\n'
        f'label = {{ zh = "圈{place}", en = "c{place}" }}\nwhen = "many > {place}"\n'
        'cite = { article = "1" }\n'
        for place in range(MOST_NESTED + 2)
    ]
    files = nation(COUNT + "".join(made) + benefit('amount = "1元 * many"'))
    told = found(written(tmp_path, files))
    assert {each for each in told if each[0] == "WR216"} == marked(files)
