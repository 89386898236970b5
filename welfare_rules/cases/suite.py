"""Everything that is needed to run cases and stories.

Their files, the law of each jurisdiction, and what is built by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import welfare_rules.api as api
from welfare_rules.basics.text import Words
from welfare_rules.cases.build import Builder, PolicyCase
from welfare_rules.cases.files import FOLDER, CaseFile, Found, StoryFile, read_files
from welfare_rules.cases.stories.model import Story, StoryBuilder
from welfare_rules.cases.wording import Wording
from welfare_rules.document.library import root_of, shipped_policies
from welfare_rules.document.tree import shown
from welfare_rules.findings import (
    CaseError,
    Finding,
    FindingsError,
    Place,
    RequestError,
    finding,
    in_order,
)


@dataclass(frozen=True, slots=True)
class Bench:
    """Cases and stories in the order of their files, with the policy of each jurisdiction."""

    root: Path
    policies: dict[str, api.Policy]
    cases: tuple[PolicyCase, ...]
    stories: tuple[Story, ...] = ()

    def without_stories(self) -> Bench:
        """The cases alone, with the jurisdictions that have any."""
        asked = {each.jurisdiction for each in self.cases}
        return Bench(
            self.root,
            {key: policy for key, policy in self.policies.items() if key in asked},
            self.cases,
        )


def policies_root(paths: Sequence[Path], policies: Path | None) -> Path:
    """The policies that cases are about.

    Those named, else those around the first path, else those that ship.
    """
    if policies is not None:
        if not policies.is_dir():
            raise RequestError([finding("WR506", Place("policies"), got=policies)])
        return policies
    for path in paths:
        if not path.exists():
            raise RequestError([finding("WR506", Place("PATH"), got=path)])
        if not (path.is_dir() or path.is_file()):
            why = Words("不是普通文件", "it is no ordinary file")
            raise RequestError([finding("WR101", Place(shown(path)), why=why)])
    return root_of(paths[0].resolve()) if paths else shipped_policies()


def make_bench(paths: Sequence[Path], policies: Path | None = None) -> Bench:
    """Reads and builds all cases and stories at or below the paths.

    Raises CaseError or PolicyError with everything that is wrong, RequestError where nothing is at
    or below a path, or in the policies.
    """
    root = policies_root(paths, policies)
    found = read_files(paths or [root], root)
    if not (found.files or found.stories or found.findings):
        if paths:
            raise RequestError(finding("WR551", Place("PATH"), got=shown(each)) for each in paths)
        raise RequestError([finding("WR551", Place("policies"), got=shown(root))])
    return build(root, found)


def build(root: Path, found: Found) -> Bench:
    """Builds what was read; raises CaseError or PolicyError with everything that is wrong."""
    bench, wrong = assembled(root, found)
    if wrong:
        raise CaseError(wrong)
    return bench


def assembled(
    root: Path, found: Found, loaded: Mapping[str, api.Policy] | None = None
) -> tuple[Bench, tuple[Finding, ...]]:
    """What can be built of what was read, and everything that is wrong with the rest; policies that
    are `loaded` already are not read again.

    Raises PolicyError where the policies themselves have errors.
    """
    wrong: list[Finding] = list(found.findings)
    policy_of: dict[str, api.Policy] = {}
    files: dict[str, list[CaseFile | StoryFile]] = {}
    for each in (*found.files, *found.stories):
        files.setdefault(each.jurisdiction, []).append(each)
    cases: list[PolicyCase] = []
    stories: list[Story] = []
    for jurisdiction, own in files.items():
        try:
            there = (loaded or {}).get(jurisdiction)
            policy = policy_of[jurisdiction] = there or api.load(jurisdiction, root)
        except FindingsError as error:
            if not isinstance(error, RequestError):
                raise
            wrong.extend(
                Finding(each.code, own[0].source.place(("jurisdiction",)), each.details)
                for each in error.findings
            )
            continue
        around, more = _around(
            root, jurisdiction, (each for each in own if isinstance(each, CaseFile))
        )
        wrong.extend(more)
        builder = Builder(Wording(policy.law, policy.reader), around)
        teller = StoryBuilder(builder)
        for file in own:
            if isinstance(file, CaseFile):
                cases.extend(builder.build(file))
            else:
                stories.extend(teller.build(file))
        wrong.extend(builder.found)
    # a folder that only has bases asks nothing
    asked = {each.jurisdiction for each in (*cases, *stories)}
    policies = {key: policy for key, policy in policy_of.items() if key in asked}
    return Bench(root, policies, tuple(cases), tuple(stories)), in_order(wrong)


def _around(
    root: Path, jurisdiction: str, own: Iterable[CaseFile]
) -> tuple[list[CaseFile], list[Finding]]:
    """The case files whose bases a jurisdiction's cases may use.

    Its own folder's first, then those of the folders above.
    """
    read = {each.path: each for each in own}
    parts = jurisdiction.split("/")
    around: list[CaseFile] = []
    wrong: list[Finding] = []
    for end in range(len(parts), 0, -1):
        folder = root.joinpath(*parts[:end], FOLDER)
        found = read_files([folder], root) if folder.is_dir() else Found((), (), ())
        around.extend(read.get(each.path, each) for each in found.files)
        wrong.extend(found.findings)
    return around, wrong
