import type { Schema } from "@/api/client";

export type Verdict = "unchecked" | "balanced" | "differs";

/** How many figures were wrong, over all books of a check. */
export const differing = ({ differing: counts }: Schema["CheckOut"]): number => Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);

/** A check that never ran says nothing; it is not the same as books that balance. */
export const verdictOf = (check: Schema["CheckOut"]): Verdict => (check.checked_at === null || check.differing === null ? "unchecked" : differing(check) > 0 ? "differs" : "balanced");
