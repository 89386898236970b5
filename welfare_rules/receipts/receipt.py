"""Receipts: a determination and all that is needed to repeat it, with a digest.

The names in it are commitments (see `commitments`); what they stand for is kept in a section of its
own that takes no part in the digest, so it can be taken away. See docs/receipts.md for the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from welfare_rules.answer.answer import Answer, said
from welfare_rules.basics.canonical import digest_of
from welfare_rules.basics.days import day_text
from welfare_rules.engine.contract import Decided
from welfare_rules.engine.reference import under
from welfare_rules.facts.json_text import parse_json
from welfare_rules.findings import CaseError, Place, finding
from welfare_rules.findings.validation import path_text
from welfare_rules.law.law import Law
from welfare_rules.program.case import Case
from welfare_rules.receipts.canonical_case import said_unknown, written_case
from welfare_rules.receipts.commitments import (
    SIGN,
    Name,
    NameKind,
    Names,
    code_writer,
    commitment,
    committed_case,
    hidden_codes,
    new_salt,
)
from welfare_rules.receipts.signing import Signature, SigningKey

FORMAT = "welfare-receipt/1"
_OUTSIDE = ("digest", "names", "signature")  # of which the digest is not made

Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]+$", max_length=400)]
Short = Annotated[str, Field(max_length=400)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DocumentModel(_Part):
    id: Short
    layer: Short
    title: str
    sha256: Digest


class NameModel(_Part):
    kind: NameKind
    commitment: Annotated[str, Field(pattern=r"^#[0-9a-f]{64}$")]
    value: Short
    salt: Short


class SignatureModel(_Part):
    algorithm: Literal["ed25519"]
    key: Hex
    value: Hex


class ReceiptModel(_Part):
    format: Literal["welfare-receipt/1"]
    library: Short
    engine: Short
    jurisdiction: Short
    month: Short
    known: Short
    program: Digest
    documents: list[DocumentModel]
    begun_only: bool
    facts: dict[str, Any]
    unknown: list[Short]
    answer: dict[str, Any]
    digest: Digest
    names: list[NameModel] | None = None
    signature: SignatureModel | None = None


@dataclass(frozen=True, slots=True)
class DocumentSeal:
    """A policy file as it was: the digest of its content, whatever its layout and comments."""

    id: str
    layer: str
    title: str
    sha256: str

    def to_dict(self) -> dict[str, str]:
        return {"id": self.id, "layer": self.layer, "title": self.title, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt whose digest is right. `names` is empty where it is masked.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> written = write_receipt(rules.determine({"id": "h", "members": []}), masked=True)
    >>> read_receipt(written).masked
    True
    """

    data: Mapping[str, Any]
    """The receipt as JSON has it."""
    documents: tuple[DocumentSeal, ...]
    """The policy files that the decision rests on, each with its digest."""
    names: tuple[Name, ...]
    """Who is meant by the names in it; empty where it is masked."""
    signature: Signature | None
    """Who signed it; None where nobody did."""

    @property
    def digest(self) -> str:
        """The digest over all but names and signature."""
        return str(self.data["digest"])

    @property
    def masked(self) -> bool:
        """Whether it does not say what its names stand for."""
        return not self.names

    def text(self, key: str) -> str:
        """One value of the receipt as text."""
        return str(self.data[key])

    def shown(self, kind: NameKind) -> dict[str, str]:
        """What the commitments of a kind stand for, as far as the receipt still says so."""
        return {each.commitment: each.value for each in self.names if each.kind == kind}


def write_receipt(
    answer: Answer,
    *,
    key: SigningKey | None = None,
    masked: bool = False,
    salt: Callable[[], str] = new_salt,
) -> dict[str, Any]:
    """The receipt of an answer, signed with a key if one is given.

    `masked` leaves out what the names stand for; `mask_receipt` does so later. `salt` is for tests
    that need the same receipt twice.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> write_receipt(rules.determine({"id": "h", "members": []}))["format"]
    'welfare-receipt/1'
    """
    import welfare_rules

    law = answer.program.law
    names = Names(salt)
    case = committed_case(answer.case, names)
    body: dict[str, Any] = {
        "format": FORMAT,
        "library": welfare_rules.__version__,
        "engine": answer.engine,
        "jurisdiction": law.jurisdiction,
        "month": answer.month.text,
        "known": day_text(answer.known),
        "program": answer.program.digest,
        "documents": [each.to_dict() for each in seals(law)],
        "begun_only": True,  # false in receipts of the time when only timelines kept to `starts`
        "facts": written_case(law, case, code_writer(law, names)),
        "unknown": list(said_unknown(law, case)),
        "answer": said(renamed(answer, case)),
    }
    body["digest"] = digest_of(body)
    if not masked:
        body["names"] = [each.to_dict() for each in names.listed]
    if key is not None:
        body["signature"] = key.sign(body["digest"]).to_dict()
    return body


def mask_receipt(receipt: Mapping[str, Any], keep: Iterable[str] = ()) -> dict[str, Any]:
    """The same receipt without what its names stand for, but for those whose commitments are kept.

    Digest and signature stay right.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> written = write_receipt(rules.determine({"id": "h", "members": []}))
    >>> "names" in mask_receipt(written)
    False
    """
    made = {key: value for key, value in receipt.items() if key != "names"}
    kept = set(keep)
    names = [
        each
        for each in cast(list[dict[str, str]], receipt.get("names") or [])
        if each["commitment"] in kept
    ]
    return made | ({"names": names} if names else {})


def mask_answer(answer: Answer) -> Answer:
    """The same answer with neutral ids (H, M1, M2, …), for explanations without names.

    Codes that the law does not name are hidden as a receipt hides them; they read C1, C2, ….

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> mask_answer(rules.determine({"id": "h", "members": []})).to_dict()["case"]
    'H'
    """
    people = tuple(f"M{place + 1}" for place in range(len(answer.case.member_ids)))
    case = hidden_codes(answer.program.law, answer.case)
    return renamed(answer, replace(case, id="H", member_ids=people))


def renamed(answer: Answer, case: Case) -> Answer:
    """The same answer for the same case under other names.

    The paths of missing facts name people too.
    """
    # without the working, which knows the case by its other names
    decision = Decided(answer.circle, tuple(under(case, answer.decision.outcomes)))
    return answer.for_case(case, decision)


# --- policy files ---


def seals(law: Law) -> tuple[DocumentSeal, ...]:
    """Every document that the law of the jurisdiction is made of, in the order of its layers."""
    return tuple(
        DocumentSeal(
            each.id, each.jurisdiction, each.title.zh or each.title.en, each.origin.source.digest
        )
        for each in law.instruments
    )


# --- reading ---


def read_receipt(text: str | bytes | Mapping[str, Any], name: str = "receipt") -> Receipt:
    """Reads a receipt and checks its digest and commitments.

    Raises CaseError (WR429) for one that was changed or is not whole.

    Whether it is signed by whom it should be is asked with `signing.check`.

    >>> import welfare_rules as wr
    >>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
    >>> written = write_receipt(rules.determine({"id": "h", "members": []}))
    >>> read_receipt(written).digest == written["digest"]
    True
    """
    try:
        return _read(parse_json(text, name) if isinstance(text, (str, bytes)) else text, name)
    except (RecursionError, UnicodeEncodeError, TypeError, ValueError) as error:
        if isinstance(error, CaseError):
            raise
        raise refused(name, "$", "JSON") from None


def refused(name: str, path: str, why: str) -> CaseError:
    return CaseError([finding("WR429", Place(name, path=path), why=why)])


def _read(data: object, name: str) -> Receipt:
    if not isinstance(data, Mapping):
        raise refused(name, "$", "{…}")
    try:
        model = ReceiptModel.model_validate(data)
    except ValidationError as error:
        places = [
            path_text(each["loc"])
            for each in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise CaseError(
            finding("WR429", Place(name, path=each[:120]), why=each[:120]) for each in places
        ) from None
    body = {
        key: value for key, value in cast(Mapping[str, Any], data).items() if key not in _OUTSIDE
    }
    found = digest_of(body)
    if found != model.digest:
        raise refused(name, "digest", f"{model.digest[:23]}… ≠ {found[:23]}…")
    names = tuple(
        Name(each.kind, each.value, each.salt, each.commitment) for each in model.names or ()
    )
    _check_names(names, set(_commitments(body)), name)
    documents = tuple(
        DocumentSeal(each.id, each.layer, each.title, each.sha256) for each in model.documents
    )
    signature = (
        None if model.signature is None else Signature(model.signature.key, model.signature.value)
    )
    return Receipt(cast(Mapping[str, Any], data), documents, names, signature)


def _check_names(names: tuple[Name, ...], there: set[str], file: str) -> None:
    seen: set[str] = set()
    for place, each in enumerate(names):
        path = f"names[{place}]"
        if commitment(each.kind, each.value, each.salt) != each.commitment:
            raise refused(file, path, f"{path} ≠ {each.commitment[:17]}…")
        if each.commitment in seen or each.commitment not in there:
            raise refused(file, path, f"{each.commitment[:17]}…")
        seen.add(each.commitment)


def _commitments(value: object) -> Iterable[str]:
    """Every text of a receipt that may be a commitment: those that begin with its sign."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and each.startswith(SIGN):
            yield each
        elif isinstance(each, Mapping):
            waiting.extend(cast(Mapping[str, object], each).values())
        elif isinstance(each, list):
            waiting.extend(cast(list[object], each))
