"""A comparison as text for a person, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from welfare_rules.basics.days import FIRST, day_text
from welfare_rules.basics.text import MARKS, Count, Lang
from welfare_rules.changes.catalogue import REPORT
from welfare_rules.changes.compare import Compared
from welfare_rules.changes.law import Change
from welfare_rules.changes.past import Past, Said
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.impact.text import Grid, four, tables


def as_text(found: Compared, lang: Lang) -> Iterator[str | Grid]:
    """The lines: what changed, layer by layer, then what of the past is answered otherwise, and
    what all cases come to.
    """
    yield REPORT.say(lang, "title", old=found.old)
    yield ""
    if found.changes:
        yield REPORT.say(lang, "count", count=Count.of(len(found.changes)))
        yield from _changes(found.changes, lang)
    else:
        yield REPORT.say(lang, "no_changes")
    yield ""
    if found.past:
        yield REPORT.say(lang, "past", count=Count.of(len(found.past)))
        yield from _past(found.past, lang)
        for jurisdiction, each in found.cases.items():
            yield ""
            count = Count.of(each.comparison.households.whole)
            yield REPORT.say(lang, "cases", jurisdiction=jurisdiction, count=count)
            yield four(each, lang)
            yield next(tables(each, lang))
    else:
        yield REPORT.say(lang, "no_past")
    if found.made:
        yield ""
        yield REPORT.say(lang, "made")
    for each in found.made:
        yield from _past(each.answers, lang)
        yield ""
        yield from (f"    {line}".rstrip() for line in each.case_file.splitlines())


def _changes(found: Iterable[Change], lang: Lang) -> Iterator[str]:
    marks, layer = MARKS[lang], ""
    for each in found:
        if each.jurisdiction != layer:
            layer = each.jurisdiction
            yield f"{each.where.say(lang)} {layer}"
        notes = [REPORT.say(lang, each.kind)]
        if each.announced > FIRST:
            notes.append(REPORT.say(lang, "announced", day=day_text(each.announced)))
        yield f"  {marks.aside(each.said.say(lang), marks.comma.join(notes))}"
        yield f"    {each.what}"


def _past(found: Iterable[Past], lang: Lang) -> Iterator[str]:
    """Case by case; the benefits of one case stand below it."""
    marks, asked = MARKS[lang], ("", "", "")
    for each in found:
        if (each.month.text, each.case, each.jurisdiction) != asked:
            asked = each.month.text, each.case, each.jurisdiction
            yield f"  {each.month.text} {marks.aside(each.case, each.jurisdiction)}"
        before, after = (
            marks.listed(_said(one, lang) for one in side) for side in (each.before, each.after)
        )
        yield f"    {marks.labelled(each.label.say(lang), f'{before} → {after}')}"


def _said(said: Said, lang: Lang) -> str:
    if said.label is not None:
        told = said.label.say(lang)
    else:
        told = (REPORT if said.status in REPORT.entries else PHRASES).say(lang, said.status)
    amounts: list[str] = []
    for *name, yuan in said.amounts:
        text = f"{yuan} {PHRASES.say(lang, 'yuan')}"
        amounts.append(PHRASES.say(lang, name[0], value=text) if name else text)
    told = " ".join((told, *amounts))
    return f"{said.payee} {told}" if said.payee else told
