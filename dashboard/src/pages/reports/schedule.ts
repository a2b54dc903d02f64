// A schedule as a form has it, and as the API takes it. Pure.
import type { Schema } from "@/api/client";

import { daysOf, fieldsOf, type Kind, missingOf } from "./kinds";
import { type Options, optionsFor } from "./options";
import { USUAL_WINDOW, type Values, valuesOf, withoutDays } from "./values";

export type Schedule = Schema["ScheduleOut"];
export type Draft = {
  schedule_name: string;
  kind: string;
  formats: readonly Schema["ReportFormat"][];
  values: Values;
  charts: readonly string[] | null;
  options: Options;
  period: Schema["Period"] | null;
  frequency: Schema["Frequency"];
  weekday: number;
  month_day: number;
  at: string;
  users: readonly number[];
  roles: readonly Schema["Role"][];
  is_enabled: boolean;
};

export const PERIODS = ["yesterday", "last_7_days", "last_week", "month_to_date", "last_month", "last_quarter", "last_year"] as const satisfies readonly Schema["Period"][];
export const FREQUENCIES = ["daily", "weekly", "monthly"] as const satisfies readonly Schema["Frequency"][];
export const ROLES = ["admin", "marketing_manager", "data_analyst", "campaign_manager", "finance_manager"] as const satisfies readonly Schema["Role"][];
export const CUSTOM = "custom";
const HOUR_AND_MINUTE = 5;

export const newDraft = (kind: string, userId: number, language: Options["language"]): Draft => ({
  schedule_name: "",
  kind,
  formats: ["pdf"],
  values: {},
  charts: null,
  options: { language },
  period: "last_week",
  frequency: "weekly",
  weekday: 1,
  month_day: 1,
  at: "07:00",
  users: [userId],
  roles: [],
  is_enabled: true,
});

export const draftOf = (schedule: Schedule): Draft => ({
  ...schedule,
  values: valuesOf(schedule.filters),
  weekday: schedule.weekday ?? 1,
  month_day: schedule.month_day ?? 1,
  at: schedule.at.slice(0, HOUR_AND_MINUTE),
  users: schedule.recipients.users ?? [],
  roles: schedule.recipients.roles ?? [],
});

/** Days are named by the period, by the saved question, or by the filters. */
export const filtersOf = ({ period, kind: slug, values }: Draft, kind: Kind): Values => {
  if (period) return withoutDays(values);
  const hasDays = "window" in values || "from" in values;
  return slug === CUSTOM || hasDays || daysOf(kind) !== "window" ? values : { ...values, window: USUAL_WINDOW };
};

export const bodyOf = (draft: Draft, kind: Kind): Schema["ScheduleIn"] => ({
  schedule_name: draft.schedule_name.trim(),
  kind: draft.kind,
  formats: [...draft.formats],
  filters: { ...filtersOf(draft, kind) },
  charts: draft.charts === null ? null : [...draft.charts],
  options: optionsFor(draft.formats, draft.options, kind),
  period: draft.period,
  frequency: draft.frequency,
  weekday: draft.frequency === "weekly" ? draft.weekday : null,
  month_day: draft.frequency === "monthly" ? draft.month_day : null,
  at: draft.at,
  recipients: { users: [...draft.users], roles: [...draft.roles] },
  is_enabled: draft.is_enabled,
});

/** Another kind has other filters, charts and perhaps formats. */
export const withKind = (draft: Draft, kind: Kind): Draft => ({
  ...draft,
  kind: kind.kind,
  values: {},
  charts: null,
  period: daysOf(kind) === "none" ? null : draft.period,
  formats: draft.formats.some((one) => kind.formats.includes(one)) ? draft.formats.filter((one) => kind.formats.includes(one)) : kind.formats.slice(0, 1),
  options: { ...draft.options, table: null },
});

/** Whether everything is there that the API asks for. */
export const isComplete = (draft: Draft, kind: Kind): boolean => {
  const isNamed = "definition_id" in draft.values || "metrics" in draft.values;
  const isAsked = draft.kind === CUSTOM ? isNamed : missingOf(fieldsOf(kind), draft.values).length === 0;
  return isAsked && draft.formats.length > 0 && draft.users.length + draft.roles.length > 0;
};
