"""The file for the bank keeps the published schema, whatever names and amounts are in it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.finance.payments.bank.latin import written
from shared.finance.payments.bank.pain_001 import CreditTransfer, Order, Party, document
from tests.campaigns.shop import day
from tests.finance.accounts import GERMAN
from tests.finance.pain_001_schema import NAMESPACE, breaches

MADE = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
DEBTOR = Party("Demo shop", GERMAN, None)


def order(*transfers: CreditTransfer, debtor: Party = DEBTOR) -> Order:
    return Order("20261123-00ff", MADE, date(2026, 11, 24), debtor, currency="EUR", transfers=transfers)


def transfer(amount: str = "1.00", name: str = "Maria", bic: str | None = None) -> CreditTransfer:
    return CreditTransfer("P1-B1", Decimal(amount), Party(name, GERMAN, bic), "Demo shop payment 1")


def texts(message: bytes, name: str) -> list[str | None]:
    return [element.text for element in ET.fromstring(message).iter(f"{NAMESPACE}{name}")]  # noqa: S314


def test_a_batch_becomes_a_message_that_keeps_the_schema(books):
    chosen = [books.payable("10.00"), books.payable("0.01"), books.payable("99999999.99")]
    batch = books.batch(*chosen, execution_date=day(1))

    exported = books.export(batch["batch_id"], "pain.001")

    assert breaches(exported.body) == []
    assert exported.headers["Content-Type"] == "application/xml"
    assert exported.headers["Content-Disposition"] == f'attachment; filename="payments-{batch["message_id"]}.xml"'
    assert texts(exported.body, "MsgId") == texts(exported.body, "PmtInfId") == [batch["message_id"]]
    assert texts(exported.body, "NbOfTxs") == ["3", "3"]
    assert texts(exported.body, "CtrlSum") == ["100000010.00", "100000010.00"]
    assert texts(exported.body, "InstdAmt") == ["10.00", "0.01", "99999999.99"]
    assert texts(exported.body, "IBAN") == [GERMAN] * 4
    assert texts(exported.body, "Dt") == [day(1)]
    named = [each["end_to_end_id"] for each in books.read(f"payments/batches/{batch['batch_id']}")["items"]["items"]]
    assert texts(exported.body, "EndToEndId") == named


def test_agents_stand_with_their_bic_or_as_the_guidelines_say():
    with_bic = document(order(transfer(bic="COBADEFFXXX"), debtor=Party("Demo shop", GERMAN, "COBADEFF")))

    assert (breaches(with_bic), texts(with_bic, "BICFI")) == ([], ["COBADEFF", "COBADEFFXXX"])
    assert texts(document(order(transfer())), "BICFI") == []


@given(
    st.lists(st.tuples(st.decimals("0.01", "99999999.99", places=2), st.text(max_size=120)), min_size=1, max_size=5),
    st.text(min_size=1, max_size=120),
)
@settings(max_examples=60, deadline=None)
def test_whatever_the_names_and_amounts_it_keeps_the_schema(members, company):
    name = f"A{company}"
    transfers = [transfer(f"{amount:.2f}", f"B{holder}") for amount, holder in members]

    message = document(order(*transfers, debtor=Party(name, GERMAN, None)))

    assert breaches(message) == []
    assert texts(message, "CtrlSum") == [f"{sum(amount for amount, _ in members):.2f}"] * 2


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Zoë Müller-Straße", "Zoe Muller-Strasse"),
        ("Łukasz Ørsted & Søn", "Lukasz Orsted + Son"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Neill", "O'Neill"),
        ("=cmd|calc", ".cmd.calc"),
        ("//a//b/", "a/b"),
        ("Мария Ёлкина", "Mariya Elkina"),
        ("Γιώργος Ψωμάς", "Giorgos Psomas"),
        ("\N{CJK UNIFIED IDEOGRAPH-738B}", "."),
        ("//", "."),
        ("  two \t spaces ", "two spaces"),
        ("x" * 80, "x" * 70),
    ],
)
def test_names_are_written_in_the_letters_that_banks_take(text, latin):
    assert written(text, 70) == latin


@pytest.mark.parametrize(
    ("broken", "breach"),
    [
        (lambda text: text.replace(b"<PmtMtd>TRF</PmtMtd>", b""), "PmtInf has PmtInfId BtchBookg"),
        (lambda text: text.replace(b"EndToEndId>P1", b"EndToEndId>/P1"), "EndToEndId says '/P1-B1'"),
        (lambda text: text.replace(b">1.00</InstdAmt", b">0.00</InstdAmt"), "InstdAmt says '0.00'"),
        (lambda text: text.replace(b'Ccy="EUR"', b""), "InstdAmt has {}"),
        (lambda text: text.replace(b"pain.001.001.09", b"pain.001.001.03"), "is not of the namespace"),
    ],
)
def test_the_table_of_the_schema_finds_what_breaks_it(broken, breach):
    assert breach in str(breaches(broken(document(order(transfer())))))


def test_without_the_company_there_is_no_message(books, monkeypatch: pytest.MonkeyPatch):
    from shared.platform.config import settings as configured

    batch_id = books.batch(books.payable())["batch_id"]
    without = configured().model_copy(update={"company_iban": ""})
    monkeypatch.setattr("shared.finance.payments.service.exports.settings", lambda: without)

    assert books.export(batch_id, "pain.001").json["code"] == "company_account_missing"
    assert books.export(batch_id, "csv").status == 200
