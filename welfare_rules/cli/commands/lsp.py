"""`lsp`: the language server for editors, over standard input and output."""

from __future__ import annotations

import io
import logging
import os
import sys
from gettext import gettext as _

import click
from click.core import ParameterSource

from welfare_rules.basics.text import Lang
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli import options
from welfare_rules.cli.failures import REQUEST_WRONG, Stage, missing_extra, reporting


def command() -> click.Command:
    text = _(
        "Help editors with policy files while they are written.\n\n"
        "Speaks the language server protocol over standard input and output: findings, hover, "
        "completion, definitions, quick fixes. An editor starts it."
    )
    vsix = click.Option(
        ["--vsix"],
        metavar="FILE.vsix",
        type=click.Path(dir_okay=False),
        help=_("Write the extension for VS Code instead, to be installed from the file."),
    )
    params: list[click.Parameter] = [vsix, options.lang()]
    return click.Command(
        "lsp", params=params, callback=_lsp, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _lsp(lang: Lang, vsix: str | None) -> None:
    with reporting("text", lang, Stage("lsp", REQUEST_WRONG)):
        if vsix is not None:
            from welfare_rules.editor import extension

            write_whole(vsix, extension.vsix())
            return
        try:
            from welfare_rules.editor.messages import Messages, OneLine
            from welfare_rules.editor.server import server_of
        except ImportError:
            raise missing_extra("lsp") from None
        shown = logging.StreamHandler()  # standard error, which editors keep as a log
        shown.setFormatter(OneLine())
        logging.basicConfig(level=logging.WARNING, handlers=[shown])
        # streams of its own, which it closes at the end
        given, taken = (os.dup(each.fileno()) for each in (sys.stdin, sys.stdout))
        with Messages(io.FileIO(given)) as reading, os.fdopen(taken, "wb") as writing:
            server_of(lang if _said() else None).start_io(reading, writing)


def _said() -> bool:
    """Whether the command line names a language; that of the locale leaves it to the editor."""
    context: click.Context | None = click.get_current_context()
    while context is not None:
        if context.get_parameter_source("lang") is ParameterSource.COMMANDLINE:
            return True
        context = context.parent
    return False
