"""What tests of accounts share."""

import pytest
from sqlalchemy import update

from shared.accounts.models import SignIn
from shared.permissions import Role
from shared.platform import clock, db, identity
from tests.accounts.second_factor import PASSWORD, MakePerson, Person, Time, hash_of
from tests.client import Client, make_session, make_user


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The app's clock, which stands still until it is moved."""
    time = Time()
    monkeypatch.setattr(clock, "now", lambda: time.now)
    return time


@pytest.fixture
def person(api: Client, still: Time) -> MakePerson:
    """Called with a role and a password: somebody signed in by password alone."""

    def make(role: Role = Role.DATA_ANALYST, password: str = PASSWORD) -> Person:
        user = make_user(role, hash_of(password))
        session_id = make_session(user)
        with db.transaction() as session:
            session.execute(update(SignIn).where(SignIn.session_id == session_id).values(two_factor_at=None))
        client = api.with_token(identity.issue_access_token(user.user_id, session_id))
        return Person(user, session_id, client, still)

    return make


@pytest.fixture
def enrolled(person: MakePerson) -> Person:
    return person().enrol()
