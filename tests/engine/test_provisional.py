"""An answer is provisional when something that no published document confirms takes part in it, and
only then.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import welfare_rules as wr
from tests.support.tiny import POLICY

EXEMPTION = POLICY[POLICY.index("[[exemption]]") : POLICY.index("[derived.together]")]
SECOND = (
    EXEMPTION.replace('"half"', '"tenth"')
    .replace("老人减半", "减一成")
    .replace("half for", "a tenth for")
    .replace("50%", "10%")
)


def law(folder: Path, exemptions: str) -> wr.Rules:
    place = folder / "tiny"
    place.mkdir(parents=True)
    (place / "law.toml").write_text(POLICY.replace(EXEMPTION, exemptions), encoding="utf-8")
    return wr.load("tiny", folder).at("2021-03", "2021-03-31")


def unconfirmed(exemption: str) -> str:
    return exemption.replace("share =", 'status = "unverified"\nshare =')


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> dict[str, wr.Rules]:
    folder = tmp_path_factory.mktemp("laws")
    return {
        "one": law(folder / "one", unconfirmed(EXEMPTION)),
        "one left out": law(folder / "none", ""),
        "two": law(folder / "two", EXEMPTION + unconfirmed(SECOND)),
        "two left out": law(folder / "sure", EXEMPTION),
    }


@given(
    st.lists(
        st.tuples(st.sampled_from([0, 50, 200]), st.sampled_from([30, 59, 60, 80])),
        min_size=1,
        max_size=3,
    ),
    st.data(),
)
def test_an_unconfirmed_exemption_makes_provisional_what_would_be_otherwise_without_it(
    laws: dict[str, wr.Rules], people: list[tuple[int, int]], data: st.DataObject
) -> None:
    members = [
        {"id": f"p{place}", "pay": pay, "age": age} for place, (pay, age) in enumerate(people)
    ]
    case = {"id": "h", "stock": 0, "members": members}
    which, engine = (
        data.draw(st.sampled_from(["one", "two"])),
        data.draw(st.sampled_from(["native", "reference"])),
    )

    def counted(rules: wr.Rules) -> list[object]:
        evaluation = rules.reference.evaluate(rules.read(case), rules.month)
        return [evaluation.step("countable_pay", place).ends for place in range(len(people))]

    answer = laws[which].determine(case, engine=engine)
    assert answer["help"].provisional == (
        counted(laws[which]) != counted(laws[f"{which} left out"])
    )
    assert not answer["old", "p0"].provisional


def test_while_the_income_is_unknown_an_unconfirmed_exemption_may_take_part(
    laws: dict[str, wr.Rules],
) -> None:
    assert (
        laws["one"]
        .determine({"id": "h", "stock": 0, "members": [{"id": "p0", "age": 60}]})["help"]
        .provisional
    )
