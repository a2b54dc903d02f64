"""One request after the other to a feed's server, each through the checks of `shared.platform.outbound`."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from shared.imports.feeds import secret
from shared.imports.feeds.declared import Feed
from shared.imports.feeds.failures import FeedFailedError, asked_to_wait, of_status
from shared.imports.feeds.following import NO_ADDRESS, led_to
from shared.platform import clock, outbound

MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
LONGEST_CONNECTING = 10.0
LONGEST_SILENCE = 30.0
ASKED_AS = {
    "Accept": "text/csv, application/json, application/x-ndjson, */*;q=0.5",
    "User-Agent": "influencer-marketing-analysis",
}
TOO_LATE = "The feed did not finish within {} seconds."
TOO_LARGE = "The feed is larger than {} MB."


class Exchange:
    """What is fetched of a feed in one go: within its time and its size, whatever the number of pages."""

    def __init__(self, http: httpx.Client, feed: Feed) -> None:
        self._http = http
        self._feed = feed
        self._deadline = time.monotonic() + feed.timeout_seconds
        self._bytes_left = feed.most_megabytes * 1_000_000

    @contextmanager
    def get(self, url: str, conditions: Mapping[str, str] | None = None) -> Iterator[httpx.Response]:
        """Yield the answer to a GET, its body unread.

        Raises:
            FeedFailedError: there is none, or reading it does not end well.
        """
        with _in_words(self._feed):
            response = self._follow(url, dict(conditions or {}))
            try:
                yield response
            finally:
                response.close()

    def pieces(self, response: httpx.Response) -> Iterator[bytes]:
        """Yield the body as it comes."""
        for piece in response.iter_raw():
            self._bytes_left -= len(piece)
            if self._bytes_left < 0:
                raise FeedFailedError(TOO_LARGE.format(self._feed.most_megabytes))
            self._check_time()
            yield piece

    def _follow(self, url: str, conditions: dict[str, str]) -> httpx.Response:
        """Follow redirects: each is judged like the first address, and none is told the secret of another server."""
        for _ in range(MOST_REDIRECTS + 1):
            self._check_time()
            headers = ASKED_AS | conditions | secret.headers(self._feed, url)
            response = self._http.send(self._http.build_request("GET", url, headers=headers), stream=True)
            target = response.headers.get("location")
            if response.status_code not in REDIRECTS or target is None:
                return response
            response.close()
            url = led_to(url, target)
        raise FeedFailedError("The feed sends from one address to the next without end.")

    def _check_time(self) -> None:
        if time.monotonic() > self._deadline:
            raise FeedFailedError(TOO_LATE.format(self._feed.timeout_seconds))


@contextmanager
def exchange(feed: Feed) -> Iterator[Exchange]:
    """Open an exchange; connections end with it."""
    limits = outbound.Limits(
        connect_seconds=min(LONGEST_CONNECTING, feed.timeout_seconds),
        read_seconds=min(LONGEST_SILENCE, feed.timeout_seconds),
        total_seconds=feed.timeout_seconds,
        most_bytes=feed.most_megabytes * 1_000_000 + 100_000,  # and the headers
    )
    with outbound.client(limits=limits) as http:
        yield Exchange(http, feed)


def check(response: httpx.Response, feed: Feed) -> None:
    """Refuse an answer that holds no data.

    Raises:
        FeedFailedError: with what its status means.
    """
    if response.status_code != httpx.codes.OK:
        name = feed.authorization.secret_name if feed.authorization else None
        wait = asked_to_wait(response.headers.get("retry-after"), clock.now())
        raise FeedFailedError(of_status(response.status_code, secret=name), wait)
    if response.headers.get("content-type", "").lower().startswith("text/html"):
        raise FeedFailedError("The feed answered with a web page instead of data.")


@contextmanager
def _in_words(feed: Feed) -> Iterator[None]:
    try:
        yield
    except (outbound.AddressRefused, outbound.AnswerRefused) as refused:
        too_large = "limit" in refused.data
        raise FeedFailedError(TOO_LARGE.format(feed.most_megabytes) if too_large else refused.detail) from None
    except (httpx.ConnectTimeout, httpx.ConnectError) as failure:
        certificate = "certificate" in str(failure).lower()
        why = "the certificate of its server is not valid" if certificate else "its server does not answer"
        raise FeedFailedError(f"The feed cannot be reached: {why}.") from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL):
        raise FeedFailedError(NO_ADDRESS) from None
    except httpx.TimeoutException:
        raise FeedFailedError(TOO_LATE.format(feed.timeout_seconds)) from None
    except (httpx.HTTPError, httpx.StreamError, UnicodeError):
        raise FeedFailedError("The connection to the feed broke off before its answer was complete.") from None
