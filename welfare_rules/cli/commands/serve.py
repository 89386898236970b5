"""`serve`: requests and answers over HTTP."""

from __future__ import annotations

from gettext import gettext as _

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, missing_extra, reporting
from welfare_rules.cli.output import write
from welfare_rules.cli.where import policies_folder


def command() -> click.Command:
    text = _(
        "Answer requests over HTTP.\n\n"
        "What may be asked stands at /openapi.json. Policies are read anew when their files "
        "change; broken ones keep the old ones. Only this machine is served unless tokens are "
        "given."
    )
    params: list[click.Parameter] = [
        click.Option(
            ["--host"],
            default="127.0.0.1",
            show_default=True,
            metavar="ADDRESS",
            help=_("The address to serve at."),
        ),
        options.port(8080),
        click.Option(
            ["--token-file"],
            metavar="FILE",
            type=click.Path(dir_okay=False),
            help=_("A file of tokens, one a line, of which every request must show one."),
        ),
        click.Option(
            ["--allow-host", "allowed"],
            metavar="NAME",
            multiple=True,
            help=_("A name by which a request may call this machine, besides localhost."),
        ),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "serve", params=params, callback=_serve, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _serve(
    lang: Lang,
    host: str,
    port: int,
    token_file: str | None,
    allowed: tuple[str, ...],
    policies: str | None,
) -> None:
    with reporting("text", lang, Stage("policies", POLICIES_WRONG)):
        from welfare_rules.service.guard import Guard, read_tokens
        from welfare_rules.service.reloading import Serving

        tokens = frozenset[bytes]() if token_file is None else read_tokens(token_file)
        guard = Guard.of(host, tokens, allowed)
        try:
            from welfare_rules.service.server import log_to_stderr, serve
        except ImportError:
            raise missing_extra("web") from None
        serving = Serving.of(policies_folder(policies))
        log_to_stderr()
        begun = _("Serving at {address}; Ctrl+C ends it.")
        serve(serving, guard, host, port, lambda at: write(begun.format(address=at)))
