"""The service over HTTP: the same answers, every refusal as a problem, limits, and nothing of a case
in the log.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from fastapi.openapi.models import OpenAPI

import welfare_rules as wr
from tests.service.asking import OF_CASE, RIGHT, shipped
from welfare_rules.service import web, work
from welfare_rules.service.guard import Guard, is_loopback, read_tokens
from welfare_rules.service.openapi import openapi
from welfare_rules.service.problems import SORTS
from welfare_rules.service.reloading import Serving, Standing
from welfare_rules.service.requests import ACTIONS, respond
from welfare_rules.service.web import Limits, application

TOKEN = "0123456789abcdef-token"
HERE = "#/components/schemas/"


@pytest.fixture(scope="module")
def serving() -> Serving:
    return Serving(None, Standing(shipped(), "now", ()))


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return openapi(wr.load("cn/model").law)


class Client:
    """Asks the service without a socket."""

    def __init__(
        self, serving: Serving, guard: Guard | None = None, limits: Limits | None = None
    ) -> None:
        self.app = application(serving, guard or Guard.of("127.0.0.1"), limits)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        return self.all([(method, path, given)])[0]

    def all(self, asked: list[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
        """Asks all of it at once."""

        async def answers() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as link:
                return await asyncio.gather(*(link.request(m, p, **given) for m, p, given in asked))

        return asyncio.run(answers())


@pytest.fixture(scope="module")
def client(serving: Serving) -> Client:
    return Client(serving)


def told(made: httpx.Response) -> tuple[int, str, list[str]]:
    """A refusal: its status, its type and the codes of its findings."""
    body = made.json()
    assert made.headers["content-type"] == "application/problem+json"
    assert body["status"] == made.status_code
    return made.status_code, body["type"].rpartition(":")[2], [e["code"] for e in body["findings"]]


def asked(do: str) -> tuple[str, str, dict[str, Any]]:
    if ACTIONS[do].looks:
        query = {"in" if key == "jurisdiction" else key: each for key, each in RIGHT[do].items()}
        return "GET", f"/v1/{do}", {"params": query}
    return "POST", f"/v1/{do}", {"json": RIGHT[do]}


@pytest.mark.parametrize("do", ACTIONS)
def test_a_request_is_answered_as_without_http(client: Client, do: str) -> None:
    method, path, given = asked(do)
    made = client.ask(method, path, **given)
    assert (made.status_code, made.json()) == respond(shipped(), do, RIGHT[do])
    assert made.headers["content-type"] == "application/json"
    assert made.headers["welfare-rules-version"] == wr.__version__
    assert made.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in made.headers


@pytest.mark.parametrize(
    ("method", "path", "given", "found"),
    [
        ("POST", "/v1/determine", {"content": b"garbage"}, (400, "request", ["WR401"])),
        ("POST", "/v1/determine", {"content": b""}, (400, "request", ["WR401"])),
        ("POST", "/v1/determine", {"json": []}, (400, "request", ["WR403"])),
        ("POST", "/v1/determine", {"json": OF_CASE | {"case": {}}}, (422, "case", None)),
        ("POST", "/v1/determine", {"content": b" " * 5_000_001}, (413, "size", ["WR412"])),
        ("GET", "/v1/determine", {}, (405, "method", ["WR547"])),
        ("POST", "/v1/names", {}, (405, "method", ["WR547"])),
        ("GET", "/v1/names?in=cn/modle", {}, (400, "request", ["WR501"])),
        ("GET", "/v1/names", {}, (400, "request", ["WR409"])),
        ("GET", "/v1/names?in=cn&x=1", {}, (400, "request", ["WR540"])),
        ("GET", "/v1/nothing", {}, (404, "unknown", ["WR541"])),
        ("GET", "/", {}, (404, "unknown", ["WR541"])),
        ("GET", "/openapi.json?in=nowhere", {}, (400, "request", ["WR501"])),
        (
            "GET",
            "/v1/jurisdictions",
            {"headers": {"Host": "rebound.example"}},
            (403, "host", ["WR544"]),
        ),
        (
            "GET",
            "/v1/jurisdictions",
            {"headers": {"Origin": "http://elsewhere.example"}},
            (403, "host", ["WR544"]),
        ),
        ("GET", "/health", {"headers": {"Host": "[::1"}}, (403, "host", ["WR544"])),
    ],
)
def test_a_refusal_is_a_problem(
    client: Client, method: str, path: str, given: Any, found: tuple[int, str, list[str] | None]
) -> None:
    status, kind, codes = told(made := client.ask(method, path, **given))
    assert (status, kind, codes if found[2] else None) == found
    if status == 405:
        assert made.headers["allow"] in ("POST", "GET, HEAD", "HEAD, GET")


def test_every_request_but_for_health_shows_a_token(serving: Serving, tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text(f"# tokens\n{TOKEN}\n\nanother-token-16\n")
    guarded = Client(serving, Guard.of("0.0.0.0", read_tokens(str(file))))
    for given in ({}, {"Authorization": TOKEN}, {"Authorization": f"Bearer {TOKEN}x"}):
        for path in ("/v1/jurisdictions", "/openapi.json", "/v1/nothing"):
            made = guarded.ask("GET", path, headers=given)
            assert told(made)[:2] == (401, "token")
            assert made.headers["www-authenticate"] == "Bearer"
        assert guarded.ask("GET", "/health", headers=given).json() == {"status": "ok"}
    for token in (TOKEN, "another-token-16"):
        shown = {"Authorization": f"bearer {token}", "Host": "any.example"}
        assert guarded.ask("GET", "/v1/jurisdictions", headers=shown).status_code == 200
        assert "policies_digest" in guarded.ask("GET", "/health", headers=shown).json()


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "there is no token"), ("# x", "no token"), ("short", "shorter"), ("口令" * 16, "ASCII")],
)
def test_a_file_of_tokens_that_is_none_is_refused(tmp_path: Path, text: str, why: str) -> None:
    file = tmp_path / "tokens"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(wr.RequestError, match=why):
        read_tokens(str(file))
    with pytest.raises(wr.RequestError, match="no such file"):
        read_tokens(str(tmp_path / "nothing"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", "127.0.0.1.org"])
def test_others_are_served_with_tokens_alone(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(wr.RequestError) as error:
        Guard.of(host)
    assert error.value.findings[0].code == "WR549"
    assert Guard.of(host, [b"x"]).hosts == frozenset()


def test_a_name_may_be_allowed(serving: Serving) -> None:
    named = Client(serving, Guard.of("127.0.0.1", (), ["Benefits.local"]))
    for host, status in (("benefits.local:8080", 200), ("benefits.local.", 200), ("other", 403)):
        assert named.ask("GET", "/health", headers={"Host": host}).status_code == status


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Work does not end until the event is set; what is looked up is answered at once."""
    release = threading.Event()
    real = web.respond

    def slow(policies: Any, do: str, request: object) -> Any:
        if do in ("determine", "timeline"):
            release.wait(60)
        return real(policies, do, request)

    monkeypatch.setattr(web, "respond", slow)
    yield release
    release.set()


def test_what_takes_too_long_is_answered_for(serving: Serving, held: threading.Event) -> None:
    hasty = Client(serving, limits=Limits(answer=0.05, quick=2))
    assert told(hasty.ask(*asked("determine")[:2], json=OF_CASE)) == (503, "time", ["WR542"])
    assert hasty.ask("GET", "/v1/jurisdictions").status_code == 200
    held.set()


def test_long_work_keeps_nobody_waiting(serving: Serving, held: threading.Event) -> None:
    one = Client(serving, limits=Limits(quick=1, long=1, answer=0.2))
    *late, quick = one.all([asked("timeline"), asked("timeline"), asked("jurisdictions")])
    assert [told(each)[1] for each in late] == ["time", "time"]
    assert quick.status_code == 200


def test_no_more_requests_wait_than_may(
    serving: Serving, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MOST_WAITING", 2)
    made = Client(serving, limits=Limits(answer=0.2)).all([asked("determine")] * 5)
    kinds = sorted(told(each)[1] for each in made)
    assert kinds == ["busy", "busy", "busy", "time", "time"]
    assert {each.headers.get("retry-after") for each in made if told(each)[1] == "busy"} == {"1"}


def test_a_body_that_does_not_end_is_given_up(serving: Serving) -> None:
    sent: list[Any] = []

    async def one() -> None:
        first = [{"type": "http.request", "body": b"{", "more_body": True}]

        async def receive() -> Any:
            return first.pop() if first else await asyncio.Event().wait()

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": "/v1/determine", "query_string": b""}
        scope |= {"headers": [(b"host", b"localhost")], "server": ("localhost", 80)}
        app = application(serving, Guard.of("127.0.0.1"), Limits(body=0.05))
        await app(scope, receive, send)

    asyncio.run(one())
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["findings"][0]["code"] == "WR542"


def test_a_fault_is_told_without_what_it_says(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> Any:
        raise KeyError("李华")

    monkeypatch.setattr(web, "respond", fails)
    with caplog.at_level(logging.DEBUG):
        made = client.ask("GET", "/v1/jurisdictions")
    assert told(made)[:2] == (500, "fault")
    assert "李华" not in made.text + caplog.text


def test_the_log_has_nothing_that_a_request_says(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "张三320922195001010011"
    with caplog.at_level(logging.DEBUG, "welfare_rules"):
        case = {"id": secret, "members": [{"id": secret, "wage": secret}]}
        client.ask("POST", "/v1/determine", json=OF_CASE | {"case": case})
        client.ask("GET", f"/v1/{secret}?in={secret}", headers={"Host": secret.encode()})
        client.ask("GET", f"/v1/names?in={secret}", headers={"Authorization": secret.encode()})
    assert secret not in caplog.text
    assert "POST /v1/determine 422" in caplog.text
    assert "GET - 403" in caplog.text


# --- the description ---


def references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key == "$ref":
                yield each
            else:
                yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)


def test_the_description_is_one_of_openapi(client: Client, description: dict[str, Any]) -> None:
    made = client.ask("GET", "/openapi.json", params={"in": "cn/model"}).json()
    assert made == json.loads(json.dumps(description))
    OpenAPI.model_validate(description)
    names = description["components"]["schemas"]
    assert {each.removeprefix(HERE) for each in references(description)} <= {*names}
    for schema in names.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    served = {(path, method) for path, each in description["paths"].items() for method in each}
    wanted = {(f"/v1/{do}", "get" if each.looks else "post") for do, each in ACTIONS.items()}
    assert served == wanted | {("/openapi.json", "get"), ("/health", "get")}


def must_fit(description: dict[str, Any], schema: Mapping[str, Any], value: Any) -> None:
    whole = {**schema, "components": description["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


@pytest.mark.parametrize("do", ACTIONS)
def test_requests_and_answers_fit_the_description(
    client: Client, description: dict[str, Any], do: str
) -> None:
    method, path, given = asked(do)
    operation = description["paths"][path][method.lower()]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    must_fit(description, answer, client.ask(method, path, **given).json())
    if method == "POST":
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        must_fit(description, body, RIGHT[do])
        with pytest.raises(jsonschema.ValidationError):
            must_fit(description, body, RIGHT[do] | {"caes": 1})
        made = client.ask(method, path, json={**RIGHT[do], "month": 1, "lang": "fr"})
        must_fit(description, {"$ref": f"{HERE}Problem"}, made.json())
        assert str(made.status_code) in operation["responses"]


def test_health_fits_the_description(client: Client, description: dict[str, Any]) -> None:
    must_fit(description, {"$ref": f"{HERE}Health"}, client.ask("GET", "/health").json())
    assert {each.status for each in SORTS.values()} >= {400, 401, 403, 404, 405, 408, 413, 422, 503}
