"""What the native engine's careful code comes to, held against the judge cell by cell."""

from __future__ import annotations

import welfare_rules as wr
from welfare_rules.engine.native.hidden import HIDDEN, hiding
from welfare_rules.engine.native.native import Native, cells_of
from welfare_rules.program.case import Case


def unfounded(rules: wr.Rules, case: Case) -> tuple[list[object], int]:
    """Where careful code says something of a case that the reference engine does not: nowhere. And
    how many amounts it says.
    """
    native = rules.engine("native")
    assert isinstance(native, Native)
    made, judged = native.carefully(case, rules.month), rules.reference.decide(case, rules.month)
    reasons = native.careful_reasons(hiding(rules.program, case), rules.month)
    wrong: list[object] = []
    clear = 0
    if made.raw[0] is not HIDDEN and made.circle != judged.circle:
        wrong.append(("circle", made.circle, judged.circle))
    for cell, outcome in zip(
        cells_of(rules.program, made.raw, reasons), judged.outcomes, strict=True
    ):
        benefit, payee, due, truths = cell
        found = outcome.entitled, outcome.due
        if due is not HIDDEN:
            clear += 1
            if (due is not None, due or 0) != found:
                wrong.append((benefit.id, payee, due, found))
        for one, other in zip(truths, outcome.truths, strict=True) if truths is not HIDDEN else ():
            if one is not HIDDEN and (other is None or bool(one) != other):
                wrong.append((benefit.id, payee, truths, outcome.truths))
    return wrong, clear
