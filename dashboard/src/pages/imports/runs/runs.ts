// What can be said about a run from its counts and its state.
import type { Schema } from "@/api/client";

export type Run = Schema["RunOut"];
export type State = Schema["RunState"];
export const STATES: readonly State[] = ["waiting", "running", "done", "failed", "cancelled", "undone"];

const UPLOAD_MINUTES = 15;

/** Whether something may yet come of it by itself; an upload that never came waits for ever. */
export const isLive = (run: Run, now: number): boolean =>
  run.state === "running" || (run.state === "waiting" && (run.attempts > 0 || now - Date.parse(run.created_at) < UPLOAD_MINUTES * 60_000));

export const isOpen = (run: Run): boolean => run.state === "waiting" || run.state === "running";
export const hasEnded = (run: Run): boolean => run.state === "done" || run.state === "failed" || run.state === "cancelled";
export const canRetry = (run: Run): boolean => run.state === "failed" || run.state === "cancelled";

export const OUTCOMES = ["inserted", "updated", "unchanged", "rejected"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const countOf = (run: Run, outcome: Outcome): number => run[`rows_${outcome}`];

/** How long it took or has taken so far, in seconds; null before it began. */
export const secondsOf = (run: Run, now: number): number | null => {
  if (!run.started_at) return null;
  return Math.max(0, ((run.finished_at ? Date.parse(run.finished_at) : now) - Date.parse(run.started_at)) / 1000);
};

export type Touched = { table: string; id: number; why: string };

/** The rows that a refusal to undo lists. */
export const touchedOf = (told: Record<string, unknown>): Touched[] => {
  const rows = Array.isArray(told.rows) ? (told.rows as unknown[]) : [];
  return rows.flatMap((row) => {
    if (typeof row !== "object" || row === null || !("table" in row && "id" in row && "why" in row)) return [];
    return [{ table: String(row.table), id: Number(row.id), why: String(row.why) }];
  });
};
