"""What every part of the handbook writes with.

The program of the month, both languages, links from names to where they are explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from welfare_rules.basics.days import EARLIEST, LAST, Period, day_text
from welfare_rules.basics.html import Child, Html, both, escaped, joined, pair, tag, twice
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import MARKS, Lang, Words, labelled, listed
from welfare_rules.checks.dependencies import Uses
from welfare_rules.explanation.formulas import Renderer
from welfare_rules.explanation.phrasebook import Phrasebook
from welfare_rules.language import nodes as n
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.model import Benefit
from welfare_rules.law.terms import Citation, Status
from welfare_rules.program import program as core
from welfare_rules.program.program import BenefitInForce, Program, Step, StepName, figure_of
from welfare_rules.program.resolve import figures_of
from welfare_rules.program.transition import Branch, branches
from welfare_rules.register.handbook.words import W, w

_OPEN, _MIDDLE, _CLOSE = "\x01", "\x02", "\x03"  # signs that no name of a policy file has
_LINK = re.compile(f"{_OPEN}([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")


class Linking(Renderer):
    """Says formulas with a mark around every name, from which the page makes a link."""

    __slots__ = ("listed",)

    def __init__(self, book: Phrasebook, listed: frozenset[str]) -> None:
        super().__init__(book, None)
        self.listed = listed

    def name(self, node: n.Node) -> str:
        text = "".join(each for each in super().name(node) if each >= " ")
        absent = isinstance(node, n.FigureRef) and node.id not in self.listed
        return f"{_OPEN}{'' if absent else _anchor(node)}{_MIDDLE}{text}{_CLOSE}"


def _anchor(node: n.Node) -> str:
    match node:
        case n.Clock():
            return ""
        case n.FactRef():
            return f"fact-{node.id}"
        case n.FigureRef():
            return f"figure-{node.id}"
        case n.Entitled() | n.Amount():
            return f"benefit-{node.id}"
        case n.DerivedRef():
            name = StepName.of(node.id)
            of_benefit = name.part or name.kind
            return f"benefit-{name.owner}" if of_benefit else f"term-{node.id}"
        case _:
            return ""


def linked(text: str) -> Html:
    """Marked text as HTML. Everything but the marks is escaped."""
    parts: list[Html] = []
    at = 0
    for match in _LINK.finditer(text):
        parts.append(escaped(text[at : match.start()]))
        anchor, name = match.groups()
        parts.append(tag("a", name, href=f"#{anchor}") if anchor else escaped(name))
        at = match.end()
    return joined([*parts, escaped(text[at:])])


@dataclass(frozen=True, slots=True)
class Page:
    """The program that the handbook is about, and the tools to write of it."""

    program: Program
    day: int
    known: int
    zh: Linking
    en: Linking
    uses: Uses
    quoted: dict[str, set[str]]
    last: dict[str, str]
    resting: dict[str, frozenset[str]]
    paid_by: Mapping[str, tuple[str, ...]]
    listed: frozenset[str]

    @staticmethod
    def of(program: Program, day: int, known: int) -> Page:
        uses = Uses.of(program.law)
        shown = _listed(program, uses, known)
        chinese, english = (
            Linking(Phrasebook(program, "zh"), shown),
            Linking(Phrasebook(program, "en"), shown),
        )
        return Page(program, day, known, chinese, english, uses, {}, {}, {}, uses.paid_by(), shown)

    @property
    def pens(self) -> tuple[tuple[Lang, Linking], tuple[Lang, Linking]]:
        """Who writes formulas in each language."""
        return ("zh", self.zh), ("en", self.en)

    # --- formulas and values ---

    def formula(self, node: n.Node) -> Html:
        return pair(
            tag("code", linked(self.zh.say(node))),
            tag("code", linked(self.en.say(node))),
            "formula",
        )

    def value(self, kind: Type, value: Number) -> Html:
        if kind.kind is Kind.MONEY:
            return joined([self.zh.wording.money(value, unit=False), " ", both(w("yuan"))])
        one, other = self.zh.wording.number(kind, value), self.en.wording.number(kind, value)
        return escaped(one) if one == other else twice(one, other)

    def figure_link(self, key: str) -> Html:
        key = figure_of(key)
        label = both(self.program.law.figures[key].label)
        return tag("a", label, href=f"#figure-{key}") if key in self.listed else label

    def branches(self, key: str) -> tuple[Branch, ...]:
        """The values of a figure this month, those for some cases alone first."""
        return branches(self.program.law, key, self.day, self.known)

    def benefit_links(self, benefits: Iterable[str]) -> Html:
        labels = {each.id: each.label for each in self.program.benefits}
        return joined(
            [
                tag("a", both(labels[each]), href=f"#benefit-{each}")
                for each in dict.fromkeys(benefits)
                if each in labels
            ],
            "；",
        )

    # --- sources, statuses and days ---

    def source(
        self, source: Citation | None, status: Status = "published", within: str = ""
    ) -> Html:
        """Document and article; the quoted words only where they stand first within a part."""
        if source is None:
            return status_badge(status)
        seen = self.quoted.setdefault(within, set())
        place = f"{source.document} {source.article}"
        last = self.last.get(within)
        self.last[within] = place
        if within and place == last and (not source.quote or source.quote in seen):
            badge = status_badge(status)
            return tag(
                "p", both(w("as_above")), " ", badge, cls="source" if badge else "source same"
            )
        chinese, english = self.zh.wording, self.en.wording
        where = chinese.cited(source)
        translated = chinese.title(source.document) != english.title(source.document)
        cited = (
            twice(where, english.cited(source))
            if translated
            else tag("span", where, cls="zh en", lang="zh-Hans")
        )
        quote = source.quote if source.quote and (not within or source.quote not in seen) else ""
        seen.update((place, source.quote))
        words = tag("q", quote, lang="zh-Hans") if quote else None
        return tag("p", cited, " ", status_badge(status), words, cls="source")

    def days(self, period: Period) -> Html:
        return days(period.first, period.last)

    # --- what the month's law is made of ---

    def step(self, name: str) -> Step | None:
        return self.program.by_id.get(name)

    def declared(self, benefit: BenefitInForce) -> Benefit:
        return self.program.law.benefit(benefit.id)

    def open_figures(self, benefit: str) -> tuple[str, ...]:
        """The figures without a value that a benefit of this month rests on."""
        found = self.in_force(benefit)
        return tuple(
            key for key, each in self.program.figures.items() if each.value is None and key in found
        )

    def in_force(self, benefit: str) -> frozenset[str]:
        """The figures on which a benefit rests in this month's program."""
        if benefit not in self.resting:
            self.resting[benefit] = self._in_force(benefit)
        return self.resting[benefit]

    def _in_force(self, benefit: str) -> frozenset[str]:
        program = self.program
        ends = [core.entitled_step(benefit), core.net_step(benefit)]
        below = program.below(each for each in ends if each in program.by_id)
        return self.uses.with_shares(set(figures_of(program.step(each) for each in below)))


def _listed(program: Program, uses: Uses, known: int) -> frozenset[str]:
    """The figures that the page lists: all that have a value, and of those that nobody has found
    what a benefit or a circle of this place and month needs.
    """
    needed = uses.with_shares(set(figures_of(program.step(each) for each in program.needed)))
    return frozenset(
        key
        for key, figure in program.law.figures.items()
        if key in needed or any(each.period.announced <= known for each in figure.versions)
    )


def days(first: int, last: int) -> Html:
    start = day_text(first) if first > EARLIEST else ""
    end = day_text(last) if last < LAST else ""
    return tag(
        "span", escaped(f"{start} – {end}") if start or end else both(w("always")), cls="days"
    )


def status_badge(status: Status | str, quiet: bool = True) -> Html:
    """What a status is called; a published one needs no word."""
    if status == "published" and quiet:
        return Html("")
    return tag("span", both(W[status]), cls=f"badge {status}")


def least(statuses: Iterable[Status]) -> Html:
    """The mark of the least confirmed of some rules or values; none where all are published."""
    found = set(statuses)
    order: tuple[Status, ...] = ("placeholder", "unverified", "reported", "published")
    return status_badge(next((each for each in order if each in found), "published"))


def section(anchor: str, title: Words, *children: Child, cls: str = "") -> Html:
    return tag(
        "section",
        tag("h2", both(title), id=f"{anchor}-title"),
        *children,
        id=anchor,
        cls=cls or None,
        aria_labelledby=f"{anchor}-title",
    )


def facts_list(entries: Iterable[tuple[Child, Child]]) -> Html:
    """Names with their explanations: `term: text`."""
    return tag(
        "dl", [tag("div", tag("dt", name), tag("dd", text)) for name, text in entries], cls="facts"
    )


def named_list(key: str, among: Iterable[Words]) -> Html:
    """A line of the handbook: what a list is of, and its members."""
    words = labelled(Words("", ""), listed(among))
    return tag("p", joined([both(w(key)), pair(words.zh, words.en, "said")]))


def conditions(page: Page, among: Iterable[n.Node]) -> Html:
    """For whom a value is, said within a line; all others where there is no condition."""
    nodes = tuple(among)
    if not nodes:
        return both(w("all_others"), cls="only-for")
    said = [MARKS[lang].listed(map(each.say, nodes)) for lang, each in page.pens]
    return twice(*(linked(each) for each in said), cls="only-for")


def note(text: str) -> Html | None:
    return (
        tag("p", both(w("note")), "：", tag("span", text, lang="zh-Hans"), cls="note")
        if text
        else None
    )


def cited(page: Page, sources: Iterable[tuple[Citation | None, Status]], within: str) -> Html:
    return joined([page.source(source, status, within) for source, status in sources])
