"""What an office works through as a workbook: alerts or screened rights, by town and urgency.

A sheet of sums, and a sheet of lines that prints on paper as it is, with a page for each town and
columns for what somebody decides and why. Names stand in it, ID numbers never.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from welfare_rules.basics.decimals import as_written
from welfare_rules.basics.harmless import cell
from welfare_rules.basics.sheet import LEADING, row_height
from welfare_rules.basics.text import Lang
from welfare_rules.caseload.catalogue import HEADS, LISTS
from welfare_rules.caseload.screened import Screened
from welfare_rules.caseload.store import Caseload, KeptAlert
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.law.terms import DISPOSITION_WORDS
from welfare_rules.runs.writing import excel

MOST_LINES = 1_048_000
"""As many lines as a sheet takes."""
_MOST_BREAKS = 1000  # pages that begin where a town does; a spreadsheet takes no more than 1,023
_A4, _MARGIN = 9, 0.3
_WIDTHS = {
    **{"town": 9, "who": 14, "situation": 16, "changed": 26, "follows": 30, "monthly": 10},
    **{"doubts": 14, "clause": 14, "deal": 12, "decision": 8, "reason": 18, "id": 10},
}
"""Of each column in digits of the font of the book, by which spreadsheets measure."""
_TOWN, _COUNT = 18, 12  # widths of the sums
_BOLD = ("town", "who", "situation", "deal")  # of what is urgent
_FONT, _LARGER = 9, 14  # points


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a work list. `monthly` is in yuan, None where it cannot be said."""

    town: str
    urgent: bool
    kind: str
    who: str
    situation: str
    changed: str
    follows: str
    monthly: Decimal | None
    doubts: str
    clause: str
    by: str
    id: str


def lines_of_alerts(alerts: Iterable[KeptAlert], lang: Lang) -> list[Line]:
    """The lines of alerts, by town, the urgent ones of each first, then what is due soonest."""
    made = [_of_alert(each, lang) for each in alerts]
    return sorted(made, key=lambda each: (each.town, not each.urgent, each.by or "9", each.kind))


def lines_of_screening(caseload: Caseload, found: Iterable[Screened], lang: Lang) -> list[Line]:
    """The lines of screened rights, in their order."""
    return [
        Line(
            each.town,
            False,
            DISPOSITION_WORDS[each.kind].say(lang),
            _who(each.case, caseload.name_of(each.case, each.person), each.person),
            LISTS.say(lang, each.sort),
            "",
            each.said.say(lang),
            each.amount,
            "",
            "",
            "",
            ", ".join(each.benefits),
        )
        for each in found
    ]


def _of_alert(alert: KeptAlert, lang: Lang) -> Line:
    told = alert.told
    parts: Mapping[str, Mapping[str, str]] = told["parts"]
    proposed = told["proposes"]
    monthly = None if proposed is None else proposed["monthly"]
    return Line(
        alert.town,
        told["urgent"],
        DISPOSITION_WORDS[told["kind"]].say(lang),
        _who(alert.household, alert.name, told["person"]),
        parts["situation"][lang],
        parts["changed"][lang],
        parts["follows"][lang],
        None if monthly is None else as_written(monthly),
        parts["doubts"][lang],
        parts["clause"][lang],
        told["by"] or "",
        alert.id,
    )


def _who(case: str, name: str, person: str | None) -> str:
    """A household and one of it, each on a line of its own."""
    return "\n".join(filter(None, (name, f"{case} {person or ''}".strip())))


def workbook(lines: Sequence[Line], lang: Lang) -> bytes:
    """The workbook of some lines. Raises EngineMissing where no writer is installed, RequestError
    for more lines than a sheet takes.
    """
    if len(lines) > MOST_LINES:
        what = LISTS["lines"]
        raise RequestError([finding("WR412", Place("-o"), what=what, limit=MOST_LINES)])
    stream = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = excel().Workbook(stream, options)
    look = _formats(book)
    _sums(book, look, lines, lang)
    _list(book, look, lines, lang)
    book.close()
    return stream.getvalue()


def _formats(book: Any) -> Mapping[str, Any]:
    """How cells look: texts wrap, urgent ones stand out on paper too."""
    plain = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#B9C4C1"}
    made = {
        "text": {"num_format": "@"},
        "urgent": {"num_format": "@", "bold": True, "font_color": "#8F3614"},
        "money": {"num_format": "+#,##0.00;-#,##0.00;0.00"},
        "whole": {"num_format": "#,##0"},
        "head": {"bold": True, "bg_color": "#E7F0ED", "valign": "vcenter"},
        "hand": {"bg_color": "#FFFBE6"},
        "count": {"bold": True, "bg_color": "#E7F0ED", "valign": "vcenter", "align": "right"},
        "title": {"bold": True, "font_size": _LARGER, "border": 0, "text_wrap": False},
        "note": {"border": 0, "text_wrap": False},
    }
    sized = {**plain, "font_size": _FONT}
    return {key: book.add_format({**sized, **each}) for key, each in made.items()}


def _height(texts: Iterable[tuple[str, float]]) -> float:
    return row_height(texts, _FONT)


def _sums(book: Any, look: Mapping[str, Any], lines: Sequence[Line], lang: Lang) -> None:
    """The first sheet: how much there is of each kind in each town."""
    sheet = book.add_worksheet(LISTS.say(lang, "sums"))
    _on_paper(sheet, lang, landscape=False)
    sheet.set_column(0, 0, _TOWN)
    sheet.set_column(1, 8, _COUNT)
    sheet.set_row(0, _LARGER * LEADING + 2)
    sheet.write_string(0, 0, LISTS.say(lang, "title"), look["title"])
    sheet.write_string(1, 0, LISTS.say(lang, "note"), look["note"])
    kinds = list(dict.fromkeys(each.kind for each in lines))
    heads = [HEADS.say(lang, "town"), *kinds, LISTS.say(lang, "all"), LISTS.say(lang, "urgent")]
    sheet.set_row(3, _height((each, _COUNT) for each in heads))
    for place, head in enumerate(heads):
        sheet.write_string(3, place, cell(head), look["count" if place else "head"])
    counted = Counter((each.town, each.kind) for each in lines)
    urgent = Counter(each.town for each in lines if each.urgent)
    towns = sorted({each.town for each in lines})
    rows = [(town, [counted[town, kind] for kind in kinds], urgent[town]) for town in towns]
    rows.append(
        (
            LISTS.say(lang, "all"),
            [sum(counted[town, kind] for town in towns) for kind in kinds],
            sum(urgent.values()),
        )
    )
    for row, (town, counts, hurried) in enumerate(rows, 4):
        sheet.write_string(row, 0, cell(town), look["text"])
        for place, count in enumerate((*counts, sum(counts), hurried), 1):
            sheet.write_number(row, place, count, look["whole"])


def _list(book: Any, look: Mapping[str, Any], lines: Sequence[Line], lang: Lang) -> None:
    """The sheet to work through."""
    sheet = book.add_worksheet(LISTS.say(lang, "list"))
    _on_paper(sheet, lang, landscape=True)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 2)
    heads = {key: HEADS.say(lang, key) for key in _WIDTHS}
    sheet.set_row(0, _height((head, _WIDTHS[key]) for key, head in heads.items()))
    for place, (key, width) in enumerate(_WIDTHS.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heads[key], look["head"])
    decisions = [LISTS.say(lang, each) for each in ("confirm", "dismiss")]
    if lines:
        decided = list(_WIDTHS).index("decision")
        sheet.autofilter(0, 0, len(lines), len(_WIDTHS) - 1)
        options = {"validate": "list", "source": decisions}
        sheet.data_validation(1, decided, len(lines), decided, options)
    breaks: list[int] = []
    for row, each in enumerate(lines, 1):
        if row > 1 and each.town != lines[row - 2].town and len(breaks) < _MOST_BREAKS:
            breaks.append(row)
        hurry = LISTS.say(lang, "urgent") if each.urgent else ""
        by = LISTS.say(lang, "by", day=each.by) if each.by else ""
        deal = "\n".join(filter(None, (hurry, each.kind, by)))
        texts = {
            **{"town": each.town, "who": each.who, "situation": each.situation},
            **{"changed": each.changed, "follows": each.follows, "doubts": each.doubts},
            **{"clause": each.clause, "deal": deal, "id": each.id},
        }
        sheet.set_row(row, _height((text, _WIDTHS[key]) for key, text in texts.items()))
        for place, key in enumerate(_WIDTHS):
            if key in texts:
                bold = each.urgent and key in _BOLD
                sheet.write_string(row, place, cell(texts[key]), look["urgent" if bold else "text"])
            elif key == "monthly" and each.monthly is not None:
                sheet.write_number(row, place, float(each.monthly), look["money"])  # no other kind
            else:
                sheet.write_blank(row, place, None, look["text" if key == "monthly" else "hand"])
    if breaks:
        sheet.set_h_pagebreaks(breaks)


def _on_paper(sheet: Any, lang: Lang, *, landscape: bool) -> None:
    """A sheet as it is printed: on A4, as wide as the paper, with the number of each page."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(_MARGIN, _MARGIN, 0.6, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&C{LISTS.say(lang, 'title')}")
    sheet.set_footer(f"&L{LISTS.say(lang, 'note')}&R{LISTS.say(lang, 'page')}")
