import { Group, Select, Title } from "@mantine/core";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";
import { Loaded } from "@/ui/states";

import { PaymentsPage } from "../area";
import { idsOf } from "../data";
import { CampaignPick, InfluencerPick } from "@/ui/pickers";
import { Ageing } from "./Ageing";
import { Forecast } from "./Forecast";
import { Headline } from "./Headline";
import { Owed } from "./Owed";

const PERIODS = { week: 12, month: 12 } as const;
type Unit = keyof typeof PERIODS;

/** What is owed to influencers: how much, since when, to whom, and what will fall due. */
const Payables = () => {
  const say = useText();
  const { change, search } = useFilters();
  const unit: Unit = search.get("unit") === "month" ? "month" : "week";
  const filters = { influencer_id: idsOf(search, "influencer_id"), campaign_id: idsOf(search, "campaign_id") };
  const query = $api.useQuery("get", "/api/payables", { params: { query: { ...filters, unit, periods: PERIODS[unit], limit: 1 } } });
  const units = (["week", "month"] as const).map((value) => ({ value: value as string, label: say(`payables.unit.${value}`) }));
  return (
    <PaymentsPage title={say("payables.title")} about={say("payables.about")}>
      <Group align="flex-end" className="no-print">
        <InfluencerPick withDeleted label={say("word.influencer")} value={filters.influencer_id[0] ?? null} onChange={(id) => change({ influencer_id: id })} w={{ base: "100%", xs: 220 }} />
        <CampaignPick label={say("word.campaign")} value={filters.campaign_id[0] ?? null} onChange={(id) => change({ campaign_id: id })} w={{ base: "100%", xs: 220 }} />
        <Select label={say("payables.unit")} data={units} value={unit} onChange={(value) => change({ unit: value })} allowDeselect={false} w={160} />
      </Group>
      <Loaded query={query}>
        {(payables) => (
          <>
            <Headline payables={payables} />
            <Title order={2} size="h4">
              {say("payables.when")}
            </Title>
            <Ageing payables={payables} />
            <Forecast payables={payables} isFiltered={filters.influencer_id.length > 0} />
          </>
        )}
      </Loaded>
      <Owed filters={filters} />
    </PaymentsPage>
  );
};

export default Payables;
