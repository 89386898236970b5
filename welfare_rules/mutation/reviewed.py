"""Mutants that survive for a reason that somebody wrote down.

The list may only shrink: what is killed or gone must be struck from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from welfare_rules.cases.files import FOLDER
from welfare_rules.cases.models import Form, Text
from welfare_rules.document.source import Source, read_text, read_toml
from welfare_rules.document.tree import shown
from welfare_rules.findings import CaseError, Finding, Place, finding
from welfare_rules.findings.validation import Refusals, limit_words
from welfare_rules.mutation.run import Tried

FORMAT = "welfare-mutants/1"
NAME = "mutants.reviewed.toml"
_REFUSALS = Refusals("WR110", "WR111", "WR112", {}, str)


class EntryForm(Form):
    mutant: Text
    reason: Text


class ReviewedForm(Form):
    format: Literal["welfare-mutants/1"]
    reviewed: tuple[EntryForm, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    mutant: str
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Judged:
    """Survivors that nobody reviewed, those that somebody did, and entries that are no survivors
    any more.
    """

    unreviewed: tuple[Tried, ...]
    reviewed: tuple[tuple[Tried, Entry], ...]
    stale: tuple[Entry, ...]


def read_reviewed(root: Path) -> tuple[Entry, ...]:
    """All entries below a policies folder.

    Mutants are named by their file below it. Raises CaseError with what is wrong.
    """
    entries: list[Entry] = []
    wrong: list[Finding] = []
    for path in sorted(root.rglob(NAME)):
        if path.parent.name != FOLDER:
            continue
        source, found = read_text(path, shown(path))
        wrong.extend(found)
        if source is not None:
            entries.extend(_entries(source, wrong))
    if wrong:
        raise CaseError(wrong)
    return tuple(entries)


def _entries(source: Source, wrong: list[Finding]) -> Iterable[Entry]:
    data, found = read_toml(source)
    wrong.extend(found)
    if data is None:
        return
    if data.get("format") != FORMAT:
        wrong.append(finding("WR107", source.place(("format",)), want=FORMAT))
        return
    try:
        form = ReviewedForm.model_validate(data)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            place = source.place(tuple(each["loc"]))
            wrong.append(
                _REFUSALS.finding(each, place, lambda: ())
                or finding("WR117", place, why=limit_words(each))
            )
        return
    for place, each in enumerate(form.reviewed):
        yield Entry(each.mutant, each.reason, source.place(("reviewed", place, "mutant")))


def judge(tried: Sequence[Tried], entries: Sequence[Entry], *, everything: bool) -> Judged:
    """Compares survivors with the list; entries of files not mutated this time stay as they are."""
    by_id = {each.id: each for each in tried}
    known = {each.mutant: each for each in entries}
    survivors = [each for each in tried if not each.killed_by and not each.equivalent]
    files = {_file(each.id) for each in tried}
    stale: list[Entry] = []
    for each in entries:
        found = by_id.get(each.mutant)
        gone = everything or _file(each.mutant) in files
        if gone if found is None else found.killed_by or found.equivalent:
            stale.append(each)
    return Judged(
        tuple(each for each in survivors if each.id not in known),
        tuple((each, known[each.id]) for each in survivors if each.id in known),
        tuple(stale),
    )


def _file(mutant: str) -> str:
    return mutant.split(": ", 1)[0]
