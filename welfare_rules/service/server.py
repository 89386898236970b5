"""The service on a port: a socket, a server, and signals. Needs the extra `web`."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import Callable

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from welfare_rules.basics.text import Words
from welfare_rules.findings import Place, RequestError, finding, system_words
from welfare_rules.service.guard import Guard
from welfare_rules.service.reloading import Serving
from welfare_rules.service.web import Limits, application

_IDLE_SECONDS = 30
_MOST_CONNECTIONS = 500
_ENDING_SECONDS = 10
_SWITCH_SECONDS = 0.001  # work in threads lets what waits for answers have its turn soon


class Patient(H11Protocol):
    """HTTP of a client that may be slow: the head of a request comes within some seconds, and an
    answer is taken within some, or the connection ends. (A body has its time in `web`, a
    connection between two requests its own in the server.)
    """

    head_seconds = 10.0
    taking_seconds = 60.0
    _deadline: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._end_wait()
        elif self._deadline is None:
            self._wait()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self.loop.call_later(self.taking_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._end_taking()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_wait()
        self._end_taking()
        super().connection_lost(exc)

    def _end_taking(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.head_seconds, self.transport.abort)

    def _end_wait(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def serve(
    serving: Serving,
    guard: Guard,
    host: str,
    port: int,
    begun: Callable[[str], None],
    limits: Limits | None = None,
) -> None:
    """Serves until a signal ends it; `begun` is told the address. SIGHUP has the policies read.

    Raises RequestError for an address that cannot be had.
    """
    with _bound(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        sys.setswitchinterval(_SWITCH_SECONDS)
        begun(f"http://{shown}:{listening.getsockname()[1]}")
        server_of(serving, guard, limits).run([listening])


def server_of(
    serving: Serving,
    guard: Guard,
    limits: Limits | None = None,
    protocol: type[H11Protocol] = Patient,
) -> uvicorn.Server:
    """The server, with its limits of connections and of time; it logs nothing of its own but
    warnings.
    """
    config = uvicorn.Config(
        application(serving, guard, limits),
        http=protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_ENDING_SECONDS,
    )
    return uvicorn.Server(config)


def log_to_stderr() -> None:
    """What the service logs goes to standard error, a line each, with its time."""
    form = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    handler = logging.StreamHandler()
    handler.setFormatter(form)
    log = logging.getLogger("welfare_rules")
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        why = system_words(error)
        text = Words("不能在 {at} 上服务：{why}", "cannot serve at {at}: {why}")
        told = text.fill(at=f"{host}:{port}", why=why)
        raise RequestError([finding("WR508", Place("--port"), text=told)]) from None
