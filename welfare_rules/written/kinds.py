"""The fixed words of what is written, apart from the rest, which needs pydantic."""

from __future__ import annotations

from typing import Literal

CauseKind = Literal[
    "figure",
    "correction",
    "rule",
    "late_fact",
    "wrong_fact",
    "conflict",
    "missing_fact",
    "missing_figure",
    "payment",
]
"""Why what was paid is not what is due."""
