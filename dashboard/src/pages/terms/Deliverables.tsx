import { Button, Group, Modal, Stack, Text, Textarea, Title } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";
import { useMay, useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { confirm, done, tell } from "@/ui/forms";
import { type Column, DataTable } from "@/ui/table";

import { feesOf, type FixedFee, type TermDetail, useRefresh } from "./data";

type Fee = FixedFee & { name: string };

/** Fees that wait for something to be delivered, and which of it was. */
export const Deliverables = ({ term }: { term: TermDetail }) => {
  const say = useText();
  const fees = feesOf(term.rules).flatMap((fee) => (fee.deliverable ? [{ ...fee, name: fee.deliverable }] : []));
  const [chosen, setChosen] = useState<string | null>(null);
  if (fees.length === 0) return null;
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {say("terms.fees")}
      </Title>
      <Text size="sm" c="dimmed">
        {say("terms.fees.about")}
      </Text>
      <DataTable label={say("terms.fees")} rows={fees} columns={useColumns(term, setChosen)} idOf={(fee) => fee.name} />
      <Modal opened={chosen !== null} onClose={() => setChosen(null)} title={say("terms.confirm.title", { deliverable: chosen })} closeButtonProps={{ "aria-label": say("action.close") }}>
        {chosen !== null && <Confirm term={term} deliverable={chosen} onDone={() => setChosen(null)} />}
      </Modal>
    </Stack>
  );
};

const useColumns = (term: TermDetail, choose: (deliverable: string) => void): Column<Fee>[] => {
  const say = useText();
  const formats = useFormats();
  const may = useMay();
  const confirmed = (fee: Fee) => term.deliverables.find(({ deliverable }) => deliverable === fee.name);
  return [
    { key: "deliverable", label: say("terms.deliverable"), show: ({ name }) => name },
    { key: "fee", label: say("terms.fee"), isFigure: true, show: ({ amount }) => formats.money(amount) },
    { key: "delivered", label: say("terms.delivered"), show: (fee) => formats.day(confirmed(fee)?.delivered_on) },
    { key: "note", label: say("terms.note"), show: (fee) => confirmed(fee)?.note ?? "–" },
    {
      key: "step",
      label: "",
      show: (fee) => {
        const known = confirmed(fee);
        if (!may("terms.manage")) return known ? null : say("terms.delivered.not");
        if (known) return known.term_id === term.term_id && <TakeBack term={term} deliverable={fee.name} />;
        return (
          <Button size="xs" onClick={() => choose(fee.name)} aria-label={say("terms.confirm.title", { deliverable: fee.name })}>
            {say("terms.confirm")}
          </Button>
        );
      },
    },
  ];
};

const TakeBack = ({ term, deliverable }: { term: TermDetail; deliverable: string }) => {
  const say = useText();
  const refresh = useRefresh();
  const ask = () =>
    confirm(
      {
        title: say("terms.takeBack"),
        text: say("terms.takeBack.ask", { deliverable }),
        label: say("terms.takeBack"),
        deed: () => api.DELETE("/api/terms/{term_id}/deliverables", { params: { path: { term_id: term.term_id } }, body: { deliverable } }),
        after: () => {
          done(say("terms.takenBack", { deliverable }));
          void refresh();
        },
      },
      say,
    );
  return (
    <Button size="xs" variant="default" onClick={ask}>
      {say("terms.takeBack")}
    </Button>
  );
};

const Confirm = ({ term, deliverable, onDone }: { term: TermDetail; deliverable: string; onDone: () => void }) => {
  const say = useText();
  const refresh = useRefresh();
  const { business_day } = useMe();
  const [day, setDay] = useState<string | null>(business_day < term.valid_from ? null : business_day);
  const [note, setNote] = useState("");
  const send = async (delivered_on: string) => {
    try {
      await api.POST("/api/terms/{term_id}/deliverables", { params: { path: { term_id: term.term_id } }, body: { deliverable, delivered_on, note: note.trim() || null } });
      done(say("terms.confirmed", { deliverable }));
      onDone();
      await refresh();
    } catch (error) {
      tell(error, say);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (day) void send(day);
      }}
    >
      <Stack>
        <DatePickerInput label={say("terms.delivered")} value={day} onChange={setDay} minDate={term.valid_from} maxDate={business_day} required />
        <Textarea label={say("terms.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} maxLength={1000} autosize />
        <Group justify="flex-end">
          <Button type="submit">{say("terms.confirm")}</Button>
        </Group>
      </Stack>
    </form>
  );
};
