// Signing in: mail and password, then the second factor of whoever has one.
import { Anchor, Button, PasswordInput, TextInput } from "@mantine/core";
import { type ComponentType, type ReactNode, useState } from "react";
import { Link } from "react-router";

import { api, type SignedIn } from "@/api/client";
import { useText } from "@/messages";
import { useSession } from "@/session/session";

import { ShortForm } from "./ShortForm";

type Frame = ComponentType<{ title: string; about?: ReactNode; children?: ReactNode }>;
type Step = { Frame: Frame; enter: (signedIn: SignedIn) => Promise<void> };

/** Both steps, each within a frame: a page of its own, or what covers a page whose session has ended. */
export const SignInSteps = ({ Frame, isPage = false }: { Frame: Frame; isPage?: boolean }) => {
  const { enter } = useSession();
  const [challenge, setChallenge] = useState<string | null>(null);
  const step = { Frame, enter };
  return challenge ? <Code {...step} challenge={challenge} again={() => setChallenge(null)} /> : <Password {...step} isPage={isPage} onChallenge={setChallenge} />;
};

const Password = ({ Frame, isPage, enter, onChallenge }: Step & { isPage: boolean; onChallenge: (challenge: string) => void }) => {
  const say = useText();
  const [mail, setMail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = async () => {
    const { data } = await api.POST("/api/auth/login", { body: { mail, password, client: "browser" } });
    if (!data) return;
    if ("challenge" in data) onChallenge(data.challenge);
    else await enter(data);
  };
  const forgot = (
    <Anchor component={Link} to="/forgot-password" size="sm">
      {say("signIn.forgot")}
    </Anchor>
  );
  return (
    <Frame title={say("signIn.title")}>
      <ShortForm submit={say("signIn.submit")} send={signIn} below={isPage && forgot}>
        <TextInput label={say("signIn.mail")} type="email" autoComplete="username" value={mail} onChange={(event) => setMail(event.currentTarget.value)} required data-autofocus autoFocus />
        <PasswordInput label={say("signIn.password")} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} required />
      </ShortForm>
    </Frame>
  );
};

const Code = ({ Frame, challenge, enter, again }: Step & { challenge: string; again: () => void }) => {
  const say = useText();
  const [code, setCode] = useState("");
  const answer = async () => {
    const { data } = await api.POST("/api/auth/login/two-factor", { body: { challenge, code } });
    if (data) await enter(data);
  };
  const start = (
    <Button variant="subtle" onClick={again}>
      {say("signIn.again")}
    </Button>
  );
  return (
    <Frame title={say("signIn.code.title")} about={say("signIn.code.about")}>
      <ShortForm submit={say("signIn.submit")} send={answer} below={start}>
        <TextInput label={say("factor.code")} autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.currentTarget.value)} required autoFocus />
      </ShortForm>
    </Frame>
  );
};
