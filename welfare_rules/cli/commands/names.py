"""`names`: the dictionary of a jurisdiction, every word that a formula may use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.inputs import load
from welfare_rules.cli.output import write, write_json

if TYPE_CHECKING:
    from welfare_rules.metadata.dictionary import Name


def command() -> click.Command:
    text = _(
        "Print the dictionary of a jurisdiction.\n\n"
        "Every word that a formula of its policy files may use, in Chinese and English, and what "
        "it stands for."
    )
    params: list[click.Parameter] = [
        options.jurisdiction(required=True),
        options.form("text", "json"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "names", params=params, callback=_names, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _names(lang: Lang, form: str, jurisdiction: str, policies: str | None) -> None:
    with reporting(form, lang, Stage("policies", POLICIES_WRONG)):
        found = load(jurisdiction, policies).names()
        if form == "json":
            write_json([each.to_dict() for each in found])
        else:
            write("\n".join(_lines(found, lang)))


def _lines(found: Sequence[Name], lang: Lang) -> Iterable[str]:
    """A heading for each sort, then a line for each name: how it may be written, what it means."""
    from welfare_rules.metadata.dictionary import SORTS

    marks, before = MARKS[lang], ""
    for each in found:
        if each.sort != before:
            if before:
                yield ""
            yield SORTS[each.sort].say(lang)
            before = each.sort
        written = " / ".join(each.words)
        meaning = each.label.say(lang)
        about = marks.listed(_about(each, lang))
        shown = written if meaning in each.words else f"{written}  {meaning}"
        yield f"  {shown}" + (f"  [{about}]" if about else "")


def _about(name: Name, lang: Lang) -> Iterable[str]:
    """Of what type a name is and whose; of a choice, the fact or list that it is a value of."""
    from welfare_rules.language.types import Kind, Type

    whose = {"household": _("household"), "member": _("member")}
    if name.sort == "choice":
        yield name.of
    elif name.type:
        yield Type(Kind(name.type)).words().say(lang)
        yield from (whose[each] for each in name.of.split(", ") if each)
