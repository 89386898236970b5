"""The command `welfare-rules`.

Nothing of the library itself is imported before a command runs, so that help is quick.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from gettext import gettext as _
from typing import Any

import click

from welfare_rules.cli import options
from welfare_rules.cli.commands import COMMANDS
from welfare_rules.cli.failures import leaving
from welfare_rules.cli.language import language, punctuated, speaking
from welfare_rules.cli.output import forgiving_streams

PROGRAM = "welfare-rules"
MADE_BETWEEN_LOOKS = 50_000  # objects, before circles of unused ones are looked for


class Commands(click.Group):
    """The commands of one command line, whose errors of usage are punctuated in its language."""

    def make_context(self, *given: Any, **more: Any) -> click.Context:
        with punctuated():
            return super().make_context(*given, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with punctuated():
            return super().invoke(ctx)


class Program(click.Group):
    """The whole program.

    Makes its commands anew for each command line, in the language that the line or the locale asks
    for.
    """

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        if args is None:  # a process of its own: it makes many objects, few of them in circles
            gc.set_threshold(MADE_BETWEEN_LOOKS)
        lang = language(sys.argv[1:] if args is None else args, os.environ)
        forgiving_streams()
        with speaking(lang), leaving(lang):
            return commands().main(
                args, prog_name or PROGRAM, complete_var, standalone_mode, obj=lang, **extra
            )


def commands() -> click.Group:
    """All commands, in the language that is spoken now."""
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
        help=_("Show the version and exit."),
    )
    return Commands(
        PROGRAM,
        commands=[make() for make in COMMANDS],
        params=[options.lang(), version],
        help=_(
            "Chinese welfare policy in text files: check them, decide a household's case, explain "
            "the decision."
        ),
        epilog=_epilog(),
        context_settings={"help_option_names": ["-h", "--help"]},
        options_metavar=_("[OPTIONS]"),
        subcommand_metavar=_("COMMAND [ARGS]..."),
    )


def _epilog() -> str:
    """How a shell learns to complete; the shapes of these lines are kept."""
    variable = f"_{PROGRAM.replace('-', '_').upper()}_COMPLETE"
    lines = (
        _(
            "To have the shell complete commands, options and jurisdictions, add to its start-up "
            "file:"
        ),
        f'  bash   eval "$({variable}=bash_source {PROGRAM})"',
        f'  zsh    eval "$({variable}=zsh_source {PROGRAM})"',
        f"  fish   {variable}=fish_source {PROGRAM} | source",
    )
    return "\b\n" + "\n".join(lines)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from welfare_rules import __version__

        click.echo(f"{PROGRAM} {__version__}")
        ctx.exit()


main = Program(PROGRAM)
