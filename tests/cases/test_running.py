"""Running cases: what passes, what fails and what is said of it, bases and series, and the command
with its exit statuses.
"""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.command import run
from tests.support.laws import document
from tests.support.tiny import CASES, POLICY, root, written
from welfare_rules.basics.text import LANGUAGES
from welfare_rules.cases.report import Report, as_json, failure, junit
from welfare_rules.cases.run import Ran, run_case
from welfare_rules.cases.suite import Bench, make_bench
from welfare_rules.cases.why import kept


def ran(file: Path) -> tuple[Ran, ...]:
    bench = make_bench([file], root(file) if file.is_file() else file)
    return tuple(run_case(each, bench.policies[each.jurisdiction]) for each in bench.cases)


def one(folder: Path, text: str) -> Ran:
    """The result of the single case of a file, behind the bases of the small law."""
    head = CASES[: CASES.index("[[series]]")]
    (result,) = ran(written(folder, head + text))
    return result


def test_all_cases_of_the_small_law_pass(tmp_path: Path) -> None:
    results = ran(written(tmp_path))
    assert len(results) == 13
    assert all(each.passed for each in results)


@pytest.mark.parametrize(
    ("case", "what", "want", "got", "why"),
    [
        ("expect.help = 120", "help amount", "120.00", "121.00", "应发额"),
        ("case.a.pay = 500\nexpect.help = 120", "help status", "eligible", "not_eligible", "poor 收入低于标准"),
        ("expect.help = false", "help status", "not_eligible", "eligible 121.00", "应发额"),
        ("expect.unknown_aid = 5", "unknown_aid status", "eligible", "undetermined (unfound)", "没有找到的数"),
        ("expect.unknown_aid.missing_figures = []", "unknown_aid missing_figures", "[]", "['unfound']", "unfound"),
        ('expect.help = { amount = 121, fails = ["poor"] }', "help poor", "false", "true", "应发额"),
        ("expect.help = { amount = 121, provisional = true }", "help provisional", "true", "false", "应发额"),
        ("expect.total = 121", "total", "121.00", "undetermined", None),
        ('expect.circle = "none"\nexpect.help = 1', "help amount", "1.00", "121.00", "应发额"),
        ("expect.value.together = 5", "together", "5", "0.00", None),
        ('unknown = ["a.pay"]\nexpect.help.missing_facts = []', "help missing_facts", "[]", "['members[a].pay']", None),
        ('unknown = ["a.pay"]\nexpect.help.at_most = 120', "help at_most", "120.00", "121.00", None),
        ("month = \"2019-12\"\nexpect.help = 1", "error", "-", "WR503", None),
        ('expect.error = "WR503"', "error", "WR503", "-", None),
        ("expect.old = 1", "old status", "eligible", "not_eligible", "sixty"),
    ],
)  # fmt: skip
def test_a_case_that_fails_says_what_decided(
    tmp_path: Path, case: str, what: str, want: str, got: str, why: str | None
) -> None:
    result = one(tmp_path, f'[[case]]\nname = "错"\nbuilds_on = "一个人"\ncite = "x"\n{case}\n')
    (wrong,) = result.mismatches
    assert (wrong.what, wrong.want) == (what, want)
    assert wrong.got.startswith(got)
    text = failure(result, "zh")
    assert "all.toml:" in text
    if why is not None:
        assert why in text
        assert "law.toml:" in text
    left = kept(result)  # of a large household an evaluation takes megabytes
    assert (left.evaluation, left.rules, left.outcomes) == (None, None, ())
    assert all(each.outcome is None for each in left.mismatches)
    assert [failure(left, lang) for lang in LANGUAGES] == [
        failure(result, lang) for lang in LANGUAGES
    ]


def test_cases_build_on_bases_and_on_one_another(tmp_path: Path) -> None:
    text = CASES[: CASES.index("[[series]]")] + (
        '[base."两个人"]\nbuilds_on = "一个人"\n"*".age = 70\nb = { pay = 10 }\n'
        '[[case]]\nname = "甲"\nbuilds_on = "两个人"\ncase.b.pay = 20\ncite = "x"\nexpect.value.together = 10\nexpect.old.b = 10\n'
        '[[case]]\nname = "乙"\nbuilds_on = "甲"\ncase.a.pay = 30\nmonth = "2020-02"\ncite = "x"\nexpect.value.together = 40\n'
        '[[case]]\nname = "丙"\nbuilds_on = "甲"\nwithout = ["b"]\ncite = "x"\nexpect.value.together = 0\nexpect.old = false\n'
    )
    results = ran(written(tmp_path, text))
    assert [failure(each, "en") for each in results] == ["", "", ""]
    assert [each.case.month.text for each in results] == ["2021-03", "2020-02", "2021-03"]


def test_the_bases_of_a_folder_above_serve_the_folders_below(tmp_path: Path) -> None:
    file = written(tmp_path, CASES[: CASES.index("[[series]]")])
    below = file.parent.parent / "below"
    (below / "cases").mkdir(parents=True)
    law = document("below", ("下", "below"))
    (below / "law.toml").write_text(law, encoding="utf-8")
    case = '[[case]]\nname = "在下"\nmonth = "2021-03"\nbuilds_on = "一个人"\ncite = "x"\nexpect.help = 121\n'
    (below / "cases" / "b.toml").write_text('format = "welfare-cases/1"\n' + case, encoding="utf-8")
    (result,) = ran(file.parents[2])
    assert result.passed
    assert result.case.jurisdiction == "tiny/below"


def failing(folder: Path) -> Bench:
    file = written(folder, CASES.replace("expect.help = 100", "expect.help = 99"))
    return make_bench([file], root(file))


def test_junit_is_xml_with_one_suite_a_file(tmp_path: Path) -> None:
    bench = failing(tmp_path)
    report = Report(tuple(run_case(each, bench.policies["tiny"]) for each in bench.cases))
    top = ElementTree.fromstring(junit(report, "zh").encode())
    assert top.attrib["tests"] == "13"
    (suite,) = top
    assert suite.attrib["failures"] == "1"
    (failed,) = [each for each in suite if len(each)]
    assert failed.attrib["name"] == "旧标准"
    assert "99.00" in (failed[0].text or "")
    assert as_json(report, "zh")["failures"][0]["expected"] == "99.00"


def test_the_command(tmp_path: Path) -> None:
    file = written(tmp_path)
    policies = ("--policies", str(root(file)))
    good = run("test", str(file), *policies, "--coverage", "--lang", "en")
    assert (good.exit_code, good.stderr) == (0, "")
    assert good.stdout == "coverage 100.0 % (13 of 13)\n13 cases, 0 failed\n"
    file.write_text(CASES.replace("expect.help = 100", "expect.help = 99"), encoding="utf-8")
    bad = run("test", str(file), *policies, "--lang", "zh")
    assert bad.exit_code == 1
    assert "应为 99.00，实为 100.00" in bad.stdout.replace(", ", "，")
    assert json.loads(run("test", str(file), *policies, "--format", "json").stdout)["failed"] == 1
    assert run("test", str(file), *policies, "--format", "junit").stdout.startswith("<?xml")
    assert run("test", str(tmp_path / "nowhere")).exit_code == 2
    file.write_text('format = "welfare-cases/1"\nnam = 1\n', encoding="utf-8")
    refused = run("test", str(file), *policies)
    assert refused.exit_code == 2
    assert "WR110" in refused.stderr
    (file.parent.parent / "law.toml").write_text(
        POLICY.replace("line - together", "lime - together", 1), encoding="utf-8"
    )
    file.write_text(CASES, encoding="utf-8")
    assert run("test", str(file), *policies).exit_code == 1
