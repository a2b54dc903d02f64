import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { base64, beginningOf, MOST_BYTES } from "@/pages/imports/mapping/files";
import { columnNames, columnOf, forTarget, madeOf, originOf, readJson, sourceText } from "@/pages/imports/mapping/mapping";
import { isRequired, kindOf, ownFields, TARGETS } from "@/pages/imports/mapping/targets";
import type { Schema } from "@/api/client";
import { isLive, touchedOf } from "@/pages/imports/runs/runs";
import { choiceOf, expressionOf, weekdayList } from "@/pages/imports/sources/schedule";

describe("targets", () => {
  it("have the fields that docs/imports.md lists, the required ones among them", () => {
    const docs = readFileSync(`${import.meta.dirname}/../../../docs/imports.md`, "utf8");
    for (const target of TARGETS) {
      const line = docs.split("\n").find((one) => one.startsWith(`| ${target} | `) && one.includes("**")) ?? "";
      const listed = (line.split("|")[2] ?? "").split(",").map((one) => one.trim());
      expect([target, ownFields(target).map((field) => (isRequired(target, field) ? `**${field}**` : field)).toSorted()]).toEqual([target, listed.toSorted()]);
    }
    expect(TARGETS).toHaveLength(10);
  });

  it("know what kind of value a field holds, also of a record beside", () => {
    expect(["product.product_price", "customer", "bought_date", "influencer.still_partner", "title"].map(kindOf)).toEqual(["money", "reference", "date", "boolean", "text"]);
  });
});

describe("a mapping", () => {
  it("tells columns of the same header apart, there and back", () => {
    const names = columnNames(["name", "followers", "followers", ""]);
    expect(names).toEqual(["name", "followers", "followers#2", ""]);
    expect(names.filter(Boolean).map(columnOf)).toEqual([{ column: "name" }, { column: "followers" }, { column: "followers", nth: 2 }]);
  });

  it("keeps a field's options when it is made of something else", () => {
    const before = { column: "Subscribers", nth: 2, type: "count", truncate: true } as const;
    expect(sourceText(before)).toBe("Subscribers#2");
    expect(madeOf(before, "template", "{a}/{b}")).toEqual({ type: "count", truncate: true, template: "{a}/{b}" });
    expect(sourceText(madeOf(undefined, "first_of", ["a", "b#2"]))).toBe("a, b#2");
    expect(originOf({ constant: "" })).toBe("constant");
  });

  it("drops what only its former target may have", () => {
    const orders = { target: "orders", format: "xlsx", fields: { external_ref: { column: "n" } }, cancellation: { column: "n", prefix: "C" } } as const;
    expect(forTarget(orders, "snapshots")).toEqual({ target: "snapshots", format: "xlsx", fields: { influencer: { column: "influencer" }, day: { column: "day" }, followers: { column: "followers" } } });
  });

  it("says why what was typed is no mapping", () => {
    expect(readJson('{"target": "orders"}')).toEqual({ error: "{target, fields}" });
    expect(readJson("{")).toHaveProperty("error");
  });
});

describe("a file for a preview", () => {
  it("is cut behind its last whole line, and keeps every byte", () => {
    const bytes = new TextEncoder().encode("ü,1\n".repeat(MOST_BYTES / 4));
    const cut = beginningOf(bytes, "orders.csv");
    expect([cut.length <= MOST_BYTES, cut.at(-1)]).toEqual([true, 10]);
    expect(atob(base64(new Uint8Array([0, 255, 195, 188])))).toBe("\u0000\u00ff\u00c3\u00bc");
  });
});

describe("a schedule", () => {
  it.each(["0 */15 * * * *", "0 5 * * * *", "0 30 6 * * *", "0 0 3 * * 1,3", "0 0 3 31 * *", "30 0 3 * * *", "0 0 3 1 * 1"])("%s is kept through choosing", (expression) => {
    expect(expressionOf(choiceOf(expression))).toBe(expression);
  });

  it("is understood as people mean it", () => {
    expect(choiceOf("0 0 6 * * mon-fri")).toEqual({ kind: "weekly", days: [1, 2, 3, 4, 5], hour: 6, minute: 0 });
    expect(choiceOf("0 0 6 * jan *").kind).toBe("own");
    expect(choiceOf(null)).toEqual({ kind: "never" });
    expect([weekdayList([0, 6], "en"), weekdayList([1], "tr")]).toEqual(["Sunday and Saturday", "Pazartesi"]);
  });
});

describe("a run", () => {
  const created_at = "2026-11-23T12:00:00Z";
  const run = { run_id: 1, source_id: 1, file_name: null, file_sha256: null, state: "waiting", progress: 0, rows_read: 0, rows_inserted: 0, rows_updated: 0, rows_unchanged: 0, rows_rejected: 0, attempts: 0, notes: [], error: null, created_at, started_at: null, finished_at: null, undone_at: null } as const satisfies Schema["RunOut"];
  const after = (minutes: number) => Date.parse(created_at) + minutes * 60_000;

  it("is followed until nothing more can come of it: an upload that never came is not waited for", () => {
    expect([isLive(run, after(14)), isLive(run, after(16)), isLive({ ...run, attempts: 1 }, after(16)), isLive({ ...run, state: "running" }, after(999)), isLive({ ...run, state: "done" }, after(1))]).toEqual([true, false, true, true, false]);
  });

  it("that cannot be undone says which rows were touched, whatever else the refusal holds", () => {
    expect(touchedOf({ rows: [{ table: "products", id: 7, why: "was edited since" }, "?"], more: true })).toEqual([{ table: "products", id: 7, why: "was edited since" }]);
    expect(touchedOf({ code: "import_run_too_old" })).toEqual([]);
  });
});
