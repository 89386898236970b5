"""The service on a port: garbage, slow clients and signals, over real sockets."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.service.asking import OF_CASE, shipped
from tests.support import tiny
from tests.support.command import run
from welfare_rules.service.guard import Guard
from welfare_rules.service.policies import read_policies
from welfare_rules.service.reloading import Serving, Standing
from welfare_rules.service.server import Patient, server_of
from welfare_rules.service.web import Limits

PATIENCE = 60  # seconds after which a test gives up; no time is measured


class Hasty(Patient):
    head_seconds = 0.3
    taking_seconds = 0.3


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server in a thread, with little patience."""
    serving = Serving(None, Standing(shipped(), "now", ()))
    server = server_of(serving, Guard.of("127.0.0.1"), Limits(body=0.3, look=60), Hasty)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        running = threading.Thread(target=server.run, args=([listening],))
        running.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        running.join(PATIENCE)
        assert not running.is_alive()


def linked(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def answered(port: int, path: str = "/v1/determine", body: Any = OF_CASE) -> Any:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        link.request("GET" if body is None else "POST", path, body and json.dumps(body).encode())
        made = link.getresponse()
        return made.status, json.loads(made.read())
    finally:
        link.close()


def to_the_end(link: socket.socket) -> bytes:
    """All that comes until the other side closes; that it closes is what is looked at."""
    parts: list[bytes] = []
    with contextlib.suppress(ConnectionResetError):
        while part := link.recv(1 << 16):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00\xff\x16\x03\x01" * 50,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /v1/jurisdictions HTTP/1.1\r\n\r\n",
        b"POST /v1/determine HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET /\xe4\xbd\x8e HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"A" * 200_000,
    ],
)
def test_garbage_is_refused_and_the_next_request_answered(port: int, garbage: bytes) -> None:
    with linked(port) as link:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            link.sendall(garbage)
        assert to_the_end(link)[:10] in (b"HTTP/1.1 4", b"")
    assert answered(port)[1]["total"] == "1711.50"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", b""),
        (b"POST /v1/determine HT", b""),
        (b"POST /v1/determine HTTP/1.1\r\nHost: localhost\r\n", b""),
        (
            b"POST /v1/determine HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
            b"HTTP/1.1 408",
        ),
    ],
)
def test_a_client_that_does_not_go_on_is_let_go(port: int, sent: bytes, status: bytes) -> None:
    with linked(port) as link:
        link.sendall(sent)
        assert to_the_end(link)[:12] == status
    assert answered(port)[0] == 200


def test_a_client_that_does_not_read_is_let_go(port: int) -> None:
    """It asks again and again, and takes no answer: what waits for it is given up."""
    body = json.dumps(OF_CASE).encode()
    head = f"POST /v1/determine HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
    with linked(port) as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while True:
                link.sendall(head.encode() + body)
    assert answered(port)[0] == 200


def test_many_silent_clients_keep_nobody_from_being_answered(port: int) -> None:
    silent = [linked(port) for _ in range(50)]
    assert answered(port)[0] == 200
    assert all(to_the_end(each) == b"" for each in silent)
    for each in silent:
        each.close()


# --- the command as a process ---


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_signal_has_policies_read_and_a_kill_meanwhile_harms_nothing(tmp_path: Path) -> None:
    root = tiny.root(tiny.written(tmp_path))
    case = {"id": "h", "stock": 0, "members": [{"id": "a", "pay": "100.33", "age": 70}]}
    asked = {"jurisdiction": "tiny", "month": "2021-03", "known": "2021-12-31", "case": case}
    command = [sys.executable, "-m", "welfare_rules", "serve", "--port", "0"]
    command += ["--policies", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            assert process.stdout is not None
            found = re.search(rb"http://127.0.0.1:(\d+)", process.stdout.readline())
            assert found is not None
            there = int(found.group(1))
            before = answered(there, body=asked)[1]["law_digest"]
            file = root / "tiny" / "law.toml"
            whole = file.read_text(encoding="utf-8")
            file.write_text(whole[: len(whole) // 2] + '"', encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            while answered(there, "/health", None)[1]["status"] != "stale":
                time.sleep(0.05)
            assert answered(there, body=asked)[1]["law_digest"] == before
            file.write_text(whole.replace("120.50", "130.50"), encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            while answered(there, "/health", None)[1]["status"] != "ok":
                time.sleep(0.05)
            assert answered(there, body=asked)[1]["law_digest"] != before
            kept = {each: each.read_bytes() for each in root.rglob("*") if each.is_file()}
            process.send_signal(signal.SIGHUP)
        finally:
            process.kill()
    assert kept == {each: each.read_bytes() for each in root.rglob("*") if each.is_file()}
    assert read_policies(root).troubles == {}


def test_what_is_missing_or_taken_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, port: int
) -> None:
    taken = run("serve", "--port", str(port), "--lang", "en")
    assert (taken.exit_code, "cannot serve at 127.0.0.1" in taken.stderr) == (2, True)
    open_to_all = run("serve", "--host", "0.0.0.0")
    assert (open_to_all.exit_code, "WR549" in open_to_all.stderr) == (2, True)
    nowhere = run("serve", "--policies", str(tmp_path / "nowhere"))
    assert (nowhere.exit_code, "WR506" in nowhere.stderr) == (2, True)
    for name in [each for each in sys.modules if each.startswith("welfare_rules.service.server")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    missing = run("serve", "--lang", "en")
    assert (missing.exit_code, "pip install 'welfare-rules[web]'" in missing.stderr) == (2, True)
    assert run("serve", "--help").exit_code == run("pipe", stdin="").exit_code == 0
