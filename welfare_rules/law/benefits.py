"""Benefits and phase-outs of a merged jurisdiction.

Heads and clauses typed in the scope of their payee.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, cast

from welfare_rules.basics.days import Period, day_number, day_text
from welfare_rules.basics.money import fen_of
from welfare_rules.basics.text import Words
from welfare_rules.document.models import (
    ClauseDoc,
    ExcludeDoc,
    Payable,
    RequireDoc,
    RowDoc,
    StepDoc,
)
from welfare_rules.document.models import Rounding as RoundingDoc
from welfare_rules.document.reader import LIFE
from welfare_rules.document.source import Origin
from welfare_rules.language.nodes import Const
from welfare_rules.language.types import BOOL, INT, MONEY, RATE, Entity, Kind
from welfare_rules.law import layers
from welfare_rules.law.dating import Living, among_versions, dating, following, known_from, life
from welfare_rules.law.layers import KeyLayers, Layered, Merging, PayableLayers
from welfare_rules.law.model import Amendment, Benefit, Clause, Rounding
from welfare_rules.law.reading import Typing, citation, words
from welfare_rules.law.sections import ClauseKind
from welfare_rules.law.terms import Formula
from welfare_rules.law.validity import ties, unordered


def benefits(typing: Typing, paid: Mapping[str, PayableLayers]) -> Iterable[Benefit]:
    """Each benefit, in the order in which the nation's and then the deeper layers' files define
    them.
    """
    for each in paid.values():
        yield _benefit(typing, each)


def _benefit(typing: Typing, found: PayableLayers) -> Benefit:
    merging, origin, first = typing.merging, found.first.origin, found.first
    item = cast(Any, first.item)
    service = any(part.value("service") for part in found.keys.get("amount", ()))
    missing = [] if first.item.payee else ["payee"]
    if not service and "rounding" not in found.keys:
        missing.append("rounding")
    for name in missing:
        merging.say("WR111", origin, key=True, want=name, about=found.id)
    if item.from_ is not None or item.last_day is not None:
        key = "from" if item.from_ is not None else "last_day"
        merging.say("WR119", origin, key, why=LIFE)
    payee = Entity(first.item.payee or "household")
    is_phase_out = found.section == "phase_out"
    own = {name: parts[0] for name, parts in found.keys.items() if parts[0].part is first}
    base = {name: _keys(typing, each, payee) for name, each in own.items()}
    amendments: list[Amendment] = []
    entries: dict[str, list[Layered[Payable]]] = {}
    for name, parts in found.keys.items():
        for each in parts:
            if each.part is not first:
                entries.setdefault(name, []).append(each.part)
                amendments.append(_amendment(typing, found, each, payee))
    for part in found.parts:
        if part.item.drop:
            entries.setdefault("life", []).append(part)
            amendments.append(_amended(typing, part, "life", {}))  # does without the benefit
    for name, parts in entries.items():
        versions = [each for each in amendments if each.group == name]
        _tell(merging, parts, versions)
    clauses = [*_clauses(typing, found, payee)]
    keys: dict[str, Any] = {key: value for each in base.values() for key, value in each.items()}
    hit = keys.get("hit") or ("first" if is_phase_out else "")
    made = Benefit(
        id=found.id,
        label=words(first.item.label),
        payee=payee,
        service=bool(keys.get("service")),
        period=_period(typing, found),
        amount=keys.get("amount"),
        share_of=keys.get("share_of"),
        base=keys.get("base"),
        month=keys.get("month"),
        hit=hit,
        gaps=bool(keys.get("gaps")) or is_phase_out,
        supplement_for=keys.get("supplement_for"),
        rounding=keys.get("rounding"),
        starts=keys.get("starts") or "",
        clauses=tuple(clauses),
        status=typing.status(first.item, first.document),
        origin=origin,
        source=typing.source(first.item.cite, first.document, origin, found.id),
        note=first.item.note or "",
        review=keys.get("review"),
        review_months=keys.get("review_months"),
        monotone=keys.get("monotone") or ("falling" if is_phase_out else ""),
        payable=keys.get("payable") or "monthly",
        document=first.document.id,
        depth=first.depth,
        amendments=tuple(amendments),
    )
    _whole(typing, found)
    return made


def _tell(
    merging: Merging, parts: Sequence[Layered[Payable]], versions: Sequence[Amendment]
) -> None:
    """Adds the findings among amendments of one name; that what they replace is there has been
    looked at with the whole benefit.
    """
    plain = [replace(each, replaces=()) for each in versions]
    for one, other in (*ties(plain), *unordered(plain)):
        part = parts[max(plain.index(one), plain.index(other))]
        merging.say("WR321", part.origin, key=True, what="benefit", got=str(part.origin.path[1]))


def _keys(typing: Typing, each: KeyLayers, payee: Entity) -> dict[str, Any]:
    """The keys of one name as a document states them, by the fields of a benefit."""

    def formula(key: str, scope: Entity, want: Any) -> Formula | None:
        value = each.value(key)
        return None if value is None else typing.formula(str(value), each.origin(key), scope, want)

    match each.name:
        case "amount":
            return {
                "service": bool(each.value("service")),
                "amount": formula("amount", payee, MONEY),
                "hit": each.value("hit") or "",
                "gaps": bool(each.value("gaps")),
            }
        case "of":
            return {"share_of": formula("of", payee, MONEY)}
        case "base":
            return {"base": formula("base", payee, MONEY)}
        case "month":
            return {"month": formula("month", payee, None)}
        case "supplement_for":
            return {"supplement_for": formula("supplement_for", Entity.MEMBER, BOOL)}
        case "rounding":
            return {"rounding": _rounding(typing.merging, each)}
        case "review":
            review = each.value("review")
            return {"review": words(review) if review else None}
        case "review_months":
            return {"review_months": formula("review_months", payee, INT)}
        case "starts" | "monotone" as name:
            return {name: each.value(name) or ""}
        case "payable":
            return {"payable": each.value("payable") or "monthly"}
        case _:
            return {}


def _amendment(typing: Typing, found: PayableLayers, each: KeyLayers, payee: Entity) -> Amendment:
    """What a later document makes of the keys of one name."""
    keys = _keys(typing, each, payee)
    if each.name == "life":
        keys["life"] = _life(typing, found, each)
    return _amended(typing, each.part, each.name, keys)


def _amended(
    typing: Typing, part: Layered[Payable], group: str, keys: Mapping[str, Any]
) -> Amendment:
    return Amendment(
        **dating(typing.merging, part, "with its document"),
        group=group,
        status=typing.status(part.item, part.document),
        source=citation(part.item.cite, part.document),
        origin=part.origin,
        **keys,
    )


def _life(typing: Typing, found: PayableLayers, each: KeyLayers) -> Period:
    """The life of a benefit as a later document states it; what it leaves out stays as it was."""
    before = _period(typing, found)
    begins, ends = each.value("begins"), each.value("ends")
    life = Period(
        day_number(begins) if begins else before.first, day_number(ends) if ends else before.last
    )
    if life.last < life.first:
        key = "ends" if ends else "begins"
        first, last = day_text(life.first), day_text(life.last)
        typing.merging.say("WR304", each.part.origin, key, first=first, then=last)
    return life


def _whole(typing: Typing, found: PayableLayers) -> None:
    """A benefit states its amount in exactly one way, and so does each document that amends it."""
    say, origin = typing.merging.say, found.first.origin
    if found.section == "phase_out":
        for name in ("base", "month"):
            if name not in found.keys:
                say("WR111", origin, key=True, want=name, about=found.id)
    why = Words("amount、row、service 三者写一样", "state exactly one of amount, row and service")
    stated = found.keys.get("amount", [])
    has_rows = any(True for name in ("row", "step") for _ in layers.entries(found, name))
    hit = found.section == "phase_out" or any(each.value("hit") for each in stated)
    ways = {
        way
        for each in stated
        for way, given in (
            ("service", each.value("service")),
            ("amount", each.value("amount") is not None),
            ("row", each.value("hit") is not None),
        )
        if given
    }
    if has_rows:
        ways.add("row")
    one_part = not [each for each in stated if each.part is not found.first]
    if not ways or (one_part and len(ways) != 1):
        say("WR119", origin, key=True, why=why, about=found.id)
    for each in found.keys.get("payable", []):
        if "service" in ways:
            why = Words("服务没有发放方式，不写 payable", "a service is not payable: leave it out")
            say("WR119", each.origin("payable"), why=why, about=found.id)
    for each in stated:
        bare = not any(each.value(key) for key in ("service", "amount", "hit"))
        both = bare or (
            each.value("amount") is not None and (each.value("service") or each.value("hit"))
        )
        if both and each.part is not found.first:
            say("WR119", each.part.origin, key=True, why=why, about=found.id)
    if has_rows and not hit:
        say("WR111", origin, key=True, want="hit", about=found.id)
    if "supplement_for" not in found.keys and any(
        getattr(part.item, "supplement", ()) for part in found.parts
    ):
        say("WR111", origin, key=True, want="supplement_for", about=found.id)


def _rounding(merging: Merging, each: KeyLayers) -> Rounding:
    item = cast(RoundingDoc, each.value("rounding"))
    step = fen_of(Fraction(item.step))
    if step <= 0:
        why = Words("取整的单位要大于 0", "the step of a rounding is above 0")
        merging.say("WR116", each.origin("rounding"), "step", got=item.step, why=why)
    document = each.part.document
    return Rounding(
        Fraction(step) if step > 0 else Fraction(1),
        item.direction,
        document.status(item.status) or "published",
        citation(item.cite, document),
    )


def _period(typing: Typing, found: PayableLayers) -> Period:
    """The life of a benefit as the document that defines it states it, or else its own."""
    first = found.first
    item, head = first.item, first.document.content.document
    end, earlier = life(typing.merging, first.document, "with its document", replaced=False)
    if item.ends is not None:
        end, earlier = day_number(item.ends), ()
    period = Period(
        day_number(item.begins or head.in_force),
        end,
        known_from(typing.merging, item, first.document, "with its document"),
        earlier,
    )
    # those of the document are told at the document
    if (item.begins or item.ends) and period.last < period.first:
        key = "ends" if item.ends else "begins"
        begins, ends = day_text(period.first), day_text(period.last)
        typing.merging.say("WR304", first.origin, key, first=begins, then=ends)
    return period


_LISTS: tuple[tuple[str, ClauseKind], ...] = (
    ("require", "require"),
    ("row", "row"),
    ("step", "step"),
    ("supplement", "supplement"),
    ("exclude", "exclude"),
)


def _clauses(typing: Typing, found: PayableLayers, payee: Entity) -> Iterable[Clause]:
    """All versions of the clauses that can be used, list by list and name by name."""
    has_of = "of" in found.keys
    for name, kind in _LISTS:
        entries = cast(Iterable[Layered[ClauseDoc]], layers.entries(found, name))
        for group in layers.grouped(entries, lambda each: each.id):
            scope = Entity.MEMBER if kind == "supplement" else payee
            kept: list[Layered[ClauseDoc]] = []
            versions: list[Clause] = []
            for entry in group:
                defines = entry.document is found.first.document
                living: Living = "with its benefit" if defines else "with its document"
                made = _clause(typing, entry, kind, scope, has_of, living)
                if made is not None:
                    kept.append(entry)
                    versions.append(made)
            among_versions(typing.merging, kept, versions, name, group)
            yield from following(versions)


def _clause(
    typing: Typing,
    entry: Layered[ClauseDoc],
    kind: ClauseKind,
    scope: Entity,
    has_of: bool,
    living: Living,
) -> Clause | None:
    item, origin, document = entry.item, entry.origin, entry.document
    said = _Said()
    if not item.drop:
        if item.because is None:
            typing.merging.say("WR111", origin, key=True, want="because")
        said = _said(typing, item, origin, scope, has_of)
        if said.when is None or (said.value is None and kind in ("row", "supplement", "step")):
            return None
    elif item.replaces is None:
        typing.merging.say("WR111", origin, key=True, want="replaces")
    return Clause(
        **dating(typing.merging, entry, living),
        id=item.id,
        kind=kind,
        because=words(item.because),
        when=said.when,
        value=said.value,
        is_share=said.is_share,
        keep_higher=said.keep_higher,
        status=typing.status(item, document),
        source=typing.source_unless_dropped(entry, item.id),
        origin=origin,
        note=item.note or "",
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a clause says; nothing for one that is dropped."""

    when: Formula | None = None
    value: Formula | None = None
    is_share: bool = False
    keep_higher: bool = False


def _said(typing: Typing, item: ClauseDoc, origin: Origin, scope: Entity, has_of: bool) -> _Said:
    match item:
        case RequireDoc():
            return _Said(_needed(typing, item.when, origin, scope, "when"))
        case RowDoc():
            return _row(typing, item, origin, scope, has_of)
        case ExcludeDoc():
            when, keep_higher = _exclusion(typing, item, origin, scope)
            return _Said(when, keep_higher=keep_higher)
        case _:
            assert isinstance(item, StepDoc)
            value = _needed(typing, item.share, origin, scope, "share", want_rate=True)
            return _Said(_months(typing, item, origin, scope), value, is_share=True)


def _row(typing: Typing, item: RowDoc, origin: Origin, scope: Entity, has_of: bool) -> _Said:
    when = _needed(typing, item.when, origin, scope, "when")
    is_share = item.share is not None
    if (item.share is None) == (item.amount is None):
        why = Words("share 和 amount 写一个", "write either share or amount")
        typing.merging.say("WR119", origin, key=True, why=why)
    if is_share and not has_of:
        why = Words("用 share 须在待遇上写 of", "share needs `of` on the benefit")
        typing.merging.say("WR119", origin, "share", why=why, about=origin.path[1])
    value = typing.formula(item.share, origin, scope, RATE, "share") or typing.formula(
        item.amount, origin, scope, MONEY, "amount"
    )
    return _Said(when, value, is_share)


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
