"""What may stand where somebody is typing: names by id and by label, headers, keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from welfare_rules.basics.text import Lang
from welfare_rules.editor.context import Context, context, dotted_at, word_at
from welfare_rules.editor.keys import NAMING_KEYS, free, keys
from welfare_rules.language.types import Kind, Type
from welfare_rules.law.law import Law
from welfare_rules.metadata.dictionary import SORTS, Name, names

_SORT_OF_SECTION = {"figure": "figure", "fact": "fact", "derived": "derived", "benefit": "benefit"}
_OF_A_NAME = ("fact", "figure", "derived", "benefit")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that may stand there.

    `text` takes the place of what stands from `start` to `end`; `search` has all ways of writing
    it, so that a name is found by its id and by its label.
    """

    text: str
    kind: str
    about: str
    search: str
    start: int
    end: int


def completion(law: Law, text: str, offset: int, lang: Lang) -> tuple[Candidate, ...]:
    """Everything that may stand at a place, in the order of the law's dictionary.

    >>> import welfare_rules as wr
    >>> text = '[benefit.dibao]\\namount = "低保'
    >>> found = completion(wr.load("cn/model").law, text, len(text), "zh")
    >>> next(each.search for each in found if each.text == "低保标准")
    '低保标准 dibao_standard dibao standard'
    """
    there, span = context(text, offset), word_at(text, offset)
    start = offset if span is None else span[0]
    match there.inside:
        case "string":
            return tuple(_in_a_string(law, there, text, offset, start, lang))
        case "header":
            return tuple(_in_a_header(law, there, text, offset, start, lang))
        case "key":
            return tuple(
                Candidate(key, "key", title, f"{key} {title}", start, offset)
                for key, (title, _) in keys(there.path).items()
            )
        case _:
            return ()


def _in_a_string(
    law: Law, there: Context, text: str, offset: int, start: int, lang: Lang
) -> Iterator[Candidate]:
    if there.key in ("document", "replaces"):
        begun = offset - len(dotted_at(text[:offset], offset))
        for each in law.instruments:
            title = each.title.say(lang)
            yield Candidate(each.id, "document", title, f"{each.id} {title}", begun, offset)
        return
    formula = NAMING_KEYS.get(there.key)
    if formula is None:
        return
    for each in names(law):
        if formula or each.sort in _OF_A_NAME:
            yield from _ways(each, each.words if formula else (each.id,), start, offset, lang)


def _in_a_header(
    law: Law, there: Context, text: str, offset: int, start: int, lang: Lang
) -> Iterator[Candidate]:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    above = there.path[: -1 if start < offset and there.path else None]
    if above and not before.rstrip().endswith((".", "[", '"', "'")):
        return
    if len(above) == 1 and free(above):
        sort = _SORT_OF_SECTION.get(above[0])
        for each in names(law):
            if each.sort == sort:
                yield from _ways(each, (each.id,), start, offset, lang)
        return
    for key, (title, _) in keys(above).items():
        if not keys((*above, key)) and not free((*above, key)):
            continue  # a value, which has no header
        yield Candidate(key, "key", title, f"{key} {title}", start, offset)


def _ways(
    name: Name, words: Iterable[str], start: int, end: int, lang: Lang
) -> Iterator[Candidate]:
    about = [SORTS[name.sort].say(lang)]
    if name.sort == "choice":
        about.append(name.of)
    elif name.type:
        about.append(Type(Kind(name.type)).words().say(lang))
    for word in words:
        others = " ".join(each for each in (*name.words, name.label.en) if each != word)
        others = " ".join(dict.fromkeys(others.split(" ")))
        yield Candidate(word, name.sort, " · ".join(about), f"{word} {others}".strip(), start, end)
