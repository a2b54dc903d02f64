"""How a feed is fetched: declared as JSON with its source, checked here. docs/imports.md explains every option.

{"url": "https://shop.example/orders.json?since={today-7}",
 "authorization": {"kind": "bearer", "secret_name": "feed-shop"}, "paging": {"kind": "link"}}
"""

import re
from datetime import date, timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from shared.imports.mapping import Strict

LONGEST_URL = 2_000
DAY = re.compile(r"\{today(?:-(\d{1,4}))?\}")
# What the connection is made of, and what we set ourselves: none of it is a place for a secret.
OUR_HEADERS = {
    "accept", "accept-encoding", "connection", "content-length", "content-type", "expect", "host", "if-modified-since",
    "if-none-match", "keep-alive", "range", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
}  # fmt: skip


def _address(url: str) -> str:
    try:
        parts = urlsplit(DAY.sub("2000-01-01", url))
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if not named or not url.isprintable() or " " in url or "@" in parts.netloc or parts.fragment:
        raise ValueError("must be an http or https address without user name, password and fragment")
    if set("{}") & set(DAY.sub("", url)):
        raise ValueError("knows no placeholder but {today} and {today-7}, with any number of days")
    return url


def _not_ours(name: str) -> str:
    if name.lower() in OUR_HEADERS or name.lower().startswith("proxy-"):
        raise ValueError("is a header that cannot be set")
    return name


# Names begin with feed-, so that nobody who declares sources has the system's own keys sent somewhere.
SecretName = Annotated[
    str,
    Field(
        pattern=r"^feed(-[a-z0-9]+)+$",
        max_length=100,
        description="Of the secret in the secret store, which is never shown: feed-…",
    ),
]
Path = Annotated[str, Field(min_length=1, max_length=200, description="Names with dots between them, as in data.next.")]
Parameter = Annotated[str, Field(pattern=r"^[\w.\[\]$-]{1,100}$", description="Of the query of the address.")]


class BearerSecret(Strict):
    """`Authorization: Bearer` and the secret."""

    kind: Literal["bearer"]
    secret_name: SecretName


class BasicSecret(Strict):
    """`Authorization: Basic` with this user and the secret as the password."""

    kind: Literal["basic"]
    user: Annotated[str, Field(pattern=r"^[!-9;-~ ]{1,200}$", description="ASCII without a colon.")]
    secret_name: SecretName


class HeaderSecret(Strict):
    """A header of this name that holds the secret."""

    kind: Literal["header"]
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,100}$"), AfterValidator(_not_ours)]
    secret_name: SecretName


class LinkPaging(Strict):
    """The header `Link: <…>; rel="next"` leads to the next page."""

    kind: Literal["link"]


class CursorPaging(Strict):
    """Each page of JSON holds what leads to the next: an address, or a value for a parameter of the address."""

    kind: Literal["cursor"]
    next: Path
    parameter: Annotated[Parameter | None, Field(description="Null: what the page holds is an address.")] = None


class NumberPaging(Strict):
    """A parameter of the address counts the pages, until one has nothing in it or is not there (404)."""

    kind: Literal["number"]
    parameter: Parameter = "page"
    first: Annotated[int, Field(ge=0, le=1_000_000)] = 1
    step: Annotated[int, Field(ge=1, le=100_000, description="More than 1 where it counts records.")] = 1


class Feed(Strict):
    """Where the data of a source are fetched, and how."""

    url: Annotated[
        str,
        Field(
            pattern=r"^https?://",
            max_length=LONGEST_URL,
            description="Shown to whoever may see sources, so no place for secrets. {today} is the business day.",
        ),
        AfterValidator(_address),
    ]
    authorization: Annotated[BearerSecret | BasicSecret | HeaderSecret, Field(discriminator="kind")] | None = None
    paging: Annotated[LinkPaging | CursorPaging | NumberPaging, Field(discriminator="kind")] | None = None
    timeout_seconds: Annotated[int, Field(ge=1, le=600, description="For all pages together.")] = 120
    most_megabytes: Annotated[int, Field(ge=1, le=2_000, description="Of all pages together.")] = 200

    def address(self, today: date) -> str:
        """Return where to begin on this business day."""
        return DAY.sub(lambda found: (today - timedelta(days=int(found[1] or 0))).isoformat(), self.url)
