"""Plans the recovery of overpayments by the rules of the policy.

They are waived, set off against arrears, or withheld from later payments.

Where the policy has no rule for an overpayment nothing is planned, and the plan says so. Waived,
set off, withheld and left together are always what is to be recovered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, get_args

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import LAST_YEAR, Month, month_of
from welfare_rules.basics.due import added
from welfare_rules.basics.money import decimal_yuan, yuan_text
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.history.facts import History
from welfare_rules.history.timeline import Reading, Run
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Recovery
from welfare_rules.law.terms import Formula
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.day import recoveries_of_day
from welfare_rules.rules import CompiledLaw
from welfare_rules.settlement.settlement import Line, Settlement

# whose money it is: a household and one of its members may have the same id
Purse = tuple[str, Entity]
MOST_INSTALMENTS = 120  # months that are looked at
IDLE = 12  # so many months without anything to withhold from, and the rest is left


Part = Literal["waived", "set_off", "withheld", "left", "payable"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is withheld from one later payment, and what then is still owed.

    Amounts are yuan, but for those whose names say fen.

    >>> Instalment(Month.of(2022, 1), "dibao", "h1", 90000, 9000, 1000).withheld
    Decimal('90.00')
    """

    month: Month
    """The month of the payment."""
    benefit: str
    """Id of the benefit of which it is withheld."""
    payee: str
    """Id of the member, or of the household."""
    due_fen: int
    """What is due in that month, in fen."""
    withheld_fen: int
    """What is withheld of it, in fen."""
    left_fen: int
    """What is still owed then, in fen."""

    @property
    def due(self) -> Decimal:
        """What is due in that month."""
        return decimal_yuan(self.due_fen)

    @property
    def withheld(self) -> Decimal:
        """What is withheld of it."""
        return decimal_yuan(self.withheld_fen)

    @property
    def left(self) -> Decimal:
        """What is still to be paid back then."""
        return decimal_yuan(self.left_fen)

    def to_dict(self) -> dict[str, Any]:
        """The instalment as JSON has it."""
        return {
            "month": self.month.text,
            "benefit": self.benefit,
            "payee": self.payee,
            "due": yuan_text(self.due_fen),
            "withheld": yuan_text(self.withheld_fen),
            "left": yuan_text(self.left_fen),
        }


@dataclass(frozen=True, slots=True)
class Way:
    """What becomes of one payee's overpayments under one rule.

    `rule` is None where the policy has none. Amounts are yuan, but for those whose names say fen.

    >>> Way(None, "h1", 10000, 0, 4000, (), 6000).left
    Decimal('60.00')
    """

    rule: Recovery | None
    """The rule of the policy; None where it has none."""
    payee: str
    """Id of the member, or of the household."""
    recovery_fen: int
    """What was paid too much, in fen."""
    waived_fen: int
    """What of it is waived, in fen."""
    set_off_fen: int
    """What of it is set off against arrears, in fen."""
    instalments: tuple[Instalment, ...]
    """What is withheld of later payments."""
    left_fen: int
    """What remains to be paid back, in fen."""

    @property
    def recovery(self) -> Decimal:
        """What was paid too much."""
        return decimal_yuan(self.recovery_fen)

    @property
    def waived(self) -> Decimal:
        """What is not asked back."""
        return decimal_yuan(self.waived_fen)

    @property
    def set_off(self) -> Decimal:
        """What is covered by arrears."""
        return decimal_yuan(self.set_off_fen)

    @property
    def withheld(self) -> Decimal:
        """What is withheld from later payments."""
        return decimal_yuan(self.withheld_fen)

    @property
    def left(self) -> Decimal:
        """What neither arrears nor later payments cover: it is to be paid back, or, without a
        rule, to be decided.
        """
        return decimal_yuan(self.left_fen)

    @property
    def withheld_fen(self) -> int:
        """What is withheld, in fen."""
        return sum(each.withheld_fen for each in self.instalments)

    def to_dict(self) -> dict[str, Any]:
        """The way as JSON has it."""
        return {
            "rule": None if self.rule is None else self.rule.id,
            "payee": self.payee,
            "recovery": yuan_text(self.recovery_fen),
            "waived": yuan_text(self.waived_fen),
            "set_off": yuan_text(self.set_off_fen),
            "withheld": yuan_text(self.withheld_fen),
            "left": yuan_text(self.left_fen),
            "instalments": [each.to_dict() for each in self.instalments],
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """The recovery of a settlement's overpayments, and the arrears to be paid out.

    Amounts are yuan, but for those whose names say fen.

    >>> plan = Plan((Way(None, "h1", 10000, 0, 4000, (), 6000),), arrears_fen=4000)
    >>> plan.set_off, plan.left, plan.payable
    (Decimal('40.00'), Decimal('60.00'), Decimal('0.00'))
    """

    ways: tuple[Way, ...]
    """What becomes of the overpayments, by payee and rule."""
    arrears_fen: int
    """What is owed to the payees, in fen."""

    @property
    def arrears(self) -> Decimal:
        """What is owed to the household and its members."""
        return decimal_yuan(self.arrears_fen)

    @property
    def waived(self) -> Decimal:
        """What is not asked back."""
        return decimal_yuan(self.fen_of("waived"))

    @property
    def set_off(self) -> Decimal:
        """What is covered by arrears."""
        return decimal_yuan(self.fen_of("set_off"))

    @property
    def withheld(self) -> Decimal:
        """What is withheld from later payments."""
        return decimal_yuan(self.fen_of("withheld"))

    @property
    def left(self) -> Decimal:
        """What is to be paid back or, without a rule, to be decided."""
        return decimal_yuan(self.fen_of("left"))

    @property
    def payable(self) -> Decimal:
        """The arrears that are paid out."""
        return decimal_yuan(self.fen_of("payable"))

    def fen_of(self, part: Part) -> int:
        """One of these amounts in fen.

        >>> Plan((Way(None, "h1", 10000, 0, 4000, (), 6000),), 4000).fen_of("left")
        6000
        """
        match part:
            case "waived":
                return sum(each.waived_fen for each in self.ways)
            case "set_off":
                return sum(each.set_off_fen for each in self.ways)
            case "withheld":
                return sum(each.withheld_fen for each in self.ways)
            case "left":
                return sum(each.left_fen for each in self.ways)
            case "payable":
                return self.arrears_fen - self.fen_of("set_off")

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON has it."""
        return {
            "ways": [each.to_dict() for each in self.ways],
            **{each: yuan_text(self.fen_of(each)) for each in PARTS},
        }


@dataclass
class _Owed:
    """One payee's overpayments under one rule while the plan is made."""

    rule: Recovery | None
    purse: Purse
    recovery: int = 0
    waived: int = 0
    set_off: int = 0
    left: int = 0
    instalments: list[Instalment] = field(default_factory=list[Instalment])

    def done(self) -> Way:
        return Way(
            self.rule,
            self.purse[0],
            self.recovery,
            self.waived,
            self.set_off,
            tuple(self.instalments),
            self.left,
        )


def plan(
    policy: CompiledLaw,
    history: History,
    found: Settlement,
    *,
    engine: str = "native",
    name: str = "history",
) -> Plan:
    """Plans each overpayment of a settlement by the rules in force on its `known` day.

    Later payments are those of the months after the day of the settlement, after the months that
    it settles and after the last one in the ledger, with the facts and the law known on its day.
    Raises CaseError for a history that cannot be read, RequestError for a settlement of another
    policy or household.
    """
    for got, want in (
        (found.jurisdiction, policy.jurisdiction),
        (found.case, str(history.case.get("id"))),
    ):
        if got != want:
            raise RequestError([finding("WR433", Place("settlement"), got=got, want=want)])
    owed = _by_rule(policy.law, found)
    arrears: dict[Purse, int] = {}
    for line in found.lines:
        purse = (line.payee, _kind(policy.law, line.benefit))
        arrears[purse] = arrears.get(purse, 0) + added([line.arrears_fen])
    for each in owed:
        if each.rule is not None and each.rule.waived:
            each.waived, each.left = each.left, 0
        elif each.rule is not None and each.rule.set_off:
            each.set_off = min(each.left, arrears.get(each.purse, 0))
            arrears[each.purse] = arrears.get(each.purse, 0) - each.set_off
            each.left -= each.set_off
    last = max(found.last, found.paid_until, month_of(found.known), key=lambda each: each.first)
    _withhold(
        Run(Reading(policy, history, name), found.known, engine),
        [each for each in owed if each.rule],
        last,
    )
    return Plan(tuple(each.done() for each in owed), found.arrears_fen)


def _by_rule(law: Law, found: Settlement) -> list[_Owed]:
    """Overpayments gathered by the first rule that speaks of them, and by payee."""
    made: dict[tuple[str, Purse], _Owed] = {}
    for line in found.lines:
        recovery = added([line.recovery_fen])  # what cannot be said is not taken back
        if recovery:
            rule, purse = rule_for(law, line, found.known), (line.payee, _kind(law, line.benefit))
            each = made.setdefault(("" if rule is None else rule.id, purse), _Owed(rule, purse))
            each.recovery += recovery
            each.left += recovery
    return list(made.values())


def _kind(law: Law, benefit: str) -> Entity:
    return law.benefit(benefit).payee


def rule_for(law: Law, line: Line, day: int) -> Recovery | None:
    """The first rule in force on a day that covers the line's benefit and all its causes."""
    for rule in recoveries_of_day(law, day, day):
        speaks = not rule.causes or all(each.kind in rule.causes for each in line.causes)
        if speaks and (not rule.benefits or line.benefit in rule.benefits):
            return rule
    return None


def _withhold(run: Run, owed: list[_Owed], last: Month) -> None:
    """Withholds parts of later payments until nothing is left to recover or to pay."""
    idle = 0
    end = last.after(MOST_INSTALMENTS)
    month = last.after(1)
    if month.year > LAST_YEAR or not _open(owed):
        return
    if end.year > LAST_YEAR:
        end = Month.of(LAST_YEAR, 12)
    for answer in run.months(month, end):
        taken = _one_month(answer, month, _open(owed)) if answer is not None else 0
        idle = 0 if taken else idle + 1
        if idle == IDLE or not _open(owed):
            return
        month = month.after(1)


def _open(owed: Iterable[_Owed]) -> list[_Owed]:
    return [each for each in owed if each.left and each.rule is not None and each.rule.withhold]


def _one_month(answer: Answer, month: Month, owed: list[_Owed]) -> int:
    """What is withheld from the payments of one month.

    A payment that cannot be said, or of which the limits cannot, is left alone.
    """
    dues = answer.dues_fen
    taken: dict[tuple[str, str], int] = {}
    for each in owed:
        for benefit in each.rule.withhold if each.rule is not None else ():
            key = (benefit, each.purse[0])
            due = dues.get(key) if _kind(answer.program.law, benefit) is each.purse[1] else None
            if each.rule is None or not isinstance(due, int) or not due or not each.left:
                continue
            part = min(each.left, _most(answer, each.rule, due) - taken.get(key, 0))
            if part > 0:
                taken[key] = taken.get(key, 0) + part
                each.left -= part
                each.instalments.append(
                    Instalment(month, benefit, each.purse[0], due, part, each.left)
                )
    return sum(taken.values())


def _most(answer: Answer, rule: Recovery, due: int) -> int:
    """The most, in whole fen, that may be withheld from a payment."""
    limits = [due]
    if rule.share is not None:
        share = _value(answer, rule.share)
        limits.append(0 if share is None else (due * share).__floor__())
    if rule.keep is not None:
        keep = _value(answer, rule.keep)
        limits.append(0 if keep is None else due - keep.__ceil__())
    return min(limits)


def _value(answer: Answer, formula: Formula) -> Fraction | None:
    value = answer.evaluation.formula(formula.node, HOUSEHOLD).value
    return None if value is None else Fraction(value)
