// How far money is gone, as lengths of a bar. Pure.
import type { Spending } from "./data";

type Step = "paid" | "incurred" | "committed";
export type Bar = { parts: { step: Step; length: number }[]; limit: number | null };

/** Lengths as shares of the longer of limit and committed; what is paid is incurred, and what is incurred is committed. */
export const barOf = ({ paid, incurred, committed }: Pick<Spending, Step>, limit: string | null): Bar => {
  const [gone, due, promised] = [Number(paid), Number(incurred), Number(committed)];
  const whole = Math.max(Number(limit ?? 0), promised);
  if (whole <= 0) return { parts: [], limit: null };
  const parts = [
    { step: "paid" as const, length: gone / whole },
    { step: "incurred" as const, length: Math.max(0, due - gone) / whole },
    { step: "committed" as const, length: Math.max(0, promised - Math.max(due, gone)) / whole },
  ];
  return { parts: parts.filter(({ length }) => length > 0), limit: limit !== null && promised > Number(limit) ? Number(limit) / whole : null };
};
