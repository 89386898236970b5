"""`next`: what changes by itself in the months to come."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from welfare_rules.basics.harmless import plain
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.decision import tell_doubts
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import STDIN, load, read_case
from welfare_rules.cli.output import write_json, write_lines

if TYPE_CHECKING:
    from welfare_rules.comparison.upcoming import Upcoming


def command() -> click.Command:
    text = _(
        "Tell what changes by itself in the months to come.\n\n"
        "The facts of CASE.json stay as they are; ages, dates that pass and figures already "
        "announced change the answer."
    )
    case, place, month, known = options.of_a_household()
    within = click.Option(
        ["--within"],
        metavar="MONTHS",
        type=click.IntRange(0, 1199),
        default=24,
        show_default=True,
        help=_("How many months are looked at."),
    )
    form, lang, policies = options.form("text", "json"), options.lang(), options.policies()
    params: list[click.Parameter] = [case, place, month, within, known, form, lang, policies]
    return click.Command(
        "next", params=params, callback=_next, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _next(
    lang: Lang,
    case: str,
    form: str,
    jurisdiction: str,
    month: str,
    within: int,
    known: str | None,
    policies: str | None,
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        found = _upcoming(case, jurisdiction, month, within, known, policies, stage)
        tell_doubts(found.now.program.law, found.now.case, stage.what, form, lang)
        if form == "json":
            write_json(found.to_dict(lang))
        else:
            write_lines(_next_lines(found, lang))


def _upcoming(
    case: str,
    jurisdiction: str,
    month: str,
    within: int,
    known: str | None,
    policies: str | None,
    stage: Stage,
) -> Upcoming:
    """What comes by itself.

    Raises Refused with everything that is wrong with request, policies and case.
    """
    from welfare_rules.comparison.upcoming import upcoming
    from welfare_rules.loading import parse_day, parse_month

    tried = Attempts()
    name = "<stdin>" if case == STDIN else case
    first, day = tried(lambda: parse_month(month)), tried(lambda: parse_day(known))
    policy = tried(lambda: load(jurisdiction, policies))
    stage.what, stage.status = name, REQUEST_WRONG
    data = tried(lambda: read_case(case, name))
    if policy is None or first is None or day is None or data is None:
        raise tried.refused()
    return upcoming(policy, data, first, within, day, name=name)


def _next_lines(found: Upcoming, lang: Lang) -> Iterable[str]:
    from welfare_rules.comparison.sentences import comparison_words

    law, marks = found.now.program.law, MARKS[lang]
    yield f"{found.now.case.id} · {found.now.month.text} · {law.name.say(lang)} {law.jurisdiction}"
    if not found.changes:
        yield _("Nothing changes by itself up to {month}.").format(month=found.last.text)
    for each in found.changes:
        yield each.after.month.text
        yield from (f"  {sentence}" for sentence in comparison_words(each, lang))
    if found.reviews:
        yield _("Reviews")
    for review in found.reviews:
        due = marks.listed(month.text for month in review.due)
        words = review.words.say(lang) or _("every {count} months").format(count=review.every)
        name = review.label.say(lang) or review.benefit
        text = marks.labelled(marks.aside(name, plain(review.payee)), words)
        yield (
            f"  {text}"
            if not due
            else "  " + _("{text}; due {months}").format(text=text, months=due)
        )
