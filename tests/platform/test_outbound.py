"""What users name is fetched from the public network only; against real servers on the loopback interface."""

import socket
import ssl
import subprocess
import sys
import time
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest

from shared.platform.outbound import AddressRefused, AnswerRefused, Limits, check_url, client
from tests.platform.feed_server import LOOPBACK, Feed, Names


def test_a_feed_is_fetched_from_an_allowed_address(feed: Feed):
    with client(LOOPBACK) as feeds:
        answer = feeds.get(feed.url())

    assert (answer.status_code, answer.content) == (200, b"a,b\r\n1,2\r\n")
    assert feed.asked == [f"127.0.0.1:{feed.server_port} /feed.csv"]


def test_without_the_setting_nothing_is_connected_to(feed: Feed):
    with client(()) as feeds, pytest.raises(AddressRefused):
        feeds.get(feed.url())
    with client(()) as feeds, pytest.raises(AddressRefused):
        feeds.get(feed.url().replace("http", "https"))

    assert feed.asked == []


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "/feed.csv"])
def test_no_other_scheme_is_spoken(url: str):
    with client(LOOPBACK) as feeds, pytest.raises(httpx.UnsupportedProtocol):
        feeds.get(url)


def test_a_name_that_leads_elsewhere_after_the_check_wins_nothing(feed: Feed, names: Names):
    names["feeds.example"] = [["8.8.8.8"], ["127.0.0.1"]]
    url = feed.url(host="feeds.example").replace("http", "https")
    check_url(url, ())

    with client(()) as feeds, pytest.raises(AddressRefused):
        feeds.get(url)
    assert feed.asked == []


def test_the_connection_goes_to_the_address_that_was_judged(feed: Feed, names: Names):
    names["feeds.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    with client(LOOPBACK) as feeds:
        assert feeds.get(feed.url(host="feeds.example")).status_code == 200
        with pytest.raises(AddressRefused):  # the second connection is judged anew
            feeds.get(feed.url(host="feeds.example"))

    assert feed.asked == [f"feeds.example:{feed.server_port} /feed.csv"]
    assert names["feeds.example"] == [["127.0.0.2"]]


def test_the_next_address_of_a_name_is_tried(feed: Feed, names: Names):
    names["feeds.example"] = [["127.0.0.2", "127.0.0.1"]]
    with client((ip_network("127.0.0.0/8"),)) as feeds:
        assert feeds.get(feed.url(host="feeds.example")).status_code == 200
    names["feeds.example"] = [["127.0.0.2"]]
    with client((ip_network("127.0.0.0/8"),)) as feeds, pytest.raises(httpx.ConnectError):
        feeds.get(feed.url(host="feeds.example"))


def test_the_certificate_is_checked_against_the_name(secure_feed: Feed, certificate: Path, names: Names):
    names["feeds.example"] = names["other.example"] = [["127.0.0.1"]]
    trust = ssl.create_default_context(cafile=str(certificate))
    with client(LOOPBACK, trust=trust) as feeds:
        assert feeds.get(secure_feed.url(host="feeds.example")).status_code == 200
        for host in ("other.example", "127.0.0.1"):
            with pytest.raises(httpx.ConnectError, match="certificate verify failed"):
                feeds.get(secure_feed.url(host=host))
    with client(LOOPBACK) as feeds, pytest.raises(httpx.ConnectError, match="certificate verify failed"):
        feeds.get(secure_feed.url(host="feeds.example"))

    assert secure_feed.asked == [f"feeds.example:{secure_feed.server_port} /feed.csv"]


def test_a_redirect_is_handed_back(feed: Feed, other_feed: Feed):
    with client(LOOPBACK) as feeds:
        answer = feeds.get(feed.url(f"/redirect?{other_feed.url()}"))

    assert (answer.status_code, answer.headers["location"]) == (302, other_feed.url())
    assert other_feed.asked == []


@pytest.mark.parametrize("target", ["http://169.254.169.254/metadata", "https://127.0.0.2/", "http://8.8.8.8/"])
def test_whoever_follows_one_meets_the_same_checks(feed: Feed, target: str):
    with client(LOOPBACK) as feeds, pytest.raises(AddressRefused):
        feeds.get(feed.url(f"/redirect?{target}"), follow_redirects=True)


@pytest.mark.parametrize(
    "variable", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"]
)
def test_the_proxies_of_the_environment_are_not_used(
    feed: Feed, other_feed: Feed, monkeypatch: pytest.MonkeyPatch, variable: str
):
    monkeypatch.setenv(variable, other_feed.url(""))
    with client(LOOPBACK) as feeds:
        assert feeds.get(feed.url()).status_code == 200

    assert other_feed.asked == []


def test_an_answer_has_a_largest_size(feed: Feed):
    limits = Limits(most_bytes=200_000)
    with client(LOOPBACK, limits) as feeds:
        for path in ("/large", "/endless"):
            with pytest.raises(AnswerRefused) as refusal:
                feeds.get(feed.url(path))
            assert (refusal.value.code, refusal.value.data) == ("fetched_answer_refused", {"limit": 200_000})
        assert feeds.get(feed.url()).status_code == 200


def test_an_answer_that_would_unpack_is_refused(feed: Feed):
    with client(LOOPBACK) as feeds, pytest.raises(AnswerRefused):
        feeds.get(feed.url("/gzip"))


@pytest.mark.parametrize("path", ["/slow-head", "/slow-body", "/endless"])
def test_an_answer_that_drips_ends_in_time(feed: Feed, path: str):
    began = time.monotonic()
    with client(LOOPBACK, Limits(total_seconds=0.5)) as feeds, pytest.raises(httpx.ReadTimeout):
        feeds.get(feed.url(path))

    assert time.monotonic() - began < 2


def test_a_server_that_says_nothing_is_given_up():
    silent = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
    with silent, client(LOOPBACK, Limits(read_seconds=0.2)) as feeds, pytest.raises(httpx.ReadTimeout):
        feeds.get(url)


def test_nothing_slow_is_imported_before_it_is_used():
    code = "import sys, shared.platform.outbound; print([name for name in sys.modules if name.startswith('http')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "httpx" not in done.stdout
    assert "httpcore" not in done.stdout


def test_what_is_fetched_is_not_logged(feed: Feed, caplog: pytest.LogCaptureFixture):
    with caplog.at_level("INFO"), client(LOOPBACK) as feeds:
        feeds.get(feed.url("/feed.csv?key=hidden-in-the-address"))

    assert "hidden-in-the-address" not in caplog.text
