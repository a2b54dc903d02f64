"""Who changes something leaves an audit row: every trigger is shown to, or says here why not."""

import hashlib
import re
import uuid

import azure.functions as func
import pytest
from sqlalchemy import select

from shared.imports import runs
from shared.permissions import Role, allows
from shared.platform import db
from shared.platform.blobs import BlobStore
from shared.platform.models import AuditEntry
from tests.accounts.outbox import OTHER_PASSWORD, PASSWORD, person
from tests.audit_deeds import DEEDS as OTHER_DEEDS
from tests.audit_deeds import create_source
from tests.campaigns.deeds import CAMPAIGN_DEEDS
from tests.client import Client, Route, functions, make_user, routes
from tests.finance.account_deeds import ACCOUNT_DEEDS
from tests.finance.computing_deeds import COMPUTING_DEEDS
from tests.finance.payment_deeds import PAYMENT_DEEDS
from tests.finance.spending_deeds import SPENDING_DEEDS
from tests.finance.terms_deeds import TERMS_DEEDS
from tests.imports.feed_deeds import FEED_DEEDS
from tests.imports.run_deeds import RUN_DEEDS
from tests.influencers.deeds import INFLUENCER_DEEDS
from tests.reporting.deeds import REPORTING_DEEDS
from tests.reporting.schedules.deeds import SCHEDULE_DEEDS
from tests.sales.deeds import SALES_DEEDS

pytestmark = pytest.mark.usefixtures("database", "blob_store")

FILE = b"ref,category\ni1,Sport\n"
DEEDS = (
    OTHER_DEEDS
    | ACCOUNT_DEEDS
    | CAMPAIGN_DEEDS
    | COMPUTING_DEEDS
    | FEED_DEEDS
    | INFLUENCER_DEEDS
    | PAYMENT_DEEDS
    | REPORTING_DEEDS
    | RUN_DEEDS
    | SALES_DEEDS
    | SCHEDULE_DEEDS
    | SPENDING_DEEDS
    | TERMS_DEEDS
)
CHANGES = {"POST", "PUT", "PATCH", "DELETE"}

WITHOUT_A_ROW = {
    "preview_source": "shows how a file would land; what it did is taken back",
    "preview_terms": "what rules would pay, before anybody agreed to them; reads only",
    "query_metrics": "a question too long for an address; reads only",
    "query_recommendations": "the same",
    "query_what_if": "the same: nothing of the campaign is changed",
    "refresh_session": "the same session goes on, every few minutes; the reuse of an old token leaves a row",
    "register": "nobody is known yet and nothing is made; the link in the mail makes the account and leaves the row",
}

JOBS_WITH_A_ROW = {"import_blob", "pull_sources", "resume_imports"}  # one for each file whose rows land
JOBS_WITHOUT_A_ROW = {
    "check_books": "changes nothing but its own list of what it found",
    "check_feed_rollups": "reads only",
    "check_sales_rollups": "reads only",
    "clean_up": "forgets what is past its time by a rule that is written down",
    "forget_expired_access": "sessions, links and counts past their time, by a rule that is written down",
    "compute_all_payments": "one for each batch that makes something: tests/finance/test_paying.py",
    "fold_channel_sales": "sums of what is recorded already",
    "fold_data_changes": "how often data changed, for ETags",
    "fold_feed": "sums of what is recorded already",
    "fold_new_customers": "sums of what is recorded already",
    "fold_product_sales": "sums of what is recorded already",
    "measure_influencers": "computed from records, anew after each ranking",
    "recompute_attribution": "computed from records, anew each day",
    "follow_campaign_dates": "one for each campaign that begins or ends: tests/campaigns/test_states.py",
    "forget_reports": "forgets what is past its time by a rule that is written down",
    "forget_import_changes": "forgets what is past its time by a rule that is written down",
    "recompute_profitability": "computed from records, anew each hour",
    "recompute_rankings": "computed from records, anew each day",
    "refresh_rankings": "the same after an import, which left the row",
    "render_report": "who asked for the report left the row",
    "rescue_reports": "repeats a request that left its row",
    "reseal": "the same secrets under another key; job_runs says how many",
    "rotate_signing_keys": "by the calendar; done by hand it leaves a row",
    "run_report_schedules": "who made the schedule left the row",
    "seal_audit_log": "seals rows; the app's log and job_runs tell of it",
    "sweep_receipts": "files that no record names, by a rule that is written down",
    "watch_pacing": "computed from records; the alert is a record itself",
    "thin_rankings": "forgets what is past its time by a rule that is written down",
    "send_mails": "what asked for the mail left the row",
}


def audit_rows() -> list[AuditEntry]:
    with db.transaction() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.audit_id)))


def test_every_trigger_that_changes_something_is_listed():
    listed = DEEDS.keys() | WITHOUT_A_ROW.keys()

    assert {route.name for route in routes() if route.methods & CHANGES} - listed == set()
    assert listed - {route.name for route in routes()} == set()
    assert DEEDS.keys() & WITHOUT_A_ROW.keys() == set()


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_who_changes_something_leaves_a_row(name: str):
    action, deed = DEEDS[name]

    done = deed()

    assert done.reply.status < 300, done.reply.body
    left = [row for row in audit_rows() if row.action == action and row.actor_id == done.actor_id]
    assert left, [row.action for row in audit_rows()]
    assert left[-1].request_id == done.reply.headers["X-Request-Id"]


def test_every_job_is_listed():
    jobs = {function.get_function_name() for function in functions()} - {route.name for route in routes()}

    assert jobs == JOBS_WITH_A_ROW | JOBS_WITHOUT_A_ROW.keys()
    assert JOBS_WITH_A_ROW & JOBS_WITHOUT_A_ROW.keys() == set()


class Arrived(func.InputStream):
    @property
    def name(self) -> str:
        return "imports/goods/a.csv"


@pytest.mark.parametrize("name", sorted(JOBS_WITH_A_ROW))
def test_a_file_that_lands_leaves_a_row(name: str, blob_store: BlobStore):
    create_source(Client().as_role(Role.ADMIN), slug="goods")
    blob_store.upload("imports", "goods/a.csv", FILE, "text/csv")
    if name == "resume_imports":
        runs.find_or_make("imports/goods/a.csv", blob_store.properties("imports", "goods/a.csv").etag.strip('"'))
    trigger = next(function.get_user_function() for function in functions() if function.get_function_name() == name)

    trigger(Arrived() if name == "import_blob" else None)

    (row,) = [row for row in audit_rows() if row.action == "import_run.finished"]
    assert (row.actor_id, row.entity) == (None, "import_runs")
    assert row.changes == {"file_sha256": hashlib.sha256(FILE).hexdigest(), "inserted": 1, "updated": 0}


def refused(route: Route) -> list[Role]:
    return [role for role in Role if not allows(role, route.handler.contract.permission)]


@pytest.mark.parametrize("route", [route for route in routes() if refused(route)], ids=lambda route: route.name)
def test_who_may_not_leaves_a_row(route: Route):
    user = make_user(refused(route)[0])
    guid = str(uuid.uuid4())
    path = re.sub(r"\{\w+:guid\}", guid, re.sub(r"\{\w+:int\}", "1", route.template))
    concerned = {name: guid if kind == "guid" else "1" for name, kind in re.findall(r"\{(\w+):(\w+)\}", route.template)}

    (method,) = route.methods
    answer = Client().as_user(user).call(method, path)

    (row,) = audit_rows()
    assert (answer.status, row.action, row.entity_id) == (403, "request.refused", route.name)
    assert (row.actor_id, row.changes) == (user.user_id, {"code": "forbidden", **concerned})
    assert row.request_id == answer.headers["X-Request-Id"]


def test_a_refusal_by_a_rule_leaves_a_row_and_nothing_else():
    admin = make_user(Role.ADMIN)
    taken = {"user_mail": admin.user_mail, "user_name": "Twice", "user_role": "data_analyst"}

    answer = Client().as_user(admin).post("users", taken)

    (row,) = audit_rows()
    assert (answer.status, row.action, row.changes) == (409, "request.refused", {"code": answer.json["code"]})


def test_a_failed_sign_in_leaves_a_row_that_says_from_where():
    body = {"mail": person().user_mail, "password": "not this one, surely"}

    answer = Client().post("auth/login", body, headers={"X-Forwarded-For": "192.0.2.1", "User-Agent": "agent/1.0"})

    (row,) = audit_rows()
    assert (answer.status, row.action, row.entity_id) == (401, "request.refused", "log_in")
    assert (row.actor_id, row.address, row.agent) == (None, "192.0.2.1", "agent/1.0")


# Passwords and their hashes, mail addresses, names, access tokens, one-time and refresh tokens, secrets of
# authenticator apps, recovery codes.
UNTOLD = (
    rf"{PASSWORD}|{OTHER_PASSWORD}|argon2|@|User \d|Another|New|eyJ|[\w-]{{43}}|[A-Z2-7]{{32}}|([A-Z2-7]{{4}}-){{3}}"
)


def shown(changes: dict[str, object]) -> dict[str, object]:
    """Leave out the hash of a file that was imported, which looks like a token and is none."""
    return {name: value for name, value in changes.items() if name != "file_sha256"}


def test_no_secret_and_no_personal_datum_is_in_any_row():
    for _, deed in DEEDS.values():
        assert deed().reply.status < 300

    told = [f"{row.entity} {row.entity_id} {shown(row.changes)} {row.address} {row.agent}" for row in audit_rows()]
    assert len(told) > len(DEEDS)
    assert [row for row in told if re.search(UNTOLD, row)] == []
