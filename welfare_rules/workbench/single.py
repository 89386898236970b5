"""The page as one file with the interpreter inside, from which no byte can leave.

It is opened by a double click and needs no network: its content security policy forbids every
request, and allows only the scripts that it was built with, by their digests. The interpreter and
the wheels that it needs are taken from a folder when the file is built; none of them is part of
this library.
"""

from __future__ import annotations

import base64
import errno
import gzip
import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import welfare_rules as wr
from welfare_rules.basics.html import Html, joined, tag
from welfare_rules.workbench.page import document, packaged
from welfare_rules.workbench.state import State
from welfare_rules.workbench.words import SAID

INTERPRETER: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
"""The files of the interpreter, as its package has them."""
WHEELS: Final = (
    "annotated_types",
    "pydantic",
    "pydantic_core",
    "python_dateutil",
    "tomli",
    "typing_extensions",
    "typing_inspection",
)
"""The distributions of which there must be one wheel each."""
_LEFT_OUT = ("cli/", "_policies/", "testing/", "proofs/", "mutation/", "synthetic/", "caseload/")
_DAY = (2020, 1, 1, 0, 0, 0)  # of every file in the archive, so that the same makes the same


def needed(runtime: Path) -> list[Path]:
    """The files of a folder that go into the page. Raises FileNotFoundError where one lacks."""
    found = [runtime / name for name in INTERPRETER]
    lacking = [each.name for each in found if not each.is_file()]
    for name in WHEELS:
        wheels = sorted(runtime.glob(f"{name}-*.whl"))
        if wheels:
            found.append(wheels[-1])
        else:
            lacking.append(f"{name}-*.whl")
    if lacking:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(runtime / lacking[0]))
    return found


def single_file(state: State, runtime: Path) -> bytes:
    """The page as one file, with the files of a folder as its interpreter.

    Raises FileNotFoundError where the folder lacks one of them.
    """
    carried = {each.name: _packed(each.read_bytes()) for each in needed(runtime)}
    carried["library.zip"] = _packed(library(state))
    scripts = packaged("page.js"), packaged("single.js")
    style = packaged("page.css")
    boot = packaged("boot.js")
    rule = policy((*scripts, boot), style)
    head = joined(
        [tag("meta", http_equiv="Content-Security-Policy", content=rule), tag("style", Html(style))]
    )
    loading = SAID["loading"].say(state.lang)
    foot = joined(
        [
            tag("p", loading, id="loading", role="status"),
            tag("script", Html(boot), type="text/plain", id="boot"),
            tag("script", Html(json.dumps(carried)), type="application/json", id="carried"),
            *(tag("script", Html(each)) for each in scripts),
        ]
    )
    return document(state, head, foot).encode("utf-8")


def policy(scripts: tuple[str, ...], style: str) -> str:
    """The content security policy: these scripts and this style, and nothing from anywhere.

    >>> policy(("",), "").split("; ")[0]
    "default-src 'none'"
    """
    allowed = " ".join(_digest(each) for each in scripts)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {allowed} 'wasm-unsafe-eval' blob:",
            f"style-src {_digest(style)}",
            "worker-src blob:",
            "connect-src blob:",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def _digest(text: str) -> str:
    made = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{made}'"


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, mtime=0)).decode("ascii")


def library(state: State) -> bytes:
    """This library and what the page begins with, as an archive; the same state gives the same."""
    home = Path(str(wr.__file__)).parent
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(home.rglob("*.py*")):
            name = path.relative_to(home).as_posix()
            if re.search(r"\.pyi?$", name) and not name.startswith(_LEFT_OUT):
                _add(archive, f"welfare_rules/{name}", path.read_bytes())
        _add(archive, "carried.json", json.dumps(_begun(state)).encode("utf-8"))
    return made.getvalue()


def _begun(state: State) -> Mapping[str, object]:
    return {
        "texts": dict(state.office.texts),
        "jurisdiction": state.policy.jurisdiction,
        "month": state.month,
        "known": state.known,
        "lang": state.lang,
        "case": dict(state.case),
    }


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _DAY), data)
