"""Every code block of README and docs is run as it stands, document by document, in a copy of the
shipped policies.

What a block means is said by its language alone:

- `python`: run; in the form of a session (`>>>`) its output is compared.
- `console`: lines after `$ ` are run, by bash where they are more than one `welfare-rules` command; what follows is compared with the output.
  A command may fail only where findings are shown.
- `toml`: the first line, a comment, says where it goes: `# file: PATH` (or `# 文件：PATH`) is a whole file, `# add to: PATH`
  (`# 追加到：PATH`) is added at its end. The copy must then check without a finding. After `# wrong, …` (`# 错例，…`) it must not, the next
  `text` block is compared with the findings, and the file is put back.
- `diff`: an edit of one file of the copy; the copy must then check without a finding.
- `json`: a whole case, which must be read; a part of one begins with `…`.
- `text` that follows no wrong example, and `sh` (installing, run by .ci/run), are only read.

In expected output `...` stands for anything.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Document, Example, Sybil
from sybil.example import SybilFailure
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import welfare_rules as wr
from tests.support.command import run
from tests.support.spark import session
from welfare_rules.cli.main import commands
from welfare_rules.document.library import read_library
from welfare_rules.loading import check_all

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
# They start many commands and check the whole copy many times.
LONG = {
    "README.zh.md",
    "cases.md",
    "cases.zh.md",
    "format.md",
    "guide.md",
    "guide.zh.md",
    "model-county.md",
    "model-county.zh.md",
    "receipts.md",
    "receipts.zh.md",
    "start-staff.md",
    "start-staff.zh.md",
    "time.md",
    "time.zh.md",
}
# What a document shows beside the library itself; where it cannot be had the document is not run.
NEEDS = {
    "spark.md": ("pyspark",),
    "spark.zh.md": ("pyspark",),
    "tables.zh.md": ("numpy",),
    "tables.md": ("arro3.core", "numpy", "pandas", "polars", "xlsxwriter"),
}
FLAGS = doctest.ELLIPSIS
PLAIN = re.compile(r"welfare-rules( [\w./:=,-]+)*")  # nothing that means more to a shell
SECONDS = 120
MOST_SHOWN = 4000  # characters of an output that is not the expected one

_PLACE = re.compile(
    r"# (?P<wrong>wrong, |错例，)?(?P<how>file|文件|add to|追加到)[:：] ?(?P<path>policies/[a-z0-9/_.-]+\.toml)"
)


class Bench:
    """The copy that the blocks of one document work on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # findings of a wrong example, until the next block shows them
        self.awaited: str | None = None
        shutil.copytree(ROOT / "policies", folder / "policies")
        shutil.copy(ROOT / "welfare-rules.toml", folder)
        shutil.copytree(ROOT / "docs" / "examples", folder / "docs" / "examples")
        command = folder / "bin" / "welfare-rules"  # of this checkout, whatever is installed
        command.parent.mkdir()
        command.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -m welfare_rules "$@"\n', encoding="utf-8"
        )
        command.chmod(0o755)

    def file(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def findings(self) -> str:
        """What a check of the whole copy finds, in both languages.

        Notices are about the world and no mistakes.
        """
        found = [
            each
            for each in check_all(read_library(self.folder / "policies"))
            if each.severity != "notice"
        ]
        return "\n".join(each.line(lang) for each in found for lang in ("zh", "en"))

    def must_be_clean(self) -> str | None:
        found = self.findings()
        return f"the policies no longer check:\n{found}" if found else None


def bench_of(example: Example) -> Bench:
    bench: Bench = example.namespace["__bench__"]
    return bench


def toml(example: Example) -> str | None:
    bench, (first, _, rest) = bench_of(example), str(example.parsed).partition("\n")
    place = _PLACE.fullmatch(first.strip())
    if place is None:
        return f"the first line must say where the block goes, not {first!r}"
    path = bench.file(place["path"])
    before = path.read_text(encoding="utf-8") if path.exists() else None
    if (place["how"] in ("add to", "追加到")) != (before is not None):
        return f"{place['path']} is {'there already' if before is not None else 'not there'}"
    path.write_text(rest if before is None else f"{before}\n{rest}", encoding="utf-8")
    if place["wrong"] is None:
        return bench.must_be_clean()
    bench.awaited = bench.findings()
    if before is None:
        path.unlink()
    else:
        path.write_text(before, encoding="utf-8")
    return None if bench.awaited else "this example is said to be wrong, and nothing is found"


def diff(example: Example) -> str | None:
    """One hunk a block.

    The lines that stay and those that go, together, must be found exactly once.
    """
    bench, lines = bench_of(example), str(example.parsed).splitlines()
    name = next((line[4:].strip() for line in lines if line.startswith("--- ")), "")
    hunk = [line for line in lines if not line.startswith(("--- ", "+++ ", "@@"))]
    path = bench.folder / name
    if not name or not path.is_file():
        return f"there is no file {name!r}"
    old = "".join(f"{line[1:]}\n" for line in hunk if not line.startswith("+"))
    new = "".join(f"{line[1:]}\n" for line in hunk if not line.startswith("-"))
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        return f"these lines are found {text.count(old)} times in {name}:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return bench.must_be_clean()


def text(example: Example) -> str | None:
    bench = bench_of(example)
    if bench.awaited is None:
        return None
    found, bench.awaited = bench.awaited.splitlines(), None
    for line in str(example.parsed).splitlines():
        if not any(
            doctest.OutputChecker().check_output(f"{line}\n", f"{each}\n", FLAGS) for each in found
        ):
            return "expected:\n{}\nfound:\n{}".format(line, "\n".join(found))
    return None


def ran(command: str, bench: Bench) -> tuple[int, str]:
    """Exit status and output of a line of a console; the command alone needs no shell, and is run
    in this process.
    """
    plain = {"LANG": "C.UTF-8", "COLUMNS": "160", "NO_COLOR": "1"}
    if PLAIN.fullmatch(command):
        done = run(*command.split()[1:], env=plain)
        return done.exit_code, done.output
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("COV_", "LC_"))},
        **plain,
        "PATH": os.pathsep.join(
            (str(bench.folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"])
        ),
        "PYTHONPATH": str(ROOT),
    }
    shell = subprocess.run(
        ["bash", "-c", command],
        cwd=bench.folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    return shell.returncode, shell.stdout


def console(example: Example) -> str | None:
    bench = bench_of(example)
    for part in re.split(r"^\$ ", str(example.parsed), flags=re.MULTILINE)[1:]:
        command, _, want = part.partition("\n")
        while command.endswith("\\"):
            more, _, want = want.partition("\n")
            command = f"{command}\n{more}"
        status, output = ran(command, bench)
        got = "".join(f"{line.rstrip()}\n" for line in output.splitlines())
        want = want.rstrip() + "\n" if want.strip() else ""
        if (want and not doctest.OutputChecker().check_output(want, got, FLAGS)) or (
            status and ": error WR" not in want
        ):
            return f"$ {command}\nexit status {status}, expected:\n{want}\ngot:\n{got[:MOST_SHOWN]}"
    return None


def json(example: Example) -> str | None:
    if str(example.parsed).lstrip().startswith("…"):
        return None
    wr.load("cn/model", bench_of(example).folder / "policies").at(
        "2021-08", known="2021-12-31"
    ).read(str(example.parsed))
    return None


RUN = {"toml": toml, "diff": diff, "text": text, "console": console, "json": json}
SHOWN = {"sh", "powershell"}
SYBIL = Sybil(
    [
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        *(CodeBlockParser(language, run) for language, run in RUN.items()),
    ]
)


def parsed(path: Path) -> Document:
    return SYBIL.parse(path)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            id=path.relative_to(ROOT).as_posix(),
            marks=[pytest.mark.slow] if path.name in LONG else [],
        )
        for path in DOCUMENTS
    ],
)
def test_examples_do_what_the_document_says(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NEEDS.get(path.name, ()):
        pytest.importorskip(name)
        if name == "pyspark":
            session()  # or no Java, and the document is not run
    document = parsed(path)
    bench = Bench(tmp_path)
    document.namespace["__bench__"] = bench
    monkeypatch.chdir(tmp_path)
    failed: list[str] = []
    for example in document.examples():
        try:
            example.evaluate()
        except SybilFailure as failure:
            failed.append(str(failure))
        except Exception as error:
            failed.append(f"{path}, line {example.line}: {type(error).__name__}: {error}")
    assert not failed, "\n\n".join(failed)
    assert bench.awaited is None, f"the last wrong example of {path.name} shows no findings"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_block_says_what_it_is(path: Path) -> None:
    fences = re.findall(r"^ {0,3}```(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert {language.strip() for language in fences[0::2]} <= {"python", *RUN, *SHOWN}
    assert {language.strip() for language in fences[1::2]} <= {""}


def leads(path: Path, heading: str) -> bool:
    """Whether there is such a file or folder, with such a heading if one is named."""
    if not heading or not path.is_file():
        return path.exists()
    written = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    names = {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in written}
    return heading in names


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    missing = [
        f"{target}#{heading}"
        for target, heading in re.findall(
            r"\]\(([^)#]*)#?([^)]*)\)", path.read_text(encoding="utf-8")
        )
        if "://" not in target and not leads(path.parent / target if target else path, heading)
    ]
    assert not missing


@pytest.mark.parametrize("name", ["README.md", "docs/README.zh.md"])
def test_every_command_is_named(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [command for command in commands().commands if f"`{command}`" not in text] == []


def test_every_public_name_has_an_example() -> None:
    """In docs/api.md, where it is run."""
    code = "\n".join(str(example.parsed) for example in parsed(ROOT / "docs" / "api.md").examples())
    code += "\n".join(
        str(each.source)
        for example in parsed(ROOT / "docs" / "api.md").examples()
        if isinstance(each := example.parsed, doctest.Example)
    )
    assert [name for name in wr.__all__ if not re.search(rf"\b{name}\b", code)] == []
