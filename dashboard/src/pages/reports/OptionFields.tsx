import { Checkbox, Select, Stack } from "@mantine/core";

import { useLanguage, useText } from "@/messages";

import type { Kind } from "./kinds";
import { type Format, LANGUAGES, type Options } from "./options";

type Props = { kind: Kind; formats: readonly Format[]; options: Options; onChange: (options: Options) => void };

const SAMPLE = 1234.5;

/** What may be chosen of a file, by its format. */
export const OptionFields = ({ kind, formats, options, onChange }: Props) => {
  const say = useText();
  const { language } = useLanguage();
  const change = (changes: Options) => onChange({ ...options, ...changes });
  const names = new Intl.DisplayNames(language, { type: "language" });
  const languages = LANGUAGES.map((one) => ({ value: one, label: `${new Intl.NumberFormat(one, { minimumFractionDigits: 2 }).format(SAMPLE)} (${names.of(one) ?? one})` }));
  const papers = [
    { value: "a4" as const, label: "A4" },
    { value: "letter" as const, label: "Letter" },
  ];
  return (
    <Stack gap="sm">
      <Select label={say("reports.language")} data={languages} value={options.language ?? "en"} onChange={(value) => change({ language: LANGUAGES.find((one) => one === value) })} allowDeselect={false} />
      {formats.includes("pdf") && (
        <>
          <Select label={say("reports.paper")} data={papers} value={options.paper ?? "a4"} onChange={(paper) => change({ paper: paper === "letter" ? "letter" : "a4" })} allowDeselect={false} />
          <Checkbox label={say("reports.archive")} description={say("reports.archive.about")} checked={options.archive ?? false} onChange={(event) => change({ archive: event.currentTarget.checked })} />
        </>
      )}
      {formats.includes("csv") && (
        <>
          {kind.tables.length > 1 && (
            <Select
              label={say("reports.table")}
              data={kind.tables.map(({ table, title }) => ({ value: table, label: title }))}
              value={options.table ?? kind.tables[0]?.table ?? null}
              onChange={(table) => change({ table })}
              allowDeselect={false}
            />
          )}
          <Checkbox label={say("reports.bom")} description={say("reports.bom.about")} checked={options.bom ?? false} onChange={(event) => change({ bom: event.currentTarget.checked })} />
        </>
      )}
    </Stack>
  );
};
