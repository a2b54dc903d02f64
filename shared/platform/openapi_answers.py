"""What an operation can answer, read off its contract: statuses, headers, shapes.

It follows from what the wrapper `@endpoint` does, from the statuses a handler names, and where it names none, from its
shape: a secret in the body may be wrong and is throttled, an id may be of a record that is not there.
"""

from typing import Any

from pydantic import BaseModel

from shared.permissions import Permission
from shared.platform.contract import Answer, Contract, Raw

WORDS = {
    "304": "What you have is still right.",
    "401": "Unknown caller.",
    "403": "Not allowed.",
    "404": "Not there.",
    "409": "Refused by a rule.",
    "412": "Changed meanwhile.",
    "413": "Larger than 1 MiB.",
    "415": "Not application/json.",
    "422": "Malformed input.",
    "428": "If-Match is missing.",
    "429": "Too many requests; try again later.",
    "500": "Unforeseen.",
    "503": "Something we need does not answer; try again shortly.",
}
PROBLEM: dict[str, Any] = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
TEXT: dict[str, Any] = {"type": "string"}
REQUEST_ID: dict[str, Any] = {
    "X-Request-Id": {"description": "Quote it when you report a problem.", "required": True, "schema": TEXT}
}
RETRY_AFTER: dict[str, Any] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 0}}}
CHALLENGE: dict[str, Any] = {"WWW-Authenticate": {"schema": TEXT}}
ETAG: dict[str, Any] = {"ETag": {"description": "For If-None-Match and, of a record, for If-Match.", "schema": TEXT}}
LOCATION: dict[str, Any] = {
    "Location": {"description": "Where the record is.", "schema": {"type": "string", "format": "uri-reference"}}
}
COOKIE: dict[str, Any] = {
    "Set-Cookie": {"description": "The refresh token of a browser, or its removal.", "schema": TEXT}
}
HEADERS_OF = {"401": CHALLENGE, "429": RETRY_AFTER, "503": RETRY_AFTER, "304": ETAG}


def responses(route: str, method: str, contract: Contract, schema: dict[str, Any] | None) -> dict[str, Any]:
    """Return the responses of one operation.

    Args:
        route: its template.
        method: in lower case.
        contract: of its handler.
        schema: of the JSON that is answered when all goes well.
    """
    found = {_status(contract): _success(method, contract, schema)}
    return found | {status: _refusal(status) for status in sorted(_statuses(route, method, contract))}


def _status(contract: Contract) -> str:
    return "204" if contract.answer_model is None and contract.answer is not Raw else str(contract.status)


def _success(method: str, contract: Contract, schema: dict[str, Any] | None) -> dict[str, Any]:
    headers: dict[str, Any] = dict(REQUEST_ID)
    if is_conditional(method, contract) or (_stands_beside(contract) and schema is not None):
        headers |= ETAG
    if contract.status in {201, 202} and _stands_beside(contract):
        headers |= LOCATION
    if sets_cookie(contract):
        headers |= COOKIE
    response: dict[str, Any] = {"description": _word_of_success(contract, schema), "headers": headers}
    return response if schema is None else response | {"content": {"application/json": {"schema": schema}}}


def _word_of_success(contract: Contract, schema: dict[str, Any] | None) -> str:
    if contract.answer is Raw:
        return "The document."
    return "Done." if schema is None else "The answer."


def _refusal(status: str) -> dict[str, Any]:
    response: dict[str, Any] = {"description": WORDS[status], "headers": REQUEST_ID | HEADERS_OF.get(status, {})}
    return response if status == "304" else response | {"content": PROBLEM}


def _statuses(route: str, method: str, contract: Contract) -> set[str]:
    """Return the statuses of all that is not success."""
    refuses = contract.demands.refuses
    own = _by_shape(route, method, contract) if refuses is None else {str(status) for status in refuses}
    return own | _of_wrapper(method, contract)


def _of_wrapper(method: str, contract: Contract) -> set[str]:
    """Return what `@endpoint` itself answers."""
    found = {"413", "422", "500", "503"}
    if contract.permission is not Permission.ANYONE:
        found.add("401")
    if contract.permission not in {Permission.ANYONE, Permission.ENROLMENT}:
        found.add("403")
    if is_conditional(method, contract):
        found.add("304")
    if contract.body is not None:
        found.add("415")
    if method in {"put", "patch"} and contract.demands.versioned:
        found |= {"412", "428"}
    return found | ({"409"} if method == "post" and remembers(contract) else set())


def _by_shape(route: str, method: str, contract: Contract) -> set[str]:
    """Return what a handler of this shape may refuse with."""
    found = {"409"} if method != "get" else set()
    if "{" in route or _names_a_record(contract.body):
        found.add("404")
    return found | ({"403", "429"} if _proves_identity(contract) else set())


def remembers(contract: Contract) -> bool:
    """Whether the answer is kept for a repeated Idempotency-Key."""
    return contract.permission is not Permission.ANYONE and not contract.demands.private


def is_conditional(method: str, contract: Contract) -> bool:
    """Whether a reader who has this state already is told so; of what is private, no cache keeps a state."""
    return method == "get" and not contract.demands.private


def _proves_identity(contract: Contract) -> bool:
    """Whether the body holds a secret, whose guessing is throttled."""
    return contract.body is not None and any("SecretStr" in str(kind) for kind in _kinds(contract.body))


def _kinds(model: type[BaseModel]) -> list[Any]:
    return [field.annotation for field in model.model_fields.values()]


def _names_a_record(model: type[BaseModel] | None) -> bool:
    return model is not None and any(name.endswith("_id") for name in model.model_fields)


def _stands_beside(contract: Contract) -> bool:
    """Whether the handler may set an ETag, a Location or a cookie beside its body."""
    return getattr(contract.answer, "__origin__", None) is Answer


def sets_cookie(contract: Contract) -> bool:
    """Whether the answer may carry the refresh token's cookie: beside an access token, or beside nothing at all."""
    if not _stands_beside(contract):
        return False
    models = getattr(contract.answer_model, "__args__", (contract.answer_model,))
    return models == (None,) or any("refresh_token" in model.model_fields for model in models)
