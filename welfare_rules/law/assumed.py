"""A law with figures of which somebody asks what if: they stand before all others from a day on."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from welfare_rules.basics.days import LAST, Period
from welfare_rules.basics.decimals import as_written
from welfare_rules.basics.numbers import Number
from welfare_rules.findings import Finding, Place, RequestError, finding, nearest_id
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.law import Law
from welfare_rules.law.model import Figure, FigureVersion
from welfare_rules.law.values import NotAValue, Written, WrongKind, number

DOCUMENT = "what-if"  # no file has an id without a dot


def with_figures(law: Law, figures: Mapping[str, Written], first: int, last: int = LAST) -> Law:
    """The law in which figures, by their ids, have other values from a day (YYYYMMDD) on.

    They are known on every day, for all cases, and unverified: what rests on them is provisional.
    A text is read as a number of the figure's type. Raises RequestError with all names and values
    that are none.
    """
    wrong: list[Finding] = []
    made = dict(law.figures)
    for key, written in figures.items():
        place = Place("what_if", path=key)
        figure = law.figures.get(key)
        if figure is None:
            near = nearest_id(key, {each.id: each.label for each in law.figures.values()})
            wrong.append(finding("WR205", place, got=key, nearest=near))
            continue
        try:
            value = number(_typed(written, figure.type), figure.type.kind)
        except NotAValue as error:
            wrong.append(finding("WR116", place, got=str(written)[:40], why=error.words))
        except WrongKind:
            want = figure.type.words()
            wrong.append(finding("WR112", place, got=str(written)[:40], want=want))
        else:
            made[key] = _with(law, figure, value, Period(first, last))
    if wrong:
        raise RequestError(wrong)
    return replace(law, figures=made)


def _with(law: Law, figure: Figure, value: Number, period: Period) -> Figure:
    """A figure with one version more, deeper than the layers of the law."""
    version = FigureVersion(
        period=period,
        value=value,
        share=None,
        of="",
        status="unverified",
        source=None,
        document=DOCUMENT,
        depth=len(law.jurisdiction.split("/")),
        origin=figure.origin,
    )
    return replace(figure, versions=(*figure.versions, version))


def _typed(written: Written, kind: Type) -> Written:
    """A text as the value that it spells: numbers, days and yes or no; others as they are."""
    if not isinstance(written, str) or kind.kind is Kind.RATE:
        return written
    try:
        match kind.kind:
            case Kind.BOOL:
                return {"true": True, "false": False}.get(written, written)
            case Kind.DATE:
                return datetime.date.fromisoformat(written)
            case Kind.INT | Kind.MONTHS:
                return int(written)
            case _:
                return as_written(written)
    except ValueError:
        return written
