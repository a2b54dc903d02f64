"""How answers look on the wire: JSON with its ETag, 304 for what the reader has, RFC 9457 problems."""

import hashlib
import json
from typing import Any

import azure.functions as func

from shared.platform.contract import Answer, Contract, Raw
from shared.platform.errors import Malformed, Refusal


def success(contract: Contract, request: func.HttpRequest, answer: Any) -> func.HttpResponse:
    if isinstance(answer, Raw):
        return _conditional(request, func.HttpResponse(answer.content, mimetype=answer.content_type), None)
    if contract.answer_model is None:
        return func.HttpResponse(status_code=204)
    beside = answer if isinstance(answer, Answer) else Answer(answer)
    body = contract.answer_adapter.dump_json(beside.body, by_alias=True)
    response = func.HttpResponse(body, status_code=contract.status, mimetype="application/json")
    if beside.location:
        response.headers["Location"] = beside.location
    return _conditional(request, response, beside.version)


def _conditional(request: func.HttpRequest, response: func.HttpResponse, version: int | None) -> func.HttpResponse:
    """Add the ETag, and answer 304 to a reader who has this state already."""
    if version is not None:
        response.headers["ETag"] = version_etag(version)
    if request.method != "GET":
        return response
    if version is None:
        response.headers["ETag"] = f'"{hashlib.sha256(response.get_body()).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = "private, no-cache"
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if response.headers["ETag"] in known:
        return func.HttpResponse(status_code=304, headers=dict(response.headers))
    return response


def version_etag(version: int) -> str:
    return f'"v{version}"'


def problem(refusal: Refusal, request_id: str) -> func.HttpResponse:
    answer = {
        "type": f"/docs#{refusal.code}",
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
        "request_id": request_id,
        **refusal.data,
    }
    if isinstance(refusal, Malformed):
        answer["errors"] = refusal.errors
    return _problem_response(answer, refusal.headers())


def unforeseen(request_id: str) -> func.HttpResponse:
    problem = {
        "type": "/docs#internal",
        "title": "Internal error",
        "status": 500,
        "detail": "Something unforeseen happened. Quote the request id when you report it.",
        "code": "internal",
        "request_id": request_id,
    }
    return _problem_response(problem, {})


def _problem_response(problem: dict[str, Any], headers: dict[str, str]) -> func.HttpResponse:
    return func.HttpResponse(
        json.dumps(problem, default=str),
        status_code=problem["status"],
        headers=dict(headers),
        mimetype="application/problem+json",
    )
