"""What a document states once for all of its rules is the same as stating it at each of them."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.support.marked import BECAUSE, CITE, HEAD, LABEL, county, found, nation, written
from welfare_rules.document.source import Origin
from welfare_rules.loading import load_law

# Each place that can state how far it is confirmed. `{status}` and `{announced}` are filled in; what
# is defined here for the first time has always been known, whatever the document says.
VERSION = "[[figure.extra.version]]\nfrom = {day}\nvalue = 1\n{announced}{status}"
RULES: tuple[str, ...] = (
    '[[income]]\nid = "gift"\nvalue = "pay"\nlabel = { zh = "礼金", en = "gifts" }\n{status}'
    + CITE,
    '[[exemption]]\nid = "half"\nincome = "pay"\nshare = "50%"\n{announced}{status}' + LABEL + CITE,
    '[[circle]]\nid = "far"\nwhen = "rural"\n{announced}{status}label = { zh = "边远", en = "far" }\n'
    + CITE,
    '[[recovery]]\nid = "all"\nwaived = true\n{announced}{status}' + LABEL + CITE,
    '[[promise]]\nid = "alike"\nkind = "order"\n{announced}{status}' + LABEL,
    '[[watch]]\nid = "seen"\nkind = "核查"\nturns = ["lost"]\n{announced}{status}' + LABEL + CITE,
    '[derived.more]\nentity = "household"\ntype = "money"\nformula = "together + 1元"\n{status}'
    'label = { zh = "更多", en = "more" }\n' + CITE,
    '[derived.most]\nentity = "household"\ntype = "money"\n'
    'label = { zh = "最多", en = "most" }\n'
    + CITE
    + '[[derived.most.version]]\nformula = "together"\n{status}',
    '[benefit.aid]\npayee = "household"\namount = "extra"\n{announced}{status}'
    'label = { zh = "援助", en = "aid" }\n' + CITE,
    '[benefit.aid.rounding]\nstep = "1"\ndirection = "up"\n{status}',
    '[[benefit.aid.require]]\nid = "one"\nwhen = "rural"\n{status}' + BECAUSE,
    '[[benefit.aid.exclude]]\nid = "two"\nwith = "help"\nkeep = "other"\n{status}' + BECAUSE,
    '[benefit.help]\nreplaces = "cn.nation"\namount = "line"\n{announced}{status}',
    '[[benefit.old.row]]\nid = "others"\nreplaces = "cn.nation"\nwhen = "age < 80"\n'
    'share = "5%"\n{announced}{status}' + BECAUSE,
)
STATUS = st.sampled_from(["published", "reported", "unverified", "placeholder"])
DAY = st.sampled_from(["2020-10-01", "2020-12-01"])
Stated = tuple[str | None, str | None]


def stated(text: str, status: str | None, announced: str | None = None) -> str:
    status_line = f'status = "{status}"\n' if status else ""
    announced_line = f"announced = {announced}\n" if announced else ""
    return text.replace("{status}", status_line).replace("{announced}", announced_line)


def file(versions: list[Stated], rules: list[Stated], default: Stated) -> dict[str, str]:
    """The county's file, with the document's own lines and what each of its rules states."""
    head = stated("{announced}{status}", *default)
    figure = f'[figure.extra]\ntype = "money"\n{LABEL}{CITE}'
    parts = [
        stated(VERSION.replace("{day}", f"202{place}-01-01"), *each)
        for place, each in enumerate(versions)
    ]
    clauses = [stated(text, *each) for text, each in zip(RULES, rules, strict=True)]
    files = county("\n".join((figure, *parts, *clauses)))
    return {
        name: text.replace("in_force = 2020-01-01\n", "in_force = 2020-01-01\n" + head)
        for name, text in files.items()
    }


def plainly(part: Any) -> Any:
    """A part of a law without the places of its files."""
    if isinstance(part, Origin):
        return None
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        return {each.name: plainly(getattr(part, each.name)) for each in dataclasses.fields(part)}
    if isinstance(part, Mapping):
        entries = cast(Mapping[Any, Any], part)
        return {key: plainly(each) for key, each in entries.items()}
    if isinstance(part, tuple):
        return [plainly(each) for each in cast(tuple[Any, ...], part)]
    return part


def law_of(files: Mapping[str, str]) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        root = written(Path(folder), files)
        return plainly(load_law("cn/county", root))


@given(
    versions=st.lists(st.tuples(st.none() | STATUS, st.none() | DAY), min_size=1, max_size=3),
    rules=st.tuples(*[st.none() | STATUS] * len(RULES)),
    default=st.tuples(STATUS, DAY),
)
def test_a_default_of_the_document_is_the_same_as_stating_it_at_each_rule(
    versions: list[Stated], rules: tuple[str | None, ...], default: tuple[str, str]
) -> None:
    days = [announced or default[1] for _, announced in versions]
    assume(days == sorted(days))  # else `check` asks for corrects or last_day
    once = file(versions, [(status, None) for status in rules], default)
    at_each = file(
        [(status or default[0], announced or default[1]) for status, announced in versions],
        [(status or default[0], default[1]) for status in rules],
        (None, None),
    )
    laws = [law_of(each) for each in (once, at_each)]
    for each in laws:
        del each["instruments"]  # which say when the document was announced
    assert laws[0] == laws[1]


def statuses(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, each in cast(dict[str, Any], part).items():
            if key == "status":
                yield each
            yield from statuses(each)
    elif isinstance(part, list):
        for each in cast(list[Any], part):
            yield from statuses(each)


def test_a_default_reaches_every_kind_of_rule_and_no_other_document() -> None:
    """The law keeps a status of each but the income; and of the figure's version."""
    law = law_of(file([(None, None)], [(None, None)] * len(RULES), ("placeholder", "2020-10-01")))
    assert sorted(set(statuses(law))) == ["placeholder", "published"]
    assert list(statuses(law)).count("placeholder") == len(RULES)
    assert law["figures"]["line"]["versions"][0]["status"] == "published"


def test_a_rule_that_states_no_day_of_announcement_is_known_always() -> None:
    """The day that a document states is not that of clauses which live with its own benefit."""
    law = law_of(file([(None, None)], [(None, None)] * len(RULES), ("published", "2020-10-01")))
    assert law["figures"]["extra"]["versions"][0]["period"]["announced"] == 20201001
    aid = next(each for each in law["benefits"] if each["id"] == "aid")
    assert {each["period"]["announced"] for each in aid["clauses"]} == {10101}


def test_a_parents_benefit_keeps_its_status_where_a_child_only_adds_a_clause() -> None:
    clause = '[[benefit.help.require]]\nid = "more"\nwhen = "rural"\n' + BECAUSE
    files = county(clause)
    files = {
        name: text.replace("in_force", 'status = "placeholder"\nin_force', 1)
        for name, text in files.items()
    }
    law = law_of(files)
    aid = next(each for each in law["benefits"] if each["id"] == "help")
    assert aid["status"] == "published"
    assert {each["id"]: each["status"] for each in aid["clauses"]} == {
        "poor": "published",
        "more": "placeholder",
    }


@pytest.mark.parametrize("missing", ["status", "announced"])
def test_a_version_without_them_is_told_where_the_document_has_none_either(
    tmp_path: Path, missing: str
) -> None:
    lines = {"announced": "announced = 2020-12-01\n", "status": 'status = "published"\n'}
    lines.pop(missing)
    version = "«WR111»[[figure.line.version]]\nfrom = 2021-01-01\nvalue = 1\n" + "".join(
        lines.values()
    )
    place = nation("\n" + version.replace("«WR111»", "") + CITE)
    text = place["cn/nation.toml"]
    line = text[: text.rindex("[[figure.line.version]]")].count("\n") + 1
    assert {(code, at) for code, _, at, _ in found(written(tmp_path, place))} == {("WR111", line)}


@pytest.mark.parametrize("slip", ["anounced = 2020-01-01", 'statuss = "published"'])
def test_a_misspelt_key_of_the_document_is_told(tmp_path: Path, slip: str) -> None:
    text = HEAD.format(id="cn.more") + slip + "\n"
    assert {each[0] for each in found(written(tmp_path, {"cn/more.toml": text}))} == {"WR110"}
