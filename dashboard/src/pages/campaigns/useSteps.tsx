import { useNavigate } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { confirm, done } from "@/ui/forms";

import { type Campaign, type CampaignDetail, useRefresh } from "./data";
import { tellOutcome } from "./Outcome";
import { isDangerous, type Step, stepsFrom } from "./rules";

const take = async (step: Step, campaign_id: number, key: string): Promise<CampaignDetail | undefined> => {
  const params = { path: { campaign_id }, header: { "Idempotency-Key": key } };
  if (step === "approve") return (await api.POST("/api/campaigns/{campaign_id}/approve", { params })).data;
  if (step === "complete") return (await api.POST("/api/campaigns/{campaign_id}/complete", { params })).data;
  if (step === "cancel") return (await api.POST("/api/campaigns/{campaign_id}/cancel", { params })).data;
  await api.DELETE("/api/campaigns/{campaign_id}", { params: { path: { campaign_id } } });
  return undefined;
};

/** What may be done next to this campaign; each asks before it is done and tells what came of it. */
export const useSteps = (campaign: Campaign) => {
  const say = useText();
  const go = useNavigate();
  const refresh = useRefresh();
  const may = useMay();
  return stepsFrom(campaign.status, may).map((step) => ({
    step,
    label: say(`campaigns.step.${step}`),
    isDangerous: isDangerous(step),
    ask: () => {
      const key = crypto.randomUUID();
      const deed = async () => {
        const changed = await take(step, campaign.campaign_id, key);
        done(say(`campaigns.step.${step}.done`, { name: campaign.campaign_name }));
        if (step === "delete") void go("/campaigns");
        await refresh(step === "delete");
        if (changed) tellOutcome(changed, say);
      };
      const words = { name: campaign.campaign_name };
      confirm({ title: say(`campaigns.step.${step}`), text: say(`campaigns.step.${step}.ask`, words), label: say(`campaigns.step.${step}`), isDangerous: isDangerous(step), deed }, say);
    },
  }));
};
