"""What must still be asked, and of whom: missing facts with who can say them and where they stand.

A fact that a register keeps is looked up there; nobody need bring a paper for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from welfare_rules.basics.text import MARKS, Words, listed
from welfare_rules.language.types import Entity
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact
from welfare_rules.law.terms import JUDGE_WORDS, Judge

_EVERYBODY = Words("每个成员", "every member")
MOST_ASKED = 200
"""As many questions as an answer has."""


@dataclass(frozen=True, slots=True)
class Question:
    """One missing fact as an answer names it, who can say it, and where it is kept.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> answer = rules.determine({"id": "h", "members": [{"id": "a"}]})
    >>> answer.to_ask[0].label.en != ""
    True
    """

    fact: str
    """Path of the fact, `members[p1].wage`."""
    label: Words
    """What it is called."""
    judged_by: Judge | None
    """Whose judgement it is, where it is one; else None."""
    registers: tuple[Words, ...]
    """Where it is kept, as the policy names its registers."""

    def to_dict(self) -> dict[str, Any]:
        """`fact` as answers name it, its `label` and `registers` in both languages, and `judged_by`
        (`register`, `applicant`, `visit`, `officer`, or None).
        """
        return {
            "fact": self.fact,
            "label": self.label.to_dict(),
            "judged_by": self.judged_by,
            "registers": [each.to_dict() for each in self.registers],
        }


def questions(facts: Sequence[Fact], missing: Iterable[str]) -> tuple[Question, ...]:
    """A question for each missing fact of which the vocabulary knows, each once, in their order."""
    found: list[Question] = []
    names = [*dict.fromkeys(missing)]
    known = {(each.entity, each.id): each for each in facts} if names else {}
    if len(names) > MOST_ASKED:
        names = _few(names)
    for name in names:
        of_member = name.startswith("members[")  # as Case.path writes it
        entity = Entity.MEMBER if of_member else Entity.HOUSEHOLD
        fact = known.get((entity, name.rpartition("].")[2]))
        if fact is not None:
            found.append(Question(name, fact.label, fact.judged_by, fact.registers))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FactLabels:
    """What the facts of a law are called in Chinese, by whose they are and their ids."""

    labels: Mapping[tuple[Entity, str], str]

    @classmethod
    def of(cls, law: Law) -> Self:
        """Those of a law."""
        return cls({(each.entity, each.id): each.label.zh for each in law.facts})

    def words(self, path: str) -> Words:
        """A fact as an answer names it.

        In Chinese by its label and whose it is, `工资性收入（p1）`; in English as a case names it,
        by its path.
        """
        owner, _, name = path.rpartition("].")
        label = self.labels.get((Entity.MEMBER if owner else Entity.HOUSEHOLD, name), "")
        whose = _EVERYBODY.zh if owner == "members[*" else owner.removeprefix("members[")
        zh = MARKS["zh"].aside(label, whose) if owner else label
        return Words(zh if label else path, path)


def fact_words(law: Law, path: str) -> Words:
    """A fact of a law as an answer names it, in both languages."""
    return FactLabels.of(law).words(path)


def _few(names: Sequence[str]) -> list[str]:
    """The first of many: what is asked of all members is not asked of each as well."""
    of_all = {each.rpartition("].")[2] for each in names if each.startswith("members[*].")}
    kept = [
        each
        for each in names
        if each.startswith("members[*].")
        or not each.startswith("members[")
        or each.rpartition("].")[2] not in of_all
    ]
    return kept[:MOST_ASKED]


def whom_to_ask(judged_by: Judge | None, registers: Sequence[Words]) -> Words | None:
    """Who can say a fact and with what it can be checked, in one phrase; None where nobody says.

    >>> pupils = Words("学籍（教育）", "pupils (education)")
    >>> whom_to_ask("register", [pupils])
    Words(zh='学籍（教育）', en='pupils (education)')
    >>> whom_to_ask("applicant", [pupils])
    Words(zh='申请人申报（可核对学籍（教育））', en='the applicant (to check: pupils (education))')
    """
    if judged_by is None:
        return None
    who, kept = JUDGE_WORDS[judged_by], listed(registers)
    if not registers:
        return who
    if judged_by == "register":
        return kept
    return Words(f"{who.zh}（可核对{kept.zh}）", f"{who.en} (to check: {kept.en})")
