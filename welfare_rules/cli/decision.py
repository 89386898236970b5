"""What `determine` and `explain` share: the decision of one household in one month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from welfare_rules.cli.failures import REQUEST_WRONG, Attempts, Stage
from welfare_rules.cli.inputs import STDIN, load, read_case
from welfare_rules.cli.output import write_findings

if TYPE_CHECKING:
    from welfare_rules.answer.answer import Answer
    from welfare_rules.basics.text import Lang


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command line asks to be decided, in its own words."""

    case: str
    jurisdiction: str
    month: str
    known: str | None
    policies: str | None
    engine: str


def decide(asked: Asked, stage: Stage) -> Answer:
    """Decides a case; raises Refused with all that is wrong in request, policies and case."""
    from welfare_rules.engine import registry as engines
    from welfare_rules.findings import Place, finding, nearest
    from welfare_rules.loading import parse_day, parse_month

    tried = Attempts()
    when = tried(lambda: parse_month(asked.month))
    day = tried(lambda: parse_day(asked.known))
    if engines.maker_of(asked.engine) is None:
        names = engines.names()
        hint = nearest(asked.engine, names)
        tried.found.append(
            finding(
                "WR505", Place("engine"), got=asked.engine[:40], want=", ".join(names), nearest=hint
            )
        )
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
    return rules.determine(read, asked.engine)


def tell_doubts(answer: Answer, name: str, form: str, lang: Lang) -> None:
    """Warns of what is doubtful in a case that was decided; `name` is that of its file."""
    from welfare_rules.facts.doubts import doubts

    found = tuple(doubts(answer.program.law, answer.case, name))
    if found:
        write_findings(found, form, lang)
