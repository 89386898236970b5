"""What the workbench knows while a person works: frozen, and made anew by every action."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import tomli

import welfare_rules as wr
from welfare_rules.basics.text import Lang, Words

Case = Mapping[str, Any]
View = Literal["why", "curve", "months", "figures"]
Mode = Literal["table", "interview"]
VIEWS: tuple[View, ...] = ("why", "curve", "months", "figures")
MOST_UNDONE: Final = 50
"""As many steps as can be taken back."""


@dataclass(frozen=True, slots=True)
class Office:
    """What the workbench is opened with: policy files by their paths, the jurisdictions that they
    are of with their names, and where the tables of a population lie, if anywhere.
    """

    texts: Mapping[str, str]
    places: Mapping[str, Words]
    population: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a law is about, read once: its facts, benefits, figures and the labels of circles."""

    facts: Mapping[str, tuple[wr.FactInfo, ...]]
    benefits: Mapping[str, wr.BenefitInfo]
    figures: Mapping[str, wr.FigureInfo]
    circles: Mapping[str, Words]

    @staticmethod
    def of(policy: wr.Policy) -> Vocabulary:
        """The vocabulary of a policy."""
        return Vocabulary(policy.facts, policy.benefits, policy.figures, policy.circles)


@dataclass(frozen=True, slots=True)
class Unread:
    """What a person wrote that is no value, and what is wrong with it."""

    text: str
    message: Words


@dataclass(frozen=True, slots=True)
class Moved:
    """What a step did: the fact that was changed, if it was one, and the answers on both sides."""

    what: Words
    comparison: wr.Comparison | None


@dataclass(frozen=True, slots=True)
class Charted:
    """A curve with the case that it is of, and up to which value it was asked for."""

    vary: str
    last: str
    curve: wr.Curve | None
    case: Case
    trouble: Words | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """The months to come of a case, or those of a history."""

    case: Case
    upcoming: wr.Upcoming | None
    months: tuple[wr.Answer, ...] = ()
    trouble: Words | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """New versions of figures as they are being written.

    `values` has the new value of each figure as text; `fields` what holds for all of them: `from`,
    `announced`, `status`, `document`, `article`, `quote`.
    """

    document: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    fields: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a draft: the file with the new versions, the difference, findings, the policy.

    `policy` is None where the file cannot be used. `report` is what the change does to a
    population.
    """

    draft: Draft
    path: str
    before: str
    after: str
    diff: str
    findings: tuple[wr.Finding, ...]
    policy: wr.Policy | None
    said: tuple[Words, ...] = ()
    comparison: wr.Comparison | None = None
    report: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Download:
    """A text that the page saves under a name."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything: the law and month, the household, its answer and the one before, what is shown.

    `case` is as a case file has it; a fact that is not in it is unknown. `unread` has what was
    written and is no value, by the paths of facts; it takes no part in the answer. `late` says that
    the derivation still follows: the page asks for it when it has shown the answer.
    """

    office: Office
    policy: wr.Policy
    vocabulary: Vocabulary
    month: str
    known: str
    case: Case
    answer: wr.Answer | None = None
    lang: Lang = "zh"
    big: bool = False
    mode: Mode = "table"
    every: bool = False
    view: View = "why"
    unread: Mapping[str, Unread] = field(default_factory=dict[str, Unread])
    moved: Moved | None = None
    past: tuple[Case, ...] = ()
    skipped: frozenset[str] = frozenset()
    stopped: bool = False
    question: Any = None
    charted: Charted | None = None
    coming: Coming | None = None
    history: Mapping[str, Any] | None = None
    draft: Draft | None = None
    tried: Tried | None = None
    notice: Words | None = None
    warning: bool = False
    late: bool = False
    download: Download | None = None
    printing: bool = False

    @property
    def rules(self) -> wr.Rules:
        """The rules of the month as known on the day."""
        return self.policy.at(self.month, self.known)

    @property
    def place(self) -> Words:
        """The name of the jurisdiction."""
        there = self.policy.jurisdiction
        return self.office.places.get(there, Words(there, there))


NOBODY: Case = {"id": "h1", "members": [{"id": "p1", "relation": "head"}]}
"""The household with which a page begins: one person, of whom nothing else is said."""


def office_of(texts: Mapping[str, str], population: tuple[str, str] | None = None) -> Office:
    """The office of policy files: every folder that has one is a jurisdiction, the nation first.

    >>> head = 'format = "welfare-policy/2"\\n[jurisdiction]\\nname = { zh = "国", en = "Nation" }'
    >>> office_of({"cn/rules.toml": head}).places
    {'cn': Words(zh='国', en='Nation')}
    """
    names: dict[str, Words] = {}
    for path in sorted(texts):
        folder = path.rpartition("/")[0]
        names.setdefault(folder, Words(folder, folder))
        try:
            name: Any = tomli.loads(texts[path])["jurisdiction"]["name"]
            names[folder] = Words(str(name["zh"]), str(name["en"]))
        except (tomli.TOMLDecodeError, KeyError, TypeError):
            continue  # it names no jurisdiction, or is told by the checks
    return Office(texts, dict(sorted(names.items())), population)


def start(
    office: Office,
    jurisdiction: str,
    month: str | None = None,
    known: str | None = None,
    lang: Lang = "zh",
    case: Case = NOBODY,
) -> State:
    """The state with which a page opens: a household of which nothing is said, in this month.

    Raises PolicyError with all findings, RequestError for a jurisdiction or month that is not
    there.

    >>> start(Office({}, {}), "cn")
    Traceback (most recent call last):
    welfare_rules.findings.finding.RequestError: ...
    """
    today = datetime.date.today().isoformat()
    policy = wr.loads(law_texts(office.texts, jurisdiction), jurisdiction)
    words, when = Vocabulary.of(policy), (month or today[:7], known or today)
    state = State(office, policy, words, *when, case, lang=lang)
    return decided(state)


def law_texts(texts: Mapping[str, str], jurisdiction: str) -> dict[str, str]:
    """The files of a jurisdiction and of those that it lies in.

    >>> sorted(law_texts({"cn/a.toml": "", "cn/x/b.toml": "", "cn/y/c.toml": ""}, "cn/x"))
    ['cn/a.toml', 'cn/x/b.toml']
    """
    parts = jurisdiction.split("/")
    folders = {"/".join(parts[: count + 1]) for count in range(len(parts))}
    return {path: text for path, text in texts.items() if path.rpartition("/")[0] in folders}


def decided(state: State) -> State:
    """The state with the answer of its household. Raises CaseError and RequestError."""
    return replace(state, answer=state.rules.determine(dict(state.case)))


def problems(error: wr.FindingsError) -> Words:
    """What is wrong, in one text: the first few findings."""
    return joined([Words(each.message("zh"), each.message("en")) for each in error.findings[:4]])


def joined(texts: Sequence[Words]) -> Words:
    """Several sentences as one text.

    >>> joined([Words("甲", "a"), Words("乙", "b")])
    Words(zh='甲；乙', en='a; b')
    """
    return Words("；".join(each.zh for each in texts), "; ".join(each.en for each in texts))
