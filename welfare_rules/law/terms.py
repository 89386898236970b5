"""What every part of a law is made of.

Numbers and days, documents and citations, periods, formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from welfare_rules.basics.text import Words
from welfare_rules.document.source import Origin
from welfare_rules.language.nodes import Node

Status = Literal["published", "reported", "unverified", "placeholder"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule is written: document, article, quoted words."""

    document: str
    article: str = ""
    quote: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document of the law: what its head says, and whose it is."""

    id: str
    jurisdiction: str
    title: Words
    number: str
    issuer: Words | None
    issued: int
    in_force: int
    until: int
    replaced_by: str
    url: str
    checked_with: str
    known_limits: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Formula:
    """A typed formula, its text, and where it stands."""

    node: Node
    text: str
    origin: Origin
