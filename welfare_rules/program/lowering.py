"""The families that policy staff think in, reduced to the core.

Income exemptions, tables, supplements, phase-outs, exclusions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from welfare_rules.basics.comparison import Comparison
from welfare_rules.basics.text import Words
from welfare_rules.language.nodes import (
    FALSE,
    NOTHING,
    TRUE,
    Add,
    Amount,
    And,
    Compare,
    Const,
    DerivedRef,
    Greatest,
    If,
    Least,
    Mul,
    Node,
    Not,
    Or,
    Rounded,
    Sub,
    Total,
    both,
)
from welfare_rules.language.types import BOOL, INT, MONEY, RATE, Entity
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import (
    GROUPS,
    OWN_INCOME,
    Amendment,
    Benefit,
    Circle,
    Clause,
    Exemption,
    FigureVersion,
    Income,
    Rounding,
    countable,
)
from welfare_rules.program.exclusions import gives_way
from welfare_rules.program.program import (
    BenefitInForce,
    Rule,
    Step,
    base_step,
    circle_step,
    clause_step,
    entitled_step,
    figure_step,
    gross_step,
    net_step,
    part_step,
)


def not_below_zero(node: Node) -> Node:
    return Greatest(parts=(NOTHING, node), type=MONEY)


def countable_income(income: Income, exemptions: Sequence[Exemption]) -> Node:
    """What of an income counts: each exemption in its order takes a sum, then a share of what
    remains; never below 0.

    What has been counted so far is named once at each step, so that many exemptions make a long
    formula and not a large one.
    """
    counted = income.value.node
    for each in exemptions:
        if each.deduct is not None:
            deducted = each.deduct.node
            if each.cap is not None:
                deducted = Least(parts=(deducted, each.cap.node), type=MONEY)
            counted = not_below_zero(
                Sub(left=counted, right=_where(each, deducted, NOTHING), type=MONEY)
            )
        if each.share is not None:
            exempt = _where(each, each.share.node, Const(value=0, type=RATE))
            kept = Sub(left=Const(value=1, type=RATE), right=exempt, type=RATE)
            counted = Mul(left=counted, right=kept, type=MONEY)
    return not_below_zero(counted)


def _where(exemption: Exemption, value: Node, otherwise: Node) -> Node:
    if exemption.when is None:
        return value
    return If(test=exemption.when.node, yes=value, no=otherwise, type=value.type)


def total_of(names: Iterable[str]) -> Node:
    """The sum of named member amounts."""
    return _together(DerivedRef(id=name, type=MONEY, entity=Entity.MEMBER) for name in names)


def _together(amounts: Iterable[Node]) -> Node:
    """The sum of amounts; nothing where there are none."""
    made: Node = NOTHING
    for each in amounts:
        made = each if made is NOTHING else Add(left=made, right=each, type=MONEY)
    return made


def every_step(law: Law) -> Iterable[tuple[str, Node]]:
    """The name and formula of every step that a law comes to, all versions at once.

    For questions about what rests on what, whatever the month: one name may come several times.
    """
    for derived in law.derived.values():
        yield from ((derived.id, version.formula.node) for version in derived.versions)
    for income in law.incomes:
        exemptions = [each for each in law.exemptions if each.income == income.id]
        yield countable(income.id), countable_income(income, exemptions)
    if law.incomes:
        yield OWN_INCOME, total_of(dict.fromkeys(countable(each.id) for each in law.incomes))
    for benefit in law.benefits:
        for step in _steps_of(benefit):
            assert step.node is not None  # a benefit's own steps always say something
            yield step.id, step.node
    for circle in law.circles:
        yield circle_step(circle.id), circle.when.node


def formulas_by_step(law: Law) -> dict[str, list[Node]]:
    """The formulas of every step of a law, all versions at once, by its name."""
    made: dict[str, list[Node]] = {}
    for name, node in every_step(law):
        made.setdefault(name, []).append(node)
    return made


def _steps_of(benefit: Benefit) -> Iterable[Step]:
    """The steps of a benefit in every version of its keys."""
    yield from benefit_steps(benefit, benefit.clauses)[1]
    for each in benefit.amendments:
        if each.group != "life":
            fields = {field: getattr(each, field) for field in GROUPS[each.group]}
            yield from benefit_steps(replace(benefit, **fields), benefit.clauses)[1]


def step_of(rule: LawRule) -> str:
    """The name of the step by which a rule of the law works: of a benefit, what it comes to."""
    match rule.item:
        case Clause():
            return clause_step(rule.owner, rule.kind, rule.id)
        case Exemption():
            return countable(rule.item.income)
        case Income():
            return countable(rule.id)
        case Benefit():
            return gross_step(rule.id)
        case Rounding() | Amendment():
            return gross_step(rule.owner)
        case Circle():
            return circle_step(rule.id)
        case FigureVersion():
            return figure_step(rule.id)
        case _:
            return rule.id


def idle_benefit(benefit: Benefit) -> list[Step]:
    """A benefit that is not in force.

    Formulas that name it find nobody entitled to it and nothing paid.
    """
    return [
        Step(entitled_step(benefit.id), benefit.payee, BOOL, FALSE, benefit.label),
        Step(gross_step(benefit.id), benefit.payee, MONEY, NOTHING, benefit.label),
        Step(net_step(benefit.id), benefit.payee, MONEY, NOTHING, benefit.label),
    ]


def benefit_steps(benefit: Benefit, clauses: Sequence[Clause]) -> tuple[BenefitInForce, list[Step]]:
    """The steps of a benefit with the clauses that are in force."""
    by_kind = defaultdict[str, list[Clause]](list)
    for clause in clauses:
        by_kind[clause.kind].append(clause)
    steps: list[Step] = []
    requires = [
        _rule(benefit, each, each.when.node, steps)
        for each in by_kind["require"]
        if each.when is not None
    ]
    rows, amount = _rows(benefit, by_kind, steps)
    supplements, extra = _supplements(benefit, by_kind["supplement"], steps)
    required = part_step(benefit.id, "required")
    steps.append(
        Step(
            required,
            benefit.payee,
            BOOL,
            both(*(_holds(benefit, each) for each in requires)),
            benefit.label,
        )
    )
    base = both(_named(required, benefit.payee), *_some_row(benefit, rows))
    steps.append(Step(base_step(benefit.id), benefit.payee, BOOL, base, benefit.label))
    gross: Node = NOTHING
    if not benefit.service:
        whole = amount if extra is None else Add(left=amount, right=extra, type=MONEY)
        rounding = benefit.rounding
        step, direction = (
            (rounding.step, rounding.direction) if rounding else (Fraction(1), "half-up")
        )
        due = Rounded(part=not_below_zero(whole), step=step, direction=direction, type=MONEY)
        gross = If(
            test=_named(base_step(benefit.id), benefit.payee), yes=due, no=NOTHING, type=MONEY
        )
    steps.append(Step(gross_step(benefit.id), benefit.payee, MONEY, gross, benefit.label))
    excludes = [
        _rule(benefit, each, _not_excluded(benefit, each), steps) for each in by_kind["exclude"]
    ]
    entitled = both(
        _named(base_step(benefit.id), benefit.payee), *(_holds(benefit, each) for each in excludes)
    )
    steps.append(Step(entitled_step(benefit.id), benefit.payee, BOOL, entitled, benefit.label))
    paid = Amount(id=benefit.id, entity=benefit.payee, gross=True)
    net = (
        If(test=_named(entitled_step(benefit.id), benefit.payee), yes=paid, no=NOTHING, type=MONEY)
        if excludes
        else paid
    )
    steps.append(Step(net_step(benefit.id), benefit.payee, MONEY, net, benefit.label))
    made = BenefitInForce(
        id=benefit.id,
        label=benefit.label,
        payee=benefit.payee,
        service=benefit.service,
        requires=tuple(requires),
        rows=tuple(rows),
        supplements=tuple(supplements),
        excludes=tuple(excludes),
        qualified=base_step(benefit.id),
        entitled=entitled_step(benefit.id),
        gross=gross_step(benefit.id),
        net=net_step(benefit.id),
        rounding=benefit.rounding,
        status=benefit.status,
        source=benefit.source,
        starts=benefit.starts,
        per=benefit.per,
    )
    return made, steps


def _named(step: str, entity: Entity) -> Node:
    return DerivedRef(id=step, type=BOOL, entity=entity)


def _holds(benefit: Benefit, rule: Rule) -> Node:
    return _named(rule.step, benefit.payee)


def _rule(
    benefit: Benefit, clause: Clause, node: Node, steps: list[Step], entity: Entity | None = None
) -> Rule:
    name = clause_step(benefit.id, clause.kind, clause.id)
    text = clause.when.text if clause.when is not None else ""
    steps.append(
        Step(
            name,
            entity or benefit.payee,
            BOOL,
            node,
            clause.because,
            text,
            clause.status,
            clause.source,
        )
    )
    return Rule(clause, name)


def _some_row(benefit: Benefit, rows: Sequence[Rule]) -> tuple[Node, ...]:
    if not rows:
        return (FALSE,) if benefit.hit else ()
    held = tuple(_holds(benefit, each) for each in rows)
    return (held[0] if len(held) == 1 else Or(parts=held),)


def _rows(
    benefit: Benefit, by_kind: Mapping[str, list[Clause]], steps: list[Step]
) -> tuple[list[Rule], Node]:
    """The rules of a table and the amount that its hit policy makes of them."""
    if benefit.month is not None:
        return _phases(benefit, benefit.month.node, by_kind["step"], steps)
    rows = [
        _rule(benefit, each, each.when.node, steps)
        for each in by_kind["row"]
        if each.when is not None
    ]
    if not rows:
        return rows, benefit.amount.node if benefit.amount is not None else NOTHING
    values = [(_holds(benefit, each), _value(each.clause, benefit)) for each in rows]
    return rows, _by_hit(benefit.hit, values)


def _value(clause: Clause, benefit: Benefit) -> Node:
    value = clause.value.node if clause.value is not None else NOTHING
    base = benefit.base or benefit.share_of
    if clause.is_share and base is not None:
        return Mul(left=base.node, right=value, type=MONEY)
    return value


def _by_hit(hit: str, values: Sequence[tuple[Node, Node]]) -> Node:
    each_or_nothing = tuple(
        If(test=test, yes=value, no=NOTHING, type=MONEY) for test, value in values
    )
    match hit:
        case "highest":
            return Greatest(parts=(NOTHING, *each_or_nothing), type=MONEY)
        case "sum":
            return _together(each_or_nothing)
        case _:  # first and unique
            found: Node = NOTHING
            for test, value in reversed(values):
                found = If(test=test, yes=value, no=found, type=MONEY)
            return found


def _phases(
    benefit: Benefit, month: Node, clauses: Sequence[Clause], steps: list[Step]
) -> tuple[list[Rule], Node]:
    """Steps of a phase-out follow one another.

    Each holds for its months after those before it are over.
    """
    name = part_step(benefit.id, "month")
    steps.append(
        Step(
            name, benefit.payee, month.type, month, Words("渐退第几个月", "month of the phase-out")
        )
    )
    here = DerivedRef(id=name, type=month.type, entity=benefit.payee)
    start: Node = Const(value=0, type=INT)
    rules: list[Rule] = []
    for clause in clauses:
        length = clause.when.node if clause.when is not None else Const(value=0, type=INT)
        end: Node = (
            length
            if isinstance(start, Const) and start.value == 0
            else Add(left=start, right=length, type=INT)
        )
        node = And(
            parts=(
                Compare(op=Comparison.GREATER, left=here, right=start),
                Compare(op=Comparison.AT_MOST, left=here, right=end),
            )
        )
        rules.append(_rule(benefit, clause, node, steps))
        start = end
    return rules, _by_hit(
        "first", [(_holds(benefit, each), _value(each.clause, benefit)) for each in rules]
    )


def _supplements(
    benefit: Benefit, clauses: Sequence[Clause], steps: list[Step]
) -> tuple[list[Rule], Node | None]:
    """For each member for whom they are meant, the highest supplement that holds."""
    if not clauses:
        return [], None
    rules = [
        _rule(benefit, each, each.when.node, steps, Entity.MEMBER)
        for each in clauses
        if each.when is not None
    ]
    values = [(_named(each.step, Entity.MEMBER), _value(each.clause, benefit)) for each in rules]
    name = part_step(benefit.id, "supplement")
    label = Words(f"{benefit.label.zh}增发", f"supplement to {benefit.label.en}")
    steps.append(Step(name, Entity.MEMBER, MONEY, _by_hit("highest", values), label))
    among = benefit.supplement_for.node if benefit.supplement_for is not None else TRUE
    return rules, Total(
        value=DerivedRef(id=name, type=MONEY, entity=Entity.MEMBER), among=among, type=MONEY
    )


def _not_excluded(benefit: Benefit, clause: Clause) -> Node:
    """An exclusion speaks only of who would be paid (of benefits that exclude one another:
    `exclusions`).
    """
    against = clause.when.node if clause.when is not None else FALSE
    base = _named(base_step(benefit.id), benefit.payee)
    gives = gives_way(against, clause.keep_higher, benefit.payee, benefit.id)
    return Not(part=both(base, gives))
