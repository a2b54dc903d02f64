// Signing in: mail and password, then the second factor of whoever has one.
import { Alert, Anchor, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type ComponentType, type ReactNode, useState } from "react";
import { Link } from "react-router";

import { api, type SignedIn } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { useSession } from "@/session/session";
import { wordsOf } from "@/ui/forms";

type Frame = ComponentType<{ title: string; about?: ReactNode; children?: ReactNode }>;
type Step = { Frame: Frame; enter: (signedIn: SignedIn) => Promise<void> };

/** Both steps, each within a frame: a page of its own, or what covers a page whose session has ended. */
export const SignInSteps = ({ Frame, isPage = false }: { Frame: Frame; isPage?: boolean }) => {
  const { enter } = useSession();
  const [challenge, setChallenge] = useState<string | null>(null);
  const step = { Frame, enter };
  return challenge ? <Code {...step} challenge={challenge} again={() => setChallenge(null)} /> : <Password {...step} isPage={isPage} onChallenge={setChallenge} />;
};

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

const Password = ({ Frame, isPage, enter, onChallenge }: Step & { isPage: boolean; onChallenge: (challenge: string) => void }) => {
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
    <Frame title={say("signIn.title")}>
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
          {isPage && (
            <Anchor component={Link} to="/forgot-password" size="sm">
              {say("signIn.forgot")}
            </Anchor>
          )}
        </Stack>
      </form>
    </Frame>
  );
};

const Code = ({ Frame, challenge, enter, again }: Step & { challenge: string; again: () => void }) => {
  const say = useText();
  const { error, isSending, send } = useSending();
  const [code, setCode] = useState("");
  const answer = () =>
    send(async () => {
      const { data } = await api.POST("/api/auth/login/two-factor", { body: { challenge, code } });
      if (data) await enter(data);
    });
  return (
    <Frame title={say("signIn.code.title")} about={say("signIn.code.about")}>
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
    </Frame>
  );
};
