import { describe, expect, it } from "vitest";

import { daysOf, fieldsOf, missingOf } from "@/pages/reports/kinds";
import { changed, chartQuery, keptFor, readValues, valuesOf } from "@/pages/reports/values";

// As GET report-kinds declares them: pydantic says the length of an array as that of a text.
const RETURNS = {
  kind: "returns_by_influencer",
  filters: {
    $defs: { ReturnDay: { enum: ["purchase_day", "return_day"], type: "string" } },
    properties: {
      window: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
      from: { anyOf: [{ format: "date", type: "string" }, { type: "null" }], default: null },
      to: { anyOf: [{ format: "date", type: "string" }, { type: "null" }], default: null },
      influencer_id: { default: [], items: { type: "integer" }, maxLength: 200, type: "array" },
      by: { $ref: "#/$defs/ReturnDay", default: "purchase_day" },
      limit: { default: 1000, maximum: 10000, minimum: 1, type: "integer" },
      cursor: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
    },
  },
};
const CUSTOM = {
  kind: "custom",
  filters: {
    $defs: { Compare: { enum: ["previous", "last_year"], type: "string" } },
    properties: {
      window: { type: "string" },
      from: { type: "string" },
      category: { items: { type: "string" }, type: "array" },
      metrics: { items: { type: "string" }, maxLength: 20, minLength: 1, type: "array" },
      compare: { anyOf: [{ $ref: "#/$defs/Compare" }, { type: "null" }], default: null },
    },
    required: ["metrics"],
  },
};

describe("the filters that a kind declares", () => {
  it("become fields, without days and what names a page of a list", () => {
    expect(fieldsOf(RETURNS)).toEqual([
      { type: "records", name: "influencer_id", most: 200, isRequired: false },
      { type: "one", name: "by", options: ["purchase_day", "return_day"], usual: "purchase_day", isRequired: false },
      { type: "number", name: "limit", least: 1, most: 10000, usual: 1000, isRequired: false },
    ]);
  });

  it("begin with what has to be chosen, and follow references inside of null", () => {
    const fields = fieldsOf(CUSTOM);
    expect(fields.map(({ name }) => name)).toEqual(["metrics", "category", "compare"]);
    expect(fields[2]).toMatchObject({ type: "one", options: ["previous", "last_year"], usual: null });
    expect(missingOf(fields, { metrics: [] }).map(({ name }) => name)).toEqual(["metrics"]);
  });

  it("may ask for at least one of several, all of which are missing until then", () => {
    const audience = { filters: { properties: { influencer_id: { type: "array" }, platform: { type: "array" }, limit: { type: "integer" } }, anyOf: [{ required: ["influencer_id"] }, { required: ["platform"] }] } };
    const fields = fieldsOf(audience);
    expect([{}, { platform: [] }, { platform: ["Blog"] }].map((values) => missingOf(fields, values).map(({ name }) => name))).toEqual([["influencer_id", "platform"], ["influencer_id", "platform"], []]);
  });

  it("have a window, days only, or neither", () => {
    const days = { kind: "campaign_success", filters: { properties: { from: {}, to: {} } } };
    expect([RETURNS, days, { kind: "other", filters: {} }].map(daysOf)).toEqual(["window", "days", "none"]);
  });
});

describe("filters in the address", () => {
  const read = (address: string) => readValues(fieldsOf(RETURNS), "window", new URLSearchParams(address));

  it("are read as the kind declares them, nonsense left out", () => {
    expect(read("influencer_id=3&influencer_id=x&influencer_id=5&by=never&limit=20&window=90")).toEqual({ window: "90d", influencer_id: [3, 5], limit: 20 });
  });

  it("have days or a window, never both", () => {
    expect(read("from=2026-10-01&to=2026-10-31&window=30d")).toEqual({ from: "2026-10-01", to: "2026-10-31" });
  });

  it("keep what every kind understands when another one is chosen", () => {
    expect(keptFor("attribution", new URLSearchParams("kind=ranking&by=score&platform=a&platform=b")).toString()).toBe("kind=attribution&platform=a&platform=b");
  });
});

describe("filters", () => {
  it("lose what is taken away or empty", () => {
    expect(changed({ window: "90d", category: ["Toys"], limit: 5 }, { window: null, category: [], from: "2026-10-01" })).toEqual({ limit: 5, from: "2026-10-01" });
  });

  it("are taken from what was saved without what is no filter", () => {
    expect(valuesOf({ metrics: ["orders"], name: null, nested: { a: 1 }, mixed: [1, "a"] })).toEqual({ metrics: ["orders"] });
  });

  it("give no charts where charts do not know one of them", () => {
    expect(chartQuery({ window: "90d", action: "report.requested" })).toBeNull();
    expect(chartQuery({ window: "90d", limit: 5000 })).toEqual({ window: "90d" });
  });
});
