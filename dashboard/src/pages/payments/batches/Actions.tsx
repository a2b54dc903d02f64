import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";

import { useText } from "@/messages";

import type { Batch } from "../data";
import { ExportDialog } from "./ExportDialog";
import type { Format } from "./exporting";
import { Settle } from "./Settle";
import { Withdraw } from "./Withdraw";

type Asking = Format | "settle" | "withdraw" | null;

/** What can be done with a batch while something of it is on its way. */
export const Actions = ({ batch }: { batch: Batch }) => {
  const say = useText();
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  if (batch.waiting === 0) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconDownload size={18} aria-hidden />}>{say("batches.export")}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking("pain.001")}>{say("batches.export.pain")}</Menu.Item>
          <Menu.Item onClick={() => setAsking("csv")}>{say("batches.export.csv")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" onClick={() => setAsking("settle")}>
        {say("batches.settle")}
      </Button>
      <Button variant="default" onClick={() => setAsking("withdraw")}>
        {say("batches.withdraw")}
      </Button>
      {(asking === "pain.001" || asking === "csv") && <ExportDialog batch={batch} format={asking} onClose={close} />}
      {asking === "settle" && <Settle batch={batch} onClose={close} />}
      {asking === "withdraw" && <Withdraw batch={batch} onClose={close} />}
    </>
  );
};
