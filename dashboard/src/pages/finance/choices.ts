// Choices for filters: what there is to choose among is asked once.
import { $api } from "@/api/client";

const LONG = 10 * 60 * 1000;

export const useCategories = (): string[] => {
  const { data } = $api.useQuery("get", "/api/finance/overview", { params: { query: { window: "all", by: "category" } } }, { staleTime: LONG });
  return namesOf(data?.items);
};

export const usePlatforms = (): string[] => {
  const { data } = $api.useQuery("get", "/api/finance/overview", { params: { query: { window: "all", by: "platform" } } }, { staleTime: LONG });
  return namesOf(data?.items);
};

const namesOf = (items: readonly { key: string | number | null }[] | undefined): string[] =>
  (items ?? []).flatMap(({ key }) => (typeof key === "string" ? [key] : [])).toSorted((one, other) => one.localeCompare(other));
