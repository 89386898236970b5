"""Compiles the command's words: reads the .po that people edit, writes the .mo that gettext reads.

`python tests/support/messages.py` writes it anew; with `--check` it only says whether it is up to date.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from pathlib import Path

PO = (
    Path(__file__).resolve().parents[2]
    / "welfare_rules"
    / "cli"
    / "locale"
    / "zh"
    / "LC_MESSAGES"
    / "welfare_rules.po"
)
MO = PO.with_suffix(".mo")
_LINE = re.compile(r'(?P<keyword>msgid|msgid_plural|msgstr(?:\[\d\])?)?\s*(?P<text>".*")')
MAGIC = 0x950412DE


def entries(text: str) -> list[dict[str, str]]:
    """The messages of a .po text: what stands behind msgid, msgid_plural and each msgstr."""
    found: list[dict[str, str]] = []
    keyword = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"line {number} is not understood: {line}")
        if match["keyword"] == "msgid":
            found.append({})
        keyword = match["keyword"] or keyword
        found[-1][keyword] = found[-1].get(keyword, "") + ast.literal_eval(match["text"])
    return found


def translations(entry: dict[str, str]) -> list[str]:
    return [entry[key] for key in sorted(entry) if key.startswith("msgstr")]


def compiled(text: str) -> bytes:
    """The .mo of a .po text.

    Sorted messages, then their translations, with a table of lengths and offsets for each.
    """
    pairs = sorted(
        (
            "\0".join(
                [each["msgid"], *([each["msgid_plural"]] if "msgid_plural" in each else [])]
            ).encode(),
            "\0".join(translations(each)).encode(),
        )
        for each in entries(text)
    )
    head = struct.calcsize("<7I")
    offset = head + 16 * len(pairs)
    tables, data = [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<2I", len(pair[side]), offset + len(data))
            data += pair[side] + b"\0"
    numbers = (MAGIC, 0, len(pairs), head, head + 8 * len(pairs), 0, offset)
    return struct.pack("<7I", *numbers) + tables[0] + tables[1] + data


if __name__ == "__main__":
    made = compiled(PO.read_text(encoding="utf-8"))
    if "--check" not in sys.argv[1:]:
        MO.write_bytes(made)
    elif MO.read_bytes() != made:
        sys.exit(f"{MO} is out of date; run: make messages")
