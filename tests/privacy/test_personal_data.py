"""One person's data: found in full, erased everywhere, and no column with personal data unknown to us."""

import json
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from commands import personal_data
from shared.permissions import Role
from shared.platform import db
from shared.platform.blobs import BlobStore
from shared.platform.models import AuditEntry, OutgoingMail
from shared.privacy.inventory import IMPERSONAL, MADE_BY_USERS, PERSONAL, ROWS, WITHHELD
from tests.client import Client, make_session, make_user

FREE_FORM = text("""
    SELECT c.table_name, c.column_name FROM information_schema.columns AS c
    JOIN information_schema.tables AS t USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
      AND (data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY', 'inet', 'cidr')
           OR data_type = 'USER-DEFINED' AND column_name IN ('platform', 'category'))""")
REFERENCES = text("""
    SELECT conrelid::regclass::text, attname FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'f' AND confrelid = CAST(:target AS regclass) AND connamespace = 'public'::regnamespace""")
PERSON = {
    "customer_name": "Ottilie Wanderschreck",
    "customer_mail": "ottilie@wanderschreck.example",
    "customer_phone": "+49 30 5550123",
    "customer_address": "Nirgendweg 7",
}


def test_every_column_of_free_form_is_known_as_personal_or_not(session: Session):
    named = Counter(
        (table, column) for known in (PERSONAL, IMPERSONAL) for table in known for column in known[table].split()
    )
    there = {(str(table), str(column)) for table, column in session.execute(FREE_FORM).all()}

    assert sorted(there - named.keys()) == []
    assert [one for one, times in named.items() if times > 1] == []


@pytest.mark.parametrize("kind", ROWS)
def test_every_table_that_points_at_a_person_is_exported_or_counted(session: Session, kind: str):
    target = {"customer": "customers", "influencer": "influencers", "user": "users"}[kind]
    pointing = {(str(table), str(by)) for table, by in session.execute(REFERENCES, {"target": target}).all()}
    counted = set(MADE_BY_USERS) if kind == "user" else set()

    assert {table for table, _ in pointing} - set(ROWS[kind]) - counted == set()


def places(*values: str) -> set[str]:
    """Return the tables that hold one of these values anywhere."""
    found = set()
    patterns = [f"%{shown}%" for value in values for shown in (value, value.encode().hex())]  # bytes are shown in hex
    with db.connection() as connection:
        tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        for table in tables:
            hit = f"SELECT EXISTS (SELECT FROM {table} AS t WHERE t::text ILIKE ANY (:values))"
            if connection.execute(text(hit), {"values": patterns}).scalar_one():
                found.add(table)
    return found


def run(*arguments: str) -> None:
    personal_data.main(arguments)


def somebody() -> int:
    api = Client().as_role("marketing_manager")
    made = api.post("customers", PERSON, {"Idempotency-Key": "somebody-0001"})
    assert made.status == 201
    customer_id: int = made.json["customer_id"]
    with db.connection() as connection:
        connection.execute(
            text("""
            WITH source AS (
                INSERT INTO import_sources (slug, kind, mapping, namespace, owner_id)
                VALUES ('shop', 'upload', '{}', 'shop', (SELECT min(user_id) FROM users)) RETURNING source_id),
            run AS (INSERT INTO import_runs (source_id) SELECT source_id FROM source RETURNING run_id),
            changes AS (
                INSERT INTO import_changes (run_id, table_name, row_id, version, old)
                SELECT run_id, 'customers', :id, 1, jsonb_build_object('customer_name', CAST(:name AS text)) FROM run)
            INSERT INTO import_rejects (run_id, line, column_name, value, reason)
            SELECT run_id, 3, 'customer_mail', 'Ottilie@Wanderschreck.example', 'is taken' FROM run"""),
            {"id": customer_id, "name": PERSON["customer_name"]},
        )
    return customer_id


def exported(capsys: pytest.CaptureFixture[str], kind: str, person_id: int) -> dict[str, Any]:
    run("export", kind, str(person_id))
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_customer_is_exported_and_then_found_nowhere(api: Client, capsys: pytest.CaptureFixture[str]):
    customer_id = somebody()
    values = ("wanderschreck", "5550123", "Nirgendweg")
    before = places(*values)

    told = exported(capsys, "customer", customer_id)["tables"]
    run("erase", "customer", str(customer_id), "--dry-run")
    tried = places(*values)
    run("erase", "customer", str(customer_id))
    run("erase", "customer", str(customer_id))

    assert told["customers"][0]["customer_address"] == "Nirgendweg 7"
    assert told["import_changes"][0]["old"] == {"customer_name": "Ottilie Wanderschreck"}
    assert before >= {"customers", "idempotency_keys", "import_changes", "import_rejects"}
    assert tried == before
    assert places(*values) == set()
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith(f"The customer {customer_id} would be erased; nothing was changed. Around: 1 rows of")
    assert said[1].startswith(f"The customer {customer_id} is erased.")


def test_an_influencer_and_what_he_is_owed(api: Client, capsys: pytest.CaptureFixture[str]):
    manager = Client().as_role("marketing_manager")
    given = {
        "influencer_name": "Ottilie Wanderschreck",
        "platform": "instagram",
        "category": "Home",
        "influencer_mail": "ottilie@wanderschreck.example",
        "follower_count": 10,
    }
    made = manager.post("influencers", given)
    assert made.status == 201, made.body
    influencer_id = made.json["influencer_id"]
    with db.transaction() as session:
        session.add(OutgoingMail(to_address=given["influencer_mail"], subject="Hello"))

    told = exported(capsys, "influencer", influencer_id)["tables"]
    run("erase", "influencer", str(influencer_id))

    assert told["influencers"][0]["influencer_name"] == "Ottilie Wanderschreck"
    assert places("wanderschreck") == set()


def test_a_user_is_exported_without_secrets_and_erased(api: Client, blob_store: BlobStore, capsys):
    user = make_user(Role.DATA_ANALYST, "$argon2id$secret-hash")
    make_session(user)
    Client().as_user(user).post("reports", {"kind": "rankings", "format": "csv", "filters": {}})

    told = exported(capsys, "user", user.user_id)
    run("erase", "user", str(user.user_id))

    assert told["tables"]["users"][0]["user_mail"] == user.user_mail
    assert len(told["tables"]["sessions"]) == 2
    assert told["records_made"].keys() == MADE_BY_USERS.keys()
    assert "secret-hash" not in json.dumps(told)
    assert not [name for name in WITHHELD for rows in told["tables"].values() for row in rows if name in row]
    assert places(user.user_mail) - {"mail_outbox"} == set()  # he is told, and the letter goes once it is sent


def test_who_looked_and_who_erased_is_in_the_audit_log(api: Client, session: Session):
    customer_id = somebody()
    run("export", "customer", str(customer_id))
    run("erase", "customer", str(customer_id))

    rows = session.query(AuditEntry).filter_by(entity="customers", entity_id=str(customer_id))
    assert {"person.exported", "person.erased", "customer.deleted"} <= {row.action for row in rows}


@pytest.mark.parametrize("what", ["export", "erase"])
def test_nobody_is_refused_in_one_line(api: Client, what: str):
    with pytest.raises(SystemExit, match=r"^Refused: There is no customer 99\.$"):
        run(what, "customer", "99")
