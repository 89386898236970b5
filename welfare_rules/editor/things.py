"""What a word of a policy file stands for, where that is laid down, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.checks.dependencies import Uses
from welfare_rules.document.source import Origin
from welfare_rules.findings import Place
from welfare_rules.language.nodes import Amount, DerivedRef, Entitled, Node, walk
from welfare_rules.law.law import Law
from welfare_rules.law.model import countable
from welfare_rules.metadata.dictionary import Name, names
from welfare_rules.program.program import facts_in, figures_in


def meant(law: Law, word: str) -> tuple[Name, ...]:
    """What a word may stand for, by its id or its Chinese label.

    >>> import welfare_rules as wr
    >>> [each.id for each in meant(wr.load("cn/model").law, "低保标准")]
    ['dibao_standard']
    """
    return tuple(each for each in names(law) if word in each.words)


def declared(law: Law, name: Name) -> tuple[Place, ...]:
    """Where a name is laid down: first its declaration, then its versions, in whatever layer.

    >>> import welfare_rules as wr
    >>> law = wr.load("cn/model").law
    >>> [name] = meant(law, "dibao_standard")
    >>> declared(law, name)[0].file.endswith(".toml")
    True
    """
    places = (each.place(key=True) for each in _origins(law, name))
    return tuple(dict.fromkeys(places))


def document(law: Law, name: str) -> Place | None:
    """Where a document of the law is, by its id."""
    found = next((each for each in law.instruments if each.id == name), None)
    return None if found is None else found.origin.place("document", key=True)


def _origins(law: Law, name: Name) -> Iterable[Origin]:
    key = name.id
    match name.sort:
        case "fact":
            yield from (each.origin for each in law.facts if each.id == key and each.origin)
        case "figure":
            yield law.figures[key].origin
            yield from (each.origin for each in law.figures[key].versions)
        case "derived" if key in law.derived:
            yield law.derived[key].origin
            yield from (each.formula.origin for each in law.derived[key].versions)
        case "derived":
            yield from (each.origin for each in law.incomes if countable(each.id) == key)
        case "benefit":
            yield law.benefit(key).origin
            yield from (each.origin for each in law.benefit(key).amendments)
        case "choice":
            for each in (*law.facts, *law.derived.values()):
                if each.type.choice == name.of and each.origin is not None:
                    yield each.origin
        case _:
            return


def benefits_on(law: Law, name: Name) -> tuple[str, ...]:
    """The benefits that rest on a name in some version of their rules, in the order of the law.

    >>> import welfare_rules as wr
    >>> law = wr.load("cn/model").law
    >>> "dibao" in benefits_on(law, meant(law, "工资性收入")[0])
    True
    """
    uses = Uses.of(law)
    found: list[str] = []
    for benefit in uses.benefits:
        below = uses.of_benefit(benefit)
        match name.sort:
            case "fact":
                rests = name.id in uses.facts_below(below)
            case "figure":
                rests = name.id in uses.figures_below(below)
            case _:
                rests = name.id in below
        if rests and benefit != name.id:
            found.append(benefit)
    return tuple(found)


def naming(law: Law, name: Name) -> tuple[tuple[str, Origin], ...]:
    """The rules whose formulas name it, by their names, and where each formula stands."""
    found: dict[str, Origin] = {}
    for each in law.formulas():
        if name.id in _named(each.formula.node, name):
            found.setdefault(each.name, each.formula.origin)
    return tuple(found.items())


def _named(node: Node, name: Name) -> Iterable[str]:
    match name.sort:
        case "fact":
            return facts_in([node])
        case "figure":
            return figures_in([node])
        case "derived":
            return {each.id for each in walk(node) if isinstance(each, DerivedRef)}
        case "benefit":
            return {each.id for each in walk(node) if isinstance(each, (Entitled, Amount))}
        case _:
            return ()
