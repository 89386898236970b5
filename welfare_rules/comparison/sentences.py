"""What a difference between two answers reads like, in Chinese and in English.

What is paid instead of what, since when, and why.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import FIRST, Month, day_text, is_anniversary
from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.money import per_month, short_yuan_text
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.comparison.amendments import Amendment
from welfare_rules.comparison.catalogue import SENTENCES
from welfare_rules.comparison.causes import (
    DayTurn,
    Ends,
    FactTurn,
    FigureTurn,
    LawTurn,
    StartTurn,
    Turn,
    Who,
)
from welfare_rules.comparison.compare import Brief, Change, Comparison, Flip, compare
from welfare_rules.explanation.wording import Wording
from welfare_rules.language.types import MONEY, Kind, Type
from welfare_rules.program.program import FigureInForce

_MOST_CAUSES = 6  # named in one sentence; the data has all of them
_STATES: dict[bool | None, str] = {True: "holds", False: "fails", None: "open"}


def compare_words(before: Answer, after: Answer, lang: Lang = "zh") -> tuple[str, ...]:
    """One sentence for every benefit, payee and circle in which the two answers differ.

    >>> import welfare_rules as wr
    >>> policy = wr.load("cn/model")
    >>> case = {"id": "h1", "members": []}
    >>> rules = [policy.at("2021-08", known=day) for day in ("2021-08-31", "2021-12-31")]
    >>> compare_words(*(each.determine(case) for each in rules))
    ()
    """
    return comparison_words(compare(before, after), lang)


def comparison_words(comparison: Comparison, lang: Lang) -> tuple[str, ...]:
    """The sentences of a comparison that is already made."""
    return Telling(comparison, lang).sentences()


class Telling:
    """How one comparison is told in one language."""

    def __init__(self, comparison: Comparison, lang: Lang) -> None:
        self.comparison = comparison
        self.lang: Lang = lang
        self.marks = MARKS[lang]
        law = comparison.after.program.law
        self.wording = Wording.of(lang, law.choices, law.documents.values())
        self.moves = comparison.before.month != comparison.after.month

    def say(self, key: str, **holes: object) -> str:
        return SENTENCES.say(self.lang, key, **holes)

    def sentences(self) -> tuple[str, ...]:
        alike: dict[tuple[str, str], list[str]] = {}
        for each in self.comparison.changes:
            payees = alike.setdefault(
                (self.wording.label(each.label, each.benefit), self._change(each)), []
            )
            if each.personal:
                payees.append(each.payee)
        made = [self._told(label, payees, text) for (label, text), payees in alike.items()]
        if self.comparison.circle_changes:
            made.append(self._circle())
        return tuple(made)

    # --- what is otherwise ---

    def _since(self) -> str:
        after, before = self.comparison.after.month, self.comparison.before.month
        month = month_words(after, self.lang)
        if not self.moves:
            return month
        return self.say("back" if after.first < before.first else "onwards", month=month)

    def _change(self, change: Change) -> str:
        instead, why = self._instead(change), self._because(change)
        return self.say("change", since=self._since(), instead=instead, why=why)

    def _told(self, label: str, payees: list[str], text: str) -> str:
        """One sentence for all who have the same change for the same reasons."""
        return self.marks.labelled(
            self.marks.aside(label, self.marks.listed(payees)) if payees else label, text
        )

    def _instead(self, change: Change) -> str:
        before, after = change.before, change.after
        if (
            before is not None
            and after is not None
            and before.entitled
            and after.entitled
            and before.settled
            and after.settled
        ):
            one, other = self._money(before), self._money(after)
            return self.say("amounts", one=one, other=other)
        one, other = self._brief(before), self._brief(after)
        return self.say("briefs", one=one, other=other)

    def _brief(self, brief: Brief | None) -> str:
        if brief is None:
            return self.say("not_in_force")
        if brief.waiting:
            return self.say("not_begun")
        if brief.entitled is False:
            return self.say("not_eligible")
        if brief.service:
            return self.say("eligible" if brief.entitled else "undetermined")
        if brief.entitled and brief.settled:
            return self.say("eligible_for", amount=self._money(brief))
        return self.say("between", bounds=self.wording.range(MONEY, *bounds_of(brief.due)))

    def _money(self, brief: Brief) -> str:
        assert isinstance(brief.due, int)  # asked for amounts that are settled alone
        return short_money(brief.due, self.lang)

    def _circle(self) -> str:
        labels = {
            each.circle.id: each.circle.label
            for side in (self.comparison.before, self.comparison.after)
            for each in side.program.circles
        }

        def name(circle: str | None) -> str:
            if circle is None:
                return self.say("unknown_circle")
            if circle not in labels:
                return self.say("no_circle")
            return self.wording.label(labels[circle], circle)

        one, other = name(self.comparison.before.circle), name(self.comparison.after.circle)
        why = self._listed(self._turns(self.comparison.circle_causes))
        return self.say("circle", since=self._since(), one=one, other=other, why=why)

    # --- why ---

    def _because(self, change: Change) -> str:
        return self._listed(
            [
                *self._turns(change.causes),
                *(self._flip(each) for each in change.rules if _telling(each)),
            ]
        )

    def _listed(self, parts: list[str]) -> str:
        if not parts:
            return ""
        shown = self.marks.clauses(parts[:_MOST_CAUSES])
        if len(parts) > _MOST_CAUSES:
            shown += self.say("more_causes", count=len(parts) - _MOST_CAUSES)
        return self.say("because", gap=gap(shown), causes=shown)

    def _turns(self, turns: Iterable[Turn]) -> list[str]:
        return list(dict.fromkeys(self._turn(each) for each in turns))

    def _turn(self, turn: Turn) -> str:
        match turn:
            case FigureTurn():
                return self._figure(turn)
            case FactTurn():
                name = self._of(turn.who, self.wording.label(turn.fact.label, turn.fact.id))
                one, other = (
                    self._raw(turn.fact.type, each, turn.fact.flow)
                    for each in (turn.before, turn.after)
                )
                return self.say("fact", name=name, one=one, other=other)
            case DayTurn():
                return self._day(turn)
            case LawTurn():
                return self._law(turn)
            case StartTurn():
                return self._start(turn)

    def _start(self, turn: StartTurn) -> str:
        how = self.wording.phrases.get(turn.starts, turn.starts)
        day = f"{self.wording.label(turn.fact.label, turn.fact.id)} {day_text(turn.day)}"
        return self.marks.aside(self.say("starts", how=how), day)

    def _law(self, turn: LawTurn) -> str:
        if turn.amendments:
            return self.marks.clauses(
                dict.fromkeys(self._amendment(each) for each in turn.amendments)
            )
        name = self.wording.label(turn.step.label, turn.step.id) if turn.step is not None else ""
        return self.say("law", name=name)

    def _amendment(self, each: Amendment) -> str:
        key = "begins" if each.begins else "ends"
        name = self.wording.label(each.label, each.id)
        if each.day > FIRST:
            text = self.say(f"{key}_on", name=name, day=day_text(each.day))
        else:
            text = self.say(key, name=name)
        if each.source is None:
            return text
        return self.marks.aside(text, self.wording.title(each.source.document))

    def _figure(self, turn: FigureTurn) -> str:
        made = turn.after or turn.before
        name = self.wording.label(made.figure.label, turn.id) if made is not None else turn.id
        if turn.after is None or turn.after.value is None:
            return self.say("figure_gone", name=name, was=self._version(turn.before))
        day, value = day_text(_announced(turn.after)), self._value(turn.after)
        if turn.before is None or turn.before.value is None:
            return self.say("figure_new", day=day, name=name, value=value)
        was = self._version(turn.before)
        return self.say("figure", day=day, name=name, value=value, was=was)

    def _version(self, figure: FigureInForce | None) -> str:
        if figure is None or figure.value is None:
            return self.say("no_version")
        day, value = day_text(_announced(figure)), self._value(figure)
        return self.say("version", day=day, value=value)

    def _value(self, figure: FigureInForce) -> str:
        value = figure.value if figure.value is not None else 0
        return (
            short_money(value, self.lang)
            if figure.figure.type.kind is Kind.MONEY
            else self.wording.number(figure.figure.type, value)
        )

    def _day(self, turn: DayTurn) -> str:
        day = day_text(turn.day)
        birthdays = [
            fact for fact, value in turn.dates if turn.years and is_anniversary(value, turn.day)
        ]
        if birthdays and turn.step.type.kind is Kind.INT and turn.after[0] is not None:
            name = self._of(turn.who, self.wording.label(birthdays[0].label, birthdays[0].id))
            count = turn.after[0]
            return self.say("birthday", gap=gap(name), name=name, day=day, count=count)
        named = [
            f"{self.wording.label(fact.label, fact.id)} {day_text(value)}"
            for fact, value in turn.dates
        ]
        name = self._of(turn.who, self.wording.label(turn.step.label, turn.step.id))
        dates = self.marks.aside("", self.marks.listed(named)) if named else ""
        one, other = (self._step_value(turn.step.type, each) for each in (turn.before, turn.after))
        return self.say("day", day=day, gap=gap(name), name=name, one=one, other=other, dates=dates)

    def _step_value(self, kind: Type, value: Ends) -> str:
        return self.wording.value(kind, (value[0], value[1]))

    def _raw(self, kind: Type, value: int | None, flow: bool) -> str:
        if value is None:
            return self.wording.phrases["unknown"]
        return self.wording.number(kind, per_month(value) if flow else value)

    def _flip(self, flip: Flip) -> str:
        label = self.wording.label(flip.because, flip.rule)
        name = self.marks.aside(f"“{label}”", flip.member) if flip.member else f"“{label}”"
        if flip.only:
            return self.say(
                "now_applies" if flip.only == "after" else "applies_no_longer", name=name
            )
        one, other = self.say(_STATES[flip.before]), self.say(_STATES[flip.after])
        key = "flip_to_false" if flip.before and flip.after is False else "flip"
        return self.say(key, name=name, one=one, other=other)

    def _of(self, who: Who, label: str) -> str:
        return label if who is None else self.say("of", who=who, label=label)


def gap(text: str) -> str:
    """A space between Chinese words and a text that begins with a letter or figure."""
    return " " if text[:1].isascii() else ""


def _telling(flip: Flip) -> bool:
    """A rule that is in force on one side alone and does not hold there tells nothing."""
    return not flip.only or bool(flip.before or flip.after)


def _announced(figure: FigureInForce) -> int:
    return max(each.period.announced for each in figure.chain)


def short_money(fen: Fraction | int, lang: Lang) -> str:
    """Yuan without decimals where there are none: 730 元, 783.50 元."""
    return f"{short_yuan_text(fen)} {SENTENCES.say(lang, 'yuan')}"


def month_words(month: Month, lang: Lang) -> str:
    return SENTENCES.say(lang, "month", year=month.year, number=month.number)
