"""Replays the households by which policy files refute their own promises.

A review rests on its household: where the law has changed so that the household keeps the promise,
or cannot be read any more, the review is out of date and is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from welfare_rules.basics.days import month_of
from welfare_rules.basics.text import Words
from welfare_rules.document.library import Library
from welfare_rules.findings import Finding, FindingsError, finding
from welfare_rules.law.law import Law
from welfare_rules.law.model import Promise, Refutation
from welfare_rules.program.day import promises_of_day
from welfare_rules.promises.kept import failing, more_income_of, seen_by
from welfare_rules.promises.others import YUAN, Other, changed
from welfare_rules.rules import CompiledLaw
from welfare_rules.seen import Seen

_KEPT = Words("这一户并不违背它", "the household keeps it")
_NOT_SPOKEN_OF = Words(
    "这样的变化不是这条承诺所说的", "the promise does not speak of such a change"
)
_NOT_MADE = Words("那个月没有这条承诺", "it is not made in that month")


def out_of_date(library: Library, laws: Mapping[str, Law]) -> Iterable[Finding]:
    """The reviews in the files of these jurisdictions that their households do not bear out.

    The laws, by their jurisdictions, must be free of errors.
    """
    for jurisdiction, law in laws.items():
        documents = {
            each.id
            for each in library.documents.get(jurisdiction, ())
            if any(one.refuted is not None for one in each.content.promise)
        }
        if documents:
            for each in law.promises:
                if each.document in documents:
                    yield from of_promise(law, each)


def of_promise(law: Law, promise: Promise) -> Iterable[Finding]:
    """What is wrong with the review of a promise, if it has one."""
    review = promise.refuted
    if review is None:
        return
    why = _why(law, promise, review)
    if why is not None:
        name = promise.label.both(promise.id)
        yield finding("WR354", review.origin.place(key=True), name=name, why=why)


def _why(law: Law, promise: Promise, review: Refutation) -> Words | None:
    try:
        rules = CompiledLaw.of(law).at(month_of(review.month), review.known)
        if promise not in promises_of_day(law, review.month, review.known):
            return _NOT_MADE
        case = rules.read(review.case)
        other = changed(rules, review.case, review.change)
    except FindingsError as error:
        first = error.findings[0]
        return Words(
            f"{first.place}：{first.message('zh')}", f"{first.place}: {first.message('en')}"
        )
    before = seen_by(promise, rules, case)
    if not _spoken_of(promise, before, other):
        return _NOT_SPOKEN_OF
    return None if failing(promise, before, other) is not None else _KEPT


def _spoken_of(promise: Promise, before: Seen, other: Other) -> bool:
    """Whether a change is of the kind that the promise speaks of: one income that is more, by one
    yuan where it is about cliffs; one member more, or none; figures of the promise alone.
    """
    figures = {each for each in other.change if each in before.rules.program.law.figures}
    further = len(other.case.members) - len(before.case.members)
    if further != (promise.about == "more need" and promise.adds is not None):
        return False
    if not figures <= set(promise.figures):
        return False
    if promise.about not in ("more income", "no cliff"):
        return True
    rise = more_income_of(before.rules, before.case, other.case)
    return len(other.change) == 1 and (rise == YUAN if promise.about == "no cliff" else rise > 0)
