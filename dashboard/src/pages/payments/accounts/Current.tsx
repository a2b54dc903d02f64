import { Alert, Button, Card, Group, Text, Title } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { api, type Schema } from "@/api/client";
import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";
import { Facts } from "@/ui/table";

import { READABLE } from "../alerts";
import { useWho } from "../useWho";
import { Refused } from "../Refused";
import { useFresh } from "../useFresh";
import { Hold } from "./Hold";
import { grouped } from "./iban";

type Account = Schema["PayoutAccountOut"];
type Full = Schema["PayoutAccountFull"];
type Props = { account: Account; full: Full | null; onFull: (full: Full | null) => void };

/** A number in the clear does not stand on a screen that somebody left. */
const SHOWN_FOR = 2 * 60 * 1000;

export const NoneYet = () => <Alert color="blue">{useText()("accounts.none")}</Alert>;

export const Current = ({ account, full, onFull }: Props) => {
  const say = useText();
  const formats = useFormats();
  const { business_day } = useMe();
  const isHeld = account.held_until !== null && account.held_until > business_day;
  return (
    <Card withBorder component="section">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {say("accounts.current")}
        </Title>
        <Look influencerId={account.influencer_id} full={full} onFull={onFull} />
      </Group>
      <Details account={account} full={full} />
      {isHeld && (
        <Alert color="orange" variant="light" mt="md" styles={READABLE} title={say("accounts.held.until", { day: formats.day(account.held_until) })}>
          {say("accounts.held.why", { day: formats.day(account.held_until) })}
        </Alert>
      )}
    </Card>
  );
};

const Details = ({ account, full }: { account: Account; full: Full | null }) => {
  const say = useText();
  const formats = useFormats();
  const who = useWho();
  const number = full?.iban ? grouped(full.iban) : full?.other_account;
  const stored = (has: boolean) => say(has ? "accounts.stored" : "word.none");
  return (
    <Facts
      facts={[
        [say("accounts.holder"), full ? full.account_holder : say("accounts.stored")],
        [say(`accounts.kind.${account.kind}`), <b key="number">{number ?? (account.last_four ? say("accounts.masked", { four: account.last_four }) : say("accounts.forgotten"))}</b>],
        ["BIC", full ? (full.bic ?? say("word.none")) : stored(account.has_bic)],
        [say("accounts.taxId"), full ? (full.tax_id ?? say("word.none")) : stored(account.has_tax_id)],
        [say("accounts.hold"), <Hold key="hold" until={account.held_until} />],
        [say("accounts.since"), `${formats.instant(account.created_at)}, ${who(account.created_by)}`],
      ]}
    />
  );
};

/** Show the account in full, with a fresh second factor; each look is in the audit log. */
const Look = ({ influencerId, full, onFull }: { influencerId: number; full: Full | null; onFull: Props["onFull"] }) => {
  const say = useText();
  const fresh = useFresh();
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (!full) return undefined;
    const hiding = setTimeout(() => onFull(null), SHOWN_FOR);
    return () => clearTimeout(hiding);
  }, [full, onFull]);
  const look = async () => {
    setError(null);
    try {
      const { data } = await fresh(() => api.GET("/api/payout-accounts/{influencer_id}/full", { params: { path: { influencer_id: influencerId } } }));
      onFull(data ?? null);
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <div className="no-print">
      {full ? (
        <Button variant="default" leftSection={<IconEyeOff size={18} aria-hidden />} onClick={() => onFull(null)}>
          {say("accounts.hide")}
        </Button>
      ) : (
        <Button variant="default" leftSection={<IconEye size={18} aria-hidden />} onClick={() => void look()}>
          {say("accounts.show")}
        </Button>
      )}
      <Text size="xs" c="dimmed" mt={4}>
        {say(full ? "accounts.shown" : "accounts.show.why")}
      </Text>
      {error !== null && <Refused error={error} />}
    </div>
  );
};
