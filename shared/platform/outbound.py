"""Fetching what users name, without lending them our place in the network (ASVS 1.3.6, 15.3.2; OWASP SSRF).

    check_url(url)                     # when it is configured
    with client() as feeds:            # when it is fetched
        feeds.get(url)

Only global unicast addresses are reached, and those that FEED_ADDRESSES_ALLOWED names. A name is resolved once for
each connection, every address it leads to is judged, and the connection goes to one of the judged ones: a name server
that changes its mind between check and use wins nothing. The certificate is checked against the name. Plain http goes
to addresses that are named in the setting only. Redirects are not followed, the environment's proxies are not used.

What no setting opens: link-local addresses, where clouds keep the metadata of a machine and hand out its identity,
and Azure's own service address; multicast, "this host", and reserved ranges.
"""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from shared.platform.config import settings
from shared.platform.errors import Conflict

if TYPE_CHECKING:
    import ssl

    import httpx

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network
type Reason = Literal["malformed", "unresolvable", "never", "not_public", "not_encrypted"]

WORDS: dict[Reason, str] = {
    "malformed": "It must be an http or https address without user name and password.",
    "unresolvable": "Its name is not known.",
    "never": "It leads to the platform itself.",
    "not_public": "It leads to an address that is not public.",
    "not_encrypted": "It must begin with https.",
}
LONGEST_URL = 2_000
LAST_PORT = 65_535
PORTS = {"http": 80, "https": 443}
# Where Azure tells an app to get tokens of its identity. On some plans it is a port of the loopback interface.
IDENTITY_ENDPOINTS = ("IDENTITY_ENDPOINT", "MSI_ENDPOINT")


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ip_network(text) for text in texts)


NEVER = _networks(
    "0.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32", "224.0.0.0/4", "240.0.0.0/4",
    "::/128", "fe80::/10", "fec0::/10", "ff00::/8",
    "fd00:ec2::254/128", "fd20:ce::254/128", "100.100.100.200/32",  # metadata in other clouds
)  # fmt: skip
GLOBAL_UNICAST = ip_network("2000::/3")
# Parts of the global space that are none: relays, protocol assignments (Teredo, ORCHID), 6to4, documentation.
NOT_PUBLIC = _networks(
    "192.0.0.0/24", "192.88.99.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24",
    "2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20", "2620:4f:8000::/48",
)  # fmt: skip
NAT64 = ip_network("64:ff9b::/96")
COMPATIBLE = ip_network("::/96")


class AddressRefused(Conflict):
    """The address may not be fetched. `reason` says why, without telling what its name resolved to."""

    code = "address_refused"

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"This address cannot be fetched. {WORDS[reason]}", reason=reason)


class AnswerRefused(Conflict):
    """What came back is too large, or compressed although that was not asked for."""

    code = "fetched_answer_refused"


@dataclass(frozen=True)
class Limits:
    """Seconds for connecting, for each read, and for all of one answer; and the most bytes of one answer."""

    connect_seconds: float = 10
    read_seconds: float = 30
    total_seconds: float = 600
    most_bytes: int = 200 * 1024 * 1024


def client(
    allowed: Sequence[Network] | None = None, limits: Limits | None = None, trust: "ssl.SSLContext | None" = None
) -> "httpx.Client":
    """Return a client for addresses that users configure; to be closed by the caller.

    Args:
        allowed: networks that may be reached although they are not public; None for FEED_ADDRESSES_ALLOWED.
        limits: None for the defaults.
        trust: how certificates are checked; None for the public authorities.

    Its requests raise AddressRefused, AnswerRefused, and httpx's own errors.
    """
    from shared.platform import outbound_transport  # noqa: PLC0415 - brings httpx, slow to import

    return outbound_transport.checked_client(_allowed(allowed), limits or Limits(), trust)


def check_url(url: str, allowed: Sequence[Network] | None = None) -> None:
    """Refuse an address that could not be fetched now. It asks a name server: not for inside a transaction.

    Raises:
        AddressRefused: with the reason.
    """
    import httpx  # noqa: PLC0415 - slow to import

    try:
        parsed = httpx.URL(url[: LONGEST_URL + 1])
    except httpx.InvalidURL:
        raise AddressRefused("malformed") from None
    if parsed.scheme not in PORTS or not parsed.host or parsed.userinfo or len(url) > LONGEST_URL:
        raise AddressRefused("malformed")
    host = parsed.raw_host.decode("ascii")
    permitted(
        host,
        PORTS[parsed.scheme] if parsed.port is None else parsed.port,
        _allowed(allowed),
        encrypted=parsed.scheme == "https",
    )


def permitted(host: str, port: int, allowed: Sequence[Network], *, encrypted: bool) -> list[str]:
    """Return the addresses `host` stands for, once all of them may be connected to.

    Raises:
        AddressRefused: one of them may not, or there are none.
    """
    if not 0 < port <= LAST_PORT:
        raise AddressRefused("malformed")
    addresses = resolve(host, port)
    for address in addresses:
        reason = judge(address, allowed, encrypted=encrypted)
        if reason is None and _hands_out_identity(address, port):
            reason = "never"
        if reason is not None:
            raise AddressRefused(reason)
    return [str(address) for address in addresses]


def resolve(host: str, port: int) -> list[Address]:
    """Return what a name, or an address in any notation, leads to.

    Raises:
        AddressRefused: nothing.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise AddressRefused("unresolvable") from None
    return list(dict.fromkeys(ip_address(str(place[0]).partition("%")[0]) for *_, place in found))


def judge(address: Address, allowed: Sequence[Network], *, encrypted: bool = True) -> Reason | None:
    """Return why this address may not be connected to; None when it may."""
    plain = _unmapped(address)
    if any(_in(one, NEVER) for one in (plain, *_carried(plain))):
        return "never"
    if _in(plain, allowed):
        return None
    if not _is_public(plain):
        return "not_public"
    return None if encrypted else "not_encrypted"


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    return address.is_global and not _in(address, NOT_PUBLIC)


def _unmapped(address: Address) -> Address:
    """IPv4 in IPv6's clothes is that IPv4 address for the kernel, and so it is here."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _carried(address: Address) -> list[IPv4Address]:
    """Return the IPv4 addresses to which a gateway would carry on what is sent to this IPv6 address."""
    if not isinstance(address, IPv6Address):
        return []
    carried = [address.sixtofour, *(address.teredo or ())]
    if address in NAT64 or (address in COMPATIBLE and not address.is_loopback):
        carried.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    return [one for one in carried if one is not None]


def _in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _hands_out_identity(address: Address, port: int) -> bool:
    endpoints = [urlsplit(os.environ.get(name, "")) for name in IDENTITY_ENDPOINTS]
    near = [one for one in endpoints if one.hostname and (one.port or PORTS.get(one.scheme)) == port]
    return any(_unmapped(address) in resolve(str(one.hostname), port) for one in near)


def _allowed(given: Sequence[Network] | None) -> Sequence[Network]:
    return settings().feed_addresses_allowed if given is None else given
