"""The header that lets us in: made of a secret that is read when it is needed and kept nowhere.

A secret is a text, or JSON that also says to whom it may be sent, whatever a source declares:
`{"value": "…", "hosts": ["shop.example"]}`.
"""

import base64
import json
from typing import Any
from urllib.parse import urlsplit

from shared.imports.feeds.declared import BasicSecret, BearerSecret, Feed, HeaderSecret
from shared.imports.feeds.failures import FeedFailedError
from shared.platform.config import MisconfiguredError
from shared.platform.secrets import secrets


def headers(feed: Feed, url: str) -> dict[str, str]:
    """Return what has to be sent along to `url`: nothing to another server than the feed's own.

    Raises:
        FeedFailedError: the secret is not there, not for this server, or cannot be sent.
    """
    wanted = feed.authorization
    if wanted is None or origin(url) != origin(feed.url):
        return {}
    value = _value(wanted.secret_name, str(urlsplit(url).hostname))
    if not value.isascii() or not value.isprintable() or not value.strip():
        raise FeedFailedError(f'The secret "{wanted.secret_name}" holds characters that cannot be sent.')
    return dict([_header(wanted, value)])


def _header(wanted: BearerSecret | BasicSecret | HeaderSecret, value: str) -> tuple[str, str]:
    match wanted:
        case BearerSecret():
            return "Authorization", f"Bearer {value}"
        case BasicSecret(user=user):
            return "Authorization", f"Basic {base64.b64encode(f'{user}:{value}'.encode()).decode()}"
        case HeaderSecret(name=name):
            return name, value


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port (RFC 6454): who shares them is the same server."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _value(name: str, host: str) -> str:
    try:
        stored = secrets().get(name).strip()
    except MisconfiguredError:  # says that the start is stopped, which it is not
        raise FeedFailedError(f'The secret store has no secret "{name}".') from None
    bound = _bound(stored)
    if bound is None:
        return stored
    if host not in bound["hosts"]:
        raise FeedFailedError(f'The secret "{name}" is not for this server.')
    return str(bound["value"])


def _bound(stored: str) -> dict[str, Any] | None:
    try:
        read = json.loads(stored)
    except ValueError:
        return None
    return read if isinstance(read, dict) and "value" in read and isinstance(read.get("hosts"), list) else None
