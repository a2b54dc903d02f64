import { Button, Group } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";

import { useText } from "@/messages";
import { useFilters } from "@/ui/filters";

/** Chosen days, in the address, or `whole`: all there are. */
export const DaysFilter = ({ whole }: { whole: string }) => {
  const say = useText();
  const { filters, change } = useFilters();
  const isChosen = Boolean(filters.from && filters.to);
  return (
    <Group align="flex-end" className="no-print">
      <DatePickerInput
        type="range"
        label={say("campaigns.range")}
        placeholder={whole}
        value={[filters.from ?? null, filters.to ?? null]}
        onChange={([from, to]) => from && to && change({ from, to })}
        valueFormat="YYYY-MM-DD"
        w={240}
      />
      {isChosen && (
        <Button variant="default" onClick={() => change({ from: null, to: null })}>
          {whole}
        </Button>
      )}
    </Group>
  );
};
