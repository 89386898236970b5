"""The service of docs/api.md: as long as it says, strictly typed, and doing what it says."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import httpx
import pytest

import welfare_rules as wr
from tests.support.command import CASE, ROOT

SERVICE = ROOT / "docs" / "examples" / "service.py"
ASKED: dict[str, Any] = {
    "jurisdiction": "cn/model",
    "month": "2021-08",
    "known": "2021-12-31",
    "case": json.loads(CASE.read_bytes()),
}


class Client:
    """Asks the service without a socket."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                return await client.request(method, path, **given)

        return asyncio.run(asked())

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def post(self, path: str, json: Any) -> httpx.Response:
        return self.ask("POST", path, json=json)


@pytest.fixture(scope="module")
def client() -> Any:
    spec = spec_from_file_location("service", SERVICE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["service"] = module
    spec.loader.exec_module(module)
    return Client(module.app)


def test_the_page_shows_it_whole_and_it_is_short() -> None:
    text = SERVICE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60
    assert text in (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_it_answers_as_the_library_does(client: Any) -> None:
    answer = wr.load("cn/model").at("2021-08", "2021-12-31").determine(ASKED["case"])
    assert client.post("/v1/determine", json=ASKED).json() == answer.to_dict()
    assert client.post("/v1/explain", json=ASKED).json() == answer.explain("zh")
    assert client.get("/v1/jurisdictions").json() == list(wr.jurisdictions())
    assert client.get("/v1/schema/case").json() == wr.schema("case", "cn")
    written = client.get("/openapi.json").json()["components"]["schemas"]
    assert "DeterminationDict" in written


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"case": {"id": "h"}}, 422, "WR409"),
        ({"month": "2021-13"}, 400, "WR502"),
        ({"jurisdiction": "cn/modle"}, 400, "WR501"),
    ],
)
def test_a_refusal_has_its_findings(client: Any, change: Any, status: int, code: str) -> None:
    made = client.post("/v1/determine", json=ASKED | change)
    assert (made.status_code, made.headers["content-type"]) == (status, "application/problem+json")
    assert [each["code"] for each in made.json()["findings"]] == [code]


@pytest.mark.slow
def test_it_is_typed_strictly(tmp_path: Path) -> None:
    (tmp_path / "service.py").write_text(SERVICE.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    asked = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(tmp_path)]
    made = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert "0 errors" in made.stdout, made.stdout
