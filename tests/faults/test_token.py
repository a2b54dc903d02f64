"""An access token that expires in the middle of work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.permissions import Role
from shared.platform import clock, identity
from tests.client import make_session, make_user
from tests.faults.conftest import Hosted, Say
from tests.faults.files import begin_import, wait_until_imported
from tests.faults.traffic import Traffic, wait_for

TOKEN_SECONDS = 2


class Renewing(httpx.Auth):
    """An access token that is over soon; another one of the same session once the first is refused."""

    def __init__(self) -> None:
        user = make_user(Role.ADMIN)
        self._who = user.user_id, make_session(user)
        self._token = issued(*self._who, clock.now() - timedelta(minutes=15) + timedelta(seconds=TOKEN_SECONDS))
        self.refused: list[tuple[int, str]] = []

    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["Authorization"] = f"Bearer {self._token}"
        answer = yield request
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self.refused.append((answer.status_code, answer.headers["WWW-Authenticate"]))
            self._token = identity.issue_access_token(*self._who)
            request.headers["Authorization"] = f"Bearer {self._token}"
            yield request


def issued(user_id: int, session_id: Any, at: datetime) -> str:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: at)
        return identity.issue_access_token(user_id, session_id)


def test_a_token_that_expires_in_the_middle(hosted: Hosted, say: Say):
    address = f"{hosted.host.url}/api/"
    renewing = Renewing()
    with httpx.Client(base_url=address, timeout=60, auth=renewing) as client:
        run_id = begin_import(client, "orders", 5_000)
        traffic = Traffic(client)
        with ThreadPoolExecutor(1) as pool:
            working = pool.submit(traffic.work)
            wait_for(lambda: renewing.refused and traffic.made_since(0))
            traffic.stopping.set()
            working.result()
        landed = wait_until_imported(hosted, client, run_id)

    traffic.check()
    assert renewing.refused == [(401, 'Bearer realm="api"')]
    assert landed["rows_inserted"] == 5_000
    say(f"401 once, a new token, {len(traffic.made)} made and none twice; the import went on")
