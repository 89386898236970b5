"""A pytest plugin: each case or story beside the policies becomes one test.

Nothing of the library is imported before a case file is found, so that it costs others nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from welfare_rules.basics.text import Lang
    from welfare_rules.cases.build import PolicyCase
    from welfare_rules.cases.report import Result
    from welfare_rules.cases.stories.model import Story
    from welfare_rules.cases.suite import Bench

FOLDER, SUFFIX, FORMATS = "cases", ".cases.toml", (b"welfare-cases/", b"welfare-stories/")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        "welfare_cases",
        "files of welfare cases to collect: on (found by their place and format) or off",
        default="on",
    )
    parser.addini("welfare_lang", "the language in which failures are told: zh or en", default="zh")
    parser.addini(
        "welfare_policies",
        "the folder of policies that the cases are about, when they do not lie inside it",
        default="",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix != ".toml" or not (
        file_path.parent.name == FOLDER or file_path.name.endswith(SUFFIX)
    ):
        return None
    if str(parent.config.getini("welfare_cases")).lower() in ("off", "false", "0") or not declares(
        file_path
    ):
        return None
    return CasesFile.from_parent(parent, path=file_path)  # pyright: ignore[reportUnknownMemberType]


def language(config: pytest.Config) -> Lang:
    return "en" if str(config.getini("welfare_lang")).lower() == "en" else "zh"


def declares(path: Path) -> bool:
    """Whether a file says that it is one of cases or stories, without reading it as TOML."""
    try:
        with path.open("rb") as file:
            head = file.read(4000)
    except OSError:
        return False
    lines = (
        line.split(b"=", 1) for line in head.splitlines() if line.lstrip().startswith(b"format")
    )
    return any(len(parts) == 2 and parts[1].strip(b" \t\"'").startswith(FORMATS) for parts in lines)


class CasesFile(pytest.File):
    """One file of cases."""

    def collect(self) -> Iterable[pytest.Item]:
        from welfare_rules.cases.suite import make_bench
        from welfare_rules.findings import FindingsError

        policies = str(self.config.getini("welfare_policies"))
        root = None if not policies else self.config.rootpath / policies
        try:
            bench = make_bench([self.path], root)
        except FindingsError as error:
            raise self.CollectError(
                "\n".join(each.line(language(self.config)) for each in error.findings)
            ) from None
        for case in (*bench.cases, *bench.stories):
            given = {"name": case.name, "bench": bench, "case": case}
            yield CaseItem.from_parent(self, **given)  # pyright: ignore[reportUnknownMemberType]


class CaseItem(pytest.Item):
    """One case or story."""

    def __init__(self, *, bench: Bench, case: PolicyCase | Story, **more: Any) -> None:
        super().__init__(**more)  # pyright: ignore[reportUnknownMemberType]
        self.bench = bench
        self.case = case

    def runtest(self) -> None:
        from welfare_rules.cases.build import PolicyCase
        from welfare_rules.cases.run import run_case
        from welfare_rules.cases.stories.run import run_story
        from welfare_rules.cases.why import kept

        policy = self.bench.policies[self.case.jurisdiction]
        ran = (
            kept(run_case(self.case, policy))
            if isinstance(self.case, PolicyCase)
            else run_story(self.case, policy)
        )
        if not ran.passed:
            raise CaseFailed(ran)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> str | Any:
        if isinstance(excinfo.value, CaseFailed):
            from welfare_rules.cases.report import failure

            return failure(excinfo.value.ran, language(self.config))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, self.case.place.line - 1, self.case.name


class CaseFailed(Exception):
    """A case came out otherwise than expected."""

    def __init__(self, ran: Result) -> None:
        super().__init__(ran.case.name)
        self.ran = ran
