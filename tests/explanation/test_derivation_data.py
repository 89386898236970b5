"""The derivation as data says what its text says: every number of the text stands in it, in both
languages, with the same values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import welfare_rules as wr
from tests.explanation.test_explain import (
    LANGS,
    PATHS,
    SMALL,
    binhai_rules,
    cases,
    decided,
    model_rules,
    tiny_rules,
)
from tests.support.effort import examples
from welfare_rules.explanation.evidence import MOST_DECIDED

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# what is said in a language
WORDS = {"lang", "place", "text", "label", "title", "formula", "numbers", "per", "whom", "only_for"}


def leaves(data: Any) -> Iterator[str]:
    """Every text and number in data."""
    if isinstance(data, dict):
        for each in data.values():
            yield from leaves(each)
    elif isinstance(data, list):
        for each in data:
            yield from leaves(each)
    else:
        yield str(data)


def values_only(data: Any) -> Any:
    """Data without what is said in a language."""
    if isinstance(data, dict):
        return {key: values_only(each) for key, each in data.items() if key not in WORDS}
    return [values_only(each) for each in data] if isinstance(data, list) else data


def reckonings(data: Any) -> Iterator[dict[str, Any]]:
    """Every formula that was worked out."""
    if isinstance(data, dict):
        if "operands" in data:
            yield data
        for each in data.values():
            yield from reckonings(each)
    elif isinstance(data, list):
        for each in data:
            yield from reckonings(each)


def said_alike(answer: wr.Answer) -> None:
    for lang in LANGS:
        data = answer.derivation(lang)
        text = answer.explain(lang).replace(answer.program.digest[:19], "")
        there = {number for leaf in leaves(data) for number in NUMBER.findall(leaf)}
        there |= {str(len(each["decides"]) - MOST_DECIDED) for each in data["missing"]}
        assert set(NUMBER.findall(text)) - there == set()
        figures = {(each["label"], str(each["value"])) for each in data["figures"]}
        for each in reckonings(data):
            for named in each["operands"]:
                if named["kind"] == "figure" and named["value"]["value"] is not None:
                    assert (named["label"], str(named["value"])) in figures
    one, other = (values_only(answer.derivation(lang)) for lang in LANGS)
    assert one == other
    found = {
        (group["benefit"], payee): (group["status"], group["amount"], group["provisional"])
        for group in one["benefits"]
        for payee in group["payees"]
    }
    assert set(found) == set(answer.keys())
    for each in answer.to_dict()["benefits"]:
        status, amount, provisional = found[each["benefit"], each["payee"]]
        assert (status, amount) == (each["status"], each["amount"])
        assert provisional or not each["provisional"]


@settings(max_examples=examples(60))
@given(cases(), st.lists(st.sampled_from(PATHS), max_size=3, unique=True))
def test_every_number_of_the_text_stands_in_the_data(
    case: dict[str, Any], gone: list[tuple[str, str]]
) -> None:
    for member, fact in gone:
        place = next(each for each in case["members"] if each["id"] == member) if member else case
        place.pop(fact, None)
    said_alike(decided(model_rules(), case))


@settings(max_examples=examples(20))
@given(st.sets(st.sampled_from(["assets", "applied", "pay", "old"])), st.integers(0, 2))
def test_in_the_small_county_too(gone: set[str], people: int) -> None:
    members = [
        {key: value for key, value in each.items() if key not in gone}
        for each in SMALL["members"][:people]
    ]
    case = {key: value for key, value in SMALL.items() if key not in gone}
    said_alike(decided(tiny_rules(), {**case, "members": members}))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.name)
def test_the_shipped_examples(path: Path) -> None:
    for rules in (model_rules(), binhai_rules()):
        try:
            answer = rules.determine(path.read_text(encoding="utf-8"))
        except wr.CaseError:  # a file that is no case, or one of the other county
            continue
        said_alike(answer)
