"""`handbook`: one page of HTML for staff and public, made from the policy files alone."""

from __future__ import annotations

from gettext import gettext as _

import click
from click.core import ParameterSource

from welfare_rules.basics.text import Lang
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.inputs import load, refuse_input
from welfare_rules.cli.output import write_bytes

STDOUT = "-"


def command() -> click.Command:
    text = _(
        "Write the handbook of a jurisdiction for a month.\n\n"
        "One page of HTML for staff and public, in Chinese and English, made from the policy files "
        "alone: "
        "nothing else is needed to read or print it. It opens in the language of "
        "--lang; without it in both."
    )
    params: list[click.Parameter] = [
        options.jurisdiction(required=True),
        click.Option(
            ["--month"], metavar="YYYY-MM", required=True, help=_("The month whose rules are told.")
        ),
        click.Option(
            ["-o", "--output", "output"],
            metavar="FILE.html",
            required=True,
            type=click.Path(dir_okay=False, allow_dash=True),
            help=_("The file to write, or - for standard output."),
        ),
        options.known(),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "handbook", params=params, callback=_handbook, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _handbook(
    lang: Lang, jurisdiction: str, month: str, output: str, known: str | None, policies: str | None
) -> None:
    chosen = click.get_current_context().get_parameter_source("lang") is ParameterSource.COMMANDLINE
    with reporting("text", lang, stage := Stage("policies", POLICIES_WRONG)):
        from welfare_rules.register.handbook import handbook

        rules = load(jurisdiction, policies).at(month, known)
        refuse_input("--output", output, (), rules.program.law)
        text = handbook(rules, lang if chosen else None)
        stage.what, stage.status = output, REQUEST_WRONG
        if output == STDOUT:
            write_bytes(text.encode("utf-8"))
        else:
            write_whole(output, text.encode("utf-8"))
