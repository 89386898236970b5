"""The page on this computer alone: `http.server` on 127.0.0.1, one state a page, and no files.

Whoever asks must name this computer (against names that are made to point here), come from the page
itself, and know the token that stands in it. Nothing is kept when the program ends.
"""

from __future__ import annotations

import io
import logging
import secrets
import socket
import sys
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, cast

from welfare_rules.basics.html import Html, joined, tag
from welfare_rules.workbench.page import document, packaged
from welfare_rules.workbench.respond import action_of, respond
from welfare_rules.workbench.state import State

HOST: Final = "127.0.0.1"
MOST_SENT: Final = 6_000_000
"""Bytes of one action: the text of a file that is opened, and some more."""
MOST_PAGES: Final = 20
"""Pages that are open at once; beyond them the one that was asked longest ago is forgotten."""
MOST_CONNECTIONS: Final = 200
"""Connections at a time; the next is closed."""
_LOG = logging.getLogger(__name__)
_SECONDS = 30.0  # in which a request must be sent whole, and in which its answer must be taken
_TYPES = {"page.css": "text/css", "page.js": "text/javascript", "served.js": "text/javascript"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Pages:
    """The states of the pages that are open, by their tokens. One page is answered at a time."""

    def __init__(self, first: State) -> None:
        self._first = first
        self._states: dict[str, State] = {}
        self._lock = threading.Lock()

    def opened(self) -> tuple[str, State]:
        """A new page: its token and the state with which it begins."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._states[token] = self._first
            while len(self._states) > MOST_PAGES:
                del self._states[next(iter(self._states))]
        return token, self._first

    def acted(self, token: str, action: dict[str, str]) -> str | None:
        """The HTML for an action on a page, None where no page has that token."""
        with self._lock:
            state = self._states.pop(token, None)
            if state is None:
                return None
            self._states[token] = state  # behind the others: asked last
            self._states[token], html = respond(state, action)
            return html


def served(pages: Pages) -> str:
    """The document of a new page, with its token.

    >>> import welfare_rules as wr
    >>> from welfare_rules.workbench.state import NOBODY, Office, Vocabulary, decided
    >>> policy = wr.load("cn/model")
    >>> words = Vocabulary.of(policy)
    >>> state = State(Office({}, {}), policy, words, "2021-08", "2021-12-31", NOBODY)
    >>> served(Pages(decided(state))).startswith("<!DOCTYPE html>")
    True
    """
    token, state = pages.opened()
    head = tag("link", rel="stylesheet", href="page.css")
    foot = joined(tag("script", src=each) for each in ("page.js", "served.js"))
    return document(state, Html(head), foot, token)


def server(first: State, port: int) -> ThreadingHTTPServer:
    """A server of the page on this computer, which is not yet running; port 0 is any free one.

    Raises OSError where the port is taken.
    """
    return _Server((HOST, port), _handler(Pages(first)))


class _Server(ThreadingHTTPServer):
    """A thread a connection, so many at a time. A client that goes away is no news, and of a fault
    one line is told, which says nothing of what was asked.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._free = threading.Semaphore(MOST_CONNECTIONS)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            _LOG.error("workbench: %s", type(error).__name__)


class _Timely(io.RawIOBase):
    """What comes over a connection until a moment, after which it raises TimeoutError: a client
    that sends a byte now and then has no more time than another.
    """

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection
        self.begin()

    def begin(self) -> None:
        """Another request may come from now on."""
        self._until = time.monotonic() + _SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        return self._connection.recv_into(buffer)


def _handler(pages: Pages) -> type[BaseHTTPRequestHandler]:
    """What answers a request; it knows the pages."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "welfare-rules"
        sys_version = ""

        def setup(self) -> None:
            super().setup()
            self._timely = _Timely(self.connection)
            self.rfile = io.BufferedReader(self._timely)

        def handle_one_request(self) -> None:
            self._timely.begin()
            super().handle_one_request()

        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            if not self._from_here():
                self._refused(HTTPStatus.FORBIDDEN)
            elif name == "":
                self._send(served(pages), "text/html")
            elif name in _TYPES:
                self._send(packaged(name), _TYPES[name])
            else:
                self._refused(HTTPStatus.NOT_FOUND)

        def do_POST(self) -> None:
            self.close_connection = True  # what was not read must not be taken for a request
            host = self.headers.get("Host", "")
            if not self._from_here() or self.headers.get("Origin") != f"http://{host}":
                return self._refused(HTTPStatus.FORBIDDEN)
            if self.path != "/respond":
                return self._refused(HTTPStatus.NOT_FOUND)
            if self.headers.get_content_type() != "application/json":
                return self._refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            length = self.headers.get("Content-Length", "")
            if not (length.isascii() and length.isdigit()):
                return self._refused(HTTPStatus.LENGTH_REQUIRED)
            if len(length) > len(str(MOST_SENT)) or int(length) > MOST_SENT:
                return self._refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            action = action_of(self.rfile.read(int(length)))
            if action is None:
                return self._refused(HTTPStatus.BAD_REQUEST)
            self.close_connection = False
            html = pages.acted(self.headers.get("X-Workbench", ""), action)
            if html is None:
                return self._refused(HTTPStatus.FORBIDDEN)
            return self._send(html, "text/html")

        def _from_here(self) -> bool:
            """Whether this computer was named, and no other site asks."""
            port = cast(tuple[str, int], self.server.server_address)[1]
            there = {f"{name}:{port}" for name in (HOST, "localhost")}
            site = self.headers.get("Sec-Fetch-Site", "same-origin")
            return self.headers.get("Host") in there and site in ("same-origin", "none")

        def _send(self, text: str, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
            data = text.encode("utf-8", "backslashreplace")
            self.connection.settimeout(_SECONDS)
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            for name, value in _HEADERS.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def _refused(self, status: HTTPStatus) -> None:
            self.close_connection = True
            self._send(status.phrase, "text/plain", status)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is logged: a path or an action may name a person."""

    return Handler
