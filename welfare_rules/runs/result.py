"""What came out of a run, in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from welfare_rules.findings import Finding, in_order
from welfare_rules.runs.summary import Summaries, summaries_dict
from welfare_rules.tables.frame import Frame
from welfare_rules.tables.table import Spotted, Table


@dataclass(frozen=True, slots=True)
class RunResult:
    """The households and members that were decided, what is wrong in the tables, and the sums.

    `households` and `members` have a row for each, in the order of the input; those that were
    refused stand in `findings` alone.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-09", known="2021-12-31")
    >>> people = {"household": ["h1"], "id": ["p1"], "birth_date": ["1936-09-10"]}
    >>> result = rules.run({"id": ["h1"]}, people)
    >>> result.summary()["households"], len(result.members), len(result.findings)
    (1, 1, 0)
    """

    households: Frame
    """A row for each household that was decided, in the order of the input."""
    members: Frame
    """A row for each member of those households."""
    findings: Frame
    """A row for everything that is wrong in the tables."""
    summaries: Summaries
    """The sums of each month."""

    def summary(self) -> dict[str, Any]:
        """What the run comes to, in the form of `run --format json`; of several months each."""
        return summaries_dict(self.summaries)


def rows_of_findings(found: Iterable[tuple[Table, Spotted]]) -> list[list[Any]]:
    """The columns of the table of findings, row by row of each table."""
    cells = [
        (
            table.name,
            each.row,
            each.head,
            str(each.finding.place),
            each.finding.severity,
            each.finding.code,
            each.finding.message("zh"),
            each.finding.message("en"),
        )
        for table, each in sorted(found, key=_order)
    ]
    return [list(column) for column in zip(*cells, strict=True)] or [[] for _ in range(8)]


def _order(found: tuple[Table, Spotted]) -> tuple[str, str, int, int]:
    table, each = found
    column = table.heads.index(each.head) if each.head in table.heads else -1
    return table.name, table.sheet, each.row, column


def findings_of(found: Iterable[tuple[Table, Spotted]]) -> tuple[Finding, ...]:
    """The findings themselves, in the order in which a person mends them."""
    return in_order(each.finding for _, each in found)
