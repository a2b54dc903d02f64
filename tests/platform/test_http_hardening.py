"""What strangers send that no client of ours would, and what every answer says to browsers."""

import base64
import hashlib
import re

import azure.functions as func
import pytest
from azure.functions.http import HttpResponseConverter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.permissions import Permission
from shared.platform.contract import Raw
from shared.platform.http import Call, endpoint
from shared.platform.security_headers import HEADERS
from tests.client import Client, Route, routes


def request(url: str = "http://test/api/nothing", headers: dict[str, str] | None = None) -> func.HttpRequest:
    return func.HttpRequest("GET", url, headers=headers or {}, params={}, route_params={}, body=b"")


def path_of(route: Route) -> str:
    guid = "00000000-0000-0000-0000-000000000000"
    return re.sub(r"\{.*?\}", "1", re.sub(r"\{\w+:guid\}", guid, route.template))


# --- what every answer carries


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_every_answer_carries_every_header(api: Client, route: Route):
    for method in route.methods:
        answer = api.call(method, path_of(route))

        assert HEADERS.keys() <= answer.headers.keys()
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Type"]
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])


def test_so_does_the_answer_to_what_nobody_foresaw(api: Client, monkeypatch: pytest.MonkeyPatch):
    def explode(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shared.accounts.queries.list_users", explode)
    answer = api.as_role("admin").get("users")

    assert answer.status == 500
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_only_reads_are_kept_and_asked_about_again(api: Client):
    admin = api.as_role("admin")

    assert admin.get("users").headers["Cache-Control"] == "private, no-cache"
    assert admin.get("audit/export").headers["Cache-Control"] == "no-store"
    assert admin.post("auth/logout", {}).headers["Cache-Control"] == "no-store"
    assert admin.get("users", colour="red").headers["Cache-Control"] == "no-store"


def test_a_read_that_is_private_is_kept_nowhere(database: None):
    @endpoint(Permission.ANYONE, private=True)
    def read_secret(call: Call) -> Raw:
        return Raw(b"secret", "text/plain")

    answer = read_secret(request())

    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_the_page_of_the_api_may_use_its_own_style_and_nothing_else(api: Client):
    answer = api.get("docs")
    (style,) = re.findall(rb"<style>(.*?)</style>", answer.body, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
    assert "unsafe" not in policy
    assert not re.search(rb"<script|\sstyle=|\son\w+=|<img|<link|javascript:", answer.body, re.IGNORECASE)
    again = api.get("docs", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status, again.headers["Content-Security-Policy"]) == (304, policy)


@pytest.mark.parametrize(
    ("mimetype", "expected"), [("text/html", "text/html; charset=utf-8"), ("application/json", "application/json")]
)
def test_text_names_its_charset_on_the_wire(mimetype: str, expected: str, database: None):
    @endpoint(Permission.ANYONE)
    def read_page(call: Call) -> Raw:
        return Raw(b"{}", mimetype)

    sent = HttpResponseConverter.encode(read_page(request()), expected_type=None)

    assert sent.value["headers"]["content-type"].value == expected


# --- addresses, queries and headers


@pytest.mark.parametrize(
    "query", ["q=%ff", "q=%00", "q=%ed%a0%80", "&".join(["q=1"] * 600), "q=1&q=2", "q=" + "a" * 9000]
)
def test_a_query_that_is_no_text_is_422(api: Client, query: str):
    token = api.as_role("admin")._token
    trigger = next(route for route in routes() if route.name == "list_users").handler
    answer = trigger(request(f"http://test/api/users?{query}", {"authorization": f"Bearer {token}"}))

    assert answer.status_code == 422


@pytest.mark.parametrize("host", ["[", "[::1", "a b", "\\", "x/y?z=1", "#", "@@", "\ud800"])
def test_the_host_header_decides_nothing(api: Client, host: str):
    trigger = next(route for route in routes() if route.name == "get_health").handler

    assert trigger(request(f"http://{host}/api/health")).status_code in {200, 422}


ODD = [
    "",
    "\0",
    "\ud800",
    "é",
    "a" * 100_000,
    "\r\nX-Injected: 1",
    '"' * 5_000,
    ",".join(["W/"] * 20_000),
    "{{7*7}}",
    "\u2028",
]


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value[:12]))
@pytest.mark.parametrize(
    "header",
    [
        "If-None-Match",
        "If-Match",
        "Idempotency-Key",
        "X-Request-Id",
        "User-Agent",
        "X-Forwarded-For",
        "Cookie",
        "Accept",
    ],
)
def test_no_header_is_a_fault(api: Client, header: str, value: str):
    admin = api.as_role("admin")
    new = {"user_mail": "new@shop.example", "user_name": "New", "user_role": "data_analyst"}

    answers = [
        admin.get("me", headers={header: value}),
        admin.post("users", new, headers={header: value}),
        admin.patch("users/1", {"user_name": "New"}, headers={header: value}),
        api.post("auth/refresh", {}, headers={header: value}),
        api.as_role("data_analyst").get("users", headers={header: value}),  # leaves an audit row
    ]

    assert [answer.status for answer in answers if answer.status >= 500] == []
    for answer in answers:
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])
        assert not [text for text in answer.headers.values() if "\n" in text or "\r" in text]


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer ",
        "Bearer \0",
        "Bearer \ud800",
        "Basic YTpi",
        "Bearer " + "a" * 100_000,
        "Bearer " + ".".join(["W10"] * 3),
    ]
    + [f"Bearer {base64.urlsafe_b64encode(b'[' * depth).decode().rstrip('=')}.e30.e30" for depth in (100, 60_000)],
    ids=lambda value: repr(value[:20]),
)
def test_an_odd_token_is_401(api: Client, authorization: str):
    assert api.get("me", headers={"Authorization": authorization}).status == 401


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(["idempotency-key", "user-agent", "x-forwarded-for", "if-match"]), st.text()))
def test_no_text_in_a_header_is_a_fault(api: Client, headers: dict[str, str]):
    assert api.as_role("data_analyst").post("users", {}, headers=headers).status in {403, 422}


def test_a_request_id_of_ones_own_is_kept_when_it_is_plain(api: Client):
    assert api.get("health", headers={"X-Request-Id": "abc-12345"}).headers["X-Request-Id"] == "abc-12345"
