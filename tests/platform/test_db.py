"""Days are business days, instants are UTC, whatever the shop's time zone is."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from shared.platform import db
from shared.platform.config import settings


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("zone", "hours"), [("UTC", 0), ("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)])
def test_the_databases_day_is_the_business_day(zone: str, hours: int):
    engine = db.make_engine(settings().database_url, time_zone=zone)
    with engine.connect() as connection:
        day, now, none = connection.execute(text("SELECT CURRENT_DATE, now(), NULL::timestamptz")).one()
    engine.dispose()

    assert day == datetime.now(timezone(timedelta(hours=hours))).date()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
    assert none is None


@pytest.mark.usefixtures("database")
def test_a_connection_gives_up_its_client_and_its_locks_in_time():
    with db.connection() as connection:
        shown = [
            connection.execute(text(f"SHOW {name}")).scalar_one()
            for name in ("client_connection_check_interval", "idle_in_transaction_session_timeout", "lock_timeout")
        ]

    assert shown == ["500ms", "10min", "30s"]
