"""`timeline`: every month of a household's history decided."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.basics.harmless import table
from welfare_rules.basics.text import Lang, Words
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.inputs import STDIN, read_case
from welfare_rules.cli.months import asked_months, doubts_of, of_months
from welfare_rules.cli.output import headed, write_bytes, write_findings, write_json_list

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer

_MONTHLY = {
    "month": Words("月份", "month"),
    "circle": Words("圈层", "circle"),
    "benefit": Words("待遇", "benefit"),
    "payee": Words("对象", "payee"),
    "status": Words("结果", "status"),
    "amount": Words("金额（元）", "amount"),
    "at_least": Words("不少于（元）", "at_least"),
    "at_most": Words("不多于（元）", "at_most"),
    "provisional": Words("暂定", "provisional"),
    "missing": Words("尚缺", "missing"),
    "per": Words("怎么发", "per"),
}
_YES_NO = {True: Words("是", "true"), False: Words("否", "false")}


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
        match form:
            case "json":
                write_json_list(each.to_dict() for each in answers)
            case "csv":
                write_bytes(table(headed(_MONTHLY, lang), _rows_of_months(answers, lang)))
            case _:
                from welfare_rules.cli.table import print_months

                print_months(answers, lang)
        if told := (*read.findings, *doubts_of(asked, read, name)):
            write_findings(told, form, lang)


def _rows_of_months(answers: Iterable[Answer], lang: Lang) -> Iterable[tuple[Any, ...]]:
    """A row each benefit and payee of a month: in English by ids, in Chinese in words."""
    from welfare_rules.cli.table import Rows

    for answer in answers:
        rows = Rows(answer.program, lang)
        for each, told in zip(answer.benefits, answer.to_dict()["benefits"], strict=True):
            bounds = told["amount"], told["at_least"], told["at_most"]
            missing = " ".join([*each.missing_facts, *each.missing_figures])
            circle, name, status, provisional, lacking, per = (
                Words(zh, en).say(lang)
                for zh, en in (
                    (rows.circle(answer), answer.circle or ""),
                    (rows.name(each), each.benefit),
                    (rows.status(each), each.status),
                    (_YES_NO[each.provisional].zh, str(each.provisional)),
                    (rows.marks.clauses(rows.missing(each)), missing),
                    (rows.per(each), each.per),
                )
            )
            yield (
                answer.month.text,
                circle,
                name,
                each.payee,
                status,
                *bounds,
                provisional,
                lacking,
                per,
            )
