"""What every part of a law is made of.

Numbers and days, documents and citations, periods, formulas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from welfare_rules.basics.text import Words
from welfare_rules.document.source import Origin
from welfare_rules.language.nodes import Node

Status = Literal["published", "reported", "unverified", "placeholder"]
Payable = Literal["monthly", "quarterly", "yearly", "once"]
"""How a benefit is payable, as its file writes it."""
Per = Literal["month", "quarter", "year", "once", "service"]
"""How a benefit is paid, as answers write it."""
PER: Mapping[Payable, Per] = MappingProxyType(
    {"monthly": "month", "quarterly": "quarter", "yearly": "year", "once": "once"}
)
PER_WORDS: Mapping[Per, Words] = MappingProxyType(
    {
        "month": Words("每月", "monthly"),
        "quarter": Words("每季", "quarterly"),
        "year": Words("每年", "yearly"),
        "once": Words("一次性", "once"),
        "service": Words("服务", "service"),
    }
)

Judge = Literal["register", "applicant", "visit", "officer"]
"""Who can say a fact: a register, the applicant, a visit to the home, an officer's judgement."""
JUDGE_WORDS: Mapping[Judge, Words] = MappingProxyType(
    {
        "register": Words("登记信息", "a register"),
        "applicant": Words("申请人申报", "the applicant"),
        "visit": Words("入户调查", "a visit to the home"),
        "officer": Words("经办人员认定", "an officer's judgement"),
    }
)

PromiseKind = Literal[
    "never negative",
    "more income",
    "more need",
    "only one",
    "order",
    "unnamed facts",
    "higher figure",
    "no cliff",
    "bounds",
    "always",
]
"""What a promise is about; what each kind means stands in docs/format.md."""
PROMISE_WORDS: Mapping[PromiseKind, Words] = MappingProxyType(
    {
        "never negative": Words("金额不为负", "an amount is never negative"),
        "more income": Words(
            "收入增加，待遇不增加，也不新得", "more income never means more, nor a right gained"
        ),
        "more need": Words("需要增加，待遇不减少", "a further need never means less"),
        "only one": Words("互斥的待遇只发一项", "of benefits that exclude one another one is paid"),
        "order": Words(
            "成员的次序和编号不影响结果", "the order of members and their ids do not matter"
        ),
        "unnamed facts": Words(
            "规定没有提到的事项不影响结果", "a fact that the law does not name changes nothing"
        ),
        "higher figure": Words("标准提高，谁都不减少", "a higher standard makes nobody worse off"),
        "no cliff": Words(
            "收入增加一元，总收入不骤降", "one yuan more of income costs no household dearly"
        ),
        "bounds": Words("上下限包含各种补全", "bounds contain every completion"),
        "always": Words("总成立", "always so"),
    }
)

Disposition = Literal["落实", "分类推送", "一事一议", "核查"]
"""What follows from a warning: the four ways in which offices dispose of it."""
DISPOSITION_WORDS: Mapping[Disposition, Words] = MappingProxyType(
    {
        "落实": Words("政策落实不到位：落实", "a right is not carried out: carry it out"),
        "分类推送": Words("可能符合而未纳入：分类推送", "may have a right: pass on to its office"),
        "一事一议": Words("情形复杂：一事一议", "a case of its own: discuss it by itself"),
        "核查": Words("可能不再符合：核查", "may have a right no more: look into it"),
    }
)

Turn = Literal["gained", "possible", "more", "less", "doubtful", "lost"]
"""How a right goes from one decision to another.

`possible`: nothing was due, and now it cannot be said; `doubtful`: something was due, and now that
cannot be said.
"""
TURN_WORDS: Mapping[Turn, Words] = MappingProxyType(
    {
        "gained": Words("新符合", "gained"),
        "possible": Words("可能符合", "perhaps gained"),
        "more": Words("金额增加", "more"),
        "less": Words("金额减少", "less"),
        "doubtful": Words("是否仍符合、金额多少不能确定", "can no longer be said"),
        "lost": Words("不再符合", "lost"),
    }
)


Checked = Literal["full text", "excerpt", ""]
"""How the words of a quotation were checked: in a copy of the whole text, only in what quotes it,
or nobody says how."""
CHECKED_WORDS: Mapping[Checked, Words] = MappingProxyType(
    {
        "full text": Words("已与全文核对", "checked with the full text"),
        "excerpt": Words("只见摘引", "seen only as an excerpt"),
        "": Words("未核对", "not checked"),
    }
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule is written: document, article, quoted words, and how these were checked."""

    document: str
    """Id of the document."""
    article: str = ""
    """The article, as the document counts."""
    quote: str = ""
    """The words of the article."""
    url: str = ""
    """Where the document can be read."""
    checked: Checked = ""
    """How these were checked against the document."""

    def to_dict(self) -> dict[str, str]:
        """What an answer writes of it: `document`, and `article` and `quote` where there are any.

        >>> Citation("social-assistance", "9").to_dict()
        {'document': 'social-assistance', 'article': '9'}
        """
        written = {"document": self.document, "article": self.article, "quote": self.quote}
        if not (self.document and self.article and self.quote):
            return {key: text for key, text in written.items() if text}
        return written


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document of the law: what its head says, and whose it is.

    It is `unannounced` where it dates something and nobody says when it was made known.
    """

    id: str
    jurisdiction: str
    title: Words
    number: str
    issuer: Words | None
    issued: int
    in_force: int
    until: int
    replaced_by: str
    url: str
    checked_with: str
    known_limits: tuple[str, ...]
    origin: Origin
    announced: int = 0
    unannounced: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A typed formula, its text, and where it stands."""

    node: Node
    text: str
    origin: Origin
