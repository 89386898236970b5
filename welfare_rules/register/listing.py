"""The register of sources as text, JSON and a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from welfare_rules.basics.days import LAST, day_text
from welfare_rules.basics.harmless import table
from welfare_rules.basics.text import MARKS, Catalogue, Lang, Words
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.explanation.wording import Wording
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Figure, FigureVersion
from welfare_rules.law.terms import CHECKED_WORDS, Citation, Instrument
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
        "name": law.name.to_dict(),
        "documents": [
            {
                "id": each.id,
                "jurisdiction": each.jurisdiction,
                "title": each.title.to_dict(),
                "number": each.number or None,
                "issuer": None if each.issuer is None else each.issuer.to_dict(),
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
        "label": figure.label.to_dict(),
        "type": str(figure.type.kind),
        "per": figure.per.en if figure.per else None,
        "set_by": figure.set_by.en if figure.set_by else None,
        "floor": figure.floor or None,
        "review_by": figure.review_by or None,
        "open": entry.open,
        "versions": [_version(entry, each) for each in figure.versions],
        "named_by": [{"id": name, "label": label.to_dict()} for name, label in entry.named_by],
        "benefits": [{"id": name, "label": label.to_dict()} for name, label in entry.benefits],
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
        "label": rule.label.to_dict(),
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
        "checked": source.checked,
        "url": source.url,
    }
    return {key: value for key, value in given.items() if value}


def _last(day: int) -> str | None:
    return day_text(day) if day < LAST else None


# --- CSV ---

COLUMNS: Mapping[str, Words] = {
    "figure": Words("编号", "figure"),
    "label_zh": Words("名称", "label_zh"),
    "label_en": Words("英文名称", "label_en"),
    "type": Words("类型", "type"),
    "per": Words("单位", "per"),
    "set_by": Words("由谁制定", "set_by"),
    "for": Words("适用于", "for"),
    "from": Words("自哪一天起", "from"),
    "last_day": Words("最后一天", "last_day"),
    "value": Words("数值", "value"),
    "unit": Words("计量", "unit"),
    "announced": Words("公布日期", "announced"),
    "status": Words("核实程度", "status"),
    "document": Words("文件", "document"),
    "article": Words("条款", "article"),
    "quote": Words("原文", "quote"),
    "checked": Words("核对", "checked"),
    "laid_down_by": Words("出自", "laid_down_by"),
    "note": Words("说明", "note"),
    "named_by": Words("用于", "named_by"),
    "benefits": Words("所及待遇", "benefits"),
    "conflicts": Words("来源冲突", "conflicts"),
}
"""The columns of the table, and how they are headed in Chinese."""


def as_csv(found: Register, lang: Lang = "en") -> bytes:
    """One row a version, one for each open figure; headed in the language asked for."""
    head = tuple(each.say(lang) for each in COLUMNS.values())
    return table(head, (row for entry in found.figures for row in _rows(entry, lang)))


def _rows(entry: FigureEntry, lang: Lang) -> Iterable[Sequence[str]]:
    figure = entry.figure
    head = (
        figure.id,
        figure.label.zh,
        figure.label.en,
        Words(figure.type.words().zh, str(figure.type.kind)).say(lang),
        figure.per.say(lang) if figure.per else "",
        figure.set_by.say(lang) if figure.set_by else "",
    )
    tail = (
        MARKS["zh"].listed(label.zh for _, label in entry.named_by),
        MARKS["zh"].listed(label.zh for _, label in entry.benefits),
        MARKS["zh"].clauses(conflict_text(figure, each) for each in figure.conflicts),
    )
    if entry.open:
        yield (
            *head,
            "",
            "",
            "",
            "",
            unit(figure.type).say(lang),
            "",
            Words(_TEXT.say("zh", "open"), "open").say(lang),
            *_where(figure.source),
            "",
            figure.note,
            *tail,
        )
    for each in figure.versions:
        source = each.source or Citation("")
        yield (
            *head,
            _whom(each, lang),
            day_text(each.period.first),
            _last(each.period.last) or "",
            written(figure, each),
            unit(figure.type).say(lang),
            day_text(each.period.announced),
            Words(PHRASES.say("zh", each.status), each.status).say(lang),
            source.document,
            source.article,
            source.quote,
            source.checked,
            each.document,
            " ".join(part for part in (each.note, figure.note) if part),
            *tail,
        )


def _whom(version: FigureVersion, lang: Lang) -> str:
    """The households for which a version is, where it is not for all: a kind, or a condition."""
    if version.whom is not None:
        return version.whom.say(lang)
    if version.only_for is None:
        return ""
    return MARKS[lang].labelled(PHRASES.say(lang, "only_for"), version.only_for.text)


def _where(source: Citation | None) -> tuple[str, str, str, str]:
    if source is None:
        return ("", "", "", "")
    return source.document, source.article, source.quote, source.checked


# --- text ---

_TEXT = Catalogue(
    {
        "title": Words("来源登记", "Register of sources"),
        "documents": Words("文件", "Documents"),
        "figures": Words("数值", "Figures"),
        "rules": Words("规则", "Rules"),
        "open": Words("未找到任何数值", "no value was found"),
        "from": Words("{day} 起", "from {day}"),
        "until": Words("至 {day}", "to {day}"),
        "announced": Words("{day} 公布", "announced {day}"),
        "corrected": Words("已由 {day} 公布的更正", "corrected by what was announced {day}"),
        "source": Words("依据", "Source"),
        "named_by": Words("用于", "Named by"),
        "benefits": Words("所及待遇", "Benefits that rest on it"),
        "conflict": Words("来源冲突", "Conflict"),
        "note": Words("说明", "Note"),
        "set_by": Words("由 {authority} 制定", "set by {authority}"),
        "nothing": Words("无", "none"),
        "floor_of": Words("是它们的下限", "Floor of"),
        "open_count": Words(
            "共 {count} 项数值，其中 {open} 项没有找到", "{count} figures, {open} of them open"
        ),
    }
)


class _Text:
    """Writes the register in one language, line by line."""

    def __init__(self, found: Register, lang: Lang) -> None:
        self.found = found
        self.wording = Wording.of(lang, found.law.choices, found.law.documents.values())
        self.lang: Lang = lang
        self.marks = MARKS[lang]
        self.lines: list[str] = []

    def word(self, key: str, **holes: object) -> str:
        return _TEXT.say(self.lang, key, **holes)

    def write(self) -> str:
        found, add = self.found, self.lines.append
        place = self.marks.aside(self.wording.label(found.law.name), found.law.jurisdiction)
        add(f"{place} · {self.word('title')}")
        count, missing = len(found.figures), sum(each.open for each in found.figures)
        add(self.word("open_count", count=count, open=missing))
        self._heading("figures")
        for entry in found.figures:
            add("")
            self._figure(entry)
        self._heading("rules")
        add("")
        for rule in found.rules:
            self._rule(rule)
        self._heading("documents")
        add("")
        self.lines += [self._document(each) for each in found.law.instruments]
        return "\n".join(self.lines) + "\n"

    def _heading(self, key: str) -> None:
        self.lines += ["", f"== {self.word(key)} =="]

    def _figure(self, entry: FigureEntry) -> None:
        figure, add = entry.figure, self.lines.append
        parts = [self.marks.aside(self.wording.label(figure.label), figure.id)]
        if figure.per:
            parts.append(figure.per.say(self.lang))
        if figure.set_by:
            parts.append(self.word("set_by", authority=figure.set_by))
        add(" · ".join(part for part in parts if part))
        if entry.open:
            add(f"  !! {self.word('open')}")
        if figure.source is not None and all(
            each.source != figure.source for each in figure.versions
        ):
            self._label("source", self._source(figure.source), deep=True)
        later = corrected(figure)
        for place, each in enumerate(figure.versions):
            add("  " + self.marks.comma.join(self._version(figure, each, later.get(place))))
            self._label("source", self._source(each.source), deep=True)
            if each.note:
                self._label("note", each.note, deep=True)
        self._label("named_by", self._names(entry.named_by))
        self._label("benefits", self._names(entry.benefits))
        floors = [
            (each.id, each.label)
            for each in self.found.law.figures.values()
            if each.floor == figure.id
        ]
        if floors:
            self._label("floor_of", self._names(floors))
        for each in figure.conflicts:
            self._label("conflict", conflict_text(figure, each))
            self._label("source", self._source(each.source), deep=True)
        if figure.note:
            self._label("note", figure.note)

    def _version(
        self, figure: Figure, version: FigureVersion, correction: FigureVersion | None
    ) -> Iterable[str]:
        """From when to when, the value, when it was announced, and what is known of it."""
        kind, period = unit(figure.type).say(self.lang), version.period
        value = written(figure, version)
        if figure.type.kind is Kind.BOOL and version.share is None and value:
            kind, value = "", self.wording.phrases["yes" if version.value else "no"]
        if whom := _whom(version, self.lang):
            yield whom
        yield self.word("from", day=day_text(period.first))
        if period.last < LAST:
            yield self.word("until", day=day_text(period.last))
        yield f"{value} {kind}" if kind and version.share is None else value
        yield self.word("announced", day=day_text(period.announced))
        yield self.wording.phrases[version.status]
        if correction is not None:
            yield self.word("corrected", day=day_text(correction.period.announced))

    def _rule(self, rule: RuleEntry) -> None:
        status = "" if rule.status == "published" else f" [{self.wording.phrases[rule.status]}]"
        name = self.marks.aside(self.wording.label(rule.label, rule.id), rule.id)
        self.lines.append(f"{name}{status}")
        self._label("source", self._source(rule.source), deep=True)

    def _document(self, each: Instrument) -> str:
        until = f" – {day_text(each.until)}" if each.until < LAST else ""
        title, day = self.wording.label(each.title), day_text(each.in_force) + until
        return " · ".join(part for part in (title, each.number, day, each.url) if part)

    def _label(self, key: str, text: str, *, deep: bool = False) -> None:
        """Adds a line `label: text`, below a figure or deeper below one of its versions."""
        indent = "      " if deep else "  "
        self.lines.append(indent + self.marks.labelled(self.word(key), text))

    def _source(self, source: Citation | None) -> str:
        if source is None:
            return "—"
        text = self.wording.cited(source)
        if not source.quote:
            return text
        checked = CHECKED_WORDS[source.checked].say(self.lang)
        return self.marks.labelled(text, self.marks.aside(f"“{source.quote}”", checked))

    def _names(self, names: Iterable[Named]) -> str:
        labels = dict.fromkeys(self.wording.label(label, name) for name, label in names)
        return self.marks.listed(labels) or self.word("nothing")


def as_text(found: Register, lang: Lang) -> str:
    return _Text(found, lang).write()
