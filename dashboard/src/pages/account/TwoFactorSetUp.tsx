import { Alert, Button, Code, PasswordInput, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";

import { api, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useText } from "@/messages";
import { wordsOf } from "@/ui/forms";

type Offered = Schema["TwoFactorOut"];

/** Password, QR code, first code, recovery codes. */
export const TwoFactorSetUp = ({ onDone }: { onDone: () => void }) => {
  const say = useText();
  const [offered, setOffered] = useState<Offered | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [error, setError] = useState<string>();
  const attempt = (deed: () => Promise<void>) => {
    setError(undefined);
    deed().catch((refused: unknown) => setError(wordsOf(asProblem(refused), say)));
  };
  const begin = (password: string) =>
    attempt(async () => {
      const { data } = await api.POST("/api/me/two-factor", { body: { password } });
      if (data) setOffered(data);
    });
  const confirm = (code: string) =>
    attempt(async () => {
      const { data } = await api.POST("/api/me/two-factor/confirm", { body: { code } });
      if (data) setCodes(data.recovery_codes);
    });
  return (
    <Stack>
      {error && (
        <Alert color="red" role="alert">
          {error}
        </Alert>
      )}
      {codes ? <RecoveryCodes codes={codes} onDone={onDone} /> : offered ? <FirstCode offered={offered} confirm={confirm} /> : <AskPassword begin={begin} />}
    </Stack>
  );
};

const AskPassword = ({ begin }: { begin: (password: string) => void }) => {
  const say = useText();
  const [password, setPassword] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin(password);
      }}
    >
      <Stack>
        <PasswordInput label={say("signIn.password")} description={say("enrol.password")} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" required />
        <Button type="submit">{say("enrol.start")}</Button>
      </Stack>
    </form>
  );
};

const FirstCode = ({ offered, confirm }: { offered: Offered; confirm: (code: string) => void }) => {
  const say = useText();
  const [code, setCode] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm(code);
      }}
    >
      <Stack>
        {/* As an image the SVG runs no script, whatever it holds. */}
        <img src={`data:image/svg+xml;utf8,${encodeURIComponent(offered.qr_svg)}`} alt={say("enrol.qr")} width={220} height={220} style={{ background: "#fff", padding: 8, alignSelf: "center" }} />
        <Text size="sm">{say("enrol.secret")}</Text>
        <Code block>{offered.secret}</Code>
        <TextInput label={say("factor.code")} value={code} onChange={(event) => setCode(event.currentTarget.value)} autoComplete="one-time-code" inputMode="numeric" required />
        <Button type="submit">{say("enrol.confirm")}</Button>
      </Stack>
    </form>
  );
};

export const RecoveryCodes = ({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) => {
  const say = useText();
  return (
    <Stack>
      <Text fw={600}>{say("codes.title")}</Text>
      <Text size="sm">{say("codes.about")}</Text>
      <SimpleGrid cols={2} spacing="xs">
        {codes.map((code) => (
          <Code key={code}>{code}</Code>
        ))}
      </SimpleGrid>
      <Button onClick={onDone}>{say("codes.kept")}</Button>
    </Stack>
  );
};
