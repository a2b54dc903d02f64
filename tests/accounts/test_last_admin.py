"""Somebody stays who manages the accounts, whatever admins do to each other and themselves, and whenever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest

from shared.accounts import service
from shared.accounts.models import User
from shared.accounts.schemas import UserPatch
from shared.permissions import Role
from shared.platform import db
from shared.platform.identity import SYSTEM
from tests.accounts.outbox import PASSWORD, at_once, give_second_factor, letters, next_code, person, reload
from tests.client import Client, Reply, make_user


def change(admin: Client, user: User, **changes: object) -> Reply:
    return admin.patch(f"users/{user.user_id}", changes, headers={"If-Match": "*"})


def delete_me(caller: Client, app: pyotp.TOTP | None = None) -> Reply:
    return caller.delete("me", {"password": PASSWORD} | ({"code": next_code(app)} if app else {}))


@pytest.mark.parametrize("changes", [{"is_active": False}, {"user_role": "data_analyst"}])
def test_the_last_admin_stays(api: Client, changes: dict[str, object]):
    last = make_user(Role.ADMIN)
    change(api.as_user(last), make_user(Role.ADMIN), is_active=False)

    answer = change(api.as_user(last), last, **changes)

    assert (answer.status, answer.json["code"]) == (409, "last_admin")
    assert change(api.as_user(last), last, user_name="Still Here").status == 200


def test_one_of_two_admins_may_go(api: Client):
    leaving = make_user(Role.ADMIN)

    assert change(api.as_role("admin"), leaving, user_role="data_analyst").status == 200


def test_an_invited_admin_does_not_count_as_one(api: Client):
    last = make_user(Role.ADMIN)
    invited = {"user_mail": "second@shop.example", "user_name": "Second", "user_role": "admin"}
    assert api.as_user(last).post("users", invited).status == 201

    assert change(api.as_user(last), last, is_active=False).json["code"] == "last_admin"


@pytest.mark.parametrize("way", ["demotion", "deletion by oneself"])
def test_an_admin_who_leaves_waits_for_another_who_is_about_to(api: Client, way: str):
    first, second = person(Role.ADMIN), person(Role.ADMIN)
    client = api.as_user(second)
    leave: dict[str, Callable[[], Reply]] = {
        "demotion": lambda: change(client, second, user_role="data_analyst"),
        "deletion by oneself": lambda: client.delete("me", {"password": PASSWORD}),
    }

    with ThreadPoolExecutor(1) as thread:
        with db.transaction() as session:
            service.update_user(session, SYSTEM, first.user_id, UserPatch(is_active=False), check=lambda _: None)
            second_leaves = thread.submit(leave[way])
            with pytest.raises(TimeoutError):
                second_leaves.result(1)
        answer = second_leaves.result(30)

    assert (answer.status, answer.json["code"]) == (409, "last_admin")
    assert reload(second).is_active


@pytest.mark.parametrize("changes", [{"is_active": False}, {"user_role": "data_analyst"}])
def test_of_admins_who_demote_each_other_at_the_same_instant_one_stays(api: Client, changes: dict[str, object]):
    admins = [make_user(Role.ADMIN) for _ in range(4)]
    clients = [api.as_user(admin) for admin in admins]

    def demote(turn: int) -> Reply:
        return change(clients[turn], admins[(turn + 1) % 4], **changes)

    answers = at_once(*(lambda turn=turn: demote(turn) for turn in range(4)))

    assert {answer.status for answer in answers} <= {200, 401, 403, 409}
    left = [admin for admin in map(reload, admins) if admin.user_role is Role.ADMIN and admin.is_active]
    assert len(left) >= 1
    assert 200 in {answer.status for answer in answers}


@pytest.mark.parametrize("_turn", range(5))
def test_of_two_last_admins_who_demote_themselves_at_the_same_instant_one_stays(api: Client, _turn: int):
    first, second = make_user(Role.ADMIN), make_user(Role.ADMIN)
    as_first, as_second = api.as_user(first), api.as_user(second)

    answers = at_once(
        lambda: change(as_first, first, user_role="data_analyst"),
        lambda: change(as_second, second, is_active=False),
    )

    assert sorted(answer.status for answer in answers) == [200, 409]
    assert [one.user_role is Role.ADMIN and one.is_active for one in map(reload, (first, second))].count(True) == 1


def test_a_refused_demotion_of_the_last_admin_is_audited(api: Client):
    last = make_user(Role.ADMIN)
    client = api.as_user(last)
    change(client, last, is_active=False)

    [row] = client.get("audit", action="request.refused").json["items"]
    facts = {"code": "last_admin", "user_id": str(last.user_id)}

    assert (row["actor_id"], row["entity_id"], row["changes"]) == (last.user_id, "update_user", facts)


def test_the_last_admin_cannot_delete_the_own_account(api: Client):
    user = person(Role.ADMIN)
    app = give_second_factor(user)

    answer = delete_me(api.as_user(user), app)

    assert (answer.status, answer.json["code"]) == (409, "last_admin")
    assert letters(user.user_mail)[-1].subject != "Your account was deleted"


@pytest.mark.parametrize("_turn", range(3))
def test_of_two_last_admins_who_go_at_the_same_instant_one_stays(api: Client, _turn: int):
    leaving = [person(Role.ADMIN), person(Role.ADMIN)]
    callers = [api.as_user(user) for user in leaving]

    answers = at_once(lambda: delete_me(callers[0]), lambda: delete_me(callers[1]))

    assert sorted(answer.status for answer in answers) == [204, 409]
    assert [reload(user).is_active for user in leaving].count(True) == 1


def test_a_deletion_and_a_demotion_at_the_same_instant_leave_an_admin(api: Client):
    leaving, staying = person(Role.ADMIN), make_user(Role.ADMIN)
    own, other = api.as_user(leaving), api.as_user(staying)
    role = {"user_role": "data_analyst"}

    answers = at_once(
        lambda: delete_me(own),
        lambda: other.patch(f"users/{staying.user_id}", role, headers={"If-Match": "*"}),
    )

    assert sorted(answer.status for answer in answers) in ([200, 409], [204, 409])


def test_two_admins_who_delete_each_other_at_the_same_instant_leave_one(api: Client):
    first, second = make_user(Role.ADMIN), make_user(Role.ADMIN)
    as_first, as_second = api.as_user(first), api.as_user(second)

    answers = at_once(
        lambda: as_first.delete(f"users/{second.user_id}"), lambda: as_second.delete(f"users/{first.user_id}")
    )

    assert 204 in {answer.status for answer in answers}
    assert {answer.status for answer in answers} <= {204, 401, 409}
    assert [reload(user).is_active for user in (first, second)].count(True) == 1
