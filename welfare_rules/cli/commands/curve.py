"""`curve`: how the answer moves while one fact of a household runs through a range."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.basics.harmless import json_text, plain, table
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli import options
from welfare_rules.cli.decision import Asked, rules_and_case, tell_doubts
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.inputs import refuse_input
from welfare_rules.cli.output import write_bytes, write_json, write_lines

if TYPE_CHECKING:
    from welfare_rules.curves.curve import Curve, CurvePiece
    from welfare_rules.rules import Rules

_COLUMNS = (
    "from",
    "to",
    "total_from",
    "total_to",
    "at_least_from",
    "at_least_to",
    "rate",
    "circle",
    "open",
)


def command() -> click.Command:
    text = _(
        "Show what is due while one fact of a household runs through a range.\n\n"
        "Every turn and every cliff is worked out from the rules to the fen, not sampled."
    )
    params = [
        *options.of_a_household(),
        click.Option(
            ["--vary"],
            metavar="FACT",
            required=True,
            help=_("The fact, as answers name it: members[p1].wage."),
        ),
        click.Option(
            ["--from", "first"],
            metavar="VALUE",
            default="0",
            show_default=True,
            help=_("The first value; yuan for an amount."),
        ),
        click.Option(["--to", "last"], metavar="VALUE", required=True, help=_("The last value.")),
        options.form("text", "json", "csv", "svg", "html"),
        click.Option(
            ["-o", "output"],
            metavar="FILE",
            type=click.Path(dir_okay=False),
            help=_("Write to a file."),
        ),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "curve", params=params, callback=_curve, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _curve(
    lang: Lang, vary: str, first: str, last: str, form: str, output: str | None, **asked: Any
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        rules, case = rules_and_case(Asked(**asked), stage)
        tell_doubts(rules.program.law, case, stage.what, form, lang)
        refuse_input("-o", output, [asked["case"]], rules.program.law)
        _write(rules.curve(case, vary, first, last), rules, form, lang, output)


def _write(found: Curve, rules: Rules, form: str, lang: Lang, output: str | None) -> None:
    if form == "json" and output is None:
        write_json(found.to_dict())
    elif form == "text" and output is None:
        write_lines(_lines(found, rules, lang))
    else:
        data = _written(found, rules, form, lang)
        write_bytes(data) if output is None else write_whole(output, data, private=True)


def _written(found: Curve, rules: Rules, form: str, lang: Lang) -> bytes:
    """The curve as a file of some form. Raises RequestError for what has no picture."""
    match form:
        case "json":
            return (json_text(found.to_dict()) + "\n").encode()
        case "csv":
            return table(_COLUMNS, map(_row, found.pieces))
        case "svg" | "html":
            from welfare_rules.register.handbook.picture import curve_page, curve_svg

            drawn = curve_page if form == "html" else curve_svg
            return drawn(rules, found, lang).encode()
        case _:
            return ("\n".join(map(plain, _lines(found, rules, lang))) + "\n").encode()


def _row(piece: CurvePiece) -> list[Any]:
    made = piece.to_dict()
    return [
        made["from"],
        made["to"],
        *made["total"],
        *made["at_least"],
        made["rate"],
        made["circle"],
        " ".join(piece.open),
    ]


def _lines(found: Curve, rules: Rules, lang: Lang) -> Iterable[str]:
    law, marks = rules.program.law, MARKS[lang]
    circles = {each.circle.id: each.circle.label for each in rules.program.circles}
    yield f"{found.case} · {found.month.text} · {law.name.say(lang)} {law.jurisdiction}"
    yield marks.aside(found.label.say(lang), found.vary)
    for each in found.pieces:
        made = each.to_dict()
        said = [_amounts(made["total"], made["rate"])]
        if None in made["total"]:
            said = [_("at least {amounts}").format(amounts=_amounts(made["at_least"], None))]
        if each.circle in circles:
            said.append(circles[each.circle].say(lang))
        if any(made["once"]) and made["once"] != ["0.00", "0.00"]:
            said.append(
                _("in this month besides {amounts}").format(amounts=_amounts(made["once"], None))
            )
        if each.open:
            labels = {line.benefit: line.label.say(lang) for line in each.lines}
            said.append(
                _("cannot be said: {benefits}").format(
                    benefits=marks.listed(labels[benefit] for benefit in each.open)
                )
            )
        yield f"  {made['from']} – {made['to']}  " + marks.listed(said)
    yield (
        _("Cliffs and steps, larger than roundings make:")
        if found.jumps
        else _("No cliff or step that is larger than roundings make.")
    )
    for jump in found.jumps:
        made = jump.to_dict()
        text = marks.labelled(
            marks.aside(jump.label.say(lang), jump.payee), f"{made['before']} → {made['after']}"
        )
        why = "" if jump.because is None else marks.aside("", jump.because.say(lang))
        yield f"  {made['at']}  {text}{why}"


def _amounts(ends: list[str | None], rate: str | None) -> str:
    first, last = (each or "?" for each in ends)
    if first == last:
        return first
    moved = f"{first} → {last}"
    return moved if rate in (None, "0") else f"{moved} ({rate})"
