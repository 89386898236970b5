"""What an explanation says alike of every case.

Names and sources of one program in one language, each made when first asked for.
"""

from __future__ import annotations

from welfare_rules.basics.days import day_text
from welfare_rules.basics.text import Lang, Words
from welfare_rules.explanation.mentions import Needs
from welfare_rules.explanation.wording import Wording
from welfare_rules.language import nodes as n
from welfare_rules.law.model import Clause, Fact
from welfare_rules.law.terms import Citation, Status
from welfare_rules.program.program import Program

Block = tuple[tuple[str, Citation | None], ...]
"""Lines, each with the source that is cited behind it."""


class Phrasebook:
    """Texts of one program in one language.

    What is kept by place stays in place: nodes, clauses and sources belong to the program.
    """

    __slots__ = (
        "_clauses",
        "_lines",
        "_lists",
        "_names",
        "_sources",
        "facts",
        "figures",
        "formulas",
        "needs",
        "program",
        "steps",
        "wording",
    )

    def __init__(self, program: Program, lang: Lang) -> None:
        self.program = program
        self.wording = Wording.of(lang, program.law.choices, program.law.documents.values())
        self.facts: dict[str, Fact] = {fact.id: fact for fact in program.facts}
        self.steps = program.by_id
        self.formulas: dict[int, tuple[n.Node, str]] = {}
        self.figures: dict[str, Block] = {}
        self.needs: Needs = {}
        self._lists: dict[int, tuple[n.In, str]] = {}
        self._names: dict[str, str] = {}
        self._clauses: dict[int, tuple[Clause, str]] = {}
        self._lines: dict[tuple[int, Status], tuple[Citation, str]] = {}
        self._sources: dict[int, tuple[Citation, str]] = {}

    def fact(self, name: str) -> str:
        return self._names.get(name) or self._remember(name, self.facts[name].label)

    def figure(self, name: str) -> str:
        return self._names.get(name) or self._figure(name)

    def _figure(self, name: str) -> str:
        """The name of a figure.

        A version that is only for some cases is told apart by its first day.
        """
        found = self.program.figures[name]
        text = self._remember(name, found.figure.label)
        if found.key:
            first = day_text(found.chain[0].period.first)
            text = self._names[name] = self.wording.marks.aside(
                text, self.wording.phrases["from"].format(day=first)
            )
        return text

    def benefit(self, name: str) -> str:
        """The name of a benefit, also where it is not in force in the month of the program."""
        found = self.program.law.names.symbols[name]
        return Words(found.zh, found.en).both(name).say(self.wording.lang)

    def step(self, name: str) -> str:
        return self._names.get(name) or self._remember(name, self.steps[name].label)

    def _remember(self, name: str, words: Words) -> str:
        """Facts, figures and steps share one space of names, so one table of labels is enough."""
        text = self._names[name] = self.wording.label(words, name)
        return text

    def clause(self, clause: Clause) -> str:
        """What a requirement, row, supplement or exclusion says."""
        known = self._clauses.get(id(clause))
        if known is None or known[0] is not clause:
            known = self._clauses[id(clause)] = (
                clause,
                self.wording.label(clause.because, clause.id),
            )
        return known[1]

    def source(self, source: Citation) -> str:
        """Document and article, without the words quoted."""
        known = self._sources.get(id(source))
        if known is None or known[0] is not source:
            known = self._sources[id(source)] = (source, self.wording.cited(source))
        return known[1]

    def listed(self, node: n.In) -> str:
        """The values of a list that something may be one of."""
        known = self._lists.get(id(node))
        if known is None or known[0] is not node:
            text = self.wording.marks.listed(
                self.wording.number(node.item.type, each) for each in node.values
            )
            known = self._lists[id(node)] = (node, text)
        return known[1]

    def line(self, source: Citation, status: Status) -> str:
        """A source as a line of its own, without the words quoted, with what is known of the rule
        if it is not published.
        """
        known = self._lines.get((id(source), status))
        if known is None or known[0] is not source:
            known = self._lines[id(source), status] = (
                source,
                self.cited(self.source(source), status),
            )
        return known[1]

    def cited(self, text: str, status: Status) -> str:
        phrases, marks = self.wording.phrases, self.wording.marks
        if status != "published":
            text = marks.aside(text, phrases[f"short_{status}"])
        return marks.labelled(phrases["source"], text)
