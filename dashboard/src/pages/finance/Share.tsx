import { Box, Group, Text } from "@mantine/core";

import { useFormats } from "@/ui/formats";

const WIDTH = 72;

/** A share as a number, with a bar beside it that repeats it. */
export const Share = ({ share }: { share: number | null }) => {
  const formats = useFormats();
  const length = Math.max(0, Math.min(1, share ?? 0));
  return (
    <Group gap={8} wrap="nowrap" justify="flex-end">
      <Box aria-hidden w={WIDTH} h={8} bg="var(--mantine-color-default-border)" style={{ borderRadius: 4, overflow: "hidden", flex: "none" }}>
        <Box w={WIDTH * length} h={8} bg="var(--mantine-primary-color-filled)" />
      </Box>
      <Text span inherit miw={52} ta="right">
        {formats.ratio(share)}
      </Text>
    </Group>
  );
};
