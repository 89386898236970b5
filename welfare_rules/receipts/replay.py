"""A receipt made again.

Whether the same law gives the same answer, what of the law has changed since, and what would be
answered today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from welfare_rules.answer.answer import Answer, Determination, presumed_of, said
from welfare_rules.answer.large import MOST_IN_FULL, told
from welfare_rules.answer.starts import StartedDecision
from welfare_rules.basics.canonical import canonical
from welfare_rules.basics.decimals import decimal_text, exact
from welfare_rules.basics.text import Lang
from welfare_rules.comparison.compare import Comparison, compare
from welfare_rules.comparison.sentences import comparison_words
from welfare_rules.engine.contract import Outcome
from welfare_rules.facts.reader import CaseInput
from welfare_rules.findings import (
    EngineMissing,
    Finding,
    FindingsError,
    Place,
    RequestError,
    finding,
)
from welfare_rules.loading import parse_day
from welfare_rules.program.case import Case
from welfare_rules.receipts import signing
from welfare_rules.receipts.canonical_case import read_again
from welfare_rules.receipts.commitments import SIGN, with_codes
from welfare_rules.receipts.receipt import Receipt, refused, renamed, seals
from welfare_rules.rules import CompiledLaw, Rules

Signed = Literal["none", "unchecked", "valid", "verified"]
# of an answer, what must be there and the same
_PROVED = ("benefits", "case", "circle", "jurisdiction", "known", "month", "once", "total")
_MOST_SHOWN = 12  # letters of a commitment that stands for a name which the receipt does not show


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document of the law that is another than it was, or came, or went."""

    id: str
    title: str
    kind: Literal["changed", "added", "removed"]
    before: str | None
    after: str | None

    def to_dict(self) -> dict[str, Any]:
        """`id`, `title`, how it changed, and its digests in the `receipt` and `now`."""
        return {
            "id": self.id,
            "title": self.title,
            "change": self.kind,
            "receipt": self.before,
            "now": self.after,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which the answer made again is another than the receipt's."""

    path: str
    receipt: Any
    now: Any

    def to_dict(self) -> dict[str, Any]:
        """`path` in the answer, and what stands there in the `receipt` and `now`."""
        return {"path": self.path, "receipt": self.receipt, "now": self.now}


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of making a receipt again.

    `again` is the answer by the law on its own day; `today` that answer against today's.
    """

    receipt: Receipt
    """The receipt that was made again."""
    signed: Signed
    """Whether it is signed by the key that was given."""
    program: str
    """Digest of the rules that were used now."""
    documents: tuple[DocumentChange, ...]
    """The policy files that are not what they were."""
    again: Answer | None
    """The answer by the law as known on its own day; None where it could not be made."""
    differences: tuple[Difference, ...]
    """What that answer says otherwise than the receipt."""
    trouble: tuple[Finding, ...]
    """Why it could not be made again."""
    today: Comparison | None
    """That answer against the one by what is known today; None where there is none."""
    facts: Comparison | None
    """The answer for the facts known today against that one; None where none were given."""

    @property
    def same_program(self) -> bool:
        """Whether the rules of the receipt's month are still the same program."""
        return self.program == self.receipt.text("program")

    @property
    def reproduced(self) -> bool:
        """Whether the answer made again is the receipt's, to the fen and the word."""
        return self.again is not None and not self.differences

    def to_dict(self, lang: Lang = "zh") -> dict[str, Any]:
        """What `replay --format json` prints: `reproduced`, the `differences` by their paths,
        `documents` that changed, the `signature`, and the answer of then against `today` and
        `todays_facts`.
        """
        return {
            "receipt": self.receipt.digest,
            "masked": self.receipt.masked,
            "signature": self.signed,
            "case": self.again.case.id
            if self.again is not None
            else str(cast(Mapping[str, Any], self.receipt.data["facts"]).get("id")),
            "jurisdiction": self.receipt.text("jurisdiction"),
            "month": self.receipt.text("month"),
            "known": self.receipt.text("known"),
            "program": {
                "receipt": self.receipt.text("program"),
                "now": self.program,
                "same": self.same_program,
            },
            "documents": [each.to_dict() for each in self.documents],
            "reproduced": self.reproduced,
            "differences": [each.to_dict() for each in self.differences],
            "findings": [each.to_dict(lang) for each in self.trouble],
            "today": _told(self.today, lang),
            "todays_facts": _told(self.facts, lang),
        }


def _told(comparison: Comparison | None, lang: Lang) -> dict[str, Any] | None:
    if comparison is None:
        return None
    after = comparison.after.to_dict()
    known = {"known": after["known"], "differs": comparison.differs}
    return known | comparison.to_dict() | {"sentences": list(comparison_words(comparison, lang))}


def check_signature(receipt: Receipt, trusted: str | None = None, name: str = "receipt") -> Signed:
    """How far a signature can be relied on: `verified`, `valid`, `unchecked`, or `none`.

    `verified` is by the trusted key, `valid` only by the key that the receipt names. Raises
    CaseError (WR429) for a signature that is wrong, or, with a trusted key, none or another's;
    RequestError where a key is given and the extra is not installed. Without either the signature
    is `unchecked`.
    """
    signature = receipt.signature
    if trusted is not None and signature is None:
        raise refused(name, "signature", "signature: -")
    if signature is None:
        return "none"
    if trusted is not None and signature.key != trusted:
        raise refused(name, "signature.key", f"{signature.key[:16]}… ≠ {trusted[:16]}…")
    if trusted is None and not signing.available():
        return "unchecked"
    if not signing.fits(signature, receipt.digest):
        raise refused(name, "signature.value", "ed25519")
    return "valid" if trusted is None else "verified"


def replay(
    receipt: Receipt,
    policy: CompiledLaw,
    *,
    today: str | int | None = None,
    case: CaseInput | None = None,
    trusted: str | None = None,
    name: str = "receipt",
) -> Replay:
    """Repeats the decision of a receipt with the policies at hand and compares.

    Also answers by the law known on `today`, and with today's facts where they are given.

    Raises CaseError for a wrong signature or a `case` that cannot be read, RequestError for a
    policy of another jurisdiction.

    >>> import welfare_rules as wr
    >>> policy = wr.load("cn/model")
    >>> answer = policy.at("2021-08", "2021-12-31").determine({"id": "h", "members": []})
    >>> receipt = wr.read_receipt(wr.write_receipt(answer))
    >>> replay(receipt, policy, today="2021-12-31").reproduced
    True
    """
    signed = check_signature(receipt, trusted, name)
    if policy.jurisdiction != receipt.text("jurisdiction"):
        raise RequestError(
            [finding("WR501", Place("jurisdiction"), got=receipt.text("jurisdiction")[:80])]
        )
    documents = tuple(_documents(receipt, policy))
    try:
        rules = policy.at(receipt.text("month"), receipt.text("known"))
    except RequestError as error:
        return Replay(receipt, signed, "", documents, None, (), error.findings, None, None)
    try:
        read = _case(receipt, rules, name)
    except FindingsError as error:
        return Replay(
            receipt, signed, rules.digest, documents, None, (), error.findings, None, None
        )
    made = _again(receipt, rules, read)
    written = cast(Mapping[str, Any], receipt.data["answer"])
    now = _as_then(written, _named_as_then(written, made)) | {
        "policy_digest": receipt.text("program"),  # told apart, by `same_program`
        "engine": receipt.text("engine"),
    }
    differences = tuple(_differences("", *_proved(written, now)))
    again = _shown(receipt, made)
    now_rules = policy.at(rules.month, parse_day(today, "today"))
    of_today = _again(receipt, now_rules, again.case)
    facts: Comparison | None = None
    if case is not None:
        facts = compare(
            again, _again(receipt, now_rules, _alike(receipt, now_rules.read(case), again.case))
        )
    return Replay(
        receipt,
        signed,
        rules.digest,
        documents,
        again,
        differences,
        (),
        compare(again, of_today),
        facts,
    )


def _case(receipt: Receipt, rules: Rules, name: str) -> Case:
    """The receipt's case, its people under their commitments.

    Raises CaseError where today's vocabulary cannot read it.
    """
    facts = with_codes(
        rules.reader.law, cast(Mapping[str, Any], receipt.data["facts"]), receipt.shown("code")
    )
    return read_again(
        rules, facts, tuple(str(each) for each in cast(list[str], receipt.data["unknown"])), name
    )


def _again(receipt: Receipt, rules: Rules, case: Case) -> Answer:
    """Decided by the receipt's engine; where that cannot be had, by the reference engine."""
    engine = receipt.text("engine")
    try:
        answer = rules.determine(case, engine)
    except (EngineMissing, RequestError):
        answer = rules.determine(case, rules.reference)
    return answer if receipt.data["begun_only"] else _whatever_begun(answer)


def _whatever_begun(answer: Answer) -> Answer:
    """The answer as it was made before rights waited for their first month."""
    decision = answer.decision
    if isinstance(decision, StartedDecision):
        return answer.for_case(answer.case, decision.decision)
    return answer


def _named_as_then(written: Mapping[str, Any], made: Answer) -> dict[str, Any]:
    """An answer made again, naming all facts where a receipt is of the time when all were named,
    and all reasons where it is of the time when none were told once for several members.
    """
    now, evaluation = said(made), made.evaluation
    outcomes = sorted(made.decision.outcomes, key=lambda each: each.payee)
    before = written.get("benefits")  # whatever the receipt has there
    listed = cast(list[object], before) if isinstance(before, list) else []
    once = any(isinstance(then, Mapping) and "reasons_of" in then for then in listed)
    if len(made.case.members) > MOST_IN_FULL and not once:
        whole = zip(outcomes, made.benefits, strict=True)
        now["benefits"] = [_in_full(outcome, each) for outcome, each in whole]
    for then, each, outcome in zip(listed, now["benefits"], outcomes, strict=False):
        if not isinstance(then, Mapping):
            continue
        if "missing_count" in each and "missing_count" not in then:
            del each["missing_count"]
            each["missing_facts"] = list(outcome.missing_facts)
        if "presumed_count" in each and "presumed_count" not in then:
            del each["presumed_count"]
            rests_on = evaluation.rests_on(outcome.benefit, outcome.payee)
            found = presumed_of(outcome, evaluation.missing_facts(rests_on))
            each["presumed_facts"] = list(found)
    return now


def _in_full(outcome: Outcome, said: Determination) -> dict[str, Any]:
    """One benefit for one payee, as it is written where nothing is told once for several."""
    each = replace(said, missing_facts=told(outcome.missing_facts)).to_dict()
    return {**each, "presumed_facts": sorted(each["presumed_facts"])}


def _as_then(written: Mapping[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """An answer made again in the form of a receipt's, which may be of the time when all amounts
    were one total.
    """
    if "once" in written:
        return now
    parts = [now[key] for key in ("total", "once")]
    whole = None if None in parts else decimal_text(sum(map(exact, parts)), 2)
    benefits = [{key: each[key] for key in each if key != "per"} for each in now["benefits"]]
    return {key: now[key] for key in now if key != "once"} | {"total": whole, "benefits": benefits}


def _proved(
    written: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is compared of a receipt's answer and of the one made again: whatever is written, and
    what every answer has.
    """
    keys = {*written, *(key for key in _PROVED if key in now)}
    return {key: written.get(key) for key in keys}, {key: now.get(key) for key in keys}


def _differences(path: str, one: Any, other: Any) -> Iterable[Difference]:
    """Where two JSON values are not the same, the deepest places.

    Equal are only those of one canonical spelling.
    """
    if canonical(one) == canonical(other):
        return
    if isinstance(one, dict) and isinstance(other, dict):
        left, right = cast(dict[str, Any], one), cast(dict[str, Any], other)
        for key in sorted({*left, *right}):
            yield from _differences(f"{path}.{key}" if path else key, left.get(key), right.get(key))
    elif (
        isinstance(one, list)
        and isinstance(other, list)
        and len(cast(list[Any], one)) == len(cast(list[Any], other))
    ):
        for place, (left, right) in enumerate(
            zip(cast(list[Any], one), cast(list[Any], other), strict=True)
        ):
            yield from _differences(f"{path}[{place}]", left, right)
    else:
        yield Difference(path or "$", one, other)


def _documents(receipt: Receipt, policy: CompiledLaw) -> Iterable[DocumentChange]:
    before = {each.id: each for each in receipt.documents}
    after = {each.id: each for each in seals(policy.law)}
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if one is None and other is not None:
            yield DocumentChange(key, other.title, "added", None, other.sha256)
        elif one is not None and other is None:
            yield DocumentChange(key, one.title, "removed", one.sha256, None)
        elif one is not None and other is not None and one.sha256 != other.sha256:
            yield DocumentChange(key, other.title, "changed", one.sha256, other.sha256)


# --- whose it is ---


def _shown(receipt: Receipt, answer: Answer) -> Answer:
    """The answer under the names that the receipt still shows.

    Others by the beginning of their commitments.
    """
    case = answer.case
    people = receipt.shown("member")
    taken: set[str] = set()
    ids = tuple(_short(each, people, taken) for each in case.member_ids)
    shown = replace(case, id=_short(case.id, receipt.shown("household"), set()), member_ids=ids)
    return renamed(answer, shown)


def _short(commitment: str, names: Mapping[str, str], taken: set[str]) -> str:
    made = names.get(commitment)
    if made is None and commitment.startswith(SIGN):
        made = commitment[: _MOST_SHOWN + 1]
    if made is None or made in taken:
        made = commitment
    taken.add(made)
    return made


def _alike(receipt: Receipt, case: Case, other: Case) -> Case:
    """A case of today, its people called as in the receipt.

    Of a masked one nobody's name is known, so they are taken in order.
    """
    if not any(each.startswith(SIGN) for each in (other.id, *other.member_ids)):
        return replace(case, id=other.id)
    ids = [*other.member_ids[: len(case.member_ids)], *case.member_ids[len(other.member_ids) :]]
    return replace(case, id=other.id, member_ids=tuple(ids))
