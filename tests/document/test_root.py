"""Which folder a policy file belongs to, found from where it lies, without a look at the rest of
the disk.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from welfare_rules.document import library
from welfare_rules.document.library import root_of
from welfare_rules.document.shipped import SCHEMA

DOCUMENT = 'format = "welfare-policy/2"\n'


def tree(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(DOCUMENT, encoding="utf-8")
    return root


NEAR = (
    "cn",
    "cn/a.toml",
    "cn/province",
    "cn/province/b.toml",
    "cn/province/cases",
    "cn/province/cases/c.toml",
    "cn/province/new",
)


@pytest.mark.parametrize("name", NEAR)
@pytest.mark.parametrize("stray", ["", "some/stray.toml", "stray.toml"])
def test_the_root_is_right_above_the_topmost_documents(
    tmp_path: Path, name: str, stray: str
) -> None:
    """A document that somebody left further up, above a folder without any, is none of these
    policies'.
    """
    root = tree(
        tmp_path / "some/where/policies",
        "cn/a.toml",
        "cn/province/b.toml",
        "cn/province/cases/c.toml",
    )
    (root / "cn/province/new").mkdir()
    if stray:
        tree(tmp_path, stray)
    assert root_of(root / name) == root


def test_a_folder_below_a_gap_is_a_root_of_its_own(tmp_path: Path) -> None:
    """Else a check of an empty folder would read everything below wherever a document happens to
    lie.
    """
    root = tree(tmp_path, "stray.toml") / "some/where/policies"
    root.mkdir(parents=True)
    assert root_of(root) == root
    assert root_of(root / "cn/not-there.toml") == root
    tree(root, "cn/province/county/a.toml")
    assert root_of(root / "cn/province/county") == root / "cn/province"


def test_the_schema_marks_the_root_beyond_any_gap(tmp_path: Path) -> None:
    root = tree(tmp_path / "policies", SCHEMA, "cn/a.toml", "cn/province/county/b.toml")
    assert root_of(root / "cn/province/county/b.toml") == root


def test_no_more_folders_are_looked_into_than_those_of_the_policies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tree(tmp_path / "one/two/three/policies", "cn/a.toml", "cn/province/b.toml")
    looked: list[Path] = []
    holds = library._holds_documents
    monkeypatch.setattr(
        library, "_holds_documents", lambda folder: looked.append(folder) or holds(folder)
    )
    root_of(root / "cn/province")
    assert set(looked) == {root / "cn/province", root / "cn", root}
    looked.clear()
    root_of(tmp_path / "one/two")
    assert set(looked) == {tmp_path / "one/two", tmp_path / "one"}
