"""What the parts of the reference engine share: a working is a function of a scene and a payee."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from welfare_rules.engine.reference.evaluation import Scene, Value
from welfare_rules.language import nodes as n

Work = Callable[[Scene, int], Value]


class Maker(Protocol):
    """Whoever can make the working of any node: the parts ask it for their operands."""

    columns: dict[tuple[str, str], int]

    def work(self, node: n.Node) -> Work: ...
