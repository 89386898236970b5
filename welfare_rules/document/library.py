"""The folder tree of policy files.

Which jurisdictions there are, and the chain of layers that each of them stands on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from welfare_rules.document.named import naming_ids
from welfare_rules.document.reader import Document, read_document
from welfare_rules.document.shipped import SCHEMA, SKIPPED, shipped_policies
from welfare_rules.document.source import MOST_BYTES, Source, read_text, source_of
from welfare_rules.document.tree import SUFFIX, Listing, listed, shown
from welfare_rules.findings import Finding, Place, finding, in_order

__all__ = ["Library", "read_library", "root_of", "shipped_policies"]

_WORD = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class Library:
    """Every document below one folder by jurisdiction, and the faults of unreadable ones."""

    root: Path
    documents: Mapping[str, tuple[Document, ...]]
    troubles: Mapping[str, tuple[Finding, ...]]
    # every word of the files that could not be read: it may be defined there
    unread_words: frozenset[str] = frozenset()
    files: tuple[Path, ...] = ()  # read, or found and not to be read

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong with the files that could not be read."""
        return in_order(each for found in self.troubles.values() for each in found)

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        return tuple(sorted(self.documents))

    def chain(self, jurisdiction: str) -> tuple[str, ...]:
        """The layers of a jurisdiction, the nation first.

        `cn`, `cn/jiangsu`, … Folders without files of their own are no layer.
        """
        parts = jurisdiction.split("/")
        return tuple(
            each
            for end in range(1, len(parts) + 1)
            if (each := "/".join(parts[:end])) in self.documents
        )


def read_library(
    root: Path, only: str | None = None, within: str = "", unsaved: Mapping[Path, str] | None = None
) -> Library:
    """All documents below `root`.

    With `only`, those of one jurisdiction and its parents; with `within`, those below one folder.
    `unsaved` has texts in the place of files, and of files that are not there yet.
    """
    made = _Making()
    listing = _listing(root, only, within)
    texts = {} if unsaved is None else _below(root, unsaved)
    for folder, trouble in listing.troubles:
        made.at(folder.relative_to(root).as_posix()).append(trouble)
    every = sorted({*listing.files, *texts}) if texts else listing.files
    files = tuple(path for path in every if path.parent != root)
    for path in files:
        text = texts.get(path)
        if text is None:
            source, wrong = read_text(path, shown(path))
            unread = "" if source is not None else _as_chinese(path)
        else:
            source, wrong, unread = source_of(shown(path), text), [], ""
        made.take(path.parent.relative_to(root).as_posix(), source, wrong, unread)
    return made.library(root, files)


def _below(root: Path, texts: Mapping[Path, str]) -> dict[Path, str]:
    """The texts of policy files that lie below a folder."""
    return {
        path: text
        for path, text in texts.items()
        if path.is_relative_to(root)
        and path.name.endswith(SUFFIX)
        and SKIPPED.isdisjoint(path.relative_to(root).parts)
    }


def library_of(files: Mapping[str, str]) -> Library:
    """The documents of texts by their paths, such as `cn/county/standards.toml`; nothing is read
    from a disk.
    """
    made = _Making()
    for name in sorted(files):
        jurisdiction, _, file = name.replace("\\", "/").strip("/").rpartition("/")
        if jurisdiction and not SKIPPED.intersection(jurisdiction.split("/")):
            wrong = [] if file.endswith(SUFFIX) else [finding("WR122", Place(name))]
            made.take(jurisdiction, None if wrong else source_of(name, files[name]), wrong)
    return made.library(Path(), ())


MOST_LAYERS = 12
"""Jurisdictions within one another: each is checked with all above it."""


@dataclass
class _Making:
    """Gathers documents, and what is wrong with files, by their jurisdictions."""

    documents: dict[str, list[Document]] = field(default_factory=dict[str, list[Document]])
    troubles: dict[str, list[Finding]] = field(default_factory=dict[str, list[Finding]])
    ids: dict[str, str] = field(default_factory=dict[str, str])
    unread: set[str] = field(default_factory=set[str])
    texts: list[str] = field(default_factory=list[str])

    def at(self, jurisdiction: str) -> list[Finding]:
        """What is wrong with the files of a jurisdiction, which is one from now on."""
        self.documents.setdefault(jurisdiction, [])
        return self.troubles.setdefault(jurisdiction, [])

    def take(
        self, jurisdiction: str, source: Source | None, wrong: Sequence[Finding], unread: str = ""
    ) -> None:
        """Takes a file in, or the words of one that cannot be read."""
        found = self.at(jurisdiction)
        found.extend(wrong)
        if source is not None and jurisdiction.count("/") >= MOST_LAYERS:
            found.append(finding("WR123", Place(source.name, 1, 1), limit=MOST_LAYERS))
            source = None
        if source is None:
            self.unread.update(_words(unread))
            return
        self.texts.append(source.text)
        document, wrong = read_document(source, jurisdiction)
        found.extend(wrong)
        if document is None:
            self.unread.update(_words(source.text))
        elif document.id in self.ids:
            place, other = source.place(("document", "id")), self.ids[document.id]
            found.append(finding("WR118", place, got=document.id, other=other))
        else:
            self.ids[document.id] = source.name
            self.documents[jurisdiction].append(document)

    def library(self, root: Path, files: tuple[Path, ...]) -> Library:
        return Library(
            root,
            {each: tuple(self.documents[each]) for each in sorted(self.documents)},
            {each: tuple(naming_ids(found, self.texts)) for each, found in self.troubles.items()},
            frozenset(self.unread),
            files,
        )


def _words(text: str) -> set[str]:
    """Every word of a text, and the parts of those with dots in them."""
    return {part for word in _WORD.findall(text) for part in (word, *word.split("."))}


def _as_chinese(path: Path) -> str:
    """The text of a file that is not UTF-8, decoded by the code page of Chinese Windows."""
    try:
        return (
            path.read_bytes().decode("gb18030", "replace")
            if path.stat().st_size <= MOST_BYTES
            else ""
        )
    except OSError:
        return ""


def _listing(root: Path, only: str | None, within: str) -> Listing:
    """The files of one jurisdiction and its parents, or of everything below a part of the tree."""
    if only is None:
        return listed(root / within, skipped=SKIPPED)
    parts = only.split("/")
    if not SKIPPED.isdisjoint(parts):
        return Listing((), ())
    layers = [listed(root.joinpath(*parts[:end]), deep=False) for end in range(1, len(parts) + 1)]
    return Listing(
        tuple(path for each in layers for path in each.files),
        tuple(trouble for each in layers for trouble in each.troubles),
    )


def root_of(path: Path) -> Path:
    """The policies folder of a file or folder: where the schema of the files lies.

    Else it is the parent of the topmost documents.

    Without the schema only folders with documents are followed upwards, one right below the other:
    what lies beyond a gap is somebody else's. A folder with no document in it or right above it is
    one itself. Other TOML files, such as a project's own, are no documents.
    """
    path = path.absolute()
    here = path if path.is_dir() else path.parent
    marked = next((each for each in (here, *here.parents) if (each / SCHEMA).is_file()), None)
    if marked is not None and (marked != here or path.is_dir()):
        return marked
    top = here.parent if here.name in SKIPPED else here
    if not _holds_documents(top):
        top = top.parent  # a folder for documents that are still to be written
    if not _holds_documents(top):
        return here if path.is_dir() else here.parent
    while top.parent != top and _holds_documents(top.parent):
        top = top.parent
    return top.parent


def _holds_documents(folder: Path) -> bool:
    return any(_is_document(each) for each in listed(folder, deep=False).files)


def _is_document(path: Path) -> bool:
    """Whether a file says that it is one; it need not be right."""
    try:
        return (
            path.is_file()
            and path.stat().st_size <= MOST_BYTES
            and b"welfare-policy/" in path.read_bytes()
        )
    except OSError:
        return False
