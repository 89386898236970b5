"""Determinations over HTTP: uvicorn service:app"""

from functools import cache
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import welfare_rules as wr

app = FastAPI(title="welfare-rules")
STATUS: dict[type[Exception], int] = {wr.CaseError: 422, wr.RequestError: 400}


class Asked(BaseModel):
    jurisdiction: str
    month: str
    known: str | None = None
    case: dict[str, Any]
    lang: Literal["zh", "en"] = "zh"


@cache  # a policy is immutable and may be shared between threads
def policy(jurisdiction: str) -> wr.Policy:
    return wr.load(jurisdiction)


def answer_to(asked: Asked) -> wr.Answer:
    return policy(asked.jurisdiction).at(asked.month, asked.known).determine(asked.case)


@app.post("/v1/determine")
def determine(asked: Asked) -> wr.AnswerDict:
    return answer_to(asked).to_dict()


@app.post("/v1/explain")
def explain(asked: Asked) -> str:
    return answer_to(asked).explain(asked.lang)


@app.get("/v1/jurisdictions")
def jurisdictions() -> tuple[str, ...]:
    return wr.jurisdictions()


@app.get("/v1/schema/{name}")
def schema(name: str, jurisdiction: str = "cn") -> dict[str, Any]:
    return wr.schema(name, policy(jurisdiction))


@app.exception_handler(wr.FindingsError)
def refused(_: Request, error: Exception) -> JSONResponse:
    status = STATUS.get(type(error), 503)  # policies or an engine that cannot be used
    found = error.findings if isinstance(error, wr.FindingsError) else ()
    told = {"status": status, "findings": [each.to_dict("zh") for each in found]}
    return JSONResponse(told, status, media_type="application/problem+json")
