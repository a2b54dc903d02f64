// What a filter can be set to, each under its name.
import type { ComboboxItem } from "@mantine/core";
import { useCallback } from "react";

import { $api } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";

import type { Field } from "./kinds";
import { useSold } from "./records";

const LONG = 60 * 60 * 1000;
const SCORE = "score";

/** A message that may not be there, as for a filter that was added since. */
export const useNamed = () => {
  const say = useSay();
  return useCallback(
    (group: string, name: string, otherwise = name.replaceAll("_", " ")) => {
      const id = `reports.${group}.${name}`;
      const said = say(id);
      return said === id ? otherwise : said;
    },
    [say],
  );
};

/** The metrics of the catalogue; of sales only where that is all that can be asked for. */
export const useMetrics = (ofSales: boolean): ComboboxItem[] => {
  const metricOf = useCatalogue();
  const { data } = $api.useQuery("get", "/api/metrics", {}, { staleTime: LONG });
  return (data?.items ?? []).filter((metric) => !ofSales || metric.known_per_product).map(({ slug, label }) => ({ value: slug, label: metricOf(slug)?.label ?? label }));
};

/** The orders of a table: each metric falling and rising. */
const sorts = (metrics: readonly ComboboxItem[], falling: string, rising: string): ComboboxItem[] =>
  metrics.flatMap(({ value, label }) => [
    { value: `-${value}`, label: `${label} ${falling}` },
    { value, label: `${label} ${rising}` },
  ]);

/** What a field offers; null where anything may be typed. */
export const useOptions = (field: Field, ofSales: boolean): ComboboxItem[] | null => {
  const text = useText();
  const named = useNamed();
  const metrics = useMetrics(ofSales);
  const isSold = field.name === "category" || field.name === "platform";
  const sold = useSold(field.name === "category" ? "category" : "platform", isSold);
  if (field.type !== "many" && field.type !== "one") return null;
  if (field.options) return field.options.map((value) => ({ value, label: named("option", value) }));
  if (isSold) return sold.map((value) => ({ value, label: value }));
  if (field.name === "metrics") return metrics;
  if (field.name === "by") return [{ value: SCORE, label: text("reports.option.score") }, ...metrics];
  if (field.name === "sort") return sorts(metrics, text("reports.sort.falling"), text("reports.sort.rising"));
  return null;
};
