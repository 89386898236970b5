"""What becomes of the household while one fact runs: an exact curve, its cliffs shaded, to be
clicked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import welfare_rules as wr
from welfare_rules.basics.axis import round_axis
from welfare_rules.basics.decimals import exact
from welfare_rules.basics.html import Child, Html, tag
from welfare_rules.basics.money import grouped, short_yuan_text, yuan_text
from welfare_rules.basics.text import MARKS
from welfare_rules.workbench.form import button
from welfare_rules.workbench.household import (
    Place,
    fact_at,
    label,
    member_ids,
    monthly,
    person,
    said,
    saying,
    shown,
)
from welfare_rules.workbench.state import Charted, State, problems
from welfare_rules.workbench.verdict import bounds_of, known_fen
from welfare_rules.workbench.words import SAID

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 760, 360, 72, 28, 16, 44
_NEAR = Fraction(1, 100)  # of the width: so near to a breakpoint a click means it


@dataclass(frozen=True, slots=True)
class Frame:
    """The ends of both axes, the fact's in its unit (fen or one), the amount's in fen."""

    first: int
    last: int
    high: int

    def x(self, value: int) -> int:
        """Where a value of the fact lies, in pixels."""
        wide = _WIDTH - _LEFT - _RIGHT
        return _LEFT + wide * (value - self.first) // max(self.last - self.first, 1)

    def y(self, fen: int) -> int:
        """Where an amount lies, in pixels."""
        tall = _HEIGHT - _TOP - _BOTTOM
        return _HEIGHT - _BOTTOM - tall * fen // max(self.high, 1)


def facts_to_vary(state: State) -> list[Place]:
    """The facts that a curve can follow: amounts and numbers of the household and its members."""
    owners: Sequence[str | None] = [None, *member_ids(state.case)]
    return [
        Place(owner, name)
        for name, found in state.vocabulary.facts.items()
        for fact in found
        for owner in owners
        if fact.type in ("money", "int") and (owner is None) == (fact.of == "household")
    ]


def charted(state: State, vary: str, last: str) -> State:
    """The state with the curve of a fact from nothing to a value; without one as far as it tells
    something: half as much again as the amount, or twice what there is now.
    """
    place = Place.of(vary) if vary else _likely(state)
    if place is None:
        return state
    fact = fact_at(state.vocabulary, place)
    if fact is None:
        return state
    top = last or _far(state, place, fact)
    made = Charted(place.path, top, None, state.case)
    try:
        curve = state.rules.curve(dict(state.case), place.path, 0, top)
    except wr.FindingsError as error:
        return replace(state, charted=replace(made, trouble=problems(error)))
    return replace(state, charted=replace(made, curve=curve))


def _likely(state: State) -> Place | None:
    """The fact that is shown first: an amount a month that somebody has, or else the first."""
    places = facts_to_vary(state)
    flows = [
        each
        for each in places
        if (found := fact_at(state.vocabulary, each)) and found.flow and each.member is not None
    ]
    having = [each for each in flows if monthly(said(state.case, each)) not in ("", "0")]
    return next(iter([*having, *flows, *places]), None)


def _far(state: State, place: Place, fact: wr.FactInfo) -> str:
    if fact.type == "int":
        return str(fact.high if isinstance(fact.high, int) and fact.high < 20 else 10)
    due = 0 if state.answer is None else bounds_of(state.answer).low
    now = monthly(said(state.case, place))
    try:
        have = int(exact(now or "0") * 100)
    except ValueError:
        have = 0
    return short_yuan_text(round_axis(max(2 * have, 2 * due, 300_000), 4)[1])


def value_at(state: State, share: str) -> str:
    """The value of the fact at a share of the curve's width, or the breakpoint that lies there.

    The share is a decimal from 0 to 1 as the page sends it; a value is written as a case has it.
    """
    found = state.charted
    if found is None or found.curve is None:
        return ""
    curve = found.curve
    first, last = _ends(curve)
    try:
        at = first + (last - first) * min(max(exact(share), Fraction(0)), Fraction(1))
    except ValueError:
        return ""
    marks = [_number(curve, each.first) for each in curve.pieces[1:]]
    near = min(marks, key=lambda each: abs(each - at), default=None)
    if near is not None and abs(near - at) <= (last - first) * _NEAR:
        at = Fraction(near)
    return yuan_text(int(at)) if curve.money else str(int(at))


def _number(curve: wr.Curve, value: object) -> int:
    """A value of the fact as a whole number: fen, or what it counts."""
    return int(exact(str(value)) * (100 if curve.money else 1))


def _ends(curve: wr.Curve) -> tuple[int, int]:
    return _number(curve, curve.pieces[0].first), _number(curve, curve.pieces[-1].last)


# --- as the page shows it ---


def chart(state: State) -> Html:
    """The curve with what it is asked for, its cliffs, and its pieces as a table."""
    lang, found = state.lang, state.charted
    parts: list[Child] = [_asking(state)]
    if found is None:
        parts.append(tag("p", SAID["no_curve"].say(lang)))
    elif found.curve is None:
        parts.append(tag("p", (found.trouble or SAID["no_curve"]).say(lang), cls="wrong"))
    else:
        if found.case != state.case and not _on_it(state, found):
            again = button(lang, "again", "chart")
            parts.append(tag("p", SAID["of_before"].say(lang), " ", again, cls="stale"))
        parts += [_drawing(state, found.curve), _cliffs(state, found.curve)]
        parts.append(_pieces(state, found.curve))
    return tag("div", parts, id="view-curve")


def _on_it(state: State, found: Charted) -> bool:
    """Whether the household differs from that of the curve in nothing but the fact that runs."""
    place = Place.of(found.vary)
    return saying(found.case, place, None) == saying(state.case, place, None)


def _asking(state: State) -> Html:
    lang, found = state.lang, state.charted
    vary = "" if found is None else found.vary
    options = [
        tag("option", label(state, each).say(lang), value=each.path, selected=each.path == vary)
        for each in facts_to_vary(state)
    ]
    last = "" if found is None else found.last
    return tag(
        "div",
        tag("label", SAID["vary"].say(lang), " ", tag("select", options, name="vary", id="vary")),
        tag(
            "label",
            SAID["up_to"].say(lang),
            " ",
            tag("input", type="text", name="last", value=last, id="vary-to", inputmode="decimal"),
        ),
        cls="asking",
        data_do="chart",
        data_fields=True,
    )


def _total(ends: tuple[object, object], least: tuple[object, object]) -> tuple[int, int]:
    """What is due at both ends in fen: what is certain of it while a part cannot be said."""
    made = [
        known_fen(one if one is not None else other)  # type: ignore[arg-type]
        for one, other in zip(ends, least, strict=True)
    ]
    return made[0], made[1]


def _drawing(state: State, curve: wr.Curve) -> Html:
    lang = state.lang
    first, last = _ends(curve)
    sums = [_total(each.total, each.at_least) for each in curve.pieces]
    high = max(max(each) for each in sums)
    step, top = round_axis(max(high, 1))
    frame = Frame(first, last, top)
    points = " ".join(
        f"{frame.x(_number(curve, value))},{frame.y(fen)}"
        for piece, ends in zip(curve.pieces, sums, strict=True)
        for value, fen in zip((piece.first, piece.last), ends, strict=True)
    )
    title = SAID.say(lang, "curve_title", fact=label(state, Place.of(curve.vary)).say(lang))
    children: list[Child] = [
        tag("title", title, id="curve-t"),
        *_grid(frame, step, curve),
        *(
            tag(
                "rect",
                x=frame.x(at),
                y=_TOP,
                width=max(frame.x(end) - frame.x(at), 3),
                height=frame.y(0) - _TOP,
                cls="shade",
            )
            for at, end in _shades(curve, sums)
        ),
        tag("polyline", points=points, cls="total"),
        *_here(state, curve, frame),
        tag(
            "text",
            label(state, Place.of(curve.vary)).say(lang),
            x=(_LEFT + _WIDTH) // 2,
            y=_HEIGHT - 6,
            text_anchor="middle",
            cls="axis",
        ),
    ]
    return tag(
        "svg",
        children,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        cls="curve",
        id="curve",
        role="img",
        aria_labelledby="curve-t",
        data_do="point",
        data_left=_LEFT,
        data_right=_WIDTH - _RIGHT,
        data_width=_WIDTH,
    )


def _grid(frame: Frame, step: int, curve: wr.Curve) -> Iterator[Html]:
    for fen in range(0, frame.high + 1, step):
        y = frame.y(fen)
        yield tag("line", x1=_LEFT, y1=y, x2=_WIDTH - _RIGHT, y2=y, cls="grid")
        yield tag(
            "text",
            grouped(short_yuan_text(fen)),
            x=_LEFT - 8,
            y=y + 5,
            text_anchor="end",
            cls="tick",
        )
    wide = round_axis(frame.last, 7)[0] if curve.money else max(frame.last // 10, 1)
    for value in range(frame.first, frame.last + 1, wide):
        text = grouped(short_yuan_text(value)) if curve.money else str(value)
        yield tag(
            "text", text, x=frame.x(value), y=frame.y(0) + 18, text_anchor="middle", cls="tick"
        )


def _shades(curve: wr.Curve, sums: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """From each value at which the total falls off a cliff to where as much is left again: what is
    due, and the fact itself where it is an amount that the household has.
    """
    own = 1 if curve.money and Place.of(curve.vary).member is not None else 0
    ends = [
        (_number(curve, piece.first), _number(curve, piece.last), low, high)
        for piece, (low, high) in zip(curve.pieces, sums, strict=True)
    ]
    jumps = {_number(curve, each.at) for each in curve.jumps}
    for place in range(1, len(ends)):
        start, _, due, _ = ends[place]
        had = ends[place - 1][3] + own * ends[place - 1][1]
        if start not in jumps or due + own * start >= had:
            continue
        yield start, _made_good(ends[place:], had, own)


def _made_good(ends: Sequence[tuple[int, int, int, int]], had: int, own: int) -> int:
    """The first value from which there is again what there was."""
    for first, last, low, high in ends:
        begin, end = low + own * first, high + own * last
        if begin >= had:
            return first
        if end >= had:
            return first + (last - first) * (had - begin) // max(end - begin, 1)
    return ends[-1][1]


def _here(state: State, curve: wr.Curve, frame: Frame) -> Iterator[Html]:
    """Where the household stands now."""
    value_said = said(state.case, Place.of(curve.vary))
    now, answer = shown(value_said), state.answer
    if answer is None or not now or now != monthly(value_said):
        return
    value = _number(curve, now)
    if not frame.first <= value <= frame.last:
        return
    x, y = frame.x(value), frame.y(min(bounds_of(answer).low, frame.high))
    yield tag("line", x1=x, y1=_TOP, x2=x, y2=frame.y(0), cls="now")
    yield tag("circle", cx=x, cy=y, r=7, cls="now")


def _cliffs(state: State, curve: wr.Curve) -> Html:
    lang, marks = state.lang, MARKS[state.lang]
    if not curve.jumps:
        return tag("p", SAID["no_cliffs"].say(lang), cls="quiet")
    items: list[Child] = []
    for each in curve.jumps:
        name = each.label.say(lang)
        if each.payee != state.case.get("id"):
            name = marks.aside(name, person(state, each.payee).say(lang))
        why = "" if each.because is None else marks.aside("", each.because.say(lang))
        sides = f"{grouped(str(each.before))} → {grouped(str(each.after))}"
        words = SAID.say(lang, "cliff", at=grouped(str(each.at)), benefit=name, sides=sides)
        go = tag(
            "button",
            SAID["this_household"].say(lang),
            type="button",
            data_do="set",
            data_path=curve.vary,
            data_value=str(each.at),
            cls="small",
        )
        items.append(tag("li", words, why, " ", go))
    return tag("div", tag("h3", SAID["cliffs"].say(lang)), tag("ul", items), cls="cliffs")


def _pieces(state: State, curve: wr.Curve) -> Html:
    lang = state.lang
    head = [tag("th", SAID[each].say(lang), scope="col") for each in ("from_to", "total", "circle")]
    rows: list[Child] = []
    for each in curve.pieces:
        low, high = _total(each.total, each.at_least)
        text = grouped(yuan_text(low))
        if high != low:
            text = f"{text} → {grouped(yuan_text(high))}"
        if None in each.total:
            text = SAID.say(lang, "at_least", low=text)
        circle = state.vocabulary.circles.get(each.circle or "")
        named = SAID["no_circle"] if circle is None else circle
        rows.append(
            tag(
                "tr",
                tag("th", f"{grouped(str(each.first))} – {grouped(str(each.last))}", scope="row"),
                tag("td", text, cls="number"),
                tag("td", named.say(lang)),
            )
        )
    table = tag("table", tag("thead", tag("tr", head)), tag("tbody", rows), cls="rights")
    summary = tag("summary", SAID["as_numbers"].say(lang))
    return tag("details", summary, table, id="pieces")
