"""The household of a case, as bases, series and the case itself are laid over one another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from welfare_rules.document.source import Origin

HOUSEHOLD_ID = "h1"
FACT_PATH = re.compile(r"(?:members\[([^\]]+)\]\.|([^.\[\]]+)\.)?(\w+)")


@dataclass(slots=True)
class Drawn:
    """The household as it is laid together, and where each fact of it stands.

    `everyone` is what a new member would have.
    """

    household: dict[str, Any] = field(default_factory=dict[str, Any])
    members: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    everyone: dict[str, Any] = field(default_factory=dict[str, Any])
    places: dict[tuple[str, str], Origin] = field(default_factory=dict[tuple[str, str], Origin])

    @property
    def data(self) -> dict[str, Any]:
        """The household as a case writes it."""
        members = [{"id": name, **facts} for name, facts in self.members.items()]
        return {"id": HOUSEHOLD_ID, **self.household, "members": members}
