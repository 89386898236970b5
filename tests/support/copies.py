"""Policy files in a folder of a test's own, with one thing changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from welfare_rules.document.library import read_library, shipped_policies
from welfare_rules.findings import Finding
from welfare_rules.loading import check_all


def copied(folder: Path, *without: str) -> Path:
    """The shipped policies, copied into a folder; no cases, and no folder named in `without`."""
    target = folder / "policies"
    shutil.copytree(shipped_policies(), target, ignore=shutil.ignore_patterns("cases", *without))
    return target


def with_file(folder: Path, name: str, text: str) -> Path:
    """The shipped policies and one file more."""
    target = copied(folder)
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    (target / name).write_text(text, encoding="utf-8")
    return target


def findings(policies: Path) -> list[Finding]:
    """What is wrong with policy files, leaving out what is only worth knowing of the world."""
    return [each for each in check_all(read_library(policies)) if each.severity != "notice"]


def codes(found: Iterable[Finding]) -> set[str]:
    return {each.code for each in found}
