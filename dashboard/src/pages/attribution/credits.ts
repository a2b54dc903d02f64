// What the models give to whom, and how far they are apart. Pure.
import type { Schema } from "@/api/client";
import type { Say } from "@/messages";

export type Answer = Schema["AttributionOut"];
export type Item = Schema["AttributionItem"];
export type Model = Schema["AttributionModel"];
export const MEASURES = ["conversions", "revenue"] as const;
export type Measure = (typeof MEASURES)[number];

export const MODELS = ["last_touch", "first_touch", "linear", "time_decay", "position", "markov", "shapley"] as const satisfies readonly Model[];
export const isModel = (text: string | null): text is Model => MODELS.some((model) => model === text);

/** What a model gives to a channel, as a number to draw and compare; what is shown is the API's own. */
export const creditOf = (item: Pick<Item, "credits">, model: Model, measure: Measure): number => Number(item.credits[model]?.[measure] ?? 0);

export type Spread = { low: number; high: number; least: Model; most: Model; /** (high − low) ÷ mean of the models */ relative: number | null };

/** Between which amounts the models stand, and which of them give least and most. */
export const spreadOf = (item: Item, models: readonly Model[], measure: Measure): Spread | null => {
  const given = models.map((model) => ({ model, credit: creditOf(item, model, measure) }));
  const [least] = given.toSorted((one, other) => one.credit - other.credit);
  const [most] = given.toSorted((one, other) => other.credit - one.credit);
  if (!least || !most) return null;
  const mean = given.reduce((sum, { credit }) => sum + credit, 0) / given.length;
  return { low: least.credit, high: most.credit, least: least.model, most: most.model, relative: mean > 0 ? (most.credit - least.credit) / mean : null };
};

export type Lean = "opens" | "closes" | "even";
const LEANS_FROM = 0.05;
const FEWEST = 5;

/** Whether a channel stands more often first in paths than last; null where there is too little to say. */
export const leanOf = (item: Item): Lean | null => {
  const [first, last] = [creditOf(item, "first_touch", "conversions"), creditOf(item, "last_touch", "conversions")];
  if (item.origin === "direct" || !item.credits.first_touch || !item.credits.last_touch || Math.max(first, last) < FEWEST) return null;
  const difference = (first - last) / Math.max(first, last);
  return difference > LEANS_FROM ? "opens" : difference < -LEANS_FROM ? "closes" : "even";
};

/** Whom the models see most differently, by how much credit that is. */
export const mostDisputed = (items: readonly Item[], models: readonly Model[], measure: Measure, most: number) =>
  items
    .flatMap((item) => {
      const spread = spreadOf(item, models, measure);
      return spread && spread.high > spread.low ? [{ item, spread }] : [];
    })
    .sort((one, other) => other.spread.high - other.spread.low - (one.spread.high - one.spread.low))
    .slice(0, most);

/** The part of the whole that changes hands between two models: half of the sum of all differences. Those who are not
 * listed count as one, so it may be more. */
export const moved = ({ items, others, total }: Pick<Answer, "items" | "others" | "total">, one: Model, other: Model, measure: Measure): number | null => {
  const whole = Number(total[measure]);
  if (whole <= 0) return null;
  const all = [...items, { credits: others }];
  return all.reduce((sum, item) => sum + Math.abs(creditOf(item, one, measure) - creditOf(item, other, measure)), 0) / 2 / whole;
};

export const nameOf = (item: Item, say: Say): string => (item.origin === "influencer" ? (item.influencer_name ?? `#${item.influencer_id}`) : say(`attribution.origin.${item.origin}`));

export type Touch = { channel: string; days: number };
type Rule = (touches: readonly Touch[]) => number[];
const HALF_LIFE = 7;
const FIRST = 0.4;
const LAST = 0.4;

const scaled = (weights: readonly number[]): number[] => {
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight) => weight / sum);
};

/** The rules that look at one path, as docs/metrics.md defines them; Markov needs all paths at once. */
export const RULES: Partial<Record<Model, Rule>> = {
  last_touch: (touches) => touches.map((_, index) => Number(index === touches.length - 1)),
  first_touch: (touches) => touches.map((_, index) => Number(index === 0)),
  linear: (touches) => touches.map(() => 1 / touches.length),
  time_decay: (touches) => scaled(touches.map(({ days }) => 2 ** (-days / HALF_LIFE))),
  position: (touches) => {
    const { length } = touches;
    if (length < 3) return touches.map(() => 1 / length);
    return touches.map((_, index) => (index === 0 ? FIRST : index === length - 1 ? LAST : (1 - FIRST - LAST) / (length - 2)));
  },
  shapley: (touches) => {
    const distinct = new Set(touches.map(({ channel }) => channel)).size;
    return touches.map(({ channel }, index) => (touches.findIndex((touch) => touch.channel === channel) === index ? 1 / distinct : 0));
  },
};

/** What each channel of a path gets of one conversion; null where the model looks at more than one path. */
export const shares = (model: Model, touches: readonly Touch[]): Map<string, number> | null => {
  const given = RULES[model]?.(touches);
  if (!given) return null;
  const by = new Map<string, number>();
  touches.forEach(({ channel }, index) => by.set(channel, (by.get(channel) ?? 0) + (given[index] ?? 0)));
  return by;
};
