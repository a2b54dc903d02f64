// Saving a campaign with its targets: two calls, the second under the version that the first leaves.
import { api } from "@/api/client";

import type { Campaign, CampaignDetail } from "./data";
import { changesOf, detailsOf, type Draft, draftOf, targetsOf } from "./draft";

type UnitOf = (metric: string) => string | undefined;
export type Read = { campaign: CampaignDetail; targets: Record<string, number | string>; version: string };
type Versioned<T> = { data?: T; response: Response };

const opened = <T>({ data, response }: Versioned<T>): { data: T; version: string; response: Response } => {
  if (data === undefined) throw new Error(response.statusText);
  return { data, version: response.headers.get("ETag") ?? "", response };
};

/** What is edited, with the version it has: changes by others since then are not overwritten. */
export const readForEditing = async (campaign_id: number): Promise<Read> => {
  const params = { path: { campaign_id } };
  const campaign = opened(await api.GET("/api/campaigns/{campaign_id}", { params }));
  const targets = opened(await api.GET("/api/campaigns/{campaign_id}/targets", { params }));
  return { campaign: campaign.data, targets: targets.data.targets, version: campaign.version };
};

export const saveNew = async (draft: Draft, unitOf: UnitOf, key: string): Promise<CampaignDetail> => {
  const made = opened(await api.POST("/api/campaigns", { body: detailsOf(draft), params: { header: { "Idempotency-Key": key } } }));
  const targets = targetsOf(draft, unitOf);
  if (Object.keys(targets).length > 0) await setTargets(made.data.campaign_id, targets, made.version);
  return made.data;
};

/** What saving left: the campaign where its details were changed, and the last answer, whose version an undo goes by. */
export type Saved = { changed: CampaignDetail | null; answer: { response: Response } | null };

/**
 * Send what differs and nothing else; return what the API made of it.
 * `keep` is given what was saved so far: where the targets are refused, the details are not sent under an old version.
 */
export const saveChanges = async (read: Read, draft: Draft, unitOf: UnitOf, keep: (read: Read) => void): Promise<Saved> => {
  const { campaign_id } = read.campaign;
  const changes = changesOf(read.campaign, draft);
  const targets = targetsOf(draft, unitOf);
  const isSame = JSON.stringify(Object.entries(targets).sort()) === JSON.stringify(Object.entries(numbers(read.targets)).sort());
  let { version } = read;
  const saved: Saved = { changed: null, answer: null };
  if (Object.keys(changes).length > 0) {
    const answer = opened(await api.PATCH("/api/campaigns/{campaign_id}", { body: changes, params: { path: { campaign_id }, header: { "If-Match": version } } }));
    ({ version } = answer);
    Object.assign(saved, { changed: answer.data, answer });
    keep({ ...read, campaign: answer.data, version });
  }
  if (!isSame) saved.answer = await setTargets(campaign_id, targets, version);
  return saved;
};

/** Bring back what was there before, as long as nobody changed it since. */
export const takeBack = async (before: Read, { campaign }: Pick<Read, "campaign">, draft: Draft, unitOf: UnitOf, version: string): Promise<Saved> =>
  saveChanges({ campaign, targets: targetsOf(draft, unitOf), version }, draftOf(before.campaign, before.targets, unitOf), unitOf, () => undefined);

const numbers = (targets: Record<string, number | string>) => Object.fromEntries(Object.entries(targets).map(([metric, value]) => [metric, Number(value)]));

const setTargets = (campaign_id: Campaign["campaign_id"], targets: Record<string, number>, version: string) =>
  api.PUT("/api/campaigns/{campaign_id}/targets", { body: { targets }, params: { path: { campaign_id }, header: { "If-Match": version } } });
