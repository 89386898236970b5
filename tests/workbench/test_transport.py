"""The page on this computer: who may ask, what is refused, and that no file is reached."""

from __future__ import annotations

import http.client
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.bench import full
from welfare_rules.workbench import transport
from welfare_rules.workbench.transport import MOST_PAGES, MOST_SENT, Pages, server


@contextmanager
def serving() -> Iterator[int]:
    with server(full(), 0) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield int(made.server_address[1])
        finally:
            made.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving() as number:
        yield number


Answer = tuple[int, dict[str, str], str]


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        link.request(method, path, body, names)
        told = link.getresponse()
        return told.status, dict(told.headers), told.read().decode("utf-8")
    finally:
        link.close()


def token(port: int) -> str:
    found = re.search(r'data-token="([^"]+)"', ask(port, "GET", "/")[2])
    assert found is not None
    return found[1]


def usual(port: int) -> dict[str, str]:
    return {
        "Content_Type": "application/json",
        "Origin": f"http://127.0.0.1:{port}",
        "X_Workbench": token(port),
    }


UNDO = json.dumps({"do": "undo"}).encode()


def test_the_page_and_its_files_are_there(port: int) -> None:
    for path, kind in (("/", "html"), ("/page.js", "javascript"), ("/page.css", "css")):
        status, headers, text = ask(port, "GET", path)
        assert status == 200
        assert kind in headers["Content-Type"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert text


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/../pyproject.toml", "/%2e%2e/x", "//x", "/page.py", "/page.js/", "/?"]
)
def test_there_is_no_way_to_a_file(port: int, path: str) -> None:
    assert ask(port, "GET", path)[0] == 404


def test_an_action_is_answered(port: int) -> None:
    data = json.dumps({"do": "set", "path": "members[p1].wage", "value": "800"}).encode()
    status, _, html = ask(port, "POST", "/respond", data, **usual(port))
    assert status == 200
    assert "2,111.50" in html


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Host", "evil.example", 403),
        ("Host", "evil.example:80", 403),
        ("Origin", "http://evil.example", 403),
        ("Origin", "null", 403),
        ("Origin", "", 403),
        ("Sec_Fetch_Site", "cross-site", 403),
        ("Sec_Fetch_Site", "same-site", 403),
        ("X_Workbench", "guess", 403),
        ("X_Workbench", "", 403),
        ("Content_Type", "text/plain", 415),
        ("Content_Length", str(MOST_SENT + 1), 413),
        ("Content_Length", "-1", 411),
        ("Content_Length", "٣", 411),
    ],
)
def test_whoever_is_not_the_page_is_refused(
    port: int, header: str, value: str, status: int
) -> None:
    given = {**usual(port), header: value}
    if header == "Content_Length":
        given["Content_Length"] = value.encode("utf-8").decode("latin-1")
    assert ask(port, "POST", "/respond", UNDO, **given)[0] == status


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "localhost.evil"])
def test_a_name_that_was_made_to_point_here_is_refused(port: int, name: str) -> None:
    assert ask(port, "GET", "/", Host=f"{name}:{port}")[0] == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"do": 1}', b"\xff\xfe"])
def test_what_is_no_action_is_refused(port: int, body: bytes) -> None:
    assert ask(port, "POST", "/respond", body, **usual(port))[0] == 400


def test_only_so_many_pages_are_kept_and_the_oldest_goes() -> None:
    pages = Pages(full())
    first, _ = pages.opened()
    second, _ = pages.opened()
    assert pages.acted(first, {"do": "undo"}) is not None  # asked later than the second
    for _ in range(MOST_PAGES - 1):
        pages.opened()
    assert pages.acted(second, {}) is None
    assert pages.acted(first, {}) is not None


def test_pages_do_not_see_one_another(port: int) -> None:
    one, other = usual(port), usual(port)
    data = json.dumps({"do": "set", "path": "members[p1].wage", "value": "800"}).encode()
    assert "2,111.50" in ask(port, "POST", "/respond", data, **one)[2]
    assert "2,111.50" not in ask(port, "POST", "/respond", b"{}", **other)[2]


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


@pytest.mark.parametrize("head", ["GET / HTTP/1.1\r\nX: ", "POST /respond HTTP/1.1\r\n"])
def test_whoever_sends_a_byte_now_and_then_has_no_more_time(
    monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    monkeypatch.setattr(transport, "_SECONDS", 0.3)
    with serving() as number, connected(number) as link:
        if head.startswith("POST"):
            here = f"127.0.0.1:{number}"
            head += f"Host: {here}\r\nOrigin: http://{here}\r\nContent-Length: 999\r\n"
            head += "Content-Type: application/json\r\n\r\n"
        link.sendall(head.encode())
        link.settimeout(0.02)
        for _ in range(400):
            try:
                link.sendall(b" ")
                if link.recv(1000) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:  # it is closed already
                break
        else:
            pytest.fail("it waits on and on")


def test_only_so_many_connections_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_CONNECTIONS", 2)
    with serving() as number:
        held = [connected(number) for _ in range(2)]
        for each in held:  # it is in a thread once it is answered
            each.sendall(b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % number)
        time.sleep(0.05)
        with connected(number) as one_more:
            assert one_more.recv(1000) == b""
        for each in held:
            each.close()
        for _ in range(100):
            try:
                assert ask(number, "GET", "/page.css")[0] == 200
                break
            except OSError:
                time.sleep(0.02)
        else:
            pytest.fail("no connection is free again")


def test_a_client_that_goes_away_or_errs_leaves_no_traceback(
    port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    here = f"127.0.0.1:{port}"
    asked = f"POST /respond HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\n"
    asked += "Content-Type: application/json\r\nContent-Length: "
    with connected(port) as link:
        link.sendall(f"{asked}{'9' * 5000}\r\n\r\n".encode())
        assert link.recv(1000).startswith(b"HTTP/1.1 413")
    for part in ("GET / HT", f"{asked}100\r\n\r\n{{", f"GET / HTTP/1.1\r\nHost: {here}\r\n\r\n"):
        link = connected(port)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.sendall(part.encode())
        time.sleep(0.02)
        link.close()
    assert ask(port, "GET", "/page.css")[0] == 200
    assert capfd.readouterr().err == ""
