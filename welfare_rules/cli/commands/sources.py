"""`sources`: each figure with its versions and the words that they rest on."""

from __future__ import annotations

from gettext import gettext as _

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.inputs import load
from welfare_rules.cli.output import write, write_bytes, write_json


def command() -> click.Command:
    text = _(
        "Print the register of sources.\n\n"
        "Each figure of a jurisdiction with all its versions, the words they rest on, and what "
        "depends on it; "
        "figures that nobody has found are told as open. The csv form is for spreadsheets."
    )
    params: list[click.Parameter] = [
        options.jurisdiction(required=True),
        options.form("text", "json", "csv"),
        click.Option(
            ["--summary"],
            is_flag=True,
            help=_("Only how far everything is confirmed, by jurisdiction and benefit."),
        ),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "sources", params=params, callback=_sources, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _sources(lang: Lang, form: str, summary: bool, jurisdiction: str, policies: str | None) -> None:
    if summary and form == "csv":
        raise click.UsageError(_("--summary is written as text or json."))
    with reporting(form, lang, Stage("policies", POLICIES_WRONG)):
        from welfare_rules.register import grades, listing
        from welfare_rules.register.entries import register

        found = register(load(jurisdiction, policies).law)
        if summary:
            graded = grades.summary(found)
            if form == "json":
                write_json(grades.as_json(graded))
            else:
                write(grades.as_text(graded, lang))
            return
        match form:
            case "json":
                write_json(listing.as_json(found))
            case "csv":
                write_bytes(listing.as_csv(found, lang))
            case _:
                write(listing.as_text(found, lang))
