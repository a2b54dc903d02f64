"""Payout accounts: who sees what of them, what a change does, and that nothing of them lies in the clear."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from local.postgres import binaries
from shared.accounts.models import TwoFactor
from shared.finance.models import PayoutAccount
from shared.finance.payout_accounts import queries
from shared.finance.payout_accounts.service import SEALED, details_for
from shared.permissions import Role
from shared.platform import clock, crypto, db, resealing, signing_keys
from shared.platform.crypto import Place, new_key, seal
from shared.platform.secrets import secrets
from tests.accounts.outbox import letters
from tests.campaigns.shop import influencer
from tests.client import Client, make_user
from tests.finance.accounts import BODY, BRITISH, GERMAN, Accounts
from tests.sales.shop import audited, execute


def day(offset: int) -> str:
    return (clock.today() + timedelta(days=offset)).isoformat()


def test_an_account_is_shown_by_its_last_four_characters(accounts: Accounts):
    influencer_id = influencer()
    accounts.set(influencer_id, iban="de89 3704 0044 0532 0130 00")

    shown = accounts.api.get(f"payout-accounts/{influencer_id}")
    [listed] = accounts.api.get("payout-accounts").json["items"]

    assert shown.json == listed
    assert (listed["last_four"], listed["kind"], listed["has_tax_id"], listed["held_until"]) == (
        *("3000", "iban", True),
        None,
    )
    assert GERMAN[:-4] not in shown.body.decode()
    assert "Demoholder" not in shown.body.decode()


def test_it_is_shown_in_full_with_a_fresh_factor_and_each_look_is_audited(accounts: Accounts):
    influencer_id = influencer()
    account_id = accounts.set(influencer_id)["account_id"]

    for _ in range(2):
        assert accounts.full(influencer_id) == BODY | {
            "influencer_id": influencer_id,
            "account_id": account_id,
            "other_account": None,
        }

    looks = audited("payout_account.shown")
    assert looks == [("payout_accounts", str(account_id), {"influencer_id": influencer_id})] * 2
    execute("UPDATE sessions SET two_factor_at = now() - interval '6 minutes'")
    for answer in (accounts.api.get(f"payout-accounts/{influencer_id}/full"), accounts.put(influencer_id)):
        assert (answer.status, answer.json["code"]) == (403, "fresh_two_factor_required")
    assert accounts.api.get(f"payout-accounts/{influencer_id}").status == 200


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.FINANCE_MANAGER}))
def test_nobody_else_sees_or_sets_an_account(api: Client, role: Role):
    client = api.as_role(role)

    assert client.get("payout-accounts").status == 403
    assert client.get("payout-accounts/1/full").status == 403
    assert Accounts(client).put(1).status == 403


def test_a_change_holds_payments_and_is_told_by_mail(accounts: Accounts):
    influencer_id = influencer(influencer_mail="payee@creators.example")
    first = accounts.set(influencer_id)

    second = accounts.set(influencer_id, iban=BRITISH)

    assert (first["held_until"], second["held_until"]) == (None, day(7))
    told = letters("payee@creators.example")
    assert ["ends in 3000." in told[0].text, "ends in 6819." in told[1].text] == [True, True]
    assert [day(7) in letter.text for letter in told] == [False, True]
    assert not any(GERMAN in letter.text or BRITISH in letter.text for letter in told)
    history = accounts.api.get("payout-accounts", history=True, influencer_id=influencer_id).json["items"]
    assert [(one["last_four"], one["replaced_at"] is None) for one in history] == [("3000", False), ("6819", True)]
    [(_, _, facts)] = audited("payout_account.set")[1:]
    assert facts == {"influencer_id": influencer_id, "fields": ["iban"], "held_until": day(7)}


def test_the_hold_ends_on_its_day_and_no_further_change_shortens_it(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
):
    influencer_id = influencer()
    accounts.set(influencer_id)
    accounts.set(influencer_id, iban=BRITISH)
    assert accounts.set(influencer_id, iban=BRITISH, tax_id="99 999")["held_until"] == day(7)
    execute("UPDATE payout_accounts SET held_until = :day WHERE replaced_at IS NULL", day=day(30))
    assert accounts.set(influencer_id)["held_until"] == day(30)

    with db.transaction() as session:
        assert queries.standings(session, [influencer_id])[influencer_id].held_until == clock.today() + timedelta(30)
        tomorrow = clock.today() + timedelta(days=1)
        session.execute(update(PayoutAccount).values(held_until=tomorrow))
        assert details(influencer_id, session).held_until == tomorrow
        monkeypatch.setattr(clock, "today", lambda: tomorrow)
        assert details(influencer_id, session).held_until is None
        assert queries.standings(session, [influencer_id])[influencer_id].held_until is None


def details(influencer_id: int, session):
    found = details_for(session, influencer_id)
    assert found is not None
    return found


def test_who_pays_gets_the_account_in_the_clear(accounts: Accounts):
    one, another, nobody = influencer(), influencer(), influencer()
    accounts.set(one)
    accounts.set(another, iban=None, bic=None, other_account="021000021 / 123-456 789")

    with db.transaction() as session:
        found = details(one, session)
        assert (found.holder, found.iban, found.other, found.bic, found.last_four, found.held_until) == (
            *("Maria Demoholder", GERMAN, None, "COBADEFFXXX", "3000"),
            None,
        )
        found = details(another, session)
        assert (found.iban, found.other, found.bic, found.last_four) == (None, "021000021 / 123-456 789", None, "6789")
        assert details_for(session, nobody) is None
        assert queries.standings(session, [one, another, nobody]).keys() == {one, another}


def test_of_two_who_change_an_account_at_once_one_is_told(accounts: Accounts, api: Client):
    influencer_id = influencer()
    tag = {"If-Match": accounts.put(influencer_id).headers["ETag"]}
    both = [Accounts(api.as_role(Role.FINANCE_MANAGER)) for _ in range(2)]
    start = Barrier(2)

    def change(place: int) -> int:
        start.wait()
        return both[place].put(influencer_id, tag, tax_id=None, account_holder=f"Demo holder {place}").status

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(change, range(2))) == [200, 412]


def test_the_same_account_again_changes_nothing(accounts: Accounts):
    influencer_id = influencer()
    first = accounts.set(influencer_id)

    assert accounts.set(influencer_id) == first
    assert (len(letters()), len(audited("payout_account.set"))) == (1, 1)


def test_a_change_names_the_account_that_it_replaces(accounts: Accounts):
    influencer_id = influencer()
    first = accounts.put(influencer_id, {"If-Match": '"v0"'})
    assert first.status == 200
    tag = {"If-Match": first.headers["ETag"]}

    assert accounts.put(influencer_id, {"If-Match": '"v0"'}, iban=BRITISH).status == 412
    assert accounts.put(influencer_id, tag, iban=BRITISH).status == 200
    assert accounts.put(influencer_id, tag).status == 412


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"iban": "DE88370400440532013000"}, "/iban"),
        ({"bic": "COBADEF"}, "/bic"),
        ({"other_account": "12345678"}, ""),
        ({"iban": None}, ""),
        ({"account_holder": "a\nb"}, "/account_holder"),
        ({"iban": None, "other_account": "=1+1+1"}, "/other_account"),
    ],
)
def test_a_malformed_account_is_refused_by_its_field(accounts: Accounts, given, pointer: str):
    answer = accounts.put(influencer(), **given)

    assert answer.status == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]
    assert not any(value and str(value) in answer.body.decode() for value in given.values())


def test_who_cannot_be_told_by_mail_gets_no_account(accounts: Accounts):
    answer = accounts.put(influencer(influencer_mail="i1@feed.invalid"))

    assert (answer.status, answer.json["code"]) == (409, "influencer_has_no_mail")
    assert accounts.put(4711).status == 404


def test_sealed_values_follow_the_encryption_key(accounts: Accounts, monkeypatch: pytest.MonkeyPatch):
    influencer_id = influencer()
    accounts.set(influencer_id)
    old = json.loads(os.environ["SECRET_ENCRYPTION_KEYS"])["keys"]
    new = new_key("next")
    monkeypatch.setenv("SECRET_ENCRYPTION_KEYS", json.dumps({"keys": [new, *old]}))
    secrets.cache_clear()

    assert (resealing.reseal() or {})["resealed"] >= 4
    monkeypatch.setenv("SECRET_ENCRYPTION_KEYS", json.dumps({"keys": [new]}))
    with db.transaction() as session:
        assert details(influencer_id, session).iban == GERMAN
        account = session.scalars(select(PayoutAccount)).one()
        assert {crypto.version_of(getattr(account, name)) for name in SEALED if getattr(account, name)} == {"next"}
    execute("DELETE FROM signing_keys")  # they outlive a test, and were sealed anew under a key that does not
    signing_keys.forget()


def test_a_dump_of_the_database_holds_no_account_tax_id_or_second_factor(accounts: Accounts):
    user_id = make_user(Role.ADMIN).user_id
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    with db.transaction() as session:
        session.add(TwoFactor(user_id=user_id, secret=seal(secret, Place("two_factors", "secret", user_id))))
    influencer_id = influencer(influencer_name="Somebody dumped")
    accounts.set(influencer_id, account_holder="Nora Sealedname")
    accounts.set(influencer_id, iban=None, bic=None, other_account="991122334455")
    accounts.full(influencer_id)

    dump = dumped()

    assert "Somebody dumped" in dump
    assert "s1." in dump
    in_the_clear = (GERMAN, GERMAN[4:], BODY["tax_id"], BODY["bic"], "991122334455", "Sealedname", secret)
    assert [value for value in in_the_clear if value in dump] == []


def dumped() -> str:
    """Return everything in the database as pg_dump writes it."""
    done = subprocess.run(
        [binaries() / "pg_dump", os.environ["DATABASE_URL"]], check=True, capture_output=True, text=True
    )
    return done.stdout
