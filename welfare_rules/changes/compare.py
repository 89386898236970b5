"""Two folders of policies held against each other: their laws, and their answers of the past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from welfare_rules.api import Policy
from welfare_rules.basics.days import FIRST
from welfare_rules.basics.text import Words
from welfare_rules.cases.files import Found, read_files
from welfare_rules.cases.suite import assembled
from welfare_rules.changes.cases import CasesCounted
from welfare_rules.changes.law import Change, Side, changes
from welfare_rules.changes.made import Asked, Made, made
from welfare_rules.changes.old import Old
from welfare_rules.changes.past import Past, past
from welfare_rules.document.library import Library
from welfare_rules.findings import Finding, errors_of, in_order
from welfare_rules.language.names import Names
from welfare_rules.law.law import Law
from welfare_rules.loading import check


@dataclass(frozen=True, slots=True)
class Compared:
    """What changed in the law, what of the past is answered otherwise, households made to show what
    no case shows, what all cases come to by jurisdiction, and what there is to say of those that
    were asked.
    """

    old: str
    changes: tuple[Change, ...]
    past: tuple[Past, ...]
    made: tuple[Made, ...] = ()
    cases: Mapping[str, CasesCounted] = field(default_factory=dict[str, CasesCounted])
    findings: tuple[Finding, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The object of `check --against --format json`; `made` where households were made, `cases`
        where any case is answered otherwise.
        """
        found: dict[str, Any] = {
            "changes": [each.to_dict() for each in self.changes],
            "past": [each.to_dict() for each in self.past],
        }
        if self.made:
            found["made"] = [each.to_dict() for each in self.made]
        if self.cases:
            found["cases"] = {key: dict(each.data) for key, each in self.cases.items()}
        return found


def compare(
    old: Old,
    new: Library,
    jurisdictions: Iterable[str],
    cases: Iterable[Path],
    today: int,
    checked: Mapping[str, Law] | None = None,
) -> Compared:
    """Compares the layers of some jurisdictions, and the answers of the cases below some paths.

    The new policies have no errors; laws of theirs that are `checked` already are not made again.
    Raises RequestError where the old ones have errors.
    """
    asked = set(jurisdictions)
    touched = [
        each
        for each in sorted({*new.jurisdictions, *old.library.jurisdictions})
        if _texts(old.library, each) != _texts(new, each)
    ]
    around = [each for each in touched if _around(each, asked)]
    laws = _Laws(old, new, around, checked or {})
    found: list[Change] = []
    told: set[tuple[str, str, Words]] = set()
    for each in touched:
        for change in laws.changes(each):
            key = (change.what, change.kind, change.said)
            if key not in told:
                told.add(key)
                if each in asked:
                    found.append(change)
    read = read_files(cases, new.root)
    files = tuple(each for each in read.files if each.jurisdiction in laws.old)
    stories = tuple(each for each in read.stories if each.jurisdiction in laws.old)
    after = {each: Policy.of(law) for each, law in laws.new.items()}
    bench, wrong = assembled(new.root, Found(files, stories, read.findings), after)
    said = list(wrong)
    before = {each: Policy.of(law) for each, law in laws.old.items()}
    counted: dict[str, CasesCounted] = {}
    answers = tuple(past(bench, before, today, said, counted))
    asking: list[Asked] = []
    for each in sorted(asked & before.keys() & after.keys()):
        ours = [change for change in found if f"{each}/".startswith(f"{change.jurisdiction}/")]
        names = [answer.benefit for answer in answers if answer.jurisdiction == each]
        if ours:
            asking.append(Asked(before[each], after[each], ours, names))
    shown = tuple(made(asking, today))
    differing = {answer.jurisdiction for answer in answers}
    told_of = {key: each for key, each in counted.items() if key in differing}
    return Compared(old.name, tuple(found), answers, shown, told_of, in_order(said))


def _around(jurisdiction: str, asked: set[str]) -> bool:
    """Whether a jurisdiction is one of those asked for or a layer above one."""
    return any(f"{each}/".startswith(f"{jurisdiction}/") for each in asked)


def _texts(library: Library, jurisdiction: str) -> Mapping[str, str]:
    """The files that a jurisdiction's law is made of, by their place below the folder."""
    return {
        f"{layer}/{Path(each.source.name).name}": each.source.text
        for layer in library.chain(jurisdiction)
        for each in library.documents[layer]
    }


class _Laws:
    """The laws of the jurisdictions that differ, in both folders."""

    def __init__(
        self, old: Old, new: Library, touched: Iterable[str], made: Mapping[str, Law]
    ) -> None:
        self.old: dict[str, Law] = {}
        self.new: dict[str, Law] = {}
        self.libraries = old.library, new
        wrong: list[Finding] = []
        for each in touched:
            if each in old.library.documents:
                checked = check(old.library, each)
                wrong.extend(errors_of(checked.findings))
                self.old[each] = checked.law
            if each in new.documents:
                self.new[each] = made[each] if each in made else check(new, each).law
        if wrong:
            raise old.refused(in_order(wrong))

    def changes(self, jurisdiction: str) -> tuple[Change, ...]:
        """What one layer lays down otherwise."""
        if jurisdiction not in self.old and jurisdiction not in self.new:
            return ()
        old, new = self.libraries
        return changes(
            jurisdiction, _side(jurisdiction, self.old, old), _side(jurisdiction, self.new, new)
        )


def _side(jurisdiction: str, laws: Mapping[str, Law], library: Library) -> Side:
    """The law of a jurisdiction; where it has no files, that of the layers above it."""
    chain = library.chain(jurisdiction)
    if jurisdiction in laws:
        return Side(laws[jurisdiction], len(chain) - 1)
    if chain and chain[-1] in laws:
        return Side(laws[chain[-1]], None)
    return Side(check(library, chain[-1]).law if chain else _NONE, None)


_NONE = Law(
    jurisdiction="",
    name=Words("", ""),
    division=None,
    covers_from=FIRST,
    names=Names.of((), {}, None),
    facts=(),
    choices={},
    figures={},
    derived={},
    incomes=(),
    exemptions=(),
    benefits=(),
    circles=(),
    documents={},
)
"""The law of nowhere: what a jurisdiction had before it had any files."""
