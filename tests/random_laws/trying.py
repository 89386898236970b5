"""One random law with its cases, held against the plain reading; what comes out is counted."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import welfare_rules as wr
from tests.random_laws import generator
from tests.random_laws.comparing import Compared, Month, contradictions, same_right
from tests.random_laws.doubtful import doubtful
from tests.random_laws.generator import Gap, Made
from tests.random_laws.plain_law import Open, month_after
from tests.support.careful import unfounded
from welfare_rules.engine.native.native import Native
from welfare_rules.samples.drawing import Drawer
from welfare_rules.samples.small_laws import small_law


@dataclass
class Tried:
    """How much was looked at, and what was found wrong (nothing)."""

    counts: Counter[str] = field(default_factory=Counter[str])
    outcomes: Counter[str] = field(default_factory=Counter[str])  # what was said of rights
    effects: Counter[str] = field(default_factory=Counter[str])  # cases in which a part had one
    unseen: list[str] = field(default_factory=list[str])  # facts listed as missing without need
    wrong: list[tuple[str, object]] = field(default_factory=list[tuple[str, object]])


@dataclass(frozen=True)
class Trial:
    """A law that the library accepts, from one seed."""

    seed: int
    law: Made
    compared: Compared
    random: Random

    def situations(self, months: int, cases: int) -> Iterator[tuple[Month, int, dict[str, Any]]]:
        """Cases in months as known on days; a program is dear to make, a case is not."""
        for _ in range(months):
            month, known = generator.random_month(self.random), generator.random_day(self.random)
            for _ in range(cases):
                yield month, known, generator.random_case(self.random, self.law)

    def exact(self, engines: Sequence[str], months: int, cases: int, tried: Tried) -> None:
        """Complete cases: every engine says what the plain reading says, to the last reason."""
        for month, known, case in self.situations(months, cases):
            try:
                want = self.compared.expected(case, month, known)
            except Open:
                tried.counts["cases that rest on an open figure"] += 1
                self._bounded(month, known, case, [], 3, tried)
                continue
            tried.counts["complete cases"] += 1
            tried.effects.update(want.effects)
            tried.outcomes.update(f"complete: {each.status}" for each in want.benefits.values())
            for engine in engines:
                wrong = self.compared.differences(case, month, known, engine, want)
                tried.counts[f"complete cases, {engine}"] += 1
                self._note(tried, f"{engine} {month} {known}", wrong, case)

    def months(self, count: int, tried: Tried) -> None:
        """Timelines of laws in which something runs on, of households that say nothing of it."""
        for month, known, case in self.situations(count if self.law.carries else 0, 1):
            silent = {key: each for key, each in case.items() if key not in generator.CARRIED}
            first = month_after(month, -3) if month > (2020, 3) else month
            try:
                wrong = self.compared.months(silent, first, month, known, tried.effects)
            except Open:
                continue
            tried.counts["timelines"] += 1
            self._note(tried, f"months to {month} {known}", wrong, silent)

    def bounds(self, months: int, cases: int, samples: int, tried: Tried) -> None:
        """Cases with unknown facts: what is said holds for every completion that is tried, and a
        fact that is not listed as missing changes nothing.
        """
        for month, known, whole in self.situations(months, cases):
            case, gaps = generator.with_gaps(self.random, self.law, whole)
            self._bounded(month, known, case, gaps, samples, tried)
            self._unlisted(month, known, case, gaps, tried)

    def single(self, months: int, most: int, tried: Tried) -> None:
        """One fact unknown at a time: what is said holds for every value at a threshold, and for
        a benefit that lists the fact as missing two of the values make a difference.
        """
        for month, known, case in self.situations(months, 1):
            for fact in self.law.named:
                places = [-1] if fact.entity == generator.HOUSEHOLD else range(len(case["members"]))
                for place in places[:1]:
                    if not generator.idle(case, (place, fact)):
                        self._single(month, known, case, (place, fact), most, tried)

    def _single(
        self, month: Month, known: int, case: dict[str, Any], gap: Gap, most: int, tried: Tried
    ) -> None:
        without = generator.filled(case, [(gap, {"unknown": True})])
        every = generator.every_value(gap[1], self.law.marks, case)
        values = self.random.sample(every, min(len(every), most))
        opened = generator.random_opened(self.random, self.law)
        answer = self.compared.rules(month, known).determine(dict(without))
        if any(path(case, gap) in each.missing_facts for each in answer):
            matters = self.random.random() < 0.03  # to see whether it does all values are needed
            values = every if matters else values
        else:
            matters = False
        found = [
            self.compared.expected(generator.filled(case, [(gap, each)]), month, known, opened)
            for each in values
        ]
        tried.counts["cases with one unknown fact"] += 1
        tried.counts["values of that fact"] += len(values)
        tried.outcomes.update(f"one fact unknown: {each.status}" for each in answer)
        for value, each in zip(values, found, strict=True):
            wrong = contradictions(answer, each)
            what = f"single {gap[1].id} = {value} {opened} {month} {known}"
            self._note(tried, what, wrong, without)
        for each in answer if matters else ():
            if path(case, gap) in each.missing_facts and not each.missing_figures:
                tried.counts["listed alone"] += 1
                key = each.benefit, each.payee
                if all(same_right(found[0].benefits[key], one.benefits[key]) for one in found):
                    tried.counts["listed alone, no value seen that matters"] += 1
                    tried.unseen.append(f"seed {self.seed} {month} {known} {key} {each} {without}")

    def alike(self, engines: Sequence[str], months: int, cases: int, tried: Tried) -> None:
        """Cases with unknown facts: every engine says the same, to the last bound and fact."""
        for month, known, whole in self.situations(months, cases):
            case, gaps = generator.with_gaps(self.random, self.law, whole)
            rules = self.compared.rules(month, known)
            judged = said(rules.determine(case, engine="reference"))
            # what is recorded as paid has no possibilities that the reference tries one by one:
            # careful code may say rightly what it leaves open
            if all(fact.type != "benefits" for _, fact in gaps):
                unsaid, clear = unfounded(rules, rules.read(case))
                tried.counts["amounts that careful code says of them"] += clear
                self._note(tried, f"careful {month} {known}", unsaid, case)
            for engine in engines:
                tried.counts[f"cases with unknown facts, {engine} and reference"] += 1
                answer = said(rules.determine(case, engine=engine))
                wrong = [(answer, judged)] if answer != judged else []
                self._note(tried, f"alike, {engine} {month} {known}", wrong, case)

    def grounds(self, months: int, cases: int, tried: Tried) -> None:
        """Complete cases: generated code says of every right what it rests on as the judge does,
        and so the answer says the same to its last key, whoever made it.
        """
        for month, known, case in self.situations(months, cases):
            rules = self.compared.rules(month, known)
            read, native = rules.read(case), rules.engine("native")
            assert isinstance(native, Native)
            worked = native.sources.of(read, rules.month)
            evaluation = rules.reference.evaluate(read, rules.month)
            wrong: list[object] = []
            for benefit in rules.program.benefits:
                for payee in benefit.payees(read):
                    found, want = worked.rests(benefit, payee), evaluation.rests(benefit, payee)
                    tried.counts["rights of complete cases"] += 1
                    tried.counts["provisional"] += want.provisional
                    tried.counts["presumed"] += len(want.presumed) > 0
                    if found != want:
                        wrong.append((benefit.id, payee, found, want))
            tried.counts["complete cases"] += 1
            tried.counts["asked the judge"] += getattr(worked, "evaluated", True)
            answers = [said(rules.determine(case, engine=each)) for each in ("native", "reference")]
            wrong.extend([answers] if answers[0] != answers[1] else ())
            self._note(tried, f"grounds {month} {known}", wrong, case)

    def _completions(
        self, case: Mapping[str, Any], gaps: Sequence[Gap], samples: int
    ) -> list[tuple[dict[str, Any], dict[str, Fraction]]]:
        return [
            (
                generator.completion(self.random, self.law, case, gaps),
                generator.random_opened(self.random, self.law),
            )
            for _ in range(samples)
        ]

    def _bounded(
        self,
        month: Month,
        known: int,
        case: Mapping[str, Any],
        gaps: Sequence[Gap],
        samples: int,
        tried: Tried,
    ) -> None:
        completions = self._completions(case, gaps, samples)
        wrong = self.compared.outside(case, month, known, completions)
        tried.counts["cases with unknown facts or open figures"] += 1
        tried.counts["completions of them"] += samples
        self._note(tried, f"bounds {month} {known}", wrong, case)

    def _unlisted(
        self, month: Month, known: int, case: dict[str, Any], gaps: Sequence[Gap], tried: Tried
    ) -> None:
        """Of every benefit the facts that it does not list are varied, the others kept."""
        rules = self.compared.rules(month, known)
        answer = rules.determine(case)
        tried.outcomes.update(f"facts unknown: {each.status}" for each in answer)
        (one, opened), (other, _) = self._completions(case, gaps, 2)
        before = self.compared.expected(one, month, known, opened)
        for listed, benefits in groupby(
            sorted(answer, key=lambda each: each.missing_facts), lambda each: each.missing_facts
        ):
            kept = [gap for gap in gaps if path(case, gap) in listed]
            if len(kept) == len(gaps):
                continue
            moved = generator.filled(other, [(gap, given(one, gap)) for gap in kept])
            after = self.compared.expected(moved, month, known, opened)
            for each in benefits:
                tried.counts["benefits of which unlisted facts were varied"] += 1
                key = each.benefit, each.payee
                if each.missing_figures:  # as long as these are open, the answer stays the same
                    alike = span(rules.determine(one)[key]) == span(rules.determine(moved)[key])
                else:
                    alike = same_right(before.benefits[key], after.benefits[key])
                if not alike:
                    self._note(tried, f"unlisted {month} {known}", [(key, each, one, moved)], case)
        self._listed(month, known, case, gaps, answer, tried)

    def _listed(
        self,
        month: Month,
        known: int,
        case: dict[str, Any],
        gaps: Sequence[Gap],
        answer: wr.Answer,
        tried: Tried,
    ) -> None:
        """Counts how many facts that one benefit lists are seen to matter in a few tries."""
        each = next((each for each in answer if each.missing_facts), None)
        gap = next((gap for gap in gaps if each and path(case, gap) in each.missing_facts), None)
        if each is None or gap is None or self.random.random() < 0.9:
            return
        tried.counts["listed facts looked at"] += 1
        key = each.benefit, each.payee
        for _ in range(12):
            ((one, opened),) = self._completions(case, gaps, 1)
            moved = generator.completion(self.random, self.law, one, [gap])
            found = [
                self.compared.expected(whole, month, known, opened).benefits[key]
                for whole in (one, moved)
            ]
            if not same_right(*found):
                tried.counts["listed facts seen to matter"] += 1
                return

    def _note(
        self, tried: Tried, what: str, wrong: Sequence[object], case: Mapping[str, Any]
    ) -> None:
        tried.wrong.extend((f"seed {self.seed} {what} {dict(case)}", each) for each in wrong)


def said(answer: wr.Answer) -> dict[str, Any]:
    """All that an answer says, but for who says it; sums and circle read before anything else."""
    first = answer.total, answer.once, answer.circle
    return {**answer.to_dict(), "engine": "", "first": first}


def span(said: wr.Determination) -> tuple[object, ...]:
    """What is said of a right, as far as two answers can agree on it."""
    return said.status, said.at_least, said.at_most


def path(case: Mapping[str, Any], gap: Gap) -> str:
    """How an answer names a fact."""
    place, fact = gap
    return fact.id if place < 0 else f"members[{case['members'][place]['id']}].{fact.id}"


def given(case: Mapping[str, Any], gap: Gap) -> Any:
    place, fact = gap
    return (case if place < 0 else case["members"][place])[fact.id]


def trial(seed: int, folder: Path, *, unsure: bool = False) -> Trial | None:
    """The law of a seed, written below a folder, with parts of it unconfirmed where it shall be
    `unsure`; None where a check refuses it.
    """
    random = Random(seed)
    law = generator.random_law(random)
    files = law.files
    if unsure:
        files = {each: doubtful(random, text) for each, text in files.items()}
    _write(files, folder)
    try:
        return Trial(seed, law, Compared(folder, law.jurisdiction), random)
    except wr.PolicyError:
        return None


def trials(seed: int, *, unsure: bool = False) -> Iterator[Trial]:
    """The same law in a folder that is there as long as it is tried; none where it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        made = trial(seed, Path(folder), unsure=unsure)
        if made is not None:
            yield made


def small(
    seed: int, folder: Path, engines: Sequence[str], months: int, cases: int, tried: Tried
) -> None:
    """A small law of the testing kit and households that the kit draws for it: every engine says
    what the plain reading says. None is refused.
    """
    random = Random(seed)
    law = small_law(random.randrange)
    _write(law, folder)
    compared = Compared(folder, max(Path(each).parent.as_posix() for each in law))
    for _ in range(months):
        month, known = generator.random_month(random), generator.random_day(random)
        drawer = Drawer.of(compared.rules(month, known))
        for _ in range(cases):
            case = drawer.written(drawer.household(random.randrange, (1, 4)))
            try:
                want = compared.expected(case, month, known)
            except Open:
                tried.counts["cases of small laws that rest on an open figure"] += 1
                continue
            tried.counts["complete cases of small laws"] += 1
            for engine in engines:
                wrong = compared.differences(case, month, known, engine, want)
                tried.wrong.extend(
                    (f"small, seed {seed} {engine} {month} {known} {case}", each) for each in wrong
                )


def _write(files: Mapping[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
