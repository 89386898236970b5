"""Makes docs/coverage.md: documents, layers, figures and cases of each system.

python -m welfare_rules.register.coverage_page [--check]
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import tomli

from welfare_rules.basics.text import Words
from welfare_rules.basics.writing import write_whole
from welfare_rules.checks.dependencies import Uses
from welfare_rules.document.library import Library, read_library, shipped_policies
from welfare_rules.law.law import Law
from welfare_rules.law.model import Benefit
from welfare_rules.loading import check
from welfare_rules.program.program import circle_step

_WORD = re.compile(r"[a-z][a-z0-9_]*")
CIRCLE = "circle"  # the key under which a case expects the household's circle
PAGE = Path("docs") / "coverage.md"
COMMAND = "python -m welfare_rules.register.coverage_page"


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction below which there is no other: where people live and are paid."""

    law: Law
    uses: Uses


@dataclass(frozen=True, slots=True)
class Row:
    """One benefit over all jurisdictions."""

    id: str
    label: Words
    documents: tuple[str, ...]
    layers: tuple[str, ...]
    figures: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    cases: int


def coverage(root: Path | None = None) -> str:
    """The whole page, from the policy files and the case files beside them."""
    library = read_library(root if root is not None else shipped_policies())
    places = [Place(law, Uses.of(law)) for law in _leaves(library)]
    return _page(places, _rows(library, places, _cases(library.root)))


def _leaves(library: Library) -> list[Law]:
    names = library.jurisdictions
    return [
        check(library, each).law
        for each in names
        if not any(other.startswith(each + "/") for other in names)
    ]


def _rows(library: Library, places: Sequence[Place], cases: Counter[str]) -> list[Row]:
    benefits: dict[str, Benefit] = {}
    for place in places:
        for benefit in place.law.benefits:
            benefits.setdefault(benefit.id, benefit)
    stated = {each: _stated(library, each) for each in benefits}
    rows = [
        Row(
            key,
            benefit.label,
            _once(title for _, title in stated[key]),
            _once(layer for layer, _ in stated[key]),
            {
                place.law.jurisdiction: _figures(place, key)
                for place in places
                if key in place.uses.benefits
            },
            cases[key],
        )
        for key, benefit in benefits.items()
    ]
    circles = [
        (jurisdiction, document.content.document.title.zh)
        for jurisdiction in library.jurisdictions
        for document in library.documents[jurisdiction]
        if document.content.circle
    ]
    if circles:
        figures = {
            place.law.jurisdiction: _split(
                place, [circle_step(each.id) for each in place.law.circles]
            )
            for place in places
        }
        titles, layers = _once(title for _, title in circles), _once(layer for layer, _ in circles)
        rows.append(
            Row(
                CIRCLE,
                Words("圈层", "circles of the low-income population"),
                titles,
                layers,
                figures,
                cases[CIRCLE],
            )
        )
    return rows


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _stated(library: Library, benefit: str) -> list[tuple[str, str]]:
    """The layers and documents that speak of a benefit, the nation first."""
    return [
        (jurisdiction, document.content.document.title.zh)
        for jurisdiction in library.jurisdictions
        for document in library.documents[jurisdiction]
        if benefit in document.content.benefit or benefit in document.content.phase_out
    ]


def _figures(place: Place, benefit: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The figures that a benefit rests on in a place: with and without any version."""
    return _split(place, place.uses.of_benefit(benefit))


def _split(place: Place, names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    below = place.uses.figures_below(names)
    found = [figure for key, figure in place.law.figures.items() if key in below]
    return tuple(each.label.zh for each in found if each.versions), tuple(
        each.label.zh for each in found if not each.versions
    )


# --- cases ---


def _cases(root: Path) -> Counter[str]:
    """How many cases name each benefit (or `circle`) in what they expect."""
    counted: Counter[str] = Counter()
    for path in sorted(root.rglob("cases/*.toml")):
        for named in _expectations(tomli.loads(path.read_text(encoding="utf-8-sig"))):
            counted.update(named)
            counted["*"] += 1
    return counted


def _expectations(data: Mapping[str, Any]) -> Iterable[set[str]]:
    """The keys that each case of a file expects, with those that its series expects."""
    for each in _tables(data.get("case")):
        yield _names(each)
    for series in _tables(data.get("series")):
        for each in _tables(series.get("cases")):
            yield _names(series) | _names(each)


def _names(case: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    waiting: list[Any] = [case.get("expect")]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Mapping):
            table = cast(Mapping[str, Any], each)
            found.update(part for name in table for part in _WORD.findall(name))
            waiting.extend(table.values())
        elif isinstance(each, list):
            waiting.extend(cast(list[Any], each))
    return found


def _tables(value: object) -> Iterable[Mapping[str, Any]]:
    return (
        (cast(Mapping[str, Any], each) for each in cast(list[Any], value))
        if isinstance(value, list)
        else ()
    )


# --- the page ---


def _page(places: Sequence[Place], rows: Sequence[Row]) -> str:
    lines = [
        "# Coverage 覆盖情况",
        "",
        f"Made by `{COMMAND}` from the policy and case files; a test holds it to them. Do not "
        f"edit.",
        f"由 `{COMMAND}` 从政策文件和案例文件生成，测试保证与之一致；请勿手改。",
        "",
        "A figure is *missing* (缺) when nobody has found a value of it; a benefit that needs it "
        "answers `undetermined` and names it.",
        "A case counts for every benefit that it names in what it expects. 数值为“已有／缺”；"
        "一个案例计入它所预期的每一项待遇。",
        "",
    ]
    head = [
        "system 待遇",
        "documents 文件",
        "layers 层级",
        *(f"figures 数值 · {place.law.name.zh}" for place in places),
        "cases 案例",
    ]
    lines += ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        counts = [_count(row.figures.get(place.law.jurisdiction)) for place in places]
        cells = [
            f"{row.label.zh}<br>{row.label.en}<br>`{row.id}`",
            "<br>".join(f"《{each}》" for each in row.documents),
            "<br>".join(f"`{each}`" for each in row.layers),
            *counts,
            str(row.cases),
        ]
        lines.append("| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |")
    for place in places:
        lines += [
            "",
            f"## {place.law.name.zh} {place.law.name.en} · `{place.law.jurisdiction}`",
            "",
            *_missing(place, rows),
        ]
    return "\n".join(lines) + "\n"


def _count(figures: tuple[tuple[str, ...], tuple[str, ...]] | None) -> str:
    if figures is None:
        return "—"
    known, missing = figures
    return f"{len(known)} / {len(missing)}"


def _missing(place: Place, rows: Sequence[Row]) -> Iterable[str]:
    """What is missing in a place, each figure once, with the benefits that wait for it."""
    waiting: dict[str, list[str]] = {}
    for row in rows:
        for name in row.figures.get(place.law.jurisdiction, ((), ()))[1]:
            waiting.setdefault(name, []).append(row.label.zh)
    circles = "、".join(each.label.zh for each in place.law.circles)
    yield f"Circles 圈层：{circles or '—'}."
    yield ""
    if not waiting:
        yield "No figure is missing. 没有缺少的数值。"
        return
    yield f"Figures that nobody has found 没有找到的数值（{len(waiting)}）："
    yield ""
    for name, labels in waiting.items():
        yield f"- {name}（{'、'.join(labels)}）"


def main(words: Sequence[str]) -> int:
    """Writes the page, or with `--check` only says whether it is up to date."""
    text = coverage()
    if "--check" in words:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        print(f"{PAGE}: {'up to date' if same else f'out of date; run {COMMAND}'}")
        return 0 if same else 1
    write_whole(PAGE, text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
