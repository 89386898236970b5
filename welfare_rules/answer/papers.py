"""Which papers an application needs, by what the law asks for and what the case already says.

A paper that shows facts is needed only while one of them is missing, and then the registers that
keep it are named: whoever looks it up there need not have it brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from welfare_rules.answer.questions import Question
from welfare_rules.basics.text import Words
from welfare_rules.engine.contract import Outcome
from welfare_rules.law.model import Paper
from welfare_rules.law.terms import Citation


@dataclass(frozen=True, slots=True)
class PaperNeeded:
    """A paper, the benefits whose application needs it, and the missing facts that it shows.

    `registers` are those in which these facts can be looked up instead. A paper that shows none is
    needed with every application.
    """

    paper: str
    label: Words
    benefits: tuple[str, ...]
    shows: tuple[str, ...]
    registers: tuple[Words, ...]
    source: Citation | None

    def to_dict(self) -> dict[str, Any]:
        """`paper`, its `label` and `registers` in both languages, the `benefits` that ask for it
        and the missing facts that it `shows`.
        """
        return {
            "paper": self.paper,
            "label": self.label.to_dict(),
            "benefits": list(self.benefits),
            "shows": list(self.shows),
            "registers": [each.to_dict() for each in self.registers],
        }


def papers_needed(
    papers: Sequence[Paper], outcomes: Sequence[Outcome], asked: Iterable[Question]
) -> tuple[PaperNeeded, ...]:
    """The papers for whatever a household has or may have a right to, in the order of the law.

    What is refused for good needs no application; `asked` are the questions of the answer.
    """
    open_to = {each.benefit.id for each in outcomes if each.entitled is not False or each.not_begun}
    missing: dict[str, list[Question]] = {}
    for each in asked:
        missing.setdefault(each.fact.rpartition("].")[2], []).append(each)
    found: list[PaperNeeded] = []
    for paper in papers:
        benefits = tuple(each for each in paper.benefits if each in open_to)
        lacking = [question for name in paper.shows for question in missing.get(name, ())]
        if benefits and (lacking or not paper.shows):
            found.append(
                PaperNeeded(
                    paper.id,
                    paper.label,
                    benefits,
                    tuple(each.fact for each in lacking),
                    tuple(dict.fromkeys(one for each in lacking for one in each.registers)),
                    paper.source,
                )
            )
    return tuple(found)
