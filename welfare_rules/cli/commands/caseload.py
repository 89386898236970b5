"""`caseload`: the households of an office put into its caseload."""

from __future__ import annotations

import datetime
from gettext import gettext as _
from pathlib import Path

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.inputs import left_over, load
from welfare_rules.cli.output import write, write_findings, write_json
from welfare_rules.cli.progress import counting


def command() -> click.Command:
    text = _(
        "Put the households of two tables into a caseload.\n\n"
        "The members may have columns `id_number` and `name`, by which events find them; these "
        "stand in the caseload alone, whose file only its owner can read. A household that is "
        "there already is put down as the tables have it now."
    )
    params: list[click.Parameter] = [
        click.Argument(["what"], type=click.Choice(("import",)), metavar="[import]"),
        *options.of_tables(),
        options.caseload(),
        options.jurisdiction(required=True),
        options.form("text", "json"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "caseload", params=params, callback=_caseload, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _caseload(
    lang: Lang,
    form: str,
    what: str,
    households: str,
    members: str | None,
    mapping: str | None,
    caseload: str,
    jurisdiction: str,
    policies: str | None,
) -> None:
    from welfare_rules.caseload.importing import import_tables
    from welfare_rules.caseload.store import Caseload

    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        rules = load(jurisdiction, policies).at(datetime.date.today())
        stage.what, stage.status = households, REQUEST_WRONG
        left = left_over("--caseload", [caseload])
        with Caseload.filling(Path(caseload)) as store, counting() as told:
            made = import_tables(store, rules, households, members, mapping, told)
        write_findings((*left, *made.findings), form, lang)
        if form == "json":
            write_json({"households": made.households, "refused": made.refused})
        else:
            said = _("{count} households are in the caseload, {refused} were refused.")
            write(said.format(count=made.households, refused=made.refused))
