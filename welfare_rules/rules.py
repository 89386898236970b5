"""The rules of one jurisdiction.

Its law with all versions, compiled for a month as known on a day, and deciding a case by them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, Self

from welfare_rules.answer.answer import Answer
from welfare_rules.answer.starts import StartedDecision, Starts
from welfare_rules.basics.days import Month
from welfare_rules.basics.text import Lang
from welfare_rules.engine import registry as engines
from welfare_rules.engine.contract import Decision, Engine, Outcome
from welfare_rules.engine.reference import Prepared, Reference
from welfare_rules.facts.reader import CaseInput, CaseReader
from welfare_rules.findings import Place, RequestError, finding, nearest
from welfare_rules.law.law import Law
from welfare_rules.law.terms import Formula
from welfare_rules.loading import (
    DayInput,
    MonthInput,
    latest_day,
    parse_day,
    parse_month,
    refuse_uncovered,
)
from welfare_rules.program.case import Case
from welfare_rules.program.program import BenefitInForce, Program
from welfare_rules.program.resolve import Dependencies, Standing, dependencies_of, program_of
from welfare_rules.program.transition import rewritten, stand_ins
from welfare_rules.program.validity import ChangePoints

_log = logging.getLogger("welfare_rules")

if TYPE_CHECKING:
    from welfare_rules.curves.curve import Curve
    from welfare_rules.curves.needed import Needed
    from welfare_rules.explanation.phrasebook import Phrasebook
    from welfare_rules.runs.result import RunResult
    from welfare_rules.tables.sources import TableInput
    from welfare_rules.written.derivation import DerivationDict


@dataclass(frozen=True, slots=True, eq=False)
class CompiledLaw:
    """The law of one jurisdiction with all its versions. Immutable, safe to share between threads.

    Months in which nothing in the law changes share one compiled program; it is made when it is
    first asked for.
    """

    law: Law = field(repr=False)
    reader: CaseReader = field(repr=False)
    change_points: ChangePoints = field(repr=False)
    compiled: dict[tuple[object, ...], Compiled] = field(repr=False)

    @classmethod
    def of(cls, law: Law) -> Self:
        """The compiled law, in which nothing is compiled yet."""
        return cls(law, CaseReader.of(law), ChangePoints.of(law), {})

    def __reduce__(self) -> tuple[Any, tuple[type[CompiledLaw], Law]]:
        """Pickled is the law alone; its programs are made anew."""
        return _compiled_again, (type(self), self.law)

    @property
    def jurisdiction(self) -> str:
        return self.law.jurisdiction

    def at(self, month: MonthInput, known: DayInput = None) -> Rules:
        """The rules of a month (`2021-08`, or a date in it) as known on a day (today if not given).

        Raises RequestError for a month outside the jurisdiction's law or a malformed month or day.
        """
        when, day = parse_month(month), parse_day(known)
        refuse_uncovered(self.law, when)
        return Rules(
            self._compiled(self.change_points.key(when.first, day), self.law, when.first, day),
            when,
            day,
            self.reader,
        )

    def at_but_for(self, figure: str, month: Month, known: int, day: int) -> Rules:
        """The rules of a month as known on one day, but for one figure as it was known on another.

        To see what it makes of an answer.
        """
        now, then = (
            self.change_points.key(month.first, known),
            self.change_points.key(month.first, day),
        )
        there = self.law.figures[figure]
        old = replace(
            there, versions=tuple(each for each in there.versions if each.period.announced <= day)
        )
        law = replace(self.law, figures={**self.law.figures, figure: old})
        return Rules(
            self._compiled((*now, figure, then[1]), law, month.first, known),
            month,
            known,
            self.reader,
        )

    def _compiled(self, key: tuple[object, ...], law: Law, first: int, known: int) -> Compiled:
        made = self.compiled.get(key)
        if made is None:
            standing = Standing.of(law, first, known)
            alike = next(
                (
                    each
                    for each in tuple(self.compiled.values())
                    if each.program.law == standing.law and each.program.figures == standing.figures
                ),
                None,
            )
            if alike is None:
                alike = Compiled(program_of(standing, law.incomes))
                _log.debug("compiled %s for %s, known %s", law.jurisdiction, first, known)
            made = self.compiled.setdefault(key, alike)
        return made


def _compiled_again(kind: type[CompiledLaw], law: Law) -> CompiledLaw:
    return kind.of(law)


@dataclass(frozen=True, eq=False)
class Compiled:
    """A program with its engines, and with its phrases in each language, made when first used."""

    program: Program = field(repr=False)
    made: dict[str, Engine] = field(default_factory=dict[str, Engine], repr=False)
    books: dict[Lang, Phrasebook] = field(default_factory=dict[Lang, "Phrasebook"], repr=False)
    # with the formulas, by the identity of their nodes, so that these are kept as long
    conditions: dict[int, tuple[Formula, Prepared]] = field(
        default_factory=dict[int, tuple[Formula, Prepared]], repr=False
    )

    def __reduce__(self) -> tuple[type[Compiled], tuple[Program]]:
        """Pickled is the program alone; its engines are made anew."""
        return Compiled, (self.program,)

    @cached_property
    def reference(self) -> Reference:
        return Reference(self.program)

    def engine(self, name: str) -> Engine:
        """The engine of that name. Raises RequestError where there is none."""
        found = self.made.get(name)
        if found is not None:
            return found
        maker = engines.maker_of(name)
        if maker is None:
            names = engines.names()
            hint = nearest(name, names)
            want = ", ".join(names)
            raise RequestError(
                [finding("WR505", Place("engine"), got=name, want=want, nearest=hint)]
            )
        return self.made.setdefault(name, maker(self.program, self.reference))

    def condition(self, formula: Formula) -> Prepared:
        """A formula stated beside the rules, such as a condition of a watch, ready to be asked of
        evaluations.
        """
        key = id(formula.node)
        found = self.conditions.get(key)
        if found is None:
            node = rewritten(formula.node, stand_ins(self.program.figures.values()))
            found = self.conditions[key] = formula, self.reference.formula(node)
        return found[1]

    def explain(self, answer: Answer, lang: Lang) -> str:
        """The derivation of an answer by this program as text.

        What writes it is imported when it is first asked for.
        """
        from welfare_rules.explanation.explain import explain

        return explain(answer, self._book(lang))

    def derivation(self, answer: Answer, lang: Lang) -> DerivationDict:
        """The derivation of an answer by this program as data."""
        from welfare_rules.explanation.data import as_data

        return as_data(answer, self._book(lang))

    def _book(self, lang: Lang) -> Phrasebook:
        from welfare_rules.explanation.phrasebook import Phrasebook

        return self.books.get(lang) or self.books.setdefault(lang, Phrasebook(self.program, lang))

    @cached_property
    def dependencies(self) -> Mapping[str, Dependencies]:
        """For each benefit the figures and facts on which it rests."""
        return {each.id: dependencies_of(self.program, each) for each in self.program.benefits}


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The rules of one month as known on one day.

    Immutable; equal when they decide alike in the same month.

    >>> import welfare_rules as wr
    >>> wr.load("cn/model").at("2021-08", known="2021-12-31").digest[:7]
    'sha256:'
    """

    compiled: Compiled = field(repr=False)
    month: Month
    """The month that is decided."""
    known: int
    """The day whose knowledge counts, YYYYMMDD."""
    reader: CaseReader = field(repr=False)

    @property
    def program(self) -> Program:
        """The rules of the month, compiled: steps, figures and benefits in force."""
        return self.compiled.program

    @property
    def digest(self) -> str:
        """Digest of the program; layout, comments and language of the files do not change it."""
        return self.program.digest

    @property
    def reference(self) -> Reference:
        """The reference engine, which explains and knows what is missing."""
        return self.compiled.reference

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rules) and (self.digest, self.month, self.known) == (
            other.digest,
            other.month,
            other.known,
        )

    def __hash__(self) -> int:
        return hash((self.digest, self.month, self.known))

    def engine(self, name: str) -> Engine:
        """An engine over these rules.

        Raises RequestError for a name that is none, EngineMissing where one cannot be had here.
        """
        return self.compiled.engine(name)

    def read(self, case: CaseInput, name: str = "case") -> Case:
        """A case as exact numbers, for deciding it more than once.

        Raises CaseError with everything that is wrong with it.
        """
        return self.reader.read(case, latest_day(self.known, self.month), name)

    def determine(
        self, case: CaseInput, engine: str | Engine = "native", starts: Starts | None = None
    ) -> Answer:
        """Decides a case: a dict, JSON text, a Household, or what `read` returned.

        Rights start as their benefits say; `starts` says so where more is known of that than the
        case has, as in a history. Raises CaseError with all findings.
        """
        read = case if isinstance(case, Case) else self.read(case)
        chosen = self.engine(engine) if isinstance(engine, str) else engine
        decision: Decision = chosen.decide(read, self.month)
        if starts is not None or self.program.starting:  # else no right waits for a day
            begun = starts or Starts.of(self.program, read, self.month)
            decision = StartedDecision(decision, begun)
        return Answer(
            read,
            self.month,
            self.known,
            chosen.name,
            decision,
            self.compiled.reference,
            self.compiled,
        )

    def run(
        self,
        households: TableInput,
        members: TableInput | None = None,
        benefits: Sequence[str] | None = None,
        strict: bool = False,
        money: Literal["yuan", "fen"] = "yuan",
        *,
        mapping: str | PathLike[str] | Mapping[str, Any] | None = None,
        engine: str | None = None,
    ) -> RunResult:
        """Decides all households of two tables: a row a household, a row a person.

        A table is a dict of columns, anything with the Arrow stream interface, or the path of a
        file. What is wrong in a row refuses its household and stands in the findings of the
        result; with `strict` it raises. `benefits` are those to be told, by id or label; `mapping`
        says what an agency's export means; `engine` is columns where it can be had, else native.
        Raises TableError for tables that cannot be read, RequestError for what is not there.

        >>> import welfare_rules as wr
        >>> rules = wr.load("cn/model").at("2021-09", known="2021-12-31")
        >>> people = {"household": ["h1"], "id": ["p1"], "birth_date": ["1936-09-10"]}
        >>> people |= {"relation": ["head"], "division": ["999999"]}
        >>> found = rules.run({"id": ["h1"]}, people, benefits=["old_age_allowance"])
        >>> found.members.to_pydict()["old_age_allowance.amount"]
        [Decimal('50.00')]
        """
        from welfare_rules.runs.run import run_tables

        return run_tables(
            [self],
            households,
            members,
            benefits,
            strict=strict,
            money=money,
            mapping=mapping,
            engine=engine,
        )

    def curve(self, case: CaseInput, vary: str, first: Any, last: Any) -> Curve:
        """What is due while one fact of a case runs through a range: exact pieces and jumps.

        `vary` names the fact as answers do, `members[p1].wage`; `first` and `last` are yuan for an
        amount, else whole numbers. Raises CaseError, and RequestError for what cannot be followed.
        """
        from welfare_rules.curves.curve import curve

        read = case if isinstance(case, Case) else self.read(case)
        return curve(
            self.program,
            read,
            vary,
            (first, last),
            (self.month, self.known),
            lambda each: self.reference.evaluate(each, self.month),
            lambda each: self.determine(each).decision,
        )

    def _decide_one(self, case: Case, benefit: BenefitInForce, payee: int) -> Outcome:
        """One benefit for one payee: where facts are unknown without all the others."""
        if case.unknown:
            outcome = self.reference.evaluate(case, self.month).outcome(benefit, payee)
            return Starts.of(self.program, case, self.month).applied(outcome)
        found = self.determine(case).decision.dues
        return next(each for each in found if (each.benefit.id, each.payee) == (benefit.id, payee))

    def change(
        self,
        case: CaseInput,
        benefit: str,
        payee: str | None = None,
        *,
        at_least: Any = None,
        any_fact: bool = False,
    ) -> tuple[Needed, ...]:
        """What would have to be otherwise for a right, one fact at a time: the nearest change of
        each. With `at_least` (yuan a payment) also for a right to more.

        Facts that nobody can change (a date of birth) are left out unless `any_fact`. Raises
        CaseError, and RequestError for a benefit or payee that is not there.
        """
        from welfare_rules.curves.needed import Search, needed_changes, wanted

        read = case if isinstance(case, Case) else self.read(case)
        search = Search(
            self.program,
            read,
            wanted(self.determine(read).decision, read, benefit, payee, at_least),
            lambda each: self.reference.evaluate(each, self.month),
            lambda each: self.determine(each).decision,
            self._decide_one,
        )
        return needed_changes(search, any_fact=any_fact)
