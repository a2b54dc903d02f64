import { createIntl } from "react-intl";
import { describe, expect, it } from "vitest";

import { reports } from "@/pages/reports/messages";
import { bodyOf, type Draft, isComplete, newDraft, withKind } from "@/pages/reports/schedule";
import { away, monthName, whenWords } from "@/pages/reports/when";
import type { Kind } from "@/pages/reports/kinds";

const kind = (changes: Partial<Kind> = {}): Kind => ({
  kind: "ranking",
  label: "Ranking",
  description: "",
  permission: "analytics.read",
  formats: ["xlsx", "pdf", "csv"],
  charts: [],
  filters: { properties: { window: {}, from: {}, to: {}, limit: { type: "integer" } } },
  tables: [],
  ...changes,
});
const draft = (changes: Partial<Draft> = {}): Draft => ({ ...newDraft("ranking", 7, "en"), schedule_name: "Mondays", ...changes });
const say = (language: "en" | "tr") => {
  const { formatMessage } = createIntl({ locale: language, messages: reports[language] });
  return (id: string, values: Record<string, string | number>) => formatMessage({ id }, values);
};

describe("what is sent of a schedule", () => {
  it("names the day of its frequency only", () => {
    expect(bodyOf(draft(), kind())).toMatchObject({ weekday: 1, month_day: null });
    expect(bodyOf(draft({ frequency: "monthly", month_day: 31 }), kind())).toMatchObject({ weekday: null, month_day: 31 });
    expect(bodyOf(draft({ frequency: "daily" }), kind())).toMatchObject({ weekday: null, month_day: null });
  });

  it("has its days from the period, or else from the filters as they are shown", () => {
    const values = { window: "30d", limit: 5 };
    expect(bodyOf(draft({ values }), kind()).filters).toEqual({ limit: 5 });
    expect(bodyOf(draft({ values, period: null }), kind()).filters).toEqual(values);
    expect(bodyOf(draft({ period: null }), kind()).filters).toEqual({ window: "90d" });
  });

  it("has only those options that its files know", () => {
    const options = { language: "de", paper: "letter", bom: true, table: "gone" } as const;
    expect(bodyOf(draft({ options, formats: ["xlsx"] }), kind()).options).toEqual({ language: "de" });
    expect(bodyOf(draft({ options, formats: ["csv"] }), kind()).options).toEqual({ language: "de", bom: true, table: null });
  });

  it("keeps of its formats what another kind is made as", () => {
    const purchases = kind({ kind: "purchases", formats: ["xlsx", "csv"] });
    expect(withKind(draft({ formats: ["pdf", "csv"] }), purchases).formats).toEqual(["csv"]);
    expect(withKind(draft({ formats: ["pdf"] }), purchases).formats).toEqual(["xlsx"]);
  });

  it("is complete with somebody to tell and a saved question where one is asked", () => {
    const custom = kind({ kind: "custom" });
    expect(isComplete(draft({ users: [], roles: [] }), kind())).toBe(false);
    expect(isComplete(draft({ kind: "custom" }), custom)).toBe(false);
    expect(isComplete(draft({ kind: "custom", values: { definition_id: 4 } }), custom)).toBe(true);
  });
});

describe("when it comes round, in words", () => {
  it("is told in both languages", () => {
    const monday = { frequency: "weekly", weekday: 1, month_day: null, at: "07:30:00" } as const;
    expect(whenWords(monday, "en", say("en"))).toMatch(/^Every Monday at 7:30\sAM$/u);
    expect(whenWords(monday, "tr", say("tr"))).toBe("Her pazartesi saat 07:30");
  });

  it("says that short months have their last day instead", () => {
    const late = { frequency: "monthly", weekday: null, month_day: 31, at: "07:30" } as const;
    expect(whenWords(late, "en", say("en"))).toContain("or its last day");
    expect(whenWords({ ...late, month_day: 28 }, "en", say("en"))).not.toContain("last day");
  });

  it("says how far away it is", () => {
    const now = new Date("2026-11-23T12:00:00Z");
    expect(["2026-11-30T12:00:00Z", "2026-11-23T15:10:00Z", "2026-11-23T12:04:00Z"].map((then) => away("en", new Date(then), now))).toEqual(["in 7 days", "in 3 hours", "in 4 minutes"]);
  });

  it("names a month by its first day in any time zone", () => {
    expect(monthName("en", "2026-08-01")).toBe("Aug 2026");
  });
});
