"""The engines by name."""

from __future__ import annotations

from welfare_rules.engine.contract import Engine
from welfare_rules.engine.reference.reference import Reference
from welfare_rules.program.program import Program

NAMES = ("reference", "native", "durable")


def make(name: str, program: Program, judge: Reference) -> Engine:
    """An engine over a program; the judge decides what the engine hands over."""
    if name == "native":
        from welfare_rules.engine.native.native import Native

        return Native(program, judge)
    if name == "durable":
        from welfare_rules.engine.durable.durable import Durable

        return Durable(program, judge)
    return judge
