// Vega-Lite specifications of attribution. Pure. Models are told apart by shape as well as by colour.
import type { Say } from "@/messages";
import type { Datum } from "@/ui/chart";

import { creditOf, type Item, type Measure, type Model, nameOf } from "./credits";

const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right"];
// Okabe and Ito's, with a grey in place of the yellow that white swallows.
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7f7f7f"];
const BASE: Model = "last_touch";

export type Words = Record<"channel" | "model" | "credit" | "difference", string>;
type Labelled = { model: Model; label: string };
/** On a narrow screen there is room for fewer words. */
export type Drawn = { words: Words; models: readonly Labelled[]; isNarrow: boolean };

/** One row per channel and model: the credit, and how far it is from what last touch gives. */
export const creditRows = (items: readonly Item[], models: readonly Labelled[], measure: Measure, say: Say): Datum[] =>
  items.flatMap((item, order) => {
    const base = creditOf(item, BASE, measure);
    return models.map(({ model, label }) => {
      const credit = creditOf(item, model, measure);
      return { channel: nameOf(item, say), order, model: label, credit, difference: base > 0 && item.credits[BASE] ? credit / base - 1 : null };
    });
  });

const dots = (x: object, { words, models, isNarrow }: Drawn, tooltip: object) => {
  const scale = { domain: models.map(({ label }) => label) };
  const encoding = {
    x,
    color: { field: "model", type: "nominal", title: words.model, scale: { ...scale, range: COLOURS.slice(0, models.length) }, legend: { columns: isNarrow ? 1 : 3 } },
    shape: { field: "model", type: "nominal", title: words.model, scale: { ...scale, range: SHAPES.slice(0, models.length) } },
    tooltip: [{ field: "channel", title: words.channel }, { field: "model", title: words.model }, tooltip],
  };
  return { mark: { type: "point", filled: true, size: 70, opacity: 0.85 }, encoding };
};

const CHANNELS = { field: "channel", type: "nominal", sort: { field: "order" }, title: null, axis: { grid: true, labelLimit: 150 } };

/** What each model gives to each channel. */
export const creditSpec = (drawn: Drawn, measure: Measure) => {
  const { words, isNarrow } = drawn;
  const format = measure === "revenue" ? ",.2f" : ",.1f";
  const x = { field: "credit", type: "quantitative", title: isNarrow ? null : words.credit, axis: { format: "~s", tickCount: 5 } };
  return { encoding: { y: CHANNELS }, layer: [dots(x, drawn, { field: "credit", type: "quantitative", title: words.credit, format })] };
};

/** How far each model is from last touch, for each channel. */
export const differenceSpec = (drawn: Drawn) => {
  const { words, isNarrow } = drawn;
  const x = { field: "difference", type: "quantitative", title: isNarrow ? null : words.difference, axis: { format: "+.0%", tickCount: 5 } };
  const tooltip = { field: "difference", type: "quantitative", title: words.difference, format: "+.1%" };
  return {
    encoding: { y: CHANNELS },
    layer: [{ mark: { type: "rule", strokeDash: [4, 4], color: "#888" }, encoding: { x: { datum: 0 }, y: null } }, dots(x, drawn, tooltip)],
  };
};
