import { $api } from "@/api/client";

const LONG = 60 * 60 * 1000;

/** The platforms there are; the API names them where it sums up by platform. */
export const usePlatforms = (): string[] => {
  const { data } = $api.useQuery("get", "/api/performance/groups", { params: { query: { by: "platform", window: "all", limit: 200 } } }, { staleTime: LONG });
  return (data?.items ?? []).flatMap(({ key }) => (typeof key === "string" ? [key] : [])).sort((one, other) => one.localeCompare(other));
};
