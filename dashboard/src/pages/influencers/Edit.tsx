import { Alert } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";

import { $api, api, LAST_READ, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { Page } from "@/ui/page";
import { Loaded } from "@/ui/states";
import { useSaved, type Version } from "@/ui/undo";

import { changesOf, differing, type Fields, fieldsOf } from "./fields";
import { InfluencerForm, STALE } from "./InfluencerForm";
import { useForget } from "./keys";
import { useInfluencerId } from "./useInfluencerId";

type Influencer = Schema["InfluencerOut"];

const NAMES = {
  influencer_name: "word.name",
  platform: "word.platform",
  category: "word.category",
  influencer_mail: "influencers.mail",
  follower_count: "influencers.followers",
  member_since: "influencers.since",
} as const;

const Edit = () => {
  const influencer_id = useInfluencerId();
  // What is read while the form is open would count as seen: only a refusal reads it again.
  const query = $api.useQuery("get", "/api/influencers/{influencer_id}", { params: { path: { influencer_id } } }, { refetchOnWindowFocus: false, refetchOnReconnect: false });
  return <Loaded query={query}>{(influencer) => <Form influencer={influencer} reread={() => query.refetch().then(({ data }) => data)} />}</Loaded>;
};

const Form = ({ influencer, reread }: { influencer: Influencer; reread: () => Promise<Influencer | undefined> }) => {
  const say = useText();
  const go = useNavigate();
  const forget = useForget();
  const saved = useSaved();
  const [first] = useState(() => fieldsOf(influencer));
  const { influencer_id, influencer_name } = influencer;
  const home = `/influencers/${influencer_id}`;
  const send = async (fields: Fields) => {
    try {
      const put = (body: Schema["InfluencerPatch"], header: Version) => api.PATCH("/api/influencers/{influencer_id}", { body, params: { path: { influencer_id }, header } });
      const answer = await put(changesOf(fields, first), LAST_READ);
      saved(say("action.saved"), answer, (version) => put(changesOf(first, fields), version).then(forget));
      await forget();
      await go(home);
    } catch (error) {
      if (asProblem(error).status === STALE) await reread();
      throw error;
    }
  };
  const above = [
    { label: say("nav.influencers"), to: "/influencers" },
    { label: influencer_name, to: home },
  ];
  return (
    <Page title={say("influencers.edit", { name: first.influencer_name })} above={above}>
      <InfluencerForm initial={first} submit={say("action.save")} back={home} send={send} note={<Meanwhile first={first} now={fieldsOf(influencer)} />} />
    </Page>
  );
};

/** What somebody else changed while the form was open, in the words it has now. */
const Meanwhile = ({ first, now }: { first: Fields; now: Fields }) => {
  const say = useText();
  const changed = differing(first, now);
  if (changed.length === 0) return null;
  return (
    <Alert color="orange" role="alert" title={say("influencers.meanwhile")}>
      {changed.map((name) => `${say(NAMES[name])}: ${now[name]}`).join("; ")}. {say("influencers.meanwhile.about")}
    </Alert>
  );
};

export default Edit;
