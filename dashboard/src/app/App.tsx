import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router";

import { Texts } from "@/messages";
import { SessionProvider } from "@/session/session";

import { Dates } from "./Dates";
import { Named } from "./Named";
import { queries } from "./queries";
import { router } from "./router";
import { theme, variables } from "./theme";

export const App = () => (
  <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
    <Texts>
      <Named>
        <QueryClientProvider client={queries}>
          <SessionProvider>
            <Dates>
              <ModalsProvider>
                <Notifications position="bottom-right" />
                <RouterProvider router={router} />
              </ModalsProvider>
            </Dates>
          </SessionProvider>
        </QueryClientProvider>
      </Named>
    </Texts>
  </MantineProvider>
);
