"""Merged documents to the law of a jurisdiction.

Names are gathered, every formula of every version is typed, all findings at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from welfare_rules.basics.days import FIRST, day_number
from welfare_rules.basics.text import Words
from welfare_rules.document.library import Library
from welfare_rules.document.models import CircleDoc, ExemptionDoc, FormulaVersionDoc, IncomeDoc
from welfare_rules.document.parts import JurisdictionHead
from welfare_rules.document.reader import Document
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, Place, finding, nearest, nearest_id
from welfare_rules.language.names import ChoiceList, Names, Symbol
from welfare_rules.language.types import BOOL, MONEY, RATE, Entity, Kind, Type
from welfare_rules.law import layers, short_tables
from welfare_rules.law.applications import applications, first_of
from welfare_rules.law.benefits import benefits
from welfare_rules.law.carry_and_recovery import carries, recoveries
from welfare_rules.law.dating import Living, among_versions, announced, dating, following, life
from welfare_rules.law.examples import examples
from welfare_rules.law.figures import figures, type_of
from welfare_rules.law.law import Law
from welfare_rules.law.layers import DerivedLayers, Layered, Merging
from welfare_rules.law.model import (
    OWN_INCOME,
    Circle,
    Derived,
    DerivedVersion,
    Exemption,
    Fact,
    Income,
    countable,
)
from welfare_rules.law.papers import papers
from welfare_rules.law.promises import promises
from welfare_rules.law.reading import Typing, texts, words
from welfare_rules.law.terms import Instrument
from welfare_rules.law.vocabulary import choices, facts
from welfare_rules.law.watches import watches


def build_law(library: Library, jurisdiction: str) -> tuple[Law, tuple[Finding, ...]]:
    """The law of one jurisdiction out of a library of documents, and everything that is wrong with
    it.
    """
    chain = library.chain(jurisdiction)
    merging = Merging([layers.by_file_day(library.documents[each]) for each in chain])
    _heads(merging)
    lists = choices(merging)
    phrases = texts(merging)
    vocabulary = facts(merging, lists, phrases)
    if not vocabulary:
        first = next(
            (Origin(each.source, ("document",)).place(key=True) for _, each in merging.documents()),
            None,
        )
        merging.found.append(finding("WR320", first or Place(str(library.root / jurisdiction))))
    merging.found.extend(
        each for _, document in merging.documents() for each in short_tables.mistakes(document)
    )
    numbers = layers.figures(merging)
    named = layers.derived(merging)
    paid = _paid(merging)
    incomes = layers.grouped(
        cast(Iterable[Layered[IncomeDoc]], layers.listed(merging, "income")), lambda each: each.id
    )
    head, division = _jurisdiction(library, chain)
    symbols: list[Named] = [
        *_fact_symbols(merging, vocabulary),
        *(_figure_symbol(each) for each in numbers.values()),
        *_derived_symbols(merging, named, lists),
        *_income_symbols(incomes),
        *(_benefit_symbol(each) for each in paid.values()),
    ]
    plain = _distinct(merging, symbols)
    typing = Typing(merging, Names.of(plain, lists, division))
    law = Law(
        jurisdiction=jurisdiction,
        name=words(head.name) if head else Words(jurisdiction, jurisdiction),
        division=division,
        covers_from=day_number(head.covers_from) if head and head.covers_from else FIRST,
        names=typing.names,
        facts=vocabulary,
        choices=lists,
        figures=figures(typing, numbers, phrases),
        derived={key: _derived(typing, each) for key, each in named.items()},
        incomes=tuple(each for group in incomes for each in _income(typing, group)),
        exemptions=_exemptions(typing, {each[0].item.id: each[0].item.label for each in incomes}),
        benefits=tuple(benefits(typing, paid)),
        circles=_circles(typing),
        carries=carries(merging, vocabulary, paid),
        recoveries=recoveries(typing, paid),
        applications=applications(typing, paid),
        first=first_of(merging, paid),
        examples=examples(merging, vocabulary),
        papers=papers(typing, vocabulary, paid),
        promises=promises(typing, vocabulary, lists, [*paid], [*numbers]),
        watches=watches(typing, vocabulary, paid),
        documents={each.id: words(each.content.document.title) for _, each in merging.documents()},
        # last, when everything has been dated
        instruments=tuple(_instrument(merging, each) for _, each in merging.documents()),
    )
    return law, tuple(merging.found)


def _instrument(merging: Merging, document: Document) -> Instrument:
    head = document.content.document
    until, _ = life(merging, document, "with its document")
    return Instrument(
        id=head.id,
        jurisdiction=document.jurisdiction,
        title=words(head.title),
        number=head.number or "",
        issuer=words(head.issuer) if head.issuer else None,
        issued=day_number(head.issued) if head.issued else 0,
        in_force=day_number(head.in_force),
        until=until,
        replaced_by=head.replaced_by
        or next((each.id for each in merging.replacing(document.id)), ""),
        url=head.url or "",
        checked_with=head.checked_with or "",
        known_limits=head.known_limits,
        unannounced=head.id in merging.unannounced,
        origin=Origin(document.source, ("document",)),
        announced=announced(None, document, "with its document"),
    )


def _heads(merging: Merging) -> None:
    seen: dict[str, str] = {}
    there = {each.id: each for _, each in merging.documents()}
    for _, document in merging.documents():
        by = there.get(document.content.document.replaced_by or "")
        named = layers.replaced_documents(by and by.content.document.replaces)
        if by is not None and named and document.id not in named:
            where = Origin(document.source, ("document",))
            merging.say("WR348", where, "replaced_by", old=document.id, by=by.id)
        head = document.content.document
        until = head.valid_until
        origin = Origin(document.source, ("document",))
        for each in layers.replaced_documents(head.replaces):
            if each not in there:
                merging.say("WR317", origin, "replaces", got=each, nearest=nearest(each, there))
        if until is not None and until < head.in_force:
            merging.say("WR304", origin, "valid_until", first=head.in_force, then=until)
        if (
            head.issued is not None
            and head.issued > head.in_force
            and head.valid_until is not None
            and head.issued > head.valid_until
        ):
            merging.say("WR304", origin, "issued", first=head.issued, then=head.valid_until)
        if document.content.jurisdiction is not None:
            if document.jurisdiction in seen:
                merging.say(
                    "WR321",
                    Origin(document.source, ("jurisdiction",)),
                    key=True,
                    what="[jurisdiction]",
                    got=document.jurisdiction,
                )
            seen[document.jurisdiction] = document.id


def _jurisdiction(
    library: Library, chain: tuple[str, ...]
) -> tuple[JurisdictionHead | None, int | None]:
    """The head of the deepest layer, and its division: a county's own, never its parent's."""
    documents = library.documents[chain[-1]] if chain else ()
    head = next(
        (each.content.jurisdiction for each in documents if each.content.jurisdiction is not None),
        None,
    )
    return head, int(head.division) if head and head.division else None


def _paid(merging: Merging) -> dict[str, layers.PayableLayers]:
    """Benefits and phase-outs by their ids, which they share."""
    paid = layers.payables(merging, "benefit")
    for key, found in layers.payables(merging, "phase_out").items():
        if key in paid:
            merging.say(
                "WR314", found.first.origin, key=True, got=key, other=paid[key].first.document.id
            )
        paid[key] = found
    return paid


Named = tuple[Symbol, Origin]  # a name, and where it is laid down


def _fact_symbols(merging: Merging, vocabulary: tuple[Fact, ...]) -> Iterable[Named]:
    """One word for a fact that the household and its members each have."""
    origins = {
        key: Origin(document.source, ("fact", key))
        for _, document in merging.documents()
        for key in document.content.fact
    }
    of_household = {each.id for each in vocabulary if each.entity is Entity.HOUSEHOLD}
    of_member = {each.id for each in vocabulary if each.entity is Entity.MEMBER}
    for each in vocabulary:
        both = each.id in of_household and each.id in of_member
        if not both or each.entity is Entity.MEMBER:
            yield (
                Symbol(
                    each.id,
                    "fact",
                    each.type,
                    each.label.zh,
                    each.label.en,
                    each.entity,
                    each.flow,
                    both,
                ),
                origins[each.id],
            )


def _figure_symbol(found: layers.FigureLayers) -> Named:
    label = words(found.head.item.label)
    return Symbol(found.id, "figure", type_of(found), label.zh, label.en), found.head.origin


def _benefit_symbol(found: layers.PayableLayers) -> Named:
    label = words(found.first.item.label)
    payee = found.first.item.payee or "household"
    return Symbol(found.id, "benefit", BOOL, label.zh, label.en, Entity(payee)), found.first.origin


def _derived_symbols(
    merging: Merging, named: Mapping[str, DerivedLayers], lists: Mapping[str, ChoiceList]
) -> Iterable[Named]:
    for key, each in named.items():
        head = each.head.item
        for name in ("entity", "type"):
            if getattr(head, name) is None:
                merging.say("WR111", each.head.origin, key=True, want=name)
        if head.type == "choice" and head.choice not in lists:
            near = nearest(head.choice or "", lists)
            merging.say(
                "WR317",
                each.head.origin,
                "choice",
                got=head.choice or "",
                nearest=near,
                defines=f"{key} {words(head.label).zh}",
            )
            continue
        kind = Type(Kind(head.type or "bool"), head.choice or "" if head.type == "choice" else "")
        label = words(head.label)
        yield (
            Symbol(key, "derived", kind, label.zh, label.en, Entity(head.entity or "household")),
            each.head.origin,
        )


def _income_symbols(incomes: list[list[Layered[IncomeDoc]]]) -> Iterable[Named]:
    for each, *_ in incomes:
        label = each.item.label
        name = countable(each.item.id)
        yield (
            Symbol(
                name, "derived", MONEY, "可计" + label.zh, "countable " + label.en, Entity.MEMBER
            ),
            each.origin,
        )
    if incomes:
        yield (
            Symbol(
                OWN_INCOME,
                "derived",
                MONEY,
                "本人可计算收入",
                "own countable income",
                Entity.MEMBER,
            ),
            incomes[0][0].origin,
        )


def _distinct(merging: Merging, symbols: list[Named]) -> list[Symbol]:
    """The words of formulas. Ids and Chinese labels are such words, so no two things share one; a
    word that is told to be taken stays that of the first, and its uses are not told as well.
    """
    taken: dict[str, Symbol] = {}
    made: list[Symbol] = []
    for symbol, origin in symbols:
        kept = symbol
        for word in dict.fromkeys((symbol.id, symbol.zh)):
            other = taken.setdefault(word, symbol)
            if other is not symbol:
                merging.say("WR315", origin, "label", "zh", got=word, other=other.id)
                if word != symbol.id:
                    kept = replace(symbol, zh=symbol.id)
        made.append(kept)
    return made


def _derived(typing: Typing, found: DerivedLayers) -> Derived:
    head = found.head.item
    scope = Entity(head.entity or "household")
    kind = Type(Kind(head.type or "bool"), head.choice or "" if head.type == "choice" else "")
    versions: list[DerivedVersion] = []
    written: list[Layered[FormulaVersionDoc]] = []
    for part in found.parts:
        entries: list[tuple[FormulaVersionDoc, Origin]] = []
        living: Living = "always" if part is found.head else "with its document"
        if part.item.formula is not None:
            plain = FormulaVersionDoc.model_construct(
                formula=part.item.formula, cite=part.item.cite, status=part.item.status
            )
            entries.append((plain, part.origin))
        entries.extend(
            (each, part.origin.child("version", place))
            for place, each in enumerate(part.item.version)
        )
        for item, origin in entries:
            cite = item.cite or part.item.cite
            made = typing.formula(item.formula, origin, scope, kind, "formula")
            source = typing.source(cite, part.document, part.origin, found.id)
            if made is None:
                continue
            entry = Layered(item, origin, part.document, part.depth)
            written.append(entry)
            dated = dating(typing.merging, entry, living, replaces=part.item.replaces)
            versions.append(
                DerivedVersion(
                    **dated,
                    formula=made,
                    status=part.document.status(item.status or part.item.status) or "published",
                    source=source,
                )
            )
    among_versions(typing.merging, written, versions, "version", found.parts)
    if not any(part.item.formula or part.item.version for part in found.parts):
        typing.merging.say("WR111", found.head.origin, key=True, want="formula")
    return Derived(
        found.id,
        scope,
        kind,
        words(head.label),
        tuple(following(versions)),
        found.head.origin,
        found.head.item.note or "",
    )


def _income(typing: Typing, group: list[Layered[IncomeDoc]]) -> list[Income]:
    """The versions of one income; those of the document that defines it hold always."""
    made: list[Income] = []
    kept: list[Layered[IncomeDoc]] = []
    for entry in group:
        item, origin = entry.item, entry.origin
        where = origin.child("value" if item.value is not None else "id")
        value = typing.formula(item.value or item.id, where, Entity.MEMBER, MONEY)
        if value is None:
            continue
        defines = entry.document is group[0].document
        living: Living = "always" if defines else "with its document"
        kept.append(entry)
        made.append(
            Income(
                **dating(typing.merging, entry, living),
                id=item.id,
                label=words(item.label),
                value=value,
                source=typing.source(item.cite, entry.document, origin, item.id),
                origin=origin,
            )
        )
    among_versions(typing.merging, kept, made, "income", group)
    return following(made)


def _exemptions(typing: Typing, incomes: Mapping[str, object]) -> tuple[Exemption, ...]:
    entries = cast(Iterable[Layered[ExemptionDoc]], layers.listed(typing.merging, "exemption"))
    made: list[Exemption] = []
    for group in layers.grouped(entries, lambda each: each.id):
        versions = [_exemption(typing, entry, incomes) for entry in group]
        kept = [each for each in versions if each is not None]
        if len(kept) == len(group):
            among_versions(typing.merging, group, kept, "exemption")
        made.extend(following(kept))
    return tuple(made)


def _exemption(
    typing: Typing, entry: Layered[ExemptionDoc], incomes: Mapping[str, object]
) -> Exemption | None:
    item, origin = entry.item, entry.origin
    if item.income not in incomes:
        near = nearest_id(item.income, incomes)
        typing.merging.say("WR317", origin, "income", got=item.income, nearest=near)
        return None
    if not item.drop and (
        (item.deduct is None and item.share is None)
        or (item.cap is not None and item.deduct is None)
    ):
        why = Words(
            "deduct 和 share 至少写一个，cap 要与 deduct 一起写",
            "write deduct or share; cap goes with deduct",
        )
        typing.merging.say("WR119", origin, key=True, why=why)
    return Exemption(
        **dating(typing.merging, entry, "with its document"),
        id=item.id,
        income=item.income,
        label=words(item.label),
        origin=origin,
        when=typing.formula(item.when, origin, Entity.MEMBER, BOOL, "when"),
        deduct=typing.formula(item.deduct, origin, Entity.MEMBER, MONEY, "deduct"),
        cap=typing.formula(item.cap, origin, Entity.MEMBER, MONEY, "cap"),
        share=typing.formula(item.share, origin, Entity.MEMBER, RATE, "share"),
        status=typing.status(item, entry.document),
        source=typing.source_unless_dropped(entry, item.id),
        note=item.note or "",
    )


def _circles(typing: Typing) -> tuple[Circle, ...]:
    entries = cast(Iterable[Layered[CircleDoc]], layers.listed(typing.merging, "circle"))
    made: list[Circle] = []
    for group in layers.grouped(entries, lambda each: each.id):
        kept: list[Layered[CircleDoc]] = []
        versions: list[Circle] = []
        for entry in group:
            item, origin = entry.item, entry.origin
            if item.when is None and not item.drop:
                typing.merging.say("WR111", origin, key=True, want="when")
            text = "false" if item.drop else item.when
            when = typing.formula(text, origin, Entity.HOUSEHOLD, BOOL, "when")
            if when is None:
                continue
            kept.append(entry)
            versions.append(
                Circle(
                    **dating(typing.merging, entry, "with its document"),
                    id=item.id,
                    label=words(item.label),
                    when=when,
                    status=typing.status(item, entry.document),
                    source=typing.source_unless_dropped(entry, item.id),
                    origin=origin,
                )
            )
        among_versions(typing.merging, kept, versions, "circle", group)
        made.extend(following(versions))
    return tuple(made)
