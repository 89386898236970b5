"""`compare`: one population under two laws, two months, or two days of knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from welfare_rules.basics.text import Lang
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli import options
from welfare_rules.cli.failures import FAILED, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import left_over, load, refuse_input
from welfare_rules.cli.output import write, write_findings, write_json
from welfare_rules.cli.progress import waiting
from welfare_rules.cli.where import KEY

if TYPE_CHECKING:
    from welfare_rules.impact.report import ImpactReport
    from welfare_rules.rules import Rules


def command() -> click.Command:
    text = _(
        "Tell what a change does to a population.\n\n"
        "The same households are decided twice: by these policies and by another folder of them, "
        "as known on two days, or in two months. Told is who enters, leaves, gains and loses, and "
        "by how much; groups are by what was before, and what cannot be decided stands apart.\n\n"
        "With --fail-if exit status 1 when the condition holds."
    )
    params: list[click.Parameter] = [
        *options.of_tables(),
        options.jurisdiction(required=True),
        click.Option(
            ["--month"], metavar="YYYY-MM", required=True, help=_("The month that is decided.")
        ),
        click.Option(
            ["--known"],
            metavar="YYYY-MM-DD",
            help=_("The day whose knowledge counts; default: today."),
        ),
        click.Option(
            ["--to-policies"],
            metavar="DIR",
            type=click.Path(file_okay=False),
            help=_("The other side: another folder of policies."),
        ),
        click.Option(
            ["--to-known"],
            metavar="YYYY-MM-DD",
            help=_("The other side: another day of knowledge."),
        ),
        click.Option(["--to-month"], metavar="YYYY-MM", help=_("The other side: another month.")),
        click.Option(
            ["--benefits"],
            metavar="BENEFIT,...",
            help=_("Count these benefits alone, by id or label."),
        ),
        click.Option(
            ["--fail-if"],
            metavar="CONDITION",
            multiple=True,
            help=_('Exit status 1 when this holds of the report: "total.difference > 100000".'),
        ),
        click.Option(
            ["--at-least", "least"],
            metavar="NUMBER",
            type=click.IntRange(2, 1000),
            help=_("For publication: hide numbers below it, and what would give them away."),
        ),
        click.Option(
            ["-o", "outputs"],
            metavar="FILE",
            multiple=True,
            type=click.Path(dir_okay=False),
            help=_("Write a workbook (.xlsx), a page (.html) or data (.json); may be given again."),
        ),
        options.form("text", "json"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "compare", params=params, callback=_compare, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _compare(
    lang: Lang,
    households: str,
    members: str | None,
    jurisdiction: str,
    month: str,
    known: str | None,
    to_policies: str | None,
    to_known: str | None,
    to_month: str | None,
    mapping: str | None,
    benefits: str | None,
    fail_if: Sequence[str],
    least: int | None,
    outputs: Sequence[str],
    form: str,
    policies: str | None,
) -> None:
    if sum(each is not None for each in (to_policies, to_known, to_month)) != 1:
        raise click.UsageError(_("Give one of --to-policies, --to-known and --to-month."))
    with reporting(form, lang, stage := Stage("tables", REQUEST_WRONG)):
        from welfare_rules.impact.condition import Condition
        from welfare_rules.impact.report import compare_runs

        tried = Attempts()
        here = (KEY, policies)
        there = here if to_policies is None else ("--to-policies", to_policies)
        before = tried(lambda: _side(jurisdiction, here, month, known))
        after = tried(lambda: _side(jurisdiction, there, to_month or month, to_known or known))
        conditions = [tried(lambda one=each: Condition.read(one)) for each in fail_if]
        tried(lambda: _writable(outputs, (households, members, mapping), before))
        if tried.found or before is None or after is None:
            raise tried.refused()
        stage.what = households
        named = None if benefits is None else [*filter(None, benefits.split(","))]
        with waiting(_("Deciding both sides")):
            report = compare_runs(
                before, after, households, members, named, at_least=least, mapping=mapping
            )
        failed = [
            text
            for text, each in zip(fail_if, conditions, strict=True)
            if each is not None and each.holds(report.sums)
        ]
        found = [*left_over("-o", outputs), *report.impact.findings]
        for each in outputs:
            _put(report, each, lang)
        if found:
            write_findings(found, form, lang)
        if form == "json":
            write_json(report.data)
        else:
            _print(report, lang)
        if failed:
            lines = [_("The condition holds: {text}").format(text=each) for each in failed]
            write("\n".join(lines), err=True)
            raise Exit(FAILED)


def _side(jurisdiction: str, given: tuple[str, str | None], month: str, known: str | None) -> Rules:
    """The rules of one side: from the folder that an option gives, or from the usual one."""
    option, policies = given
    return load(jurisdiction, policies, option).at(month, known)


def _writable(outputs: Sequence[str], inputs: Sequence[str | None], before: Rules | None) -> None:
    """Refuses kinds of files that are not written, and files that are read."""
    from welfare_rules.findings import Place, RequestError, finding

    for each in outputs:
        refuse_input("-o", each, inputs, None if before is None else before.program.law)
        if Path(each).suffix.lower() not in _KINDS:
            raise RequestError(
                [finding("WR534", Place("-o"), got=each[:200], want=", ".join(_KINDS))]
            )


_KINDS = (".xlsx", ".html", ".json")


def _put(report: ImpactReport, name: str, lang: Lang) -> None:
    """Writes the report in the form that the name of a file asks for."""
    match Path(name).suffix.lower():
        case ".xlsx":
            from welfare_rules.impact.workbook import write_workbook

            write_workbook(report, lang, name)
        case ".html":
            from welfare_rules.impact.page import page

            write_whole(name, page(report, lang).encode(), private=True)
        case _:
            from welfare_rules.basics.harmless import json_text

            write_whole(name, (json_text(report.data) + "\n").encode(), private=True)


def _print(report: ImpactReport, lang: Lang) -> None:
    from welfare_rules.cli.table import write_blocks
    from welfare_rules.impact.text import blocks

    write_blocks(blocks(report, lang))
