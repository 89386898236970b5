"""`change`: what would have to be otherwise for a benefit, one fact at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING, Any, cast

import click

from welfare_rules.basics.text import MARKS, Lang, Words
from welfare_rules.cli import options
from welfare_rules.cli.decision import Asked, rules_and_case, tell_doubts
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.output import write_json, write_lines

if TYPE_CHECKING:
    from welfare_rules.curves.needed import Needed
    from welfare_rules.rules import Rules


def command() -> click.Command:
    text = _(
        "Say what would have to be otherwise for a benefit, one fact at a time.\n\n"
        "Each line is the nearest value of one fact, the others staying as they are. Facts that "
        "nobody can change, such as a date of birth, are left out."
    )
    params = [
        *options.of_a_household(),
        click.Option(
            ["--benefit"],
            metavar="BENEFIT",
            required=True,
            help=_("The benefit: its id, or its Chinese name."),
        ),
        click.Option(
            ["--payee"], metavar="ID", help=_("Who is paid it: the id of a member of the case.")
        ),
        click.Option(
            ["--at-least"], metavar="YUAN", help=_("Ask for a right to so much, not for any.")
        ),
        click.Option(
            ["--any-fact"], is_flag=True, help=_("Offer facts too that nobody can change.")
        ),
        options.form("text", "json"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "change", params=params, callback=_change, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _change(
    lang: Lang,
    benefit: str,
    payee: str | None,
    at_least: str | None,
    any_fact: bool,
    form: str,
    **asked: Any,
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        rules, case = rules_and_case(Asked(**asked), stage)
        tell_doubts(rules.program.law, case, stage.what, form, lang)
        found = rules.change(case, benefit, payee, at_least=at_least, any_fact=any_fact)
        if form == "json":
            write_json([each.to_dict() for each in found])
        else:
            write_lines(_lines(found, rules, lang))


def _lines(found: Sequence[Needed], rules: Rules, lang: Lang) -> Iterable[str]:
    if not found:
        yield _("No single fact would make it so; more than one would have to be otherwise.")
    marks = MARKS[lang]
    for each in found:
        fact = marks.aside(each.label.say(lang), each.fact)
        now = _("not known") if each.now is None else _said(each.now, each, rules, lang)
        needed = {
            "most": _("at most {value}"),
            "least": _("at least {value}"),
            "exactly": "{value}",
        }[each.at].format(value=_said(each.needed, each, rules, lang))
        gives = _("a right") if each.gives is None else _("{yuan} yuan").format(yuan=each.gives)
        text = _("{fact}: {needed}, now {now}; gives {gives}").format(
            fact=fact, needed=needed, now=now, gives=gives
        )
        yield text if each.minimal else marks.aside(text, _("the nearest that was found"))


def _said(value: Any, each: Needed, rules: Rules, lang: Lang) -> str:
    """A value of a fact in words: choices and yes or no by their labels."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    name = each.fact.rpartition(".")[2]
    fact = next(one for one in rules.program.facts if one.id == name)
    if fact.type.choice:
        values = rules.program.law.choices[fact.type.choice].values
        return next(Words(one.zh, one.en).say(lang) for one in values if one.id == value)
    if isinstance(value, Mapping):
        yearly = cast(Mapping[str, str], value)["per_year"]
        return _("{yuan} yuan a year").format(yuan=yearly)
    return str(value)
