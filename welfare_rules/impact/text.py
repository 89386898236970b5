"""A report for a person: four numbers, then tables, then the households that change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from welfare_rules.basics.money import grouped, yuan_text
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.impact.comparison import GROUPS, By, Row, Turn
from welfare_rules.impact.report import OF_HOUSEHOLDS, Counted, ImpactReport
from welfare_rules.impact.rights import MOVES
from welfare_rules.impact.words import WORDS

MOST_ROWS = 20  # households that are named on a terminal; a file has all of them


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of texts with its title and an id by which it is found."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def notes(report: ImpactReport, lang: Lang) -> Iterator[str]:
    """Why nothing changes, or how the numbers are to be read."""
    if report.impact.why is not None:
        yield WORDS.say(lang, "nothing", why=report.impact.why.said)
    else:
        yield WORDS.say(lang, "baseline")


def blocks(report: ImpactReport, lang: Lang) -> Iterator[str | Grid]:
    """The report in the order in which it is read."""
    yield from headlines(report, lang)
    yield from notes(report, lang)
    if report.impact.why is not None:
        return
    yield four(report, lang)
    yield from tables(report, lang)
    yield from _named(report, lang)


def headlines(report: ImpactReport, lang: Lang) -> Iterator[str]:
    """What was compared, of how many, and how small numbers are treated."""
    data, marks = report.sums, MARKS[lang]
    law = report.impact.after.program.law
    sides = [
        WORDS.say(lang, "side", month=each["month"], known=each["known"]) for each in data["sides"]
    ]
    yield f"{law.name.say(lang)} {law.jurisdiction} · {' → '.join(sides)}"
    people = data["population"]
    said = [
        WORDS.say(
            lang,
            "of_people",
            households=grouped(shown(people["households"])),
            members=grouped(shown(people["members"])),
        )
    ]
    if people["refused"]:
        said.append(WORDS.say(lang, "refused", count=people["refused"]))
    yield marks.clauses(said)
    if report.least is not None:
        yield WORDS.say(lang, "hiding", least=report.least)


def four(report: Counted, lang: Lang) -> Grid:
    """The numbers that are read first: cost, who gains, who loses, who stays, who is open."""
    data = report.sums
    rows = [_costs(WORDS.say(lang, "cost"), data["total"], lang)]
    if _any(data["once"]):
        rows.append(_costs(WORDS.say(lang, "once"), data["once"], lang))
    counts = data["households"]
    names = zip(("gain", "lose", "unchanged", "open"), OF_HOUSEHOLDS, strict=True)
    rows += [("", "", shown(counts[move]), WORDS.say(lang, name)) for name, move in names]
    head = ("", *(WORDS.say(lang, each) for each in ("before", "after", "difference")))
    rows = [row if row[0] else (row[3], "", "", row[2]) for row in rows]
    return Grid("summary", WORDS.say(lang, "summary"), head, rows)


def _costs(label: str, amounts: Mapping[str, Any], lang: Lang) -> tuple[str, ...]:
    difference = signed(amounts["difference"])
    bounds = _bounds(amounts, lang)
    if bounds:
        difference = MARKS[lang].aside(difference, bounds)
    return label, shown(amounts["before"]), shown(amounts["after"]), difference


def _bounds(amounts: Mapping[str, Any], lang: Lang) -> str:
    """The bounds of a difference where something is open; nothing where all is decided."""
    if amounts["at_least"] == amounts["at_most"] == amounts["difference"]:
        return ""
    if amounts["difference"] is None:
        return ""
    low = (
        WORDS.say(lang, "no_floor") if amounts["at_least"] is None else signed(amounts["at_least"])
    )
    high = WORDS.say(lang, "no_limit") if amounts["at_most"] is None else signed(amounts["at_most"])
    return WORDS.say(lang, "between", low=low, high=high)


def tables(report: Counted, lang: Lang) -> Iterator[Grid]:
    """The benefits, the groups, and the circles."""
    data = report.sums
    moves = [WORDS.say(lang, move) for move in MOVES]
    sums = [WORDS.say(lang, each) for each in ("before", "after", "difference", "bounds")]
    yield Grid(
        "benefits",
        WORDS.say(lang, "benefits"),
        (WORDS.say(lang, "benefit"), *moves, *sums),
        [
            (
                report.benefit_label(key).say(lang),
                *(shown(each[move]) for move in MOVES),
                *_sums(each, lang),
            )
            for key, each in data["benefits"].items()
        ],
    )
    for by in GROUPS:
        if by == "town" and set(data["groups"][by]) <= {""}:
            continue
        yield _groups(report, by, lang)
    yield Grid(
        "circles",
        WORDS.say(lang, "circles"),
        (WORDS.say(lang, "circle"), WORDS.say(lang, "before"), WORDS.say(lang, "after")),
        [
            (
                report.group_label("circle", key).say(lang),
                shown(each["before"]),
                shown(each["after"]),
            )
            for key, each in data["circles"].items()
        ],
    )


def _groups(report: Counted, by: By, lang: Lang) -> Grid:
    head = ("households", *OF_HOUSEHOLDS, "before", "after", "difference", "bounds")
    return Grid(
        f"by_{by}",
        WORDS.say(lang, f"by_{by}"),
        (WORDS.say(lang, by), *(WORDS.say(lang, each) for each in head)),
        [
            (
                report.group_label(by, key).say(lang),
                shown(each["households"]),
                *(shown(each[move]) for move in OF_HOUSEHOLDS),
                *_sums(each, lang),
            )
            for key, each in report.sums["groups"][by].items()
        ],
    )


def _sums(amounts: Mapping[str, Any], lang: Lang) -> tuple[str, ...]:
    if amounts.get("per") == "service":
        return "", "", "", ""
    return (
        shown(amounts["before"]),
        shown(amounts["after"]),
        signed(amounts["difference"]),
        _bounds(amounts, lang),
    )


def _named(report: Counted, lang: Lang) -> Iterator[str | Grid]:
    if not report.rows:
        return
    yield named(report, report.rows[:MOST_ROWS], lang)
    rest = len(report.rows) - MOST_ROWS
    if rest > 0:
        yield WORDS.say(lang, "more_rows", count=rest)


def named(report: Counted, rows: Iterable[Row], lang: Lang) -> Grid:
    """The households that change, one a row."""
    names = ("household", "town", "circle", "before", "after", "difference", "what")
    return Grid(
        "list",
        WORDS.say(lang, "list"),
        tuple(WORDS.say(lang, each) for each in names),
        [_row(report, each, lang) for each in rows],
    )


def _row(report: Counted, row: Row, lang: Lang) -> tuple[str, ...]:
    circles = [report.group_label("circle", each).say(lang) for each in row.circles]
    sides = ("?", "?") if row.due.open else (yuan_text(row.due.before), yuan_text(row.due.after))
    difference = row.difference
    return (
        row.id,
        row.town,
        circles[0] if circles[0] == circles[1] else " → ".join(circles),
        *sides,
        "?" if difference is None else signed(yuan_text(difference)),
        MARKS[lang].clauses(turn_text(report, each, lang) for each in row.turns),
    )


def turns(report: Counted, rows: Iterable[Row], lang: Lang) -> Grid:
    """Each right that changes, one a row."""
    names = ("household", "town", "benefit", "payee", "change", "before", "after")
    made: list[tuple[str, ...]] = []
    for row in rows:
        for each in row.turns:
            label = report.benefit_label(each.benefit).say(lang)
            said = WORDS.say(lang, each.became)
            made.append((row.id, row.town, label, each.payee, said, *_sides(report, each, lang)))
    head = tuple(WORDS.say(lang, each) for each in names)
    return Grid("turns", WORDS.say(lang, "turns"), head, made)


def _sides(report: Counted, turn: Turn, lang: Lang) -> tuple[str, str]:
    """What is due on both sides; nothing of a service."""
    if report.comparison.payable[turn.benefit].service:
        return "", ""
    before, after = (_range((each.low, each.high), lang) for each in (turn.before, turn.after))
    return before, after


def turn_text(report: Counted, turn: Turn, lang: Lang) -> str:
    """One right that changes, in words: `低保（p1）：新进 0.00 → 365.00`."""
    marks = MARKS[lang]
    label = report.benefit_label(turn.benefit).say(lang)
    whose = marks.aside(label, turn.payee) if turn.payee else label
    said = WORDS.say(lang, turn.became)
    amounts = " → ".join(each for each in _sides(report, turn, lang) if each)
    return marks.labelled(whose, f"{said} {amounts}".rstrip())


def _range(bounds: tuple[int | None, int | None], lang: Lang) -> str:
    low, high = bounds
    if low is not None and low == high:
        return yuan_text(low)
    return WORDS.say(
        lang,
        "between",
        low=WORDS.say(lang, "no_floor") if low is None else yuan_text(low),
        high=WORDS.say(lang, "no_limit") if high is None else yuan_text(high),
    )


def _any(amounts: Mapping[str, Any]) -> bool:
    return any(amounts[each] not in ("0.00",) for each in ("before", "after"))


def shown(value: object) -> str:
    """A number of the report; what is hidden is a point."""
    return WORDS["hidden"].zh if value is None else str(value)


def signed(text: str | None) -> str:
    """A difference with its sign.

    >>> signed("12.00"), signed("-3.50"), signed("0.00"), signed(None)
    ('+12.00', '-3.50', '0.00', '·')
    """
    if text is None:
        return shown(None)
    return text if text.startswith("-") or not text.strip("0.") else f"+{text}"
