"""`test`: the cases that stand beside the policies, run."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from welfare_rules.basics.text import Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import FAILED, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.output import write, write_json, write_source
from welfare_rules.cli.progress import counting
from welfare_rules.cli.where import policies_folder

if TYPE_CHECKING:
    from welfare_rules.cases.run import Ran
    from welfare_rules.cases.stories.run import RanStory


def command() -> click.Command:
    text = _(
        "Run the cases that stand beside the policies.\n\n"
        "PATH is a file of cases or a folder with some below it; without one all cases of the "
        "policies are run. "
        "Told is each case that comes out otherwise than expected, with what decided it.\n\n"
        "Exit status 1 when a case fails."
    )
    coverage = click.Option(
        ["--coverage"], is_flag=True, help=_("Tell also what of the law no case exercises.")
    )
    params: list[click.Parameter] = [
        options.paths(),
        options.policies(),
        coverage,
        options.form("text", "json", "junit"),
        options.lang(),
    ]
    return click.Command(
        "test", params=params, callback=_test, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _test(
    lang: Lang, paths: Sequence[str], policies: str | None, coverage: bool, form: str
) -> None:
    findings_form = "json" if form == "json" else "text"
    with reporting(findings_form, lang, Stage(paths[0] if paths else "cases", REQUEST_WRONG)):
        from welfare_rules.cases import report
        from welfare_rules.cases.coverage import Observer
        from welfare_rules.cases.run import run_case
        from welfare_rules.cases.stories.run import run_story
        from welfare_rules.cases.suite import make_bench
        from welfare_rules.cases.why import kept

        asked = policies is not None or not paths
        bench = make_bench(
            [Path(each) for each in paths], policies_folder(policies) if asked else None
        )
        runs: list[Ran] = []
        stories: list[RanStory] = []
        of = len(bench.cases) + len(bench.stories)
        observer = Observer.of(bench.without_stories().policies) if coverage else None
        with counting() as told:
            for each in bench.cases:
                ran = run_case(each, bench.policies[each.jurisdiction])
                if observer is not None:
                    observer.see(ran)
                runs.append(kept(ran))
                told(len(runs), of)
            for each in bench.stories:
                stories.append(run_story(each, bench.policies[each.jurisdiction]))
                told(len(runs) + len(stories), of)
        made = report.Report((*runs, *stories), observer and observer.coverage)
        match form:
            case "json":
                write_json(report.as_json(made, lang))
            case "junit":
                write_source(report.junit(made, lang))
            case _:
                write(report.text(made, lang))
        if made.failed:
            raise Exit(FAILED)
