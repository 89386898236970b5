"""`replay`: the decision of a receipt made again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit

from welfare_rules.basics.text import MARKS, Lang
from welfare_rules.cli import options
from welfare_rules.cli.decision import tell_doubts
from welfare_rules.cli.failures import (
    FAILED,
    POLICIES_WRONG,
    REQUEST_WRONG,
    Refused,
    Stage,
    reporting,
)
from welfare_rules.cli.inputs import STDIN, load, read_case
from welfare_rules.cli.output import write_findings, write_json, write_lines

if TYPE_CHECKING:
    from welfare_rules.comparison.compare import Comparison
    from welfare_rules.receipts.replay import Replay


def command() -> click.Command:
    text = _(
        "Make the decision of a receipt again.\n\n"
        "A receipt that was changed is refused. Told is whether the same law gives the same "
        "answer, and what today's law would answer."
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
        if facts is not None:
            tell_doubts(policy.law, facts, case or "", form, lang)
        found = run(read, policy, today=day, case=facts, trusted=trusted, name=name)
        if form == "json":
            write_json(found.to_dict(lang))
        else:
            write_lines(_replay_lines(found, lang))
            if found.trouble:
                write_findings(found.trouble, form, lang)
        if not found.reproduced:
            raise Exit(FAILED)


def _policy(jurisdiction: str, policies: str | None) -> Any:
    """The law; its errors have the status of policies that are wrong, whatever was read before."""
    from welfare_rules.findings import PolicyError

    try:
        return load(jurisdiction, policies)
    except PolicyError as error:
        raise Refused(error.findings, POLICIES_WRONG) from None


def _replay_lines(found: Replay, lang: Lang) -> Iterable[str]:
    receipt, marks = found.receipt, MARKS[lang]
    who = found.again.case.id if found.again is not None else receipt.digest[:19]
    yield f"{who} · {receipt.text('month')} · {receipt.text('jurisdiction')} · {receipt.digest}"
    yield _of_signature(found)
    if found.documents:
        yield _("Documents that have changed since: {names}").format(
            names=marks.clauses(
                marks.aside(f"{each.id} {each.title}", _of_document(each.kind))
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
    from welfare_rules.comparison.sentences import comparison_words

    if not comparison.differs:
        yield same
        return
    yield other
    yield from (f"  {each}" for each in comparison_words(comparison, lang))


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
                "Digest right; a signature that cannot be looked at here "
                "(pip install 'welfare-rules[sign]')."
            )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
