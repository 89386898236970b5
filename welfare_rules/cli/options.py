"""Arguments and options that several commands share.

Made anew for every command line, so that they speak its language.
"""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _

import click

from welfare_rules.cli.completion import complete_engine, complete_jurisdiction
from welfare_rules.cli.language import LANGUAGES
from welfare_rules.engine.registry import ENGINES, names


def form(*forms: str) -> click.Option:
    return click.Option(
        ["--format", "form"],
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help=_("How the result is written."),
    )


def lang() -> click.Option:
    """The option `--lang`.

    `language` reads it before the line is parsed; here it has its help and is validated.
    """
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=_("Language; default: that of the locale."),
    )


def verbose() -> click.Option:
    return click.Option(
        ["-v", "--verbose"],
        is_flag=True,
        help=_("Tell every notice, not only how many there are of each kind."),
    )


def jurisdiction(*, required: bool, new: bool = False) -> click.Option:
    text = _("The jurisdiction: its folder below the policies, such as cn/model.")
    if new:
        text = _("The jurisdiction: its folder; for a county the one it is to have.")
    elif not required:
        text = _("The jurisdiction; default: the nation's vocabulary.")
    return click.Option(
        ["--in", "jurisdiction"],
        metavar="JURISDICTION",
        required=required,
        help=text,
        shell_complete=complete_jurisdiction,
    )


def policies() -> click.Option:
    return click.Option(
        ["--policies"],
        type=click.Path(file_okay=False),
        metavar="DIR",
        help=_("Another folder than the policies that ship."),
    )


def caseload() -> click.Option:
    return click.Option(
        ["--caseload"],
        metavar="DB",
        required=True,
        type=click.Path(dir_okay=False),
        help=_("The file of the caseload."),
    )


def worklist() -> Sequence[click.Parameter]:
    """Where a work list goes, and of which town it is."""
    return (
        click.Option(["--town"], metavar="NAME", help=_("Only what concerns this town.")),
        click.Option(
            ["-o", "output"],
            metavar="FILE",
            type=click.Path(dir_okay=False),
            help=_("Write a work list for printing (.xlsx), or JSON lines (.jsonl)."),
        ),
    )


def processes() -> click.Option:
    return click.Option(
        ["--processes"],
        type=click.IntRange(1, 64),
        metavar="NUMBER",
        help=_("How many processes work; default: as many as there are processors."),
    )


def paths() -> click.Argument:
    return click.Argument(["paths"], metavar="[PATH]...", nargs=-1, type=click.Path())


def port(usual: int) -> click.Option:
    return click.Option(
        ["--port"],
        type=click.IntRange(0, 65535),
        default=usual,
        show_default=True,
        metavar="N",
        help=_("The port on this computer; 0 is any free one."),
    )


def known() -> click.Option:
    text = _(
        "The day whose knowledge counts: what was announced later is not seen; default: today."
    )
    return click.Option(["--known"], metavar="YYYY-MM-DD", help=text)


def of_tables() -> Sequence[click.Parameter]:
    """The tables of households and members, and what their headings and codes mean."""
    file = click.Path(dir_okay=False)
    return (
        click.Option(
            ["--households"],
            metavar="FILE",
            required=True,
            type=file,
            help=_("The table of households: a row a household."),
        ),
        click.Option(
            ["--members"],
            metavar="FILE",
            type=file,
            help=_("The table of members: a row a person."),
        ),
        click.Option(
            ["--map", "mapping"],
            metavar="MAP.toml",
            type=file,
            help=_("What headings, codes, units and days of the tables mean."),
        ),
    )


def of_a_household() -> Sequence[click.Parameter]:
    """What every command about one household in one month needs to know."""
    return (
        click.Argument(["case"], metavar="CASE.json", type=click.Path(allow_dash=True)),
        jurisdiction(required=True),
        click.Option(
            ["--month"], metavar="YYYY-MM", required=True, help=_("The month that is decided.")
        ),
        known(),
    )


def of_a_decision() -> Sequence[click.Parameter]:
    """What `determine` and `explain` need to know."""
    engine = _("The engine that decides; all of them decide alike.")
    return (
        *of_a_household(),
        form("text", "json"),
        lang(),
        policies(),
        click.Option(
            ["--engine"],
            metavar=f"[{'|'.join(ENGINES)}]",
            default=next(iter(ENGINES)),
            show_default=True,
            help=engine,
            shell_complete=complete_engine,
        ),
    )


class EngineName(click.Choice[str]):
    """The name of an engine.

    Help lists those of this package; others are searched for when one is asked for, which takes a
    while.
    """

    def __init__(self) -> None:
        super().__init__(tuple(ENGINES))

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        known = value in ENGINES or value in names()
        return value if known else super().convert(value, param, ctx)
