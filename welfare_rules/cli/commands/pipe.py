"""`pipe`: requests and answers over standard input and output, a line of JSON each."""

from __future__ import annotations

import sys
from gettext import gettext as _

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.output import json_bytes, write_at_once
from welfare_rules.cli.where import policies_folder


def command() -> click.Command:
    text = _(
        "Answer requests that come line by line.\n\n"
        "Each line of standard input is a request in JSON, each line of standard output the answer "
        'to it: {"id": 1, "do": "determine", ...}. For programs that cannot open a port.'
    )
    params: list[click.Parameter] = [options.lang(), options.policies()]
    return click.Command(
        "pipe", params=params, callback=_pipe, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _pipe(lang: Lang, policies: str | None) -> None:
    with reporting("text", lang, stage := Stage("policies", POLICIES_WRONG)):
        from welfare_rules.service.pipe import serve_lines
        from welfare_rules.service.policies import read_policies

        read = read_policies(policies_folder(policies))
        stage.what, stage.status = "<stdin>", REQUEST_WRONG
        serve_lines(read, sys.stdin.buffer, json_bytes, write_at_once)
