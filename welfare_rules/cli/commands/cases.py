"""`test` and `mutate`.

The cases that stand beside the policies, and what of the law they do not hold fast.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.language import Lang
from welfare_rules.cli.output import write, write_json

if TYPE_CHECKING:
    from welfare_rules.cases.run import Ran
    from welfare_rules.cases.stories.run import RanStory
    from welfare_rules.mutation.reviewed import Judged
    from welfare_rules.mutation.run import Failing, Tried

FAILED = 1


def test() -> click.Command:
    text = _(
        "Run the cases that stand beside the policies.\n\n"
        "PATH is a file of cases or a folder with some below it; without one all cases of the policies are run. "
        "Told is each case that comes out otherwise than expected, with what decided it.\n\n"
        "Exit status 1 when a case fails."
    )
    coverage = click.Option(
        ["--coverage"], is_flag=True, help=_("Tell also what of the law no case exercises.")
    )
    params: list[click.Parameter] = [
        _paths(),
        options.policies(),
        coverage,
        options.form("text", "json", "junit"),
        options.lang(),
    ]
    return click.Command(
        "test", params=params, callback=_test, help=text, options_metavar=_("[OPTIONS]")
    )


def mutate() -> click.Command:
    text = _(
        "Change the law one thing at a time, and tell the changes that no case notices.\n\n"
        "PATH is a policy file or a folder of some: what is changed; without one all policies are. "
        "Survivors that stand in cases/mutants.reviewed.toml with a reason are let through.\n\n"
        "Exit status 1 when others survive, or when an entry there is out of date."
    )
    processes = click.Option(
        ["--processes"],
        type=click.IntRange(1, 64),
        help=_("How many processes work; default: as many as there are processors."),
    )
    params: list[click.Parameter] = [
        _paths(),
        options.policies(),
        processes,
        options.form("text", "json"),
        options.lang(),
    ]
    return click.Command(
        "mutate", params=params, callback=_mutate, help=text, options_metavar=_("[OPTIONS]")
    )


def _paths() -> click.Argument:
    return click.Argument(["paths"], metavar="[PATH]...", nargs=-1, type=click.Path())


@click.pass_obj
def _test(
    lang: Lang, paths: Sequence[str], policies: str | None, coverage: bool, form: str
) -> None:
    findings_form = "json" if form == "json" else "text"
    with reporting(findings_form, lang, Stage(paths[0] if paths else "cases", REQUEST_WRONG)):
        from welfare_rules.cases import report
        from welfare_rules.cases.coverage import observe
        from welfare_rules.cases.run import run_case
        from welfare_rules.cases.stories.run import run_story
        from welfare_rules.cases.suite import make_bench

        bench = make_bench(
            [Path(each) for each in paths], None if policies is None else Path(policies)
        )
        runs: list[Ran] = []
        stories: list[RanStory] = []
        of = len(bench.cases) + len(bench.stories)
        with progress() as told:
            for each in bench.cases:
                runs.append(run_case(each, bench.policies[each.jurisdiction]))
                told(len(runs), of)
            for each in bench.stories:
                stories.append(run_story(each, bench.policies[each.jurisdiction]))
                told(len(runs) + len(stories), of)
        seen = observe(runs, bench.without_stories().policies) if coverage else None
        made = report.Report((*runs, *stories), seen)
        match form:
            case "json":
                write_json(report.as_json(made, lang))
            case "junit":
                write(report.junit(made, lang))
            case _:
                write(report.text(made, lang))
        if made.failed:
            raise Exit(FAILED)


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
        root = policies_root(chosen, None if policies is None else Path(policies))
        entries = read_reviewed(root)
        with progress() as told:
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


@contextmanager
def progress() -> Generator[Callable[[int, int], None], None, None]:
    """On a terminal, how far it has come."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


def _failing(failing: Failing) -> None:
    for each in failing.cases:
        click.echo(each, err=True)
    click.echo(_("These cases fail as the law stands; run `test` first."), err=True)


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
        "{count} changes, {killed} noticed ({share:.1f} %), {reviewed} reviewed, {open} not reviewed."
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
