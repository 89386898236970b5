"""`determine`: the answer for one household in one month, and its receipt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.basics.text import Lang
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli import options
from welfare_rules.cli.decision import Asked, decide, tell_doubts
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.inputs import refuse_input
from welfare_rules.cli.output import write_json

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer
    from welfare_rules.receipts.signing import SigningKey


def command() -> click.Command:
    text = _(
        "Decide the case of one household in one month.\n\n"
        "CASE.json is the case file, or - for standard input. A fact that is left out is unknown, "
        "never zero."
    )
    params = [*options.of_a_decision(), *_of_a_receipt()]
    return click.Command(
        "determine", params=params, callback=_determine, help=text, options_metavar=_("[OPTIONS]")
    )


def _of_a_receipt() -> Sequence[click.Parameter]:
    """The options that say which receipt is written."""
    return (
        click.Option(
            ["--receipt"],
            metavar="FILE.json",
            type=click.Path(dir_okay=False),
            help=_("Write a receipt as well, for replay."),
        ),
        click.Option(
            ["--masked"], is_flag=True, help=_("Leave out of the receipt who it is about.")
        ),
        click.Option(
            ["--sign-with"],
            metavar="KEY.pem",
            type=click.Path(dir_okay=False),
            help=_("Sign the receipt with an ed25519 key."),
        ),
    )


@click.pass_obj
def _determine(
    lang: Lang, form: str, receipt: str | None, masked: bool, sign_with: str | None, **asked: Any
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        key = _key_of(sign_with)
        answer = decide(Asked(**asked), stage)
        tell_doubts(answer.program.law, answer.case, stage.what, form, lang)
        refuse_input("--receipt", receipt, (asked["case"], sign_with), answer.program.law)
        _save(answer, receipt, masked, key)
        if form == "json":
            write_json(answer.to_dict())
        else:
            from welfare_rules.cli.table import print_answer

            print_answer(answer, lang)


def _key_of(path: str | None) -> SigningKey | None:
    """The key to sign with, looked at before anything is decided; raises RequestError."""
    if path is None:
        return None
    from welfare_rules.receipts.signing import signing_key

    return signing_key(path)


def _save(answer: Answer, path: str | None, masked: bool, key: SigningKey | None) -> None:
    """Writes the receipt of an answer, if one is asked for; one with names for its owner alone."""
    if path is None:
        return
    from welfare_rules.receipts.receipt import write_receipt

    made = write_receipt(answer, key=key, masked=masked)
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    write_whole(path, text.encode("utf-8"), private=not masked)
