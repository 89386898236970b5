"""The curves as pictures.

Inline SVG with a title and a description, in a wide and a narrow drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from welfare_rules.basics.money import short_yuan_text
from welfare_rules.basics.text import Words, listed
from welfare_rules.register.handbook.context import Page, section
from welfare_rules.register.handbook.curve import AGE, Cliff, Curve, Point
from welfare_rules.register.handbook.html import Child, Html, both, table, tag
from welfare_rules.register.handbook.words import W, w

SERIES = 4  # of benefits that have a colour of their own; the smallest ones share the last


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing and its margins in pixels, and the ends of both axes in fen."""

    width: int
    height: int
    left: int
    bottom: int
    high_x: int
    high_y: int

    top = 16
    right = 14

    def x(self, fen: int) -> float:
        return round(
            self.left + (self.width - self.left - self.right) * fen / max(self.high_x, 1), 1
        )

    def y(self, fen: int) -> float:
        return round(
            self.height
            - self.bottom
            - (self.height - self.bottom - self.top) * fen / max(self.high_y, 1),
            1,
        )


def curve_section(page: Page, plain: Sequence[Curve], needy: Sequence[Curve]) -> Html | None:
    """The pictures by size of household, and those in which one member has a need."""
    sizes = [
        (each, w("persons", count=each.size))
        for each in plain
        if any(point.total for point in each.points)
    ]
    wants = [(each, each.need) for each in needy if each.need is not None]
    if not sizes:
        return section("curve", w("curve"), tag("p", both(w("no_curve")))) if plain else None
    parts: list[Child] = [*_switched(page, "size", w("size"), sizes, min(2, len(sizes) - 1))]
    if wants:
        parts += [tag("h3", both(w("needs"))), *_switched(page, "need", w("need"), wants, 0)]
    return section("curve", w("curve"), *parts)


def _switched(
    page: Page, name: str, title: Words, curves: Sequence[tuple[Curve, Words]], chosen: int
) -> Iterable[Child]:
    """Pictures of which one is shown, and what to choose it with; on paper all of them stand."""
    for place, (curve, _) in enumerate(curves):
        yield tag(
            "input", type="radio", name=name, id=curve.key, cls="switch", checked=place == chosen
        )
    labels = [tag("label", both(label), for_=curve.key) for curve, label in curves]
    yield tag("div", tag("span", both(title)), labels, cls="tabs")
    for curve, label in curves:
        yield tag("figure", *_panel(page, curve, label), cls=f"panel {curve.key}")


def _panel(page: Page, curve: Curve, label: Words) -> Iterable[Child]:
    series = _series(curve)
    names = {each.id: each.label for each in page.program.benefits}
    key = "sample" if curve.need is None else "sample_need"
    sample = w(key, count=curve.size, age=AGE, income=curve.income)
    yield tag("figcaption", tag("strong", both(label)), " ", both(sample))
    yield _legend(curve, series, names)
    for cls, width, height, left in (("broad", 760, 400, 58), ("slim", 360, 330, 46)):
        yield _drawing(page, curve, label, series, cls, width, height, left)
    yield _cliffs(curve)
    if curve.undetermined:
        absent = listed(names[each] for each in curve.undetermined)
        yield tag("p", both(w("undetermined", benefits=absent)), cls="missing")
    yield _numbers(page, curve)


def _series(curve: Curve) -> list[tuple[str, ...]]:
    """The benefits that are paid somewhere, the biggest first.

    Beyond a few they are drawn together.
    """
    most: dict[str, int] = {}
    for point in curve.points:
        for name, amount in point.paid:
            most[name] = max(most.get(name, 0), amount)
    names = sorted(most, key=lambda each: -most[each])
    alone, rest = (
        (names, []) if len(names) <= SERIES else (names[: SERIES - 1], names[SERIES - 1 :])
    )
    return [(each,) for each in alone] + ([tuple(rest)] if rest else [])


def _legend(curve: Curve, series: Sequence[tuple[str, ...]], names: dict[str, Words]) -> Html:
    items: list[Child] = []
    for place, group in enumerate(series):
        label = listed(names[each] for each in group)
        items.append(tag("li", tag("i", cls=f"key s{place}"), both(label)))
    items.append(tag("li", tag("i", cls="key total"), both(w("line_total"))))
    items.append(tag("li", tag("i", cls="key income"), both(w("line_income"))))
    if curve.cliffs:
        items.append(tag("li", tag("i", cls="key cliff"), both(w("cliffs"))))
    return tag("ul", items, cls="legend")


def _drawing(
    page: Page,
    curve: Curve,
    label: Words,
    series: Sequence[tuple[str, ...]],
    cls: str,
    width: int,
    height: int,
    left: int,
) -> Html:
    circles = bool(page.program.circles)
    high_x = curve.points[-1].income
    high_y = max(point.income + point.total for point in curve.points)
    frame = Frame(width, height, left, 76 if circles else 50, high_x, _nice(high_y)[1])
    key = f"plot-{curve.key}-{cls}"
    title = f"{W['curve'].zh} {W['curve'].en} · {label.zh} {label.en}"
    start, end = curve.points[0].total, curve.points[-1].total
    described = (
        f"{W['axis_x'].zh} 0–{_yuan(high_x)}：{_yuan(start)} → {_yuan(end)}. {W['axis_x'].en}."
    )
    middle = (frame.left + width - frame.right) / 2
    parts: list[Child] = [
        tag("title", title, id=f"{key}-t"),
        tag("desc", described, id=f"{key}-d"),
        *_grid(frame),
        *_areas(curve, series, frame),
        tag(
            "line",
            cls="income",
            x1=frame.x(0),
            y1=frame.y(0),
            x2=frame.x(high_x),
            y2=frame.y(high_x),
        ),
        tag("polyline", cls="total", points=_path(curve.points, frame)),
        *(_mark(each, place, frame) for place, each in enumerate(curve.cliffs)),
        *(_strip(page, curve, frame) if circles else ()),
        tag(
            "text",
            _axis(w("axis_x"), cls),
            cls="axis",
            x=middle,
            y=height - 8,
            text_anchor="middle",
        ),
    ]
    return tag(
        "svg",
        parts,
        cls=f"plot {cls}",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )


def _axis(words: Words, cls: str) -> str:
    return words.zh if cls == "slim" else f"{words.zh}  {words.en}"


def _points(pairs: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in pairs)


def _path(points: Sequence[Point], frame: Frame) -> str:
    return _points((frame.x(each.income), frame.y(each.income + each.total)) for each in points)


def _areas(curve: Curve, series: Sequence[tuple[str, ...]], frame: Frame) -> list[Html]:
    """Benefits laid upon each other, the biggest at the bottom."""
    base = [0] * len(curve.points)
    made: list[Html] = []
    for place, group in enumerate(series):
        upper = [
            low + sum(amount for name, amount in point.paid if name in group)
            for low, point in zip(base, curve.points, strict=True)
        ]
        forth = [
            (frame.x(point.income), frame.y(value))
            for point, value in zip(curve.points, upper, strict=True)
        ]
        back = [
            (frame.x(point.income), frame.y(value))
            for point, value in zip(curve.points, base, strict=True)
        ]
        made.append(tag("polygon", cls=f"area s{place}", points=_points([*forth, *reversed(back)])))
        base = upper
    return made


def _mark(cliff: Cliff, place: int, frame: Frame) -> Html:
    x, y = frame.x(cliff.low.income), frame.y(cliff.low.income + cliff.low.total)
    low = frame.y(cliff.high.income + cliff.high.total)
    number = tag(
        "text", str(place + 1), x=x, y=max(y - 12, 12) + 4, text_anchor="middle", cls="number"
    )
    disc = tag("circle", cx=x, cy=max(y - 12, 12), r=9)
    return tag("g", tag("line", x1=x, y1=y, x2=x, y2=low), disc, number, cls="cliff")


def _strip(page: Page, curve: Curve, frame: Frame) -> list[Html]:
    """The circle that the household is in, below the axis."""
    labels = {each.circle.id: each.circle.label for each in page.program.circles}
    order = list(labels)
    made: list[Html] = []
    y = frame.height - 46
    for circle, run in groupby(curve.points, key=lambda each: each.circle):
        points = list(run)
        start, end = frame.x(points[0].income), frame.x(points[-1].income)
        cls = f"c{order.index(circle)}" if circle in order else "c-none"
        made.append(
            tag(
                "rect",
                x=start,
                y=y,
                width=max(round(end - start, 1), 1),
                height=20,
                cls=f"strip {cls}",
            )
        )
        name = (
            labels[circle].zh
            if circle in order
            else W["no_circle"].zh
            if circle is not None
            else "？"
        )
        if end - start > 12 * len(name):
            made.append(
                tag(
                    "text",
                    name,
                    x=round((start + end) / 2, 1),
                    y=y + 14,
                    text_anchor="middle",
                    cls="circle-name",
                )
            )
    return made


def _grid(frame: Frame) -> Iterable[Html]:
    step, top = _nice(frame.high_y)
    floor = frame.y(0)
    for value in range(0, top + 1, step):
        y = frame.y(value)
        yield tag(
            "line",
            cls="grid" if value else "base",
            x1=frame.left,
            y1=y,
            x2=frame.width - frame.right,
            y2=y,
        )
        yield tag("text", _yuan(value), x=frame.left - 7, y=y + 4, text_anchor="end", cls="tick")
    step, _ = _nice(frame.high_x, 7 if frame.width > 500 else 4)
    for value in range(0, frame.high_x + 1, step):
        yield tag(
            "text", _yuan(value), x=frame.x(value), y=floor + 17, text_anchor="middle", cls="tick"
        )


def _nice(high: int, most: int = 6) -> tuple[int, int]:
    """A round step of an axis, and the axis' end, both in fen."""
    step = 1000
    for each in (n * 10**power for power in range(3, 12) for n in (1, 2, 5)):
        step = each
        if high / each <= most:
            break
    return step, -(-high // step) * step


def _yuan(fen: int) -> str:
    return short_yuan_text(fen)


def _cliffs(curve: Curve) -> Html:
    if not curve.cliffs:
        return tag("p", both(w("no_cliffs")), cls="quiet")
    items = [
        tag(
            "li",
            both(
                w(
                    "cliff",
                    low=_yuan(each.low.income),
                    high=_yuan(each.high.income),
                    before=_yuan(each.low.total),
                    after=_yuan(each.high.total),
                    drop=_yuan(each.drop),
                )
            ),
        )
        for each in curve.cliffs
    ]
    return tag("ol", items, cls="cliffs")


def _numbers(page: Page, curve: Curve) -> Html:
    """The picture as a table, for those who cannot see it and those who want the numbers."""
    labels = {each.circle.id: each.circle.label for each in page.program.circles}
    step = max(_nice(curve.points[-1].income, 8)[0], 1)
    rows: list[list[Child]] = []
    for fen in range(0, curve.points[-1].income + 1, step):
        point = min(curve.points, key=lambda each: abs(each.income - fen))
        circle = both(labels[point.circle]) if point.circle in labels else both(w("no_circle"))
        rows.append(
            [_yuan(point.income), _yuan(point.total), _yuan(point.income + point.total), circle]
        )
    head = [both(w("curve_row")), both(w("benefits")), both(w("line_total")), both(w("circle_of"))]
    return tag("details", tag("summary", both(w("in_words"))), table(head, rows, cls="numbers"))
