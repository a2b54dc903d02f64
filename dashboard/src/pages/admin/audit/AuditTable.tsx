import { Anchor, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Listed, useList } from "@/ui/list";
import { type Column, DataTable } from "@/ui/table";

import { addressOf } from "./addresses";
import { Changes } from "./Changes";
import { differencesOf } from "./differences";
import { Entry } from "./Entry";
import { useActionWords, useUserNames } from "./words";

export type Row = Schema["AuditOut"];
export type Asked = { actor_id?: number; action?: string; entity?: string; entity_id?: string; request_id?: string; address?: string; from?: string; to?: string };
const MOST_SHOWN = 3;
const NEWEST_FIRST = "-audit_id";

/** What was done, the newest first; a row opens with all that is known of it. */
export const AuditTable = ({ asked }: { asked: Asked }) => {
  const say = useText();
  const [opened, setOpened] = useState<Row | null>(null);
  const { query, rows } = useList<Row>(["audit", asked], (cursor) => api.GET("/api/audit", { params: { query: { ...asked, sort: NEWEST_FIRST, cursor } } }));
  const columns = useColumns(asked.actor_id === undefined, setOpened);
  return (
    <>
      <Listed query={query}>
        <DataTable label={say("admin.audit")} rows={rows} columns={columns} idOf={(row) => row.audit_id} empty={say(asked.actor_id === undefined ? "admin.audit.none" : "admin.deeds.none")} />
      </Listed>
      <Modal opened={opened !== null} onClose={() => setOpened(null)} title={say("admin.entry", { id: opened?.audit_id ?? 0 })} size="lg" closeButtonProps={{ "aria-label": say("action.close") }}>
        {opened && <Entry row={opened} />}
      </Modal>
    </>
  );
};

const useColumns = (withActor: boolean, open: (row: Row) => void): Column<Row>[] => {
  const say = useText();
  const formats = useFormats();
  const actionWords = useActionWords();
  const nameOf = useUserNames();
  const actor: Column<Row> = {
    key: "actor",
    label: say("admin.actor"),
    width: 170,
    show: ({ actor_id }) => (actor_id === null ? say("admin.system.actor") : <Anchor component={Link} to={`/admin/users/${actor_id}`}>{nameOf(actor_id)}</Anchor>),
  };
  return [
    { key: "at", label: say("admin.at"), show: (row) => <Text span size="sm" style={{ whiteSpace: "nowrap" }}>{formats.instant(row.at)}</Text> },
    ...(withActor ? [actor] : []),
    {
      key: "action",
      label: say("admin.action"),
      width: 220,
      show: (row) => (
        <Anchor component="button" type="button" size="sm" ta="left" onClick={() => open(row)}>
          {actionWords(row.action)}
        </Anchor>
      ),
    },
    { key: "record", label: say("admin.record"), show: (row) => <Record row={row} /> },
    { key: "changes", label: say("admin.changes"), show: (row) => <Some row={row} /> },
  ];
};

/** The record that it was about; a link where it has a page. */
const Record = ({ row: { entity, entity_id } }: { row: Row }) => {
  const address = addressOf(entity, entity_id);
  const name = `${entity} ${entity_id}`;
  return address ? (
    <Anchor component={Link} to={address}>
      {name}
    </Anchor>
  ) : (
    name
  );
};

const Some = ({ row }: { row: Row }) => {
  const say = useText();
  const all = differencesOf(row.changes);
  return (
    <>
      <Changes differences={all.slice(0, MOST_SHOWN)} />
      {all.length > MOST_SHOWN && (
        <Text size="xs" c="dimmed">
          {say("admin.changes.more", { count: all.length - MOST_SHOWN })}
        </Text>
      )}
    </>
  );
};
