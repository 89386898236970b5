"""Both languages: which one is spoken, and that nothing is left untranslated."""

from __future__ import annotations

import ast
import gettext
import os
import re

import pytest

from tests.support.command import CASE, MONTH, ROOT, run
from tests.support.messages import MO, PO, compiled, entries, translations
from welfare_rules.cli.language import language, speaking
from welfare_rules.cli.main import commands


@pytest.mark.parametrize(
    ("words", "environment", "spoken"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        (["check", "--lang", "zh"], {"LANG": "en_GB"}, "zh"),
        (["check", "--lang=en"], {"LANG": "zh_CN"}, "en"),
        (["--lang", "fr", "check"], {"LANG": "zh_CN"}, "zh"),
        (["check", "--", "--lang=zh"], {"LANG": "C"}, "en"),
        (["check", "--lang"], {"LANG": "C"}, "en"),
    ],
)
def test_the_option_wins_over_the_locale(
    words: list[str], environment: dict[str, str], spoken: str
) -> None:
    assert language(words, environment) == spoken


def test_speaking_leaves_the_process_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    before = gettext.textdomain()
    with speaking("zh"):
        assert gettext.gettext("Options") == "选项"
        with speaking("en"):
            assert gettext.gettext("Options") == "Options"
    assert (gettext.textdomain(), os.environ["LANGUAGE"]) == (before, "fr")


def test_the_compiled_catalogue_is_made_of_the_one_that_people_edit() -> None:
    assert MO.read_bytes() == compiled(PO.read_text(encoding="utf-8")), "run: make messages"


def test_every_message_is_translated_once_with_its_fields() -> None:
    said = entries(PO.read_text(encoding="utf-8"))[1:]
    assert len({each["msgid"] for each in said}) == len(said)
    for each in said:
        asked = set(re.findall(r"\{\w+", each["msgid"] + each.get("msgid_plural", "")))
        for words in translations(each):
            assert words
            assert set(re.findall(r"\{\w+", words)) <= asked


def own_messages() -> set[str]:
    """All texts that the command's own modules hand to gettext."""
    found: set[str] = set()
    for path in (ROOT / "welfare_rules" / "cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "ngettext")
            ):
                found.add(ast.literal_eval(node.args[0]))
    return found


def test_every_word_of_the_command_is_in_the_catalogue() -> None:
    text = PO.read_text(encoding="utf-8")
    assert own_messages() <= {each["msgid"] for each in entries(text)}
    own, _, _click = text.partition("# --- click ---")  # own words stand above that line
    assert {each["msgid"] for each in entries(own)[1:]} == own_messages() - {
        "Show this message and exit."
    } | {"Show this message and exit."}


EVERY = ["", *sorted(commands().commands), "schema policy", "schema case"]


@pytest.mark.parametrize("command", EVERY)
def test_help_is_all_chinese_or_all_english(command: str) -> None:
    zh = run(*command.split(), "--help", env={"LANG": "zh_CN.UTF-8"})
    en = run(*command.split(), "--help")
    assert (zh.exit_code, en.exit_code) == (0, 0)
    assert not re.search(r"[一-鿿]", en.stdout)
    for word in ("Usage", "Options", "Commands", "required", "default", "Show", "COMMAND"):
        assert word not in zh.stdout
    assert run(*command.split(), "-h", "--lang", "zh").stdout == zh.stdout


@pytest.mark.parametrize(
    "command", ["", "check", "determine", "explain", "schema", "schema policy", "schema case"]
)
def test_chinese_help_fits_a_terminal(command: str) -> None:
    zh = run(*command.split(), "--help", env={"LANG": "zh_CN.UTF-8"})
    assert all(len(line.encode("gbk")) <= 84 for line in zh.stdout.splitlines())


ASKING = [
    name for name, each in commands().commands.items() if any(p.required for p in each.params)
]


@pytest.mark.parametrize(
    "words",
    [*([each] for each in ASKING), *([each, "--nope"] for each in EVERY if each), ["--nope"]],
    ids=" ".join,
)
def test_errors_of_usage_end_as_chinese_sentences_do(words: list[str]) -> None:
    told = run(*" ".join(words).split(), "--lang", "zh").stderr
    errors = [line for line in told.splitlines() if line.startswith("错误")]
    assert errors
    assert not [each for each in errors if each.endswith(".") or re.search("[。？：] ", each)]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["chek"],
        ["determin"],
        ["check", "--fromat", "json"],
        ["check", "--format", "xml"],
        ["check", "--format"],
        ["check", "--lang", "fr"],
        ["determine"],
        ["determine", str(CASE)],
        ["determine", str(CASE), "more", *MONTH],
        ["determine", str(CASE), *MONTH, "--policies", str(CASE)],
        ["schema"],
        ["schema", "cases"],
    ],
)
def test_a_wrong_command_line_is_refused_in_the_language_of_its_reader(words: list[str]) -> None:
    zh = run(*words, env={"LANG": "zh_CN.UTF-8"})
    en = run(*words)
    assert (zh.exit_code, en.exit_code) == (2, 2)
    assert (zh.stdout, en.stdout) == ("", "")
    assert not re.search(r"[一-鿿]", en.stderr)
    assert re.search("^(Error|Usage): ", en.stderr, re.MULTILINE)
    assert re.search("^(错误|用法)：", zh.stderr, re.MULTILINE)
    for word in (
        "Error",
        "Try",
        "Missing",
        "No such",
        "Did you",
        "Invalid",
        "not one of",
        "unexpected",
        "requires",
        "is a file",
    ):
        assert word not in zh.stderr
