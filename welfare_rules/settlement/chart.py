"""Draws a settlement: due and paid of each benefit and payee by month, and differences.

Plain SVG without anything from outside: it opens in a browser, on a phone, and prints. Lines differ
in kind as well as in colour. What is owed stands above a line of its own, what is taken back hangs
below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from welfare_rules.basics.axis import round_axis
from welfare_rules.basics.days import Month, every_month
from welfare_rules.basics.due import Due, added
from welfare_rules.basics.harmless import markup
from welfare_rules.basics.money import short_yuan_text, yuan_text
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.law.law import Law
from welfare_rules.settlement.catalogue import CHART, LETTER
from welfare_rules.settlement.letter import payee_text
from welfare_rules.settlement.settlement import Line, Settlement

WIDTH, PANEL, WORDED, TOP, LEFT, RIGHT = 720, 272, 22, 64, 74, 18
PLOT, BAR, SAID = 118, 26, 15  # heights of the steps, of a difference, and of its number
ZERO = PLOT + 30 + SAID + BAR + 10  # of a panel: where nothing is owed
DUE, PAID, OWED, BACK, INK, FAINT = "#0b5cad", "#b35900", "#0b5cad", "#b35900", "#222", "#d9d9d9"
FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"


def draw(law: Law, found: Settlement, lang: Lang) -> str:
    """The chart as SVG text.

    One panel for each benefit and payee, all over the same months; what is only undetermined is
    told in words.
    """
    heads = _Heads.of(law, lang)
    every = _panels(found)
    panels = [each for each in every if any(added([line.due_fen, line.paid_fen]) for line in each)]
    unsaid = [each for each in every if each not in panels]
    marks, words = MARKS[lang], CHART.templates(lang)
    title, open_word, unit = words["title"], words["open"], words["yuan"]
    due, paid, owed, back = words["due"], words["paid"], words["arrears"], words["recovery"]
    height = TOP + PANEL * len(panels) + WORDED * len(unsaid) + 8
    arrears = f"{owed} {yuan_text(found.arrears_fen)} {unit}"
    summary = f"{arrears}{marks.comma}{back} {yuan_text(found.recovery_fen)} {unit}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="100%" '
        f'role="img" lang="{lang}" '
        f'font-family="{FONT}" font-size="13" fill="{INK}" aria-labelledby="title desc">',
        f'<title id="title">{title}</title><desc id="desc">{markup(summary)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="17" font-weight="bold">{title}</text>',
        f'<text x="{WIDTH - RIGHT}" y="24" text-anchor="end">{markup(summary)}</text>',
        *_legend(due, paid, owed, back),
    ]
    for place, lines in enumerate(panels):
        parts.extend(_panel(lines, heads.say(lines[0]), TOP + PANEL * place, open_word))
    for place, lines in enumerate(unsaid):
        y = TOP + PANEL * len(panels) + WORDED * place + 10
        months = marks.listed(_spans([each.month for each in lines if not each.determined], lang))
        text = marks.labelled(heads.say(lines[0]), f"{open_word} {months}")
        parts.append(f'<text x="{LEFT}" y="{y}" font-size="12">{markup(text)}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


@dataclass(frozen=True, slots=True)
class _Heads:
    """What the panels are called: a benefit, and the household or the member who is paid."""

    benefits: Mapping[str, str]
    payees: Mapping[str, str]

    @classmethod
    def of(cls, law: Law, lang: Lang) -> _Heads:
        return cls(
            {each.id: each.label.say(lang) for each in law.benefits},
            {each.id: CHART.say(lang, each.payee.value) for each in law.benefits},
        )

    def say(self, line: Line) -> str:
        name = self.benefits.get(line.benefit, line.benefit)
        payee = f"{self.payees.get(line.benefit, '')} {payee_text(line.payee)}".strip()
        return f"{name} · {payee}"


def _spans(months: Sequence[Month], lang: Lang) -> Iterable[str]:
    """Months as people say them: those that follow one another as from one to another."""
    first = 0
    for place, month in enumerate(months):
        if place + 1 == len(months) or months[place + 1] != month.after(1):
            start = months[first]
            yield (
                start.text
                if start == month
                else LETTER.say(lang, "months", first=start.text, last=month.text)
            )
            first = place + 1


def _panels(found: Settlement) -> list[list[Line]]:
    """The lines of each benefit and payee, with a line of nothing for the months that have none."""
    made: dict[tuple[str, str], dict[str, Line]] = {}
    months = every_month(found.first, found.last)
    for line in found.lines:
        made.setdefault((line.benefit, line.payee), {})[line.month.text] = line
    return [
        [there.get(month.text, Line(month, *key, 0, 0)) for month in months]
        for key, there in made.items()
    ]


def _legend(due: str, paid: str, owed: str, back: str) -> Iterable[str]:
    y, dashed = 46, f'stroke="{PAID}" stroke-width="3" stroke-dasharray="6 4"'
    framed = f'fill="none" stroke="{BACK}" stroke-width="2"'
    yield f'<line x1="{LEFT}" x2="{LEFT + 28}" y1="{y}" y2="{y}" stroke="{DUE}" stroke-width="3"/>'
    yield f'<text x="{LEFT + 34}" y="{y + 4}">{due}</text>'
    yield f'<line x1="{LEFT + 100}" x2="{LEFT + 128}" y1="{y}" y2="{y}" {dashed}/>'
    yield f'<text x="{LEFT + 134}" y="{y + 4}">{paid}</text>'
    yield f'<rect x="{LEFT + 200}" y="{y - 7}" width="14" height="12" fill="{OWED}"/>'
    yield f'<text x="{LEFT + 220}" y="{y + 4}">{owed}</text>'
    yield f'<rect x="{LEFT + 300}" y="{y - 7}" width="14" height="12" {framed}/>'
    yield f'<text x="{LEFT + 320}" y="{y + 4}">{back}</text>'


def _panel(lines: Sequence[Line], head: str, top: int, open_word: str) -> Iterable[str]:
    """Steps of due and paid over a common scale, bars of the difference, the months below."""
    base, count = top + 30 + PLOT, len(lines)
    tick, most = round_axis(
        max(1000, *(max(added([line.due_fen]), line.paid_fen) for line in lines)), 4
    )
    widest = max(1, *(max(added([line.arrears_fen]), added([line.recovery_fen])) for line in lines))
    step = (WIDTH - LEFT - RIGHT) / count
    yield f'<text x="{LEFT}" y="{top + 18}" font-weight="bold">{markup(head)}</text>'
    for value in range(0, most + 1, tick):
        y = base - PLOT * value / most
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{FAINT}"/>'
        scale = f'text-anchor="end" font-size="11">{short_yuan_text(value)}'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" {scale}</text>'
    yield _steps(
        [line.due_fen for line in lines], most, base, step, f'stroke="{DUE}" stroke-width="3"'
    )
    yield _steps(
        [line.paid_fen for line in lines],
        most,
        base,
        step,
        f'stroke="{PAID}" stroke-width="3" stroke-dasharray="6 4"',
    )
    every, zero = max(1, -(-count // 12)), top + ZERO
    for place, line in enumerate(lines):
        x = LEFT + step * place
        middle = x + step / 2
        if not line.determined:
            yield _centred(middle, f"{base - 6}", open_word)
        arrears, recovery = added([line.arrears_fen]), added([line.recovery_fen])
        difference = arrears or recovery
        if difference:
            tall = max(3.0, BAR * difference / widest)
            look = f'fill="{OWED}"' if arrears else f'fill="none" stroke="{BACK}" stroke-width="2"'
            size = f'width="{step * 0.5:.1f}" height="{tall:.1f}"'
            upper = zero - tall if arrears else zero
            yield f'<rect x="{x + step * 0.25:.1f}" y="{upper:.1f}" {size} {look}/>'
            if step >= 44:
                beside = zero - tall - 4 if arrears else zero + tall + 12
                sign = "+" if arrears else "−"
                yield _centred(middle, f"{beside:.1f}", f"{sign}{yuan_text(difference)}")
        if place % every == 0:
            yield _centred(middle, f"{zero + BAR + SAID + 14}", line.month.text)
    yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{zero}" y2="{zero}" stroke="{INK}"/>'
    yield f'<text x="{LEFT - 8}" y="{zero + 4}" text-anchor="end" font-size="11">0</text>'


def _centred(x: float, y: str, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="middle" font-size="11">{text}</text>'


def _steps(values: Sequence[Due], most: int, base: float, step: float, look: str) -> str:
    """A step line; where a month is undetermined it is broken."""
    path: list[str] = []
    pen_down = False
    for place, value in enumerate(values):
        if not isinstance(value, int):
            pen_down = False
            continue
        x, y = LEFT + step * place, base - PLOT * value / most
        path.append(f"{'L' if pen_down else 'M'}{x:.1f} {y:.1f} H{x + step:.1f}")
        pen_down = True
    return f'<path d="{" ".join(path) or f"M{LEFT} {base}"}" fill="none" {look}/>'
