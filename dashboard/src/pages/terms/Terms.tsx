import { Button, Group } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";

import { useText } from "@/messages";
import { FinancePage } from "@/pages/finance/FinancePage";
import { CampaignPick, InfluencerPick } from "@/ui/pickers";
import { useMay } from "@/session/session";
import { useFilters } from "@/ui/filters";

import { TermList } from "./TermList";

const Terms = () => {
  const say = useText();
  const may = useMay();
  const { filters, change, search } = useFilters();
  const actions = may("terms.manage") && (
    <Button component={Link} to="/finance/terms/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {say("terms.new")}
    </Button>
  );
  return (
    <FinancePage title={say("terms.title")} about={say("terms.about")} actions={actions}>
      <Group align="flex-end" gap="sm" className="no-print">
        <CampaignPick label={say("word.campaign")} value={filters.campaign_id?.[0] ?? null} onChange={(id) => change({ campaign_id: id })} w={240} />
        <InfluencerPick label={say("word.influencer")} value={filters.influencer_id?.[0] ?? null} onChange={(id) => change({ influencer_id: id })} w={240} />
        <DatePickerInput label={say("terms.on")} value={search.get("on")} onChange={(on) => change({ on })} placeholder={say("filter.any")} clearable w={190} />
      </Group>
      <TermList />
    </FinancePage>
  );
};

export default Terms;
