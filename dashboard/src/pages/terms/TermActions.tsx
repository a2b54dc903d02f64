import { Button, Modal, Stack, Text, Textarea } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useKeys } from "@/pages/finance/keys";
import { useMay, useMe } from "@/session/session";
import { confirm, done, tell } from "@/ui/forms";

import { type TermDetail, useRefresh } from "./data";
import { dayAfter } from "./days";

/** What can be done with a version: follow it, end it, or withdraw it before it begins. */
export const TermActions = ({ term }: { term: TermDetail }) => {
  const say = useText();
  const may = useMay();
  const { business_day } = useMe();
  const [isEnding, ending] = useDisclosure();
  if (!may("terms.manage")) return null;
  const hasEnd = term.rules.components.length === 0;
  return (
    <>
      <Button component={Link} to={`/finance/terms/new?campaign_id=${term.campaign_id}&influencer_id=${term.influencer_id}`}>
        {say("terms.new.version")}
      </Button>
      {term.valid_from > business_day && <Withdraw term={term} />}
      {!hasEnd && term.valid_to === null && (
        <Button variant="default" onClick={ending.open}>
          {say("terms.end")}
        </Button>
      )}
      <Modal opened={isEnding} onClose={ending.close} title={say("terms.end")} closeButtonProps={{ "aria-label": say("action.close") }}>
        <End term={term} onDone={ending.close} />
      </Modal>
    </>
  );
};

const Withdraw = ({ term }: { term: TermDetail }) => {
  const say = useText();
  const refresh = useRefresh();
  const go = useNavigate();
  const ask = () =>
    confirm(
      {
        title: say("terms.withdraw"),
        text: say("terms.withdraw.ask"),
        label: say("terms.withdraw"),
        isDangerous: true,
        deed: () => api.DELETE("/api/terms/{term_id}", { params: { path: { term_id: term.term_id } } }),
        after: () => {
          done(say("terms.withdrawn"));
          // What is gone is not asked for again by its own page, which is left.
          void refresh("none");
          void go("/finance/terms");
        },
      },
      say,
    );
  return (
    <Button variant="default" onClick={ask}>
      {say("terms.withdraw")}
    </Button>
  );
};

/** The end of terms is a version without components. */
const End = ({ term, onDone }: { term: TermDetail; onDone: () => void }) => {
  const say = useText();
  const refresh = useRefresh();
  const go = useNavigate();
  const keyOf = useKeys();
  const tomorrow = dayAfter(useMe().business_day);
  const [first, setFirst] = useState<string | null>(tomorrow > term.valid_from ? tomorrow : dayAfter(term.valid_from));
  const [note, setNote] = useState("");
  const end = () => {
    const body = { campaign_id: term.campaign_id, influencer_id: term.influencer_id, valid_from: first, rules: { components: [] }, holding_days: term.holding_days, minimum_payout: term.minimum_payout, note: note.trim() || null };
    return api
      .POST("/api/terms", { params: { header: keyOf(body) }, body })
      .then(async ({ data }) => {
        onDone();
        done(say("terms.end.done"));
        await refresh();
        if (data) void go(`/finance/terms/${data.term_id}`);
      })
      .catch((error: unknown) => tell(error, say));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void end();
      }}
    >
      <Stack>
        <Text size="sm">{say("terms.end.about")}</Text>
        <DatePickerInput label={say("terms.end.first")} value={first} onChange={setFirst} minDate={tomorrow} required />
        <Textarea label={say("terms.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1000} autosize />
        <Button type="submit">{say("terms.end")}</Button>
      </Stack>
    </form>
  );
};
