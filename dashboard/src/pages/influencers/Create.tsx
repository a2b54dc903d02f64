import { useState } from "react";
import { useNavigate } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { done } from "@/ui/forms";
import { Page } from "@/ui/page";

import { bodyOf, type Fields, NONE } from "./fields";
import { InfluencerForm } from "./InfluencerForm";
import { useForget } from "./keys";

const Create = () => {
  const say = useText();
  const go = useNavigate();
  const forget = useForget();
  // One key for the form, not for the click: sent twice, it makes one influencer.
  const [key] = useState(() => crypto.randomUUID());
  const send = async (fields: Fields) => {
    const { data } = await api.POST("/api/influencers", { body: bodyOf(fields), params: { header: { "Idempotency-Key": key } } });
    done(say("influencers.created"));
    await forget();
    await go(data ? `/influencers/${data.influencer_id}` : "/influencers");
  };
  return (
    <Page title={say("influencers.create")} above={[{ label: say("nav.influencers"), to: "/influencers" }]}>
      <InfluencerForm initial={NONE} submit={say("action.create")} back="/influencers" send={send} />
    </Page>
  );
};

export default Create;
