"""`sources` and `handbook`: what the policy files say and where they say it, for people to read."""

from __future__ import annotations

import sys
from gettext import gettext as _
from pathlib import Path

import click

from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.language import Lang
from welfare_rules.cli.output import is_there, write, write_json

STDOUT = "-"


def sources() -> click.Command:
    text = _(
        "Print the register of sources.\n\n"
        "Each figure of a jurisdiction with all its versions, the words they rest on, and what depends on it; "
        "figures that nobody has found are told as open. The csv form is for spreadsheets."
    )
    params: list[click.Parameter] = [
        options.jurisdiction(required=True),
        options.form("text", "json", "csv"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "sources", params=params, callback=_sources, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _sources(lang: Lang, form: str, jurisdiction: str, policies: str | None) -> None:
    with reporting(form, lang, Stage("policies", POLICIES_WRONG)):
        from welfare_rules import api
        from welfare_rules.register import listing
        from welfare_rules.register.entries import register

        _there(policies)
        found = register(api.load(jurisdiction.strip("/"), policies).law)
        match form:
            case "json":
                write_json(listing.as_json(found))
            case "csv":
                _bytes(listing.as_csv(found).encode("utf-8-sig"))
            case _:
                write(listing.as_text(found, lang))


def handbook() -> click.Command:
    text = _(
        "Write the handbook of a jurisdiction for a month.\n\n"
        "One page of HTML for staff and public, in Chinese and English, made from the policy files alone: "
        "nothing else is needed to read or print it."
    )
    known = _(
        "The day whose knowledge counts: what was announced later is not seen; default: today."
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
        click.Option(["--known"], metavar="YYYY-MM-DD", help=known),
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
    with reporting("text", lang, stage := Stage("policies", POLICIES_WRONG)):
        from welfare_rules import api
        from welfare_rules.register.handbook import handbook

        _there(policies)
        rules = api.load(jurisdiction.strip("/"), policies).at(month, known)
        text = handbook(rules)
        stage.what, stage.status = output, REQUEST_WRONG
        if output == STDOUT:
            _bytes(text.encode("utf-8"))
        else:
            Path(output).write_text(text, encoding="utf-8", newline="\n")


def _bytes(data: bytes) -> None:
    """Bytes to standard output as they are, whatever the code page of the terminal."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def _there(policies: str | None) -> None:
    from welfare_rules.findings import Place, RequestError, finding

    if policies is not None and not is_there(policies):
        raise RequestError([finding("WR506", Place("--policies"), got=policies[:200])])
