"""How answers look on the wire: JSON with its ETag, 304 for what the reader has, RFC 9457 problems."""

import hashlib
import json
from typing import Any

import azure.functions as func

from shared.platform.contract import Answer, Contract, Raw
from shared.platform.errors import Malformed, Refusal


def success(contract: Contract, request: func.HttpRequest, answer: Any, tag: str | None = None) -> func.HttpResponse:
    """Return the answer to a request that went well; `tag` is its ETag unless it follows from the answer itself."""
    if isinstance(answer, Raw):
        return _raw(contract, request, answer)
    beside = answer if isinstance(answer, Answer) else Answer(answer)
    if contract.answer_model is None:
        response = func.HttpResponse(status_code=204)
    else:
        body = contract.answer_adapter.dump_json(beside.body, by_alias=True)
        response = func.HttpResponse(body, status_code=contract.status, mimetype="application/json")
    if beside.location:
        response.headers["Location"] = beside.location
    if beside.cookie:
        response.headers["Set-Cookie"] = beside.cookie
    if contract.answer_model is None:
        return response
    if tag is not None:
        response.headers["ETag"] = tag
    return _conditional(contract, request, response, beside.version)


def _raw(contract: Contract, request: func.HttpRequest, answer: Raw) -> func.HttpResponse:
    response = func.HttpResponse(answer.content, mimetype=answer.content_type)
    if answer.content_security_policy is not None:
        response.headers["Content-Security-Policy"] = answer.content_security_policy
    if answer.file_name is None:
        return _conditional(contract, request, response, None)
    response.headers["Content-Disposition"] = f'attachment; filename="{answer.file_name}"'
    return response


def _conditional(
    contract: Contract, request: func.HttpRequest, response: func.HttpResponse, version: int | None
) -> func.HttpResponse:
    """Add the ETag, and answer 304 to a reader who has this state already. What is private no cache may keep."""
    digest = hashlib.sha256(response.get_body()).hexdigest()[:32]
    if version is not None:
        # The version is what If-Match is held against; the digest tells apart what goes along with the record.
        response.headers["ETag"] = f'"v{version}-{digest}"'
    if request.method != "GET" or contract.demands.private:
        return response
    response.headers.setdefault("ETag", f'"{digest}"')
    response.headers["Cache-Control"] = "private, no-cache"
    if knows(request, response.headers["ETag"]):
        return func.HttpResponse(status_code=304, headers=dict(response.headers), mimetype=response.mimetype)
    return response


def knows(request: func.HttpRequest, tag: str) -> bool:
    """Whether the reader says that he has the state of this entity tag."""
    known = request.headers.get("if-none-match", "").split(",")
    return tag in [one.strip().removeprefix("W/") for one in known]


def not_modified(tag: str) -> func.HttpResponse:
    """Return the answer to a reader who has what an answer not yet made would say."""
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    return func.HttpResponse(status_code=304, headers=headers, mimetype="application/json")


def names_version(tag: str, version: int) -> bool:
    """Whether an entity tag we gave is of this version of its record."""
    return tag.strip().removeprefix("W/").strip('"').partition("-")[0] == f"v{version}"


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
