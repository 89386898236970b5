"""Loading of policies that does nothing twice: the tests of one process read the same files hundreds
of times, and what comes of a file depends on its name, its text and its jurisdiction alone.

Each step of loading is kept by what it is given, so a file that was changed is read anew, and the
laws that stand on it are built and checked anew. `tests/cli/test_process.py` starts real processes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import welfare_rules.document.library as library
from welfare_rules import api, loading
from welfare_rules.document.library import Library
from welfare_rules.document.source import Source
from welfare_rules.findings import Finding
from welfare_rules.law.law import Law
from welfare_rules.rules import CompiledLaw

MOST_DOCUMENTS, MOST_LAWS = 300, 12  # kept; those that ship: 37 and 5


def kept(make: Callable[..., Any], key: Callable[..., Any], most: int) -> Callable[..., Any]:
    """`make`, with the results of the last `most` different keys."""
    made: dict[Any, Any] = {}

    def remembered(*given: Any) -> Any:
        name = key(*given)
        # With what it was made of: a name may be the identity of an object that must live on.
        value = made.pop(name, None) or (make(*given), given)
        made[name] = value
        if len(made) > most:
            made.pop(next(iter(made)))
        return value[0]

    return remembered


def _source(source: Source, jurisdiction: str) -> object:
    return source.name, source.text, jurisdiction


def _documents(library: Library, jurisdiction: str) -> object:
    chain = library.chain(jurisdiction)
    return (
        jurisdiction,
        library.root,
        tuple(tuple(map(id, library.documents[each])) for each in chain),
    )


def remember(patch: pytest.MonkeyPatch) -> None:
    """Lets every step of loading keep what it made, until the patch is undone."""
    check_law = loading.check_law

    def checked(law: Law) -> tuple[Finding, ...]:
        return tuple(check_law(law))

    patch.setattr(library, "read_document", kept(library.read_document, _source, MOST_DOCUMENTS))
    patch.setattr(loading, "build_law", kept(loading.build_law, _documents, MOST_LAWS))
    patch.setattr(loading, "check_law", kept(checked, id, MOST_LAWS))
    patch.setattr(api.Policy, "of", kept(api.Policy.of, id, MOST_LAWS), raising=False)


def afresh(patch: pytest.MonkeyPatch) -> None:
    """Lets a law that is loaded be compiled anew, for a test that replaces an engine."""
    patch.setattr(api.Policy, "of", classmethod(CompiledLaw.of.__func__))
