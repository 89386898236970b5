"""An integer program as the text of one Python function over the columns of a block of households.

The text calls operations by their names (`add`, `both`, `total` …). With those of `known` it is
plain arithmetic over arrays; with those of `hidden` the same text goes on where something is
unknown. Values of the household that a loop over the members looks at are spread over them once.
What stands behind a requirement is worked out only for the rows that meet it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from welfare_rules.basics.comparison import Comparison
from welfare_rules.engine.columns.kinds import Kind, kind_of, widest, words_of
from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer.form import Aggregate, Guarded, IntegerProgram, Output, Statement
from welfare_rules.language.types import Entity

NESTED = 25  # calls within calls in one line: Python refuses two hundred brackets
WORTH_A_GUARD = 12  # operations that cost more than bringing what they look at to some rows
GIVEN = ("facts", "people", "paid", "home", "bounds")
DAYS = ("month_start", "month_end", "month_index")
ARGUMENTS = f"{', '.join((*GIVEN, *DAYS))}, supposed=None"

_COMPARED: Mapping[Comparison, str] = {
    Comparison.LESS: "less",
    Comparison.AT_MOST: "at_most",
    Comparison.GREATER: "more",
    Comparison.AT_LEAST: "at_least",
    Comparison.EQUAL: "equal",
    Comparison.NOT_EQUAL: "unequal",
}
_COUNTED: Mapping[type[e.Expr], str] = {
    e.Plus: "add",
    e.Minus: "subtract",
    e.Times: "multiply",
    e.Product: "product",
    e.Scaled: "scaled",
    e.FloorDiv: "floor_divide",
    e.Mod: "rest",
    e.HalfEven: "half_even",
    e.Top: "top",
}
_OF_HOUSEHOLD, _OF_MEMBER = 1, 2


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a value and the kind of its numbers."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Line:
    """A value that is given a name. Of one that all households have, or all members, `of_member`
    says whose it is.
    """

    name: str
    text: str
    of_member: bool | None = None


@dataclass(slots=True)
class Rows:
    """The rows that a text is about: all households, all members, or some of either.

    `rows` is the variable that holds which; of some rows `own` are the names assigned for them
    alone.
    """

    of_member: bool
    rows: str = ""
    own: dict[str, Text] = field(default_factory=dict[str, Text])

    @property
    def count(self) -> str:
        return "people_count" if self.of_member else "count_"


def decide_source(program: IntegerProgram) -> str:
    """The source of `decide`: the places of circles, then what is due of each benefit.

    First those of households and then those of members, each as `due` makes it.
    """
    return _Printer(_due).function("decide", program, circles=True)


def reasons_source(program: IntegerProgram) -> str:
    """The source of `reasons`: the truths of each benefit, as `reasons` makes them."""
    return _Printer(_reasons).function("reasons_of", program, circles=False)


def decide_lines(program: IntegerProgram) -> tuple[list[Line], Mapping[int, str]]:
    """The lines of `decide`, and the names of those in which comparisons that may be supposed are
    made. What is asked for is known by `name_of_due` and `name_of_circle`.
    """
    printer = _Printer(_due)
    printer.decided(program)
    tests = (printer.of(each.test, printer.households).text for each in program.circles)
    printer.lines.extend(Line(name_of_circle(place), text) for place, text in enumerate(tests))
    return printer.lines, {number: made.text for number, made in printer.compared.items()}


def name_of_due(place: int, *, of_member: bool) -> str:
    """The name of what is due of a benefit, one of those of members or of those of households."""
    return f"r{place}" if of_member else f"h{place}"


def name_of_circle(place: int) -> str:
    """The name of the test of a circle."""
    return f"c{place}"


def has_open(program: IntegerProgram) -> bool:
    """Whether a figure or formula that nobody has found is looked at anywhere."""
    return any(
        isinstance(each, e.Open) for _, root in program.expressions() for each in e.walk(root)
    )


def compared_in(program: IntegerProgram) -> dict[int, e.Compared]:
    """The comparisons that may be supposed, by their numbers."""
    return {
        each.number: each
        for _, root in program.expressions()
        for each in e.walk(root)
        if isinstance(each, e.Compared)
    }


def _due(printer: _Printer, output: Output, rows: Rows) -> str:
    entitled, amount = printer.of(output.entitled, rows), printer.of(output.amount, rows)
    return f"due({entitled.text}, {amount.text})"


def _reasons(printer: _Printer, output: Output, rows: Rows) -> str:
    return f"reasons({', '.join(printer.of(each, rows).text for each in output.truths)})"


class _Printer:
    """Prints one function; `cell` prints what it returns of a benefit."""

    def __init__(self, cell: Callable[[_Printer, Output, Rows], str]) -> None:
        self.cell = cell
        self.lines: list[Line] = []
        self.kinds: dict[str, Kind] = {}  # of names that all rows have
        self.households, self.members = Rows(False), Rows(True)
        self.whose: dict[e.Expr, int] = {}
        self.given: dict[e.Expr, Text] = {}  # what stands for the argument of a function
        self.compared: dict[int, Text] = {}  # the comparisons that are worked out already
        self.recalling = False  # while a text is printed that is worked out at the end
        self.names: dict[str, str] = {}  # of what was named on the way, by its text
        self.numbered = False
        self.words = 0  # that it takes to name what nobody has found

    def function(self, name: str, program: IntegerProgram, *, circles: bool) -> str:
        self.decided(program)
        of_household = [name_of_due(each.place, of_member=False) for each in program.household]
        places = sorted(each.place for phase in program.phases for each in phase.outputs)
        of_members = [name_of_due(place, of_member=True) for place in places]
        results = [_tuple(of_household), _tuple(of_members)]
        if circles:
            tests = [self.of(each.test, self.households).text for each in program.circles]
            results.insert(0, f"first({_tuple(tests)}, count_)")
        lines = [
            "count_, people_count = len(bounds) - 1, len(home)",
            *(f"{each.name} = {each.text}" for each in self.lines),
            f"return {', '.join(results)}",
        ]
        return "\n".join([f"def {name}({ARGUMENTS}):", *(f"    {one}" for one in lines)]) + "\n"

    def decided(self, program: IntegerProgram) -> None:
        """Prints the lines of a program up to what is said of each benefit."""
        self.numbered = bool(compared_in(program))  # what may be supposed is looked at in all rows
        self.words = words_of(len(program.holes))
        for phase in program.phases:
            self._block(phase.members, self.members)
            for each in phase.aggregates:
                self._aggregate(each)
            for output in phase.outputs:
                text = self.cell(self, output, self.members)
                self.lines.append(Line(name_of_due(output.place, of_member=True), text))
            self._block(phase.household, self.households)
        for output in program.household:
            text = self.cell(self, output, self.households)
            self.lines.append(Line(name_of_due(output.place, of_member=False), text))

    # --- statements ---

    def _block(self, statements: Iterable[Statement], rows: Rows) -> None:
        for each in statements:
            if isinstance(each, Guarded):
                self._guarded(each, rows)
            else:
                self._assign(each.name.id, self.of(each.value, rows), rows)

    def _assign(self, name: str, made: Text, rows: Rows) -> None:
        self.lines.append(Line(name, made.text, rows.of_member))
        self.kinds[name] = made.kind

    def _guarded(self, guarded: Guarded, rows: Rows) -> None:
        """Assignments for some rows, and in all rows the names that are looked at outside."""
        if not guarded.body:
            return
        test = self._named(self.of(guarded.test, rows))
        inside = self._some(test, rows)
        for each in guarded.body:
            made, name = self.of(each.value, inside), f"{each.name.id}_in"
            self.lines.append(Line(name, made.text))
            inside.own[each.name.id] = Text(name, made.kind)
        for each in guarded.otherwise:
            value = inside.own[each.name.id]
            self._assign(each.name.id, self._put(test, value, each.value, inside), rows)

    def _some(self, test: Text, rows: Rows) -> Rows:
        """The rows where a test holds."""
        chosen = self._named(Text(f"rows_of({test.text}, {rows.count})", "i64"))
        return Rows(rows.of_member, chosen.text)

    def _put(self, test: Text, value: Text, nothing: e.Expr, inside: Rows) -> Text:
        """A value of some rows as one of all: elsewhere it is nothing."""
        other = self.of(nothing, inside)
        kind = widest(value.kind, other.kind)
        given = f"{value.text}, {inside.rows}, {other.text}, {inside.count}, {kind!r}"
        return Text(f"put({given}, {test.text})", kind)

    def _aggregate(self, gathered: Aggregate) -> None:
        name, among = gathered.name, self.of(gathered.among, self.members).text
        if gathered.value is None:
            kind: Kind = "truth" if gathered.how == "exists" else "i32"
            made = Text(f"{gathered.how}({among}, bounds)", kind)
            self._assign(name.id, made, self.households)
            return
        value = self.of(gathered.value, self.members)
        kind = widest(value.kind, kind_of(name.low, name.high))
        given = f"{value.text}, {among}, bounds, {kind!r}"
        made = self._fitting(Text(f"{gathered.how}({given})", kind), name)
        self._assign(name.id, made, self.households)

    def _named(self, made: Text, of_member: bool | None = None) -> Text:
        """A value under a name, one for each text: nothing is assigned twice."""
        if made.text.isidentifier():
            return made
        if made.text not in self.names:
            self.names[made.text] = f"t{len(self.names) + 1}"
            self.lines.append(Line(self.names[made.text], made.text, of_member))
        return Text(self.names[made.text], made.kind)

    # --- values in the rows where they are looked at ---

    def of(self, expr: e.Expr, rows: Rows) -> Text:
        """The text of a value for some rows."""
        if expr in self.given:
            return self.given[expr]
        if rows.of_member and self._whose(expr) == _OF_HOUSEHOLD and not self.given:
            return self._spread(expr, rows)
        match expr:
            case e.Whole():
                made = str(bool(expr.value)) if expr.truth else str(expr.value)
                return Text(made, "truth" if expr.truth else kind_of(expr.value, expr.value))
            case e.Clock():
                return Text(expr.day, kind_of(expr.low, expr.high))
            case e.Open():
                return Text("OPEN", "i8")
            case e.Hole():
                return self._hole(expr)
            case e.Fact():
                facts = "people" if expr.entity is Entity.MEMBER else "facts"
                kind: Kind = "truth" if expr.truth else kind_of(expr.low, expr.high)
                return self._there(Text(f"{facts}[{expr.column}]", kind), rows)
            case e.Receives():
                return self._there(Text(f"paid({expr.benefit!r}, {expr.column})", "truth"), rows)
            case e.Name():
                if expr.id in rows.own:
                    return rows.own[expr.id]
                return self._there(Text(expr.id, self.kinds[expr.id]), rows)
            case _:
                made = self._fitting(self._worked_out(expr, rows), expr)
                nested = expr.depth % NESTED == 0 and not self.given and not self.recalling
                return self._named(made) if nested else made

    def _hole(self, expr: e.Hole) -> Text:
        """Something that nobody has found, with its ends."""
        kind: Kind = "truth" if expr.truth else kind_of(expr.low, expr.high)
        ends = ("False", "True") if expr.truth else (str(expr.low), str(expr.high))
        given = f"{expr.number}, {', '.join(ends)}, {expr.no_low}, {expr.no_high}, {self.words}"
        return Text(f"hole({given})", kind)

    def _whose(self, expr: e.Expr) -> int:
        """Whom the facts and names below a node are about."""
        if expr not in self.whose:
            found = _whose(expr)
            parts = (expr.part,) if isinstance(expr, e.OfStep) else e.operands(expr)
            for each in parts:  # the conditions of a step are by themselves
                found |= self._whose(each)
            self.whose[expr] = found
        return self.whose[expr]

    def _there(self, everywhere: Text, rows: Rows) -> Text:
        """What all rows have, for those that are looked at."""
        return self._taken(everywhere, rows.rows) if rows.rows else everywhere

    def _spread(self, expr: e.Expr, rows: Rows) -> Text:
        """A value of the household for each of its members."""
        if isinstance(expr, e.Negated):
            return Text(f"negated({self.of(expr.part, rows).text})", "truth")
        recalling, self.recalling = self.recalling, False  # it is worked out at once
        found = self.of(expr, self.households)
        self.recalling = recalling
        if not rows.rows:
            return self._taken(found, "home")
        return self._taken(found, self._taken(Text("home", "i64"), rows.rows).text)

    def _taken(self, everywhere: Text, by: str) -> Text:
        return self._named(Text(f"take({everywhere.text}, {by})", everywhere.kind))

    def _fitting(self, made: Text, expr: e.Expr) -> Text:
        """Python integers whose range is proved to be narrow again."""
        kind = kind_of(expr.low, expr.high)
        if made.kind != "exact" or kind == "exact":
            return made
        return Text(f"narrowed({made.text}, {kind!r})", kind)

    def _worked_out(self, expr: e.Expr, rows: Rows) -> Text:
        match expr:
            case e.Test():
                left, right = self.of(expr.left, rows), self.of(expr.right, rows)
                return Text(f"{_COMPARED[expr.sign]}({left.text}, {right.text})", "truth")
            case e.Pair():
                return self._counted(expr, rows)
            case e.OneOf():
                item = self.of(expr.item, rows).text
                values = ", ".join(str(each) for each in sorted(set(expr.values)))
                return Text(f"one_of({item}, {values})", "truth")
            case e.Both() | e.Either():
                name = "both" if isinstance(expr, e.Both) else "either"
                parts = ", ".join(self.of(each, rows).text for each in expr.parts)
                return Text(f"{name}({parts})", "truth")
            case e.Rising():
                return self._rising(expr, rows)
            case e.Compared():
                return self._compared(expr, rows)
            case e.OfStep():
                return self._of_step(expr, rows)
            case e.Negated():
                return Text(f"negated({self.of(expr.part, rows).text})", "truth")
            case e.Surely():
                return Text(f"surely({self.of(expr.part, rows).text})", "truth")
            case e.Bottom():
                return self._bottom(expr, rows)
            case e.Choose():
                return self._chosen(expr, rows)
            case e.Least() | e.Greatest():
                name = "least" if isinstance(expr, e.Least) else "greatest"
                several = [self.of(each, rows) for each in expr.parts]
                kinds: list[Kind] = [each.kind for each in several]
                kind = widest(*kinds)
                given = ", ".join(each.text for each in several)
                return Text(f"{name}({kind!r}, {given})", kind)
            case _:
                raise AssertionError(f"no text for {type(expr).__name__}")

    def _counted(self, expr: e.Pair, rows: Rows) -> Text:
        """An operation on two numbers, in a kind that holds both and what comes of them."""
        left, right = self.of(expr.left, rows), self.of(expr.right, rows)
        kind = widest(left.kind, right.kind, kind_of(expr.low, expr.high))
        divides = isinstance(expr, (e.FloorDiv, e.Mod, e.HalfEven))
        if divides and (expr.right.low is None or expr.right.low < 1):
            right = Text(f"greatest({right.kind!r}, {right.text}, 1)", right.kind)
        return Text(f"{_COUNTED[type(expr)]}({left.text}, {right.text}, {kind!r})", kind)

    def _bottom(self, expr: e.Bottom, rows: Rows) -> Text:
        part = self.of(expr.part, rows)
        kind = widest(part.kind, kind_of(expr.low, expr.high))
        return Text(f"bottom({part.text}, {kind!r})", kind)

    def _compared(self, expr: e.Compared, rows: Rows) -> Text:
        """A condition that may be supposed, with both sides of what is compared."""
        if self.recalling and expr.number in self.compared:
            return self.compared[expr.number]
        given = [self.of(expr.part, rows).text]
        given.extend("None" if each is None else self.of(each, rows).text for each in expr.sides)
        supposed = f"supposed, {expr.number}, {expr.of_member}"
        made = Text(f"compared({supposed}, {', '.join(given)})", "truth")
        if self.recalling or self.given:
            return made
        self.compared[expr.number] = self._named(made, expr.of_member)
        return self.compared[expr.number]

    def _of_step(self, expr: e.OfStep, rows: Rows) -> Text:
        """The value of a step, with its conditions, worked out when they are asked for."""
        part, more = self.of(expr.part, rows), list[str]()
        for number, of_all, condition in expr.conditions:
            self.recalling = True
            text = self.of(condition, self.members if of_all else rows).text
            self.recalling = False
            more.append(f"{number}: ({of_all or expr.of_member}, lambda: {text})")
        told = f"supposed, {expr.number}, {expr.of_member}, {part.text}"
        return Text(f"of_step({told}, {{{', '.join(more)}}})", part.kind)

    def _rising(self, expr: e.Rising, rows: Rows) -> Text:
        """A number as a function of the one other that it rests on."""
        if expr.of in self.given:  # within another such number of the same day
            return self.of(expr.part, rows)
        of = self.of(expr.of, rows)
        self.given = {expr.of: Text("day", of.kind)}
        made = self.of(expr.part, rows)
        self.given = {}
        return Text(f"rising(lambda day: {made.text}, {of.text})", made.kind)

    def _chosen(self, expr: e.Choose, rows: Rows) -> Text:
        test = self.of(expr.test, rows)
        worth_it = expr.yes.size >= WORTH_A_GUARD and not self.numbered
        if isinstance(expr.no, e.Whole) and worth_it and not rows.rows:
            test = self._named(test)
            inside = self._some(test, rows)
            return self._put(test, self.of(expr.yes, inside), expr.no, inside)
        yes, no = self.of(expr.yes, rows), self.of(expr.no, rows)
        kind = "truth" if expr.truth else widest(yes.kind, no.kind)  # also beside what is open
        return Text(f"choose({test.text}, {yes.text}, {no.text}, {kind!r})", kind)


def _whose(expr: e.Expr) -> int:
    """Whom a leaf is about; 0 for what is the same for everybody, and for what is no leaf."""
    match expr:
        case e.Fact():
            return _OF_MEMBER if expr.entity is Entity.MEMBER else _OF_HOUSEHOLD
        case e.Receives():
            return _OF_MEMBER
        case e.Compared() | e.OfStep():  # also of the household's each member has one by itself
            return _OF_MEMBER if expr.of_member else 0
        case e.Name():
            return _OF_MEMBER if expr.of_member else _OF_HOUSEHOLD
        case _:
            return 0


def _tuple(texts: Iterable[str]) -> str:
    return f"({''.join(f'{each}, ' for each in texts)})"
