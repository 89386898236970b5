"""`watch`: events of other agencies held against a caseload."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing, contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

import click

from welfare_rules.basics.reading import opened
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import STDIN, load, refuse_input
from welfare_rules.cli.output import by_town, write_findings, write_json_lines, write_lines
from welfare_rules.cli.progress import counting
from welfare_rules.cli.worklists import as_json, of_town, refuse_kind, write_list_of_alerts

if TYPE_CHECKING:
    from welfare_rules.api import Policy
    from welfare_rules.basics.days import Month
    from welfare_rules.caseload.store import Caseload, KeptAlert
    from welfare_rules.events.event import EventReader, Line


def command() -> click.Command:
    text = _(
        "Tell what somebody should look at, by events of other agencies.\n\n"
        "EVENTS are JSON lines, one event a line, flat or as CloudEvents; or the register of an "
        "agency (CSV, Parquet, Excel) with a mapping of its columns. Each counts once by its "
        "source and id, whatever the order in which they come. All open alerts are printed, "
        "urgent ones first, then by town. With --nightly everybody is looked at, and only what "
        "events missed, or what no longer stands, is printed. Nothing is decided, stopped or paid "
        "by it."
    )
    params: list[click.Parameter] = [
        click.Argument(
            ["events"],
            metavar="[EVENTS.jsonl|-]",
            required=False,
            type=click.Path(dir_okay=False, allow_dash=True),
        ),
        click.Option(
            ["--map", "mapping"],
            metavar="MAP.toml",
            type=click.Path(dir_okay=False),
            help=_("EVENTS are a register of an agency; this says what its columns mean."),
        ),
        click.Option(
            ["--received"],
            metavar="YYYY-MM-DD",
            help=_("The day on which the register came; default: today."),
        ),
        click.Option(["--nightly"], is_flag=True, help=_("Look at the whole caseload.")),
        click.Option(
            ["--month"],
            metavar="YYYY-MM",
            help=_("The month that has come, or only alerts that speak from it on."),
        ),
        options.known(),
        options.caseload(),
        options.jurisdiction(required=True),
        *options.worklist(),
        options.form("jsonl", "text"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "watch", params=params, callback=_watch, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _watch(
    lang: Lang,
    form: str,
    events: str | None,
    mapping: str | None,
    received: str | None,
    nightly: bool,
    month: str | None,
    known: str | None,
    caseload: str,
    jurisdiction: str,
    town: str | None,
    output: str | None,
    policies: str | None,
) -> None:
    from welfare_rules.caseload.store import Caseload
    from welfare_rules.caseload.watch import settle_all, take_in
    from welfare_rules.events.event import EventReader
    from welfare_rules.loading import parse_day, parse_month

    if nightly and (month is None or events is not None):
        raise click.UsageError(_("--nightly needs --month, and takes no events."))
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        tried = Attempts()
        policy = tried(lambda: load(jurisdiction, policies))
        day, heard = tried(lambda: parse_day(known)), tried(lambda: parse_day(received))
        when = None if month is None else tried(lambda: parse_month(month))
        tried(lambda: refuse_kind(output))
        if policy is None or day is None or heard is None or tried.found:
            raise tried.refused()
        refuse_input("-o", output, (events, mapping, caseload), policy.law)
        stage.what, stage.status = events or caseload, REQUEST_WRONG
        with closing(Caseload.open(Path(caseload))) as store:
            if events is not None:
                reader = EventReader.of(policy.law)
                with _lines_of(events, mapping, reader, heard, store) as lines:
                    for found in take_in(store, lines):
                        write_findings([found], form, lang)
            with counting() as told:
                count, done = store.waiting_count(), 0
                for each in settle_all(store, policy):
                    write_findings(each.findings, form, lang)
                    told(done := done + 1, count)
            if nightly and when is not None:
                _nightly(store, policy, when, day, town, form, lang)
            alerts = store.alerts("open", town, None if nightly or when is None else when.text)
            if output is not None:
                write_list_of_alerts(output, alerts, lang)
            elif not nightly:
                _tell(alerts, form, lang)


def _tell(alerts: Iterable[KeptAlert], form: str, lang: Lang) -> None:
    if form == "jsonl":
        write_json_lines(map(as_json, alerts))
    else:
        told = ((each.town, _lines(each.told, lang)) for each in alerts)
        write_lines(by_town(told, _("There is nothing to look at.")))


def _nightly(
    store: Caseload,
    policy: Policy,
    month: Month,
    known: int,
    town: str | None,
    form: str,
    lang: Lang,
) -> None:
    from welfare_rules.caseload.nightly import nightly
    from welfare_rules.runs.run import usual_engine

    with counting() as told:
        passed = nightly(store, policy, month, known, usual_engine(), told)
        found = [*of_town(passed, town, form, lang)]
    if form == "jsonl":
        write_json_lines(each.to_dict() for each in found)
        return
    words = {
        "late": _("of people who were not on record before"),
        "missed": _("what no event told"),
        "changed": _("says something else now"),
        "gone": _("withdrawn: its ground has fallen away"),
    }
    found.sort(key=lambda each: each.town)
    lines = ((each.town, _lines(each.told, lang, words[each.kind])) for each in found)
    write_lines(by_town(lines, _("Events missed nothing.")))


@contextmanager
def _lines_of(
    events: str, mapping: str | None, reader: EventReader, received: int, store: Caseload
) -> Generator[Iterable[Line], None, None]:
    """The events of JSON lines, or of a register where a mapping is given."""
    from welfare_rules.events.event import lines_of, read_lines

    if mapping is not None:
        from welfare_rules.events.register import Register

        yield Register.open(Path(events), mapping, reader, received, store.secret).lines()
        return
    # what is no UTF-8 comes as half characters, which its line is refused for
    with _opened(events) as stream:
        yield read_lines(lines_of(stream), reader, "stdin" if events == STDIN else events)


def _opened(events: str) -> TextIO:
    stream = click.open_file(events, "rb") if events == STDIN else opened(events)
    return io.TextIOWrapper(cast(BinaryIO, stream), encoding="utf-8-sig", errors="surrogateescape")


def _lines(told: Mapping[str, Any], lang: Lang, why: str = "") -> Iterable[str]:
    marks = MARKS[lang]
    head = marks.listed(filter(None, (why, told["kind"], told["case"], told["person"])))
    urgent = _("urgent") if told["urgent"] else ""
    by = _("by {day}").format(day=told["by"]) if told["by"] else ""
    yield "  " + marks.aside(head, marks.listed(filter(None, (told["alert"], urgent, by))))
    yield "    " + told[f"said_{lang}"]
