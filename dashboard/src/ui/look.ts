// How charts look, in the page's own colours. Pure.
import type { Datum } from "./chart";

export type Scheme = "light" | "dark";

const INK = { light: "#374151", dark: "#c9cdd4" };
const GRID = { light: "#e5e7eb", dark: "#3b3f46" };

// Okabe and Ito's colours, told apart by the colour-blind; those that stand out from each background come first.
const COLOURS = {
  light: ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999"],
  dark: ["#56b4e9", "#e69f00", "#2fbf94", "#cc79a7", "#f0e442", "#e8743b", "#3d9bd6", "#b3b3b3"],
};

export const look = (scheme: Scheme) => ({
  background: "transparent",
  font: "system-ui, sans-serif",
  view: { stroke: "transparent" },
  axis: { labelColor: INK[scheme], titleColor: INK[scheme], gridColor: GRID[scheme], domainColor: GRID[scheme], tickColor: GRID[scheme], labelFontSize: 12, titleFontSize: 12 },
  legend: { labelColor: INK[scheme], titleColor: INK[scheme], orient: "bottom" as const },
  mark: { color: scheme === "dark" ? "#56b4e9" : "#0072b2" },
  rule: { color: INK[scheme] },
  range: { category: COLOURS[scheme] },
});

export type Size = { width: number; height: number };

/** The whole specification: drawn into its frame, with rows of its own since Vega writes into what it is given. */
export const whole = (spec: object, data: readonly Datum[], { width, height }: Size) => ({
  width,
  height,
  padding: { left: 5, top: 5, bottom: 5, right: 16 },
  autosize: { type: "fit", contains: "padding" },
  ...spec,
  data: { values: data.map((row) => ({ ...row })) },
});
