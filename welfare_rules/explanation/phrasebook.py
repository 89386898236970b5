"""What is said alike of every case, in one language, each made when first asked for.

`Names` has the names of a law with all its versions, `Phrasebook` names and sources of one program.
"""

from __future__ import annotations

from welfare_rules.basics.days import day_text
from welfare_rules.basics.text import Lang, Words
from welfare_rules.explanation.mentions import Needs
from welfare_rules.explanation.wording import Wording
from welfare_rules.language import nodes as n
from welfare_rules.law.law import Law
from welfare_rules.law.model import OWN_INCOME, Clause, Fact, countable
from welfare_rules.law.terms import Citation, Status
from welfare_rules.program.program import Program, StepName, circle_step, figure_of, figure_step

Block = tuple[tuple[str, Citation | None], ...]
"""Lines, each with the source that is cited behind it."""


class Names:
    """What formulas of a law name, in one language, in whatever month they are in force.

    >>> import welfare_rules as wr
    >>> names = Names(wr.load("cn/model").law, "en")
    >>> names.figure("dibao_standard"), names.step("dibao!gross"), names.step("countable_wage")
    ('dibao standard', 'minimum living guarantee (dibao)', 'countable wages')
    """

    __slots__ = ("_labels", "_lists", "_names", "facts", "formulas", "law", "wording")

    def __init__(self, law: Law, lang: Lang) -> None:
        self.law = law
        self.wording = Wording.of(lang, law.choices, law.documents.values())
        self.facts: dict[str, Fact] = {fact.id: fact for fact in law.facts}
        self.formulas: dict[int, tuple[n.Node, str]] = {}
        self._labels: dict[str, Words] = {}
        self._lists: dict[int, tuple[n.In, str]] = {}
        self._names: dict[str, str] = {}

    def fact(self, name: str) -> str:
        return self._names.get(name) or self._remember(name, self.facts[name].label)

    def figure(self, name: str) -> str:
        return self._names.get(name) or self._remember(
            name, self.law.figures[figure_of(name)].label
        )

    def benefit(self, name: str) -> str:
        """The name of a benefit, also where it is not in force in the month of the program."""
        found = self.law.names.symbols[name]
        return Words(found.zh, found.en).both(name).say(self.wording.lang)

    def step(self, name: str) -> str:
        return self._names.get(name) or self._remember(name, self._label(name))

    def _label(self, name: str) -> Words:
        if not self._labels:
            self._labels = step_labels(self.law)
        return self._labels[name if name in self._labels else StepName.of(name).owner]

    def _remember(self, name: str, words: Words) -> str:
        """Facts, figures and steps share one space of names, so one table of labels is enough."""
        text = self._names[name] = self.wording.label(words, name)
        return text

    def listed(self, node: n.In) -> str:
        """The values of a list that something may be one of."""
        known = self._lists.get(id(node))
        if known is None or known[0] is not node:
            text = self.wording.marks.listed(
                self.wording.number(node.item.type, each) for each in node.values
            )
            known = self._lists[id(node)] = (node, text)
        return known[1]


def step_labels(law: Law) -> dict[str, Words]:
    """What the steps of a law are called, those of a benefit by its id."""
    labels = {each.id: each.label for each in (*law.derived.values(), *law.benefits)}
    labels |= {
        countable(each.id): Words(f"可计{each.label.zh}", f"countable {each.label.en}")
        for each in law.incomes
    }
    labels |= {figure_step(each.id): each.label for each in law.figures.values()}
    labels |= {circle_step(each.id): each.label for each in law.circles}
    labels[OWN_INCOME] = Words("本人可计算收入", "own countable income")
    return labels


class Phrasebook(Names):
    """Texts of one program in one language.

    What is kept by place stays in place: nodes, clauses and sources belong to the program.
    """

    __slots__ = ("_clauses", "_lines", "_sources", "figures", "needs", "program", "steps")

    def __init__(self, program: Program, lang: Lang) -> None:
        super().__init__(program.law, lang)
        self.program = program
        self.steps = program.by_id
        self.figures: dict[str, Block] = {}
        self.needs: Needs = {}
        self._clauses: dict[int, tuple[Clause, str]] = {}
        self._lines: dict[tuple[int, Status], tuple[Citation, str]] = {}
        self._sources: dict[int, tuple[Citation, str]] = {}

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

    def step(self, name: str) -> str:
        return self._names.get(name) or self._remember(name, self.steps[name].label)

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
