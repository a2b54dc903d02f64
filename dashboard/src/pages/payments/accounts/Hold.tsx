import { Badge } from "@mantine/core";

import { useText } from "@/messages";
import { useMe } from "@/session/session";
import { useFormats } from "@/ui/formats";

/** Whether payments to an account wait, and until when. A day that is over holds nothing any more. */
export const Hold = ({ until }: { until: string | null }) => {
  const say = useText();
  const formats = useFormats();
  const { business_day } = useMe();
  const isHeld = until !== null && until > business_day;
  return (
    <Badge component="span" variant="dot" color={isHeld ? "orange" : "teal"} tt="none" fw={500}>
      {isHeld ? say("accounts.held.until", { day: formats.day(until) }) : say("accounts.free")}
    </Badge>
  );
};
