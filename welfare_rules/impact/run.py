"""Decides one population on both sides of a change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import Any

from welfare_rules.findings import Finding
from welfare_rules.impact.comparison import Comparison
from welfare_rules.impact.rights import Household, household_of, payable
from welfare_rules.impact.unchanged import Why, why_nothing
from welfare_rules.loading import latest_day
from welfare_rules.program.resolve import narrowed
from welfare_rules.rules import Compiled, Rules
from welfare_rules.runs.columns import chosen
from welfare_rules.runs.result import findings_of
from welfare_rules.runs.run import Run, usual_engine
from welfare_rules.tables.mapping import AS_IT_IS, read_mapping
from welfare_rules.tables.sources import TableInput


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change does to a population: both sides, what was counted, why nothing changes (None
    where something does), and what is wrong in the tables.
    """

    before: Rules
    after: Rules
    comparison: Comparison
    why: Why | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Decided:
    id: str
    town: str
    members: Sequence[str]
    sides: tuple[Household, ...]


def both_sides(
    before: Rules,
    after: Rules,
    households: TableInput,
    members: TableInput | None = None,
    benefits: Sequence[str] | None = None,
    *,
    mapping: str | PathLike[str] | Mapping[str, Any] | None = None,
    engine: str | None = None,
) -> Impact:
    """The households of two tables, decided by the rules of both sides and added up
    (`report.compare_runs`).
    """
    mapped = AS_IT_IS if mapping is None else read_mapping(mapping)
    alike = reads_alike(before, after)

    def run(rules: Rules) -> Run:
        return Run.of([rules], households, members, mapped, None, engine or usual_engine())

    first = run(before)
    runs = [first] if alike else [first, run(after)]
    wanted = chosen((before.program, after.program), benefits)
    told = Comparison(payable(wanted))
    one_side, other_side = (_of_benefits(each, told.payable) for each in (before, after))
    if first.engine == "columns":
        from welfare_rules.impact.tabled import compare_tables

        compare_tables(told, one_side, other_side, [each.homes() for each in runs])
    elif alike:
        for each in _decided(first, [one_side, other_side]):
            if each.sides:
                told.add(each.id, each.town, each.members, each.sides[0], each.sides[1])
            else:
                told.refused += 1
    else:
        there = 0
        sides = _decided(first, [one_side]), _decided(runs[1], [other_side])
        for one, other in _matched(*sides):
            there += 1
            if one is not None and other is not None and one.sides and other.sides:
                told.add(one.id, one.town, one.members, one.sides[0], other.sides[0])
        told.refused = there - told.households.whole
    spotted = [each for run in runs for each in run.spotted]
    why = why_nothing(before, after, told) if told.nothing else None
    return Impact(before, after, told, why, tuple(dict.fromkeys(findings_of(spotted))))


def _of_benefits(rules: Rules, asked: Collection[str]) -> Rules:
    """The rules for some of their benefits alone: the others need not be decided."""
    program = rules.program
    kept = tuple([each for each in program.benefits if each.id in asked])
    if len(kept) == len(program.benefits):
        return rules
    return replace(rules, compiled=Compiled(narrowed(program, kept, program.circles)))


def reads_alike(before: Rules, after: Rules) -> bool:
    """Whether the rules of both sides make the same of a case, so that it is read once."""
    one, other = before.program.law, after.program.law
    if one is other:
        return True
    days = {latest_day(each.known, each.month) for each in (before, after)}
    words = before.reader.labels, one.choices, len(one.facts)
    if words != (after.reader.labels, other.choices, len(other.facts)) or len(days) != 1:
        return False
    pairs = zip(one.facts, other.facts, strict=True)
    return all(replace(fact, origin=same.origin) == same for fact, same in pairs)


def _decided(run: Run, sides: Sequence[Rules]) -> Iterator[_Decided]:
    """The households, decided by each of the rules, which read alike; once where they are one."""
    one = len({(each.digest, each.month) for each in sides}) == 1
    for row, decisions in run.decided(sides[:1] if one else sides):
        if row.case is None:
            yield _Decided(row.id, row.town, (), ())
            continue
        case = row.case
        made = tuple(household_of(case.member_ids, each) for each in decisions)
        yield _Decided(case.id, row.town, case.member_ids, made * (len(sides) // len(made)))


def _matched(
    one: Iterator[_Decided], other: Iterator[_Decided]
) -> Iterator[tuple[_Decided | None, _Decided | None]]:
    """Each household of two tables of which one may lack some, in order."""
    waiting: dict[str, _Decided] = {}
    for each in one:
        found = waiting.pop(each.id, None)
        while found is None and (there := next(other, None)) is not None:
            if there.id == each.id:
                found = there
            else:
                waiting[there.id] = there
        yield each, found
    yield from ((None, each) for each in (*waiting.values(), *other))
