"""`replay` and `next`, and the receipts that `determine` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.exceptions import Exit

from welfare_rules.cli import options
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Refused, Stage, reporting
from welfare_rules.cli.language import Lang
from welfare_rules.cli.output import one_line, write, write_findings, write_json
from welfare_rules.cli.punctuation import aside, listed, sentences, told

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer
    from welfare_rules.comparison.compare import Comparison
    from welfare_rules.comparison.upcoming import Upcoming
    from welfare_rules.receipts.replay import Replay
    from welfare_rules.receipts.signing import SigningKey

DIFFERS = 1
Made = TypeVar("Made")


def of_a_receipt() -> Sequence[click.Parameter]:
    """What `determine` needs to write a receipt."""
    return (
        click.Option(
            ["--receipt"],
            metavar="FILE.json",
            type=click.Path(dir_okay=False),
            help=_("Write a receipt as well, for replay."),
        ),
        click.Option(
            ["--masked"], is_flag=True, help=_("Leave out of the receipt who it is about.")
        ),
        click.Option(
            ["--sign-with"],
            metavar="KEY.pem",
            type=click.Path(dir_okay=False),
            help=_("Sign the receipt with an ed25519 key."),
        ),
    )


def next_changes() -> click.Command:
    text = _(
        "Tell what changes by itself in the months to come.\n\n"
        "The facts of CASE.json stay as they are; ages, dates that pass and figures already announced change the answer."
    )
    case, place, month, known, form, lang, policies, _engine = options.of_a_decision()
    within = click.Option(
        ["--within"],
        metavar="MONTHS",
        type=click.IntRange(0, 1199),
        default=24,
        show_default=True,
        help=_("How many months are looked at."),
    )
    params = [case, place, month, within, known, form, lang, policies]
    return click.Command(
        "next", params=params, callback=_next, help=text, options_metavar=_("[OPTIONS]")
    )


def replay() -> click.Command:
    text = _(
        "Make the decision of a receipt again.\n\n"
        "A receipt that was changed is refused. Told is whether the same law gives the same answer, and what today's law would answer."
    )
    params: list[click.Parameter] = [
        click.Argument(["receipt"], metavar="RECEIPT.json", type=click.Path(allow_dash=True)),
        click.Option(
            ["--case"],
            metavar="CASE.json",
            type=click.Path(dir_okay=False),
            help=_("The facts of today, to compare with."),
        ),
        click.Option(["--today"], metavar="YYYY-MM-DD", help=_("The day that counts as today.")),
        click.Option(
            ["--verify-with"],
            metavar="PUB.pem",
            type=click.Path(dir_okay=False),
            help=_("The key that must have signed it."),
        ),
        options.form("text", "json"),
        options.lang(),
        options.policies(),
    ]
    return click.Command(
        "replay", params=params, callback=_replay, help=text, options_metavar=_("[OPTIONS]")
    )


def key_of(path: str | None) -> SigningKey | None:
    """The key to sign with, looked at before anything is decided; raises RequestError."""
    if path is None:
        return None
    from welfare_rules.receipts.signing import signing_key

    return signing_key(path)


def save(answer: Answer, path: str | None, masked: bool, key: SigningKey | None) -> None:
    """Writes the receipt of an answer, if one is asked for."""
    if path is None:
        return
    from welfare_rules.receipts.receipt import write_receipt

    made = write_receipt(answer, key=key, masked=masked)
    Path(path).write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@click.pass_obj
def _next(
    lang: Lang,
    case: str,
    form: str,
    jurisdiction: str,
    month: str,
    within: int,
    known: str | None,
    policies: str | None,
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        found = _upcoming(case, jurisdiction, month, within, known, policies, stage)
        if form == "json":
            write_json(found.to_dict(lang))
        else:
            write(_lines(_next_lines(found, lang)))


def _upcoming(
    case: str,
    jurisdiction: str,
    month: str,
    within: int,
    known: str | None,
    policies: str | None,
    stage: Stage,
) -> Upcoming:
    """What comes by itself.

    Raises Refused with everything that is wrong with request, policies and case.
    """
    from welfare_rules import api
    from welfare_rules.cli.inputs import STDIN, read_case
    from welfare_rules.comparison.upcoming import upcoming
    from welfare_rules.findings import Finding, FindingsError, PolicyError
    from welfare_rules.loading import parse_day, parse_month

    wrong: list[Finding] = []
    status = REQUEST_WRONG

    def tried(work: Callable[[], Made]) -> Made | None:
        nonlocal status
        try:
            return work()
        except FindingsError as error:
            wrong.extend(error.findings)
            status = POLICIES_WRONG if isinstance(error, PolicyError) else status
            return None

    name = "<stdin>" if case == STDIN else case
    first, day = tried(lambda: parse_month(month)), tried(lambda: parse_day(known))
    policy = tried(lambda: api.load(jurisdiction.strip("/"), policies))
    stage.what, stage.status = name, REQUEST_WRONG
    data = tried(lambda: read_case(case, name))
    if policy is None or first is None or day is None or data is None:
        raise Refused(wrong, status)
    return upcoming(policy, data, first, within, day, name=name)


@click.pass_obj
def _replay(
    lang: Lang,
    receipt: str,
    form: str,
    case: str | None,
    today: str | None,
    verify_with: str | None,
    policies: str | None,
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        from welfare_rules.cli.inputs import STDIN, read_case
        from welfare_rules.loading import parse_day
        from welfare_rules.receipts.receipt import read_receipt
        from welfare_rules.receipts.replay import replay as run
        from welfare_rules.receipts.signing import public_key

        name = "<stdin>" if receipt == STDIN else receipt
        stage.what, stage.status = name, REQUEST_WRONG
        day = parse_day(today)
        trusted = None if verify_with is None else public_key(verify_with)
        read = read_receipt(read_case(receipt, name), name)
        policy = _policy(read.text("jurisdiction"), policies)
        facts = (
            None
            if case is None
            else policy.at(read.text("month"), day).read(read_case(case, case), case)
        )
        found = run(read, policy, today=day, case=facts, trusted=trusted, name=name)
        if form == "json":
            write_json(found.to_dict(lang))
        else:
            write(_lines(_replay_lines(found, lang)))
            if found.trouble:
                write_findings(found.trouble, form, lang)
        if not found.reproduced:
            raise Exit(DIFFERS)


def _policy(jurisdiction: str, policies: str | None) -> Any:
    """The law; its errors have the status of policies that are wrong, whatever was read before."""
    from welfare_rules import api
    from welfare_rules.findings import PolicyError

    try:
        return api.load(jurisdiction.strip("/"), policies)
    except PolicyError as error:
        raise Refused(error.findings, POLICIES_WRONG) from None


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(one_line(each) for each in lines)


# --- next ---


def _next_lines(found: Upcoming, lang: Lang) -> Iterable[str]:
    law = found.now.program.law
    yield f"{found.now.case.id} · {found.now.month.text} · {law.name.say(lang)} {law.jurisdiction}"
    if not found.changes:
        yield _("Nothing changes by itself up to {month}.").format(month=found.last.text)
    for each in found.changes:
        yield each.after.month.text
        yield from _sentences(each, lang)
    if found.reviews:
        yield _("Reviews")
    for review in found.reviews:
        due = listed(month.text for month in review.due)
        words = review.words.say(lang) or _("every {count} months").format(count=review.every)
        text = told(aside(review.label.say(lang) or review.benefit, one_line(review.payee)), words)
        yield (
            f"  {text}"
            if not due
            else "  " + _("{text}; due {months}").format(text=text, months=due)
        )


def _sentences(comparison: Comparison, lang: Lang) -> Iterable[str]:
    from welfare_rules.comparison.sentences import comparison_words

    return (f"  {each}" for each in comparison_words(comparison, lang))


# --- replay ---


def _replay_lines(found: Replay, lang: Lang) -> Iterable[str]:
    receipt = found.receipt
    who = found.again.case.id if found.again is not None else receipt.digest[:19]
    yield f"{who} · {receipt.text('month')} · {receipt.text('jurisdiction')} · {receipt.digest}"
    yield _of_signature(found)
    if found.documents:
        yield _("Documents that have changed since: {names}").format(
            names=sentences(
                aside(f"{each.id} {each.title}", _of_document(each.kind))
                for each in found.documents
            )
        )
    if found.reproduced and found.same_program:
        yield _("Reproduced: the same program gives the same answer, to the fen and the word.")
    elif found.reproduced:
        yield _(
            "Reproduced: the program is another than on the receipt, and its answer is the same."
        )
    elif found.again is None:
        yield _("Not reproduced: the law at hand cannot decide the facts of the receipt.")
    else:
        count = len(found.differences)
        yield ngettext(
            "Not reproduced: {count} difference", "Not reproduced: {count} differences", count
        ).format(count=count)
        yield from (
            f"  {each.path}: {_json(each.receipt)} -> {_json(each.now)}"
            for each in found.differences[:20]
        )
    if found.today is not None:
        head = (
            _("By the law as known today:")
            if found.reproduced
            else _("By the law as known today, against the answer made again:")
        )
        yield from _today(
            _("The law as known today gives the same answer."), head, found.today, lang
        )
    if found.facts is not None:
        yield from _today(
            _("Today's facts give the same answer."),
            _("By today's law and today's facts:"),
            found.facts,
            lang,
        )


def _today(same: str, other: str, comparison: Comparison, lang: Lang) -> Iterable[str]:
    if not comparison.differs:
        yield same
        return
    yield other
    yield from _sentences(comparison, lang)


def _of_document(kind: str) -> str:
    return {"changed": _("changed"), "added": _("added"), "removed": _("removed")}[kind]


def _of_signature(found: Replay) -> str:
    signature = found.receipt.signature
    if signature is None:
        return _("Digest right; not signed.")
    key = signature.key[:16]
    match found.signed:
        case "verified":
            return _("Digest right; signed with the key that was given ({key}…).").format(key=key)
        case "valid":
            return _(
                "Digest right; signed with the key {key}…, compared with none that is trusted."
            ).format(key=key)
        case _:
            return _(
                "Digest right; a signature that cannot be looked at here (pip install 'welfare-rules[sign]')."
            )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
