import type { Schema } from "@/api/client";

type Roi = Schema["RoiOut"];
export type Scale = { from: number; to: number };

const WIDTH = 120;
const HEIGHT = 14;
const MARGIN = 5;

/** One scale for bars under each other: from the lowest end to the highest, with nought in sight. */
export const scaleOf = (rois: readonly Roi[]): Scale => {
  const ends = rois.flatMap(({ value, low, high }) => [value, low, high]).filter((end): end is number => typeof end === "number");
  return { from: Math.min(0, ...ends), to: Math.max(0, ...ends) };
};

/** Where a value lies on a bar, in its pixels. */
export const placeOf = (value: number, { from, to }: Scale): number => (to === from ? WIDTH / 2 : MARGIN + ((value - from) / (to - from)) * (WIDTH - 2 * MARGIN));

/** An interval drawn beside its figures: a line for it, a point for what is expected, a mark where profit begins. */
export const IntervalBar = ({ roi, scale }: { roi: Roi; scale: Scale }) => {
  const { value, low, high } = roi;
  if (typeof value !== "number" || typeof low !== "number" || typeof high !== "number") return null;
  const middle = HEIGHT / 2;
  const nought = placeOf(0, scale);
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden style={{ display: "block" }}>
      <line x1={nought} x2={nought} y1={0} y2={HEIGHT} stroke="currentColor" strokeDasharray="2 2" opacity={0.5} />
      <line x1={placeOf(low, scale)} x2={placeOf(high, scale)} y1={middle} y2={middle} stroke="currentColor" strokeWidth={2} />
      <circle cx={placeOf(value, scale)} cy={middle} r={4} fill="light-dark(#0072b2, #56b4e9)" />
    </svg>
  );
};
