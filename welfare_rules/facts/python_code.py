"""Writes Python classes of households and members with the facts of a vocabulary.

Editors complete their names, type checkers refuse what is none, and so do they at run time.
"""

from __future__ import annotations

from collections.abc import Iterable

from welfare_rules.language.types import Entity, Kind
from welfare_rules.law.law import Law
from welfare_rules.law.model import Fact

_HEAD = '''"""Households and members with the facts of {jurisdiction}.

Made by `welfare-rules schema python --in {jurisdiction}`; do not edit.
"""
# fmt: off

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self, TypedDict, Unpack

from welfare_rules{home} import BaseHousehold, BaseMember, Day, Flow, Money, Unsaid
'''
_WIDTH = 96


def python_code(law: Law, *, shipped: bool = False) -> str:
    """The module; `shipped` for the one that is a part of this library.

    >>> import welfare_rules as wr
    >>> code = python_code(wr.load("cn").law)
    >>> "wage: Flow | Unsaid = None" in code
    True
    """
    home = ".facts.typed" if shipped else ""
    parts = [
        _HEAD.format(jurisdiction=law.jurisdiction, home=home),
        *_choices(law),
        *_entity(law, Entity.MEMBER),
        *_entity(law, Entity.HOUSEHOLD),
    ]
    return "\n".join(parts)


def _choices(law: Law) -> Iterable[str]:
    used = dict.fromkeys(each.type.choice for each in law.facts if each.type.kind is Kind.CHOICE)
    for name in used:
        ids = [each.id for each in law.choices[name].values]
        labels = " ".join(f"{each.id}（{each.zh}）" for each in law.choices[name].values)
        line = f"{_type_name(name)} = Literal[{', '.join(_quoted(each) for each in ids)}]"
        if len(line) > _WIDTH:
            inner = "".join(f"    {_quoted(each)},\n" for each in ids)
            line = f"{_type_name(name)} = Literal[\n{inner}]"
        yield f"{line}\n{_doc(labels, '')}"


def _entity(law: Law, entity: Entity) -> Iterable[str]:
    of_member = entity is Entity.MEMBER
    name = "Member" if of_member else "Household"
    what = "one person of a household" if of_member else "a household in one month"
    facts = [each for each in law.facts if each.entity is entity]
    people = "" if of_member else "    members: Sequence[Member | MemberFacts | dict[str, Any]]\n"
    yield (
        f"\n\nclass {name}Facts(TypedDict, total=False):\n"
        f'    """The facts of {what}, as a dict."""\n\n'
        f"    id: str\n{people}"
        + "".join(f"    {each.id}: {_type(each)} | Unsaid\n" for each in facts)
    )
    start = people.replace("]]\n", "]] = ()\n")
    yield (
        f"\nclass {name}(Base{name}):\n"
        f'    """The facts of {what}; one that is left out is unknown, never zero.\n\n'
        f"    Raises CaseError for a name that is no fact.\n\n{_example(of_member)}"
        f'    """\n\n    __slots__ = ()\n    id: str\n{start}'
        + "".join(_field(each) for each in facts)
        + f"\n    def but(self, **facts: Unpack[{name}Facts]) -> Self:\n"
        f'        """The same with some facts changed.\n\n{_but_example(of_member)}        """\n'
        "        return self._but(facts)\n"
    )


def _example(of_member: bool) -> str:
    if of_member:
        return "    >>> Member(id=\"p1\").id\n    'p1'\n"
    return (
        '    >>> Household(id="h1", members=[Member(id="p1")]).to_dict()\n'
        "    {'id': 'h1', 'members': [{'id': 'p1'}]}\n"
    )


def _but_example(of_member: bool) -> str:
    name = "Member" if of_member else "Household"
    return f'        >>> {name}(id="a").but(id="b").id\n        \'b\'\n'


def _field(fact: Fact) -> str:
    label = " ".join(each for each in (fact.label.zh, fact.label.en) if each)
    return f"    {fact.id}: {_type(fact)} | Unsaid = None\n{_doc(label, '    ')}"


def _doc(text: str, indent: str) -> str:
    safe = text.replace("\\", "").replace('"', "'")
    lines = _wrapped(safe, _WIDTH - len(indent) - 6)
    end = "" if len(lines) == 1 else f"\n{indent}"
    return f'{indent}"""' + f"\n{indent}".join(lines) + f'{end}"""\n'


def _wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns; a Chinese sign takes two."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if sum(2 if ord(sign) > 0x2E7F else 1 for sign in longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _type(fact: Fact) -> str:
    match fact.type.kind:
        case Kind.MONEY:
            return "Flow" if fact.flow else "Money"
        case Kind.BOOL:
            return "bool"
        case Kind.DATE:
            return "Day"
        case Kind.CHOICE:
            return _type_name(fact.type.choice)
        case Kind.BENEFITS:
            return "Sequence[str]"
        case Kind.CODE:
            return "str"
        case _:
            return "int"


def _type_name(choice: str) -> str:
    return (
        "".join(each.capitalize() for each in choice.split("_")).removesuffix("Choice") + "Choice"
    )


def _quoted(text: str) -> str:
    return f'"{text}"'


if __name__ == "__main__":
    from welfare_rules.loading import load_law

    print(python_code(load_law("cn"), shipped=True), end="")
