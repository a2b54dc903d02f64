// What recommendations say in words. Pure.
import type { Formats } from "@/ui/formats";

const NEARLY_SURE = 0.999;

/** A probability as people read it: never 0 % and never 100 %, since nothing to come is. */
export const chanceOf = (probability: number, { ratio }: Pick<Formats, "ratio">): string => {
  if (probability > NEARLY_SURE) return `> ${ratio(NEARLY_SURE)}`;
  return probability < 1 - NEARLY_SURE ? `< ${ratio(1 - NEARLY_SURE)}` : ratio(probability);
};

/** What a difference and its interval say: only an interval on one side of zero says anything for sure enough. */
export const verdictOf = ({ value, low, high }: { value: string; low: string; high: string }): "same" | "better" | "worse" | "unsure" => {
  if (Number(value) === 0 && Number(low) === 0 && Number(high) === 0) return "same";
  if (Number(low) > 0) return "better";
  return Number(high) < 0 ? "worse" : "unsure";
};
