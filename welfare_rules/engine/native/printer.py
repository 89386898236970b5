"""An integer program as the text of one Python function over whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from welfare_rules.engine.integer import expressions as e
from welfare_rules.engine.integer.folding import is_zero, settled, union
from welfare_rules.engine.integer.form import (
    Aggregate,
    Assign,
    Guarded,
    IntegerProgram,
    Output,
    Phase,
    Statement,
)
from welfare_rules.language.types import Entity

ARGUMENTS = "household, members, receiving, month_start, month_end, month_index"
SETS = (
    "presumed, everybodys, shifts"  # what is presumed of the household and of each member, as bits
)

# How tightly each kind of text binds, as Python reads it.
TERNARY, OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, ATOM = range(9)


def decide_source(program: IntegerProgram, *, careful: bool = False) -> str:
    """The source of `decide`: the place of the circle (-1: none), then what is due.

    Fen for each benefit of the household, then for each benefit of members a list; None for a payee
    who is not entitled. `careful` code goes on where something would have to be known that is not:
    whatever cannot be worked out is `_hidden`, and so is all that has to look at it.
    """
    printer = _Printer(_due, careful)
    return printer.function("decide", program, circles=True)


def reasons_source(program: IntegerProgram, *, careful: bool = False) -> str:
    """The source of `reasons`: the truths of the household's benefits, and of each member's."""
    printer = _Printer(_truths, careful)
    return printer.function("reasons", program, circles=False)


def sources_source(program: IntegerProgram, *, careful: bool = False) -> str:
    """The source of `sources`: what the household's benefits rest on, and each member's, as bits.

    Beside the facts it is given what is presumed of the household, of each member, and by how many
    places the bits of each member are shifted.
    """
    printer = _Printer(_truths, careful)
    return printer.function("sources", program, circles=False, also=SETS)


def _due(printer: _Printer, output: Output) -> str:
    known = settled(output.entitled)
    if known is False:
        return "None"
    amount = printer.text(output.amount, OR)
    return amount if known else f"{amount} if {printer.text(output.entitled, OR)} else None"


def _truths(printer: _Printer, output: Output) -> str:
    return _tuple(printer.text(each) for each in output.truths)


def _tuple(texts: Iterable[str]) -> str:
    return f"({''.join(f'{each}, ' for each in texts)})"


class _Printer:
    """Prints one function; `row` prints what it returns for a payee. Counts temporary names."""

    def __init__(self, row: Callable[[_Printer, Output], str], careful: bool) -> None:
        self.row = row
        self.careful = careful
        self.temporaries = 0

    # --- the function ---

    def function(self, name: str, program: IntegerProgram, *, circles: bool, also: str = "") -> str:
        lines: list[str] = []
        for phase in program.phases:
            if phase.has_loop:
                lines.extend(self._loop(phase))
            lines.extend(self._block(phase.household))
        households: list[str] = []
        for each in program.household:
            households.append(f"h{each.place}")
            lines.extend(self._named_as(households[-1], self.row(self, each)))
        members = sorted(each.place for phase in program.phases for each in phase.outputs)
        results = f"{_tuple(households)}, {_tuple(f'r{place}' for place in members)}"
        if circles:
            lines.extend(self._named_as("circle", self._circle(program)))
        lines.append(f"return circle, {results}" if circles else f"return {results}")
        arguments = f"{ARGUMENTS}, {also}" if also else ARGUMENTS
        return "\n".join([f"def {name}({arguments}):", *_indented(lines)]) + "\n"

    def _circle(self, program: IntegerProgram) -> str:
        made = "-1"
        for place, each in reversed(list(enumerate(program.circles))):
            made = f"{place} if {self.text(each.test, OR)} else {made}"
        return made

    def _loop(self, phase: Phase) -> list[str]:
        """One loop over the members: what earlier loops kept is read again, sums are gathered."""
        before = [f"k{name.id} = []" for name in phase.kept]
        body = self._block(phase.members)
        body.extend(f"k{name.id}.append({name.id})" for name in phase.kept)
        for each in phase.aggregates:
            first, inside = self._gathered(each)
            before.extend(first)
            body.extend(inside)
        for output in phase.outputs:
            before.append(f"r{output.place} = []")
            if self.careful:
                body.extend(self._named_as("row", self.row(self, output)))
                body.append(f"r{output.place}.append(row)")
            else:
                body.append(f"r{output.place}.append({self.row(self, output)})")
        names = [(name.id, f"k{name.id}") for name in phase.carried]
        there = {type(each) for root in _looked_at(phase) for each in e.walk(root)}
        if e.Receives in there:
            names.insert(0, ("paid", "receiving"))
        if e.Presumed in there:
            names[:0] = ("own", "everybodys"), ("shift", "shifts")
        if names:
            targets = ", ".join(["m", *(name for name, _ in names)])
            head = f"for {targets} in zip({', '.join(['members', *(kept for _, kept in names)])}):"
        else:
            head = "for m in members:"
        return [*before, head, *_indented(body)]

    def _gathered(self, gathered: Aggregate) -> tuple[list[str], list[str]]:
        """The lines that begin an aggregate, and those that each member adds to it."""
        name, value = gathered.name.id, gathered.value
        held = settled(gathered.among) is True
        match gathered.how:
            case "exists" if self.careful:
                added = [f"{name} = {name} | {self.text(gathered.among, SUM)}"]
                return [f"{name} = False"], self._tried(added, {name: "_hidden"})
            case "exists":
                among = self.text(gathered.among, AND)
                return [f"{name} = False"], [f"if not {name} and {among}:", f"    {name} = True"]
            case "count":
                begun, added = [f"{name} = 0"], [f"{name} += 1"]
            case "total":
                assert value is not None
                begun, added = [f"{name} = 0"], [f"{name} += {self.text(value)}"]
            case "union":
                assert value is not None
                begun, added = (
                    [f"{name} = 0"],
                    [f"{name} = {self.text(union((gathered.name, value)))}"],
                )
            case "first":
                assert value is not None
                test = f"{name} is None and {self.text(gathered.among, AND)}"
                taken = [f"if {test}:", f"    {name} = {self.text(value)}"]
                return [f"{name} = None"], self._tried(taken, {name: "_hidden"})
            case _:
                assert value is not None
                sign = ">" if gathered.how == "largest" else "<"
                begun = [f"{name} = 0", f"{name}n = True"]
                added = [
                    f"{name}v = {self.text(value)}",
                    f"if {name}n or {name}v {sign} {name}:",
                    f"    {name} = {name}v",
                    f"    {name}n = False",
                ]
        if not held:
            added = [f"if {self.text(gathered.among)}:", *_indented(added)]
        # once hidden it stays so: behind a hidden extreme none is the first one any more
        hidden = {name: "_hidden"} | ({f"{name}n": "False"} if len(begun) > 1 else {})
        return begun, self._tried(added, hidden)

    def _block(self, statements: Sequence[Statement]) -> list[str]:
        lines: list[str] = []
        for each in statements:
            lines.extend(self._assign(each) if isinstance(each, Assign) else self._guarded(each))
        return lines

    def _guarded(self, guarded: Guarded) -> list[str]:
        lines = [line for each in guarded.otherwise for line in self._assign(each)]
        if not guarded.body:
            return lines
        body = [line for each in guarded.body for line in self._assign(each)]
        if not self.careful:
            return [*lines, f"if {self.text(guarded.test)}:", *_indented(body)]
        test = self._temporary()
        tested = self._named_as(test, self.text(guarded.test))
        # where the test is hidden so is all: what both ways have in common the judge may leave open
        hidden = [f"{each.name.id} = _hidden" for each in guarded.otherwise]
        unsaid = [f"if {test} is _hidden:", *_indented(hidden or ["pass"])]
        return [*lines, *tested, *unsaid, f"elif {test}:", *_indented(body)]

    def _assign(self, assign: Assign) -> list[str]:
        return self._named_as(assign.name.id, self.text(assign.value))

    def _named_as(self, name: str, text: str) -> list[str]:
        return self._tried([f"{name} = {text}"], {name: "_hidden"})

    def _tried(self, lines: list[str], otherwise: Mapping[str, str]) -> list[str]:
        """Lines, and in careful code what their names are where something would have to be known
        that is not.
        """
        if not self.careful:
            return lines
        instead = [f"{name} = {value}" for name, value in otherwise.items()] or ["pass"]
        return ["try:", *_indented(lines), "except _unknown:", *_indented(instead)]

    # --- expressions ---

    def text(self, expr: e.Expr, least: int = TERNARY) -> str:
        """The text of an expression, in brackets where it binds less tightly than is asked for."""
        made, binds = self._spelt(expr)
        return made if binds >= least else f"({made})"

    def _spelt(self, expr: e.Expr) -> tuple[str, int]:
        return (self.careful and self._spelt_carefully(expr)) or self._spelt_plainly(expr)

    def _spelt_carefully(self, expr: e.Expr) -> tuple[str, int] | None:
        """What is clear whatever is hidden: one part may settle a condition, wherever it stands."""
        match expr:
            case e.Open():
                return "_hidden", ATOM
            case e.Receives():
                return f"_in({expr.benefit!r}, paid)", ATOM
            case e.OneOf():
                return f"_in({self.text(expr.item)}, {_tuple(map(str, expr.values))})", ATOM
            case e.Both():
                return " & ".join(self.text(each, SUM) for each in expr.parts), COMPARISON
            case e.Either():
                return " | ".join(self.text(each, SUM) for each in expr.parts), COMPARISON
            case e.Negated():
                return f"1 - {self.text(expr.part, PRODUCT)}", SUM
            case e.Union():
                return f"_joined({', '.join(map(self.text, expr.parts))})", ATOM
            case _:
                return None

    def _spelt_plainly(self, expr: e.Expr) -> tuple[str, int]:
        match expr:
            case e.Whole():
                made = str(bool(expr.value)) if expr.truth else str(expr.value)
                return made, ATOM if expr.value >= 0 else SIGN
            case e.Fact():
                return (
                    f"{'m' if expr.entity is Entity.MEMBER else 'household'}[{expr.column}]",
                    ATOM,
                )
            case e.Receives():
                return f"{expr.benefit!r} in paid", COMPARISON
            case e.Clock():
                return expr.day, ATOM
            case e.Name():
                return expr.id, ATOM
            case e.Open():
                return "_open()", ATOM
            case e.Minus() if is_zero(expr.left):
                return f"-{self.text(expr.right, SIGN)}", SIGN
            case e.Plus() | e.Minus():
                sign = "+" if isinstance(expr, e.Plus) else "-"
                return f"{self.text(expr.left, SUM)} {sign} {self.text(expr.right, PRODUCT)}", SUM
            case e.Times() | e.FloorDiv() | e.Mod():
                sign = (
                    "*"
                    if isinstance(expr, e.Times)
                    else "//"
                    if isinstance(expr, e.FloorDiv)
                    else "%"
                )
                left, right = self.text(expr.left, PRODUCT), self.text(expr.right, SIGN)
                return f"{left}{sign}{right}", PRODUCT
            case e.HalfEven():
                return f"_half_even({self.text(expr.left)}, {self.text(expr.right)})", ATOM
            case e.Test():
                left, right = self.text(expr.left, SUM), self.text(expr.right, SUM)
                return f"{left} {expr.sign} {right}", COMPARISON
            case e.OneOf():
                return f"{self.text(expr.item, SUM)} in {_tuple(map(str, expr.values))}", COMPARISON
            case e.Both():
                return " and ".join(self.text(each, NOT) for each in expr.parts), AND
            case e.Either():
                return " or ".join(self.text(each, AND) for each in expr.parts), OR
            case e.Rising():
                return self._spelt(expr.part)
            case e.Negated():
                return f"not {self.text(expr.part, COMPARISON)}", NOT
            case e.Choose():
                test, yes = self.text(expr.test, OR), self.text(expr.yes, OR)
                return f"{yes} if {test} else {self.text(expr.no)}", TERNARY
            case e.Presumed():
                if expr.entity is Entity.HOUSEHOLD:
                    return f"presumed & {expr.columns}", COMPARISON
                return f"(own & {expr.columns}) << shift", COMPARISON
            case e.Union():
                return " | ".join(self.text(each, SUM) for each in expr.parts), COMPARISON
            case e.Least() | e.Greatest():
                return self._extreme(expr)
            case _:
                raise AssertionError(f"no text for {type(expr).__name__}")

    def _extreme(self, expr: e.Least | e.Greatest) -> tuple[str, int]:
        """The usual "not below 0" without a call."""
        first, *rest = expr.parts
        if len(rest) == 1 and isinstance(first, e.Whole):
            sign = "<" if isinstance(expr, e.Least) else ">"
            bound, name = self.text(first), self._named(rest[0])
            looked_at = f"({name} := {self.text(rest[0])})" if name.startswith("t") else name
            return f"{name} if {looked_at} {sign} {bound} else {bound}", TERNARY
        function = "min" if isinstance(expr, e.Least) else "max"
        return f"{function}({', '.join(self.text(each) for each in expr.parts)})", ATOM

    def _named(self, expr: e.Expr) -> str:
        """The name of a value that is looked at twice: its own, or a temporary one."""
        if isinstance(expr, e.Name):
            return expr.id
        return self._temporary()

    def _temporary(self) -> str:
        self.temporaries += 1
        return f"t{self.temporaries}"


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _looked_at(phase: Phase) -> Iterable[e.Expr]:
    """The expressions of a phase's loop."""
    for each in phase.members:
        if isinstance(each, Guarded):
            yield each.test
            yield from (one.value for one in each.body)
        else:
            yield each.value
    for gathered in phase.aggregates:
        yield gathered.among
        if gathered.value is not None:
            yield gathered.value
    for output in phase.outputs:
        yield output.entitled
        yield output.amount
        yield from output.truths
