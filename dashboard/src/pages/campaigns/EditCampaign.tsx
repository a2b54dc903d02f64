import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Link } from "react-router";

import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useCatalogue } from "@/ui/catalogue";
import { Page } from "@/ui/page";
import { Failure, Loading } from "@/ui/states";
import { useSaved } from "@/ui/undo";

import { Arrangements } from "./Arrangements";
import { CampaignForm } from "./CampaignForm";
import { useCampaignId, useMayEdit, useRefresh } from "./data";
import { type Draft, draftOf } from "./draft";
import { Note } from "./Note";
import { Overlaps, tellOutcome } from "./Outcome";
import { type Read, readForEditing, saveChanges, takeBack } from "./saving";

/** Change a campaign: its details and targets, and who shows what. */
const EditCampaign = () => {
  const say = useText();
  const campaignId = useCampaignId();
  // What is edited stays as it was read until it is saved: news in between would be overwritten unseen.
  const query = useQuery({ queryKey: ["editing", campaignId], queryFn: () => readForEditing(campaignId), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false });
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  const { campaign } = query.data;
  const above = [
    { label: say("nav.campaigns"), to: "/campaigns" },
    { label: campaign.campaign_name, to: `/campaigns/${campaignId}` },
  ];
  const back = (
    <Button component={Link} to={`/campaigns/${campaignId}`} variant="default">
      {say("campaigns.toPage")}
    </Button>
  );
  return (
    <Page title={say("action.edit")} about={campaign.campaign_name} above={above} actions={back}>
      <Editing read={query.data} reload={async () => void (await query.refetch())} />
    </Page>
  );
};

const Editing = ({ read, reload }: { read: Read; reload: () => Promise<void> }) => {
  const say = useText();
  const { campaign, targets, version } = read;
  const may = useMay();
  const mayEdit = useMayEdit(campaign.campaign_id);
  const refresh = useRefresh();
  const saved = useSaved();
  const metric = useCatalogue();
  const held = useRef({ read, now: read });
  if (held.current.read !== read) held.current = { read, now: read };
  const isKnown = metric("orders") !== undefined;
  const unitOf = (slug: string) => metric(slug)?.unit;
  const save = async (draft: Draft) => {
    const before = held.current.now;
    const { changed, answer } = await saveChanges(before, draft, unitOf, (now) => (held.current.now = now)).finally(() => refresh());
    await reload();
    if (answer) {
      saved(say("action.saved"), answer, async (version) => {
        await takeBack(before, { campaign: changed ?? campaign }, draft, unitOf, version["If-Match"]).finally(() => refresh());
        await reload();
      });
    }
    if (changed) tellOutcome(changed, say);
  };
  if (campaign.status === "cancelled") return <Note title={say("campaigns.edit.cancelled")} />;
  if (!mayEdit) return <Note title={say("campaigns.edit.notInCharge")} />;
  // Targets are written by the units of the catalogue.
  if (!isKnown) return <Loading />;
  return (
    <>
      <Overlaps overlaps={campaign.overlaps} />
      <CampaignForm
        key={version}
        initial={draftOf(campaign, targets, unitOf)}
        submit={say("action.save")}
        mayBudget={campaign.status === "draft" || may("campaigns.approve")}
        save={save}
        reload={
          <Button mt="sm" size="xs" variant="default" onClick={() => void reload()}>
            {say("campaigns.edit.reload")}
          </Button>
        }
      />
      <Arrangements campaignId={campaign.campaign_id} mayEdit />
    </>
  );
};

export default EditCampaign;
