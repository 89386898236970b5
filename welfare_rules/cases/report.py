"""Results in words, as JSON and as JUnit XML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from welfare_rules.basics.text import Lang
from welfare_rules.cases.items import Coverage, Item
from welfare_rules.cases.run import Mismatch, Ran
from welfare_rules.cases.stories.run import RanStory
from welfare_rules.cases.why import why

Result = Ran | RanStory
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_WORDS: dict[str, tuple[str, str]] = {
    "difference": ("{what}：应为 {want}，实为 {got}", "{what}: expected {want}, got {got}"),
    "why": ("原因：{text}", "why: {text}"),
    "ground": ("依据：{text}", "ground: {text}"),
    "summary": ("{count} 个案例，{failed} 个不符", "{count} cases, {failed} failed"),
    "with_stories": (
        "{count} 个案例（其中 {stories} 个跨月），{failed} 个不符",
        "{count} cases ({stories} over months), {failed} failed",
    ),
    "coverage": (
        "覆盖率 {percent:.1f}%（{seen}/{all}）",
        "coverage {percent:.1f} % ({seen} of {all})",
    ),
    "uncovered": ("没有案例涉及", "no case exercises"),
}
_KINDS: dict[str, tuple[str, str]] = {
    "require": ("条件", "requirement"),
    "row": ("表行", "row"),
    "step": ("渐退步骤", "phase-out step"),
    "supplement": ("增发", "supplement"),
    "exclude": ("排除", "exclusion"),
    "exemption": ("豁免", "exemption"),
    "circle": ("圈层", "circle"),
    "figure": ("数值版本", "figure version"),
    "branch": ("分支", "branch"),
}
_ASPECTS: dict[str, tuple[str, str]] = {
    "true": ("成立", "holding"), "false": ("不成立", "not holding"), "hit": ("", ""),
}  # fmt: skip


def word(key: str, lang: Lang) -> str:
    return _WORDS[key][lang == "en"]


@dataclass(frozen=True, slots=True)
class Report:
    """All cases and stories that were run, and the coverage where it was asked for."""

    runs: tuple[Result, ...]
    coverage: Coverage | None = None

    @property
    def stories(self) -> int:
        return sum(1 for each in self.runs if isinstance(each, RanStory))

    @property
    def failed(self) -> tuple[Result, ...]:
        return tuple(each for each in self.runs if not each.passed)


def failure(ran: Result, lang: Lang) -> str:
    """A failed case: its place, and each difference with what decided it."""
    return "\n".join(line for wrong in ran.mismatches for line in _difference(ran, wrong, lang))


def _difference(ran: Result, wrong: Mismatch, lang: Lang) -> Iterable[str]:
    yield f"{wrong.origin.place()}: {ran.case.name}"
    yield f"  {word('difference', lang).format(what=wrong.what, want=wrong.want, got=wrong.got)}"
    if ran.case.reason:
        yield f"  {word('ground', lang).format(text=ran.case.reason)}"
    for place, line in enumerate(_why(ran, wrong, lang)):
        yield f"  {word('why', lang).format(text=line)}" if place == 0 else f"    {line}"


def _why(ran: Result, wrong: Mismatch, lang: Lang) -> tuple[str, ...]:
    said = wrong.grounds[lang == "en"]
    return said if said or isinstance(ran, RanStory) else why(ran, wrong, lang)


def text(report: Report, lang: Lang) -> str:
    lines = [failure(each, lang) for each in report.failed]
    if report.coverage is not None:
        lines.extend(uncovered(each, lang) for each in report.coverage.missing)
        every = len(report.coverage.items)
        said = word("coverage", lang)
        lines.append(
            said.format(
                percent=report.coverage.percent,
                seen=every - len(report.coverage.missing),
                all=every,
            )
        )
    said = word("with_stories" if report.stories else "summary", lang)
    lines.append(
        said.format(count=len(report.runs), stories=report.stories, failed=len(report.failed))
    )
    return "\n".join(lines)


def uncovered(item: Item, lang: Lang) -> str:
    aspect = _ASPECTS.get(item.aspect, (item.aspect, item.aspect))[lang == "en"]
    return f"{item.place}: {word('uncovered', lang)}: {_KINDS[item.kind][lang == 'en']} {item.id} {aspect}".rstrip()


def as_json(report: Report, lang: Lang) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cases": len(report.runs),
        "stories": report.stories,
        "failed": len(report.failed),
        "failures": [
            {
                "file": wrong.origin.place().file,
                "line": wrong.origin.place().line,
                "case": ran.case.name,
                "jurisdiction": ran.case.jurisdiction,
                **_when(ran),
                "what": wrong.what,
                "expected": wrong.want,
                "got": wrong.got,
                "why": list(_why(ran, wrong, lang)),
            }
            for ran in report.failed
            for wrong in ran.mismatches
        ],
    }
    if report.coverage is not None:
        missing = report.coverage.missing
        made["coverage"] = {
            "percent": round(report.coverage.percent, 2),
            "items": len(report.coverage.items),
            "missing": [
                {
                    "file": each.place.file,
                    "line": each.place.line,
                    "kind": each.kind,
                    "id": each.id,
                    "aspect": each.aspect,
                }
                for each in missing
            ],
        }
    return made


def _when(ran: Result) -> dict[str, str]:
    if isinstance(ran, RanStory):
        return {"from": ran.case.first.text, "to": ran.case.last.text}
    return {"month": ran.case.month.text}


def junit(report: Report, lang: Lang) -> str:
    """One suite a file, one test a case."""
    top = ElementTree.Element(
        "testsuites",
        name="welfare-rules",
        tests=str(len(report.runs)),
        failures=str(len(report.failed)),
        errors="0",
    )
    by_file: dict[str, list[Result]] = {}
    for ran in report.runs:
        by_file.setdefault(ran.case.place.file, []).append(ran)
    for file, runs in by_file.items():
        failed = sum(1 for each in runs if not each.passed)
        suite = ElementTree.SubElement(
            top,
            "testsuite",
            name=_clean(file),
            tests=str(len(runs)),
            failures=str(failed),
            errors="0",
            skipped="0",
        )
        for ran in runs:
            one = ElementTree.SubElement(
                suite,
                "testcase",
                name=_clean(ran.case.name),
                classname=_clean(ran.case.jurisdiction.replace("/", ".")),
            )
            one.set("file", _clean(file))
            one.set("line", str(ran.case.place.line))
            if not ran.passed:
                first = ran.mismatches[0]
                wrong = ElementTree.SubElement(
                    one,
                    "failure",
                    message=_clean(f"{first.what}: {first.want} / {first.got}"),
                    type="mismatch",
                )
                wrong.text = _clean(failure(ran, lang))
    ElementTree.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(
        top, encoding="unicode"
    )


def _clean(said: str) -> str:
    """Without the characters that XML cannot have."""
    return _NOT_XML.sub("\ufffd", said)
