"""Data in one spelling, so that equal data have one digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The one spelling of JSON that digests are made of: keys in order, no white space, UTF-8.

    >>> canonical({"b": [1, None], "a": "低保"}).decode()
    '{"a":"低保","b":[1,null]}'
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8")


def digest_of(value: Any) -> str:
    """The digest of data that JSON can hold, whatever their order and layout.

    >>> digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    True
    """
    return "sha256:" + hashlib.sha256(canonical(value)).hexdigest()
