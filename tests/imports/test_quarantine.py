"""Bad lines of an order file: refused with a reason, one by one, and no good one is lost."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.platform import clock
from tests.imports.conftest import Shop, counts, csv_of
from tests.imports.orders import HEADER, ORDERS, STORED, mapping

TOMORROW = (clock.now().date() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("line", "reject"),
    [
        (",p1,c1,,1,2024-03-02,9", ("order", "", "is missing")),
        ("o1,N/A,c1,,1,2024-03-02,9", ("product", "N/A", "is missing")),
        ("o1,p1,c1,,many,2024-03-02,9", ("quantity", "many", "is not a number")),
        ("o1,p1,c1,,1.5,2024-03-02,9", ("quantity", "1.5", "is not a whole number")),
        ("o1,p1,c1,,0,2024-03-02,9", ("quantity", "0", "must not be below 1")),
        ("o1,p1,c1,,-3,2024-03-02,9", ("quantity", "-3", "must not be below 1")),
        ("o1,p1,c1,,3000000000,2024-03-02,9", ("quantity", "3000000000", "must not be above 2147483647")),
        ("o1,p1,c1,,1,02.03.2024,9", ("day", "02.03.2024", "is not a date like 2010-12-31")),
        (f"o1,p1,c1,,1,{TOMORROW},9", ("day", TOMORROW, "lies in the future")),
        ("o1,p1,c1,,1,2024-03-02,-9", ("price", "-9", "must not be below 0")),
        ("o1,p1,c1,,1,2024-03-02,1e9", ("price", "1e9", "is not a number")),
        ("o1,p1,c1,,1,2024-03-02", (None, "o1,p1,c1,,1,2024-03-02", "The line has 6 cells where the header has 7.")),
    ],
)
def test_a_bad_row_goes_to_quarantine_with_line_column_value_and_reason_and_the_others_land(
    shop: Shop, line: str, reject: tuple[str | None, str, str]
):
    shop.source(ORDERS)

    run = shop.drop(csv_of(HEADER, "good1,p1,c1,,1,2024-03-02,9", line, "good2,p1,c1,,1,2024-03-02,9"))

    assert counts(run) == (2, 0, 0, 1)
    assert shop.rejects(run) == [(3, *reject)]


def test_an_unknown_status_is_refused_and_a_known_one_lands(shop: Shop):
    shop.source(mapping(status="state"))

    run = shop.drop(csv_of(f"{HEADER},state", "o1,p1,c1,,1,2024-03-02,9,ordered", "o2,p1,c1,,1,2024-03-02,9,lost"))

    assert counts(run) == (1, 0, 0, 1)
    assert [row[4] for row in shop.rows(STORED)] == ["ordered"]
    assert [reject[3] for reject in shop.rejects(run)] == ["must be one of ordered, completed, cancelled"]


def test_two_new_customers_cannot_share_a_mail_address(shop: Shop):
    shop.source(mapping(**{"customer.customer_mail": "mail"}))
    shop.drop(csv_of(f"{HEADER},mail", "o0,p1,c0,,1,2024-03-01,9,zero@shop.example"))

    run = shop.drop(
        csv_of(
            f"{HEADER},mail",
            "o1,p1,c1,,1,2024-03-01,9,one@shop.example",
            "o2,p1,c2,,1,2024-03-01,9,one@shop.example",
            "o3,p1,c3,,1,2024-03-01,9,zero@shop.example",
            "o4,p1,c4,,1,2024-03-01,9,four@shop.example",
        )
    )

    assert counts(run) == (2, 0, 0, 2)
    assert [reject[:3] for reject in shop.rejects(run)] == [
        (3, "mail", "one@shop.example"),
        (4, "mail", "zero@shop.example"),
    ]


def test_text_that_copy_could_misread_lands_as_it_is(shop: Shop):
    shop.source(mapping(**{"product.title": "title"}))
    title = 'back\\slash, tab\t, "quotes" and \\N'

    run = shop.drop(csv_of(f"{HEADER},title", 'o\\1,p1,c1,,1,2024-03-01,9,"' + title.replace('"', '""') + '"'))

    assert counts(run) == (1, 0, 0, 0)
    assert shop.rows("SELECT title, external_ref FROM products") == [(title, "p1")]
    assert [row[0] for row in shop.rows(STORED)] == ["o\\1"]


BAD = st.sampled_from(
    [
        b'b,p1,c1,,1,2024-03-01,"9',
        b"b,p1\0,c1,,1,2024-03-01,9",
        b"b,p1,c1,,1,2024-03-01",
        b"b,p1,c1,,1,2024-03-01,9,9",
        b"b,p\x81\x8d,c1,,1,2024-03-01,9",  # neither UTF-8 nor Windows-1252
        b"b,p1,c1,,one,2024-03-01,9",
        b"b,,c1,,1,2024-03-01,9",
        b'b,"p"1,c1,,1,2024-03-01,9',
    ]
)


GOOD = st.tuples(st.sampled_from(["p1", "p\u00e9", '"p,2"']), st.integers(1, 9), st.decimals(0, 99, places=2))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(BAD, GOOD), max_size=20), st.sampled_from(["\n", "\r\n"]), st.randoms())
def test_whatever_is_wrong_with_some_lines_every_good_one_lands(shop: Shop, lines, end, random):
    if not shop.rows("SELECT FROM import_sources"):
        shop.source(ORDERS)
    shop.do("DELETE FROM bought_by")
    good = [line for line in lines if not isinstance(line, bytes)]
    encoded = [
        line if isinstance(line, bytes) else f"g{n},{line[0]},c1,,{line[1]},2024-03-01,{line[2]}".encode()
        for n, line in enumerate(lines)
    ]

    run = shop.drop(end.encode().join([HEADER.encode(), *encoded]), f"{random.random()}.csv")

    assert counts(run)[0] == len(good)
    assert run.rows_rejected == len(lines) - len(good) == len(shop.rejects(run))
    assert sorted(row[5] for row in shop.rows(STORED)) == sorted(quantity for _, quantity, _ in good)
