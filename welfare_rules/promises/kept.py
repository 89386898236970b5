"""Whether a promise holds of what is decided: one function a kind, over two decisions.

Each gives the words of the first thing that fails, or None. Where something cannot be said, because
a figure is open or a fact unknown, nothing fails: a promise is broken only by what is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from welfare_rules.basics.due import bounds_of
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.numbers import Number
from welfare_rules.basics.text import Words, listed
from welfare_rules.engine.contract import Outcome, Standing
from welfare_rules.language.nodes import Greatest, If, Node, Rounded
from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.model import Promise
from welfare_rules.law.terms import PromiseKind
from welfare_rules.program.case import HOUSEHOLD, Case
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.promises.others import Other
from welfare_rules.rules import Rules
from welfare_rules.seen import Seen

Right = tuple[str, int]  # a benefit and the place of its payee


def seen_by(promise: Promise, rules: Rules, case: Case) -> Seen:
    """A household as far as a promise speaks of what is decided of it."""
    return Seen(rules, case, frozenset(promise.benefits))


def speaks_of(promise: Promise, seen: Seen) -> bool:
    """Whether a promise is about a household at all."""
    return promise.when is None or seen.value(promise.when, HOUSEHOLD) == 1


def said_of(each: Outcome) -> str:
    """What is said of a right, for people."""
    if each.benefit.service or not isinstance(each.due, int):
        return each.status
    return yuan_text(each.due)


def sum_due(seen: Iterable[Outcome]) -> int | None:
    """What is due in all, in fen; None where a part of it cannot be said."""
    total = 0
    for each in seen:
        if each.benefit.service:
            continue
        if not isinstance(each.due, int):
            return None
        total += each.due
    return total


def amount_formula(program: Program, benefit: BenefitInForce) -> Node | None:
    """The formula of an amount before it is held at 0 and rounded; None for a service."""
    match program.step(benefit.gross).node:
        case If(yes=Rounded(part=Greatest(parts=(_, whole)))):
            return whole
        case _:
            return None


# --- one household alone ---


def never_negative(promise: Promise, seen: Seen) -> Words | None:
    for (benefit, payee), each in seen.outcomes.items():
        node = amount_formula(seen.rules.program, each.benefit)
        if not each.entitled or node is None:
            continue
        value = seen.evaluation.formula(node, payee).value
        if value is not None and value < 0:
            whole = yuan_text(int(value) if value.denominator == 1 else -int(-value // 1) - 1)
            return _words("negative", seen, benefit, payee, amount=whole)
    return None


def only_one(promise: Promise, seen: Seen) -> Words | None:
    paid: dict[int, list[str]] = {}
    for (benefit, payee), each in seen.outcomes.items():
        if each.entitled and (each.benefit.service or (isinstance(each.due, int) and each.due > 0)):
            paid.setdefault(payee, []).append(benefit)
    for payee, benefits in paid.items():
        if len(benefits) > 1:
            return _words("several", seen, benefits, payee)
    return None


def always(promise: Promise, seen: Seen) -> Words | None:
    assert promise.always is not None
    for payee in seen.case.payees(promise.entity):
        if seen.value(promise.always, payee) == 0:
            return _words("formula", seen, (), payee, formula=promise.always.text)
    return None


# --- two households ---


def more_income(promise: Promise, before: Seen, after: Seen) -> Words | None:
    for right, now in after.outcomes.items():
        was = before.outcomes[right]
        gained = was.entitled is False and now.entitled is True
        both = isinstance(was.due, int) and isinstance(now.due, int)
        if gained or (both and _due(now) > _due(was)):
            return _words("turned", before, *right, was=said_of(was), now=said_of(now))
    return None


def not_less(promise: Promise, before: Seen, after: Seen) -> Words | None:
    """What is due for all in all is not less, and no service that is named is lost."""
    for right, was in before.outcomes.items():
        now = after.outcomes.get(right)
        lost = was.entitled is True and now is not None and now.entitled is False
        if was.benefit.service and lost and before.benefits:
            return _words("lost", before, *right)
    was_due, is_due = (sum_due(each.outcomes.values()) for each in (before, after))
    if was_due is None or is_due is None or is_due >= was_due:
        return None
    return _fallen(was_due, is_due)


def no_cliff(promise: Promise, before: Seen, after: Seen) -> Words | None:
    """Income, of which there is more, and what is paid monthly fall by no more than the promise
    allows.
    """
    assert promise.most is not None
    most = before.value(promise.most, HOUSEHOLD)
    was_due, is_due = (
        sum_due(one for one in each.outcomes.values() if one.benefit.per == "month")
        for each in (before, after)
    )
    if most is None or was_due is None or is_due is None:
        return None
    if was_due - is_due - more_income_of(before.rules, before.case, after.case) <= most:
        return None
    return _fallen(was_due, is_due)


def more_income_of(rules: Rules, before: Case, after: Case) -> Fraction:
    """By how many fen a month the members of a household have more than before."""
    more = Fraction(0)
    for fact in rules.program.facts:
        if fact.entity is Entity.MEMBER and fact.type.kind is Kind.MONEY:
            for was, now in zip(before.members, after.members, strict=True):
                one, other = was[fact.column], now[fact.column]
                if one is not None and other is not None:
                    more += Fraction(other - one, 12 if fact.flow else 1)
    return more


def the_same(promise: Promise, before: Seen, after: Seen, order: tuple[int, ...]) -> Words | None:
    """Every right is what it was; `order` has for each member after the place before."""
    for (benefit, payee), now in after.outcomes.items():
        was = before.outcomes[benefit, payee if payee == HOUSEHOLD else order[payee]]
        if (was.entitled, was.due) != (now.entitled, now.due):
            said = {"was": said_of(was), "now": said_of(now)}
            return _words("turned", after, benefit, payee, **said)
    return None


def within_bounds(promise: Promise, whole: Seen, part: Seen) -> Words | None:
    """What is said of a household of which less is known contains what is said of the whole."""
    for right, known in whole.outcomes.items():
        less = part.outcomes[right]
        status: Standing = known.status
        if less.status not in (status, "undetermined"):
            return _words("turned", part, *right, was=less.status, now=status)
        if not known.benefit.service and isinstance(known.due, int):
            low, high = bounds_of(less.due)
            if (low is not None and known.due < low) or (high is not None and known.due > high):
                said = {"was": f"{_yuan(low)}–{_yuan(high)}", "now": yuan_text(known.due)}
                return _words("turned", part, *right, **said)
    return None


ALONE: Mapping[PromiseKind, Callable[[Promise, Seen], Words | None]] = {
    "never negative": never_negative,
    "only one": only_one,
    "always": always,
}
"""The kinds of promises of which one household says whether they are kept."""


def failing(promise: Promise, before: Seen, other: Other | None = None) -> Words | None:
    """Why a promise does not hold of a household and what it is compared with; None if it does.

    Nothing fails where the promise does not speak of both.
    """
    if not speaks_of(promise, before):
        return None
    if promise.about in ALONE:
        return ALONE[promise.about](promise, before)
    if other is None:
        return None
    after = seen_by(promise, other.rules, other.case)
    if not speaks_of(promise, after):
        return None
    match promise.about:
        case "more income":
            return more_income(promise, before, after)
        case "more need" | "higher figure":
            return not_less(promise, before, after)
        case "no cliff":
            return no_cliff(promise, before, after)
        case "bounds":
            return within_bounds(promise, before, after)
        case _:
            return the_same(promise, before, after, other.order)


def _due(each: Outcome) -> int:
    assert isinstance(each.due, int)
    return each.due


def _yuan(fen: Number | None) -> str:
    return "…" if fen is None else yuan_text(int(fen))


def _fallen(was: int, now: int) -> Words:
    less = yuan_text(was - now)
    return Words(
        f"待遇之和由 {yuan_text(was)} 元变为 {yuan_text(now)} 元，少了 {less} 元",
        f"benefits come to {yuan_text(now)} yuan instead of {yuan_text(was)}: {less} less",
    )


_SAID: Mapping[str, tuple[str, str]] = {
    "negative": (
        "{benefit}（{payee}）按公式是 {amount} 元",
        "{benefit} ({payee}) comes to {amount} yuan by its formula",
    ),
    "several": ("{payee} 同时享受 {benefit}", "{payee} is paid {benefit} at once"),
    "formula": ("{payee}：“{formula}”不成立", "{payee}: “{formula}” does not hold"),
    "turned": (
        "{benefit}（{payee}）由 {was} 变为 {now}",
        "{benefit} ({payee}) goes from {was} to {now}",
    ),
    "lost": ("{benefit}（{payee}）失去了", "{benefit} ({payee}) is lost"),
}


def _words(key: str, seen: Seen, benefits: str | Sequence[str], payee: int, **said: str) -> Words:
    """What is said of a payee and of benefits, by their names."""
    ids = [benefits] if isinstance(benefits, str) else benefits
    labels = {each.id: each.label for each in seen.rules.program.benefits}
    named = listed(labels[each].both(each) for each in ids)
    zh, en = _SAID[key]
    given = {"payee": seen.case.payee_id(payee), **said}
    return Words(zh.format(benefit=named.zh, **given), en.format(benefit=named.en, **given))
