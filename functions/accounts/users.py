"""Everybody's accounts, for those who manage them."""

import azure.functions as func

from shared.accounts import queries, service
from shared.accounts.schemas import AcceptedOut, UserIn, UserOut, UserPatch, UserQuery
from shared.permissions import Permission
from shared.platform.contract import Answer
from shared.platform.http import Call, endpoint
from shared.platform.paging import Page

bp = func.Blueprint()


@bp.route("users", methods=["GET"])
@endpoint(Permission.USERS_MANAGE)
def list_users(call: Call, query: UserQuery) -> Page[UserOut]:
    """List accounts."""
    return queries.list_users(call.session, query)


@bp.route("users", methods=["POST"])
@endpoint(Permission.USERS_MANAGE, status=201)
def invite_user(call: Call, body: UserIn) -> Answer[UserOut]:
    """Make an account and invite its owner by mail to choose a password."""
    user = service.invite_user(call.session, call.actor, body)
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
    """Change an account's name, role or activity; another role and deactivation end its sessions."""
    user = service.update_user(call.session, call.actor, user_id, body, check=call.check_version)
    return Answer(UserOut.model_validate(user), version=user.version)


@bp.route("users/{user_id:int}", methods=["DELETE"])
@endpoint(Permission.USERS_MANAGE, fresh_two_factor=True)
def delete_user(call: Call, user_id: int) -> None:
    """Delete an account for good; history keeps a pseudonym."""
    service.delete_user(call.session, call.actor, user_id)


@bp.route("users/{user_id:int}/invitation", methods=["POST"])
@endpoint(Permission.USERS_MANAGE, status=202)
def invite_user_again(call: Call, user_id: int) -> AcceptedOut:
    """Send the invitation once more; earlier links are void."""
    service.invite_user_again(call.session, call.actor, user_id)
    return AcceptedOut()


@bp.route("users/{user_id:int}/sessions", methods=["DELETE"])
@endpoint(Permission.USERS_MANAGE, refuses=(404,))
def end_sessions_of_user(call: Call, user_id: int) -> None:
    """Sign somebody out everywhere."""
    service.end_sessions_of_user(call.session, call.actor, user_id)


@bp.route("users/{user_id:int}/two-factor", methods=["DELETE"])
@endpoint(Permission.USERS_MANAGE, fresh_two_factor=True)
def reset_two_factor_of_user(call: Call, user_id: int) -> None:
    """Take away the second factor of somebody who lost it; ends the sessions."""
    service.reset_two_factor_of_user(call.session, call.actor, user_id)
