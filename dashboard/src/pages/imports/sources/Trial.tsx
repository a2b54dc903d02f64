import { Alert, Stack } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useText } from "@/messages";
import { useFormats } from "@/ui/formats";
import { Facts } from "@/ui/table";

/** What came of fetching a feed's first page. */
export const Trial = ({ trial }: { trial: Schema["TrialOut"] }) => {
  const say = useText();
  const formats = useFormats();
  return (
    <Stack>
      <Alert color={trial.ok ? undefined : "red"} title={say(trial.ok ? "imports.test.ok" : "imports.test.not")}>
        {trial.problem}
      </Alert>
      <Facts
        facts={[
          [say("imports.test.status"), formats.count(trial.status)],
          [say("imports.test.type"), trial.content_type ?? "–"],
          [say("imports.test.size"), say("imports.test.bytes", { bytes: formats.count(trial.size) })],
          [say("imports.run.took"), say("imports.seconds", { seconds: formats.number(trial.seconds) })],
          [say("imports.test.columns"), trial.columns.join(", ") || "–"],
          [say("imports.test.more"), say(trial.has_next_page ? "word.yes" : "word.no")],
        ]}
      />
    </Stack>
  );
};
