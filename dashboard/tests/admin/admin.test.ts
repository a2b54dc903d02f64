import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { admin } from "@/pages/admin/messages";
import { ACTIONS, allActions } from "@/pages/admin/audit/actions";
import { differencesOf, written } from "@/pages/admin/audit/differences";
import { verdictOf } from "@/pages/admin/health/books";
import { AREAS, GRANTS } from "@/pages/admin/roles/roles";

const SHARED = `${import.meta.dirname}/../../../shared`;

describe("the table of roles", () => {
  it("is that of shared/permissions.py", () => {
    const source = readFileSync(`${SHARED}/permissions.py`, "utf8");
    const slugs = Object.fromEntries([...source.matchAll(/^ {4}([A-Z_]+) = "([a-z_.]+)"/gm)].map(([, name, slug]) => [name, slug]));
    const granted = [...source.matchAll(/Permission\.([A-Z_]+): frozenset\(\{([A-Z, ]+)\}\)/g)].map(([, name = "", roles = ""]) => [slugs[name], roles.replaceAll(", ", "")]);
    const ours = granted.filter(([slug]) => !["anyone", "enrolment", "signed_in"].includes(slug ?? ""));
    expect(Object.entries(GRANTS).toSorted()).toEqual(ours.toSorted());
  });

  it("shows each permission once", () => {
    expect(AREAS.flatMap(({ permissions }) => permissions).toSorted()).toEqual(Object.keys(GRANTS).toSorted());
  });
});

describe("actions of the audit log", () => {
  it("that the code records are known, and have words in both languages", () => {
    const files = readdirSync(SHARED, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
    const recorded = files.flatMap((name) => [...readFileSync(`${SHARED}/${name}`, "utf8").matchAll(/record(?:_once)?\([^(){}]*?"([a-z_]+\.[a-z_]+)"/g)].map(([, action]) => action));
    expect(recorded.length).toBeGreaterThan(50);
    expect([...new Set(recorded)].filter((action) => !allActions().includes(action ?? ""))).toEqual([]);
    const said = new Set(Object.keys(admin.tr));
    expect(Object.entries(ACTIONS).flatMap(([noun, verbs]) => [`audit.noun.${noun}`, ...verbs.map((verb) => `audit.verb.${verb}`)]).filter((id) => !said.has(id))).toEqual([]);
  });
});

describe("changes of an audit row", () => {
  it("are told apart from facts, and lists are no pairs", () => {
    expect(differencesOf({ user_role: [null, "admin"], payments: 10, fields: ["account_holder", "iban"] })).toEqual([
      { path: "user_role", before: null, after: "admin", isChange: true },
      { path: "payments", after: 10, isChange: false },
      { path: "fields", after: ["account_holder", "iban"], isChange: false },
    ]);
  });

  it("of a map are told member by member, without what stayed", () => {
    const before = { target: "orders", fields: { quantity: { column: "Qty" }, product: { column: "sku" } } };
    const after = { target: "orders", fields: { quantity: { column: "Quantity" }, product: { column: "sku" }, status: { constant: "completed" } } };
    expect(differencesOf({ mapping: [before, after] }).map(({ path, before: was, after: is }) => [path, written(was), written(is)])).toEqual([
      ["mapping.fields.quantity.column", "Qty", "Quantity"],
      ["mapping.fields.status", null, '{"constant":"completed"}'],
    ]);
  });
});

describe("a check of the books", () => {
  const check = { check: "check_books", compares: "", checked_at: "2026-11-23T03:45:00Z" };
  it("that never ran is not taken for one that found nothing", () => {
    expect([verdictOf({ ...check, checked_at: null, differing: null }), verdictOf({ ...check, differing: { stock: 0 } }), verdictOf({ ...check, differing: { stock: 0, sales: 2 } })]).toEqual(["unchecked", "balanced", "differs"]);
  });
});
