import { Anchor, Title } from "@mantine/core";
import { Link } from "react-router";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { DataTable } from "@/ui/table";

import { OutcomeBadge } from "../StatusBadge";

/** The batches it was or is in, and what came of each. */
export const Attempts = ({ attempts }: { attempts: readonly Schema["Attempt"][] }) => {
  const say = useText();
  const formats = useFormats();
  if (attempts.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {say("attempts.title")}
      </Title>
      <DataTable
        label={say("attempts.title")}
        rows={attempts}
        idOf={(attempt) => attempt.batch_id}
        columns={[
          { key: "batch", label: say("batches.batch"), show: ({ batch_id }) => <Anchor component={Link} to={`/payments/batches/${batch_id}`}>{say("batches.one", { id: batch_id })}</Anchor> },
          { key: "id", label: say("batches.endToEnd"), show: (attempt) => attempt.end_to_end_id },
          { key: "outcome", label: say("batches.outcome"), show: (attempt) => <OutcomeBadge outcome={attempt.outcome} /> },
          { key: "reason", label: say("payments.reason"), show: (attempt) => attempt.outcome_reason ?? "–" },
          { key: "when", label: say("batches.when"), show: (attempt) => formats.instant(attempt.outcome_at) },
        ]}
      />
    </section>
  );
};
