"""`@endpoint`: everything between Azure's HTTP trigger and a handler that only says what it does.

Identity, permission, validation, one transaction, the audit of refusals, idempotency keys, ETags, errors as
RFC 9457 problems, a request id. The trigger sees a plain function of one request: Azure's worker compares
signatures, so the handler's own must not shine through.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

import azure.functions as func
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from shared.permissions import Permission, allows
from shared.platform import (
    answers,
    audit,
    build,
    callers,
    clock,
    db,
    idempotency,
    identity,
    invocation,
    replica,
    security_headers,
    versions,
)
from shared.platform.config import MisconfiguredError
from shared.platform.contract import Contract, Demands
from shared.platform.errors import (
    EnrolmentRequired,
    Forbidden,
    FreshTwoFactorRequired,
    IdentityUnavailable,
    Misconfigured,
    PreconditionRequired,
    Refusal,
    Stale,
    Unauthenticated,
    Unavailable,
)
from shared.platform.identity import Actor
from shared.platform.invocation import NO_CONTEXT

log = logging.getLogger(__name__)

# Deadlock and serialization failure: PostgreSQL chose us as the one to try again.
WORTH_REPEATING = {"40001", "40P01"}
MOST_TRIES = 3
CALLER_UNKNOWN = "Nothing was done yet: who calls was still being asked."

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
        return self.actor.known_user_id

    def check_version(self, version: int) -> None:
        """Refuse unless If-Match names the record's present version.

        Raises:
            PreconditionRequired: there is no If-Match.
            Stale: somebody changed the record since the caller read it.
        """
        expected = self.request.headers.get("if-match")
        if expected is None:
            raise PreconditionRequired("Send the ETag you read as If-Match.")
        if expected != "*" and not any(answers.names_version(tag, version) for tag in expected.split(",")):
            raise Stale("The record was changed since you read it.", version=version)


def endpoint(
    permission: Permission,
    status: int = 200,
    *,
    versioned: bool = True,
    private: bool = False,
    fresh_two_factor: bool = False,
    refuses: tuple[int, ...] | None = None,
    reads: tuple[str, ...] = (),
) -> Callable[[Handler], Trigger]:
    """Turn a handler `(call, path parameters, query, body) -> answer` into an HTTP trigger.

    Args:
        permission: who may call it.
        status: of the answer when all goes well.
        versioned: False for a PUT or PATCH that changes no record somebody read before, so asks for no If-Match.
        private: the answer holds a secret, so it is not kept for a repeated Idempotency-Key.
        fresh_two_factor: the caller must have shown a second factor within five minutes.
        reads: of a GET, the tables its answer is made of, beside the url, the role and the business day, and of
            nothing else: then a reader who has it costs one query (versions.TOPICS has the tables).
        refuses: statuses the handler itself refuses with, for the description of the API; None: whatever its shape
            allows (`openapi_answers.py`).
    """

    def wrap(handler: Handler) -> Trigger:
        demands = Demands(
            permission,
            versioned=versioned,
            private=private,
            fresh_two_factor=fresh_two_factor,
            refuses=refuses,
            reads=reads,
        )
        contract = Contract(handler, demands, status)

        def trigger(req: func.HttpRequest, context: func.Context = NO_CONTEXT) -> func.HttpResponse:
            with invocation.invoked(handler.__name__, context) as note:
                response = _respond(contract, req, note)
                note("http.request.method", req.method)
                note("http.response.status_code", response.status_code)
            return response

        trigger.__name__ = handler.__name__
        trigger.__doc__ = handler.__doc__
        trigger.__module__ = handler.__module__
        cast("Any", trigger).contract = contract
        return trigger

    return wrap


def _respond(contract: Contract, request: func.HttpRequest, note: invocation.Note) -> func.HttpResponse:
    try:
        caller = callers.unknown(request)
        invocation.answers_request(caller.request_id, note)
    except MisconfiguredError as fault:
        log.critical("%r", str(fault))
        return answers.problem(Misconfigured("This system is not set up rightly."), "")
    try:
        response = _with_retries(contract, request, caller)
    except Refusal as refusal:
        response = answers.problem(refusal, caller.request_id)
    except MisconfiguredError as fault:  # a SystemExit: it would end the worker, and everybody's requests with it
        log.critical("request %s: %r", caller.request_id, str(fault))
        response = answers.problem(Misconfigured("This system is not set up rightly."), caller.request_id)
    except Exception:
        log.exception("request %s of %s failed", caller.request_id, contract.handler.__name__)
        response = answers.unforeseen(caller.request_id)
    response.headers["X-Request-Id"] = caller.request_id
    security_headers.protect(response)
    return response


def _with_retries(contract: Contract, request: func.HttpRequest, caller: Actor) -> func.HttpResponse:
    for last in (False,) * (MOST_TRIES - 1) + (True,):
        try:
            return _in_transaction(contract, request, caller)
        except PoolTimeoutError:
            raise Unavailable("All database connections are in use; try again shortly.") from None
        except DBAPIError as failure:
            if not (isinstance(failure, OperationalError) or failure.connection_invalidated):
                raise
            if getattr(failure.orig, "pgcode", None) in WORTH_REPEATING:
                if last:
                    raise
            elif last or not _is_cut_before_doing(request, failure):
                log.warning("the database does not answer: %r", str(failure.orig))
                if isinstance(failure.orig, db.NoTokenForDatabaseError):
                    raise IdentityUnavailable("The database cannot be signed in to; try again shortly.") from None
                raise Unavailable("The database does not answer; try again shortly.") from None
    raise AssertionError


def _is_cut_before_doing(request: func.HttpRequest, failure: DBAPIError) -> bool:
    """Whether the connection was cut while it rested, or while nothing but reading was done."""
    return failure.connection_invalidated and (request.method == "GET" or CALLER_UNKNOWN in failure.detail)


def _in_transaction(contract: Contract, request: func.HttpRequest, caller: Actor) -> func.HttpResponse:
    call: Call | None = None
    try:
        # Figures and names of one answer are of one moment, whatever is imported meanwhile.
        with db.transaction(one_state=request.method == "GET") as session:
            call = Call(request, session, _identify(contract, request, session, caller))
            _authorise(contract, call.actor)
            response = _answer(contract, call)
    except Refusal as refusal:
        _audit_refusal(contract, request, call.actor if call else caller, refusal)
        raise
    for deed in call.after_commit:
        _do(deed)
    if request.method != "GET":
        _do(partial(replica.note_write, call.actor.session_id))
    return response


def _do(deed: Callable[[], None]) -> None:
    try:
        deed()
    except Exception:  # the change is committed; a sweep repeats what was left undone
        log.exception("after commit: %s failed", getattr(getattr(deed, "func", deed), "__qualname__", "a deed"))


def _identify(contract: Contract, request: func.HttpRequest, session: Session, caller: Actor) -> Actor:
    if contract.permission is Permission.ANYONE:
        return caller
    token = identity.bearer_token(request.headers.get("authorization", ""))
    if token is None:
        raise Unauthenticated("This needs an access token: Authorization: Bearer …")
    claims = identity.verify_access_token(token)
    try:
        return identity.identify(session, claims, caller)
    except DBAPIError as failure:
        failure.add_detail(CALLER_UNKNOWN)
        raise


def _authorise(contract: Contract, actor: Actor) -> None:
    if contract.permission is Permission.ANYONE:
        return
    if actor.role is None or not allows(actor.role, contract.permission):
        raise Forbidden("Your role may not do this.", permission=contract.permission.value)
    if actor.must_enrol and contract.permission is not Permission.ENROLMENT:
        raise EnrolmentRequired("Your role needs a second factor: set it up and sign in with it.")
    if contract.demands.fresh_two_factor and not actor.has_fresh_two_factor:
        raise FreshTwoFactorRequired("Show your second factor again: POST /api/me/two-factor/verify.")


def _audit_refusal(contract: Contract, request: func.HttpRequest, actor: Actor, refusal: Refusal) -> None:
    if not refusal.audited:
        return
    facts = {"code": refusal.code, **request.route_params, **refusal.concerns}
    with db.transaction() as session:
        audit.record(session, actor, "request.refused", ("endpoint", contract.handler.__name__), changes=facts)


def _answer(contract: Contract, call: Call) -> func.HttpResponse:
    arguments = contract.arguments(call.request)
    if contract.demands.reads and call.request.method == "GET":
        return _answer_unless_known(contract, call, arguments)
    key = call.request.headers.get("idempotency-key")
    if key is None or call.request.method != "POST" or call.actor.user_id is None or contract.demands.private:
        return answers.success(contract, call.request, contract.handler(call, **arguments))
    fingerprint = f"{call.request.url}\n".encode(errors="surrogatepass") + call.request.get_body()
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


def _answer_unless_known(contract: Contract, call: Call, arguments: dict[str, Any]) -> func.HttpResponse:
    if replica.is_for(contract.permission):
        try:
            with replica.near(call.session, call.actor.session_id) as near:
                if near is not None:
                    return _known_or_made(contract, replace(call, session=near), arguments)
        except OperationalError:  # it is gone, or took the snapshot away: nothing was changed, so the primary is asked
            log.info("%s is answered by the primary", contract.handler.__name__)
    return _known_or_made(contract, call, arguments)


def _known_or_made(contract: Contract, call: Call, arguments: dict[str, Any]) -> func.HttpResponse:
    # The state is read first: what changes meanwhile is then in an answer with the older tag, and asked for again.
    tag = _state_of(contract, call)
    if answers.knows(call.request, tag):
        return answers.not_modified(tag)
    return answers.success(contract, call.request, contract.handler(call, **arguments), tag)


def _state_of(contract: Contract, call: Call) -> str:
    version = versions.current(call.session, contract.demands.reads)
    parts = (build.fingerprint(), version, clock.today().isoformat(), call.actor.role or "", call.request.url)
    return f'"{hashlib.sha256("\n".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]}"'
