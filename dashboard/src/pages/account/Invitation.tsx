import { Alert } from "@mantine/core";
import { useState } from "react";

import { api } from "@/api/client";
import { useText } from "@/messages";

import { Card, tokenOfLink } from "./Card";
import { OneForm } from "./OneForm";

const Invitation = () => {
  const say = useText();
  const [token] = useState(tokenOfLink);
  if (!token) {
    return (
      <Card title={say("invitation.title")}>
        <Alert color="red">{say("link.missing")}</Alert>
      </Card>
    );
  }
  return (
    <OneForm
      title={say("invitation.title")}
      about={say("invitation.about")}
      submit={say("action.save")}
      fields={[
        { name: "user_name", label: say("invitation.name"), autoComplete: "name" },
        { name: "password", label: say("password.new"), type: "password", hint: say("password.hint"), autoComplete: "new-password" },
      ]}
      send={async ({ password = "", user_name = "" }) => {
        await api.POST("/api/auth/accept-invitation", { body: { token, password, user_name } });
        return say("reset.done");
      }}
    />
  );
};

export default Invitation;
