"""What a request says of its caller, before anybody has signed in: request id, address, agent.

All of it is written by strangers and ends in the database and in logs, so it is brought into a plain form first.
"""

import re
import uuid
from ipaddress import IPv6Address, ip_address

import azure.functions as func

from shared.platform.config import settings
from shared.platform.identity import Actor

LONGEST_AGENT = 200
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# 192.0.2.1:443, [2001:db8::1]:443, and both without the port.
_PLACE = re.compile(r"(?P<v4>[0-9.]+)(?::\d+)?|\[(?P<bracketed>[0-9A-Fa-f:.]+)\](?::\d+)?|(?P<v6>[0-9A-Fa-f:.]+)")


def unknown(request: func.HttpRequest) -> Actor:
    """Return the caller as somebody of whom only the request is known."""
    headers = request.headers
    place = address(headers.get("x-forwarded-for", ""), settings().proxies_in_front)
    return Actor(None, None, _request_id(headers.get("x-request-id", "")), place, _agent(headers.get("user-agent", "")))


def address(forwarded: str, proxies: int = 1) -> str:
    """Return the caller's address from an X-Forwarded-For header, in its canonical form; "" when there is none.

    Each proxy of the platform appends whom it was called by. What stands before that, the caller wrote himself.

    Args:
        forwarded: entries parted by commas, each an IPv4 or IPv6 address with or without a port.
        proxies: how many of the platform's own front ends append an entry.
    """
    entries = forwarded.split(",")
    return canonical(entries[-min(proxies, len(entries))].strip())


def canonical(place: str) -> str:
    """Return an address without its port as RFC 5952 writes it, IPv4 in IPv6 as IPv4; "" for anything else."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return ""
    try:
        parsed = ip_address(found[found.lastgroup or 0])
    except ValueError:
        return ""
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return str(mapped or parsed)


def _request_id(given: str) -> str:
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _agent(given: str) -> str:
    """Return what can be shown on one line and kept in a text column."""
    agent = given[:LONGEST_AGENT]
    return agent if agent.isprintable() else "".join(one if one.isprintable() else "?" for one in agent)
