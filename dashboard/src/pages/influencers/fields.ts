// The fields of the form and what of them is sent. Pure.
import type { Schema } from "@/api/client";

type Influencer = Schema["InfluencerOut"];

export type Fields = {
  influencer_name: string;
  platform: string;
  category: string;
  influencer_mail: string;
  follower_count: number | string;
  member_since: string | null;
};

export const NONE: Fields = { influencer_name: "", platform: "", category: "", influencer_mail: "", follower_count: "", member_since: null };

export const fieldsOf = ({ influencer_name, platform, category, influencer_mail, follower_count, member_since }: Influencer): Fields => ({
  influencer_name,
  platform,
  category,
  influencer_mail,
  follower_count,
  member_since,
});

export const bodyOf = ({ follower_count, ...fields }: Fields): Schema["InfluencerIn"] => ({ ...fields, follower_count: Number(follower_count) });

/** Only what is different: what somebody else changed in other fields stays. */
export const changesOf = (now: Fields, before: Fields): Schema["InfluencerPatch"] => ({
  ...(now.influencer_name !== before.influencer_name && { influencer_name: now.influencer_name }),
  ...(now.platform !== before.platform && { platform: now.platform }),
  ...(now.category !== before.category && { category: now.category }),
  ...(now.influencer_mail !== before.influencer_mail && { influencer_mail: now.influencer_mail }),
  ...(Number(now.follower_count) !== Number(before.follower_count) && { follower_count: Number(now.follower_count) }),
  ...(now.member_since !== null && now.member_since !== before.member_since && { member_since: now.member_since }),
});

/** The fields in which two versions of a record differ. */
export const differing = (one: Fields, other: Fields): (keyof Fields)[] => (Object.keys(one) as (keyof Fields)[]).filter((name) => one[name] !== other[name]);
