// What the pages of campaigns ask for, and who may change what.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { useParams } from "react-router";

import { $api, type Schema } from "@/api/client";
import { useMay, useMe } from "@/session/session";
import { forgetNames } from "@/ui/names";

export type Campaign = Schema["CampaignOut"];
export type CampaignDetail = Schema["CampaignDetail"];
export type Status = Schema["CampaignStatus"];
export type Alert = Schema["PacingAlertKind"];
export type Metrics = Readonly<Record<string, string | number | null>>;

export const STATUSES = ["draft", "approved", "running", "completed", "cancelled"] as const satisfies readonly Status[];
export const ALERTS = ["over_budget", "behind"] as const satisfies readonly Alert[];

/** The most that a list of the API gives at once. */
export const MOST = 200;

export const useCampaignId = (): number => Number(useParams()["campaignId"]);

/** Read everything about campaigns anew, as after a change; of one that is gone only the lists. */
export const useRefresh = (): ((isGone?: boolean) => Promise<void>) => {
  const queries = useQueryClient();
  return useCallback(
    async (isGone = false) => {
      await forgetNames(queries, "campaign");
      await queries.invalidateQueries({ predicate: ({ queryKey: [, path] }) => (isGone ? path === "/api/campaigns" : String(path).startsWith("/api/campaigns")) });
    },
    [queries],
  );
};

/** Whether one may change this campaign: campaign managers change those they are in charge of. */
export const useMayEdit = (campaignId: number): boolean => {
  const { user_id, user_role } = useMe();
  const may = useMay()("campaigns.edit");
  const isLimited = may && user_role === "campaign_manager";
  const params = { path: { campaign_id: campaignId }, query: { user_id: [user_id], limit: 1 } };
  const { data } = $api.useQuery("get", "/api/campaigns/{campaign_id}/arrangements", { params }, { enabled: isLimited });
  return isLimited ? (data?.items.length ?? 0) > 0 : may;
};

/** Which campaigns' projected cost left the plan, by their id. */
export const useAlerts = (): ReadonlyMap<number, Alert> => {
  const over = $api.useQuery("get", "/api/campaigns", { params: { query: { alert: ["over_budget"], limit: MOST } } });
  const behind = $api.useQuery("get", "/api/campaigns", { params: { query: { alert: ["behind"], limit: MOST } } });
  const named = (query: typeof over, alert: Alert): [number, Alert][] => (query.data?.items ?? []).map(({ campaign_id }) => [campaign_id, alert]);
  return new Map([...named(behind, "behind"), ...named(over, "over_budget")]);
};

/** A key for what is sent: the same as often as the same is sent, another for another body. */
export const useKeys = (): ((body: unknown) => string) => {
  const keys = useRef(new Map<string, string>());
  return (body) => {
    const written = JSON.stringify(body);
    const key = keys.current.get(written) ?? crypto.randomUUID();
    keys.current.set(written, key);
    return key;
  };
};
