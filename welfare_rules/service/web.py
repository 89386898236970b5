"""Requests over HTTP: routes, limits of size and time, and the answer as bytes.

Needs the extra `web`. What is asked and answered stands in `requests`; here is only how it comes
and goes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response as HttpResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from welfare_rules import __version__
from welfare_rules.basics.harmless import json_line
from welfare_rules.basics.text import Lang, Words
from welfare_rules.facts.json_text import MOST_CHARACTERS, parse_json
from welfare_rules.findings import FindingsError, Place, finding
from welfare_rules.service.guard import Guard
from welfare_rules.service.openapi import openapi
from welfare_rules.service.problems import Response, language_of, problem, problem_of
from welfare_rules.service.reloading import Serving, Standing
from welfare_rules.service.requests import ACTIONS, respond
from welfare_rules.service.work import Busy, Lane

_log = logging.getLogger("welfare_rules.service")
_PLACE = Place("request", path="$")
_AGAIN = "1"  # seconds after which a busy service may be asked again
_OPEN = "/health"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: of a body to come, of an answer to be made, between two looks at the files. Threads:
    for what is quick and for what may take long, so that neither waits for the other.
    """

    body: float = 20
    answer: float = 30
    look: float = 2
    quick: int = 4
    long: int = 2


def application(serving: Serving, guard: Guard, limits: Limits | None = None) -> ASGIApp:
    """The service over HTTP, for an ASGI server."""
    most = limits or Limits()
    web = _Web(serving, guard, most, Lane(most.quick, most.answer), Lane(most.long, most.answer))
    routes = [
        *(
            Route(f"/v1/{name}", web.endpoint(name), methods=["GET" if each.looks else "POST"])
            for name, each in ACTIONS.items()
        ),
        Route("/openapi.json", web.description),
        Route(_OPEN, web.health),
    ]
    inner = Starlette(
        routes=routes, lifespan=web.lifespan, exception_handlers={HTTPException: _no_route}
    )
    return _Outside(inner, guard, most)


def _answered(response: Response, headers: Mapping[str, str] | None = None) -> HttpResponse:
    status, body = response
    kind = "application/json" if status == 200 else "application/problem+json"
    return HttpResponse(json_line(body).encode(), status, headers, kind)


@dataclass(frozen=True, slots=True)
class _Web:
    serving: Serving
    guard: Guard
    limits: Limits
    quick: Lane
    long: Lane

    def endpoint(self, do: str) -> Callable[[Request], Awaitable[HttpResponse]]:
        """What answers one kind of request."""
        action = ACTIONS[do]
        lane = self.long if action.long else self.quick

        async def endpoint(request: Request) -> HttpResponse:
            policies = self.serving.standing.policies
            if action.looks:
                query = dict(request.query_params)
                if "in" in query:
                    query["jurisdiction"] = query.pop("in")
                lang = language_of(query.get("lang"))
                return await self._worked(lane, lang, lambda: respond(policies, do, query))
            body = await self._body(request)
            if isinstance(body, HttpResponse):
                return body

            def step() -> Response:
                try:
                    read = parse_json(body, "request")
                except FindingsError as error:
                    return problem("request", error.findings)
                return respond(policies, do, read)

            return await self._worked(lane, language_of(None), step)

        return endpoint

    async def _worked(self, lane: Lane, lang: Lang, step: Callable[[], Response]) -> HttpResponse:
        try:
            return await lane.run(lambda: _answered(step()))
        except TimeoutError:
            late = finding("WR542", _PLACE, limit=f"{lane.seconds:g}")
            return _answered(problem("time", [late], lang))
        except Busy:
            busy = finding("WR546", _PLACE, limit=lane.inside)
            return _answered(problem("busy", [busy], lang), {"Retry-After": _AGAIN})
        except Exception as error:  # not raised further: a server would log what it says
            return _answered(problem_of(error, lang))

    async def _body(self, request: Request) -> bytes | HttpResponse:
        """The body, or the refusal of one that is too large or too slow."""
        try:
            body = await asyncio.wait_for(read_body(request.receive), self.limits.body)
        except TimeoutError:
            late = finding("WR542", _PLACE, limit=f"{self.limits.body:g}")
            return _answered(problem("slow", [late]), {"Connection": "close"})
        if body is None:
            return _answered(problem("size", [_too_large()]), {"Connection": "close"})
        return body

    async def description(self, request: Request) -> HttpResponse:
        standing, there = self.serving.standing, request.query_params.get("in")

        def step() -> Response:
            policies = standing.policies
            try:
                chosen = there or next(iter(policies.usable or policies.troubles))
                return 200, openapi(policies.of(chosen).law)
            except FindingsError as error:
                return problem_of(error)

        return await self._worked(self.quick, language_of(None), step)

    async def health(self, request: Request) -> HttpResponse:
        standing = self.serving.standing
        told = self.guard.token(request.headers.get("authorization")) is None
        usable = bool(standing.policies.usable)
        body = json_line(_health(standing, whole=told)).encode()
        return HttpResponse(body, 200 if usable else 503, media_type="application/json")

    @contextlib.asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncGenerator[None, None]:
        """While it serves, the files are looked at, and read anew when they have changed or the
        signal SIGHUP asks for it.
        """
        asked = asyncio.Event()
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            # not on Windows, and not in a thread beside the main one
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, asked.set)
        looking = asyncio.create_task(self._look(asked))
        try:
            yield
        finally:
            looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await looking
            self.quick.close()
            self.long.close()

    async def _look(self, asked: asyncio.Event) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asked.wait(), self.limits.look)
            step = self.serving.reload if asked.is_set() else self.serving.look
            asked.clear()
            try:
                await asyncio.to_thread(step)
            except Exception as error:  # whatever it was, the next look is taken
                _log.error("the files could not be looked at: %s", type(error).__name__)


def _health(standing: Standing, *, whole: bool) -> dict[str, Any]:
    """How it stands; all that it says of files is for those who may ask."""
    policies = standing.policies
    status = "down" if not policies.usable else "stale" if standing.refused else "ok"
    if not whole:
        return {"status": status}
    return {
        "status": status,
        "library_version": __version__,
        "policies_digest": policies.digest,
        "since": standing.since,
        "jurisdictions": sorted(policies.usable),
        "troubles": [each.to_dict("zh") for each in policies.findings],
        "refused": [each.to_dict("zh") for each in standing.refused],
        "refused_at": standing.refused_at,
    }


async def read_body(receive: Receive) -> bytes | None:
    """The body of a request; None where it is too large, of which as much again is read before, so
    that who sends it can hear why.
    """
    parts: list[bytes] = []
    size, more = 0, True
    while more and size <= 2 * MOST_CHARACTERS:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= MOST_CHARACTERS:
            parts.append(part)
        else:
            parts.clear()
        more = message.get("more_body", False)
    return None if size > MOST_CHARACTERS else b"".join(parts)


def _too_large() -> Any:
    return finding("WR412", _PLACE, what=Words("字节", "bytes"), limit=MOST_CHARACTERS)


async def _no_route(request: Request, error: Exception) -> HttpResponse:
    """A path that is none, or a method that a path does not have."""
    assert isinstance(error, HTTPException)
    want = ", ".join(f"/v1/{each}" for each in ACTIONS)
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        found = finding("WR547", Place("method"), got=request.method, want=allowed)
        return _answered(problem("method", [found]), {"Allow": allowed})
    found = finding("WR541", Place("path"), got=request.url.path[:40], want=want)
    return _answered(problem("unknown", [found]))


@dataclass(frozen=True, slots=True)
class _Outside:
    """What every request passes first and every answer last: the guard, headers, the log.

    The log has the method, the path of those that there are, the status and the time: nothing that
    a request says.
    """

    inner: ASGIApp
    guard: Guard
    limits: Limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        begun = time.monotonic()
        status = 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        refused = self._refused(Request(scope))
        if refused is None:
            await self.inner(scope, receive, sent)
        else:
            with contextlib.suppress(TimeoutError):  # so that the answer is not lost with the body
                await asyncio.wait_for(read_body(receive), self.limits.body)
            await refused(scope, receive, sent)
        path: str = scope["path"]
        known = path if path in _PATHS else "-"
        spent = 1000 * (time.monotonic() - begun)
        _log.info("%s %s %s %.0f ms", scope["method"][:10], known, status, spent)

    def _refused(self, request: Request) -> HttpResponse | None:
        headers = request.headers
        wrong = self.guard.host(headers.get("host", ""), headers.get("origin"))
        if wrong is not None:
            return _answered(problem("host", [wrong]), {"Connection": "close"})
        if request.url.path == _OPEN:
            return None
        wrong = self.guard.token(headers.get("authorization"))
        if wrong is None:
            return None
        told = {"WWW-Authenticate": "Bearer", "Connection": "close"}
        return _answered(problem("token", [wrong]), told)


_HEADERS = (
    (b"welfare-rules-version", __version__.encode()),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
)
_PATHS = {*(f"/v1/{each}" for each in ACTIONS), "/openapi.json", _OPEN}
