"""The register grades itself: every value and rule once, and how far it is grounded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import welfare_rules as wr
from welfare_rules.cli.main import main
from welfare_rules.register import grades
from welfare_rules.register.entries import register

Small = Callable[..., Path]
BINHAI = "cn/jiangsu/yancheng/binhai"
WITHOUT_WORDS = 11  # published rules of Binhai whose article is named and not quoted; may only fall
WITHOUT_DAY = 71  # rules of which nobody knows when they were announced; may only fall


def of(place: str, root: Path | None = None) -> grades.Summary:
    return grades.summary(register(wr.load(place, root).law))


def test_everything_is_graded_once_and_the_parts_add_up() -> None:
    found, law = of(BINHAI), wr.load(BINHAI).law
    versions = sum(max(1, len(each.versions)) for each in law.figures.values())
    assert sum(found.count("values").values()) == versions
    assert found.count("values")["open"] == sum(not each.versions for each in law.figures.values())
    assert sum(found.count("rules").values()) == len([*law.rules("register")])
    for what in ("values", "rules"):
        by_place = [found.count(what, jurisdiction=each) for each in found.jurisdictions]
        for grade, count in found.count(what).items():
            assert sum(each[grade] for each in by_place) == count
        stand = found.grounds(what)
        words = (stand.full_text, stand.excerpt, stand.not_checked, stand.without_words)
        assert sum(words) == stand.all
        assert max(stand.article, stand.known) <= stand.all


def test_what_a_benefit_rests_on_is_counted_for_it(small: Small) -> None:
    more = '\n[figure.lost]\nlabel = { zh = "失", en = "lost" }\ntype = "money"\ncite = { article = "1" }\n'
    root = small()
    file = root / "cn" / "small.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('status = "published"', 'status = "reported"', 1) + more, encoding="utf-8"
    )
    found = of("cn", root)
    values = {"published": 1, "reported": 1, "unverified": 0, "placeholder": 0}
    assert found.count("values", benefit="rice") == {**values, "open": 0}
    assert found.count("values") == {**values, "open": 1}
    rules = found.count("rules", benefit="rice")
    assert 0 < sum(rules.values()) <= sum(found.count("rules").values())
    assert found.grounds("values").all == 2


def test_how_words_were_checked_is_counted(small: Small) -> None:
    one = of("cn", small()).grounds("values")
    edited = small(('quote = "标准由县定"', 'quote = "标准由县定", checked = "excerpt"'))
    other = of("cn", edited).grounds("values")
    assert (one.excerpt, other.excerpt) == (0, 2)
    assert (one.not_checked, other.not_checked) == (2, 0)


def test_nothing_that_ships_stands_without_a_ground(capsys: pytest.CaptureFixture[str]) -> None:
    """Each has a document; its words and their check, or a status that says that nobody read them;
    and each value a day. What is published and not quoted is printed and may only become less.
    """
    found = of(BINHAI)
    there = [
        each
        for each in found.graded
        # what the library promises of itself is nobody's law
        if each.grade != "open" and not (each.name.startswith("promise.") and each.source is None)
    ]
    assert [each.name for each in there if each.source is None or not each.source.document] == []
    assert [each.name for each in there if each.what == "values" and not each.known] == []
    silent = [
        each
        for each in there
        if each.grade == "published" and each.source is not None and not each.source.quote
    ]
    placeless = [each for each in there if each.source is not None and not each.source.article]
    dayless = [each for each in there if not each.known]
    with capsys.disabled():
        print(f"\npublished without words {len(silent)}, without a day {len(dayless)}")
    assert [each.name for each in silent if each.what == "values"] == []
    assert len(silent) <= WITHOUT_WORDS, [each.name for each in silent]
    assert [each.name for each in placeless] == []
    assert len(dayless) <= WITHOUT_DAY, [each.name for each in dayless]


@pytest.mark.parametrize(("lang", "word"), [("zh", "据转述"), ("en", "reported")])
def test_the_command(lang: str, word: str) -> None:
    asked = ["sources", "--in", BINHAI, "--summary", "--lang", lang]
    made = CliRunner().invoke(main, asked)
    assert made.exit_code == 0, made.output
    assert word in made.stdout
    assert made.stdout == grades.as_text(of(BINHAI), "zh" if lang == "zh" else "en")
    said = json.loads(CliRunner().invoke(main, [*asked, "--format", "json"]).stdout)
    assert said == grades.as_json(of(BINHAI))
    assert CliRunner().invoke(main, [*asked, "--format", "csv"]).exit_code == 2


def test_a_rule_is_known_with_the_document_whose_words_it_rests_on(small: Small) -> None:
    """A day of its document's head counts for what cites it, and for nothing that cites another."""

    def known(*edits: tuple[str, str]) -> int:
        return of("cn", small(*edits)).grounds("rules").known

    rules = of("cn", small()).grounds("rules").all
    other = ('article = "5", quote', 'document = "别的文件", article = "5", quote')
    assert (known(), known(other)) == (rules, rules - 1)
    assert known(("issued = 2019-12-01\n", "")) == 0
