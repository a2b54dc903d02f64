import { Alert, Anchor, PasswordInput, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { useText } from "@/messages";

import { Card } from "./Card";
import { ShortForm } from "./ShortForm";

type Field = { name: string; label: string; type?: "email" | "password" | "text"; hint?: string; autoComplete?: string };
type Props = {
  title: string;
  about?: ReactNode;
  fields: readonly Field[];
  submit: string;
  /** Send it; what it returns is shown in place of the form. */
  send: (values: Record<string, string>) => Promise<string | undefined>;
};

/** A page that is one short form. */
export const OneForm = ({ title, about, fields, submit, send }: Props) => {
  const say = useText();
  const [values, setValues] = useState<Record<string, string>>({});
  const [answer, setAnswer] = useState<string>();
  const home = (
    <Anchor component={Link} to="/sign-in" size="sm">
      {say("signIn.title")}
    </Anchor>
  );
  if (answer) {
    return (
      <Card title={title}>
        <Alert color="teal" role="status">
          {answer}
        </Alert>
        {home}
      </Card>
    );
  }
  return (
    <Card title={title} about={about}>
      <ShortForm submit={submit} send={async () => setAnswer(await send(values))} below={home}>
        {fields.map(({ name, label, type = "text", hint, autoComplete }) => {
          const Input = type === "password" ? PasswordInput : TextInput;
          return (
            <Input
              key={name}
              label={label}
              description={hint}
              type={type === "password" ? undefined : type}
              autoComplete={autoComplete}
              value={values[name] ?? ""}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setValues((before) => ({ ...before, [name]: value }));
              }}
              required
            />
          );
        })}
      </ShortForm>
    </Card>
  );
};
