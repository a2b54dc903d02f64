"""A generated, labelled shop: about 200 influencers, 40 campaigns, 500 products and 50,000 purchases over a year.

Nobody in it exists: every name begins with "Demo", every mail address ends in .example. The same seed and last day
give the same files. Some influencers earn several times what they cost and some never will, most days bring few
clicks and a few bring many, and a share of what is bought comes back, more through some influencers than others.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

INFLUENCERS, CAMPAIGNS, PRODUCTS, CUSTOMERS, PURCHASES, DAYS = 200, 40, 500, 12_000, 50_000, 365
PLATFORMS = ("instagram", "youtube", "tiktok", "twitch")
CATEGORIES = ("Beauty", "Fashion", "Fitness", "Food", "Home", "Technology", "Toys", "Travel")
TYPICAL_PRICE = (18, 45, 35, 12, 40, 140, 22, 60)
CITIES = ("Berlin", "Hamburg", "Vienna", "Zurich", "Paris", "Lyon", "Madrid", "Milan", "Warsaw", "Prague")
GOODS_SHARE = 0.75
RUNNING = 3  # campaigns that go on after the last day
SEED = 20_240_229

type Row = tuple[object, ...]
type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class File:
    """One file of the demo: its header and its rows."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def content(self) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(self.header)
        writer.writerows(self.rows)
        return text.getvalue().encode()


@dataclass(frozen=True)
class Fee:
    """What a campaign pays one influencer, once it is over."""

    campaign: int
    influencer: int
    amount: str
    day: date


class Shop:
    """The demo's world: who sells what to whom through whom."""

    def __init__(self, last_day: date) -> None:
        self.random = np.random.default_rng(SEED)
        self.first_day = last_day - timedelta(days=DAYS - 1)
        self.followers = np.rint(self.random.lognormal(10.8, 1.3, INFLUENCERS)).astype(int)
        self.influencer_category = self.random.integers(0, len(CATEGORIES), INFLUENCERS)
        self.return_share = self.random.beta(2, 22, INFLUENCERS + 1)
        self.pull = self.followers**0.55 * self.random.lognormal(0, 0.7, INFLUENCERS)
        self.conversion = self.random.beta(3, 110, INFLUENCERS)
        self.product_category = self.random.integers(0, len(CATEGORIES), PRODUCTS)
        typical = np.array(TYPICAL_PRICE)[self.product_category]
        self.price = np.round(typical * self.random.lognormal(0, 0.45, PRODUCTS), 2)
        self.popularity = self.random.pareto(1.6, PRODUCTS) + 0.2
        self._plan_campaigns()
        self._draw_clicks()
        self._draw_purchases()
        # Drawn here, all of them, so that each file is the same whichever others are made.
        self.stock = self.random.integers(20, 2_000, PRODUCTS)
        self.reach = self.random.uniform(25, 90, INFLUENCERS)
        self.liked = self.random.uniform(0.01, 0.06, INFLUENCERS)

    def day(self, index: int) -> date:
        return self.first_day + timedelta(days=int(index))

    def _plan_campaigns(self) -> None:
        self.campaign_start = np.sort(self.random.integers(0, DAYS - 30, CAMPAIGNS))
        self.campaign_days = self.random.integers(14, 46, CAMPAIGNS)
        days_left = DAYS - self.campaign_start[-RUNNING:]
        self.campaign_days[-RUNNING:] = days_left + 10 * np.arange(1, RUNNING + 1)
        self.members = [
            np.sort(self.random.choice(INFLUENCERS, int(self.random.integers(6, 16)), replace=False))
            for _ in range(CAMPAIGNS)
        ]
        self.goods = [
            np.sort(self.random.choice(PRODUCTS, int(self.random.integers(3, 9)), replace=False))
            for _ in range(CAMPAIGNS)
        ]
        self.campaign_of = np.full((INFLUENCERS, DAYS), -1)
        for campaign, members in enumerate(self.members):
            end = self.campaign_start[campaign] + self.campaign_days[campaign]
            self.campaign_of[members, self.campaign_start[campaign] : end] = campaign

    def _draw_clicks(self) -> None:
        """Clicks come in bursts: most days few, and more while a campaign runs."""
        season = 1 + 0.35 * np.sin(np.arange(DAYS) * 2 * np.pi / 365)
        burst = self.random.gamma(0.6, 1 / 0.6, (INFLUENCERS, DAYS))
        boost = np.where(self.campaign_of >= 0, 3.0, 1.0)
        intensity = self.pull[:, None] * season * burst * boost
        wanted = PURCHASES * 0.62 / (intensity * self.conversion[:, None]).sum()
        self.clicks = self.random.poisson(intensity * wanted)

    def _draw_purchases(self) -> None:
        orders = np.minimum(self.random.binomial(self.clicks, self.conversion[:, None]), self.clicks)
        channel, day = (np.repeat(part, orders[orders > 0]) for part in np.nonzero(orders))
        direct = max(0, PURCHASES - len(channel))
        self.channel = np.concatenate([channel, np.full(direct, -1)])[:PURCHASES]
        self.bought = np.concatenate([day, self.random.integers(0, DAYS, direct)])[:PURCHASES]
        in_order = np.lexsort((self.channel, self.bought))
        self.channel, self.bought = self.channel[in_order], self.bought[in_order]
        self.product = self.random.choice(PRODUCTS, PURCHASES, p=self.popularity / self.popularity.sum())
        self.customer = np.minimum((CUSTOMERS * self.random.beta(1.2, 2.0, PURCHASES)).astype(int), CUSTOMERS - 1)
        self._draw_campaign_goods()
        self.quantity = 1 + self.random.poisson(0.5, PURCHASES)
        self.rating = self.random.choice([0, 3, 4, 5], PURCHASES, p=[0.6, 0.08, 0.14, 0.18])  # 0: not rated
        self.comes_back = self.random.random(PURCHASES) < self.return_share[self.channel]

    def _draw_campaign_goods(self) -> None:
        """While a campaign runs, most of those whom an influencer brings buy what the campaign is about."""
        drawn, place = self.random.random((2, PURCHASES))
        campaign = np.where(self.channel >= 0, self.campaign_of[self.channel, self.bought], -1)
        for n in np.flatnonzero((campaign >= 0) & (drawn < GOODS_SHARE)):
            goods = self.goods[campaign[n]]
            self.product[n] = goods[int(place[n] * len(goods))]

    def campaign_end(self, campaign: int) -> date:
        return self.day(self.campaign_start[campaign] + self.campaign_days[campaign] - 1)

    def influencers(self) -> File:
        rows = tuple(
            (
                f"influencer-{i:03d}",
                f"Demo influencer {i:03d}",
                PLATFORMS[i % len(PLATFORMS)],
                self.followers[i],
                CATEGORIES[self.influencer_category[i]],
                f"influencer-{i:03d}@demo.example",
                "yes" if i % 17 else "no",
                self.day(-200 + i % 200),
            )
            for i in range(INFLUENCERS)
        )
        return File(("ref", "name", "platform", "followers", "category", "mail", "partner", "member since"), rows)

    def products(self) -> File:
        rows = tuple(
            (
                f"product-{p:03d}",
                f"Demo product {p:03d}",
                CATEGORIES[self.product_category[p]],
                f"{self.price[p]:.2f}",
                self.stock[p],
                "yes" if p % 9 == 0 else "no",
            )
            for p in range(PRODUCTS)
        )
        return File(("ref", "title", "category", "price", "stock", "on sale"), rows)

    def customers(self) -> File:
        """A customer came with the first purchase, through its channel."""
        first: dict[int, int] = {}
        for purchase, customer in enumerate(self.customer):
            first.setdefault(int(customer), purchase)
        rows = tuple(
            (
                f"customer-{c:05d}",
                f"Demo customer {c:05d}",
                f"customer-{c:05d}@demo.example",
                f"+999{c:08d}",
                f"Demo street {1 + c % 180}, {CITIES[c % len(CITIES)]}",
                _influencer(self.channel[purchase]),
                self.day(self.bought[purchase]),
            )
            for c, purchase in sorted(first.items())
        )
        return File(("ref", "name", "mail", "phone", "address", "came through", "since"), rows)

    def campaigns(self) -> File:
        rows = tuple(
            (
                f"campaign-{c:02d}",
                f"Demo campaign {c:02d}",
                self.day(self.campaign_start[c]),
                self.campaign_end(c),
                f"{1.25 * sum(float(fee.amount) for fee in self.fees() if fee.campaign == c):.2f}",
            )
            for c in range(CAMPAIGNS)
        )
        return File(("ref", "name", "start", "end", "budget"), rows)

    def orders(self) -> File:
        return File(
            ("order", "product", "customer", "influencer", "quantity", "price", "day", "rating"), tuple(self._lines())
        )

    def _lines(self) -> Iterator[Row]:
        for n in range(PURCHASES):
            product, bought = self.product[n], int(self.bought[n])
            line: Row = (
                f"D{n:06d}",
                f"product-{product:03d}",
                f"customer-{self.customer[n]:05d}",
                _influencer(self.channel[n]),
                self.quantity[n],
                f"{self.price[product]:.2f}",
                self.day(bought),
                self.rating[n] or "",
            )
            yield line
            if self.comes_back[n]:
                back = min(DAYS - 1, bought + 3 + n % 18)
                part = self.quantity[n] if n % 3 else 1
                yield (f"C{n:06d}", *line[1:4], -part, line[5], self.day(back), "")

    def metrics(self) -> File:
        """What the platforms report. The spend is boosted posts, paid while a campaign runs."""
        rows = tuple(self._days_reported())
        names = (
            "influencer",
            "campaign",
            "day",
            "impressions",
            "clicks",
            "likes",
            "comments",
            "shares",
            "saves",
            "spend",
        )
        return File(names, rows)

    def _days_reported(self) -> Iterator[Row]:
        for i, d in zip(*np.nonzero(self.clicks), strict=True):
            impressions = int(self.clicks[i, d] * self.reach[i]) + 1
            likes = int(impressions * self.liked[i])
            campaign = self.campaign_of[i, d]
            spend = f"{0.22 * self.clicks[i, d]:.2f}" if campaign >= 0 else "0.00"
            yield (
                _influencer(i),
                f"campaign-{campaign:02d}" if campaign >= 0 else "",
                self.day(d),
                impressions,
                self.clicks[i, d],
                likes,
                likes // 14,
                likes // 31,
                likes // 22,
                spend,
            )

    def fees(self) -> Iterable[Fee]:
        """A fee grows with the number of followers, not with what an influencer sells; that is what this is about."""
        for c, members in enumerate(self.members):
            ends = self.campaign_end(c)
            for i in members:
                amount = float(np.round(150 + 17 * self.followers[i] ** 0.42, 2))
                yield Fee(c, int(i), f"{amount:.2f}", ends)


def _influencer(channel: np.integer) -> str:
    return f"influencer-{channel:03d}" if channel >= 0 else ""
