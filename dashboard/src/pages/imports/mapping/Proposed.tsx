import { Alert, Button, Group, Stack, Text } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useSay, useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { mappingOf } from "./mapping";

type Proposal = Schema["ProposalOut"];

/** A proposed mapping: what each field is taken for, how surely and why; a person has the last word. */
export const Proposed = ({ proposal, onAdopt }: { proposal: Proposal; onAdopt: (proposal: Proposal) => void }) => {
  const say = useText();
  const text = useSay();
  const formats = useFormats();
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text>{say("imports.proposal", { target: text(`imports.target.${mappingOf(proposal.mapping).target}`) })}</Text>
        <Button onClick={() => onAdopt(proposal)}>{say("imports.proposal.adopt")}</Button>
      </Group>
      {proposal.missing.length > 0 && <Alert color="orange">{say("imports.proposal.missing", { fields: proposal.missing.join(", ") })}</Alert>}
      <DataTable
        label={say("imports.proposal.fields")}
        rows={proposal.fields}
        idOf={(field) => field.field}
        columns={[
          { key: "field", label: say("imports.field"), show: (field) => field.field },
          { key: "column", label: say("imports.column"), show: (field) => field.column },
          { key: "sure", label: say("imports.proposal.sure"), isFigure: true, show: (field) => formats.ratio(field.confidence) },
          { key: "why", label: say("imports.reason"), show: (field) => field.reason },
        ]}
      />
      {proposal.unused.length > 0 && (
        <Text size="sm" c="dimmed">
          {say("imports.proposal.unused", { columns: [...new Set(proposal.unused)].join(", ") })}
        </Text>
      )}
    </Stack>
  );
};
