import { useParams } from "react-router";

import { $api } from "@/api/client";
import { useText } from "@/messages";
import { Loaded } from "@/ui/states";

import { PaymentsPage } from "../area";
import { About } from "./About";
import { Attempts } from "./Attempts";
import { Lines } from "./Lines";
import { Notes } from "./Notes";
import { Steps } from "./Steps";

/** One payment: where it stands, what it consists of, what was tried. */
const Payment = () => {
  const say = useText();
  const payment_id = Number(useParams().payment_id);
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

export default Payment;
