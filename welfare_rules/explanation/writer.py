"""Writes an explanation down line by line.

Sources with their words quoted once, conditions with what decided them.
"""

from __future__ import annotations

from collections.abc import Sequence

from welfare_rules.basics.known import Known
from welfare_rules.basics.text import spaced
from welfare_rules.explanation.case_values import Numbers
from welfare_rules.explanation.derivation import EVERYONE, Case, Condition, Gap, Leaf, Missing
from welfare_rules.explanation.forms import is_plain, negated
from welfare_rules.explanation.formulas import Renderer
from welfare_rules.explanation.phrasebook import Phrasebook
from welfare_rules.language import nodes as n
from welfare_rules.law.terms import Citation, Status
from welfare_rules.program.case import HOUSEHOLD
from welfare_rules.program.program import Step

MOST_NAMED = 24
"""So many persons are named in one line; the rest are counted."""
WIDE = 76
"""A formula with its numbers stays on one line up to so many characters."""


class Pen:
    """The lines written so far, in one language, and the sources that they named."""

    __slots__ = (
        "_leaves",
        "_quoted",
        "book",
        "lines",
        "marks",
        "numbers",
        "phrases",
        "renderer",
        "sources",
        "wording",
    )

    def __init__(self, numbers: Numbers, book: Phrasebook) -> None:
        self.numbers = numbers
        self.book = book
        self.wording = book.wording
        self.phrases = book.wording.phrases
        self.marks = book.wording.marks
        self.renderer = Renderer(book, numbers)
        self.lines: list[str] = []
        self.sources: dict[int, Citation] = {}
        self._quoted: set[str] = set()
        self._leaves: dict[tuple[int, bool], tuple[tuple[Leaf, ...], n.Node, str]] = {}

    def heading(self, word: str) -> None:
        self.lines += ("", f"== {self.phrases[word]} ==")

    def write(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)

    def labelled(self, depth: int, word: str, text: str) -> None:
        self.write(depth, self.marks.labelled(self.phrases[word], text))

    # --- persons and sources ---

    def who(self, payee: int) -> str:
        case = self.numbers.case
        if payee == EVERYONE:
            return self.phrases["everyone"]
        return (
            self.phrases["household"].format(id=case.id)
            if payee == HOUSEHOLD
            else case.member_ids[payee]
        )

    def everyone(self, payees: Sequence[int]) -> str:
        return self.wording.names([self.who(each) for each in payees], MOST_NAMED)

    def missed(self, missing: Missing) -> str:
        """The name of a missing fact with whose it is, or that of a figure or formula."""
        label = self.wording.label(missing.label, missing.id)
        of_fact = missing.kind in ("missing_fact", "unknown_fact")
        return f"{self.who(missing.payee)} · {label}" if of_fact else label

    def source(self, depth: int, source: Citation | None, status: Status = "published") -> None:
        """Document, article, and the words quoted, in full only where they first stand."""
        if source is None:
            return
        self.sources[id(source)] = source
        text = self.book.line(source, status)
        if source.quote and source.quote not in self._quoted:
            self._quoted.add(source.quote)
            text = self.book.cited(
                self.marks.labelled(self.book.source(source), f"“{source.quote}”"), status
            )
        self.lines.append("  " * depth + text)

    # --- conditions ---

    def gap(self, gap: Gap) -> str:
        return self.phrases[gap.side].format(gap=self.wording.counted(gap.size, gap.unit))

    def leaf(self, leaf: Leaf) -> str:
        """What decided a condition, with its numbers.

        `age [41] < 18: does not hold, too high by 23 years`.
        """
        if leaf.payee != HOUSEHOLD:
            return self._leaf(leaf)
        # what is the household's is said of one member after the other
        key = (id(leaf.node), leaf.negated)
        known = self._leaves.get(key)
        if known is None or known[0] != leaf.because:
            known = self._leaves[key] = (leaf.because, leaf.node, self._leaf(leaf))
        return known[2]

    def _leaf(self, leaf: Leaf) -> str:
        marks = self.marks
        text = self.renderer.say(
            negated(leaf.node) if leaf.negated else leaf.node, leaf.payee, "both"
        )
        if leaf.because:  # the value in brackets behind the name is followed by what made it so
            because = marks.clauses(self.leaf(each) for each in leaf.because)
            return f"{marks.labelled(text[:-1], because)}{text[-1]}"
        if leaf.holds:
            return marks.aside(text, self.gap(leaf.gap)) if leaf.gap is not None else text
        if not isinstance(leaf.node, n.Compare | n.In):  # a name shows by its value that it fails
            return text
        said = self.phrases["open" if leaf.holds is None else "fails"]
        return marks.labelled(
            text, said if leaf.gap is None else f"{said}{marks.comma}{self.gap(leaf.gap)}"
        )

    def leaves(self, leaves: Sequence[Leaf]) -> str:
        if len(leaves) == 1:
            return self.leaf(leaves[0])
        return self.marks.clauses(dict.fromkeys([self.leaf(each) for each in leaves]))

    def mark(self, holds: bool | None) -> str:
        return f"[{self.phrases['open' if holds is None else 'holds' if holds else 'fails']}]"

    def condition(self, depth: int, condition: Condition, payees: Sequence[int]) -> None:
        """A clause with its mark, words, numbers and source."""
        clause = condition.rule.clause
        self.write(depth, f"{self.mark(condition.holds)} {self.book.clause(clause)}")
        self.formula_of(depth + 2, condition)
        self.cases(depth + 2, condition.cases, payees, condition.left_out)
        self.source(depth + 2, clause.source, clause.status)

    def formula_of(self, depth: int, condition: Condition) -> None:
        """The condition as it is written, where its deciding parts are not already all of it."""
        node = self.numbers.step(condition.rule.step).node
        if condition.cases and isinstance(node, n.And | n.Or | n.If):
            self.labelled(depth, "condition", self.renderer.formula(node))

    def cases(
        self, depth: int, cases: Sequence[Case], payees: Sequence[int], left_out: int = 0
    ) -> None:
        """What decided it for each person; persons for whom it reads the same share a line."""
        if len(cases) == 1 and len(payees) == 1:
            text = self.leaves(cases[0].leaves)
            if text:
                self.write(depth, text)
            return
        alike: dict[str, list[int]] = {}
        for case in cases:
            text = self.leaves(case.leaves)
            if text:
                alike.setdefault(text, []).append(case.payee)
        for text, found in alike.items():
            plain = (
                len(alike) == 1
                and not left_out
                and (len(found) == len(payees) or found == [HOUSEHOLD])
            )
            self.write(depth, text if plain else self.marks.labelled(self.everyone(found), text))
        if left_out:
            self.write(depth, self.phrases["more_left_out"].format(count=left_out))

    # --- numbers ---

    def equation(self, depth: int, node: n.Node, payee: int, head: str = "") -> None:
        """A formula with its names, then with its numbers, then its result."""
        name = f"{head} = " if head else ""
        if is_plain(node):
            self.write(depth, name + self.renderer.say(node, payee, "both"))
        else:
            self._reckoning(depth, name + self.renderer.say(node), self.reckoned(node, payee))

    def step(self, depth: int, step: Step, node: n.Node) -> None:
        """The equation of a value of the household."""
        label = self.book.step(step.id)
        if is_plain(node):
            self.write(depth, f"{label} = {self.renderer.say(node, HOUSEHOLD, 'both')}")
        else:
            value = self.numbers.of_step(step.id, HOUSEHOLD)
            self._reckoning(
                depth,
                f"{label} = {self.renderer.formula(node)}",
                self.reckoned(node, HOUSEHOLD, value),
            )

    def _reckoning(self, depth: int, said: str, steps: str) -> None:
        """On one line where it is short enough."""
        if len(said) + len(steps) <= WIDE:
            self.write(depth, spaced(said, f"= {steps}"))
        else:
            self.write(depth, said)
            self.write(depth + 1, f"= {steps}")

    def reckoned(self, node: n.Node, payee: int, value: Known | None = None) -> str:
        """The numbers set in and what they come to.

        Only the result where nothing is left to reckon.
        """
        renderer = self.renderer
        known = value if value is not None else self.numbers.of(node, payee)
        numbers, result = renderer.say(node, payee, "numbers"), renderer.known(node, known, payee)
        if numbers == result or numbers == renderer.known(node, known, payee, unit=False):
            return result
        return spaced(numbers, f"= {result}")
