"""Results in words, as JSON and as JUnit XML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from welfare_rules.basics.text import Count, Lang
from welfare_rules.cases.catalogue import ITEM, REPORT
from welfare_rules.cases.difference import Mismatch
from welfare_rules.cases.items import Coverage, Item
from welfare_rules.cases.run import Ran
from welfare_rules.cases.stories.run import RanStory
from welfare_rules.cases.why import why

Result = Ran | RanStory
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    difference = REPORT.say(lang, "difference", what=wrong.what, want=wrong.want, got=wrong.got)
    yield f"  {difference}"
    if ran.case.reason:
        yield f"  {REPORT.say(lang, 'ground', text=ran.case.reason)}"
    for place, line in enumerate(_why(ran, wrong, lang)):
        yield f"  {REPORT.say(lang, 'why', text=line)}" if place == 0 else f"    {line}"


def _why(ran: Result, wrong: Mismatch, lang: Lang) -> tuple[str, ...]:
    if wrong.grounds or isinstance(ran, RanStory):
        return tuple(each.say(lang) for each in wrong.grounds)
    return why(ran, wrong, lang)


def text(report: Report, lang: Lang) -> str:
    """The failed cases, what no case exercises, and how many there are of each."""
    lines = [failure(each, lang) for each in report.failed]
    if report.coverage is not None:
        lines.extend(uncovered(each, lang) for each in report.coverage.missing)
        every = len(report.coverage.items)
        seen = every - len(report.coverage.missing)
        percent = report.coverage.percent
        lines.append(REPORT.say(lang, "coverage", percent=percent, seen=seen, all=every))
    key = "with_stories" if report.stories else "summary"
    count, failed = Count.of(len(report.runs)), len(report.failed)
    lines.append(REPORT.say(lang, key, count=count, stories=report.stories, failed=failed))
    return "\n".join(lines)


def uncovered(item: Item, lang: Lang) -> str:
    """One part of the law that no case exercises, with its place."""
    aspect = ITEM.say(lang, item.aspect) if item.aspect in ITEM.entries else item.aspect
    kind = ITEM.say(lang, item.kind)
    return f"{item.place}: {REPORT.say(lang, 'uncovered')}: {kind} {item.id} {aspect}".rstrip()


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


def _clean(text: str) -> str:
    """The text without the characters that XML cannot have."""
    return _NOT_XML.sub("\ufffd", text)
