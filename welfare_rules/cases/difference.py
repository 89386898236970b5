"""One thing in which a case comes out otherwise than expected."""

from __future__ import annotations

from dataclasses import dataclass

from welfare_rules.basics.text import Words
from welfare_rules.document.source import Origin
from welfare_rules.engine.contract import Outcome


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that is not as expected.

    `outcome` is the decision instead, for a benefit of one month; otherwise `grounds` may have
    lines on what decided.
    """

    what: str
    want: str
    got: str
    origin: Origin
    outcome: Outcome | None = None
    grounds: tuple[Words, ...] = ()
