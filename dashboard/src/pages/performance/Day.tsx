import { Text } from "@mantine/core";

import { useFormats } from "@/ui/formats";

/** A day that stays on one line, also in a narrow table. */
export const Day = ({ day }: { day: string | null }) => {
  const formats = useFormats();
  return (
    <Text span inherit style={{ whiteSpace: "nowrap" }}>
      {formats.day(day)}
    </Text>
  );
};
