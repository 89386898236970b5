"""Draws a settlement: due and paid of each benefit and payee by month, and differences.

Plain SVG without anything from outside: it opens in a browser, on a phone, and prints. Lines differ
in kind as well as in colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from welfare_rules.basics.days import every_month
from welfare_rules.basics.due import Due, added
from welfare_rules.basics.harmless import markup
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.law.model import Law
from welfare_rules.settlement.catalogue import CHART
from welfare_rules.settlement.letter import payee_text
from welfare_rules.settlement.settlement import Line, Settlement

WIDTH, PANEL, WORDED, TOP, LEFT, RIGHT = 720, 236, 22, 64, 74, 18
PLOT, BARS = 118, 44  # heights of the steps and of the differences below them
DUE, PAID, OWED, BACK, INK, FAINT = "#0b5cad", "#b35900", "#0b5cad", "#b35900", "#222", "#d9d9d9"
FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC','SimHei',sans-serif"


def draw(law: Law, found: Settlement, lang: Lang) -> str:
    """The chart as SVG text.

    One panel for each benefit and payee, all over the same months; what is only undetermined is
    told in words.
    """
    names = {benefit.id: benefit.label.say(lang) for benefit in law.benefits}
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
        parts.extend(_panel(lines, _head(names, lines[0]), TOP + PANEL * place, open_word))
    for place, lines in enumerate(unsaid):
        y = TOP + PANEL * len(panels) + WORDED * place + 10
        months = marks.listed(line.month.text for line in lines if not line.determined)
        text = marks.labelled(_head(names, lines[0]), f"{open_word} {months}")
        parts.append(f'<text x="{LEFT}" y="{y}" font-size="12">{markup(text)}</text>')
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _head(names: Mapping[str, str], line: Line) -> str:
    return f"{names.get(line.benefit, line.benefit)} · {payee_text(line.payee)}"


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
    most = max(1, *(max(added([line.due_fen]), line.paid_fen) for line in lines))
    widest = max(1, *(max(added([line.arrears_fen]), added([line.recovery_fen])) for line in lines))
    step = (WIDTH - LEFT - RIGHT) / count
    yield f'<text x="{LEFT}" y="{top + 18}" font-weight="bold">{markup(head)}</text>'
    for share in (0, 1, 2):
        y = base - PLOT * share / 2
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{FAINT}"/>'
        scale = f'text-anchor="end" font-size="11">{yuan_text(most * share // 2)}'
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
    every = max(1, -(-count // 12))
    for place, line in enumerate(lines):
        x = LEFT + step * place
        middle = x + step / 2
        if not line.determined:
            yield _centred(middle, f"{base - 6}", open_word)
        arrears, recovery = added([line.arrears_fen]), added([line.recovery_fen])
        difference = arrears or recovery
        if difference:
            tall = max(3.0, (BARS - 16) * difference / widest)
            look = f'fill="{OWED}"' if arrears else f'fill="none" stroke="{BACK}" stroke-width="2"'
            size = f'width="{step * 0.5:.1f}" height="{tall:.1f}"'
            yield f'<rect x="{x + step * 0.25:.1f}" y="{base + BARS - tall:.1f}" {size} {look}/>'
            if step >= 44:
                sign = "+" if arrears else "−"
                above = f"{base + BARS - tall - 4:.1f}"
                yield _centred(middle, above, f"{sign}{yuan_text(difference)}")
        if place % every == 0:
            yield _centred(middle, f"{base + BARS + 16}", line.month.text)
    floor = base + BARS
    yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{floor}" y2="{floor}" stroke="{INK}"/>'


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
