import { Card } from "@mantine/core";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { useMay } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { Loaded } from "@/ui/states";
import { Facts } from "@/ui/table";

import { PaymentsPage } from "../area";
import type { Batch as One } from "../data";
import { useWho } from "../useWho";
import { withId } from "../withId";
import { Actions } from "./Actions";
import { Items } from "./Items";
import { Progress } from "./Progress";
import { Statement } from "./Statement";

/** One batch: what is in it, the file for the bank, and what the bank says. */
const Batch = ({ id: batch_id }: { id: number }) => {
  const say = useText();
  const may = useMay();
  const query = $api.useQuery("get", "/api/payments/batches/{batch_id}", { params: { path: { batch_id }, query: { limit: 1 } } });
  const mayExecute = may("payments.execute");
  return (
    <PaymentsPage title={say("batches.one", { id: batch_id })} above={[{ label: say("batches.title"), to: "/payments/batches" }]} actions={query.data && mayExecute && <Actions batch={query.data} />}>
      <Loaded query={query}>
        {(batch) => (
          <>
            <About batch={batch} />
            {mayExecute && <Statement batch={batch} />}
            <Items batch={batch} />
          </>
        )}
      </Loaded>
    </PaymentsPage>
  );
};

const About = ({ batch }: { batch: One }) => {
  const say = useText();
  const formats = useFormats();
  const who = useWho();
  return (
    <Card withBorder>
      <Facts
        facts={[
          [say("word.amount"), <b key="total">{formats.money(batch.total)}</b>],
          [say("word.status"), <Progress key="progress" batch={batch} />],
          [say("batches.day"), formats.day(batch.execution_date)],
          [say("batches.message"), <span key="message" style={{ overflowWrap: "anywhere" }}>{batch.message_id}</span>],
          [say("batches.madeBy"), `${who(batch.created_by)}, ${formats.instant(batch.created_at)}`],
          [say("batches.exported"), batch.exported_at ? formats.instant(batch.exported_at) : say("batches.exported.not")],
        ]}
      />
    </Card>
  );
};

export default withId("batch_id", Batch);
