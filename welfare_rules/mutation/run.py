"""Mutation of the law: which changes of one thing no case notices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from welfare_rules.alerts.looks import Look
from welfare_rules.basics.days import LAST, Period
from welfare_rules.cases.build import PolicyCase
from welfare_rules.cases.run import run_case
from welfare_rules.cases.suite import Bench, make_bench
from welfare_rules.cases.watches.run import compared
from welfare_rules.document.tree import shown
from welfare_rules.findings import Place, RequestError, finding
from welfare_rules.language import nodes as n
from welfare_rules.law.law import Law
from welfare_rules.law.months import months_of
from welfare_rules.mutation.law import Affects, Mutant, grouped
from welfare_rules.program.program import Program
from welfare_rules.program.resolve import resolve
from welfare_rules.program.validity import ChangePoints


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant that was run: by which case it was killed, if by any."""

    id: str
    place: Place
    killed_by: str
    ran: int
    # recognised: no month decides otherwise, so that no case can notice it
    equivalent: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a case before anything is changed.

    Its program, and the steps that its expectations rest on (None: any).
    """

    case: PolicyCase
    program: Program | None
    steps: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Failing:
    """Mutation says nothing while cases fail as the law stands."""

    cases: tuple[str, ...]


class Mutator:
    """Runs mutants against the cases that can notice them, the most promising first."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench = bench.without_stories()  # they run too long to be run for every change
        self.failing: list[str] = []
        self.watched: dict[str, list[PolicyCase]] = {each: [] for each in bench.policies}
        self.looks: dict[int, Look] = {}  # of cases that expect alerts, by their identity
        self.known: dict[str, list[Known]] = {each: [] for each in bench.policies}
        self.users: dict[int, tuple[Program, dict[str, frozenset[str]]]] = {}
        for case in bench.cases:
            ran = run_case(case, bench.policies[case.jurisdiction])
            if not ran.passed:
                self.failing.append(f"{case.place}")
            if case.watched is not None:
                self.watched[case.jurisdiction].append(case)
                if case.expect.nothing:
                    continue
            if ran.rules is None or ran.evaluation is None:
                self.known[case.jurisdiction].append(Known(case, None, frozenset()))
                continue
            unsettled = any(
                each.missing_facts or each.missing_figures or None in each.truths
                for each in ran.outcomes
            )
            unsettled = unsettled or (ran.looked_at_circle and ran.circle is None)
            steps = None if unsettled else ran.evaluation.worked_out()
            self.known[case.jurisdiction].append(Known(case, ran.rules.program, steps))
        self.laws: dict[str, Law] = {each: policy.law for each, policy in bench.policies.items()}

    def mutants(self, under: Sequence[Path] = ()) -> list[tuple[str, Sequence[tuple[str, Mutant]]]]:
        """All mutants, or those of the files at or below the paths."""
        found = grouped(self.laws, self.bench.root)
        if not under:
            return list(found.items())
        inside = {
            name: any((self.bench.root / name).resolve().is_relative_to(each) for each in under)
            for name in {_file(each) for each in found}
        }
        return [(key, each) for key, each in found.items() if inside[_file(key)]]

    def run(self, key: str, each: Sequence[tuple[str, Mutant]]) -> Tried:
        """A mutant in every jurisdiction that it is a mutant of, until a case notices it."""
        ran = 0
        for jurisdiction, mutant in each:
            if mutant.affects.watch:
                law = mutant.make()
                for case in self._alerting(jurisdiction, mutant.affects.watch):
                    ran += 1
                    if any(True for _ in self._told_otherwise(case, law)):
                        return Tried(key, mutant.place, f"{case.place}", ran)
                continue
            groups: dict[tuple[int, int], list[PolicyCase]] = {}
            for known in self.known[jurisdiction]:
                if self._notices(mutant.affects, known):
                    groups.setdefault((known.case.month.first, known.case.known), []).append(
                        known.case
                    )
            if not groups:
                continue
            law = mutant.make()
            policy = replace(
                self.bench.policies[jurisdiction],
                law=law,
                change_points=ChangePoints.of(law),
                compiled={},
            )
            for cases in sorted(groups.values(), key=len, reverse=True):
                for case in cases:
                    ran += 1
                    if not run_case(case, policy).passed:
                        return Tried(key, mutant.place, f"{case.place}", ran)
        same = all(self._same(jurisdiction, mutant) for jurisdiction, mutant in each)
        return Tried(key, each[0][1].place, "", ran, same)

    def _alerting(self, jurisdiction: str, watch: str) -> Iterator[PolicyCase]:
        """The cases in which a watch speaks, and then those in which it is asked."""
        versions = [each for each in self.laws[jurisdiction].watches if each.id == watch]
        asked: list[PolicyCase] = []
        for case in self.watched[jurisdiction]:
            assert case.watched is not None
            event = case.watched.event
            if any(each.watch == watch for each in case.watched.expect):
                yield case
            elif any(
                not each.facts
                or (event is not None and not event.facts.keys().isdisjoint(each.facts))
                for each in versions
            ):
                asked.append(case)
        yield from asked

    def _told_otherwise(self, case: PolicyCase, law: Law) -> Iterable[object]:
        """What a case that expects alerts notices of a law with other watches. What they are held
        against is worked out once, since no decision rests on them.
        """
        watched = case.watched
        assert watched is not None
        if id(case) not in self.looks:
            self.looks[id(case)] = watched.look(self.bench.policies[case.jurisdiction])
        return compared(watched, self.looks[id(case)], law)

    def _same(self, jurisdiction: str, mutant: Mutant) -> bool:
        """Whether a moved day changes nothing that decides anything, in the months and for the
        knowledge in which it could.
        """
        if mutant.affects.moved is None or mutant.affects.watch:
            return False
        old, new = mutant.affects.moved
        law, changed = self.laws[jurisdiction], mutant.make()
        days = [month for month in months_of(law) if old.contains(month) != new.contains(month)]
        known = sorted({LAST, *(each.case.known for each in self.known[jurisdiction])})
        # of the days on which neither law changes, and nothing becomes known of it, one is enough
        points = [ChangePoints.of(each) for each in (law, changed)]
        pairs = {
            tuple(each.key(day, one) for each in points): (day, one)
            for day in days
            for one in known
            if one >= old.announced
        }
        return all(
            _decides(resolve(law, *pair)) == _decides(resolve(changed, *pair))
            for pair in pairs.values()
        )

    def _notices(self, affects: Affects, known: Known) -> bool:
        program, case = known.program, known.case
        if program is None:
            return False
        day, knowledge = case.month.first, case.known
        if affects.moved is not None:
            old, new = affects.moved
            return _holds(old, day, knowledge) != _holds(new, day, knowledge)
        if affects.figure:
            version = program.law.figures[affects.figure].versions[affects.version]
            for figure in program.figures.values():
                if any(each is version for each in figure.chain):
                    if any(each.id == figure.id for each in case.expect.figures):
                        return True
                    named = self._users(program)
                    users = named.get(figure.id, frozenset[str]()) | named.get(
                        figure.key, frozenset[str]()
                    )
                    if known.steps is None or users & known.steps:
                        return True
            return False
        if not all(_holds(each, day, knowledge) for each in affects.periods):
            return False
        return known.steps is None or not known.steps.isdisjoint(affects.steps)

    def _users(self, program: Program) -> Mapping[str, frozenset[str]]:
        """The steps that name each figure."""
        if id(program) not in self.users:
            found: dict[str, set[str]] = {}
            for step in program.steps:
                for each in n.walk(step.node) if step.node is not None else ():
                    if isinstance(each, n.FigureRef):
                        found.setdefault(each.id, set()).add(step.id)
            self.users[id(program)] = (
                program,
                {key: frozenset(each) for key, each in found.items()},
            )
        return self.users[id(program)][1]


def _decides(program: Program) -> object:
    """All of a program that makes a decision.

    The steps that are needed, the figures that they name, benefits and circles.
    """
    steps = {each: program.step(each) for each in program.needed}
    named = {
        each.id
        for step in steps.values()
        if step.node is not None
        for each in n.walk(step.node)
        if isinstance(each, n.FigureRef)
    }
    figures = {
        each: (program.figures[each].value, program.figures[each].provisional) for each in named
    }
    benefits = [(each.id, [rule.step for rule in each.reasons]) for each in program.benefits]
    circles = [each.circle.id for each in program.circles]
    return (
        {key: (step.node, step.status) for key, step in steps.items()},
        figures,
        benefits,
        circles,
    )


def _holds(period: Period, day: int, known: int) -> bool:
    return period.holds(day, known)


def _file(key: str) -> str:
    return key.split(": ", 1)[0]


CHUNK = 16  # mutants that a process takes at a time
Told = Callable[[int, int], None]  # how many of how many have been run


def mutate(
    paths: Iterable[Path], root: Path, processes: int, told: Told = lambda done, of: None
) -> tuple[Tried, ...] | Failing:
    """All mutants of the files at or below the paths (or of all policies), against all cases of
    these policies. Raises RequestError where nothing can be changed at or below any path.
    """
    chosen = [each.resolve() for each in paths]
    mutator = Mutator(make_bench([], root))
    if mutator.failing:
        return Failing(tuple(mutator.failing))
    every = mutator.mutants(chosen)
    if chosen and not every:
        raise RequestError(finding("WR552", Place("PATH"), got=shown(each)) for each in chosen)
    parts = [(start, min(start + CHUNK, len(every))) for start in range(0, len(every), CHUNK)]
    tried: list[Tried] = []
    if processes <= 1 or len(parts) <= 1:
        for start, end in parts:
            tried.extend(mutator.run(key, each) for key, each in every[start:end])
            told(end, len(every))
    else:
        with ProcessPoolExecutor(processes, initializer=_begin, initargs=(chosen, root)) as pool:
            for found in pool.map(_some, parts):
                tried.extend(found)
                told(len(tried), len(every))
    return tuple(
        sorted(
            tried, key=lambda each: (each.place.file, each.place.line, each.place.column, each.id)
        )
    )


class _Worker:
    """What one process works with.

    It reads the files for itself, because a law full of functions is not sent.
    """

    mutator: Mutator
    every: list[tuple[str, Sequence[tuple[str, Mutant]]]]


def _begin(chosen: list[Path], root: Path) -> None:
    _Worker.mutator = Mutator(make_bench([], root))
    _Worker.every = _Worker.mutator.mutants(chosen)


def _some(part: tuple[int, int]) -> list[Tried]:
    return [_Worker.mutator.run(key, each) for key, each in _Worker.every[slice(*part)]]
