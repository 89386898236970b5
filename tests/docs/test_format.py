"""docs/format.md and docs/language.md leave nothing out, in either language.

Every key that a policy file may have, every word that a formula may use.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from welfare_rules.document import models
from welfare_rules.language.operations import FUNCTIONS, OPERATORS
from welfare_rules.language.words import BUILT_IN, DIRECTIONS, KEYWORDS

DOCS = Path(__file__).resolve().parents[2] / "docs"
FORMAT, *LANGUAGE = (
    (DOCS / name).read_text(encoding="utf-8")
    for name in ("format.md", "language.md", "language.zh.md")
)
MODELS = {
    name: each
    for name, each in vars(models).items()
    if isinstance(each, type) and issubclass(each, BaseModel) and each is not BaseModel
}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_key_is_described(name: str) -> None:
    keys = {field.alias or key for key, field in MODELS[name].model_fields.items()}
    # alone, with a value, as a section, as a table of a section
    shapes = ("`{}`", "`{} = ", " {} = ", "`[{}", "[[{}]]", ".{}]")
    assert {
        key for key in keys if not any(shape.format(key) in FORMAT for shape in shapes)
    } == set()


@pytest.mark.parametrize(
    "word", sorted({*KEYWORDS, *FUNCTIONS, *OPERATORS, *BUILT_IN, *DIRECTIONS})
)
def test_every_word_is_described(word: str) -> None:
    assert all(word in page for page in LANGUAGE)
