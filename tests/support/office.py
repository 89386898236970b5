"""The example of an office, docs/examples/office.py, as a module."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any


def _loaded() -> Any:
    path = Path(__file__).resolve().parents[2] / "docs" / "examples" / "office.py"
    spec = spec_from_file_location("office", path)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    sys.modules["office"] = made
    spec.loader.exec_module(made)
    return made


office = _loaded()
