import { Navigate, useLocation } from "react-router";

import { useText } from "@/messages";
import { useSession } from "@/session/session";

import { Card } from "./Card";
import { TwoFactorSetUp } from "./TwoFactorSetUp";

/** Whose role demands a second factor sets it up before anything else. */
const Enrol = () => {
  const say = useText();
  const { stage, reload } = useSession();
  const { state } = useLocation() as { state: { to?: string } | null };
  if (stage === "in") return <Navigate to={state?.to ?? "/"} replace />;
  if (stage === "out") return <Navigate to="/sign-in" replace />;
  return (
    <Card title={say("enrol.title")} about={say("enrol.about")}>
      <TwoFactorSetUp onDone={() => void reload()} />
    </Card>
  );
};

export default Enrol;
