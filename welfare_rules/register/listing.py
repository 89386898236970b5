"""The register of sources as text, JSON and a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from welfare_rules.basics.days import LAST, day_text
from welfare_rules.basics.text import Lang, Words
from welfare_rules.explanation.wording import Wording
from welfare_rules.law.model import FigureVersion
from welfare_rules.law.terms import Citation
from welfare_rules.register.entries import (
    FigureEntry,
    Named,
    Register,
    RuleEntry,
    conflict_text,
    corrected,
    unit,
    written,
    written_value,
)

# --- JSON ---


def as_json(found: Register) -> dict[str, Any]:
    law = found.law
    return {
        "jurisdiction": law.jurisdiction,
        "name": _words(law.name),
        "documents": [
            {
                "id": each.id,
                "jurisdiction": each.jurisdiction,
                "title": _words(each.title),
                "number": each.number or None,
                "issuer": None if each.issuer is None else _words(each.issuer),
                "in_force": day_text(each.in_force),
                "until": _last(each.until),
                "replaced_by": each.replaced_by or None,
                "url": each.url or None,
                "checked_with": each.checked_with or None,
                "known_limits": list(each.known_limits),
            }
            for each in law.instruments
        ],
        "figures": [_figure(each) for each in found.figures],
        "rules": [_rule(each) for each in found.rules],
    }


def _figure(entry: FigureEntry) -> dict[str, Any]:
    figure = entry.figure
    return {
        "figure": figure.id,
        "label": _words(figure.label),
        "type": str(figure.type.kind),
        "per": figure.per.en if figure.per else None,
        "set_by": figure.set_by.en if figure.set_by else None,
        "floor": figure.floor or None,
        "review_by": figure.review_by or None,
        "open": entry.open,
        "versions": [_version(entry, each) for each in figure.versions],
        "named_by": [{"id": name, "label": _words(label)} for name, label in entry.named_by],
        "benefits": [{"id": name, "label": _words(label)} for name, label in entry.benefits],
        "conflicts": [
            {
                "value": None if each.value is None else written_value(figure.type, each.value),
                "note": each.note or None,
                "source": _source(each.source),
            }
            for each in figure.conflicts
        ],
        "source": _source(figure.source),
        "note": figure.note or None,
    }


def _version(entry: FigureEntry, version: FigureVersion) -> dict[str, Any]:
    return {
        "from": day_text(version.period.first),
        "last_day": _last(version.period.last),
        "value": written(entry.figure, version),
        "unit": unit(entry.figure.type).en or None,
        "announced": day_text(version.period.announced),
        "status": version.status,
        "laid_down_by": version.document,
        "source": _source(version.source),
        "note": version.note or None,
    }


def _rule(rule: RuleEntry) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "kind": rule.kind,
        "label": _words(rule.label),
        "status": rule.status,
        "source": _source(rule.source),
    }


def _source(source: Citation | None) -> dict[str, str] | None:
    if source is None:
        return None
    given = {
        "document": source.document,
        "article": source.article,
        "quote": source.quote,
        "url": source.url,
    }
    return {key: value for key, value in given.items() if value}


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _last(day: int) -> str | None:
    return day_text(day) if day < LAST else None


# --- CSV ---

COLUMNS = (
    "figure",
    "label_zh",
    "label_en",
    "type",
    "per",
    "set_by",
    "from",
    "last_day",
    "value",
    "unit",
    "announced",
    "status",
    "document",
    "article",
    "quote",
    "laid_down_by",
    "note",
    "named_by",
    "benefits",
    "conflicts",
)


def as_csv(found: Register) -> str:
    """One row a version, one for each open figure.

    A spreadsheet must not take a text for a formula.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in found.figures:
        for row in _rows(entry):
            writer.writerow([_cell(each) for each in row])
    return out.getvalue()


def _rows(entry: FigureEntry) -> Iterable[Sequence[str]]:
    figure = entry.figure
    head = (
        figure.id,
        figure.label.zh,
        figure.label.en,
        str(figure.type.kind),
        figure.per.en if figure.per else "",
        figure.set_by.en if figure.set_by else "",
    )
    tail = (
        "、".join(label.zh for _, label in entry.named_by),
        "、".join(label.zh for _, label in entry.benefits),
        "；".join(conflict_text(figure, each) for each in figure.conflicts),
    )
    if entry.open:
        yield (
            *head,
            "",
            "",
            "",
            unit(figure.type).en,
            "",
            "open",
            *_where(figure.source),
            "",
            figure.note,
            *tail,
        )
    for each in figure.versions:
        source = each.source or Citation("")
        yield (
            *head,
            day_text(each.period.first),
            _last(each.period.last) or "",
            written(figure, each),
            unit(figure.type).en,
            day_text(each.period.announced),
            each.status,
            source.document,
            source.article,
            source.quote,
            each.document,
            " ".join(part for part in (each.note, figure.note) if part),
            *tail,
        )


def _where(source: Citation | None) -> tuple[str, str, str]:
    return ("", "", "") if source is None else (source.document, source.article, source.quote)


def _cell(text: str) -> str:
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t") else text


# --- text ---

_TEXT: dict[str, Words] = {
    "title": Words("来源登记", "Register of sources"),
    "documents": Words("文件", "Documents"),
    "figures": Words("数值", "Figures"),
    "rules": Words("规则", "Rules"),
    "open": Words("未找到任何数值", "no value was found"),
    "from": Words("{} 起", "from {}"),
    "until": Words("至 {}", "to {}"),
    "announced": Words("{} 公布", "announced {}"),
    "corrected": Words("已由 {} 公布的更正", "corrected by what was announced {}"),
    "source": Words("依据", "Source"),
    "named_by": Words("用于", "Named by"),
    "benefits": Words("所及待遇", "Benefits that rest on it"),
    "conflict": Words("来源冲突", "Conflict"),
    "note": Words("说明", "Note"),
    "set_by": Words("由 {} 制定", "set by {}"),
    "nothing": Words("无", "none"),
    "floor_of": Words("是它们的下限", "Floor of"),
    "open_count": Words("共 {} 项数值，其中 {} 项没有找到", "{} figures, {} of them open"),
}


class _Text:
    def __init__(self, found: Register, lang: Lang) -> None:
        self.found = found
        self.wording = Wording.of(lang, found.law.choices, found.law.documents.values())
        self.lang: Lang = lang
        self.lines: list[str] = []

    def word(self, key: str, *values: object) -> str:
        return _TEXT[key].say(self.lang).format(*values)

    def source(self, source: Citation | None) -> str:
        if source is None:
            return "—"
        article = self.wording.article(source.article)
        text = (
            self.wording.title(source.document)
            + (", " if article and self.lang == "en" else "")
            + article
        )
        return self.wording.told(text, f"“{source.quote}”") if source.quote else text

    def figure(self, entry: FigureEntry) -> None:
        figure, say = entry.figure, self.lines.append
        labels = f"{self.wording.label(figure.label)} {self.wording.bracketed(figure.id)}"
        more = [
            part
            for part in (
                figure.per.say(self.lang) if figure.per else "",
                self.word("set_by", figure.set_by.say(self.lang)) if figure.set_by else "",
            )
            if part
        ]
        say(" · ".join([labels, *more]))
        if entry.open:
            say(f"  !! {self.word('open')}")
        if figure.source is not None and all(
            each.source != figure.source for each in figure.versions
        ):
            say(f"      {self.wording.told(self.word('source'), self.source(figure.source))}")
        later = corrected(figure)
        for place, each in enumerate(figure.versions):
            kind = unit(figure.type).say(self.lang)
            parts = [self.word("from", day_text(each.period.first))]
            parts += (
                [self.word("until", day_text(each.period.last))] if each.period.last < LAST else []
            )
            parts += [f"{written(figure, each)}{' ' + kind if kind and each.share is None else ''}"]
            parts += [
                self.word("announced", day_text(each.period.announced)),
                self.wording.phrases[each.status],
            ]
            parts += (
                [self.word("corrected", day_text(later[place].period.announced))]
                if place in later
                else []
            )
            say("  " + self.wording.listed(parts))
            say(f"      {self.wording.told(self.word('source'), self.source(each.source))}")
            if each.note:
                say(f"      {self.wording.told(self.word('note'), each.note)}")
        for key, names in (("named_by", entry.named_by), ("benefits", entry.benefits)):
            say(f"  {self.wording.told(self.word(key), self._names(names))}")
        floors = [
            (each.id, each.label)
            for each in self.found.law.figures.values()
            if each.floor == figure.id
        ]
        if floors:
            say(f"  {self.wording.told(self.word('floor_of'), self._names(floors))}")
        for each in figure.conflicts:
            say(f"  {self.wording.told(self.word('conflict'), conflict_text(figure, each))}")
            say(f"      {self.wording.told(self.word('source'), self.source(each.source))}")
        if figure.note:
            say(f"  {self.wording.told(self.word('note'), figure.note)}")

    def _names(self, names: Iterable[Named]) -> str:
        return self.wording.listed(
            dict.fromkeys(self.wording.label(label, name) for name, label in names)
        ) or self.word("nothing")

    def write(self) -> str:
        found, say = self.found, self.lines.append
        say(
            f"{self.wording.label(found.law.name)} {self.wording.bracketed(found.law.jurisdiction)} · {self.word('title')}"
        )
        say(self.word("open_count", len(found.figures), sum(each.open for each in found.figures)))
        say(f"\n== {self.word('figures')} ==")
        for entry in found.figures:
            say("")
            self.figure(entry)
        say(f"\n== {self.word('rules')} ==\n")
        for rule in found.rules:
            status = "" if rule.status == "published" else f" [{self.wording.phrases[rule.status]}]"
            say(
                f"{self.wording.label(rule.label, rule.id)} {self.wording.bracketed(rule.id)}{status}"
            )
            say(f"      {self.wording.told(self.word('source'), self.source(rule.source))}")
        say(f"\n== {self.word('documents')} ==\n")
        for each in found.law.instruments:
            until = f" – {day_text(each.until)}" if each.until < LAST else ""
            say(
                " · ".join(
                    part
                    for part in (
                        self.wording.label(each.title),
                        each.number,
                        day_text(each.in_force) + until,
                        each.url,
                    )
                    if part
                )
            )
        return "\n".join(self.lines) + "\n"


def as_text(found: Register, lang: Lang) -> str:
    return _Text(found, lang).write()
