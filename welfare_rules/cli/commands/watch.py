"""`watch`: events of other agencies held against a caseload."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing, contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Attempts, Stage, reporting
from welfare_rules.cli.inputs import STDIN, load
from welfare_rules.cli.output import by_town, write_findings, write_json_lines, write_lines

if TYPE_CHECKING:
    from welfare_rules.caseload.store import Caseload, KeptAlert
    from welfare_rules.events.event import EventReader, Line


def command() -> click.Command:
    text = _(
        "Tell what somebody should look at, by events of other agencies.\n\n"
        "EVENTS are JSON lines, one event a line, flat or as CloudEvents; or the register of an "
        "agency (CSV, Parquet, Excel) with a mapping of its columns. Each counts once by its "
        "source and id, whatever the order in which they come. All open alerts are printed, "
        "urgent ones first, then by town. Nothing is decided, stopped or paid by it."
    )
    params: list[click.Parameter] = [
        click.Argument(
            ["events"], metavar="EVENTS.jsonl|-", type=click.Path(dir_okay=False, allow_dash=True)
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
        options.caseload(),
        options.jurisdiction(required=True),
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
    events: str,
    mapping: str | None,
    received: str | None,
    caseload: str,
    jurisdiction: str,
    policies: str | None,
) -> None:
    from welfare_rules.caseload.store import Caseload
    from welfare_rules.caseload.watch import settle_all, take_in
    from welfare_rules.events.event import EventReader
    from welfare_rules.loading import parse_day

    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        tried = Attempts()
        policy, day = (
            tried(lambda: load(jurisdiction, policies)),
            tried(lambda: parse_day(received)),
        )
        if policy is None or day is None:
            raise tried.refused()
        stage.what, stage.status = events, REQUEST_WRONG
        with closing(Caseload.open(Path(caseload))) as store:
            reader = EventReader.of(policy.law)
            with _lines_of(events, mapping, reader, day, store) as lines:
                for found in take_in(store, lines):
                    write_findings([found], form, lang)
            for each in settle_all(store, policy):
                write_findings(each.findings, form, lang)
            alerts = store.alerts("open")
            if form == "jsonl":
                write_json_lines(map(_as_json, alerts))
            else:
                told = ((each.town, _lines(each, lang)) for each in alerts)
                write_lines(by_town(told, _("There is nothing to look at.")))


@contextmanager
def _lines_of(
    events: str, mapping: str | None, reader: EventReader, received: int, store: Caseload
) -> Generator[Iterable[Line], None, None]:
    """The events of JSON lines, or of a register where a mapping is given."""
    from welfare_rules.events.event import read_lines

    if mapping is not None:
        from welfare_rules.events.register import Register

        yield Register.open(Path(events), mapping, reader, received, store.secret).lines()
        return
    with click.open_file(events, encoding="utf-8-sig") as lines:
        yield read_lines(lines, reader, "stdin" if events == STDIN else events)


def _as_json(alert: KeptAlert) -> dict[str, Any]:
    """An alert as the contract writes it, with its town."""
    return {**alert.told, "town": alert.town}


def _lines(alert: KeptAlert, lang: Lang) -> Iterable[str]:
    marks, told = MARKS[lang], alert.told
    head = marks.listed(filter(None, (told["kind"], told["case"], told["person"])))
    urgent = _("urgent") if told["urgent"] else ""
    by = _("by {day}").format(day=told["by"]) if told["by"] else ""
    yield "  " + marks.aside(head, marks.listed(filter(None, (told["alert"], urgent, by))))
    yield "    " + told[f"said_{lang}"]
