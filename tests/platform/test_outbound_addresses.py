"""Which addresses users may name: those of the public network, and those the setting opens."""

from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.platform import outbound
from shared.platform.config import MisconfiguredError, settings
from shared.platform.outbound import AddressRefused, check_url, judge
from tests.platform.feed_server import LOOPBACK, Names

PUBLIC = [
    "8.8.8.8", "1.1.1.1", "93.184.215.14", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0",
    "169.253.255.255", "169.255.0.0", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8",
]  # fmt: skip
NOT_PUBLIC = [
    "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "127.0.0.1", "127.255.255.254", "100.64.0.1",
    "100.127.255.255", "192.0.0.1", "192.0.0.9", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "192.88.99.1", "::1", "fc00::1", "fdff::1", "2001:db8::1", "3fff::1", "2002:808:808::1", "4000::1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "::808:808", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
    "2001:0:808:808::f7f7:f7f7",
]  # fmt: skip
NEVER = [
    "169.254.169.254", "169.254.130.1", "169.254.0.0", "169.254.255.255", "168.63.129.16", "0.1.2.3",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "fe80::1", "febf::1", "fec0::1",
    "ff02::1", "fd00:ec2::254", "::ffff:169.254.169.254", "::ffff:168.63.129.16", "::ffff:0.0.0.0",
    "::169.254.169.254", "64:ff9b::169.254.169.254", "2002:a9fe:a9fe::1", "2001:0:808:808::5601:5601",
]  # fmt: skip
NO_WEB_ADDRESS = [
    "feed.csv", "//8.8.8.8/", "ftp://8.8.8.8/", "file:///etc/passwd", "gopher://8.8.8.8/", "https://",
    "https:///a", "https://me:secret@8.8.8.8/", "https://me@8.8.8.8/", "https://8.8.8.8:99999/",
    "https://8.8.8.8:0/", "https://0177.0.0.1/", "https://[::1", "unix:/run/a.sock", "data:text/csv,a",
    "", "https://8.8.8.8/\n", "https://8.8.8.8/" + "a" * 2_000,
]  # fmt: skip


def reason_of(url: str, allowed: Any = ()) -> str:
    with pytest.raises(AddressRefused) as refusal:
        check_url(url, allowed)
    assert refusal.value.code == "address_refused"
    return str(refusal.value.data["reason"])


# --- which addresses


@pytest.mark.parametrize("address", PUBLIC)
def test_global_unicast_is_public(address: str):
    assert judge(ip_address(address), ()) is None


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_everything_else_is_not(address: str):
    assert judge(ip_address(address), ()) == "not_public"


@pytest.mark.parametrize("address", NEVER)
def test_what_no_setting_opens(address: str):
    everything = (ip_network("0.0.0.0/0"), ip_network("::/0"))

    assert judge(ip_address(address), everything, encrypted=True) == "never"


@pytest.mark.parametrize(
    ("network", "inside", "outside"),
    [
        ("10.1.0.0/16", "10.1.255.255", "10.2.0.0"),
        ("127.0.0.1/32", "127.0.0.1", "127.0.0.2"),
        ("127.0.0.1/32", "::ffff:127.0.0.1", "::1"),
        ("fd12::/16", "fd12::1", "fd13::1"),
        ("64:ff9b::/96", "64:ff9b::808:808", "64:ff9b:1::1"),
    ],
)
def test_the_setting_opens_what_it_names(network: str, inside: str, outside: str):
    allowed = (ip_network(network),)

    assert judge(ip_address(inside), allowed, encrypted=False) is None
    assert judge(ip_address(outside), allowed) == "not_public"


@given(st.ip_addresses())
def test_what_is_let_through_is_global_by_the_registries_of_iana(address: Any):
    if judge(address, ()) is None:
        address = getattr(address, "ipv4_mapped", None) or address
        assert address.is_global
        kinds = ("private", "multicast", "reserved", "loopback", "link_local", "unspecified")
        assert [kind for kind in kinds if getattr(address, f"is_{kind}")] == []


def test_the_setting_is_read_and_checked(monkeypatch: pytest.MonkeyPatch, app_settings: dict[str, str]):
    for name, value in app_settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FEED_ADDRESSES_ALLOWED", "10.1.0.0/16, fd12::/16")
    settings.cache_clear()
    assert settings().feed_addresses_allowed == (ip_network("10.1.0.0/16"), ip_network("fd12::/16"))
    monkeypatch.setenv("FEED_ADDRESSES_ALLOWED", "10.1.0.1/16")
    settings.cache_clear()
    with pytest.raises(MisconfiguredError, match="FEED_ADDRESSES_ALLOWED"):
        settings()
    settings.cache_clear()


# --- which URLs


@pytest.mark.parametrize("url", NO_WEB_ADDRESS)
def test_what_is_no_web_address_is_refused(url: str):
    assert reason_of(url) == "malformed"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://127.0.0.1/", "not_public"),
        ("https://localhost/", "not_public"),
        ("https://2130706433/", "not_public"),
        ("https://0x7f.1/", "not_public"),
        ("https://127.1/", "not_public"),
        ("https://[::1]/", "not_public"),
        ("https://[::ffff:7f00:1]/", "not_public"),
        ("https://0/", "never"),
        ("https://169.254.169.254/metadata/identity/oauth2/token", "never"),
        ("https://[fe80::1]/", "never"),
        ("http://8.8.8.8/", "not_encrypted"),
        ("https://no-such-name.invalid/", "unresolvable"),
        (f"https://{'a' * 64}.example/", "unresolvable"),
    ],
)
def test_an_address_in_any_notation_is_judged_by_where_it_leads(url: str, reason: str):
    assert reason_of(url) == reason


def test_a_public_address_is_fine():
    check_url("https://8.8.8.8:8443/feed.csv?key=1#part", ())


def test_one_bad_address_among_good_ones_is_enough(names: Names):
    names["feeds.example"] = [["8.8.8.8", "10.0.0.1"]]

    assert reason_of("https://feeds.example/") == "not_public"


def test_the_refusal_does_not_tell_where_a_name_leads(names: Names):
    names["db.internal.example"] = [["10.9.8.7"]]
    with pytest.raises(AddressRefused) as refusal:
        check_url("https://db.internal.example/", ())

    assert "10.9.8.7" not in f"{refusal.value.detail}{refusal.value.data}"


@pytest.mark.parametrize("variable", outbound.IDENTITY_ENDPOINTS)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_port_that_hands_out_our_identity_stays_closed(monkeypatch: pytest.MonkeyPatch, variable: str, host: str):
    monkeypatch.setenv(variable, f"http://{host}:41741/msi/token")

    assert reason_of("http://127.0.0.1:41741/msi/token?resource=x", LOOPBACK) == "never"
    check_url("http://127.0.0.1:41742/", LOOPBACK)
