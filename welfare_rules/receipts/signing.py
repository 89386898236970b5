"""Signs and checks receipts with ed25519 keys in PEM files.

The library `cryptography` does it; it is an extra, and loaded only here.

What is signed is a receipt's digest, so a masked receipt has the signature of the whole one.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from welfare_rules.basics.reading import opened
from welfare_rules.basics.text import Words
from welfare_rules.findings import Place, RequestError, finding, system_words

_PURPOSE = b"welfare-receipt/1 signature\n"
_MOST_BYTES = 100_000
_FIELD = 2**255 - 19  # of the numbers that ed25519 reckons with
_CURVE = -121665 * pow(121666, -1, _FIELD) % _FIELD  # d of its curve


class _Private(Protocol):
    def sign(self, data: bytes) -> bytes: ...
    def public_key(self) -> _Public: ...


class _Public(Protocol):
    def verify(self, signature: bytes, data: bytes) -> None: ...
    def public_bytes_raw(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Signature:
    """The public key as 32 bytes in hexadecimal, and what was signed with its private one."""

    key: str
    value: str

    def to_dict(self) -> dict[str, str]:
        return {"algorithm": "ed25519", "key": self.key, "value": self.value}


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key; it is never written anywhere."""

    private: _Private

    @property
    def public(self) -> str:
        """The public key in hexadecimal, as receipts name it."""
        return self.private.public_key().public_bytes_raw().hex()

    def sign(self, digest: str) -> Signature:
        """The signature of a receipt's digest."""
        return Signature(self.public, self.private.sign(_PURPOSE + digest.encode("utf-8")).hex())


def signing_key(path: str | Path, option: str = "sign_with") -> SigningKey:
    """The private key of a PEM file.

    Raises RequestError with one sentence where it is none, or the extra is not installed.
    """
    kind: Any = _module(
        "cryptography.hazmat.primitives.asymmetric.ed25519", option
    ).Ed25519PrivateKey
    load: Any = _module("cryptography.hazmat.primitives.serialization", option).load_pem_private_key
    try:
        key: object = load(_bytes(path, option), password=None)
    except RequestError:
        raise
    except Exception:  # encrypted, cut off, of another kind: the library has an error for each
        key = None
    if not isinstance(key, kind):
        raise _sentence(
            option,
            Words(
                f"“{path}”不是没有加密的 ed25519 私钥（PEM）",
                f"{str(path)!r} is not an unencrypted ed25519 private key (PEM)",
            ),
        )
    return SigningKey(cast(_Private, key))


def public_key(path: str | Path, option: str = "verify_with") -> str:
    """The public key of a PEM file, in hexadecimal; raises RequestError."""
    kind: Any = _module(
        "cryptography.hazmat.primitives.asymmetric.ed25519", option
    ).Ed25519PublicKey
    load: Any = _module("cryptography.hazmat.primitives.serialization", option).load_pem_public_key
    try:
        key: object = load(_bytes(path, option))
    except RequestError:
        raise
    except Exception:
        key = None
    if not isinstance(key, kind):
        raise _sentence(
            option,
            Words(
                f"“{path}”不是 ed25519 公钥（PEM）",
                f"{str(path)!r} is not an ed25519 public key (PEM)",
            ),
        )
    return cast(_Public, key).public_bytes_raw().hex()


def available() -> bool:
    """Whether signatures can be made and looked at here."""
    try:
        importlib.import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    except ImportError:
        return False
    return True


def fits(signature: Signature, digest: str) -> bool:
    """Whether the key that a signature names signed this digest.

    A key with which anybody can sign signed nothing. Raises RequestError where the extra is not
    installed.
    """
    kind: Any = _module(
        "cryptography.hazmat.primitives.asymmetric.ed25519", "--verify-with"
    ).Ed25519PublicKey
    try:
        if is_weak(signature.key):
            return False
        key = cast(_Public, kind.from_public_bytes(bytes.fromhex(signature.key)))
        key.verify(bytes.fromhex(signature.value), _PURPOSE + digest.encode("utf-8"))
    except Exception:  # a key of another length, or a signature of something else
        return False
    return True


def is_weak(key: str) -> bool:
    """Whether a public key in hexadecimal is a point whose eightfold is zero: nobody has a private
    key of it, and signatures that fit can be made by anybody, such as zeros with a key of zeros.

    On the curve -x² + y² = 1 + d·x²·y² the order of a point is 1, 2 or 4 where y is 1, -1 or 0, and
    8 where doubling it gives y = 0: d·y⁴ + 2·y² = 1.

    >>> is_weak("00" * 32), is_weak("58" + "66" * 31)
    (True, False)
    """
    y = int.from_bytes(bytes.fromhex(key), "little") % 2**255 % _FIELD
    return y in (0, 1, _FIELD - 1) or (_CURVE * y**4 + 2 * y**2 - 1) % _FIELD == 0


def _module(name: str, option: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        words = Words(
            "签名需要 cryptography：pip install 'welfare-rules[sign]'",
            "signatures need cryptography: pip install 'welfare-rules[sign]'",
        )
        raise _sentence(option, words) from None


def _bytes(path: str | Path, option: str) -> bytes:
    try:
        with opened(path) as stream:
            return stream.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        why = system_words(error)
        raise _sentence(
            option, Words(f"密钥文件读不出来：{why.zh}", f"the key file cannot be read: {why.en}")
        ) from None


def _sentence(option: str, words: Words) -> RequestError:
    return RequestError([finding("WR508", Place(option), text=words)])
