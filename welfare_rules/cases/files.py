"""Finding and reading files of cases and of stories.

Text to a validated form, with every complaint at its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from welfare_rules.basics.text import Words
from welfare_rules.cases.models import FORMAT, MONTH, STORIES, CasesForm, StoriesForm
from welfare_rules.document.source import Source, read_text, read_toml
from welfare_rules.document.tree import listed, shown
from welfare_rules.findings import Finding, Place, RequestError, finding, in_order
from welfare_rules.findings.validation import (
    KeyPath,
    Refusals,
    about_key,
    existing,
    keys_at,
    limit_words,
)

FOLDER = "cases"
_FORMAT = re.compile(r"""^format\s*=\s*["']([^"']*)["']""", re.MULTILINE)
SUFFIX = ".cases.toml"
_WORDS: dict[str, Words] = {
    "string_type": Words("文字（加引号）", "a quoted text"),
    "string_too_short": Words("文字", "a text"),
    "mapping_type": Words("一个表 { … }", "a table { … }"),
    "dict_type": Words("一个表 { … }", "a table { … }"),
    "model_type": Words("一个表 { … }", "a table { … }"),
    "tuple_type": Words("一个列表 [ … ]", "a list [ … ]"),
    "date_type": Words(
        "日期（如 2021-07-01，不加引号）", "a date (such as 2021-07-01, without quotes)"
    ),
}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file of cases of one jurisdiction."""

    path: Path
    jurisdiction: str
    source: Source
    form: CasesForm


@dataclass(frozen=True, slots=True)
class StoryFile:
    """One file of stories of one jurisdiction."""

    path: Path
    jurisdiction: str
    source: Source
    form: StoriesForm


@dataclass(frozen=True, slots=True)
class Found:
    """The files that could be read, and what was wrong with the others."""

    files: tuple[CaseFile, ...]
    stories: tuple[StoryFile, ...]
    findings: tuple[Finding, ...]


class WholeForm(Protocol):
    """The form of a whole file, as far as it says where it belongs."""

    @property
    def jurisdiction(self) -> str | None: ...


FileForm = TypeVar("FileForm", bound=BaseModel)


def is_case_path(path: Path) -> bool:
    """Whether a file may hold cases, by its place: in a folder `cases`, or named `*.cases.toml`."""
    return path.suffix == ".toml" and (path.parent.name == FOLDER or path.name.endswith(SUFFIX))


def case_paths(path: Path) -> tuple[list[Path], list[Finding]]:
    """The files of cases and of stories at or below a path, and what cannot be listed there.

    Files of another format beside them are neither.
    """
    if path.is_file():
        return [path], []
    listing = listed(path)
    files = [each for each in listing.files if is_case_path(each) and _declares(each)]
    return files, [each for _, each in listing.troubles]


def _declares(path: Path) -> bool:
    """A file of reviewed mutants is something else.

    One that says no format, or one that nobody knows, is a case file with a mistake.
    """
    return not _said(path).startswith("welfare-mutants/")


def _said(path: Path) -> str:
    """The format that a file declares, without reading it as TOML; nothing where it says none."""
    try:
        with path.open("rb") as file:
            head = file.read(4000).decode("utf-8", "replace")
    except OSError:
        return ""
    said = _FORMAT.search(head)
    return "" if said is None else said.group(1)


def jurisdiction_of(path: Path, root: Path, form: WholeForm) -> str:
    """The jurisdiction whose law a case file is about.

    The one it names, else its folder below the policies, without `cases`.
    """
    if form.jurisdiction is not None:
        return form.jurisdiction
    try:
        folder = path.resolve().parent.relative_to(root.resolve())
    except ValueError:
        raise RequestError(
            [finding("WR506", Place(shown(path)), got=f"{shown(root)}/…/{FOLDER}/{path.name}")]
        ) from None
    return (folder.parent if folder.name == FOLDER else folder).as_posix()


def read_files(paths: Iterable[Path], root: Path) -> Found:
    """Reads every file of cases or stories at or below the paths, sorted by name, each once."""
    files: list[CaseFile] = []
    stories: list[StoryFile] = []
    found: list[Finding] = []
    every: list[Path] = []
    for start in paths:
        files_here, wrong = case_paths(start)
        every.extend(each.resolve() for each in files_here)
        found.extend(wrong)
    for path in dict.fromkeys(every):
        source, wrong = read_text(path, shown(path))
        found.extend(wrong)
        if source is None:
            continue
        if _said(path).startswith("welfare-stories/"):
            story, wrong = read_form(source, StoriesForm, STORIES)
            if story is not None:
                stories.append(StoryFile(path, jurisdiction_of(path, root, story), source, story))
        else:
            form, wrong = read_form(source, CasesForm, FORMAT)
            if form is not None:
                files.append(CaseFile(path, jurisdiction_of(path, root, form), source, form))
        found.extend(wrong)
    return Found(tuple(files), tuple(stories), in_order(found))


def read_form(
    source: Source, model: type[FileForm], declared: str
) -> tuple[FileForm | None, list[Finding]]:
    """The form of a file, or everything that is wrong with it."""
    data, wrong = read_toml(source)
    if data is None:
        return None, wrong
    if data.get("format") != declared:
        return None, [
            finding(
                "WR107", source.place(("format",)), want=STORIES if "story" in data else declared
            )
        ]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        found: dict[KeyPath, Finding] = {}
        for each in error.errors(include_url=False):
            path = existing(data, each["loc"])
            missing = (*path, each["loc"][-1]) if each["type"] == "missing" else path
            found.setdefault(missing, _finding(source, path, each, model))
        return None, list(found.values())


def _finding(source: Source, path: KeyPath, each: ErrorDetails, model: type[BaseModel]) -> Finding:
    kind, place = each["type"], source.place(path, key=about_key(each))
    found = _REFUSALS.finding(each, place, lambda: keys_at(model, tuple(each["loc"][:-1])))
    if found is not None:
        return found
    if kind == "string_pattern_mismatch" and each.get("ctx", {}).get("pattern") == MONTH:
        return finding("WR502", place, got=_short(each["input"]))
    if kind.startswith("date_"):
        return finding("WR112", place, want=_WORDS["date_type"], got=_short(each["input"]))
    return finding("WR117", place, why=limit_words(each))


def _short(value: object) -> str:
    return str(value)[:40]


_REFUSALS = Refusals("WR110", "WR111", "WR112", _WORDS, _short)
