"""`new`: a commented skeleton of a policy file, to be filled in."""

from __future__ import annotations

import datetime
import re
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from welfare_rules.basics.text import Lang, Words
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.inputs import STDIN, load
from welfare_rules.cli.output import is_there, write_bytes
from welfare_rules.cli.where import policies_folder

if TYPE_CHECKING:
    from welfare_rules.law.law import Law

_KINDS = ("benefit", "table", "county")
_ID = re.compile(r"[a-z][a-z0-9_]{0,60}")


def command() -> click.Command:
    text = _(
        "Write the skeleton of a policy file, with comments.\n\n"
        "A new benefit, a benefit paid by a small table, or the first file of a county. It passes "
        "the check as it stands; all its values are to be replaced.\n\n"
        "ID names the benefit or the file, such as: "
        "new county standards --in cn/jiangsu/nantong/haian"
    )
    params: list[click.Parameter] = [
        click.Argument(["kind"], type=click.Choice(_KINDS), metavar=f"[{'|'.join(_KINDS)}]"),
        click.Argument(["name"], metavar="ID"),
        options.jurisdiction(required=True, new=True),
        click.Option(["--label"], metavar="TEXT", help=_("What it is called in Chinese.")),
        click.Option(
            ["-o", "--output"],
            metavar="FILE.toml",
            type=click.Path(dir_okay=False, allow_dash=True),
            default=STDIN,
            help=_("The file to write, which must not exist; default: standard output."),
        ),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "new", params=params, callback=_new, help=text, options_metavar=_("[OPTIONS]")
    )


def _above(place: str, policies: str | None) -> Law:
    """The law that a new county stands on: that of the nearest folder above that has any."""
    from welfare_rules.cli.completion import jurisdictions
    from welfare_rules.document.shipped import shipped_policies

    there = jurisdictions(policies_folder(policies) or shipped_policies())
    parts = place.split("/")
    above = ["/".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
    return load(next((each for each in above if each in there), parts[0]), policies).law


@click.pass_obj
def _new(
    lang: Lang,
    kind: str,
    name: str,
    jurisdiction: str,
    label: str | None,
    output: str,
    policies: str | None,
) -> None:
    with reporting("text", lang, Stage("policies", POLICIES_WRONG)):
        from welfare_rules.cli.skeletons import skeleton
        from welfare_rules.findings import Place, RequestError, finding

        if _ID.fullmatch(name) is None:
            want = Words("小写英文字母、数字、下划线", "lower-case letters, digits and _")
            raise RequestError([finding("WR115", Place("ID"), got=name[:60], want=want)])
        if output != STDIN and is_there(output):
            raise RequestError([finding("WR528", Place("--output"), got=output[:200])])
        place = jurisdiction.replace("\\", "/").strip("/")
        law = _above(place, policies) if kind == "county" else load(place, policies).law
        day = datetime.date.today().replace(day=1).isoformat()
        text = skeleton(kind, law, place, name, label or f"待命名{name}", day).encode("utf-8")
        if output == STDIN:
            write_bytes(text)
        else:
            Path(output).parent.mkdir(parents=True, exist_ok=True)
            write_whole(output, text)
