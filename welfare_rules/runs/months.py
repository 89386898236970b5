"""What a run asks of the rules of one month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from welfare_rules.basics.days import Month
from welfare_rules.engine.contract import Engine
from welfare_rules.engine.reference import Reference
from welfare_rules.program.case import Case
from welfare_rules.program.program import Program

if TYPE_CHECKING:
    from welfare_rules.facts.reader import CaseReader


class Monthly(Protocol):
    """The rules of one month, as far as a run asks for them."""

    @property
    def month(self) -> Month: ...
    @property
    def known(self) -> int: ...
    @property
    def program(self) -> Program: ...
    @property
    def reference(self) -> Reference: ...
    @property
    def reader(self) -> CaseReader: ...
    def engine(self, name: str) -> Engine: ...
    def read(self, case: Any, name: str = "case") -> Case: ...
