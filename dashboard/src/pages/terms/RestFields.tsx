import { Alert, Card, NumberInput, SimpleGrid, Stack, Textarea, Title } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";

import { useText } from "@/messages";
import { MoneyInput } from "@/pages/finance/inputs";
import { useMe } from "@/session/session";

import { dayAfter } from "./days";
import type { TermsDraft } from "./draft";

type Props = { draft: TermsDraft; onChange: (changes: Partial<TermsDraft>) => void; isFirst: boolean; needsReason: boolean };

const MOST_HOLDING = 365;
const ORDER: ("label" | "input" | "description" | "error")[] = ["label", "input", "error", "description"];

/** From when, when it is paid, and why it may pass the budget if it does. */
export const RestFields = ({ draft, onChange, isFirst, needsReason }: Props) => {
  const say = useText();
  const { business_day } = useMe();
  return (
    <Card withBorder component="section">
      <Title order={2} size="h4" mb="sm">
        {say("terms.edit.rest")}
      </Title>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <DatePickerInput
            label={say("terms.edit.from")}
            description={say(isFirst ? "terms.edit.from.first" : "terms.edit.from.next")}
            value={draft.valid_from}
            onChange={(valid_from) => onChange({ valid_from })}
            minDate={isFirst ? undefined : dayAfter(business_day)}
            clearable
            inputWrapperOrder={ORDER}
          />
          <NumberInput
            label={say("terms.edit.holding")}
            description={say("terms.edit.holding.about")}
            value={draft.holding_days}
            onChange={(days) => onChange({ holding_days: Number(days) || 0 })}
            min={0}
            max={MOST_HOLDING}
            allowDecimal={false}
            allowNegative={false}
            required
            inputWrapperOrder={ORDER}
          />
          <MoneyInput label={say("terms.edit.minimum")} description={say("terms.edit.minimum.about")} value={draft.minimum_payout} onChange={(minimum_payout) => onChange({ minimum_payout })} inputWrapperOrder={ORDER} />
        </SimpleGrid>
        <Textarea label={say("terms.edit.note")} value={draft.note} onChange={(event) => onChange({ note: event.currentTarget.value })} maxLength={1000} autosize />
        {needsReason && (
          <Alert variant="default" role="alert">
            <Textarea
              label={say("terms.edit.override")}
              description={say("terms.edit.override.about")}
              value={draft.override_reason}
              onChange={(event) => onChange({ override_reason: event.currentTarget.value })}
              maxLength={1000}
              autosize
              required
            />
          </Alert>
        )}
      </Stack>
    </Card>
  );
};
