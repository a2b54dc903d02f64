import { useCallback } from "react";

import { $api, type Schema } from "@/api/client";
import { useMay } from "@/session/session";

import { mappingOf } from "../mapping/mapping";
import type { Target } from "../mapping/targets";

const MOST = 200;

/** The sources by name, for choosing among them. */
export const useSources = (): readonly Schema["SourceOut"][] =>
  $api.useQuery("get", "/api/imports/sources", { params: { query: { limit: MOST, sort: "slug" } } }).data?.items ?? [];

export const useSourceNames = (): ((sourceId: number) => string) => {
  const sources = useSources();
  return useCallback((sourceId) => sources.find((one) => one.source_id === sourceId)?.slug ?? `#${sourceId}`, [sources]);
};

// Their files may hold mail, phone and address of customers, which not everybody may see.
const PERSONAL: readonly Target[] = ["customers", "orders", "returns", "likes"];

/** Whether one may have the file of a run. */
export const useMayOpen = (): ((run: { source_id: number }) => boolean) => {
  const sources = useSources();
  const may = useMay();
  return ({ source_id }) => {
    const source = sources.find((one) => one.source_id === source_id);
    return may("customers.personal") || (source !== undefined && !PERSONAL.includes(mappingOf(source.mapping).target));
  };
};
