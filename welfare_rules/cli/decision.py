"""What commands about one household in one month share: its rules, its case, its decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from welfare_rules.cli.failures import REQUEST_WRONG, Attempts, Stage
from welfare_rules.cli.inputs import STDIN, load, read_case
from welfare_rules.cli.output import write_findings
from welfare_rules.engine.registry import ENGINES

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer
    from welfare_rules.basics.text import Lang
    from welfare_rules.law.law import Law
    from welfare_rules.program.case import Case
    from welfare_rules.rules import Rules


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command line asks to be decided, in its own words."""

    case: str
    jurisdiction: str
    month: str
    known: str | None
    policies: str | None
    engine: str = next(iter(ENGINES))


def decide(asked: Asked, stage: Stage) -> Answer:
    """Decides a case; raises Refused with all that is wrong in request, policies and case."""
    from welfare_rules.engine import registry as engines
    from welfare_rules.findings import Place, finding, nearest

    tried = Attempts()
    if engines.maker_of(asked.engine) is None:
        names = engines.names()
        hint = nearest(asked.engine, names)
        tried.found.append(
            finding(
                "WR505", Place("engine"), got=asked.engine[:40], want=", ".join(names), nearest=hint
            )
        )
    rules, read = rules_and_case(asked, stage, tried)
    return rules.determine(read, asked.engine)


def rules_and_case(asked: Asked, stage: Stage, tried: Attempts | None = None) -> tuple[Rules, Case]:
    """The rules of the month and the case as they read it.

    Raises Refused with all that is wrong in request, policies and case, and with what was `tried`
    before. From the case on what fails is the request's fault.
    """
    from welfare_rules.loading import parse_day, parse_month

    tried = tried or Attempts()
    when = tried(lambda: parse_month(asked.month))
    day = tried(lambda: parse_day(asked.known))
    policy = tried(lambda: load(asked.jurisdiction, asked.policies))
    rules = (
        tried(lambda: policy.at(when, day))
        if policy is not None and when is not None and day is not None
        else None
    )
    name = "<stdin>" if asked.case == STDIN else asked.case
    stage.what, stage.status = name, REQUEST_WRONG
    data = tried(lambda: read_case(asked.case, name))
    read = tried(lambda: rules.read(data, name)) if rules is not None and data is not None else None
    if tried.found or rules is None or read is None:
        raise tried.refused()
    return rules, read


def tell_doubts(law: Law, case: Case, name: str, form: str, lang: Lang) -> None:
    """Warns of what is doubtful in a case that was read; `name` is that of its file."""
    from welfare_rules.facts.doubts import doubts, values_of_one

    found = tuple(doubts(values_of_one(law), case, name))
    if found:
        write_findings(found, form, lang)
