"""Findings on a law on a day: stale, expired, unconfirmed, disputed, moving unexpectedly.

Most of it are facts about the world, told as notices; a jump and a table out of order are likely
slips of the pen, told as warnings.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from fractions import Fraction

from welfare_rules.basics.days import LAST, Month, day_text, month_of
from welfare_rules.basics.interval import exact
from welfare_rules.basics.nearest import nearest
from welfare_rules.basics.numbers import Number, percent_text
from welfare_rules.basics.text import Words, listed
from welfare_rules.checks.dependencies import Uses
from welfare_rules.checks.stretches import months, since
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, finding
from welfare_rules.language import nodes as n
from welfare_rules.language.declaration import NoEntry
from welfare_rules.language.nodes import Node
from welfare_rules.language.operations import OPERATIONS
from welfare_rules.law.law import Law
from welfare_rules.law.model import Benefit, Clause, Figure
from welfare_rules.law.values import plain
from welfare_rules.program.day import benefit_of_day, law_of_day
from welfare_rules.program.transition import figure_in_force


def due_since(review_by: int, today: int) -> int:
    """The first day of the last month in which a new value was due and which is over."""
    now = month_of(today)
    return Month.of(now.year if now.number > review_by else now.year - 1, review_by).first


def stale(figure: Figure, today: int) -> Iterable[Finding]:
    """A figure for which a newer value should have come.

    One that never had a value is open, not stale.
    """
    known = [each for each in figure.versions if each.period.announced <= today]
    if not figure.review_by or not known or any(each.share is not None for each in known):
        return
    latest = max(known, key=lambda each: (each.period.first, each.period.announced))
    due = due_since(figure.review_by, today)
    if latest.period.first < due:
        yield finding(
            "WR330",
            latest.origin.place("from"),
            name=figure.label.both(figure.id),
            since=day_text(latest.period.first),
            month=figure.review_by,
            due=day_text(due),
        )


def expired(law: Law, today: int) -> Iterable[Finding]:
    """A document whose days are over, and of which nobody says what came after it."""
    for each in law.instruments:
        if each.until < today and not each.replaced_by:
            place = each.origin.place(
                "prolonged_until" if "prolonged_until" in _keys(each.origin) else "valid_until"
            )
            yield finding("WR331", place, name=each.title.both(each.id), until=day_text(each.until))


def unknown_successors(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """A document that names another in its place which is not there."""
    there = {each.id for law in laws.values() for each in law.instruments}
    said: set[Origin] = set()
    for law in laws.values():
        for each in law.instruments:
            if each.replaced_by and each.replaced_by not in there and each.origin not in said:
                said.add(each.origin)
                near = nearest(each.replaced_by, there)
                place = each.origin.place("replaced_by")
                yield finding("WR363", place, got=each.replaced_by, nearest=near)


def unannounced(law: Law) -> Iterable[Finding]:
    """A document whose clauses are known as if they always had been."""
    for each in law.instruments:
        if each.unannounced:
            name, day = each.title.both(each.id), day_text(each.in_force)
            yield finding("WR349", each.origin.place("in_force"), name=name, day=day)


def unasked(laws: Mapping[str, Law]) -> Iterable[Finding]:
    """A fact of which nobody says who can say it; one of a register that does not say of which."""
    said: set[Origin] = set()
    for law in laws.values():
        for each in law.facts:
            want = "judged_by" if each.judged_by is None else "registers"
            silent = each.judged_by is None or (each.judged_by == "register" and not each.registers)
            if silent and each.origin is not None and each.origin not in said:
                said.add(each.origin)
                place = each.origin.place(*([] if each.judged_by is None else ["judged_by"]))
                yield finding("WR351", place, name=each.label.both(each.id), want=want)


def _keys(origin: Origin) -> set[str]:
    """The keys that stand in a table of a file."""
    depth = len(origin.path)
    return {
        str(path[depth])
        for path in origin.source.spans.keys
        if path[:depth] == origin.path and len(path) > depth
    }


def provisional(laws: Mapping[str, Law], today: int) -> Iterable[Finding]:
    """A value in force that no published document confirms and by which somebody is paid."""
    found: dict[tuple[str, Origin, str], tuple[Figure, dict[str, Words]]] = {}
    for law in laws.values():
        paying = {each.id: each.label for each in law.benefits if each.lives(today, today)}
        for key, benefits in Uses.of(law_of_day(law, today, today)).paid_by().items():
            version = law.figures[key].version(today, today) if key in law.figures else None
            paid = {each: paying[each] for each in benefits if each in paying}
            if version is not None and version.status != "published" and paid:
                found.setdefault((key, version.origin, version.status), (law.figures[key], {}))[
                    1
                ].update(paid)
    for (key, origin, status), (figure, paid) in found.items():
        yield finding(
            "WR332",
            origin.place("status"),
            name=figure.label.both(key),
            status=status,
            benefits=listed(each.both(name) for name, each in paid.items()),
        )


def unsure_refusals(laws: Mapping[str, Law], today: int) -> Iterable[Finding]:
    """A benefit that may be refused by a rule which nobody has confirmed: a requirement, an
    exclusion or a row in force, or a derived value that one rests on.
    """
    found: dict[Origin, tuple[Benefit, dict[str, Words]]] = {}
    for law in laws.values():
        now = law_of_day(law, today, today)
        for benefit in now.benefits:
            rules = dict(_unsure(now, benefit))
            if rules:
                found.setdefault(benefit.origin, (benefit, {}))[1].update(rules)
    for origin, (benefit, rules) in found.items():
        name = benefit.label.both(benefit.id)
        shown = listed(each.both(key) for key, each in rules.items())
        yield finding("WR352", origin.place(key=True), name=name, rules=shown)


def _unsure(law: Law, benefit: Benefit) -> Iterable[tuple[str, Words]]:
    """The unverified rules by which a benefit may be refused, by their ids; `law` is of one day."""
    seen: set[str] = set()
    # a table refuses where it may be that no row holds
    rowless = benefit.gaps or benefit.hit in ("highest", "sum")
    refusing = ("require", "exclude", *(("row",) if rowless else ()))
    for clause in benefit.clauses:
        if clause.kind not in refusing or clause.when is None:
            continue
        if clause.status == "unverified":
            yield clause.id, clause.because
        waiting: list[Node] = [clause.when.node]
        while waiting:
            for node in n.walk(waiting.pop()):
                derived = law.derived.get(node.id) if isinstance(node, n.DerivedRef) else None
                if derived is None or derived.id in seen:
                    continue
                seen.add(derived.id)
                for version in derived.versions:
                    waiting.append(version.formula.node)
                    if version.status == "unverified":
                        yield derived.id, derived.label


def conflicts(figure: Figure) -> Iterable[Finding]:
    for each in figure.conflicts:
        said = each.source.document + (f" {each.source.article}" if each.source.article else "")
        if each.value is not None:
            said += f"：{plain(figure.type, each.value)}"
        yield finding(
            "WR335",
            each.origin.place("value" if each.value is not None else "cite"),
            name=figure.label.both(figure.id),
            other=said,
        )


def jumps(law: Law, figure: Figure) -> Iterable[Finding]:
    """Changes of a figure from one stretch to the next by more than it allows, whether by a version
    of its own, by the end of one, or by a figure of which it is a share.
    """
    if figure.jump is None:
        return
    said: set[Origin] = set()
    for day_before, day in itertools.pairwise(months(law, figures=[figure.id])):
        before, now = (figure_in_force(law, figure.id, each, LAST) for each in (day_before, day))
        if before.value is None or now.value is None or before.value <= 0:
            continue
        change = abs(Fraction(now.value) - before.value) / before.value
        version = now.chain[0]
        if change > figure.jump and version.origin not in said:
            said.add(version.origin)
            yield finding(
                "WR333",
                version.origin.place("value" if version.value is not None else "share"),
                name=figure.label.both(figure.id),
                before=plain(figure.type, before.value),
                after=plain(figure.type, now.value),
                share=percent_text(change),
                limit=percent_text(figure.jump),
                since=since(day, version.period.first),
            )


# --- tables ---

_WAYS = {"rising": Words("不减", "rising or equal"), "falling": Words("不增", "falling or equal")}


def out_of_order(law: Law) -> Iterable[Finding]:
    """Neighbouring rows whose values go the wrong way, on the first day on which they do."""
    for benefit in law.benefits:
        if not any((benefit.monotone, *(each.monotone for each in benefit.amendments))):
            continue
        said: set[tuple[str, str]] = set()
        values = [
            each.value.node
            for each in benefit.clauses
            if each.kind in ("row", "step") and each.value is not None
        ]
        for day in months(law, nodes=values, benefits=[benefit]):
            there = benefit_of_day(benefit, day)
            if not there.monotone:
                continue
            rows = [each for each in there.clauses if each.kind in ("row", "step")]
            for first, second in itertools.pairwise(rows):
                if (first.id, second.id) not in said and (
                    found := _wrong_way(law, there, first, second, day)
                ) is not None:
                    said.add((first.id, second.id))
                    yield found


def _wrong_way(
    law: Law, benefit: Benefit, first: Clause, second: Clause, day: int
) -> Finding | None:
    if first.value is None or second.value is None or first.is_share != second.is_share:
        return None
    one, other = constant(law, first.value.node, day), constant(law, second.value.node, day)
    if (
        one is None
        or other is None
        or one == other
        or (one < other) == (benefit.monotone == "rising")
    ):
        return None
    kind = second.value.node.type
    return finding(
        "WR334",
        second.value.origin.place(),
        name=benefit.label.both(benefit.id),
        way=_WAYS[benefit.monotone],
        day=day_text(day),
        first=first.id,
        second=second.id,
        one=plain(kind, one),
        other=plain(kind, other),
    )


def constant(law: Law, node: Node, day: int, known: int = LAST) -> Number | None:
    """What a formula comes to on a day if figures and numbers alone decide it.

    None when it needs a fact or an open figure.
    """
    if isinstance(node, n.FigureRef):
        return figure_in_force(law, node.id, day, known).value
    parts = [constant(law, each, day, known) for each in n.children(node)]
    given = [exact(each) for each in parts if each is not None]
    rule = OPERATIONS[type(node)].range
    if len(given) < len(parts) or isinstance(rule, NoEntry):
        return None
    low, high = rule(node, given)
    return low if low == high else None
