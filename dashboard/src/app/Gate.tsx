import { Center, Loader } from "@mantine/core";
import { Navigate, Outlet, useLocation } from "react-router";

import { useText } from "@/messages";
import { useSession } from "@/session/session";

export const Starting = () => {
  const say = useText();
  return (
    <Center mih="60vh" data-starting>
      <Loader aria-label={say("state.loading")} />
    </Center>
  );
};

/** Let through who is signed in; bring others to the sign-in and, after it, back to where they wanted to go. */
export const Gate = () => {
  const { stage } = useSession();
  const { pathname, search } = useLocation();
  if (stage === "starting") return <Starting />;
  if (stage === "enrolling") return <Navigate to="/enrol" replace state={{ to: pathname + search }} />;
  if (stage === "out") return <Navigate to="/sign-in" replace state={{ to: pathname + search }} />;
  return <Outlet />;
};
