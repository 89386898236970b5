"""Records whose fields are columns of the same rows: some of the rows, or several put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from welfare_rules.engine.columns.kinds import Array

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")


def some_of(record: Record, rows: Array | slice) -> Record:
    """Some rows of a record."""
    return type(record)(*(getattr(record, each.name)[rows] for each in fields(record)))


def together(records: Sequence[Record]) -> Record:
    """The rows of one or more records, those of the first one first."""
    first, *_ = records
    return type(first)(
        *(np.concatenate([getattr(each, name.name) for each in records]) for name in fields(first))
    )
