"""The curves as pictures.

Inline SVG with a title and a description, in a wide and a narrow drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise

from welfare_rules.basics.axis import round_axis
from welfare_rules.basics.html import Child, Html, both, escaped, table, tag, twice
from welfare_rules.basics.money import short_yuan_text
from welfare_rules.basics.text import Words, listed
from welfare_rules.register.handbook.context import Page, conditions, section
from welfare_rules.register.handbook.curve import Cliff, Curve, Point
from welfare_rules.register.handbook.words import W, w

SERIES = 4  # of benefits that have a colour of their own; the smallest ones share the last
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # by which a band is found in the legend
WIDE, NARROW = 11.5, 6  # how wide a Chinese and a Latin sign of a label are drawn at most


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a drawing and its margins in pixels, and the ends of both axes in fen."""

    width: int
    height: int
    left: int
    bottom: int
    high_x: int
    high_y: int

    top = 26
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


def curve_section(page: Page, curves: Sequence[Curve]) -> Html | None:
    """The pictures, one for each household: on a screen one is shown, on paper all of them."""
    shown = [each for each in curves if any(point.total for point in each.points)]
    if not shown:
        return section("curve", w("curve"), tag("p", both(w("no_curve")))) if curves else None
    chosen = shown[min(1, len(shown) - 1)]
    names = {each.id: each.label for each in page.program.benefits}
    open_for_all = {
        name for name in shown[0].undetermined if all(name in each.undetermined for each in shown)
    }
    parts: list[Child] = [
        tag("p", both(w("sample", income=shown[0].income)), cls="lead"),
        _left_out(names, [each for each in shown[0].undetermined if each in open_for_all]),
        *(
            tag(
                "input",
                type="radio",
                name="home",
                id=each.key,
                cls="switch",
                checked=each is chosen,
            )
            for each in shown
        ),
        tag(
            "div",
            tag("span", both(w("home"))),
            [tag("label", both(each.label), for_=each.key) for each in shown],
            cls="tabs",
        ),
        *(
            tag("figure", *panel(page, each, names, open_for_all), cls=f"panel {each.key}")
            for each in shown
        ),
    ]
    return section("curve", w("curve"), *parts)


def switching(curves: Iterable[Curve]) -> str:
    """The lines of the style sheet by which choosing a household shows its picture."""
    lines: list[str] = []
    for each in curves:
        key = f"#{each.key}"
        lines += [
            f"{key}:checked~.{each.key}{{display:block}}",
            f"{key}:checked~.tabs label[for={each.key}]"
            "{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}",
            f"{key}:focus-visible~.tabs label[for={each.key}]"
            "{outline:2px solid var(--accent);outline-offset:2px}",
        ]
    return "\n".join(lines)


def _left_out(names: dict[str, Words], benefits: Sequence[str]) -> Html | None:
    if not benefits:
        return None
    absent = listed(names[each] for each in benefits)
    return tag("p", both(w("undetermined", benefits=absent)), cls="missing")


def panel(page: Page, curve: Curve, names: dict[str, Words], said: Set[str]) -> Iterable[Child]:
    """One household: what the signs mean, its drawings, the steps down, the numbers.

    Benefits that are left out of all pictures have been told of (`said`).
    """
    series = _series(curve)
    yield tag("figcaption", tag("strong", both(curve.label)))
    yield _legend(page, curve, series, names)
    for cls, width, height, left in (("broad", 760, 400, 58), ("slim", 360, 300, 46)):
        yield drawing(page, curve, names, cls, width, height, left)
    yield _apart(page, curve)
    yield _cliffs(curve)
    yield _left_out(names, [each for each in curve.undetermined if each not in said])
    yield _numbers(page, curve)


def _apart(page: Page, curve: Curve) -> Html:
    """The figures that are not the same for everybody, each with whom the value drawn is for."""
    rows: list[Child] = []
    for key, each in curve.apart:
        kind = page.program.law.figures[key].type
        value = both(w("open")) if each.value is None else page.value(kind, each.value)
        told = page.figure_link(key), " ", value, " ", conditions(page, each.conditions)
        rows.append(tag("li", *told))
    return tag("ul", rows, cls="apart") if rows else Html("")


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


def _legend(
    page: Page, curve: Curve, series: Sequence[tuple[str, ...]], names: dict[str, Words]
) -> Html:
    """What the colours, lines and bands are: the benefits as they lie, the topmost first."""
    items: list[Child] = []
    for place, group in reversed(list(enumerate(series))):
        label = listed(names[each] for each in group)
        items.append(tag("li", tag("i", cls=f"key s{place}"), both(label)))
    items.append(tag("li", tag("i", cls="key total"), both(w("line_total"))))
    if curve.adds:
        items.append(tag("li", tag("i", cls="key income"), both(w("line_income"))))
    if curve.cliffs:
        items.append(tag("li", tag("i", cls="key cliff"), both(w("cliffs"))))
    for letter, name, cls, starts in _bands(page, curve):
        among = listed(Words(_yuan(each), _yuan(each)) for each in starts)
        words = w("band", name=name, starts=among)
        items.append(tag("li", tag("i", letter, cls=f"key band {cls}"), both(words)))
    return tag("ul", items, cls="legend")


def _bands(page: Page, curve: Curve) -> list[tuple[str, Words, str, list[int]]]:
    """The circles in which the household is at some income: each with a letter, its name, its
    colour, and the incomes from which it is there.
    """
    if not page.program.circles:
        return []
    labels = {each.circle.id: each.circle.label for each in page.program.circles}
    order = list(labels)
    starts: dict[str | None, list[int]] = {}
    for circle, run in groupby(curve.points, key=lambda each: each.circle):
        starts.setdefault(circle, []).append(next(iter(run)).income)
    return [
        (
            LETTERS[place % len(LETTERS)],
            labels.get(circle or "", w("no_circle" if circle is not None else "not_decided")),
            f"c{order.index(circle)}" if circle in order else "c-none",
            found,
        )
        for place, (circle, found) in enumerate(starts.items())
    ]


def drawing(
    page: Page,
    curve: Curve,
    names: dict[str, Words],
    cls: str,
    width: int,
    height: int,
    left: int,
    style: Html | None = None,
) -> Html:
    """A curve as SVG of a size in pixels, with a style of its own where it stands alone."""
    circles = bool(page.program.circles)
    high_x = curve.points[-1].income
    high_y = max(_height(curve, point) for point in curve.points)
    frame = Frame(width, height, left, 76 if circles else 50, high_x, round_axis(high_y)[1])
    key = f"plot-{curve.key}-{cls}"
    title = f"{W['curve'].zh} {W['curve'].en} · {curve.label.zh} {curve.label.en}"
    start, end = curve.points[0].total, curve.points[-1].total
    described = (
        f"{W['axis_x'].zh} 0–{_yuan(high_x)}：{_yuan(start)} → {_yuan(end)}. {W['axis_x'].en}."
    )
    middle = (frame.left + width - frame.right) / 2
    below = curve.axis or w("axis_x")
    parts: list[Child] = [
        *([] if style is None else [style]),
        tag("title", title, id=f"{key}-t"),
        tag("desc", described, id=f"{key}-d"),
        *_grid(frame),
        *_areas(curve, _series(curve), names, frame),
        *(_income(frame, high_x) if curve.adds else ()),
        *(_shade(curve, each, frame) for each in curve.cliffs),
        tag("polyline", cls="total", points=_path(curve, frame)),
        *(_mark(curve, each, place, frame) for place, each in enumerate(curve.cliffs)),
        *(_strip(page, curve, frame) if circles else ()),
        both(w("axis_y"), "text", cls="axis", x=4, y=13),
        both(below, "text", cls="axis", x=middle, y=height - 8, text_anchor="middle"),
    ]
    return tag(
        "svg",
        parts,
        cls=f"plot {cls}",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )


def _points(pairs: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in pairs)


def _height(curve: Curve, point: Point) -> int:
    """How high the line of what the household has lies at a point, in fen."""
    return point.total + (point.income if curve.adds else 0)


def _path(curve: Curve, frame: Frame) -> str:
    return _points((frame.x(each.income), frame.y(_height(curve, each))) for each in curve.points)


def _income(frame: Frame, high: int) -> Iterable[Html]:
    yield tag(
        "line", cls="income", x1=frame.x(0), y1=frame.y(0), x2=frame.x(high), y2=frame.y(high)
    )


def _shade(curve: Curve, cliff: Cliff, frame: Frame) -> Html:
    """From a step down to where the household has again what it had before."""
    had = _height(curve, cliff.low)
    after = [each for each in curve.points if each.income >= cliff.high.income]
    end = after[-1].income
    for one, other in pairwise(after):
        low, high = _height(curve, one), _height(curve, other)
        if high >= had:
            span = other.income - one.income
            end = one.income + (0 if high == low else span * (had - low) // (high - low))
            break
    x = frame.x(cliff.high.income)
    wide = max(round(frame.x(end) - x, 1), 1)
    height = round(frame.y(0) - frame.top, 1)
    return tag("rect", x=x, y=frame.top, width=wide, height=height, cls="shade")


def _areas(
    curve: Curve, series: Sequence[tuple[str, ...]], names: dict[str, Words], frame: Frame
) -> list[Html]:
    """Benefits laid upon each other, the biggest at the bottom, each with a name that fits."""
    base = [0] * len(curve.points)
    made: list[Html] = []
    said: list[Html] = []
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
        said += _named(listed(names[each] for each in group), f"on-s{place}", forth, back)
        base = upper
    return [*made, *said]


def _named(
    label: Words,
    cls: str,
    upper: Sequence[tuple[float, float]],
    lower: Sequence[tuple[float, float]],
) -> Iterable[Html]:
    """The name of an area from its left edge on, in each language where it is thick enough."""
    thick = [(x, below - above) for (x, above), (_, below) in zip(upper, lower, strict=True)]
    if thick[0][1] < 15:
        return
    wide = next((x for x, each in thick if each < 15), thick[-1][0]) - thick[0][0]
    x, y = thick[0][0] + 6, round(lower[0][1] - min(thick[0][1] / 2, 12) + 4, 1)
    said = _fitting(label, wide - 12, Words("", ""))
    yield twice(escaped(said.zh), escaped(said.en), "text", cls=f"area-name {cls}", x=x, y=y)


def _fitting(label: Words, wide: float, otherwise: Words) -> Words:
    """In each language the label where it is no wider than there is room, else the other text."""
    return Words(
        label.zh if WIDE * len(label.zh) <= wide else otherwise.zh,
        label.en if NARROW * len(label.en) <= wide else otherwise.en,
    )


def _mark(curve: Curve, cliff: Cliff, place: int, frame: Frame) -> Html:
    x, y = frame.x(cliff.low.income), frame.y(_height(curve, cliff.low))
    low = frame.y(_height(curve, cliff.high))
    number = tag(
        "text", str(place + 1), x=x, y=max(y - 12, 12) + 4, text_anchor="middle", cls="number"
    )
    disc = tag("circle", cx=x, cy=max(y - 12, 12), r=9)
    return tag("g", tag("line", x1=x, y1=y, x2=x, y2=low), disc, number, cls="cliff")


def _strip(page: Page, curve: Curve, frame: Frame) -> list[Html]:
    """The circle that the household is in, below the axis: a letter, and its name where it fits."""
    bands = dict(
        zip(dict.fromkeys(each.circle for each in curve.points), _bands(page, curve), strict=True)
    )
    made: list[Html] = []
    y = frame.height - 46
    for circle, run in groupby(curve.points, key=lambda each: each.circle):
        points = list(run)
        letter, name, cls, _ = bands[circle]
        start = frame.x(points[0].income)
        wide = max(round(frame.x(points[-1].income) - start, 1), 1)
        made.append(tag("rect", x=start, y=y, width=wide, height=20, cls=f"strip {cls}"))
        alone = Words(letter, letter)
        said = _fitting(Words(f"{letter} {name.zh}", f"{letter} {name.en}"), wide, alone)
        x = round(start + wide / 2, 1)
        made.append(both(said, "text", x=x, y=y + 14, text_anchor="middle", cls="circle-name"))
    return made


def _grid(frame: Frame) -> Iterable[Html]:
    step, top = round_axis(frame.high_y)
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
    step, _ = round_axis(frame.high_x, 7 if frame.width > 500 else 4)
    for value in range(0, frame.high_x + 1, step):
        yield tag(
            "text", _yuan(value), x=frame.x(value), y=floor + 17, text_anchor="middle", cls="tick"
        )


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
    step = max(round_axis(curve.points[-1].income, 8)[0], 1)
    rows: list[list[Child]] = []
    for fen in range(0, curve.points[-1].income + 1, step):
        point = min(curve.points, key=lambda each: abs(each.income - fen))
        circle = both(labels[point.circle]) if point.circle in labels else both(w("no_circle"))
        rows.append(
            [_yuan(point.income), _yuan(point.total), _yuan(point.income + point.total), circle]
        )
    head = [both(w("curve_row")), both(w("benefits")), both(w("line_total")), both(w("circle_of"))]
    return tag("details", tag("summary", both(w("in_words"))), table(head, rows, cls="numbers"))
