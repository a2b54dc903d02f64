// The parts that `GET ready` looks at: how each is, since when, and what waits in it.
import { Badge } from "@mantine/core";

import type { Schema } from "@/api/client";
import { useLanguage, useSay, useText } from "@/messages";
import { away } from "@/pages/reports/when";
import { useFormats } from "@/ui/formats";
import { type Column, DataTable } from "@/ui/table";

type Part = Schema["ReadyPartOut"];

const COLOURS: Record<Part["state"], string> = { ok: "teal", late: "orange", not_yet: "gray", failing: "red" };
const SECOND = 1000;

/** `looked` is when they were looked at: ages count from there. */
export const Parts = ({ parts, looked }: { parts: readonly Part[]; looked: number }) => {
  const say = useText();
  const worded = useSay();
  const formats = useFormats();
  const { language } = useLanguage();
  const since = ({ age_seconds }: Part) => (age_seconds === null ? "–" : away(language, new Date(looked - age_seconds * SECOND), new Date(looked)));
  const columns: Column<Part>[] = [
    { key: "name", label: say("admin.part"), show: ({ name }) => worded(`admin.part.${name}`) },
    {
      key: "state",
      label: say("admin.part.state"),
      show: ({ state }) => (
        <Badge variant="light" color={COLOURS[state]}>
          {say(`admin.part.state.${state}`)}
        </Badge>
      ),
    },
    { key: "age", label: say("admin.part.age"), show: since },
    { key: "waiting", label: say("admin.part.waiting"), isFigure: true, show: ({ waiting }) => formats.count(waiting) },
  ];
  return <DataTable label={say("admin.parts")} rows={parts} columns={columns} idOf={({ name }) => name} />;
};
