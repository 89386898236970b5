"""`settle`: what is owed and what was paid too much, month by month, and why."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.basics.harmless import table
from welfare_rules.basics.text import Lang, Words
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import STDIN, read_case, refuse_input
from welfare_rules.cli.months import Months, asked_months, doubts_of, of_months
from welfare_rules.cli.output import headed, write, write_bytes, write_findings, write_json

if TYPE_CHECKING:
    from welfare_rules.history.facts import History
    from welfare_rules.law.law import Law
    from welfare_rules.settlement.ledger import Ledger
    from welfare_rules.settlement.recovery_plan import Plan
    from welfare_rules.settlement.settlement import Settlement

_PLANNED = {
    "rule": Words("追回办法", "rule"),
    "payee": Words("对象", "payee"),
    "what": Words("怎样", "what"),
    "month": Words("月份", "month"),
    "benefit": Words("待遇", "benefit"),
    "amount": Words("金额（元）", "amount"),
}
_LINES = {
    "month": Words("月份", "month"),
    "benefit": Words("待遇", "benefit"),
    "payee": Words("对象", "payee"),
    "due": Words("应发（元）", "due"),
    "paid": Words("已发（元）", "paid"),
    "arrears": Words("应补发（元）", "arrears"),
    "recovery": Words("应追回（元）", "recovery"),
    "causes": Words("原因", "causes"),
}
_WAYS = {
    "waived": Words("不追回", "waived"),
    "set_off": Words("与补发相抵", "set_off"),
    "withheld": Words("从以后的发放中扣", "withheld"),
    "left": Words("其余", "left"),
}


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
        if told := (*found.findings, *doubts_of(asked, read, stage.what)):
            write_findings(told, form, lang)
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
                rows_of_plan = _rows_of_plan(asked.policy.law, planned, lang)
                write_bytes(table(headed(_PLANNED, lang), rows_of_plan))
            case "csv":
                lines = _rows_of_lines(asked.policy.law, found, lang)
                write_bytes(table(headed(_LINES, lang), lines))
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


def _rows_of_lines(law: Law, found: Settlement, lang: Lang) -> Iterable[tuple[Any, ...]]:
    """A row each line: in English by ids, in Chinese in words."""
    from welfare_rules.settlement.letter import because

    for line in found.lines:
        each = line.to_dict()
        each["benefit"] = _benefit(law, line.benefit).say(lang)
        causes = Words(
            "；".join(because(law, cause, [line], lang) for cause in line.causes),
            "; ".join(
                f"{cause['kind']} {cause['what']} {cause['known'] or ''}".strip()
                for cause in each["causes"]
            ),
        )
        yield (*(each[key] for key in [*_LINES][:-1]), causes.say(lang))


def _benefit(law: Law, benefit: str) -> Words:
    """A benefit in a table: in Chinese by its label, in English by its id."""
    return Words(law.benefit(benefit).label.zh, benefit)


def _rows_of_plan(law: Law, found: Plan, lang: Lang) -> Iterable[tuple[Any, ...]]:
    """What becomes of every overpayment, a row each.

    Together the amounts are all that is to be recovered.
    """
    rules = {each.id: Words(each.label.zh, each.id).say(lang) for each in law.recoveries}
    ways = {key: each.say(lang) for key, each in _WAYS.items()}
    for way in found.ways:
        told = way.to_dict()
        rule = rules.get(told["rule"] or "", told["rule"])
        for what in ("waived", "set_off"):
            if getattr(way, what):
                yield (rule, way.payee, ways[what], None, None, told[what])
        for each in told["instalments"]:
            yield (
                rule,
                way.payee,
                ways["withheld"],
                each["month"],
                _benefit(law, each["benefit"]).say(lang),
                each["withheld"],
            )
        if way.left:
            yield (rule, way.payee, ways["left"], None, None, told["left"])
