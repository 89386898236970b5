"""`workbench`: a page on which staff fill in a household and see the answer move."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from welfare_rules.basics.text import LANGUAGES, Lang
from welfare_rules.basics.writing import write_whole
from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Stage, reporting
from welfare_rules.cli.output import is_there, write
from welfare_rules.cli.where import policies_folder

if TYPE_CHECKING:
    from welfare_rules.workbench.state import State

PORT = 8470
TABLES = "households.csv", "members.csv"


def command() -> click.Command:
    text = _(
        "Open the workbench: a page on which a household is filled in and the answer moves.\n\n"
        "It is served on this computer alone, until the command is ended. With -o it is written as "
        "one file that needs nothing else and from which no byte can leave; --runtime is then the "
        "folder of the interpreter and the wheels that go into it."
    )
    params: list[click.Parameter] = [
        options.jurisdiction(required=False),
        options.port(PORT),
        click.Option(
            ["--population"],
            metavar="FOLDER",
            type=click.Path(file_okay=False),
            help=_("The folder of households.csv and members.csv, on which figures are tried."),
        ),
        click.Option(
            ["-o", "output"],
            metavar="FILE.html",
            type=click.Path(dir_okay=False),
            help=_("Write the page as one file instead of serving it."),
        ),
        click.Option(
            ["--runtime"],
            metavar="FOLDER",
            type=click.Path(file_okay=False),
            help=_("The folder of Pyodide and of the wheels for -o."),
        ),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "workbench", params=params, callback=_workbench, help=text, options_metavar=_("[OPTIONS]")
    )


@click.pass_obj
def _workbench(
    lang: Lang,
    jurisdiction: str | None,
    port: int,
    population: str | None,
    output: str | None,
    runtime: str | None,
    policies: str | None,
) -> None:
    if output is not None and runtime is None:
        raise click.UsageError(_("-o needs --runtime."))
    with reporting("text", lang, stage := Stage("policies", POLICIES_WRONG)):
        source = click.get_current_context().get_parameter_source("lang")
        chosen = lang if source is ParameterSource.COMMANDLINE else LANGUAGES[0]
        first = _first(jurisdiction, population, policies, chosen)
        stage.status = REQUEST_WRONG
        if output is None:
            stage.what = f"--port {port}"
            _serve(first, port)
        else:
            assert runtime is not None
            stage.what = output
            _write(first, output, Path(runtime))


def _first(
    jurisdiction: str | None, population: str | None, policies: str | None, lang: Lang
) -> State:
    """The state with which the page opens.

    Raises PolicyError with all findings, RequestError for what is not there.
    """
    from welfare_rules.document.library import read_library, shipped_policies
    from welfare_rules.findings import Place, PolicyError, RequestError, finding, nearest
    from welfare_rules.loading import folders_of_law
    from welfare_rules.workbench.state import office_of, start

    folder = policies_folder(policies)
    root = shipped_policies() if folder is None else Path(folder)
    there = folders_of_law(root)
    library = read_library(root)
    if library.findings:
        raise PolicyError(library.findings)
    texts = {
        f"{where}/{Path(each.source.name).name}": each.source.text
        for where, documents in library.documents.items()
        for each in documents
    }
    tables = None
    if population is not None:
        households, members = (str(Path(population) / name) for name in TABLES)
        for each in (households, members):
            if not is_there(each):
                raise RequestError([finding("WR506", Place("--population"), got=each[:200])])
        tables = households, members
    chosen = (jurisdiction or max(there, key=lambda each: each.count("/"))).strip("/")
    if chosen not in there:
        near = nearest(chosen, there)
        raise RequestError([finding("WR501", Place("jurisdiction"), got=chosen, nearest=near)])
    return start(office_of(texts, tables), chosen, lang=lang)


def _serve(first: State, port: int) -> None:
    """Serves the page until somebody ends it."""
    from welfare_rules.workbench.transport import server

    with server(first, port) as made:
        host, number = made.server_address[:2]
        write(
            _("The workbench is open at http://{host}:{port}/ (end it with Ctrl+C)").format(
                host=str(host), port=number
            )
        )
        try:
            made.serve_forever()
        except KeyboardInterrupt:
            write(_("The workbench is closed."))


def _write(first: State, output: str, runtime: Path) -> None:
    from welfare_rules.workbench.single import single_file

    data = single_file(first, runtime)
    write_whole(output, data)
