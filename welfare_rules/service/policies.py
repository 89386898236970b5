"""All jurisdictions of a folder as they stood at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from welfare_rules.api import Policy
from welfare_rules.basics.canonical import digest_of
from welfare_rules.document.library import read_library, shipped_policies
from welfare_rules.findings import (
    Finding,
    Place,
    PolicyError,
    RequestError,
    finding,
    in_order,
    nearest,
    shortened,
)
from welfare_rules.loading import folders_of_law, law_of


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies of one reading. Immutable: whoever holds it asks the same law throughout.

    `troubles` has the findings of each jurisdiction whose files cannot be used, `digests` what
    `Policy.digest` is of each that can be, `digest` that of all of them.
    """

    usable: Mapping[str, Policy]
    digests: Mapping[str, str]
    troubles: Mapping[str, tuple[Finding, ...]]
    digest: str

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """All that there are files of, also those that cannot be used."""
        return tuple(sorted({*self.usable, *self.troubles}))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What keeps jurisdictions from being used, each finding once."""
        return in_order(each for found in self.troubles.values() for each in found)

    def of(self, jurisdiction: str) -> Policy:
        """The policy of a jurisdiction.

        Raises RequestError where there is none, PolicyError where its files cannot be used.
        """
        there = self.usable.get(jurisdiction)
        if there is not None:
            return there
        if jurisdiction in self.troubles:
            raise PolicyError(self.troubles[jurisdiction])
        near = nearest(jurisdiction, self.jurisdictions)
        place = Place("jurisdiction")
        raise RequestError([finding("WR501", place, got=shortened(jurisdiction), nearest=near)])


def read_policies(folder: Path | None = None) -> Policies:
    """The policies of a folder, or of the one that ships; its files are read once, all together.

    Raises RequestError where there is no such folder, or no file in it.

    >>> read_policies().of("cn/model").jurisdiction
    'cn/model'
    """
    usable: dict[str, Policy] = {}
    troubles: dict[str, tuple[Finding, ...]] = {}
    there = folders_of_law(folder)
    library = read_library(folder or shipped_policies())
    for jurisdiction in {*there, *library.jurisdictions}:
        try:
            usable[jurisdiction] = Policy.of(law_of(library, jurisdiction))
        except PolicyError as error:
            troubles[jurisdiction] = error.findings
    digests = {each: usable[each].digest for each in sorted(usable)}
    return Policies(usable, digests, troubles, digest_of(digests))
