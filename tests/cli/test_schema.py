"""The JSON Schema that editors use.

As the models are now, in Chinese, named by every file, and believed by a TOML linter.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import POLICIES, ROOT, copied
from welfare_rules.document.schema import policy_schema, schema_text
from welfare_rules.document.shipped import SCHEMA

FILES = sorted(path for path in POLICIES.rglob("*.toml") if "cases" not in path.parts)
TOMBI = shutil.which(
    "tombi", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
)


def test_the_file_beside_the_policies_is_up_to_date() -> None:
    text = (POLICIES / SCHEMA).read_text(encoding="utf-8")
    assert text == schema_text(), f"run: welfare-rules schema policy > policies/{SCHEMA}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(POLICIES).as_posix())
def test_every_shipped_file_names_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"#:schema (\S+)", first)
    assert match is not None
    assert (path.parent / match[1]).resolve() == (POLICIES / SCHEMA).resolve()


def keys() -> Iterator[tuple[str, dict[str, Any]]]:
    made = policy_schema()
    for name, part in {"": made, **made["$defs"]}.items():
        yield name or "file", part
        for key, value in part.get("properties", {}).items():
            yield f"{name}.{key}", value


def test_every_key_is_described_in_chinese() -> None:
    said = {
        name: (str(part.get("title", "")), str(part.get("description", "")))
        for name, part in keys()
    }
    chinese = re.compile("[一-鿿]")
    assert [name for name, (title, _) in said.items() if not chinese.search(title)] == []
    assert [
        name
        for name, (_, text) in said.items()
        if "." in name and not (text and (chinese.search(text) or text.startswith("如 ")))
    ] == []


def test_what_toml_does_not_have_is_not_offered() -> None:
    text = schema_text()
    for word in ('"null"', '"default"', "propertyNames"):
        assert word not in text
    version = policy_schema()["$defs"]["FigureVersionDoc"]["properties"]
    assert {"type": "number"} in version["value"]["anyOf"]
    assert version["announced"]["format"] == "date"


@pytest.mark.skipif(TOMBI is None, reason="tombi is not installed")
class TestTombi:
    """The linter that the editors of policy staff run."""

    @staticmethod
    def lint(folder: Path) -> tuple[int, str]:
        assert TOMBI is not None
        shutil.copy(ROOT / ".tombi.toml", folder)
        command = [TOMBI, "lint", "--offline", "--error-on-warnings", "policies"]
        environment = {**os.environ, "NO_COLOR": "1"}
        ran = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            timeout=120,
            check=False,
        )
        return ran.returncode, re.sub(r"\x1b\[[0-9;]*m", "", ran.stdout + ran.stderr)

    def test_the_shipped_files_are_clean(self, tmp_path: Path) -> None:
        shutil.copytree(POLICIES, tmp_path / "policies")
        status, said = self.lint(tmp_path)
        assert status == 0, said

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ("anounced = 2021-01-01", '"anounced" is not allowed'),
            ('value = "abc"', "does not match"),
            ('announced = "2021-01-01"', "LocalDate"),
            ('status = "guessed"', "must be one of"),
            ("figure = 1", "is not allowed"),
        ],
    )
    def test_a_planted_mistake_is_found_where_it_stands(
        self, wrong: str, told: str, tmp_path: Path
    ) -> None:
        path = copied(tmp_path) / "cn" / "model" / "standards.toml"
        text = (
            path.read_text(encoding="utf-8")
            + f'\n[figure.planted]\ntype = "money"\n[[figure.planted.version]]\n{wrong}\n'
        )
        path.write_text(text, encoding="utf-8")
        status, said = self.lint(tmp_path)
        assert status != 0
        assert told in said
        assert f"standards.toml:{len(text.splitlines())}:" in said
