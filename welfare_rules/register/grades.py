"""The register grades itself: how far what it says is confirmed, and how it is grounded.

Every dated value and every rule is counted by its status, for each jurisdiction that lays it down
and each benefit that rests on it; of all of them it is told which have words, an article, a day of
announcement, and how the words were checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from welfare_rules.basics.days import FIRST, Period
from welfare_rules.basics.text import MARKS, Catalogue, Lang, Words
from welfare_rules.checks.dependencies import Uses
from welfare_rules.document.source import Origin
from welfare_rules.explanation.phrases import PHRASES
from welfare_rules.law.law import Law, LawRule
from welfare_rules.law.model import Benefit
from welfare_rules.law.terms import CHECKED_WORDS, Citation, Status
from welfare_rules.program.program import StepName
from welfare_rules.register.entries import Register

Grade = Status | Literal["open"]
GRADES: tuple[Grade, ...] = ("published", "reported", "unverified", "placeholder", "open")
What = Literal["values", "rules"]


@dataclass(frozen=True, slots=True)
class Graded:
    """One dated value, one figure without any (`open`), or one rule, with what it stands on.

    `known` says that the day is known on which it was announced: its own, or that of the document
    whose words it rests on.
    """

    what: What
    name: str
    grade: Grade
    jurisdiction: str
    benefits: tuple[str, ...]
    source: Citation | None
    known: bool


@dataclass(frozen=True, slots=True)
class Grounds:
    """Of so many (`all`) values or rules, how many stand on what.

    Those with words fall into `full_text`, `excerpt` and `not_checked`; the others have none.
    """

    all: int
    full_text: int
    excerpt: int
    not_checked: int
    without_words: int
    article: int
    known: int

    @classmethod
    def of(cls, found: Iterable[Graded]) -> Grounds:
        each_one = tuple(found)
        sources = [each.source or Citation("") for each in each_one]
        words = Counter(each.checked if each.quote else None for each in sources)
        return cls(
            len(each_one),
            words["full text"],
            words["excerpt"],
            words[""],
            words[None],
            sum(bool(each.article) for each in sources),
            sum(each.known for each in each_one),
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a register says, graded, with the labels of its benefits."""

    law: Law
    graded: tuple[Graded, ...]

    def count(
        self, what: What, *, jurisdiction: str | None = None, benefit: str | None = None
    ) -> Mapping[Grade, int]:
        """How many values or rules have each grade: all, of a jurisdiction, or of a benefit."""
        found = Counter(
            each.grade
            for each in self.graded
            if each.what == what
            and jurisdiction in (None, each.jurisdiction)
            and (benefit is None or benefit in each.benefits)
        )
        return {grade: found[grade] for grade in GRADES}

    def grounds(self, what: What) -> Grounds:
        """What the values that there are, or the rules, stand on; an open figure has nothing."""
        return Grounds.of(
            each for each in self.graded if each.what == what and each.grade != "open"
        )

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions that lay something down, from the nation on."""
        return tuple(dict.fromkeys(each.jurisdiction for each in self.law.instruments))


def summary(found: Register) -> Summary:
    """The grades of everything in a register."""
    law = found.law
    places = {each.id: each.jurisdiction for each in law.instruments}
    files = {id(each.origin.source): each.jurisdiction for each in law.instruments}

    def where(origin: Origin) -> str:
        return files.get(id(origin.source), law.jurisdiction)

    days = {each.title.zh: each.issued or each.announced for each in law.instruments}

    def day_known(period: Period, source: Citation | None) -> bool:
        cited = days.get(source.document, 0) if source is not None else 0
        return period.announced > FIRST or cited > FIRST

    graded: list[Graded] = []
    for entry in found.figures:
        figure, benefits = entry.figure, tuple(name for name, _ in entry.benefits)
        if entry.open:
            place = where(figure.origin)
            graded.append(
                Graded("values", figure.id, "open", place, benefits, figure.source, known=False)
            )
        for each in figure.versions:
            place = places.get(each.document, law.jurisdiction)
            source = each.source or figure.source
            known = day_known(each.period, source)
            graded.append(
                Graded("values", figure.id, each.status, place, benefits, source, known=known)
            )
    uses = Uses.of(law)
    below = {
        each.id: {StepName.of(name).owner for name in uses.of_benefit(each.id)}
        for each in law.benefits
    }
    for rule in law.rules("register"):
        # what changes a key of a benefit and names no source has that of the benefit
        source = rule.source or (rule.head.source if isinstance(rule.head, Benefit) else None)
        graded.append(
            Graded(
                "rules",
                rule.name,
                rule.status,
                where(rule.origin),
                tuple(_benefits(rule, below)),
                source,
                known=day_known(rule.period, source),
            )
        )
    return Summary(law, tuple(graded))


def _benefits(rule: LawRule, below: Mapping[str, set[str]]) -> Iterable[str]:
    """The benefits that a rule belongs to or that rest on it."""
    name = rule.owner or rule.id
    return (each for each, names in below.items() if name == each or name in names)


# --- JSON ---


def as_json(found: Summary) -> dict[str, Any]:
    law = found.law
    return {
        "jurisdiction": law.jurisdiction,
        "total": {what: dict(found.count(what)) for what in ("values", "rules")},
        "jurisdictions": [
            {"jurisdiction": each}
            | {what: dict(found.count(what, jurisdiction=each)) for what in ("values", "rules")}
            for each in found.jurisdictions
        ],
        "benefits": [
            {"benefit": each.id, "label": each.label.to_dict()}
            | {what: dict(found.count(what, benefit=each.id)) for what in ("values", "rules")}
            for each in law.benefits
        ],
        "grounds": {
            what: {
                key: getattr(found.grounds(what), key)
                for key in ("all", *_GROUNDS, "article", "known")
            }
            for what in ("values", "rules")
        },
    }


# --- text ---

_GROUNDS: Mapping[str, Words] = {
    "full_text": CHECKED_WORDS["full text"],
    "excerpt": CHECKED_WORDS["excerpt"],
    "not_checked": CHECKED_WORDS[""],
    "without_words": Words("没有原文", "no words"),
}
_TEXT = Catalogue(
    {
        "title": Words("来源自评", "The register graded"),
        "total": Words("合计", "In all"),
        "jurisdictions": Words("按辖区", "By jurisdiction"),
        "benefits": Words("按待遇（所依据的数值和规则）", "By benefit, with all it rests on"),
        "grounds": Words("依据", "What they stand on"),
        "values": Words("数值", "values"),
        "rules": Words("规则", "rules"),
        "open": Words("未找到", "open"),
        "nothing": Words("无", "none"),
        "words": Words("原文 {counts}", "words: {counts}"),
        "article": Words("写明条款或位置 {count}", "with article or place {count}"),
        "known": Words("知道公布日期 {count}", "day of announcement known {count}"),
    }
)


def as_text(found: Summary, lang: Lang) -> str:
    """The grades as lines: in all, by jurisdiction, by benefit, and what they stand on."""
    marks, law = MARKS[lang], found.law

    def word(key: str, **holes: object) -> str:
        return _TEXT.say(lang, key, **holes)

    def grade(each: Grade) -> str:
        return word("open") if each == "open" else PHRASES.say(lang, each)

    def counted(counts: Mapping[Grade, int]) -> str:
        said = [f"{grade(each)} {count}" for each, count in counts.items() if count]
        return marks.listed(said) or word("nothing")

    def line(name: str, **of: str) -> str:
        values, rules = found.count("values", **of), found.count("rules", **of)
        parts = (f"{word('values')} {counted(values)}", f"{word('rules')} {counted(rules)}")
        return marks.labelled(name, marks.clauses(parts))

    name = marks.aside(law.name.say(lang), law.jurisdiction)
    lines = [f"{name} · {word('title')}", line(word("total"))]
    lines += ["", f"== {word('jurisdictions')} =="]
    lines += [line(each, jurisdiction=each) for each in found.jurisdictions]
    lines += ["", f"== {word('benefits')} =="]
    lines += [line(each.label.say(lang) or each.id, benefit=each.id) for each in law.benefits]
    lines += ["", f"== {word('grounds')} =="]
    for what in ("values", "rules"):
        stand = found.grounds(what)
        words = marks.listed(
            f"{text.say(lang)} {getattr(stand, key)}" for key, text in _GROUNDS.items()
        )
        parts = (
            word("words", counts=words),
            word("article", count=stand.article),
            word("known", count=stand.known),
        )
        lines.append(marks.labelled(f"{word(what)} {stand.all}", marks.clauses(parts)))
    return "\n".join(lines) + "\n"
