"""`timeline`: every month of a household's history decided."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.basics.harmless import table
from welfare_rules.basics.text import Lang
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.inputs import STDIN, read_case
from welfare_rules.cli.months import asked_months, of_months
from welfare_rules.cli.output import write_bytes, write_findings, write_json

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer

_MONTHLY = (
    "month",
    "circle",
    "benefit",
    "payee",
    "status",
    "amount",
    "at_least",
    "at_most",
    "provisional",
    "missing",
    "per",
)


def command() -> click.Command:
    text = _(
        "Decide every month of a household's history.\n\n"
        "HISTORY.json has the first known state and every change: what was so from which day, "
        "learned on which day, from whom."
    )
    arguments = [
        click.Argument(["history"], metavar="HISTORY.json", type=click.Path(allow_dash=True))
    ]
    return click.Command(
        "timeline",
        params=[*arguments, *of_months()],
        callback=_timeline,
        help=text,
        options_metavar=_("[OPTIONS]"),
    )


@click.pass_obj
def _timeline(
    lang: Lang,
    history: str,
    form: str,
    jurisdiction: str,
    first: str,
    last: str,
    known: str | None,
    policies: str | None,
    engine: str,
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        asked = asked_months(jurisdiction, first, last, known, policies)
        from welfare_rules.history.facts import in_ids, read_history
        from welfare_rules.history.timeline import month_by_month

        name = "<stdin>" if history == STDIN else history
        stage.what, stage.status = name, REQUEST_WRONG
        read = read_history(read_case(history, name), name)
        read = in_ids(read, asked.policy.reader.labels, name)
        answers = month_by_month(
            asked.policy, read, asked.first, asked.last, asked.known, engine=engine, name=name
        )
        if read.findings:
            write_findings(read.findings, form, lang)
        match form:
            case "json":
                write_json([each.to_dict() for each in answers])
            case "csv":
                write_bytes(table(_MONTHLY, _rows_of_months(answers)))
            case _:
                from welfare_rules.cli.table import print_months

                print_months(answers, lang)


def _rows_of_months(answers: Iterable[Answer]) -> Iterable[tuple[Any, ...]]:
    for answer in answers:
        for each in answer.to_dict()["benefits"]:
            missing = " ".join([*each["missing_facts"], *each["missing_figures"]])
            kept = (
                each[key]
                for key in (
                    "benefit",
                    "payee",
                    "status",
                    "amount",
                    "at_least",
                    "at_most",
                    "provisional",
                )
            )
            yield (answer.month.text, answer.circle, *kept, missing, each["per"])
