"""A preview shows what a run would do, does nothing, and proposes a mapping for a file nobody has described."""

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.imports.mapping import Mapping
from shared.imports.proposals import propose, words_of
from shared.imports.sampling import undescribed
from shared.platform import db
from tests.client import Client, Reply
from tests.imports.conftest import Shop, csv_of, preset

LIST: dict[str, Any] = {
    "target": "influencers",
    "fields": {"external_ref": "ref", "follower_count": {"column": "fans", "type": "count"}, "platform": "on"},
}


def given_file(content: bytes, name: str = "file.csv", **more: Any) -> dict[str, Any]:
    return {"file": {"name": name, "content": base64.b64encode(content).decode()}} | more


def ask(api: Client, body: dict[str, Any], role: str = "data_analyst", source_id: int = 1) -> Reply:
    return api.as_role(role).post(f"imports/sources/{source_id}/preview", body)


def test_the_first_rows_are_shown_as_they_would_land_and_nothing_lands(shop: Shop, api: Client):
    shop.source(LIST)
    shop.drop(csv_of("ref,fans,on", "i1,5,TikTok"))
    before = shop.rows("SELECT * FROM influencers"), shop.rows("SELECT count(*) FROM import_runs")

    shown = ask(api, given_file(csv_of("ref,fans,on", "i1,1.5K,TikTok", "i2,x,", "i3,7,", "i3,8,a\tb", "i4")))

    assert shown.status == 200
    assert [(row["line"], row["values"]) for row in shown.json["rows"]] == [
        (2, {"external_ref": "i1", "follower_count": "1500", "platform": "TikTok"}),
        (3, None),
        (4, None),
        (5, {"external_ref": "i3", "follower_count": "8", "platform": "a\tb"}),
    ]
    assert [(reject["line"], reject["reason"]) for reject in shown.json["rejects"]] == [
        (3, "is not a number"),
        (4, "is also the key of line 5, which differs and counts"),
        (6, "The line has 1 cells where the header has 3."),
    ]
    counts = [shown.json[f"rows_{what}"] for what in ("inserted", "updated", "unchanged", "rejected")]
    assert counts == [1, 1, 0, 3]
    assert (shop.rows("SELECT * FROM influencers"), shop.rows("SELECT count(*) FROM import_runs")) == before


def test_no_more_than_twenty_rows_are_shown_and_tried(shop: Shop, api: Client):
    shop.source(LIST)

    shown = ask(api, given_file(csv_of("ref,fans,on", *(f"i{n},{n},x" for n in range(500)))))

    assert (len(shown.json["rows"]), shown.json["rows_inserted"]) == (20, 20)


def test_an_unknown_file_is_shown_by_the_proposed_mapping(shop: Shop, api: Client):
    shop.source(LIST)
    orders = [
        {"order": {"number": n}, "sku": "p1", "qty": 2, "price": "9.50", "created_at": f"2024-03-0{n}T10:00:00Z"}
        for n in (1, 2)
    ]
    file = given_file(json.dumps({"page": 1, "data": {"orders": orders}}).encode(), "orders.json")

    by_source, proposed = ask(api, file), ask(api, file | {"by_proposal": True})

    assert by_source.json["error"] == '"orders.json" should end in .csv or .tsv or .txt: the source is declared as csv.'
    assert proposed.json["error"] is None
    mapping = proposed.json["proposal"]["mapping"]
    assert (mapping["target"], mapping["format"], mapping["items"]) == ("orders", "json", "data.orders")
    assert {name: field["column"] for name, field in mapping["fields"].items()} == {
        "external_ref": "order.number",
        "product": "sku",
        "quantity": "qty",
        "bought_date": "created_at",
        "unit_price": "price",
    }
    assert proposed.json["rows"][0]["values"]["bought_date"] == "2024-03-01"
    assert proposed.json["rows_inserted"] == 2
    assert shop.rows("SELECT count(*) FROM bought_by") == [(0,)]


def test_a_file_in_which_something_is_missing_is_shown_as_it_is(shop: Shop, api: Client):
    source = shop.source(LIST)
    file = given_file(csv_of("clicks,who cares", "5,x"), target="daily_metrics", by_proposal=True)

    shown = ask(api, file)
    shop.do("UPDATE import_sources SET mapping = '{}' WHERE source_id = :id", id=source.source_id)
    by_nothing = ask(api, file | {"by_proposal": False})

    assert shown.json["error"].startswith("No column was found")
    assert shown.json["proposal"]["missing"] == ["influencer", "day"]
    assert shown.json["proposal"]["unused"] == ["who cares"]
    assert [(row["cells"], row["values"]) for row in shown.json["rows"]] == [(["5", "x"], None)]
    assert by_nothing.json["error"] == "The source's mapping is not valid."


def test_another_mapping_can_be_tried_and_is_checked(shop: Shop, api: Client):
    shop.source(LIST)
    other = LIST | {"fields": {"external_ref": "fans"}}
    wrong = LIST | {"fields": {"external_ref": "fans", "follower_count": {"constant": "x"}}}
    file = csv_of("ref,fans,on", "i1,1,x")

    shown = ask(api, given_file(file, mapping=other))
    refused = ask(api, given_file(file, mapping=wrong))
    misfit = ask(api, given_file(file, mapping=LIST | {"fields": {"external_ref": "nothing"}}))

    assert shown.json["rows"][0]["values"] == {"external_ref": "1"}
    assert (refused.status, refused.json["errors"][0]["pointer"]) == (422, "/mapping/fields/follower_count")
    assert misfit.json["error"] == 'The file has no column "nothing". It has "ref", "fans", "on".'


def test_the_file_of_a_run_is_looked_at_by_whoever_may_see_it(shop: Shop, api: Client):
    shop.source({"target": "customers", "fields": {"external_ref": "ref", "customer_mail": "mail"}})
    run = shop.drop(csv_of("ref,mail", "c1,somebody@shop.example"))
    body = {"file": {"run_id": run.run_id}}

    shown, hidden = ask(api, body, "admin"), ask(api, body, "data_analyst")
    shop.source(LIST, slug="other")
    of_another = ask(api, body, "admin", 2)

    assert shown.json["rows"][0]["cells"] == ["c1", "somebody@shop.example"]
    assert (hidden.status, of_another.status) == (403, 404)
    shop.blobs.delete("imports", "shop/file.csv")
    assert ask(api, body, "admin").json["code"] == "import_file_gone"
    assert hidden.json["code"] == "import_file_holds_personal_data"


def test_a_run_that_is_at_the_same_records_is_not_waited_for(shop: Shop, api: Client):
    shop.source(LIST)
    with db.transaction() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO influencers (influencer_name, platform, follower_count, clicked_number, category,"
            " influencer_mail, still_partner, member_since, source, external_ref)"
            " VALUES ('x', 'x', 0, 0, 'x', 'x@shop.example', true, '2024-01-01', 'shop', 'i1')"
        )
        busy = ask(api, given_file(csv_of("ref,fans,on", "i1,1,x")))

    assert (busy.status, busy.json["code"]) == (409, "import_preview_busy")


@pytest.mark.parametrize(
    ("name", "folder", "file"),
    [
        ("instagram_list", "influencer_lists", "instagram_2022_12.csv"),
        ("youtube_list", "influencer_lists", "youtube_2022_base.csv"),
    ],
)
def test_the_mapping_proposed_for_a_real_list_is_the_one_a_person_made(
    shared_data: Path, name: str, folder: str, file: str
):
    content = (shared_data / folder / file).read_bytes()
    told, seen = undescribed(lambda: io.BytesIO(content), file)

    found = propose(seen.header, seen.columns, file)

    by_hand = Mapping.model_validate(preset(name)).fields
    proposed = Mapping.model_validate({"target": found.target, "fields": found.fields} | told).fields
    assert found.missing == []
    assert proposed.keys() == by_hand.keys()
    assert proposed["external_ref"].columns == by_hand["external_ref"].columns
    assert proposed["follower_count"] == by_hand["follower_count"]
    assert proposed["platform"].constant == by_hand["platform"].constant
    assert proposed["influencer_name"].columns[0] == by_hand["influencer_name"].columns[0]


def test_the_mapping_proposed_for_the_real_orders_finds_every_column(shared_data: Path):
    path = min((shared_data / "online_retail").glob("*.csv"))
    _, seen = undescribed(lambda: path.open("rb"), path.name)

    found = propose(seen.header, seen.columns, path.name)

    assert found.fields == {
        "external_ref": {"template": "{InvoiceNo}/{StockCode}", "numbered": True},
        "product": {"column": "StockCode"},
        "customer": {"column": "CustomerID", "type": "integer"},
        "quantity": {"column": "Quantity"},
        "bought_date": {"column": "InvoiceDate"},
        "unit_price": {"column": "UnitPrice"},
        "product.title": {"column": "Description"},
    }
    assert found.unused == ["Country"]


def test_european_figures_and_days_are_recognised():
    header = ["Beleg No", "Campaign", "Category", "Date", "Amount", "Note"]
    rows = [["7", "k1", "studio", "31.12.2024", "1.234,50", "a"], ["8", "k1", "travel", "01.02.2025", "1.000,5", ""]]

    found = propose(header, list(zip(*rows, strict=True)), "costs.csv")

    assert (found.target, found.missing) == ("expenses", [])
    assert found.fields["expense_date"] == {"column": "Date", "formats": ["%d.%m.%Y"]}
    assert found.fields["amount"] == {"column": "Amount", "decimal_comma": True}
    assert found.fields["external_ref"] == {"column": "Beleg No"}


@pytest.mark.parametrize("header", ["InvoiceNo", "invoice_no", "Invoice No.", "INVOICE  NO"])
def test_words_of_a_header(header: str):
    assert words_of(header) == "invoice no"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=15), min_size=1, max_size=8), st.data())
def test_whatever_is_proposed_can_be_declared(header: list[str], data: st.DataObject):
    cells = st.text(max_size=8) | st.sampled_from(["1", "2.5", "1,5", "2024-01-02", "31.12.2024", "a@b.example", "12%"])
    rows = data.draw(st.lists(st.tuples(*[cells] * len(header)), max_size=5))

    found = propose(header, list(zip(*rows, strict=True)), "file.csv")

    if not found.missing:
        Mapping.model_validate({"target": found.target, "fields": found.fields})


def test_no_file_makes_a_preview_fail(shop: Shop, api: Client):
    shop.source(LIST)
    client = api.as_role("data_analyst")
    heads = [
        b"",
        b"ref,fans,on\n",
        b'[{"ref": 1, "day": "2024-01-01", "clicks": ',
        b'{"influencer":"a","followers":1}\n',
    ]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.xlsx", "a", "a.exe"]),
        st.sampled_from(heads),
        st.binary(max_size=80) | st.text(alphabet=',;"{}[]:\n10-.%ab\0é', max_size=80).map(str.encode),
        st.booleans(),
    )
    def check(name: str, head: bytes, content: bytes, by_proposal: bool) -> None:  # noqa: FBT001 - hypothesis gives it
        shown = client.post("imports/sources/1/preview", given_file(head + content, name, by_proposal=by_proposal))
        assert shown.status == 200, shown.body
        json.dumps(shown.json, ensure_ascii=False).encode()

    check()
