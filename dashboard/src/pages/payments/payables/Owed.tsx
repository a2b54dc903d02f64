import { Anchor, Text, Title } from "@mantine/core";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { DataTable } from "@/ui/table";

import { InfluencerLink } from "@/ui/links";

type Item = Schema["PayableItem"];
type Bucket = Schema["Bucket"];
const PAGE = 50;
const BUCKETS = ["not_due", "days_1_to_30", "days_31_to_60", "days_61_to_90", "over_90_days", "carried_forward", "negative_balance"] as const satisfies readonly Bucket[];

/** To whom something is owed, since when, and why somebody cannot be paid. */
export const Owed = ({ filters }: { filters: { influencer_id: number[]; campaign_id: number[] } }) => {
  const say = useText();
  const formats = useFormats();
  const { change, search } = useFilters();
  const asked = { ...filters, sort: search.get("sort") ?? "-outstanding", limit: PAGE, periods: 1 };
  const { query, rows } = useList(["list", "/api/payables", asked], (cursor) => api.GET("/api/payables", { params: { query: { ...asked, cursor } } }));
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say("payables.owed")}
      </Title>
      <Listed query={query}>
        <DataTable
          label={say("payables.owed")}
          rows={rows}
          idOf={(item) => item.influencer_id}
          sorted={asked.sort}
          onSort={(sort) => change({ sort })}
          empty={say("payables.empty")}
          columns={[
            { key: "influencer", label: say("word.influencer"), show: (item) => <InfluencerLink id={item.influencer_id} name={item.influencer_name} /> },
            { key: "hold", label: say("payables.hold"), show: (item) => <Hold item={item} /> },
            { key: "ageing", label: say("payables.due"), show: (item) => <Parts item={item} /> },
            { key: "overdue", label: say("payables.overdue"), sort: "overdue", isFigure: true, show: (item) => formats.money(item.overdue) },
            { key: "outstanding", label: say("payables.outstanding"), sort: "outstanding", isFigure: true, show: (item) => formats.money(item.outstanding) },
          ]}
        />
      </Listed>
    </section>
  );
};

const Parts = ({ item }: { item: Item }) => {
  const say = useText();
  const formats = useFormats();
  return BUCKETS.filter((bucket) => bucket in item.ageing).map((bucket) => (
    <Text key={bucket} size="sm" component="div">
      {say(`payables.bucket.${bucket}`)}: {formats.money(item.ageing[bucket])}
    </Text>
  ));
};

/** Why nobody can be paid at present, with the way to mend it for whoever may. */
const Hold = ({ item: { hold, influencer_id } }: { item: Item }) => {
  const say = useText();
  const may = useMay();
  const formats = useFormats();
  if (!hold) return say("payables.hold.none");
  const words = hold.no_account ? say("payables.hold.account") : say("payables.hold.until", { day: formats.day(hold.until) });
  return may("payout_accounts") ? (
    <Anchor component={Link} to={`/payments/accounts/${influencer_id}`}>
      {words}
    </Anchor>
  ) : (
    words
  );
};
