"""Setting the second factor up, switching it off, losing it."""

import base64
import re
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree as ET

import segno

from shared.permissions import Role
from tests.accounts.outbox import OTHER_PASSWORD, letters
from tests.accounts.second_factor import SHORT_PASSWORD, WRONG, MakePerson, Person, actions, codes_of, is_open
from tests.client import Client, make_session


def test_a_secret_is_160_random_bits_with_an_address_for_apps(person: MakePerson):
    somebody = person()

    first, second = somebody.begin().json, somebody.begin().json

    assert first["secret"] != second["secret"]
    assert len(base64.b32decode(first["secret"])) == 20
    address = urlsplit(first["otpauth_uri"])
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == f"/Influencer Marketing:{somebody.user.user_mail}"
    assert parse_qs(address.query) == {"secret": [first["secret"]], "issuer": ["Influencer Marketing"]}


def test_the_qr_code_is_dark_on_light_with_a_quiet_zone(person: MakePerson):
    begun = person().begin().json

    modules = drawn(begun["qr_svg"])

    quiet = range(4)
    size = len(modules)
    assert not any(
        modules[y][x] for y in range(size) for x in range(size) if {y, x, size - 1 - y, size - 1 - x} & {*quiet}
    )
    expected = segno.make_qr(begun["otpauth_uri"], error="m").matrix
    assert [row[4:-4] for row in modules[4:-4]] == [[bool(module) for module in row] for row in expected]


def drawn(svg: str) -> list[list[bool]]:
    """Which modules the picture draws dark, read off its path of horizontal lines."""
    root = ET.fromstring(svg)  # noqa: S314 - our own document
    size = int(root.attrib["viewBox"].split()[2])
    ground, path = root.iter("{http://www.w3.org/2000/svg}path")
    assert (ground.attrib["fill"], ground.attrib["d"]) == ("#fff", f"M0 0h{size}v{size}h-{size}z")
    assert path.attrib["stroke"] == "#000"
    modules = [[False] * size for _ in range(size)]
    x = y = 0.0
    for kind, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path.attrib["d"]):
        if kind == "h":
            for column in range(int(x), int(x + float(first))):
                modules[int(y)][column] = True
        x = float(first) + (0 if kind == "M" else x)
        y = float(second or 0) + (0 if kind == "M" else y)
    return modules


def test_a_secret_that_is_not_confirmed_does_not_count(person: MakePerson):
    somebody = person()
    somebody.begin()

    assert somebody.two_factor["enabled"] is False
    assert "access_token" in somebody.sign_in()
    assert codes_of(somebody.verify("123456")) == [(409, "two_factor_not_on")]


def test_the_first_code_switches_it_on(person: MakePerson):
    somebody = person()
    elsewhere = make_session(somebody.user)
    somebody.secret = somebody.begin().json["secret"]

    answer = somebody.confirm(somebody.code())

    assert answer.status == 200
    assert somebody.two_factor == {
        "enabled": True,
        "required": False,
        "fresh_until": (somebody.time.now + timedelta(minutes=5)).isoformat().replace("+00:00", "Z"),
        "recovery_codes_left": 10,
    }
    assert somebody.sign_in().keys() == {"two_factor_required", "challenge"}
    assert (is_open(somebody.session_id), is_open(elsewhere)) == (True, False)
    assert actions(somebody.user)[:2] == ["two_factor.begun", "two_factor.switched_on"]
    assert somebody.mails() == ["The second factor is on"]


def test_only_a_code_of_the_latest_secret_confirms(person: MakePerson):
    somebody = person()
    somebody.secret = somebody.begin().json["secret"]
    of_the_first = somebody.code()
    somebody.secret = somebody.begin().json["secret"]

    assert codes_of(somebody.confirm(of_the_first), somebody.confirm(somebody.code())) == [
        (403, "wrong_code"),
        (200, ""),
    ]


def test_what_is_on_cannot_be_set_up_again(enrolled: Person):
    assert codes_of(enrolled.begin(), enrolled.confirm(enrolled.code())) == [(409, "two_factor_already_on")] * 2


def test_what_was_not_begun_cannot_be_confirmed(person: MakePerson):
    assert codes_of(person().confirm("123456")) == [(409, "two_factor_not_begun")]


def test_a_secret_is_given_for_the_password_only(person: MakePerson):
    assert codes_of(person().begin(WRONG)) == [(403, "wrong_password")]


def test_switching_off_takes_password_and_code(enrolled: Person):
    refused = [enrolled.switch_off(None), enrolled.switch_off("000000"), enrolled.switch_off(enrolled.code(), WRONG)]

    assert codes_of(*refused) == [(403, "code_required"), (403, "wrong_code"), (403, "wrong_password")]
    assert enrolled.two_factor["enabled"] is True


def test_switched_off_it_is_gone(enrolled: Person):
    elsewhere = make_session(enrolled.user)

    assert enrolled.switch_off(enrolled.code()).status == 204

    assert enrolled.two_factor == {
        "enabled": False,
        "required": False,
        "fresh_until": None,
        "recovery_codes_left": 0,
    }
    assert "access_token" in enrolled.sign_in()
    assert (is_open(enrolled.session_id), is_open(elsewhere)) == (True, False)
    assert enrolled.mails()[-1] == "The second factor is off"
    assert "two_factor.switched_off" in actions(enrolled.user)
    assert codes_of(enrolled.switch_off(None)) == [(409, "two_factor_not_on")]
    assert enrolled.begin().status == 200


def test_a_password_of_14_characters_cannot_become_the_only_factor(person: MakePerson):
    somebody = person(password=SHORT_PASSWORD).enrol()

    refused = somebody.switch_off(somebody.code(), SHORT_PASSWORD)

    assert codes_of(refused) == [(409, "password_too_short_alone")]
    assert refused.json["minimum"] == 15
    assert somebody.two_factor["enabled"] is True


def test_an_admin_takes_a_lost_second_factor_away(enrolled: Person):
    elsewhere = make_session(enrolled.user)

    answer = Client().as_role("admin").delete(f"users/{enrolled.user.user_id}/two-factor")

    assert answer.status == 204
    assert not is_open(enrolled.session_id)
    assert not is_open(elsewhere)
    assert enrolled.mails()[-1] == "Your second factor was taken away"
    assert "two_factor.reset" in actions(enrolled.user)


def test_a_password_from_beside_a_second_factor_ends_with_it(person: MakePerson):
    somebody = person(password=SHORT_PASSWORD).enrol()
    Client().as_role("admin").delete(f"users/{somebody.user.user_id}/two-factor")
    token = letters()[-1].token
    known = {"mail": somebody.user.user_mail, "password": SHORT_PASSWORD}

    assert codes_of(Client().post("auth/login", known)) == [(401, "wrong_credentials")]
    short = Client().post("auth/password/reset", {"token": token, "password": SHORT_PASSWORD})
    assert codes_of(short) == [(422, "weak_password")]
    assert Client().post("auth/password/reset", {"token": token, "password": OTHER_PASSWORD}).status == 204
    assert Client().post("auth/login", known | {"password": OTHER_PASSWORD}).status == 200


def test_a_challenge_from_before_a_reset_is_void(enrolled: Person):
    challenge = enrolled.sign_in()["challenge"]
    Client().as_role("admin").delete(f"users/{enrolled.user.user_id}/two-factor")

    answer = Client().post("auth/login/two-factor", {"challenge": challenge, "code": enrolled.code()})

    assert answer.status == 401


def test_an_admin_resets_neither_his_own_nor_one_that_is_not_there(person: MakePerson):
    admin = person(Role.ADMIN).enrol()

    refused = [admin.api.delete(f"users/{id_}/two-factor") for id_ in (admin.user.user_id, person().user.user_id, 999)]

    assert codes_of(*refused) == [(409, "own_two_factor"), (409, "two_factor_not_on"), (404, "user_not_found")]
