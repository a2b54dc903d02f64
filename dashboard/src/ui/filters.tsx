// Filters live in the address, so that a view can be linked to, gone back to, and asked for as a report.
import { Group, SegmentedControl, Select, Skeleton, type ComboboxData } from "@mantine/core";
import { lazy, Suspense, useMemo } from "react";
import { useSearchParams } from "react-router";

import { useText } from "@/messages";

const Days = lazy(() => import("./Days"));

export const WINDOWS = ["30d", "90d", "365d", "all"] as const;
export type WindowSlug = (typeof WINDOWS)[number];
export type Compare = "previous" | "last_year";

const LISTS = ["influencer_id", "campaign_id", "product_id"] as const;
const TEXTS = ["category", "platform", "status"] as const;

export type Filters = {
  window?: WindowSlug;
  from?: string;
  to?: string;
  compare?: Compare;
  influencer_id?: number[];
  campaign_id?: number[];
  product_id?: number[];
  category?: string[];
  platform?: string[];
  status?: string[];
};

const read = (search: URLSearchParams): Filters => {
  const filters: Filters = {};
  const [from, to, window, compare] = ["from", "to", "window", "compare"].map((name) => search.get(name));
  if (from && to) Object.assign(filters, { from, to });
  else filters.window = (WINDOWS as readonly string[]).includes(window ?? "") ? (window as WindowSlug) : "90d";
  if (compare === "previous" || compare === "last_year") filters.compare = compare;
  for (const name of LISTS) if (search.has(name)) filters[name] = search.getAll(name).map(Number);
  for (const name of TEXTS) if (search.has(name)) filters[name] = search.getAll(name);
  return filters;
};

/** The filters of this address, and how to change some of them (undefined takes one away). */
export const useFilters = () => {
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => read(search), [search]);
  const change = (changes: Record<string, string | number | (string | number)[] | undefined | null>) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          after.delete(name);
          for (const one of [value ?? []].flat()) after.append(name, String(one));
        }
        return after;
      },
      { replace: true },
    );
  return { filters, change, search };
};

/** What of the filters an API call that takes a window understands: days or a window, no comparison. */
export const windowOf = ({ window, from, to }: Filters) => (from && to ? { from, to } : { window });

export const WindowFilter = ({ withCompare = false }: { withCompare?: boolean }) => {
  const { filters, change } = useFilters();
  const say = useText();
  const isChosen = Boolean(filters.from && filters.to);
  const windows = [...WINDOWS.map((slug) => ({ value: slug as string, label: say(`filter.window.${slug}`) })), { value: "days", label: say("filter.window.days") }];
  const pick = (value: string | null) =>
    value === "days" ? change({ window: null, ...lastMonth() }) : change({ window: value, from: null, to: null });
  return (
    <Group gap="sm" align="flex-end" className="no-print">
      <Select label={say("filter.window")} data={windows} value={isChosen ? "days" : filters.window} onChange={pick} allowDeselect={false} w={170} />
      {isChosen && (
        <Suspense fallback={<Skeleton w={250} h={36} />}>
          <Days label={`${say("filter.from")} – ${say("filter.to")}`} from={filters.from} to={filters.to} onChange={change} />
        </Suspense>
      )}
      {withCompare && <CompareFilter />}
    </Group>
  );
};

const lastMonth = () => {
  const first = new Date();
  first.setUTCDate(0);
  const to = first.toISOString().slice(0, 10);
  return { from: `${to.slice(0, 8)}01`, to };
};

const CompareFilter = () => {
  const { filters, change } = useFilters();
  const say = useText();
  const data = (["none", "previous", "last_year"] as const).map((value) => ({ value, label: say(`filter.compare.${value}`) }));
  return (
    <Select
      label={say("filter.compare")}
      data={data}
      value={filters.compare ?? "none"}
      onChange={(value) => change({ compare: value === "none" ? null : value })}
      allowDeselect={false}
      w={170}
    />
  );
};

/** One filter that is a choice among few, in the address under `name`. */
export const ChoiceFilter = ({ name, label, data }: { name: string; label: string; data: ComboboxData }) => {
  const { change, search } = useFilters();
  const say = useText();
  return (
    <Select label={label} data={data} value={search.get(name)} onChange={(value) => change({ [name]: value })} placeholder={say("filter.any")} clearable searchable w={190} />
  );
};

/** Parts of a page, in the address under `tab`. */
export const Tabbed = ({ tabs, label }: { tabs: { value: string; label: string }[]; label: string }) => {
  const { change, search } = useFilters();
  return (
    <SegmentedControl aria-label={label} data={tabs} value={search.get("tab") ?? tabs[0]?.value} onChange={(tab) => change({ tab })} className="no-print" />
  );
};
