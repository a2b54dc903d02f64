import { Container } from "@mantine/core";
import { useRouteError } from "react-router";

import { Failure } from "@/ui/states";

/** What is shown where a page itself breaks, as when a new version was deployed and its script is gone. */
export const Crash = () => (
  <Container py="xl">
    <Failure error={useRouteError()} retry={() => window.location.reload()} />
  </Container>
);
