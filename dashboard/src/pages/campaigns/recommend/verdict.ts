// What recommendations say in words. Pure.

/** What a difference and its interval say: only an interval on one side of zero says anything for sure enough. */
export const verdictOf = ({ value, low, high }: { value: string; low: string; high: string }): "same" | "better" | "worse" | "unsure" => {
  if (Number(value) === 0 && Number(low) === 0 && Number(high) === 0) return "same";
  if (Number(low) > 0) return "better";
  return Number(high) < 0 ? "worse" : "unsure";
};
