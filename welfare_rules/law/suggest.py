"""What a name that does not exist was meant to be.

Staff may have written its label, or misspelt either.
"""

from __future__ import annotations

from collections.abc import Mapping

from welfare_rules.findings import nearest


def meant(got: str, known: Mapping[str, object]) -> str:
    """The id that a name comes nearest to, by the ids and by their labels in both languages;
    nothing where none is near.

    >>> from welfare_rules.law.model import Words
    >>> meant("最低生活保障", {"dibao": Words("最低生活保障", "minimum living guarantee"), "tekun": Words("特困供养", "support")})
    'dibao'
    """
    ids: dict[str, str] = {}
    for each, label in known.items():
        for name in (each, getattr(label, "zh", ""), getattr(label, "en", "")):
            if name:
                ids.setdefault(name, each)
    return ids.get(nearest(got, ids), "")
