// What rows can become, and of which fields. The API does not hand this out; a test holds it against docs/imports.md.
import type { Schema } from "@/api/client";

export type Target = Schema["Target"];
type Fields = { own: readonly string[]; required: readonly string[]; of: readonly string[] };

const INFLUENCER = ["influencer_name", "platform", "follower_count", "category", "influencer_mail", "still_partner", "member_since"];
const PRODUCT = ["title", "category", "description", "product_price", "stock_quantity", "on_sale"];
const CUSTOMER = ["customer_name", "customer_mail", "customer_phone", "customer_address", "since"];
const CAMPAIGN = ["campaign_name", "start_date", "end_date", "budget"];
const COUNTS = ["impressions", "clicks", "likes", "comments", "shares", "saves", "conversions"];

// What a record is made of that a row refers to and that is not there yet.
const RECORDS: Record<string, readonly string[]> = { influencer: INFLUENCER, product: PRODUCT, customer: CUSTOMER, campaign: CAMPAIGN };

const FIELDS: Record<Target, Fields> = {
  influencers: { own: ["external_ref", ...INFLUENCER], required: ["external_ref"], of: [] },
  products: { own: ["external_ref", ...PRODUCT], required: ["external_ref"], of: [] },
  customers: { own: ["external_ref", ...CUSTOMER, "channel"], required: ["external_ref"], of: [] },
  campaigns: { own: ["external_ref", ...CAMPAIGN], required: ["external_ref", "start_date", "end_date"], of: [] },
  orders: {
    own: ["external_ref", "product", "customer", "channel", "status", "rating", "quantity", "bought_date", "unit_price"],
    required: ["external_ref", "product", "quantity", "bought_date"],
    of: ["product", "customer", "influencer"],
  },
  returns: { own: ["external_ref", "order", "quantity", "returned_date", "reason"], required: ["external_ref", "order", "returned_date"], of: [] },
  likes: { own: ["customer", "product", "channel", "liked_date"], required: ["customer", "product"], of: ["product", "customer", "influencer"] },
  daily_metrics: { own: ["external_ref", "influencer", "campaign", "day", ...COUNTS, "spend", "revenue"], required: ["influencer"], of: ["influencer", "campaign"] },
  snapshots: { own: ["influencer", "day", "followers", "engagement_rate"], required: ["influencer", "day", "followers"], of: ["influencer"] },
  expenses: {
    own: ["external_ref", "campaign", "influencer", "cost_category", "expense_date", "amount", "description"],
    required: ["external_ref", "campaign", "cost_category", "expense_date", "amount"],
    of: ["influencer", "campaign"],
  },
};

const NAMES: Record<Target, true> = { influencers: true, products: true, customers: true, campaigns: true, orders: true, returns: true, likes: true, daily_metrics: true, snapshots: true, expenses: true };
export const TARGETS = Object.keys(NAMES).filter((name): name is Target => name in FIELDS);

/** The fields of a row of its own. */
export const ownFields = (target: Target): readonly string[] => FIELDS[target].own;

/** The fields of records that a row refers to, as in product.title. */
export const fieldsBeside = (target: Target): readonly string[] =>
  FIELDS[target].of.flatMap((record) => (RECORDS[record] ?? []).map((field) => `${record}.${field}`));

export const isRequired = (target: Target, field: string): boolean => FIELDS[target].required.includes(field);

export const requiredFields = (target: Target): readonly string[] => FIELDS[target].required;

export type Kind = "text" | "mail" | "reference" | "integer" | "money" | "ratio" | "date" | "boolean";

const KINDS: Partial<Record<Kind, ReadonlySet<string>>> = {
  mail: new Set(["influencer_mail", "customer_mail"]),
  reference: new Set(["external_ref", "product", "customer", "channel", "influencer", "campaign", "order"]),
  integer: new Set([...COUNTS, "follower_count", "followers", "stock_quantity", "quantity", "rating"]),
  money: new Set(["product_price", "unit_price", "budget", "spend", "revenue", "amount"]),
  ratio: new Set(["engagement_rate"]),
  date: new Set(["day", "since", "member_since", "start_date", "end_date", "bought_date", "returned_date", "liked_date", "expense_date"]),
  boolean: new Set(["still_partner", "on_sale"]),
};

/** What kind of value a field holds; it says which types can fill it. */
export const kindOf = (field: string): Kind => {
  const name = field.slice(field.indexOf(".") + 1);
  const found = (Object.keys(KINDS) as Kind[]).find((kind) => KINDS[kind]?.has(name));
  return found ?? "text";
};

export const FITTING: Record<Kind, readonly Schema["TypeName"][]> = {
  text: ["text", "integer"],
  mail: ["mail"],
  reference: ["text", "integer"],
  integer: ["integer", "count"],
  money: ["money", "decimal", "count"],
  ratio: ["ratio", "percent"],
  date: ["date"],
  boolean: ["boolean"],
};

/** Whether a field names another record, which can be looked up. */
export const isLookedUp = (field: string): boolean => kindOf(field) === "reference" && field !== "external_ref";
