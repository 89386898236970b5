"""Who may ask: tokens, and the hosts and pages that a request may name."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from welfare_rules.basics.reading import opened
from welfare_rules.basics.text import Words
from welfare_rules.findings import Finding, Place, RequestError, finding, shortened, system_words

SHORTEST = 16  # characters of a token
_MOST_BYTES = 1_000_000
_SCHEME = "bearer "


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches an address.

    >>> [is_loopback(each) for each in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def read_tokens(file: str) -> frozenset[bytes]:
    """The digests of the tokens of a file, one a line; lines that begin with `#` do not count.

    Raises RequestError for a file that cannot be read or has none, or a token too short or of other
    than visible ASCII characters.
    """
    try:
        with opened(file) as stream:
            data = stream.read(_MOST_BYTES + 1)
        lines = data.decode("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise _unusable(file, system_words(error)) from None
    if len(data) > _MOST_BYTES:
        raise _unusable(file, Words("太大", "it is too large"))
    tokens = [each.strip() for each in lines if each.strip() and not each.startswith("#")]
    if not tokens:
        raise _unusable(file, Words("里面没有口令", "there is no token in it"))
    for place, token in enumerate(tokens, 1):
        if len(token) < SHORTEST or not (token.isascii() and token.isprintable()) or " " in token:
            why = Words(
                f"第 {place} 个口令不足 {SHORTEST} 个字符，或者有英文字符以外的内容",
                f"token {place} is shorter than {SHORTEST} characters, or has others than ASCII",
            )
            raise _unusable(file, why)
    return frozenset(map(_digest, tokens))


def _unusable(file: str, why: Words) -> RequestError:
    return RequestError([finding("WR548", Place("--token-file"), got=shortened(file), why=why)])


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


@dataclass(frozen=True, slots=True)
class Guard:
    """What a request must show: one of the tokens, where there are any, and a host that is served.

    A page from elsewhere that a browser shows can make it ask this machine under a name of its own
    (DNS rebinding), or directly; it cannot keep the browser from saying so in `Host` and `Origin`.
    """

    tokens: frozenset[bytes]
    hosts: frozenset[str]  # empty: any, since a token is asked for

    @staticmethod
    def of(host: str, tokens: Iterable[bytes] = (), allowed: Iterable[str] = ()) -> Guard:
        """The guard of an address. Raises RequestError where others reach it and no token is set.

        >>> sorted(Guard.of("127.0.0.1").hosts)
        ['127.0.0.1', '::1', 'localhost']
        """
        held, names = frozenset(tokens), {each.lower() for each in allowed}
        if is_loopback(host):
            names |= {"127.0.0.1", "::1", "localhost", host.lower()}
        elif not held:
            raise RequestError([finding("WR549", Place("--host"), got=shortened(host))])
        return Guard(held, frozenset(names))

    def host(self, host: str, origin: str | None) -> Finding | None:
        """What is wrong with the host that a request names, or with the page that it comes from.

        >>> guard = Guard.of("127.0.0.1")
        >>> guard.host("localhost:8080", None) is None, guard.host("rebound.example", None).code
        (True, 'WR544')
        """
        if not self.hosts:
            return None
        for address in (f"//{host}", *(() if origin is None else (origin,))):
            name = _name(address)
            if name not in self.hosts:
                want = ", ".join(sorted(self.hosts))
                return finding("WR544", Place("Host"), got=shortened(name), want=want)
        return None

    def token(self, authorization: str | None) -> Finding | None:
        """What is wrong with the token of a request; every token is compared, in the same time.

        >>> Guard.of("127.0.0.1").token(None) is None
        True
        """
        if not self.tokens:
            return None
        place = Place("Authorization")
        if authorization is None or not authorization.lower().startswith(_SCHEME):
            return finding("WR543", place, why=Words("没有写", "is missing"))
        given = _digest(authorization[len(_SCHEME) :].strip())
        same = [hmac.compare_digest(given, each) for each in self.tokens]
        return (
            None if any(same) else finding("WR543", place, why=Words("不对", "is not one of these"))
        )


def _name(address: str) -> str:
    """The name of the host in an address, without its port; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:  # brackets that do not close
        return ""
