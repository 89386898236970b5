"""`synth`: a made-up county, for tests and for showing."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.inputs import left_over
from welfare_rules.cli.output import write_findings, write_json, write_lines
from welfare_rules.cli.progress import counting
from welfare_rules.cli.where import policies_folder

if TYPE_CHECKING:
    from welfare_rules.synthetic.files import Made

MOST_HOUSEHOLDS = 10_000_000


def command() -> click.Command:
    text = _(
        "Make a county of made-up households.\n\n"
        "Two tables for `run` and `compare`, and beside what the bureau published what came out. "
        "The same seed makes the same files; every row says that it is made up."
    )
    params: list[click.Parameter] = [
        click.Option(
            ["--like"],
            metavar="NAME|FILE.toml",
            required=True,
            help=_("What county it is to be like: binhai-2021, or a description of your own."),
        ),
        click.Option(
            ["--households", "count"],
            metavar="NUMBER",
            type=click.IntRange(1, MOST_HOUSEHOLDS),
            required=True,
            help=_("How many households."),
        ),
        click.Option(
            ["--seed"],
            metavar="NUMBER",
            type=click.IntRange(0, 2**63 - 1),
            required=True,
            help=_("A number that chance starts from."),
        ),
        click.Option(
            ["-o", "output"],
            metavar="FOLDER",
            type=click.Path(),
            required=True,
            help=_("A folder that is not there yet."),
        ),
        click.Option(
            ["--parquet"],
            is_flag=True,
            help=_("Write the tables as Parquet, amounts and days in their types, not as CSV."),
        ),
        options.form("text", "json"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "synth", params=params, callback=_synth, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _synth(
    lang: Lang,
    like: str,
    count: int,
    seed: int,
    output: str,
    parquet: bool,
    form: str,
    policies: str | None,
) -> None:
    with reporting(form, lang, Stage(like, REQUEST_WRONG)):
        from welfare_rules.synthetic.files import write
        from welfare_rules.synthetic.reading import read

        folder = policies_folder(policies)
        left = left_over("-o", [output])
        county = read(like, folder)
        with counting() as told:
            made = write(
                county,
                count,
                seed,
                Path(output),
                folder,
                lambda done: told(done, count),
                parquet=parquet,
            )
        if left:
            write_findings(left, form, lang)
        if form == "json":
            write_json(made.manifest)
        else:
            _print(made, lang)


def _print(made: Made, lang: Lang) -> None:
    from welfare_rules.cli.table import print_table
    from welfare_rules.synthetic.files import TARGET_COLUMNS, target_cells

    head = _("{folder}: {households} made-up households, {members} persons").format(
        folder=made.folder, households=made.households, members=made.members
    )
    write_lines([head])
    if made.measured:
        print_table(
            [each.say(lang) for each in TARGET_COLUMNS],
            [target_cells(each, lang) for each in made.measured],
        )
