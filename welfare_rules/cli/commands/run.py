"""`run`: the households of two tables decided in one month or several, into files."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import UsageError

from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import left_over, load, refuse_input
from welfare_rules.cli.output import write, write_findings, write_json, write_lines
from welfare_rules.cli.progress import counting
from welfare_rules.runs import USUAL_MEMORY

if TYPE_CHECKING:
    from welfare_rules.findings import Finding
    from welfare_rules.rules import Rules
    from welfare_rules.runs.run import Run

MOST_TOLD = 20  # findings on standard error; all stand in the files
_PART = 1 << 20


def command() -> click.Command:
    text = _(
        "Decide all households of a table, with their members in another, in one month or several."
        "\n\nA table is a .csv, .parquet or .xlsx file; a workbook may hold both. What is wrong in "
        "a row refuses its household and stands in the findings beside the results. The results "
        "are there when all is done, or not at all."
    )
    return click.Command(
        "run",
        params=[*_tables(), *_asked(), options.form("text", "json"), options.lang()],
        callback=_run,
        help=text,
        options_metavar=_("[OPTIONS]"),
    )


def _tables() -> Sequence[click.Parameter]:
    return (
        *options.of_tables(),
        click.Option(
            ["-o", "output"],
            metavar="FOLDER|FILE.xlsx",
            type=click.Path(),
            help=_("Where the results go: a new folder, or a workbook."),
        ),
    )


def _asked() -> Sequence[click.Parameter]:
    return (
        options.jurisdiction(required=True),
        click.Option(["--month"], metavar="YYYY-MM", required=True, help=_("The first month.")),
        click.Option(
            ["--to", "last"], metavar="YYYY-MM", help=_("The last month; default: the first.")
        ),
        options.known(),
        click.Option(
            ["--benefits"],
            metavar="BENEFIT,…",
            help=_("Only these benefits, by id or name; totals are of all."),
        ),
        click.Option(["--strict"], is_flag=True, help=_("Decide nothing while anything is wrong.")),
        click.Option(
            ["--memory"],
            type=click.IntRange(64),
            metavar="MB",
            default=USUAL_MEMORY,
            show_default=True,
            help=_("How much memory rows may take that wait for others; the rest waits on disk."),
        ),
        click.Option(
            ["--engine"],
            type=click.Choice(("columns", "native")),
            help=_("The engine that decides; default: columns where NumPy is installed."),
        ),
        click.Option(
            ["--explain"],
            metavar="ID",
            help=_("Explain the decision of this household, figure by figure."),
        ),
        options.policies(),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks for, in its own words."""

    households: str
    members: str | None
    mapping: str | None
    jurisdiction: str
    month: str
    last: str | None
    known: str | None
    benefits: str | None
    engine: str | None
    policies: str | None

    @property
    def files(self) -> list[str]:
        """The files that are read."""
        return [each for each in (self.households, self.members, self.mapping) if each is not None]


@click.pass_obj
def _run(
    lang: Lang,
    form: str,
    output: str | None,
    strict: bool,
    memory: int,
    explain: str | None,
    **asked: Any,
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        if output is None and explain is None:
            raise UsageError(_("Say where the results go (-o), or whom to explain (--explain)."))
        line = _Asked(**asked)
        months = _months(line)
        stage.what, stage.status = line.households, REQUEST_WRONG
        run = _opened(line, months)
        if explain is not None:
            _explain(run, months, explain, form, lang)
        if output is not None:
            refuse_input("-o", output, line.files, months[0].program.law)
            left = left_over("-o", [output])
            _decide(run, line, output, strict, memory)
            _tell(run, left, form, lang)


def _months(asked: _Asked) -> tuple[Rules, ...]:
    """The rules of the months that are asked for. Raises Refused with all that is wrong."""
    from welfare_rules.history.timeline import rules_of_months
    from welfare_rules.loading import parse_day, parse_month

    tried = Attempts()
    first = tried(lambda: parse_month(asked.month))
    last = tried(lambda: parse_month(asked.last or asked.month, "last"))
    day = tried(lambda: parse_day(asked.known))
    policy = tried(lambda: load(asked.jurisdiction, asked.policies))
    if first is None or last is None or day is None or policy is None:
        raise tried.refused()
    return rules_of_months(policy, first, last, day)


def _opened(asked: _Asked, months: Sequence[Rules]) -> Run:
    from welfare_rules.runs.run import Run, usual_engine
    from welfare_rules.tables.mapping import AS_IT_IS, read_mapping

    mapped = AS_IT_IS if asked.mapping is None else read_mapping(asked.mapping)
    named = None if asked.benefits is None else [*filter(None, asked.benefits.split(","))]
    engine = asked.engine or usual_engine()
    return Run.of(months, asked.households, asked.members, mapped, named, engine)


def _decide(run: Run, asked: _Asked, output: str, strict: bool, memory: int) -> None:
    """Decides all households and writes what comes out. Raises TableError where nothing may be."""
    from welfare_rules.findings import Place, RequestError, TableError, errors_of, finding
    from welfare_rules.runs.result import findings_of, rows_of_findings
    from welfare_rules.runs.summary import summaries_dict
    from welfare_rules.runs.writing import writing

    run.look_over()
    parquet = Path(asked.households).suffix.lower() == ".parquet"
    try:
        with writing(Path(output), run.layouts, parquet=parquet) as results, counting() as shown:
            done, of = 0, run.count() if sys.stderr.isatty() else 0
            for block in run.blocks(memory):
                results.block(block)
                done += len(block)
                shown(done, of)
            errors = errors_of(findings_of(run.spotted)) if strict else ()
            if errors:
                raise TableError(errors)
            overview = (row for month, each in run.overviews.items() for row in each.rows(month))
            summary = summaries_dict(run.summaries)
            results.end(rows_of_findings(run.spotted), summary, overview, _about(run, asked))
    except FileExistsError:
        raise RequestError([finding("WR528", Place("-o"), got=output[:200])]) from None


def _about(run: Run, asked: _Asked) -> Mapping[str, Any]:
    """By what the results were made: the law, the day of knowledge, and what was read."""
    from welfare_rules import __version__
    from welfare_rules.basics.days import day_text

    first = run.months[0]
    return {
        "jurisdiction": first.program.law.jurisdiction,
        "known": day_text(first.known),
        "policy_digest": {each.month.text: each.program.digest for each in run.months},
        "engine": run.engine,
        "version": __version__,
        "files": {Path(each).name: f"sha256:{_digest(each)}" for each in asked.files},
    }


def _digest(path: str) -> str:
    made = hashlib.sha256()
    with Path(path).open("rb") as stream:
        while part := stream.read(_PART):
            made.update(part)
    return made.hexdigest()


# --- one household ---


def _explain(run: Run, months: Sequence[Rules], name: str, form: str, lang: Lang) -> None:
    """Explains the decision of one household of the tables. Raises RequestError, CaseError."""
    from welfare_rules.findings import Place, RequestError, TableError, errors_of, finding
    from welfare_rules.runs.result import findings_of
    from welfare_rules.tables.rows import shown

    row = next((each for each in run.rows() if each.id == name), None)
    if row is None:
        raise RequestError([finding("WR446", Place("--explain"), got=shown(name))])
    if row.case is None:
        raise TableError(errors_of(findings_of(run.spotted)))
    run.spotted.clear()
    for each in months:
        answer = each.determine(row.case)
        if form == "json":
            write_json(answer.derivation(lang))
        else:
            write(answer.explain(lang))


# --- telling ---


def _tell(run: Run, left: Sequence[Finding], form: str, lang: Lang) -> None:
    """The sums to standard output, the first findings to standard error."""
    from welfare_rules.runs.result import findings_of
    from welfare_rules.runs.summary import summaries_dict

    found = findings_of(run.spotted)
    if left or found:
        write_findings([*left, *found[:MOST_TOLD]], form, lang)
    if form == "json":
        write_json(summaries_dict(run.summaries))
        return
    write_lines(_lines(run, found, lang))


def _lines(run: Run, found: Sequence[Finding], lang: Lang) -> Iterator[str]:
    program = run.months[0].program
    marks = MARKS[lang]
    yield f"{program.law.name.say(lang)} {program.law.jurisdiction}"
    circles = {
        each.circle.id: each.circle.label.say(lang)
        for month in run.months
        for each in month.program.circles
    }
    circles |= {"none": _("none"), "undetermined": _("cannot be said")}
    for month, summary in run.summaries.items():
        yield _("{month}: households {households}, members {members}, refused {refused}").format(
            month=month,
            households=summary.households,
            members=summary.members,
            refused=summary.refused,
        )
        told = [
            marks.labelled(circles.get(name, name), str(count))
            for name, count in summary.circles.items()
            if count
        ]
        yield marks.labelled(_("Circles"), marks.clauses(told))
        made = summary.to_dict()
        yield _("Due each month: {amount} yuan").format(amount=made["total"])
        labels = {each.id: each.label.say(lang) for each in run.benefits}
        for name, sums in made["benefits"].items():
            yield _benefit(labels.get(name) or name, sums)
        yield from _overview(run, month, lang)
    if len(found) > MOST_TOLD:
        yield _("{count} findings in all stand in the results.").format(count=len(found))


def _benefit(label: str, sums: Mapping[str, Any]) -> str:
    text = _("  {benefit}: eligible {eligible}, not {refused}, cannot be said {open}").format(
        benefit=label,
        eligible=sums["eligible"],
        refused=sums["not_eligible"],
        open=sums["undetermined"],
    )
    if sums["amount"] is None:
        return text
    if sums["amount"] == sums["at_least"] == sums["at_most"]:
        return text + _("; {amount} yuan").format(amount=sums["amount"])
    bounds = sums["at_least"], sums["at_most"] or "?"
    return text + _("; {amount} yuan decided, {least} to {most} in all").format(
        amount=sums["amount"], least=bounds[0], most=bounds[1]
    )


def _overview(run: Run, month: str, lang: Lang) -> Iterator[str]:
    """The groups of a month, those of one kind under their heading."""
    overview = run.overviews[month]
    titles = {"size": _("By members of the household"), "town": _("By town")}
    titles |= {
        f"line:{each.name}": _("By yuan above the line: {line}").format(line=each.label.say(lang))
        for each in overview.lines
    }
    before = ""
    for _month, by, group, households, members, receiving, total in overview.rows(month):
        if by != before:
            yield titles.get(by) or by
        before = by
        yield _(
            "  {group}: households {households}, members {members}, receiving {receiving}, "
            "yuan {total}"
        ).format(
            group=group, households=households, members=members, receiving=receiving, total=total
        )
