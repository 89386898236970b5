"""What a check found, where, and how it reads in Chinese and English.

A finding is a code with details; words are made only at the edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from welfare_rules.basics.nearest import Hint
from welfare_rules.basics.text import LANGUAGES, Hole, Lang, Words
from welfare_rules.findings.catalogue import CATALOGUE, SENTENCES, Severity

if TYPE_CHECKING:
    from welfare_rules.written.records import FindingDict

MOST_HINTS = 100  # of all findings together; looking for a near name takes time


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands.

    A file with line and column (from 1, in characters), or a path inside a case
    (`members[1].wage`).

    >>> str(Place("case.json", path="members[1].wage")), str(Place("cn/rules.toml", 3, 1))
    ('case.json:members[1].wage', 'cn/rules.toml:3:1')
    """

    file: str
    """The file, or the part of a request."""
    line: int = 0
    """The line, from 1; 0 without one."""
    column: int = 0
    """The column, from 1; 0 without one."""
    path: str = ""
    """Where in a case or request, `members[0].wage`."""

    def __str__(self) -> str:
        if self.path:
            return f"{self.file}:{self.path}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, with a stable code; equal findings are one finding.

    >>> finding("WR402", Place("case", path="wgae"), got="wgae").line()
    "case:wgae: error WR402: unknown fact 'wgae'"
    """

    code: str
    """The stable code, such as `WR402`."""
    place: Place
    """Where it is."""
    details: tuple[tuple[str, Hole], ...] = ()
    """What the message says, by name: `got`, `want`, `nearest` and others."""
    hint: Hint | None = field(default=None, compare=False, repr=False)  # not looked for yet
    """What looks for the name that was perhaps meant."""

    @property
    def severity(self) -> Severity:
        """Whether it is an `error`, a `warning` or a `notice`.

        >>> finding("WR402", Place("case", path="wgae"), got="wgae").severity
        'error'
        """
        return CATALOGUE[self.code].severity

    def message(self, lang: Lang = "en") -> str:
        """The sentence in `zh` or `en`. Raises RequestError for another language.

        >>> wrong = finding("WR402", Place("case", path="wgae"), got="wgae", nearest="wage")
        >>> wrong.message("en")
        "unknown fact 'wgae'; did you mean 'wage'?"
        """
        check_language(lang)
        details = dict(self.details)
        hint = details.pop("nearest", "") or (self.hint() if self.hint is not None else "")
        text = SENTENCES.say(lang, self.code, **details)
        return text + SENTENCES.say(lang, "nearest", name=hint) if hint else text

    def detail(self, key: str) -> str:
        """One detail that reads alike in both languages; empty where the finding has none."""
        value = dict(self.details).get(key, "")
        return value if isinstance(value, str) else value.zh

    def without_hint(self) -> Finding:
        """The finding without the name that was perhaps meant."""
        if self.hint is None and not self.detail("nearest"):
            return self
        kept = tuple(each for each in self.details if each[0] != "nearest")
        return replace(self, details=kept, hint=None)

    def line(self, lang: Lang = "en") -> str:
        """`file:line:column: error WR123: text`, the form that editors and other tools read."""
        return f"{self.place}: {self.severity} {self.code}: {self.message(lang)}"

    def to_dict(self, lang: Lang = "en") -> FindingDict:
        """The finding as JSON has it, with its message and details in `zh` or `en`.

        `details` are what the message says by name: what was written (`got`), what was expected
        (`want`), the name that was perhaps meant (`nearest`), and others.

        >>> wrong = finding("WR402", Place("case", path="wgae"), got="wgae", nearest="wage")
        >>> wrong.to_dict()["path"], wrong.to_dict()["details"]
        ('wgae', {'got': 'wgae', 'nearest': 'wage'})
        """
        place = self.place
        made: dict[str, Any] = {
            "file": place.file,
            "line": place.line or None,
            "column": place.column or None,
            "severity": self.severity,
            "code": self.code,
            "message": self.message(lang),
        }
        if place.path:
            made["path"] = place.path
        made["details"] = {
            key: value if isinstance(value, str) else value.say(lang) for key, value in self.details
        }
        return cast("FindingDict", made)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, tuple[tuple[str, str, str], ...]]:
        """The order of findings: by file, line and column, then path and code."""
        return (
            self.place.file,
            self.place.line,
            self.place.column,
            self.place.path,
            self.code,
            tuple((key, *_both(value)) for key, value in self.details),
        )


def _both(value: Hole) -> tuple[str, str]:
    return (value, value) if isinstance(value, str) else (value.zh, value.en)


def finding(code: str, place: Place, **details: object) -> Finding:
    """A finding of this code; raises KeyError for a code that the catalogue does not have.

    Of the details `nearest` is a name that was perhaps meant, or a `Hint` that looks for it.
    """
    if code not in CATALOGUE:
        raise KeyError(code)
    where = Place(writable(place.file), place.line, place.column, writable(place.path))
    near = details.pop("nearest", None)
    if isinstance(near, str) and near:
        details["nearest"] = near
    made = tuple((key, _detail(value)) for key, value in sorted(details.items()))
    return Finding(code, where, made, cast(Hint, near) if callable(near) else None)


def _detail(value: object) -> Hole:
    if isinstance(value, Words):
        return Words(writable(value.zh), writable(value.en))
    return writable(str(value))


def writable(text: str) -> str:
    r"""The text with lone surrogates spelt out, so that every encoding can write it.

    JSON may hold one (`"\ud800"`), a file name too.

    >>> writable("h\ud800")
    'h\\ud800'
    """
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def shortened(value: object, most: int = 40) -> str:
    """A written value, cut to what a message can hold.

    Of a whole number of 4,300 digits Python makes no decimal text at all.

    >>> shortened(16**9999)
    '0x1000000000000000000000000000000000000…'
    """
    text = hex(value) if isinstance(value, int) and value.bit_length() > 14_000 else str(value)
    return writable(text if len(text) <= most else text[: most - 1] + "…")


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Every finding once, by file, line and column: the order in which a person mends them.

    Near names are looked for here, for the first findings that have none yet.
    """
    found = tuple(found)
    if len(found) == 1 and found[0].hint is None:
        return found
    every: dict[Finding, Finding] = {}
    for each in found:
        plain = each.without_hint()
        if plain not in every or every[plain].hint is not None:  # another has its hint already
            every[plain] = each
    told: list[Finding] = []
    left = MOST_HINTS
    for each in sorted(every.values(), key=lambda each: each.sort_key):
        if each.hint is not None:
            near = writable(each.hint()) if left > 0 else ""
            plain = each.without_hint()
            told.append(
                replace(plain, details=(*plain.details, ("nearest", near))) if near else plain
            )
        else:
            told.append(each)
        left -= each.hint is not None or bool(each.detail("nearest"))
    return tuple(told)


def errors_of(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(each for each in found if each.severity == "error")


class FindingsError(ValueError):
    """Whatever this library refuses: the base of all its errors.

    `findings` has all that is wrong, in the order of their places.

    >>> import welfare_rules as wr
    >>> try:
    ...     wr.load("cn/modle")
    ... except wr.FindingsError as error:
    ...     print(error.findings[0].code, error.findings[0].detail("nearest"))
    WR501 cn/model
    """

    def __init__(self, found: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = in_order(found)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(each.line("en") for each in self.findings)

    def __reduce__(self) -> tuple[type[FindingsError], tuple[tuple[Finding, ...]]]:
        return (type(self), (self.findings,))


class PolicyError(FindingsError):
    """The policy files cannot be used as they stand.

    `findings` has everything that is wrong with them.

    >>> import welfare_rules as wr
    >>> try:
    ...     wr.loads({"cn/rules.toml": "format = 1"})
    ... except wr.PolicyError as error:
    ...     error.findings[0].place.file
    'cn/rules.toml'
    """


class CaseError(FindingsError):
    """A case cannot be read; `findings` has everything that is wrong with it, by its path.

    >>> import welfare_rules as wr
    >>> try:
    ...     wr.load("cn/model").at("2021-08").determine({"id": "h1", "members": [{"id": 1}]})
    ... except wr.CaseError as error:
    ...     error.findings[0].place.path
    'members[0].id'
    """


class TableError(FindingsError):
    """A table of households or members cannot be read; `findings` has everything that is wrong.

    >>> import welfare_rules as wr
    >>> try:
    ...     wr.load("cn/model").at("2021-08").run({"id": ["h1"], "vehicels": [0]})
    ... except wr.TableError as error:
    ...     error.findings[0].code, error.findings[0].detail("nearest")
    ('WR440', 'vehicles')
    """


class RequestError(FindingsError):
    """What was asked for does not exist: a jurisdiction, a month, a day, an engine.

    The place of each finding is the name of the argument, as Python knows it.

    >>> import welfare_rules as wr
    >>> try:
    ...     wr.load("cn/model").at("2021-13")
    ... except wr.RequestError as error:
    ...     print(error)
    month: error WR502: '2021-13' is not a month (YYYY-MM, of 1901 to 2199)
    """


class EngineMissing(FindingsError):
    """An engine cannot be had here. `words` say why, and what to do about it.

    >>> str(EngineMissing(Words("没有安装", "it is not installed")))
    'engine: error WR508: it is not installed'
    """

    def __init__(self, words: Words) -> None:
        super().__init__([finding("WR508", Place("engine"), text=words)])
        self.words = words

    def __reduce__(self) -> tuple[Any, ...]:
        return EngineMissing, (self.words,)


def check_language(lang: str) -> None:
    """Raises RequestError for a language that nothing here speaks."""
    if lang not in LANGUAGES:
        want = ", ".join(LANGUAGES)
        raise RequestError([finding("WR516", Place("lang"), got=shortened(lang), want=want)])


Details = Mapping[str, object]
