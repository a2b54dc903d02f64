import { ActionIcon, Box, Button, Group, NumberInput, Select, Stack, Text, Title } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconPlus, IconTrash } from "@tabler/icons-react";

import { $api } from "@/api/client";
import { useLanguage, useText } from "@/messages";
import { useCatalogue } from "@/ui/catalogue";

import { decimalOf, type Draft } from "./draft";

// Success tells these of no campaign.
const UNTOLD = ["revenue_contribution"];

/** What the campaign is meant to reach, a row for each metric. */
export const Targets = ({ form }: { form: UseFormReturnType<Draft> }) => {
  const say = useText();
  return (
    <Box component="section" aria-labelledby="targets">
      <Title order={3} size="h5" id="targets">
        {say("campaigns.targets")}
      </Title>
      <Text size="xs" c="dimmed" mb="xs">
        {say("campaigns.targets.about")}
      </Text>
      <Stack gap="xs">
        {form.values.targets.map((row, index) => (
          <TargetRow key={`${index}-${row.metric}`} form={form} index={index} />
        ))}
        <Group>
          <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => form.insertListItem("targets", { metric: "", value: "" })}>
            {say("campaigns.targets.add")}
          </Button>
        </Group>
      </Stack>
    </Box>
  );
};

const TargetRow = ({ form, index }: { form: UseFormReturnType<Draft>; index: number }) => {
  const say = useText();
  const { language } = useLanguage();
  const { data } = $api.useQuery("get", "/api/metrics");
  const row = form.values.targets[index];
  const metric = useCatalogue()(row?.metric ?? "");
  const taken = form.values.targets.map((one) => one.metric);
  const free = (data?.items ?? []).filter(({ slug }) => !UNTOLD.includes(slug) && (slug === row?.metric || !taken.includes(slug)));
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <Select
        label={say("campaigns.target.metric")}
        data={free.map(({ slug, label }) => ({ value: slug, label }))}
        searchable
        required
        style={{ flex: 2 }}
        miw={0}
        {...form.getInputProps(`targets.${index}.metric`)}
        error={form.errors[`targets.${row?.metric}`]}
      />
      <NumberInput
        label={say(metric?.better === "low" ? "campaigns.target.most" : "campaigns.target.least")}
        required
        min={0}
        hideControls
        prefix={metric?.unit === "ratio" && language === "tr" ? "%" : undefined}
        suffix={metric?.unit === "ratio" && language !== "tr" ? " %" : undefined}
        decimalSeparator={decimalOf(language)}
        style={{ flex: 1 }}
        miw={0}
        {...form.getInputProps(`targets.${index}.value`)}
      />
      <ActionIcon variant="default" size={36} aria-label={say("campaigns.target.remove", { metric: metric?.label ?? "" })} onClick={() => form.removeListItem("targets", index)}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
};
