// Who may what. The API tells each person only what their own role may; a test holds this against shared/permissions.py.
import type { Schema } from "@/api/client";

export type Role = Schema["Role"];
export type Permission = Schema["Permission"];
export const ROLES: readonly Role[] = ["admin", "marketing_manager", "data_analyst", "campaign_manager", "finance_manager"];

const LETTERS: Record<string, Role> = { A: "admin", M: "marketing_manager", D: "data_analyst", C: "campaign_manager", F: "finance_manager" };
const rolesOf = (letters: string): readonly Role[] => [...letters].map((letter) => LETTERS[letter]).filter((role) => role !== undefined);

// What everybody may who is signed in, or not even that, says nothing about roles.
type Granted = Exclude<Permission, "anyone" | "enrolment" | "signed_in">;

export const GRANTS: Record<Granted, string> = {
  "analytics.read": "AMDCF",
  "reports.create": "AMDCF",
  "influencers.read": "AMDCF",
  "influencers.manage": "AM",
  "campaigns.read": "AMDCF",
  "campaigns.create": "AM",
  "campaigns.edit": "AMC",
  "campaigns.approve": "AM",
  "products.read": "AMDCF",
  "products.manage": "AM",
  "customers.read": "AMDCF",
  "customers.personal": "AM",
  "customers.manage": "AM",
  "purchases.read": "AMDCF",
  "purchases.manage": "AM",
  "imports.read": "AMD",
  "imports.manage": "AD",
  "imports.run": "AMD",
  "terms.read": "AMDF",
  "terms.manage": "MF",
  "payments.read": "AMF",
  "payments.compute": "F",
  "payments.approve": "MF",
  "payments.execute": "F",
  payout_accounts: "F",
  "budgets.read": "AMDCF",
  "budgets.manage": "MF",
  "expenses.manage": "MCF",
  "expenses.approve": "MF",
  "profitability.read": "AMDF",
  "users.manage": "A",
  "audit.read": "A",
};

export const AREAS: readonly { area: "analysis" | "partners" | "sales" | "imports" | "finance" | "system"; permissions: readonly Granted[] }[] = [
  { area: "analysis", permissions: ["analytics.read", "reports.create"] },
  { area: "partners", permissions: ["influencers.read", "influencers.manage", "campaigns.read", "campaigns.create", "campaigns.edit", "campaigns.approve"] },
  { area: "sales", permissions: ["products.read", "products.manage", "customers.read", "customers.personal", "customers.manage", "purchases.read", "purchases.manage"] },
  { area: "imports", permissions: ["imports.read", "imports.run", "imports.manage"] },
  {
    area: "finance",
    permissions: ["terms.read", "terms.manage", "payments.read", "payments.compute", "payments.approve", "payments.execute", "payout_accounts", "budgets.read", "budgets.manage", "expenses.manage", "expenses.approve", "profitability.read"],
  },
  { area: "system", permissions: ["users.manage", "audit.read"] },
];

export const grants = (role: Role, permission: Granted): boolean => rolesOf(GRANTS[permission]).includes(role);
