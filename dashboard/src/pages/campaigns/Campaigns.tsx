import { Button, Checkbox, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { ChoiceFilter, Tabbed, useFilters } from "@/ui/filters";
import { Page } from "@/ui/page";

import { Board } from "./Board";
import { CampaignList } from "./CampaignList";
import { ALERTS, STATUSES } from "./data";
import { DaysFilter } from "./DaysFilter";
import { SearchFilter } from "./SearchFilter";

/** All campaigns: as a list, or on a board by their state. */
const Campaigns = () => {
  const say = useText();
  const may = useMay();
  const { search } = useFilters();
  const isBoard = search.get("tab") === "board";
  const create = (
    <Button component={Link} to="/campaigns/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {say("campaigns.new")}
    </Button>
  );
  return (
    <Page title={say("nav.campaigns")} about={say("campaigns.about")} actions={may("campaigns.create") && create}>
      <Group align="flex-end" className="no-print">
        <Tabbed label={say("campaigns.view")} tabs={(["list", "board"] as const).map((value) => ({ value, label: say(`campaigns.view.${value}`) }))} />
        <SearchFilter />
        {!isBoard && <ChoiceFilter name="status" label={say("word.status")} data={STATUSES.map((value) => ({ value, label: say(`campaigns.status.${value}`) }))} />}
        {!isBoard && <ChoiceFilter name="alert" label={say("campaigns.alert")} data={ALERTS.map((value) => ({ value, label: say(`campaigns.alert.${value}`) }))} />}
        <DaysFilter whole={say("campaigns.range.any")} />
        <MineFilter />
      </Group>
      {isBoard ? <Board /> : <CampaignList />}
    </Page>
  );
};

const MineFilter = () => {
  const say = useText();
  const { change, search } = useFilters();
  return <Checkbox label={say("campaigns.mine")} checked={search.has("mine")} onChange={(event) => change({ mine: event.currentTarget.checked ? 1 : null })} mb={8} />;
};

export default Campaigns;
