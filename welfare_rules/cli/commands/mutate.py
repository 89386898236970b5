"""`mutate`: the changes of the law that no case notices."""

from __future__ import annotations

import os
from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import FAILED, POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.output import write, write_json
from welfare_rules.cli.progress import counting
from welfare_rules.cli.where import policies_folder

if TYPE_CHECKING:
    from welfare_rules.mutation.reviewed import Judged
    from welfare_rules.mutation.run import Failing, Tried


def command() -> click.Command:
    text = _(
        "Change the law one thing at a time, and tell the changes that no case notices.\n\n"
        "PATH is a policy file or a folder of some: what is changed; without one all policies are. "
        "Survivors that stand in cases/mutants.reviewed.toml with a reason are let through.\n\n"
        "Exit status 1 when others survive, or when an entry there is out of date."
    )
    params: list[click.Parameter] = [
        options.paths(),
        options.policies(),
        options.processes(),
        options.form("text", "json"),
        options.lang(),
    ]
    return click.Command(
        "mutate", params=params, callback=_mutate, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _mutate(
    lang: Lang, paths: Sequence[str], policies: str | None, processes: int | None, form: str
) -> None:
    with reporting(form, lang, Stage(paths[0] if paths else "policies", POLICIES_WRONG)):
        from welfare_rules.cases.suite import policies_root
        from welfare_rules.mutation.reviewed import judge, read_reviewed
        from welfare_rules.mutation.run import Failing
        from welfare_rules.mutation.run import mutate as run

        chosen = [Path(each) for each in paths]
        asked = policies is not None or not paths
        root = policies_root(chosen, policies_folder(policies) if asked else None)
        entries = read_reviewed(root)
        with counting() as told:
            tried = run(chosen, root, processes or os.cpu_count() or 1, told)
        if isinstance(tried, Failing):
            _failing(tried)
            raise Exit(FAILED)
        judged = judge(tried, entries, everything=not chosen)
        if form == "json":
            write_json(_as_json(tried, judged))
        else:
            write(_as_text(tried, judged))
        if judged.unreviewed or judged.stale:
            raise Exit(FAILED)


def _failing(failing: Failing) -> None:
    for each in failing.cases:
        write(each, err=True)
    write(_("These cases fail as the law stands; run `test` first."), err=True)


def _as_text(tried: Sequence[Tried], judged: Judged) -> str:
    lines = [
        f"{each.place}: {_('no case notices')}: {each.id.split(': ', 1)[1]}"
        for each in judged.unreviewed
    ]
    lines += [
        f"{each.place}: {_('no survivor any more, strike it out')}: {each.mutant}"
        for each in judged.stale
    ]
    tried = [each for each in tried if not each.equivalent]
    killed = sum(1 for each in tried if each.killed_by)
    share = 100 * killed / max(1, len(tried))
    summary = _(
        "{count} changes, {killed} noticed ({share:.1f} %), {reviewed} reviewed, "
        "{open} not reviewed."
    )
    lines.append(
        summary.format(
            count=len(tried),
            killed=killed,
            share=share,
            reviewed=len(judged.reviewed),
            open=len(judged.unreviewed),
        )
    )
    return "\n".join(lines)


def _as_json(tried: Sequence[Tried], judged: Judged) -> dict[str, object]:
    def one(each: Tried) -> dict[str, object]:
        return {
            "file": each.place.file,
            "line": each.place.line,
            "mutant": each.id,
            "cases_run": each.ran,
        }

    equivalent = sum(1 for each in tried if each.equivalent)
    tried = [each for each in tried if not each.equivalent]
    killed = sum(1 for each in tried if each.killed_by)
    return {
        "mutants": len(tried),
        "equivalent": equivalent,
        "killed": killed,
        "percent": round(100 * killed / max(1, len(tried)), 2),
        "survivors": [one(each) for each in judged.unreviewed],
        "reviewed": [{**one(each), "reason": entry.reason} for each, entry in judged.reviewed],
        "stale": [
            {"file": each.place.file, "line": each.place.line, "mutant": each.mutant}
            for each in judged.stale
        ],
    }
