import { useState } from "react";

import { $api, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { Failure, Loading } from "@/ui/states";

import { PaymentsPage } from "../area";
import { withId } from "../withId";
import { AccountForm } from "./AccountForm";
import { Current, NoneYet } from "./Current";
import { Past } from "./Past";

type Full = Schema["PayoutAccountFull"];

/** Where one influencer is paid to: masked, in full on demand, and how to change it. */
const Account = ({ id: influencer_id }: { id: number }) => {
  const say = useText();
  const path = { influencer_id };
  const account = $api.useQuery("get", "/api/payout-accounts/{influencer_id}", { params: { path } });
  const influencer = $api.useQuery("get", "/api/influencers/{influencer_id}", { params: { path } });
  const [looked, setFull] = useState<Full | null>(null);
  // What was looked at belongs to that account of that influencer, and to no other.
  const full = looked && looked.account_id === account.data?.account_id ? looked : null;
  const isMissing = asProblem(account.error).code === "payout_account_not_found";
  const title = say("accounts.of", { influencer: influencer.data?.influencer_name ?? `#${influencer_id}` });
  return (
    <PaymentsPage title={title} above={[{ label: say("accounts.title"), to: "/payments/accounts" }]}>
      {account.data ? <Current account={account.data} full={full} onFull={setFull} /> : isMissing ? <NoneYet /> : account.error ? <Failure error={account.error} retry={() => void account.refetch()} /> : <Loading />}
      {/* A form that stands over an older account is begun anew: its version would be refused. */}
      {(account.data || isMissing) && influencer.data && <AccountForm key={account.data?.account_id ?? 0} influencerId={influencer_id} current={account.data ?? null} full={full} onSaved={() => setFull(null)} />}
      {account.data && <Past influencerId={influencer_id} />}
    </PaymentsPage>
  );
};

export default withId("influencer_id", Account);
