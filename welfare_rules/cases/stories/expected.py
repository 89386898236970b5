"""What a story expects of its months, of the settlement and of its plan, as it is compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from welfare_rules.basics.days import Month
from welfare_rules.cases.expected import Said
from welfare_rules.document.source import Origin
from welfare_rules.settlement.recovery_plan import Part

Sum = Literal["arrears", "recovery", "net"]


@dataclass(frozen=True, slots=True)
class DueExpected:
    """What is due to one payee in each of some months.

    A status, or an amount in fen (0 also where there is no right).
    """

    benefit: str
    payee: str
    months: tuple[Month, ...]
    origin: Origin
    status: Said | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class SumExpected:
    """Arrears, recovery or net in fen.

    Of one benefit or of all, of one payee or of all, of each of some months or of all together.
    """

    kind: Sum
    benefit: str | None
    payee: str | None
    months: tuple[Month, ...]
    amount: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class CausesExpected:
    """Expected causes of the difference of due and paid; without months, of each that differs."""

    benefit: str
    payee: str
    months: tuple[Month, ...]
    want: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class PlanExpected:
    """One sum of the plan in fen; months only for what is withheld in each of them."""

    part: Part
    months: tuple[Month, ...]
    amount: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class StoryExpected:
    due: tuple[DueExpected, ...] = ()
    sums: tuple[SumExpected, ...] = ()
    causes: tuple[CausesExpected, ...] = ()
    plan: tuple[PlanExpected, ...] = ()
    findings: tuple[tuple[str, ...], Origin] | None = None

    @property
    def nothing(self) -> bool:
        return self == StoryExpected()
