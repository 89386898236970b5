"""`screen`: who of a caseload may have a right that he does not receive, and the converse."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import load
from welfare_rules.cli.output import write_findings, write_json_lines, write_lines

if TYPE_CHECKING:
    from welfare_rules.caseload.screening import Screened


def command() -> click.Command:
    text = _(
        "Tell who of a caseload may have a right that he does not receive.\n\n"
        "And who receives what is not, or not certainly, due to him. By town: rights that are "
        "certain first, then what is to be looked into, then what must still be asked. What is "
        "received already is never offered."
    )
    known = _(
        "The day whose knowledge counts: what was announced later is not seen; default: today."
    )
    params: list[click.Parameter] = [
        options.caseload(),
        options.jurisdiction(required=True),
        click.Option(["--month"], metavar="YYYY-MM", required=True, help=_("The month.")),
        click.Option(["--known"], metavar="YYYY-MM-DD", help=known),
        options.form("jsonl", "text"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "screen", params=params, callback=_screen, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _screen(
    lang: Lang,
    form: str,
    caseload: str,
    jurisdiction: str,
    month: str,
    known: str | None,
    policies: str | None,
) -> None:
    from welfare_rules.caseload.screening import Screened, in_order, screen
    from welfare_rules.caseload.store import Caseload
    from welfare_rules.loading import parse_day, parse_month

    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        tried = Attempts()
        when, day = tried(lambda: parse_month(month)), tried(lambda: parse_day(known))
        policy = tried(lambda: load(jurisdiction, policies))
        if when is None or day is None or policy is None:
            raise tried.refused()
        stage.what, stage.status = caseload, REQUEST_WRONG
        store = Caseload.open(Path(caseload))
        try:
            told = [*screen(store, policy, when, day)]
        finally:
            store.close()
        write_findings((each for each in told if not isinstance(each, Screened)), form, lang)
        found = in_order(each for each in told if isinstance(each, Screened))
        if form == "jsonl":
            write_json_lines(each.to_dict() for each in found)
        else:
            write_lines(_lines(found, lang))


def _lines(found: Iterable[Screened], lang: Lang) -> Iterable[str]:
    marks, town = MARKS[lang], None
    for each in found:
        if each.town != town:
            town = each.town
            if town:
                yield town
        head = marks.listed(filter(None, (each.kind, each.case, each.person)))
        yield "  " + marks.labelled(head, each.said.say(lang))
    if town is None:
        yield _("There is nothing to look at.")
