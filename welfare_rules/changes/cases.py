"""The cases of one jurisdiction as a population: the report of `compare`, over cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from welfare_rules.basics.text import Words
from welfare_rules.changes.answered import Answered
from welfare_rules.impact.comparison import Comparison, Sums
from welfare_rules.impact.report import Counted, labels_of_circles
from welfare_rules.impact.rights import Payable, household_of, payable


@dataclass
class CasesCounted(Counted):
    """What two laws answer the cases and months of stories of one jurisdiction, added up, each as
    known on its own day. Counted are those that are decided by other rules than before.
    """

    benefits: dict[str, Payable] = field(default_factory=dict[str, Payable])
    circles: dict[str, Words] = field(default_factory=dict[str, Words])
    least: int | None = None
    counted: Comparison = field(init=False)

    def __post_init__(self) -> None:
        self.counted = Comparison(self.benefits)

    @property
    def comparison(self) -> Comparison:
        """All that was added."""
        return self.counted

    @property
    def circle_labels(self) -> Mapping[str, Words]:
        """The circles of all months by their ids, from the inside out, and the place outside."""
        return self.circles

    def add(self, name: str, before: Answered, after: Answered | None) -> None:
        """Counts a case by its two answers; one that the new law cannot be asked is left out."""
        if after is None:
            self.counted.refused += 1
            return
        for side in (before, after):
            for key, each in payable(side.program.benefits).items():
                if self.benefits.setdefault(key, each) is each:
                    self.counted.benefits[key] = Sums()
            for key, label in labels_of_circles([side.program]).items():
                self.circles.setdefault(key, label)
        members = before.case.member_ids
        one, other = (household_of(members, each.decision) for each in (before, after))
        self.counted.add(name, "", members, one, other)
