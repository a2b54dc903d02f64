"""A statement is somebody else's file: no entities, no documents that grow, no depth, nothing but what was declared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.finance.payments.bank import camt_053, statement_csv
from shared.finance.payments.bank.malformed import StatementMalformed
from shared.finance.payments.batch_schemas import StatementFormat, StatementIn
from tests.finance.bank_statements import NAMESPACE, Told, camt

DAY = {"booked_on": "2026-11-02"}
GOOD = camt(
    "08",
    Told("P1-B1", **DAY),
    [Told("P2-B1", **DAY), Told("P3-B1", indicator="CRDT", reason="AC04")],
)
HEAD = '<?xml version="1.0"?>'
EXTERNAL = f'{HEAD}<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = (
    f'{HEAD}<!DOCTYPE Document [<!ENTITY a "{"ha" * 50}">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GOOD.replace('<?xml version="1.0" encoding="UTF-8"?>', EXTERNAL).replace("P1-B1", "&x;"), "document type"),
        (f'{HEAD}<!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd"><Document/>', "document type"),
        (f"{LAUGHS}<Document>&i;</Document>", "document type"),
        ("<a>" * 50 + "</a>" * 50, "nested more than 40 deep"),
        (GOOD.replace("camt.053.001.08", "camt.054.001.08"), "is no camt.053"),
        (GOOD.replace(f'xmlns="{NAMESPACE}08"', ""), "is no camt.053"),
        (GOOD.replace(">10.00<", ">-10.00<"), "has an amount '-10.00'"),
        (GOOD.replace(">10.00<", ">1e9<"), "has an amount '1e9'"),
        (GOOD.replace("<Dt>20", "<Dt>xx"), "has a booking day"),
        (GOOD.replace("DBIT", "BOTH"), "has an entry with the indicator 'BOTH'"),
        (GOOD[:-5], "is no XML"),
        ("", "is no XML"),
    ],
)
def test_what_no_bank_writes_is_refused(content, told):
    with pytest.raises(StatementMalformed) as refused:
        camt_053.entries(content)

    assert told in refused.value.errors[0]["message"]


def test_an_encoding_that_is_declared_does_not_matter_for_text():
    read = camt_053.entries(GOOD.replace("UTF-8", "UTF-16"))

    assert [(each.end_to_end_id, str(each.amount), each.booked.value) for each in read] == [
        ("P1-B1", "10.00", "paid"),
        ("P2-B1", "10.00", "paid"),
        ("P3-B1", "10.00", "failed"),
    ]


@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_a_damaged_statement_is_read_or_refused(position, length, instead):
    damaged = GOOD[:position] + instead + GOOD[position + length :]

    try:
        read = camt_053.entries(damaged)
    except StatementMalformed:
        return
    assert all(each.amount is None or each.amount >= 0 for each in read)


@given(st.text(alphabet='P1-B,.0;"\r\n\t +e9x', max_size=60), st.sampled_from([",", ";"]), st.sampled_from([".", ","]))
@settings(max_examples=150, deadline=None)
def test_lines_of_any_text_are_read_or_refused(lines, delimiter, decimal):
    content = delimiter.join(("end_to_end_id", "amount")) + "\n" + lines
    statement = StatementIn(format=StatementFormat.CSV, content=content, delimiter=delimiter, decimal=decimal)

    try:
        read = statement_csv.entries(statement)
    except StatementMalformed:
        return
    assert all(each.amount is None or 0 <= each.amount < 10**10 for each in read)
