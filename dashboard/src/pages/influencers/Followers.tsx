import { useMemo } from "react";

import { $api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { Chart, type Datum } from "@/ui/chart";
import { useFormats } from "@/ui/formats";
import { Empty, Loaded } from "@/ui/states";
import type { Column } from "@/ui/table";

import { followersSpec } from "./charts";

const MOST = 200;
type Snapshot = Schema["SnapshotOut"];

/** Followers as feeds told them, the latest days. */
export const Followers = ({ influencerId: influencer_id }: { influencerId: number }) => {
  const say = useText();
  const query = $api.useQuery("get", "/api/influencers/{influencer_id}/snapshots", { params: { path: { influencer_id }, query: { sort: "-day", limit: MOST } } });
  return <Loaded query={query}>{({ items }) => (items.length === 0 ? <Empty>{say("influencers.snapshots.empty")}</Empty> : <Line snapshots={items} />)}</Loaded>;
};

const Line = ({ snapshots }: { snapshots: readonly Snapshot[] }) => {
  const say = useText();
  const formats = useFormats();
  const data = useMemo(() => snapshots.map(({ day, source, followers, engagement_rate }): Datum => ({ day, source, followers, engagement_rate })).toReversed(), [snapshots]);
  const spec = useMemo(followersSpec, []);
  const [first, last] = [snapshots.at(-1), snapshots[0]];
  if (!first || !last) return null;
  const columns: Column<Datum>[] = [
    { key: "day", label: say("word.date"), show: (row) => formats.day(String(row.day)) },
    { key: "source", label: say("influencers.source"), show: (row) => row.source },
    { key: "followers", label: say("influencers.followers"), isFigure: true, show: (row) => formats.count(Number(row.followers)) },
    { key: "rate", label: say("influencers.engagement"), isFigure: true, show: (row) => formats.ratio(row.engagement_rate === null ? null : Number(row.engagement_rate)) },
  ];
  const alt = say("influencers.snapshots.alt", { first: formats.count(first.followers), from: formats.day(first.day), last: formats.count(last.followers), to: formats.day(last.day) });
  return <Chart title={say("influencers.snapshots")} alt={alt} spec={spec} data={data} columns={columns} />;
};
