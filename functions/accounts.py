"""Sign-in, one's own account, users, the audit log."""

import azure.functions as func

from shared.accounts import queries, service
from shared.accounts.schemas import AuditQuery, LoginIn, LoginOut, UserIn, UserOut, UserPatch, UserQuery
from shared.permissions import Permission
from shared.platform import identity
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page
from shared.platform.schemas import AuditOut, KeySetOut

bp = func.Blueprint()


@bp.route("auth/login", methods=["POST"])
@endpoint(Permission.ANYONE)
def log_in(call: Call, body: LoginIn) -> LoginOut:
    """Exchange mail address and password for an access token of 15 minutes."""
    user = service.log_in(call.session, call.actor, body)
    return LoginOut(
        access_token=identity.issue_access_token(user.user_id),
        expires_in=int(identity.ACCESS_TOKEN_LIFETIME.total_seconds()),
        user=UserOut.model_validate(user),
    )


@bp.route(".well-known/jwks.json", methods=["GET"])
@endpoint(Permission.ANYONE)
def get_key_set(call: Call) -> KeySetOut:
    """Publish the keys that access tokens can be verified with."""
    return KeySetOut.model_validate(identity.public_keys())


@bp.route("me", methods=["GET"])
@endpoint(Permission.SIGNED_IN)
def get_me(call: Call) -> Answer[UserOut]:
    """Return one's own account."""
    user = queries.get_user(call.session, call.user_id)
    return Answer(UserOut.model_validate(user), version=user.version)


@bp.route("users", methods=["GET"])
@endpoint(Permission.USERS_MANAGE)
def list_users(call: Call, query: UserQuery) -> Page[UserOut]:
    """List accounts."""
    return queries.list_users(call.session, query)


@bp.route("users", methods=["POST"])
@endpoint(Permission.USERS_MANAGE, status=201)
def create_user(call: Call, body: UserIn) -> Answer[UserOut]:
    """Make an account."""
    user = service.create_user(call.session, call.actor, body)
    return Answer(UserOut.model_validate(user), version=user.version, location=f"/api/users/{user.user_id}")


@bp.route("users/{user_id:int}", methods=["GET"])
@endpoint(Permission.USERS_MANAGE)
def get_user(call: Call, user_id: int) -> Answer[UserOut]:
    """Return one account."""
    user = queries.get_user(call.session, user_id)
    return Answer(UserOut.model_validate(user), version=user.version)


@bp.route("users/{user_id:int}", methods=["PATCH"])
@endpoint(Permission.USERS_MANAGE)
def update_user(call: Call, user_id: int, body: UserPatch) -> Answer[UserOut]:
    """Change an account's name, role or activity."""
    user = service.update_user(call.session, call.actor, user_id, body, check=call.check_version)
    return Answer(UserOut.model_validate(user), version=user.version)


@bp.route("audit", methods=["GET"])
@endpoint(Permission.AUDIT_READ)
def list_audit(call: Call, query: AuditQuery) -> Page[AuditOut]:
    """List what was done, by whom."""
    return queries.list_audit(call.session, query)
