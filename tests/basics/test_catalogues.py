"""Texts in two languages: complete, filled alike, and asked for their language in one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from importlib import import_module

import pytest

from tests.basics.test_one_home import ROOT, sources
from welfare_rules.basics.text import LANGUAGES, Catalogue, Words

HOME = "basics/text.py"

# Files that ask which language it is, each with the reason.
ASKED = {
    "cases/plugin.py": "reads the option of pytest that names the language",
    "cli/language.py": "asks what the environment says, before any text is at hand",
    "editor/server.py": "asks which language an editor speaks, before any text is at hand",
}

# Files with Chinese text outside Words, each with the reason.
READ = "what policy files, cases and tables may write in Chinese"
SCHEMA = "descriptions of the schema, which is one document"
ONE_TEXT = "one text for both languages, which quotes what a Chinese file has"
BESIDE = "marks of a page that shows both languages beside each other"
DISPOSED = "the four dispositions of an alert, which are words of the file format in Chinese"
CHINESE: dict[str, str] = {
    "alerts/sentences.py": "the mark between sources, which are named as they name themselves",
    "caseload/screened.py": DISPOSED,
    "cases/expected.py": READ,
    "cases/stories/model.py": ONE_TEXT,
    "cases/stories/reader.py": READ,
    "cases/watches/expected.py": READ,
    "changes/made.py": "a household made to show a change, whose id staff read",
    "checks/health.py": ONE_TEXT,
    "checks/watches.py": READ,
    "cli/commands/new.py": "a skeleton, which is a Chinese file",
    "cli/language.py": "the end of a sentence of the usage, which click writes in English",
    "cli/skeletons.py": "a skeleton, which is a Chinese file",
    "document/models.py": SCHEMA,
    "document/parts.py": SCHEMA,
    "document/schema.py": SCHEMA,
    "document/syntax.py": READ,
    "events/identity.py": "the mark between name and day of somebody, in any language",
    "events/register.py": READ,
    "facts/forms.py": READ,
    "facts/python_code.py": SCHEMA,
    "findings/catalogue.py": "its entries, which three functions put into Words",
    "impact/condition.py": READ,
    "impact/page.py": "names of fonts and of files of a page",
    "language/check.py": READ,
    "language/lexer.py": READ,
    "language/slips.py": READ,
    "language/operations.py": READ,
    "language/parser.py": ONE_TEXT,
    "language/words.py": READ,
    "law/cascades.py": READ,
    "law/elaborate.py": READ,
    "law/terms.py": DISPOSED,
    "law/watches.py": DISPOSED,
    "promises/kept.py": "its sentences in both languages, which one function puts into Words",
    "runs/writing.py": "the names of sheets, which staff open",
    "samples/small_laws.py": "a policy file that is drawn",
    "schemas/inputs.py": SCHEMA,
    "tables/cells.py": READ,
    "tables/headings.py": READ,
    "tables/mapping.py": READ,
    "tables/rows.py": READ,
    "tables/workbook.py": READ,
    "testing/case_file.py": "a case file, which is a Chinese file",
    "testing/cover.py": "a case file, which is a Chinese file",
    "testing/strategies.py": "a case file, which is a Chinese file",
    "workbench/household.py": "what a person may write in a field",
    "workbench/splice.py": "what a person may write in a field",
    "register/coverage_page.py": "a page of the repository that has both languages in each line",
    "register/entries.py": ONE_TEXT,
    "register/handbook/benefits.py": BESIDE,
    "register/handbook/context.py": BESIDE,
    "basics/html.py": BESIDE,
    "register/handbook/lists.py": BESIDE,
    "register/handbook/plot.py": BESIDE,
    "register/handbook/style.py": "names of fonts and comments of a style sheet",
}


# --- catalogues ---

MODULES = [
    ".".join(("welfare_rules", *path.relative_to(ROOT).with_suffix("").parts))
    for path in sorted(ROOT.rglob("*.py"))
    if "Catalogue(" in path.read_text(encoding="utf-8")
]
CATALOGUES = {
    f"{module}.{name}": value
    for module in MODULES
    for name, value in vars(import_module(module)).items()
    if isinstance(value, Catalogue)
}


def test_the_rooms_that_write_sentences_are_found() -> None:
    rooms = {name.split(".")[1] for name in CATALOGUES}
    assert {"cases", "comparison", "explanation", "findings", "register", "settlement"} <= rooms


@pytest.mark.parametrize("name", CATALOGUES)
def test_no_sentence_lacks_a_language_or_a_hole(name: str) -> None:
    assert CATALOGUES[name].faults() == ()


@pytest.mark.parametrize(
    "words", [Words("{n} 人", "nobody"), Words("{a}", "{b}"), Words("无", ""), Words("", "none")]
)
def test_an_uneven_sentence_is_seen(words: Words) -> None:
    assert Catalogue({"key": words}).faults() == ("key",)


def test_a_reason_that_is_not_needed_is_seen() -> None:
    assert Catalogue({"key": Words("无", "none")}, {"key": "why"}).faults() == ("key",)


# --- which language it is ---


def language_asked(tree: ast.AST) -> Iterable[int]:
    """Lines that compare something with a language, or choose by one."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare(ops=[ast.Eq() | ast.NotEq()], left=left, comparators=[right]):
                if _is_language(left) or _is_language(right):
                    yield node.lineno
            case ast.MatchValue(value=value) if _is_language(value):
                yield value.lineno
            case _:
                pass


def _is_language(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in LANGUAGES


@pytest.mark.parametrize(
    "text",
    [
        'a if lang == "zh" else b',
        'WORDS[key][self.lang == "en"]',
        'if "en" != lang: pass',
        'match lang:\n    case "zh" | None: pass',
    ],
)
def test_a_question_for_the_language_is_seen(text: str) -> None:
    assert list(language_asked(ast.parse(text)))


def test_only_the_home_of_texts_asks_which_language_it_is() -> None:
    found = {name: list(language_asked(tree)) for name, tree in sources(HOME)}
    assert {name for name, lines in found.items() if lines} == set(ASKED)


# --- Chinese text ---

# ideographs, and the marks of full width that go with them
_CHINESE = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uff60]")


def chinese(tree: ast.AST) -> Iterable[int]:
    """Lines of texts with Chinese characters outside Words(...), comments and docstrings aside."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if _called(node) == "Words" or _is_docstring(node):
            continue
        if isinstance(node, ast.Constant) and _CHINESE.search(str(node.value)):
            yield node.lineno
        waiting.extend(ast.iter_child_nodes(node))


def _called(node: ast.AST) -> str:
    """The name of the function that is called, if it is a call by a plain name."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    return ""


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('x = "工资"', True),
        ('x = f"{a}：{b}"', True),
        ('join("、", parts)', True),
        ('x = Words("工资", "wage")', False),
        ('C = Catalogue({"wage": Words("工资 {n}", "wage {n}")})', False),
        ('def f():\n    """工资"""\n    # 工资', False),
    ],
)
def test_chinese_text_is_seen(text: str, seen: bool) -> None:
    assert bool(list(chinese(ast.parse(text)))) is seen


def test_chinese_text_stands_beside_its_english() -> None:
    """The list of exceptions must not have a file more than it needs."""
    found = {name for name, tree in sources(HOME) if list(chinese(tree))}
    assert found == set(CHINESE)
