import { $api } from "@/api/client";
import { useText } from "@/messages";
import { Loaded } from "@/ui/states";

import { PaymentsPage } from "../area";
import { withId } from "../withId";
import { About } from "./About";
import { Attempts } from "./Attempts";
import { Lines } from "./Lines";
import { Notes } from "./Notes";
import { Steps } from "./Steps";

/** One payment: where it stands, what it consists of, what was tried. */
const Payment = ({ id: payment_id }: { id: number }) => {
  const say = useText();
  const query = $api.useQuery("get", "/api/payments/{payment_id}", { params: { path: { payment_id }, query: { limit: 1 } } });
  return (
    <PaymentsPage title={say("payments.one", { id: payment_id })} above={[{ label: say("payments.title"), to: "/payments" }]} actions={query.data && <Steps payment={query.data} />}>
      <Loaded query={query}>
        {(payment) => (
          <>
            <Notes payment={payment} />
            <About payment={payment} />
            <Lines payment={payment} />
            <Attempts attempts={payment.attempts_made} />
          </>
        )}
      </Loaded>
    </PaymentsPage>
  );
};

export default withId("payment_id", Payment);
