"""Benefits and phase-outs of a merged jurisdiction.

Heads and clauses typed in the scope of their payee.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, cast

from welfare_rules.basics.days import FIRST, LAST, Period, day_number
from welfare_rules.basics.money import fen_of
from welfare_rules.basics.text import Words
from welfare_rules.document.models import ClauseDoc, ExcludeDoc, RequireDoc, RowDoc, StepDoc
from welfare_rules.document.models import Rounding as RoundingDoc
from welfare_rules.document.parts import Cite
from welfare_rules.document.source import Origin
from welfare_rules.language.nodes import Const
from welfare_rules.language.types import BOOL, INT, MONEY, RATE, Entity, Kind
from welfare_rules.law import layers
from welfare_rules.law.layers import Layered, Merging, PayableLayers
from welfare_rules.law.model import Benefit, Clause, ClauseKind, Rounding
from welfare_rules.law.reading import Typing, citation, words
from welfare_rules.law.terms import Formula, Status


def benefits(typing: Typing, paid: Mapping[str, PayableLayers]) -> Iterable[Benefit]:
    """Each benefit, in the order in which the nation's and then the deeper layers' files define
    them.
    """
    for each in paid.values():
        yield _benefit(typing, each)


def _benefit(typing: Typing, found: PayableLayers) -> Benefit:
    def key(name: str) -> Any:
        return found.head[name].item if name in found.head else None

    def head_formula(name: str, scope: Entity, want: Any) -> Formula | None:
        if name not in found.head:
            return None
        return typing.formula(str(key(name)), found.head[name].origin, scope, want)

    origin = found.first.origin
    for name in ("payee",) if key("service") else ("payee", "rounding"):
        if name not in found.head:
            typing.merging.say("WR111", origin, key=True, want=name, about=found.id)
    payee = Entity(key("payee") or "household")
    stated: set[ClauseKind] = set()
    clauses = [*_clauses(typing, found, payee, stated)]
    hit = key("hit") or ("first" if found.section == "phase_out" else "")
    _whole(typing, found, not stated.isdisjoint(("row", "step")), hit)
    cite = cast(Cite | None, key("cite"))
    status = cast(Status | None, key("status")) or "published"
    is_phase_out = found.section == "phase_out"
    return Benefit(
        id=found.id,
        label=words(key("label")),
        payee=payee,
        service=bool(key("service")),
        period=_period(typing, found),
        amount=head_formula("amount", payee, MONEY),
        share_of=head_formula("of", payee, MONEY),
        base=head_formula("base", payee, MONEY),
        month=head_formula("month", payee, None),
        hit=hit,
        gaps=bool(key("gaps")) or is_phase_out,
        supplement_for=head_formula("supplement_for", Entity.MEMBER, BOOL),
        rounding=_rounding(typing.merging, key("rounding"), found),
        starts=key("starts") or "",
        clauses=tuple(clauses),
        status=status,
        origin=origin,
        source=typing.source(
            cite,
            found.head["cite"].document if "cite" in found.head else found.first.document,
            origin,
            found.id,
        ),
        note=key("note") or "",
        review=words(key("review")) if key("review") else None,
        review_months=head_formula("review_months", payee, INT),
        monotone=key("monotone") or "",
        payable=key("payable") or "monthly",
    )


def _whole(typing: Typing, found: PayableLayers, has_rows: bool, hit: str) -> None:
    """A benefit states its amount in exactly one way."""
    say, origin = typing.merging.say, found.first.origin
    ways = [
        name
        for name, given in (
            ("service", "service" in found.head),
            ("amount", "amount" in found.head),
            ("row", has_rows),
        )
        if given
    ]
    if found.section == "phase_out":
        for name in ("base", "month"):
            if name not in found.head:
                say("WR111", origin, key=True, want=name, about=found.id)
    if len(ways) != 1:
        why = Words(
            "amount、row、service 三者写一样", "state exactly one of amount, row and service"
        )
        say("WR119", origin, key=True, why=why, about=found.id)
    if "service" in ways and "payable" in found.head:
        why = Words("服务没有发放方式，不写 payable", "a service is not payable: leave it out")
        say("WR119", found.head["payable"].origin, "payable", why=why, about=found.id)
    if "row" in ways and not hit:
        say("WR111", origin, key=True, want="hit", about=found.id)
    if "supplement_for" not in found.head and any(
        getattr(part.item, "supplement", ()) for part in found.parts
    ):
        say("WR111", origin, key=True, want="supplement_for", about=found.id)


def _rounding(merging: Merging, item: RoundingDoc | None, found: PayableLayers) -> Rounding | None:
    if item is None:
        return None
    step = fen_of(Fraction(item.step))
    if step <= 0:
        why = Words("取整的单位要大于 0", "the step of a rounding is above 0")
        merging.say("WR116", found.head["rounding"].origin, "step", got=item.step, why=why)
    document = found.head["rounding"].document
    return Rounding(
        Fraction(step) if step > 0 else Fraction(1),
        item.direction,
        document.status(item.status) or "published",
        citation(item.cite, document),
    )


def _period(typing: Typing, found: PayableLayers) -> Period:
    head = found.first.document.content.document
    until = head.prolonged_until or head.valid_until
    first = found.head["from_"].item if "from_" in found.head else head.in_force
    last = found.head["last_day"].item if "last_day" in found.head else until
    period = Period(
        day_number(cast(Any, first)), day_number(cast(Any, last)) if last else LAST, FIRST
    )
    # those of the document are told at the document
    own_days = "from_" in found.head or "last_day" in found.head
    if own_days and period.last < period.first:
        typing.merging.say("WR304", found.first.origin, key=True, first=first, then=last)
    return period


_LISTS: tuple[tuple[str, ClauseKind], ...] = (
    ("require", "require"),
    ("row", "row"),
    ("step", "step"),
    ("supplement", "supplement"),
    ("exclude", "exclude"),
)


def _clauses(
    typing: Typing, found: PayableLayers, payee: Entity, stated: set[ClauseKind]
) -> Iterable[Clause]:
    """The clauses that can be used.

    `stated` has the kinds of all that are written, also of one whose formula is wrong.
    """
    has_of = "of" in found.head
    for name, kind in _LISTS:
        entries = cast(Iterable[Layered[ClauseDoc]], layers.entries(found, name))
        for entry in layers.clauses(typing.merging, entries, lambda each: each.id, name):
            stated.add(kind)
            scope = Entity.MEMBER if kind == "supplement" else payee
            made = _clause(typing, entry, kind, scope, has_of)
            if made is not None:
                yield made


def _clause(
    typing: Typing, entry: Layered[ClauseDoc], kind: ClauseKind, scope: Entity, has_of: bool
) -> Clause | None:
    item, origin, document = entry.item, entry.origin, entry.document
    if item.because is None:
        typing.merging.say("WR111", origin, key=True, want="because")
    when: Formula | None = None
    value: Formula | None = None
    is_share = keep_higher = False
    match item:
        case RequireDoc():
            when = _needed(typing, item.when, origin, scope, "when")
        case RowDoc():
            when = _needed(typing, item.when, origin, scope, "when")
            is_share = item.share is not None
            if (item.share is None) == (item.amount is None):
                typing.merging.say(
                    "WR119",
                    origin,
                    key=True,
                    why=Words("share 和 amount 写一个", "write either share or amount"),
                )
            if is_share and not has_of:
                why = Words("用 share 须在待遇上写 of", "share needs `of` on the benefit")
                typing.merging.say("WR119", origin, "share", why=why, about=origin.path[1])
            value = typing.formula(item.share, origin, scope, RATE, "share") or typing.formula(
                item.amount, origin, scope, MONEY, "amount"
            )
        case ExcludeDoc():
            when, keep_higher = _exclusion(typing, item, origin, scope)
        case _:
            assert isinstance(item, StepDoc)
            is_share = True
            value = _needed(typing, item.share, origin, scope, "share", want_rate=True)
            when = _months(typing, item, origin, scope)
    if when is None or (value is None and kind in ("row", "supplement", "step")):
        return None
    return Clause(
        id=item.id,
        kind=kind,
        because=words(item.because),
        period=typing.period(item, document, origin, by_document=False),
        when=when,
        value=value,
        is_share=is_share,
        keep_higher=keep_higher,
        status=typing.status(item, document),
        source=typing.source(item.cite, document, origin, item.id),
        origin=origin,
        note=item.note or "",
    )


def _needed(
    typing: Typing,
    text: str | None,
    origin: Origin,
    scope: Entity,
    key: str,
    *,
    want_rate: bool = False,
) -> Formula | None:
    if text is None:
        typing.merging.say("WR111", origin, key=True, want=key)
        return None
    return typing.formula(text, origin, scope, RATE if want_rate else BOOL, key)


def _exclusion(
    typing: Typing, item: ExcludeDoc, origin: Origin, scope: Entity
) -> tuple[Formula | None, bool]:
    """What excludes may be a condition or another payment.

    Only of two payments can the higher one be kept.
    """
    for key, given in (("with", item.with_), ("keep", item.keep)):
        if given is None:
            typing.merging.say("WR111", origin, key=True, want=key)
    made = typing.formula(item.with_, origin, scope, None, "with")
    if made is None:
        return None, False
    kind = made.node.type.kind
    if kind not in (Kind.BOOL, Kind.MONEY) or (item.keep == "higher" and kind is not Kind.MONEY):
        typing.merging.say("WR206", origin, "with", want=MONEY.words(), got=made.node.type.words())
        return None, False
    return made, item.keep == "higher"


def _months(typing: Typing, item: StepDoc, origin: Origin, scope: Entity) -> Formula | None:
    """How many months a step lasts: a number, or the name of a figure."""
    if item.months is None:
        typing.merging.say("WR111", origin, key=True, want="months")
        return None
    if isinstance(item.months, int):
        return Formula(Const(value=item.months, type=INT), str(item.months), origin.child("months"))
    return typing.formula(item.months, origin, scope, INT, "months")
