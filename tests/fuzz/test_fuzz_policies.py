"""Spoilt policy files.

`check` never fails, every finding has a known code and a place, and deciding by them ends as it
should.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import spoilt_text
from tests.fuzz.readers import LAST_RESORT
from tests.support.command import CASE, MONTH, copied, findings, run
from tests.support.effort import examples
from welfare_rules.findings import CATALOGUE


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("fuzz"))


def look_at(root: Path, status: set[int], *words: str) -> set[str]:
    """Runs a command on spoilt files and looks at all that it says."""
    result = run(*words, "--format", "json")
    assert result.exit_code in status
    if not result.stderr:
        return set()
    found = findings(result)
    for each in found:
        assert each["code"] != LAST_RESORT, each["message"]
        assert len(each["message"]) < 5000
        if CATALOGUE[each["code"]].severity != "notice" and each["code"] < "WR4":
            assert Path(each["file"]).is_relative_to(root), each
            if Path(each["file"]).is_file():  # and not a folder that lacks something
                assert each["line"] >= 1, each
                assert each["column"] >= 1, each
    return {each["code"] for each in found if each["severity"] == "error"}


FILES = (
    "cn/vocabulary.toml",
    "cn/common.toml",
    "cn/dibao-2021.toml",
    "cn/circles.toml",
    "cn/model/dibao.toml",
    "cn/model/standards.toml",
    "cn/model/disability-subsidies.toml",
    "cn/model/tekun.toml",
    "cn/model/old-age.toml",
    "cn/tekun-2021.toml",
)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=examples(20))
def test_spoilt_files_are_checked(root: Path, data: st.DataObject) -> None:
    path = root / data.draw(st.sampled_from(FILES))
    text = path.read_text(encoding="utf-8")
    try:
        spoilt = data.draw(spoilt_text(text))
        path.write_bytes(spoilt.encode("utf-8", "surrogatepass"))
        errors = look_at(root, {0, 1}, "check", str(root))
        # An error in a clause that the county replaces does not touch the county.
        look_at(
            root,
            {0, 1, 2} if errors else {0, 2},
            "determine",
            str(CASE),
            *MONTH,
            "--policies",
            str(root),
        )
    finally:
        path.write_text(text, encoding="utf-8", newline="\n")


@given(st.binary(max_size=300))
@settings(max_examples=examples(10))
def test_any_bytes_are_checked(root: Path, data: bytes) -> None:
    path = root / "cn" / "model" / "zz.toml"
    try:
        path.write_bytes(data)
        assert look_at(root, {1}, "check", str(path))
    finally:
        path.unlink()
