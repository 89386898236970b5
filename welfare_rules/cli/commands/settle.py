"""`settle`: what is owed and what was paid too much, month by month, and why."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.basics.harmless import table
from welfare_rules.basics.text import Lang
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import STDIN, read_case, refuse_input
from welfare_rules.cli.months import Months, asked_months, of_months
from welfare_rules.cli.output import write, write_bytes, write_findings, write_json

if TYPE_CHECKING:
    from welfare_rules.history.facts import History
    from welfare_rules.settlement.ledger import Ledger
    from welfare_rules.settlement.recovery_plan import Plan
    from welfare_rules.settlement.settlement import Settlement

_PLANNED = ("rule", "payee", "what", "month", "benefit", "amount")
_LINES = ("month", "benefit", "payee", "due", "paid", "arrears", "recovery", "causes")


def command() -> click.Command:
    text = _(
        "Say what is owed and what was paid too much, month by month, and why.\n\n"
        "LEDGER.json has what was paid: month, benefit, payee, amount, day of the decision."
    )
    arguments = [
        click.Argument(["history"], metavar="HISTORY.json", type=click.Path(allow_dash=True)),
        click.Argument(["ledger"], metavar="LEDGER.json", type=click.Path()),
    ]
    chart = click.Option(
        ["--chart"],
        metavar="FILE.svg",
        type=click.Path(dir_okay=False),
        help=_("Draw due and paid by month as well."),
    )
    plan = click.Option(
        ["--plan"],
        is_flag=True,
        help=_("Also say how overpayments are taken back; the text always does."),
    )
    return click.Command(
        "settle",
        params=[*arguments, *of_months(), plan, chart],
        callback=_settle,
        help=text,
        options_metavar=_("[OPTIONS]"),
    )


@click.pass_obj
def _settle(
    lang: Lang,
    history: str,
    ledger: str,
    form: str,
    jurisdiction: str,
    first: str,
    last: str,
    known: str | None,
    policies: str | None,
    engine: str,
    plan: bool,
    chart: str | None,
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        asked = asked_months(jurisdiction, first, last, known, policies)
        refuse_input("--chart", chart, (history, ledger), asked.policy.law)
        read, rows = _inputs(history, ledger, stage)
        found = _settled(asked, read, rows, engine, ledger, stage.what)
        if found.findings:
            write_findings(found.findings, form, lang)
        if chart is not None:
            from welfare_rules.settlement.chart import draw

            write_whole(chart, draw(asked.policy.law, found, lang).encode("utf-8"), private=True)
        planned = asked.policy.plan(read, found, engine=engine) if plan or form == "text" else None
        match form:
            case "json":
                write_json(
                    found.to_dict() | ({} if planned is None else {"plan": planned.to_dict()})
                )
            case "csv" if planned is not None:
                write_bytes(table(_PLANNED, _rows_of_plan(planned)))
            case "csv":
                write_bytes(table(_LINES, _rows_of_lines(found)))
            case _:
                from welfare_rules.settlement.letter import sentences
                from welfare_rules.settlement.plan_letter import plan_sentences

                told = [*sentences(asked.policy.law, found, lang)]
                write(
                    "\n".join(
                        told
                        if planned is None
                        else [*told, *plan_sentences(asked.policy.law, planned, lang)]
                    )
                )


def _inputs(history: str, ledger: str, stage: Stage) -> tuple[History, Ledger]:
    """History and ledger, read; raises Refused with everything that is wrong with either."""
    from welfare_rules.history.facts import read_history
    from welfare_rules.settlement.ledger import read_ledger

    name = "<stdin>" if history == STDIN else history
    stage.what, stage.status = name, REQUEST_WRONG
    tried = Attempts()
    read = tried(lambda: read_history(read_case(history, name), name))
    rows = tried(lambda: read_ledger(read_case(ledger, ledger), ledger))
    if read is None or rows is None:
        raise tried.refused()
    return read, rows


def _settled(
    asked: Months, history: History, ledger: Ledger, engine: str, name: str, history_name: str
) -> Settlement:
    from welfare_rules.settlement.settlement import settle as run

    return run(
        asked.policy,
        history,
        ledger,
        asked.first,
        asked.last,
        asked.known,
        engine=engine,
        name=name,
        history_name=history_name,
    )


def _rows_of_lines(found: Settlement) -> Iterable[tuple[Any, ...]]:
    for line in found.lines:
        each = line.to_dict()
        causes = "; ".join(
            f"{cause['kind']} {cause['what']} {cause['known'] or ''}".strip()
            for cause in each["causes"]
        )
        yield (*(each[key] for key in _LINES[:-1]), causes)


def _rows_of_plan(found: Plan) -> Iterable[tuple[Any, ...]]:
    """What becomes of every overpayment, a row each.

    Together the amounts are all that is to be recovered.
    """
    for way in found.ways:
        told = way.to_dict()
        for what in ("waived", "set_off"):
            if getattr(way, what):
                yield (told["rule"], way.payee, what, None, None, told[what])
        for each in told["instalments"]:
            yield (
                told["rule"],
                way.payee,
                "withheld",
                each["month"],
                each["benefit"],
                each["withheld"],
            )
        if way.left:
            yield (told["rule"], way.payee, "left", None, None, told["left"])
