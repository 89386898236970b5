"""Inputs that were found by searches for what a reader is not up to, tried again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.readers import READERS

FOUND = sorted((Path(__file__).parent / "corpus").glob("*/*"))


@pytest.mark.parametrize("file", FOUND, ids=lambda each: f"{each.parent.name}/{each.name}")
def test_what_was_found_is_worked_through_or_refused(file: Path) -> None:
    READERS[file.parent.name](file.read_bytes())


def test_every_reader_has_inputs_that_were_found() -> None:
    assert {each.parent.name for each in FOUND} == set(READERS)
