"""All policy files of a folder as they stand in an editor: what is wrong, and their laws."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from welfare_rules.document.library import Library, read_library
from welfare_rules.document.tree import shown
from welfare_rules.findings import Finding
from welfare_rules.law.law import Law
from welfare_rules.loading import checked_all


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a folder.

    `laws` has of each jurisdiction the law of the last look at which all of its files could be
    read, so that names stay known while one is being typed. `names` tells the files by the names
    that findings give them.
    """

    root: Path
    library: Library
    laws: Mapping[str, Law]
    findings: Mapping[Path, tuple[Finding, ...]]
    names: Mapping[str, Path]

    def law(self, file: Path) -> Law | None:
        """The law of the jurisdiction that a file belongs to, or of the nearest above it."""
        try:
            parts = file.parent.relative_to(self.root).parts
        except ValueError:
            return None
        for end in range(len(parts), 0, -1):
            law = self.laws.get("/".join(parts[:end]))
            if law is not None:
                return law
        return None

    def below(self, jurisdiction: str) -> tuple[Law, ...]:
        """The laws of the jurisdictions below one, in order."""
        return tuple(
            self.laws[each] for each in sorted(self.laws) if each.startswith(jurisdiction + "/")
        )


def look(root: Path, unsaved: Mapping[Path, str], before: Looked | None = None) -> Looked:
    """Looks at all files of a folder, those that are unsaved as they stand in the editor.

    `before` is the look before this one at the same folder.
    """
    library = read_library(root, unsaved=unsaved)
    checked, found = checked_all(library)
    laws = dict(before.laws) if before is not None else {}
    for jurisdiction, each in checked.items():
        readable = not any(library.troubles.get(one) for one in library.chain(jurisdiction))
        if readable or jurisdiction not in laws:
            laws[jurisdiction] = each.law
    laws = {each: law for each, law in laws.items() if each in checked}
    names = {shown(path): path for path in library.files}
    findings: dict[Path, list[Finding]] = {path: [] for path in library.files}
    for each in found:
        path = names.get(each.place.file)
        if path is not None:
            findings[path].append(each)
    return Looked(root, library, laws, {path: tuple(all) for path, all in findings.items()}, names)


def real(path: str) -> Path:
    """A path in the one spelling by which files are compared here."""
    return Path(os.path.abspath(path))
