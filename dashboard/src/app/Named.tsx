import { MantineThemeProvider } from "@mantine/core";
import { type ReactNode, useMemo } from "react";

import { useText } from "@/messages";

/** Names, in the language chosen, for what Mantine draws as a bare icon: the crosses of dialogs and notes. */
export const Named = ({ children }: { children: ReactNode }) => {
  const say = useText();
  const theme = useMemo(() => ({ components: { CloseButton: { defaultProps: { "aria-label": say("action.close") } } } }), [say]);
  return <MantineThemeProvider theme={theme}>{children}</MantineThemeProvider>;
};
