"""`explain`: the whole derivation of a decision, figure by figure."""

from __future__ import annotations

from gettext import gettext as _
from typing import Any

import click

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.decision import Asked, decide, tell_doubts
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.output import write, write_json


def command() -> click.Command:
    text = _(
        "Explain a decision figure by figure.\n\nPrinted is the whole derivation with its sources. "
        "The arguments are those of determine."
    )
    masked = click.Option(
        ["--masked"],
        is_flag=True,
        help=_("Name nobody: the household is H, its members M1, M2, ..."),
    )
    params = [*options.of_a_decision(), masked]
    return click.Command(
        "explain", params=params, callback=_explain, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _explain(lang: Lang, form: str, masked: bool, **asked: Any) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        answer = decide(Asked(**asked), stage)
        tell_doubts(answer.program.law, answer.case, stage.what, form, lang)
        if masked:
            from welfare_rules.receipts.receipt import mask_answer

            answer = mask_answer(answer)
        text = answer.explain(lang)
        if form == "json":
            derivation = answer.derivation(lang)
            write_json({"answer": answer.to_dict(), "explanation": text, "derivation": derivation})
        else:
            write(text)
