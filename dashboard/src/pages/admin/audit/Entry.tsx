import { Code, Stack, Text } from "@mantine/core";

import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Facts } from "@/ui/table";

import type { Row } from "./AuditTable";
import { Changes } from "./Changes";
import { differencesOf } from "./differences";
import { useActionWords, useUserNames } from "./words";

/** One row of the audit log with everything that is known of it. */
export const Entry = ({ row }: { row: Row }) => {
  const say = useText();
  const formats = useFormats();
  const actionWords = useActionWords();
  const nameOf = useUserNames();
  const differences = differencesOf(row.changes);
  const code = (text: string | null) => (text ? <Code style={{ overflowWrap: "anywhere" }}>{text}</Code> : "–");
  return (
    <Stack>
      <Facts
        facts={[
          [say("admin.at"), formats.instant(row.at)],
          [say("admin.actor"), row.actor_id === null ? say("admin.system.actor") : nameOf(row.actor_id)],
          [say("admin.action"), <span key="action">{actionWords(row.action)} {code(row.action)}</span>],
          [say("admin.record"), `${row.entity} ${row.entity_id}`],
          [say("admin.address"), row.address || "–"],
          [say("admin.agent"), <Text key="agent" span inherit style={{ overflowWrap: "anywhere" }}>{row.agent || "–"}</Text>],
          [say("admin.request"), code(row.request_id)],
        ]}
      />
      <Text fw={600}>{say("admin.changes")}</Text>
      {differences.length === 0 ? <Text size="sm">{say("admin.changes.none")}</Text> : <Changes differences={differences} isWhole />}
    </Stack>
  );
};
