"""Roles that cannot do without a second factor, and what asks for a fresh one."""

import re
from uuid import UUID

import pytest

from shared.permissions import Permission, Role, allows
from shared.platform.config import settings
from tests.accounts.outbox import OTHER_PASSWORD, letters
from tests.accounts.second_factor import MakePerson, codes_of
from tests.client import Client, Reply, Route, make_user, routes

DEMANDED = (Role.ADMIN, Role.FINANCE_MANAGER)
CLOSED = (403, "two_factor_enrolment_required")


def permission_of(route: Route) -> Permission:
    permission: Permission = route.handler.contract.permission
    return permission


def call(client: Client, route: Route) -> Reply:
    path = re.sub(r"\{\w+:guid\}", str(UUID(int=0)), route.template)
    (method,) = route.methods
    return client.call(method, re.sub(r"\{\w+(:int)?\}", "1", path))


def test_three_paths_are_enough_to_enrol():
    enrolling = {route.name for route in routes() if permission_of(route) is Permission.ENROLMENT}

    assert enrolling == {"get_me", "begin_two_factor", "confirm_two_factor"}


@pytest.mark.parametrize("role", DEMANDED)
def test_without_its_second_factor_every_other_route_is_closed(person: MakePerson, role: Role):
    somebody = person(role)
    tried = [route for route in routes() if permission_of(route) not in {Permission.ANYONE, Permission.ENROLMENT}]

    found = {route.name: codes_of(call(somebody.api, route))[0] for route in tried}

    expected = {route.name: CLOSED if allows(role, permission_of(route)) else (403, "forbidden") for route in tried}
    assert found == expected


@pytest.mark.parametrize("role", DEMANDED)
def test_the_session_that_enrols_has_full_access_and_loses_it_with_the_second_factor(person: MakePerson, role: Role):
    somebody = person(role)
    assert somebody.two_factor["required"] is True
    assert codes_of(somebody.api.get("rankings")) == [CLOSED]

    somebody.enrol()
    assert somebody.api.get("rankings").status == 200

    somebody.switch_off(somebody.code())
    assert codes_of(somebody.api.get("rankings")) == [CLOSED]
    assert somebody.two_factor["enabled"] is False


def test_a_sign_in_says_that_the_role_demands_a_second_factor(person: MakePerson):
    assert person(Role.ADMIN).sign_in()["two_factor_enrolment_required"] is True
    assert person(Role.DATA_ANALYST).sign_in()["two_factor_enrolment_required"] is False


def test_an_admins_second_factor_that_was_taken_away_closes_his_next_session(person: MakePerson):
    admin = person(Role.ADMIN).enrol()
    Client().as_role("admin").delete(f"users/{admin.user.user_id}/two-factor")
    reset = {"token": letters()[-1].token, "password": OTHER_PASSWORD}
    assert Client().post("auth/password/reset", reset).status == 204

    known = {"mail": admin.user.user_mail, "password": OTHER_PASSWORD}
    again = Client().with_token(Client().post("auth/login", known).json["access_token"])

    assert codes_of(again.get("users")) == [CLOSED]


def test_the_setting_says_which_roles(person: MakePerson, monkeypatch: pytest.MonkeyPatch):
    admin, manager = person(Role.ADMIN), person(Role.MARKETING_MANAGER)
    monkeypatch.setenv("TWO_FACTOR_ROLES", "marketing_manager")
    settings.cache_clear()
    try:
        assert codes_of(admin.api.get("users"), manager.api.get("rankings")) == [(200, ""), CLOSED]
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize(("seconds", "status"), [(299, 204), (300, 403)])
def test_a_second_factor_is_fresh_for_five_minutes(person: MakePerson, seconds: int, status: int):
    admin = person(Role.ADMIN).enrol()
    admin.time.move(seconds - 30)  # since it was confirmed

    answer = admin.api.delete(f"users/{make_user(Role.DATA_ANALYST).user_id}")

    assert answer.status == status


@pytest.mark.parametrize("path", ["users/{}", "users/{}/two-factor"])
def test_showing_it_again_makes_it_fresh(person: MakePerson, path: str):
    admin, somebody = person(Role.ADMIN).enrol(), person().enrol()
    admin.time.move(600)
    path = path.format(somebody.user.user_id)
    assert codes_of(admin.api.delete(path)) == [(403, "fresh_two_factor_required")]
    assert admin.two_factor["fresh_until"] is None

    shown = admin.verify(admin.code())

    assert shown.json["fresh_until"] == admin.two_factor["fresh_until"]
    assert admin.api.delete(path).status == 204


def test_who_never_showed_a_second_factor_cannot_show_it_fresh(person: MakePerson):
    analyst = person()

    assert codes_of(analyst.verify("123456")) == [(409, "two_factor_not_on")]
