import { Button, Collapse, Group, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect, useState } from "react";

import { useText } from "@/messages";

import { type Mapping, readJson } from "./mapping";

/** The whole mapping as the API has it, for what the form does not show. */
export const AsJson = ({ mapping, onChange }: { mapping: Mapping; onChange: (mapping: Mapping) => void }) => {
  const say = useText();
  const [opened, { toggle }] = useDisclosure();
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  useEffect(() => {
    setText(JSON.stringify(mapping, null, 2));
    setError(undefined);
  }, [mapping]);
  const apply = () => {
    const read = readJson(text);
    if ("error" in read) setError(say("imports.json.bad", { reason: read.error }));
    else onChange(read.mapping);
  };
  return (
    <div>
      <Button variant="subtle" size="compact-sm" onClick={toggle} aria-expanded={opened}>
        {say("imports.json")}
      </Button>
      <Collapse expanded={opened}>
        <Textarea label={say("imports.json")} value={text} onChange={(event) => setText(event.currentTarget.value)} error={error} autosize minRows={6} maxRows={24} styles={{ input: { fontFamily: "monospace" } }} spellCheck={false} />
        <Group mt="xs">
          <Button variant="default" size="xs" onClick={apply}>
            {say("action.apply")}
          </Button>
        </Group>
      </Collapse>
    </div>
  );
};
