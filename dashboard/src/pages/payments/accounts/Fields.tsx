import { Radio, Group, SimpleGrid, TextInput } from "@mantine/core";
import { useState } from "react";

import { useText } from "@/messages";

import { type Draft, isBicWrong } from "./draft";
import { grouped, slipIn } from "./iban";

type Props = { draft: Draft; errors: Record<string, string>; onChange: (changes: Partial<Draft>) => void };
const KINDS = ["iban", "other"] as const;

export const Fields = ({ draft, errors, onChange }: Props) => {
  const say = useText();
  // What was never seen by an autofill belongs to nobody who sits here.
  const common = { autoComplete: "off" } as const;
  return (
    <>
      <TextInput {...common} label={say("accounts.holder")} description={say("accounts.holder.hint")} value={draft.holder} onChange={(event) => onChange({ holder: event.currentTarget.value })} error={errors.account_holder} maxLength={70} required />
      <Radio.Group label={say("accounts.kind")} value={draft.kind} onChange={(kind) => onChange({ kind: kind === "other" ? "other" : "iban" })}>
        <Group mt={4}>
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={say(`accounts.kind.${kind}`)} />
          ))}
        </Group>
      </Radio.Group>
      {draft.kind === "iban" ? (
        <IbanInput iban={draft.iban} error={errors.iban} onChange={(iban) => onChange({ iban })} />
      ) : (
        <TextInput {...common} label={say("accounts.kind.other")} description={say("accounts.other.hint")} value={draft.other} onChange={(event) => onChange({ other: event.currentTarget.value })} error={errors.other_account} minLength={6} maxLength={64} required />
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput {...common} label="BIC" description={say("accounts.optional")} value={draft.bic} onChange={(event) => onChange({ bic: event.currentTarget.value })} error={isBicWrong(draft.bic) ? say("accounts.bic.wrong") : errors.bic} maxLength={11} />
        <TextInput {...common} label={say("accounts.taxId")} description={say("accounts.optional")} value={draft.taxId} onChange={(event) => onChange({ taxId: event.currentTarget.value })} error={errors.tax_id} maxLength={32} />
      </SimpleGrid>
    </>
  );
};

/** Its check digits are tried once the field is left; before that every IBAN is unfinished. */
const IbanInput = ({ iban, error, onChange }: { iban: string; error: string | undefined; onChange: (iban: string) => void }) => {
  const say = useText();
  const [wasLeft, setWasLeft] = useState(false);
  const slip = slipIn(iban);
  const isRight = iban !== "" && slip === null;
  return (
    <TextInput
      label="IBAN"
      description={isRight ? say("accounts.iban.right") : say("accounts.iban.hint")}
      value={iban}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => {
        setWasLeft(true);
        onChange(grouped(iban));
      }}
      error={wasLeft && slip ? say(`accounts.iban.${slip}`) : error}
      autoComplete="off"
      spellCheck={false}
      maxLength={60}
      required
    />
  );
};
