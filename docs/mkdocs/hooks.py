"""Brings together what the site shows: the pages of docs/, those that stand at the top, the
reference of every public name, and the handbook of the model county.
"""

from __future__ import annotations

import ast
import functools
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
AT_THE_TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE")

HANDBOOK = ("--in", "cn/model", "--month", "2025-08", "--known", "2025-12-31")
BUTTON = re.compile(r"<!-- site: (.*) -->")

# Rooms of the library whose public names stand under one heading, in the order of the page.
HEADINGS = {
    "api": "Load a policy",
    "rules": "The rules of a month",
    "facts": "Households",
    "answer": "Answers",
    "curves": "Curves",
    "history": "Histories",
    "settlement": "Arrears and recoveries",
    "comparison": "What comes by itself",
    "metadata": "What a law is about",
    "findings": "When something is wrong",
    "basics": "Values",
}
MADE_BY_USERS = "\n    options:\n      merge_init_into_class: true"  # shown with its arguments
LINK = re.compile(r"(?<=\]\()[^)#:\s]+")
TO_PAGE = re.compile(r"\[([^\]]+)\]\(([\w-]+?)(\.zh)?\.md(#[^)]*)?\)")
PRE = re.compile(r"(<pre.*?</pre>)", re.DOTALL)
CHINESE = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]"
BREAK = re.compile(rf"(?<={CHINESE})\n(?={CHINESE})")
ENGLISH_ONLY = """# 全部名称（英文）

逐项的说明取自程序里的英文说明文字：[Every name](reference.md)。
"""


@event_priority(100)  # before the languages are told apart
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The configuration, with the folder in which everything has been brought together."""
    config.docs_dir = sources().name
    return config


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """The text of a page, in which a link to a page in the other language leads there.

    Else it would lead to the page of that name in the language that is being built.
    """
    built_zh = page.file.dest_uri.startswith("zh/")

    def led(link: re.Match[str]) -> str:
        text, name, zh, heading = link.groups(default="")
        if bool(zh) is built_zh or not Path(sources().name, f"{name}.zh.md").is_file():
            return link.group()
        name = "index" if name == "README" else name
        return f'<a href="{"zh/" if zh else "../"}{name}.html{heading}">{text}</a>'

    return TO_PAGE.sub(led, markdown)


def on_page_content(html: str, **_: object) -> str:
    """The page without the blank that a new line in the source puts between two Chinese words."""
    parts = PRE.split(html)
    parts[::2] = [BREAK.sub("", each) for each in parts[::2]]
    return "".join(parts)


@functools.cache
def sources() -> tempfile.TemporaryDirectory[str]:
    """A folder with everything that becomes the site, as long as the program runs."""
    made = tempfile.TemporaryDirectory()
    folder = Path(made.name)
    ignored = shutil.ignore_patterns("mkdocs")
    shutil.copytree(ROOT / "docs", folder, ignore=ignored, dirs_exist_ok=True)
    shutil.copytree(ROOT / "docs" / "mkdocs" / "style", folder / "style")
    for name in AT_THE_TOP:
        shutil.copy(ROOT / name, folder)
        lead_links(folder / name, "")
    for page in sorted((ROOT / "docs").glob("*.md")):
        lead_links(folder / page.name, "docs")
    (folder / "reference.md").write_text(reference(), encoding="utf-8")
    (folder / "reference.zh.md").write_text(ENGLISH_ONLY, encoding="utf-8")
    for lang in ("en", "zh"):
        written = folder / f"handbook-model.{lang}.html"
        command = [sys.executable, "-m", "welfare_rules", "handbook", *HANDBOOK, "--lang", lang]
        subprocess.run([*command, "-o", str(written)], cwd=ROOT, check=True)
    return made


def lead_links(page: Path, folder: str) -> None:
    """Lead the links of a page that stands in this folder of the project to pages of the site."""

    def target(link: re.Match[str]) -> str:
        there = posixpath.normpath(posixpath.join(folder, link.group()))
        inside = there.removeprefix("docs/")
        return inside if inside != there or there in AT_THE_TOP else link.group()

    text = LINK.sub(target, page.read_text(encoding="utf-8"))
    button = r"[\1](handbook-model.html){ .md-button .md-button--primary }"
    page.write_text(BUTTON.sub(button, text), encoding="utf-8")


def reference() -> str:
    """The page of every public name, which its docstring describes."""
    stub = (ROOT / "welfare_rules" / "__init__.pyi").read_text(encoding="utf-8")
    rooms: dict[str, list[str]] = {room: [] for room in HEADINGS}
    for node in ast.parse(stub).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            room = node.module.split(".")[1]
            how = MADE_BY_USERS if room == "facts" else ""
            entries = [f"::: {node.module}.{each.name}{how}" for each in node.names]
            rooms.setdefault(room, []).extend(entries)
    parts = [
        "# Every name",
        "All that `import welfare_rules as wr` offers, from the docstrings. "
        "[The Python API](api.md) shows it in use.",
    ]
    for room, entries in rooms.items():
        if entries:
            parts += [f"## {HEADINGS.get(room, room.capitalize())}", *entries]
    return "\n\n".join(parts) + "\n"
