"""The three real inputs: totals to the cent, computed here in another way, and nothing changes the second time."""

import csv
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.imports.conftest import Shop, counts, preset

CENT = Decimal("0.01")
SALES = """
    SELECT sum(quantity * unit_price), sum(returned_quantity * unit_price),
           sum((quantity - returned_quantity) * unit_price) FROM bought_by
"""
ROLLED_UP = "SELECT sum(gross_cents) / 100.0, sum(returned_cents) / 100.0 FROM exact_sales_day_product"
EVERYTHING = ("products", "customers", "influencers", "campaigns", "bought_by", "return_lines", "influencer_metrics")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def state(shop: Shop) -> dict[str, object]:
    return {
        table: shop.rows(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
        for table in EVERYTHING
    }


def test_the_advertisements_of_kag_add_up_to_the_cent(shop: Shop, shared_data: Path):
    path = shared_data / "ad_performance" / "kag_conversion_data.csv"
    ads = rows_of(path)
    shop.source(preset("kag_ads"), slug="kag")

    run = shop.drop(path.read_bytes(), path.name, "kag")

    assert counts(run) == (1143, 0, 0, 0)
    totals = shop.rows(
        "SELECT sum(impressions), sum(clicks), sum(spend), sum(conversions), count(DISTINCT external_ref),"
        " count(DISTINCT campaign_id), count(DISTINCT influencer_id) FROM influencer_metrics"
    )
    assert totals == [(213_434_828, 38_165, Decimal("58705.23"), 1_079, 1_143, 3, 40)]
    assert Decimal("58705.23") == sum(Decimal(ad["Spent"]).quantize(CENT, ROUND_HALF_UP) for ad in ads)
    per_ad = shop.rows("SELECT external_ref, sum(clicks) FROM influencer_metrics GROUP BY 1")
    assert dict(per_ad) == {ad["ad_id"]: int(ad["Clicks"]) for ad in ads}


def test_the_advertisements_are_spread_evenly_over_august_and_it_is_said_so(shop: Shop, shared_data: Path):
    path = shared_data / "ad_performance" / "kag_conversion_data.csv"
    shop.source(preset("kag_ads"), slug="kag")

    run = shop.drop(path.read_bytes(), path.name, "kag")

    days = shop.rows("SELECT day, sum(clicks), sum(spend) FROM influencer_metrics GROUP BY day ORDER BY day")
    assert [day for day, _, _ in days] == [date(2023, 8, n) for n in range(1, 32)]
    assert all(abs(float(clicks) / (38_165 / 31) - 1) < 0.05 for _, clicks, _ in days)
    assert any("spread evenly over the days of its campaign" in note for note in run.notes)
    assert any("Date" in note for note in run.notes)
    clicked = shop.rows("SELECT sum(clicked_number) FROM influencers")
    assert clicked == [(38_165,)]


@pytest.mark.parametrize(
    "listed",
    [
        ("instagram_list", "instagram_2022_12.csv", "followers", "leomessi"),
        ("youtube_list", "youtube_2022_base.csv", "Subscribers", "tseries"),
    ],
    ids=lambda listed: listed[0],
)
def test_a_list_gives_the_same_by_its_text_and_by_its_numbers(
    shop: Shop, shared_data: Path, listed: tuple[str, str, str, str]
):
    name, file, followers, shown = listed
    content = (shared_data / "influencer_lists" / file).read_bytes()
    by_number = preset(name)
    by_text = by_number | {
        "fields": by_number["fields"] | {"follower_count": {"column": followers, "nth": 1, "type": "count"}}
    }
    shop.source(by_number, slug="by-number")
    shop.source(by_text, slug="by-text")

    first, second = shop.drop(content, file, "by-number"), shop.drop(content, file, "by-text")

    assert counts(first) == counts(second)
    assert first.rows_read == 1_000
    stored = "SELECT external_ref, influencer_name, follower_count, category FROM influencers WHERE source = :source"
    one = set(shop.rows(stored, source="by-number"))
    assert one == set(shop.rows(stored, source="by-text"))
    assert shown in {row[0] for row in one}
    assert len(one) == first.rows_inserted


@pytest.mark.parametrize(
    ("file", "header"),
    [
        *(("instagram_2022_12.csv", header) for header in ("followers", "Eng. (Auth.)", "Eng. (Avg.)")),
        *(("youtube_2022_base.csv", header) for header in ("Subscribers", "avg views", "avg likes", "avg comments")),
    ],
)
def test_every_figure_of_a_list_is_the_same_as_text_and_as_number(
    shop: Shop, shared_data: Path, file: str, header: str
):
    path = shared_data / "influencer_lists" / file
    figure = {"column": header, "nth": 2, "type": "count", "agrees_with": {"column": header, "nth": 1}}
    fields = {"influencer": "name", "external_ref": "name", "day": {"constant": "2022-12-31"}, "impressions": figure}
    if file.startswith("youtube"):
        fields |= {"influencer": "youtuber name", "external_ref": "youtuber name"}
    shop.source({"target": "daily_metrics", "fields": fields}, slug="figures")

    run = shop.drop(path.read_bytes(), file, "figures")

    assert [reject for reject in shop.rejects(run) if "agree" in reject[3] or "number" in reject[3]] == []
    with path.open(encoding="utf-8", newline="") as lines:
        names, *rows = csv.reader(lines)
    name, place = names.index(str(fields["influencer"])), names.index(header) + 1
    told = {row[name].strip(): row[place] for row in rows if row[place].isdigit()}
    stored = shop.rows("SELECT external_ref, impressions FROM influencer_metrics WHERE impressions > 0")
    assert {ref: str(figure) for ref, figure in stored} == {ref: text for ref, text in told.items() if text != "0"}


def test_what_a_list_lacks_is_a_placeholder(shop: Shop, shared_data: Path):
    shop.source(preset("instagram_list"), slug="instagram")
    shop.drop((shared_data / "influencer_lists" / "instagram_2022_12.csv").read_bytes(), slug="instagram")

    (messi,) = shop.rows(
        "SELECT influencer_name, follower_count, influencer_mail, clicked_number, still_partner, member_since"
        " FROM influencers WHERE external_ref = 'leomessi'"
    )
    unnamed = shop.rows("SELECT count(*) FROM influencers WHERE influencer_name LIKE '%NOMBRE%' OR category = ''")

    assert messi == ("Leo Messi", 409_800_000, "leomessi@instagram.invalid", 0, False, date(1970, 1, 1))
    assert unnamed == [(0,)]


def cancelled_by_hand(days: list[list[dict[str, str]]]) -> tuple[int, Decimal]:
    """Take back, cancellation by cancellation, the latest lines before it that are left; how many could, and what."""
    left: dict[int, int] = {}
    lines = [line for lines in days for line in lines]
    number, amount = 0, Decimal(0)
    for at, line in enumerate(lines):
        quantity = int(line["Quantity"])
        if quantity > 0:
            left[at] = quantity
        if not line["InvoiceNo"].startswith("C") or not line["CustomerID"]:
            continue
        same = [
            one
            for one in left
            if lines[one]["InvoiceDate"] <= line["InvoiceDate"]
            and all(lines[one][name] == line[name] for name in ("CustomerID", "StockCode", "UnitPrice"))
        ]
        if sum(left[one] for one in same) < -quantity:
            continue
        number, amount = number + 1, amount - quantity * Decimal(line["UnitPrice"])
        for one in sorted(same, reverse=True):
            part = min(-quantity, left[one])
            left[one] -= part
            quantity += part
    return number, amount


def test_seven_days_of_a_shop_add_up_to_the_cent(shop: Shop, shared_data: Path):
    paths = sorted((shared_data / "online_retail").glob("*.csv"))
    days = [rows_of(path) for path in paths]
    shop.source(preset("online_retail"), slug="online-retail")

    runs = [shop.drop(path.read_bytes(), path.name, "online-retail") for path in paths]

    bought = [line for lines in days for line in lines if int(line["Quantity"]) > 0]
    gross = sum(int(line["Quantity"]) * Decimal(line["UnitPrice"]) for line in bought)
    number, cancelled = cancelled_by_hand(days)
    assert (len(paths), number) == (7, 49)
    assert shop.rows("SELECT count(DISTINCT external_ref) FROM return_lines") == [(number,)]
    assert shop.rows(SALES) == [(gross, cancelled, gross - cancelled)]
    assert shop.rows(ROLLED_UP) == [(gross, cancelled)]
    assert shop.rows("SELECT count(*) FROM bought_by") == [(len(bought),)]
    assert shop.rows("SELECT sum(sales_quantity) FROM products") == shop.rows(
        "SELECT sum(quantity - returned_quantity) FROM bought_by"
    )
    for run, lines in zip(runs, days, strict=True):
        assert run.rows_read == sum(counts(run)) == len(lines)
        assert len(shop.rejects(run)) == run.rows_rejected


def test_each_day_of_the_shop_read_again_changes_nothing(shop: Shop, shared_data: Path):
    paths = sorted((shared_data / "online_retail").glob("*.csv"))
    shop.source(preset("online_retail"), slug="online-retail")
    first = [shop.drop(path.read_bytes(), path.name, "online-retail") for path in paths]
    before = state(shop)

    second = [shop.drop(path.read_bytes(), f"again-{path.name}", "online-retail") for path in paths]

    assert state(shop) == before
    assert [counts(run) for run in second] == [(0, 0, run.rows_inserted, run.rows_rejected) for run in first]


def test_the_lists_and_advertisements_read_again_change_nothing(shop: Shop, shared_data: Path):
    files = {
        "instagram_list": shared_data / "influencer_lists" / "instagram_2022_12.csv",
        "youtube_list": shared_data / "influencer_lists" / "youtube_2022_base.csv",
        "kag_ads": shared_data / "ad_performance" / "kag_conversion_data.csv",
    }
    for name, path in files.items():
        shop.source(preset(name), slug=name.replace("_", "-"))
        shop.drop(path.read_bytes(), path.name, name.replace("_", "-"))
    before = state(shop)

    again = [shop.drop(path.read_bytes(), "again.csv", name.replace("_", "-")) for name, path in files.items()]

    assert state(shop) == before
    assert [counts(run)[:2] for run in again] == [(0, 0)] * 3


def test_the_country_stands_in_for_the_channel(shop: Shop, shared_data: Path):
    path = min((shared_data / "online_retail").glob("*.csv"))
    shop.source(preset("online_retail"), slug="online-retail")
    shop.drop(path.read_bytes(), path.name, "online-retail")

    by_channel: dict[str, int] = dict(
        shop.rows(
            "SELECT coalesce(influencer_name, '-'), count(*) FROM bought_by"
            " LEFT JOIN influencers ON influencer_id = bought_by.channel GROUP BY 1"
        )
    )

    wanted = Counter(
        "-" if line["Country"] == "United Kingdom" else f"Country {line['Country']}"
        for line in rows_of(path)
        if int(line["Quantity"]) > 0
    )
    assert by_channel == wanted
