import { Button, Group, MultiSelect } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";

import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";

import { STATUSES, idsOf } from "../data";
import { CampaignPick, InfluencerPick } from "@/ui/pickers";

const NAMES = ["status", "influencer_id", "campaign_id", "from", "to"] as const;

/** By state, influencer, campaign and day; all of it stands in the address. */
export const Filters = () => {
  const say = useText();
  const { change, search } = useFilters();
  const states = STATUSES.map((status) => ({ value: status, label: say(`payments.status.${status}`) }));
  const one = (name: string) => idsOf(search, name)[0] ?? null;
  // Half a range is not asked for yet, but it has to be shown until its end is chosen.
  const days: [string | null, string | null] = [search.get("from"), search.get("to")];
  return (
    <Group align="flex-end" gap="sm" className="no-print">
      <MultiSelect label={say("word.status")} data={states} value={search.getAll("status")} onChange={(status) => change({ status })} clearable w={{ base: "100%", xs: 220 }} placeholder={search.has("status") ? undefined : say("filter.any")} />
      <InfluencerPick withDeleted label={say("word.influencer")} value={one("influencer_id")} onChange={(id) => change({ influencer_id: id })} w={{ base: "100%", xs: 220 }} />
      <CampaignPick label={say("word.campaign")} value={one("campaign_id")} onChange={(id) => change({ campaign_id: id })} w={{ base: "100%", xs: 220 }} />
      <DatePickerInput type="range" label={say("payments.days")} placeholder={say("filter.any")} value={days} onChange={([from, to]) => change({ from, to })} allowSingleDateInRange clearable w={{ base: "100%", xs: 230 }} />
      {NAMES.some((name) => search.has(name)) && (
        <Button variant="subtle" onClick={() => change(Object.fromEntries(NAMES.map((name) => [name, null])))}>
          {say("action.reset")}
        </Button>
      )}
    </Group>
  );
};
