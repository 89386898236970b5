"""Which mutants of the code are wrong by their types.

`make types` holds the code to strict types, so such a mutant needs no test. A file of mutants holds
many copies of each function, and an attribute that one of them sets to None may be None in all of
them: what is said of an unchanged copy too, or outside any, is about no mutant. (mutmut can ask a
type checker itself, and ends where that happens.)
"""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

MADE = Path("mutants")  # where mutmut writes the files with their mutants
CONFIG, KEPT = MADE / "types-of-mutants.config.json", MADE / "types-of-mutants.json"


def wrong_by_types(paths: Sequence[Path]) -> set[tuple[Path, str]]:
    """The mutants in files that pyright finds wrong; asked anew where a file has changed."""
    files = {(MADE / each).resolve(): each for each in paths}
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    if kept.get("of") != digest:
        found: dict[Path, list[Any]] = {each: [] for each in files}
        for each in _pyright(paths):
            found[Path(each["file"])].append(each)
        wrong = [[str(files[each]), name] for each in files for name in _named(each, found[each])]
        kept = {"of": digest, "wrong": sorted(wrong)}
        KEPT.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return {(Path(path), name) for path, name in kept["wrong"]}


def _pyright(paths: Iterable[Path]) -> list[dict[str, Any]]:
    # Without a file of its own, pyproject.toml would make it look at the whole package.
    strictly = {"include": [*map(str, paths)], "typeCheckingMode": "strict"}
    CONFIG.write_text(json.dumps({**strictly, "pythonVersion": "3.11"}), encoding="utf-8")
    done = subprocess.run(
        ["pyright", "--outputjson", "-p", str(CONFIG), "--pythonpath", sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout)["generalDiagnostics"]


def _named(path: Path, findings: Iterable[dict[str, Any]]) -> set[str]:
    """The mutants of which something is found that is found of no unchanged function."""
    owner = {
        line: each.name
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.FunctionDef) and "__mutmut_" in each.name
        for line in range(each.lineno, (each.end_lineno or each.lineno) + 1)
    }
    named = [(owner.get(each["range"]["start"]["line"] + 1, ""), each) for each in findings]
    unchanged = {each["message"] for name, each in named if not name or name.endswith("_orig")}
    return {
        name
        for name, each in named
        if name and not name.endswith("_orig") and each["message"] not in unchanged
    }
