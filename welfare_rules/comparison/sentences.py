"""What a difference between two answers reads like, in Chinese and in English.

What is paid instead of what, since when, and why.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from welfare_rules.answer.answer import Answer
from welfare_rules.basics.days import FIRST, Month, day_text, is_anniversary
from welfare_rules.basics.money import per_month, short_yuan_text
from welfare_rules.basics.text import Lang, Words
from welfare_rules.comparison.amendments import Amendment
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
_STATE: dict[bool | None, Words] = {
    True: Words("成立", "holds"),
    False: Words("不成立", "does not hold"),
    None: Words("不能确定", "cannot be said"),
}


def compare_words(before: Answer, after: Answer, lang: Lang = "zh") -> tuple[str, ...]:
    """One sentence for every benefit, payee and circle of which the two answers say different
    things.

    >>> import welfare_rules as wr
    >>> policy = wr.load("cn/model")
    >>> case = {"id": "h1", "members": []}
    >>> answers = [policy.at("2021-08", known=day).determine(case) for day in ("2021-08-31", "2021-12-31")]
    >>> compare_words(*answers)
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
        law = comparison.after.program.law
        self.wording = Wording.of(lang, law.choices, law.documents.values())
        self.moves = comparison.before.month != comparison.after.month

    def say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

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
        if self.moves and after.first < before.first:
            return self.say(f"{month_words(after, 'zh')}", f"in {month_words(after, 'en')}")
        if self.moves:
            return self.say(f"自 {month_words(after, 'zh')}起", f"from {month_words(after, 'en')}")
        return month_words(after, self.lang)

    def _change(self, change: Change) -> str:
        why = self._because(change)
        if self.lang == "zh":
            return f"{self._since()}{self._instead(change)}{why}。"
        return f"{self._since()} {self._instead(change)}{why}."

    def _told(self, label: str, payees: list[str], text: str) -> str:
        """One sentence for all who have the same change for the same reasons."""
        return self.wording.told(
            self.wording.aside(label, self.wording.listed(payees)) if payees else label, text
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
            return self.say(f" {other}而非 {one}", f"{other} instead of {one}")
        one, other = self._brief(before), self._brief(after)
        return self.say(f"{other}（原：{one}）", f"{other} (before: {one})")

    def _brief(self, brief: Brief | None) -> str:
        if brief is None:
            return self.say("没有这项规定", "not in force")
        if brief.waiting:
            return self.say("还没有起发", "not begun yet")
        if brief.entitled is False:
            return self.say("不符合", "not eligible")
        if brief.service:
            return (
                self.say("符合", "eligible")
                if brief.entitled
                else self.say("不能确定", "undetermined")
            )
        if brief.entitled and brief.settled:
            return self.say(f"符合，{self._money(brief)}", f"eligible, {self._money(brief)}")
        bounds = self.wording.range(MONEY, brief.low, brief.high)
        return self.say(f"不能确定（{bounds}）", f"undetermined ({bounds})")

    def _money(self, brief: Brief) -> str:
        return short_money(brief.low or 0, self.lang)

    def _circle(self) -> str:
        labels = {
            each.circle.id: each.circle.label
            for side in (self.comparison.before, self.comparison.after)
            for each in side.program.circles
        }

        def name(circle: str | None) -> str:
            if circle is None:
                return self.say("不能确定", "cannot be said")
            return (
                self.wording.label(labels[circle], circle)
                if circle in labels
                else self.say("无", "none")
            )

        one, other = name(self.comparison.before.circle), name(self.comparison.after.circle)
        why = self._listed(self._turns(self.comparison.circle_causes))
        if self.lang == "zh":
            return f"圈层：{self._since()}为“{other}”而非“{one}”{why}。"
        return f"circle: {self._since()} {other} instead of {one}{why}."

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
        shown = self.wording.sentences(parts[:_MOST_CAUSES])
        if len(parts) > _MOST_CAUSES:
            shown += self.say(
                f"；另有 {len(parts) - _MOST_CAUSES} 项", f"; and {len(parts) - _MOST_CAUSES} more"
            )
        return self.say(f"，因为{gap(shown)}{shown}", f", because {shown}")

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
                return self.say(
                    f"{name}由 {one}改为 {other}", f"{name} is {other} instead of {one}"
                )
            case DayTurn():
                return self._day(turn)
            case LawTurn():
                return self._law(turn)
            case StartTurn():
                return self._start(turn)

    def _start(self, turn: StartTurn) -> str:
        how = self.wording.phrases.get(turn.starts, turn.starts)
        day = f"{self.wording.label(turn.fact.label, turn.fact.id)} {day_text(turn.day)}"
        return self.wording.aside(self.say(how, f"it is {how}"), day)

    def _law(self, turn: LawTurn) -> str:
        if turn.amendments:
            return self.wording.sentences(
                dict.fromkeys(self._amendment(each) for each in turn.amendments)
            )
        name = self.wording.label(turn.step.label, turn.step.id) if turn.step is not None else ""
        return self.say(f"“{name}”的规定有变", f"the rule “{name}” is another")

    def _amendment(self, each: Amendment) -> str:
        name, day = (
            f"“{self.wording.label(each.label, each.id)}”",
            day_text(each.day) if each.day > FIRST else "",
        )
        source = f"{self.wording.title(each.source.document)}" if each.source is not None else ""
        zh = f"{f'自 {day} 起' if day else ''}{name}{'开始适用' if each.begins else '不再适用'}"
        en = f"{name} {'applies' if each.begins else 'no longer applies'}{f' from {day}' if day else ''}"
        return self.wording.aside(self.say(zh, en), source) if source else self.say(zh, en)

    def _figure(self, turn: FigureTurn) -> str:
        made = turn.after or turn.before
        name = self.wording.label(made.figure.label, turn.id) if made is not None else turn.id
        if turn.after is None or turn.after.value is None:
            return self.say(
                f"{name}没有数值（原为 {self._version(turn.before)}）",
                f"there is no value of {name} (it was {self._version(turn.before)})",
            )
        day, value = day_text(_announced(turn.after)), self._value(turn.after)
        if turn.before is None or turn.before.value is None:
            return self.say(
                f"{day} 公布的{name}为 {value}（原无数值）",
                f"{name} announced on {day} is {value} (there was none)",
            )
        was = self._version(turn.before)
        return self.say(
            f"{day} 公布的{name}为 {value}（原为 {was}）",
            f"{name} announced on {day} is {value} (it was {was})",
        )

    def _version(self, figure: FigureInForce | None) -> str:
        if figure is None or figure.value is None:
            return self.say("无数值", "none")
        day, value = day_text(_announced(figure)), self._value(figure)
        return self.say(f"{day} 公布的 {value}", f"{value} announced on {day}")

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
            return self.say(
                f"自{gap(name)}{name}起至 {day} 满 {count} 周年",
                f"{count} years since {name} are completed on {day}",
            )
        named = [
            self.say(
                f"{self.wording.label(fact.label, fact.id)} {day_text(value)}",
                f"{self.wording.label(fact.label, fact.id)} {day_text(value)}",
            )
            for fact, value in turn.dates
        ]
        name = self._of(turn.who, self.wording.label(turn.step.label, turn.step.id))
        reckoned = (
            f"（{self.wording.listed(named)}）"
            if self.lang == "zh"
            else f" ({self.wording.listed(named)})"
        )
        one, other = (self._step_value(turn.step.type, each) for each in (turn.before, turn.after))
        return self.say(
            f"自 {day} 起{gap(name)}{name}由“{one}”变为“{other}”{reckoned if named else ''}",
            f"from {day} {name} is {other} instead of {one}{reckoned if named else ''}",
        )

    def _step_value(self, kind: Type, value: Ends) -> str:
        return self.wording.value(kind, (value[0], value[1]))

    def _raw(self, kind: Type, value: int | None, flow: bool) -> str:
        if value is None:
            return self.wording.phrases["unknown"]
        return self.wording.number(kind, per_month(value) if flow else value)

    def _flip(self, flip: Flip) -> str:
        label = self.wording.label(flip.because, flip.rule)
        name = self.wording.aside(f"“{label}”", flip.member) if flip.member else f"“{label}”"
        if flip.only:
            return self.say(
                f"{name}{'自此适用' if flip.only == 'after' else '不再适用'}",
                f"{name} {'now applies' if flip.only == 'after' else 'no longer applies'}",
            )
        one, other = _STATE[flip.before].say(self.lang), _STATE[flip.after].say(self.lang)
        return self.say(
            f"{name}由{one}变为{other}",
            f"{name} {other} any more"
            if flip.before and flip.after is False
            else f"{name} now {other}",
        )

    def _of(self, who: Who, label: str) -> str:
        if who is None:
            return label
        return f"{who} 的{label}" if self.lang == "zh" else f"{label} of {who}"


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
    return f"{short_yuan_text(fen)} {'元' if lang == 'zh' else 'yuan'}"


def month_words(month: Month, lang: Lang) -> str:
    return f"{month.year} 年 {month.number} 月" if lang == "zh" else month.text
