import { Center, Loader } from "@mantine/core";
import { Suspense } from "react";
import { Navigate, Outlet, useLocation } from "react-router";

import { useText } from "@/messages";
import { useSession } from "@/session/session";
import { later } from "@/ui/later";

const Ended = later(() => import("@/pages/account/Ended"));

export const Starting = () => {
  const say = useText();
  return (
    <Center mih="60vh" data-starting>
      <Loader aria-label={say("state.loading")} />
    </Center>
  );
};

/**
 * Let through who is signed in; bring others to the sign-in and, after it, back to where they wanted to go.
 *
 * A page whose session ended while something on it was not saved stays as it is, unseen, until the same person is back.
 */
export const Gate = () => {
  const session = useSession();
  const { stage } = session;
  const { pathname, search } = useLocation();
  if (stage === "starting") return <Starting />;
  if (stage === "enrolling") return <Navigate to="/enrol" replace state={{ to: pathname + search }} />;
  if (stage === "out") return <Navigate to="/sign-in" replace state={{ to: pathname + search }} />;
  const isOver = stage === "ended";
  return (
    <>
      <div inert={isOver} style={isOver ? { visibility: "hidden" } : undefined}>
        <Outlet key={session.me.user_id} />
      </div>
      {isOver && (
        <Suspense fallback={<Starting />}>
          <Ended />
        </Suspense>
      )}
    </>
  );
};
