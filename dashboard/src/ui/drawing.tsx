// The heavy part of a chart, a script of its own. Expressions are interpreted: the page's policy forbids eval.
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { VisualizationSpec } from "vega-embed";
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

import { useLanguage } from "@/messages";

import type { Datum } from "./chart";
import { numberLocale, timeLocale } from "./locale";

const INK = { light: "#374151", dark: "#c9cdd4" };
const GRID = { light: "#e5e7eb", dark: "#3b3f46" };

// Okabe and Ito's colours, told apart by the colour-blind; those that stand out from each background come first.
const COLOURS = {
  light: ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999"],
  dark: ["#56b4e9", "#e69f00", "#2fbf94", "#cc79a7", "#f0e442", "#e8743b", "#3d9bd6", "#b3b3b3"],
};

const look = (scheme: "light" | "dark") => ({
  background: "transparent",
  font: "system-ui, sans-serif",
  view: { stroke: "transparent" },
  axis: { labelColor: INK[scheme], titleColor: INK[scheme], gridColor: GRID[scheme], domainColor: GRID[scheme], tickColor: GRID[scheme], labelFontSize: 12, titleFontSize: 12 },
  legend: { labelColor: INK[scheme], titleColor: INK[scheme], orient: "bottom" as const },
  mark: { color: scheme === "dark" ? "#56b4e9" : "#0072b2" },
  rule: { color: INK[scheme] },
  range: { category: COLOURS[scheme] },
});

type Props = {
  spec: object;
  data: readonly Datum[];
  height: number;
  onReady: (give: (kind: "png" | "svg") => Promise<string>) => void;
};

const Drawing = ({ spec, data, height, onReady }: Props) => {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme("light");
  const { language } = useLanguage();
  const ready = useRef(onReady);
  ready.current = onReady;

  useEffect(() => {
    const node = place.current;
    if (!node) return undefined;
    let isGone = false;
    let finalize = (): void => undefined;
    // Vega writes into the rows it is given; the table beside has its own.
    const whole = { width: "container", height, padding: { left: 5, top: 5, bottom: 5, right: 16 }, autosize: { type: "fit", contains: "padding" }, ...spec, data: { values: data.map((row) => ({ ...row })) } } as VisualizationSpec;
    void embed(node, whole, { actions: false, renderer: "svg", ast: true, expr: expressionInterpreter, config: look(scheme), tooltip: { theme: scheme }, formatLocale: numberLocale(language), timeFormatLocale: timeLocale(language) }).then((result) => {
      if (isGone) result.finalize();
      finalize = () => result.finalize();
      ready.current((kind) => result.view.toImageURL(kind, 2));
    });
    return () => {
      isGone = true;
      finalize();
    };
  }, [spec, data, height, scheme, language]);

  return <div ref={place} aria-hidden style={{ width: "100%" }} />;
};

export default Drawing;
