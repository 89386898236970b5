"""`timeline` and `settle`: rights over months, and what is owed or was paid too much."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.cli import options
from welfare_rules.cli.completion import complete_engine
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Refused, Stage, reporting
from welfare_rules.cli.inputs import STDIN, read_case
from welfare_rules.cli.language import Lang
from welfare_rules.cli.output import write, write_findings, write_json
from welfare_rules.engine.registry import ENGINES

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer
    from welfare_rules.api import Policy
    from welfare_rules.basics.days import Month
    from welfare_rules.findings import Finding
    from welfare_rules.history.facts import History
    from welfare_rules.settlement.ledger import Ledger
    from welfare_rules.settlement.recovery_plan import Plan
    from welfare_rules.settlement.settlement import Settlement


def timeline() -> click.Command:
    text = _(
        "Decide every month of a household's history.\n\n"
        "HISTORY.json has the first known state and every change: what was so from which day, learned on which day, from whom."
    )
    arguments = [
        click.Argument(["history"], metavar="HISTORY.json", type=click.Path(allow_dash=True))
    ]
    return click.Command(
        "timeline",
        params=[*arguments, *_of_months()],
        callback=_timeline,
        help=text,
        options_metavar=_("[OPTIONS]"),
    )


def settle() -> click.Command:
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
        params=[*arguments, *_of_months(), plan, chart],
        callback=_settle,
        help=text,
        options_metavar=_("[OPTIONS]"),
    )


def _of_months() -> Iterable[click.Parameter]:
    known = _("The day whose knowledge counts, of the law and of the facts; default: today.")
    yield options.jurisdiction(required=True)
    yield click.Option(
        ["--from", "first"], metavar="YYYY-MM", required=True, help=_("The first month.")
    )
    yield click.Option(
        ["--to", "last"], metavar="YYYY-MM", required=True, help=_("The last month.")
    )
    yield click.Option(["--known"], metavar="YYYY-MM-DD", help=known)
    yield options.form("text", "json", "csv")
    yield options.lang()
    yield options.policies()
    yield click.Option(
        ["--engine"],
        type=options.EngineName(),
        default=next(iter(ENGINES)),
        shell_complete=complete_engine,
        show_default=True,
        help=_("The engine that decides."),
    )


class _Asked:
    """The months, the law and the knowledge day of a command line.

    Raises Refused with everything that is wrong with them.
    """

    def __init__(
        self, jurisdiction: str, first: str, last: str, known: str | None, policies: str | None
    ) -> None:
        from welfare_rules import api
        from welfare_rules.findings import FindingsError, PolicyError
        from welfare_rules.loading import parse_day, parse_month

        found: list[Finding] = []
        status = REQUEST_WRONG

        def tried(work: Callable[[], Any]) -> Any:
            nonlocal status
            try:
                return work()
            except FindingsError as error:
                found.extend(error.findings)
                status = POLICIES_WRONG if isinstance(error, PolicyError) else status

        self.first: Month = tried(lambda: parse_month(first, "--from"))
        self.last: Month = tried(lambda: parse_month(last, "--to"))
        self.known: int = tried(lambda: parse_day(known))
        self.policy: Policy = tried(lambda: api.load(jurisdiction.strip("/"), policies))
        if found:
            raise Refused(found, status)


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
        asked = _Asked(jurisdiction, first, last, known, policies)
        from welfare_rules.history.facts import read_history
        from welfare_rules.history.timeline import timeline as run

        name = "<stdin>" if history == STDIN else history
        stage.what, stage.status = name, REQUEST_WRONG
        read = read_history(read_case(history, name), name)
        answers = run(
            asked.policy, read, asked.first, asked.last, asked.known, engine=engine, name=name
        )
        write_findings(read.findings, form, lang) if read.findings else None
        match form:
            case "json":
                write_json([each.to_dict() for each in answers])
            case "csv":
                click.echo(_csv(_MONTHLY, _rows_of_months(answers)), nl=False)
            case _:
                from welfare_rules.cli.table import print_months

                print_months(answers, lang)


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
        asked = _Asked(jurisdiction, first, last, known, policies)
        read, rows = _inputs(history, ledger, stage)
        found = _settled(asked, read, rows, engine, ledger, stage.what)
        if found.findings:
            write_findings(found.findings, form, lang)
        if chart is not None:
            from welfare_rules.settlement.chart import draw

            Path(chart).write_text(draw(asked.policy.law, found, lang), encoding="utf-8")
        planned = asked.policy.plan(read, found, engine=engine) if plan or form == "text" else None
        match form:
            case "json":
                write_json(
                    found.to_dict() | ({} if planned is None else {"plan": planned.to_dict()})
                )
            case "csv" if planned is not None:
                click.echo(_csv(_PLANNED, _rows_of_plan(planned)), nl=False)
            case "csv":
                click.echo(_csv(_LINES, _rows_of_lines(found)), nl=False)
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
    from welfare_rules.findings import CaseError
    from welfare_rules.history.facts import read_history
    from welfare_rules.settlement.ledger import read_ledger

    name = "<stdin>" if history == STDIN else history
    stage.what, stage.status = name, REQUEST_WRONG
    found: list[Finding] = []
    read = rows = None
    try:
        read = read_history(read_case(history, name), name)
    except CaseError as error:
        found.extend(error.findings)
    try:
        rows = read_ledger(read_case(ledger, ledger), ledger)
    except CaseError as error:
        found.extend(error.findings)
    if read is None or rows is None:
        raise Refused(found, REQUEST_WRONG)
    return read, rows


def _settled(
    asked: _Asked, history: History, ledger: Ledger, engine: str, name: str, history_name: str
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
)
_PLANNED = ("rule", "payee", "what", "month", "benefit", "amount")
_LINES = ("month", "benefit", "payee", "due", "paid", "arrears", "recovery", "causes")


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
            yield (answer.month.text, answer.circle, *kept, missing)


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


def _csv(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> bytes:
    """A table that spreadsheet programs open as it is.

    Marked as UTF-8 whatever the terminal speaks, one line a row.
    """
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(
        [["" if cell is None else _harmless(str(cell)) for cell in row] for row in rows]
    )
    return ("\ufeff" + made.getvalue()).encode("utf-8")


def _harmless(cell: str) -> str:
    """A name that begins like a formula must not become one in a spreadsheet."""
    number = re.fullmatch(r"-?[0-9.]+", cell) is not None
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not number else cell
