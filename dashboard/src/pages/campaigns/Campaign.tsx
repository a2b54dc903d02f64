import { Box, Button, ScrollArea, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { Link } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";
import { Tabbed, useFilters } from "@/ui/filters";
import { useFormats } from "@/ui/formats";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";

import { Arrangements } from "./Arrangements";
import { AudienceTab } from "./audience/AudienceTab";
import { type CampaignDetail, useCampaignId, useMayEdit } from "./data";
import { History } from "./History";
import { Overlaps } from "./Outcome";
import { PacingTab } from "./pacing/PacingTab";
import { RecommendTab } from "./recommend/RecommendTab";
import { WhatIfTab } from "./recommend/WhatIfTab";
import { StatusBadge } from "./StatusBadge";
import { StepMenu } from "./StepMenu";
import { SuccessTab } from "./success/SuccessTab";
import { useSteps } from "./useSteps";

const TABS = ["success", "pacing", "audience", "arrangements", "recommend", "whatif", "history"] as const;
type Tab = (typeof TABS)[number];

/** One campaign: its state, what may be done to it, and a tab for each question about it. */
const CampaignPage = () => {
  const campaign_id = useCampaignId();
  const query = $api.useQuery("get", "/api/campaigns/{campaign_id}", { params: { path: { campaign_id } } });
  return <Loaded query={query}>{(campaign) => <Whole campaign={campaign} />}</Loaded>;
};

const Whole = ({ campaign }: { campaign: CampaignDetail }) => {
  const say = useText();
  const { search } = useFilters();
  const tabs = useTabs(campaign.campaign_id);
  const tab = tabs.find((one) => one === search.get("tab")) ?? "success";
  return (
    <Page title={campaign.campaign_name} about={<About campaign={campaign} />} above={[{ label: say("nav.campaigns"), to: "/campaigns" }]} actions={<Actions campaign={campaign} />}>
      <ScrollArea type="auto" offsetScrollbars="x">
        <Tabbed label={say("campaigns.tabs")} tabs={tabs.map((value) => ({ value, label: say(`campaigns.tab.${value}`) }))} />
      </ScrollArea>
      <Content tab={tab} campaign={campaign} />
    </Page>
  );
};

const Content = ({ tab, campaign }: { tab: Tab; campaign: CampaignDetail }) => {
  if (tab === "pacing") return <PacingTab campaign={campaign} />;
  if (tab === "audience") return <AudienceTab campaign={campaign} />;
  if (tab === "recommend") return <RecommendTab campaignId={campaign.campaign_id} />;
  if (tab === "whatif") return <WhatIfTab campaignId={campaign.campaign_id} />;
  if (tab === "history") return <History campaignId={campaign.campaign_id} />;
  if (tab === "success") return <SuccessTab campaignId={campaign.campaign_id} />;
  return (
    <>
      <Overlaps overlaps={campaign.overlaps} />
      <Arrangements campaignId={campaign.campaign_id} mayEdit={false} />
    </>
  );
};

const useTabs = (campaignId: number): Tab[] => {
  const may = useMay();
  const { user_role } = useMe();
  const mayEdit = useMayEdit(campaignId);
  // Campaign managers are told whom to take for the campaigns they are in charge of.
  const isAdvised = may("analytics.read") && (user_role !== "campaign_manager" || mayEdit);
  const isShown: Record<Tab, boolean> = {
    success: may("analytics.read"),
    pacing: may("budgets.read"),
    audience: may("analytics.read"),
    arrangements: true,
    recommend: isAdvised,
    whatif: isAdvised,
    history: may("audit.read"),
  };
  return TABS.filter((tab) => isShown[tab]);
};

const About = ({ campaign }: { campaign: CampaignDetail }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Box component="span" style={{ display: "flex", flexWrap: "wrap", gap: 12, alignItems: "center" }}>
      <StatusBadge status={campaign.status} />
      <Text span size="sm">
        {formats.day(campaign.start_date)} – {formats.day(campaign.end_date)}
      </Text>
      <Text span size="sm">
        {say("campaigns.budget")}: {formats.money(campaign.budget)}
      </Text>
      {campaign.ended_on && (
        <Text span size="sm">
          {campaign.ended_on < campaign.start_date ? say("campaigns.neverRan") : say("campaigns.endedOn", { day: formats.day(campaign.ended_on) })}
        </Text>
      )}
    </Box>
  );
};

const Actions = ({ campaign }: { campaign: CampaignDetail }) => {
  const say = useText();
  const mayEdit = useMayEdit(campaign.campaign_id) && campaign.status !== "cancelled";
  const [next] = useSteps(campaign).filter(({ isDangerous }) => !isDangerous);
  return (
    <>
      {mayEdit && (
        <Button component={Link} to={`/campaigns/${campaign.campaign_id}/edit`} variant="default" leftSection={<IconPencil size={16} aria-hidden />}>
          {say("action.edit")}
        </Button>
      )}
      {next && <Button onClick={next.ask}>{next.label}</Button>}
      <StepMenu campaign={campaign} />
    </>
  );
};

export default CampaignPage;
