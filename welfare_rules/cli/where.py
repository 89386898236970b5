"""Which folder of policies a command reads: named, set once, or the one that ships.

`--policies` goes before the variable `WELFARE_RULES_POLICIES`, that before the file
`welfare-rules.toml` in the folder or above it. Whoever stands beside a folder `policies` that is
not read is told so.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from welfare_rules.basics.text import Words
from welfare_rules.document.shipped import shipped_policies

if TYPE_CHECKING:
    from welfare_rules.findings import Finding, Place

VARIABLE = "WELFARE_RULES_POLICIES"
FILE = "welfare-rules.toml"
KEY = "policies"
_OF_VARIABLE = Words(f"环境变量 {VARIABLE}", f"variable {VARIABLE}")
_BESIDE = Path("policies")
_NOTES = "welfare_rules.notes"


def policies_folder(given: str | None, option: str = KEY) -> Path | None:
    """The folder of policies to read; None for the one that ships. `option` is what gave it.

    Raises RequestError where there is no such folder, or the file cannot be used.
    """
    from welfare_rules.findings import Place

    if given is not None:
        return _there(given, given, Place(option))
    named = os.environ.get(VARIABLE)
    found = (_there(named, named, Place(VARIABLE)), _OF_VARIABLE) if named else _of_file()
    folder, by = (None, Words("随程序附带", "those that ship")) if found is None else found
    _tell(folder or shipped_policies(), by)
    return folder


def notes() -> list[Finding]:
    """What is to be told besides, gathered while this command line runs."""
    context = click.get_current_context(silent=True)
    return [] if context is None else context.meta.setdefault(_NOTES, [])


def _of_file() -> tuple[Path, Words] | None:
    """The folder that the nearest `welfare-rules.toml` names, relative to where it lies."""
    here = Path.cwd()
    file = next((each / FILE for each in (here, *here.parents) if (each / FILE).is_file()), None)
    if file is None:
        return None
    from welfare_rules.document.source import read_text, read_toml
    from welfare_rules.document.tree import shown
    from welfare_rules.findings import RequestError, finding

    source, wrong = read_text(file, shown(file))
    data, more = (None, wrong) if source is None else read_toml(source)
    if source is None or data is None:
        raise RequestError(more)
    others = [each for each in data if each != KEY]
    if others:
        raise RequestError(
            finding("WR110", source.place((each,), key=True), got=each, nearest=KEY)
            for each in others
        )
    value = data.get(KEY)
    if not isinstance(value, str):
        place, want = source.place((KEY,)), Words('policies = "文件夹"', 'policies = "folder"')
        raise RequestError([finding("WR112", place, want=want, got=value)])
    return _there(file.parent / value, value, source.place((KEY,))), Words(FILE, FILE)


def _there(folder: str | Path, written: str, place: Place) -> Path:
    from welfare_rules.findings import RequestError, finding

    try:
        if Path(folder).is_dir():
            return Path(folder)
    except (OSError, ValueError):  # a name too long, or with a null in it
        pass
    raise RequestError([finding("WR506", place, got=written[:200])])


def _tell(used: Path, by: Words) -> None:
    """Says which policies are read, once, where others stand beside."""
    from welfare_rules.document.tree import shown
    from welfare_rules.findings import Place, finding

    if _BESIDE.is_dir() and not _same(_BESIDE, used):
        note = finding("WR527", Place(KEY), used=shown(used), by=by, here=_BESIDE.as_posix())
        told = notes()
        if note not in told:
            told.append(note)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
