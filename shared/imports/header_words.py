"""What columns are called: the words by which a header is known to mean a field, best first.

`*` stands for any target. A header is compared by its words: InvoiceNo, invoice_no and "Invoice No." are the same.
"""

from shared.imports.fields import Target

type Words = dict[str, tuple[str, ...]]

ANY: Words = {
    "channel": ("channel", "influencer", "influencer id", "affiliate", "referrer", "utm source", "source", "via"),
    "influencer": ("influencer", "influencer id", "creator", "creator id", "handle", "username", "account", "channel"),
    "customer": (
        "customer",
        "customer id",
        "customer no",
        "customer number",
        "client",
        "client id",
        "buyer",
        "user id",
    ),
    "product": ("product", "product id", "stock code", "sku", "item", "item id", "article", "article no", "asin"),
    "campaign": ("campaign", "campaign id", "xyz campaign id", "campaign code", "campaign name"),
    "order": ("order", "order id", "order no", "order number", "invoice", "invoice no", "purchase", "purchase id"),
    "day": ("day", "date", "reporting date", "report date", "reporting starts", "as of"),
    "impressions": ("impressions", "views", "impr", "reach"),
    "clicks": ("clicks", "link clicks", "taps"),
    "likes": ("likes", "hearts", "reactions"),
    "comments": ("comments", "replies"),
    "shares": ("shares", "reposts", "retweets"),
    "saves": ("saves", "bookmarks", "saved"),
    "conversions": ("conversions", "approved conversion", "purchases", "orders", "results"),
    "spend": ("spend", "spent", "cost", "amount spent", "ad spend"),
    "revenue": ("revenue", "sales", "conversion value", "purchase value"),
    "influencer_name": ("influencer name", "display name", "full name", "instagram name", "channel name", "name"),
    "platform": ("platform", "network", "social network"),
    "follower_count": ("followers", "follower count", "subscribers", "subscriber count", "fans"),
    "category": ("category", "category 1", "topic", "niche", "genre", "department"),
    "influencer_mail": ("mail", "email", "e mail", "influencer mail", "contact"),
    "still_partner": ("still partner", "partner", "active", "is active"),
    "member_since": ("member since", "since", "joined", "signed up"),
    "title": ("title", "product name", "name", "description", "product title"),
    "description": ("description", "details", "notes", "note", "comment", "text"),
    "product_price": ("price", "product price", "unit price", "list price", "retail price"),
    "stock_quantity": ("stock", "stock quantity", "inventory", "on hand", "quantity"),
    "on_sale": ("on sale", "available", "active", "published"),
    "customer_name": ("customer name", "name", "full name"),
    "customer_mail": ("mail", "email", "e mail", "customer mail", "customer email"),
    "customer_phone": ("phone", "telephone", "mobile", "customer phone", "phone number"),
    "customer_address": ("address", "customer address", "shipping address", "street"),
    "since": ("since", "customer since", "registered", "created at", "signed up", "sign up date"),
    "campaign_name": ("campaign name", "name", "title"),
    "start_date": ("start date", "start", "starts", "from", "begin"),
    "end_date": ("end date", "end", "ends", "until", "to"),
    "budget": ("budget", "planned cost", "total budget"),
    "status": ("status", "state", "order status"),
    "rating": ("rating", "stars", "score"),
    "quantity": ("quantity", "qty", "units", "amount", "pieces", "count"),
    "bought_date": ("bought date", "order date", "invoice date", "purchase date", "date", "created at", "ordered at"),
    "unit_price": ("unit price", "price", "item price", "price each"),
    "returned_date": ("returned date", "return date", "date", "returned at", "refund date"),
    "reason": ("reason", "return reason", "why"),
    "liked_date": ("liked date", "liked at", "date", "created at"),
    "followers": ("followers", "follower count", "subscribers", "subscriber count", "fans"),
    "engagement_rate": ("engagement rate", "engagement", "er"),
    "cost_category": ("cost category", "category", "kind", "type", "account"),
    "expense_date": ("expense date", "date", "invoice date", "booked on", "day"),
    "amount": ("amount", "total", "cost", "sum", "price", "net amount"),
}
REFERENCES_OF: dict[Target, tuple[str, ...]] = {
    Target.INFLUENCERS: ("influencer id", "handle", "username", "user name", "account", "youtuber name", "name", "id"),
    Target.PRODUCTS: ("product id", "sku", "stock code", "article no", "item id", "asin", "id"),
    Target.CUSTOMERS: ("customer id", "customer no", "customer number", "client id", "user id", "id"),
    Target.CAMPAIGNS: ("campaign id", "campaign code", "id", "code"),
    Target.ORDERS: ("order id", "order line", "order no", "order number", "invoice no", "transaction id", "id"),
    Target.RETURNS: ("return id", "return no", "rma", "refund id", "id"),
    Target.DAILY_METRICS: ("ad id", "post id", "report id", "external ref"),
    Target.EXPENSES: ("expense id", "voucher", "receipt", "invoice no", "id", "reference"),
}
PLATFORMS = {"instagram": "Instagram", "youtube": "YouTube", "youtuber": "YouTube", "tiktok": "TikTok"}


def words_for(target: Target, field: str) -> tuple[str, ...]:
    """Return the headers by which a field of a target is known."""
    own = field.replace("_", " ")
    if field == "external_ref":
        return (own, *REFERENCES_OF.get(target, ()))
    return (own, *(word for word in ANY.get(field, ()) if word != own))
