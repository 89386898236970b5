"""Every word that a formula of a law may use, in Chinese and English, and what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from welfare_rules.basics.text import Words
from welfare_rules.language.operations import FUNCTIONS
from welfare_rules.language.words import BUILT_IN, KEYWORDS
from welfare_rules.law.law import Law

Sort = Literal["fact", "figure", "derived", "benefit", "choice", "function", "built in", "keyword"]
SORTS: dict[Sort, Words] = {
    "fact": Words("事项", "fact"),
    "figure": Words("数值", "figure"),
    "derived": Words("推算项", "derived value"),
    "benefit": Words("待遇", "benefit"),
    "choice": Words("选项", "choice"),
    "function": Words("函数", "function"),
    "built in": Words("固定词", "built-in word"),
    "keyword": Words("连接词", "keyword"),
}


@dataclass(frozen=True, slots=True)
class Name:
    """One thing that a formula can name; `words` are all the ways of writing it, the id first."""

    id: str
    """Its id."""
    sort: Sort
    """What it is: a fact, a figure, a benefit, a function and so on."""
    words: tuple[str, ...]
    """All ways of writing it in a formula, the id first."""
    label: Words
    """What it is called."""
    type: str = ""
    """The type of its value."""
    of: str = ""  # whose it is, household or member; of a choice, its list
    """Whose it is, `household` or `member`; of a choice, its list."""

    def to_dict(self) -> dict[str, Any]:
        """What `names --format json` prints of it: `id`, `sort`, `words`, the `label` in both
        languages, its `type` and whose it is (`of`), each null where there is none.

        >>> Name("wage", "fact", ("wage",), Words("工资", "wage"), "money").to_dict()["type"]
        'money'
        """
        return {
            "id": self.id,
            "sort": self.sort,
            "words": list(self.words),
            "label": self.label.to_dict(),
            "type": self.type or None,
            "of": self.of or None,
        }


def names(law: Law) -> tuple[Name, ...]:
    """Every name of the law in the order of their sorts, within a sort by id.

    >>> import welfare_rules as wr
    >>> found = {each.id: each for each in names(wr.load("cn/model").law)}
    >>> found["dibao_standard"].sort, found["dibao_standard"].words
    ('figure', ('dibao_standard', '低保标准'))
    """
    order = list(SORTS)
    every = [*_symbols(law), *_choices(law), *_words()]
    return tuple(sorted(every, key=lambda each: (order.index(each.sort), each.id, each.of)))


def _symbols(law: Law) -> Iterable[Name]:
    for each in law.names.symbols.values():
        words = tuple(dict.fromkeys((each.id, each.zh)))
        of = "" if each.entity is None else "household, member" if each.both else each.entity.value
        yield Name(each.id, each.what, words, Words(each.zh, each.en), each.type.kind.value, of)


def _choices(law: Law) -> Iterable[Name]:
    for key, values in law.choices.items():
        for each in values.values:
            words = tuple(dict.fromkeys((each.id, each.zh)))
            yield Name(each.id, "choice", words, Words(each.zh, each.en), "choice", key)


def _words() -> Iterable[Name]:
    functions = {word: written.form.en for word, written in FUNCTIONS.items()}
    yield from _meant("function", functions)
    yield from _meant("built in", BUILT_IN)
    yield from _meant("keyword", KEYWORDS)


def _meant(sort: Sort, table: Mapping[str, str]) -> Iterable[Name]:
    """The words of a table that stand for the same, together."""
    meant: dict[str, list[str]] = {}
    for word, meaning in table.items():
        meant.setdefault(meaning, []).append(word)
    for meaning, found in meant.items():
        ways = tuple(sorted(found, key=lambda each: (each != meaning, each)))
        zh = next((each for each in ways if not each.isascii()), meaning)
        yield Name(meaning, sort, ways, Words(zh, meaning))
