"""`prove`: promises of the law proved for every household, or refuted by one."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import FAILED, POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.inputs import load
from welfare_rules.cli.output import write_json, write_lines
from welfare_rules.cli.progress import waiting

if TYPE_CHECKING:
    from welfare_rules.law.model import Promise
    from welfare_rules.proofs.idle import Difference, Idle
    from welfare_rules.proofs.prove import Proof
    from welfare_rules.rules import Rules

LARGEST = 10  # members; what is asked grows with their number


def command() -> click.Command:
    text = _(
        "Prove the promises of the law for every household, or refute them by one.\n\n"
        "Needs the extra `prove`. Exit status 1 when a promise is refuted or open, and its file "
        "gives no reviewed household."
    )
    month = click.Option(
        ["--month"], metavar="YYYY-MM", help=_("The month of the law; default: this month.")
    )
    known = click.Option(
        ["--known"], metavar="YYYY-MM-DD", help=_("The day whose knowledge counts; default: today.")
    )
    size = click.Option(
        ["--up-to"],
        metavar="MEMBERS",
        type=click.IntRange(1, LARGEST),
        default=6,
        show_default=True,
        help=_("For households of up to so many members."),
    )
    promise = click.Option(
        ["--promise"],
        metavar="ID",
        multiple=True,
        help=_("Only this promise; may be given several times."),
    )
    idle = click.Option(
        ["--idle"], is_flag=True, help=_("Tell also requirements and exemptions that never matter.")
    )
    equal = click.Option(
        ["--equal"],
        metavar="OLD NEW",
        nargs=2,
        type=click.Path(file_okay=False),
        help=_("Instead: whether two folders of policies answer alike for everybody."),
    )
    params: list[click.Parameter] = [
        options.jurisdiction(required=True),
        month,
        known,
        size,
        promise,
        idle,
        equal,
        options.processes(),
        options.form("text", "json"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "prove", params=params, callback=_prove, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _prove(
    lang: Lang,
    jurisdiction: str,
    month: str | None,
    known: str | None,
    policies: str | None,
    up_to: int,
    promise: tuple[str, ...],
    idle: bool,
    equal: tuple[str, str] | None,
    processes: int | None,
    form: str,
) -> None:
    with reporting(form, lang, Stage("policies", POLICIES_WRONG)):
        from welfare_rules.proofs import solver  # told before anything is begun where it is missing

        assert solver.z3 is not None
        when = month or datetime.date.today().isoformat()[:7]
        if equal is not None:
            old, new = (load(jurisdiction, each, "--equal").at(when, known) for each in equal)
            with waiting(_("Looking for a household that differs")):
                _tell_difference(jurisdiction, old, new, up_to, form, lang)
            return
        rules = load(jurisdiction, policies).at(when, known)
        chosen = _chosen(rules, promise)
        told: list[Proof] = []
        from welfare_rules.proofs.workers import proofs_in_processes

        with waiting(_("Proving")):
            told.extend(proofs_in_processes(rules, chosen, up_to, processes or os.cpu_count() or 1))
            parts = _idle(rules, up_to) if idle else []
        if form == "json":
            made = [each.to_dict(lang) for each in told]
            write_json(made if not idle else [*made, *(each.to_dict() for each in parts)])
        else:
            write_lines(_lines(rules, told, parts, lang))
        if not all(each.passes for each in told):
            raise Exit(FAILED)


def _chosen(rules: Rules, names: Sequence[str]) -> list[Promise]:
    """The promises that are asked for. Raises RequestError for one not made in the month."""
    from welfare_rules.findings import Place, RequestError, finding, nearest
    from welfare_rules.program.day import promises_of_day

    made = promises_of_day(rules.program.law, rules.month.first, rules.known)
    ids = [each.id for each in made]
    found = [
        finding("WR531", Place("promise"), got=each[:80], nearest=nearest(each, ids))
        for each in names
        if each not in ids
    ]
    if found:
        raise RequestError(found)
    return [each for each in made if not names or each.id in names]


def _idle(rules: Rules, up_to: int) -> list[Idle]:
    from welfare_rules.proofs.idle import idle_parts

    return list(idle_parts(rules, up_to))


def _lines(rules: Rules, told: Sequence[Proof], parts: Sequence[Idle], lang: Lang) -> Iterable[str]:
    marks = MARKS[lang]
    status = {"proved": _("proved"), "refuted": _("refuted"), "open": _("open")}
    for each in told:
        head = marks.aside(each.label.say(lang) or each.promise, each.promise)
        word = _("refuted, reviewed") if each.reviewed else status[each.status]
        yield marks.labelled(head, marks.clauses((word, each.said.say(lang))))
        if each.status == "refuted" and not each.reviewed:
            yield from _household(rules, each.case or {}, each.change or {}, each.promise)
    kinds = {
        "never fails": _("never fails"),
        "never holds": _("never holds"),
        "no effect": _("has no effect"),
    }
    for part in parts:
        yield marks.labelled(marks.aside(part.label.say(lang), part.what), kinds[part.kind])
    if not told and not parts:
        yield _("No promise is made in this month.")


def _household(
    rules: Rules, case: Mapping[str, Any], change: Mapping[str, Any], name: str
) -> Iterable[str]:
    """A household as a case file that can be kept, with the change under which it is one."""
    from welfare_rules.testing.case_file import case_file, change_text

    if change:
        yield "    " + MARKS["en"].labelled(_("with this change"), change_text(rules, change))
    yield from (f"    {line}" for line in case_file(rules, case, name).splitlines())


def _tell_difference(
    jurisdiction: str, old: Rules, new: Rules, up_to: int, form: str, lang: Lang
) -> None:
    from welfare_rules.proofs.idle import first_difference

    found = first_difference(old, new, up_to)
    if form == "json":
        write_json(_as_json(found, up_to, lang))
    elif found is None:
        write_lines(
            [_("Both answer alike for every household of up to {count}.").format(count=up_to)]
        )
    else:
        shown: Iterable[str] = ()
        if found.case is not None:
            shown = _household(old, found.case, {}, jurisdiction)
        write_lines([found.said.say(lang), *shown])
    if found is not None:
        raise Exit(FAILED)


def _as_json(found: Difference | None, up_to: int, lang: Lang) -> dict[str, Any]:
    if found is None:
        return {"equal": True, "up_to": up_to, "case": None, "said": None}
    equal = None if found.case is None else False
    return {"equal": equal, "up_to": up_to, "case": found.case, "said": found.said.say(lang)}
