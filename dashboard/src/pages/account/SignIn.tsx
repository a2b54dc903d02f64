import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { Link, Navigate, useLocation } from "react-router";

import { api, type SignedIn } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { useSession } from "@/session/session";
import { wordsOf } from "@/ui/forms";

import { Card } from "./Card";

const SignIn = () => {
  const { stage, enter } = useSession();
  const { state } = useLocation() as { state: { to?: string } | null };
  const [challenge, setChallenge] = useState<string | null>(null);
  if (stage === "in") return <Navigate to={state?.to ?? "/"} replace />;
  if (stage === "enrolling") return <Navigate to="/enrol" replace state={state} />;
  return challenge ? <Code challenge={challenge} enter={enter} again={() => setChallenge(null)} /> : <Password enter={enter} onChallenge={setChallenge} />;
};

type Enter = (signedIn: SignedIn) => Promise<void>;

/** Run what a form sends off; its refusal stands above the button. */
const useSending = () => {
  const say = useText();
  const [error, setError] = useState<string>();
  const [isSending, setSending] = useState(false);
  const send = async (deed: () => Promise<void>) => {
    setSending(true);
    setError(undefined);
    try {
      await deed();
    } catch (refused) {
      setError(wordsOf(asProblem(refused), say));
    } finally {
      setSending(false);
    }
  };
  return { error, isSending, send };
};

const Password = ({ enter, onChallenge }: { enter: Enter; onChallenge: (challenge: string) => void }) => {
  const say = useText();
  const { error, isSending, send } = useSending();
  const [mail, setMail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = () =>
    send(async () => {
      const { data } = await api.POST("/api/auth/login", { body: { mail, password, client: "browser" } });
      if (!data) return;
      if ("challenge" in data) onChallenge(data.challenge);
      else await enter(data);
    });
  return (
    <Card title={say("signIn.title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <Stack>
          <TextInput label={say("signIn.mail")} type="email" autoComplete="username" value={mail} onChange={(event) => setMail(event.currentTarget.value)} required data-autofocus autoFocus />
          <PasswordInput label={say("signIn.password")} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} required />
          {error && (
            <Alert color="red" role="alert">
              {error}
            </Alert>
          )}
          <Button type="submit" loading={isSending}>
            {say("signIn.submit")}
          </Button>
          <Anchor component={Link} to="/forgot-password" size="sm">
            {say("signIn.forgot")}
          </Anchor>
        </Stack>
      </form>
    </Card>
  );
};

const Code = ({ challenge, enter, again }: { challenge: string; enter: Enter; again: () => void }) => {
  const say = useText();
  const { error, isSending, send } = useSending();
  const [code, setCode] = useState("");
  const answer = () =>
    send(async () => {
      const { data } = await api.POST("/api/auth/login/two-factor", { body: { challenge, code } });
      if (data) await enter(data);
    });
  return (
    <Card title={say("signIn.code.title")} about={say("signIn.code.about")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void answer();
        }}
      >
        <Stack>
          <TextInput label={say("factor.code")} autoComplete="one-time-code" value={code} onChange={(event) => setCode(event.currentTarget.value)} required autoFocus />
          {error && (
            <Alert color="red" role="alert">
              {error}
            </Alert>
          )}
          <Button type="submit" loading={isSending}>
            {say("signIn.submit")}
          </Button>
          <Button variant="subtle" onClick={again}>
            {say("signIn.again")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
};

export default SignIn;
