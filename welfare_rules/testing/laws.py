"""The laws of benefits, each a function of a household that can be put into any test.

Some hold whatever the law says, as long as it is written well: the order of members does not
matter, nor do facts that no rule names, and what is found out later lies within the bounds given
before. The others are the promises that the law makes itself (`[[promise]]`), less those that
somebody has reviewed and found not to hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from welfare_rules.basics.text import Words
from welfare_rules.document.source import Origin, Source
from welfare_rules.law.model import Promise
from welfare_rules.law.terms import PROMISE_WORDS, PromiseKind
from welfare_rules.program.day import promises_of_day
from welfare_rules.promises.examine import Broken, Examined
from welfare_rules.rules import Rules
from welfare_rules.testing.case_file import case_files, change_text

EVERYWHERE: tuple[PromiseKind, ...] = ("never negative", "order", "unnamed facts", "bounds")
"""The kinds of promises that hold of every law that is written well."""


class Law(NamedTuple):
    """A law by its name; `holds` raises AssertionError for a household of which it does not hold.

    It takes a case as `Rules.determine` does, and says nothing else.
    """

    name: str
    holds: Callable[[Mapping[str, Any]], None]


class Refuted(AssertionError):
    """A household breaks a promise: `found` is how. Its text, in which the household is made plain
    to read, is made when somebody reads it, as a search that shrinks does not.
    """

    def __init__(self, examined: Examined, found: Broken) -> None:
        super().__init__()
        self.examined = examined
        self.found = found

    @cached_property
    def text(self) -> str:
        """What was promised, why it fails, the plainest household found, and the change."""
        return told(self.examined.rules, self.examined.plainest(self.found))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Holds:
    """Tries one promise with a household. Raises AssertionError (`Refuted`) with the household as a
    case file that can be kept, with what it is compared with, and what is said of both.
    """

    examined: Examined

    def __call__(self, case: Mapping[str, Any]) -> None:
        rules = self.examined.rules
        found = self.examined.broken(rules.read(case))
        if found is not None:
            raise Refuted(self.examined, found)


def laws(rules: Rules, reviewed: bool = False) -> Iterator[Law]:
    """The laws of the rules of a month: those of every law, then the promises of this one.

    Promises that somebody has found not to hold are left out; with `reviewed` they are not.

    >>> import welfare_rules as wr
    >>> [each.name for each in laws(wr.load("cn").at("2024-03"))][:3]
    ['never-negative', 'order', 'unnamed-facts']
    """
    made = promises_of_day(rules.program.law, rules.month.first, rules.known)
    own = {each.about for each in made}
    for about in EVERYWHERE:
        if about not in own:
            yield law_of(rules, promise_of_every_law(about))
    for each in made:
        if each.refuted is None or reviewed:
            yield law_of(rules, each)


def law_of(rules: Rules, promise: Promise) -> Law:
    """One promise as a law of the rules of a month.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2024-03")
    >>> law = law_of(rules, rules.program.law.promises[0])
    >>> law.holds({"id": "h1", "members": [{"id": "p1", "relation": "head"}]})
    """
    return Law(promise.id, Holds(Examined.of(rules, promise)))


def promise_of_every_law(about: PromiseKind) -> Promise:
    """A promise of everything, of one of the kinds that hold of every law."""
    return Promise(
        id=about,
        label=PROMISE_WORDS[about],
        about=about,
        status="published",
        source=None,
        origin=Origin(Source("", ""), ()),
    )


def told(rules: Rules, found: Broken) -> str:
    """A broken promise for people: what was promised, why it fails, the household, the change."""
    promise = found.promise
    said = Words(f"{promise.label.zh}：{found.said.zh}", f"{promise.label.en}: {found.said.en}")
    change = change_text(rules, found.change)
    file = case_files(rules, [(promise.label.zh or promise.id, change, found.case)])
    return "\n".join(
        each for each in (said.zh, said.en, change and f"→ {change}", "", file) if each
    )
