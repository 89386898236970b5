"""The kinds of rules that a law has, each registered once in `SECTIONS`: where a law keeps them,
where files write them, and which formulas they have.

A new kind of rule is registered here; the walk over a law (`Law.rules`) reads nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from welfare_rules.language.types import Entity

Use = Literal["dates", "digest", "coverage", "branches", "mutation", "register"]
"""Who reads a law rule by rule: the days on which a program changes, what the digest of a program
covers, which rules and which branches of formulas cases should exercise, which mutants there are,
what the register of sources lists."""


ClauseKind = Literal["require", "row", "supplement", "exclude", "step"]


@dataclass(frozen=True, slots=True)
class Part:
    """A formula that the rules of a section may have.

    `role` is the attribute that holds it, `keys` what a file calls it there. It is worked out for
    `entity`, or for whom the rule speaks of. With `whole` the formula is all that the rule says.
    A "share" lies between 0 and 1, a "sum" is not below 0, whatever the case may be.
    """

    role: str
    keys: tuple[str, ...]
    entity: Entity | None = None
    whole: bool = False
    reach: Literal["any", "share", "sum"] = "any"
    absent: Mapping[Use, str] = field(default_factory=dict[Use, str])


@dataclass(frozen=True, slots=True)
class Section:
    """A kind of rule: where a law keeps such rules, where files write them, what they consist of.

    `attribute` of the law (or of the benefit) holds them, `tables` are those of the file format.
    With `versions` the rules are the versions of what stands there. `named`: formulas name such a
    rule, so no law can do without it. `absent` gives for each use that such rules take no part in
    the reason.
    """

    kind: str
    attribute: str
    tables: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    inner: tuple[Section, ...] = ()
    versions: bool = False
    named: bool = False
    absent: Mapping[Use, str] = field(default_factory=dict[Use, str])


def _clauses(kind: ClauseKind, *parts: Part, of: str = "benefit") -> Section:
    tables = ("benefit", "phase_out") if kind in ("require", "exclude") else (of,)
    return Section(kind, "clauses", tuple(f"{each}.{kind}" for each in tables), parts)


_HELD = "which version a case comes under is seen by the version itself"
_READ = "every case reads it; what can be seen is what is left out of it, the exemptions"
_NO_MONTH = "no decision of a month rests on it"
_SETTLED = "no decision of a month rests on it: a plan of recovery reads it on the day it is made"
_APPLYING = "no decision of a month rests on it: it says what an application must bring"
_PROMISED = "no decision of a month rests on it: it says what decisions should never come to"
_WATCHED = "no decision of a month rests on it: it says when somebody should look at one"
_TOLD = "cases that expect alerts decide them; one month alone has nothing that changes"
_PROVED = "no case can show that it holds: it is proved for all households, or refuted by one"
_STORIES = (
    "a case is one month; only stories settle and go from month to month, "
    "and none is run again for a mutant"
)

_HEAD = (
    Part("amount", ("amount",)),
    Part("share_of", ("of",)),
    Part("base", ("base",)),
    Part("month", ("month",)),
    Part("supplement_for", ("supplement_for",), Entity.MEMBER),
    Part(
        "review_months",
        ("review_months",),
        absent=dict.fromkeys(
            ("digest", "branches", "mutation"),
            f"{_NO_MONTH}: it says when a right is looked at again",
        ),
    ),
)
"""What the head of a benefit may work out; an amendment changes any of it."""

SECTIONS: tuple[Section, ...] = (
    Section(
        "figure",
        "figures",
        ("figure", "figure.version"),
        (Part("only_for", ("only_for",), Entity.HOUSEHOLD, absent={"branches": _HELD}),),
        versions=True,
        named=True,
        absent={"register": "it has an entry of its own, with all versions and what rests on it"},
    ),
    Section(
        "derived",
        "derived",
        ("derived", "derived.version"),
        (Part("formula", ("formula",), whole=True),),
        versions=True,
        named=True,
        absent={"coverage": "it is seen by what rests on it"},
    ),
    Section(
        "income",
        "incomes",
        ("income",),
        (Part("value", ("value",), Entity.MEMBER, whole=True),),
        named=True,
        absent={"coverage": _READ},
    ),
    Section(
        "exemption",
        "exemptions",
        ("exemption",),
        (
            Part("when", ("when",), Entity.MEMBER),
            Part("deduct", ("deduct",), Entity.MEMBER, reach="sum"),
            Part("cap", ("cap",), Entity.MEMBER, reach="sum"),
            Part("share", ("share",), Entity.MEMBER, reach="share"),
        ),
    ),
    Section(
        "benefit",
        "benefits",
        ("benefit", "phase_out"),
        _HEAD,
        inner=(
            Section(
                "rounding",
                "rounding",
                ("benefit.rounding", "phase_out.rounding"),
                absent={"coverage": "every amount is rounded by it"},
            ),
            Section(
                "amendment",
                "amendments",
                (),
                _HEAD,
                absent={"coverage": "it is seen by the benefit's clauses"},
            ),
            _clauses("require", Part("when", ("when",))),
            _clauses(
                "row", Part("when", ("when",)), Part("value", ("share", "amount"), reach="sum")
            ),
            _clauses(
                "step",
                Part("when", ("months",)),
                Part("value", ("share",), reach="share"),
                of="phase_out",
            ),
            _clauses(
                "supplement",
                Part("when", ("when",), Entity.MEMBER),
                Part("value", ("share", "amount"), Entity.MEMBER, reach="sum"),
            ),
            _clauses("exclude", Part("when", ("with",))),
        ),
        named=True,
        absent={"coverage": "it is seen by its clauses"},
    ),
    Section(
        "circle", "circles", ("circle",), (Part("when", ("when",), Entity.HOUSEHOLD, whole=True),)
    ),
    Section(
        "carry",
        "carries",
        ("carry",),
        absent={
            "dates": "it has no days of its own and holds always",
            "digest": f"{_NO_MONTH}: it makes a fact of the month before, and that is in the case",
            "coverage": _STORIES,
            "branches": _STORIES,
            "mutation": _STORIES,
            "register": "it states no rule of a benefit, only how a history is read",
        },
    ),
    Section(
        "recovery",
        "recoveries",
        ("recovery",),
        (
            Part("share", ("share",), Entity.HOUSEHOLD, reach="share"),
            Part("keep", ("keep",), Entity.HOUSEHOLD, reach="sum"),
        ),
        absent={
            "dates": _SETTLED,
            "digest": _SETTLED,
            "coverage": _STORIES,
            "branches": _STORIES,
            "mutation": _STORIES,
            "register": "the handbook has a chapter of its own for it",
        },
    ),
    Section(
        "paper",
        "papers",
        ("paper",),
        absent=dict.fromkeys(("dates", "digest", "coverage", "branches", "mutation"), _APPLYING),
    ),
    Section(
        "promise",
        "promises",
        ("promise", "promise.refuted"),
        (
            Part("when", ("when",), Entity.HOUSEHOLD),
            Part("who", ("who",), Entity.MEMBER),
            Part("most", ("most",), Entity.HOUSEHOLD, reach="sum"),
            Part("always", ("always",)),
        ),
        absent={
            "dates": _PROMISED,
            "digest": _PROMISED,
            "coverage": _PROVED,
            "branches": _PROVED,
            "mutation": _PROVED,
        },
    ),
    Section(
        "watch",
        "watches",
        ("watch",),
        (Part("was", ("was",)), Part("when", ("when",))),
        absent={"dates": _WATCHED, "digest": _WATCHED, "branches": _TOLD},
    ),
    Section(
        "application",
        "applications",
        ("application",),
        absent={
            "dates": _APPLYING,
            "digest": _APPLYING,
            "coverage": _APPLYING,
            "branches": _APPLYING,
            "mutation": _APPLYING,
        },
    ),
)

NOT_RULES: Mapping[str, str] = {
    "format": "it says how the file is written",
    "document": "it is an instrument, the source of rules (`Law.instruments`)",
    "jurisdiction": "it says whose law this is (`Law.name`, `division`, `covers_from`, `first`)",
    "text": "it is vocabulary: words that a figure names (`Figure.per`, `set_by`)",
    "choice": "it is vocabulary: a closed list of values (`Law.choices`)",
    "fact": "it is vocabulary: what a case may say (`Law.facts`)",
    "example": "it is a household to draw, and binds nobody (`Law.examples`)",
    "benefit.table": "it is written out as figures and rows before anything is read",
    "benefit.table.rows": "each becomes a row of the benefit and a figure",
    "benefit.table.version": "its values become versions of those figures",
    "figure.conflict": "what another source says binds nobody until someone decides",
}
"""The tables of a policy file that are no rules, and why."""
