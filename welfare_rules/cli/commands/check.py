"""`check`: everything that is wrong with policy files, all at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.exceptions import Exit

from welfare_rules.basics.harmless import plain
from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.failures import FAILED, POLICIES_WRONG, Stage, reporting
from welfare_rules.cli.output import is_there, write, write_findings, write_json
from welfare_rules.cli.progress import waiting
from welfare_rules.cli.where import policies_folder

if TYPE_CHECKING:
    from welfare_rules.changes.compare import Compared
    from welfare_rules.document.library import Library
    from welfare_rules.findings import Finding
    from welfare_rules.law.law import Law

    Read = tuple[Library, Mapping[str, Law]]
    """A folder of policies, with the laws that were made of it."""


def command() -> click.Command:
    text = _(
        "Tell everything that is wrong with policy files.\n\n"
        "PATH is a folder of policies, the folder of one jurisdiction, or a file; "
        "without one the policies that ship are checked. "
        "Files are looked at together with all others of their folder of policies; told is what "
        "lies under PATH.\n\n"
        "Exit status 1 when there are errors or warnings. Notices tell what staff should know; "
        "they are no mistakes.\n\n"
        "With --against it is told clause by clause what changes in the law, and which months "
        "already past are answered otherwise for the cases beside the policies."
    )
    return click.Command(
        "check",
        params=[
            options.paths(),
            click.Option(
                ["--against"],
                metavar="OLD",
                help=_(
                    "Tell what changes against older policies: a folder, or a revision where git "
                    "is there."
                ),
            ),
            click.Option(
                ["--fail-on-past"],
                is_flag=True,
                help=_("Exit status 1 when a month already past is answered otherwise."),
            ),
            options.form("text", "json", "github"),
            options.lang(),
            options.verbose(),
        ],
        callback=_check,
        help=text,
        options_metavar=_("[OPTIONS]"),
    )


@click.pass_obj
def _check(
    lang: Lang,
    form: str,
    paths: Sequence[str],
    verbose: bool,
    against: str | None,
    fail_on_past: bool,
) -> None:
    if fail_on_past and against is None:
        raise click.UsageError(_("--fail-on-past needs --against."))
    with reporting(form, lang, stage := Stage(paths[0] if paths else "policies", POLICIES_WRONG)):
        compared: Compared | None = None
        with waiting(_("Checking the policies…")):
            looked = checked(paths, stage)
            found = looked.findings
            if against is not None and all(each.severity != "error" for each in found):
                compared = _compared(against, paths, looked.whole)
        if compared is not None:
            found = (*found, *compared.findings)
        wrong = tuple(each for each in found if each.severity != "notice")
        notices = tuple(each for each in found if each.severity == "notice")
        brief = form == "text" and not verbose
        write_findings(wrong if brief else found, form, lang)
        if brief:
            write_notices(notices, lang)
        if not wrong and form == "text":
            write(summary(looked.files, looked.jurisdictions, len(notices), lang))
        if compared is not None:
            _write_compared(compared, form, lang)
            if fail_on_past and compared.past:
                raise Exit(FAILED)
        if wrong:
            raise Exit(POLICIES_WRONG)


def _compared(against: str, paths: Sequence[str], whole: Mapping[Path, Read]) -> Compared:
    """What changes under the paths, of folders of which the whole may be read already. Raises
    RequestError.
    """
    from welfare_rules.changes.compare import compare
    from welfare_rules.changes.old import opened, several_folders
    from welfare_rules.document.library import read_library
    from welfare_rules.loading import parse_day

    chosen, _wrong = _chosen(paths)
    roots = {root for root, _within in chosen}
    if len(roots) > 1:
        raise several_folders(against)
    (root,) = roots
    below = [each for under in chosen.values() for each in under]
    with opened(against, root) as old:
        new, laws = whole.get(root) or (read_library(root), {})
        layers = {*new.jurisdictions, *old.library.jurisdictions}
        folders = [each if os.path.isdir(each) else os.path.dirname(each) for each in below]
        asked = [each for each in layers if _under(whole_path(root / each), folders)]
        return compare(old, new, asked, _case_folders(root, asked), parse_day(None), laws)


def _case_folders(root: Path, jurisdictions: Iterable[str]) -> list[Path]:
    from welfare_rules.cases.files import FOLDER

    folders = (root / each / FOLDER for each in sorted(jurisdictions))
    return [each for each in folders if each.is_dir()]


def _write_compared(found: Compared, form: str, lang: Lang) -> None:
    from welfare_rules.changes.report import as_text
    from welfare_rules.cli.table import write_blocks

    if form == "json":
        write_json(found.to_dict())
    else:
        write_blocks(as_text(found, lang))


def write_notices(found: Sequence[Finding], lang: Lang) -> None:
    """One line for each kind of notice.

    How many there are, and the first one. `--verbose` tells them all.
    """
    kinds: dict[str, list[Finding]] = {}
    for each in found:
        kinds.setdefault(each.code, []).append(each)
    for alike in kinds.values():
        more = len(alike) - 1
        text = _("{line} (and {count} more like it)") if more else "{line}"
        write(text.format(line=plain(alike[0].line(lang)), count=more), err=True)


def summary(files: int, jurisdictions: int, notices: int, lang: Lang) -> str:
    """What a person reads when nothing is wrong."""
    counts = [
        ngettext("{count} file", "{count} files", files).format(count=files),
        ngettext("{count} jurisdiction", "{count} jurisdictions", jurisdictions).format(
            count=jurisdictions
        ),
    ]
    if notices:
        counts.append(ngettext("{count} notice", "{count} notices", notices).format(count=notices))
    return _("No errors or warnings: {counts}.").format(counts=MARKS[lang].listed(counts))


@dataclass(frozen=True, slots=True)
class Looked:
    """Findings under some paths, how many files and jurisdictions there are, and the folders of
    policies that were read as a whole.
    """

    findings: tuple[Finding, ...]
    files: int
    jurisdictions: int
    whole: Mapping[Path, Read]


def checked(paths: Sequence[str], stage: Stage) -> Looked:
    """All that is wrong under the paths. Raises RequestError."""
    from welfare_rules.document.library import read_library
    from welfare_rules.document.tree import shown
    from welfare_rules.findings import RequestError, errors_of, in_order
    from welfare_rules.loading import checked_all
    from welfare_rules.promises.reviewed import out_of_date

    chosen, wrong = _chosen(paths)
    found: list[Finding] = []
    files: set[Path] = set()
    jurisdictions: set[Path] = set()
    whole: dict[Path, Read] = {}
    for (root, within), under in chosen.items():
        stage.what = shown(root)
        library = read_library(root, within=within)
        here = [each for each in library.files if _under(whole_path(each), under)]
        made, every = checked_all(library)
        laws = {key: each.law for key, each in made.items()}
        if not within:
            whole[root] = library, laws
        if not errors_of(every):
            every = (*every, *out_of_date(library, laws))
        told = [each for each in every if _told(library, each, under, here)]
        if not here and not told:
            wrong.append(_nothing(Path(under[0])))
            continue
        files.update(here)
        jurisdictions |= {each.parent for each in here}
        found += told
    if wrong:
        raise RequestError(wrong)
    return Looked(in_order(found), len(files), len(jurisdictions), whole)


def _chosen(paths: Sequence[str]) -> tuple[dict[tuple[Path, str], list[str]], list[Finding]]:
    """The paths by the policies folder that they belong to and the part of it that has to be read.

    And those that do not exist.
    """
    from welfare_rules.document.library import root_of, shipped_policies
    from welfare_rules.findings import Place, finding

    if not paths:
        root = policies_folder(None) or shipped_policies()
        return {(root, ""): [whole_path(root)]}, []
    chosen: dict[tuple[Path, str], list[str]] = {}
    wrong: list[Finding] = []
    for name in paths:
        path = Path(name)
        if not is_there(name):
            wrong.append(finding("WR506", Place("PATH"), got=name[:200]))
            continue
        root = root_of(path)
        below = path.absolute().relative_to(root).parts
        within = below[0] if below and (root / below[0]).is_dir() else ""
        chosen.setdefault((root, within), []).append(whole_path(path))
    return chosen, wrong


def _nothing(path: Path) -> Finding:
    from welfare_rules.document.tree import shown
    from welfare_rules.findings import Place, finding

    return finding("WR507", Place("PATH"), got=shown(path))


def _told(library: Library, each: Finding, under: Sequence[str], files: Iterable[Path]) -> bool:
    """Whether a finding is told: one under the paths, and an error of a layer that a file there
    stands on, which keeps it from being checked.
    """
    place = whole_path(library.root / each.place.file)
    if each.place.file not in library.jurisdictions:
        place = whole_path(Path(each.place.file))
    if _under(place, under):
        return True
    folder = os.path.dirname(place)
    return each.severity == "error" and any(
        _under(whole_path(path.parent), [folder]) for path in files
    )


def whole_path(path: Path) -> str:
    """The path from the root of the disk, links as they stand, as findings spell it."""
    from welfare_rules.findings.finding import writable

    return writable(os.path.abspath(path))


def _under(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of some folders or lies below one; Windows tells no capital letters
    apart.
    """
    path = os.path.normcase(path)
    there = [os.path.normcase(each) for each in folders]
    return any(path == each or path.startswith(each.rstrip(os.sep) + os.sep) for each in there)
