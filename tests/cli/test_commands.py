"""The commands as the contract writes them: what they print, where, and with which exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import welfare_rules as wr
from tests.support.command import CASE, MONTH, POLICIES, ROOT, codes, copied, findings, run
from tests.support.loading import afresh
from welfare_rules.basics.text import Words
from welfare_rules.document.library import root_of
from welfare_rules.engine.durable import durable
from welfare_rules.findings import EngineMissing

JUNK = '\n[figure.jnuk]\nlabel = { zh = "多余", en = "junk" }\ntype = "monye"\n'


def test_the_shipped_policies_have_no_errors_and_no_warnings() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.startswith("No errors or warnings: ")
    assert all(": notice WR" in line for line in result.stderr.splitlines())
    assert run("check", "--format", "json").exit_code == 0


def test_check_tells_all_findings_of_all_files(tmp_path: Path) -> None:
    root = copied(tmp_path)
    for name in ("cn/old-age.toml", "cn/model/old-age.toml"):
        (root / name).write_text((root / name).read_text(encoding="utf-8") + JUNK, encoding="utf-8")
    result = run("check", str(root))
    assert result.exit_code == 1
    assert result.stdout == ""
    errors = [line for line in result.stderr.splitlines() if ": error " in line]
    assert len(errors) == 2
    lines = len((root / "cn/model/old-age.toml").read_text(encoding="utf-8").splitlines())
    line = next(line for line in errors if "model" in line)
    assert (
        f"{root}/cn/model/old-age.toml:{lines}:8: error WR113: 'monye' is not allowed here"
        in line.replace("\\", "/")
    )
    assert "did you mean 'money'?" in line
    assert "是否指“money”？" in run("check", str(root), "--lang", "zh").stderr


def test_check_tells_what_lies_under_the_path_and_what_keeps_it_from_being_checked(
    tmp_path: Path,
) -> None:
    root = copied(tmp_path)
    for name in ("cn/old-age.toml", "cn/model/old-age.toml"):
        (root / name).write_text((root / name).read_text(encoding="utf-8") + JUNK, encoding="utf-8")
    found = findings(run("check", str(root / "cn" / "model"), "--format", "json"))
    assert {Path(each["file"]).parent.name for each in found} == {"cn", "model"}
    assert codes(run("check", str(root / "cn" / "model" / "old-age.toml"), "--format", "json")) == {
        "WR113"
    }
    nation = findings(run("check", str(root / "cn" / "dibao-2021.toml"), "--format", "json"))
    assert {Path(each["file"]).parent.name for each in nation} == {"cn"}
    assert run("check", str(root / "cn" / "model" / "dibao.toml")).exit_code == 1
    both = run(
        "check",
        str(root / "cn" / "old-age.toml"),
        str(root / "cn" / "model" / "old-age.toml"),
        "--format",
        "json",
    )
    assert len(findings(both)) == 2


def test_a_project_file_is_no_policy_and_nothing_beside_the_policies_is_read(
    tmp_path: Path,
) -> None:
    root = copied(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "broken.toml").write_text("broken", encoding="utf-8")
    for path in (root, root / "cn", root / "cn" / "model" / "dibao.toml"):
        assert run("check", str(path)).exit_code == 0
    (root / "other").mkdir()
    (root / "other" / "broken.toml").write_text("broken", encoding="utf-8")
    assert run("check", str(root)).exit_code == 1
    assert run("check", str(root / "cn")).exit_code == 0


def test_the_folder_of_policies_is_found_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = copied(tmp_path)
    (tmp_path / "stray.toml").write_text('format = "welfare-policy/2"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for path in (
        "policies",
        "policies/cn",
        "policies/cn/model",
        "policies/cn/model/dibao.toml",
        "./policies/../policies",
    ):
        assert root_of(Path(path)).resolve() == root.resolve()
        assert run("check", path).exit_code == 0
    monkeypatch.chdir(root / "cn" / "model")
    for path in (".", "dibao.toml", ".."):
        assert run("check", path).exit_code == 0
    (root / "policy.schema.json").unlink()
    (tmp_path / "stray.toml").unlink()
    for path in (".", "dibao.toml", "..", "../.."):
        assert root_of(Path(path)).resolve() == root.resolve()
        assert run("check", path).exit_code == 0


def test_annotations_for_a_pull_request(tmp_path: Path) -> None:
    root = copied(tmp_path)
    path = root / "cn" / "zz,1%.toml"
    path.write_text("a = 1", encoding="utf-8")
    line = next(
        line
        for line in run("check", str(path), "--format", "github").stderr.splitlines()
        if "WR107" in line
    )
    assert line.startswith("::error file=")
    assert "zz%2C1%25.toml,line=1,col=1,title=WR107::the file must declare" in line


def test_check_of_what_is_not_there() -> None:
    result = run("check", "no/such/folder", "--format", "json")
    assert result.exit_code == 2
    assert codes(result) == {"WR506"}
    nothing = run("check", str(ROOT / "docs"), "--format", "json")
    assert nothing.exit_code == 2
    assert codes(nothing) == {"WR507"}


def test_determine_prints_the_answer_of_the_contract() -> None:
    answer = (
        wr.load("cn/model")
        .at("2021-08", known="2021-12-31")
        .determine(CASE.read_text(encoding="utf-8"))
    )
    result = run("determine", str(CASE), *MONTH, "--format", "json")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) + "\n"
    assert (
        run("determine", "-", *MONTH, "--format", "json", stdin=CASE.read_bytes()).stdout
        == result.stdout
    )
    assert (
        run("determine", str(CASE), *MONTH, "--format", "json", "--policies", str(POLICIES)).stdout
        == result.stdout
    )
    reference = json.loads(
        run("determine", str(CASE), *MONTH, "--format", "json", "--engine", "reference").stdout
    )
    assert {**reference, "engine": "native"} == answer.to_dict()


def test_determine_shows_a_table() -> None:
    zh, en = (run("determine", str(CASE), *MONTH, "--lang", lang).stdout for lang in ("zh", "en"))
    answer = (
        wr.load("cn/model")
        .at("2021-08", known="2021-12-31")
        .determine(CASE.read_text(encoding="utf-8"))
    )
    for text, status in ((zh, "符合"), (en, "eligible")):
        for each in answer.benefits:
            assert (
                sum(
                    line.split()[-1:] != [] and each.payee in line.split()
                    for line in text.splitlines()
                )
                >= 1
            )
        assert f"{answer['dibao'].amount}*" in text
        assert f"{answer.total}" in text
        assert status in text
    assert "合计：每月" in zh
    assert "Total: " in en
    amounts = [line.index("*") for line in en.splitlines() if line.endswith("*")]
    assert len(set(amounts)) == 1  # a column


def test_a_table_says_what_is_missing_and_within_which_bounds() -> None:
    case = json.loads(CASE.read_text(encoding="utf-8"))
    case["members"][0].pop("wage")
    text = run("determine", "-", *MONTH, stdin=json.dumps(case)).stdout
    line = next(line for line in text.splitlines() if "h1" in line and "undetermined" in line)
    assert "members[p1].wage" in line
    assert "<= " in line or " - " in line or ">= " in line
    assert "Total: cannot be said" in text
    everything = run("determine", "-", *MONTH, stdin='{"id": "h", "members": [{"id": "p"}]}').stdout
    assert " more" in everything


def test_an_explanation_can_name_nobody() -> None:
    text = run("explain", str(CASE), *MONTH, "--masked", "--lang", "en").stdout
    assert "Case: H\n" in text
    assert "M1" in text
    case = json.loads(CASE.read_text(encoding="utf-8"))
    assert not any(
        re.search(rf"\b{name}\b", text)
        for name in (case["id"], *(each["id"] for each in case["members"]))
    )


def test_explain_prints_the_derivation() -> None:
    answer = (
        wr.load("cn/model")
        .at("2021-08", known="2021-12-31")
        .determine(CASE.read_text(encoding="utf-8"))
    )
    for lang in ("zh", "en"):
        text = run("explain", str(CASE), *MONTH, "--lang", lang)
        assert text.exit_code == 0
        assert text.stdout.strip() == answer.explain(lang).strip()
        both = json.loads(
            run("explain", str(CASE), *MONTH, "--lang", lang, "--format", "json").stdout
        )
        assert both == {
            "answer": answer.to_dict(),
            "explanation": answer.explain(lang),
            "derivation": json.loads(json.dumps(answer.derivation(lang))),
        }


def test_a_request_is_told_everything_that_is_wrong_with_it() -> None:
    words = (
        "determine",
        "nothing.json",
        "--in",
        "cn/modle",
        "--month",
        "2021-13",
        "--known",
        "yesterday",
        "--engine",
        "nativ",
    )
    result = run(*words, "--format", "json")
    assert result.exit_code == 2
    assert codes(result) == {"WR414", "WR501", "WR502", "WR504", "WR505"}
    assert "did you mean 'cn/model'?" in result.stderr
    assert "did you mean 'native'?" in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--in", "cn/model/cases"), "WR501"),
        (("--in", "../policies/cn"), "WR501"),
        (("--in", ""), "WR501"),
        (("--in", "x" * 5000), "WR501"),
        (("--month", "2021-8"), "WR502"),
        (("--month", "1899-01"), "WR502"),
        (("--in", "cn/jiangsu/yancheng/binhai", "--month", "1980-01"), "WR503"),
        (("--known", "2021-02-30"), "WR504"),
        (("--policies", "no/such/folder"), "WR506"),
        (("--policies", "x" * 5000), "WR506"),
        (("--policies", str(ROOT / "docs")), "WR507"),
    ],
)
def test_wrong_requests(words: tuple[str, ...], code: str) -> None:
    result = run("determine", str(CASE), *MONTH, *words, "--format", "json")
    assert result.exit_code == 2
    assert codes(result) == {code}


def test_policies_with_errors_decide_nothing(tmp_path: Path) -> None:
    root = copied(tmp_path)
    path = root / "cn" / "model" / "dibao.toml"
    path.write_text(path.read_text(encoding="utf-8") + JUNK, encoding="utf-8")
    result = run("determine", str(CASE), *MONTH, "--policies", str(root), "--format", "json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert codes(result) == {"WR113"}
    assert run("determine", "nothing.json", *MONTH, "--policies", str(root)).exit_code == 1
    assert run("schema", "case", "--in", "cn/model", "--policies", str(root)).exit_code == 1


def test_an_engine_that_cannot_be_had_says_why_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise EngineMissing(Words("无法加载", "it cannot be loaded"))

    afresh(monkeypatch)
    monkeypatch.setattr(durable, "load_engine", missing)
    for lang, words in (("en", "cannot be loaded"), ("zh", "无法加载")):
        result = run("determine", str(CASE), *MONTH, "--engine", "durable", "--lang", lang)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("--engine: error WR508: ")
        assert words in result.stderr
        assert result.stderr.count("\n") == 1


def test_schemas() -> None:
    policy = run("schema", "policy")
    assert policy.stdout == (POLICIES / "policy.schema.json").read_text(encoding="utf-8")
    nation = json.loads(run("schema", "case").stdout)
    assert nation["$comment"] == "cn"
    assert nation["$schema"].endswith("2020-12/schema")
    assert nation["$defs"]["Member"]["properties"]["wage"]["title"]
    county = json.loads(
        run("schema", "case", "--in", "cn/model", "--policies", str(POLICIES)).stdout
    )
    assert set(county["properties"]) >= set(nation["properties"])
    assert run("schema", "case", "--in", "cn/modle").exit_code == 2
    assert run("schema", "case", "--policies", str(ROOT / "docs")).exit_code == 2
