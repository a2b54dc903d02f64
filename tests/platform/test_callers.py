"""Who called, as far as the headers say: a bare address in its canonical form, or none."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.platform import callers, db
from shared.platform.models import AuditEntry
from tests.client import Client

PUBLIC_ADDRESS = "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", PUBLIC_ADDRESS),
        ("203.0.113.9:51234", PUBLIC_ADDRESS),
        ("1.2.3.4, 203.0.113.9:51234", PUBLIC_ADDRESS),
        ("1.2.3.4,junk, 203.0.113.9 ", PUBLIC_ADDRESS),
        ("[2001:DB8::0:1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:0db8:0000::0001", "2001:db8::1"),
        ("::ffff:203.0.113.9", PUBLIC_ADDRESS),
        ("[::ffff:203.0.113.9]:80", PUBLIC_ADDRESS),
        ("", ""),
        ("1.2.3.4, ", ""),
        ("1.2.3.4, unknown", ""),
        ("1.2.3.4, _hidden", ""),
        ("203.0.113.9:port", ""),
        ("203.0.113.999", ""),
        ("0203.0.113.9", ""),
        ("fe80::1%eth0", ""),
        ("[fe80::1%eth0]:1", ""),
        ("[203.0.113.9", ""),
        ("203.0.113.9\n", PUBLIC_ADDRESS),
        ("203.0.113.9' OR 1=1", ""),
    ],
)
def test_the_address_is_the_one_the_platform_appended(forwarded: str, address: str):
    assert callers.address(forwarded) == address


@pytest.mark.parametrize(("proxies", "address"), [(1, "3.3.3.3"), (2, "2.2.2.2"), (3, "1.1.1.1"), (5, "1.1.1.1")])
def test_each_proxy_in_front_appends_one(proxies: int, address: str):
    assert callers.address("1.1.1.1, 2.2.2.2:5, 3.3.3.3", proxies) == address


@given(st.text() | st.ip_addresses().map(str))
def test_an_address_is_canonical_or_none(text: str):
    found = callers.canonical(text)

    assert found == "" or found == str(ip_address(found)) == callers.canonical(found)


def test_an_audit_row_holds_the_bare_address(api: Client):
    headers = {"X-Forwarded-For": f"1.1.1.1, {PUBLIC_ADDRESS}:4711", "User-Agent": "a\nb\0c\ud800d"}
    api.as_role("data_analyst").get("users", headers=headers)

    with db.transaction() as session:
        row = session.query(AuditEntry).filter_by(action="request.refused").one()
    assert (row.address, row.agent) == (PUBLIC_ADDRESS, "a?b?c?d")
