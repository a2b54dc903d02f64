import { Navigate, useLocation } from "react-router";

import { useSession } from "@/session/session";

import { Card } from "./Card";
import { SignInSteps } from "./SignInSteps";

const SignIn = () => {
  const { stage } = useSession();
  const { state } = useLocation() as { state: { to?: string } | null };
  if (stage === "in") return <Navigate to={state?.to ?? "/"} replace />;
  if (stage === "enrolling") return <Navigate to="/enrol" replace state={state} />;
  return <SignInSteps Frame={Card} isPage />;
};

export default SignIn;
