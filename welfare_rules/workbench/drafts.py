"""A draft of new figures tried out: the file that comes of it, its findings, and what it does."""

from __future__ import annotations

import datetime
import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace

import tomli

import welfare_rules as wr
from welfare_rules.basics.text import Words
from welfare_rules.workbench.splice import Version, difference, with_versions
from welfare_rules.workbench.state import Draft, State, Tried, law_texts, problems
from welfare_rules.workbench.words import SAID

Info = wr.FigureInfo
FIELDS = ("from", "announced", "status", "document", "article", "quote")


def documents(state: State) -> dict[str, tuple[str, Words]]:
    """The documents of the jurisdiction that have figures: their ids with file and title, the one
    that announced something last first.
    """
    latest: dict[str, datetime.date] = {}
    for each in state.vocabulary.figures.values():
        for version in each.versions:
            day = version.announced or datetime.date.min
            latest[version.document] = max(day, latest.get(version.document, day))
    texts = law_texts(state.office.texts, state.policy.jurisdiction)
    found: dict[str, tuple[str, Words]] = {}
    for path in sorted(texts):
        head = tomli.loads(texts[path]).get("document", {})
        name, title = head.get("id", ""), head.get("title", {})
        if name in latest:
            found[name] = path, Words(title.get("zh", name), title.get("en", name))
    return dict(sorted(found.items(), key=lambda each: latest[each[0]], reverse=True))


def figures_of(state: State, document: str) -> list[Info]:
    """The figures of which a document has versions."""
    return [
        each
        for each in state.vocabulary.figures.values()
        if any(version.document == document for version in each.versions)
    ]


def in_force(figure: Info, month: str, known: str) -> object:
    """The version of a figure that holds in a month as known on a day; None where none does."""
    first = datetime.date.fromisoformat(f"{month}-01")
    day = datetime.date.fromisoformat(known)
    holding = [
        (each.first or datetime.date.min, each.announced or datetime.date.min, place)
        for place, each in enumerate(figure.versions)
        if (each.first is None or each.first <= first)
        and (each.last is None or each.last >= first)
        and (each.announced is None or each.announced <= day)
    ]
    return figure.versions[max(holding)[2]] if holding else None


def value_text(version: object) -> str:
    """What a version gives, in one text.

    >>> value_text(None)
    ''
    """
    value, share = getattr(version, "value", None), getattr(version, "share", None)
    if share is not None:
        return f"{share} × {getattr(version, 'of', '')}"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def drafted(state: State, fields: Mapping[str, str]) -> State:
    """The state with a draft as the page sends it: a `value:FIGURE` for each figure."""
    old = state.draft
    document = fields.get("notice") or (old.document if old else "")
    values = {
        key.removeprefix("value:"): text
        for key, text in fields.items()
        if key.startswith("value:") and text.strip()
    }
    kept = {key: fields[key] for key in FIELDS if fields.get(key, "").strip()}
    if old is not None and old.document != document:
        values = {}
    return replace(state, draft=Draft(document, values, kept))


def versions_of(state: State, draft: Draft) -> list[Version]:
    """The versions that a draft adds: of each figure whose value is not what it was."""
    made: list[Version] = []
    for name, text in draft.values.items():
        figure = state.vocabulary.figures.get(name)
        if figure is None:
            continue
        made.append(_version(state, figure, text, draft))
    return made


def _version(state: State, figure: Info, text: str, draft: Draft) -> Version:
    first, announced = (
        unicodedata.normalize("NFKC", draft.fields.get(key, "")).strip()
        for key in ("from", "announced")
    )
    keys = {"status": draft.fields.get("status", "")}
    same_day = [
        each
        for each in figure.versions
        if each.document == draft.document and each.first and each.first.isoformat() == first
    ]
    if same_day and same_day[-1].announced is not None:
        keys["corrects"] = same_day[-1].announced.isoformat()
    own = [each for each in figure.versions if each.document == draft.document]
    if figure.versions and not own:
        keys["replaces"] = figure.versions[-1].document
    cite = {key: draft.fields.get(key, "") for key in ("document", "article", "quote")}
    return Version(figure.id, figure.type, text, first, announced, keys, cite)


def tried(state: State, population: bool = False) -> State:
    """The state with what comes of its draft; nothing is written anywhere.

    With `population` the households of its tables are decided by both laws as well.
    """
    draft = state.draft
    if draft is None or state.answer is None:
        return state
    path, _ = documents(state).get(draft.document, ("", None))
    before = state.office.texts.get(path)
    versions = versions_of(state, draft)
    if before is None or not versions:
        return replace(state, tried=None, notice=SAID["no_new_value"], warning=True)
    if not draft.fields.get("from"):
        return replace(state, tried=None, notice=SAID["no_first_day"], warning=True)
    after = with_versions(before, versions)
    if after is None:
        return replace(state, tried=None, notice=SAID["not_to_be_spliced"], warning=True)
    made = Tried(draft, path, before, after, difference(path, before, after), (), None)
    texts = law_texts({**state.office.texts, path: after}, state.policy.jurisdiction)
    try:
        policy = wr.loads(texts, state.policy.jurisdiction)
    except wr.PolicyError as error:
        return replace(state, tried=replace(made, findings=error.findings), notice=None)
    made = replace(made, policy=policy)
    rules = policy.at(state.month, state.known)
    answer = rules.determine(dict(state.case))
    found = wr.compare(state.answer, answer)
    said = () if found.differs else _why_nothing(state, draft, rules)
    made = replace(made, comparison=found, said=said)
    if population and state.office.population is not None:
        try:
            report = wr.compare_runs(state.rules, rules, *state.office.population)
            made = replace(made, report=report.to_dict())
        except wr.FindingsError as error:
            return replace(state, tried=made, notice=problems(error), warning=True)
    return replace(state, tried=made, notice=None)


def _why_nothing(state: State, draft: Draft, rules: wr.Rules) -> tuple[Words, ...]:
    """Why the answer of the household stays what it was."""
    first, announced = draft.fields.get("from", ""), draft.fields.get("announced", "")
    if first[:7] > state.month or (first[:7] == state.month and first[8:] > "01"):
        return (SAID.words("not_yet_in_force", first=first, month=state.month),)
    if announced > state.known:
        return (SAID.words("not_yet_known", announced=announced, known=state.known),)
    if rules.digest == state.rules.digest:
        return (SAID["superseded"],)
    answer = state.answer
    if answer is None:
        return ()
    used = {each["id"] for each in answer.derivation("zh")["figures"]}
    figures = state.vocabulary.figures
    unused = [figures[each].label for each in draft.values if each not in used]
    key = "not_used" if len(unused) == len(draft.values) else "used_without_effect"
    return (SAID[key],)


def lines_to_show(made: Tried) -> Sequence[tuple[int, str, bool]]:
    """The lines of the new file around what was added and around findings: number, text, new."""
    old, after = made.before.split("\n"), made.after.split("\n")
    steps = difflib.SequenceMatcher(None, old, after, autojunk=False).get_opcodes()
    new = {
        line for kind, _, _, start, end in steps if kind != "equal" for line in range(start, end)
    }
    wanted = new | {each.place.line - 1 for each in findings_here(made)}
    near = {line + by for line in wanted for by in range(-2, 3)}
    return [(line + 1, after[line], line in new) for line in sorted(near) if 0 <= line < len(after)]


def findings_here(made: Tried) -> list[wr.Finding]:
    """The findings that have a line in the file that was changed."""
    return [each for each in made.findings if each.place.line and each.place.file == made.path]
