"""`determine` and `explain`: one household, one month, one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from gettext import gettext as _
from typing import TYPE_CHECKING, Any, TypeVar

import click

from welfare_rules.cli import options
from welfare_rules.cli.commands import receipts
from welfare_rules.cli.failures import POLICIES_WRONG, REQUEST_WRONG, Refused, Stage, reporting
from welfare_rules.cli.inputs import STDIN, read_case
from welfare_rules.cli.language import Lang
from welfare_rules.cli.output import is_there, write, write_json

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer
    from welfare_rules.findings import Finding

Made = TypeVar("Made")


def determine() -> click.Command:
    text = _(
        "Decide the case of one household in one month.\n\n"
        "CASE.json is the case file, or - for standard input. A fact that is left out is unknown, never zero."
    )
    params = [*options.of_a_decision(), *receipts.of_a_receipt()]
    return click.Command(
        "determine", params=params, callback=_determine, help=text, options_metavar=_("[OPTIONS]")
    )


def explain() -> click.Command:
    text = _(
        "Explain a decision figure by figure.\n\nPrinted is the whole derivation with its sources. The arguments are those of determine."
    )
    masked = click.Option(
        ["--masked"],
        is_flag=True,
        help=_("Name nobody: the household is H, its members M1, M2, ..."),
    )
    params = [*options.of_a_decision(), masked]
    return click.Command(
        "explain", params=params, callback=_explain, help=text, options_metavar=_("[OPTIONS]")
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command line asks to be decided, in its own words."""

    case: str
    jurisdiction: str
    month: str
    known: str | None
    policies: str | None
    engine: str


@click.pass_obj
def _determine(
    lang: Lang, form: str, receipt: str | None, masked: bool, sign_with: str | None, **asked: Any
) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        key = receipts.key_of(sign_with)
        answer = decide(Asked(**asked), stage)
        receipts.save(answer, receipt, masked, key)
        if form == "json":
            write_json(answer.to_dict())
        else:
            from welfare_rules.cli.table import print_answer

            print_answer(answer, lang)


@click.pass_obj
def _explain(lang: Lang, form: str, masked: bool, **asked: Any) -> None:
    with reporting(form, lang, stage := Stage("policies", POLICIES_WRONG)):
        answer = decide(Asked(**asked), stage)
        if masked:
            from welfare_rules.receipts.receipt import mask_answer

            answer = mask_answer(answer)
        text = answer.explain(lang)
        if form == "json":
            write_json({"answer": answer.to_dict(), "explanation": text})
        else:
            write(text)


def decide(asked: Asked, stage: Stage) -> Answer:
    """The answer; raises Refused with everything that is wrong with request, policies and case, as
    far as each can be looked at.
    """
    from welfare_rules import api
    from welfare_rules.engine import registry as engines
    from welfare_rules.engine.contract import EngineMissing
    from welfare_rules.findings import FindingsError, Place, PolicyError, finding, nearest
    from welfare_rules.loading import parse_day, parse_month

    found: list[Finding] = []
    status = REQUEST_WRONG

    def tried(work: Callable[[], Made]) -> Made | None:
        nonlocal status
        try:
            return work()
        except FindingsError as error:
            found.extend(error.findings)
            status = POLICIES_WRONG if isinstance(error, PolicyError) else status
            return None

    when = tried(lambda: parse_month(asked.month))
    day = tried(lambda: parse_day(asked.known))
    if engines.maker_of(asked.engine) is None:
        names = engines.names()
        hint = nearest(asked.engine, names)
        found.append(
            finding(
                "WR505",
                Place("--engine"),
                got=asked.engine[:40],
                want=", ".join(names),
                nearest=hint,
            )
        )
    if asked.policies is not None and not is_there(asked.policies):
        found.append(finding("WR506", Place("--policies"), got=asked.policies[:200]))
        policy = None
    else:
        policy = tried(lambda: api.load(asked.jurisdiction.strip("/"), asked.policies))
    rules = (
        tried(lambda: policy.at(when, day))
        if policy is not None and when is not None and day is not None
        else None
    )
    name = "<stdin>" if asked.case == STDIN else asked.case
    stage.what, stage.status = name, REQUEST_WRONG
    data = tried(lambda: read_case(asked.case, name))
    read = tried(lambda: rules.read(data, name)) if rules is not None and data is not None else None
    if found or rules is None or read is None:
        raise Refused(found, status)
    try:
        return rules.determine(read, asked.engine)
    except EngineMissing as missing:
        raise Refused(
            [finding("WR508", Place("--engine"), zh=missing.zh, en=missing.en)], REQUEST_WRONG
        ) from None
