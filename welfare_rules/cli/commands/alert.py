"""`alert`: what somebody decides of an alert, or of a list of them, with the reasons."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import closing
from gettext import gettext as _
from pathlib import Path

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.inputs import load
from welfare_rules.cli.output import write, write_findings


def command() -> click.Command:
    text = _(
        "Confirm or dismiss an alert, with the reason.\n\n"
        "Either takes the same words and keeps them. What the event of a confirmed alert says is "
        "then on record for the household. `decide` reads a work list back whose columns of "
        "decisions and reasons are filled in, and puts all of it down or nothing."
    )
    params: list[click.Parameter] = [
        click.Argument(
            ["verdict"],
            type=click.Choice(("confirm", "dismiss", "decide")),
            metavar="[confirm|dismiss|decide]",
        ),
        click.Argument(["alert"], metavar="[ID|LIST.xlsx]"),
        click.Option(
            ["--because"], metavar="TEXT", default="", help=_("Why; it is kept with the alert.")
        ),
        options.caseload(),
        options.jurisdiction(required=True),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "alert", params=params, callback=_alert, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _alert(
    lang: Lang,
    verdict: str,
    alert: str,
    because: str,
    caseload: str,
    jurisdiction: str,
    policies: str | None,
) -> None:
    from welfare_rules.basics.days import day_number
    from welfare_rules.caseload.decisions import decide
    from welfare_rules.caseload.filled import decide_list
    from welfare_rules.caseload.store import Caseload

    if verdict == "decide" and because:
        raise click.UsageError(_("The reasons stand in the list: leave out --because."))
    with reporting("text", lang, stage := Stage("policies", POLICIES_WRONG)):
        policy = load(jurisdiction, policies)
        stage.what, stage.status = "alert", REQUEST_WRONG
        today = day_number(datetime.date.today())
        with closing(Caseload.open(Path(caseload))) as store:
            if verdict == "decide":
                decided = decide_list(store, policy, Path(alert), today)
                write_findings(decided.findings, "text", lang)
                write(_of_list([each.state for each in decided.alerts], decided.left))
                return
            state = "confirmed" if verdict == "confirm" else "dismissed"
            made = decide(store, policy, alert, state, because, today)
        told = _("{alert} is confirmed: {because}")
        if made.state == "dismissed":
            told = _("{alert} is dismissed: {because}")
        write(told.format(alert=made.id, because=made.because))


def _of_list(states: Sequence[str], left: int) -> str:
    told = _("{confirmed} alerts are confirmed, {dismissed} dismissed; {left} rows say nothing.")
    confirmed, dismissed = (states.count(each) for each in ("confirmed", "dismissed"))
    return told.format(confirmed=confirmed, dismissed=dismissed, left=left)
