import { Badge } from "@mantine/core";

import { useText } from "@/messages";

export const CustomerState = ({ isErased }: { isErased: boolean }) => {
  const say = useText();
  return (
    <Badge variant={isErased ? "default" : "light"} tt="none" style={{ width: "max-content", maxWidth: "none" }}>
      {say(isErased ? "customers.erased" : "customers.kept")}
    </Badge>
  );
};
