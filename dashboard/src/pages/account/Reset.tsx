import { Alert } from "@mantine/core";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";

import { Card, tokenOfLink } from "./Card";
import { OneForm } from "./OneForm";

const Reset = () => {
  const say = useText();
  const [token] = useState(tokenOfLink);
  if (!token) {
    return (
      <Card title={say("reset.title")}>
        <Alert color="red">{say("link.missing")}</Alert>
      </Card>
    );
  }
  return (
    <OneForm
      title={say("reset.title")}
      submit={say("action.save")}
      fields={[{ name: "password", label: say("password.new"), type: "password", hint: say("password.hint"), autoComplete: "new-password" }]}
      send={async ({ password = "" }) => {
        await api.POST("/api/auth/password/reset", { body: { token, password } });
        return say("reset.done");
      }}
    />
  );
};

export default Reset;
