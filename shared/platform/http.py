"""`@endpoint`: everything between Azure's HTTP trigger and a handler that only says what it does.

Identity, permission, validation, one transaction, the audit of refusals, idempotency keys, ETags, errors as
RFC 9457 problems, a request id. The trigger sees a plain function of one request: Azure's worker compares
signatures, so the handler's own must not shine through.
"""

import logging
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import azure.functions as func
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from shared.permissions import Permission, allows
from shared.platform import answers, audit, db, idempotency, identity
from shared.platform.contract import Contract
from shared.platform.errors import (
    Forbidden,
    PreconditionRequired,
    Refusal,
    Stale,
    Unauthenticated,
    Unavailable,
)
from shared.platform.identity import Actor

log = logging.getLogger(__name__)

# Deadlock and serialization failure: PostgreSQL chose us as the one to try again.
WORTH_REPEATING = {"40001", "40P01"}
MOST_TRIES = 3

type Handler = Callable[..., Any]
type Trigger = Callable[[func.HttpRequest], func.HttpResponse]


@dataclass
class Call:
    """One request being answered."""

    request: func.HttpRequest
    session: Session
    actor: Actor
    after_commit: list[Callable[[], None]] = field(default_factory=list)

    @property
    def user_id(self) -> int:
        """Return the caller's user_id; only endpoints that need a token may ask."""
        if self.actor.user_id is None:
            raise Unauthenticated("This needs an access token.")
        return self.actor.user_id

    def check_version(self, version: int) -> None:
        """Refuse unless If-Match names the record's present version.

        Raises:
            PreconditionRequired: there is no If-Match.
            Stale: somebody changed the record since the caller read it.
        """
        expected = self.request.headers.get("if-match")
        if expected is None:
            raise PreconditionRequired("Send the ETag you read as If-Match.")
        if expected != "*" and answers.version_etag(version) not in [tag.strip() for tag in expected.split(",")]:
            raise Stale("The record was changed since you read it.", etag=answers.version_etag(version))


def endpoint(permission: Permission, status: int = 200) -> Callable[[Handler], Trigger]:
    """Turn a handler `(call, path parameters, query, body) -> answer` into an HTTP trigger."""

    def wrap(handler: Handler) -> Trigger:
        contract = Contract(handler, permission, status)

        def trigger(req: func.HttpRequest) -> func.HttpResponse:
            return _respond(contract, req)

        trigger.__name__ = handler.__name__
        trigger.__doc__ = handler.__doc__
        trigger.__module__ = handler.__module__
        cast("Any", trigger).contract = contract
        return trigger

    return wrap


def _respond(contract: Contract, request: func.HttpRequest) -> func.HttpResponse:
    request_id = _request_id(request)
    anonymous = Actor(None, None, request_id, _address(request), request.headers.get("user-agent", "")[:200])
    try:
        response = _with_retries(contract, request, anonymous)
    except Refusal as refusal:
        response = answers.problem(refusal, request_id)
    except Exception:
        log.exception("request %s of %s failed", request_id, contract.handler.__name__)
        response = answers.unforeseen(request_id)
    response.headers["X-Request-Id"] = request_id
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _with_retries(contract: Contract, request: func.HttpRequest, caller: Actor) -> func.HttpResponse:
    for last in (False,) * (MOST_TRIES - 1) + (True,):
        try:
            return _in_transaction(contract, request, caller)
        except PoolTimeoutError:
            raise Unavailable("All database connections are in use; try again shortly.") from None
        except OperationalError as failure:
            if getattr(failure.orig, "pgcode", None) not in WORTH_REPEATING:
                log.warning("the database does not answer: %s", failure.orig)
                raise Unavailable("The database does not answer; try again shortly.") from None
            if last:
                raise
    raise AssertionError


def _in_transaction(contract: Contract, request: func.HttpRequest, caller: Actor) -> func.HttpResponse:
    call: Call | None = None
    try:
        with db.transaction() as session:
            call = Call(request, session, _identify(contract, request, session, caller))
            _authorise(contract, call.actor)
            response = _answer(contract, call)
    except Refusal as refusal:
        _audit_refusal(contract, call.actor if call else caller, refusal)
        raise
    for deed in call.after_commit:
        _do(deed)
    return response


def _do(deed: Callable[[], None]) -> None:
    try:
        deed()
    except Exception:  # the change is committed; a sweep repeats what was left undone
        log.exception("after commit: %s failed", getattr(deed, "__qualname__", deed))


def _identify(contract: Contract, request: func.HttpRequest, session: Session, caller: Actor) -> Actor:
    if contract.permission is Permission.ANYONE:
        return caller
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("This needs an access token: Authorization: Bearer …")
    user_id = identity.verify_access_token(token.strip())
    role = identity.role_of(session, user_id)
    return Actor(user_id, role, caller.request_id, caller.address, caller.agent)


def _authorise(contract: Contract, actor: Actor) -> None:
    if contract.permission is Permission.ANYONE:
        return
    if actor.role is None or not allows(actor.role, contract.permission):
        raise Forbidden("Your role may not do this.", permission=contract.permission.value)


def _audit_refusal(contract: Contract, actor: Actor, refusal: Refusal) -> None:
    if not (refusal.audited or isinstance(refusal, Forbidden)):
        return
    with db.transaction() as session:
        changes = {"code": refusal.code}
        audit.record(session, actor, "request.refused", ("endpoint", contract.handler.__name__), changes=changes)


def _answer(contract: Contract, call: Call) -> func.HttpResponse:
    arguments = contract.arguments(call.request)
    key = call.request.headers.get("idempotency-key")
    if key is None or call.request.method != "POST" or call.actor.user_id is None:
        return answers.success(contract, call.request, contract.handler(call, **arguments))
    fingerprint = f"{call.request.url}\n".encode() + call.request.get_body()
    remembered = idempotency.claim(call.session, call.actor.user_id, key, fingerprint)
    if remembered is None:
        response = answers.success(contract, call.request, contract.handler(call, **arguments))
        headers = {name: value for name, value in response.headers.items() if name in {"Location", "ETag"}}
        given = idempotency.Remembered(response.status_code, response.get_body(), headers)
        idempotency.remember(call.session, call.actor.user_id, key, given)
        return response
    return func.HttpResponse(
        remembered.body,
        status_code=remembered.status,
        headers={**remembered.headers, "Idempotency-Replayed": "true"},
        mimetype="application/json",
    )


def _request_id(request: func.HttpRequest) -> str:
    given = request.headers.get("x-request-id", "")
    return given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else uuid.uuid4().hex


def _address(request: func.HttpRequest) -> str:
    """Return the caller's address as the platform's front end appended it; what the client wrote stands before it."""
    forwarded: str = request.headers.get("x-forwarded-for", "")
    return forwarded.rpartition(",")[2].strip()[:64]
