import { Button } from "@mantine/core";
import { IconEdit, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";

import { $api, api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { confirm, done } from "@/ui/forms";
import { inRecord, useEdit } from "@/ui/undo";

import { useForget } from "./keys";

type Props = { influencer: Schema["InfluencerOut"] };

/** What can be done with an influencer by who deals with them. */
export const ProfileActions = ({ influencer }: Props) => {
  const say = useText();
  if (influencer.is_deleted) return null;
  return (
    <>
      <Button variant="default" component={Link} to={`/influencers/${influencer.influencer_id}/edit`} leftSection={<IconEdit size={16} aria-hidden />}>
        {say("action.edit")}
      </Button>
      {influencer.still_partner ? <End influencer={influencer} /> : <Resume influencer={influencer} />}
      <Delete influencer={influencer} />
    </>
  );
};

const usePartnership = ({ influencer_id, still_partner }: Props["influencer"]) => {
  const say = useText();
  const forget = useForget();
  const edit = useEdit();
  const path = { path: { influencer_id } };
  return () =>
    edit<Schema["InfluencerPatch"]>({
      before: { still_partner },
      changes: { still_partner: !still_partner },
      queryKey: $api.queryOptions("get", "/api/influencers/{influencer_id}", { params: path }).queryKey,
      shown: inRecord,
      send: (body, header) => api.PATCH("/api/influencers/{influencer_id}", { body, params: { ...path, header } }),
      refresh: forget,
      message: say(still_partner ? "influencers.wasEnded" : "influencers.resumed"),
    });
};

const End = ({ influencer }: Props) => {
  const say = useText();
  const set = usePartnership(influencer);
  const label = say("influencers.end");
  const ask = () => confirm({ title: label, text: say("influencers.end.ask", { name: influencer.influencer_name }), label, deed: set }, say);
  return (
    <Button variant="default" onClick={ask} leftSection={<IconPlayerPause size={16} aria-hidden />}>
      {label}
    </Button>
  );
};

const Resume = ({ influencer }: Props) => {
  const say = useText();
  const set = usePartnership(influencer);
  return (
    <Button variant="default" onClick={() => void set()} leftSection={<IconPlayerPlay size={16} aria-hidden />}>
      {say("influencers.resume")}
    </Button>
  );
};

const Delete = ({ influencer }: Props) => {
  const say = useText();
  const go = useNavigate();
  const forget = useForget();
  const { influencer_id, influencer_name: name } = influencer;
  const remove = async () => {
    await api.DELETE("/api/influencers/{influencer_id}", { params: { path: { influencer_id } } });
    done(say("influencers.wasDeleted", { name }));
    await forget();
  };
  const ask = () =>
    confirm({ title: say("influencers.delete"), text: say("influencers.delete.ask", { name }), label: say("action.delete"), isDangerous: true, deed: remove, after: () => void go("/influencers") }, say);
  return (
    <Button variant="light" color="red" onClick={ask} leftSection={<IconTrash size={16} aria-hidden />}>
      {say("action.delete")}
    </Button>
  );
};
