"""The policies that are compared with: a folder, or a revision of the repository around the new."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from welfare_rules.basics.text import Count, Words
from welfare_rules.changes.catalogue import WHY
from welfare_rules.document.library import Library, read_library, root_of
from welfare_rules.document.shipped import SCHEMA
from welfare_rules.document.tree import shown
from welfare_rules.findings import Finding, Place, RequestError, finding, in_order

WHERE = "--against"
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git sets for a hook, about the repository that it runs in: here the folder decides."""


@dataclass(frozen=True, slots=True)
class Old:
    """The older policies, and how they were named on the command line."""

    name: str
    library: Library
    revision: str = ""  # how the files of a revision are named, before their path

    def refused(self, found: Sequence[Finding]) -> RequestError:
        """The error of policies that have errors themselves."""
        format_before = next((each for each in found if each.code == "WR109"), None)
        if format_before is not None:
            holes = {key: format_before.detail(key) for key in ("got", "want")}
            return _refused(self.name, "older_format", **holes)
        first = self._named(in_order(found)[0])
        line = Words(first.line("zh"), first.line("en"))
        return _refused(self.name, "wrong", count=Count.of(len(found)), first=line)

    def _named(self, each: Finding) -> Finding:
        """A finding with its file named as git names it, where it was read out of a revision."""
        file = Path(each.place.file).absolute()
        if not self.revision or not file.is_relative_to(self.library.root):
            return each
        name = self.revision + file.relative_to(self.library.root).as_posix()
        place = Place(name, each.place.line, each.place.column, each.place.path)
        return Finding(each.code, place, each.details)


@contextmanager
def opened(name: str, root: Path) -> Generator[Old]:
    """The policies of a folder, else of a revision of the repository that `root` lies in.

    A revision is read into a temporary folder; the work tree is never touched. Raises RequestError
    for what is neither.
    """
    folder = Path(name)
    try:
        there, is_folder = folder.exists(), folder.is_dir()
    except (OSError, ValueError):  # a name too long, or with a null in it
        there = is_folder = False
    if is_folder and name:
        library = read_library(_policies(folder, root))
        if not library.documents:
            raise _refused(name, "no_policies", where=shown(folder))
        yield Old(name, library)
    elif there and name:
        raise _refused(name, "no_folder")
    else:
        prefix = _prefix(name, root)
        with tempfile.TemporaryDirectory(prefix="welfare-rules-") as temporary:
            into = Path(temporary).resolve()
            _unpack(name, prefix, root, into)
            library = read_library(into)
            if not library.documents:
                raise _refused(name, "no_policies", where=f"{name}:{prefix}")
            yield Old(name, library, f"{name}:{prefix}")


def _policies(folder: Path, root: Path) -> Path:
    """The policies in a folder, which may be that of a whole checkout around them."""
    inner = folder / root.name
    whole = (inner / SCHEMA).is_file() and not (folder / SCHEMA).is_file()
    return inner if whole else root_of(folder)


def _prefix(name: str, root: Path) -> str:
    """The path of a folder in its repository, once it is known to have the revision."""
    found = _git(name, root, "rev-parse", "--show-prefix")
    if found.returncode != 0:
        said = found.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _refused(name, "no_repository", root=shown(root), git=said[0] if said else "git")
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if "\0" in name or _git(name, root, *asked).returncode != 0:
        raise _refused(name, "no_revision")
    return os.fsdecode(found.stdout).rstrip("\n")


def _unpack(name: str, prefix: str, root: Path, into: Path) -> None:
    """Writes the policy files of a revision below a folder."""
    commit = _git(name, root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
    # below a repository's top git writes what lies there, with paths from there
    made = _git(name, root, "archive", "--format=tar", commit.stdout.decode().strip())
    if made.returncode != 0:
        raise _refused(name, "no_policies", where=f"{name}:{prefix}")
    with tarfile.open(fileobj=io.BytesIO(made.stdout)) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            file = archive.extractfile(member) if member.isfile() else None
            if file is None or path.suffix != ".toml" or path.is_absolute() or ".." in path.parts:
                continue
            target = into.joinpath(*path.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read())


def _git(name: str, root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    around = {key: value for key, value in os.environ.items() if key not in _OF_HOOKS}
    around |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        return subprocess.run(
            ["git", *words], cwd=root, env=around, capture_output=True, check=False
        )
    except (OSError, ValueError):  # no such program; a null in the name
        raise _refused(name, "no_git") from None


def _refused(name: str, why: str, **holes: object) -> RequestError:
    return RequestError(
        [finding("WR511", Place(WHERE), got=name[:200], why=WHY.words(why, **holes))]
    )


def several_folders(name: str) -> RequestError:
    """The error of paths that do not lie in one folder of policies."""
    return _refused(name, "several")
