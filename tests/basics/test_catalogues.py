"""Every sentence of every catalogue stands in both languages, with the same holes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import welfare_rules
from welfare_rules.basics.text import Catalogue

ROOT = Path(welfare_rules.__file__).parent
MODULES = [
    ".".join(("welfare_rules", *path.relative_to(ROOT).with_suffix("").parts))
    for path in sorted(ROOT.rglob("*.py"))
    if "Catalogue(" in path.read_text(encoding="utf-8")
]
CATALOGUES = {
    f"{module}.{name}": value
    for module in MODULES
    for name, value in vars(import_module(module)).items()
    if isinstance(value, Catalogue)
}


def test_the_rooms_that_write_sentences_are_found() -> None:
    rooms = {name.split(".")[1] for name in CATALOGUES}
    assert {"cases", "comparison", "register", "settlement"} <= rooms


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_sentence_lacks_a_language_or_a_hole(name: str) -> None:
    assert CATALOGUES[name].faults() == ()
