"""The TOML files below a folder; what cannot be listed, named or read as a file is a finding.

A link is followed, also one that leads out of the folder: what stands in the tree is part of it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from welfare_rules.basics.text import Words
from welfare_rules.document import windows_names
from welfare_rules.findings import Finding, Place, finding, system_words

SUFFIX = ".toml"
MOST_ENTRIES = 100_000
"""Files and folders that are looked at below one; the root of a disk has more."""


def shown(path: Path) -> str:
    """A path as a person would type it: relative to where he stands when it lies below."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith("..") else Path(relative).as_posix()


_TOO_MANY = Words(
    f"里面的文件和文件夹超过 {MOST_ENTRIES} 个：请指明政策所在的文件夹",
    f"there are more than {MOST_ENTRIES} files and folders: name the folder of the policies",
)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder in order, and what was wrong with its entries, by their folder."""

    files: tuple[Path, ...]
    troubles: tuple[tuple[Path, Finding], ...]


def listed(folder: Path, *, deep: bool = True, skipped: frozenset[str] = frozenset()) -> Listing:
    """The TOML files in a folder, and with `deep` in all below but those of a skipped name.

    A folder that does not exist has none.
    """
    files: list[Path] = []
    troubles: list[tuple[Path, Finding]] = []
    _walk(folder, deep, skipped, files, troubles, (os.path.realpath(folder),), MOST_ENTRIES)
    return Listing(tuple(files), tuple(troubles))


def _walk(
    folder: Path,
    deep: bool,
    skipped: frozenset[str],
    files: list[Path],
    troubles: list[tuple[Path, Finding]],
    above: tuple[str, ...],
    left: int,
) -> int:
    """Adds what is in a folder; `above` are the real paths that a link must not lead back to.
    Returns how many entries more may be looked at.
    """
    try:
        with os.scandir(folder) as entries:
            there = sorted(entries, key=lambda each: each.name)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return left
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # a name that no folder can have
            return left
        troubles.append((folder, finding("WR120", Place(shown(folder)), why=system_words(error))))
        return left
    if len(there) > left:
        troubles.append((folder, finding("WR120", Place(shown(folder)), why=_TOO_MANY)))
        return 0
    left -= len(there)
    below: list[Path] = []
    alike: dict[str, str] = {}  # the names so far, as a disk of Windows compares them
    for entry in there:
        path = folder / entry.name
        is_folder = _is_folder(entry)
        if is_folder or entry.name.endswith(SUFFIX):
            other = alike.setdefault(entry.name.casefold(), entry.name)
            why = windows_names.wrong(entry.name, None if other == entry.name else other)
            if why is not None:
                troubles.append((folder, finding("WR125", Place(shown(path)), why=why)))
        troubles.extend((folder, each) for each in _wrong(path, is_folder))
        if is_folder:
            below.append(path)
        elif entry.name.endswith(SUFFIX) and _is_file(path):
            files.append(path)
    for path in below if deep else ():
        real = os.path.realpath(path)
        if left and path.name not in skipped and real not in above:
            left = _walk(path, deep, skipped, files, troubles, (*above, real), left)
    return left


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _wrong(path: Path, is_folder: bool) -> Iterable[Finding]:
    """What is wrong with an entry by its name or its kind."""
    name = path.name
    if (is_folder or name.endswith(SUFFIX)) and not _is_utf8(name):
        yield finding("WR121", Place(shown(path)))
    elif is_folder or name.startswith("."):
        return
    elif name.endswith(SUFFIX) and not _is_file(path):
        why = Words("不是普通文件", "it is no ordinary file")
        yield finding("WR101", Place(shown(path)), why=why)
    elif not name.endswith(SUFFIX) and _meant(name):
        yield finding("WR122", Place(shown(path)))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _is_utf8(name: str) -> bool:
    """Whether the name of a file is text; one of another code page has half characters in it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _meant(name: str) -> bool:
    """Whether a name was meant to end in `.toml`: other case, or `.txt` that an editor added."""
    return name.lower().removesuffix(".txt").endswith(SUFFIX)
