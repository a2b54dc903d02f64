"""HTTP as the .NET host and Azure's front end do it."""

import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from local.errors import StackError
from local.host.cors import read_policy
from local.host.model import StartError
from local.stack import HostOptions
from tests.local.conftest import FIXTURE_APP, NEVER

BODY_LIMIT = 1000
DASHBOARD = "http://dashboard.test"
CORS = {"CORS": f"{DASHBOARD}, https://other.test:8443", "CORSCredentials": True}


@pytest.fixture(scope="module")
def host(stack, tmp_path_factory):
    folder = tmp_path_factory.mktemp("web")
    (folder / "index.html").write_text("<title>dashboard</title>")
    (folder / "app.js").write_text("1")
    settings = folder / "local.settings.json"
    settings.write_text(json.dumps({"Values": {"TICK": NEVER}, "Host": CORS}))
    env = {
        "FIXTURE_TRACES": str(folder),
        "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT": str(BODY_LIMIT),
        "INCOMING": "web-incoming",
        "AzureFunctionsWebHost__hostid": "web",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = stack.start_host(HostOptions(FIXTURE_APP, settings=settings, env=env, static=folder, name="web"))
    yield process
    stack.stop_host(process)


@pytest.fixture
def client(host) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=host.url, headers={"accept": "", "user-agent": ""}) as client:
        yield client


def test_names_are_lower_case_repeated_values_joined_and_empty_ones_dropped(client):
    seen = client.get("/api/echo?a=1&A=2&b=&c=x%2Fy", headers=[("X-One", "1"), ("x-one", "2"), ("X-Empty", "")]).json()

    assert seen["params"] == {"a": "1,2", "c": "x/y"}
    assert seen["headers"]["x-one"] == "1,2"
    assert not {"x-empty", "user-agent", "X-One"} & set(seen["headers"])


def test_the_platform_says_who_called(client):
    seen = client.get("/api/echo", headers={"X-Forwarded-For": "1.2.3.4"}).json()
    address, port = seen["headers"]["x-forwarded-for"].split(":")
    assert address == "127.0.0.1"
    assert int(port) > 0


def test_the_url_is_whole(client, host):
    assert client.get("/api/echo?q=a%20b").json()["url"] == f"{host.url}/api/echo?q=a%20b"


def test_status_and_cookies_arrive(client):
    assert client.get("/api/echo").status_code == 201
    assert client.get("/api/items/1").headers.get_list("set-cookie") == ["a=1; HttpOnly; Path=/", "b=2"]


def test_the_first_match_in_alphabetical_order_wins(client):
    assert client.get("/api/items/12").text == "12"
    assert client.get("/api/items/x%20y").text == "named x y"


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/api/echo"), ("HEAD", "/api/echo"), ("GET", "/api/none"), ("GET", "/api/")]
)
def test_no_route_or_another_method_is_404(client, method, path):
    answer = client.request(method, path)
    assert (answer.status_code, answer.content) == (404, b"")


def test_an_exception_is_an_empty_500_and_a_trace_in_the_log(client, host):
    answer = client.get("/api/crash")
    assert (answer.status_code, answer.content) == (500, b"")
    assert "d_crash failed" in host.log
    assert "RuntimeError: crashed on purpose" in host.log


def test_a_body_at_the_limit_passes(client):
    assert client.post("/api/echo", content=b"x" * BODY_LIMIT).json()["length"] == BODY_LIMIT


def test_a_larger_body_is_413(client):
    assert client.post("/api/echo", content=b"x" * (BODY_LIMIT + 1)).status_code == 413


def test_a_larger_body_in_chunks_is_413(client):
    assert client.post("/api/echo", content=(b"x" * 100 for _ in range(11))).status_code == 413


def test_a_client_that_leaves_in_the_middle_of_its_body_harms_nobody(client, host):
    with socket.create_connection(("127.0.0.1", host.port)) as connection:
        connection.sendall(b"POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nhalf")
    assert client.get("/api/echo").status_code == 201


def test_a_function_key_is_needed_where_asked_for(client, host):
    assert client.get("/api/locked").status_code == 401
    assert client.get("/api/locked?code=wrong").status_code == 401
    assert client.get("/api/locked", params={"code": host.master_key}).text == "open"
    assert client.get("/api/locked", headers={"x-functions-key": host.master_key}).text == "open"


def test_admin_needs_the_master_key_and_knows_its_functions(client, host):
    key = {"x-functions-key": host.master_key}
    assert client.post("/admin/functions/on_new_year", json={"input": ""}).status_code == 401
    assert client.post("/admin/functions/unknown", headers=key, json={}).status_code == 404
    assert client.post("/admin/functions/a_echo", headers=key, json={}).status_code == 400
    assert client.post("/admin/functions/on_new_year", headers=key, content=b"[1]").status_code == 400
    assert client.get("/admin/host/status").json() == {"state": "Running"}


def preflight(client, origin, **headers):
    asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"} | headers
    return client.options("/api/echo", headers=asked)


def cors_headers(answer):
    return {name for name in answer.headers if name.startswith("access-control-")}


@pytest.mark.parametrize("origin", [DASHBOARD, "https://other.test:8443"])
def test_an_allowed_origin_may_ask_with_any_method_and_header(client, origin):
    answer = preflight(client, origin, **{"Access-Control-Request-Headers": "authorization,if-match"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert answer.headers["access-control-allow-methods"] == "PUT"
    assert answer.headers["access-control-allow-headers"] == "authorization,if-match"
    assert answer.headers["vary"] == "Origin"


def test_an_allowed_origin_may_read_the_answer_and_the_errors(client):
    for path in ("/api/echo", "/api/crash", "/api/none"):
        answer = client.get(path, headers={"Origin": DASHBOARD})
        assert answer.headers["access-control-allow-origin"] == DASHBOARD
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.test",
        "null",
        "",
        "*",
        "HTTP://Dashboard.test",
        "https://dashboard.test",
        "http://dashboard.test:81",
        "http://dashboard.test/",
        "http://dashboard.test.evil.test",
        "http://evil.test/?http://dashboard.test",
        "http://xdashboard.test",
        f"{DASHBOARD}, https://other.test:8443",
    ],
)
def test_another_origin_gets_no_permission(client, origin):
    assert cors_headers(preflight(client, origin)) == set()
    read = client.get("/api/echo", headers={"Origin": origin})
    assert (read.status_code, cors_headers(read)) == (201, set())


def test_who_sends_no_origin_is_left_alone(client):
    assert cors_headers(client.get("/api/echo")) == set()
    assert client.options("/api/echo").status_code == 404


def test_the_dashboard_belongs_to_its_own_origin(client):
    assert cors_headers(client.get("/", headers={"Origin": DASHBOARD})) == set()


def test_every_origin_may_read_what_needs_no_credentials():
    policy = read_policy({"CORS": "*", "CORSCredentials": "false"})

    assert policy.answer("https://anybody.test") == {"access-control-allow-origin": "*"}


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ({"CORS": "*", "CORSCredentials": True}, r"cannot be \* together with"),
        ({"CORS": "http://a.test,*", "CORSCredentials": "true"}, r"cannot be \* together with"),
        ({"CORS": "http://a.test/"}, "'http://a.test/' is no origin"),
        ({"CORS": "a.test"}, "'a.test' is no origin"),
        ({"CORS": "http://*.a.test"}, "is no origin"),
        ({"CORS": "null"}, "'null' is no origin"),
    ],
)
def test_what_would_open_too_much_or_nothing_stops_the_start(host, problem):
    with pytest.raises(StartError, match=problem):
        read_policy(host)


def test_a_setting_that_stops_the_start_is_named(stack, tmp_path):
    settings = tmp_path / "local.settings.json"
    settings.write_text(json.dumps({"Values": {"TICK": NEVER}, "Host": {"CORS": "*", "CORSCredentials": True}}))
    env = {"FIXTURE_TRACES": str(tmp_path), "INCOMING": "in", "PYTHONDONTWRITEBYTECODE": "1"}
    with pytest.raises(StackError, match=r"Host\.CORS cannot be \*"):
        stack.start_host(HostOptions(FIXTURE_APP, settings=settings, env=env, name="wrong-cors"))


@pytest.mark.parametrize("path", ["/", "/index.html", "/campaigns/7"])
def test_the_dashboard_has_every_other_address(client, path):
    assert client.get(path).text == "<title>dashboard</title>"


def test_a_missing_file_is_no_address(client):
    assert client.get("/app.js").text == "1"
    assert client.get("/missing.js").status_code == 404


def test_docs_lead_to_the_docs(client):
    assert client.get("/docs").headers["location"] == "/api/docs"
