"""One question at a time: the fact that moves the answer most, why it is asked, and when to stop.

A few facts are tried with values that lie apart; the one after which least stays open is asked. The
clauses that turn by it are the reason for asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import welfare_rules as wr
from welfare_rules.basics.html import Child, Html, tag
from welfare_rules.basics.money import yuan_text
from welfare_rules.basics.text import MARKS, Words
from welfare_rules.workbench.form import button, control, field_at
from welfare_rules.workbench.household import Place, fact_at, label, missing, saying
from welfare_rules.workbench.state import State
from welfare_rules.workbench.verdict import bounds_of, known_fen, range_words
from welfare_rules.workbench.words import SAID

MOST_TRIED: Final = 3
"""As many facts as are tried before one of them is asked."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The question that stands: which fact, and the clauses that it decides with whose they are."""

    place: Place
    clauses: tuple[tuple[str, str, str], ...]  # benefit, payee, rule


def next_question(state: State) -> Asking | None:
    """The missing fact that moves the answer most; None where none is missing but those passed
    over.

    >>> from welfare_rules.workbench.state import NOBODY, Office, Vocabulary, decided
    >>> policy = wr.load("cn/model")
    >>> when = "2021-08", "2021-12-31"
    >>> state = State(Office({}, {}), policy, Vocabulary.of(policy), *when, NOBODY)
    >>> next_question(decided(state)) is not None
    True
    """
    answer = state.answer
    if answer is None:
        return None
    left = [path for path in missing(state) if path not in state.skipped]
    weights = _weights(answer)
    likely = sorted(left, key=lambda path: -_weight(weights, path))[:MOST_TRIED]
    tried = [_tried(state, answer, Place.of(path)) for path in likely]
    return min(tried, key=lambda each: each[0])[1] if tried else None


def _weights(answer: wr.Answer) -> dict[str, float]:
    """How much hangs on each missing fact: the room between the bounds of each right, shared by
    those that it still needs, and something for a status that is open.
    """
    found: dict[str, float] = {}
    for each in answer.benefits:
        for path in each.missing_facts:
            room = _width(each) / max(each.missing_count, 1)
            found[path] = found.get(path, 0.0) + room
    return found


def _weight(weights: dict[str, float], path: str) -> float:
    place = Place.of(path)
    general = 0.0 if place.member is None else weights.get(f"members[*].{place.fact}", 0.0)
    return weights.get(path, 0.0) + general


_OPEN_STATUS = 10_000
"""What an open status counts for beside the room of an amount, in fen: a hundred yuan."""


def _width(each: wr.Determination) -> int:
    """How far a right is from being settled."""
    status = _OPEN_STATUS if each.status == "undetermined" else 0
    if each.at_least is None or each.at_most is None:
        return status
    return status + known_fen(each.at_most) - known_fen(each.at_least)


def _tried(state: State, answer: wr.Answer, place: Place) -> tuple[int, Asking]:
    """How much stays open on the average when a fact is said, and which clauses it turns."""
    left, turned = 0, dict[tuple[str, str, str], None]()
    before = _truths(answer)
    values = list(_values(state, place))
    for value in values:
        try:
            after = state.rules.determine(dict(saying(state.case, place, value)))
        except wr.FindingsError:
            left += sum(map(_width, answer.benefits))
            continue
        left += sum(map(_width, after.benefits))
        for key, holds in _truths(after).items():
            if holds is not None and before.get(key, False) is None:
                turned[key] = None
    return left // max(len(values), 1), Asking(place, tuple(turned))


def _truths(answer: wr.Answer) -> dict[tuple[str, str, str], bool | None]:
    return {
        (each.benefit, each.payee, reason.rule): reason.holds
        for each in answer.benefits
        for reason in each.reasons
    }


def _values(state: State, place: Place) -> Iterator[Any]:
    """Values of a fact that lie apart: both truths, both ends of a list, nothing and very much."""
    fact = fact_at(state.vocabulary, place)
    if fact is None:
        return
    match fact.type:
        case "bool":
            yield from (True, False)
        case "choice":
            yield from dict.fromkeys((fact.choices[0].id, fact.choices[len(fact.choices) // 2].id))
        case "int":
            yield from dict.fromkeys((fact.low, fact.high))
        case "money":
            most = None if state.answer is None else bounds_of(state.answer).high
            yield from ("0.00", yuan_text(10 * (most or 100_000)))
        case "date":
            year = int(state.month[:4])
            yield from (f"{year - years}-01-01" for years in (10, 75))
        case _:
            yield from ()


# --- as the page shows it ---


def interview(state: State) -> Html:
    """The question that stands, or how things stand where there is none or a person stopped."""
    lang, count = state.lang, len(missing(state))
    asking = state.question if isinstance(state.question, Asking) else None
    title = tag("h2", SAID["interview"].say(lang), id="form-title")
    bar = _progress(state, count)
    if asking is not None:
        body: list[Child] = list(_question(state, asking))
    elif to_be_asked(state):
        body = [tag("p", SAID["choosing"].say(lang), cls="quiet", data_then="question")]
    else:
        body = list(_end(state, count))
    return tag("section", title, bar, body, id="form", aria_labelledby="form-title", cls="ask")


def to_be_asked(state: State) -> bool:
    """Whether a question is still to be chosen: some fact is missing that nobody passed over."""
    return not state.stopped and any(path not in state.skipped for path in missing(state))


def _progress(state: State, count: int) -> Html:
    words = SAID["decided"] if count == 0 else SAID.words("to_go", count=count)
    return tag("p", words.say(state.lang), cls=f"badge {'open' if count else 'done'}")


def _question(state: State, asking: Asking) -> Iterator[Child]:
    lang, field = state.lang, field_at(state, asking.place)
    if field is None:
        return
    words = label(state, asking.place).say(lang)
    yield tag(
        "div",
        tag("label", words, id="question", for_=f"q-{asking.place.path}"),
        tag("div", control(field, lang, "q", "question"), cls="cell need"),
        tag("p", field.unread.message.say(lang), cls="wrong", id=f"e-{asking.place.path}")
        if field.unread is not None
        else None,
        cls="question",
        data_do="answer",
        data_path=asking.place.path,
    )
    yield tag(
        "p",
        button(lang, "skip", "skip", path=asking.place.path),
        button(lang, "stop", "stop"),
        button(lang, "undo", "undo") if state.past else None,
        cls="buttons",
    )
    reasons = list(_reasons(state, asking))
    if reasons:
        yield tag(
            "details",
            tag("summary", SAID["why_asked"].say(lang)),
            tag("ul", reasons, cls="clauses"),
            id="why-asked",
            open=True,
        )


def _reasons(state: State, asking: Asking) -> Iterator[Html]:
    """The clauses that the fact decides, with the law's own words."""
    answer, lang = state.answer, state.lang
    if answer is None:
        return
    benefits = state.vocabulary.benefits
    said: set[tuple[str, str]] = set()
    for benefit, payee, rule in asking.clauses:
        if (benefit, rule) in said or len(said) == 4:
            continue
        said.add((benefit, rule))
        right = answer.get((benefit, payee))
        reason = (
            next((each for each in right.reasons if each.rule == rule), None) if right else None
        )
        source = None if reason is None else reason.source
        text: list[Child] = [tag("b", benefits[benefit].label.say(lang))]
        if source is not None:
            article = re.sub(
                r"^(\d+)$", lambda found: SAID.say(lang, "article", number=found[1]), source.article
            )
            text.append(f" {MARKS[lang].titled(source.document)}{article}")
            text.append(tag("q", source.quote) if source.quote else None)
        yield tag("li", text)


def _end(state: State, count: int) -> Iterator[Child]:
    """An honest end: what is settled, the bounds of the rest, and what would be needed."""
    lang, answer = state.lang, state.answer
    if answer is None:
        return
    bounds = bounds_of(answer)
    key = "end_decided" if count == 0 else "end_open"
    yield tag(
        "p", SAID.say(lang, key, amount=range_words(bounds).say(lang), count=count), cls="lead"
    )
    if count:
        yield tag("ul", [tag("li", each) for each in _needs(state)], cls="needs")
        yield tag("p", button(lang, "go_on", "go-on"), cls="buttons")
    papers = [tag("li", each.label.say(lang)) for each in answer.papers]
    if papers:
        yield tag("h3", SAID["papers"].say(lang))
        yield tag("ul", papers, cls="needs")


def _needs(state: State) -> Iterator[str]:
    """What would still have to be learned, and of whom."""
    for path, question in missing(state).items():
        kept: Sequence[Words] = question.registers
        whom = MARKS[state.lang].listed(each.say(state.lang) for each in kept)
        if not kept and question.judged_by:
            whom = SAID.say(state.lang, f"by_{question.judged_by}")
        text = label(state, Place.of(path)).say(state.lang)
        yield MARKS[state.lang].labelled(text, whom) if whom else text


def asked(state: State) -> State:
    """The state with its next question, where the interview is shown and somebody goes on.

    The page asks for it when it has shown the answer, so that nobody waits for the answer.
    """
    if state.mode != "interview" or state.stopped:
        return replace(state, question=None)
    return replace(state, question=next_question(state))
