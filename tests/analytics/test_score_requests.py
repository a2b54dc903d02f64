"""An import that changed facts asks for a new ranking by a row, and gets it once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from shared.analytics import jobs
from shared.analytics.models import InfluencerRanking, ranking_requests
from shared.analytics.windows import SLUGS
from shared.imports.models import ImportRun, ImportSource
from shared.permissions import Role
from tests.analytics.shop import open_shop
from tests.client import make_user

TODAY = datetime.now(UTC).date()


def a_run(session):
    owner = make_user(Role.ADMIN)
    source = ImportSource(slug="orders", kind="upload", mapping={}, namespace="orders", owner_id=owner.user_id)
    session.add(source)
    session.flush()
    run = ImportRun(source_id=source.source_id)
    session.add(run)
    session.flush()
    return run


def requests(session):
    return len(session.execute(select(ranking_requests)).all())


@pytest.mark.parametrize(
    ("ended", "asks"),
    [
        ({"state": "done", "rows_inserted": 1}, 1),
        ({"state": "done", "rows_updated": 1}, 1),
        ({"state": "failed", "rows_inserted": 1}, 1),
        ({"state": "done", "rows_unchanged": 5, "rows_rejected": 1}, 0),
        ({"state": "running", "rows_inserted": 1}, 0),
    ],
)
def test_an_import_that_changed_facts_asks_for_a_new_ranking(session, ended, asks):
    run = a_run(session)

    for name, value in ended.items():
        setattr(run, name, value)
    session.flush()

    assert requests(session) == asks


def test_what_was_asked_for_is_done_once(session):
    open_shop(session)
    assert jobs.refresh_rankings(session, TODAY) is None
    assert session.scalars(select(InfluencerRanking)).all() == []

    session.execute(insert(ranking_requests), [{}, {}])

    assert jobs.refresh_rankings(session, TODAY) == dict.fromkeys(SLUGS, 3)
    assert requests(session) == 0
    assert jobs.refresh_rankings(session, TODAY) is None
