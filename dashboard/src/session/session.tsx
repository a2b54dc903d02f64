// Who is signed in. One tab's sign-out is every tab's.
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, startTransition, use, useCallback, useEffect, useMemo, useState } from "react";

import { api, keepToken, onSignedOut, type SignedIn } from "@/api/client";
import { setCurrency } from "@/ui/formats";

import { comeBack, type Me, noteIn, noteOut } from "./back";

export type { Me } from "./back";
export type Permission = Me["permissions"][number];
type State = { stage: "starting" } | { stage: "out" } | { stage: "enrolling" } | { stage: "in"; me: Me };

type Session = State & {
  enter: (signedIn: SignedIn) => Promise<void>;
  leave: () => Promise<void>;
  reload: () => Promise<void>;
};

const Context = createContext<Session | null>(null);
const CHANNEL = "session";

export const SessionProvider = ({ children }: { children: ReactNode }) => {
  const [state, setState] = useState<State>({ stage: "starting" });
  const queries = useQueryClient();

  const drop = useCallback(() => {
    keepToken(null);
    noteOut();
    queries.clear();
    setState({ stage: "out" });
  }, [queries]);

  const show = useCallback((me: Me) => {
    setCurrency(me.currency);
    // The whole page follows from this: drawn in pieces, between which the browser answers.
    startTransition(() => setState({ stage: "in", me }));
  }, []);

  const reload = useCallback(async () => {
    const { data } = await api.GET("/api/me");
    if (data) show(data);
  }, [show]);

  const enter = useCallback(
    async (signedIn: SignedIn, me: Me | null = null) => {
      keepToken(signedIn.access_token);
      noteIn();
      if (signedIn.two_factor_enrolment_required) setState({ stage: "enrolling" });
      else if (me) show(me);
      else await reload();
    },
    [reload, show],
  );

  const leave = useCallback(async () => {
    await api.POST("/api/auth/logout", { body: {} }).catch(() => undefined);
    new BroadcastChannel(CHANNEL).postMessage("out");
    drop();
  }, [drop]);

  useEffect(() => {
    comeBack()
      .then((back) => (back ? enter(back.signedIn, back.me) : drop()))
      .catch(drop);
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = drop;
    const unlisten = onSignedOut(drop);
    return () => {
      channel.close();
      unlisten();
    };
  }, [drop, enter]);

  const session = useMemo(() => ({ ...state, enter, leave, reload }), [state, enter, leave, reload]);
  return <Context value={session}>{children}</Context>;
};

export const useSession = (): Session => {
  const session = use(Context);
  if (!session) throw new Error("useSession is used outside of SessionProvider");
  return session;
};

/** The signed-in person; only pages behind the sign-in ask. */
export const useMe = (): Me => {
  const session = useSession();
  if (session.stage !== "in") throw new Error("nobody is signed in");
  return session.me;
};

export const useMay = (): ((permission: Permission) => boolean) => {
  const { permissions } = useMe();
  return useCallback((permission) => permissions.includes(permission), [permissions]);
};
