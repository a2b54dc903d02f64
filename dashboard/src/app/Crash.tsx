import { Container } from "@mantine/core";
import { useEffect } from "react";
import { useRouteError } from "react-router";

import { Failure } from "@/ui/states";

/** What is shown where a page itself breaks, as when a new version was deployed and its script is gone. */
export const Crash = () => {
  // Whoever is back on the network wants what he had asked for.
  useEffect(() => {
    window.addEventListener("online", reload);
    return () => window.removeEventListener("online", reload);
  }, []);
  return (
    <Container py="xl">
      <Failure error={useRouteError()} retry={reload} />
    </Container>
  );
};

const reload = () => window.location.reload();
