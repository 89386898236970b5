"""`screen`: who of a caseload may have a right that he does not receive, and the converse."""

from __future__ import annotations

from contextlib import closing
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import load, refuse_input
from welfare_rules.cli.output import by_town, write_json_lines, write_lines
from welfare_rules.cli.progress import counting
from welfare_rules.cli.worklists import of_town, refuse_kind, write_list_of_rights

if TYPE_CHECKING:
    from welfare_rules.caseload.screened import Screened


def command() -> click.Command:
    text = _(
        "Tell who of a caseload may have a right that he does not receive.\n\n"
        "And who receives what is not, or not certainly, due to him. By town: rights that are "
        "certain first, then what is to be looked into, then what must still be asked. What is "
        "received already is never offered."
    )
    params: list[click.Parameter] = [
        options.caseload(),
        options.jurisdiction(required=True),
        click.Option(["--month"], metavar="YYYY-MM", required=True, help=_("The month.")),
        options.known(),
        *options.worklist(),
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
    town: str | None,
    output: str | None,
    policies: str | None,
) -> None:
    from welfare_rules.caseload.screening import in_order, screen
    from welfare_rules.caseload.store import Caseload
    from welfare_rules.loading import parse_day, parse_month
    from welfare_rules.runs.run import usual_engine

    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        tried = Attempts()
        when, day = tried(lambda: parse_month(month)), tried(lambda: parse_day(known))
        policy = tried(lambda: load(jurisdiction, policies))
        tried(lambda: refuse_kind(output))
        if when is None or day is None or policy is None or tried.found:
            raise tried.refused()
        refuse_input("-o", output, (caseload,), policy.law)
        stage.what, stage.status = caseload, REQUEST_WRONG
        with closing(Caseload.open(Path(caseload))) as store:
            with counting() as told:
                rights = screen(store, policy, when, day, usual_engine(), told)
                found = in_order(of_town(rights, town, form, lang))
            if output is not None:
                write_list_of_rights(output, store, found, lang)
                return
        if form == "jsonl":
            write_json_lines(each.to_dict() for each in found)
        else:
            lines = ((each.town, [_line(each, lang)]) for each in found)
            write_lines(by_town(lines, _("There is nothing to look at.")))


def _line(right: Screened, lang: Lang) -> str:
    marks = MARKS[lang]
    head = marks.listed(filter(None, (right.kind, right.case, right.person)))
    return "  " + marks.labelled(head, right.said.say(lang))
