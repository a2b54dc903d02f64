import { useNavigate } from "react-router";

import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";
import { useCatalogue } from "@/ui/catalogue";
import { done } from "@/ui/forms";
import { Page } from "@/ui/page";

import { CampaignForm } from "./CampaignForm";
import { useKeys, useRefresh } from "./data";
import { detailsOf, type Draft, emptyDraft } from "./draft";
import { Note } from "./Note";
import { saveNew } from "./saving";

/** A new draft; who shows what is arranged on the page that follows. */
const NewCampaign = () => {
  const say = useText();
  const go = useNavigate();
  const refresh = useRefresh();
  const metric = useCatalogue();
  const may = useMay();
  const { business_day } = useMe();
  const keyFor = useKeys();
  const save = async (draft: Draft) => {
    // By the details alone: where only the targets were refused, the campaign is not made a second time.
    const { campaign_id, campaign_name } = await saveNew(draft, (slug) => metric(slug)?.unit, keyFor(detailsOf(draft)));
    done(say("campaigns.created", { name: campaign_name }));
    await refresh();
    void go(`/campaigns/${campaign_id}/edit`);
  };
  return (
    <Page title={say("campaigns.new")} about={say("campaigns.new.about")} above={[{ label: say("nav.campaigns"), to: "/campaigns" }]}>
      {may("campaigns.create") ? (
        <CampaignForm initial={emptyDraft(business_day)} submit={say("action.create")} mayBudget save={save} />
      ) : (
        <Note title={say("state.forbidden")} />
      )}
    </Page>
  );
};

export default NewCampaign;
