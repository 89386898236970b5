"""Small tables of a benefit, written short: bands of one number, and a line of amounts a version.

They are written out before anything else is read: each band is a figure with its versions and a row
of the benefit, as staff would have written them at length.
"""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.basics.text import Words, aside
from welfare_rules.document.models import (
    BandDoc,
    BandsDoc,
    BenefitDoc,
    FigureDoc,
    FigureVersionDoc,
    RowDoc,
)
from welfare_rules.document.parts import Text
from welfare_rules.document.reader import Document
from welfare_rules.document.source import Origin
from welfare_rules.findings import Finding, finding

KEY = "table"


def figure_of(benefit: str, band: BandDoc) -> str:
    """The id of the figure of a band: that of the benefit, and that of the row in letters."""
    return f"{benefit}_{band.id.replace('-', '_').replace('.', '_')}"


def figures_of(document: Document) -> Iterable[tuple[str, FigureDoc, Origin]]:
    """The figures of all small tables of a document, with the place of their table."""
    for benefit, item in document.content.benefit.items():
        if item.table is None:
            continue
        origin = Origin(document.source, ("benefit", benefit, KEY))
        for place, band in enumerate(item.table.rows):
            made = _figure(benefit, item, item.table, place, band)
            yield figure_of(benefit, band), made, origin


def _figure(
    benefit: str, item: BenefitDoc, table: BandsDoc, place: int, band: BandDoc
) -> FigureDoc:
    whose = Words(benefit, benefit) if item.label is None else Words(item.label.zh, item.label.en)
    label = Words(aside(whose, band.because.zh).zh, aside(whose, band.because.en).en)
    versions = tuple(
        FigureVersionDoc.model_construct(
            from_=each.from_,
            last_day=each.last_day,
            value=each.values[place],
            announced=each.announced,
            status=each.status,
            corrects=each.corrects,
            cite=each.cite,
            note=each.note,
        )
        for each in table.version
        if place < len(each.values)
    )
    return FigureDoc.model_construct(
        label=Text(zh=label.zh, en=label.en),
        type="money",
        per=table.per,
        cite=band.cite or table.cite,
        version=versions,
    )


def rows_of(benefit: str, table: BandsDoc) -> Iterable[RowDoc]:
    """The rows of a small table: each from above the one before it up to its own bound."""
    below = None
    for band in table.rows:
        above, upto = below, band.upto
        tests = [] if above is None else [f"({table.by}) > {above}"]
        tests += [] if upto is None else [f"({table.by}) <= {upto}"]
        when = band.when or " and ".join(tests) or "true"
        yield RowDoc.model_construct(
            id=band.id,
            when=when,
            amount=figure_of(benefit, band),
            because=band.because,
            cite=band.cite or table.cite,
        )
        below = upto if upto is not None else below


def mistakes(document: Document) -> Iterable[Finding]:
    """What is wrong with the form of the small tables of a document."""
    for benefit, item in document.content.benefit.items():
        table = item.table
        if table is None:
            continue
        origin = Origin(document.source, ("benefit", benefit, KEY))
        last = len(table.rows) - 1
        bounds = [each.upto for each in table.rows if each.upto is not None]
        for place, band in enumerate(table.rows):
            by_bound = band.upto is not None or (place == last and band.when is None)
            if (band.when is not None) == by_bound or (by_bound and table.by is None and place):
                why = Words(
                    "每行写 upto 或 when；写 upto 的，表里要写 by，最后一行可以都不写",
                    "a row has upto or when; with upto the table says by, and the last row may "
                    "have neither",
                )
                yield finding("WR119", origin.place("rows", place), why=why)
        if sorted(set(bounds)) != bounds:
            why = Words("upto 要依次增大", "each upto is larger than the one before it")
            yield finding("WR119", origin.place("rows"), why=why)
        for place, version in enumerate(table.version):
            if len(version.values) != len(table.rows):
                why = Words(
                    f"values 要有 {len(table.rows)} 个，与 rows 依次相应",
                    f"there are {len(table.rows)} rows, and values has one for each",
                )
                yield finding("WR119", origin.place("version", place, "values"), why=why)
