// The catalogue of metrics, read once for all that shows one: a cell that asks for it by itself costs a query of its own.
import { createContext, type ReactNode, use, useCallback, useDeferredValue, useMemo } from "react";

import { $api, type Schema } from "@/api/client";
import { useLanguage } from "@/messages";
import { METRICS_TR } from "@/messages/metrics";
import { useMay } from "@/session/session";

type Metric = Schema["MetricOut"];
type Metrics = ReadonlyMap<string, Metric>;

const LONG = 60 * 60 * 1000;
const NONE: Metrics = new Map();
const Context = createContext(NONE);

export const Catalogue = ({ children }: { children: ReactNode }) => {
  const may = useMay();
  const { data } = $api.useQuery("get", "/api/metrics", {}, { staleTime: LONG, enabled: may("analytics.read") });
  const { language } = useLanguage();
  const metrics = useMemo(() => named(data?.items ?? [], language), [data, language]);
  // Everything that names a metric is drawn anew with it: in pieces, behind what is pressing.
  return <Context value={useDeferredValue(metrics)}>{children}</Context>;
};

const named = (metrics: readonly Metric[], language: string): Metrics =>
  new Map(metrics.map((metric) => [metric.slug, language === "tr" ? { ...metric, ...METRICS_TR[metric.slug] } : metric]));

/** Every metric, named in the chosen language; empty until the catalogue is read. */
export const useMetrics = (): readonly Metric[] => {
  const metrics = use(Context);
  return useMemo(() => [...metrics.values()], [metrics]);
};

export const useCatalogue = (): ((slug: string) => Metric | undefined) => {
  const metrics = use(Context);
  return useCallback((slug) => metrics.get(slug), [metrics]);
};
