"""The engines that tests hold equal: all that are registered, and can be had here."""

from __future__ import annotations

from functools import cache

import pytest

import welfare_rules as wr
from welfare_rules.engine import registry
from welfare_rules.findings import EngineMissing

ENGINES = registry.names()
"""Every registered engine, the reference among them."""


@cache
def _why_not(engine: str) -> str:
    try:
        wr.load("cn").at("2021-08", "2021-12-31").engine(engine)
    except EngineMissing as missing:
        return str(missing)
    return ""


def usable(engine: str) -> None:
    """Skips an engine that cannot be had here."""
    if why_not := _why_not(engine):
        pytest.skip(why_not)


def engines_here() -> list[str]:
    """The engines that can be had here."""
    return [engine for engine in ENGINES if not _why_not(engine)]
