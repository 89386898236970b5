"""What the library needs: bounded where a major version may break it, under licences that fit."""

from __future__ import annotations

import importlib.metadata as metadata
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAME = re.compile(r"[A-Za-z0-9._-]+")
# Licences that go with Apache-2.0, as packages write them.
FITTING = re.compile(
    r"MIT|BSD|PSF|Python Software Foundation|Apache|ISC|MPL|Mozilla", re.IGNORECASE
)
OPEN_ENDED = {"cryptography"}  # why, stands beside it in pyproject.toml


def needed(extras: tuple[str, ...] = ()) -> list[str]:
    """The requirements of an installation with these extras, as they are written."""
    optional: dict[str, list[str]] = PROJECT["optional-dependencies"]
    return [*PROJECT["dependencies"], *(each for extra in extras for each in optional[extra])]


@pytest.mark.parametrize("text", needed(("columns", "durable", "sign", "testing")))
def test_a_requirement_ends_before_the_version_that_may_break_it(text: str) -> None:
    name = NAME.match(text)
    assert name is not None
    assert "<" in text.partition(";")[0] or "==" in text or name.group() in OPEN_ENDED, text


def closure(names: set[str]) -> set[str]:
    """Everything installed that these packages bring with them."""
    found: set[str] = set()
    waiting = {each.lower() for each in names}
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            brought = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # for another Python or system
            continue
        found.add(name)
        plain = (each for each in brought if "extra ==" not in each)
        waiting |= {match.group().lower() for each in plain if (match := NAME.match(each))}
    return found


def test_every_package_that_comes_along_has_a_licence_that_fits() -> None:
    names = {match.group() for each in needed(("sign",)) if (match := NAME.match(each))}
    every = closure(names)
    assert every >= {"click", "pydantic", "pydantic_core".replace("_", "-"), "rich", "tomli"}
    for name in sorted(every):
        about = metadata.metadata(name)
        stated = [about.get("License-Expression") or "", about.get("License") or ""]
        stated += [each for each in about.get_all("Classifier") or [] if "License" in each]
        assert FITTING.search(" ".join(stated)), (name, stated)
