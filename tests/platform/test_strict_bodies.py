"""Bodies: JSON in UTF-8, plain enough that every reader reads the same, and no larger than one mebibyte."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.accounts.schemas import RefreshIn
from shared.platform import strict_json
from shared.platform.contract import LARGEST_BODY
from shared.platform.errors import Malformed
from tests.client import Client, Reply

JSON = {"Content-Type": "application/json"}


def as_json(body: Any) -> bytes:
    return json.dumps(body).encode()


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        'Application/JSON ;charset="UTF-8"',
    ],
)
def test_json_in_utf_8_is_taken(api: Client, content_type: str):
    assert api.post("auth/refresh", b"{}", {"Content-Type": content_type}).status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": ""},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json5"},
        {"Content-Type": "application/json; charset=iso-8859-1"},
        {"Content-Type": "application/json; charset=utf-8; charset=utf-16"},
        {"Content-Type": "application/json,text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=application/json"},
        {**JSON, "Content-Encoding": "gzip"},
        {**JSON, "Content-Encoding": "identity, br"},
    ],
)
def test_anything_else_is_415(api: Client, headers: dict[str, str]):
    answer = api.post("auth/refresh", b"{}", headers)

    assert (answer.status, answer.json["code"]) == (415, "unsupported_media_type")


def login(api: Client, fields: bytes) -> Reply:
    return api.post("auth/login", b'{"mail": "anna@shop.example", ' + fields + b"}", JSON)


@pytest.mark.parametrize(
    "fields",
    [
        b'"password": "one", "password": "two"',
        b'"password": NaN',
        b'"password": -Infinity',
        b'"password": 1e999',
        b'"password": "\xff"',
        b'"password": "\xed\xa0\x80"',
        rb'"password": "\ud800"',
        rb'"password": "\udc00\ud800"',
        rb'"password": "\u0000"',
        rb'"password": "\\\u0000"',
        b'"password": "\0"',
        b'"password": "a\nb"',
        b'"password": ' + b"9" * 5_000,
        b'"password": ' + b"[" * 10_000 + b"]" * 10_000,
        b'"password": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'"password": ' + b"[" * 500_000,
        b'"password": "x",',
        b'"password": "x"} {"a": 1',
        b'"password": "x", "client": "telnet"',
        b'"password": {"a": 1, "b": [null]}',
    ],
    ids=lambda fields: repr(fields[:40]),
)
def test_a_body_two_readers_could_read_differently_is_422(api: Client, fields: bytes):
    answer = login(api, fields)

    assert (answer.status, answer.json["code"]) == (422, "malformed")


@pytest.mark.parametrize(
    "body", [b"", b" ", b"[]", b"null", b'"text"', b"\xef\xbb\xbf{}", "{}".encode("utf-16"), b"\xff\xfe", b"{" * 3]
)
def test_a_body_that_is_no_object_is_422(api: Client, body: bytes):
    assert api.post("auth/login", body, JSON).status == 422


def test_a_backslash_that_is_text_is_no_nul():
    strict_json.check(rb'{"a": "C:\\u0000"}')
    with pytest.raises(Malformed):
        strict_json.check(rb'{"a": ["\\\\", {"b": "\\\u0000"}]}')


def test_a_field_given_twice_is_named_wherever_it_is():
    with pytest.raises(Malformed) as refusal:
        strict_json.check(b'{"a": [{"b": 1, "c": 2, "b": 3}]}')

    assert refusal.value.errors == [{"pointer": "", "message": "'b' may be given once only"}]


@given(st.binary(max_size=60) | st.recursive(st.none() | st.floats() | st.text(), st.lists).map(as_json))
@example(b'{"refresh_token": 1e309}')
def test_what_pydantic_takes_is_taken_or_refused_and_never_a_fault(body: bytes):
    try:
        RefreshIn.model_validate_json(b'{"refresh_token": ' + body + b"}", extra="ignore")
    except ValueError:
        return
    try:
        strict_json.check(b'{"refresh_token": ' + body + b"}")
    except Malformed:
        return


def test_a_body_may_have_one_mebibyte(api: Client):
    admin = api.as_role("admin")

    assert api.post("auth/refresh", b"{}" + b" " * (LARGEST_BODY - 2), JSON).status == 401
    assert api.post("auth/refresh", b"{}" + b" " * (LARGEST_BODY - 1), JSON).status == 413
    assert admin.post("users/1/invitation", b" " * (LARGEST_BODY + 1)).status == 413


def test_of_very_many_mistakes_some_are_told(api: Client):
    answer = api.post("auth/login", as_json({f"field{n}": 1 for n in range(5_000)}))

    assert (answer.status, len(answer.json["errors"])) == (422, 50)
