import { describe, expect, it } from "vitest";

import { columnsOf, heightOf, rowsOf, type ServerChart, specOf } from "@/pages/reports/charts";
import { fittingCharts } from "@/pages/reports/question";

const answer = (spec: ServerChart["spec"]): ServerChart => ({ slug: "ranking", title: "Return rates", alt: "", locale: "en-US", spec });
const axis = { field: "value", type: "quantitative", title: "Return rate", axis: { format: ",~%" } };
const RANKING = answer({
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  width: 560,
  height: { step: 20 },
  config: { background: "white" },
  data: { values: [{ name: "A", value: 0.2, low: 0.1, high: 0.3, rank: 0 }, { name: "B", value: 0.1, low: null, high: null, rank: 1 }] },
  layer: [
    { mark: { type: "bar" }, encoding: { y: { field: "name", title: null, axis: { labelLimit: 0, description: "Influencer" } }, x: axis } },
    { mark: { type: "rule", color: "#1F2933" }, encoding: { x: { ...axis, field: "low" }, x2: { field: "high" } } },
    { data: { values: [] }, mark: "area", encoding: {} },
  ],
});

const SHOWN = { number: String, ratio: (value: number) => `${value * 100} %`, money: (value: number) => `€${value.toFixed(2)}`, day: String, name: (field: string) => `the ${field}`, currency: "EUR" };

describe("a chart of the server", () => {
  it("takes the width, theme and data of the dashboard, and leaves out what has no data", () => {
    const spec = specOf(RANKING, { scheme: "light", isNarrow: false });
    expect(Object.keys(spec)).toEqual(["layer"]);
    expect(spec.layer).toHaveLength(2);
  });

  it("draws on the dark page what was ink on white, but not what is written into a coloured field", () => {
    const written = { color: { condition: { test: "datum.value > 1", value: "white" }, value: "#1F2933" } };
    const spec = specOf(answer({ layer: [{ mark: { color: "#1F2933" } }, { encoding: written }] }), { scheme: "dark", isNarrow: false });
    expect(spec).toEqual({ layer: [{ mark: { color: "#c9cdd4" } }, { encoding: written }] });
  });

  it("writes no figure where there is none, and names above it upright, so that none is cut off", () => {
    const text = { mark: { type: "text" }, encoding: { text: { field: "value" } } };
    const spec = specOf(answer({ encoding: { x: { axis: { orient: "top", labelAngle: -35 } } }, layer: [text] }), { scheme: "light", isNarrow: false });
    expect(spec.encoding).toMatchObject({ x: { axis: { labelAngle: -90 } } });
    expect(spec.layer).toMatchObject([{ transform: [{ filter: { field: "value", valid: true } }] }]);
  });

  it("breaks its legend into lines where there is little room", () => {
    const encoding = { color: { legend: { orient: "top" } } };
    expect(specOf(answer({ encoding }), { scheme: "light", isNarrow: true })).toEqual({ encoding: { color: { legend: { orient: "top", columns: 2, labelLimit: 84 } } } });
  });

  it("is as high as its bars need", () => {
    expect(heightOf(RANKING, rowsOf(RANKING))).toBe(2 * 20 + 60);
  });

  it("has a table headed as its axes are, shares as shares, and no inner order", () => {
    const rows = rowsOf(RANKING);
    const columns = columnsOf(RANKING, rows, SHOWN);
    expect(columns.map(({ label }) => label)).toEqual(["Influencer", "Return rate", "the low", "the high"]);
    expect(rows.map((row) => columns.map(({ show }) => show(row)))).toEqual([
      ["A", "20 %", "10 %", "30 %"],
      ["B", "10 %", "–", "–"],
    ]);
  });
});

describe("the table of a chart of money", () => {
  it.each(["Net revenue (EUR)", "EUR"])("writes it as money, with all cents, under “%s”", (title) => {
    const chart = answer({ data: { values: [{ value: 287105.5 }] }, encoding: { y: { field: "value", title } } });
    expect(columnsOf(chart, rowsOf(chart), SHOWN)[0]?.show({ value: 287105.5 })).toBe("€287105.50");
  });
});

describe("the charts of a question", () => {
  it("are those of its shape", () => {
    const of = (dimensions: string[], metrics = ["net_revenue"]) => fittingCharts({ dimensions, metrics });
    expect(of(["category"])).toEqual(["custom_bar", "custom_donut"]);
    expect(of(["category"], ["orders", "units"])).toContain("custom_scatter");
    expect(of(["month"])).toEqual(["custom_line", "custom_area"]);
    expect(of(["month", "category"])).toEqual(["custom_area", "custom_heat_map"]);
    expect(of([])).toEqual([]);
  });
});
