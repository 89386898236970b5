"""What is shown of the name under the cursor: what it is, its value today, source and uses."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from welfare_rules.basics.days import LAST, day_number, day_text
from welfare_rules.basics.text import Lang, Words
from welfare_rules.editor.catalogue import SAID
from welfare_rules.editor.context import context, word_at
from welfare_rules.editor.keys import keys
from welfare_rules.editor.things import benefits_on, meant, naming
from welfare_rules.explanation.wording import Wording
from welfare_rules.language.operations import FUNCTIONS
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact, Figure, FigureVersion
from welfare_rules.law.terms import JUDGE_WORDS, Citation
from welfare_rules.law.validity import in_force
from welfare_rules.metadata.dictionary import SORTS, Name

MOST_FORMULAS = 5
MOST_PLACES = 8
_WHOSE = {"household": Words("家庭", "household"), "member": Words("成员", "member")}
_BOUNDED = (Kind.MONEY, Kind.INT, Kind.DATE)


@dataclass(frozen=True, slots=True)
class Hover:
    """A text in Markdown, and the word that it is about."""

    text: str
    start: int
    end: int


def hover(
    law: Law, below: Sequence[Law], text: str, offset: int, today: datetime.date, lang: Lang
) -> Hover | None:
    """What is shown at a place of a text; None where there is nothing to say.

    `below` are the laws of the layers below, where a figure may have the value that it lacks here.

    >>> import welfare_rules as wr
    >>> law = wr.load("cn/model").law
    >>> found = hover(law, (), 'when = "低保标准 > 1"', 9, datetime.date(2021, 8, 1), "zh")
    >>> "今天（2021-08-01）：**700.00 元（" in found.text
    True
    """
    there, span = context(text, offset), word_at(text, offset)
    if there.inside == "comment" or span is None:
        return None
    word = text[slice(*span)]
    if there.inside == "key":
        title, about = keys(there.path).get(word, ("", ""))
        return Hover(f"**{title}** `{word}`\n\n{about}", *span) if title else None
    pages = [_Page(law, below, day_number(today), lang).about(each) for each in meant(law, word)]
    return Hover("\n\n---\n\n".join("\n\n".join(each) for each in pages), *span) if pages else None


@dataclass(frozen=True, slots=True)
class _Page:
    """One law on one day, told in one language."""

    law: Law
    below: Sequence[Law]
    day: int
    lang: Lang

    @property
    def wording(self) -> Wording:
        return Wording.of(self.lang, self.law.choices, self.law.documents.values())

    def say(self, key: str, **holes: object) -> str:
        return SAID.say(self.lang, key, **holes)

    def about(self, name: Name) -> Iterable[str]:
        """The paragraphs about a name."""
        marks = self.wording.marks
        sort = [SORTS[name.sort].say(self.lang)]
        if name.sort == "choice":
            sort.append(name.of)
        elif name.type:
            sort.append(Type(Kind(name.type)).words().say(self.lang))
            sort += [_WHOSE[each].say(self.lang) for each in name.of.split(", ") if each in _WHOSE]
        label = self.wording.label(name.label, name.id)
        yield f"**{label}** `{name.id}` · {marks.listed(sort)}"
        law, key = self.law, name.id
        match name.sort:
            case "figure":
                yield from self._figure(law.figures[key])
            case "fact":
                for each in law.facts:
                    if each.id == key:
                        yield from self._fact(each)
            case "function":
                example = FUNCTIONS[name.words[0]].form.example
                yield self.say("example", formula=Words(example.zh, example.en))
            case "benefit":
                yield from self._source(law.benefit(key).source)
            case "derived" if key in law.derived:
                versions = law.derived[key].versions
                now = in_force(versions, self.day, self.day) or versions[-1]
                yield f"```\n{now.formula.text.strip()}\n```"
                yield from self._source(now.source)
            case _:
                pass
        if name.sort in ("figure", "fact", "derived", "benefit"):
            yield from self._uses(name)

    def _figure(self, figure: Figure) -> Iterable[str]:
        now = figure.version(self.day, self.day)
        if now is not None:
            text = self.say("now", day=day_text(self.day), value=self._value(figure, now))
            if now.period.first > 0:
                text += self.say("since", first=self.wording.day(now.period.first))
            if now.period.last < LAST:
                text += self.say("until", last=day_text(now.period.last))
            unseen = "" if now.status == "published" else self.say("provisional")
            yield self.wording.marks.aside(text, unseen) if unseen else text
            yield from self._source(now.source or figure.source)
            return
        yield self.say("open", day=day_text(self.day))
        values: list[tuple[Law, Figure, FigureVersion]] = []
        for law in self.below:
            there = law.figures.get(figure.id)
            version = None if there is None else there.version(self.day, self.day)
            if there is not None and version is not None:
                values.append((law, there, version))
        for law, there, version in values[:MOST_PLACES]:
            place = self.wording.label(law.name, law.jurisdiction)
            yield self.say("below", place=place, value=self._value(there, version))

    def _value(self, figure: Figure, now: FigureVersion) -> str:
        if now.value is None:
            of = self.law.figures.get(now.of)
            label = now.of if of is None else self.wording.label(of.label, of.id)
            text = self.say("share", share=self.wording.rate(now.share or 0), of=label)
        else:
            text = self.wording.number(figure.type, now.value)
        marks = self.wording.marks
        return text if figure.per is None else marks.aside(text, figure.per.say(self.lang))

    def _fact(self, fact: Fact) -> Iterable[str]:
        marks, kind = self.wording.marks, fact.type
        if kind.kind is Kind.CHOICE:
            values = self.law.choices[kind.choice].values
            listed = marks.listed(f"{each.zh} `{each.id}`" for each in values)
            yield self.say("choices", names=listed)
        elif kind.kind in _BOUNDED:
            months = 12 if fact.flow else 1  # a flow is kept per twelve months
            low, high = (
                self.wording.number(kind, int(each / months)) for each in (fact.low, fact.high)
            )
            yield self.say("range", low=low, high=high)
        who = [] if fact.judged_by is None else [JUDGE_WORDS[fact.judged_by].say(self.lang)]
        who += [self.wording.label(each) for each in fact.registers]
        if who:
            yield self.say("judged", who=marks.listed(who))
        if fact.note:
            yield fact.note

    def _source(self, source: Citation | None) -> Iterable[str]:
        if source is None:
            return
        yield self.say("source", source=self.wording.cited(source))
        if source.quote:
            yield "> " + source.quote.strip().replace("\n", "\n> ")

    def _uses(self, name: Name) -> Iterable[str]:
        labels = [
            self.wording.label(self.law.benefit(each).label, each)
            for each in benefits_on(self.law, name)
        ]
        listed = self.wording.marks.listed(labels)
        yield self.say("benefits", names=listed) if labels else self.say("nobody")
        formulas = [f"`{each}`" for each, _ in naming(self.law, name)]
        if formulas:
            told = self.wording.marks.listed(formulas[:MOST_FORMULAS])
            more = self.say("more", count=len(formulas)) if len(formulas) > MOST_FORMULAS else ""
            yield self.say("formulas", names=f"{told}{more}")
