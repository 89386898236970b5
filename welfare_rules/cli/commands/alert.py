"""`alert`: what somebody decides of an alert, with the reason."""

from __future__ import annotations

import datetime
from contextlib import closing
from gettext import gettext as _
from pathlib import Path

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.inputs import load
from welfare_rules.cli.output import write


def command() -> click.Command:
    text = _(
        "Confirm or dismiss an alert, with the reason.\n\n"
        "Either takes the same words and keeps them. What the event of a confirmed alert says is "
        "then on record for the household."
    )
    params: list[click.Parameter] = [
        click.Argument(
            ["verdict"], type=click.Choice(("confirm", "dismiss")), metavar="[confirm|dismiss]"
        ),
        click.Argument(["alert"], metavar="ID"),
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
    from welfare_rules.caseload.store import Caseload
    from welfare_rules.caseload.watch import decide

    with reporting("text", lang, stage := Stage("policies", POLICIES_WRONG)):
        policy = load(jurisdiction, policies)
        stage.what, stage.status = "alert", REQUEST_WRONG
        with closing(Caseload.open(Path(caseload))) as store:
            state = "confirmed" if verdict == "confirm" else "dismissed"
            today = day_number(datetime.date.today())
            made = decide(store, policy, alert, state, because, today)
        told = _("{alert} is confirmed: {because}")
        if made.state == "dismissed":
            told = _("{alert} is dismissed: {because}")
        write(told.format(alert=made.id, because=made.because))
