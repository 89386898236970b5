"""What can be wrong with a law whose files are each well-formed: cycles, divisors, floors, tables, things that nothing uses."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.findings import Finding
from welfare_rules.program.law import Law


def check_law(law: Law) -> Iterable[Finding]:
    return ()
