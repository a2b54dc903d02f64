"""Signs a client of the API in with both factors, and again whenever its access token has run out."""

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from typing import Any

import httpx
import pyotp

from local.demo.load import DemoError

MOST_CODES = 5  # as many as a challenge takes

type Flow[T] = Generator[httpx.Request, httpx.Response, T]


class SignIn(httpx.Auth):
    """The account of one `user` of demo.json: mail, password and, where two-factor is on, totp_secret.

    Raises, at the first request:
        DemoError: the API does not let this user in.
    """

    requires_response_body = True

    def __init__(self, base_url: str, user: Mapping[str, str], sleep: Callable[[float], None] = time.sleep) -> None:
        self._address = f"{base_url}/api/auth"
        self._user = user
        self._sleep = sleep
        self._tokens: dict[str, str] = {}

    def auth_flow(self, request: httpx.Request) -> Flow[None]:
        if not self._tokens:
            yield from self._log_in()
        answer = yield self._with_token(request)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            yield from self._renew()
            yield self._with_token(request)

    def _with_token(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self._tokens['access_token']}"
        return request

    def _renew(self) -> Flow[None]:
        answer = yield self._post("refresh", refresh_token=self._tokens["refresh_token"])
        if answer.is_success:
            self._tokens = answer.json()
        else:  # the session has ended
            yield from self._log_in()

    def _log_in(self) -> Flow[None]:
        user = self._user
        answer = yield self._post("login", mail=user["mail"], password=user["password"], client="native")
        if answer.is_success and answer.json().get("two_factor_required"):
            answer = yield from self._answer(answer.json()["challenge"])
        if answer.is_error:
            raise DemoError(f"{user['mail']} could not sign in: {answer.text[:500]}")
        self._tokens = answer.json()

    def _answer(self, challenge: str) -> Flow[httpx.Response]:
        for code in codes(self._user["totp_secret"], self._sleep):
            answer = yield self._post("login/two-factor", challenge=challenge, code=code)
            if answer.is_success or answer.json().get("code") != "wrong_code":
                break
        return answer

    def _post(self, path: str, **body: Any) -> httpx.Request:
        return httpx.Request("POST", f"{self._address}/{path}", json=body)


def codes(totp_secret: str, sleep: Callable[[float], None]) -> Iterator[str]:
    """Yield codes to try one after another: each is good once, and somebody may have used the present one.

    The API takes those of the time steps beside the present one, too. The last one comes first, so that the present
    one is left to people; after the next one there is another whenever a step has gone by.
    """
    totp = pyotp.TOTP(totp_secret)
    last = totp.timecode(time.time()) - 1
    for step in range(last, last + MOST_CODES):
        sleep(max(0.0, (step - 1) * totp.interval - time.time()))
        yield totp.generate_otp(step)
